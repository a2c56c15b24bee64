"""The page of the work plan: bars, tasks, a draft, what follows from the plan, other rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.project import Milestone
from qmsdesk.registers.project import MILESTONE
from qmsdesk.services import reading, records, workplan
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW
from qmsdesk.views.workplan.dialogs import StartDialog, YearDialog
from qmsdesk.views.workplan.indicators_dialog import IndicatorsDialog
from qmsdesk.views.workplan.model import DONE, LED, STATE
from qmsdesk.views.workplan.page import WorkPlanPage
from tests.views.workplan.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def links(page: WorkPlanPage) -> list[str]:
    return [made.text() for made in page.body.stage.links]


def follow(page: WorkPlanPage, begins: str) -> None:
    next(made for made in page.body.stage.links if made.text().startswith(begins)).click()


def drafted(dialog: QDialog) -> None:
    assert isinstance(dialog, StartDialog)
    dialog.editors[Milestone.planned_on].line.setText("2026.11.2")  # type: ignore[attr-defined]
    dialog.save.click()


def test_an_empty_plan_is_drafted_from_a_day(empty: Sitting, open_page: Open, answer: Answer, qtbot: QtBot) -> None:
    stage = open_page(empty)
    page = stage.page
    assert page.body.empty
    assert page.body.begin_button.hasFocus()
    answer(drafted)
    qtbot.keyClick(page.body.begin_button, Qt.Key.Key_Space)
    assert not page.body.empty
    assert page.plan.stages[0].planned.first == dt.date(2026, 11, 2)
    assert len(stage.changes) == 1
    assert page.body.stage.key == "a"
    records.undo(empty)
    page.apply_change(stage.changes[-1])
    assert page.body.empty


def test_a_day_that_cannot_be_read_keeps_the_question(empty: Sitting, open_page: Open, answer: Answer) -> None:
    page = open_page(empty).page

    def try_it(dialog: QDialog) -> None:
        assert isinstance(dialog, StartDialog)
        dialog.editors[Milestone.planned_on].line.setText("明天")  # type: ignore[attr-defined]
        dialog.save.click()
        assert dialog.isVisible()
        assert dialog._rows[Milestone.planned_on].error()
        dialog.reject()

    answer(try_it)
    page.draft()
    assert page.plan.tasks == []


def test_the_bars_speak_and_move_by_keyboard(hy: Sitting, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(hy).page
    strip = page.body.strip
    assert strip.stage() == "h"
    assert strip.accessibleDescription() == (
        "h) 验收评价，主导方 市场监管部门，计划 2026-10-08 ～ 2026-11-20，实际 2026-10-08 起，进行中，0/2 项完成"
    )
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert (strip.stage(), page.body.stage.key) == ("c", "c")
    assert strip.hasFocus()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place_of("f"))
    assert page.body.stage.key == "f"
    index = page.body.tree.tree.currentIndex()
    assert index.data() == "f) 方案实施"
    assert index.siblingAtColumn(STATE).data() == "已完成"
    assert not strip.grab().isNull()


def test_a_task_is_edited_in_place(hy: Sitting, open_page: Open) -> None:
    stage = open_page(hy)
    page = stage.page
    (found,) = reading.rows(hy.db, Milestone, Milestone.task == "配合验收评价")
    page.show_target((found.id, Milestone.done_on))
    pane = page.body.pane
    assert page.target() == found.id
    assert page.body.tree.tree.currentIndex().data() == "配合验收评价"
    for field, text in ((Milestone.started_on, "2026-10-19"), (Milestone.done_on, "2026-10-20")):
        pane.form.editors[field].line.setText(text)  # type: ignore[attr-defined]
        pane.form.commit(field)
    assert len({change.batch for change in stage.changes}) == 1  # one visit, one step of undo
    index = page.body.tree.model.index_of(found.id)
    assert index.siblingAtColumn(DONE).data() == "2026-10-20"
    assert index.siblingAtColumn(STATE).data() == "已完成"
    assert page.body.strip.accessibleDescription().endswith("进行中，1/2 项完成")


def test_a_new_task_belongs_to_the_stage_at_hand(hy: Sitting, open_page: Open, answer: Answer) -> None:
    page = open_page(hy).page
    page.choose_stage("d")
    page.new_record()
    assert page.leave()  # nothing typed yet
    page.choose_stage("d")
    page.new_record()
    form = page.body.pane.form
    form.editors[Milestone.task].line.setText("整理调研资料")  # type: ignore[attr-defined]
    form.commit(Milestone.task)
    (made,) = reading.rows(hy.db, Milestone, Milestone.task == "整理调研资料")
    assert (made.of(Milestone.stage), made.of(Milestone.led_by)) == ("d", "certifier")
    assert page.body.tree.tree.currentIndex().data() == "整理调研资料"


def test_what_is_red_is_asked_about_before_leaving(hy: Sitting, open_page: Open, answer: Answer) -> None:
    page = open_page(hy).page
    task = page.plan.stages[0].tasks[0].row
    page.choose_task(task.id)
    editor = page.body.pane.form.editors[Milestone.due_on]
    editor.line.setText("看情况")  # type: ignore[attr-defined]
    seen = answer(lambda dialog: dialog.reject())
    page.choose_stage("f")
    assert len(seen) == 1
    assert page.target() == task.id
    answer(lambda dialog: dialog.accept())
    page.choose_stage("f")
    assert page.target() is None


def test_the_kick_off_is_made_from_its_stage_and_opened_again(empty: Sitting, open_page: Open, answer: Answer) -> None:
    stage = open_page(empty)
    page = stage.page
    answer(drafted)
    page.draft()
    page.choose_stage("c")
    assert links(page) == ["新建启动会的记录"]
    follow(page, "新建启动会")
    made = workplan.meeting(empty.db, "kick_off")
    assert made is not None
    assert stage.gone == [("meeting", made["number"])]
    assert links(page) == ["启动会：2026-10-20 认证提升项目启动会"]
    follow(page, "启动会")
    assert stage.gone[-1] == ("meeting", made["number"])
    assert stage.changes[-1].what == "add"


def test_every_stage_leads_to_registers_that_exist(hy: Sitting, open_page: Open) -> None:
    stage = open_page(hy)
    for key in "abcdefghij":
        stage.page.choose_stage(key)
        assert links(stage.page)
    stage.page.choose_stage("h")
    follow(stage.page, "自我评价")
    assert stage.gone == [("assessment", "")]


def test_indicators_of_the_plan_are_looked_at_and_taken(hy: Sitting, open_page: Open, answer: Answer) -> None:
    stage = open_page(hy)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, IndicatorsDialog)
        assert not dialog.save.isEnabled()
        dialog.box.setPlainText(
            "资源 | 设备完好率 | % | ↑ | 97\n采购 | 来料准时率 | % | ↑ | ≥95%\n采购 | 到货 | % | ↑ | 0.9"
        )
        model = dialog.model
        assert [model.index(row, 0).data() for row in range(3)] == ["已有", "新增", "有误"]
        assert dialog.save.text() == "转为指标 1 项"
        assert "第 3 行" in dialog.wrong.toPlainText()
        assert dialog.note.geometry().top() > dialog.table.geometry().bottom()
        dialog.save.click()

    answer(fill)
    stage.page.choose_stage("b")
    follow(stage.page, "把计划里的")
    assert len(reading.rows(hy.db, Indicator, Indicator.name == "来料准时率")) == 1
    assert stage.changes[-1].register == "indicator"
    assert stage.page.body.strip.stage() == "b"


def test_a_surveillance_year_is_opened_and_shown_beside_the_first(hy: Sitting, open_page: Open, answer: Answer) -> None:
    stage = open_page(hy)
    page = stage.page
    assert page.tools.rounds_button.isHidden()

    def go(dialog: QDialog) -> None:
        assert isinstance(dialog, YearDialog)
        assert "首轮和以前各轮的数据、定稿的表C.1、工作计划都不变" in dialog.text.text()
        dialog.year.setText("2028")
        dialog.year.textEdited.emit("2028")
        assert dialog.editors[IndicatorRound.evaluation].text() == "2028-01~2028-12"
        dialog.year.setText("2027")
        dialog.year.textEdited.emit("2027")
        dialog.save.click()

    answer(go)
    page.open_year()
    assert page.plan.round == "2027"
    assert len(page.plan.tasks) == 5
    assert not page.tools.rounds_button.isHidden()
    page.choose_round("")
    assert len(page.plan.tasks) == 16

    def again(dialog: QDialog) -> None:
        assert isinstance(dialog, YearDialog)
        assert dialog.year.text() == "2028"
        assert "表C.1 还没有定稿" in dialog.refused.text()
        dialog.reject()

    answer(again)
    page.open_year()
    assert workplan.rounds(hy.db) == ["", "2027"]


def test_a_year_keeps_the_own_periods_of_indicators(hy: Sitting, open_page: Open, answer: Answer) -> None:
    line = next(r for r in reading.rows(hy.db, IndicatorRound) if r.of(IndicatorRound.evaluation) == "2026-07~2026-09")
    IndicatorRound.update(evaluation="2026-08~2026-09").where(IndicatorRound.id == line.id).execute(hy.db)
    page = open_page(hy).page

    def unchanged(dialog: QDialog) -> None:
        assert isinstance(dialog, YearDialog)
        assert dialog.editors[IndicatorRound.baseline].text() == "2026-07~2026-09"
        dialog.save.click()

    answer(unchanged)
    page.open_year()
    opened = {
        row.of(IndicatorRound.indicator): row.of(IndicatorRound.baseline)
        for row in reading.rows(hy.db, IndicatorRound, IndicatorRound.name == "2027 年监督")
    }
    assert opened[line.of(IndicatorRound.indicator)] == "2026-08~2026-09"
    assert "2026-07~2026-09" in opened.values()
    records.undo(hy)

    def another(dialog: QDialog) -> None:
        assert isinstance(dialog, YearDialog)
        dialog.editors[IndicatorRound.baseline].load("2026-09~2026-09", "2026-09~2026-09")
        dialog.save.click()

    answer(another)
    page.open_year()
    rows = reading.rows(hy.db, IndicatorRound, IndicatorRound.name == "2027 年监督")
    assert {row.of(IndicatorRound.baseline) for row in rows} == {"2026-09~2026-09"}


def test_the_year_of_the_dialog_is_shown_not_the_last_one(hy: Sitting, open_page: Open, answer: Answer) -> None:
    values = {Milestone.stage: "j", Milestone.task: "预排", Milestone.round: "2029"}
    records.save(hy, MILESTONE, None, values)
    page = open_page(hy).page

    def go(dialog: QDialog) -> None:
        assert isinstance(dialog, YearDialog)
        dialog.save.click()

    answer(go)
    page.open_year()
    assert workplan.rounds(hy.db) == ["", "2027", "2029"]
    assert page.plan.round == "2027"


def test_the_schedule_is_printed(hy: Sitting, open_page: Open, qtbot: QtBot) -> None:
    stage = open_page(hy)
    stage.page.tools.print_button.click()
    qtbot.waitUntil(lambda: bool(stage.prints), timeout=20000)
    assert stage.prints == [("项目进度表", 2)]


def test_small_windows_show_fewer_columns(hy: Sitting, open_page: Open) -> None:
    page = open_page(hy).page
    tree = page.body.tree.tree
    page.apply_breakpoint(COMPACT)
    assert tree.isColumnHidden(LED)
    assert not tree.isColumnHidden(DONE)
    page.apply_breakpoint(NARROW)
    assert tree.isColumnHidden(DONE)


def test_read_only_offers_nothing_that_writes(hy: Sitting, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hy.workspace, "read_only", "正由别人使用，只能查看")
    page = open_page(hy).page
    page.choose_stage("b")
    assert links(page) == ["评价指标"]
    assert not page.tools.new_button.isEnabled()
    page.new_record()
    assert page.target() is None
