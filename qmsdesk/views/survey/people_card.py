"""访谈对象: who was asked, by the three kinds of 6.5.4, and which of them nobody was asked of."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.project import SurveyInterview
from qmsdesk.registers.project import INTERVIEWS
from qmsdesk.services.surveying import View
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.message_bar import MessageBar


class PeopleCard(Card):
    """``added`` asks for several people at once."""

    added = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("访谈对象"), " ", parent=parent)
        self.tag = ClauseTag("6.5.4")
        self.add_tag(self.tag)
        self.add_button = button(kit.theme, _("从人员添加"), "user-add-line", small=True, on_click=self.added.emit)
        self.add_head(self.add_button)
        self.lacking = MessageBar(kit.theme, "warn", parent=self)
        self.tab = LinesTab(kit, INTERVIEWS, self)
        self.tab.add_note(self.lacking)
        self.tab.table.set_columns([110, 120, 0])
        self.add(self.tab, 1)

    def show_survey(self, visit: Visit, view: View) -> None:
        """The people of a survey, counted by kind."""
        self.tab.set_visit(visit)
        counted = []
        for key, title in SurveyInterview.LEVEL:
            count = sum(line.of(SurveyInterview.level) == key for line in view.interviews)
            counted += [f"{title} {count}"] if count else []
        self.set_title(_("访谈对象"), " · ".join(counted))
        missing = "、".join(view.missing_levels)
        text = _("还没有访谈{}。沟通对象包括企业高管、各职能部门负责人和其他相关人员（6.5.4）。").format(missing)
        self.lacking.set_message("warn", text if missing else "")
        self.add_button.setVisible(not visit.reason_closed(lines=INTERVIEWS))
