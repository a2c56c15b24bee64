"""A small workspace with one document and its file, and the bundle page over it in a real window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Enterprise
from qmsdesk.models.workspace import create
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import attachments, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.bundling.options import folder_key
from qmsdesk.views.bundling.page import BundlePage
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

CLOCK = Clock(dt.date(2026, 10, 15))
PHONE = "13812345678"


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with create(tmp_path / "企业", CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


@pytest.fixture
def document(sitting: Sitting, tmp_path: Path) -> int:
    """An enterprise with a department and a document with two files, one of them old."""
    company = {Enterprise.name: "徐州恒岩示例精密机械有限公司", Enterprise.short_name: "恒岩示例"}
    records.save(sitting, BY_KEY["enterprise"], None, company)
    quality = records.save(sitting, BY_KEY["department"], None, {Department.name: "质量部"}).record
    values = {
        Document.number: "HY-QM-01",
        Document.title: "质量手册",
        Document.level: "manual",
        Document.department: quality,
        Document.remark: f"联系 {PHONE}",
    }
    made = records.save(sitting, BY_KEY["document"], None, values).record
    for name, day in (("手册.txt", dt.date(2026, 3, 1)), ("旧手册.txt", dt.date(2020, 1, 1))):
        file = tmp_path / name
        file.write_text(name * 50, encoding="utf-8")
        attachments.attach(sitting, BY_KEY["document"], made, file, evidence_on=day)
    return made


class Chooser(FileChooser):
    """Answers for the user."""

    def __init__(self) -> None:
        self.answer: Path | None = None

    def folder(self, title: str, start: Path) -> Path | None:
        return self.answer

    def open(self, title: str, start: Path, kinds: str = "") -> Path | None:
        return self.answer


@dataclass
class Stage:
    """The page, and what it asked of the rest of the program."""

    window: MainWindow
    page: BundlePage
    files: Chooser
    out: Path
    settings: QSettings
    opened: list[tuple[str, str, str]]
    folders: list[Path]

    def settle(self, qtbot: QtBot) -> None:
        """Wait until no job runs."""
        qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20_000)

    def bars(self) -> list[str]:
        """The sentences on the page."""
        return [bar.text() for bar in self.page.messages.bars()]

    def zips(self) -> list[str]:
        return sorted(p.name for p in self.out.iterdir())


Open = Callable[..., Stage]


@pytest.fixture
def open_page(
    qtbot: QtBot, theme: Theme, window: MainWindow, settings: QSettings, sitting: Sitting, tmp_path: Path
) -> Open:
    def build(**options: object) -> Stage:
        out = tmp_path / "资料包"
        out.mkdir()
        settings.setValue(folder_key(sitting.workspace.folder), str(out))
        opened: list[tuple[str, str, str]] = []
        folders: list[Path] = []

        def make() -> BundlePage:
            return BundlePage(
                theme, sitting, window.messages, window.jobs, files, settings,
                lambda *target: opened.append(target), open_folder=folders.append, **options,
            )  # type: ignore[arg-type]  # fmt: skip

        files = Chooser()
        window.set_pages(
            [
                PageSpec("bundle", "导出资料包", "folder-zip-line", make),
                PageSpec("other", "别的页", "home-line", lambda: Page(theme, "别的页")),
            ]
        )
        window.show()
        qtbot.waitExposed(window)
        page = window.pages.page("bundle")
        assert isinstance(page, BundlePage)
        stage = Stage(window, page, files, out, settings, opened, folders)
        stage.settle(qtbot)
        return stage

    return build
