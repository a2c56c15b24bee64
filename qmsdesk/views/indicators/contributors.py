"""The records behind a computed month: every figure can be opened to its rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.kinds import to_text
from qmsdesk.services import feeds, reading
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.table import DataTable

_PLACE = Qt.ItemDataRole.UserRole + 100


class ContributorsDialog(Dialog):
    """The records that make the figure of a month; Enter or a double click opens one with ``open_record``."""

    def __init__(
        self,
        kit: Kit,
        indicator: Row,
        month: feeds.Figure,
        open_record: Callable[[str, str], object],
        parent: QWidget | None = None,
    ) -> None:
        title = _("{name} {period} 的数据来源").format(name=indicator.of(Indicator.name), period=month.period)
        feed = feeds.BY_CODE[indicator.of(Indicator.feed)]
        super().__init__(kit.theme, title, _("自动计算：{}").format(feed.formula), parent, width=640)
        self._kit, self._open = kit, open_record
        self.model = QStandardItemModel(0, 4, self)
        ratio = month.denominator is not None
        last = _("计入分子") if ratio else _("数值")
        self.model.setHorizontalHeaderLabels([_("台账"), _("编号"), _("名称"), last])
        for part in month.parts:
            self._add(part, ratio)
        self.table = DataTable(kit.theme)
        self.table.setModel(self.model)
        self.table.set_columns([150, 120, 0, 90])
        self.table.setMinimumHeight(kit.theme.px(300))
        self.table.setAccessibleName(title)
        self.table.activated.connect(lambda index: self.open_row(index.row()))
        if month.parts:
            self.body.addWidget(self.table, 1)
        else:
            text = _("台账里这个月没有相关记录，按 0 或无样本计。")
            self.body.addWidget(EmptyState(kit.theme, "inbox-line", _("没有记录"), text))
        shown = self.add_button(_("打开记录"))
        shown.setEnabled(bool(month.parts))
        shown.clicked.connect(lambda: self.open_row(self.table.currentIndex().row()))
        self.add_button(_("关闭"), "primary").clicked.connect(self.accept)

    def open_row(self, row: int) -> None:
        """Close and go to a record."""
        item = self.model.item(max(row, 0), 0)
        if item is not None:
            self.accept()
            self._open(*item.data(_PLACE))

    def _add(self, part: feeds.Part, ratio: bool) -> None:
        register = BY_KEY[part.register]
        row = reading.row(self._kit.sitting.db, register.model, part.record)
        number = str(row["number"]) if row else ""
        value = "" if part.value is None else to_text(Indicator.number, format(part.value.normalize(), "f"))
        counted = (_("是") if part.counts else _("否")) if ratio else value or "1"
        items = [QStandardItem(text) for text in (register.title, number, part.title, counted)]
        for item in items:
            item.setEditable(False)
        items[0].setData((part.register, number), _PLACE)
        self.model.appendRow(items)
