"""When 补录说明 is asked for: records of days or months more than thirty days ago."""

from __future__ import annotations

import datetime as dt

from qmsdesk.exchange.importing import ImportPlan, PlanRow
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import DateField, MonthField
from qmsdesk.services import lateness

DAYS = lateness.DAYS


def late_rows(plan: ImportPlan, today: dt.date) -> int:
    """How many rows to be added are of a day, or of a month that ended, more than 30 days before today.

    Only the business date counts, or the date that makes a record what it is (its natural key); the others are facts,
    plans or terms. A row that says itself why it is late is not asked about.
    """
    register = plan.register
    dated = [register.happened] if register.happened is not None else register.sheet.key
    fields = [f for f in dated if isinstance(f, DateField | MonthField)]
    late = register.model.late_reason
    return sum(
        row.status == "add" and not row.values.get(late) and any(_late(row, f, today) for f in fields)
        for row in plan.rows
    )


def _late(row: PlanRow, f: AnyField, today: dt.date) -> bool:
    return lateness.is_late(row.values.get(f), today)
