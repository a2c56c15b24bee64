"""表C.1 on screen: what it shows, what is typed into it, where its figures come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.services import attachments, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment.cells import PLACE
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.assessment.sources import SourcesDialog
from qmsdesk.views.widgets.dialog import ConfirmDialog
from qmsdesk.views.widgets.roles import Role
from tests.views.assessment.conftest import Open
from tests.views.indicators import sample
from tests.views.indicators.stage import Stage

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def cell(page: AssessmentPage, name: str, key: str, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    """A cell by the indicator's name."""
    row = next(i for i, r in enumerate(page.model.rows) if r.indicator == name)
    return page.model.index(row, PLACE[key]).data(role)


def put(qtbot: QtBot, page: AssessmentPage, number: str, key: str, text: str) -> None:
    """Type into a cell and press Enter."""
    assert page.content.table.go(number, key, edit=True)
    editor = page.content.table.cells.editor
    assert editor is not None
    assert isinstance(editor.control, QLineEdit)
    editor.control.selectAll()
    editor.control.insert(text)
    qtbot.keyClick(editor.control, Qt.Key.Key_Return)


def test_the_sheet_says_what_the_standard_asks(page: AssessmentPage) -> None:
    table = page.content.table
    assert [cell(page, "质量损失率", key) for key in ("no", "before", "target", "after", "result", "score")] == [
        "12", "2.63%", "2%", "2.04%", "未达成", "0",
    ]  # fmt: skip
    assert "2.040613" in str(cell(page, "质量损失率", "after", Qt.ItemDataRole.ToolTipRole))
    assert cell(page, "一次交验合格率", "category") == "产品实现与服务提供"
    assert cell(page, "一次交验合格率", "category", Role.CAPTION) == "10/10 分"
    first = page.model.row_of(page.model.rows[6].number)
    assert (table.rowSpan(first, PLACE["category"]), table.rowSpan(first, PLACE["score"])) == (3, 3)
    assert (page.content.total.total(), page.content.total.strict()) == ("60", "须全部达成时 40 分 良好")
    last = page.model.rowCount() - 1
    assert page.model.index(last, PLACE["indicator"]).data() == "12 项：达成 8，未达成 4"
    assert "未选取的评价项目：企业特色" in page.content.card.notes()
    assert page.status.totals == "合计 60 分　优秀"


def test_a_double_click_opens_the_sources(
    qtbot: QtBot, shown: Stage[AssessmentPage], sitting: Sitting, tmp_path: Path, answer: Answer
) -> None:
    page, name = shown.page, "一次交验合格率"
    file = tmp_path / "日报.txt"
    file.write_text("示例", encoding="utf-8")
    month = sample.month(sitting, name, "2026-09")
    assert month is not None
    page.changed.emit(attachments.attach(sitting, MEASUREMENT, int(str(month["id"])), file))
    assert cell(page, name, "evidence") == "1"

    seen: list[list[str]] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, SourcesDialog)
        seen.extend([dialog.months.index(r, c).data() for c in range(4)] for r in range(dialog.months.rowCount()))
        seen.append([dialog.files.index(0, 0).data()])
        dialog.follow()

    answer(look)
    table = page.content.table
    row = next(i for i, r in enumerate(page.model.rows) if r.indicator == name)
    place = table.visualRect(page.model.index(row, PLACE["after"])).center()
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, _NO_MODIFIER, place)

    assert seen[0] == ["提升前", "2025-10", "97/105", "92.38%"]
    assert seen[5] == ["提升后", "2026-09", "121/125", "96.80%"]
    assert seen[6] == ["日报.txt"]
    assert shown.outside.gone == [("indicator", (sample.number(sitting, name), ""))]


def test_a_target_is_typed_in_place(qtbot: QtBot, page: AssessmentPage, sitting: Sitting) -> None:
    number = sample.number(sitting, "质量损失率")
    put(qtbot, page, number, "target", "≤2.1%")
    assert sample.round_of(sitting, "质量损失率")["target"] == "2.1"
    assert cell(page, "质量损失率", "result") == "达成"
    assert page.content.total.total() == "70"
    records.undo(sitting)
    page.reload()
    assert cell(page, "质量损失率", "result") == "未达成"


