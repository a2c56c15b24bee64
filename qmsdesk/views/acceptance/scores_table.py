"""The table of both scores: typed into as a spreadsheet, indicators in two lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services.records import Change
from qmsdesk.views.acceptance.scores_model import COLUMNS, PLACE, ScoresModel
from qmsdesk.views.register.cells import CellDelegate, move, starts_typing
from qmsdesk.views.register.editor import Editor, TextEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.visit import LineEntry
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_ROW = 40


class ScoresTable(DataTable):
    """``saved`` carries a Change, ``failed`` an error, ``shut`` why a cell is closed; ``moved`` follows the cursor.

    ``pasted`` is Ctrl+V.
    """

    saved = Signal(object)
    failed = Signal(object)
    marked = Signal()
    moved = Signal()
    shut = Signal(str)
    pasted = Signal()

    def __init__(self, kit: Kit, model: ScoresModel, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, parent, cell_cursor=True, row_height=_ROW)
        self.scores = model
        self.cells = _Delegate(kit, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAccessibleName(_("自评分数和验收分数"))
        self.setModel(model)
        self.set_columns([column.width for column in COLUMNS])

    def go(self, key: str = "") -> None:
        """Put the cursor on the score of a category; of the first that has none, unless told."""
        view = self.scores.view
        if view is None:
            return
        wanted = [n for n, line in enumerate(view.lines) if (line.key == key if key else line.given is None)]
        self.setCurrentIndex(self.scores.index(wanted[0] if wanted else 0, PLACE["given"]))
        self.setFocus()

    def place(self) -> tuple[int, list[AnyField]]:
        """Where a paste goes: the row at the cursor, and the fields from it to the right (from the score on)."""
        index = self.currentIndex()
        column = max(index.column(), PLACE["given"])
        return max(index.row(), 0), [field for each in COLUMNS[column:] if (field := each.field) is not None]

    # What is typed into (``onerecord.saving.Typed``).

    def flush(self) -> bool:
        """Commit what is being typed; False when a cell is red."""
        self.cells.close(keep=True)
        return not any(entry.problems for entry in self.scores.entries())

    def unsaved(self) -> bool:
        """A cell is red."""
        return any(entry.problems for entry in self.scores.entries())

    def forget(self) -> None:
        """Drop what was refused."""
        for entry in self.scores.entries():
            entry.problems.clear()
            entry.typed.clear()
        self.viewport().update()

    # What the cells ask for (``register.cells.Host``).

    def entry_at(self, row: int) -> Entry | None:
        """The editing of a row."""
        return self.scores.entry(row)

    def field_at(self, column: int) -> AnyField | None:
        """What is typed into a column."""
        return COLUMNS[column].field

    def closed(self, reason: str) -> None:
        """Say why a cell is closed."""
        self.shut.emit(reason)

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell, or keep it red."""
        assert isinstance(entry, LineEntry)
        change: Change | None = None
        try:
            change = entry.take(field, editor.read, editor.text())
        except UserError as error:
            self.failed.emit(error)
        self.viewport().update()
        if change is None:
            self.marked.emit()
        else:
            self.saved.emit(change)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing replaces, Enter moves down, Delete empties, Escape gives up what was refused."""
        index = self.currentIndex()
        field = COLUMNS[index.column()].field if index.isValid() else None
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.unsaved():
            self.forget()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            move(self, index, -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif field is not None and (starts_typing(event) or event.key() == Qt.Key.Key_Delete):
            self._type(index, "" if event.key() == Qt.Key.Key_Delete else event.text())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell whoever shows the category at the cursor."""
        super().currentChanged(current, previous)
        self.moved.emit()

    def _type(self, index: QModelIndex, text: str) -> None:
        entry = self.scores.entry(index.row())
        if entry is None:
            return
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.closed(entry.reason_closed(COLUMNS[index.column()].field))
        elif text:
            self.cells.start(index, text)
        else:
            self._empty(entry, COLUMNS[index.column()].field)

    def _empty(self, entry: LineEntry, field: AnyField | None) -> None:
        if field is None or entry.is_draft:
            return
        try:
            change = entry.put(field, None if field.null else "")
        except UserError as error:
            self.failed.emit(error)
            return
        if change is not None:
            self.saved.emit(change)


class _Delegate(CellDelegate):
    """Indicators in two lines: how many are reached, and their names."""

    def __init__(self, kit: Kit, table: ScoresTable) -> None:
        super().__init__(kit.theme, kit, table, table)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, TextEditor) and COLUMNS[index.column()].right:
            editor.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().updateEditorGeometry(editor, option, index)

    def _text(self, painter: QPainter, area: QRect, text: str, index: Index, group: bool) -> None:
        caption = str(index.data(Role.CAPTION) or "")
        if not caption:
            super()._text(painter, area, text, index, group)
            return
        half, flags = area.height() // 2, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, (words, size, tone) in enumerate(((text, 13, "text"), (caption, 12, "text3"))):
            painter.setFont(self.theme.font(size))
            painter.setPen(self.theme.color(tone))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            line = QRect(area.x(), area.y() + place * half + (1 if place == 0 else -2), area.width(), half)
            painter.drawText(line, flags, shown)
