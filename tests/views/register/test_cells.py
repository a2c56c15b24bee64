"""The table as a spreadsheet: typing, Enter, Tab, blank rows, fill down, paste, delete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.base import AnyField
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import reading, records
from qmsdesk.views.register import cells
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.paste_dialog import PasteDialog
from qmsdesk.views.widgets.dialog import ConfirmDialog
from qmsdesk.views.widgets.roles import Role
from tests.views.register.conftest import Filled, Open

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def put_cursor(page: RegisterPage, number: str, field: AnyField) -> None:
    found = reading.by_number(page.sitting.db, page.register, number)
    assert found is not None
    row = page.model.row_of(found.id)
    cells.put_cursor(page.table, page.model.index(row, page.model.column_of(field)))


def editor_of(page: RegisterPage) -> Editor:
    editor = page.table.cells.editor
    assert editor is not None
    return editor


def write(page: RegisterPage, text: str) -> None:
    """Replace what is in the open editor, as an input method does."""
    control = editor_of(page).control
    if isinstance(control, QComboBox):
        control = control.lineEdit()
    assert isinstance(control, QLineEdit)
    control.selectAll()
    control.insert(text)


def stored(page: RegisterPage, number: str, field: AnyField) -> object:
    row = reading.by_number(page.sitting.db, page.register, number)
    return row.of(field) if row else None


def test_f2_edits_and_enter_commits_and_goes_down(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    put_cursor(page, "QP-03", Document.title)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "风险控制程序")
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Return)
    assert stored(page, "QP-03", Document.title) == "风险控制程序"
    assert page.table.cells.editor is None
    assert page.model.index(page.table.currentIndex().row(), 1).data() == "QP-05"
    assert page.model.index(page.table.currentIndex().row() - 1, 2).data() == "风险控制程序"


def test_typing_replaces_and_tab_goes_right(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    put_cursor(page, "QP-03", Document.number)
    qtbot.keyClick(page.table, Qt.Key.Key_X)
    assert editor_of(page).text() == "x"
    write(page, "QP-04")
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Tab)
    assert stored(page, "QP-04", Document.title) == "风险和机遇应对控制程序"
    assert page.model.field(page.table.currentIndex().column()) is Document.title
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Backtab)
    assert page.model.field(page.table.currentIndex().column()) is Document.number


def test_escape_gives_up(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    put_cursor(page, "QP-03", Document.title)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "没想好")
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Escape)
    assert page.table.cells.editor is None
    assert stored(page, "QP-03", Document.title) == "风险和机遇应对控制程序"


def test_sorting_commits_what_is_being_typed(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    put_cursor(page, "QP-03", Document.title)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "风险控制程序")
    page.panel.sort_by(2)
    assert stored(page, "QP-03", Document.title) == "风险控制程序"
    assert page.table.cells.editor is None
    assert page.target() == filled.documents["QP-03"]


def test_a_refused_cell_stays_red_with_its_text(qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer) -> None:
    page = open_page().page
    put_cursor(page, "QP-03", Document.number)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "QM-01")
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Tab)
    row = page.table.currentIndex().row()
    cell = page.model.index(row, 1)
    assert cell.data() == "QM-01"
    assert "已被“质量手册”使用" in cell.data(Role.ERROR)
    assert stored(page, "QP-03", Document.title) is not None
    assert page.status.problem == "1 项有误，未保存"
    assert not page.flush()
    seen = answer(lambda dialog: dialog.reject())
    assert not page.leave()
    assert len(seen) == 1
    answer(lambda dialog: dialog.accept())
    assert page.leave()
    assert cell.data() == "QP-03"


def test_going_to_another_row_with_a_red_cell_asks(
    qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = open_page().page
    put_cursor(page, "QP-03", Document.number)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "QM-01")
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    seen = answer(look)
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(seen))
    assert "没有保存的是：编号。1 项有误，未保存。返回可以改正，放弃则保留原来的值。" in said
    assert page.model.index(page.table.currentIndex().row(), 1).data() == "QM-01"
    assert page.follow.visit is not None
    assert page.follow.visit.record == filled.documents["QP-03"]


def test_a_new_row_with_the_keyboard_alone(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.new_record()
    last = page.model.rowCount() - 1
    assert page.model.record(last) is None
    assert page.model.index(last, 5).data() == "还差 3 项"
    write(page, "WI-20")
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Tab)
    assert page.model.index(last, 5).data() == "还差 2 项"
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "包装作业指导书")
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Tab)
    assert page.model.rowCount() == 6
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    box = editor_of(page).control
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("作业指导书"))
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert stored(page, "WI-20", Document.title) == "包装作业指导书"
    assert page.model.record(last) is not None
    assert page.model.rowCount() == 6
    assert page.model.index(last, 5).data() == "还差 1 项"  # stored, and the next act wants 责任部门
    records.save(page.sitting, page.register, page.model.record(last), {Document.department: filled.quality})
    page.model.refresh([page.model.record(last) or 0])
    assert page.model.index(last, 5).data() == "草稿"


def test_leaving_a_begun_row_offers_to_go_back_or_to_drop_it(
    qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = open_page().page
    page.new_record()
    write(page, "WI-20")
    seen = answer(lambda dialog: dialog.reject())
    page.flush()
    page.table.setCurrentIndex(page.model.index(0, 1))
    qtbot.waitUntil(lambda: bool(seen))
    dialog = seen[0]
    assert isinstance(dialog, ConfirmDialog)
    assert (dialog.cancel_button.text(), dialog.verb_button.text()) == ("返回填写", "放弃")
    assert page.model.record(page.table.currentIndex().row()) is None
    dropped = answer(lambda dialog: dialog.accept())
    page.table.setCurrentIndex(page.model.index(0, 1))
    qtbot.waitUntil(lambda: bool(dropped) and page.model.rowCount() == 5)
    assert page.model.record(page.table.currentIndex().row()) == filled.documents["QM-01"]


def test_an_untouched_blank_row_goes_without_a_question(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.new_record()
    page.table.setCurrentIndex(page.model.index(0, 1))
    assert page.model.rowCount() == 5


def test_a_filter_presets_its_value(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.panel.filters.set_filter(Document.level, ("procedure",))
    page.new_record()
    assert page.follow.visit is not None
    assert page.follow.visit.value(Document.level) == "procedure"
    assert not page.follow.visit.unsaved()


def test_fill_down_is_one_step(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    put_cursor(page, "QM-01", Document.department)
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert {stored(page, n, Document.department) for n in filled.documents} == {filled.quality}
    assert len(page.sitting.done) == 1
    page.undo()
    assert stored(page, "WI-07", Document.department) == filled.production


def test_numbers_are_not_filled_down(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    stage = open_page()
    put_cursor(stage.page, "QM-01", Document.number)
    stage.page.table.selectAll()
    qtbot.keyClick(stage.page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert stored(stage.page, "QP-03", Document.title) == "风险和机遇应对控制程序"
    assert not stage.page.sitting.done


def paste(qtbot: QtBot, page: RegisterPage, text: str, answer: Answer, act: Callable[[QDialog], None]) -> PasteDialog:
    QGuiApplication.clipboard().setText(text)
    seen = answer(act)
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = seen[0]
    assert isinstance(dialog, PasteDialog)
    return dialog


def rows_of(dialog: PasteDialog) -> list[tuple[str, str]]:
    model = dialog.table.model()
    return [(model.index(i, 1).data(), model.index(i, 3).data()) for i in range(model.rowCount())]


def test_a_pasted_block_is_looked_at_first_and_is_one_step(
    qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = open_page().page
    put_cursor(page, "WI-07", Document.title)
    block = "冲压作业指导书\t作业指导书\r\n螺纹检验作业指导书\t没有这个层级\r\n"
    dialog = paste(qtbot, page, block, answer, lambda d: d.accept())
    assert [outcome for outcome, _says in rows_of(dialog)] == ["更新", "有误"]
    assert "不在可选项里" in rows_of(dialog)[1][1]
    assert stored(page, "WI-07", Document.title) == "冲压作业指导书"
    assert stored(page, "WI-09", Document.title) == "螺纹通止规使用作业指导书"
    assert len(page.sitting.done) == 1
    page.undo()
    assert stored(page, "WI-07", Document.title) == "冲压换模作业指导书"


def test_a_block_with_headings_adds_and_updates_by_number(
    qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = open_page().page
    lines = (
        ("文件名称", "文件编号", "层级", "责任部门"),
        ("新手册", "QM-02", "质量手册", "生产部"),
        ("质量手册", "qm-01", "质量手册", "生产部"),
        ("坏行", "QM-03", "质量手册", "没有的部门"),
    )
    block = "\n".join("\t".join(line) for line in lines)
    dialog = paste(qtbot, page, block, answer, lambda d: d.accept())
    assert [outcome for outcome, _says in rows_of(dialog)] == ["新增", "更新", "有误"]
    assert stored(page, "QM-02", Document.department) == filled.production
    assert stored(page, "QM-01", Document.department) == filled.production
    assert stored(page, "QM-03", Document.title) is None
    assert page.model.rowCount() == 6


def test_a_cancelled_paste_writes_nothing(qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer) -> None:
    page = open_page().page
    put_cursor(page, "WI-07", Document.title)
    paste(qtbot, page, "别的名字", answer, lambda d: d.reject())
    assert stored(page, "WI-07", Document.title) == "冲压换模作业指导书"
    assert not page.sitting.done


def test_delete_goes_to_the_recycle_bin_and_the_toast_brings_it_back(
    qtbot: QtBot, filled: Filled, open_page: Open
) -> None:
    stage = open_page()
    page = stage.page
    put_cursor(page, "WI-09", Document.title)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.model.rowCount() == 4
    assert stage.toast.text() == "已移入回收站 1 条"
    stage.toast.undo()
    assert page.model.rowCount() == 5


def test_what_is_referenced_is_offered_to_be_voided(
    qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = open_page(BY_KEY["department"]).page
    put_cursor(page, "BM-01", Department.name)

    def void(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        assert not dialog.verb_button.isEnabled()
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.insert("部门撤销")
        dialog.verb_button.click()

    answer(void)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    row = reading.by_number(page.sitting.db, BY_KEY["department"], "BM-01")
    assert row is not None
    assert row["void_reason"] == "部门撤销"
    assert page.model.index(0, 2).data(Role.STRUCK)


def test_space_ticks_and_copy_takes_what_is_seen(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    put_cursor(page, "QM-01", Document.title)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.model.checked == {filled.documents["QM-01"]}
    assert page.panel.listing().ids(page.sitting) == [filled.documents["QM-01"]]
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("QM-01\t质量手册\t质量手册\t")


def test_a_closed_record_is_not_typed_into(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    records.void(filled.sitting, DOCUMENT, filled.documents["WI-07"], "不用了")
    page = open_page().page
    put_cursor(page, "WI-07", Document.title)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.table.cells.editor is None
    assert page.model.index(page.table.currentIndex().row(), 5).data() == "已作废"


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_person_is_found_by_part_of_the_name(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page(BY_KEY["person"]).page
    put_cursor(page, "RY-001", Person.department)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    write(page, "生产部")
    qtbot.keyClick(editor_of(page).control, Qt.Key.Key_Return)
    assert stored(page, "RY-001", Person.department) == filled.production
