"""台账: the register of documents with what only documents have: lists, a folder to take in, a revision to give up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu, QToolButton

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.reports.document_forms import CHANGE, LISTS, listing
from qmsdesk.reports.forms import Form
from qmsdesk.services import documents, reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button


class DocumentPage(RegisterPage):
    """``take_in`` opens 导入文件夹."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        outside: Outside,
        settings: QSettings | None,
        outbound: DocumentOutbound,
        take_in: Callable[[], object],
    ) -> None:
        super().__init__(theme, sitting, DOCUMENT, messages, jobs, outside, settings)
        self._outbound = outbound
        self.folder_button = tool_button(theme, _("导入文件夹"), "folder-open-line")
        self.folder_button.clicked.connect(lambda _checked=False: take_in())
        self.folder_button.setEnabled(not sitting.workspace.read_only)
        self.lists = QMenu(self)
        self._fill_lists()
        more = self.header.findChildren(QToolButton)[-1]
        for made in (self.folder_button, tool_button(theme, _("清单"), "file-list-3-line", menu=self.lists), more):
            self.header.add_action(made)  # 更多 stands last
        self.menu.aboutToShow.connect(self._more)

    def entered(self) -> None:
        """Versions whose day has come take their place."""
        super().entered()
        try:
            change = documents.settle(self.sitting)
        except UserError as error:
            self._messages.error(error)
            return
        if change is not None:
            self.made(change)
            self._messages.done(_("有版本到了生效日期，已换成现行版本"))

    def withdraw(self) -> None:
        """取消改版, with a reason."""
        record = self.target()
        if not isinstance(record, int) or not self.flush():
            return
        row = reading.row(self.sitting.db, Document, record)
        name = f"{row['number']} {row.of(Document.title)}" if row is not None else ""
        text = _("改版中的草稿不再保留，现行版本继续有效；草稿的内容在历史里可以查到。")
        reason = self._messages.ask_reason(_("取消“{}”的改版？").format(name), text, _("取消改版"))
        if not reason:
            return
        try:
            self.made(documents.withdraw(self.sitting, record, reason))
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
        if self.flush():
            self._outbound.print_list(form.title, lambda known: listing(form, known))

    def _export(self, form: Form) -> None:
        if self.flush():
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
        record = self.target()
        if not self.flush() or not isinstance(record, int):
            self._messages.note("info", _("先在列表里选一份文件。"))
            return None
        return reading.row(self.sitting.db, Document, record)

    def _more(self) -> None:
        """取消改版 for a document that is being revised."""
        record = self.target()
        row = reading.row(self.sitting.db, Document, record) if isinstance(record, int) else None
        if row is not None and self.acts.writable() and documents.revising(self.sitting.db, row):
            self.menu.addSeparator()
            self.menu.addAction(_("取消改版…"), self.withdraw)
