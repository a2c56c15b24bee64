"""What waits for each person: months to report, and actions of whatever register that are not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.customers import Complaint
from qmsdesk.models.database import Database
from qmsdesk.models.people import Department, Person
from qmsdesk.models.project import Milestone
from qmsdesk.models.results import Improvement
from qmsdesk.models.reviews import ReviewOutput
from qmsdesk.models.running import Visit
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import locking, open_months, reading


@dataclass(frozen=True)
class Action:
    """Rows of a register that somebody has to do: of ``people`` and ``what`` the first that is filled counts."""

    model: type[Base]
    people: tuple[AnyField, ...]
    due: AnyField
    done: AnyField
    result: AnyField
    what: tuple[AnyField, ...]


ACTIONS: tuple[Action, ...] = (
    Action(
        Nonconformity, (Nonconformity.action_owner, Nonconformity.owner), Nonconformity.due_on, Nonconformity.done_on,
        Nonconformity.remark, (Nonconformity.action, Nonconformity.fact),
    ),
    Action(
        ReviewOutput, (ReviewOutput.owner,), ReviewOutput.due_on, ReviewOutput.done_on, ReviewOutput.result,
        (ReviewOutput.decision,),
    ),
    Action(
        Improvement, (Improvement.owner,), Improvement.due_on, Improvement.done_on, Improvement.result,
        (Improvement.title,),
    ),
    Action(Visit, (Visit.owner,), Visit.due_on, Visit.done_on, Visit.result, (Visit.advice, Visit.finding)),
    Action(Milestone, (Milestone.owner,), Milestone.due_on, Milestone.done_on, Milestone.result, (Milestone.task,)),
    Action(
        Complaint, (Complaint.handler,), Complaint.due_on, Complaint.done_on, Complaint.handling, (Complaint.content,),
    ),
)  # fmt: skip
"""A register that is not in the catalogue is left out."""


@dataclass(frozen=True)
class Place:
    """Where an action is stored: its register, and the kind of child row when it is one."""

    action: Action
    register: Register
    lines: Lines | None


@dataclass(frozen=True)
class Task:
    """An open action: its stored row, the record it belongs to, and who has to do it (0: nobody is named)."""

    place: Place
    record: Row
    row: Row
    person: int

    @property
    def line(self) -> int:
        """The id of the child row, 0 for a record."""
        return self.row.id if self.place.lines else 0

    @property
    def what(self) -> str:
        """What is to be done, in one line."""
        return next((" ".join(str(t).split()) for f in self.place.action.what if (t := self.row.of(f))), "")

    @property
    def due(self) -> dt.date | None:
        due: dt.date | None = self.row.of(self.place.action.due)
        return due


@dataclass
class Work:
    """All that waits for one person."""

    person: Row
    department: str
    months: list[open_months.OpenMonths] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Rows his sheet will have."""
        return sum(len(each.periods) for each in self.months) + len(self.tasks)


@dataclass(frozen=True)
class Open:
    """The work by person in order of number, and how many rows have nobody who could be asked."""

    people: list[Work]
    nobody: int


def read(db: Database, today: dt.date) -> Open:
    """What is open today. People who left, and whoever is not named, are asked for nothing."""
    departments = reading.captions(db, Department)
    staff = {
        person.id: Work(person, departments.get(person.of(Person.department), ""))
        for person in reading.rows(db, Person, Person.void_reason == "", order=(Person.number,))
        if person.of(Person.left_on) is None or person.of(Person.left_on) >= today
    }
    nobody = 0
    for months in open_months.read(db, today):
        if months.person_id in staff:
            staff[months.person_id].months.append(months)
        else:
            nobody += len(months.periods)
    for task in _tasks(db):
        if task.person in staff:
            staff[task.person].tasks.append(task)
        else:
            nobody += 1
    for work in staff.values():
        work.tasks.sort(key=lambda t: (t.due is None, t.due, t.record["number"], t.line))
    return Open([work for work in staff.values() if work.count], nobody)


def places() -> dict[str, Place]:
    """Where actions are stored, by table; only registers of the catalogue."""
    found = {}
    for action in ACTIONS:
        for register in ALL:
            lines = next((spec for spec in register.lines if spec.model is action.model), None)
            if register.model is action.model or lines is not None:
                found[action.model.table()] = Place(action, register, lines)
    return found


def shut(place: Place, record: Row, row: Row) -> str:
    """Why an action cannot be reported now, empty when it can."""
    action, lines = place.action, place.lines
    parts = [lines] if lines else [action.done, action.result]
    stays_open = all(place.register.workflow.open_when_locked(part, record) for part in parts)
    gone = record["void_reason"] or record["deleted_at"]
    reason = locking.locked(place.register, record)
    if reason and (gone or not stays_open):
        return reason
    return locking.line_locked(lines, record, row) if lines else ""


def responsible(action: Action, row: Row) -> int:
    """Who has to do it, 0 when nobody is named."""
    return next((int(row.of(f)) for f in action.people if row.of(f)), 0)


def _tasks(db: Database) -> Iterator[Task]:
    for place in places().values():
        action = place.action
        model = action.model
        live = (model.void_reason == "",) if issubclass(model, Record) else ()
        rows = reading.rows(db, model, action.done.is_null(), *live)
        owners = _records(db, place, rows)
        for row in rows:
            record = owners.get(row.id)
            if record is not None and not shut(place, record, row):
                yield Task(place, record, row, responsible(action, row))


def _records(db: Database, place: Place, rows: list[Row]) -> dict[int, Row]:
    """The live record of each row."""
    if place.lines is None:
        return {row.id: row for row in rows}
    register = place.register.model
    live = {record.id: record for record in reading.rows(db, register, register.void_reason == "")} if rows else {}
    found = {row.id: live.get(row.of(place.lines.parent)) for row in rows}
    return {line: record for line, record in found.items() if record is not None}
