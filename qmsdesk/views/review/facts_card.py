"""When, who, how many inputs and decisions: the row of facts over a review; each leads to where it is edited."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.people import Person
from qmsdesk.models.reviews import Review
from qmsdesk.models.system import Attachment
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.services import reading
from qmsdesk.services.review import CODES, View
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.onerecord.facts import FactsRow
from qmsdesk.views.theme.apply import Theme

_NAMES = (_("评审日期"), _("主持"), _("参加"), _("评审输入"), _("评审决定"), _("会议纪要"))
_DAYS = _("周一 周二 周三 周四 周五 周六 周日").split()


class FactsCard(FactsRow):
    """The pencil leads to the plan, the people and the files of the review."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, [(name, 1) for name in _NAMES], _("编辑评审计划、参加人和附件"), parent)
        self.day, self.chair, self.people, self.inputs, self.outputs, self.minutes = self.facts

    def show_review(self, sitting: Sitting, view: View) -> None:
        """The figures of a review."""
        held, planned = view.row.of(Review.held_on), view.row.of(Review.planned_on)
        day = held or planned
        text = f"{day} {_DAYS[day.weekday()]}"
        self.day.set_fact(text if held else _("计划 {}").format(text))
        chair = reading.row(sitting.db, Person, view.row.of(Review.chair))
        post = f"　{chair.of(Person.post)}" if chair and chair.of(Person.post) else ""
        self.chair.set_fact(f"{chair.of(Person.name)}{post}" if chair else _("未指定"), missing=chair is None)
        asked = len(view.attendees)
        self.people.set_fact(
            _("{} 人，签到 {} 人").format(asked, view.present) if asked else _("未填"), missing=not asked
        )
        self.inputs.set_fact(_("已准备 {}/{}").format(view.ready, len(CODES)))
        bad = _("未指派 {}").format(view.unassigned) if view.unassigned else ""
        self.outputs.set_fact(_("{} 项").format(len(view.outputs)), bad)
        files = reading.attachments(sitting.db, REVIEW.key, view.row.id)
        names = "、".join(file.of(Attachment.title) or file["name"] for file in files)
        self.minutes.set_fact(names or _("还没有附件"))
