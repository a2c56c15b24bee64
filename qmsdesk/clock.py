"""The one source of time: services are handed a clock, nothing else asks what day it is."""

from __future__ import annotations

import calendar
import datetime as dt
import os
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.i18n import _

CHINA = dt.timezone(dt.timedelta(hours=8))
"""The zone of every day and time a user sees, wherever the machine stands."""


@dataclass(frozen=True)
class Clock:
    """Real time, or a fixed day (tests, demo). Business dates have no zone; ``now`` is UTC."""

    fixed: dt.date | None = None

    def today(self) -> dt.date:
        """The business day, in China: the day that history will say of what is done now."""
        return self.fixed or day_in_china(self.now())

    def now(self) -> dt.datetime:
        """The instant for history, in UTC; a fixed day stands at 02:00 UTC (10:00 in China)."""
        if self.fixed:
            return dt.datetime.combine(self.fixed, dt.time(2), dt.UTC)
        return dt.datetime.now(dt.UTC)


def from_environment() -> Clock:
    """The clock of ``QMSDESK_TODAY`` (YYYY-MM-DD) when it is set, else the real one."""
    text = os.environ.get("QMSDESK_TODAY", "")
    if not text:
        return Clock()
    try:
        return Clock(dt.date.fromisoformat(text))
    except ValueError:
        said = _("环境变量 QMSDESK_TODAY 的值“{}”不是日期。").format(text)
        raise UserError(said, _("请写成 2026-10-15 的样子。")) from None


def in_china(instant: str | dt.datetime) -> dt.datetime:
    """An instant, as stored (ISO 8601, UTC) or read, in China's time."""
    return (dt.datetime.fromisoformat(instant) if isinstance(instant, str) else instant).astimezone(CHINA)


def day_in_china(instant: str | dt.datetime) -> dt.date:
    """The day of an instant for eyes: 16:00 UTC begins the next one."""
    return in_china(instant).date()


def later(day: dt.date, months: int) -> dt.date:
    """The same day some months later (earlier, when negative), the last of the month where there is none.

    A day past the end of the calendar is its last one.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
