"""The two questions at the start: which enterprise, and who works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from qmsdesk.clock import in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.services import founding
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import row


class NewEnterprise(Dialog):
    """Name, short name, code and folder; the folder follows the name until it is chosen by hand."""

    def __init__(self, theme: Theme, home: Path, choose: Callable[[Path], Path | None], parent: QWidget) -> None:
        super().__init__(
            theme,
            _("新建企业"),
            _("只需填写名称；保存位置已选好，可以改；其余以后可以补。数据只保存在这台电脑上。"),
            parent,
            width=520,
        )
        self._home, self._choose, self._chosen = home, choose, False
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.short = QLineEdit()
        self.short.setMaxLength(20)
        self.code = QLineEdit()
        self.code.setMaxLength(10)
        self.operator = QLineEdit()
        self.operator.setMaxLength(40)
        self.folder = QLineEdit()
        self._rows = {
            "name": FormRow(theme, _("企业名称"), self.name, required=True, hint=_("营业执照上的名称")),
            "short": FormRow(theme, _("简称"), self.short, hint=_("用在资料包的文件名上")),
            "code": FormRow(theme, _("公司代号"), self.code, hint=_("文件编号的开头，如 HY")),
            "operator": FormRow(theme, _("使用人姓名"), self.operator, hint=_("写进修改历史")),
        }
        for made in self._rows.values():
            self.body.addWidget(made)
        place = QWidget()
        line = row(place)
        line.addWidget(self.folder, 1)
        browse = button(theme, _("浏览"))
        browse.clicked.connect(self._browse)
        line.addWidget(browse)
        self._rows["folder"] = FormRow(theme, _("保存到"), place, required=True, focus=self.folder)
        self.body.addWidget(self._rows["folder"])
        self.cancel_button = self.add_button(_("取消"))
        self.cancel_button.clicked.connect(self.reject)
        self.create_button = self.add_button(_("新建企业"), "primary")
        self.create_button.clicked.connect(self.accept)
        self.create_button.setDefault(True)
        self.name.textEdited.connect(self._named)
        self.folder.textEdited.connect(self._by_hand)
        self.name.setFocus()

    def accept(self) -> None:
        """Only with a name and a free folder; what is wrong is said under the field."""
        for made in self._rows.values():
            made.set_error("")
        try:
            founding.checked_name(self.name.text())
        except UserError as error:
            self._refuse("name", self.name, error.text)
            return
        text = self.folder.text().strip()
        if not text:
            self._refuse("folder", self.folder, _("选择一个文件夹"))
            return
        folder = Path(text).expanduser()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            self._refuse("folder", self.folder, _("这个文件夹里已有文件，换一个新的文件夹"))
            return
        super().accept()

    def path(self) -> Path:
        """The folder of the new enterprise."""
        return Path(self.folder.text().strip()).expanduser()

    def _refuse(self, key: str, field: QLineEdit, text: str) -> None:
        self._rows[key].set_error(text)
        field.setFocus()

    def _named(self) -> None:
        name = self.name.text().strip()
        short = founding.short_name_of(name) if name else ""
        if not self.short.isModified():
            self.short.setText(short)
        if not self._chosen:
            safe = "".join(c for c in short if c.isalnum()) or _("新企业")
            self.folder.setText(str(self._home / _("质量管理") / safe))

    def _by_hand(self) -> None:
        self._chosen = True

    def _browse(self) -> None:
        found = self._choose(self._home)
        if found is not None:
            self._chosen = True
            empty = found.is_dir() and not any(found.iterdir())
            safe = "".join(c for c in self.short.text() if c.isalnum()) or _("新企业")
            self.folder.setText(str(found if empty else found / safe))


class ChooseOperator(Dialog):
    """Who works in this sitting: from 人员, or typed. The name goes into history."""

    def __init__(
        self, theme: Theme, enterprise: str, people: Sequence[str], proposed: str, user: str, parent: QWidget
    ) -> None:
        text = _("姓名写进每一条修改历史；系统用户名“{}”一并记录。").format(user)
        super().__init__(theme, _("谁在使用“{}”").format(enterprise), text, parent)
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.addItems(list(people))
        # Without a current item Enter takes what is written, not the first name of the list.
        self.box.setCurrentIndex(-1)
        self.box.setCompleter(QCompleter(self.box))
        self.box.setEditText(proposed or user)
        edit = self.box.lineEdit()
        assert edit is not None
        edit.returnPressed.connect(self.accept)
        edit.setMaxLength(40)
        edit.selectAll()
        self.body.addWidget(FormRow(theme, _("姓名"), self.box, required=True))
        start = self.add_button(_("开始工作"), "primary")
        start.clicked.connect(self.accept)
        start.setDefault(True)
        self.box.setFocus()

    def name(self) -> str:
        """The name chosen or typed."""
        return self.box.currentText().strip()


def minute(now: dt.datetime) -> str:
    """A time in China to the minute, as ``2026-10-15 10:00``."""
    return in_china(now).strftime("%Y-%m-%d %H:%M")
