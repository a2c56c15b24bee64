"""下发填报表: who gets a sheet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from qmsdesk.exchange.fill_in_work import Open, Work
from qmsdesk.i18n import _
from qmsdesk.models.people import Person
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_HEADERS = ("", _("姓名"), _("部门"), _("月度数据"), _("措施"), _("上次下发"))
_WIDTHS = (38, 110, 0, 90, 70, 120)
_NONE = QModelIndex()
_Data = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PeopleModel(QAbstractTableModel):
    """Everybody with something open, ticked at first. ``last`` says by person when he got a sheet."""

    ticked = Signal()

    def __init__(self, people: list[Work], last: dict[int, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people, self._last = people, last
        self.chosen = {work.person.id for work in people}

    def rowCount(self, parent: Index = _NONE) -> int:
        """All people."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Tick, who, how much, when last."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role == _Data.TextAlignmentRole and section in (3, 4):
            return _RIGHT
        horizontal = orientation == Qt.Orientation.Horizontal
        return _HEADERS[section] if horizontal and role == _Data.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column is ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts and ticks."""
        work, column = self._people[index.row()], index.column()
        if column == 0:
            on = work.person.id in self.chosen
            ticks = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            return ticks if role == _Data.CheckStateRole else None
        if role == _Data.DisplayRole:
            months = sum(len(each.periods) for each in work.months)
            last = self._last.get(work.person.id, "")
            name = str(work.person.of(Person.name))
            return ("", name, work.department, str(months or ""), str(len(work.tasks) or ""), last)[column]
        if role == _Data.TextAlignmentRole and column in (3, 4):
            return _RIGHT
        return "text2" if role == Role.TONE and column in (2, 5) else None

    def setData(self, index: Index, value: Any, role: int = _Data.EditRole) -> bool:
        """Tick or untick."""
        if role != _Data.CheckStateRole or index.column() != 0:
            return False
        person = self._people[index.row()].person.id
        (self.chosen.add if Qt.CheckState(value) == Qt.CheckState.Checked else self.chosen.discard)(person)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True


class IssueDialog(Dialog):
    """The people with what each would get; ``people`` are those who are to get one."""

    def __init__(self, theme: Theme, found: Open, last: dict[int, str], parent: QWidget) -> None:
        text = _(
            "每人一个 Excel 文件，列出要填的月份和没有完成的措施。填好交回后用“导入填报表”读回来；"
            "下发新的一份后，旧的一份作废。"
        )
        super().__init__(theme, _("给谁下发填报表？"), text, parent, width=620)
        self.model = PeopleModel(found.people, last, self)
        self.model.ticked.connect(self._tell)
        self.table = DataTable(theme, self, check_column=0)
        self.table.setModel(self.model)
        self.table.set_columns(_WIDTHS)
        self.table.setMinimumHeight(theme.px(260))
        self.table.setAccessibleName(_("有待填内容的人"))
        self.body.addWidget(self.table, 1)
        if found.nobody:
            text = _("另有 {} 行没有责任人，不会下发；先给指标和措施指定责任人。").format(found.nobody)
            self.body.addWidget(label(text, "caption", wrap=True))
        self.cancel = self.add_button(_("取消"))
        self.cancel.clicked.connect(self.reject)
        self.go = self.add_button("", "primary")
        self.go.clicked.connect(self.accept)
        self.go.setDefault(True)
        self._tell()

    @property
    def people(self) -> frozenset[int]:
        return frozenset(self.model.chosen)

    def ask(self) -> frozenset[int]:
        """Show it and wait; the people chosen, none when it was cancelled."""
        return self.people if self.exec() == int(QDialog.DialogCode.Accepted) else frozenset()

    def _tell(self) -> None:
        count, states = len(self.people), Qt.CheckState
        all_of_them = count == self.model.rowCount()
        some = states.PartiallyChecked if count else states.Unchecked
        self.table.head().set_check_state(states.Checked if all_of_them else some)
        self.go.setText(_("选文件夹并下发 {} 份").format(len(self.people)))
        self.go.setEnabled(bool(self.people))
