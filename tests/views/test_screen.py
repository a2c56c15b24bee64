"""How the program starts on the screen there is, and Qt's own words in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QRect, QSettings, QSize, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qmsdesk.views.main import translate
from qmsdesk.views.shell.window import MainWindow, start_geometry
from qmsdesk.views.theme.apply import Theme


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """Qt with the words the program gives it."""
    before = set(qapp.findChildren(QTranslator))
    translate(qapp)
    yield
    for made in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(made)
        made.deleteLater()


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("context", "source", "shown"), [
    ("QPlatformTheme", "OK", "确定"),
    ("QWidgetTextControl", "&Copy", "复制(&C)"),
    ("QFileDialog", "All Files (*)", "所有文件 (*)"),
    ("QDockWidget", "%1 and %2, which no catalogue has", "%1 and %2, which no catalogue has"),
])  # fmt: skip
def test_words_of_qt_are_chinese_and_those_without_a_translation_stay(context: str, source: str, shown: str) -> None:
    assert QCoreApplication.translate(context, source) == shown


@pytest.mark.parametrize(("screen", "size"), [
    (QRect(0, 0, 1920, 1040), QSize(1440, 900)),
    (QRect(0, 0, 1366, 728), QSize(1366, 688)),
    (QRect(0, 0, 1366, 768), QSize(1366, 728)),
    (QRect(0, 0, 800, 560), QSize(1024, 600)),
    (QRect(1920, 30, 1600, 870), QSize(1440, 830)),
])  # fmt: skip
def test_the_window_opens_no_larger_than_the_screen(screen: QRect, size: QSize) -> None:
    found = start_geometry(screen)
    assert found.size() == size
    assert found.top() > screen.top()
    assert found.left() >= screen.left()
    assert screen.contains(found) or size == QSize(1024, 600)


def test_a_first_window_takes_the_place_its_screen_has(qtbot: QtBot, theme: Theme, settings: QSettings) -> None:
    made = MainWindow(theme, settings, print)
    qtbot.addWidget(made)
    assert made.geometry() == start_geometry(made.screen().availableGeometry())
    made.jobs.shutdown()
