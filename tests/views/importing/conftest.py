"""A workspace and the import page over it in a real window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import create
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.importing.page import ImportPage
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
INDICATORS, MONTHS, DOCUMENTS, PEOPLE = (
    SAMPLES / name for name in ("01_指标一览.xlsx", "02_月度数据.xlsx", "03_受控文件清单.xlsx", "04_花名册.csv")
)
CLOCK = Clock(dt.date(2026, 10, 15))


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with create(tmp_path / "企业", CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


class Chooser(FileChooser):
    """Answers for the user."""

    def __init__(self) -> None:
        self.answer: Path | None = None

    def open(self, title: str, start: Path, kinds: str = "") -> Path | None:
        return self.answer

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.answer


@dataclass
class Stage:
    """The page, and what it told the rest of the program."""

    window: MainWindow
    page: ImportPage
    files: Chooser
    changes: list[object]
    gone: list[str]
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until no job runs."""
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20_000)

    def open(self, register: str, path: Path) -> None:
        """As the button of a register page does, with a file chosen."""
        self.window.go("import", (register, path))
        self.settle()

    def bars(self) -> list[str]:
        """The sentences on the page."""
        return [bar.text() for bar in self.page.messages.bars()]


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme, window: MainWindow, settings: QSettings, sitting: Sitting) -> Stage:
    files, gone = Chooser(), list[str]()
    changes: list[object] = []

    def changed(change: object) -> None:
        changes.append(change)
        window.apply_change(change)

    def make() -> ImportPage:
        return ImportPage(
            theme, sitting, window.messages, window.jobs, files, settings, changed,
            gone.append,
        )  # fmt: skip

    window.set_pages(
        [
            PageSpec("other", "别的页", "home-line", lambda: Page(theme, "别的页")),
            PageSpec("import", "导入 Excel", "file-excel-2-line", make, hidden=True),
        ]
    )
    window.show()
    qtbot.waitExposed(window)
    window.go("import")
    page = window.pages.page("import")
    assert isinstance(page, ImportPage)
    return Stage(window, page, files, changes, gone, qtbot)
