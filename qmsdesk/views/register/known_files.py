"""使用已有文件: pick a file that serves another record already; its bytes are kept once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.system import Attachment
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import attachments, reading
from qmsdesk.views.register.attachment_model import size_text
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import label

_MOST = 200


class KnownFiles(Dialog):
    """Search by words of name or title, newest first; ``chosen`` is the id of a link to the file."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        text = _("同一份文件可以证明几条记录，只保存一份。")
        super().__init__(kit.theme, _("使用哪个已有文件？"), text, parent, width=560)
        self._db = kit.sitting.db
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("按文件名或标题查找"))
        self.search.setAccessibleName(_("查找文件"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.list = QListWidget()
        self.list.setAccessibleName(_("已有文件"))
        self.list.setMinimumHeight(kit.theme.px(260))
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self.note = label("", "caption")
        for made in (self.search, self.list, self.note):
            self.body.addWidget(made)
        cancel = self.add_button(_("取消"))
        cancel.clicked.connect(self.reject)
        self.use = self.add_button(_("使用文件"), "primary")
        self.use.clicked.connect(self.accept)
        self.use.setDefault(True)
        self._fill()
        self.search.setFocus()

    def ask(self) -> int | None:
        """Show it and wait; the id of a link to the file chosen, None when it was cancelled."""
        return self.chosen() if self.exec() == int(QDialog.DialogCode.Accepted) else None

    def chosen(self) -> int | None:
        """The id under the cursor."""
        items = self.list.selectedItems()
        return int(items[0].data(Qt.ItemDataRole.UserRole)) if items else None

    def _fill(self) -> None:
        self.list.clear()
        found = attachments.known(self._db, self.search.text(), _MOST)
        for file in found:
            item = QListWidgetItem(self._text(file))
            item.setData(Qt.ItemDataRole.UserRole, file.id)
            item.setToolTip(file["name"])
            self.list.addItem(item)
        self.list.setCurrentRow(0 if found else -1)
        self.use.setEnabled(bool(found))
        more = _("只列出最新的 {} 个，写几个字缩小范围").format(_MOST)
        self.note.setText(more if len(found) == _MOST else "" if found else _("没有找到文件"))

    def _text(self, file: Row) -> str:
        register = BY_KEY.get(file["register"])
        home = reading.row(self._db, register.model, file["record"]) if register else None
        of = f"{register.title} {home['number']}" if register and home else ""
        parts = (file.of(Attachment.title) or file["name"], str(file.of(Attachment.evidence_on) or ""), of)
        return " · ".join(part for part in (*parts, size_text(file["size"])) if part)
