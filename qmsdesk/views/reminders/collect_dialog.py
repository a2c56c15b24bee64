"""导入填报表: a look at what a returned sheet would do, row by row, before it is written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QWidget

from qmsdesk.exchange.fill_in_plan import STATE_TITLES, FillPlan, FillRow
from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_HEADERS = (_("结果"), _("位置"), _("编号"), _("内容"), _("填入"), _("说明"))
_WIDTHS = (88, 110, 104, 170, 160, 0)
_TONES = {"new": "info", "same": "neutral", "blank": "neutral", "conflict": "warn", "locked": "neutral", "error": "bad"}
_NONE = QModelIndex()
_Data = Qt.ItemDataRole


class FillModel(QAbstractTableModel):
    """The rows of a returned sheet; those that were left empty come last and are quiet."""

    def __init__(self, plan: FillPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FillRow] = sorted(plan.rows, key=lambda row: row.state in {"blank", "same"})

    def rowCount(self, parent: Index = _NONE) -> int:
        """All rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Outcome, place, which record, what was filled in, why not."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        horizontal = orientation == Qt.Orientation.Horizontal
        return _HEADERS[section] if horizontal and role == _Data.DisplayRole else None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts; the outcome is a pill."""
        found, column = self.rows[index.row()], index.column()
        if role == _Data.DisplayRole:
            place = _("{} 第 {} 行").format(found.sheet, found.row)
            return (STATE_TITLES[found.state], place, found.number, found.title, found.filled, found.says)[column]
        if role == Role.PILL and column == 0:
            return _TONES[found.state]
        if role == Role.TONE and column == 5:
            return "bad" if found.state == "error" else "warn" if found.state == "conflict" else "text2"
        return (found.state in {"blank", "same"} or None) if role == Role.MUTED else None


class CollectDialog(Dialog):
    """Only rows that bring something new are written; all others stay as they are."""

    def __init__(self, theme: Theme, plan: FillPlan, parent: QWidget) -> None:
        title = _("导入{}的填报表？").format(plan.ledger.name)
        text = _("{} 下发，{}。冲突和有误的行不写入，可以改好文件再导入一次。").format(plan.ledger.on, plan.sentence())
        super().__init__(theme, title, text, parent, width=960)
        if plan.before:
            told = _("这份填报表 {} 导入过一次，这次只写入之后新填的。").format(plan.before)
            self.body.addWidget(label(told, "caption", wrap=True))
        self.table = DataTable(theme, self)
        self.table.setModel(FillModel(plan, self.table))
        self.table.set_columns(_WIDTHS)
        self.table.setMinimumHeight(theme.px(280))
        self.table.setAccessibleName(title)
        self.body.addWidget(self.table, 1)
        cancel = self.add_button(_("取消"))
        cancel.clicked.connect(self.reject)
        ready = len(plan.ready)
        self.go = self.add_button(_("导入 {} 行").format(ready), "primary")
        self.go.setEnabled(bool(ready))
        self.go.clicked.connect(self.accept)
        (self.go if ready else cancel).setDefault(True)
        (self.go if ready else cancel).setFocus()

    def ask(self) -> bool:
        """Show it and wait; True when it is to be imported."""
        return self.exec() == int(QDialog.DialogCode.Accepted)
