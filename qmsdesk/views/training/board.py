"""The left card: list, coverage and plan of the year as tabs, their filters, and the chart of the months."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QStackedWidget, QTabBar, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.training import Training
from qmsdesk.views.register.editor_choice import TickMenu
from qmsdesk.views.register.panel import ListPanel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.charts import MonthsChart
from qmsdesk.views.training.coverage_model import FIRST as FIRST_TOPIC
from qmsdesk.views.training.coverage_model import CoverageModel
from qmsdesk.views.training.plan_model import FIRST, LAST, PlanModel
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.chips import Chip
from qmsdesk.views.widgets.styling import column, label, row, rule
from qmsdesk.views.widgets.table import DataTable

LIST, COVERAGE, PLAN = 0, 1, 2
_TITLES = (_("培训记录"), _("人员覆盖"), _("年度计划"))


class CellTable(DataTable):
    """``opened`` carries the cell that was clicked, or on which Enter was pressed."""

    opened = Signal(QModelIndex)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, cell_cursor=True)
        self.setAccessibleName(name)
        self.clicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class Board(QFrame):
    """``year_chosen`` carries a year or 0 for all, ``tiers_chosen`` the ticked tiers, ``waiting_chosen`` 未评价 or all.

    ``moved`` says that another tab came to the front.
    """

    year_chosen = Signal(int)
    tiers_chosen = Signal(object)
    waiting_chosen = Signal(bool)
    moved = Signal(int)

    def __init__(self, theme: Theme, panel: ListPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._panel = theme, panel
        self.setProperty("role", "card")
        self._years: list[int] = []
        self._tiers: tuple[str, ...] = ()
        self._chosen, self._narrow, self._waiting = 0, False, False
        panel.new_button.hide()  # it stands in the head of the page
        self.tools = QWidget()
        lines = column(self, margins=(1, 1, 1, 1))
        lines.addWidget(self._head())
        lines.addWidget(rule())
        inside = column(self.tools)
        inside.addWidget(panel.tools)
        inside.addWidget(panel.filters)
        self.tools.hide()
        panel.search.setMinimumWidth(theme.px(90))  # the card is narrower than a page
        panel.search.setMaximumWidth(theme.px(236))
        panel.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        lines.addWidget(self.tools)
        self.stack = QStackedWidget()
        self.coverage, self.plan = CellTable(theme, _TITLES[COVERAGE]), DataTable(theme)
        self.plan.setAccessibleName(_TITLES[PLAN])
        self.coverage_model, self.plan_model = CoverageModel(self.coverage), PlanModel(self.plan)
        self.coverage.setModel(self.coverage_model)
        self.plan.setModel(self.plan_model)
        self.plan.set_columns([96, 0, 60, *([28] * (LAST - FIRST)), 72, 84])
        for view in (panel, self.coverage, self.plan):
            self.stack.addWidget(view)
        lines.addWidget(self.stack, 1)
        lines.addWidget(self._chart())
        self.tabs.currentChanged.connect(self._show_tab)

    def open_tab(self, tab: int) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(tab)

    def tab(self) -> int:
        """The tab in front."""
        return self.tabs.currentIndex()

    def front(self) -> DataTable:
        """The table in front."""
        return (self._panel.table, self.coverage, self.plan)[self.tab()]

    def set_counts(self, sessions: int, people: int) -> None:
        """How many are behind the tabs."""
        self.tabs.setTabText(LIST, f"{_TITLES[LIST]} {sessions}" if sessions else _TITLES[LIST])
        self.tabs.setTabText(COVERAGE, f"{_TITLES[COVERAGE]} {people}" if people else _TITLES[COVERAGE])

    def set_years(self, years: Sequence[int], chosen: int) -> None:
        """The years that can be chosen; 0 is all of them."""
        self._years, self._chosen = list(years), chosen
        self.year.setText((_("{} 年").format(chosen) if chosen else _("全部年度")) + "\u2003")
        self.year.setChecked(bool(chosen))
        self.year.setAccessibleName(self.year.text())

    def set_tiers(self, chosen: Sequence[str]) -> None:
        """The tiers that are shown; none means all."""
        self._tiers = tuple(chosen)
        self.tier.set_values("、".join(self._tiers))

    def set_waiting(self, count: int, *, on: bool) -> None:
        """How many wait for their evaluation, and whether only they are listed."""
        self._waiting = bool(count)
        self.waiting.set_count(count)
        self.waiting.setChecked(on)
        self.waiting.setVisible(self.tab() == LIST and (bool(count) or on))

    def show_tools(self, *, on: bool) -> None:
        """The toolbar and filters of the list, which are folded at first."""
        self.tools_button.setChecked(on)

    def fit_coverage(self) -> None:
        """Columns for the topics there are now."""
        count = len(self.coverage_model.topics)
        self.coverage.set_columns([84, 100, *([92] * count)])
        if count and FIRST_TOPIC * 100 + count * 92 < self.width() / self._theme.scale:
            self.coverage.set_columns([84, 0, *([92] * count)])

    def set_small(self, *, compact: bool, narrow: bool) -> None:
        """A lower chart, or none where there is hardly room for the list."""
        self._chart_frame.setVisible(not narrow and self.tab() != COVERAGE)
        self.chart.set_height(88 if compact else 116)
        self._narrow = narrow

    def _head(self) -> QWidget:
        theme = self._theme
        head = QWidget()
        head.setFixedHeight(theme.px(40))
        line = row(head, spacing=6, margins=(6, 0, 8, 0))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("培训的三种看法"))
        for title in _TITLES:
            self.tabs.addTab(title)
        line.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        years = QMenu(self)
        years.aboutToShow.connect(self._fill_years)
        self.year = Chip(theme, _("全部年度"), menu=years)
        tiers = TickMenu(self)
        tiers.aboutToShow.connect(self._fill_tiers)
        tiers.aboutToHide.connect(self._take_tiers)
        self.tier = Chip(theme, _("层级"), menu=tiers)
        self.tier.cleared.connect(lambda: self.tiers_chosen.emit(()))
        self.waiting = Chip(theme, _("未评价"), 0, icon="error-warning-line")
        self.waiting.clicked.connect(self.waiting_chosen)
        self.tools_button = tool_button(
            theme, _("搜索、筛选、导入和导出（Ctrl+F）"), "search-line", "ghost", small=True, icon_only=True
        )
        self.tools_button.setCheckable(True)
        self.tools_button.toggled.connect(self.tools.setVisible)
        for made in (self.year, self.tier, self.waiting, self.tools_button):
            line.addWidget(made)
        return head

    def _chart(self) -> QWidget:
        holder = self._chart_frame = QWidget()
        lines = column(holder, spacing=2, margins=(12, 0, 4, 4))
        lines.addWidget(rule())
        head = row(spacing=10, margins=(0, 4, 8, 0))
        self.chart_title, self.legend = label(_("各月计划与完成（场）"), "strong"), label("", "caption")
        head.addWidget(self.chart_title)
        head.addStretch(1)
        head.addWidget(self.legend)
        lines.addLayout(head)
        self.chart = MonthsChart(self._theme)
        lines.addWidget(self.chart)
        return holder

    def show_months(self, months: Sequence[tuple[int, int]], year: int) -> None:
        """The chart of a year."""
        self.chart.set_months(months)
        self.chart_title.setText(_("{} 年各月计划与完成（场）").format(year))
        planned, held = sum(p for p, _h in months), sum(h for _p, h in months)
        self.legend.setText(_("虚线框 计划 {}　实心 完成 {}").format(planned, held))

    def _show_tab(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)
        self.tools_button.setVisible(tab == LIST)
        self.tools.setVisible(tab == LIST and self.tools_button.isChecked())
        self._chart_frame.setVisible(tab != COVERAGE and not self._narrow)
        self.waiting.setVisible(tab == LIST and (self._waiting or self.waiting.isChecked()))
        self.year.setVisible(tab != COVERAGE)  # what people were taught counts whatever the year
        self.moved.emit(tab)

    def _fill_years(self) -> None:
        menu = self.year.menu()
        menu.clear()
        for year in (0, *self._years):
            action = menu.addAction(_("{} 年").format(year) if year else _("全部年度"))
            action.setCheckable(True)
            action.setChecked(year == self._chosen)
            action.triggered.connect(lambda _on=False, y=year: self.year_chosen.emit(y))

    def _fill_tiers(self) -> None:
        menu = self.tier.menu()
        menu.clear()
        for key, text in Training.tiers.choices:
            action = QAction(str(text), menu)
            action.setCheckable(True)
            action.setChecked(key in self._tiers)
            action.setData(key)
            menu.addAction(action)

    def _take_tiers(self) -> None:
        ticked = tuple(a.data() for a in self.tier.menu().actions() if a.isChecked())
        if ticked != self._tiers:
            self.tiers_chosen.emit(ticked)
