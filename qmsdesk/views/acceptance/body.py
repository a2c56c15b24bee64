"""What stands on the page of an acceptance: its facts, the table of both scores, result, experts and opinion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance
from qmsdesk.models.base import AnyField
from qmsdesk.registers.acceptance import EXPERTS, SCORES
from qmsdesk.services.acceptance import View
from qmsdesk.views.acceptance.scores_model import ScoresModel
from qmsdesk.views.acceptance.scores_table import ScoresTable
from qmsdesk.views.acceptance.side_card import ResultCard, RowsCard
from qmsdesk.views.onerecord.page import RecordBody
from qmsdesk.views.onerecord.saving import Typed
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, row

_SIDE, _EXPERTS, _OPINION = 320, 204, 74
TABLE, SIDE = "table", "side"
_FACTS = ((Acceptance.held_on, Acceptance.organiser), (Acceptance.round, Acceptance.ways), (Acceptance.late_reason,))


class AcceptanceBody(RecordBody):
    """The table at the left, result and people at the right; in a narrow window they take turns."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self._theme = kit.theme
        self._narrow = False
        filled = QWidget(self)
        self.addWidget(filled)
        self.note = MessageBar(theme, "info", parent=filled)
        self.side_of = Segmented([(TABLE, _("评分")), (SIDE, _("结果和专家"))], filled)
        self.side_of.chosen.connect(lambda _key: self._take_turns())
        self.model = ScoresModel(self)
        self._left = self._make_left(kit, filled)
        self._right = self._make_right(kit, filled)
        lines = column(filled, spacing=12)
        lines.addWidget(self.note)
        lines.addWidget(self.side_of, 0, Qt.AlignmentFlag.AlignLeft)
        sides = row(spacing=12)
        sides.addWidget(self._left, 1)
        sides.addWidget(self._right)
        lines.addLayout(sides, 1)
        self.new_button = button(theme, _("新建验收评价"), "add-line", "primary")
        self.new_button.setEnabled(not kit.sitting.workspace.read_only)
        text = _(
            "6.9 由监管部门组织评审专家，以文件评审和现场评审核对自我评价（表C.1），"
            "给出各评价项目的分数、等级和意见。收到结果后在这里登记，与自评分数逐项对照。"
        )
        self.blank_button = button(theme, _("空白验收评价记录"), "printer-line")
        self.addWidget(EmptyState(theme, "award-line", _("还没有验收评价"), text, self.new_button, self.blank_button))
        self.table.moved.connect(self._follow)
        theme.changed.connect(self._measure)
        self._measure()
        self._take_turns()

    def forms(self) -> Sequence[Typed]:
        """Facts, scores, result, experts, opinion."""
        return (self.facts, self.table, self.result.form, self.experts, self.opinion)

    def entry_forms(self) -> tuple[EntryForm, ...]:
        """Those over the fields of the acceptance."""
        return (self.facts, self.result.form, self.opinion)

    def show_acceptance(self, visit: Visit, view: View) -> None:
        """An acceptance, or the same one after something was saved."""
        self.setCurrentIndex(0)
        writable = not visit.reason_closed()
        final = view.row["status"] == "final" and not view.row["correcting"]
        self.note.set_message("info", _("验收结果已确认。要修改，在附件与签署里发起更正。") if final else "")
        for form in self.entry_forms():
            if form.entry is not visit:
                form.show_entry(visit)
            else:
                form.refresh()
        late = visit.late() or bool(view.row["late_reason"])
        self.facts.show_only([f for fields in _FACTS for f in fields if late or f is not Acceptance.late_reason])
        self.scores.set_title(_("自评与验收对照"), _("自评取自 {}").format(view.basis))
        self.model.show(visit, view)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 3))
        self.experts.set_visit(visit)
        self.result.show_view(view, writable=writable)
        self._follow()

    def jump(self, label: str, field: AnyField | None) -> bool:
        """To a field, the scores or the experts."""
        for form in self.entry_forms():
            if field is not None and field in form.editors:
                self._bring(TABLE if form is self.facts else SIDE)
                form.focus_field(field)
                return True
        if label == _("项目得分") or (field is not None and field in SCORES.fields):
            self._bring(TABLE)
            self.table.go()
            return True
        if label == EXPERTS.title or (field is not None and field in EXPERTS.fields):
            self._bring(SIDE)
            self.experts.focus_field(EXPERTS.fields[0])
            return True
        return False

    def set_size(self, size: Breakpoint) -> None:
        """In a narrow window the sides take turns."""
        self._narrow = size.name == "narrow"
        self._measure()
        self._take_turns()

    def _make_left(self, kit: Kit, parent: QWidget) -> QWidget:
        made = QWidget(parent)
        lines = column(made, spacing=12)
        head = Card(kit.theme, parent=made)
        holder = QWidget(head)
        self.facts = EntryForm(
            kit, _FACTS, stars=(Acceptance.held_on, Acceptance.organiser, Acceptance.ways), parent=holder
        )
        column(holder, margins=(14, 10, 14, 10)).addWidget(self.facts)
        head.add(holder)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        lines.addWidget(head)
        self.scores = Card(kit.theme, _("自评与验收对照"), parent=made)
        self.table = ScoresTable(kit, self.model, self.scores)
        self.scores.add(self.table, 1)
        lines.addWidget(self.scores, 1)
        return made

    def _make_right(self, kit: Kit, parent: QWidget) -> QScrollArea:
        area = QScrollArea(parent)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(area)
        lines = column(inside, spacing=12)
        self.result = ResultCard(kit, inside)
        self.rows = RowsCard(kit, inside)
        people = self._people = Card(kit.theme, EXPERTS.title, _("取自机构里的人员"), parent=inside)
        self.experts = LinesTab(kit, EXPERTS, people)
        self.experts.table.set_columns((0, 96))
        self.party = link(kit.theme, _("登记专家"))
        self.party.setToolTip(_("专家在“机构”里登记，再到这里选"))
        people.add_head(self.party)
        people.add(self.experts)
        said = Card(kit.theme, parent=inside)
        holder = QWidget(said)
        self.opinion = EntryForm(kit, ((Acceptance.opinion,),), stars=(Acceptance.opinion,), parent=holder)
        column(holder, margins=(14, 10, 14, 10)).addWidget(self.opinion)
        said.add(holder)
        for card in (self.result, said, people, self.rows):
            lines.addWidget(card)
        lines.addStretch(1)
        area.setWidget(inside)
        return area

    def _follow(self) -> None:
        self.rows.show_line(self.model.line(self.table.currentIndex().row()))

    def _bring(self, side: str) -> None:
        self.side_of.set_value(side)
        self._take_turns()

    def _measure(self) -> None:
        px = self._theme.px
        self._right.setMinimumWidth(0 if self._narrow else px(_SIDE))
        self._right.setMaximumWidth(16_777_215 if self._narrow else px(_SIDE))
        self._people.setFixedHeight(px(_EXPERTS))
        self.opinion.editors[Acceptance.opinion].control.setFixedHeight(px(_OPINION))

    def _take_turns(self) -> None:
        front = self.side_of.value()
        self.side_of.setHidden(not self._narrow)
        self._left.setVisible(not self._narrow or front == TABLE)
        self._right.setVisible(not self._narrow or front == SIDE)
