"""What calls for action by a date: the one shape in which registers and services report it."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass
from typing import Literal

from qmsdesk.i18n import _

Kind = Literal["due", "month", "hint"]
Group = Literal["overdue", "today", "week", "horizon", "month", "hint"]

GROUP_TITLES: dict[Group, str] = {
    "overdue": _("逾期"),
    "today": _("今天"),
    "week": _("7 天内"),
    "horizon": _("30 天内"),
    "month": _("本月应填"),
    "hint": _("提示"),
}
_WEEK = 7


@dataclass(frozen=True)
class DueItem:
    """Something to be done by ``date``; ``kind`` "month" is a value to report, "hint" what is advised, not asked.

    ``field`` of the record is where to mend it; ``line`` is the child row it stands in, 0 for the record itself.
    ``topic`` tells apart what is due of one record by the same field.
    """

    register: str
    number: str
    title: str
    date: dt.date
    overdue: bool
    kind: Kind = "due"
    record: int = 0
    field: str = ""
    line: int = 0
    person_id: int = 0
    person: str = ""
    department: str = ""
    topic: str = ""

    @property
    def key(self) -> str:
        """What stays the same as long as it is the same duty, whatever its date and whatever its record is called."""
        topic = zlib.crc32(self.topic.encode())
        return f"{self.register}-{self.record}-{self.line}-{self.field}-{self.kind}-{topic:08x}"


def group(item: DueItem, today: dt.date) -> Group:
    """The heading an item stands under."""
    if item.kind == "hint":
        return "hint"
    if item.kind == "month":
        return "month"
    days = (item.date - today).days
    if days < 0:
        return "overdue"
    if days == 0:
        return "today"
    return "week" if days <= _WEEK else "horizon"


def word(item: DueItem, today: dt.date) -> str:
    """How far off the date is, in words: 逾期 5 天, 今天, 还有 3 天. Advice has no deadline to miss: 提示."""
    days = (item.date - today).days
    if item.kind == "hint":
        return _("提示")
    if days < 0:
        return _("逾期 {} 天").format(-days)
    return _("今天") if days == 0 else _("还有 {} 天").format(days)
