"""The page of one register: list, detail pane, and what keys and menus do with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records
from qmsdesk.services.chain import PARTICIPANTS
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.acts import Acts
from qmsdesk.views.register.columns import clause_tag
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.follow import Follow
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.panel import ListPanel
from qmsdesk.views.register.split import SplitBody
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.register.wanted import Wanted
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import ChainStart, Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button

MakePane = Callable[[Kit, Register, Messages, Jobs], DetailPane]

_MANY = 100  # records in one change; with more of them the list is read again


class RegisterPage(Page):
    """``changed`` carries every Change made here; the window passes it to the other pages.

    What only one register needs is no subclass but an object that is given the page: it adds its buttons (``header``,
    ``panel.tools``, ``panel.empty``), rows (``add_row``) and entries (``menu``), hands its changes to ``made``, and
    hears ``came_to_front`` and, after any change made here or elsewhere was shown, ``followed`` with it.
    """

    renewable = True
    changed = Signal(object)
    came_to_front = Signal()
    followed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        register: Register,
        messages: Messages,
        jobs: Jobs,
        outside: Outside | None = None,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
        *,
        pane: MakePane = DetailPane,
    ) -> None:
        super().__init__(theme, register.title, [clause_tag(c) for c in register.clauses], parent=parent)
        self.sitting, self.register, self._messages = sitting, register, messages
        kit = Kit(theme, sitting)
        self.follow = Follow(kit, register, messages, self)
        outside = outside or Outside()
        self.panel = ListPanel(kit, reading.Query(register), self.follow, outside, settings)
        self.table, self.model = self.panel.table, self.panel.model
        self.pane = pane(kit, register, messages, jobs)
        self.body = self.lay_out(settings)
        self.follow.attach(self.panel, self.pane, self.body)
        self._own: records.Change | None = None  # on its way to the window, which hands it to all pages
        self.acts = Acts(sitting, register, messages, self.panel, self.pane, self.body, self.follow, outside)
        self.acts.setParent(self)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(lambda: self.acts.fill_menu(self.menu))
        self.more = tool_button(theme, _("更多"), "more-2-line", icon_only=True, menu=self.menu)
        self.header.add_action(self.more)
        if register.key in PARTICIPANTS:
            self.chain_start = lambda: _chain_start(self)
        self._connect()
        self.panel.load()
        self.follow.restore()

    def lay_out(self, settings: QSettings | None) -> SplitBody:
        """Toolbar, filters, and list beside pane, edge to edge; a page that shows more puts the list into it."""
        body = SplitBody(self.theme, self.panel, self.pane, settings, f"register/{self.register.key}/pane")
        self.add_row(self.panel.tools)
        self.add_row(self.panel.filters)
        self.set_body(body, padded=False)
        return body

    # What the window calls.

    def entered(self) -> None:
        """The cursor is in the table."""
        self.table.setFocus()
        self.came_to_front.emit()

    def flush(self) -> bool:
        """Commit what is being typed; False when something stays red."""
        return self.follow.flush()

    def leave(self) -> bool:
        """Ask about what is red or only begun."""
        if not self.follow.leave():
            return False
        self.follow.drop_blank()
        return True

    def apply_change(self, change: object) -> None:
        """Refresh in place what a change touched."""
        if isinstance(change, records.Change) and change is not self._own:
            self._apply(change)

    def _apply(self, change: records.Change, *, pane_knows: bool = False) -> None:
        mine = {record for key, record in change.records if key == self.register.key}
        if change.register == self.register.key and change.record:
            mine.add(change.record)
        if not mine:
            self.model.forget_texts()  # a name that is shown here may have changed
        elif len(mine) > _MANY or change.what == "import":
            self._reload()
        else:
            self.model.refresh(mine)
        visit = self.follow.visit
        if visit is not None and visit.record is not None:
            visit.reload()
            if self.model.row_of(visit.record) < 0 and not self.follow.unsaved():
                self.follow.gone()
            elif self.pane.visit is visit and not pane_knows:
                self.pane.refresh()
        self.panel.count_soon()
        self.followed.emit(change)

    def show_target(self, target: object) -> None:
        """A record id, or (id, field): select it and focus the field; filters that hide it are taken away.

        A ``Wanted`` lists what it names.
        """
        if isinstance(target, Wanted):
            if self.leave():
                query = self.model.query.where(equals=target.equals, search=target.search, order=None, deleted=False)
                self.panel.show_view(query)
                self.table.setFocus()
            return
        record, field = target if isinstance(target, tuple) else (target, None)
        if not isinstance(record, int) or not self.leave():
            return
        if self.model.row_of(record) < 0:
            self.panel.show_deleted(False)
            self.panel.clear_filters()
        if not self.follow.go_to(record):
            self._messages.note("warn", _("这条记录已不在列表里，可能在回收站。"))
        elif field is not None:
            self.body.open_pane()
            self.follow.show_visit()
            self.pane.focus_field(field)
        else:
            self.table.setFocus()

    def target(self) -> object:
        """The record at the cursor."""
        return self.model.record(self.table.currentIndex().row())

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.flush()
        self.panel.search.setFocus()
        self.panel.search.selectAll()

    def new_record(self) -> None:
        """Ctrl+N: a blank row; it becomes a record once its ``*`` fields are valid. A filter presets its value."""
        if not self.acts.writable() or not self.leave():
            return
        self.panel.show_deleted(False)
        equals = self.model.query.equals
        preset = {f: v[0] for f, v in equals.items() if len(v) == 1 and f in self.register.fields}
        self.follow.start_blank(Visit(self.sitting, self.register, None, preset))

    def print_page(self) -> None:
        """Ctrl+P."""
        if self.flush():
            self.panel.print_list()

    def toggle_detail(self) -> None:
        """F4."""
        self.flush()
        self.body.toggle_pane()

    def reset_layout(self) -> None:
        """视图 > 恢复默认布局."""
        self.table.forget_layout()
        self.body.reset()

    def panes(self) -> list[QWidget]:
        """F6: table, then the pane."""
        return [self.table, *([self.pane.tabs] if self.body.pane_open() else [])]

    def help_topic(self) -> str:
        """The first clause of the register."""
        return self.register.clauses[0] if self.register.clauses else ""

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrower pane, or one over the table."""
        super().apply_breakpoint(size)
        self.body.apply_breakpoint(size)

    def made(self, change: records.Change | None, *, pane_knows: bool = False) -> records.Change | None:
        """Show a change that was made for this page, and tell the window of it."""
        if change is not None:
            self._apply(change, pane_knows=pane_knows)
            self._tell(change)
        return change

    # Undo is the window's, over all pages; these two serve it and the tests.

    def undo(self) -> records.Change | None:
        """Take back the last step of the sitting; None when there is none."""
        return self.made(records.undo(self.sitting)) if self.leave() else None

    def redo(self) -> records.Change | None:
        """Do the step undone last again."""
        return self.made(records.redo(self.sitting)) if self.leave() else None

    def _connect(self) -> None:
        self.follow.saved.connect(self._saved)
        self.follow.moved.connect(self._say_where)
        self.pane.changed.connect(partial(self.made, pane_knows=True))
        self.pane.close_asked.connect(self.toggle_detail)
        self.pane.widen_asked.connect(self.body.widen)
        self.panel.new_asked.connect(self.new_record)
        self.panel.counted.connect(self._say_where)
        self.panel.noted.connect(partial(self._messages.note, "warn"))
        self.acts.made.connect(self.made)
        self.acts.undo_asked.connect(self.undo)
        self.acts.chain_asked.connect(self.chain_asked)
        self.pane.chain_asked.connect(self.chain_asked)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.pane)
            shortcut.activated.connect(lambda b=by: self.follow.step(b))
        self.panel.new_button.setEnabled(not self.sitting.workspace.read_only)

    def _saved(self, change: records.Change) -> None:
        self.panel.count_soon()
        self._say_where()
        self.followed.emit(change)
        self._tell(change)

    def _tell(self, change: records.Change) -> None:
        self._own = change
        self.changed.emit(change)
        self._own = None

    def _reload(self) -> None:
        self.model.reload()
        self.follow.restore()
        self.panel.count_soon()

    def _say_where(self) -> None:
        visit = self.follow.visit
        self.say(self.panel.position_text(), "", visit.note() if visit and visit.unsaved() else "")


def _chain_start(page: RegisterPage) -> ChainStart | None:
    """The record at the cursor, or the child row in front of its pane."""
    record, visit = page.target(), page.follow.visit
    if not isinstance(record, int):
        return None
    shown = page.body.pane_open() and visit is not None and visit.record == record
    return (page.register.key, record, *(page.pane.line_at_cursor() if shown else ("", 0)))
