"""Management reviews: opened with twelve inputs, filled as a dated snapshot, followed to the verification (9.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit
from qmsdesk.models.base import Row
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.registers.reviews import ATTENDEES, INPUTS, OUTPUTS, REVIEW, assigned, ready
from qmsdesk.registers.spec import Values
from qmsdesk.services import reading, records, review_inputs
from qmsdesk.services.review_inputs import Summed
from qmsdesk.services.sitting import Sitting

TITLES: dict[str, str] = dict(ReviewInput.CODE)
CODES = tuple(TITLES)
OutputState = Literal["unassigned", "running", "late", "done", "verified", "ineffective"]
_COPIED = (Review.place, Review.chair, Review.purpose, Review.agenda)


def open_review(sitting: Sitting, planned_on: dt.date, *, title: str = "", like: int | None = None) -> records.Change:
    """Plan a review with its twelve input rows, as one step.

    ``like`` is an earlier review whose people, place, agenda and providing departments are taken over.
    """
    with sitting.batch(_("新建管理评审")):
        source = reading.row(sitting.db, Review, like) if like is not None else None
        taken: Values = {f: source.of(f) for f in _COPIED} if source is not None else {}
        values = {**taken, Review.planned_on: planned_on}
        values[Review.title] = title or _("{} 年度管理评审").format(planned_on.year)
        change = records.save(sitting, REVIEW, None, values)
        providers = {}
        if source is not None:
            providers = {
                line.of(ReviewInput.code): line.of(ReviewInput.department) for line in _inputs(sitting.db, source.id)
            }
            for line in reading.lines(sitting.db, ATTENDEES, source.id):
                who = {ReviewAttendee.person: line.of(ReviewAttendee.person)}
                records.save_line(sitting, REVIEW, change.record, ATTENDEES, None, who)
        _complete(sitting, change.record, providers)
        return records.Change(REVIEW.key, change.record, "add", change.batch, change.records)


def _complete(sitting: Sitting, review: int, providers: dict[str, int | None] | None = None) -> None:
    """Add the input rows a review lacks, in the order of the standard."""
    there = {line.of(ReviewInput.code) for line in _inputs(sitting.db, review)}
    for place, code in enumerate(CODES):
        if code not in there:
            values = {ReviewInput.code: code, ReviewInput.position: place}
            if providers and providers.get(code) is not None:
                values[ReviewInput.department] = providers[code]
            records.save_line(sitting, REVIEW, review, INPUTS, None, values)


def take_snapshot(sitting: Sitting, review: int) -> records.Change:
    """Fill summary and sources of every input from the records as they stand today, as one step.

    What somebody wrote beside them stays. Blocked when the review is closed, Refused when it is gone.
    """
    with sitting.batch(_("更新快照")):
        _complete(sitting, review)
        today = sitting.clock.today()
        change = records.save(sitting, REVIEW, review, {Review.snapshot_on: today})
        fresh = _fresh(sitting.db, review, today)
        for line in _inputs(sitting.db, review):
            found = fresh[line.of(ReviewInput.code)]
            values = {ReviewInput.summary: found.summary, ReviewInput.links: found.links}
            one, _line = records.save_line(sitting, REVIEW, review, INPUTS, line.id, values)
            change = one if one.what != "same" else change
        return change


def changed_codes(db: pw.Database, review: Row, today: dt.date) -> frozenset[str]:
    """The inputs whose records say something else now than in the snapshot; none of a closed review."""
    if review["status"] == "closed" or review.of(Review.snapshot_on) is None:
        return frozenset()
    fresh = _fresh(db, review.id, today)
    lines = {line.of(ReviewInput.code): line for line in _inputs(db, review.id)}
    return frozenset(
        code
        for code, line in lines.items()
        if (line.of(ReviewInput.summary), line.of(ReviewInput.links)) != (fresh[code].summary, fresh[code].links)
    )


def before(db: pw.Database, review: Row) -> Row | None:
    """The review held before this one."""
    day = review.of(Review.held_on) or review.of(Review.planned_on)
    found = reading.rows(
        db,
        Review,
        Review.id != review.id,
        Review.void_reason == "",
        Review.held_on.is_null(False),
        Review.held_on < day,
        order=(Review.held_on.desc(), Review.id.desc()),
    )
    return found[0] if found else None


def latest(db: pw.Database) -> Row | None:
    """The review planned last."""
    found = reading.rows(db, Review, Review.void_reason == "", order=(Review.planned_on.desc(), Review.id.desc()))
    return found[0] if found else None


@dataclass(frozen=True)
class Output:
    """A decision with its number within the review (D-01) and how far it is; ``late`` in days."""

    number: str
    line: Row
    state: OutputState
    late: int = 0

    def words(self) -> str:
        """The state as shown."""
        if self.state == "late":
            return _("逾期 {} 天").format(self.late)
        return _STATES[self.state]


_STATES: dict[str, str] = {
    "unassigned": _("未指派"),
    "running": _("进行中"),
    "done": _("待验证"),
    "verified": _("已完成"),
    "ineffective": _("无效"),
}


@dataclass(frozen=True)
class View:
    """A review with all that is shown of it; inputs in the order of the standard."""

    row: Row
    inputs: Sequence[Row]
    outputs: Sequence[Output]
    attendees: Sequence[Row]
    cautions: Sequence[str]

    @property
    def ready(self) -> int:
        """How many inputs say something."""
        return sum(map(ready, self.inputs))

    @property
    def unassigned(self) -> int:
        """Decisions without somebody or without a date."""
        return sum(not assigned(each.line) for each in self.outputs)

    @property
    def present(self) -> int:
        """Who signed in."""
        return sum(bool(line.of(ReviewAttendee.present)) for line in self.attendees)


def read(db: pw.Database, review: int, today: dt.date) -> View:
    """A review as it is stored; Refused when it is gone."""
    row = reading.row(db, Review, review)
    if row is None:
        raise Refused(_("这次评审已不存在。"), _("刷新后再试。"))
    return View(
        row,
        _inputs(db, review),
        tuple(outputs(db, review, today)),
        reading.lines(db, ATTENDEES, review),
        cautions(db, row),
    )


def outputs(db: pw.Database, review: int, today: dt.date) -> list[Output]:
    """The decisions of a review, numbered in their order."""
    found = []
    for place, line in enumerate(reading.lines(db, OUTPUTS, review), 1):
        due, done = line.of(ReviewOutput.due_on), line.of(ReviewOutput.done_on)
        late = (today - due).days if done is None and due is not None and due < today else 0
        judged = line.of(ReviewOutput.effectiveness)
        state: OutputState = "running"
        if not assigned(line):
            state = "unassigned"
        elif late:
            state = "late"
        elif done is not None and line.of(ReviewOutput.verified_on) is None:
            state = "done"
        elif done is not None:
            state = "ineffective" if judged == "ineffective" else "verified"
        found.append(Output(f"D-{place:02}", line, state, late))
    return found


def cautions(db: pw.Database, row: Row) -> list[str]:
    """What an auditor from outside would ask about; nothing here stops anything (9.3.1, 6.8.1)."""
    found = []
    day = row.of(Review.held_on) or row.of(Review.planned_on)
    reported = Audit.reported_on.is_null(False) & (Audit.reported_on <= day)
    if not reading.rows(db, Audit, reported, Audit.void_reason == ""):
        found.append(_("评审之前还没有内部审核报告，审核结果是评审输入 c) 6)"))
    chair = reading.row(db, Person, row.of(Review.chair))
    firm = reading.enterprise(db)
    head = firm.of(Enterprise.legal_representative) if firm else ""
    if chair is not None and chair.of(Person.name) != head and chair.of(Person.group_role) != "leader":
        found.append(
            _("主持人 {} 不是法定代表人或工作小组组长，管理评审由最高管理者主持").format(chair.of(Person.name))
        )
    return found


def _fresh(db: pw.Database, review: int, today: dt.date) -> dict[str, Summed]:
    row = reading.row(db, Review, review)
    if row is None:
        raise Refused(_("这次评审已不存在。"), _("刷新后再试。"))
    return review_inputs.compute(db, today, before(db, row))


def _inputs(db: pw.Database, review: int) -> list[Row]:
    lines = reading.lines(db, INPUTS, review)
    return sorted(lines, key=lambda line: CODES.index(line.of(ReviewInput.code)))
