"""A tree of two levels: heads with their items. What stands in the cells is the subclass's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()


class GroupedModel(QAbstractItemModel):
    """``sizes()`` tells how many items each head has. The internal id of an item is the row of its head plus one."""

    def sizes(self) -> Sequence[int]:
        """The number of items under every head, top to bottom."""
        raise AssertionError("a grouped model says how long its groups are")

    def index(self, row: int, column: int, parent: Index = NONE) -> QModelIndex:
        """A head, or an item of one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NONE) -> QModelIndex:  # type: ignore[override]
        """The head of an item."""
        place = index.internalId() if index.isValid() else 0
        return self.createIndex(place - 1, 0, 0) if place else QModelIndex()

    def rowCount(self, parent: Index = NONE) -> int:
        """Heads, or the items of one."""
        sizes = self.sizes()
        if not parent.isValid():
            return len(sizes)
        return 0 if parent.internalId() or parent.column() else sizes[parent.row()]
