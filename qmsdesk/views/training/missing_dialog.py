"""Who lacks something that his tier has to be taught, and the way to make it up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.table import DataTable

_ID = int(Qt.ItemDataRole.UserRole) + 1


class MissingDialog(Dialog):
    """``rows`` are id, name, department and remark of each person; Enter or a double click opens one of them."""

    def __init__(
        self, theme: Theme, title: str, text: str, rows: Sequence[tuple[int, str, str, str]], act: str, parent: QWidget
    ) -> None:
        super().__init__(theme, title, text, parent, width=560)
        self.person: int | None = None
        self.wanted = False
        model = QStandardItemModel(0, 3, self)
        model.setHorizontalHeaderLabels([_("姓名"), _("部门"), _("说明")])
        for person, *texts in rows:
            items = [QStandardItem(each) for each in texts]
            items[0].setData(person, _ID)
            for item in items:
                item.setEditable(False)
            model.appendRow(items)
        self.table = DataTable(theme, self)
        self.table.setModel(model)
        self.table.set_columns([100, 130, 0])
        self.table.setMinimumHeight(theme.px(min(max(len(rows), 3), 9) * 32 + 32))
        self.table.setAccessibleName(title)
        self.table.activated.connect(self._open)
        self.body.addWidget(self.table, 1)
        close = self.add_button(_("关闭"))
        close.clicked.connect(self.reject)
        if act:
            self.go = self.add_button(act, "primary")
            self.go.clicked.connect(self._wish)
            self.go.setDefault(True)
        if rows:
            self.table.setCurrentIndex(model.index(0, 0))
        self.table.setFocus()

    def _open(self, index: QModelIndex) -> None:
        self.person = int(index.siblingAtColumn(0).data(_ID))
        self.accept()

    def _wish(self) -> None:
        self.wanted = True
        self.accept()
