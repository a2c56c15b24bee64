"""文件与表单: the tabs of the sidebar's entry, and the hidden page of the intake."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.documents.outbound import DocumentOutbound
    from qmsdesk.views.office.pages import Desk

TAKE_IN = "document_folder"


def document_tabs(desk: Desk) -> tuple[Tab, ...]:
    """台账, 记录清单, 外来文件, 矩阵, 两层皮, 某日有效版本."""
    lists = cache(partial(_lists, desk))  # one for all of them: they share what it read
    return (
        Tab("document", _("台账"), lambda: _documents(desk, lists())),
        Tab("record_form", _("记录清单"), lambda: desk.register_page("record_form")),
        Tab("document_external", _("外来文件"), lambda: _facts(desk, "external", lists())),
        Tab("document_matrix", _("矩阵"), lambda: _facts(desk, "matrix", lists())),
        Tab("document_findings", _("两层皮"), lambda: _facts(desk, "findings", lists())),
        Tab("document_day", _("某日有效版本"), lambda: _facts(desk, "day", lists())),
    )


def take_in_page(desk: Desk) -> Page:
    """导入文件夹."""
    from qmsdesk.views.documents.folder_page import FolderPage

    return FolderPage(desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, desk.changed, desk.go)


def _lists(desk: Desk) -> DocumentOutbound:
    from qmsdesk.views.documents.outbound import DocumentOutbound

    return DocumentOutbound(desk.sitting, desk.messages, desk.jobs, desk.files, desk.preview)


def _documents(desk: Desk, lists: DocumentOutbound) -> Page:
    from qmsdesk.views.documents.document_tools import DocumentTools

    page = desk.register_page("document")
    DocumentTools(page, desk.messages, lists, lambda: desk.go(TAKE_IN, None))
    return page


def _facts(desk: Desk, kind: str, lists: DocumentOutbound) -> Page:
    from qmsdesk.views.documents.findings_page import FindingsPage
    from qmsdesk.views.documents.listing_page import DayPage, ExternalPage
    from qmsdesk.views.documents.matrix_page import MatrixPage

    if kind == "findings":
        page = FindingsPage(desk.theme, desk.sitting, lists, desk.open_record, desk.messages)
        page.changed.connect(desk.changed)
        return page
    made = {"external": ExternalPage, "matrix": MatrixPage, "day": DayPage}[kind]
    return made(desk.theme, desk.sitting, lists, desk.open_record)
