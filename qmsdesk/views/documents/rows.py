"""A table of texts whose rows lead somewhere: Enter, a double click or the link at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Head:
    """A column: its heading, its width in pixels of the design (0 takes what is left), how it is shown."""

    title: str
    width: int
    right: bool = False
    pill: bool = False
    link: bool = False


class RowsModel(QAbstractTableModel):
    """Texts by row; ``tones`` colour single cells, ``target(row)`` is what the row stands for."""

    def __init__(self, heads: Sequence[Head], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = list(heads)
        self.rows: list[Sequence[str]] = []
        self._targets: list[Any] = []
        self._tones: Mapping[tuple[int, int], str] = {}

    def show(
        self,
        rows: Sequence[Sequence[str]],
        targets: Sequence[Any] = (),
        tones: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows, self._targets, self._tones = list(rows), list(targets), tones or {}
        self.endResetModel()

    def target(self, row: int) -> Any:
        """What a row leads to; None for none."""
        return self._targets[row] if 0 <= row < len(self._targets) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].title
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and self.heads[section].right else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, col = index.row(), index.column()
        head = self.heads[col]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[row][col].replace("\n", "、")
        if role == Role.PILL:
            return self._tones.get((row, col), True) if head.pill else None
        if role == Role.TONE:
            linked = head.link and self.target(row) is not None
            return "accent" if linked else None if head.pill else self._tones.get((row, col))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if head.right else None
        if role == Qt.ItemDataRole.ToolTipRole and "\n" in self.rows[row][col]:
            return self.rows[row][col]
        return None


class JumpTable(DataTable):
    """``opened`` carries the target of a row."""

    opened = Signal(object)

    def __init__(self, theme: Theme, model: RowsModel, name: str) -> None:
        super().__init__(theme)
        self._rows = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.set_columns([head.width for head in model.heads])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda index: self.open_row(index.row()))

    def open_row(self, row: int) -> None:
        """Go where a row leads."""
        target = self._rows.target(row)
        if target is not None:
            self.opened.emit(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest as in every table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_row(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """One click on the link is enough."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_link(index):
            self.open_row(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over the link."""
        super().mouseMoveEvent(event)
        on_link = self._is_link(self.indexAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_link else Qt.CursorShape.ArrowCursor)

    def _is_link(self, index: QModelIndex) -> bool:
        return index.isValid() and self._rows.heads[index.column()].link and self._rows.target(index.row()) is not None
