"""The grid of 表A.1 from the keyboard: moving, typing, states, blocks, fill, hints, filters, what is red."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.project import SurveyFinding
from qmsdesk.services import records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.survey.grid_cells import PLACE
from qmsdesk.views.survey.page import SurveyPage
from qmsdesk.views.widgets.dialog import ConfirmDialog
from qmsdesk.views.widgets.roles import Role
from tests.views.survey.conftest import Answer, Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Key, Mod = Qt.Key, Qt.KeyboardModifier


def stored(page: SurveyPage, code: str) -> tuple[object, ...]:
    record = page.target()
    assert isinstance(record, int)
    found = next(each for each in surveying.read(page.sitting.db, record).items if each.item.code == code)
    fields = (SurveyFinding.state, SurveyFinding.value, SurveyFinding.evidence, SurveyFinding.note)
    return tuple(found.line.of(f) for f in fields) if found.line is not None else ()


def at(page: SurveyPage) -> tuple[str, str]:
    table = page.body.grid.table
    column = next(key for key, place in PLACE.items() if place == table.currentIndex().column())
    return table.code(), column


def press(page: SurveyPage, qtbot: QtBot, *keys: Qt.Key, mod: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(page.body.grid.table, key, mod)


def shown(page: SurveyPage, code: str, key: str, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    model = page.body.grid.model
    return model.index(model.row_of(code), PLACE[key]).data(role)


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_arrows_pass_over_the_heads(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    assert at(page) == ("1.1", "state")
    press(page, qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert at(page) == ("2.1", "state")
    press(page, qtbot, Key.Key_Up, Key.Key_Left)
    assert at(page) == ("1.3", "item")
    assert page.body.item.title.text() == "1.3 失信行为记录数"


def test_typing_enter_and_tab_fill_like_a_sheet(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    stage = open_page(sitting)
    page, table = stage.page, stage.page.body.grid.table
    steps = len(sitting.done)
    page.body.grid.go("1.3", "value")
    qtbot.keyClicks(table, "9")
    editor = table.cells.editor
    assert editor is not None
    qtbot.keyClicks(editor.control, "7 %")
    qtbot.keyClick(editor.control, Key.Key_Tab)
    assert at(page) == ("1.3", "evidence")
    qtbot.keyClicks(table, "k")
    editor = table.cells.editor
    assert editor is not None
    qtbot.keyClick(editor.control, Key.Key_Return)
    assert at(page) == ("2.1", "evidence")  # over the head
    assert stored(page, "1.3") == (None, "97 %", "k", "")
    press(page, qtbot, Key.Key_Up, Key.Key_Tab, Key.Key_Tab)
    assert at(page) == ("2.1", "state")
    assert len(sitting.done) == steps + 1  # one visit is one step
    assert [change.register for change in stage.changes] == ["survey", "survey"]
    page.apply_change(records.undo(sitting))
    assert stored(page, "1.3") == ()
    assert shown(page, "1.3", "value") == ""


def test_figures_say_how_an_item_stands(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    press(page, qtbot, Key.Key_3)
    assert stored(page, "1.1")[0] == "weak"
    assert shown(page, "1.1", "state") == "薄弱"
    assert page.status.position == "已调研 1/49"
    assert page.status.totals == "薄弱 1"
    press(page, qtbot, Key.Key_Right)
    press(page, qtbot, Key.Key_4, mod=Mod.AltModifier)  # in a column of text a figure alone is text
    assert stored(page, "1.1")[0] == "absent"
    press(page, qtbot, Key.Key_Left, Key.Key_0)
    assert stored(page, "1.1")[0] is None
    press(page, qtbot, Key.Key_Down, mod=Mod.ShiftModifier)
    press(page, qtbot, Key.Key_1)
    assert [stored(page, code)[0] for code in ("1.1", "1.2")] == ["good", "good"]


def test_what_is_too_long_stays_red_until_escape(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    grid, table = page.body.grid, page.body.grid.table
    grid.go(
        "1.1",
        "value",
    )
    table.cells.start(table.currentIndex(), "长" * 81)
    assert not page.flush()
    assert "太长" in str(shown(page, "1.1", "value", Role.ERROR))
    assert page.status.problem
    grid.judge("good")  # nothing else is written meanwhile
    assert stored(page, "1.1") == ()
    page.reload()
    assert shown(page, "1.1", "value") == "长" * 81
    press(page, qtbot, Key.Key_Escape)
    assert page.flush()
    assert shown(page, "1.1", "value") == ""
    assert not page.status.problem


def test_what_is_refused_stays_when_a_change_arrives_while_typing(
    sitting: Sitting, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(sitting).page
    table = page.body.grid.table
    page.body.grid.go("1.1", "value")
    table.cells.start(table.currentIndex(), "长" * 81)
    page.reload()  # something else was saved meanwhile
    assert not page.flush()
    assert shown(page, "1.1", "value") == "长" * 81
    assert "太长" in str(shown(page, "1.1", "value", Role.ERROR))
    page.body.grid.model.forget("1.1")
    page.body.grid.go("1.2", "value")
    table.cells.start(table.currentIndex(), "12")
    assert page.flush()
    page.apply_change(records.undo(sitting))  # the row is gone again: looking into its cells makes none
    table.cells.start(table.currentIndex())
    assert page.flush()
    assert stored(page, "1.2") == ()


def test_a_block_from_excel_goes_down_from_the_cursor(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    steps = len(sitting.done)
    page.body.grid.go("1.3", "state")
    clip("较好\t0 次\t查网站\n差\t60%\n")
    press(page, qtbot, Key.Key_V, mod=Mod.ControlModifier)
    assert stored(page, "1.3") == ("good", "0 次", "查网站", "")
    assert stored(page, "2.1")[:2] == ("weak", "60%")
    assert len(sitting.done) == steps + 1
    table = page.body.grid.table
    page.body.grid.go("1.3", "state")
    press(page, qtbot, Key.Key_Right, Key.Key_Down, mod=Mod.ShiftModifier)
    press(page, qtbot, Key.Key_C, mod=Mod.ControlModifier)
    assert QGuiApplication.clipboard().text() == "较好\t0 次\r\n薄弱\t60%\r\n"  # without the head between them
    assert table.code() == "2.1"


def test_a_whole_table_is_known_by_its_items(sitting: Sitting, open_page: Open, qtbot: QtBot, answer: Answer) -> None:
    page = open_page(sitting).page
    page.body.grid.judge("good")  # 1.1
    clip(
        "调研项目\t现场调研工作内容\t现状\t说明\n产品实现\t4、直通率；\t薄弱\ta\n合规\t1、经营资质/许可合法有效；\t一般\tb\n\t食堂\t较好\t\n\t2、未受行政处罚；\t还行\t\n"
    )
    seen = answer(lambda dialog: dialog.accept() if isinstance(dialog, QDialog) else None)
    press(page, qtbot, Key.Key_V, mod=Mod.ControlModifier)
    (dialog,) = seen
    assert isinstance(dialog, ConfirmDialog)
    assert dialog.windowTitle() == "粘贴 2 项？"
    assert "其中 1 项替换原来的内容，2 行有误，不写入" in dialog.text.text()
    assert (stored(page, "6.4")[0], stored(page, "1.1")[0]) == ("weak", "fair")
    assert stored(page, "1.2") == ()


def test_ctrl_d_fills_down_and_delete_clears(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    page.body.grid.judge("good")
    page.body.grid.go("1.2", "state")
    press(page, qtbot, Key.Key_D, mod=Mod.ControlModifier)  # from the one above
    page.body.grid.go("1.2", "state")
    press(page, qtbot, Key.Key_Down, Key.Key_Down, mod=Mod.ShiftModifier)
    press(page, qtbot, Key.Key_D, mod=Mod.ControlModifier)
    assert [stored(page, code)[0] for code in ("1.1", "1.2", "1.3", "2.1")] == ["good"] * 4
    press(page, qtbot, Key.Key_Delete)
    assert [stored(page, code)[0] for code in ("1.1", "1.2", "2.1")] == ["good", None, None]


def test_a_known_value_is_offered_and_taken_with_one_key(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    page.body.grid.go("3.2", "value")
    assert shown(page, "3.2", "value") == ""
    assert shown(page, "3.2", "value", Role.CAPTION) == "可取 92.97%"
    assert "指标“设备完好率”的提升前" in page.body.item.texts()
    press(page, qtbot, Key.Key_Return, mod=Mod.ControlModifier)
    assert stored(page, "3.2")[1] == "92.97%"
    assert shown(page, "3.2", "value", Role.CAPTION) is None
    page.body.grid.go("2.2", "value")
    press(page, qtbot, Key.Key_Return, mod=Mod.ControlModifier)  # nothing is known of it
    assert stored(page, "2.2") == ()


def test_filters_and_search(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(sitting).page
    grid = page.body.grid
    grid.judge("weak")
    grid.chips["weak"].click()
    assert grid.model.codes() == ["1.1"]
    grid.judge("good")
    assert grid.model.codes() == ["1.1"]  # it does not vanish under the cursor
    assert grid.chips["weak"].text().endswith(" 0")
    grid.chips["open"].click()
    assert len(grid.model.codes()) == 48
    page.focus_search()
    grid.search.setText("食堂")
    assert (grid.model.codes(), grid.stack.currentIndex()) == ([], 1)
    qtbot.keyClick(grid.search, Key.Key_Escape)
    grid.search.setText("直通")
    assert grid.model.codes() == ["6.4"]
    grid.go("1.1")  # what hides it is taken away
    assert (at(page)[0], len(grid.model.codes())) == ("1.1", 49)
