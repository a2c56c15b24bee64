"""The detail pane: one field, one save; red fields; locks; verbs; relations."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.base import AnyField
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import reading, records
from qmsdesk.views.register.create import CreateDialog
from qmsdesk.views.register.editor import LongEditor, TextEditor
from qmsdesk.views.register.editor_choice import ChoiceEditor, FlagEditor, MultiEditor
from qmsdesk.views.register.editor_clauses import ClausesEditor
from qmsdesk.views.register.editor_date import DateEditor
from qmsdesk.views.register.editor_relation import RelationEditor
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.widgets.calendar import Calendar
from tests.views.register.conftest import Filled, Open

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def line_of(page: RegisterPage, field: AnyField) -> QLineEdit:
    editor = page.pane.form.editors[field]
    assert isinstance(editor, TextEditor | RelationEditor | ClausesEditor)
    return editor.line


def write(page: RegisterPage, field: AnyField, text: str) -> QLineEdit:
    """Type into a field and leave it there."""
    page.pane.form.focus_field(field)
    line = line_of(page, field)
    line.selectAll()
    line.insert(text)
    return line


def row(page: RegisterPage, number: str = "WI-07") -> dict[str, object]:
    found = reading.by_number(page.sitting.db, page.register, number)
    assert found is not None
    return found


def at(open_page: Open, filled: Filled, number: str = "WI-07", key: str = "document") -> RegisterPage:
    page = open_page(BY_KEY[key]).page
    page.show_target(filled.documents[number] if key == "document" else int(number))
    return page


def test_leaving_a_field_saves_it_and_the_row_follows(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    line = write(page, Document.title, "冲压换模指导书")
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert row(page)["title"] == "冲压换模指导书"
    assert page.model.index(page.model.row_of(filled.documents["WI-07"]), 2).data() == "冲压换模指导书"
    assert not page.pane.unsaved()


def test_an_old_record_says_the_day_it_was_saved(filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    note = page.pane.head.note
    at_ten = re.fullmatch(r"已自动保存 (\d\d:\d\d)", note.text())
    assert at_ten, note.text()
    day = dt.datetime(2025, 11, 12, 2, tzinfo=dt.UTC).astimezone().strftime("%m-%d")
    page.sitting.clock = Clock(dt.date(2025, 11, 20))
    page.pane.show_state()
    assert note.text() == f"已自动保存 {day}"
    page.sitting.clock = Clock(dt.date(2026, 11, 12))
    page.pane.show_state()
    assert note.text() == f"已自动保存 2025-{day}"


def test_text_from_an_input_method_is_saved_only_when_committed(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    line = write(page, Document.storage, "")
    event = QInputMethodEvent("dang'an", [])
    QApplication.sendEvent(line, event)
    assert row(page)["storage"] == ""
    done = QInputMethodEvent()
    done.setCommitString("档案室")
    QApplication.sendEvent(line, done)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert row(page)["storage"] == "档案室"


def test_flush_saves_what_is_being_typed(filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    write(page, Document.storage, "车间")
    assert page.flush()
    assert row(page)["storage"] == "车间"


def test_a_refused_text_stays_red_with_its_sentence_and_blocks_verbs(
    qtbot: QtBot, filled: Filled, open_page: Open
) -> None:
    page = at(open_page, filled)
    line = write(page, Document.next_review_on, "2025.2.30")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    form_row = page.pane.form.rows[Document.next_review_on]
    assert form_row.error() == "日期不存在：2025.2.30"
    assert line.text() == "2025.2.30"
    assert line.property("state") == "error"
    assert row(page)["next_review_on"] is None
    page.pane.verbs.buttons["submit"].click()
    assert row(page)["status"] == "draft"
    write(page, Document.next_review_on, "2026年6月1日")
    page.flush()
    assert form_row.error() == ""
    assert line.text() == "2026-06-01"


def test_the_undo_key_is_the_editors_until_it_has_committed(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    line = write(page, Document.storage, "车间")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    line.insert("档案室")
    page.flush()
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "档案室"
    page.undo()
    assert row(page)["storage"] == ""
    assert line.text() == ""
    page.redo()
    assert row(page)["storage"] == "档案室"


def test_escape_brings_back_what_was_there(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    line = write(page, Document.title, "没想好")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "冲压换模作业指导书"
    assert page.flush()
    assert not page.sitting.done


def test_the_wheel_changes_nothing_without_the_focus(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    editor = page.pane.form.editors[Document.level]
    assert isinstance(editor, ChoiceEditor)
    page.table.setFocus()
    point = editor.box.rect().center()
    no = Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        point, editor.box.mapToGlobal(point), point * 0, point * 0 + point, Qt.MouseButton.NoButton, no,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor.box, turn)
    assert editor.box.currentData() == "instruction"


def test_each_kind_of_editor_commits(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    editors = page.pane.form.editors
    choice, flag = editors[Document.level], editors[Document.existing]
    assert isinstance(choice, ChoiceEditor)
    assert isinstance(flag, FlagEditor)
    choice.box.setCurrentIndex(choice.box.findData("form"))
    choice.box.activated.emit(choice.box.currentIndex())
    flag.tick.setFocus()
    qtbot.keyClick(flag.tick, Qt.Key.Key_Space)
    for field, text in ((Document.review_months, "１２"), (Document.clauses, "8.5.1；DB3203 6.7.2.3")):
        write(page, field, text)
    note = editors[Document.remark]
    assert isinstance(note, LongEditor)
    note.box.setFocus()
    note.box.insertPlainText("第一行\n第二行")
    day = editors[Document.next_review_on]
    assert isinstance(day, DateEditor)
    day.open_calendar()
    day.pick(QDate(2026, 11, 1))
    page.flush()
    found = row(page)
    assert (found["level"], found["existing"], found["review_months"]) == ("form", True, 12)
    assert found["clauses"] == ("2016/8.5.1", "1023/6.7.2.3")
    assert (found["remark"], found["next_review_on"]) == ("第一行\n第二行", dt.date(2026, 11, 1))
    assert len(page.sitting.done) == 1


def test_the_calendar_speaks_chinese_and_takes_the_day_by_key(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    day = page.pane.form.editors[Document.next_review_on]
    assert isinstance(day, DateEditor)
    write(page, Document.next_review_on, "2026.3.2")
    day.open_calendar()
    calendar = page.findChild(Calendar)
    assert calendar is not None
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(2026, 3, 2)
    assert calendar.locale().monthName(3) == "三月"
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    view = calendar.findChild(QAbstractItemView)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not calendar.isVisible()
    assert row(page)["next_review_on"] == dt.date(2026, 3, 3)


def test_several_choices_are_ticked_in_a_menu(filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled, str(filled.people["邵伟"]), "person")
    editor = page.pane.form.editors[Person.tiers]
    assert isinstance(editor, MultiEditor)
    editor.actions_by_key["d"].setChecked(True)
    editor.actions_by_key["c"].setChecked(True)
    editor.menu.aboutToHide.emit()
    assert row(page, "RY-001")["tiers"] == ("c", "d")
    assert editor.button.text() == "c、d"


def test_a_person_who_left_is_kept_but_no_longer_offered(filled: Filled, open_page: Open) -> None:
    sitting = filled.sitting
    records.save(sitting, DOCUMENT, filled.documents["WI-07"], {Document.owner: filled.people["邵伟"]})
    records.save(sitting, BY_KEY["person"], filled.people["邵伟"], {Person.left_on: dt.date(2025, 1, 1)})
    page = at(open_page, filled)
    editor = page.pane.form.editors[Document.owner]
    assert isinstance(editor, RelationEditor)
    assert editor.line.text() == "邵伟"
    editor.fill()
    assert "邵伟" in [editor.box.itemText(i) for i in range(editor.box.count())]
    write(page, Document.storage, "车间")
    page.flush()
    assert row(page)["owner"] == filled.people["邵伟"]
    page.show_target(filled.documents["WI-09"])
    editor.fill()
    assert "邵伟" not in [editor.box.itemText(i) for i in range(editor.box.count())]


def test_an_unknown_name_is_refused_and_offered_as_new(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = at(open_page, filled)
    line = write(page, Document.department, "采购部")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page.pane.form.rows[Document.department].error() == "部门里没有“采购部”"
    assert row(page)["department"] == filled.production
    editor = page.pane.form.editors[Document.department]
    assert isinstance(editor, RelationEditor)
    editor.wanted.emit("采购部")
    made = reading.find(page.sitting.db, Department, {Department.name: "采购部"})
    assert made is not None
    assert row(page)["department"] == made.id
    assert page.pane.form.rows[Document.department].error() == ""


def test_a_new_person_asks_for_what_else_it_needs(
    qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer
) -> None:
    page = at(open_page, filled)
    write(page, Document.owner, "新来的")
    page.flush()

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, CreateDialog)
        dialog.accept()
        assert dialog.isVisible()
        department = dialog._editors[Person.department]
        assert isinstance(department, RelationEditor)
        department.line.insert("生产部")
        dialog.accept()

    answer(fill)
    editor = page.pane.form.editors[Document.owner]
    assert isinstance(editor, RelationEditor)
    editor.wanted.emit("新来的")
    made = reading.find(page.sitting.db, Person, {Person.name: "新来的"})
    assert made is not None
    assert row(page)["owner"] == made.id
