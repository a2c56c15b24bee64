"""Nonconformities over the record: raised through one gate, the line of their states, what they have in common."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import peewee as pw

from qmsdesk.clock import in_china
from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity, NonconformityRound
from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.actions import ANALYSE_DAYS, NONCONFORMITY, found_on, raised
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.kinds import display_clause, to_text
from qmsdesk.registers.spec import Values
from qmsdesk.services import history, reading, records
from qmsdesk.services.sitting import Sitting

NodeState = Literal["done", "current", "overdue", "open"]
BUCKETS = (15, 30, 60, 90)
"""Upper bounds in days of the groups by age; the last group is open above."""


def raise_nonconformity(
    sitting: Sitting, source: str, fact: str, *, came_from: str = "", values: Values | None = None
) -> records.Change:
    """Open a nonconformity: the one gate for audit, review, complaint, output and whatever else finds one.

    ``source`` is a key of ``Nonconformity.SOURCE``, ``came_from`` what ``spec.origin`` gives for what raised it.
    Raises Invalid for an empty fact, Blocked when that row has a live one already.
    """
    with sitting.batch(_("开具不符合")):
        if came_from and (known := raised_by(sitting.db, came_from)):
            number = known[0]["number"]
            raise Blocked(_("已经开具过不符合 {}。").format(number), (), _("在“不符合与纠正”里接着处理它。"))
        more: Values = {Nonconformity.found_on: sitting.clock.today(), **(values or {})}
        return records.save(sitting, NONCONFORMITY, None, raised(source, fact, came_from, more))


def raised_by(db: pw.Database, came_from: str) -> list[Row]:
    """The live nonconformities that a row raised; ``came_from`` as in ``spec.origin``."""
    return reading.rows(db, Nonconformity, Nonconformity.origin == came_from, Nonconformity.void_reason == "")


@dataclass(frozen=True)
class Source:
    """The record that raised a nonconformity, in words; ``register`` and ``number`` lead there."""

    register: str
    number: str
    title: str


def source_of(db: pw.Database, row: Row) -> Source | None:
    """Where a nonconformity came from; None when nobody said, or the record is gone."""
    key, _colon, rest = row.of(Nonconformity.origin).partition(":")
    number = rest.partition(":")[0]
    register = BY_KEY.get(key)
    if register is None or not number.isdecimal():
        return None
    found = reading.row(db, register.model, int(number))
    if found is None or found["deleted_at"] is not None:
        return None
    return Source(key, found["number"], f"{register.title} {found['number']}")


@dataclass(frozen=True)
class Node:
    """One of the six steps on the state line; ``day`` is when it was done, else when it is due."""

    key: str
    title: str
    state: NodeState
    day: dt.date | None
    late: int = 0

    def words(self) -> str:
        """What stands under the title: 逾期 n 天, or the day."""
        if self.late:
            return _("逾期 {} 天").format(self.late)
        return f"{self.day:%m-%d}" if self.day else "—"

    def spoken(self) -> str:
        """The node as a screen reader says it."""
        state = {"done": _("已完成"), "current": _("进行中"), "overdue": self.words(), "open": _("未开始")}[self.state]
        return f"{self.title} {state} {self.day or ''}".strip()


_PASSED = {"opened": 0, "analysis": 2, "action": 3, "verifying": 4, "closed": 6}


def nodes(db: pw.Database, row: Row, today: dt.date) -> tuple[Node, ...]:
    """The six nodes of one nonconformity: 开具 纠正 原因 纠正措施 验证 关闭; two statements at most."""
    start, analyse_by = found_on(row), _analyse_by(row, _sent_back(db, [row]))
    verify_by = row.of(Nonconformity.verify_by)
    steps: tuple[tuple[str, str, dt.date | None, dt.date | None], ...] = (
        ("open", _("开具"), start, None),
        ("correction", _("纠正"), row.of(Nonconformity.corrected_on), analyse_by),
        ("cause", _("原因"), _analysed_on(db, row), analyse_by),
        ("action", _("纠正措施"), row.of(Nonconformity.done_on), row.of(Nonconformity.due_on)),
        ("verify", _("验证"), row.of(Nonconformity.verified_on), verify_by),
        ("close", _("关闭"), row.of(Nonconformity.closed_on), verify_by),
    )
    passed = _PASSED.get(row["status"], 0)
    if row["status"] == "opened":
        passed = 2 if row.of(Nonconformity.corrected_on) else 1
    made = []
    for place, (key, title, day, due) in enumerate(steps):
        late = (today - due).days if place == passed and due and due < today else 0
        state: NodeState = "done" if place < passed else "overdue" if late else "current" if place == passed else "open"
        shown = day if place < passed else due if place == passed else None
        made.append(Node(key, title, state, shown, late))
    return tuple(made)


def _sent_back(db: pw.Database, rows: Iterable[Row]) -> dict[int, dt.date]:
    """When those in a further round were sent back to their analysis, by id; no statement where there are none."""
    ids = [row.id for row in rows if row.of(Nonconformity.round) > 1]
    rounds = reading.rows(db, NonconformityRound, NonconformityRound.nonconformity << ids) if ids else []
    days: dict[int, dt.date] = {}
    for each in rounds:
        key, day = each.of(NonconformityRound.nonconformity), each.of(NonconformityRound.verified_on)
        if day is not None:
            days[key] = max(day, days.get(key, day))
    return days


def _analyse_by(row: Row, sent_back: Mapping[int, dt.date]) -> dt.date:
    return sent_back.get(row.id, found_on(row)) + dt.timedelta(days=ANALYSE_DAYS)


def _analysed_on(db: pw.Database, row: Row) -> dt.date | None:
    """The day the measures of this round were handed in: the analysis was complete then."""
    found = None
    for entry in history.entries(db, register=NONCONFORMITY.key, record=row.id):
        if entry.verb in {"plan", "reopen"}:
            found = in_china(entry.at).date() if entry.verb == "plan" else None
    return found


@dataclass(frozen=True)
class Bar:
    """One bar of a Pareto chart. ``key`` is the value counted, ``share`` and ``cumulative`` are in percent."""

    key: Any
    label: str
    count: int
    share: Decimal
    cumulative: Decimal


PARETO: tuple[AnyField, ...] = (
    Nonconformity.factors,
    Nonconformity.department,
    Nonconformity.clauses,
    Nonconformity.source,
    Nonconformity.grade,
)
"""What nonconformities can be counted by."""


def pareto(
    db: pw.Database, by: AnyField, *, since: dt.date | None = None, until: dt.date | None = None
) -> tuple[Bar, ...]:
    """Live nonconformities by factor, department, clause, source or grade, the most frequent first.

    One with several factors or clauses counts in each; what was not filled in is not counted. Two statements at most.
    """
    query = _live(by)
    if since is not None:
        query = query.where(Nonconformity.found_on >= since)
    if until is not None:
        query = query.where(Nonconformity.found_on <= until)
    counts: Counter[Any] = Counter()
    for (stored,) in db.execute(query).fetchall():
        value = by.python_value(stored) if stored is not None else None
        counts.update(value if isinstance(value, tuple) else () if value in (None, "") else (value,))
    labels = _labels(db, by, counts)
    total = sum(counts.values())
    bars, sofar = [], 0
    for key, count in sorted(counts.items(), key=lambda item: (-item[1], labels[item[0]])):
        sofar += count
        bars.append(Bar(key, labels[key], count, _percent(count, total), _percent(sofar, total)))
    return tuple(bars)


def _labels(db: pw.Database, by: AnyField, keys: Iterable[Any]) -> dict[Any, str]:
    if isinstance(by, pw.ForeignKeyField):
        known = reading.captions(db, by.rel_model)
        return {key: known.get(key, "") for key in keys}
    if by is Nonconformity.clauses:
        return {key: display_clause(key) for key in keys}
    words = dict(by.choices or ())
    return {key: str(words.get(key, to_text(by, key))) for key in keys}


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _live(*columns: AnyField) -> Any:
    return Nonconformity.select(*columns).where(Nonconformity.deleted_at.is_null() & (Nonconformity.void_reason == ""))


@dataclass(frozen=True)
class Open:
    """A nonconformity that is not closed, and for how many days it has been open."""

    id: int
    number: str
    fact: str
    status: str
    owner: str
    days: int
    late: int


@dataclass(frozen=True)
class Age:
    """The open ones of one age; ``least`` and ``most`` in days, ``most`` None without a bound."""

    least: int
    most: int | None
    open: tuple[Open, ...]

    @property
    def title(self) -> str:
        """The group in words."""
        if self.most is None:
            return _("{} 天以上").format(self.least - 1)
        return _("{}–{} 天").format(self.least, self.most)


def ageing(db: pw.Database, today: dt.date) -> tuple[Age, ...]:
    """What is open by its age, oldest first in each group; three statements at most."""
    names = reading.captions(db, Nonconformity.owner.rel_model)
    found = []
    rows = reading.rows(db, Nonconformity, Nonconformity.void_reason == "", Nonconformity.status != "closed")
    sent_back = _sent_back(db, rows)
    for row in rows:
        days = max((today - found_on(row)).days, 0)
        owner = names.get(row.of(Nonconformity.owner) or 0, "")
        status = dict(Nonconformity.STATUS)[row["status"]]
        fact = row.of(Nonconformity.fact)
        found.append(Open(row.id, row["number"], fact, status, owner, days, days_late(row, today, sent_back)))
    found.sort(key=lambda each: (-each.days, each.number))
    bounds = (*BUCKETS, None)
    starts = (0, *(bound + 1 for bound in BUCKETS))
    return tuple(
        Age(least, most, tuple(o for o in found if least <= o.days and (most is None or o.days <= most)))
        for least, most in zip(starts, bounds, strict=True)
    )


def days_late(row: Row, today: dt.date, sent_back: Mapping[int, dt.date]) -> int:
    """By how many days the present step of an open nonconformity is late; 0 when it is not."""
    analyse_by = _analyse_by(row, sent_back)
    due = {
        "opened": analyse_by,
        "analysis": row.of(Nonconformity.due_on) or analyse_by,
        "action": row.of(Nonconformity.due_on),
        "verifying": row.of(Nonconformity.verify_by),
    }.get(row["status"])
    return max((today - due).days, 0) if due else 0


@dataclass(frozen=True)
class Tally:
    """How many there are, and how many of the open ones are late."""

    open: int
    closed: int
    late: int

    @property
    def total(self) -> int:
        """All live ones."""
        return self.open + self.closed


def tally(db: pw.Database, today: dt.date, rows: Sequence[Row] | None = None) -> Tally:
    """Counts over all live nonconformities, or over ``rows``; two statements at most."""
    if rows is None:
        rows = reading.rows(db, Nonconformity, Nonconformity.void_reason == "")
    opened = [row for row in rows if row["status"] != "closed"]
    sent_back = _sent_back(db, opened)
    late = sum(1 for row in opened if days_late(row, today, sent_back))
    return Tally(len(opened), len(rows) - len(opened), late)
