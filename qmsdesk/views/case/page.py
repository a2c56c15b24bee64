"""优良案例 (6.10, annex D): the five parts with their lengths, figures of 表C.1, and what stands before 定稿."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.registers.acceptance import CASE_STUDY
from qmsdesk.services import case, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.case.acts import CaseActs
from qmsdesk.views.case.body import CaseBody
from qmsdesk.views.case.tools import PDF, CaseTools
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme

_CLAUSES = ("6.10", _("附录 D"))


class CasePage(Page):
    """``changed`` carries every Change."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        preview: Preview | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, CASE_STUDY.title, _CLAUSES, parent=parent)
        self.sitting, self._messages = sitting, messages
        self._visit: Visit | None = None
        self._own: object = None
        self._stale = False  # something was saved while the page was out of sight
        self.tools = CaseTools(theme, self.header, writable=not sitting.workspace.read_only)
        self.body = CaseBody(Kit(theme, sitting), self)
        self.acts = CaseActs(sitting, messages, jobs, files, preview)
        self.set_body(self.body)
        self._connect()
        self.show_latest()

    def show_case(self, record: int | None) -> None:
        """Show a case; None where there is none yet."""
        self._visit = Visit(self.sitting, CASE_STUDY, record) if record is not None else None
        self.reload()

    def show_latest(self) -> None:
        """Show the newest case there is."""
        found = case.latest(self.sitting.db)
        self.show_case(found.id if found is not None else None)

    def reload(self) -> None:
        """Read the case again."""
        self._stale = False
        visit, db = self._visit, self.sitting.db
        if visit is not None:
            visit.reload()
        rows = reading.rows(db, CaseStudy, order=(CaseStudy.id.desc(),))
        if visit is None or visit.record is None or visit.row is None or visit.row["deleted_at"] is not None:
            self._visit = None
            if rows and visit is not None:
                self.show_latest()
                return
            self.tools.show_case(rows, None, None, ())
            self.header.set_meta("")
            self.body.show_empty()
            self.say()
            return
        verbs = [verb for verb in workflow.verbs(CASE_STUDY, visit.row) if not verb.danger]
        stored, verb = visit.case(), verbs[0] if verbs else None
        missing = workflow.gate_of(stored, CASE_STUDY, verb).missing if verb is not None and stored is not None else ()
        self.tools.show_case(rows, visit.row, verb, missing)
        self.header.set_meta(f"{visit.row['number']}　{visit.row.of(CaseStudy.title)}")
        self.body.show_case(visit, case.read(db, visit.record), missing)
        self._tell()

    # What the buttons do.

    def open_new(self) -> None:
        """Draft another case from the records."""
        change = self.acts.open_new() if self.leave() else None
        if change is not None:
            self._visit = Visit(self.sitting, CASE_STUDY, change.record)
            self._made(change)

    def insert(self, indicator: int, form: str) -> None:
        """插入指标对比."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self._made(self.acts.insert(record, indicator, form))

    def remove(self, line: int) -> None:
        """Take a comparison out; undo brings it back."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self._made(self.acts.remove(record, line))

    def plan(self, planned: int) -> None:
        """调整计划篇幅."""
        if self.flush():
            self._made(self.acts.plan(planned))

    def act(self) -> None:
        """定稿."""
        record, verb = self.target(), self.tools.verb
        if isinstance(record, int) and verb is not None and self.flush():
            self._made(self.acts.run(record, verb))

    def jump(self, label: str) -> None:
        """To the place of something that is missing."""
        if self._visit is None or not self.flush():
            return
        verb, stored = self.tools.verb, self._visit.case()
        if verb is None or stored is None:
            return
        field = workflow.gate_of(stored, CASE_STUDY, verb).fields.get(label)
        if field is not None:
            self.body.go_to_field(field.name)
        elif label.startswith(str(CaseStudy.authors.verbose_name)):
            self.body.go_to_field(CaseStudy.authors.name)
        else:
            longest = max(self.body.parts(), key=lambda each: each.length - each.suggested)
            self.body.go_to_part(longest.part.key)

    def export(self, kind: str) -> None:
        """The case as Word or PDF."""
        visit = self._visit
        if visit is None or visit.row is None or visit.record is None or not self.flush():
            return
        if kind == PDF:
            self.acts.show_pdf(visit.record)
        else:
            self.acts.save_word(visit.row)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self._visit is None:
            self.show_latest()
        elif self._stale:
            self.reload()
        self.body.setFocus()

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        return self.body.form.flush()

    def leave(self) -> bool:
        """Ask about what is red."""
        form = self.body.form
        if form.flush() or not form.unsaved():
            return True
        text = _("返回可以改正，放弃则保留原来的值。")
        if not self._messages.ask(_("放弃没有保存的内容？"), text, _("放弃"), cancel=_("返回修改")):
            return False
        form.forget()
        self.reload()
        return True

    def apply_change(self, change: object) -> None:
        """Something was saved elsewhere, perhaps a figure of 表C.1."""
        if change is self._own:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def show_target(self, target: object) -> None:
        """A case by id, or (id, field) of it."""
        record, field = target if isinstance(target, tuple) else (target, None)
        if isinstance(record, int) and self.leave():
            self.show_case(record)
            if field is not None:
                self.body.go_to_field(field.name)

    def target(self) -> object:
        """The case shown."""
        return self._visit.record if self._visit is not None else None

    def new_record(self) -> None:
        """Ctrl+N."""
        if self.tools.writable:
            self.open_new()

    def print_page(self) -> None:
        """Ctrl+P."""
        self.export(PDF)

    def help_topic(self) -> str:
        """Annex D."""
        return "1023/D"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrow window has room for one card."""
        super().apply_breakpoint(size)
        self.body.set_size(size)
        self.header.set_clauses(_CLAUSES if not size.compact else ())

    def _made(self, change: records.Change | None) -> None:
        """Something was saved here: show it, and tell the other pages."""
        if change is None:
            return
        self.reload()
        self._own = change
        self.changed.emit(change)
        self._own = None

    def _tell(self) -> None:
        parts, key = self.body.parts(), self.body.form.focused()
        total = sum(each.length for each in parts)
        part = next((each for each in parts if each.part.key == key), None)
        inside = _("本部分 {} 字").format(part.length) if part is not None else ""
        red = _("有内容没有保存") if self.body.form.unsaved() else ""
        self.say(_("全文 {} 字").format(total), inside, red)

    def _connect(self) -> None:
        body, tools, form = self.body, self.tools, self.body.form
        form.saved.connect(self._made)
        form.marked.connect(self._tell)
        form.counted.connect(self._tell)
        form.entered.connect(lambda _key: self._tell())
        form.failed.connect(self._messages.failed)
        form.figures.removed.connect(self.remove)
        tools.chosen.connect(self.show_target)
        tools.opened.connect(self.open_new)
        tools.exported.connect(self.export)
        tools.asked.connect(self.act)
        tools.lacking.connect(self.jump)
        body.side.inserted.connect(self.insert)
        body.side.wanted.connect(self.jump)
        body.lengths.planned.connect(self.plan)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
