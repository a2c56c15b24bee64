"""What points at a row of a record keeps the row and the record; what stands in a void plan settles nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.base import Row
from qmsdesk.models.project import Diagnosis, Milestone, Opinion, Plan, PlanDeviation
from qmsdesk.models.training import Training
from qmsdesk.registers.plans import DEVIATIONS, ITEMS, PLAN
from qmsdesk.registers.project import DIAGNOSIS, MILESTONE, OPINIONS
from qmsdesk.registers.training import TRAINING
from qmsdesk.services import diagnoses, plans, reading, records
from qmsdesk.services.diagnoses import Wish
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.rules_plan import opinions
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff
from tests.services.test_diagnoses import add, approve_any


@pytest.fixture
def diagnosis(sitting: Sitting) -> int:
    made = diagnoses.open_diagnosis(sitting).record
    add(sitting, made, "量具漏检", adopted="adopted")
    return made


@pytest.fixture
def written(sitting: Sitting, diagnosis: int) -> int:
    """A plan in which the opinion of the diagnosis has its item."""
    return diagnoses.write_into_plan(sitting, diagnosis, [Wish(lines(sitting, diagnosis)[0].id, "b", "建台账")])[1].id


def lines(sitting: Sitting, diagnosis: int) -> list[Row]:
    return reading.lines(sitting.db, OPINIONS, diagnosis)


def lacking(sitting: Sitting, diagnosis: int) -> tuple[list[str], list[str]]:
    """What the page and the evidence map say is missing of the opinions."""
    rows = lines(sitting, diagnosis)
    found = diagnoses.gaps(rows, diagnoses.targets(sitting.db, rows))
    verdict = opinions(Facts(sitting.db, sitting.clock.today()))
    return [gap.text for gap in found], [each.text for each in verdict.missing]


TRAINED = {Training.topic: "量具", Training.tiers: ("a",)}
NOTHING: tuple[list[str], list[str]] = ([], [])
UNSETTLED = (["采纳的意见 1 没有方案项"], ["意见 1 已采纳，方案里没有对应项"])


def test_a_plan_is_kept_by_what_points_at_its_items(sitting: Sitting, diagnosis: int, written: int) -> None:
    number = reading.rows(sitting.db, Diagnosis)[0]["number"]
    assert records.references(sitting.db, PLAN, written) == [number]
    with pytest.raises(Blocked, match="被 1 条记录引用，不能删除"):
        records.delete(sitting, PLAN, [written])
    assert lacking(sitting, diagnosis) == NOTHING
    deviation = {
        PlanDeviation.found_on: sitting.clock.today(), PlanDeviation.deviation: "晚了",
        PlanDeviation.plan_item: plans.items_of(sitting.db, written)[0].id,
    }  # fmt: skip
    records.save_line(sitting, PLAN, written, DEVIATIONS, None, deviation)
    assert records.references(sitting.db, PLAN, written) == [number]  # what is its own does not keep it


def test_an_opinion_is_not_settled_by_a_void_plan(sitting: Sitting, diagnosis: int, written: int) -> None:
    records.void(sitting, PLAN, written, "重做")
    assert lacking(sitting, diagnosis) == UNSETTLED
    assert plans.newest(sitting.db, lines(sitting, diagnosis)[0].of(Opinion.plan_item)) is None
    again = diagnoses.write_into_plan(sitting, diagnosis, [Wish(lines(sitting, diagnosis)[0].id, "b", "建台账")])[1]
    assert again.id != written
    assert lacking(sitting, diagnosis) == NOTHING


def test_a_later_version_settles_for_one_that_is_void(
    sitting: Sitting, staff: Staff, diagnosis: int, written: int
) -> None:
    approve_any(sitting, written)
    plans.revise(sitting, written, "原因")
    records.void(sitting, PLAN, written, "登记错误")
    assert lacking(sitting, diagnosis) == NOTHING


def test_a_plan_deleted_in_an_earlier_edition_settles_nothing(sitting: Sitting, diagnosis: int, written: int) -> None:
    with sitting.db.atomic():
        Plan.update({Plan.deleted_at: "2026-01-01T00:00:00"}).where(Plan.id == written).execute(sitting.db)
    assert lacking(sitting, diagnosis) == UNSETTLED


def test_a_new_link_leads_to_a_row_whose_record_stands(sitting: Sitting, diagnosis: int, written: int) -> None:
    item = plans.items_of(sitting.db, written)[0].id
    kept = lines(sitting, diagnosis)[0].id
    other = add(sitting, diagnosis, "另一条", adopted="adopted")
    records.void(sitting, PLAN, written, "重做")
    with pytest.raises(records.Invalid, match="方案项指向的“认证提升方案”已作废"):
        records.save_line(sitting, DIAGNOSIS, diagnosis, OPINIONS, other, {Opinion.plan_item: item})
    with pytest.raises(records.Invalid, match="已作废"):
        records.save(sitting, TRAINING, None, {**TRAINED, Training.plan_item: item})
    values = {Opinion.plan_item: item, Opinion.result: "已建"}
    assert records.save_line(sitting, DIAGNOSIS, diagnosis, OPINIONS, kept, values)[0].what == "edit"


def test_what_points_into_the_recycle_bin_waits_for_its_record(sitting: Sitting, written: int) -> None:
    item = plans.items_of(sitting.db, written)[0].id
    training = records.save(sitting, TRAINING, None, {**TRAINED, Training.plan_item: item}).record
    records.delete(sitting, TRAINING, [training])
    for line in reading.rows(sitting.db, Opinion):
        records.save_line(sitting, DIAGNOSIS, line.of(Opinion.diagnosis), OPINIONS, line.id, {Opinion.plan_item: None})
    records.delete(sitting, PLAN, [written])
    with pytest.raises(Blocked, match="它指向的“认证提升方案”也在回收站里"):
        records.restore(sitting, TRAINING, training)


def test_a_row_is_kept_by_what_points_at_it(sitting: Sitting, diagnosis: int, written: int) -> None:
    item = plans.items_of(sitting.db, written)[0].id
    training = records.save(sitting, TRAINING, None, {**TRAINED, Training.plan_item: item}).record
    names = [reading.rows(sitting.db, model)[0]["number"] for model in (Training, Diagnosis)]
    with pytest.raises(Blocked, match="不能删除") as shut:
        records.delete_line(sitting, PLAN, written, ITEMS, item)
    assert sorted(shut.value.missing) == sorted(names)
    records.delete(sitting, TRAINING, [training])
    with pytest.raises(Blocked) as shut:
        records.delete_line(sitting, PLAN, written, ITEMS, item)
    assert f"{names[0]}（在回收站里）" in shut.value.missing
    assert len(plans.items_of(sitting.db, written)) == 1


def test_a_task_without_a_round_is_one_of_the_first(sitting: Sitting) -> None:
    values = {Milestone.stage: "d", Milestone.task: "访谈"}
    records.save(sitting, MILESTONE, None, {**values, Milestone.round: "2027"})
    first = records.save(sitting, MILESTONE, None, {**values, Milestone.planned_on: dt.date(2026, 2, 2)}).record
    number = next(row["number"] for row in reading.rows(sitting.db, Milestone) if row.id == first)
    with pytest.raises(records.Invalid, match=f"已有相同轮次、环节、任务的记录（{number}）"):
        records.save(sitting, MILESTONE, None, values)
