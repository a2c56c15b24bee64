"""认证提升成效评价表 (表C.1) with its notes: the rule, what was not selected, what ↓ means."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.assessment import Sheet
from qmsdesk.standard.scoring import RULE_NOTES
from qmsdesk.views.assessment.sheet_model import SheetModel
from qmsdesk.views.assessment.sheet_table import SheetTable
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, label


class TableCard(Card):
    """The table; a bar over it says that source data have changed since 定稿."""

    def __init__(self, kit: Kit, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("认证提升成效评价表"), _("提升后取自指标跟踪，双击查看来源"), parent=parent)
        self.tag = ClauseTag(_("表 C.1"))
        self.add_tag(self.tag)
        self.indicators_button = button(kit.theme, _("增删指标"), "add-line", small=True)
        self.chain_button = button(kit.theme, _("追溯链"), "node-tree", small=True)
        self.chain_button.setToolTip(_("选中一行，看它从调研项到案例的追溯链（Ctrl+L）"))
        self.add_head(self.chain_button)
        self.add_head(self.indicators_button)
        self.bar = MessageBar(kit.theme, "warn")
        holder = column(margins=(12, 6, 12, 6))
        holder.addWidget(self.bar)
        self._bar_room = QWidget()
        self._bar_room.setLayout(holder)
        self.add(self._bar_room)
        self.table = SheetTable(kit, model)
        self.empty_button = button(kit.theme, _("去建评价指标"), "line-chart-line")
        self._empty = EmptyState(
            kit.theme,
            "bar-chart-box-line",
            _("还没有计分的评价指标"),
            _("表 C.1 由指标跟踪里计分的指标组成（6.9.5）。"),
            self.empty_button,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.add(self._stack, 1)
        self._notes = label("", "caption", wrap=True)
        self.add_padded(self._notes)

    def show_version(self, shown: Shown, drift: str) -> None:
        """The sheet with what has to be said about it."""
        self._stack.setCurrentIndex(0 if self.table.sheet.rows else 1)
        self.bar.set_message("warn", drift)
        self._bar_room.setVisible(bool(drift))
        self._notes.setText("\n".join(notes(shown.sheet)) if self.table.sheet.rows else "")
        self.indicators_button.setVisible(not shown.final)
        self.table.relay()

    def notes(self) -> str:
        """The notes under the table."""
        return self._notes.text()


def notes(sheet: Sheet) -> list[str]:
    """The notes of a sheet, numbered."""
    said = [RULE_NOTES[sheet.rule] + _("带 ↓ 的指标数值越小越好。")]  # type: ignore[index]
    left = [c.title for c in sheet.categories if c.status == "not_selected"]
    if left:
        said.append(_("未选取的评价项目：{}，按 6.9.8 不作要求，不计分。").format("、".join(left)))
    if sheet.adjusted:
        bounds = "、".join(f"{grade} ≥ {low}" for grade, low in sheet.bands.items())
        said.append(_("等级界限已按 6.9.6 调整：{}。").format(bounds))
    said += [_("{}改过提升前：{}").format(r.indicator, r.footnote) for r in sheet.rows if r.counted and r.footnote]
    if len(said) == 1:
        return [_("注：{}").format(said[0])]
    return [_("注 {}：{}").format(no, text) for no, text in enumerate(said, 1)]
