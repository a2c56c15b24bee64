"""Run charts of indicators from the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from qmsdesk.i18n import _
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise
from qmsdesk.reports import figures
from qmsdesk.services import indicators, monthly, reading, rounds
from qmsdesk.standard.rows import absent, gap
from qmsdesk.standard.values import Interval, Ratio, Value, magnitude, rounded, with_unit


def chart_data(db: Database, evaluated: indicators.Evaluated) -> figures.ChartData | None:
    """What the run chart of an indicator shows; None when fewer than two months have a value."""
    row = evaluated.row
    points = []
    for spot in monthly.series(evaluated, "month"):
        value = spot.value
        if not isinstance(value, Decimal | Ratio) or absent(value):
            continue
        met = row.numeric and not absent(row.target) and gap(row, value) <= 0
        number = magnitude(value, row.unit)
        text = rounded(number, 2)
        points.append(figures.Point(_day(spot.period), Decimal(rounded(number, 6)), text, met))
    if len(points) < 2:
        return None
    enterprise = reading.enterprise(db)
    window = evaluated.evaluation
    before = _level(row.before, row.unit, _("提升前"))
    return figures.ChartData(
        points=tuple(points),
        unit=row.unit,
        targets=_targets(row.target, row.unit),
        before=before,
        started=enterprise.of(Enterprise.system_started_on) if enterprise else None,
        window=(_day(window.first), _day(window.last)) if window else None,
    )


def all_charts(db: Database) -> Iterator[tuple[str, str, bytes]]:
    """(number, name, SVG) of every indicator that has months to show."""
    facts = indicators.read(db)
    for evaluated in indicators.evaluate(facts, rounds.stood_by(db, facts)):
        data = chart_data(db, evaluated)
        if data is not None:
            yield evaluated.row.number, evaluated.row.indicator, figures.svg(figures.run_chart(data))


def _targets(target: Value, unit: str) -> tuple[figures.Level, ...]:
    if isinstance(target, Interval):
        return (figures.Level(target.low, _("下限")), figures.Level(target.high, _("上限")))
    level = _level(target, unit, _("提升目标"))
    return (level,) if level else ()


def _level(value: Value, unit: str, name: str) -> figures.Level | None:
    if not isinstance(value, Decimal | Ratio) or absent(value):
        return None
    number = Decimal(rounded(magnitude(value, unit), 2))
    return figures.Level(number, f"{name} {with_unit(number, unit)}")


def _day(period: str) -> dt.date:
    return dt.date(int(period[:4]), int(period[5:]), 1)
