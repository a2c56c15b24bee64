"""The page of the plan: items by parts, gates with their places, versions, deviations, what stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.project import Plan, PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK, ITEMS, PLAN, TALKS
from qmsdesk.services import plans, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW, NORMAL
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.views.plan.conftest import TODAY, Make

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def items(page: Any) -> list[Row]:
    return plans.items_of(page.sitting.db, page.visit.record)


def links(page: Any) -> list[str]:
    return [made.text() for made in page.body.gaps.links]


def heads(page: Any) -> list[str]:
    model = page.body.item.tree.model()
    return [str(model.index(place, 0).data())[:1] for place in range(model.rowCount())]


def add(sitting: Sitting, plan: int, measure: str, **values: object) -> int:
    named = {getattr(PlanItem, key): value for key, value in values.items()}
    given = {PlanItem.pain: f"pain {measure}", PlanItem.measure: measure, **named}
    return records.save_line(sitting, PLAN, plan, ITEMS, None, given)[1]


@pytest.fixture
def draft(sitting: Sitting, people: list[int]) -> int:
    made = plans.open_new(sitting).record
    add(sitting, made, "one", part="b", owner=people[0], due_on=TODAY)
    add(sitting, made, "two", part="a", owner=people[1], due_on=TODAY.replace(day=1))
    return made


@pytest.fixture
def approved(sitting: Sitting, people: list[int], draft: int) -> int:
    records.save(sitting, PLAN, draft, {Plan.author: "示例", Plan.approver: people[0], Plan.approved_on: TODAY})
    for verb in PLAN.workflow.verbs[:2]:
        workflow.run(sitting, PLAN, draft, verb)
    return draft


def test_a_plan_is_begun_and_its_empty_parts_are_filled_by_keyboard(
    sitting: Sitting, plan_page: Make, qtbot: QtBot
) -> None:
    made = plan_page(sitting)
    page = made.page
    assert page.body.currentIndex() == 1
    page.body.new_button.click()
    assert page.body.currentIndex() == 0
    assert heads(page) == list("abcdefg")  # h) only where there is something
    assert len(page.body.gaps.gaps) == 7
    assert page.body.gaps.rest.text() == "另有 4 项"
    tree = page.body.item.tree
    tree.go_to_head(1)
    form = page.body.item.form
    assert form.entry.value(PlanItem.part) == "b"
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert form.editors[PlanItem.part].control.hasFocus()
    assert items(page) == []  # looking at an empty part makes nothing
    for field, text in ((PlanItem.pain, "missed gauges"), (PlanItem.measure, "keep a list")):
        form.focus_field(field)
        qtbot.keyClicks(form.editors[field].control, text)
        qtbot.keyClick(form.editors[field].control, Qt.Key.Key_Tab)
    assert [(i.of(PlanItem.part), i.of(PlanItem.measure)) for i in items(page)] == [("b", "keep a list")]
    assert len(page.body.gaps.gaps) == 8  # one part less; who and by when are wanted
    page.new_record()
    assert form.entry.is_draft
    assert form.entry.value(PlanItem.part) == "b"  # another one of the part at the cursor
    page.apply_change(records.undo(sitting))
    assert items(page) == []


def test_each_missing_thing_leads_to_its_place(
    sitting: Sitting, plan_page: Make, people: list[int], answer: Answer
) -> None:
    made = plans.open_new(sitting).record
    page = plan_page(sitting).page
    assert page.head.missing == ("方案项",)
    page.jump("方案项")
    assert page.body.item.form.entry.is_draft
    first = add(sitting, made, "one", owner=people[0])
    second = add(sitting, made, "two", due_on=TODAY)
    page.body.item.form.forget()
    page.reload()
    page.head.act.click()
    assert page.visit.row["status"] == "consulting"
    said = {PlanFeedback.given_on: TODAY, PlanFeedback.text: "太紧"}
    records.save_line(sitting, PLAN, made, FEEDBACK, None, said)
    page.reload()
    assert page.head.missing == (
        "编制人", "批准人", "批准日期", "方案项 2 的责任人", "方案项 1 的期限", "企业意见 1 的采纳情况",
    )  # fmt: skip
    page.jump("方案项 2 的责任人")
    assert page.body.item.line() == second
    assert page.body.item.form.editors[PlanItem.owner].control.hasFocus()
    page.body.item.form.put(PlanItem.owner, people[0])
    page.jump("方案项 1 的期限")
    assert page.body.item.line() == first
    page.body.item.form.put(PlanItem.due_on, TODAY)
    page.jump("企业意见 1 的采纳情况")
    assert page.body.parts.value() == FEEDBACK.key
    page.body.panes[FEEDBACK.key].form.put(PlanFeedback.adopted, "rejected")
    seen = answer(lambda dialog: dialog.reject())
    page.jump("编制人")
    assert seen
    values = {Plan.author: "示例", Plan.approver: people[0], Plan.approved_on: TODAY}
    records.save(sitting, PLAN, made, values)
    page.reload()
    assert page.head.missing == ()
    page.head.act.click()
    assert page.visit.row["status"] == "approved"


def test_a_plan_out_for_opinions_goes_back_with_a_reason(
    sitting: Sitting, draft: int, plan_page: Make, answer: Answer
) -> None:
    page = plan_page(sitting).page
    assert not page.back.isVisibleTo(page)
    page.head.act.click()
    assert page.back.isVisibleTo(page)

    def say(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        assert dialog._reason is not None
        dialog._reason.setText("期限太紧")
        dialog.accept()

    answer(say)
    page.back.click()
    assert page.visit.row["status"] == "draft"


def test_approved_only_what_is_followed_can_be_typed(sitting: Sitting, approved: int, plan_page: Make) -> None:
    page = plan_page(sitting).page
    form = page.body.item.form
    opened = {f.name for f, editor in form.editors.items() if editor.is_open()}
    assert opened == {PlanItem.result.name, PlanItem.done_on.name}
    assert not page.body.item.add_button.isVisibleTo(page)
    form.put(PlanItem.result, "已建台账")
    assert [i.of(PlanItem.result) for i in items(page)].count("已建台账") == 1
    page.body.bring(TALKS.key)
    assert page.body.panes[TALKS.key].form.entry is None
    page.body.bring(DEVIATIONS.key)
    pane = page.body.panes[DEVIATIONS.key]
    pane.begin()
    pane.form.put(PlanDeviation.found_on, TODAY)
    pane.form.put(PlanDeviation.deviation, "拖期")
    assert links(page) == [
        "缺 c) 评价节点、提升目标及项目结束时的评价方法", "缺 d) 方案、制度、流程等实施内容的可行性研讨",
        "缺 e) 与制度、流程和其他措施相适应的培训活动",
    ]  # fmt: skip
    assert [gap.text for gap in page.body.gaps.gaps][-3:] == [
        "方案项 2 逾期没有完成", "偏差 1 没有原因", "偏差 1 没有调整",
    ]  # fmt: skip
    menu = page.body.gaps.rest_menu()
    next(act for act in menu.actions() if act.text() == "偏差 1 没有原因").trigger()
    assert pane.form.editors[PlanDeviation.cause].control.hasFocus()
    assert page.status.totals == "逾期 1 项"
    assert page.body.facts.facts[-1].more.text() == "逾期 1 项"


def test_a_deviation_leads_to_a_new_version_that_supersedes(
    sitting: Sitting, approved: int, plan_page: Make, people: list[int]
) -> None:
    values = {PlanDeviation.found_on: TODAY, PlanDeviation.deviation: "目标偏低"}
    records.save_line(sitting, PLAN, approved, DEVIATIONS, None, values)
    page = plan_page(sitting).page
    page.body.bring(DEVIATIONS.key)
    assert page.body.revise_button.isVisibleTo(page)
    page.body.revise_button.click()
    second = page.visit.record
    assert (page.visit.row["status"], page.visit.row.of(Plan.version)) == ("draft", 2)
    assert page.visit.row.of(Plan.change_reason) == "2026-03-12 发现偏差：目标偏低"
    assert page.body.parts.value() == ITEMS.key
    assert not page.again.isVisibleTo(page)
    page.body.item.form.put(PlanItem.measure, "做得更细")
    page.body.bring("compare")
    assert page.body.compare.summary.text().startswith("对照：新增 0 项，取消 0 项，修改 1 项，未变 1 项。")
    model = page.body.compare.tree.model()
    assert [str(model.index(0, column).data()) for column in (0, 3, 4, 5)] == ["修改", "措施", "two", "做得更细"]
    records.save(sitting, PLAN, second, {Plan.approver: people[0], Plan.approved_on: TODAY})
    page.reload()
    page.head.act.click()
    page.head.act.click()
    assert page.visit.row["status"] == "approved"
    page.show_target(approved)
    assert page.head.pill.accessibleName() == "已被替代"
    assert page.body.note.text() == "已被新版替代，只能查看"
    assert not any(editor.is_open() for editor in page.body.item.form.editors.values())
    assert page.body.facts.facts[-1].more.text() == ""
    assert [row["number"] for row in page.rows()] == ["FA-02", "FA-01"]


def test_a_new_version_asks_for_its_reason_and_undo_takes_it_back(
    sitting: Sitting, approved: int, plan_page: Make, answer: Answer
) -> None:
    page = plan_page(sitting).page
    answer(lambda dialog: dialog.reject())
    page.again.click()
    assert page.visit.record == approved

    def say(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        assert dialog._reason is not None
        dialog._reason.setText("顾客要求变了")
        dialog.accept()

    answer(say)
    page.again.click()
    assert page.visit.record != approved
    page.apply_change(records.undo(sitting))
    assert page.visit.record == approved


def test_the_indicator_says_where_it_stands_and_a_new_one_is_made_in_place(
    sitting: Sitting, draft: int, plan_page: Make, answer: Answer
) -> None:
    values = {Indicator.category: "customers", Indicator.name: "满意度", Indicator.unit: "%"}
    aim = records.save(sitting, INDICATOR, None, values).record
    figures = {IndicatorRound.name: "2026", IndicatorRound.before: "85", IndicatorRound.target: "90"}
    records.save_line(sitting, INDICATOR, aim, ROUNDS, None, figures)
    page = plan_page(sitting).page
    form = page.body.item.form
    form.put(PlanItem.indicator, aim)
    assert form.rows[PlanItem.indicator]._note_text.text() == "提升前 85%　提升目标 90%"
    page.body.item.begin()
    assert form.rows[PlanItem.indicator]._note_text.text() == ""
    page.body.item.go(items(page)[1].id)

    def fill(dialog: Any) -> None:
        box = dialog._editors[Indicator.category].box
        box.setCurrentIndex(box.findData("purchasing"))
        dialog.accept()

    answer(fill)
    form.wanted.emit(PlanItem.indicator, "来料合格率")
    made = next(row for row in reading.rows(sitting.db, Indicator) if row.of(Indicator.name) == "来料合格率")
    assert items(page)[1].of(PlanItem.indicator) == made.id
    assert form.rows[PlanItem.indicator]._note_text.text() == "提升前 —　提升目标 —"


def test_rows_of_every_kind_are_added_and_removed(sitting: Sitting, draft: int, plan_page: Make) -> None:
    page = plan_page(sitting).page
    for spec, values in (
        (TALKS, {PlanTalk.held_on: TODAY, PlanTalk.topic: "可行"}),
        (FEEDBACK, {PlanFeedback.given_on: TODAY, PlanFeedback.text: "同意"}),
    ):
        page.body.bring(spec.key)
        page.new_record()
        for field, value in values.items():
            page.body.panes[spec.key].form.put(field, value)
        made = reading.lines(sitting.db, spec, draft)
        assert len(made) == 1
        assert page.body.parts.button(spec.key).text() == f"{spec.title} 1"
        page.remove(spec, page.body.panes[spec.key], made[0].id)
        assert reading.lines(sitting.db, spec, draft) == []
    first, second = (item.id for item in items(page))
    page.move_line(ITEMS, second, -1)
    assert [item.id for item in items(page)] == [second, first]


def test_targets_sizes_and_prints(sitting: Sitting, approved: int, plan_page: Make, qtbot: QtBot) -> None:
    made = plan_page(sitting)
    page = made.page
    second = items(page)[1].id
    page.body.bring("compare")
    page.show_target((approved, second))
    assert page.body.item.line() == second
    assert page.chain_start() == ("plan", approved, "plan_item", second)
    page.body.bring("compare")
    assert page.chain_start() == ("plan", approved, "", 0)
    assert page.body.compare.summary.text().startswith("只有一版")
    for size in (COMPACT, NARROW, NORMAL):
        page.apply_breakpoint(size)
        assert page.body.item.tree.isColumnHidden(5) == size.compact
    page.print_page()
    qtbot.waitUntil(lambda: bool(made.prints), timeout=20_000)
    assert made.prints[0][0] == "认证提升方案 FM-6.6"


def test_a_row_that_is_begun_is_not_dropped_for_another(sitting: Sitting, draft: int, plan_page: Make) -> None:
    page = plan_page(sitting).page
    page.body.bring(TALKS.key)
    pane = page.body.panes[TALKS.key]
    page.new_record()
    pane.form.put(PlanTalk.held_on, None)
    pane.form.put(PlanTalk.topic, "可行性")
    assert not pane.begin()
    assert pane.form.entry.value(PlanTalk.topic) == "可行性"
    assert pane.form.editors[PlanTalk.held_on].control.hasFocus()
    assert "没有保存" in pane.form.rows[PlanTalk.held_on].error()
    next(made for made in page.body.gaps.links if made.text().startswith("缺 c)")).click()
    part = page.body.item.form
    part.put(PlanItem.pain, "missed gauges")
    page.new_record()
    next(made for made in page.body.gaps.links if made.text().startswith("缺 c)")).click()
    assert part.entry.value(PlanItem.pain) == "missed gauges"
    assert pane.form.entry.value(PlanTalk.topic) == "可行性"
    pane.form.put(PlanTalk.held_on, TODAY)
    assert [row.of(PlanTalk.topic) for row in reading.lines(sitting.db, TALKS, draft)] == ["可行性"]
    assert pane.begin()


def test_versions_are_compared_from_the_lower_to_the_higher(
    sitting: Sitting, approved: int, plan_page: Make, people: list[int]
) -> None:
    second = plans.revise(sitting, approved, "顾客要求变了").record
    records.save_line(
        sitting, PLAN, second, ITEMS, plans.items_of(sitting.db, second)[0].id, {PlanItem.measure: "做得更细"}
    )
    page = plan_page(sitting).page
    compare = page.body.compare
    page.show_target(approved)
    page.body.bring("compare")
    assert compare.box.currentData() == second
    assert compare.summary.text() == "对照：新增 0 项，取消 0 项，修改 1 项，未变 1 项。更改原因：顾客要求变了"
    model = compare.tree.model()
    assert [str(model.index(0, column).data()) for column in (4, 5)] == ["one", "做得更细"]
    page.show_target(second)
    assert compare.box.currentData() == approved
    assert [str(model.index(0, column).data()) for column in (4, 5)] == ["one", "做得更细"]
