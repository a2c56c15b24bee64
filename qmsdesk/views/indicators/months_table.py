"""The grid of months: typed into like a sheet, with a sentence under a month that cannot be saved."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services.monthly import MonthLine
from qmsdesk.views.indicators.months_model import MonthsModel
from qmsdesk.views.register.cells import EDIT_KEYS, CellDelegate, starts_typing
from qmsdesk.views.register.editor import Editor, TextEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.delegate import PADDING
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_SOURCE = 160
_STEPS = {_Key.Key_Return: (1, 0), _Key.Key_Enter: (1, 0), _Key.Key_Tab: (0, 1), _Key.Key_Backtab: (0, -1)}


class MonthsTable(DataTable):
    """Enter goes down, Tab right; typing replaces; Escape drops what was refused.

    ``evidence_asked`` carries a month, ``files_dropped`` a month and paths; ``pasted`` is Ctrl+V, ``filled`` Ctrl+D.
    ``shut`` says why a cell that somebody wants to type into is closed.
    """

    evidence_asked = Signal(object)
    files_dropped = Signal(object, object)
    pasted = Signal()
    filled = Signal()
    moved = Signal()
    shut = Signal(str)

    def __init__(self, kit: Kit, model: MonthsModel) -> None:
        super().__init__(kit.theme, cell_cursor=True)
        self.months = model
        self._hidden: frozenset[str] = frozenset()
        self.cells = _Delegate(kit, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(EDIT_KEYS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAccessibleName(_("月度数据"))
        self.setModel(model)
        self.relay()
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self.relay)

    def relay(self, *_ignored: object) -> None:
        """Sentences run over the whole width; columns keep the widths of their kind."""
        self.clearSpans()
        for row in range(self.months.rowCount()):
            if self.months.note_of(row):
                self.setSpan(row, 0, 1, self.months.columnCount())
        stretch = "status" if "source" in self._hidden else "source"
        self.set_columns([0 if c.key == stretch else c.width or _SOURCE for c in self.months.columns])
        self.hide_columns([place for place, c in enumerate(self.months.columns) if c.key in self._hidden])

    def hide_keys(self, keys: Collection[str]) -> None:
        """Leave columns out, by key."""
        self._hidden = frozenset(keys)
        self.relay()

    def month(self) -> MonthLine | None:
        """The month the cursor stands in."""
        return self.months.month(self.currentIndex().row())

    def chosen_months(self) -> list[MonthLine]:
        """The months of the selected cells, top to bottom."""
        return [line for row in self.selected_rows() if (line := self.months.month(row)) is not None]

    def go(self, period: str, key: str, *, edit: bool = False) -> bool:
        """Put the cursor into a cell; ``edit`` opens it. False when it is not shown."""
        row, column = self.months.row_of(period), self.months.column_of(key)
        if row < 0 or column < 0:
            return False
        index = self.months.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        return True

    def flush(self) -> bool:
        """Commit what is being typed; False when a month holds a refused text."""
        self.cells.close(keep=True)
        return not self.months.problems()

    def move_on(self, down: int, right: int) -> None:
        """The next month, or the next cell that is typed into; not while the cell at hand is red."""
        index, model = self.currentIndex(), self.months
        line = model.month(index.row())
        if line is None:
            return
        visit = model.visits.get(line.period)
        if visit is not None and model.columns[index.column()].field in visit.problems:
            return
        row, column = index.row(), index.column()
        if right:
            typed = [place for place, c in enumerate(model.columns) if c.field and not self.isColumnHidden(place)]
            further = [place for place in typed if (place - column) * right > 0]
            if further:
                column = further[0] if right > 0 else further[-1]
            else:
                column, down = typed[0 if right > 0 else -1], right
        while down and 0 <= row + down < model.rowCount() and model.month(row + down) is None:
            down += 1 if down > 0 else -1
        if 0 <= row + down < model.rowCount():
            self.setCurrentIndex(model.index(row + down, column))

    # What the cells ask for (``register.cells.Host``).

    def entry_at(self, row: int) -> Entry | None:
        """The editing of a month."""
        line = self.months.month(row)
        return self.months.visit(line) if line is not None and not self.months.closed(line) else None

    def field_at(self, column: int) -> AnyField | None:
        """What is typed into a column."""
        return self.months.columns[column].field

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell, or keep it red with the sentence under the month."""
        if isinstance(entry, Visit):
            text = editor.text()
            self.months.take(entry, field, lambda: self.months.read(field, editor.read, text), text)

    def closed(self, reason: str) -> None:
        """Say why a cell is closed."""
        self.shut.emit(reason)

    # Keys, mouse, files.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a sheet."""
        index, line = self.currentIndex(), self.month()
        step = _STEPS.get(_Key(event.key()))
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if event.key() == _Key.Key_Escape and line is not None and line.period in self.months.visits:
            self.months.forget(line.period)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == _Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.filled.emit()
        elif step is not None and line is not None:
            if step == (1, 0) and self.months.columns[index.column()].key == "evidence":
                self.evidence_asked.emit(line)
                return
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.move_on(-step[0] if back else step[0], step[1])
        elif event.key() in (_Key.Key_Delete, _Key.Key_Backspace) and editable:
            self.months.setData(index, "")
        elif starts_typing(event) and editable:
            self.cells.start(index, event.text())
        elif starts_typing(event) and line is not None and self.months.columns[index.column()].field is not None:
            self.closed(self.months.closed(line))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole month is marked, not only its cell."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the number of files opens them."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self.months.month(index.row()) if index.isValid() else None
        if line is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.months.columns[index.column()].key == "evidence":
            self.evidence_asked.emit(line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on a month."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only months that exist and are open take files."""
        line = self._line_at(event)
        if event.mimeData().hasUrls() and line is not None and line.row is not None and not self.months.closed(line):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Evidence for the month under the pointer."""
        line = self._line_at(event)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if line is not None and paths:
            event.acceptProposedAction()
            self.files_dropped.emit(line, paths)

    def _line_at(self, event: QDropEvent) -> MonthLine | None:
        return self.months.month(self.indexAt(event.position().toPoint()).row())


class _Delegate(CellDelegate):
    """Marks the whole month of the cursor; paints the sentence under a month; a red cell is not left by its keys."""

    def __init__(self, kit: Kit, table: MonthsTable) -> None:
        super().__init__(kit.theme, kit, table, table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        note = self._table.months.note_of(index.row())
        if note:
            self._note(painter, option, note)
            return
        if index.row() == self._table.currentIndex().row():
            option.state |= QStyle.StateFlag.State_Selected
        super().paint(painter, option, index)

    def updateEditorGeometry(self, editor: object, option: QStyleOptionViewItem, index: Index) -> None:
        column = self._table.months.columns[index.column()]
        if isinstance(editor, TextEditor):
            editor.line.setAlignment(Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft)
        super().updateEditorGeometry(editor, option, index)  # type: ignore[arg-type]

    def _end_and_move(self, down: int, right: int) -> None:
        index = QPersistentModelIndex(self._table.currentIndex())
        self.close(keep=True)
        self._table.setFocus()
        if index.isValid():
            self._table.move_on(down, right)

    def _note(self, painter: QPainter, option: QStyleOptionViewItem, note: str) -> None:
        rect = option.rect
        painter.save()
        painter.fillRect(rect, self.theme.color("bad_bg"))
        side = self.theme.px(14)
        icon = QRectF(rect.x() + PADDING + 4, rect.center().y() - side / 2 + 0.5, side, side)
        self.theme.icons.paint(painter, icon, "error-warning-line", "bad")
        painter.setFont(self.theme.font(12))
        painter.setPen(self.theme.color("bad"))
        room = rect.adjusted(PADDING + side + 10, 0, -PADDING, 0)
        shown = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
