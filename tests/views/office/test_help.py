"""F1: the clause of the page, the manual with its contents, and the way back; the manual says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from installer.messages import collect
from qmsdesk.cli import parser
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.standard.clauses import clauses
from qmsdesk.views.office import clause_text, manual
from qmsdesk.views.office.help_dock import HelpDock
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import DARK, LIGHT
from tests.views.office.test_office import settle

CODE = re.compile(r"```\n(.*?)```", re.DOTALL)


@pytest.fixture
def opened(office: Office, demo: Path, qtbot: QtBot, window: MainWindow) -> Office:
    assert office.open(demo, "何静")
    settle(qtbot, window)
    return office


@pytest.fixture
def dock(office: Office) -> HelpDock:
    return office._help


def text(dock: HelpDock) -> str:
    return dock.browser.toPlainText()


def activate(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def press_f1(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1)


def place_of(dock: HelpDock, heading: str) -> int:
    """How far below the upper edge of the browser a heading stands."""
    document = dock.browser.document()
    block = document.begin()
    while not (block.text() == heading and block.blockFormat().headingLevel()):
        block = block.next()
        assert block.isValid(), heading
    return round(document.documentLayout().blockBoundingRect(block).top() - dock.browser.verticalScrollBar().value())


def test_f1_on_the_welcome_page_opens_the_manual_and_escape_leads_back(
    office: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    before = QApplication.focusWidget()
    assert before is not None
    press_f1(window, qtbot)
    assert dock.isVisible()
    assert dock.windowTitle() == "用户手册"
    assert QApplication.focusWidget() is dock.browser
    qtbot.keyClick(dock.browser, Qt.Key.Key_Escape)
    assert not dock.isVisible()
    assert QApplication.focusWidget() is before


def test_f1_shows_the_clause_of_the_page_in_front(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("indicators")
    press_f1(window, qtbot)
    assert "6.9.5" in text(dock)
    assert "附录 C 中的表 C.1" in text(dock)
    window.go("settings")
    press_f1(window, qtbot)
    assert dock.windowTitle() == "用户手册"


def test_the_help_goes_along_to_another_page_but_the_manual_stays(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("indicators")
    press_f1(window, qtbot)
    assert "6.9.5" in text(dock)
    window.go("enterprise")
    assert "适用范围" in text(dock) or "3.1" in text(dock)
    before = text(dock)
    window.go("self_evaluation")
    assert text(dock) != before
    assert "附录C" in text(dock)
    window.pages.step(-1)
    assert text(dock) == before
    window.go("settings")  # it has no clause
    assert dock.windowTitle() == "用户手册"
    window.go("enterprise")
    assert text(dock) == before
    assert not dock.holds_focus()
    dock.manual_link.click()
    window.go("indicators")
    assert dock.windowTitle() == "用户手册"
    dock.close()
    window.go("enterprise")
    assert dock.isHidden()


def test_help_asked_for_while_typing_in_a_cell_keeps_what_was_typed_and_gives_the_table_back(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("department")
    page = window.pages.page("department")
    activate(window, qtbot)
    table = page.table
    place = page.model.index(1, 2)
    table.setCurrentIndex(place)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Q)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor is not table
    press_f1(window, qtbot)
    assert QApplication.focusWidget() is dock.browser
    assert page.model.index(1, 2).data().lower() == "q"
    qtbot.waitUntil(lambda: not shiboken6.isValid(editor))
    qtbot.keyClick(dock.browser, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is table


def test_the_links_above_the_text_are_reached_by_keys(dock: HelpDock, window: MainWindow, qtbot: QtBot) -> None:
    dock.show_clause("1023/6.9.5")
    dock.manual_link.setFocus()
    qtbot.keyClick(dock.manual_link, Qt.Key.Key_Space)
    assert "这本手册" in text(dock)
    dock.clauses_link.setFocus()
    qtbot.keyClick(dock.clauses_link, Qt.Key.Key_Space)
    assert "6.11.3" in text(dock)
    assert "GB/T 19001—2016" in text(dock)
    qtbot.keyClick(dock.browser, Qt.Key.Key_Escape)
    assert not dock.isVisible()


def test_contents_lead_to_every_chapter(dock: HelpDock, window: MainWindow) -> None:
    dock.show_manual()
    chapters = manual.headings(dock.browser.document(), 2)
    named = re.findall(r"^- \[(.+?)\]\(#(.+?)\)$", manual.source(), re.MULTILINE)
    assert [title for title, _target in named] == chapters == [target for _title, target in named]
    assert len(chapters) > 15
    for chapter in chapters:
        dock.show_manual()
        dock.browser.anchorClicked.emit(QUrl(f"#{chapter}"))
        assert 0 <= place_of(dock, chapter) < dock.browser.viewport().height(), chapter
    assert dock.browser.verticalScrollBar().value() > 0


def test_the_first_entry_of_the_contents_is_followed_by_keys(dock: HelpDock, window: MainWindow, qtbot: QtBot) -> None:
    dock.show_manual()
    for _entry in range(5):
        qtbot.keyClick(dock.browser, Qt.Key.Key_Tab)
    qtbot.keyClick(dock.browser, Qt.Key.Key_Return)
    chapter = manual.headings(dock.browser.document(), 2)[4]
    assert 0 <= place_of(dock, chapter) < 40


def test_another_theme_keeps_the_place_and_changes_the_colours(
    dock: HelpDock, window: MainWindow, theme: Theme
) -> None:
    dock.show_manual("备份与恢复")
    assert LIGHT.accent.lower() in dock.browser.document().toHtml()
    before = place_of(dock, "备份与恢复")
    theme.apply("dark", 1.0)
    assert DARK.accent.lower() in dock.browser.document().toHtml()
    assert abs(place_of(dock, "备份与恢复") - before) < 60
    dock.show_clause("1023/5.1")
    theme.apply("light", 1.0)
    assert "注册登记" in text(dock)
    assert LIGHT.text3.lower() in dock.browser.document().toHtml()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("6.9.5", ("1023", "6.9.5")),
        ("附录 C", ("1023", "C")),
        ("附录A", ("1023", "A")),
        ("3.1", ("1023", "3.1")),
        ("6.7.2.3 b)", ("1023", "6.7.2.3")),
        ("1023/6.7.2.4 d)", ("1023", "6.7.2.4")),
        ("GB/T 19001 7.5", ("2016", "7.5")),
        ("2016/7.5.3.9", ("2016", "7.5.3")),
        ("9.1.3", ("2016", "9.1.3")),
        ("６．９．５", ("1023", "6.9.5")),
    ],
)
def test_a_number_alone_is_one_of_the_project_standard(asked: str, found: tuple[str, str]) -> None:
    clause = clause_text.find(asked)
    assert clause is not None
    assert (clause.edition, clause.number) == found


@pytest.mark.parametrize("asked", ["不认识", "1023/99", "<b>6", "/", "12345", "2099/7.5", "x" * 5000])
def test_what_is_no_clause_lists_all_of_them(asked: str) -> None:
    html = clause_text.html(asked, LIGHT)
    assert "DB3203/T 1023—2023" in html
    assert "GB/T 19001—2016" in html
    assert asked not in html or asked == "/"


def test_every_register_and_page_names_clauses_that_exist(opened: Office, window: MainWindow) -> None:
    for register in ALL:
        for clause in register.clauses:
            assert clause_text.find(clause) is not None, clause
    for spec in window.pages.specs():
        topic = window.pages.page(spec.key).help_topic()
        assert not topic or clause_text.find(topic) is not None, topic


def test_the_local_standard_is_shown_in_its_words_and_gbt_19001_only_in_ours() -> None:
    for found in clauses("2016"):
        assert not found.text
        assert "\n" not in found.summary
        assert len(found.summary) < 80
    assert "近两年内未发生重大安全" in clause_text.html("1023/5.1", LIGHT)


# What the manual promises.


def test_words_in_bold_are_on_the_screen() -> None:
    known = {message.id for message in collect()}
    bold = set(re.findall(r"\*\*(.+?)\*\*", manual.source())) - {"加粗"}
    assert len(bold) > 60
    assert bold <= known, bold - known


def test_commands_can_be_typed_as_they_stand() -> None:
    lines = [line for block in CODE.findall(manual.source()) for line in block.splitlines() if "qmsdesk " in line]
    named = set()
    for line in lines:
        arguments = parser.build().parse_args(line.split()[1:])
        named.add(arguments.command)
        assert getattr(arguments, "register", "") in {"", *BY_KEY}
    assert named == set(parser.COMMANDS)


def test_every_key_of_the_window_is_in_the_manual(window: MainWindow) -> None:
    told = manual.source().replace("Alt+←", "Alt+Left").replace("Alt+→", "Alt+Right")
    told += "".join(f"Ctrl+{n}" for n in range(1, 10)) + "Ctrl+Shift+Z"
    keys = {key.toString(QKeySequence.SequenceFormat.PortableText) for a in window.actions() for key in a.shortcuts()}
    assert len(keys) > 15
    assert [key for key in keys if key not in told] == []


def test_the_manual_speaks_plainly() -> None:
    source = manual.source()
    assert not re.search("[您！!]|系统错误|非法", source)
    sentences = re.split("[。？\n]", re.sub(r"```.*?```|^\|.*$|^- .*$", "", source, flags=re.DOTALL | re.MULTILINE))
    assert max(len(sentence) for sentence in sentences) < 75
