"""The program as a user has it: the real window off screen, driven by clicks and keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.grouped import GroupPage
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.job_dialog import JobDialog
from qmsdesk.views.shell.page import Page
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

START = dt.date(2026, 10, 20)
CLOCK = Clock(START)
pytest.register_assert_rewrite(
    *(f"tests.e2e.{name}" for name in ("hands", "stages", "stages_later", "year", "year_audit", "year_review"))
)
SLOW = 60_000  # ms; bundles take seconds, longer while other tests run
LEFT = Qt.MouseButton.LeftButton


class Calendar(Clock):
    """A clock of days that the test turns: the program stays open over night."""

    def turn(self, day: str) -> None:
        """Another day begins."""
        object.__setattr__(self, "fixed", dt.date.fromisoformat(day))


class Answers(FileChooser):
    """Gives the next path each time a file or folder is asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.paths: list[Path] = []

    def folder(self, title: str, start: Path) -> Path | None:
        return self.paths.pop(0)

    def open(self, title: str, start: Path, kinds: str = "") -> Path | None:
        return self.paths.pop(0)

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.paths.pop(0)


@dataclass
class Desk:
    """The window and the hands of the user."""

    qtbot: QtBot
    window: MainWindow
    office: Office
    files: Answers
    theme: Theme
    clock: Calendar
    crashes: list[BaseException]
    dialogs: list[QDialog] = field(default_factory=list)

    @property
    def sitting(self) -> Sitting:
        """Who works, on what."""
        assert self.office.sitting is not None
        return self.office.sitting

    def settle(self) -> None:
        """Wait until no job runs."""
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=SLOW)
        self.front()

    def front(self) -> None:
        """After a dialog or a list the window has the keyboard again; off screen nobody else sees to that."""
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return
        focus = QApplication.focusWidget()
        if QApplication.activeWindow() is self.window and focus is not None and focus.window() is self.window:
            return
        before = self.window.focusWidget()
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        if before is not None:
            before.setFocus()

    def wait(self, there: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(there, timeout=SLOW)

    def click(self, widget: QWidget) -> None:
        """Press what can be seen and pressed."""
        assert widget.isVisible(), f"{widget} cannot be seen"
        assert widget.isEnabled(), f"{widget} cannot be pressed"
        self.front()
        self.qtbot.mouseClick(widget, LEFT)

    def cell(self, view: QAbstractItemView, row: int, column: int, *, twice: bool = False) -> None:
        """Click a cell, after scrolling to it."""
        self.front()
        index = view.model().index(row, column)
        view.scrollTo(index)
        place: QPoint = view.visualRect(index).center()
        (self.qtbot.mouseDClick if twice else self.qtbot.mouseClick)(view.viewport(), LEFT, pos=place)

    def go(self, key: str) -> Page:
        """A page, by its entry in the sidebar and its tab there."""
        pages = self.window.pages
        entry = pages.entry(key)
        self.click(self.window.sidebar.button(entry))
        self.settle()
        assert pages.key() == entry
        page = pages.current()
        if entry != key:
            group = next(g for g in pages.findChildren(GroupPage) if g.isVisible())
            self.click(group.tabs.button(key))
            self.settle()
            page = pages.current()
        assert page is not None
        return page

    def press(self, key: Qt.Key, *, control: bool = False, on: QWidget | None = None) -> None:
        """A key to the list that has dropped down, else to what has the focus."""
        modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(on or QApplication.activePopupWidget() or self.focus(), key, modifiers)

    def focus(self) -> QWidget:
        """What hears the keyboard."""
        self.front()
        found = QApplication.focusWidget()
        return found if found is not None else self.window

    def keys(self, text: str) -> None:
        """Text of the keyboard, each key to what has the focus then."""
        for letter in text:
            self.qtbot.keyClicks(self.focus(), letter)

    def type(self, widget: QLineEdit, text: str) -> None:
        """Replace what a line holds, as an input method does with Chinese."""
        widget.setFocus()
        widget.selectAll()
        widget.insert(text)

    def when_asked(self, act: Callable[[QDialog], object]) -> None:
        """Deal with the next dialog; that of a running job goes by itself."""

        def look() -> None:
            shown = QApplication.activeModalWidget()
            if not isinstance(shown, QDialog) or not shown.isVisible() or isinstance(shown, JobDialog):
                QTimer.singleShot(5, look)
            elif QApplication.activeWindow() is not shown:
                shown.activateWindow()  # off screen nobody else sees to that
                QTimer.singleShot(5, look)
            else:
                self.dialogs.append(shown)
                try:
                    act(shown)
                except BaseException:
                    QDialog.done(shown, 0)  # a dialog left open would wait for ever and hide what failed
                    raise

        QTimer.singleShot(0, look)

    def open(self, folder: Path, operator: str = "何静") -> None:
        """Open an enterprise and wait for its daily backup."""
        assert self.office.open(folder, operator)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """The window with the welcome page."""
    theme = Theme(qapp, "light")
    crashes: list[BaseException] = []
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(theme, settings, crashes.append)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    files = Answers(window)
    clock = Calendar(START)
    office = Office(window, theme, settings, clock, files)
    office.welcome()
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    yield Desk(qtbot, window, office, files, theme, clock, crashes)
    window.jobs.shutdown()
    office.welcome()  # pages that hold something red would ask when the window is closed, and hide what failed
    # Off screen the clipboard outlives Python, and what a test made of it (QMimeData) cannot be deleted after that.
    QApplication.clipboard().clear()
    assert crashes == []
