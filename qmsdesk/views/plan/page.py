"""提升方案 (6.6, 6.7.3): one version with its items under a)–h), talks, the enterprise's opinions, deviations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import Plan, PlanDeviation
from qmsdesk.registers.plans import DEVIATIONS, ITEMS, PLAN
from qmsdesk.services import plans, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.onerecord.head import RecordHead, Words
from qmsdesk.views.onerecord.rows_page import RowsPage
from qmsdesk.views.plan.acts import FORMS, print_form
from qmsdesk.views.plan.body import PlanBody
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.verb_run import run_verb
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button

_CLAUSES = ("6.6", "6.7.3")
_WORDS = Words(_("各版方案"), _("新建方案"), prints=FORMS, dialog=_("方案的资料、附件、签署和历史"))


class PlanPage(RowsPage):
    """The version being worked on, or one of the others."""

    body: PlanBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        preview: Preview | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, PLAN, messages, jobs, _CLAUSES, parent)
        self._prints = Prints(sitting, jobs, preview)
        self.back = tool_button(theme, _("退回修改"), "arrow-go-back-line")
        self.back.clicked.connect(lambda _on=False: self.run("return"))
        self.again = tool_button(theme, _("出新版"), "git-branch-line")
        self.again.setToolTip(_("批准后的方案不直接改：复制成下一版草稿，批准后替代这一版"))
        self.again.clicked.connect(lambda _on=False: self.revise())
        head = RecordHead(
            theme, self.header, PLAN, _WORDS,
            lambda row: _("第 {} 版　{}").format(row.of(Plan.version), str(row.of(Plan.title))[:20]),
            (self.back, self.again), writable=not sitting.workspace.read_only,
        )  # fmt: skip
        self.chain_start = self._chain
        self.start(head, self._make_body())

    def rows(self) -> Sequence[Row]:
        """The newest version first."""
        return reading.rows(self.sitting.db, Plan, order=(Plan.title, Plan.version.desc(), Plan.id.desc()))

    def latest(self) -> int | None:
        """The version being worked on, else the one in force."""
        found = plans.latest(self.sitting.db)
        return found.id if found is not None else None

    def look(self, visit: Visit) -> None:
        """The figures of the indicators may have moved on."""
        del visit
        self.body.aims = {}

    def show_body(self, visit: Visit) -> None:
        """Facts, gaps, rows."""
        assert visit.row is not None
        live = self.head.writable and not visit.row["void_reason"] and not visit.row["correcting"]
        self.back.setVisible(live and visit.row["status"] == "consulting")
        self.again.setVisible(live and plans.renewable(self.sitting.db, visit.row))
        self.body.show_plan(visit)

    def caption(self, visit: Visit) -> str:
        """Version and title."""
        return _("第 {} 版　{}").format(visit.text(Plan.version), visit.text(Plan.title))

    def tell(self) -> None:
        """How many items are done, how many late."""
        if self.visit is not None and self.visit.row is not None:
            status = str(self.visit.row["status"])
            progress = plans.progress(self.visit.lines(ITEMS), self.sitting.clock.today(), status)
            self.say(progress.words, progress.late_words, self.problem())

    def make_new(self) -> records.Change | None:
        """A new plan, version 1."""
        return self.tried(lambda: plans.open_new(self.sitting))

    def run(self, key: str) -> None:
        """An act that does not lead on: 退回修改."""
        visit = self.visit
        verb = next(each for each in PLAN.workflow.verbs if each.key == key)
        if visit is not None and self.flush():
            self.made(self.tried(lambda: run_verb(self._messages, visit, verb)), look=True)

    def revise(self, reason: str = "") -> None:
        """出新版: asks for the reason where there is none yet."""
        record = self.target()
        if not isinstance(record, int) or not self.leave():
            return
        if not reason:
            text = _("复制所有方案项成下一版草稿；批准后替代这一版。研讨、企业意见和偏差留在这一版。")
            asked = self._messages.ask_reason(
                _("出新版？"), text, _("出新版"), label_text=str(Plan.change_reason.verbose_name), danger=False
            )
            reason = asked or ""
        change = self.tried(lambda: plans.revise(self.sitting, record, reason)) if reason else None
        if change is not None:
            self.visit = Visit(self.sitting, PLAN, change.record)
            self.body.bring(ITEMS.key)
            self.made(change, look=True)
            self._messages.done(_("已出新版草稿"), partial(self.take_back, change))

    def revise_for_deviation(self) -> None:
        """据此出新版: the deviation at the cursor is the reason."""
        line = reading.row(self.sitting.db, PlanDeviation, self.body.panes[DEVIATIONS.key].line() or None)
        if line is not None and self.flush():
            self.revise(plans.reason_from(line))

    def print_form(self, key: str) -> None:
        """One of the forms of this version."""
        if self.visit is not None and self.visit.row is not None and self.flush():
            print_form(self.sitting, self._prints, key, str(self.visit.row["number"]))

    def new_record(self) -> None:
        """Ctrl+N: another row of the kind in front; a plan where there is none, or where it is closed."""
        pane = self.body.front()
        if self.visit is not None and pane is not None and pane.writable:
            pane.begin()
        else:
            super().new_record()

    def show_target(self, target: object) -> None:
        """A version by id; with a field or a word for a place of it, or the id of an item."""
        record, place = target if isinstance(target, tuple) else (target, None)
        if isinstance(place, int):
            super().show_target(record)
            self.body.bring(ITEMS.key)
            self.body.item.go(place)
        else:
            super().show_target(target)

    def entered(self) -> None:
        """The list in front has the cursor."""
        super().entered()
        self.body.focus_list()

    def _make_body(self) -> PlanBody:
        body = PlanBody(self.kit, self)
        for spec in PLAN.lines:
            self.connect_pane(spec, body.panes[spec.key])
        body.gaps.wanted.connect(body.show_gap)
        body.facts.edit_asked.connect(self.open_dialog)
        body.revise_button.clicked.connect(self.revise_for_deviation)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
        return body

    def _chain(self) -> tuple[str, int, str, int] | None:
        """The item at the cursor, else the version."""
        if self.visit is None or self.visit.record is None:
            return None
        line = self.body.item.line() if self.body.front() is self.body.item else 0
        return (PLAN.key, self.visit.record, ITEMS.key if line else "", line)
