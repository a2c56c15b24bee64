"""Sheets as a workshop keeps them come in by clicks and keys, mended on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import founding, reading, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.importing.page import CHECK, DONE, PICK, WRITE
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.dialog import ConfirmDialog
from qmsdesk.views.widgets.roles import Role
from tests.views.importing.conftest import DOCUMENTS, INDICATORS, MONTHS, PEOPLE, Stage

LEFT = Qt.MouseButton.LeftButton
# Lists that drop down take the keyboard, which the offscreen platform cannot.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard$", extend=True)


def choose(box: QComboBox, text: str, qtbot: QtBot) -> None:
    """As a user picks by keys: open the list, go to the entry, Enter."""
    target = next(i for i in range(box.count()) if box.itemText(i).lstrip("* ") == text)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    view = box.view()
    view.setCurrentIndex(box.model().index(target, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert box.currentIndex() == target


def book(path: Path, rows: list[list[Any]]) -> Path:
    from openpyxl import Workbook

    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


def cell(stage: Stage, sheet_row: int, f: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    model = stage.page.check.preview.model
    place = next(i for i, row in enumerate(model.rows) if row.sheet_row == sheet_row)
    return model.index(place, model.column_of(f)).data(role)


def test_indicators_with_a_row_mended_and_the_rest_reported(stage: Stage, sitting: Sitting, tmp_path: Path) -> None:
    stage.open("indicator", INDICATORS)
    page, qtbot = stage.page, stage.qtbot
    fix = page.check.preview.fix
    assert page.body.currentIndex() == CHECK
    assert page.foot.next.text() == "导入 13 行"
    assert page.foot.trouble.text() == "有误 3 行不导入"
    assert fix.place.text() == "第 18 行，B 列"
    assert cell(stage, 18, Indicator.category, Role.ERROR)
    assert cell(stage, 8, Indicator.category) == "质量管理资源配置及管理", "a merged cell is filled down"

    # The first by its choice, the second by typing; the third stays.
    choose(fix.box, "顾客关系及顾客满意", qtbot)
    qtbot.mouseClick(fix.fix, LEFT)
    assert fix.place.text().startswith("第 19 行")
    fix.edit.selectAll()
    qtbot.keyClicks(fix.edit, "98")
    qtbot.keyClick(fix.edit, Qt.Key.Key_Return)
    assert fix.place.text().startswith("第 20 行")
    assert page.foot.next.text() == "导入 15 行"

    stage.files.answer = tmp_path / "错误清单"
    qtbot.mouseClick(fix.download, LEFT)
    stage.settle()
    assert (tmp_path / "错误清单.xlsx").stat().st_size > 1000

    qtbot.mouseClick(page.foot.next, LEFT)
    assert page.body.currentIndex() == WRITE
    stage.settle()
    assert page.body.currentIndex() == DONE
    assert page.outcome.heading.text() == "已导入 15 行到评价指标"
    assert "导入前" in page.outcome.text.text()
    stored = {row["name"]: row for row in reading.rows(sitting.db, Indicator)}
    assert len(stored) == 15
    assert stored["重大顾客投诉"]["category"] == "customers"
    assert len(stage.changes) == 1

    qtbot.mouseClick(page.outcome.undo, LEFT)
    assert not reading.rows(sitting.db, Indicator), "one step takes all of it back"
    assert not page.outcome.undo.isEnabled()
    qtbot.mouseClick(page.outcome.back, LEFT)
    assert stage.gone == ["indicator"]


def test_months_across_ask_for_a_late_reason(stage: Stage, sitting: Sitting) -> None:
    for name in ("采购产品合格率", "一次交验合格率", "客户退货率", "顾客投诉处理满意率"):
        values = {Indicator.name: name, Indicator.category: "customers", Indicator.kind: "ratio", Indicator.unit: "%"}
        records.save(sitting, BY_KEY["indicator"], None, values)
    stage.open("measurement", MONTHS)
    page = stage.page
    assert page.foot.next.text() == "导入 44 行"
    assert page.check.preview.fix.place.text() == "没有错误"
    assert not page.check.reason_row.isHidden()
    page.check.reason.setText("以前记在纸上")
    stage.qtbot.mouseClick(page.foot.next, LEFT)
    stage.settle()
    rows = reading.rows(sitting.db, Measurement)
    assert len(rows) == 44
    assert {row["late_reason"] for row in rows} == {"以前记在纸上"}


def test_documents_columns_words_and_notes(stage: Stage, sitting: Sitting) -> None:
    stage.open("document", DOCUMENTS)
    page, qtbot = stage.page, stage.qtbot
    mapping, preview = page.check.mapping, page.check.preview
    assert page.foot.next.text() == "导入 10 行"
    assert cell(stage, 14, BY_KEY["document"].sheet.line.fields[0]) is not None  # type: ignore[union-attr]
    assert "同时新建" in mapping.notes.text()
    assert "第 17 行不是数据（合计行）" in mapping.notes.text()
    assert page.check.reason_row.isHidden()

    # A column that is left out, then placed again; the corrected row keeps its correction.
    preview.fix.edit.selectAll()
    qtbot.keyClicks(preview.fix.edit, "2026-3-2")
    qtbot.mouseClick(preview.fix.fix, LEFT)
    assert page.foot.next.text() == "导入 11 行"
    names = mapping.box_of(3)
    choose(names, "不导入", qtbot)
    assert "文件名称" in page.check.trouble.text()
    assert not page.foot.next.isEnabled()
    choose(names, "文件名称", qtbot)
    assert page.check.trouble.isHidden()
    assert page.foot.next.text() == "导入 11 行"

    # 跳过此行, and take it back.
    assert preview.fix.row is not None
    assert preview.fix.row.sheet_row == 15
    qtbot.mouseClick(preview.fix.skip, LEFT)
    assert page.foot.trouble.isHidden()
    preview.table.selectRow(11)
    assert preview.fix.skip.text() == "恢复此行"
    qtbot.mouseClick(preview.fix.skip, LEFT)
    assert page.foot.trouble.text() == "有误 1 行不导入"
    assert not reading.rows(sitting.db, Document)


def test_people_with_duplicates_and_a_cell_typed_over(stage: Stage, sitting: Sitting) -> None:
    stage.open("person", PEOPLE)
    page, qtbot = stage.page, stage.qtbot
    preview = page.check.preview
    assert page.foot.trouble.text() == "有误 3 行不导入"
    words = page.check.mapping.words
    assert "企业负责人" in words.boxes
    assert words.boxes["企业负责人"].currentText().count("+") == 1, "one word may mean two tiers"

    qtbot.mouseClick(_segment(page.check.source.duplicates, "跳过"), LEFT)
    assert page.foot.trouble.text() == "有误 2 行不导入"
    assert "不动 1 行" in page.foot.note.text()

    model = preview.model
    place = next(i for i, row in enumerate(model.rows) if row.sheet_row == 5)
    index = model.index(place, model.column_of(Person.joined_on))
    preview.table.setCurrentIndex(index)
    preview.table.edit(index)
    editor = preview.table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "2016-5-3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.foot.next.text() == "导入 5 行")
    assert index.data() == "2016-05-03"

    # The filter shows one state; a row that is mended does not jump away.
    qtbot.mouseClick(_segment(preview.filter, "有误"), LEFT)
    assert [row.sheet_row for row in model.rows] == [8]
    qtbot.mouseClick(page.foot.next, LEFT)
    stage.settle()
    assert len(reading.rows(sitting.db, Person)) == 5
    assert len(reading.rows(sitting.db, Department)) >= 3


def _segment(segmented: Segmented, text: str) -> QToolButton:
    return next(made for made in segmented.findChildren(QToolButton) if made.text().startswith(text))


def test_cancelling_writes_nothing(stage: Stage, sitting: Sitting) -> None:
    stage.open("person", PEOPLE)
    stage.qtbot.mouseClick(stage.page.foot.next, LEFT)
    stage.qtbot.mouseClick(stage.page.panel.stop, LEFT)
    stage.settle()
    assert stage.page.body.currentIndex() == CHECK
    assert stage.bars() == ["已取消，一行也没有导入。"]
    assert not reading.rows(sitting.db, Person)
    assert stage.changes == []


def test_wrong_files_are_said_on_the_page(stage: Stage, tmp_path: Path) -> None:
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    stage.open("person", picture)
    assert stage.page.body.currentIndex() == PICK
    assert "不是表格" in stage.bars()[0]
    note = tmp_path / "说明.txt"
    note.write_text("没有表头的文字\n第二行\n", encoding="utf-8")
    stage.open("person", note)
    assert "找不到表头" in stage.bars()[0]
    stage.files.answer = PEOPLE
    stage.qtbot.mouseClick(stage.page.pick.choose, LEFT)
    stage.settle()
    assert stage.page.body.currentIndex() == CHECK
    assert stage.bars() == []


def test_unknown_headings_are_placed_by_hand_and_remembered(stage: Stage, sitting: Sitting, tmp_path: Path) -> None:
    rows = [["花名", "组别", "工种"], ["甲", "一组", "车工"], ["乙", "一组", "磨工"]]
    file = book(tmp_path / "名单.xlsx", rows)
    stage.open("person", file)
    page, qtbot = stage.page, stage.qtbot
    assert "姓名" in page.check.trouble.text()
    for col, label in ((1, "姓名"), (2, "部门"), (3, "岗位")):
        choose(page.check.mapping.box_of(col), label, qtbot)
    assert page.foot.next.text() == "导入 2 行"
    qtbot.mouseClick(page.foot.next, LEFT)
    stage.settle()
    assert {row["name"] for row in reading.rows(sitting.db, Person)} == {"甲", "乙"}

    qtbot.mouseClick(page.outcome.again, LEFT)
    stage.open("person", book(tmp_path / "名单2.xlsx", [*rows[:1], ["丙", "二组", "钳工"]]))
    assert page.check.source.scheme.currentText().endswith("（上次）")
    assert page.foot.next.text() == "导入 1 行"
    choose(page.check.source.scheme, "自动识别", qtbot)
    stage.settle()
    assert not page.foot.next.isEnabled()


def test_what_was_mended_is_not_lost_by_a_slip(
    stage: Stage, answer: Callable[..., list[QDialog]], tmp_path: Path
) -> None:
    stage.open("document", DOCUMENTS)
    page, qtbot = stage.page, stage.qtbot
    fix = page.check.preview.fix
    fix.edit.selectAll()
    qtbot.keyClicks(fix.edit, "2026-3-2")
    # Away and back with something typed and not applied.
    stage.window.go("other")
    stage.window.go("import", "document")
    assert page.body.currentIndex() == CHECK
    assert page.foot.next.text() == "导入 11 行"

    def keep(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        qtbot.mouseClick(dialog.cancel_button, LEFT)

    seen = answer(keep)
    page.check.source.head.stepUp()
    assert len(seen) == 1
    assert page.check.source.head.value() == 3, "the box goes back"
    seen = answer(lambda dialog: qtbot.mouseClick(dialog.verb_button, LEFT))  # type: ignore[attr-defined]
    stage.window.go("import", "person")
    assert len(seen) == 1
    assert page.body.currentIndex() == PICK
    assert page.pick.register().key == "person"


def test_a_file_can_be_dropped(stage: Stage) -> None:
    stage.window.go("import", "person")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(PEOPLE))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), actions, mime, buttons, none)
    QApplication.sendEvent(stage.page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(stage.page, QDropEvent(QPointF(50, 50), actions, mime, buttons, none))
    stage.settle()
    assert stage.page.body.currentIndex() == CHECK


def test_records_saved_meanwhile_are_compared(stage: Stage, sitting: Sitting) -> None:
    stage.open("person", PEOPLE)
    department = records.save(sitting, BY_KEY["department"], None, {Department.name: "总经办"}).record
    values = {Person.name: "陈启明", Person.department: department}
    stage.window.apply_change(records.save(sitting, BY_KEY["person"], None, values))
    assert stage.page.foot.trouble.text() == "有误 4 行不导入"


def test_a_question_is_answered_by_a_button(stage: Stage, sitting: Sitting, tmp_path: Path) -> None:
    rows = [
        ["评价项目", "评价指标", "单位", "方向", "提升前", "提升目标", "提升后"],
        ["顾客关系及顾客满意", "顾客满意度", "%", "越大越好", 85, 90, 0.97],
    ]
    stage.open("indicator", book(tmp_path / "指标.xlsx", rows))
    page = stage.page
    assert page.foot.trouble.text() == "请确认 1 行不导入"
    offers = page.check.preview.fix.offers()
    assert len(offers) == 2
    stage.qtbot.mouseClick(next(made for made in offers if made.text().startswith("97")), LEFT)
    assert page.foot.next.text() == "导入 1 行"


def test_a_blank_template_is_saved(stage: Stage, tmp_path: Path) -> None:
    stage.window.go("import", "document")
    stage.files.answer = tmp_path / "模板.xlsx"
    template = next(b for b in stage.page.pick.findChildren(QPushButton) if b.text() == "下载空白模板")
    stage.qtbot.mouseClick(template, LEFT)
    stage.settle()
    stage.open("document", tmp_path / "模板.xlsx")
    assert stage.page.body.currentIndex() == CHECK
    assert not stage.page.foot.next.isEnabled(), "the example row is not a row"


def test_the_table_of_a_survey_goes_into_that_survey(stage: Stage, sitting: Sitting, tmp_path: Path) -> None:
    founding.found(sitting, "徐州示例机械有限公司")
    survey = surveying.open_survey(sitting).record
    rows = [
        ["序号", "调研内容", "现状描述", "评价结果", "打分"],
        [4, "骨干流失率", "3人", "差", 2],
        [5, "直通率", "", "√", 5],
    ]
    stage.window.go("import", ("survey", book(tmp_path / "调研.xlsx", rows), survey))
    stage.settle()
    page = stage.page
    assert "打分" in page.check.mapping.notes.text()
    assert list(page.check.mapping.words.boxes) == ["骨干流失率"]  # not every short name of an item
    assert page.foot.trouble.text() == "请确认 1 行不导入"
    stage.qtbot.mouseClick(page.check.preview.fix.offers()[0], LEFT)
    assert page.foot.next.text() == "导入 2 行"
    stage.qtbot.mouseClick(page.foot.next, LEFT)
    stage.settle()
    assert page.outcome.heading.text() == "已导入 2 行到现场调研表"
    found = {each.item.code: each.state for each in surveying.read(sitting.db, survey).items if each.state}
    assert found == {"3.1": "weak", "6.4": "good"}
    # Another file goes into the same survey; a list of surveys is read as such again.
    page.restart()
    stage.files.answer = book(tmp_path / "再来.xlsx", [["调研内容", "评价"], ["直通率", "差"]])
    page.choose()
    stage.settle()
    assert page.foot.next.text() == "导入 1 行"
    page.restart()
    stage.open("survey", tmp_path / "再来.xlsx")
    assert page.check.trouble.text()
