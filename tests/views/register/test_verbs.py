"""Locks, verbs, child rows and history of a record in the detail pane."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.registers.documents import COPIES, DOCUMENT, REVISIONS
from qmsdesk.services import attachments, reading, records, workflow
from qmsdesk.views.register.editor import TextEditor
from qmsdesk.views.register.editor_relation import RelationEditor
from tests.views.register.conftest import Filled, Open
from tests.views.register.test_pane import Answer, at, row, write

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def approved(filled: Filled, number: str = "WI-07") -> int:
    sitting, record = filled.sitting, filled.documents[number]
    line = reading.lines(sitting.db, REVISIONS, record)[0]
    values = {
        DocumentRevision.author: filled.people["邵伟"],
        DocumentRevision.reviewer: filled.people["沈雪梅"],
        DocumentRevision.approver: filled.people["韩志远"],
        DocumentRevision.approved_on: dt.date(2025, 5, 20),
        DocumentRevision.effective_on: dt.date(2025, 6, 1),
    }
    records.save_line(sitting, DOCUMENT, record, REVISIONS, line.id, values)
    file = Path(sitting.workspace.folder) / "正文.txt"
    file.write_text("正文", encoding="utf-8")
    attachments.attach(sitting, DOCUMENT, record, file)
    workflow.run(sitting, DOCUMENT, record, next(v for v in DOCUMENT.workflow.verbs if v.key == "approve"))
    return record


def test_a_locked_record_is_read_with_its_reason_but_for_what_stays_open(filled: Filled, open_page: Open) -> None:
    approved(filled)
    page = at(open_page, filled)
    editors = page.pane.form.editors
    assert page.pane.bar.text() == "文件已批准生效，修改须改版"
    assert not editors[Document.title].is_open()
    assert not editors[DocumentRevision.version].is_open()
    assert editors[Document.storage].is_open()
    write(page, Document.storage, "档案室")
    assert page.flush()
    assert row(page)["storage"] == "档案室"
    assert not page.pane.tabs.attachments().add_button.isEnabled()
    copies = page.pane.tabs.lines_tab(COPIES.key)
    assert copies.model.rowCount() == 1


def test_verbs_say_what_is_missing_and_lead_there(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    verbs = page.pane.verbs
    assert not verbs.buttons["approve"].isEnabled()
    assert verbs.note.text() == "还差 6 项必填"
    assert verbs.missing == ["编制", "审核", "批准", "批准日期", "生效日期", "文件（附件）"]
    menu = verbs.menu()
    menu.actions()[3].trigger()
    assert page.pane.form.editors[DocumentRevision.approved_on].control.hasFocus()
    menu.actions()[5].trigger()
    assert page.pane.tabs.tabText(page.pane.tabs.currentIndex()) == "附件"


def test_a_verb_runs_when_its_gate_is_open(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    for field, text in (
        (DocumentRevision.author, "邵伟"),
        (DocumentRevision.reviewer, "沈雪梅"),
        (DocumentRevision.approver, "韩志远"),
        (DocumentRevision.approved_on, "2025.5.20"),
        (DocumentRevision.effective_on, "20250601"),
    ):
        write(page, field, text)
        page.flush()
    assert page.pane.verbs.missing == ["文件（附件）"]
    file = Path(page.sitting.workspace.folder) / "正文.txt"
    file.write_text("正文", encoding="utf-8")
    tab = page.pane.tabs.attachments()
    with qtbot.waitSignal(page.changed):
        tab.add([file])
    button = page.pane.verbs.buttons["approve"]
    assert button.isEnabled()
    with qtbot.waitSignal(page.changed):
        button.click()
    assert row(page)["status"] == "in_force"
    assert page.pane.bar.text() == "文件已批准生效，修改须改版"
    assert page.model.index(page.model.row_of(filled.documents["WI-07"]), 5).data() == "有效"
    assert list(page.pane.verbs.buttons) == ["obsolete", "review_passed", "revise"]


def test_a_broken_independence_rule_wants_a_reason(filled: Filled, open_page: Open, answer: Answer) -> None:
    page = at(open_page, filled)
    file = Path(page.sitting.workspace.folder) / "正文.txt"
    file.write_text("正文", encoding="utf-8")
    attachments.attach(page.sitting, DOCUMENT, filled.documents["WI-07"], file)
    same = filled.people["邵伟"]
    line = reading.lines(page.sitting.db, REVISIONS, filled.documents["WI-07"])[0]
    values = {DocumentRevision.author: same, DocumentRevision.reviewer: same, DocumentRevision.approver: same}
    dates = {DocumentRevision.approved_on: dt.date(2025, 5, 20), DocumentRevision.effective_on: dt.date(2025, 6, 1)}
    records.save_line(page.sitting, DOCUMENT, filled.documents["WI-07"], REVISIONS, line.id, {**values, **dates})
    page.pane.refresh()
    answer(lambda dialog: dialog.reject())
    page.pane.verbs.buttons["approve"].click()
    assert row(page)["status"] == "draft"

    def explain(dialog: QDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.insert("只有一人懂工艺")
        dialog.accept()

    answer(explain)
    page.pane.verbs.buttons["approve"].click()
    assert row(page)["status"] == "in_force"
    assert "人员有限：只有一人懂工艺" in " ".join(page.pane.tabs.history().lines())


def test_alt_down_goes_to_the_next_record_from_inside_the_pane(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled, "QP-05")
    line = write(page, Document.storage, "车间")
    qtbot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert row(page, "QP-05")["storage"] == "车间"
    assert page.target() == filled.documents["WI-07"]


def test_child_rows_are_typed_into(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    tab = page.pane.tabs.lines_tab(COPIES.key)
    assert tab.model.rowCount() == 1
    tab.table.setFocus()
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    qtbot.keyClick(tab.table, Qt.Key.Key_0)
    editor = tab.table.cells.editor
    assert isinstance(editor, TextEditor)
    editor.line.insert("1")
    qtbot.keyClick(editor.control, Qt.Key.Key_Tab)
    assert tab.model.rowCount() == 2
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    department = tab.table.cells.editor
    assert isinstance(department, RelationEditor)
    department.line.insert("生产部")
    qtbot.keyClick(department.control, Qt.Key.Key_Return)
    stored = reading.lines(page.sitting.db, COPIES, filled.documents["WI-07"])
    assert [(r["copy_number"], r["department"]) for r in stored] == [("01", filled.production)]
    tab.table.setCurrentIndex(tab.model.index(1, 0))
    qtbot.keyClick(tab.table, Qt.Key.Key_0)
    editor = tab.table.cells.editor
    assert isinstance(editor, TextEditor)
    editor.line.insert("1")
    qtbot.keyClick(editor.control, Qt.Key.Key_Return)
    assert "已有相同分发号的记录" in tab.model.entries[1].problems[Distribution.copy_number]
    assert not page.flush()
    tab.remove(1)
    assert page.flush()
    tab.remove(0)
    assert not reading.lines(page.sitting.db, COPIES, filled.documents["WI-07"])
    page.undo()
    page.redo()
    page.undo()


def test_child_rows_of_a_blank_record_wait_and_say_so(filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    page.new_record()
    page.flush()
    tab = page.pane.tabs.lines_tab(COPIES.key)
    assert tab.model.rowCount() == 0
    assert tab._reason.text() == "先填好基本信息里带 * 的项，再填分发"
    assert "再添加附件" in page.pane.tabs.attachments().hint.text()


def test_the_history_is_told_in_plain_words(filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    write(page, Document.title, "冲压指导书")
    page.flush()
    write(page, Document.department, "技术质量部")
    page.flush()
    told = page.pane.tabs.history().lines()
    assert told[0].endswith("沈雪梅  修改（2）")
    assert told[1:3] == ["文件名称：冲压换模作业指导书 → 冲压指导书", "责任部门：生产部 → 技术质量部"]
    assert "增加修订 A/0" in told
    print(told)
    assert any("沈雪梅  新建" in line for line in told)


def test_a_verb_for_all_ticked_records_names_those_that_lack_something(
    filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = open_page().page
    page.model.checked = {filled.documents["WI-07"], filled.documents["WI-09"]}
    menu = QMenu()
    page.acts.fill_menu(menu)
    (act,) = [a for a in menu.actions() if a.text() == "提交审核选中的 2 条"]
    seen = answer(lambda dialog: dialog.accept())
    act.trigger()
    assert len(seen) == 1
    assert seen[0].windowTitle() == "1 条没有提交审核"
    assert (row(page)["status"], row(page, "WI-09")["status"]) == ("review", "draft")
    assert page.model.index(page.model.row_of(filled.documents["WI-07"]), 5).data() == "审核中"


def test_a_copied_record_gets_its_own_number(filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    page.acts.copy_record()
    visit = page.follow.visit
    assert visit is not None
    assert visit.is_draft
    assert (visit.value(Document.title), visit.value(Document.number)) == ("冲压换模作业指导书", "")
    assert not visit.unsaved()


def test_a_closed_cell_says_why(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    approved(filled)
    page = at(open_page, filled)
    page.table.setCurrentIndex(page.model.index(page.table.currentIndex().row(), 2))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.messages.bars()[0].text() == "不能修改：文件已批准生效，修改须改版"
