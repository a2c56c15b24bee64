"""Choices that several registers share."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.standard.tiers import DOCUMENT_AUTHORS, TIERS

FACTORS = (
    ("man", _("人")),
    ("machine", _("机")),
    ("material", _("料")),
    ("method", _("法")),
    ("environment", _("环")),
    ("measurement", _("测")),
)
"""5M1E, the factors by which 6.7.2.4 c) sorts findings and 10.2 sorts causes."""

EFFECT = (("effective", _("有效")), ("partly", _("部分有效")), ("ineffective", _("无效")))

MONTHS = tuple((f"{n}", _("{} 月").format(n)) for n in range(1, 13))

SUBJECTS = tuple({topic.key: topic.title for tier in (*TIERS, DOCUMENT_AUTHORS) for topic in tier.topics}.items())
"""The contents 6.7.2.2 asks for, over all tiers."""
