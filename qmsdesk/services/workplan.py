"""工作计划: the ten stages with their tasks, how far each has come, and a first draft of them (6.1, 6.3, 6.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import peewee as pw

from qmsdesk.errors import Blocked, Refused, UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.project import Milestone
from qmsdesk.models.running import Meeting, MeetingAttendee
from qmsdesk.registers.project import MILESTONE
from qmsdesk.registers.running import ATTENDEES, MEETING
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import work_plan
from qmsdesk.standard.stages import STAGES, Stage

State = Literal["none", "waiting", "running", "late", "done"]
TITLES: dict[State, str] = {
    "none": _("未安排"), "waiting": _("未开始"), "running": _("进行中"), "late": _("逾期"), "done": _("已完成"),
}  # fmt: skip
FIRST = ""
"""The first round of a project has no name in the work plan; a surveillance year is its year."""
_TOPICS = {"kick_off": _("认证提升项目启动会"), "promotion": _("体系文件学习宣贯会"), "release": _("体系运行要求发布")}
_FARTHEST = 100 * 366  # days from today that a plan may lie away


@dataclass(frozen=True)
class Span:
    """Days from and to; either can be unknown."""

    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def text(self) -> str:
        """``2026-01-05 ～ 2026-03-31``, a single day once."""
        if self.first and self.last:
            return str(self.first) if self.first == self.last else f"{self.first} ～ {self.last}"
        if self.first:
            return _("{} 起").format(self.first)
        return _("至 {}").format(self.last) if self.last else ""


@dataclass(frozen=True)
class Task:
    """A task of the plan as it stands on a day."""

    row: Row
    state: State
    owner: str = ""

    @property
    def planned(self) -> Span:
        return Span(self.row.of(Milestone.planned_on), self.row.of(Milestone.due_on))

    @property
    def actual(self) -> Span:
        return Span(self.row.of(Milestone.started_on), self.row.of(Milestone.done_on))


@dataclass(frozen=True)
class StagePlan:
    """One of the ten stages: the span of its tasks, and the state that follows from theirs."""

    stage: Stage
    tasks: tuple[Task, ...]
    state: State
    planned: Span
    actual: Span

    @property
    def done(self) -> int:
        """How many of its tasks are done."""
        return sum(task.state == "done" for task in self.tasks)


@dataclass(frozen=True)
class WorkPlan:
    """All ten stages of a round on a day."""

    round: str
    rounds: tuple[str, ...]
    stages: tuple[StagePlan, ...]
    today: dt.date

    @property
    def tasks(self) -> list[Task]:
        """Every task, in the order of the stages."""
        return [task for stage in self.stages for task in stage.tasks]

    @property
    def months(self) -> tuple[dt.date, dt.date] | None:
        """The first day of the first month and that of the month after the last, over all days of the plan."""
        days = [day for task in self.tasks for span in (task.planned, task.actual)
                for day in (span.first, span.last) if day]  # fmt: skip
        if not days:
            return None
        return min(days).replace(day=1), (max(days).replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def state_of(row: Row, today: dt.date) -> State:
    """已完成 with a day of completion, 逾期 past the planned one, 进行中 once begun, else 未开始."""
    if row.of(Milestone.done_on):
        return "done"
    due = row.of(Milestone.due_on)
    if due is not None and due < today:
        return "late"
    return "running" if row.of(Milestone.started_on) else "waiting"


def rounds(db: pw.Database) -> list[str]:
    """The rounds of the plan: the first one always, then the surveillance years."""
    found = {row.of(Milestone.round) for row in _rows(db)}
    return [FIRST, *sorted(found - {FIRST})]


def round_title(name: str) -> str:
    """A round in words."""
    return _("{} 监督年度").format(name) if name else _("首轮")


def read(db: pw.Database, today: dt.date, name: str = FIRST) -> WorkPlan:
    """The plan of a round as of a day; void tasks and those in the recycle bin are left out."""
    rows = _rows(db)
    owners = reading.captions(db, Person)
    by_stage: dict[str, list[Task]] = {stage.key: [] for stage in STAGES}
    for row in rows:
        if row.of(Milestone.round) == name:
            task = Task(row, state_of(row, today), owners.get(row.of(Milestone.owner) or 0, ""))
            by_stage[row.of(Milestone.stage)].append(task)
    known = {row.of(Milestone.round) for row in rows}
    stages = tuple(_stage(stage, by_stage[stage.key]) for stage in STAGES)
    return WorkPlan(name, (FIRST, *sorted(known - {FIRST})), stages, today)


def _rows(db: pw.Database) -> list[Row]:
    order = (Milestone.stage, Milestone.planned_on, Milestone.number)
    return reading.rows(db, Milestone, Milestone.void_reason == "", order=order)


def _stage(stage: Stage, tasks: Sequence[Task]) -> StagePlan:
    begins = [t.row.of(Milestone.planned_on) or t.row.of(Milestone.due_on) for t in tasks]
    ends = [t.row.of(Milestone.due_on) or t.row.of(Milestone.planned_on) for t in tasks]
    planned = Span(min(filter(None, begins), default=None), max(filter(None, ends), default=None))
    started = [t.row.of(Milestone.started_on) or t.row.of(Milestone.done_on) for t in tasks]
    finished = [t.row.of(Milestone.done_on) for t in tasks]
    whole = bool(tasks) and all(finished)
    actual = Span(min(filter(None, started), default=None), max(finished) if whole else None)
    return StagePlan(stage, tuple(tasks), _stage_state(tasks), planned, actual)


def _stage_state(tasks: Sequence[Task]) -> State:
    states = {task.state for task in tasks}
    if not states:
        return "none"
    if "late" in states:
        return "late"
    if states == {"done"}:
        return "done"
    return "waiting" if states == {"waiting"} else "running"


def missing_stages(db: pw.Database, name: str = FIRST) -> list[Stage]:
    """The stages that have no task in a round yet."""
    planned = {row.of(Milestone.stage) for row in _rows(db) if row.of(Milestone.round) == name}
    return [stage for stage in STAGES if stage.key not in planned]


def draft(sitting: Sitting, start: dt.date) -> records.Change:
    """按十个环节起草: typical tasks for the stages that have none, counted from ``start``; one step of undo.

    UserError for a day out of this world, Refused when every stage has a task.
    """
    if abs((start - sitting.clock.today()).days) > _FARTHEST:
        raise UserError(_("开始日期“{}”不合理。").format(start), _("填项目实际开始的日期。"))
    with sitting.batch(_("按十个环节起草工作计划")) as current:
        wanted = {stage.key for stage in missing_stages(sitting.db)}
        if not wanted:
            raise Refused(_("十个环节都已有任务，没有要起草的。"), _("需要时在环节下新建任务。"))
        add_tasks(sitting, [task for task in work_plan.project() if task.stage in wanted], start)
        return records.Change(MILESTONE.key, 0, "add", current.batch, frozenset(current.records))


def add_tasks(
    sitting: Sitting, tasks: Sequence[work_plan.Typical], anchor: dt.date, name: str = FIRST
) -> list[records.Change]:
    """Write typical tasks into a round; inside the batch of whoever calls."""
    made = []
    for task in tasks:
        first, last = task.planned(anchor)
        values = {
            Milestone.round: name, Milestone.stage: task.stage, Milestone.task: task.task,
            Milestone.led_by: task.led_by, Milestone.planned_on: first, Milestone.due_on: last,
        }  # fmt: skip
        made.append(records.save(sitting, MILESTONE, None, values))
    return made


def meeting(db: pw.Database, kind: str) -> Row | None:
    """The latest meeting of a kind."""
    found = reading.rows(
        db, Meeting, Meeting.void_reason == "", Meeting.kind == kind, order=(Meeting.held_on, Meeting.id)
    )
    return found[-1] if found else None


def open_meeting(sitting: Sitting, kind: str) -> records.Change:
    """A meeting of a kind (``kick_off``, ``promotion``, ``release``) for today, with the working group to sign in.

    The one there is is not made again; one step of undo.
    """
    if kind not in _TOPICS:
        raise Blocked(_("这里不能新建这种会议。"))
    found = meeting(sitting.db, kind)
    if found is not None:
        return records.Change(MEETING.key, found.id, "same", 0)
    with sitting.batch(_("新建{}").format(dict(Meeting.KIND)[kind])) as current:
        values = {Meeting.kind: kind, Meeting.held_on: sitting.clock.today(), Meeting.topic: _TOPICS[kind]}
        made = records.save(sitting, MEETING, None, values)
        for person in _group(sitting):
            line = {MeetingAttendee.person: person, MeetingAttendee.signed: False}
            records.save_line(sitting, MEETING, made.record, ATTENDEES, None, line)
        return records.Change(MEETING.key, made.record, "add", current.batch, frozenset(current.records))


def started_on(db: pw.Database) -> dt.date | None:
    """The day the system started running (6.7.2.4 b)."""
    row = reading.enterprise(db)
    return row.of(Enterprise.system_started_on) if row is not None else None


def _group(sitting: Sitting) -> list[int]:
    """The working group as it is today, the leader first."""
    order = ["leader", "deputy", "member"]
    today = sitting.clock.today()
    rows = [
        row for row in reading.rows(sitting.db, Person, Person.void_reason == "", order=(Person.number,))
        if row.of(Person.group_role) in order and (row.of(Person.left_on) or today) >= today
    ]  # fmt: skip
    return [row.id for row in sorted(rows, key=lambda row: order.index(row.of(Person.group_role)))]
