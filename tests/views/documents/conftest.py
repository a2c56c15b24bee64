"""Issued documents, and the pages about them in a real window off screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.registers.spec import Register
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.document_tools import DocumentTools
from qmsdesk.views.documents.findings_page import FindingsPage
from qmsdesk.views.documents.folder_page import FolderPage
from qmsdesk.views.documents.listing_page import DayPage, ExternalPage
from qmsdesk.views.documents.matrix_page import MatrixPage
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from tests.services.conftest import Staff, clock, evidence, sitting, staff
from tests.services.document_firm import Firm

__all__ = ["clock", "evidence", "sitting", "staff"]

JUNE = dt.date(2026, 6, 1)


class Chooser(FileChooser):
    """Answers for the user."""

    def __init__(self) -> None:
        self.answer: Path | None = None

    def folder(self, title: str, start: Path) -> Path | None:
        return self.answer

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.answer


@pytest.fixture
def firm(sitting: Sitting, staff: Staff, evidence: Path) -> Firm:
    return Firm(sitting, staff, evidence)


@dataclass
class Stage:
    """The window, and what its pages told the rest of the program."""

    window: MainWindow
    files: Chooser
    qtbot: QtBot
    opened: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[object] = field(default_factory=list)
    shown: list[tuple[str, Rendered]] = field(default_factory=list)

    def page(self, key: str) -> Any:
        """Bring a page to the front."""
        self.window.go(key)
        return self.window.pages.page(key)

    def settle(self) -> None:
        """Wait until no job runs."""
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20_000)

    def bars(self, page: Page) -> list[str]:
        """The sentences on a page."""
        return [bar.text() for bar in page.messages.bars()]


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme, window: MainWindow, settings: QSettings, sitting: Sitting) -> Iterator[Stage]:
    made = Stage(window, Chooser(), qtbot)
    messages, jobs = window.messages, window.jobs
    lists = DocumentOutbound(sitting, messages, jobs, made.files, lambda title, pdf: made.shown.append((title, pdf)))

    def changed(change: object) -> None:
        made.changes.append(change)
        window.apply_change(change)

    def open_record(*target: str) -> None:
        made.opened.append(target)  # type: ignore[arg-type]

    def heard(page: Any) -> Page:
        page.changed.connect(changed)
        return page  # type: ignore[no-any-return]

    def register_page(register: Register) -> RegisterPage:
        page = RegisterPage(theme, sitting, register, messages, jobs, Outside(), settings)
        heard(page)
        return page

    def document_page() -> Page:
        page = register_page(DOCUMENT)
        DocumentTools(page, messages, lists, lambda: window.go("document_folder"))
        return page

    builders = {
        "document": document_page,
        "record_form": lambda: register_page(RECORD_FORM),
        "external": lambda: ExternalPage(theme, sitting, lists, open_record),
        "matrix": lambda: MatrixPage(theme, sitting, lists, open_record),
        "findings": lambda: heard(FindingsPage(theme, sitting, lists, open_record, messages)),
        "day": lambda: DayPage(theme, sitting, lists, open_record),
        "document_folder": lambda: FolderPage(theme, sitting, messages, jobs, made.files, changed, window.go),
    }  # fmt: skip
    window.set_pages([PageSpec("other", "别的页", "home-line", lambda: Page(theme, "别的页")),
                      *(PageSpec(key, key, "home-line", build) for key, build in builders.items())])  # fmt: skip
    window.show()
    qtbot.waitExposed(window)
    yield made
    made.settle()
