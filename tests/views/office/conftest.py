"""The program at work in a real window, with a file chooser that answers from a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from qmsdesk.clock import Clock
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme


class Answers(FileChooser):
    """Gives the next path each time it is asked."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.paths: list[Path | None] = []

    def folder(self, title: str, start: Path) -> Path | None:
        return self.paths.pop(0)

    def open(self, title: str, start: Path, kinds: str = "") -> Path | None:
        return self.paths.pop(0)

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.paths.pop(0)


@pytest.fixture
def files(window: MainWindow) -> Answers:
    return Answers(window)


@pytest.fixture
def office(window: MainWindow, theme: Theme, settings: QSettings, files: Answers) -> Iterator[Office]:
    made = Office(window, theme, settings, Clock(dt.date(2026, 10, 20)), files)
    made.welcome()
    window.show()
    yield made
    made.close()
