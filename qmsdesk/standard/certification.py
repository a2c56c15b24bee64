"""When a certificate is watched over and renewed, by the rules for certifying quality management systems.

质量管理体系认证规则（国家认监委公告〔2025〕第16号，2026-01-01 起施行）: the first surveillance within 12 months of
issue, the next ones at most 12 months apart, two in a cycle at least; recertification done before the certificate ends.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsdesk.clock import later
from qmsdesk.i18n import _

SOURCE = _("质量管理体系认证规则（国家认监委公告〔2025〕第16号）")
APART = 12
"""Months between two surveillance audits at most."""
CYCLE = 36
"""Months a certificate is valid at most."""
AHEAD = 6
"""Months before the end from which recertification is brought up: our advice, no rule."""


@dataclass(frozen=True)
class Cycle:
    """The days by which each surveillance audit has to be held, and by which recertification has to be done."""

    surveillance: tuple[dt.date, ...]
    recertify_by: dt.date
    whole: bool
    """False while the end of the certificate is not known and three years stand in for it."""
    issued: dt.date

    def next_by(self, registered: dt.date | None, today: dt.date) -> dt.date | None:
        """The limit of the next surveillance audit, which lies behind ``today`` once it was missed.

        ``registered`` is the day entered for an audit. A past one was the last audit, the next follows within 12
        months of it; while none was held in this cycle, the first limit stays. A day ahead is held to the next limit
        of the cycle. None when only recertification is left: it takes the place of a surveillance that would fall
        into the months in which it is brought up.
        """
        if self.recertify_by < today:
            return None
        if registered is None or registered < self.issued:
            return self.surveillance[0] if self.surveillance else None
        if registered >= today:
            return next((day for day in self.surveillance if day >= today), None)
        limit = later(registered, APART)
        return limit if limit < later(self.recertify_by, -AHEAD) else None


def cycle(issued: dt.date, until: dt.date | None) -> Cycle:
    """The cycle of a certificate issued on a day; an audit that would fall behind its end belongs to the next one."""
    end = until or later(issued, CYCLE) - dt.timedelta(days=1)
    days = (later(issued, APART * n) for n in range(1, 1 + CYCLE // APART))
    return Cycle(tuple(day for day in days if day < end), end, until is not None, issued)
