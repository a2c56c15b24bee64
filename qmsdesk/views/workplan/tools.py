"""The head of the page: rounds, 项目进度表, what follows from the plan, a new task."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from qmsdesk.i18n import _
from qmsdesk.services import workplan
from qmsdesk.services.workplan import WorkPlan
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.header import PageHeader


class HeaderTools(QObject):
    """``round_chosen`` carries the name of a round; the others ask for what their button says."""

    round_chosen = Signal(str)
    printed = Signal()
    drafted = Signal()
    indicators_asked = Signal()
    year_asked = Signal()
    imported = Signal()
    added = Signal()

    def __init__(self, theme: Theme, header: PageHeader, *, writable: bool, can_print: bool, can_import: bool) -> None:
        super().__init__(header)
        self._header, self._can_print = header, can_print
        self.rounds = QMenu(header)
        self.rounds_button = tool_button(theme, _("轮次"), "calendar-line", menu=self.rounds)
        self.print_button = button(theme, _("项目进度表"), "printer-line", on_click=self.printed.emit)
        self.more = QMenu(header)
        if writable:
            self.more.addAction(_("按十个环节起草…"), self.drafted.emit)
            self.more.addAction(_("计划里的成效评价指标…"), self.indicators_asked.emit)
            self.more.addAction(_("开启监督年度…"), self.year_asked.emit)
        if can_import:
            self.more.addAction(_("导入 Excel"), self.imported.emit)
        self.more_button = tool_button(theme, _("更多"), "more-2-line", icon_only=True, menu=self.more)
        self.more_button.setHidden(self.more.isEmpty())
        self.new_button = button(theme, _("新建任务"), "add-line", "primary", on_click=self.added.emit)
        self.new_button.setEnabled(writable)
        for made in (self.rounds_button, self.print_button, self.more_button, self.new_button):
            header.add_action(made)

    def show_plan(self, plan: WorkPlan, *, empty: bool) -> None:
        """Offer what there is."""
        several = len(plan.rounds) > 1
        self._header.set_meta(workplan.round_title(plan.round) if several else "")
        self.rounds_button.setVisible(several)
        self.print_button.setVisible(self._can_print and not empty)
        self.new_button.setHidden(empty)
        self.rounds.clear()
        for name in plan.rounds:
            action = self.rounds.addAction(workplan.round_title(name))
            action.setCheckable(True)
            action.setChecked(name == plan.round)
            action.triggered.connect(lambda _on=False, n=name: self.round_chosen.emit(n))
