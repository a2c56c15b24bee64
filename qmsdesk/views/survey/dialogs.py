"""Two small dialogs of the survey page: several people at once, and an opinion on an item."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.people import Person
from qmsdesk.models.project import SurveyInterview
from qmsdesk.services import reading, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

_ID, _LEVEL = Qt.ItemDataRole.UserRole + 241, Qt.ItemDataRole.UserRole + 242
_HIGH = 320


class PeopleDialog(Dialog):
    """People of the enterprise who are not on the list yet, each with the kind his post suggests."""

    def __init__(self, theme: Theme, sitting: Sitting, taken: set[int], parent: QWidget) -> None:
        text = _("勾选访谈过的人（空格勾选）。类别按职务推断，添加后可以改。")
        super().__init__(theme, _("添加访谈对象"), text, parent, width=560)
        self.model = QStandardItemModel(0, 5, self)
        self.model.setHorizontalHeaderLabels(
            ["", _("姓名"), _("部门"), _("岗位"), str(SurveyInterview.level.verbose_name)]
        )
        titles = dict(SurveyInterview.LEVEL)
        for person, name in reading.offers(sitting.db, SurveyInterview.person, sitting.clock.today()):
            stored = reading.row(sitting.db, Person, person)
            if person in taken or stored is None:
                continue
            level = surveying.proposed_level(sitting.db, stored)
            department = reading.display(sitting.db, Person.department, stored.of(Person.department))
            tick = QStandardItem()
            tick.setCheckable(True)
            tick.setData(person, _ID)
            tick.setData(level, _LEVEL)
            cells = [QStandardItem(each) for each in (name, department, str(stored.of(Person.post)), titles[level])]
            for cell in cells:
                cell.setEditable(False)
            self.model.appendRow([tick, *cells])
        self.table = DataTable(theme, self, check_column=0)
        self.table.setModel(self.model)
        self.table.set_columns([36, 110, 120, 0, 110])
        self.table.setMinimumHeight(theme.px(_HIGH))
        self.table.setAccessibleName(_("可以添加的人员"))
        self.body.addWidget(self.table, 1)
        self.none = label(_("人员里没有别的人。先在“企业档案”的“人员”里添加。"), "hint", wrap=True)
        self.none.setVisible(not self.model.rowCount())
        self.body.addWidget(self.none)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.add = self.add_button("", "primary")
        self.add.clicked.connect(self.accept)
        self.model.itemChanged.connect(lambda _item: self._count())
        self._count()
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def chosen(self) -> dict[int, str]:
        """The people ticked, with their kind."""
        ticks = [self.model.item(place, 0) for place in range(self.model.rowCount())]
        return {
            int(tick.data(_ID)): str(tick.data(_LEVEL)) for tick in ticks if tick.checkState() == Qt.CheckState.Checked
        }

    def _count(self) -> None:
        count = len(self.chosen())
        self.add.setText(_("添加 {} 人").format(count))
        self.add.setEnabled(bool(count))


class OpinionDialog(Dialog):
    """``save(text)`` writes the opinion and gives a sentence where it was refused; the dialog then stays."""

    def __init__(
        self, theme: Theme, title: str, where: str, text: str, save: Callable[[str], str], parent: QWidget
    ) -> None:
        super().__init__(theme, title, where, parent, width=520)
        self._save = save
        self.box = QPlainTextEdit(text, self)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(_("诊断意见"))
        self.box.setFixedHeight(theme.px(110))
        self.body.addWidget(self.box)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.write = self.add_button(_("写入"), "primary")
        self.write.clicked.connect(self.accept)
        self.box.moveCursor(QTextCursor.MoveOperation.End)  # selected, the draft would go with the first key
        self.box.setFocus()

    def accept(self) -> None:
        """Write it, or say what is wrong with it."""
        wrong = self._save(" ".join(self.box.toPlainText().split()))
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        if not wrong:
            super().accept()
