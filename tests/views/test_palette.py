"""Ctrl+K finds pages, commands and what others provide, without the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.palette import CommandPalette, Entry, fits
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, theme: Theme) -> MainWindow:
    def build() -> Page:
        page = Page(theme, "页")
        page.set_body(QLineEdit())
        return page

    titles = (("总览", ""), ("指标跟踪", "体系运行"), ("自我评价", "验收与总结"))
    window.set_pages([PageSpec(title, title, "dashboard-line", build, group) for title, group in titles])
    with qtbot.waitActive(window):
        window.show()
    return window


def _type(qtbot: QtBot, box: CommandPalette, text: str) -> list[str]:
    box.box.setText(text)
    qtbot.waitUntil(lambda: not box._timer.isActive())
    return [entry.title for entry in box.entries()]


def test_it_lists_the_pages_and_goes_there(qtbot: QtBot, opened: MainWindow) -> None:
    box = opened.palette_box
    qtbot.keyClick(opened, Qt.Key.Key_K, _CTRL)
    assert box.box.hasFocus()
    assert [entry.title for entry in box.entries()] == ["总览", "指标跟踪", "自我评价"]
    qtbot.keyClick(box.box, Qt.Key.Key_Down)
    qtbot.keyClick(box.box, Qt.Key.Key_Return)
    assert opened.pages.key() == "指标跟踪"
    assert box.isHidden()


def test_enter_does_not_wait_for_the_list(qtbot: QtBot, opened: MainWindow) -> None:
    box = opened.palette_box
    box.open()
    box.box.setText("自我")
    qtbot.keyClick(box.box, Qt.Key.Key_Return)
    assert opened.pages.key() == "自我评价"


def test_it_finds_commands_and_what_others_provide(qtbot: QtBot, opened: MainWindow, theme: Theme) -> None:
    went: list[str] = []

    def records(text: str) -> list[Entry]:
        return [Entry("ZB-007 顾客满意度", "指标", "line-chart-line", lambda: went.append(text))] if text else []

    opened.add_provider(records)
    box = opened.palette_box
    box.open()
    assert _type(qtbot, box, "深色") == ["主题：深色", "ZB-007 顾客满意度"]
    qtbot.keyClick(box.box, Qt.Key.Key_Enter)
    assert theme.mode == "dark"
    box.open()
    _type(qtbot, box, "zb")
    qtbot.mouseClick(
        box.list.viewport(), Qt.MouseButton.LeftButton, pos=box.list.visualRect(box.list.currentIndex()).center()
    )
    assert went == ["zb"]


def test_escape_gives_the_focus_back(qtbot: QtBot, opened: MainWindow) -> None:
    page = opened.pages.current()
    assert page is not None
    field = page.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    opened.palette_box.open()
    qtbot.keyClick(opened.palette_box.box, Qt.Key.Key_Escape)
    assert opened.palette_box.isHidden()
    assert field.hasFocus()


def test_a_click_elsewhere_closes_it(qtbot: QtBot, opened: MainWindow) -> None:
    opened.palette_box.open()
    opened.sidebar.plate.setFocus(Qt.FocusReason.MouseFocusReason)
    assert opened.palette_box.isHidden()


def test_nothing_found_is_said(qtbot: QtBot, opened: MainWindow) -> None:
    box = opened.palette_box
    box.open()
    assert _type(qtbot, box, "没有这样的东西") == []
    assert box.list.isHidden()
    qtbot.keyClick(box.box, Qt.Key.Key_Return)
    assert box.isVisible()


def test_commands_that_are_off_are_not_offered(qtbot: QtBot, opened: MainWindow) -> None:
    box = opened.palette_box
    box.open()
    assert _type(qtbot, box, "撤销") == []
    opened.set_undo("修改名称", "")
    assert _type(qtbot, box, "撤销 ") == ["撤销：修改名称"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("", True), ("指标", True), ("zb 007", True), ("007 zb", True), ("zb-8", False), ("ＺＢ", False)],
)
def test_every_part_must_fit(text: str, found: bool) -> None:
    assert fits(text, "ZB-007 顾客满意度", "指标") is found
