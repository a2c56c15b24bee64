"""The words of the page: tiers and what is done about what they lack."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.services.training import TierView
from qmsdesk.services.training_hints import gap_text, topics_text

__all__ = ["LINKS", "gap_text", "tier_name", "topics_text"]

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
