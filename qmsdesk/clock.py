"""The one source of time: services are handed a clock, nothing else asks what day it is."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.i18n import _

CHINA = dt.timezone(dt.timedelta(hours=8))
"""The zone of dates in history, prints and bundles, wherever they are made."""


@dataclass(frozen=True)
class Clock:
    """Real time, or a fixed day (tests, demo). Business dates have no zone; ``now`` is UTC."""

    fixed: dt.date | None = None

    def today(self) -> dt.date:
        """The business day, in the machine's own time zone."""
        return self.fixed or dt.datetime.now().date()

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


def in_china(stored: str) -> dt.datetime:
    """A stored instant (ISO 8601, UTC) in China's time."""
    return dt.datetime.fromisoformat(stored).astimezone(CHINA)
