"""Months typed, pasted, filled down, verified and locked by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Measurement
from qmsdesk.services import attachments, history, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.evidence import EvidenceDialog
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.indicators.paste_dialog import PasteDialog
from qmsdesk.views.indicators.verify_dialog import VerifyDialog
from qmsdesk.views.widgets.dialog import ConfirmDialog
from qmsdesk.views.widgets.roles import Role
from tests.views.indicators import sample
from tests.views.indicators.conftest import NAME, Open
from tests.views.indicators.stage import Stage

Key = Qt.Key
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture
def stage(open_page: Open, sitting: Sitting) -> Stage[IndicatorsPage]:
    """The page at 一次交验合格率, without its chart."""
    return open_page(sitting, NAME, trend=False)


@pytest.fixture
def page(stage: Stage[IndicatorsPage]) -> IndicatorsPage:
    """Its page."""
    return stage.page


def open_editor(page: IndicatorsPage) -> QLineEdit:
    """The line of the cell that is open."""
    editor = page.months.table.cells.editor
    assert editor is not None
    assert isinstance(editor.control, QLineEdit)
    return editor.control


def type_cell(qtbot: QtBot, page: IndicatorsPage, text: str, end: Key = Key.Key_Return) -> None:
    """Type over the current cell; the first key opens it (F2 where the text is not on the keyboard)."""
    if text.isascii():
        qtbot.keyClicks(page.months.table, text[0])
    else:
        qtbot.keyClick(page.months.table, Key.Key_F2)
    editor = open_editor(page)
    if text.isascii():
        qtbot.keyClicks(editor, text[1:])
    else:
        editor.selectAll()
        editor.insert(text)
    qtbot.keyClick(editor, end)


def texts(page: IndicatorsPage, period: str) -> list[str]:
    """The cells of a month."""
    model = page.months.model
    row = model.row_of(period)
    return [str(model.index(row, c).data() or "") for c in range(model.columnCount())]


def batches(sitting: Sitting) -> int:
    return len({e.batch for e in history.entries(sitting.db)})


def test_a_month_is_entered_by_keyboard_alone(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting) -> None:
    qtbot.mouseClick(page.tools.report_button, Qt.MouseButton.LeftButton)
    editor = open_editor(page)  # nothing is due: the month that runs is open for typing
    assert editor.hasFocus()
    before = batches(sitting)

    qtbot.keyClicks(editor, "122")
    qtbot.keyClick(editor, Key.Key_Tab)
    type_cell(qtbot, page, "１２６")

    assert sample.parts(sitting, NAME, "2026-10") == (Decimal(122), Decimal(126))
    assert texts(page, "2026-10")[:5] == ["2026-10", "122", "126", "96.83%", "+0.83"]
    row = sample.month(sitting, NAME, "2026-10")
    assert row is not None
    assert row["source"] == "QR-0902 成品检验日报"
    assert row["reporter"] == sample.people(sitting)["何静"]
    assert batches(sitting) == before + 1  # one visit of a month is one step
    assert page.months.table.month() is not None
    records.undo(sitting)
    assert sample.month(sitting, NAME, "2026-10") is None


def test_enter_goes_down_and_shift_enter_up(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting) -> None:
    table = page.months.table
    table.go("2026-09", "numerator")
    type_cell(qtbot, page, "120")
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(120), Decimal(125))
    assert table.month() is not None
    assert table.month().period == "2026-08"
    qtbot.keyClick(table, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert table.month().period == "2026-09"
    qtbot.keyClick(table, Key.Key_Tab)
    assert table.months.columns[table.currentIndex().column()].key == "denominator"


def test_more_good_than_all_is_refused_and_mended(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    table, model = page.months.table, page.months.model
    table.go("2026-09", "numerator")
    type_cell(qtbot, page, "189")

    row = model.row_of("2026-09")
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(121), Decimal(125))
    assert "分子 189 大于分母 125" in model.index(row, 1).data(Role.ERROR)
    assert "按 Esc 取消修改" in model.note_of(row + 1)
    assert table.rowSpan(row + 1, 0) == 1
    assert table.columnSpan(row + 1, 0) == model.columnCount()
    assert texts(page, "2026-09")[-1] == "录入中"
    assert page.status.problem == "1 个单元格有误，未保存"
    assert table.month().period == "2026-09"  # the cursor stays until it is mended

    asked = answer(QDialog.reject)
    assert not page.leave()  # 返回修改
    assert isinstance(asked[0], ConfirmDialog)
    assert page.status.problem

    table.go("2026-09", "denominator")
    type_cell(qtbot, page, "190")
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(189), Decimal(190))
    assert not model.problems()
    assert model.note_of(row + 1) == ""
    assert page.status.problem == ""


def test_escape_gives_up_what_was_refused(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting) -> None:
    table = page.months.table
    table.go("2026-09", "denominator")
    type_cell(qtbot, page, "十二")
    assert page.months.model.problems() == 1
    assert "不是数字" in page.months.model.note_of(page.months.model.row_of("2026-09") + 1)
    qtbot.keyClick(table, Key.Key_Escape)
    assert page.months.model.problems() == 0
    assert texts(page, "2026-09")[2] == "125"
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(121), Decimal(125))


def test_leaving_may_give_up_a_red_cell(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer) -> None:
    page.months.table.go("2026-09", "numerator")
    type_cell(qtbot, page, "189")
    answer(lambda dialog: dialog.verb_button.click())  # type: ignore[attr-defined]
    page.show_target(sample.number(sitting, "准时交付率"))
    assert page.head.after.value() == "93.64%"
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(121), Decimal(125))


def test_three_months_are_pasted_as_one_step(
    qtbot: QtBot, stage: Stage[IndicatorsPage], page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    table = page.months.table
    table.go("2026-10", "numerator")
    QGuiApplication.clipboard().setText("合格\t交验\n122\t126\n121\t125\n119\t122\n")
    before = batches(sitting)
    seen: list[str] = []

    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, PasteDialog)
        seen.append(dialog.text.text())
        seen.append(dialog.notes.text())
        qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)

    answer(accept)
    qtbot.keyClick(table, Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert "写入 3 个月，其中 1 个月替换原来的数" in seen[0]
    assert "第一行是标题" in seen[1]
    assert sample.parts(sitting, NAME, "2026-10") == (Decimal(122), Decimal(126))
    assert sample.parts(sitting, NAME, "2026-08") == (Decimal(119), Decimal(122))
    assert batches(sitting) == before + 1
    stage.toast.undo()
    assert sample.month(sitting, NAME, "2026-10") is None
    assert sample.parts(sitting, NAME, "2026-08") == (Decimal(118), Decimal(122))
    assert texts(page, "2026-08")[1] == "118"


def test_a_paste_can_run_from_old_to_new_and_leaves_wrong_rows_out(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    page.months.table.go("2026-09", "numerator")
    QGuiApplication.clipboard().setText("200\t122\n120\t125")

    def turn(dialog: QDialog) -> None:
        assert isinstance(dialog, PasteDialog)
        assert [(r.period, bool(r.problem)) for r in dialog.plan.rows] == [("2026-09", True), ("2026-08", False)]
        dialog.order.chosen.emit("up")
        assert [(r.period, bool(r.problem)) for r in dialog.plan.rows] == [("2026-09", False), ("2026-08", True)]
        assert "1 行有误" in dialog.text.text()
        dialog.accept()

    answer(turn)
    qtbot.mouseClick(page.months.paste_button, Qt.MouseButton.LeftButton)
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(120), Decimal(125))
    assert sample.parts(sitting, NAME, "2026-08") == (Decimal(118), Decimal(122))


def test_fill_down_takes_the_cells_above(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting) -> None:
    table = page.months.table
    table.go("2026-08", "denominator")
    qtbot.keyClick(table, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert sample.parts(sitting, NAME, "2026-08") == (Decimal(118), Decimal(125))


def test_a_month_is_verified_by_somebody_else(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    page.months.table.go("2026-09", "numerator")

    def verify(dialog: QDialog) -> None:
        assert isinstance(dialog, VerifyDialog)
        assert dialog._reason_row.isHidden()  # 谢芳 reported, 何静 verifies
        dialog.verb_button.click()

    answer(verify)
    qtbot.mouseClick(page.months.verify_button, Qt.MouseButton.LeftButton)
    assert texts(page, "2026-09")[-1] == "已核实"
    row = sample.month(sitting, NAME, "2026-09")
    assert row is not None
    assert row["verified_on"] == sample.TODAY


def test_verifying_ones_own_month_needs_a_reason(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    mine = sample.month(sitting, NAME, "2026-09")
    assert mine is not None
    who = sample.people(sitting)["何静"]
    page.changed.emit(
        records.save(
            sitting,
            page.months.model.visit(page.months.model.months[1]).register,
            int(str(mine["id"])),
            {Measurement.reporter: who},
        )
    )
    page.months.table.go("2026-09", "numerator")

    def verify(dialog: QDialog) -> None:
        assert isinstance(dialog, VerifyDialog)
        dialog.verb_button.click()
        assert dialog.isVisible()  # refused without a reason
        qtbot.keyClicks(dialog.reason, "x")
        dialog.reason.setText("只有一名质量人员")
        dialog.verb_button.click()

    answer(verify)
    qtbot.mouseClick(page.months.verify_button, Qt.MouseButton.LeftButton)
    assert texts(page, "2026-09")[-1] == "已核实"
    last = list(history.entries(sitting.db))[-1]
    assert last.why == "人员有限：只有一名质量人员"


def test_a_locked_month_is_read_only(
    qtbot: QtBot, stage: Stage[IndicatorsPage], page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    table = page.months.table
    table.go("2026-09", "numerator")
    answer(lambda dialog: dialog.verb_button.click())  # type: ignore[attr-defined]
    qtbot.mouseClick(page.months.verify_button, Qt.MouseButton.LeftButton)
    answer(lambda dialog: dialog.verb_button.click())  # type: ignore[attr-defined]
    qtbot.mouseClick(page.months.lock_button, Qt.MouseButton.LeftButton)
    assert texts(page, "2026-09")[-1] == "已锁定"
    qtbot.keyClicks(table, "5")
    assert page.months.table.cells.editor is None
    assert stage.bars() == ["这个月的数据已锁定，修改须更正"]
    qtbot.keyClick(table, Key.Key_Delete)
    assert sample.parts(sitting, NAME, "2026-09") == (Decimal(121), Decimal(125))
    QGuiApplication.clipboard().setText("1\t2")
    answer(lambda dialog: (seen.append(dialog.plan.rows[0].problem), dialog.reject()))  # type: ignore[attr-defined,func-returns-value]
    seen: list[str] = []
    qtbot.keyClick(table, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["已锁定，不能修改"]


def test_a_file_dropped_on_a_month_becomes_its_evidence(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, tmp_path: Path, answer: Answer
) -> None:
    table, model = page.months.table, page.months.model
    file = tmp_path / "九月检验日报.txt"
    file.write_text("示例", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    place = table.visualRect(model.index(model.row_of("2026-09"), 1)).center()
    drop = QDropEvent(
        QPointF(place), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, EvidenceDialog)
        qtbot.waitUntil(lambda: dialog.files.model.rowCount() == 1)
        dialog.accept()

    seen = answer(look)
    table.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(seen) and not seen[0].isVisible())
    row = sample.month(sitting, NAME, "2026-09")
    assert row is not None
    found = reading.attachments(sitting.db, "measurement", int(str(row["id"])))
    assert [f["name"] for f in found] == ["九月检验日报.txt"]
    assert attachments.place(sitting.workspace, found[0]["sha256"]).read_text("utf-8") == "示例"
    assert texts(page, "2026-09")[model.column_of("evidence")] == "1"
