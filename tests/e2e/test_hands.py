"""Two short ways of working: the keyboard alone, and steps taken back over two registers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.models.people import Department
from qmsdesk.models.planning import Risk
from qmsdesk.models.results import Improvement
from qmsdesk.services import checking, reading
from qmsdesk.views.register.page import RegisterPage
from tests.e2e import hands
from tests.e2e.conftest import Desk

_Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def opened(desk: Desk, demo: Path) -> Desk:
    desk.open(demo)
    return desk


def jump(desk: Desk, words: str) -> Any:
    """Ctrl+K, some words, Enter."""
    desk.press(_Key.Key_K, control=True)
    palette = desk.window.palette_box
    assert QApplication.focusWidget() is palette.box
    palette.box.insert(words)
    desk.wait(lambda: any(entry.title == words for entry in palette.entries()))
    while palette.entries()[palette.list.currentIndex().row()].title != words:
        desk.press(_Key.Key_Down)
    desk.press(_Key.Key_Return)
    desk.settle()
    return desk.window.pages.current()


def tab_to(desk: Desk, there: Callable[[], QWidget]) -> None:
    """Tab until something has the focus; what has it may have been made anew on the way."""
    desk.wait(lambda: there().isVisible())
    assert there().isEnabled(), there().toolTip()
    for _stop in range(60):
        if QApplication.focusWidget() is there():
            return
        desk.press(_Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {there()}")


def insert(text: str) -> None:
    """Text into what has the focus, as an input method does with Chinese."""
    there = QApplication.focusWidget()
    if isinstance(there, QComboBox):
        there = there.lineEdit()
    if isinstance(there, QPlainTextEdit):
        there.insertPlainText(text)
    else:
        assert isinstance(there, QLineEdit), there
        there.insert(text)


def test_an_improvement_is_begun_by_the_keyboard_alone(opened: Desk) -> None:
    desk = opened
    page = jump(desk, "改进行动")
    before = len(page.model.ids)
    desk.press(_Key.Key_N, control=True)
    insert("首件留样架改造")
    desk.press(_Key.Key_Tab)  # the cell is left, the record is there
    assert len(page.model.ids) == before + 1
    desk.press(_Key.Key_F6)
    assert page.pane.isAncestorOf(QApplication.focusWidget())
    form = page.pane.form
    values = {
        Improvement.feasibility: "利用现有角钢，半天完成", Improvement.measure: "按班组做四个留样架",
        Improvement.owner: "许志强", Improvement.due_on: "2026-11-20",
    }  # fmt: skip
    for field, text in values.items():
        tab_to(desk, lambda f=field: form.editors[f].control)
        insert(text)
        desk.press(_Key.Key_Tab)
    tab_to(desk, lambda: page.pane.verbs.buttons["start"])
    desk.press(_Key.Key_Space)
    row = reading.row(desk.sitting.db, Improvement, page.target())
    assert row is not None
    assert (row["status"], row["title"], row["measure"]) == ("running", "首件留样架改造", "按班组做四个留样架")
    jump(desk, "到期与提醒")
    assert checking.check(desk.sitting.workspace).findings == ()


def test_steps_in_two_registers_are_taken_back_and_done_again(opened: Desk) -> None:
    """Undo goes back over both, last first, wherever one stands; redo does them again."""
    desk = opened
    risk, department = (
        edit(desk, "risk", Risk.measure, "每班首件双检"),
        edit(desk, "department", Department.duties, "收发"),
    )
    steps = [(Risk.measure, *risk), (Department.duties, *department)]
    jump(desk, "改进行动")
    for field, record, old, _new in reversed(steps):
        desk.press(_Key.Key_Z, control=True)
        assert value(desk, field, record) == old
    assert value(desk, Department.duties, department[0]) == department[1]
    for field, record, _old, new in steps:
        desk.press(_Key.Key_Y, control=True)
        assert value(desk, field, record) == new
    page = desk.go("risk")
    assert isinstance(page, RegisterPage)
    assert page.pane.form.editors[Risk.measure].text() == "每班首件双检"


def edit(desk: Desk, key: str, field: AnyField, text: str) -> tuple[int, object, str]:
    """Type into a field of the first record of a page; its id, what was there, what is there now."""
    page = desk.go(key)
    assert isinstance(page, RegisterPage)
    desk.cell(page.table, 0, 1)
    record = page.model.record(0)
    desk.wait(lambda: page.pane.visit is not None and page.pane.visit.record == record)
    old = value(desk, field, record)
    hands.fill(desk, page.pane.form, {field: text})
    assert value(desk, field, record) == text != old
    return record, old, text


def value(desk: Desk, field: AnyField, record: int) -> object:
    """What lies in the file."""
    row = reading.row(desk.sitting.db, field.model, record)
    assert row is not None
    return row.of(field)
