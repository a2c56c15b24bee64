"""内部审核 (6.8, GB/T 19001 9.2): the programme of the year, the audit at hand, what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.audits import AUDIT
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.audit.acts import AuditActs
from qmsdesk.views.audit.body import AuditBody
from qmsdesk.views.audit.caution_bar import CautionBar, nothing_yet
from qmsdesk.views.audit.list_pane import ListPane
from qmsdesk.views.audit.printing import AuditPrints
from qmsdesk.views.audit.shown import Shown, read
from qmsdesk.views.audit.tools import WHOLE, HeaderTools
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import column

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview

_CONCERNS = frozenset(
    {"audit", "audit_programme", "nonconformity", "department", "person", "enterprise", "document", "process"}
)
_BODY, _LIST, _EMPTY = range(3)
_CLAUSES = ("6.8.1", "GB/T 19001 9.2")


class AuditPage(Page):
    """``changed`` carries every Change. Opens on the newest audit; the crumb leads to all of them."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        preview: Preview,
        open_record: Callable[[str, str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, AUDIT.title, _CLAUSES, parent=parent)
        self._sitting, self._messages = sitting, messages
        self._record: int | None = None
        self._listed = self._stale = False
        self.visit: Visit | None = None
        kit = Kit(theme, sitting)
        inside = QWidget(self)
        self.set_body(inside)
        lines = column(inside, spacing=8)
        self.caution = CautionBar(theme, messages)
        lines.addWidget(self.caution)
        self._stack = QStackedWidget(inside)
        lines.addWidget(self._stack, 1)
        self.content = AuditBody(kit, messages, jobs, open_record, self._stack)
        self.list = ListPane(theme, sitting, self._stack)
        for part in (self.content, self.list, nothing_yet(theme, self.ask)):
            self._stack.addWidget(part)
        self.programme, self.plan = self.content.programme, self.content.plan
        self.work, self.findings = self.content.work, self.content.findings
        self.tools = HeaderTools(theme, self.header)
        self.acts = AuditActs(kit, messages, jobs, files, self)
        self.prints = AuditPrints(sitting, messages, jobs, preview)
        self._connect()
        self.shown: Shown
        self.reload()

    def reload(self) -> None:
        """Read the audit at hand again and show it in place."""
        self._stale = False
        self.shown = shown = read(self._sitting, self._record)
        self._record = shown.record
        if self._record is None:
            self.visit = None
        elif self.visit is None or self.visit.record != self._record:
            self.visit = Visit(self._sitting, AUDIT, self._record)
        else:
            self.visit.reload()
        writable = not self._sitting.workspace.read_only
        self._stack.setCurrentIndex(_stack_of(shown, listed=self._listed))
        self.tools.show_audit(shown, listed=self._listed, writable=writable)
        self.programme.show_year(shown, writable=writable)
        self.plan.show_audit(shown, writable=writable)
        self.work.show_audit(shown, self.visit)
        self.findings.show_audit(shown, writable=writable)
        if self._listed:
            self.list.show_audits(self._record)
        self.caution.show_audit(shown, listed=self._listed)
        self._tell()

    def open_audit(self, record: int) -> None:
        """Show another audit; stays where something is red."""
        if self.leave():
            self._record, self._listed = record, False
            self.reload()

    def open_list(self) -> None:
        """All audits."""
        if self.leave() and self.shown.facts is not None:
            self._listed = True
            self.reload()
            self.list.table.setFocus()

    def raise_finding(self, check: int = 0) -> None:
        """开具不符合 of an item, of the one at the cursor without one."""
        check = check or self.work.checks.tree.record()
        if not check:
            self._messages.note("info", _("先在检查表里选中判为不符合或观察的检查项。"))
        elif self.flush() and (made := self.acts.raise_finding(self.shown, check)) is not None:
            self.findings.choose(made)

    def ask(self, key: str) -> None:
        """What 更多 offers, by key."""
        if not self.flush():
            return
        shown, record = self.shown, self.shown.record
        if key == "list":
            self.open_list()
        elif key in {"new", "copy"}:
            made = self.acts.new(copy=key == "copy")
            if made is not None:
                self.open_audit(made)
        elif key == "programme":
            self.acts.programme(shown)
        elif key == "fill":
            self.acts.fill(shown)
        elif record is not None and shown.facts is not None:
            number = str(shown.facts.audit["number"])
            acts: dict[str, Callable[[], object]] = {
                "edit": lambda: self.acts.edit(record),
                "arrange": lambda: self.acts.arrange(Visit(self._sitting, AUDIT, record)),
                "coverage": lambda: self.acts.coverage(shown),
                "export": lambda: self.acts.export(record, number),
                "import": lambda: self.acts.import_checklist(record),
                "correct": lambda: self.acts.correct(record, number),
                "delete": lambda: self.acts.delete(record, number),
                "abandon": lambda: self.acts.abandon(record),
            }
            acts[key]()

    def go_on(self) -> None:
        """The next step of the audit."""
        if self.flush():
            self.acts.go_on(self.shown)

    def print_form(self, key: str) -> None:
        """A form, or all of them."""
        if self.flush():
            self.prints.show(key, self.shown)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere; the focus goes to the checklist."""
        if self._stale:
            self.reload()
        place = self.list.table if self._listed else self.work.checks.tree
        place.setFocus()

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        work, findings = self.work.flush(), self.findings.flush()
        return work and findings

    def leave(self) -> bool:
        """Asks before what is red or only begun is given up."""
        self.flush()
        if not self.work.unsaved():
            return self.findings.panel.leave()
        if not self._messages.ask_drop():
            return False
        self.work.forget()
        return self.findings.panel.leave()

    def apply_change(self, change: object) -> None:
        """Something was saved."""
        touched = {register for register, _record in getattr(change, "records", ())} | {getattr(change, "register", "")}
        if touched & _CONCERNS:
            if self.isVisible():
                self.reload()
            else:
                self._stale = True

    def show_target(self, target: object) -> None:
        """An audit by id, alone or with a field of it."""
        record, field = target if isinstance(target, tuple) else (target, None)
        if isinstance(record, int) and (record != self._record or self._listed):
            self.open_audit(record)
        if field is not None:
            self._focus(field)

    def target(self) -> object:
        """The audit at hand."""
        return self._record

    def new_record(self) -> None:
        """Ctrl+N: an item of the checklist; an audit where there is none, or all are shown."""
        if self.shown.facts is None or self._listed:
            self.ask("new")
        else:
            self.work.open_tab("checks")
            self.work.checks.begin()

    def print_page(self) -> None:
        """Ctrl+P: all forms."""
        self.print_form(WHOLE)

    def panes(self) -> list[QWidget]:
        """Programme, plan, checklist, nonconformity."""
        if self._stack.currentIndex() != _BODY:
            return [self.list.table] if self._listed else []
        every = (self.programme.matrix, self.plan.table, self.work.checks.tree, self.findings.panel)
        return [pane for pane in every if pane.isVisible()]

    def help_topic(self) -> str:
        """The clause of this page."""
        return "1023/6.8.1"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Narrower columns; in a narrow window one at a time."""
        super().apply_breakpoint(size)
        self.content.set_size(size)
        self.header.set_clauses(() if size.name == "narrow" else _CLAUSES)

    def _focus(self, field: AnyField) -> None:
        self.content.show_turn("work")
        self.work.focus_field(field)

    def _tell(self) -> None:
        shown = self.shown
        wrong = self.work.problems()
        if shown.facts is None:
            self.say("", "", wrong)
            return
        found = shown.tally.by.get("nonconforming", 0)
        self.say(
            _("检查项 {}，已查 {}").format(shown.tally.total, shown.tally.judged),
            _("不符合 {}，未关闭 {}").format(found, shown.open_findings),
            wrong,
        )

    def _connect(self) -> None:
        self.header.crumb_pressed.connect(self.open_list)
        self.tools.went_on.connect(self.go_on)
        self.tools.printed.connect(self.print_form)
        self.tools.asked.connect(self.ask)
        self.list.opened.connect(self.open_audit)
        self.programme.edited.connect(lambda: self.ask("programme"))
        self.programme.matrix.toggled.connect(self._plan_month)
        self.plan.edited.connect(lambda: self.ask("arrange"))
        self.plan.printed.connect(lambda: self.print_form("QR-9.2-02"))
        for saver in (self.acts.saved, self.work.saved, self.findings.changed):
            saver.connect(self.changed)
        self.work.marked.connect(self._tell)
        self.work.checks.raised.connect(self.raise_finding)
        self.work.checks.filled.connect(lambda: self.ask("fill"))
        self.work.checks.imported.connect(lambda: self.ask("import"))
        self.work.findings.opened.connect(self._follow_finding)
        self.findings.raised.connect(self.raise_finding)

    def _plan_month(self, department: int, month: int, planned: bool) -> None:
        if self.flush():
            self.acts.set_month(self.shown, department, month, planned=planned)

    def _follow_finding(self, check: int, record: int) -> None:
        self.work.checks.choose(check)
        if record:
            self.findings.choose(record)


def _stack_of(shown: Shown, *, listed: bool) -> int:
    """A programme is worth looking at before there is an audit."""
    if shown.facts is None:
        return _EMPTY if shown.programme is None else _BODY
    return _LIST if listed else _BODY