def test_what_cannot_be_read_stays_red(qtbot: QtBot, page: AssessmentPage, sitting: Sitting, answer: Answer) -> None:
    number = sample.number(sitting, "一次交验合格率")
    put(qtbot, page, number, "target", "≤96")
    assert "矛盾" in str(cell(page, "一次交验合格率", "target", Role.ERROR))
    assert cell(page, "一次交验合格率", "target") == "≤96"
    assert "未保存" in page.status.problem
    answer(QDialog.reject)
    assert not page.leave()
    qtbot.keyClick(page.content.table, Qt.Key.Key_Escape)
    assert cell(page, "一次交验合格率", "target") == "96%"
    assert page.status.problem == ""
    assert page.leave()


def test_values_made_of_months_are_not_typed_over(
    qtbot: QtBot, shown: Stage[AssessmentPage], page: AssessmentPage, sitting: Sitting
) -> None:
    table = page.content.table
    assert table.go(sample.number(sitting, "一次交验合格率"), "after")
    qtbot.keyClicks(table, "9")
    assert table.cells.editor is None
    assert shown.bars() == ["由月度数据汇总，在指标跟踪里改"]
    assert table.go(sample.number(sitting, "行政处罚次数"), "after")
    qtbot.keyClicks(table, "9")
    assert table.cells.editor is not None


def test_a_locked_baseline_wants_its_reason(
    qtbot: QtBot, page: AssessmentPage, sitting: Sitting, answer: Answer
) -> None:
    number = sample.number(sitting, "顾客满意度")

    def give(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        dialog.findChildren(QLineEdit)[0].setText("问卷漏算 2 份")
        dialog.verb_button.click()

    answer(give)
    put(qtbot, page, number, "before", "84")
    qtbot.waitUntil(lambda: sample.round_of(sitting, "顾客满意度")["before"] == "84")
    line = sample.round_of(sitting, "顾客满意度")
    assert (line["before"], line["change_reason"]) == ("84", "问卷漏算 2 份")
    assert "顾客满意度改过提升前：问卷漏算 2 份" in page.content.card.notes()


def test_an_empty_enterprise_is_told_where_to_begin(qtbot: QtBot, open_page: Open, tmp_path: Path) -> None:
    sitting = sample.empty(tmp_path / "新企业")
    shown = open_page(sitting)
    assert shown.page.content.total.total() == "—"  # nothing to judge is no 不合格
    assert shown.page.content.checks.texts() == ["没有计分的评价指标", "未填评价人"]
    assert not shown.page.content.sign.button.isEnabled()
    assert not shown.page.tools.print_button.isEnabled()
    qtbot.mouseClick(shown.page.content.card.empty_button, Qt.MouseButton.LeftButton)
    assert shown.outside.gone == [("indicator", ("", ""))]
    sitting.workspace.close()


def test_print_and_exports_are_made_from_one_form(qtbot: QtBot, shown: Stage[AssessmentPage], tmp_path: Path) -> None:
    page, outside = shown.page, shown.outside
    qtbot.mouseClick(page.tools.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(outside.previews), timeout=30_000)
    title, made = outside.previews[0]
    assert title == "表 C.1 认证提升成效评价表"
    assert made.data.startswith(b"%PDF")
    outside.files.target = tmp_path / "表"
    page.tools.exported.emit("xlsx")
    qtbot.waitUntil((tmp_path / "表.xlsx").exists, timeout=30_000)
    from openpyxl import load_workbook

    sheet = load_workbook(tmp_path / "表.xlsx").active
    assert sheet is not None
    assert [c.value for c in sheet[4]] == [
        "序号", "评价项目", "评价指标", "提升前", "提升目标", "提升后", "提升结果", "评价分数",
    ]  # fmt: skip
    assert [c.value for c in sheet[5]][2:] == ["行政处罚次数（越小越好）", "0次", "0次", "0次", "达成目标", "10"]
    assert "B11:B13" in {str(r) for r in sheet.merged_cells.ranges}
