"""历次资料包: what left the program, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.clock import in_china
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.services import exportlog
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable


def bundles(db: Database) -> list[Row]:
    """The bundles among the exports."""
    return [line for line in exportlog.listing(db) if line["kind"] == "bundle"]


class PastDialog(Dialog):
    """A table to read and to copy from; the full checksum is the tip of its cell."""

    def __init__(self, theme: Theme, past: Sequence[Row], parent: QWidget) -> None:
        text = _("收到资料包的人可以用这里的 SHA-256 核对文件；历史校验码说明是在哪一条记录之后导出的。")
        super().__init__(theme, _("历次资料包 {}").format(len(past)), text, parent, width=860)
        model = QStandardItemModel(0, 5, self)
        heads = [_("导出时间"), _("文件名"), _("导出人"), _("SHA-256（前 16 位）"), _("历史校验码")]
        model.setHorizontalHeaderLabels(heads)
        for line in past:
            code = str(line["sha256"])
            shown = " ".join(code[i : i + 4] for i in range(0, 16, 4))
            cells = [QStandardItem(t) for t in (_moment(line["at"]), line["name"], line["by"], shown, line["head"])]
            cells[3].setToolTip(code)
            for cell in cells:
                cell.setEditable(False)
            model.appendRow(cells)
        self.table = DataTable(theme)
        self.table.setAccessibleName(_("历次资料包"))
        self.table.setModel(model)
        self.table.set_columns([128, 0, 76, 168, 130])
        self.table.setMinimumHeight(theme.px(260))
        self.body.addWidget(self.table)
        if not past:
            self.body.addWidget(label(_("还没有导出过资料包。"), "caption"))
        self.close_button = self.add_button(_("关闭"), "primary")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)


def _moment(text: str) -> str:
    return in_china(text).strftime("%Y-%m-%d %H:%M")
