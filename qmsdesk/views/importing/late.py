"""When 补录说明 is asked for: records of days or months more than thirty days ago."""

from __future__ import annotations

import datetime as dt

from qmsdesk.exchange.importing import ImportPlan, PlanRow
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import DateField, MonthField

DAYS = 30


def late_rows(plan: ImportPlan, today: dt.date) -> int:
    """How many rows to be added are of a day, or of a month that ended, more than 30 days before today.

    Only the date that makes a record what it is counts (its natural key); the others are facts, plans or terms.
    """
    limit = today - dt.timedelta(days=DAYS)
    dated = [f for f in plan.register.sheet.key if isinstance(f, DateField | MonthField)]
    return sum(_late(row, f, limit) for row in plan.rows if row.status == "add" for f in dated)


def _late(row: PlanRow, f: AnyField, limit: dt.date) -> bool:
    value = row.values.get(f)
    if isinstance(value, str) and value:
        year, month = int(value[:4]), int(value[5:7])
        value = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return isinstance(value, dt.date) and value < limit
