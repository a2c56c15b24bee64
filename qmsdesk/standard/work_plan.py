"""Typical tasks of the ten stages with suggested days, for a plan that begins empty (6.1, 6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsdesk.standard.data import load

_SATURDAY = 5


@dataclass(frozen=True)
class Typical:
    """A task; ``begins`` is counted in days from the day the plan counts from, ``days`` is how long it takes."""

    stage: str
    task: str
    led_by: str
    begins: int
    days: int

    def planned(self, anchor: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day: a first one on a weekend moves to Monday, a last one back to Friday, never before it."""
        first = anchor + dt.timedelta(days=self.begins)
        last = first + dt.timedelta(days=self.days - 1)
        if first.weekday() >= _SATURDAY:
            first += dt.timedelta(days=7 - first.weekday())
        if last.weekday() >= _SATURDAY:
            last -= dt.timedelta(days=last.weekday() - _SATURDAY + 1)
        return first, max(first, last)


def project() -> tuple[Typical, ...]:
    """The tasks of a first project, counted from its first day."""
    return _read("first")


def surveillance() -> tuple[Typical, ...]:
    """The tasks of a surveillance year, counted from the day of the surveillance audit."""
    return _read("surveillance")


def _read(kind: str) -> tuple[Typical, ...]:
    return tuple(
        Typical(each["stage"], each["task"], each["led_by"], each["from"], each["days"])
        for each in load("work_plan.json")[kind]
    )
