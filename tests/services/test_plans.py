"""提升方案 over its versions: revising, comparing, superseding, what it lacks."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.project import Plan, PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK, ITEMS, PLAN, TALKS
from qmsdesk.services import history, plans, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, stored
from tests.services.test_diagnoses import approve_any


def item(sitting: Sitting, plan: int, measure: str, **values: object) -> int:
    named = {getattr(PlanItem, key): value for key, value in values.items()}
    given = {PlanItem.pain: f"痛点{measure}", PlanItem.measure: measure, **named}
    return records.save_line(sitting, PLAN, plan, ITEMS, None, given)[1]


def measures(sitting: Sitting, plan: int) -> list[str]:
    return [row.of(PlanItem.measure) for row in plans.items_of(sitting.db, plan)]


@pytest.fixture
def approved(sitting: Sitting, staff: Staff) -> int:
    plan = plans.open_new(sitting).record
    item(sitting, plan, "甲", part="b", resource="一人")
    item(sitting, plan, "乙", part="c")
    talk = {PlanTalk.held_on: sitting.clock.today(), PlanTalk.topic: "可行"}
    records.save_line(sitting, PLAN, plan, TALKS, None, talk)
    said = {PlanFeedback.given_on: sitting.clock.today(), PlanFeedback.text: "同意", PlanFeedback.adopted: "adopted"}
    records.save_line(sitting, PLAN, plan, FEEDBACK, None, said)
    approve_any(sitting, plan)
    return plan


def whole(sitting: Sitting, plan: int) -> tuple[Row, dict[str, list[Row]]]:
    return stored(sitting, Plan, plan), {spec.key: reading.lines(sitting.db, spec, plan) for spec in PLAN.lines}


def test_a_new_version_has_all_items_and_leaves_the_old_one_untouched(sitting: Sitting, approved: int) -> None:
    before, steps = whole(sitting, approved), len(sitting.done)
    made = plans.revise(sitting, approved, " 顾客要求变了 ").record
    assert whole(sitting, approved) == before
    row, lines = whole(sitting, made)
    assert (row["status"], row.of(Plan.version), row.of(Plan.change_reason)) == ("draft", 2, "顾客要求变了")
    assert row.of(Plan.approved_on) is None
    old = before[1][ITEMS.key]
    assert [new.of(PlanItem.copied_from) for new in lines[ITEMS.key]] == [each.id for each in old]
    for new, each in zip(lines[ITEMS.key], old, strict=True):
        assert {f.name: new.of(f) for f in ITEMS.fields} == {f.name: each.of(f) for f in ITEMS.fields}
    assert lines[TALKS.key] == lines[FEEDBACK.key] == lines[DEVIATIONS.key] == []
    assert len(sitting.done) == steps + 1
    records.undo(sitting)
    assert [each.id for each in reading.rows(sitting.db, Plan)] == [approved]


def test_only_a_plan_in_force_is_revised_and_only_once(sitting: Sitting, approved: int) -> None:
    with pytest.raises(Blocked) as shut:
        plans.revise(sitting, approved, " ")
    assert shut.value.missing == ("更改原因",)
    made = plans.revise(sitting, approved, "原因").record
    for plan in (approved, made):
        with pytest.raises(Refused, match="还没有批准"):
            plans.revise(sitting, plan, "原因")
    approve_any(sitting, made)
    with pytest.raises(Refused, match="已被替代"):
        plans.revise(sitting, approved, "原因")
    with pytest.raises(Refused, match="不存在"):
        plans.revise(sitting, 999, "原因")
    third = plans.revise(sitting, made, "原因").record
    assert [row.id for row in plans.versions(sitting.db, approved)] == [approved, made, third]


def test_approving_a_version_supersedes_the_one_before_in_the_same_batch(sitting: Sitting, approved: int) -> None:
    made = plans.revise(sitting, approved, "原因").record
    first = plans.items_of(sitting.db, approved)[0]
    done = {PlanItem.done_on: sitting.clock.today(), PlanItem.result: "已建"}
    records.save_line(sitting, PLAN, approved, ITEMS, first.id, done)  # while the new version is drafted
    records.save(sitting, PLAN, made, {Plan.title: "方案改名"})
    approve_any(sitting, made)
    assert stored(sitting, Plan, approved)["status"] == "superseded"
    entries = [
        e for e in history.entries(sitting.db)
        if e.verb in {"approve", "edit"} and e.register == "plan" and e.record in {made, approved}
    ]  # fmt: skip
    assert entries[-1].batch == entries[-2].batch
    assert {entries[-1].record, entries[-2].record} == {made, approved}
    assert [i.of(PlanItem.result) for i in plans.items_of(sitting.db, made)] == ["已建", ""]
    assert [row.id for row in plans.versions(sitting.db, made)] == [approved, made]  # though the title differs
    latest = plans.latest(sitting.db)
    assert latest is not None
    assert latest.id == made


def test_nothing_stays_open_in_a_version_that_was_replaced(sitting: Sitting, approved: int) -> None:
    approve_any(sitting, plans.revise(sitting, approved, "原因").record)
    first = plans.items_of(sitting.db, approved)[0]
    with pytest.raises(Blocked, match="已被新版替代"):
        records.save_line(sitting, PLAN, approved, ITEMS, first.id, {PlanItem.result: "补记"})
    late = {PlanDeviation.found_on: sitting.clock.today(), PlanDeviation.deviation: "补记"}
    with pytest.raises(Blocked, match="已被新版替代"):
        records.save_line(sitting, PLAN, approved, DEVIATIONS, None, late)


def test_another_plan_stays_in_force(sitting: Sitting, approved: int) -> None:
    other = plans.open_new(sitting).record
    item(sitting, other, "别的")
    approve_any(sitting, other)
    assert stored(sitting, Plan, approved)["status"] == "approved"
    assert [row.id for row in plans.versions(sitting.db, other)] == [other]


def test_versions_are_compared_item_by_item(sitting: Sitting, approved: int) -> None:
    made = plans.revise(sitting, approved, "原因").record
    first, second = plans.items_of(sitting.db, made)
    later = sitting.clock.today() + dt.timedelta(30)
    records.save_line(sitting, PLAN, made, ITEMS, first.id, {PlanItem.due_on: later, PlanItem.result: "快好了"})
    records.delete_line(sitting, PLAN, made, ITEMS, second.id)
    item(sitting, made, "丙", part="e")
    found = plans.compare(sitting.db, approved, made)
    assert [(one.kind, one.fields) for one in found] == [
        ("changed", (PlanItem.due_on,)), ("added", ()), ("removed", ()),
    ]  # fmt: skip
    assert found[2].old is not None
    assert found[2].old.of(PlanItem.measure) == "乙"
    assert {one.kind for one in plans.compare(sitting.db, approved, approved)} == {"same"}


def test_items_typed_again_are_matched_by_pain_and_measure(sitting: Sitting, approved: int) -> None:
    typed = records.save(sitting, PLAN, None, {Plan.title: "认证提升方案", Plan.version: 2}).record
    item(sitting, typed, "甲", part="b", resource="两人")
    kinds = [(one.kind, one.fields) for one in plans.compare(sitting.db, approved, typed)]
    assert kinds == [("changed", (PlanItem.resource, PlanItem.owner, PlanItem.due_on)), ("removed", ())]


def test_a_void_indicator_is_not_carried_over(sitting: Sitting, approved: int) -> None:
    values = {Indicator.category: "customers", Indicator.name: "满意度"}
    aim = records.save(sitting, INDICATOR, None, values).record
    made = plans.revise(sitting, approved, "原因").record
    first = plans.items_of(sitting.db, made)[0]
    records.save_line(sitting, PLAN, made, ITEMS, first.id, {PlanItem.indicator: aim})
    approve_any(sitting, made)
    records.void(sitting, INDICATOR, aim, "不用了")
    third = plans.revise(sitting, made, "再改").record
    assert plans.items_of(sitting.db, third)[0].of(PlanItem.indicator) is None


def test_what_is_followed_stays_open_under_the_approval(sitting: Sitting, approved: int) -> None:
    first = plans.items_of(sitting.db, approved)[0]
    records.save_line(sitting, PLAN, approved, ITEMS, first.id, {PlanItem.result: "建账"})
    deviation = {PlanDeviation.found_on: sitting.clock.today(), PlanDeviation.deviation: "拖期"}
    records.save_line(sitting, PLAN, approved, DEVIATIONS, None, deviation)
    for values in ({PlanItem.measure: "改"}, {PlanItem.due_on: None}):
        with pytest.raises(Blocked, match="修改须出新版"):
            records.save_line(sitting, PLAN, approved, ITEMS, first.id, values)
    with pytest.raises(Blocked):
        records.save_line(sitting, PLAN, approved, TALKS, None, {PlanTalk.held_on: sitting.clock.today()})


def test_a_deviation_gives_the_reason_of_the_new_version(sitting: Sitting, approved: int) -> None:
    values = {PlanDeviation.found_on: sitting.clock.today(), PlanDeviation.deviation: "目标偏低"}
    line = records.save_line(sitting, PLAN, approved, DEVIATIONS, None, values)[1]
    assert plans.reason_from(stored(sitting, PlanDeviation, line)) == "2026-10-15 发现偏差：目标偏低"
    records.save_line(sitting, PLAN, approved, DEVIATIONS, line, {PlanDeviation.adjustment: "提" * 300})
    reason = plans.reason_from(stored(sitting, PlanDeviation, line))
    assert len(reason) == 200
    assert stored(sitting, Plan, plans.revise(sitting, approved, reason).record).of(Plan.change_reason) == reason


def test_gaps_name_parts_people_answers_and_what_is_late(sitting: Sitting, approved: int) -> None:
    plan = plans.open_new(sitting).record
    lines = {spec.key: reading.lines(sitting.db, spec, plan) for spec in PLAN.lines}
    today = sitting.clock.today()
    assert [gap.part for gap in plans.gaps(lines, "draft", today)] == list("abcdefg")
    item(sitting, plan, "甲", part="a")
    lines = {spec.key: reading.lines(sitting.db, spec, plan) for spec in PLAN.lines}
    said = [gap.text for gap in plans.gaps(lines, "consulting", today) if not gap.part]
    assert said == ["方案项 1 没有责任人", "方案项 1 没有期限", "还没有企业意见"]
    in_force = {spec.key: reading.lines(sitting.db, spec, approved) for spec in PLAN.lines}
    found = plans.gaps(in_force, "approved", today + dt.timedelta(1))
    assert [gap.text for gap in found if not gap.part] == ["研讨 1 没有结论", "方案项 1、2 逾期没有完成"]
    assert "d" not in [gap.part for gap in found]  # what was talked over counts
    progress = plans.progress(in_force[ITEMS.key], today + dt.timedelta(1))
    assert (progress.words, progress.late_words) == ("已完成 0/2 项", "逾期 2 项")


def test_the_aims_of_an_indicator_are_told(sitting: Sitting) -> None:
    values = {Indicator.category: "customers", Indicator.name: "满意度", Indicator.unit: "%"}
    aim = records.save(sitting, INDICATOR, None, values).record
    figures = {IndicatorRound.name: "2026", IndicatorRound.before: "85", IndicatorRound.target: "90"}
    records.save_line(sitting, INDICATOR, aim, ROUNDS, None, figures)
    bare = records.save(sitting, INDICATOR, None, {**values, Indicator.name: "投诉"}).record
    assert plans.aims(sitting.db) == {aim: "提升前 85%　提升目标 90%", bare: "提升前 —　提升目标 —"}


def test_the_gate_of_a_second_version_asks_for_its_reason(sitting: Sitting, approved: int) -> None:
    made = plans.revise(sitting, approved, "原因").record
    records.save(sitting, PLAN, made, {Plan.change_reason: ""})
    consult, approve = PLAN.workflow.verbs[:2]
    workflow.run(sitting, PLAN, made, consult)
    assert workflow.gate(sitting, PLAN, made, approve).missing[-1] == "更改原因"
    assert stored(sitting, Plan, approved)["status"] == "approved"


def test_an_item_has_one_state_by_its_day_and_its_plan(sitting: Sitting, approved: int) -> None:
    today = sitting.clock.today()
    second = plans.items_of(sitting.db, approved)[1]
    records.save_line(sitting, PLAN, approved, ITEMS, second.id, {PlanItem.done_on: today})
    drafted = plans.open_new(sitting).record
    item(sitting, drafted, "丙", part="b")
    item(sitting, drafted, "丁", part="b", due_on=today - dt.timedelta(days=20))

    def states(plan: int) -> list[str]:
        row = stored(sitting, Plan, plan)
        return [plans.state(each, row, today) for each in plans.items_of(sitting.db, plan)]

    assert states(approved) == ["进行中", "已完成"]
    assert states(drafted) == ["未开始", "逾期 20 天"]
    first = plans.items_of(sitting.db, approved)[0]
    assert plans.state(first, Row({**stored(sitting, Plan, approved), "status": "superseded"}), today) == "已被替代"
