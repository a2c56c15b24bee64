"""Cells from Excel into the months: which month each row means, what it would replace, what cannot be taken."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Measurement
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.registers.kinds import Unreadable, from_text, month_from_text
from qmsdesk.registers.spec import Values
from qmsdesk.services import records
from qmsdesk.services.monthly import MonthLine, month_of, problems
from qmsdesk.views.indicators.typed import month_value

MOST = 600
_NUMBERS = (Measurement.numerator, Measurement.denominator, Measurement.value)


@dataclass(frozen=True)
class Planned:
    """What one month would get: the texts as pasted, their values, why not, and whether something is replaced."""

    period: str
    texts: tuple[str, ...]
    values: Values = field(default_factory=dict)
    problem: str = ""
    replaces: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole paste: the columns it fills, a row per month, and sentences about what was left aside."""

    fields: tuple[AnyField, ...]
    rows: tuple[Planned, ...]
    notes: tuple[str, ...] = ()
    by_month: bool = False

    @property
    def good(self) -> dict[str, Values]:
        """What can be written, by month."""
        return {row.period: row.values for row in self.rows if not row.problem and row.values}


def cells(text: str) -> list[list[str]]:
    """The rows of copied cells, empty rows at the end left out."""
    rows = [
        list(row) for row in csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    ]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def plan(
    block: Sequence[Sequence[str]],
    months: Sequence[MonthLine],
    start: str,
    fields: Sequence[AnyField],
    indicator: Row,
    today: dt.date,
    *,
    reverse: bool = False,
) -> Plan:
    """How copied cells fall on the months: by a first column of months, else downwards from ``start``.

    ``fields`` are the columns from the cursor to the right; ``reverse`` turns rows that run from old to new.
    """
    rows, notes = [list(row) for row in block], []
    if rows and _is_heading(rows[0]):
        notes.append(_("第一行是标题，不导入：{}").format(" ".join(c.strip() for c in rows.pop(0))[:40]))
    if len(rows) > MOST:
        notes.append(_("只取前 {} 行").format(MOST))
        rows = rows[:MOST]
    by_month = bool(rows) and all(_month(row) for row in rows)
    width = max((len(row) for row in rows), default=0) - by_month
    used = tuple(fields[:width])
    if width > len(used):
        notes.append(_("右边多出 {} 列，没有用到").format(width - len(used)))
    if by_month:
        places = [(_month(row), row[1:]) for row in rows]
    else:
        below = [m.period for m in months[next((i for i, m in enumerate(months) if m.period == start), 0) :]]
        ordered = rows[::-1] if reverse else rows
        places = [(below[i] if i < len(below) else "", row) for i, row in enumerate(ordered)]
    lines = {m.period: m for m in months}
    planned = tuple(_planned(period, row, used, lines.get(period), indicator, today) for period, row in places)
    return Plan(used, _once(planned), tuple(notes), by_month)


def _planned(
    period: str, row: Sequence[str], fields: Sequence[AnyField], line: MonthLine | None, indicator: Row, today: dt.date
) -> Planned:
    texts = tuple((row[i] if i < len(row) else "").strip() for i in range(len(fields)))
    if not period:
        return Planned("", texts, problem=_("下面没有这么多月份"))
    if period > month_of(today):
        return Planned(period, texts, problem=_("还没到这个月"))
    stored = line.row if line else None
    if stored is not None and records.locked(MEASUREMENT, stored):
        return Planned(period, texts, problem=_("已锁定，不能修改"))
    values: Values = {}
    for f, text in zip(fields, texts, strict=True):
        try:
            values[f] = month_value(indicator, text) if f is Measurement.value else from_text(f, text)
        except Unreadable as why:
            return Planned(period, texts, problem=str(why))
    if all(value is None for value in values.values()):
        return Planned(period, texts, problem=_("没有数据"))
    found = problems(indicator, stored, values, today)
    if found:
        return Planned(period, texts, problem=found[0].text.split("；")[0])
    replaces = stored is not None and any(stored.of(f) not in (None, values[f]) for f in values)
    return Planned(period, texts, values, replaces=replaces)


def _once(rows: Sequence[Planned]) -> tuple[Planned, ...]:
    seen: set[str] = set()
    made = []
    for row in rows:
        twice = row.period in seen and bool(row.period)
        made.append(Planned(row.period, row.texts, problem=_("这个月出现两次")) if twice else row)
        seen.add(row.period)
    return tuple(made)


def _month(row: Sequence[str]) -> str:
    if len(row) < 2 or not any(mark in row[0] for mark in "-./年"):
        return ""
    try:
        return month_from_text(row[0]) or ""
    except Unreadable:
        return ""


def _is_heading(row: Sequence[str]) -> bool:
    """Words only: no cell reads as a number or a month."""
    words = [cell.strip() for cell in row if cell.strip()]
    return (
        bool(words)
        and not any(any(sign.isdigit() for sign in word) for word in words)
        and any(any(sign.isalpha() for sign in word) for word in words)
    )
