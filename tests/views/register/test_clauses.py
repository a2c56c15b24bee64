"""The clauses of a record as chips: typed, pasted, taken out, refused, by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qmsdesk.models.documents import Document
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.services import reading, records
from qmsdesk.views.register.editor_clauses import ClausesCell, ClausesEditor
from qmsdesk.views.register.page import RegisterPage
from tests.views.register.conftest import Filled, Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def page(filled: Filled, open_page: Open) -> RegisterPage:
    """Two clauses are stored."""
    values = {Document.clauses: ("2016/8.5.1", "1023/6.7.2.3")}
    records.save(filled.sitting, DOCUMENT, filled.documents["WI-07"], values)
    made = open_page(DOCUMENT).page
    made.show_target(filled.documents["WI-07"])
    made.pane.form.focus_field(Document.clauses)
    return made


@pytest.fixture
def editor(page: RegisterPage) -> ClausesEditor:
    found = page.pane.form.editors[Document.clauses]
    assert isinstance(found, ClausesEditor)
    return found


def stored(page: RegisterPage) -> tuple[str, ...]:
    row = reading.by_number(page.sitting.db, page.register, "WI-07")
    assert row is not None
    clauses: tuple[str, ...] = row["clauses"]
    return clauses


def chips(editor: ClausesEditor) -> list[str]:
    return [tag.text().strip() for tag in editor.box.tags]


def error(page: RegisterPage) -> str:
    return page.pane.form.rows[Document.clauses].error()


def test_typing_and_enter_adds_a_chip_and_saves_it(qtbot: QtBot, page: RegisterPage, editor: ClausesEditor) -> None:
    assert chips(editor) == ["8.5.1", "DB3203 6.7.2.3"]
    qtbot.keyClicks(editor.line, "8.6")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert stored(page) == ("2016/8.5.1", "1023/6.7.2.3", "2016/8.6")
    assert chips(editor) == ["8.5.1", "DB3203 6.7.2.3", "8.6"]
    assert (editor.line.text(), editor.dirty()) == ("", False)
    qtbot.keyClicks(editor.line, "8.6")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert chips(editor) == ["8.5.1", "DB3203 6.7.2.3", "8.6"]
    page.undo()
    assert chips(editor) == ["8.5.1", "DB3203 6.7.2.3"]


def test_a_separator_ends_a_clause(qtbot: QtBot, page: RegisterPage, editor: ClausesEditor) -> None:
    qtbot.keyClicks(editor.line, "8.6;7.5.3")
    assert chips(editor)[2:] == ["8.6"]
    assert editor.line.text() == "7.5.3"
    assert page.flush()
    assert stored(page)[2:] == ("2016/8.6", "2016/7.5.3")


@pytest.mark.parametrize("text", ["7.5.3；GB/T 19001 8.6、DB3203 6.9.5", "7.5.3\n8.6\n6.9.5\n", "7.5.3\t8.6\t9.1"])
def test_several_are_pasted(qtbot: QtBot, page: RegisterPage, editor: ClausesEditor, text: str) -> None:
    QGuiApplication.clipboard().setText(text.replace("6.9.5\n", "9.1\n"))
    qtbot.keyClick(editor.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    last = "1023/6.9.5" if "DB3203" in text else "2016/9.1"
    assert stored(page)[2:] == ("2016/7.5.3", "2016/8.6", last)
    assert error(page) == ""


def test_backspace_and_keys_take_chips_out(qtbot: QtBot, page: RegisterPage, editor: ClausesEditor) -> None:
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert stored(page) == ("2016/8.5.1",)
    assert editor.line.hasFocus()
    qtbot.keyClicks(editor.line, "8.")
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert (editor.line.text(), chips(editor)) == ("8", ["8.5.1"])
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    qtbot.keyClicks(editor.line, "8.6;")
    qtbot.keyClick(editor.line, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is editor.box.tags[1]
    qtbot.keyClick(editor.box.tags[1], Qt.Key.Key_Left)
    assert QApplication.focusWidget() is editor.box.tags[0]
    qtbot.keyClick(editor.box.tags[0], Qt.Key.Key_Delete)
    assert stored(page) == ("2016/8.6",)
    assert QApplication.focusWidget() is editor.box.tags[0]
    qtbot.keyClick(editor.box.tags[0], Qt.Key.Key_Right)
    assert editor.line.hasFocus()


def test_only_the_mark_of_a_chip_removes_it(qtbot: QtBot, page: RegisterPage, editor: ClausesEditor) -> None:
    tag = editor.box.tags[0]
    qtbot.mouseClick(tag, Qt.MouseButton.LeftButton, pos=QPoint(6, tag.height() // 2))
    assert stored(page) == ("2016/8.5.1", "1023/6.7.2.3")
    qtbot.mouseClick(tag, Qt.MouseButton.LeftButton, pos=tag.mark.geometry().center())
    assert stored(page) == ("1023/6.7.2.3",)
    assert chips(editor) == ["DB3203 6.7.2.3"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99.9", "GB/T 19001—2016 没有条款“99.9”"),
        ("DB3203 6.20", "DB3203/T 1023—2023 没有条款“6.20”"),
        ("过程控制", "“过程控制”里有看不懂的条款号，请写成 7.5.3；8.6"),
        ("4~11", "GB/T 19001—2016 没有条款“11”"),
    ],
)
def test_what_is_no_clause_is_refused_and_stays(
    qtbot: QtBot, page: RegisterPage, editor: ClausesEditor, typed: str, said: str
) -> None:
    editor.line.insert(typed)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert error(page) == said
    assert (editor.line.text(), chips(editor)) == (typed, ["8.5.1", "DB3203 6.7.2.3"])
    assert stored(page) == ("2016/8.5.1", "1023/6.7.2.3")
    assert not page.flush()
    assert editor.box.property("state") == "error"
    editor.line.clear()
    editor.line.insert("4~10")
    assert page.flush()
    assert error(page) == ""
    assert stored(page)[2:] == ("2016/4~10",)


def test_a_good_clause_beside_a_wrong_one_waits_as_a_chip(
    qtbot: QtBot, page: RegisterPage, editor: ClausesEditor
) -> None:
    editor.line.insert("8.6；三楼")
    assert chips(editor) == ["8.5.1", "DB3203 6.7.2.3", "8.6"]
    assert editor.line.text() == "三楼"
    assert "三楼" in error(page)
    assert len(stored(page)) == 2
    editor.line.clear()
    assert page.flush()
    assert stored(page)[2:] == ("2016/8.6",)


def test_many_clauses_take_more_rows_and_a_closed_field_is_text(
    filled: Filled, page: RegisterPage, editor: ClausesEditor
) -> None:
    low = editor.box.height()
    words = tuple(f"2016/8.{place}" for place in range(1, 8))
    editor.load(words, "8.1；8.2；8.3；8.4；8.5；8.6；8.7")
    assert editor.box.height() > low
    places = [tag.geometry() for tag in editor.box.tags]
    assert all(editor.box.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for one in places for other in places if one is not other)
    editor.set_open(False)
    assert not editor.box.isVisible()
    assert editor.text().startswith("8.1；8.2")


def test_a_cell_takes_and_refuses_the_same_and_keeps_what_was_stored(qtbot: QtBot) -> None:
    cell = ClausesCell(Document.clauses)
    qtbot.addWidget(cell)
    cell.load(("2016/8.5.1", "2016/99.9"), "8.5.1；99.9")
    cell.line.insert("8.6；")
    assert cell.read() == ("2016/8.6", "2016/8.5.1", "2016/99.9")
    cell.line.insert("98.9；")
    with pytest.raises(Unreadable, match="没有条款"):
        cell.read()
