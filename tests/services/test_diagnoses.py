"""质量诊断: opinions out of weak survey items, written into the plan in one step, what they lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.base import Row
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanItem, Survey, SurveyFinding
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.registers.project import DIAGNOSIS, FINDINGS, OPINIONS, SURVEY
from qmsdesk.services import diagnoses, ordering, plans, reading, records, workflow
from qmsdesk.services.diagnoses import Wish
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import stored


@pytest.fixture
def surveyed(sitting: Sitting) -> int:
    survey = records.save(sitting, SURVEY, None, {Survey.surveyed_on: dt.date(2026, 9, 1)}).record
    found = (("3.3", "weak", "漏检两件"), ("1.1", "good", ""), ("2.1", "absent", ""), ("3.2", "fair", "普通"))
    for item, state, note in found:
        values = {SurveyFinding.item: item, SurveyFinding.state: state, SurveyFinding.note: note}
        records.save_line(sitting, SURVEY, survey, FINDINGS, None, values)
    return survey


def opinions(sitting: Sitting, diagnosis: int) -> Sequence[Row]:
    return reading.lines(sitting.db, OPINIONS, diagnosis)


def add(sitting: Sitting, diagnosis: int, text: str, **values: object) -> int:
    named = {getattr(Opinion, key): value for key, value in values.items()}
    return records.save_line(sitting, DIAGNOSIS, diagnosis, OPINIONS, None, {Opinion.text: text, **named})[1]


def test_a_new_report_stands_on_the_last_survey(sitting: Sitting, surveyed: int) -> None:
    first = stored(sitting, Diagnosis, diagnoses.open_diagnosis(sitting).record)
    assert first.of(Diagnosis.survey) == surveyed
    assert first.of(Diagnosis.diagnosed_on) == sitting.clock.today()
    second = stored(sitting, Diagnosis, diagnoses.open_diagnosis(sitting).record)
    assert second.of(Diagnosis.title) == "认证提升企业质量诊断报告（第2次）"


def test_weak_and_absent_items_become_opinions_once_in_the_order_of_the_annex(sitting: Sitting, surveyed: int) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    change, count = diagnoses.take_over(sitting, made)
    assert count == 2
    assert [(row.of(Opinion.item), row.of(Opinion.category)) for row in opinions(sitting, made)] == [
        ("2.1", "strategy"), ("3.3", "resources"),
    ]  # fmt: skip
    assert opinions(sitting, made)[1].of(Opinion.text).endswith("：薄弱，漏检两件")
    assert ("diagnosis", made) in change.records
    with pytest.raises(Refused, match="没有可以带入"):
        diagnoses.take_over(sitting, made)
    records.undo(sitting)
    assert opinions(sitting, made) == []
    add(sitting, made, "量具漏检", item="3.3")
    assert diagnoses.take_over(sitting, made)[1] == 1


def test_without_a_survey_nothing_is_taken_over(sitting: Sitting) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    with pytest.raises(Refused) as told:
        diagnoses.take_over(sitting, made)
    assert told.value.hint == "先选定依据的调研。"


def test_a_signed_report_takes_no_opinions_but_is_still_written_into_the_plan(
    sitting: Sitting, surveyed: int, evidence: object
) -> None:
    from qmsdesk.services import attachments

    made = diagnoses.open_diagnosis(sitting).record
    line = add(sitting, made, "量具漏检", adopted="adopted")
    add(sitting, made, "点检流于形式", adopted="rejected", reason="已改")
    values = {Diagnosis.diagnosers: "示例", Diagnosis.summary: "结论", Diagnosis.representative: "示例乙"}
    records.save(sitting, DIAGNOSIS, made, {**values, Diagnosis.confirmed_on: sitting.clock.today()})
    confirm, sign = DIAGNOSIS.workflow.verbs
    workflow.run(sitting, DIAGNOSIS, made, confirm)
    with pytest.raises(Blocked) as shut:
        workflow.run(sitting, DIAGNOSIS, made, sign)
    assert shut.value.missing == ("双方签字盖章的扫描件（附件）",)
    attachments.attach(sitting, DIAGNOSIS, made, evidence)  # type: ignore[arg-type]
    workflow.run(sitting, DIAGNOSIS, made, sign)
    with pytest.raises(Blocked, match="已签署"):
        diagnoses.take_over(sitting, made)
    _change, plan = diagnoses.write_into_plan(sitting, made, [Wish(line, "b", "建台账")])
    item = opinions(sitting, made)[0].of(Opinion.plan_item)
    assert stored(sitting, PlanItem, item).of(PlanItem.plan) == plan.id
    with pytest.raises(Blocked, match="已签署"):
        ordering.move(sitting, DIAGNOSIS, made, OPINIONS, line, 1)


def test_opinions_are_written_into_a_new_plan_in_one_step(sitting: Sitting, surveyed: int) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    long = "长" * 400
    first, second = add(sitting, made, "量具漏检", adopted="adopted"), add(sitting, made, long, adopted="adopted")
    third = add(sitting, made, "不办", adopted="rejected", reason="无关")
    steps = len(sitting.done)
    _change, plan = diagnoses.write_into_plan(
        sitting, made, [Wish(first, "b", " 建台账 "), Wish(second, "a", "写制度")]
    )
    assert (plan.of(Plan.title), plan.of(Plan.version), plan["status"]) == ("认证提升方案", 1, "draft")
    items = plans.items_of(sitting.db, plan.id)
    assert [(i.of(PlanItem.pain), i.of(PlanItem.measure), i.of(PlanItem.part)) for i in items] == [
        ("量具漏检", "建台账", "b"), ("长" * 199 + "…", "写制度", "a"),
    ]  # fmt: skip
    assert [row.of(Opinion.plan_item) for row in opinions(sitting, made)] == [items[0].id, items[1].id, None]
    assert len(sitting.done) == steps + 1
    with pytest.raises(Refused):
        diagnoses.write_into_plan(sitting, made, [Wish(first, "b", "再来")])
    with pytest.raises(Refused):
        diagnoses.write_into_plan(sitting, made, [Wish(third, "b", "再来")])
    records.undo(sitting)
    assert reading.rows(sitting.db, Plan) == []
    assert opinions(sitting, made)[0].of(Opinion.plan_item) is None


def test_a_wish_without_measure_writes_nothing(sitting: Sitting) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    add(sitting, made, "一", adopted="adopted")
    line = add(sitting, made, "二", adopted="adopted")
    with pytest.raises(Blocked) as shut:
        diagnoses.write_into_plan(sitting, made, [Wish(line, "b", " ")])
    assert shut.value.missing == ("意见 2 的措施或内容",)
    with pytest.raises(Blocked):
        diagnoses.write_into_plan(sitting, made, [Wish(line, "", "有")])
    assert reading.rows(sitting.db, Plan) == []


def test_the_open_plan_takes_them_and_a_plan_in_force_gets_a_new_version(sitting: Sitting) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    lines = [add(sitting, made, text, adopted="adopted") for text in ("一", "二")]
    plan = plans.open_new(sitting).record
    assert diagnoses.write_into_plan(sitting, made, [Wish(lines[0], "a", "做一")])[1].id == plan
    approve_any(sitting, plan)
    _change, second = diagnoses.write_into_plan(sitting, made, [Wish(lines[1], "a", "做二")])
    assert (second.id != plan, second.of(Plan.version)) == (True, 2)
    assert second.of(Plan.change_reason) == f"纳入 {stored(sitting, Diagnosis, made)['number']} 的诊断意见"
    assert [i.of(PlanItem.measure) for i in plans.items_of(sitting.db, second.id)] == ["做一", "做二"]
    led = diagnoses.targets(sitting.db, opinions(sitting, made))
    assert [led[line].plan.id for line in lines] == [second.id, second.id]
    assert opinions(sitting, made)[0].of(Opinion.plan_item) != led[lines[0]].item.id  # the link itself stays


def test_gaps_say_which_opinions_and_where_to_fill(sitting: Sitting) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    assert [gap.text for gap in diagnoses.gaps([], {})] == ["还没有诊断意见"]
    lines = [
        add(sitting, made, text, **({"adopted": adopted} if adopted else {}))
        for text, adopted in (("一", ""), ("二", "rejected"), ("三", "adopted"), ("四", "adopted"), ("五", "adopted"))
    ]
    _change, plan = diagnoses.write_into_plan(sitting, made, [Wish(lines[4], "a", "做")])
    item = plans.items_of(sitting.db, plan.id)[0]
    approve_any(sitting, plan.id)
    records.save_line(sitting, PLAN, plan.id, ITEMS, item.id, {PlanItem.done_on: sitting.clock.today()})
    rows = opinions(sitting, made)
    found = diagnoses.gaps(rows, diagnoses.targets(sitting.db, rows))
    assert [(gap.text, gap.line, gap.field) for gap in found] == [
        ("意见 1 没有采纳情况", lines[0], Opinion.adopted),
        ("意见 2 不采纳没有理由", lines[1], Opinion.reason),
        ("采纳的意见 3、4 没有方案项", lines[2], Opinion.plan_item),
        ("意见 5 的方案项已完成，没有落实结果", lines[4], Opinion.result),
    ]


def test_moving_an_opinion_is_one_step(sitting: Sitting) -> None:
    made = diagnoses.open_diagnosis(sitting).record
    lines = [add(sitting, made, text) for text in ("一", "二", "三")]
    assert ordering.move(sitting, DIAGNOSIS, made, OPINIONS, lines[2], -1) is not None
    assert [row.of(Opinion.text) for row in opinions(sitting, made)] == ["一", "三", "二"]
    assert ordering.move(sitting, DIAGNOSIS, made, OPINIONS, lines[0], -1) is None
    records.undo(sitting)
    assert [row.id for row in opinions(sitting, made)] == lines


def approve_any(sitting: Sitting, plan: int) -> None:
    """Give a plan what its gates ask for and approve it."""
    from qmsdesk.models.people import Department, Person
    from qmsdesk.registers.people import DEPARTMENT, PERSON

    people = reading.rows(sitting.db, Person)
    if not people:
        home = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
        records.save(sitting, PERSON, None, {Person.name: "示例甲", Person.department: home})
        people = reading.rows(sitting.db, Person)
    today = sitting.clock.today()
    for item in plans.items_of(sitting.db, plan):
        values = {PlanItem.owner: people[0].id, PlanItem.due_on: today}
        records.save_line(sitting, PLAN, plan, ITEMS, item.id, values)
    approver = {Plan.author: "示例", Plan.approver: people[0].id, Plan.approved_on: today}
    records.save(sitting, PLAN, plan, approver)
    for verb in PLAN.workflow.verbs[:2]:
        workflow.run(sitting, PLAN, plan, verb)
