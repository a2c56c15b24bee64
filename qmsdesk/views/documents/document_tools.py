"""What 台账 has beside the list of documents: lists to print, a folder to take in, a revision to give up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.reports.document_forms import CHANGE, LISTS, listing
from qmsdesk.reports.forms import Form
from qmsdesk.services import documents, reading
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.widgets.buttons import tool_button


class DocumentTools(QObject):
    """Puts them on the page it is given; ``take_in`` opens 导入文件夹."""

    def __init__(
        self, page: RegisterPage, messages: Messages, outbound: DocumentOutbound, take_in: Callable[[], object]
    ) -> None:
        super().__init__(page)
        self._page, self._messages, self._outbound = page, messages, outbound
        self.folder_button = tool_button(page.theme, _("导入文件夹"), "folder-open-line")
        self.folder_button.clicked.connect(lambda _checked=False: take_in())
        self.folder_button.setEnabled(not page.sitting.workspace.read_only)
        self.lists = QMenu(page)
        self._fill_lists()
        for made in (self.folder_button, tool_button(page.theme, _("清单"), "file-list-3-line", menu=self.lists)):
            page.header.add_action(made, page.more)
        page.menu.aboutToShow.connect(self._more)
        page.came_to_front.connect(self.settle)

    def settle(self) -> None:
        """Versions whose day has come take their place."""
        try:
            change = documents.settle(self._page.sitting)
        except UserError as error:
            self._messages.error(error)
            return
        if change is not None:
            self._page.made(change)
            self._messages.done(_("有版本到了生效日期，已换成现行版本"))

    def withdraw(self) -> None:
        """取消改版, with a reason."""
        record = self._page.target()
        if not isinstance(record, int) or not self._page.flush():
            return
        row = reading.row(self._page.sitting.db, Document, record)
        name = f"{row['number']} {row.of(Document.title)}" if row is not None else ""
        text = _("改版中的草稿不再保留，现行版本继续有效；草稿的内容在历史里可以查到。")
        reason = self._messages.ask_reason(_("取消“{}”的改版？").format(name), text, _("取消改版"))
        if not reason:
            return
        try:
            self._page.made(documents.withdraw(self._page.sitting, record, reason))
        except UserError as error:
            self._messages.error(error)

    def _fill_lists(self) -> None:
        for form in LISTS:
            self.lists.addAction(_("打印{}").format(form.title), partial(self._print, form))
        self.lists.addSeparator()
        for form in LISTS:
            self.lists.addAction(_("导出{}（Excel）").format(form.title), partial(self._export, form))
        self.lists.addSeparator()
        self.lists.addAction(_("打印所选文件的{}").format(CHANGE.title), self._print_change)
        self.lists.addAction(_("导出所选文件的{}（Excel）").format(CHANGE.title), self._export_change)
        self.lists.addAction(_("打印空白{}").format(CHANGE.title), lambda: self._outbound.print_change(""))

    def _print(self, form: Form) -> None:
        if self._page.flush():
            self._outbound.print_list(form.title, lambda known: listing(form, known))

    def _export(self, form: Form) -> None:
        if self._page.flush():
            self._outbound.export_list(form.title, lambda known: listing(form, known))

    def _print_change(self) -> None:
        row = self._chosen()
        if row is not None:
            self._outbound.print_change(str(row["number"]))

    def _export_change(self) -> None:
        row = self._chosen()
        if row is not None:
            self._outbound.export_change(row)

    def _chosen(self) -> Row | None:
        record = self._page.target()
        if not self._page.flush() or not isinstance(record, int):
            self._messages.note("info", _("先在列表里选一份文件。"))
            return None
        return reading.row(self._page.sitting.db, Document, record)

    def _more(self) -> None:
        """取消改版 for a document that is being revised."""
        record = self._page.target()
        row = reading.row(self._page.sitting.db, Document, record) if isinstance(record, int) else None
        if row is not None and self._page.acts.writable() and documents.revising(self._page.sitting.db, row):
            self._page.menu.addSeparator()
            self._page.menu.addAction(_("取消改版…"), self.withdraw)
