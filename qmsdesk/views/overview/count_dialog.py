"""The rows behind a number: what it counts, each with the way to where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.services.assessment import SheetRow
from qmsdesk.services.overview import Place
from qmsdesk.standard.rows import RESULT_TITLES, Result
from qmsdesk.views.overview.link_table import LinkTable
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role

_HEADERS = (_("编号"), _("评价指标"), _("提升前"), _("目标"), _("提升后"), _("单位"), "")
_WIDTHS = (84, 0, 92, 80, 80, 56, 60)
_MOST = 400  # pixels of the list


class CountDialog(Dialog):
    """The counted indicators of one result in a round; ``chosen`` is the place that was picked, None for none."""

    def __init__(
        self, theme: Theme, result: Result, rows: Sequence[SheetRow], round_name: str, parent: QWidget | None = None
    ) -> None:
        title = _("{}的计分指标：{} 个").format(RESULT_TITLES[result], len(rows))
        super().__init__(theme, title, "", parent, width=680)
        self.chosen: Place | None = None
        self.places = [Place("indicator", each.number, round=round_name) for each in rows]
        items = QStandardItemModel(self)
        items.setHorizontalHeaderLabels(_HEADERS)
        for each in rows:
            texts = (each.number, each.indicator, each.before, each.target, each.after, each.unit, _("查看"))
            line = [QStandardItem(text) for text in texts]
            for item in line:
                item.setEditable(False)
            line[-1].setData("accent", Role.TONE)
            line[-1].setData(Qt.AlignmentFlag.AlignRight.value, Qt.ItemDataRole.TextAlignmentRole)
            items.appendRow(line)
        self.table = LinkTable(theme, len(_HEADERS) - 1)
        self.table.setAccessibleName(title)
        self.table.setModel(items)
        self.table.set_columns(_WIDTHS)
        self.table.setFixedHeight(theme.px(min(36 + 32 * max(len(rows), 1), _MOST)))
        self.table.opened.connect(self.pick)
        self.table.told.connect(self.pick)
        self.body.addWidget(self.table)
        if rows:
            self.table.setCurrentIndex(items.index(0, 0))
        close = self.add_button(_("关闭"))
        close.clicked.connect(self.reject)
        close.setDefault(True)

    def pick(self, row: int) -> None:
        """Leave for the indicator of a row."""
        self.chosen = self.places[row]
        self.accept()
