"""The words of the page: tiers and what is done about what they lack."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.services.training import TierView, TopicView
from qmsdesk.services.training_hints import gap_text
from qmsdesk.standard.tiers import DOCUMENT_AUTHORS, Topic

__all__ = ["LINKS", "about", "gap_text", "short", "tier_name"]

_SHORT = {
    "ideas": _("基本思想"),
    "standard": _("标准"),
    "tools": _("工具方法"),
    "case_practice": _("案例实践"),
    "internal_audit": _("内审"),
    "document_structure": _("文件结构"),
}
_AUTHORS = _("制度建设成员：c 层级中编制过文件的人员；还没有文件时是有小组角色的人员（标准没有说明是哪些人）")

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


def tier_name(view: TierView) -> str:
    """``a) 质量意识培训``."""
    return _("{}) {}培训").format(view.tier.key, view.tier.title)


def short(topic: Topic) -> str:
    """The title of a topic where there is little room."""
    return _SHORT.get(topic.key, topic.title)


def about(view: TopicView) -> str:
    """A topic in full: whose it is, and who counts as such where the standard leaves it open."""
    text = _("{}) {}：{}").format(view.tier.key, view.tier.who, view.topic.title)
    return f"{text}\n{_AUTHORS}" if view.tier is DOCUMENT_AUTHORS else text
