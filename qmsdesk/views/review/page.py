"""管理评审 (6.8.1, 6.8.2, GB/T 19001 9.3): inputs, decisions and conclusion of one review on one page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.reviews import Review
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.services import reading, records, review, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.review.acts import ReviewActs
from qmsdesk.views.review.body import ReviewBody
from qmsdesk.views.review.entry_form import EntryForm
from qmsdesk.views.review.plan_dialog import PlanDialog
from qmsdesk.views.review.tools import ReviewTools, next_verb
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme

_CLAUSES = ("6.8.1", "6.8.2", "GB/T 19001 9.3")
OpenRecord = Callable[[str, str], object]


class ReviewPage(Page):
    """``changed`` carries every Change. ``open_record`` goes to the page of a register."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        preview: Preview | None = None,
        open_record: OpenRecord | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, REVIEW.title, _CLAUSES, parent=parent)
        self.sitting, self._messages, self._jobs, self._open_record = sitting, messages, jobs, open_record
        self._kit = Kit(theme, sitting)
        self._visit: Visit | None = None
        self._own: object = None
        self._stale = False  # something was saved while the page was out of sight
        self._moved_on: frozenset[str] = frozenset()  # inputs whose records say something else by now
        self.shown: review.View | None = None
        self.tools = ReviewTools(theme, self.header, writable=not sitting.workspace.read_only)
        self.body = ReviewBody(self._kit, self)
        self.acts = ReviewActs(self._kit, messages, jobs, preview)
        self.set_body(self.body)
        self._connect()
        found = review.latest(sitting.db)
        self.show_review(found.id if found is not None else None)

    def show_review(self, record: int | None) -> None:
        """Show a review; None where there is none yet."""
        self._visit = Visit(self.sitting, REVIEW, record) if record is not None else None
        self.reload(look=True)

    def reload(self, *, look: bool = False) -> None:
        """Read the review again; ``look`` also compares its snapshot with the records."""
        self._stale = False
        visit, db = self._visit, self.sitting.db
        if visit is not None:
            visit.reload()
        rows = reading.rows(db, Review, order=(Review.planned_on.desc(), Review.id.desc()))
        if visit is None or visit.record is None or visit.row is None or visit.row["deleted_at"] is not None:
            self._visit = self.shown = None
            self.tools.show_review(rows, None, None)
            self.header.set_meta("")
            self.body.show_empty()
            self.say()
            return
        today = self.sitting.clock.today()
        self.shown = review.read(db, visit.record, today)
        if look:
            self._moved_on = review.changed_codes(db, self.shown.row, today)
        verb, case = next_verb(visit.row), visit.case()
        gate = (verb, workflow.gate_of(case, REVIEW, verb)) if verb is not None and case is not None else None
        self.tools.show_review(rows, visit.row, gate)
        self.header.set_meta(f"{visit.row['number']}　{visit.row.of(Review.title)}")
        self.body.show_review(self.sitting, visit, self.shown, self._moved_on)
        self._tell()

    # What the buttons do.

    def open_new(self, *, like: bool = False) -> None:
        """Plan another review, with what the last one had when ``like``."""
        change = self.acts.open_new(like=like) if self.leave() else None
        if change is not None:
            self._visit = Visit(self.sitting, REVIEW, change.record)
            self._made(change, look=True)

    def renew(self) -> None:
        """更新快照."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self._made(self.acts.renew(record), look=True)

    def act(self) -> None:
        """召开 or 关闭评审."""
        record, verb = self.target(), self.tools.verb
        if isinstance(record, int) and verb is not None and self.flush():
            self._made(self.acts.run(record, verb))

    def edit_plan(self, target: object = None) -> None:
        """The plan, the people and the files, in a dialog."""
        record = self.target()
        if not isinstance(record, int) or not self.flush():
            return
        dialog = PlanDialog(self._kit, self._messages, self._jobs, record, self.changed.emit, self)
        if target is not None:
            dialog.focus_field(target)
        dialog.exec()
        self.reload(look=True)

    def add_output(self) -> None:
        """Begin a decision; it is saved once it has its words."""
        if self._visit is not None and not self._visit.reason_closed() and self.flush():
            self.body.begin_output(self._visit)

    def remove_output(self) -> None:
        """Take the decision at the cursor out, or the one just begun; undo brings the first back."""
        record, form = self.target(), self.body.outputs.form
        if form.entry is None or not isinstance(record, int):
            return
        line = form.entry.row_id
        change = self.acts.remove(record, line) if line is not None else None
        if line is None or change is not None:
            form.forget()
            form.show_entry(None)
            self.reload()
        self._made(change)

    def jump(self, label: str) -> None:
        """To the place of something that is missing."""
        if not self.flush():
            return
        field = next((f for f in REVIEW.fields if str(f.verbose_name) == label), None)
        if not self.body.jump(label, field):
            self.edit_plan(field if field is not None else label)

    def print_form(self, key: str) -> None:
        """One of the forms of this review, previewed."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.acts.print_form(key, record)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self._visit is None:
            found = review.latest(self.sitting.db)
            self.show_review(found.id if found is not None else None)
        elif self._stale:
            self.reload(look=True)
        self.body.inputs.tree.setFocus()

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        red = [form for form in self.body.forms() if not form.flush()]
        return not red

    def leave(self) -> bool:
        """Ask about what is red or only begun."""
        self.flush()
        if not any(form.unsaved() for form in self.body.forms()):
            return True
        text = _("返回可以改正，放弃则保留原来的值。")
        if not self._messages.ask(_("放弃没有保存的内容？"), text, _("放弃"), cancel=_("返回修改")):
            return False
        for form in self.body.forms():
            form.forget()
        self.reload()
        return True

    def apply_change(self, change: object) -> None:
        """Something was saved elsewhere: the snapshot stands, but it may no longer be what the records say."""
        if change is self._own:
            return
        if self.isVisible():
            self.reload(look=True)
        else:
            self._stale = True

    def show_target(self, target: object) -> None:
        """A review by id, or (id, field) of it."""
        record, field = target if isinstance(target, tuple) else (target, None)
        if isinstance(record, int) and self.leave():
            self.show_review(record)
            if field is not None:
                self.jump(str(field.verbose_name))

    def target(self) -> object:
        """The review shown."""
        return self._visit.record if self._visit is not None else None

    def new_record(self) -> None:
        """Ctrl+N: another decision; a review where there is none."""
        if self._visit is not None:
            self.add_output()
        elif self.tools.writable:
            self.open_new()

    def print_page(self) -> None:
        """Ctrl+P: the report."""
        self.print_form("QR-9.3-04")

    def help_topic(self) -> str:
        """9.3."""
        return "2016/9.3"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrow window has room for one side."""
        super().apply_breakpoint(size)
        self.body.set_size(size)
        self.header.set_clauses(_CLAUSES if size.name != "narrow" else ())

    def _made(self, change: records.Change | None, *, look: bool = False) -> None:
        """Something was saved here: show it, and tell the other pages."""
        if change is None:
            return
        self.reload(look=look)
        self._own = change
        self.changed.emit(change)
        self._own = None

    def _tell(self) -> None:
        shown = self.shown
        if shown is None:
            return
        red = any(form.unsaved() for form in self.body.forms())
        unassigned = _("未指派 {}").format(shown.unassigned) if shown.unassigned else ""
        place = _("评审输入 {}/{}").format(shown.ready, len(review.CODES))
        self.say(place, unassigned, _("有内容没有保存") if red else "")

    def _create(self, form: EntryForm, field: AnyField, name: str) -> None:
        change = self.acts.make_target(field, name, self)
        if change is not None:
            form.put(field, change.record)
            self._made(change)

    def _connect(self) -> None:
        body, tools = self.body, self.tools
        for form in body.forms():
            form.saved.connect(self._made)
            form.marked.connect(self._tell)
            form.failed.connect(self._messages.failed)
            form.wanted.connect(partial(self._create, form))
        tools.chosen.connect(self.show_target)
        tools.opened.connect(self.open_new)
        tools.copied.connect(lambda: self.open_new(like=True))
        tools.printed.connect(self.print_form)
        tools.asked.connect(self.act)
        tools.lacking.connect(self.jump)
        body.facts.edit_asked.connect(self.edit_plan)
        body.inputs.renew_button.clicked.connect(self.renew)
        body.inputs.source_asked.connect(lambda key: self._open_record(key, "") if self._open_record else None)
        body.outputs.added.connect(self.add_output)
        body.outputs.removed.connect(self.remove_output)
        body.conclusion.report.clicked.connect(self.print_page)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
