"""What keys and menus do with the chosen records of a list: delete, void, fill down, paste."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from qmsdesk.errors import Blocked, UserError
from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register, Verb
from qmsdesk.services import reading, records, workflow
from qmsdesk.services.chain import PARTICIPANTS
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.messages import Messages
from qmsdesk.views.register import bulk
from qmsdesk.views.register.follow import Follow
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.panel import ListPanel
from qmsdesk.views.register.paste_dialog import PasteDialog
from qmsdesk.views.register.split import SplitBody
from qmsdesk.views.register.visit import Visit


class Acts(QObject):
    """``made`` carries the Change of an act, ``undo_asked`` comes from the plate that tells of it.

    ``chain_asked`` asks for the chain of the record at the cursor.
    """

    made = Signal(object)
    chain_asked = Signal()
    undo_asked = Signal()

    def __init__(
        self,
        sitting: Sitting,
        register: Register,
        messages: Messages,
        panel: ListPanel,
        pane: DetailPane,
        body: SplitBody,
        follow: Follow,
        outside: Outside,
    ) -> None:
        super().__init__()
        self._sitting, self._register, self._messages = sitting, register, messages
        self._panel, self._pane, self._body, self._follow = panel, pane, body, follow
        self._outside = outside
        self._table, self._model = panel.table, panel.model
        self._table.delete_asked.connect(self.delete)
        self._table.fill_asked.connect(self.fill_down)
        self._table.paste_asked.connect(self.paste)
        self._table.escaped.connect(self.escape)
        self._table.context_requested.connect(self._context_menu)

    def writable(self) -> bool:
        """The workspace can be written; else the reason is shown."""
        reason = self._sitting.workspace.read_only
        if reason:
            self._messages.note("warn", reason)
        return not reason

    def escape(self) -> None:
        """Esc in the table: close the pane that lies over it, then take the filters away."""
        if not self._follow.flush():
            return
        query = self._model.query
        if self._body.is_over() and self._body.pane_open():
            self._body.toggle_pane()
        elif query.equals or query.search:
            self._panel.clear_filters()

    def delete(self) -> None:
        """Del: to the recycle bin, with undo; what may not go there is offered 作废."""
        if not self.writable() or not self._follow.flush():
            return
        ids = self._panel.chosen()
        change = bulk.delete(self._sitting, self._register, ids, self._messages)
        if change is not None:
            self.made.emit(change)
            if change.what == "delete":
                self._done(_("已移入回收站 {} 条").format(len(ids)), change)

    def print_record(self) -> None:
        """The record at the cursor on paper."""
        record = self._model.record(self._table.currentIndex().row())
        if record is not None and self._outside.print_record is not None and self._follow.flush():
            self._outside.print_record(self._register, record)

    def copy_record(self) -> None:
        """A blank record with the values of the one at the cursor; its number is its own."""
        record = self._model.record(self._table.currentIndex().row())
        if record is None or not self.writable() or not self._follow.leave():
            return
        row = reading.row(self._sitting.db, self._register.model, record)
        own = {self._register.model.number.name, "late_reason", "happened_on"}
        if row is not None:
            preset = {f: row.of(f) for f in self._register.fields if f.name not in own}
            self._follow.start_blank(Visit(self._sitting, self._register, None, preset))

    def void(self) -> None:
        """作废 the record at the cursor, with a reason."""
        self._follow.show_visit(even_hidden=True)
        if self._pane.visit is not None:
            self._pane.verbs.void()

    def run_verb(self, verb: Verb) -> None:
        """A verb for all ticked records whose gate is open, in one batch; the others are named with what they lack."""
        if not self.writable() or not self._follow.leave():
            return
        change, count, refused = None, 0, []
        try:
            with self._sitting.batch(verb.label, final=True):
                for record in self._panel.ticked():
                    try:
                        change = workflow.run(self._sitting, self._register, record, verb)
                    except Blocked as blocked:
                        row = reading.row(self._sitting.db, self._register.model, record)
                        refused.append(f"{row['number'] if row else record}  {blocked.text}")
                    else:
                        count += 1
        except UserError as error:
            self._messages.error(error)
            return
        if change is not None:
            self.made.emit(change)
            self._messages.done(_("已{verb} {count} 条").format(verb=verb.label, count=count))
        if refused:
            self._messages.tell(_("{} 条没有{}").format(len(refused), verb.label), "", refused)

    def fill_down(self) -> None:
        """Ctrl+D: the first selected row's value into the others."""
        field = self._model.field(self._table.currentIndex().column())
        if field is None or not self.writable() or not self._follow.flush():
            return
        ids = [r for r in map(self._model.record, self._table.selected_rows()) if r is not None]
        try:
            filled = bulk.fill_down(self._sitting, self._register, field, ids)
        except UserError as error:
            self._messages.error(error)
            return
        if filled.change is not None:
            self.made.emit(filled.change)
            self._done(_("已填充 {} 行").format(len(ids) - 1 - len(filled.refused)), filled.change)
        if filled.refused:
            self._messages.tell(_("{} 行没有填充").format(len(filled.refused)), "", filled.refused)

    def paste(self) -> None:
        """Ctrl+V: a block from a spreadsheet, after a look at what it will do; files become attachments."""
        if not self.writable() or self._into_cell() or not self._follow.leave():
            return
        dialog = PasteDialog.from_clipboard(self._panel, self._messages, self._table)
        if dialog is None:
            self._body.open_pane()
            self._follow.show_visit()
            self._pane.tabs.attachments().paste()
        elif (change := dialog.ask()) is not None:
            self.made.emit(change)
            self._done(_("已粘贴 {} 行").format(dialog.count()), change)

    def _into_cell(self) -> bool:
        """In a row that is only begun a single text belongs into the cell one stands on."""
        visit = self._follow.visit
        if visit is None or not visit.is_draft:
            return False
        held = QGuiApplication.clipboard().mimeData()
        text = held.text().rstrip("\r\n")
        if held.hasUrls() or held.hasImage() or not text or "\t" in text or "\n" in text:
            return False
        self._table.edit_cell(self._table.currentIndex(), text)
        return self._table.cells.editor is not None

    def fill_menu(self, menu: QMenu) -> None:
        """The entries of the context menu and of 更多."""
        menu.clear()
        menu.addAction(_("显示或收起详情\tF4"), self._body.toggle_pane)
        if self._register.key in PARTICIPANTS:
            menu.addAction(_("追溯链\tCtrl+L"), self.chain_asked.emit)
        menu.addAction(_("编辑单元格\tF2"), lambda: self._table.edit_cell(self._table.currentIndex()))
        menu.addAction(_("复制为新记录"), self.copy_record)
        menu.addAction(_("向下填充\tCtrl+D"), self.fill_down)
        menu.addAction(_("粘贴\tCtrl+V"), self.paste)
        menu.addSeparator()
        count = len(self._model.checked)
        for verb in self._register.workflow.verbs if count else ():
            if not verb.danger and not verb.needs_reason:
                text = _("{verb}选中的 {count} 条").format(verb=verb.label, count=count)
                menu.addAction(text, partial(self.run_verb, verb))
        if self._outside.print_record is not None:
            menu.addAction(_("打印这条记录"), self.print_record)
            menu.addSeparator()
        menu.addAction(_("删除\tDel"), self.delete)
        menu.addAction(_("作废…"), self.void)
        menu.addSeparator()
        menu.addAction(_("恢复默认布局"), self._reset_layout)

    def _reset_layout(self) -> None:
        self._table.forget_layout()
        self._body.reset()

    def _context_menu(self, at: QPoint) -> None:
        menu = QMenu(self._table)
        self.fill_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _done(self, text: str, change: records.Change) -> None:
        self._messages.done(text, partial(self._undo, change.batch))

    def _undo(self, batch: int) -> None:
        """The plate takes back what it tells of, not something that came after it."""
        if self._sitting.done and self._sitting.done[-1].batch == batch:
            self.undo_asked.emit()
        else:
            self._messages.note("info", _("此后还有别的修改，请用 Ctrl+Z 逐步撤销。"))
