"""A theme, a settings file and a window for the tests of the views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme


@pytest.fixture(scope="session")
def _session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def theme(_session_theme: Theme) -> Theme:
    """The light theme at the standard size."""
    if (_session_theme.mode, _session_theme.scale) != ("light", 1.0):
        _session_theme.apply("light", 1.0)
    return _session_theme


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """A settings file of this test."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def crashes() -> list[BaseException]:
    """What came to the crash handler of ``window``."""
    return []


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, settings: QSettings, crashes: list[BaseException]) -> Iterator[MainWindow]:
    """A window of 1440 × 868 without pages."""
    made = MainWindow(theme, settings, crashes.append)
    qtbot.addWidget(made)
    made.resize(1440, 868)
    yield made
    made.jobs.shutdown()


@pytest.fixture
def answer(qtbot: QtBot) -> Callable[[Callable[[QDialog], None]], list[QDialog]]:
    """``answer(act)`` calls ``act`` with the next dialog that is executed; the list holds it afterwards."""
    from PySide6.QtCore import QTimer

    def prepare(act: Callable[[QDialog], None]) -> list[QDialog]:
        seen: list[QDialog] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog.isVisible():
                seen.append(dialog)
                act(dialog)
            else:
                QTimer.singleShot(0, look)

        QTimer.singleShot(0, look)
        return seen

    return prepare
