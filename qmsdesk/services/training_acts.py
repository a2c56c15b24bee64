"""What is done with trainings beyond their gates: 复制上次, 安排补训, 加入应到人员, 全部到场."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.spec import Values, origin
from qmsdesk.registers.training import ATTENDANCE, TRAINING, unsettled
from qmsdesk.services import reading, records, training
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.tiers import tier as tier_of

_KEPT = (
    Training.topic,
    Training.tiers,
    Training.subjects,
    Training.mode,
    Training.hours,
    Training.trainer,
    Training.party,
    Training.place,
    Training.material,
    Training.content,
    Training.exam,
    Training.pass_mark,
    Training.document,
    Training.clauses,
)


def copy_last(sitting: Sitting, record: int, planned_on: dt.date | None = None) -> Change:
    """复制上次: a new planned training like an earlier one, with its people (but those who left), without results.

    Raises Invalid when a training of that topic already stands on that day, as ``records.save`` does.
    """
    row = _row(sitting, record)
    values: Values = {f: row.of(f) for f in _KEPT}
    people = [r.of(Attendance.person) for r in reading.lines(sitting.db, ATTENDANCE, record)]
    return _add(sitting, _("复制上次培训"), {**values, Training.planned_on: planned_on}, people)


def schedule_make_up(
    sitting: Sitting, record: int, people: Iterable[int] | None = None, planned_on: dt.date | None = None
) -> Change:
    """安排补训: a planned session like this one for those who were absent or failed and have not made it up.

    ``people`` names others in their place. Refused when nobody is left to be taught.
    """
    row = _row(sitting, record)
    if people is None:
        lines = reading.lines(sitting.db, ATTENDANCE, record)
        session = training.Session(row, lines)
        failed = {r.of(Attendance.person) for r in unsettled(row, lines)}
        missing = {*session.absent, *failed}
        people = [p for r in lines if (p := r.of(Attendance.person)) in missing]
    values: Values = {f: row.of(f) for f in _KEPT}
    values[Training.topic] = _make_up_topic(sitting.db, row)
    values[Training.planned_on] = planned_on
    values[Training.origin] = origin(TRAINING.key, record)
    return _add(sitting, _("安排补训"), values, _wanted(sitting, people))


def make_up_tier(sitting: Sitting, tier_key: str, planned_on: dt.date | None = None) -> Change:
    """安排补训 for all of a tier who lack something that was taught, after the latest session that taught it."""
    view = next(v for v in training.coverage(_facts(sitting)) if v.tier is tier_of(tier_key))
    people = next((gap.people for gap in view.gaps if gap.kind == "people"), ())
    lacking = [t for t in view.topics if t.sessions and t.missing]
    if not lacking:
        raise Refused(_("{}）没有要补训的人员。").format(tier_key))
    last = max((t.sessions[-1] for t in lacking), key=lambda s: s.day or dt.date.min)
    with sitting.batch(_("安排补训")):
        change = schedule_make_up(sitting, last.id, people, planned_on)
        subjects = tuple(dict.fromkeys(t.topic.key for t in lacking))
        return records.save(
            sitting, TRAINING, change.record, {Training.subjects: subjects, Training.tiers: (tier_key,)}
        )


def propose(db: pw.Database, row: Row, today: dt.date) -> list[int]:
    """Who is to come: the people of the document's department, or else those of the training's tiers; none who left."""
    here = (Person.left_on.is_null()) | (Person.left_on >= today)
    people = reading.rows(db, Person, Person.void_reason == "", here)
    document = reading.row(db, Document, row.of(Training.document))
    if document is not None and document.of(Document.department):
        return [p.id for p in people if p.of(Person.department) == document.of(Document.department)]
    tiers = set(row.of(Training.tiers))
    return [p.id for p in people if tiers & set(p.of(Person.tiers))]


def invite(sitting: Sitting, record: int, people: Iterable[int] | None = None) -> Change | None:
    """Put people on the list of a training, those proposed unless named; None when all stand there already."""
    row = _row(sitting, record)
    wanted = list(people) if people is not None else propose(sitting.db, row, sitting.clock.today())
    there = {r.of(Attendance.person) for r in reading.lines(sitting.db, ATTENDANCE, record)}
    change = None
    with sitting.batch(_("加入应到人员")):
        for person in dict.fromkeys(wanted):
            if person not in there:
                change, _line = records.save_line(
                    sitting, TRAINING, record, ATTENDANCE, None, {Attendance.person: person}
                )
    return change


def all_present(sitting: Sitting, record: int) -> Change | None:
    """全部到场: everybody on the list was there; None when that is so already."""
    change = None
    with sitting.batch(_("全部到场")):
        for line in reading.lines(sitting.db, ATTENDANCE, record):
            if not line.of(Attendance.present):
                change, _line = records.save_line(
                    sitting, TRAINING, record, ATTENDANCE, line.id, {Attendance.present: True}
                )
    return change


def _facts(sitting: Sitting) -> training.Facts:
    return training.read(sitting.db, sitting.clock.today())


def _row(sitting: Sitting, record: int) -> Row:
    row = reading.row(sitting.db, Training, record)
    if row is None or row["deleted_at"] is not None:
        raise Refused(_("这次培训已不存在。"), _("刷新后再试。"))
    return row


def _wanted(sitting: Sitting, people: Iterable[int]) -> list[int]:
    """Those who have not left; Refused when none remains."""
    here = _facts(sitting).people
    found = [p for p in people if p in here]
    if not found:
        raise Refused(_("没有要补训的人员：应到的人都到场或补训了，或已离职。"))
    return found


def _add(sitting: Sitting, label: str, values: Values, people: Sequence[int]) -> Change:
    here = _facts(sitting).people
    with sitting.batch(label):
        change = records.save(sitting, TRAINING, None, values)
        return invite(sitting, change.record, [p for p in people if p in here]) or change


def _make_up_topic(db: pw.Database, row: Row) -> str:
    """The topic with 补训 behind it, and a number when that was used before."""
    mark = _("（补训")
    plain = str(row.of(Training.topic)).partition(mark)[0]
    longest = (Training.topic.max_length or 120) - 10
    used = {str(r.of(Training.topic)) for r in reading.rows(db, Training)}
    topic, n = _("{}（补训）").format(plain[:longest]), 1
    while topic in used:
        n += 1
        topic = _("{}（补训 {}）").format(plain[:longest], n)
    return topic
