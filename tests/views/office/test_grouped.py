"""Several pages on one entry of the sidebar: every road leads to the right tab, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.views.office.grouped import GroupPage
from qmsdesk.views.shell.breakpoints import NARROW, Breakpoint
from qmsdesk.views.shell.page import Page, PageSpec, Tab
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.chips import ClauseTag

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Sheet(Page):
    """A page that writes down what it is asked."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, [f"6.{len(name)}"])
        self.asked: list[object] = []
        self.valid, self.place = True, 0
        self.box = QLineEdit()
        self.set_body(self.box)

    def entered(self) -> None:
        self.asked.append("entered")
        self.box.setFocus()

    def flush(self) -> bool:
        return self.valid

    def new_record(self) -> None:
        self.asked.append("new")

    def print_page(self) -> None:
        self.asked.append("print")

    def reset_layout(self) -> None:
        self.asked.append("layout")

    def apply_change(self, change: object) -> None:
        self.asked.append(change)

    def apply_breakpoint(self, size: Breakpoint) -> None:
        super().apply_breakpoint(size)
        self.asked.append(size.name)

    def show_target(self, target: object) -> None:
        self.asked.append(target)

    def target(self) -> object:
        return self.place

    def help_topic(self) -> str:
        return "6.9.5"


Made = dict[str, Sheet]


@pytest.fixture
def made(qtbot: QtBot, window: MainWindow, theme: Theme) -> Made:
    """A window with 总览, and 资源 with the tabs 设备 and 器具."""
    pages: Made = {}

    def build(key: str) -> Callable[[], Page]:
        def make() -> Page:
            assert key not in pages
            pages[key] = Sheet(theme, key)
            return pages[key]

        return make

    tabs = tuple(Tab(key, title, build(key)) for key, title in (("equipment", "设备"), ("instrument", "器具")))
    window.set_pages(
        [
            PageSpec("home", "总览", "home-line", build("home")),
            PageSpec("resources", "资源", "tools-line", lambda: GroupPage(theme, "资源", tabs), tabs=tabs),
        ]
    )
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return pages


def group(window: MainWindow) -> GroupPage:
    page = window.pages.page("resources")
    assert isinstance(page, GroupPage)
    return page


def test_a_tab_is_made_when_it_is_opened_and_its_key_leads_to_it(window: MainWindow, made: Made) -> None:
    assert list(made) == ["home"]
    assert window.go("instrument", 7)
    assert list(made) == ["home", "equipment", "instrument"]  # the first tab comes with the entry
    assert window.pages.key() == "resources"
    assert window.sidebar.button("resources").isChecked()
    assert window.pages.current() is made["instrument"]
    assert window.pages.page("instrument") is made["instrument"]
    assert made["instrument"].asked[-2:] == ["entered", 7]
    assert made["instrument"].isVisible()
    assert not made["equipment"].isVisible()
    assert group(window).tabs.value() == "instrument"


def test_the_entry_opens_the_tab_that_was_last_in_front(qtbot: QtBot, window: MainWindow, made: Made) -> None:
    window.go("instrument")
    window.go("home")
    qtbot.mouseClick(window.sidebar.button("resources"), Qt.MouseButton.LeftButton)
    assert window.pages.current() is made["instrument"]


def test_the_way_back_knows_the_tab_and_the_place_on_it(qtbot: QtBot, window: MainWindow, made: Made) -> None:
    window.go("equipment", 3)
    made["equipment"].place = 4
    window.go("instrument", 5)
    window.go("home")
    back = [window.pages.step(-1) and window.pages.current() for _i in range(2)]
    assert back == [made["instrument"], made["equipment"]]
    assert made["equipment"].asked[-1] == 4
    qtbot.keyClick(window, Qt.Key.Key_Right, _ALT)
    assert window.pages.current() is made["instrument"]


