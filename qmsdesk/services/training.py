"""Who was taught what: the coverage of 分层培训 by tier and required topic (6.7.2.2), computed from the records alone.

Pure reading in four statements, however many sessions there are. Void and deleted trainings and people count nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

import peewee as pw

from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import listed
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.training import passed
from qmsdesk.services import live, reading
from qmsdesk.standard.tiers import DOCUMENT_AUTHORS, TIERS, Tier, Topic

_ATTENDANCE: tuple[AnyField, ...] = (
    Attendance.id, Attendance.training, Attendance.person, Attendance.present, Attendance.score, Attendance.result,
    Attendance.made_up_on,
)  # fmt: skip

_TRAINING: tuple[AnyField, ...] = (
    Training.id, Training.number, Training.status, Training.planned_on, Training.held_on, Training.tiers,
    Training.subjects, Training.conclusion,
)  # fmt: skip


_PERSON: tuple[AnyField, ...] = (Person.id, Person.number, Person.name, Person.tiers, Person.group_role)


@dataclass(frozen=True)
class Session:
    """A training with those due at it."""

    row: Row
    lines: Sequence[Row]
    known: frozenset[int] | None = None  # who was there or made it up, where the lines were not read

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def number(self) -> str:
        return str(self.row["number"])

    @cached_property
    def held(self) -> bool:
        """It took place: 已实施 or 已评价."""
        return self.row.of(Training.status) in {"held", "evaluated"}

    @property
    def evaluated(self) -> bool:
        return bool(self.row.of(Training.status) == "evaluated")

    @property
    def day(self) -> dt.date | None:
        """When it was held, else when it is planned."""
        found: dt.date | None = self.row.of(Training.held_on) or self.row.of(Training.planned_on)
        return found

    def is_of(self, tier: Tier) -> bool:
        """Whether it teaches a tier; the document authors are a part of tier c."""
        return tier.key[:1] in self.row.of(Training.tiers)

    @cached_property
    def present(self) -> frozenset[int]:
        people, here = live.column(self.lines, Attendance.person), live.column(self.lines, Attendance.present)
        return frozenset(person for person, present in zip(people, here, strict=True) if present)

    @cached_property
    def taught(self) -> frozenset[int]:
        """Those who were there or made it up later; nobody before it was held."""
        if self.known is not None:
            return self.known if self.held else frozenset()
        people, days = live.column(self.lines, Attendance.person), live.column(self.lines, Attendance.made_up_on)
        made_up = (person for person, day in zip(people, days, strict=True) if day)
        return self.present.union(made_up) if self.held else frozenset()

    @property
    def absent(self) -> list[int]:
        """Those due who were neither there nor made it up, in the order of the list."""
        return [p for r in self.lines if (p := r.of(Attendance.person)) not in self.taught]

    @property
    def scores(self) -> list[Decimal]:
        return [score for score in live.column(self.lines, Attendance.score) if score is not None]

    @property
    def outcome(self) -> tuple[int, int]:
        """How many passed, of how many of whom it is known."""
        known = [p for r in self.lines if (p := passed(self.row, r)) is not None]
        return sum(known), len(known)


@dataclass(frozen=True)
class Facts:
    """All trainings in order of their day, the people who have not left, and those who wrote documents."""

    today: dt.date
    sessions: Sequence[Session]
    people: Mapping[int, Row]
    authors: frozenset[int]

    def names(self, people: Iterable[int]) -> list[str]:
        """What people are called; who left since is left out."""
        return [str(self.people[p].of(Person.name)) for p in people if p in self.people]


def read(db: pw.Database, today: dt.date, *, lines: bool = True) -> Facts:
    """Everything the coverage is computed from.

    Without ``lines`` the sessions only know who was taught, and of themselves what the coverage asks: reminders are
    computed after every change, and there may be very many attendances.
    """
    only = () if lines else _TRAINING
    trainings = reading.rows(db, Training, Training.void_reason == "", only=only)
    came = {} if lines else _taught(db)
    attended = live.by_parent(db, Attendance, Attendance.training, _ATTENDANCE) if lines else {}
    here = (Person.left_on.is_null()) | (Person.left_on >= today)
    people = reading.rows(db, Person, Person.void_reason == "", here, only=() if lines else _PERSON)
    wrote = (
        DocumentRevision.select(DocumentRevision.id)
        .join(Document, on=(DocumentRevision.document == Document.id))
        .where(DocumentRevision.author == Person.id, Document.deleted_at.is_null(), Document.void_reason == "")
    )
    authors = db.execute(Person.select(Person.id).where(pw.fn.EXISTS(wrote))).fetchall()
    nobody = None if lines else frozenset[int]()
    sessions = [Session(row, attended.get(row.id, ()), came.get(row.id, nobody)) for row in trainings]
    last = dt.date.max
    return Facts(
        today,
        sorted(sessions, key=lambda s: (s.day or last, s.number)),
        {p.id: p for p in people},
        frozenset(person for (person,) in authors),
    )


def _taught(db: pw.Database) -> dict[int, frozenset[int]]:
    """By training those who were there or made it up later."""
    query = (
        Attendance.select(Attendance.training, listed(Attendance.person))
        .where(Attendance.present | Attendance.made_up_on.is_null(False))
        .group_by(Attendance.training)
    )
    return {row_id: frozenset(map(int, str(people).split(","))) for row_id, people in db.execute(query).fetchall()}


def members(known: Facts, tier: Tier) -> list[int]:
    """Who has to be taught what a tier has to be taught: by 层级 of the person, without those who left.

    制度建设成员 (``DOCUMENT_AUTHORS``) are those of tier c who wrote a version of a document; until somebody has, those
    with a role in the 工作小组: the standard does not say who they are.
    """
    found = [p for p, row in known.people.items() if tier.key[:1] in row.of(Person.tiers)]
    if tier is DOCUMENT_AUTHORS:
        wrote = [p for p in found if p in known.authors]
        found = wrote or [p for p in found if known.people[p].of(Person.group_role)]
    return found


@dataclass(frozen=True)
class TopicView:
    """One cell column of the matrix: a required topic of a tier, with ids of people."""

    tier: Tier
    topic: Topic
    due: Sequence[int]
    sessions: Sequence[Session]
    trained: frozenset[int]
    evaluated: frozenset[int]

    @property
    def missing(self) -> list[int]:
        return [p for p in self.due if p not in self.trained]


@dataclass(frozen=True)
class Gap:
    """One thing a tier lacks. ``kind``: nobody, session, people, evaluate, overdue, topics, ineffective.

    ``people`` are those not taught, ``session`` the one it is about, ``topics`` those not taught yet.
    """

    kind: str
    people: Sequence[int] = ()
    session: Session | None = None
    topics: Sequence[Topic] = ()


@dataclass(frozen=True)
class TierView:
    """A tier of 6.7.2.2 with its required topics (those of the document authors among c's) and its sessions."""

    tier: Tier
    topics: Sequence[TopicView]
    due: Sequence[int]
    covered: Sequence[int]
    sessions: Sequence[Session]
    gaps: Sequence[Gap]

    @property
    def held(self) -> list[Session]:
        return [s for s in self.sessions if s.held]

    @property
    def state(self) -> str:
        """met; missing while nothing was held; else partial. The words are those of ``readiness``."""
        if not self.held:
            return "missing"
        return "partial" if self.gaps else "met"

    @property
    def taught_topics(self) -> list[Topic]:
        return [t.topic for t in self.topics if t.sessions]

    @property
    def average(self) -> Decimal | None:
        """The mean of all marks in its sessions, to one decimal; None without marks."""
        scores = [score for s in self.held for score in s.scores]
        return mean(scores)


def mean(scores: Sequence[Decimal]) -> Decimal | None:
    """The mean to one decimal, half up; None of nothing."""
    return (sum(scores, Decimal()) / len(scores)).quantize(Decimal("0.1"), ROUND_HALF_UP) if scores else None


def coverage(known: Facts) -> list[TierView]:
    """The four tiers a) to d) in order."""
    return [_tier(known, tier) for tier in TIERS]


def _tier(known: Facts, tier: Tier) -> TierView:
    due = members(known, tier)
    sessions = [s for s in known.sessions if s.is_of(tier)]
    teaching = _by_topic(sessions)
    topics = [_topic(tier, topic, due, teaching) for topic in tier.topics]
    if tier.key == DOCUMENT_AUTHORS.key[:1] and (authors := members(known, DOCUMENT_AUTHORS)):
        topics += [_topic(DOCUMENT_AUTHORS, topic, authors, teaching) for topic in DOCUMENT_AUTHORS.topics]
    taught = [t for t in topics if t.sessions]
    missing = {p for t in taught for p in t.missing}
    covered = [p for p in due if taught and p not in missing]
    return TierView(tier, topics, due, covered, sessions, tuple(_gaps(known.today, due, topics, sessions)))


def _by_topic(sessions: Sequence[Session]) -> dict[str, list[Session]]:
    """The sessions that were held by the keys of what they taught."""
    found: dict[str, list[Session]] = {}
    for session in sessions:
        for key in session.row.of(Training.subjects) if session.held else ():
            found.setdefault(key, []).append(session)
    return found


def _topic(tier: Tier, topic: Topic, due: Sequence[int], by_topic: Mapping[str, list[Session]]) -> TopicView:
    teaching = by_topic.get(topic.key, [])
    mine = frozenset(due)
    trained = frozenset[int]().union(*(s.taught for s in teaching)) & mine
    evaluated = frozenset[int]().union(*(s.taught for s in teaching if s.evaluated)) & mine
    return TopicView(tier, topic, due, teaching, trained, evaluated)


def _gaps(
    today: dt.date, due: Sequence[int], topics: Sequence[TopicView], sessions: Sequence[Session]
) -> Iterable[Gap]:
    held = [s for s in sessions if s.held]
    if not due:
        yield Gap("nobody")
    if not held:
        yield Gap("session")
    untaught = {p for t in topics if t.sessions for p in t.missing}
    if untaught:
        yield Gap("people", [p for p in due if p in untaught])
    for session in held:
        if not session.evaluated:
            yield Gap("evaluate", session=session)
    for session in sessions:
        if is_overdue(session, today):
            yield Gap("overdue", session=session)
    lacking = [t.topic for t in topics if not t.sessions]
    if held and lacking:
        yield Gap("topics", topics=lacking)
    for session in held:
        if session.row.of(Training.conclusion) == "ineffective" and not _repeated(session, held):
            yield Gap("ineffective", session=session)


def _repeated(session: Session, held: Sequence[Session]) -> bool:
    """A later session teaches the same again, and was not ineffective itself."""
    subjects, day = set(session.row.of(Training.subjects)), session.day
    return any(
        s.id != session.id and s.day and day and s.day >= day and subjects & set(s.row.of(Training.subjects))
        and s.row.of(Training.conclusion) != "ineffective"
        for s in held
    )  # fmt: skip


def is_overdue(session: Session, today: dt.date) -> bool:
    """Planned for a day that has passed, and not held."""
    planned = session.row.of(Training.planned_on)
    return not session.held and planned is not None and planned < today


def of_year(sessions: Sequence[Session], year: int | None) -> list[Session]:
    """The sessions of a year by their day; those without one belong to every year. None means all."""
    return [s for s in sessions if year is None or s.day is None or s.day.year == year]


def years(known: Facts) -> list[int]:
    """The years with sessions, latest first."""
    return sorted({s.day.year for s in known.sessions if s.day}, reverse=True)


def by_month(sessions: Sequence[Session], year: int) -> list[tuple[int, int]]:
    """Twelve pairs: sessions planned for the month, and those held in it; one without a plan counts as planned then."""
    months = [[0, 0] for _month in range(12)]
    for session in sessions:
        held = session.row.of(Training.held_on) if session.held else None
        planned = session.row.of(Training.planned_on) or held
        if planned and planned.year == year:
            months[planned.month - 1][0] += 1
        if held and held.year == year:
            months[held.month - 1][1] += 1
    return [(planned, done) for planned, done in months]


def scope(year: int) -> list[Any]:
    """Conditions of ``reading.Query``: trainings of a year by their day, and those without one; 0 is every year."""
    if not year:
        return []
    day = pw.fn.COALESCE(Training.held_on, Training.planned_on)
    return [(pw.fn.SUBSTR(day, 1, 4) == str(year)) | day.is_null()]
