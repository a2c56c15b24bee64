"""Months of indicators that are over and have no value: what somebody has to report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import peewee as pw

from qmsdesk.models.base import Row
from qmsdesk.models.database import listed
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Department, Person
from qmsdesk.services import reading

DUE_DAY = 5
"""A month is to be reported by this day of the month after."""

_EVERY = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NUMERIC = ("ratio", "value", "count")


@dataclass(frozen=True)
class OpenMonths:
    """An indicator with its months that wait for a value, oldest first, and who reports them: its owner, else whoever
    reported the last one."""

    indicator: Row
    periods: tuple[str, ...]
    person_id: int
    person: str
    department: str

    @property
    def due_on(self) -> dt.date:
        """The day by which the oldest of them was to be reported."""
        return deadline(self.periods[0])


def deadline(period: str) -> dt.date:
    """The day by which a month is to be reported."""
    first = dt.date(int(period[:4]), int(period[5:]), 1)
    return (first + dt.timedelta(days=31)).replace(day=DUE_DAY)


def read(db: pw.Database, today: dt.date) -> list[OpenMonths]:
    """The indicators with open months, by number; computed ones and those without numbers have none.

    Asked for are the months of the periods of the round at hand, unless its value was typed, and every month after
    the last one that was reported. Months that nothing asks for are no gap.
    """
    known = _reported(db)
    rounds = _rounds(db)
    people = _people(db)
    found = []
    for indicator in reading.rows(
        db,
        Indicator,
        Indicator.void_reason == "",
        Indicator.feed.is_null() | (Indicator.feed == ""),
        Indicator.kind << _NUMERIC,
        Indicator.frequency << tuple(_EVERY),
        order=(Indicator.number,),
    ):
        periods, reporter = known.get(indicator.id, (frozenset(), 0))
        open_ = tuple(sorted(_asked(indicator, rounds.get(indicator.id), periods, today) - periods))
        if open_:
            person = indicator.of(Indicator.owner) or reporter or 0
            found.append(OpenMonths(indicator, open_, person, *people.get(person, ("", ""))))
    return found


def _asked(indicator: Row, current: Row | None, periods: frozenset[str], today: dt.date) -> set[str]:
    every, now = _EVERY[indicator.of(Indicator.frequency)], f"{today:%Y-%m}"
    spans = []
    if current is not None:
        planned = (
            (current.of(IndicatorRound.baseline), current.of(IndicatorRound.before)),
            (current.of(IndicatorRound.evaluation), current.of(IndicatorRound.after)),
        )
        spans += [tuple(period.split("~")) for period, typed in planned if period and not typed]
    if periods:
        spans.append((max(periods), now))
    months = (month for first, last in spans for month in _months(first, min(last, now)))
    return {month for month in months if month < now and int(month[5:]) % every == 0}


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (period := f"{year:04}-{month:02}") <= last:
        yield period
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _reported(db: pw.Database) -> dict[int, tuple[frozenset[str], int]]:
    """By indicator: the months with a value, and who reported the last of them."""
    reported = (
        Measurement.deleted_at.is_null(),
        Measurement.void_reason == "",
        Measurement.value.is_null(False) | Measurement.numerator.is_null(False),
    )
    months = Measurement.select(Measurement.indicator, listed(Measurement.period)).where(*reported)
    latest = Measurement.select(Measurement.indicator, pw.fn.MAX(Measurement.period).alias("period")).where(*reported)
    latest = latest.group_by(Measurement.indicator).alias("latest")
    same = (Measurement.indicator == latest.c.indicator_id) & (Measurement.period == latest.c.period)
    last = Measurement.select(Measurement.indicator, Measurement.reporter).join(latest, on=same).where(*reported)
    reporters = dict(db.execute(last).fetchall())
    rows = db.execute(months.group_by(Measurement.indicator)).fetchall()
    return {indicator: (frozenset(found.split(",")), reporters[indicator] or 0) for indicator, found in rows}


def _rounds(db: pw.Database) -> dict[int, Row]:
    """The round at hand of each indicator: its last one."""
    order = (IndicatorRound.position, IndicatorRound.id)
    return {row.of(IndicatorRound.indicator): row for row in reading.rows(db, IndicatorRound, order=order)}


def _people(db: pw.Database) -> dict[int, tuple[str, str]]:
    query = Person.select(Person.id, Person.name, Department.name).join(Department, pw.JOIN.LEFT_OUTER)
    return {i: (name, department or "") for i, name, department in db.execute(query).fetchall()}