def test_tabs_change_by_mouse_and_key_and_are_a_step_of_the_trail(qtbot: QtBot, window: MainWindow, made: Made) -> None:
    window.go("resources")
    tabs = group(window).tabs
    qtbot.mouseClick(tabs.button("instrument"), Qt.MouseButton.LeftButton)
    assert window.pages.current() is made["instrument"]
    qtbot.keyClick(made["instrument"].box, Qt.Key.Key_PageDown, _CTRL)
    assert window.pages.current() is made["equipment"]
    qtbot.keyClick(made["equipment"].box, Qt.Key.Key_PageUp, _CTRL)
    assert window.pages.current() is made["instrument"]
    window.pages.step(-1)
    assert (window.pages.current(), tabs.value()) == (made["equipment"], "equipment")


def test_a_tab_that_holds_something_invalid_is_not_left(qtbot: QtBot, window: MainWindow, made: Made) -> None:
    window.go("equipment")
    made["equipment"].valid = False
    tabs = group(window).tabs
    qtbot.mouseClick(tabs.button("instrument"), Qt.MouseButton.LeftButton)
    assert window.pages.current() is made["equipment"]
    assert tabs.value() == "equipment"
    assert not window.go("home")
    assert "instrument" not in made


def test_keys_and_words_reach_the_tab_in_front(qtbot: QtBot, window: MainWindow, made: Made) -> None:
    window.go("equipment")
    window.go("instrument")
    qtbot.keyClick(window, Qt.Key.Key_N, _CTRL)
    qtbot.keyClick(window, Qt.Key.Key_P, _CTRL)
    assert made["instrument"].asked[-2:] == ["new", "print"]
    assert "new" not in made["equipment"].asked
    made["instrument"].say("第 2 条")
    assert "第 2 条" in [label.text() for label in window.status.findChildren(QLabel)]
    window.apply_change("保存")
    assert made["instrument"].asked[-1] == made["equipment"].asked[-1] == "保存"
    group(window).reset_layout()
    assert made["instrument"].asked[-1] == made["equipment"].asked[-1] == "layout"
    window.pages.apply_breakpoint(NARROW)
    assert made["instrument"].asked[-1] == made["equipment"].asked[-1] == "narrow"


def test_the_tags_of_the_tab_in_front_open_its_clause(qtbot: QtBot, window: MainWindow, made: Made) -> None:
    window.go("instrument")
    shown = [tag for tag in group(window).findChildren(ClauseTag) if tag.isVisible()]
    assert [tag.text() for tag in shown] == ["6.10"]
    with qtbot.waitSignal(window.help_requested) as asked:
        shown[0].click()
    assert asked.args == ["6.10"]


def test_commands_find_tabs_by_their_title(window: MainWindow, made: Made) -> None:
    found = window.commands.page_entries("器具")
    assert [(entry.title, entry.subtitle) for entry in found] == [("器具", "资源")]
    found[0].activate()
    assert window.pages.current() is made["instrument"]
    assert [entry.title for entry in window.commands.page_entries("")] == ["总览", "资源"]
    window.go("home")
    window.commands._page_at(1)
    assert window.pages.current() is made["instrument"]


def test_another_theme_drops_what_is_hidden_and_can_be_made_again(window: MainWindow, made: Made, theme: Theme) -> None:
    for key in ("equipment", "instrument"):
        window.go(key, 7)
        made[key].renewable = True
    theme.apply("dark", 1.0)
    assert made["home"].isHidden()  # kept: it does not say it can be made again
    assert made["instrument"].isVisible()
    made.pop("equipment")
    window.go("equipment")
    window.go("home")
    assert window.pages.step(-1)
    assert window.pages.current() is made["equipment"]
    made["equipment"].renewable = True
    window.go("home")
    theme.apply("light", 1.0)
    assert window.pages.made() == [made["home"]]
    made.clear()
    assert window.pages.step(-1)
    assert window.pages.current() is made["equipment"]
    assert window.pages.key() == "resources"
