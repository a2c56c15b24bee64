"""工作计划 (6.1, 6.3): the ten stages over the months, their tasks, and where the work of a stage is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.project import Milestone
from qmsdesk.registers.project import MILESTONE
from qmsdesk.services import reading, records, workplan
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.workplan import StagePlan, WorkPlan
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.onerecord.saving import SavingPage, Typed
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.workplan import links
from qmsdesk.views.workplan.acts import OpenRecord, PlanActs
from qmsdesk.views.workplan.body import Body
from qmsdesk.views.workplan.links import Link
from qmsdesk.views.workplan.printing import Printing
from qmsdesk.views.workplan.tools import HeaderTools

_CLAUSES = ("6.1", "6.3", "6.4")
_CONCERNS = frozenset({"milestone", "meeting", "person", "enterprise"})
_LEADS = {"authority": "authority", "body": "certifier", "enterprise": "enterprise"}


class WorkPlanPage(SavingPage):
    """``open_record`` goes to a record's page, ``import_file`` to the import."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        printing: Printing | None = None,
        open_record: OpenRecord | None = None,
        import_file: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, MILESTONE.title, messages, jobs, _CLAUSES, parent)
        self._printing, self._round = printing, workplan.FIRST
        self.acts = PlanActs(self.kit, messages, open_record, self)
        self._visit: Visit | None = None
        self.plan: WorkPlan = workplan.read(sitting.db, sitting.clock.today())
        self.body = Body(self.kit, messages, jobs, self.draft, import_file)
        self.tools = HeaderTools(
            theme, self.header, writable=not sitting.workspace.read_only, can_print=printing is not None,
            can_import=import_file is not None,
        )  # fmt: skip
        self.set_body(self.body)
        self._connect()
        if import_file is not None:
            self.tools.imported.connect(import_file)
        self.reload()
        self.choose_stage(_at_hand(self.plan))

    def forms(self) -> Sequence[Typed]:
        """The task at hand."""
        return (self.body.pane,)

    def reload(self, *, look: bool = False) -> None:
        """Read the plan again and show it in place; ``look`` also what others changed in the task at hand."""
        self.stale = False
        if self._round not in workplan.rounds(self.sitting.db):
            self._round = workplan.FIRST
        self.plan = workplan.read(self.sitting.db, self.sitting.clock.today(), self._round)
        self.body.show_plan(self.plan, begun=self._visit is not None)
        self.tools.show_plan(self.plan, empty=self.body.empty)
        self._restore()
        if look:
            self.body.pane.refresh()
        tasks = self.plan.tasks
        done = sum(task.state == "done" for task in tasks)
        late = sum(task.state == "late" for task in tasks)
        self.say(_("任务 {} 项，已完成 {}").format(len(tasks), done), _("逾期 {}").format(late) if late else "")

    def choose_round(self, name: str) -> None:
        """Show the plan of another round."""
        if self.leave():
            self._visit, self._round = None, name
            self.reload()
            self.choose_stage(_at_hand(self.plan))

    def choose_stage(self, key: str) -> None:
        """Show a stage; stays where it is while a field is red."""
        if self.leave():
            self._visit = None
            self.body.pane.set_visit(None)
            self.body.strip.go(key)
        self._restore()

    def choose_task(self, record: int) -> None:
        """Show a task; stays where it is while a field is red."""
        if self.leave():
            self._visit = Visit(self.sitting, MILESTONE, record)
            self.body.pane.set_visit(self._visit)
        self._restore()

    def new_record(self) -> None:
        """Another task of the stage at hand; it is saved once it has its words."""
        if not self.acts.writable() or not self.leave():
            return
        stage = self._stage().stage
        preset = {Milestone.round: self._round, Milestone.stage: stage.key, Milestone.led_by: _LEADS[stage.led_by[0]]}
        self._visit = Visit(self.sitting, MILESTONE, None, preset)
        self.body.pane.set_visit(self._visit)
        self._restore()
        self.tools.show_plan(self.plan, empty=False)
        self.body.pane.focus_field(Milestone.task)

    def draft(self) -> None:
        """按十个环节起草."""
        if self.acts.writable() and self.leave():
            self._made(self.acts.draft())

    def take_indicators(self) -> None:
        """The indicators of the authority's plan."""
        if self.acts.writable() and self.leave():
            self._made(self.acts.take_indicators(), self._stage().stage.key)

    def open_year(self) -> None:
        """开启监督年度; its plan is shown then."""
        change = self.acts.open_year() if self.acts.writable() and self.leave() else None
        if change is not None:
            tasks = (reading.row(self.sitting.db, Milestone, n) for key, n in change.records if key == MILESTONE.key)
            self._round = next((task.of(Milestone.round) for task in tasks if task is not None), self._round)
        self._made(change)

    def follow(self, link: Link) -> None:
        """Where a link of a stage leads."""
        if not self.leave():
            return
        if link.act == links.INDICATORS:
            self.take_indicators()
        elif link.act == links.MEETING:
            change = self.acts.open_meeting(link.kind) if self.acts.writable() else None
            self.made(change)
            self.acts.go_to_meeting(link.kind)
        else:
            self.acts.go(link.register, link.number)

    def print_page(self) -> None:
        """项目进度表."""
        if self._printing is not None and self.plan.tasks and self.flush():
            self._printing.schedule(self._round)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self.stale:
            self.reload()
        (self.body.begin_button if self.body.empty else self.body.tree.tree).setFocus()

    def apply_change(self, change: object) -> None:
        """Something was saved."""
        touched = {register for register, _record in getattr(change, "records", ())} | {getattr(change, "register", "")}
        if touched & _CONCERNS:
            super().apply_change(change)

    def show_target(self, target: object) -> None:
        """A task by id, or (id, field) of it."""
        record, field = target if isinstance(target, tuple) else (target, None)
        if not isinstance(record, int) or not self.leave():
            return
        visit = Visit(self.sitting, MILESTONE, record)
        if visit.row is None or visit.row["deleted_at"] is not None or visit.row["void_reason"]:
            self._messages.note("warn", _("这条任务已不在计划里，在台账里可以找到作废的。"))
            return
        self._visit, self._round = visit, visit.row.of(Milestone.round)
        self.body.pane.set_visit(visit)
        self.reload()
        if field is not None:
            self.body.pane.focus_field(field)

    def target(self) -> object:
        """The task at hand."""
        return self._visit.record if self._visit is not None else None

    def panes(self) -> list[QWidget]:
        """Bars, tasks, and what is shown of one."""
        return [] if self.body.empty else self.body.panes()

    def help_topic(self) -> str:
        """The clause of the stage at hand."""
        return f"1023/{self._stage().stage.clause}" if self.plan.tasks else "1023/6.3"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Fewer columns, a narrower pane."""
        super().apply_breakpoint(size)
        self.header.set_clauses(() if size.name == "narrow" else _CLAUSES)
        self.body.set_size(size)

    def _connect(self) -> None:
        body, tools = self.body, self.tools
        body.strip.chosen.connect(self.choose_stage)
        body.tree.task_chosen.connect(self.choose_task)
        body.tree.stage_chosen.connect(self.choose_stage)
        body.stage.followed.connect(self.follow)
        body.stage.added.connect(self.new_record)
        body.stage.clause_opened.connect(self.clause_opened)
        body.pane.changed.connect(self.made)
        tools.round_chosen.connect(self.choose_round)
        tools.printed.connect(self.print_page)
        tools.drafted.connect(self.draft)
        tools.indicators_asked.connect(self.take_indicators)
        tools.year_asked.connect(self.open_year)
        tools.added.connect(self.new_record)

    def _stage(self) -> StagePlan:
        key = self.body.strip.stage()
        return next(stage for stage in self.plan.stages if stage.stage.key == key)

    def _restore(self) -> None:
        """Bars, tree and side show the same stage or task."""
        visit = self._visit
        if visit is not None and visit.record is not None:
            visit.reload()
            if visit.row is None or visit.row["deleted_at"] or visit.row["void_reason"]:
                self._visit = visit = None
                self.body.pane.set_visit(None)
        if visit is not None:
            self.body.show_task(visit)
        else:
            stage = self._stage()
            self.body.show_stage(stage, links.links_of(self.sitting, stage.stage.key))

    def _made(self, change: records.Change | None, stage: str = "") -> None:
        """What was made is shown: at the stage it was made from, else at the one at hand."""
        if change is not None:
            self._visit = None
            self.made(change)
            self.choose_stage(stage or _at_hand(self.plan))


def _at_hand(plan: WorkPlan) -> str:
    """The first stage that is late or going on, else the first that is not done."""
    for states in ({"late", "running"}, {"waiting"}, {"done"}):
        for stage in plan.stages:
            if stage.state in states:
                return stage.stage.key
    return plan.stages[0].stage.key
