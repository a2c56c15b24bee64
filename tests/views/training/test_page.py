"""The page of trainings driven as people do: cards, list, coverage, plan, evaluation, prints, attendance from Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.shell.breakpoints import NARROW, NORMAL
from qmsdesk.views.training.attendance_dialog import AttendanceDialog
from qmsdesk.views.training.board import COVERAGE, LIST, PLAN
from qmsdesk.views.training.charts import bands
from qmsdesk.views.training.missing_dialog import MissingDialog
from qmsdesk.views.training.page import TrainingPage
from qmsdesk.views.training.pane import TrainingPane
from qmsdesk.views.widgets.roles import Role
from tests.views.indicators.stage import Stage
from tests.views.training import sample
from tests.views.training.conftest import Open

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def of(sitting: Sitting, topic: str) -> int:
    return next(r.id for r in reading.rows(sitting.db, Training) if topic in r["topic"])


def texts(page: TrainingPage, row: int) -> list[str]:
    model = page.model
    return [str(model.index(row, c).data() or "") for c in range(1, model.columnCount())]


def settle(page: TrainingPage) -> None:
    """What waits for the end of the event has come."""
    page.reread()
    page.follow.show_visit()


def test_cards_count_people_sessions_and_topics(page: TrainingPage) -> None:
    a, b, c, d = page.cards.cards
    assert [card.pill.word() for card in (a, b, c, d)] == ["部分", "已满足", "部分", "已满足"]
    assert (a.percent.text(), a.covered.text(), a.sessions.text()) == ("86.4", "% 覆盖 19/22 人", "场次 1/2")
    assert (b.percent.text(), b.foot.full, b.count.text()) == ("100", "考核平均 84.5 分", "要求内容 4/4")
    assert a.foot.full.startswith("3 人未参训：")
    assert (c.foot.full, c.link.text()) == ("PX-2025-06 未评价", "去评价 ›")
    assert c.topics.full == "标准、工具方法、案例实践、内审、文件结构、编写技巧、编写工具"
    assert page.status.totals.startswith("计划 9 场，完成 7 场")


def test_the_list_says_turnout_and_effect(page: TrainingPage) -> None:
    headers = [str(page.model.headerData(c, Qt.Orientation.Horizontal) or "") for c in range(1, 8)]
    assert headers == ["编号", "培训主题", "日期", "培训层级", "状态", "有效性", "实到/应到"]
    assert texts(page, 0)[:7] == ["PX-2025-01", "质量意识与认证提升动员", "2025-05-20", "a", "已评价", "有效", "19/22"]
    assert texts(page, 5)[4:7] == ["已实施", "未评价", "5/5"]
    assert texts(page, 7)[4:7] == ["计划", "", "—/3"]
    assert page.model.index(5, 6).data(Role.PILL)


def test_arranging_a_make_up_plans_it_and_asks_for_its_day(qtbot: QtBot, page: TrainingPage, sitting: Sitting) -> None:
    before = len(page.model.ids)
    page.cards.cards[0].press()
    assert len(page.model.ids) == before + 1
    made = page.follow.visit
    assert made is not None
    assert made.row is not None
    assert (made.row["status"], made.row["subjects"], made.row["planned_on"]) == ("planned", ("awareness",), None)
    editor = page.pane.form.editors[Training.planned_on]
    assert page.pane.tabs.currentIndex() == 1
    assert editor.control.hasFocus() or editor.isAncestorOf(page.window().focusWidget())
    assert len(reading.lines(sitting.db, ATTENDANCE, made.row.id)) == 3


def test_the_card_leads_to_the_evaluation_that_is_missing(page: TrainingPage, sitting: Sitting) -> None:
    page.cards.cards[2].press()
    settle(page)
    visit, pane = page.follow.visit, page.pane
    assert visit is not None
    assert visit.record == of(sitting, "内部审核实务")
    assert isinstance(pane, TrainingPane)
    assert pane.tabs.currentWidget() is pane.effect
    for field, value in (
        (Training.evaluated_on, dt.date(2025, 10, 20)), (Training.method, "提问"), (Training.criterion, "能讲清楚"),
        (Training.conclusion, "effective"), (Training.evaluator, visit.row["created_by"] and 5),
    ):  # fmt: skip
        pane.effect.form.put(field, value)
    pane.refresh()
    assert pane.verbs.buttons["evaluate"].isEnabled()
    pane.verbs.buttons["evaluate"].click()
    settle(page)
    assert page.cards.cards[2].pill.word() == "已满足"
    assert not pane.effect.form.editors[Training.method].is_open()


def test_what_is_still_to_be_held_opens_on_what_it_is_about(page: TrainingPage, sitting: Sitting) -> None:
    pane = page.pane
    assert isinstance(pane, TrainingPane)
    held = {row.of(Training.held_on) is not None: row for row in reading.rows(sitting.db, Training)}
    for done, row in sorted(held.items()):
        page.show_target((row.id, None))
        settle(page)
        assert page.follow.visit is not None
        assert page.follow.visit.record == row.id
        assert (pane.tabs.currentWidget() is pane.effect) is done


def test_the_pane_shows_marks_and_what_followed(page: TrainingPage, sitting: Sitting) -> None:
    page.show_target(of(sitting, "质量工具"))
    settle(page)
    pane = page.pane
    assert isinstance(pane, TrainingPane)
    assert pane.tabs.tabText(0) == "有效性评价"
    assert (pane.effect.turnout.text(), pane.effect.result.text()) == (
        "实到 14/14 人",
        "平均 74.5\u2003合格 10/14（71%）",
    )
    assert bands(pane.effect.marks.scores) == [1, 3, 5, 4, 1]
    page.show_target(of(sitting, "质量意识与认证提升动员"))
    settle(page)
    assert pane.effect.trail.count() > 1


def test_coverage_shows_who_lacks_what_and_opens_the_people(
    page: TrainingPage, shown: Stage[TrainingPage], sitting: Sitting, answer: Answer
) -> None:
    page.board.open_tab(COVERAGE)
    model = page.board.coverage_model
    heads = [str(model.headerData(c, Qt.Orientation.Horizontal)) for c in range(model.columnCount())]
    assert heads[:4] == ["姓名", "部门", "a 质量意识", "b 基本思想"]
    assert heads[-3:] == ["d 工具方法", "d 现场管理", "d 优良案例"]
    assert "c2 编写技巧" in heads
    assert [model.index(0, c).data() for c in (0, 2, 3)] == ["已训/应训", "19/22", "6/6"]
    states = [model.index(r, 2).data() for r in range(1, model.rowCount())]
    assert (states.count("已评价"), states.count("未训")) == (19, 3)
    audit = heads.index("c 内审")
    assert {model.index(r, audit).data() for r in range(1, model.rowCount())} == {"已训", ""}

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, MissingDialog)
        assert dialog.windowTitle() == "a) 质量意识：3 人未训"
        assert dialog.table.model().index(0, 2).data() == "PX-2025-01 缺席"
        dialog.table.activated.emit(dialog.table.model().index(1, 0))

    seen = answer(look)
    page.board.coverage.opened.emit(model.index(0, 2))
    assert len(seen) == 1
    number = shown.outside.gone[-1][1]
    row = reading.by_number(sitting.db, page.register, "x") or number
    assert shown.outside.gone[-1][0] == "person"
    assert str(row).startswith("RY-")


def test_missing_people_are_given_a_make_up_from_the_matrix(
    page: TrainingPage, sitting: Sitting, answer: Answer
) -> None:
    page.board.open_tab(COVERAGE)
    model = page.board.coverage_model
    seen = answer(lambda dialog: dialog.go.click())  # type: ignore[attr-defined]
    page.board.coverage.opened.emit(model.index(0, 2))
    assert len(seen) == 1
    assert page.follow.visit is not None
    assert page.follow.visit.row is not None
    assert page.follow.visit.row["topic"] == "质量意识与认证提升动员（补训 2）"


def test_a_topic_that_everybody_was_taught_says_so(page: TrainingPage, shown: Stage[TrainingPage]) -> None:
    page.board.open_tab(COVERAGE)
    page.board.coverage.opened.emit(page.board.coverage_model.index(0, 3))
    assert shown.bars() == ["b) 标准基本思想：应训 6 人都已参训"]


def test_a_name_in_the_matrix_opens_the_person_by_key(
    qtbot: QtBot, page: TrainingPage, shown: Stage[TrainingPage], sitting: Sitting
) -> None:
    page.board.open_tab(COVERAGE)
    table, model = page.board.coverage, page.board.coverage_model
    table.setFocus()
    table.setCurrentIndex(model.index(2, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    person = reading.row(sitting.db, Person, model.person(2))
    assert person is not None
    assert shown.outside.gone == [("person", person["number"])]


def test_filters_by_tier_year_and_what_waits(page: TrainingPage) -> None:
    page.board.tiers_chosen.emit(("d",))
    assert [texts(page, r)[0] for r in range(len(page.model.ids))] == ["PX-2025-05", "PX-2025-07", "PX-2025-09"]
    page.board.open_tab(COVERAGE)
    assert {t.tier.key for t in page.board.coverage_model.topics} == {"d"}
    page.board.open_tab(LIST)
    page.board.tiers_chosen.emit(())
    page.board.waiting.click()
    assert [texts(page, r)[0] for r in range(len(page.model.ids))] == ["PX-2025-06"]
    page.board.waiting.click()
    page.choose_year(2024)
    assert len(page.model.ids) == 0
    assert page.board.tabs.tabText(LIST) == "培训记录"
    page.show_target(page.facts.sessions[0].id)  # a link finds what the year hides
    assert (page.year, len(page.model.ids)) == (0, 9)


def test_the_plan_of_the_year_by_months(page: TrainingPage, qtbot: QtBot) -> None:
    page.board.open_tab(PLAN)
    model = page.board.plan_model
    cells = [str(model.index(0, c).data() or "") for c in range(model.columnCount())]
    assert cells[:3] == ["PX-2025-01", "质量意识与认证提升动员", "a"]
    assert [n for n, mark in enumerate(cells[3:15], 1) if mark] == [5]
    assert model.index(0, 7).data() == "●"
    last = [str(model.index(8, c).data() or "") for c in range(model.columnCount())]
    assert (last[14], last[-1]) == ("○", "计划")
    assert page.board.chart.months[4] == (3, 3)
    page.board.plan.activated.emit(model.index(8, 0))
    assert page.board.tab() == LIST
    assert page.follow.visit is not None
    assert page.follow.visit.record == model.sessions[8].id


def test_a_new_training_is_typed_invited_held_and_found_on_the_cards(
    qtbot: QtBot, page: TrainingPage, sitting: Sitting
) -> None:
    page.new_button.click()
    visit = page.follow.visit
    assert visit is not None
    visit.put(Training.topic, "质量意识再讲")
    visit.put(Training.tiers, ("a",))
    visit.put(Training.subjects, ("awareness",))
    assert visit.record is not None
    page.follow.saved.emit(records.Change("training", visit.record, "add", 0))
    page.pane.refresh()
    tab = page.pane.tabs.lines_tab("attendance")
    page.pane.asked.emit("invite")  # type: ignore[attr-defined]
    assert len(reading.lines(sitting.db, ATTENDANCE, visit.record)) == 22
    page.pane.asked.emit("present")  # type: ignore[attr-defined]
    visit.put(Training.held_on, sample.TODAY)
    page.pane.refresh()
    assert tab.model.rowCount() == 23
    page.pane.verbs.buttons["hold"].click()
    settle(page)
    assert page.cards.cards[0].covered.text() == "% 覆盖 22/22 人"


def test_copy_last_and_the_other_acts_stand_in_the_menu(page: TrainingPage, sitting: Sitting) -> None:
    page.show_target(of(sitting, "内部审核实务"))
    page.menu.aboutToShow.emit()
    first = [a.text() for a in page.menu.actions()[:4]]
    assert first == ["复制上次（同样的人员，不带结果）", "安排补训", "加入应到人员", "全部到场"]
    page.menu.actions()[0].trigger()
    visit = page.follow.visit
    assert visit is not None
    assert visit.row is not None
    assert (visit.row["topic"], visit.row["held_on"]) == ("内部审核实务", None)
    assert len(reading.lines(sitting.db, ATTENDANCE, visit.row.id)) == 5


def test_nobody_to_make_up_is_said_on_the_page(
    page: TrainingPage, shown: Stage[TrainingPage], sitting: Sitting
) -> None:
    page.show_target(of(sitting, "内部审核实务"))
    page.menu.aboutToShow.emit()
    page.menu.actions()[1].trigger()
    assert "没有要补训的人员" in shown.bars()[0]


@pytest.mark.parametrize("place", range(4))
def test_every_form_is_previewed(
    qtbot: QtBot, page: TrainingPage, shown: Stage[TrainingPage], sitting: Sitting, place: int
) -> None:
    page.show_target(of(sitting, "质量工具"))
    action = page.print_button.menu().actions()[place]
    action.trigger()
    qtbot.waitUntil(lambda: bool(shown.outside.previews), timeout=10_000)
    title, made = shown.outside.previews[0]
    assert title == action.text()
    assert made.data.startswith(b"%PDF")


def test_attendance_from_excel_is_looked_at_and_written(
    page: TrainingPage, shown: Stage[TrainingPage], sitting: Sitting, tmp_path: Path, answer: Answer
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["姓名", "签到", "成绩"], ["秦海", "√", 77], ["外来人", "√", 90]):
        book.worksheets[0].append(row)
    path = tmp_path / "签到.xlsx"
    book.save(path)
    made = of(sitting, "不合格品处置案例")
    page.show_target(made)
    shown.outside.files.open = lambda *_what: path  # type: ignore[method-assign,assignment]

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, AttendanceDialog)
        assert dialog.table.model().index(1, 2).data() == "有误"
        dialog.go.click()

    seen = answer(look)
    page.import_button.click()
    assert len(seen) == 1
    lines = {r["person"]: r for r in reading.lines(sitting.db, ATTENDANCE, made)}
    came = [r for r in lines.values() if r.of(Attendance.present)]
    assert [(r["score"], len(lines)) for r in came] == [(Decimal(77), 10)]


def test_an_empty_enterprise_sees_what_to_begin_with(bare: Sitting, open_page: Open) -> None:
    page = open_page(bare).page
    assert [card.pill.word() for card in page.cards.cards] == ["缺失"] * 4
    assert {card.foot.full for card in page.cards.cards} == {"还没有人员属于这一层级"}
    assert page.panel.stack.currentIndex() == 1
    page.board.open_tab(COVERAGE)
    assert page.board.coverage_model.rowCount() == 1
    page.board.coverage.opened.emit(QModelIndex())  # a click beside the cells


def test_small_windows_keep_list_and_cards(page: TrainingPage) -> None:
    page.apply_breakpoint(NARROW)
    assert not page.board.chart.isVisible()
    page.apply_breakpoint(NORMAL)
    assert page.board.chart.isVisible()
    page.focus_search()
    assert page.panel.search.isVisible()
    assert page.panel.search.hasFocus()


def test_what_others_change_reaches_the_cards(qtbot: QtBot, page: TrainingPage, sitting: Sitting) -> None:
    person = next(p for p in page.facts.people if "b" not in page.facts.people[p]["tiers"])
    change = records.save(sitting, page_register("person"), person, {Person.tiers: ("a", "b")})
    page.apply_change(change)
    qtbot.waitUntil(lambda: page.cards.cards[1].covered.text() == "% 覆盖 6/7 人")
    records.void(sitting, TRAINING, page.facts.sessions[0].id, "没有开")


def page_register(key: str):  # type: ignore[no-untyped-def]
    from qmsdesk.registers.catalogue import BY_KEY

    return BY_KEY[key]
