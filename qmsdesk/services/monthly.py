"""The months of one indicator as a table and as a line: what is there, what is due, how far each is from the target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from qmsdesk.errors import UserError
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.registers.spec import Problem, Proposal, Values
from qmsdesk.services import history, reading, records, workflow
from qmsdesk.services.indicators import Evaluated, Facts, Period, as_months, method
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.aggregate import aggregate
from qmsdesk.standard.rows import ScoreRow, absent, meets
from qmsdesk.standard.values import Interval, Value, magnitude

View = Literal["month", "quarter", "year"]
_EVERY = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_WITHOUT_PLAN = 12  # months shown where neither rounds nor values say what the span is
NUMERIC = frozenset({"ratio", "value", "count"})


@dataclass(frozen=True)
class MonthLine:
    """One month: its stored row, the value it makes, its files. ``due``: the month is over and its value is missing."""

    period: str
    row: Row | None
    value: Value
    due: bool
    evidence: int

    @property
    def status(self) -> str:
        return str(self.row.of(Measurement.status)) if self.row else ""


@dataclass(frozen=True)
class Spot:
    """A point of the run chart: the last month it covers and its value."""

    period: str
    value: Value


def shift(period: str, months: int) -> str:
    """The calendar month so many later."""
    place = int(period[:4]) * 12 + int(period[5:]) - 1 + months
    return f"{place // 12:04}-{place % 12 + 1:02}"


def month_of(day: dt.date) -> str:
    """The calendar month of a day."""
    return f"{day.year:04}-{day.month:02}"


def lines(facts: Facts, evaluated: Evaluated, today: dt.date, *, earlier: int = 0) -> list[MonthLine]:
    """The months of the span, newest first: from the first period or value to the one that runs now.

    ``earlier`` adds so many months before it, for values that are entered later.
    """
    indicator = evaluated.indicator
    every = _EVERY.get(indicator.of(Indicator.frequency), 0)
    now = month_of(today)
    stored = {m.of(Measurement.period): m for m in evaluated.months}
    first = shift(_first(evaluated, stored, now), -earlier)
    last = max([now, *stored])
    if every:
        last = max(last, shift(now, -int(now[5:]) % every))  # the end of the quarter or half-year that runs
    shown, month = set(stored), first
    while month <= last:
        if (every and int(month[5:]) % every == 0) or (not every and (month == now or earlier)):
            shown.add(month)
        month = shift(month, 1)
    tracked = bool(stored) or not indicator.of(Indicator.counted) or absent(evaluated.after.typed)
    return [_line(facts, evaluated, period, stored.get(period), now, tracked) for period in sorted(shown, reverse=True)]


def first_due(found: Iterable[MonthLine]) -> MonthLine | None:
    """The oldest month that is over and has no value."""
    return min((line for line in found if line.due), key=lambda line: line.period, default=None)


def difference(row: ScoreRow, value: Value) -> Fraction | None:
    """Value minus target in the unit (percent points for %), for a range the way outside it; None without numbers."""
    if not row.numeric or absent(value) or absent(row.target) or isinstance(value, Interval | bool | str | None):
        return None
    have = magnitude(value, row.unit)
    if isinstance(row.target, Interval):
        low, high = Fraction(row.target.low), Fraction(row.target.high)
        return min(have - low, Fraction(0)) or max(have - high, Fraction(0))
    if isinstance(row.target, bool | str | None):
        return None
    return have - magnitude(row.target, row.unit)


def reaches(row: ScoreRow, value: Value) -> bool:
    """Whether a month's value reaches the target; False where there is nothing to compare."""
    return difference(row, value) is not None and meets(row, value)


def series(evaluated: Evaluated, view: View) -> list[Spot]:
    """The values over time, oldest first: by month, by calendar quarter, or the running value of each year (累计)."""
    entered = [m for m in evaluated.months if _entered(m)]
    if evaluated.row.kind not in NUMERIC:
        return []
    if view == "month":
        return [Spot(m.of(Measurement.period), _reading(evaluated, m)) for m in entered]
    if view == "quarter":
        groups: dict[str, list[Row]] = {}
        for month in entered:
            period = month.of(Measurement.period)
            groups.setdefault(shift(period, -int(period[5:]) % 3), []).append(month)
        return [Spot(period, _value(evaluated, group)) for period, group in sorted(groups.items())]
    running: list[Spot] = []
    for place, month in enumerate(entered):
        year = month.of(Measurement.period)[:4]
        group = [m for m in entered[: place + 1] if m.of(Measurement.period)[:4] == year]
        running.append(Spot(month.of(Measurement.period), _value(evaluated, group)))
    return running


