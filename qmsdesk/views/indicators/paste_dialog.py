"""What a paste would do, before it does it: month by month, with what is replaced and what cannot be taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.views.indicators.paste import Plan, Planned
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class PasteDialog(Dialog):
    """``planned(reverse)`` makes the plan; the direction can be turned where the cells carry no months."""

    def __init__(self, theme: Theme, planned: Callable[[bool], Plan], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("粘贴月度数据"), " ", parent, width=560)
        self._planned = planned
        self.plan = planned(False)
        self.order = Segmented([("down", _("上面是近月")), ("up", _("上面是远月"))])
        self.order.chosen.connect(self._turn)
        self.order.setVisible(not self.plan.by_month and len(self.plan.rows) > 1)
        self.body.addWidget(self.order, 0, Qt.AlignmentFlag.AlignLeft)
        self.model = QStandardItemModel(self)
        self.table = DataTable(theme)
        self.table.setModel(self.model)
        self.table.setFixedHeight(theme.px(min(30 + 32 * max(len(self.plan.rows), 2), 320)))
        self.table.setAccessibleName(_("将要写入的月份"))
        self.body.addWidget(self.table)
        self.notes = label("", "hint", wrap=True)
        self.body.addWidget(self.notes)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.write_button = self.add_button("", "primary")
        self.write_button.clicked.connect(self.accept)
        self.write_button.setDefault(True)
        self._show()

    def _turn(self, key: str) -> None:
        self.plan = self._planned(key == "up")
        self._show()

    def _show(self) -> None:
        plan, count = self.plan, len(self.plan.good)
        wrong = sum(bool(row.problem) for row in plan.rows)
        replaced = sum(row.replaces for row in plan.rows)
        said = [_("写入 {} 个月").format(count)]
        said += [_("其中 {} 个月替换原来的数").format(replaced)] if replaced else []
        said += [_("{} 行有误，不写入").format(wrong)] if wrong else []
        self.text.setText(_("，").join(said) + _("。一次撤销可以全部取消。"))
        self.model.clear()
        heads = [_("月份"), *(str(f.verbose_name) for f in plan.fields), _("说明")]
        self.model.setHorizontalHeaderLabels(heads)
        for row in plan.rows:
            self.model.appendRow(_items(row))
        for place in range(1, len(heads) - 1):
            self.model.setHeaderData(place, Qt.Orientation.Horizontal, _RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        self.table.set_columns([90, *([96] * len(plan.fields)), 0])
        self.notes.setText("\n".join(plan.notes))
        self.notes.setVisible(bool(plan.notes))
        self.write_button.setText(_("写入 {} 个月").format(count))
        self.write_button.setEnabled(count > 0)


def _items(row: Planned) -> list[QStandardItem]:
    remark = row.problem or (_("替换原来的数") if row.replaces else "")
    made = [QStandardItem(text) for text in (row.period or "—", *row.texts, remark)]
    for item in made:
        item.setEditable(False)
    for item in made[1:-1]:
        item.setData(_RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        if row.problem:
            item.setData(row.problem, Role.ERROR)
    made[-1].setData("bad" if row.problem else "warn", Role.TONE)
    return made
