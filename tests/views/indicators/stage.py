"""A window with one page in it and everything the page talks to; closing it asks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.registers.spec import Register
from qmsdesk.reports.rendered import Rendered
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

P = TypeVar("P", bound=Page)


class Crashed(Exception):
    """Something that should have been a sentence for the user."""


def crash(error: BaseException) -> None:
    raise Crashed(str(error)) from error


class Chooser(FileChooser):
    """Answers with ``target``."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.target: Path | None = None

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.target


@dataclass
class Outside:
    """What a page is handed, and what it asked for."""

    theme: Theme
    messages: Messages
    jobs: Jobs
    files: Chooser
    previews: list[tuple[str, Rendered]] = field(default_factory=list)
    imports: list[Register] = field(default_factory=list)
    gone: list[tuple[str, object]] = field(default_factory=list)


@dataclass
class Stage(Generic[P]):
    """The window and its page."""

    window: QMainWindow
    page: P
    outside: Outside
    toast: Toast

    def bars(self) -> list[str]:
        """The sentences on the page, newest first."""
        return [bar.text() for bar in self.page.messages.bars()]


def stage(qtbot: QtBot, theme: Theme, make: Callable[[Outside], P], size: tuple[int, int] = (1228, 840)) -> Stage[P]:
    """Show a page; every change is handed back to it, as the window does."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(*size)
    toast = Toast(theme, window)
    places: list[MessageArea] = []
    messages = Messages(theme, window, lambda: places[0], toast, crash)
    outside = Outside(theme, messages, Jobs(window, messages.failed), Chooser(window))
    page = make(outside)
    places.append(page.messages)
    page.changed.connect(page.apply_change)  # type: ignore[attr-defined]
    page.go_to.connect(lambda key, target: outside.gone.append((key, target)))
    window.setCentralWidget(page)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    page.entered()
    return Stage(window, page, outside, toast)