def put(sitting: Sitting, indicator: Row, months: Mapping[str, Values], new: Values, label: str) -> Change:
    """Write values of several months of an indicator as one step; ``new`` is added to months that do not exist yet.

    Invalid or Blocked for the first month that cannot be saved, with nothing written.
    """
    with sitting.batch(label) as batch:
        change = Change(MEASUREMENT.key, 0, "same", batch.batch)
        for period, values in months.items():
            key = {Measurement.indicator: indicator.id, Measurement.period: period}
            found = reading.find(sitting.db, Measurement, key)
            if found is None:
                done = records.save(sitting, MEASUREMENT, None, {**new, **key, **values})
            else:
                done = records.save(sitting, MEASUREMENT, found.id, values)
            change = done if done.what != "same" else change
        return change


def problems(indicator: Row, before: Row | None, values: Values, today: dt.date) -> list[Problem]:
    """What would be refused of a month's new values, beside those it has: 分子 larger than 分母, a negative 分母."""
    named = {f.name: v for f, v in values.items()}
    after = Row({**(before or history.defaults(Measurement)), **named})
    return MEASUREMENT.workflow.guard(Proposal(before, after, frozenset(values), None, today, lambda _f: indicator))


def verify(sitting: Sitting, ids: Sequence[int], verifier: int, day: dt.date, waiver: str = "") -> Change:
    """核实 months as one step by a person on a day; ``waiver`` is the reason where he reported a month himself.

    Blocked, with nothing written, for a month without a value or, without a waiver, for one he reported.
    """
    verb = next(v for v in MEASUREMENT.workflow.verbs if v.key == "verify")
    with sitting.batch(verb.label, final=True):
        change = Change(MEASUREMENT.key, 0, "same", 0)
        for record in ids:
            checked = {Measurement.verifier: verifier, Measurement.verified_on: day}
            records.save(sitting, MEASUREMENT, record, checked)
            change = workflow.run(sitting, MEASUREMENT, record, verb, waiver=waiver)
        return change


def lock(sitting: Sitting, ids: Sequence[int]) -> Change:
    """锁定 verified months as one step: they are no longer changed."""
    verb = next(v for v in MEASUREMENT.workflow.verbs if v.key == "lock")
    with sitting.batch(verb.label, final=True):
        change = Change(MEASUREMENT.key, 0, "same", 0)
        for record in ids:
            change = workflow.run(sitting, MEASUREMENT, record, verb)
        return change


def _first(evaluated: Evaluated, stored: dict[str, Row], now: str) -> str:
    planned = [p.first for p in (evaluated.baseline, evaluated.evaluation) if isinstance(p, Period)]
    known = [*planned, *stored]
    return min([*known, now]) if known else shift(now, 1 - _WITHOUT_PLAN)


def _line(facts: Facts, evaluated: Evaluated, period: str, row: Row | None, now: str, tracked: bool) -> MonthLine:
    value = _reading(evaluated, row) if row and _entered(row) else None
    missing = row is None or not _entered(row)
    every = _EVERY.get(evaluated.indicator.of(Indicator.frequency), 0)
    due = tracked and missing and period < now and (row is not None or bool(every and int(period[5:]) % every == 0))
    return MonthLine(period, row, value, due, facts.evidence.get(("measurement", row.id), 0) if row else 0)


def _entered(row: Row) -> bool:
    return row.of(Measurement.value) is not None or row.of(Measurement.numerator) is not None


def _reading(evaluated: Evaluated, row: Row) -> Value:
    return _value(evaluated, [row], "latest")


def _value(evaluated: Evaluated, rows: Sequence[Row], how: str = "") -> Value:
    how = how or method(evaluated.indicator, evaluated.round, rows)
    try:
        return aggregate(how, as_months(rows), evaluated.indicator.of(Indicator.unit))
    except UserError:
        return None  # 分子 without 分母, or months of two kinds: the table shows what is missing
