"""What stands on the case page under its head: lengths, the text, what can be inserted and what is checked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import AnyField
from qmsdesk.services.case import View, Written
from qmsdesk.views.case.form import CaseForm
from qmsdesk.views.case.parts_card import PartsCard
from qmsdesk.views.case.side_card import SideCard
from qmsdesk.views.onerecord.page import RecordBody
from qmsdesk.views.onerecord.saving import Typed
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, row

_SIDE = 272
TEXT, LENGTHS, SIDE = "text", "lengths", "side"


class CaseBody(RecordBody):
    """The three cards side by side; in a narrow window they take turns."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kit.theme
        self._visit: Visit | None = None
        self._view: View | None = None
        self._writable = self._narrow = False
        filled = QWidget(self)
        self.addWidget(filled)
        self.note = MessageBar(theme, "info", parent=filled)
        self.side_of = Segmented([(TEXT, _("正文")), (LENGTHS, _("篇幅")), (SIDE, _("插入与检查"))], filled)
        self.side_of.chosen.connect(lambda _key: self._take_turns())
        self.lengths, self.side = PartsCard(theme, filled), SideCard(theme, filled)
        self.text = Card(theme, parent=filled)
        self.area = QScrollArea(self.text)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self.area)
        self.form = CaseForm(kit, inside)
        column(inside, margins=(16, 12, 16, 16)).addWidget(self.form)
        self.area.setWidget(inside)
        self.text.add(self.area, 1)
        lines = column(filled, spacing=12)
        lines.addWidget(self.note)
        lines.addWidget(self.side_of, 0, Qt.AlignmentFlag.AlignLeft)
        cards = row(spacing=12)
        for card, stretch in ((self.lengths, 0), (self.text, 1), (self.side, 0)):
            cards.addWidget(card, stretch)
        lines.addLayout(cards, 1)
        self.new_button = button(theme, _("新建案例"), "add-line", "primary")
        self.new_button.setEnabled(not kit.sitting.workspace.read_only)
        text = _(
            "6.10 总结好的经验做法及成效，按附录 D 分五个部分写成案例。"
            "新建后从企业档案、诊断意见、提升方案和达成的指标起草，再改成自己的话。"
        )
        self.addWidget(EmptyState(theme, "medal-line", _("还没有优良案例"), text, self.new_button))
        self._px = theme.px
        theme.changed.connect(self._measure)
        self._measure()
        self._take_turns()
        self.form.counted.connect(self.recount)
        self.form.entered.connect(self.lengths.set_current)
        self.lengths.chosen.connect(self.go_to_part)
        self.side.led.connect(self.go_to_part)

    def forms(self) -> Sequence[Typed]:
        """The one form."""
        return (self.form,)

    def jump(self, label: str, field: AnyField | None) -> bool:
        """To a field of the form; what is too long is mended in the part that is furthest above its share."""
        if field is not None:
            self.go_to_field(field.name)
        elif label.startswith(str(CaseStudy.authors.verbose_name)):
            self.go_to_field(CaseStudy.authors.name)
        elif self.parts():
            self.go_to_part(max(self.parts(), key=lambda each: each.length - each.suggested).part.key)
        return True

    def show_empty(self) -> None:
        """There is no case."""
        self._visit = self._view = None
        self.form.show_entry(None)
        self.setCurrentIndex(1)

    def show_case(self, visit: Visit, view: View, missing: Sequence[str]) -> None:
        """A case, or the same one after something was saved; what is being typed stays."""
        another = visit is not self._visit
        self._visit, self._view = visit, view
        self._writable = not visit.reason_closed()
        self.setCurrentIndex(0)
        final = view.row["status"] == "final" and not view.row["correcting"]
        self.note.set_message("info", _("案例已定稿。要修改，在“台账”里发起更正。") if final else "")
        if another or self.form.entry is None:
            self.form.show_entry(visit)
        else:
            self.form.refresh()
        self.form.show_view(view, writable=self._writable, late=visit.late())
        self.side.show_view(view, missing, writable=self._writable)
        self.recount()

    def recount(self) -> None:
        """The lengths of what stands in the editors."""
        if self._view is None:
            return
        parts = self.parts()
        self.form.show_counts(parts)
        self.lengths.show_parts(parts, self._view.planned, writable=self._writable)
        self.lengths.set_current(self.form.focused())

    def parts(self) -> tuple[Written, ...]:
        """The parts as they stand in the editors."""
        return self.form.written(self._view.planned) if self._view is not None else ()

    def go_to_part(self, key: str) -> None:
        """Put the cursor into a part."""
        if key in self.form.parts:
            self._bring(TEXT)
            editor = self.form.parts[key]
            editor.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(editor, 0, 40)
            self.lengths.set_current(key)

    def go_to_field(self, name: str) -> None:
        """Put the cursor into a field of the case, by its name."""
        field = next((f for f in self.form.editors if f.name == name), None)
        if name in self.form.parts:
            self.go_to_part(name)
        elif field is not None:
            self._bring(TEXT)
            self.form.focus_field(field)
            self.area.ensureWidgetVisible(self.form.editors[field])

    def set_size(self, size: Breakpoint) -> None:
        """In a narrow window the cards take turns."""
        self._narrow = size.name == "narrow"
        self._measure()
        self._take_turns()

    def _bring(self, card: str) -> None:
        self.side_of.set_value(card)
        self._take_turns()

    def _measure(self) -> None:
        for card in (self.lengths, self.side):
            card.setMinimumWidth(0 if self._narrow else self._px(_SIDE))
            card.setMaximumWidth(16_777_215 if self._narrow else self._px(_SIDE))

    def _take_turns(self) -> None:
        front, every = self.side_of.value(), not self._narrow
        self.side_of.setHidden(every)
        self.text.setVisible(every or front == TEXT)
        self.lengths.setVisible(every or front == LENGTHS)
        self.side.setVisible(every or front == SIDE)
