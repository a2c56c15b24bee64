"""When, how, by whom, of whom, how far: the row of facts over a survey; what is missing stands in red (6.5.2–6.5.4)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.project import Survey
from qmsdesk.registers.kinds import to_text
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.surveying import WEAK, View
from qmsdesk.views.onerecord.facts import FactsRow
from qmsdesk.views.theme.apply import Theme

_FACTS = (
    (_("调研日期"), 5), (_("调研方法"), 4), (_("调研人"), 6), (_("访谈对象"), 5), (_("已调研"), 3),
    (_("薄弱与未开展"), 4),
)  # fmt: skip
_MANY = 3  # methods that have no room by name


class FactsLine(FactsRow):
    """The pencil leads to the fields and the people."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _FACTS, _("编辑概况与访谈"), parent)
        self.days, self.methods, self.surveyors, self.people, self.done, self.opinions = self.facts

    def show_survey(self, sitting: Sitting, view: View) -> None:
        """The figures of a survey."""
        stored, until = view.row, view.row.of(Survey.until)
        day = stored.of(Survey.surveyed_on)
        same = until is not None and until.year == day.year
        last = f"{until:%m-%d}" if same else str(until or "")
        self.days.set_fact(_("{} 至 {}").format(day, last) if until is not None and until != day else str(day))
        methods = stored.of(Survey.methods)
        named = to_text(Survey.methods, methods).replace("；", "、")
        told = named if len(methods) < _MANY else _("{} 种").format(len(methods))
        self.methods.set_fact(told or _("未选"), missing=not methods, tip=named)
        party = reading.display(sitting.db, Survey.party, stored.of(Survey.party))
        names = str(stored.of(Survey.surveyors))
        both = "　".join(filter(None, (names, party)))
        self.surveyors.set_fact(names or _("未填"), missing=not names, tip=both)
        asked = len(view.interviews)
        lacking = _("缺{}").format("、".join(view.missing_levels)) if asked and view.missing_levels else ""
        self.people.set_fact(_("{} 人").format(asked) if asked else _("未填"), lacking, missing=not asked)
        left = len(view.items) - view.done
        self.done.set_fact(f"{view.done}/{len(view.items)}", _("差 {}").format(left) if left else "")
        weak = [each for each in view.items if each.state in WEAK]
        without = sum(not each.opinions for each in weak)
        self.opinions.set_fact(_("{} 项").format(len(weak)), _("{} 项无意见").format(without) if without else "")
