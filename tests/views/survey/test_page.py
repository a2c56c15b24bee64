"""The page of a survey: empty and new, facts and people, opinions, Excel, prints, small windows, read only."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.project import Diagnosis, Opinion, Survey, SurveyFinding, SurveyInterview
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.project import OPINIONS, SURVEY
from qmsdesk.services import reading, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW, NORMAL
from qmsdesk.views.survey.body import ITEMS, PROFILE
from qmsdesk.views.survey.dialogs import OpinionDialog, PeopleDialog
from qmsdesk.views.survey.page import SurveyPage
from tests.views.survey.conftest import CLOCK, Answer, Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def survey_of(page: SurveyPage) -> int:
    record = page.target()
    assert isinstance(record, int)
    return record


def test_the_empty_state_leads_to_fields_and_people(sitting: Sitting, open_page: Open) -> None:
    first = surveying.latest(sitting.db)
    assert first is not None
    records.delete(sitting, SURVEY, [first.id])
    page = open_page(sitting).page
    assert page.body.currentIndex() == 1
    page.body.new_button.click()
    assert page.body.currentIndex() == 0
    assert page.body.side_of.value() == PROFILE
    assert page.body.people.lacking.text().startswith("还没有访谈高层管理者、部门负责人、其他人员")
    page.apply_change(records.undo(sitting))
    assert page.body.currentIndex() == 1


def test_methods_are_ticked_and_missing_facts_are_red(sitting: Sitting, open_page: Open) -> None:
    stage = open_page(sitting)
    page = stage.page
    assert page.body.facts.methods.accessibleName() == "调研方法：未选"
    page.body.profile.chips["group"].click()
    page.body.profile.chips["documents"].click()
    row = reading.row(sitting.db, Survey, survey_of(page))
    assert row is not None
    assert row.of(Survey.methods) == ("documents", "group")
    assert page.body.facts.methods.accessibleName() == "调研方法：资料调查、集体访谈"
    assert len(stage.changes) == 2


def test_several_people_are_added_at_once(sitting: Sitting, open_page: Open, answer: Answer) -> None:
    page = open_page(sitting).page

    def tick(dialog: QDialog) -> None:
        assert isinstance(dialog, PeopleDialog)
        assert not dialog.add.isEnabled()
        dialog.table.check_all(True)
        assert dialog.add.text() == "添加 2 人"
        dialog.accept()

    answer(tick)
    page.body.people.add_button.click()
    levels = [line.of(SurveyInterview.level) for line in surveying.read(sitting.db, survey_of(page)).interviews]
    assert levels == ["top", "other"]
    assert page.body.facts.people.accessibleName() == "访谈对象：2 人 缺部门负责人"
    assert "部门负责人" in page.body.people.lacking.text()


def test_an_opinion_is_written_from_an_item(sitting: Sitting, open_page: Open, answer: Answer) -> None:
    stage = open_page(sitting)
    page = stage.page
    page.body.grid.go("3.2")
    page.body.grid.judge("weak")
    assert "1 项无意见" in page.body.facts.opinions.accessibleName()
    steps = len(sitting.done)

    def write(dialog: QDialog) -> None:
        assert isinstance(dialog, OpinionDialog)
        assert dialog.box.toPlainText() == "设备完好率：薄弱"
        dialog.box.setPlainText("  ")
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.wrong.text()
        dialog.box.setPlainText("设备点检流于形式")
        dialog.write.click()

    answer(write)
    page.body.item.write.click()
    (diagnosis,) = reading.rows(sitting.db, Diagnosis)
    (line,) = reading.lines(sitting.db, OPINIONS, diagnosis.id)
    assert (line.of(Opinion.text), line.of(Opinion.item)) == ("设备点检流于形式", "3.2")
    assert len(sitting.done) == steps + 1
    assert "1. 设备点检流于形式（待确认）" in page.body.item.texts()
    assert page.body.grid.chips["opinion"].text().endswith(" 1")
    page.body.item.opened.emit("diagnosis", diagnosis["number"])
    assert stage.opened == [("diagnosis", diagnosis["number"])]
    page.apply_change(records.undo(sitting))
    assert reading.rows(sitting.db, Diagnosis) == []


def test_the_chain_starts_at_the_finding(sitting: Sitting, open_page: Open) -> None:
    page = open_page(sitting).page
    record = survey_of(page)
    assert page.chain_start() == ("survey", record, "", 0)
    page.body.grid.judge("weak")
    line = surveying.read(sitting.db, record).items[0].line
    assert line is not None
    assert page.chain_start() == ("survey", record, "survey_finding", line.id)


def test_links_land_on_their_place(sitting: Sitting, open_page: Open) -> None:
    page = open_page(sitting).page
    record = survey_of(page)
    page.body.grid.judge("good")
    page.show_target((record, Survey.surveyors))
    assert page.body.side_of.value() == PROFILE
    assert page.body.profile.form.editors[Survey.surveyors].control.hasFocus()
    page.show_target((record, SurveyFinding.state))
    assert (page.body.side_of.value(), page.body.grid.code()) == (ITEMS, "1.2")  # the first that is open
    page.show_target((record, "survey_interview.level"))
    assert page.body.side_of.value() == PROFILE
    assert page.body.people.tab.table.hasFocus()


def test_a_table_kept_in_excel_is_checked_on_the_import_page(sitting: Sitting, open_page: Open, tmp_path: Path) -> None:
    stage = open_page(sitting)
    stage.page.import_sheet()  # no file chosen
    assert stage.imports == []
    stage.files.path = tmp_path / "表A.1.xlsx"
    stage.page.import_sheet()
    assert stage.imports == [(survey_of(stage.page), tmp_path / "表A.1.xlsx")]


def test_a_survey_goes_out_as_a_workbook(sitting: Sitting, open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    stage = open_page(sitting)
    stage.files.path = tmp_path / "out.xlsx"
    stage.page.export()
    qtbot.waitUntil(lambda: not stage.jobs.busy(), timeout=20_000)
    assert "调研内容" in load_workbook(tmp_path / "out.xlsx").sheetnames


def test_ctrl_p_previews_the_table(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    stage = open_page(sitting)
    assert list(stage.page.head.forms.values()) == ["表A.1 现场调研工作内容", "表A.1 空白表"]
    stage.page.print_page()
    qtbot.waitUntil(lambda: bool(stage.prints), timeout=20_000)
    assert [title for title, _pages in stage.prints] == ["表A.1 现场调研工作内容"]


def test_the_item_folds_in_a_small_window(sitting: Sitting, open_page: Open) -> None:
    page = open_page(sitting).page
    body = page.body
    page.apply_breakpoint(NORMAL)
    assert body.item.isVisibleTo(page)
    page.apply_breakpoint(COMPACT)
    assert not body.item.isVisibleTo(page)
    page.toggle_detail()
    assert body.item.isVisibleTo(page)
    page.apply_breakpoint(NARROW)
    assert body.item.isVisibleTo(page)
    assert body.grid.table.isColumnHidden(4)
    page.apply_breakpoint(NORMAL)
    page.toggle_detail()
    assert not body.item.isVisibleTo(page)


def test_a_read_only_survey_is_only_read(tmp_path: Path, template: Path, open_page: Open, qtbot: QtBot) -> None:
    with open_workspace(template, CLOCK, write=False) as workspace:
        page = open_page(Sitting(workspace, "何静", CLOCK)).page
        table = page.body.grid.table
        page.body.grid.go("1.1", "value")
        qtbot.keyClicks(table, "5")
        assert table.cells.editor is None
        page.body.grid.judge("good")
        page.body.grid.take_hint()
        page.write_opinion()
        assert surveying.read(workspace.db, survey_of(page)).done == 0
        assert not page.body.item.write.isVisibleTo(page)
        assert not page.body.people.add_button.isVisibleTo(page)
        assert not page.body.profile.chips["group"].isEnabled()
        qtbot.keyClick(table, Qt.Key.Key_Down)
        assert page.body.grid.code() == "1.2"


def test_a_fact_without_room_ends_in_dots_and_says_all_in_its_tip(sitting: Sitting, open_page: Open) -> None:
    page = open_page(sitting).page
    line = page.body.facts
    text = "问卷调查、资料调查、实地调查、访谈调查" * 3
    line.methods.set_fact(text)
    shown = line.methods.value
    assert shown.text().endswith("…")
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width()
    assert shown.toolTip() == text
    line.methods.set_fact("访谈", tip="访谈、问卷")
    assert (shown.text(), shown.toolTip()) == ("访谈", "访谈、问卷")
