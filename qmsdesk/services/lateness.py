"""补录: when a record was entered long after the day it tells of, and therefore says why (clause 4, 真实)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from qmsdesk.clock import in_china
from qmsdesk.models.base import Row
from qmsdesk.registers.spec import Register

DAYS = 30


def last_day(value: Any) -> dt.date | None:
    """The day of a stored date, the last day of a stored month; None for anything else."""
    if isinstance(value, str) and value:
        year, month = int(value[:4]), int(value[5:7])
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return value if isinstance(value, dt.date) else None


def is_late(value: Any, entered: dt.date) -> bool:
    """Whether a business date (or month) lies more than 30 days before the day of entry."""
    day = last_day(value)
    return day is not None and (entered - day).days > DAYS


def due(register: Register, row: Row, today: dt.date) -> bool:
    """Whether a record needs its 补录说明; ``today`` is the day of entry of one that is not stored yet."""
    if register.happened is None:
        return False
    entered = in_china(row["created_at"]).date() if row.get("created_at") else today
    return is_late(row.of(register.happened), entered)


def missing(register: Register, row: Row, today: dt.date) -> bool:
    """Whether the 补录说明 is due and not written."""
    return not row["late_reason"].strip() and due(register, row, today)
