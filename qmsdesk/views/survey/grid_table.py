"""表A.1 on screen: arrows move over the heads, typing edits, Enter goes down, Tab right, 1–5 say how it stands."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.views.register.cells import EDIT_KEYS, CellDelegate, put_cursor, starts_typing
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.survey.grid_cells import COLUMNS, PLACE, STATES, FindingEntry
from qmsdesk.views.survey.grid_model import SEGMENTS, GridModel
from qmsdesk.views.widgets.delegate import PADDING
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_STEPS = {_Key.Key_Return: (1, 0), _Key.Key_Enter: (1, 0), _Key.Key_Tab: (0, 1), _Key.Key_Backtab: (0, -1)}
_BY_KEY = dict(zip(range(_Key.Key_1, _Key.Key_5 + 1), STATES, strict=True))


class GridTable(DataTable):
    """``judged`` carries a state for the selected items ("" clears it), ``taken`` asks for the value offered.

    ``pasted`` is Ctrl+V, ``filled`` Ctrl+D, ``cleared`` Delete; ``moved`` carries the item at the cursor; ``shut``
    says why a cell that somebody wants to type into is closed.
    """

    judged = Signal(str)
    taken = Signal()
    pasted = Signal()
    filled = Signal()
    cleared = Signal()
    moved = Signal(str)
    shut = Signal(str)

    def __init__(self, kit: Kit, model: GridModel) -> None:
        super().__init__(kit.theme, cell_cursor=True, row_height=30)
        self.grid = model
        self._last = ""
        self.cells = _Delegate(kit, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(EDIT_KEYS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAccessibleName(_("现场调研工作内容"))
        self.setModel(model)
        self.set_columns([column.width for column in COLUMNS])
        model.modelReset.connect(self._relay)
        self._relay()

    def code(self) -> str:
        """The item at the cursor; empty for none."""
        return self.grid.code(self.currentIndex().row()) if self.currentIndex().isValid() else ""

    def chosen(self) -> list[str]:
        """The items of the selected cells, top to bottom; the one at the cursor where nothing is selected."""
        codes = [code for row in self.selected_rows() if (code := self.grid.code(row))]
        return codes or [code for code in (self.code(),) if code]

    def plain_figures(self) -> bool:
        """Whether 1–5 alone say how an item stands: no text is typed into the column at the cursor."""
        return COLUMNS[self.currentIndex().column()].key in ("code", "item", "state")

    def chosen_fields(self) -> list[AnyField]:
        """The fields of the selected cells, left to right."""
        columns = sorted({index.column() for index in self.selectedIndexes()})
        return [field for column in columns if (field := COLUMNS[column].field) is not None]

    def go(self, code: str, key: str = "state", *, edit: bool = False) -> bool:
        """Put the cursor into a cell; ``edit`` opens it. False when the item is not shown."""
        row = self.grid.row_of(code)
        if row < 0:
            return False
        index = self.grid.index(row, PLACE[key])
        put_cursor(self, index)
        self.scrollTo(index)
        self.setFocus()
        if edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.cells.start(index)
        return True

    def flush(self) -> bool:
        """Commit what is being typed; False when a cell is red."""
        self.cells.close(keep=True)
        return not self.grid.problems()

    def move_on(self, down: int, right: int) -> None:
        """The next item, or the next cell that is typed into; heads are passed over."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if right:
            typed = [place for place, each in enumerate(COLUMNS) if each.field and not self.isColumnHidden(place)]
            further = [place for place in typed if (place - column) * right > 0]
            if further:
                column = further[0] if right > 0 else further[-1]
            else:
                column, down = typed[0 if right > 0 else -1], right
        target = row + down
        while down and 0 <= target < self.grid.rowCount() and not self.grid.code(target):
            target += 1 if down > 0 else -1
        if self.grid.code(target):
            put_cursor(self, self.grid.index(target, column))

    # What the cells ask for (``register.cells.Host``).

    def entry_at(self, row: int) -> Entry | None:
        """The editing of an item."""
        return self.grid.entry(self.grid.code(row))

    def field_at(self, column: int) -> AnyField | None:
        """What is typed into a column."""
        return COLUMNS[column].field

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell, or keep it red."""
        if isinstance(entry, FindingEntry):
            self.grid.take(entry, field, editor.read, editor.text())

    def closed(self, reason: str) -> None:
        """Say why a cell is closed."""
        self.shut.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a sheet."""
        code, index = self.code(), self.currentIndex()
        step, key = _STEPS.get(_Key(event.key())), event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif not code:
            super().keyPressEvent(event)
        elif key == _Key.Key_Escape and (entry := self.grid.entry(code)) is not None and entry.problems:
            self.grid.forget(code)
        elif control and step == (1, 0):
            self.taken.emit()
        elif control and key == _Key.Key_D:
            self.filled.emit()
        elif step is not None and not control:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.move_on(-step[0] if back else step[0], step[1])
        elif self._is_state(event):
            self.judged.emit(_BY_KEY.get(key, ""))
        elif key in (_Key.Key_Delete, _Key.Key_Backspace):
            self.cleared.emit()
        elif starts_typing(event) and COLUMNS[index.column()].field is not None:
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.cells.start(index, event.text())
            else:
                self.closed(self.grid.closed())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole item is marked, not only its cell."""
        super().currentChanged(current, previous)
        self.viewport().update()
        code = self.grid.code(current.row()) if current.isValid() else ""
        if code and code != self._last:
            self._last = code
            self.moved.emit(code)

    def _is_state(self, event: QKeyEvent) -> bool:
        """A figure says how an item stands where no text is typed; with Alt it does so in every column."""
        figure = event.key() in _BY_KEY or event.key() == _Key.Key_0
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt = pressed == Qt.KeyboardModifier.AltModifier
        plain = pressed == Qt.KeyboardModifier.NoModifier
        return figure and (alt or (plain and self.plain_figures()))

    def _relay(self) -> None:
        """The cursor stays on its item while that is shown."""
        code = self._last if self.grid.row_of(self._last) >= 0 else next(iter(self.grid.codes()), "")
        if code:
            index = self.grid.index(self.grid.row_of(code), PLACE["state"])
            put_cursor(self, index)
            self.scrollTo(index)


class _Delegate(CellDelegate):
    """A head says behind its title how far it is; the whole item of the cursor is marked."""

    def __init__(self, kit: Kit, table: GridTable) -> None:
        super().__init__(kit.theme, kit, table, table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not self._table.grid.code(index.row()):
            self._head(painter, option.rect, index)
            return
        if index.row() == self._table.currentIndex().row():
            option.state |= QStyle.StateFlag.State_Selected
        super().paint(painter, option, index)

    def _end_and_move(self, down: int, right: int) -> None:
        code, column = self._table.code(), self._table.currentIndex().column()
        self.close(keep=True)
        self._table.setFocus()
        row = self._table.grid.row_of(code)
        if row >= 0:
            put_cursor(self._table, self._table.grid.index(row, column))
            self._table.move_on(down, right)

    def _head(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Each cell paints its piece of one line: a span would draw all columns into every block that is selected."""
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, self.theme.color("subtle"))
        painter.setPen(self.theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        first, middle = index.sibling(index.row(), 0), int(Qt.AlignmentFlag.AlignVCenter)
        x = self._table.columnViewportPosition(0) + PADDING
        title = str(first.data() or "")
        for text, token, bold in ((title, "text", True), *((*each, False) for each in first.data(SEGMENTS) or ())):
            painter.setFont(self.theme.font(13 if bold else 12, bold=bold))
            painter.setPen(self.theme.color(token))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRect(x, rect.y(), width + 2, rect.height()), middle, text)
            x += width + 13
        painter.restore()
