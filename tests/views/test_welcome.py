"""The first page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.welcome import Recent, WelcomePage
from qmsdesk.views.widgets.pill import Pill

RECENT = [
    Recent("D:\\质量管理\\恒锐精密", "恒锐精密五金（示例）", "昨天 17:40", "环节 g) 绩效改进"),
    Recent("E:\\备份\\沛达木业", "沛达木业（示例）", "09-16 11:20", "", "找不到文件"),
]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, theme: Theme) -> WelcomePage:
    made = WelcomePage(theme, RECENT)
    window.show_welcome(made)
    with qtbot.waitActive(window):
        window.show()
    return made


def test_the_focus_starts_on_a_new_enterprise(qtbot: QtBot, page: WelcomePage) -> None:
    assert page.new_button.hasFocus()
    with qtbot.waitSignal(page.new_requested):
        qtbot.keyClick(page.new_button, Qt.Key.Key_Return)


def test_every_choice_asks_for_its_own(qtbot: QtBot, page: WelcomePage) -> None:
    for button, signal in (
        (page.new_button, page.new_requested),
        (page.open_button, page.open_requested),
        (page.demo_button, page.demo_requested),
        (page.restore_button, page.restore_requested),
        (page.clear_button, page.clear_recent),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_recent_enterprises_open_and_missing_ones_say_so(qtbot: QtBot, page: WelcomePage) -> None:
    with qtbot.waitSignal(page.recent_opened) as caught:
        qtbot.mouseClick(page.rows[1], Qt.MouseButton.LeftButton)
    assert caught.args == ["E:\\备份\\沛达木业"]
    assert [pill.word() for pill in page.rows[1].findChildren(Pill)] == ["找不到文件"]
    assert "找不到文件" in page.rows[1].accessibleDescription()
    assert page.rows[0].accessibleName() == "打开 恒锐精密五金（示例）"


def test_without_recent_ones_it_says_so(page: WelcomePage) -> None:
    page.set_recent([])
    assert page.rows == []
    assert not page.clear_button.isVisible()
    assert "还没有打开过企业" in [label.text() for label in page.findChildren(QLabel)]


def test_theme_and_size_are_switched_at_the_foot(qtbot: QtBot, page: WelcomePage, theme: Theme) -> None:
    page.theme_button.click()
    assert (theme.mode, page.theme_button.text()) == ("dark", "主题：深色")
    page.scale_button.click()
    assert (theme.scale, page.scale_button.text()) == (1.15, "字号：大")
    for _again in range(2):
        page.theme_button.click()
        page.scale_button.click()
    assert (theme.mode, theme.scale) == ("light", 1.0)


def test_tab_goes_down_the_page(qtbot: QtBot, page: WelcomePage) -> None:
    order = []
    for _step in range(7):
        focus = QApplication.focusWidget()
        order.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert order == [
        page.new_button, page.open_button, page.demo_button, page.restore_button, page.clear_button, *page.rows,
    ]  # fmt: skip


def test_the_frame_is_out_of_sight(qtbot: QtBot, page: WelcomePage, window: MainWindow) -> None:
    assert not window.sidebar.isVisible()
    assert not window.status.isVisible()
    another = WelcomePage(page.theme)
    window.show_welcome(another)
    assert another.isVisible()
