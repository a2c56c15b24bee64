"""When, who, how many inputs and decisions: the row of facts over a review; each leads to where it is edited."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.people import Person
from qmsdesk.models.reviews import Review
from qmsdesk.models.system import Attachment
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.services import reading
from qmsdesk.services.review import CODES, View
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.styling import column, label, row, rule, set_property

_DAYS = _("周一 周二 周三 周四 周五 周六 周日").split()


class Fact(QWidget):
    """A name with a value beneath."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        lines = column(self, spacing=2)
        lines.addWidget(label(name, "caption"))
        self.value = label("")
        self.more = label("", tone="bad")
        line = row(spacing=6)
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self.value, 1)
        line.addWidget(self.more)
        lines.addLayout(line)

    def set_fact(self, value: str, bad: str = "", *, missing: bool = False) -> None:
        """``bad`` is what is wrong with it, in red."""
        self.value.setText(value)
        self.value.setToolTip(value)
        set_property(self.value, "tone", "bad" if missing else "")
        self.more.setText(bad)
        self.setAccessibleName(f"{self._name}：{value} {bad}".strip())


class FactsCard(Card):
    """``edit_asked`` asks for the plan, the people and the files of the review."""

    edit_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.day, self.chair, self.people = Fact(_("评审日期")), Fact(_("主持")), Fact(_("参加"))
        self.inputs, self.outputs, self.minutes = Fact(_("评审输入")), Fact(_("评审决定")), Fact(_("会议纪要"))
        self.edit = tool_button(
            theme, _("编辑评审计划、参加人和附件"), "pencil-line", "ghost", small=True, icon_only=True
        )
        self.edit.clicked.connect(self.edit_asked)
        holder = QWidget(self)
        line = row(holder, spacing=14, margins=(14, 8, 10, 8))
        facts = (self.day, self.chair, self.people, self.inputs, self.outputs, self.minutes)
        for place, fact in enumerate(facts):
            if place:
                line.addWidget(rule(vertical=True))
            line.addWidget(fact, 1)
        line.addWidget(self.edit)
        self.add(holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

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
