"""What stands on the survey page under its head: facts, and either the grid with its item or the fields and people."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.project import Survey, SurveyFinding, SurveyInterview
from qmsdesk.registers.project import FINDINGS, INTERVIEWS
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.survey_hints import Hints
from qmsdesk.services.surveying import PLACE as CODES
from qmsdesk.services.surveying import View
from qmsdesk.views.messages import Messages
from qmsdesk.views.onerecord.page import RecordBody
from qmsdesk.views.onerecord.saving import Typed
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.survey.facts_line import FactsLine
from qmsdesk.views.survey.grid_card import GridCard
from qmsdesk.views.survey.grid_cells import PLACE
from qmsdesk.views.survey.people_card import PeopleCard
from qmsdesk.views.survey.profile_card import ProfileCard
from qmsdesk.views.survey.side_panel import SidePanel
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column, row

ITEMS, PROFILE = "items", "profile"
_SIDE = 300


class SurveyBody(RecordBody):
    """``item_moved`` says that the cursor came to another item."""

    item_moved = Signal()

    def __init__(self, kit: Kit, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self._theme = kit.theme
        self._visit: Visit | None = None
        self._open = {True: False, False: True}  # whether the item is beside the grid, by compact or not
        self._size, self._narrow = False, False
        filled = QWidget(self)
        self.addWidget(filled)
        self.facts = FactsLine(theme, filled)
        self.side_of = Segmented([(ITEMS, _("调研内容")), (PROFILE, _("概况与访谈"))], filled)
        self.side_of.chosen.connect(lambda _key: self._take_turns())
        self.fold = tool_button(theme, _("条目详情（F4）"), "layout-right-line", "ghost", small=True, icon_only=True)
        self.fold.clicked.connect(self.toggle_side)
        lines = column(filled, spacing=8)
        lines.addWidget(self.facts)
        tools = row(spacing=8)
        tools.addWidget(self.side_of, 0, Qt.AlignmentFlag.AlignLeft)
        tools.addStretch(1)
        tools.addWidget(self.fold)
        lines.addLayout(tools)
        self.grid, self.item = GridCard(kit, messages, filled), SidePanel(theme, filled)
        self.profile, self.people = ProfileCard(kit, filled), PeopleCard(kit, filled)
        cards = row(spacing=12)
        cards.addWidget(self.grid, 1)
        cards.addWidget(self.item)
        cards.addWidget(self.profile, 1)
        cards.addWidget(self.people, 1)
        lines.addLayout(cards, 1)
        self.new_button = button(theme, _("新建调研"), "add-line", "primary")
        self.new_button.setEnabled(not kit.sitting.workspace.read_only)
        text = _(
            "6.5 要求认证机构到企业现场调研，访谈高管、部门负责人和其他人员；内容按附录 A 表A.1 的九类 49 项逐项了解。"
            "新建后逐项填写现状，薄弱的条目直接写成诊断意见。"
        )
        self.addWidget(EmptyState(theme, "survey-line", _("还没有现场调研"), text, self.new_button))
        self.facts.edit_asked.connect(lambda: self.bring(PROFILE))
        self.grid.moved.connect(lambda _code: self._show_item())
        theme.changed.connect(self._measure)
        self._measure()
        self._take_turns()

    def forms(self) -> Sequence[Typed]:
        """The grid, the fields, the people."""
        return (self.grid, self.profile.form, self.people.tab)

    def show_empty(self) -> None:
        """There is no survey."""
        self._visit = None
        self.profile.form.show_entry(None)
        self.people.tab.set_visit(None)
        super().show_empty()

    def show_survey(self, sitting: Sitting, visit: Visit, view: View, hints: Hints) -> None:
        """A survey, or the same one after something was saved; what is being typed stays."""
        another = visit is not self._visit
        self._visit = visit
        self.setCurrentIndex(0)
        self.facts.show_survey(sitting, view)
        self.grid.show_survey(visit, view, hints)
        self.profile.show_visit(visit, another=another)
        self.people.show_survey(visit, view)
        self._show_item()

    def jump(self, label: str, field: AnyField | None) -> bool:
        """To a field, the people, or the first item that is not surveyed; the files stand in the dialog."""
        place = label.partition(".")[0]
        if field is Survey.methods:
            self.bring(PROFILE)
            next(iter(self.profile.chips.values())).setFocus()
        elif field is not None and field in self.profile.form.editors:
            self.bring(PROFILE)
            self.profile.form.focus_field(field)
        elif (field is not None and field.model is SurveyInterview) or place in (INTERVIEWS.key, INTERVIEWS.title):
            self.bring(PROFILE)
            self.people.tab.focus_field(field if field is not None else SurveyInterview.level)
        elif (field is not None and field.model is SurveyFinding) or place in (FINDINGS.key, FINDINGS.title):
            self.bring(ITEMS)
            code = label.partition(".")[2]  # as survey_finding.3.3
            self.grid.go(code if code in CODES else "")
        else:
            return False
        return True

    def bring(self, side: str) -> None:
        """Show one of the two sides; what is being typed on the other is committed."""
        self.side_of.set_value(side)
        self._take_turns()

    def toggle_side(self) -> None:
        """F4: the item beside the grid, or not."""
        self._open[self._size] = not self._open[self._size]
        self._take_turns()

    def set_size(self, size: Breakpoint) -> None:
        """In a small window the item is folded until it is asked for."""
        self._size, self._narrow = size.compact, size.name == "narrow"
        self.grid.notes.setVisible(not self._narrow)
        self.facts.opinions.setVisible(not self._narrow)
        self._take_turns()

    def _show_item(self) -> None:
        code = self.grid.code()
        found, writable = self.grid.model.found(code) if code else None, not self.grid.model.closed()
        hint = self.grid.hint(code) if code and self.item.isVisibleTo(self) else None
        self.item.show_item(found, hint, writable=writable)
        self.item_moved.emit()

    def _measure(self) -> None:
        self.item.setFixedWidth(self._theme.px(_SIDE))

    def _take_turns(self) -> None:
        items = self.side_of.value() == ITEMS
        if not items:
            self.grid.flush()
        self.grid.setVisible(items)
        self.item.setVisible(items and self._open[self._size])
        beside = self._narrow and self._open[self._size]
        self.grid.table.hide_columns([PLACE["evidence"], PLACE["opinions"]] if beside else [])
        self.fold.setVisible(items)
        self.profile.setVisible(not items)
        self.people.setVisible(not items)
        if items and self._visit is not None:
            self._show_item()
