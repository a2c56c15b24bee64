"""Which record is being visited: the cursor of the table, its cells and the detail pane follow one another."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register
from qmsdesk.services import records
from qmsdesk.views.messages import Messages, listed
from qmsdesk.views.register.cells import put_cursor
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.panel import ListPanel
from qmsdesk.views.register.split import SplitBody
from qmsdesk.views.register.unsaved import labels_of
from qmsdesk.views.register.visit import Visit

_PANE_DELAY = 120  # ms; the pane follows the cursor when it rests


class Follow(QObject):
    """``saved`` carries what was saved in a cell, ``moved`` says that another record is visited."""

    saved = Signal(object)
    moved = Signal()

    def __init__(self, kit: Kit, register: Register, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._kit, self.register, self._messages = kit, register, messages
        self.visit: Visit | None = None
        self._asking = False
        self._still = False  # the cursor is put somewhere by this class itself
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PANE_DELAY)
        self._timer.timeout.connect(self.show_visit)

    def attach(self, panel: ListPanel, pane: DetailPane, body: SplitBody) -> None:
        """The widgets that follow; they are built with this object as host of the cells."""
        self._panel, self._pane, self._body = panel, pane, body
        self._table, self._model = panel.table, panel.model
        self._table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._table.painted.connect(self._timer.start)
        panel.asking.connect(self.flush)
        panel.queried.connect(self.restore)
        pane.marked.connect(self.repaint)
        body.opened.connect(self.show_visit)

    # The host of the cells.

    def entry_at(self, row: int) -> Entry | None:
        """The visit of a row; the cursor always stands in it when a cell is opened."""
        record = self._model.record(row)
        if record is None and row != self._model.row_of(None):
            return None
        if self.visit is None or self.visit.record != record:
            if not self.flush() or self.unsaved():
                return None
            self._go(record)
        return self.visit

    def field_at(self, column: int) -> AnyField | None:
        """The field of a column, None when it is not edited in place."""
        return self._model.field(column)

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell or keep what is wrong in it."""
        change: records.Change | None = None
        try:
            change = entry.take(field, editor.read, editor.text())
        except UserError as error:
            self._messages.error(error)
        if change is None:
            self.repaint()
            if self._pane.visit is entry:
                self._pane.form.refresh()
                self._pane.show_state()
        else:
            self._model.refresh({change.record})
            if self._pane.visit is entry:
                self._pane.refresh()
            self.saved.emit(change)

    def closed(self, reason: str) -> None:
        """Say why a cell cannot be edited."""
        self._messages.note("info", _("不能修改：{}").format(reason))

    # Going from record to record.

    def show_visit(self, *, even_hidden: bool = False) -> None:
        """Bring the pane to the record of the cursor; a folded pane follows when it is opened."""
        self._timer.stop()
        if self._pane.visit is not self.visit and (even_hidden or self._body.pane_open()):
            self._pane.set_visit(self.visit)

    def restore(self) -> None:
        """The list was read again: keep the record, or start at the first row."""
        row = self._model.row_of(self.visit.record) if self.visit else -1
        if row >= 0:
            self._put_cursor(row)
        elif not self.unsaved():
            self._put_cursor(0)
            self._go(self._model.record(0))
        self.moved.emit()

    def start_blank(self, visit: Visit) -> None:
        """A blank record at the end of the list, the cursor in the first field that must be filled."""
        self._set(visit)
        self._panel.show_counts()
        self.show_visit()
        wanted = next((f for f in visit.missing() if self._model.column_of(f) > 0), None)
        self._put_cursor(self._model.row_of(None), max(self._model.column_of(wanted), 1))
        self._table.scrollToBottom()
        if wanted is None:
            self._body.open_pane()
            self._pane.form.first_wanted()
        else:
            self._table.setFocus()
            self._table.edit_cell(self._table.currentIndex())

    def go_to(self, record: int) -> bool:
        """Put the cursor on a record of the list; False when it is not there."""
        row = self._model.row_of(record)
        if row < 0:
            return False
        self._put_cursor(row)
        self._table.scrollTo(self._model.index(row, 1), self._table.ScrollHint.PositionAtCenter)
        self._go(record)
        self.show_visit()
        return True

    def step(self, by: int) -> None:
        """Alt+Up, Alt+Down: the neighbour, from inside the pane."""
        if not self.leave():
            return
        row = self._table.currentIndex().row() + by
        if 0 <= row < len(self._model.ids):
            self._put_cursor(row)
            self._go(self._model.record(row))
            self.show_visit()

    def flush(self) -> bool:
        """Commit what is being typed; False when something stays red."""
        self._table.cells.close(keep=True)
        return self._pane.flush() and not (self.visit and self.visit.problems)

    def unsaved(self) -> bool:
        """Something typed is not in the file."""
        return bool(self.visit and self.visit.unsaved()) or self._pane.unsaved()

    def leave(self) -> bool:
        """Commit; ask when something is red or only begun. True when the record may be left."""
        self.flush()
        if not self.unsaved():
            return True
        if self._ask():
            self.forget()
            return True
        self._back()
        return False

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        self._pane.forget()
        if self.visit is None:
            return
        self.visit.forget()
        if self.visit.is_draft:
            self._set(None)
            self._go(self._model.record(self._table.currentIndex().row()))
        else:
            self.repaint()

    def drop_blank(self) -> None:
        """An untouched blank row goes without a question."""
        if self.visit is not None and self.visit.is_draft and not self.visit.touched:
            self._set(None)
            self._panel.show_counts()

    def repaint(self) -> None:
        """Something of the visit changed that is not in the file."""
        row = self._model.row_of(self.visit.record) if self.visit else -1
        if row >= 0:
            self._model.repaint_row(row)
        self.moved.emit()

    def gone(self) -> None:
        """The visited record is no longer in the file or the list."""
        self._set(None)
        self._pane.set_visit(None)
        row = min(max(self._table.currentIndex().row(), 0), len(self._model.ids) - 1)
        if row >= 0:
            self._put_cursor(row)
            self._go(self._model.record(row))

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._still or self._asking:
            return
        record = self._model.record(now.row())
        if self.visit is not None and self.visit.record == record and (record is not None or self.visit.is_draft):
            return
        self.flush()
        if self.unsaved():
            # A question must not open inside the view's own mouse or key handling.
            self._asking = True
            QTimer.singleShot(0, self, lambda: self._leave_for(record))
            return
        self._go(record)

    def _leave_for(self, record: int | None) -> None:
        self._asking = False
        if not self._ask():
            self._back()
            return
        self._pane.forget()
        if self.visit is not None:
            self.visit.forget()
        row = self._model.row_of(record)
        self._go(record)
        if row >= 0:
            self._put_cursor(row)

    def _ask(self) -> bool:
        blank = self.visit is not None and self.visit.is_draft
        note = self.visit.note() if self.visit and self.visit.unsaved() else _("有未保存的内容")
        named = listed(labels_of((self.visit, self._pane)))
        if blank:
            title, text = _("放弃这条新记录？"), _("{}，还没有保存。返回可以接着填写。").format(note)
        else:
            title, text = _("放弃没有保存的内容？"), _("{}。返回可以改正，放弃则保留原来的值。").format(note)
        if named:
            text = _("没有保存的是：{}。{}").format(named, text)
        return self._messages.ask(title, text, _("放弃"), cancel=_("返回填写") if blank else _("返回修改"))

    def _back(self) -> None:
        row = self._model.row_of(self.visit.record) if self.visit else -1
        if row >= 0:
            self._put_cursor(row)
        self.show_visit()
        if self._body.pane_open():
            self._pane.form.first_wanted()
        else:
            self._table.setFocus()

    def _go(self, record: int | None) -> None:
        visit = Visit(self._kit.sitting, self.register, record) if record is not None else None
        self._set(visit)
        if self._table.has_painted():
            self._timer.start()
        self.moved.emit()

    def _set(self, visit: Visit | None) -> None:
        self.visit = visit
        self._model.set_visit(visit)

    def _put_cursor(self, row: int, column: int = 0) -> None:
        column = column or max(self._table.currentIndex().column(), 1)
        self._still = True
        put_cursor(self._table, self._model.index(row, column))
        self._still = False
