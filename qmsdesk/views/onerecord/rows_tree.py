"""Child rows as a page lists them: cells, heads over them, and what is said where a head has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.tree import GroupedTree

_LINE = Qt.ItemDataRole.UserRole + 402
_HEAD = Qt.ItemDataRole.UserRole + 403
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class Cell:
    """A text, the tone of its colour, whether it is a state word, and what more its tip says."""

    text: str = ""
    tone: str = ""
    pill: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Listed:
    """A row by its id; ``title`` and ``state`` stand over its form."""

    line: int
    cells: tuple[Cell, ...]
    title: str = ""
    state: str = ""


@dataclass(frozen=True)
class Head:
    """A group; without a title its rows stand at the top. ``preset`` begins a row of it.

    ``lack`` is said where it has none, in the third column.
    """

    rows: tuple[Listed, ...]
    title: str = ""
    lack: str = ""
    preset: Mapping[AnyField, object] = field(default_factory=dict)


class RowsTree(GroupedTree):
    """``entered`` comes with Enter or a double click, ``deleted`` with Delete, ``moved`` with Alt and an arrow.

    ``chosen`` tells of every move of the cursor.
    """

    entered = Signal()
    deleted = Signal()
    moved = Signal(int)
    chosen = Signal()

    def __init__(self, theme: Theme, columns: Sequence[tuple[str, int]], name: str, parent: QWidget) -> None:
        super().__init__(theme, parent, row_height=30)
        self._columns, self._filling = columns, False
        self._heads: tuple[Head, ...] = ()
        self._hidden: set[int] = set()
        self._model = QStandardItemModel(0, len(columns), self)
        self.setModel(self._model)
        self.setSelectionMode(GroupedTree.SelectionMode.SingleSelection)
        self.setEditTriggers(GroupedTree.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName(name)
        self.doubleClicked.connect(lambda _index: self.entered.emit())
        self.selectionModel().currentRowChanged.connect(self._told)

    def fill(self, heads: Sequence[Head]) -> None:
        """Show rows; nothing is chosen then."""
        self._filling = True
        self._heads = tuple(heads)
        self._model.clear()
        self._model.setHorizontalHeaderLabels([title for title, _width in self._columns])
        flat = all(not head.title for head in heads)
        self.setIndentation(0 if flat else 14)
        self.setRootIsDecorated(not flat)
        for place, head in enumerate(heads):
            if not head.title:
                for each in head.rows:
                    self._model.appendRow(self._cells(each))
                continue
            top = QStandardItem(head.title)
            top.setData(True, Role.GROUP)
            for each in head.rows:
                top.appendRow(self._cells(each))
            if not head.rows and head.lack:
                empty = [QStandardItem() for _column in self._columns]
                text = empty[2]
                text.setText(head.lack)
                text.setData("bad", Role.TONE)
                empty[0].setData(place, _HEAD)
                top.appendRow(empty)
            self._model.appendRow(top)
        self.set_columns([width for _title, width in self._columns])
        for place in range(len(self._columns)):
            self.setColumnHidden(place, place in self._hidden)
        for place, head in enumerate(heads):
            if head.title:
                self.setFirstColumnSpanned(place, QModelIndex(), True)
        self.expandAll()
        self._filling = False

    def hide_column(self, place: int, hidden: bool) -> None:
        """Make room in a small window; the form has what the column says."""
        (self._hidden.add if hidden else self._hidden.discard)(place)
        self.setColumnHidden(place, hidden)

    def line(self) -> int:
        """The id of the row at the cursor, 0 without one."""
        index = self.currentIndex()
        return int(index.siblingAtColumn(0).data(_LINE) or 0) if index.isValid() else 0

    def head(self) -> Head | None:
        """The head with nothing under it at whose sentence the cursor stands."""
        index = self.currentIndex()
        place = index.siblingAtColumn(0).data(_HEAD) if index.isValid() else None
        return self._heads[place] if place is not None else None

    def group(self) -> Head | None:
        """The head the cursor stands under or on."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        top = index.parent() if index.parent().isValid() else index
        return self._heads[top.row()] if top.data(Role.GROUP) else None

    def go(self, line: int) -> bool:
        """Put the cursor on a row; False where that is not there."""
        return self._put(_LINE, line)

    def go_to_head(self, place: int) -> bool:
        """Put the cursor on the sentence of a head with nothing under it."""
        return self._put(_HEAD, place)

    def leave(self) -> None:
        """No row has the cursor: the form holds a new one."""
        self._filling = True
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())
        self._filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the form, Delete asks to take the row out, Alt and an arrow move it."""
        step = _STEPS.get(event.key()) if event.modifiers() & Qt.KeyboardModifier.AltModifier else None  # type: ignore[call-overload]
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def _put(self, role: int, wanted: int) -> bool:
        tops = [self._model.index(place, 0) for place in range(self._model.rowCount())]
        places = [
            place for top in tops
            for place in (top, *(self._model.index(n, 0, top) for n in range(self._model.rowCount(top))))
        ]  # fmt: skip
        found = next((place for place in places if place.data(role) == wanted), None)
        if found is None:
            return False
        command = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(found, command)
        if found.row() == 0 and found.parent().row() <= 0:
            self.scrollToTop()  # with the head over it
        else:
            self.scrollTo(found)
        return True

    def _told(
        self, _now: QModelIndex | QPersistentModelIndex, _before: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not self._filling:
            self.chosen.emit()

    def _cells(self, row: Listed) -> list[QStandardItem]:
        made = [QStandardItem(cell.text) for cell in row.cells]
        made[0].setData(row.line, _LINE)
        for item, cell in zip(made, row.cells, strict=True):
            if cell.tone:
                item.setData(cell.tone, Role.TONE)
            if cell.pill and cell.text:
                item.setData(True, Role.PILL)
            if cell.tip:
                item.setToolTip(cell.tip)
        return made
