"""原因排列图: nonconformities by factor, department, clause or source; a bar or a row leads to the records."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import AnyField
from qmsdesk.services import nonconformity
from qmsdesk.services.nonconformity import Bar
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.actions.pareto_chart import ParetoChart
from qmsdesk.views.actions.wanted import KEY, concerns
from qmsdesk.views.register.wanted import Wanted
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.header import Toolbar
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label, row
from qmsdesk.views.widgets.table import DataTable

_TITLES: dict[str, tuple[str, AnyField]] = {
    "factors": (_("原因类别"), Nonconformity.factors),
    "department": (_("责任部门"), Nonconformity.department),
    "clauses": (_("条款"), Nonconformity.clauses),
    "source": (_("来源"), Nonconformity.source),
}
_SPANS = {"all": _("全部"), "year": _("本年"), "last": _("上年")}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ParetoPage(Page):
    """The chart with its table beside it; going to the list is left to the window."""

    def __init__(self, theme: Theme, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("原因排列图"), ("GB/T 19001 10.2",), parent=parent)
        self._sitting, self._stale = sitting, False
        self._bars: tuple[Bar, ...] = ()
        self.by = Segmented([(key, title) for key, (title, _field) in _TITLES.items()])
        self.span = Segmented(list(_SPANS.items()))
        self.note = label("", "caption")
        bar = Toolbar(theme)
        bar.add(self.by)
        bar.separate()
        bar.add(self.span, self.note)
        bar.stretch()
        self.add_row(bar)
        self.chart = ParetoChart(theme)
        self.model = QStandardItemModel(0, 4, self)
        self.model.setHorizontalHeaderLabels([_("原因类别"), _("项数"), _("占比"), _("累计")])
        self.table = DataTable(theme)
        self.table.setModel(self.model)
        self.table.set_columns([0, 64, 72, 72])
        self.table.setEditTriggers(DataTable.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(_("原因排列图的数据"))
        body = QWidget()
        line = row(body, spacing=12)
        drawn, listed = Card(theme, _("排列图"), _("点一个柱子，看是哪几项")), Card(theme, _("数据"))
        drawn.add(self.chart, 1)
        listed.add(self.table, 1)
        line.addWidget(drawn, 2)
        line.addWidget(listed, 1)
        self.set_body(body)
        self.by.chosen.connect(lambda _key: self.reload())
        self.span.chosen.connect(lambda _key: self.reload())
        self.chart.chosen.connect(self.open_bar)
        self.table.activated.connect(lambda index: self.open_bar(self._bars[index.row()]))
        self.reload()

    def reload(self) -> None:
        """Count again."""
        self._stale = False
        title, field = _TITLES[self.by.value()]
        today = self._sitting.clock.today()
        year = today.year - (1 if self.span.value() == "last" else 0)
        span = (None, None) if self.span.value() == "all" else (today.replace(year, 1, 1), today.replace(year, 12, 31))
        self._bars = nonconformity.pareto(self._sitting.db, field, since=span[0], until=span[1])
        self.chart.set_bars(self._bars, title)
        self.model.setHorizontalHeaderItem(0, QStandardItem(title))
        self.model.setRowCount(0)
        for bar in self._bars:
            cells = [QStandardItem(text) for text in (bar.label, str(bar.count), f"{bar.share}%", f"{bar.cumulative}%")]
            for cell in cells[1:]:
                cell.setData(int(_RIGHT.value), Qt.ItemDataRole.TextAlignmentRole)
            cells[0].setData("accent", Role.TONE)
            self.model.appendRow(cells)
        several = field is Nonconformity.factors or field is Nonconformity.clauses
        self.note.setText(_("一项不符合有几个时各计一次") if several else "")
        counts = nonconformity.tally(self._sitting.db, today)
        self.say("", _("不符合 {}，未关闭 {}").format(counts.total, counts.open))

    def open_bar(self, bar: Bar) -> None:
        """To the list, with only what this bar counts."""
        field = _TITLES[self.by.value()][1]
        by_text = field is Nonconformity.clauses  # several in one field: found as text
        wanted = Wanted(search=bar.key) if by_text else Wanted({field: (bar.key,)})
        self.go_to.emit(KEY, wanted)

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self._stale:
            self.reload()
        super().entered()

    def apply_change(self, change: object) -> None:
        """A nonconformity was saved."""
        if concerns(change):
            self._stale = True
            if self.isVisible():
                self.reload()

    def show_target(self, target: object) -> None:
        """The dimension to count by."""
        if isinstance(target, str) and target in _TITLES:
            self.by.set_value(target)
            self.reload()

    def target(self) -> object:
        """The dimension counted by."""
        return self.by.value()

    def help_topic(self) -> str:
        """GB/T 19001 10.2."""
        return "2016/10.2"
