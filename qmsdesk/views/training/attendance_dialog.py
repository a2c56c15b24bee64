"""A look at a list of attendance before it is written: who was matched, who is new on the list, who is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from qmsdesk import paths
from qmsdesk.errors import UserError
from qmsdesk.exchange.attendance import AttendancePlan, apply_attendance, names, read_attendance
from qmsdesk.i18n import _
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.messages import Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

if TYPE_CHECKING:
    from qmsdesk.views.office.files import FileChooser

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_WORDS = {"listed": _("更新"), "added": _("新增"), "unknown": _("有误"), "wrong": _("有误")}
_HEADERS = (_("行"), _("姓名"), _("结果"), _("说明"))


class SignedModel(QAbstractTableModel):
    """The people of the file."""

    def __init__(self, plan: AttendancePlan, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = plan.rows

    def rowCount(self, parent: Index = _NONE) -> int:
        """All of them."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Row of the file, name, what becomes of it, why."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        horizontal = orientation == Qt.Orientation.Horizontal
        return _HEADERS[section] if horizontal and role == _Data.DisplayRole else None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts; what becomes of a row is a pill."""
        row = self.rows[index.row()]
        if role == _Data.DisplayRole:
            return (str(row.row), row.name, _WORDS[row.outcome], row.says)[index.column()]
        if role == Role.PILL:
            return index.column() == 2 or None
        if role == Role.TONE and index.column() == 3 and not row.good:
            return "bad"
        return None


class AttendanceDialog(Dialog):
    """Rows that are not in order are left out; the others go in together, as one step of undo."""

    def __init__(self, theme: Theme, plan: AttendancePlan, parent: QWidget) -> None:
        good = plan.count("listed", "added")
        title = _("导入 {} 人的签到？").format(good)
        text = _("{}，工作表“{}”：到场 {} 人，名单外新增 {} 人，有误 {} 人。有误的不写入。").format(
            plan.file, plan.sheet, plan.present, plan.count("added"), plan.count("unknown", "wrong")
        )
        super().__init__(theme, title, text, parent, width=640)
        self.table = DataTable(theme, self)
        self.table.setModel(SignedModel(plan, self.table))
        self.table.set_columns([48, 110, 84, 0])
        self.table.setMinimumHeight(theme.px(260))
        self.table.setAccessibleName(title)
        self.body.addWidget(self.table, 1)
        for line in _notes(plan):
            self.body.addWidget(label(line, "hint", wrap=True))
        cancel = self.add_button(_("取消"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button(_("导入 {} 人").format(good), "primary")
        self.go.setEnabled(bool(good))
        self.go.clicked.connect(self.accept)
        first = self.go if good and not plan.count("unknown", "wrong") else cancel
        first.setDefault(True)
        first.setFocus()

    def ask(self) -> bool:
        """Show it and wait; true when the rows are to be written."""
        return self.exec() == int(Dialog.DialogCode.Accepted)


def import_attendance(
    theme: Theme, sitting: Sitting, messages: Messages, files: FileChooser, training: int, parent: QWidget
) -> Change | None:
    """Choose a file, look at it, write it; None when nothing was written."""
    path = files.open(_("选择签到表"), paths.documents_dir(), _("表格 (*.xlsx *.csv);;所有文件 (*)"))
    if path is None:
        return None
    try:
        plan = read_attendance(sitting, training, path)
        if not AttendanceDialog(theme, plan, parent).ask():
            return None
        return apply_attendance(sitting, plan)
    except UserError as error:
        messages.error(error)
        return None


def _notes(plan: AttendancePlan) -> list[str]:
    """Names that are not known, people the file leaves out, headings nobody understood."""
    notes = []
    unknown = names(plan.rows, "unknown")
    if unknown:
        notes.append(_("人员里没有：{}。先在人员里新建，再导入一次。").format("、".join(unknown)))
    if plan.absent:
        notes.append(_("文件里没有、保持原样：{}。").format("、".join(plan.absent)))
    if plan.unknown_headings:
        notes.append(_("没有用到的列：{}。").format("、".join(plan.unknown_headings)))
    return notes
