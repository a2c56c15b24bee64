"""The words of the page: what a tier lacks, in one line, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.services.training import Facts, Gap, TierView
from qmsdesk.standard.tiers import Topic

_NAMED = 3
LINKS = {
    "people": _("安排补训"),
    "evaluate": _("去评价"),
    "overdue": _("去登记"),
    "ineffective": _("安排补训"),
    "nobody": _("填写层级"),
    "session": _("新建培训"),
    "topics": _("新建培训"),
}
"""What the link of a gap says, by kind."""


def named(names: Sequence[str]) -> str:
    """The first few names, and how many there are."""
    if len(names) <= _NAMED:
        return "、".join(names)
    return _("{}等 {} 人").format("、".join(names[:_NAMED]), len(names))


def topics_text(topics: Sequence[Topic]) -> str:
    """Several topics in words."""
    return "、".join(topic.title for topic in topics)


def gap_text(known: Facts, gap: Gap) -> str:
    """One line for the foot of a card and for lists of what is missing."""
    number = gap.session.number if gap.session else ""
    names = known.names(gap.people)
    texts = {
        "nobody": _("还没有人员属于这一层级"),
        "session": _("还没有实施培训"),
        "people": _("{} 人未参训：{}").format(len(names), named(names)),
        "evaluate": _("{} 未评价").format(number),
        "overdue": _("{} 已过计划日期").format(number),
        "topics": _("未讲：{}").format(topics_text(gap.topics)),
        "ineffective": _("{} 评价为无效").format(number),
    }
    return texts[gap.kind]


def tier_name(view: TierView) -> str:
    """``a) 质量意识培训``."""
    return _("{}) {}培训").format(view.tier.key, view.tier.title)
