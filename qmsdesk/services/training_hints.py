"""What the tiers of 6.7.2.2 lack, in words: for the cards of the page and for the reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.services import training
from qmsdesk.services.due import DueItem
from qmsdesk.services.training import Facts, Gap
from qmsdesk.standard.tiers import Topic

_NAMED = 3
_ADVISED = frozenset({"session", "people", "topics", "ineffective"})


def missing(db: pw.Database, today: dt.date) -> list[DueItem]:
    """Advice for the reminders: people not taught, topics not taught yet, tiers without a session.

    Sessions whose day has passed and effects to be evaluated are dates of the register itself, so they are not here;
    nor are tiers to which nobody belongs.
    """
    known = training.read(db, today, lines=False)
    found = []
    for view in training.coverage(known):
        for gap in view.gaps if view.due else ():
            if gap.kind in _ADVISED:
                text = _("分层培训 {}) {}：{}").format(view.tier.key, view.tier.title, gap_text(known, gap))
                number = gap.session.number if gap.session else ""
                record = gap.session.id if gap.session else 0
                # The last part tells the duties of the tiers apart (``DueItem.key``); it names no field.
                found.append(
                    DueItem("training", number, text, today, False, "hint", record, f"{gap.kind}_{view.tier.key}")
                )
    return found


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
