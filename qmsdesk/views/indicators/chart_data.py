"""From an indicator to its run chart: points, target, 提升前, start of the system, 提升后取值期 (look of all three)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext
from fractions import Fraction

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.people import Enterprise
from qmsdesk.reports.figures import ChartData, Level, Palette, Point
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.monthly import View, reaches, series
from qmsdesk.standard.rows import absent
from qmsdesk.standard.values import Interval, Ratio, Value, magnitude
from qmsdesk.views.indicators.figures import value_text, with_unit
from qmsdesk.views.theme.tokens import Tokens


def chart_data(evaluated: Evaluated, enterprise: Row | None, view: View) -> ChartData:
    """What the chart of an indicator shows."""
    row = evaluated.row
    points = []
    for spot in series(evaluated, view):
        number = _number(spot.value, row.unit)
        if number is not None:
            text = value_text(spot.value, "", row.target) if row.unit != "%" else _bare(spot.value, row.target)
            points.append(Point(day_of(spot.period), number, text, met=reaches(row, spot.value)))
    window = evaluated.evaluation
    before = _number(row.before, row.unit)
    return ChartData(
        points=tuple(points),
        unit=row.unit,
        targets=_targets(row.target, row.unit),
        before=_level(before, _("提升前 {}"), value_text(row.before, row.unit)) if before is not None else None,
        started=enterprise.of(Enterprise.system_started_on) if enterprise else None,
        window=(day_of(window.first), day_of(window.last)) if window else None,
    )


def palette_of(tokens: Tokens) -> Palette:
    """The colours of a chart on the window."""
    return Palette(
        tokens.surface,
        tokens.text,
        tokens.text3,
        tokens.line,
        tokens.actual,
        tokens.target,
        tokens.before,
        tokens.band,
    )


def day_of(period: str) -> dt.date:
    """The first day of a month."""
    return dt.date(int(period[:4]), int(period[5:]), 1)


def spoken(data: ChartData, name: str) -> str:
    """The chart in a sentence, for screen readers."""
    if not data.points:
        return _("{name}：还没有数据").format(name=name)
    first, last = data.points[0], data.points[-1]
    return _("{name}：{count} 个点，{first} 为 {a}，{last} 为 {b}，达到目标 {met} 个").format(
        name=name,
        count=len(data.points),
        first=f"{first.month:%Y-%m}",
        a=first.text,
        last=f"{last.month:%Y-%m}",
        b=last.text,
        met=sum(point.met for point in data.points),
    )


def _targets(target: Value, unit: str) -> tuple[Level, ...]:
    if isinstance(target, Interval):
        low, high = with_unit(f"{target.low}", unit), with_unit(f"{target.high}", unit)
        return (_level(target.low, _("目标下限 {}"), low), _level(target.high, _("目标上限 {}"), high))
    number = _number(target, unit)
    return (_level(number, _("提升目标 {}"), value_text(target, unit)),) if number is not None else ()


def _level(number: Decimal, words: str, text: str) -> Level:
    return Level(number, words.format(text))


def _bare(value: Value, target: Value) -> str:
    return value_text(value, "%", target).rstrip("%")


def _number(value: Value, unit: str) -> Decimal | None:
    """For drawing only: a ratio is cut after 28 digits."""
    if absent(value) or not isinstance(value, Decimal | Ratio):
        return None
    exact: Fraction = magnitude(value, unit)
    with localcontext(prec=28):
        return Decimal(exact.numerator) / Decimal(exact.denominator)
