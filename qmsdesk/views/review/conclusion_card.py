"""评审结论: suitable, adequate, effective, and the conclusion in words."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.reviews import Review
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.styling import column

JUDGED = (Review.suitability, Review.adequacy, Review.effectiveness)


class ConclusionCard(Card):
    """Typed into like any form."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("评审结论"), parent=parent)
        self.report = link(kit.theme, _("打印管理评审报告"))
        self.add_head(self.report)
        holder = QWidget(self)
        stars = (*JUDGED, Review.conclusion)
        self.form = EntryForm(kit, (JUDGED, (Review.conclusion,)), stars=stars, label_width=64, parent=holder)
        self.form.editors[Review.conclusion].control.setFixedHeight(kit.theme.px(52))
        column(holder, margins=(14, 8, 14, 10)).addWidget(self.form)
        self.add(holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
