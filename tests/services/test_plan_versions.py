"""The way on when the newest version of the plan is void, and what a version takes over from the one before."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.errors import Refused
from qmsdesk.models.project import Plan, PlanItem
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.services import diagnoses, plans, records
from qmsdesk.services.diagnoses import Wish
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, stored
from tests.services.test_diagnoses import add, approve_any
from tests.services.test_plans import item, measures


@pytest.fixture
def first(sitting: Sitting, staff: Staff) -> int:
    plan = plans.open_new(sitting).record
    item(sitting, plan, "甲", part="b")
    approve_any(sitting, plan)
    return plan


@pytest.fixture
def second(sitting: Sitting, first: int) -> int:
    made = plans.revise(sitting, first, "原因").record
    approve_any(sitting, made)
    return made


def test_after_the_newest_version_is_void_the_last_that_stands_is_revised(
    sitting: Sitting, first: int, second: int
) -> None:
    assert not plans.renewable(sitting.db, stored(sitting, Plan, first))
    assert plans.renewable(sitting.db, stored(sitting, Plan, second))
    records.void(sitting, PLAN, second, "批错了")
    assert plans.in_force(sitting.db) is None
    assert plans.renewable(sitting.db, stored(sitting, Plan, first))
    assert not plans.renewable(sitting.db, stored(sitting, Plan, second))
    third = plans.revise(sitting, first, "重做").record
    assert stored(sitting, Plan, third).of(Plan.version) == 3
    assert measures(sitting, third) == ["甲"]
    with pytest.raises(Refused, match="还没有批准"):
        plans.revise(sitting, first, "再来")
    approve_any(sitting, third)
    assert [row.id for row in plans.versions(sitting.db, first)] == [first, third]
    found = plans.in_force(sitting.db)
    assert found is not None
    assert found.id == third


def test_only_the_last_of_several_that_stand_is_revised(sitting: Sitting, first: int, second: int) -> None:
    third = plans.revise(sitting, second, "原因").record
    approve_any(sitting, third)
    records.void(sitting, PLAN, third, "批错了")
    with pytest.raises(Refused, match="第 1 版已被替代"):
        plans.revise(sitting, first, "重做")
    assert stored(sitting, Plan, plans.revise(sitting, second, "重做").record).of(Plan.version) == 4


def test_opinions_go_on_from_the_last_version_that_stands(sitting: Sitting, first: int, second: int) -> None:
    records.void(sitting, PLAN, second, "批错了")
    made = diagnoses.open_diagnosis(sitting).record
    line = add(sitting, made, "量具漏检", adopted="adopted")
    plan = diagnoses.write_into_plan(sitting, made, [Wish(line, "b", "建台账")])[1]
    assert (plan.of(Plan.title), plan.of(Plan.version)) == (stored(sitting, Plan, first).of(Plan.title), 3)
    assert measures(sitting, plan.id) == ["甲", "建台账"]


@pytest.mark.parametrize(
    ("before", "there", "here", "taken"),
    [
        ("过半", ("做完", True), {}, ("做完", True)),  # finished there: both go together
        ("过半", ("", True), {}, ("过半", True)),
        ("过半", ("快完", False), {}, ("过半", False)),  # which is later, nothing tells
        ("", ("快完", False), {}, ("快完", False)),
        ("", ("做完", True), {PlanItem.result: "另记", PlanItem.done_on: dt.date(2026, 10, 1)}, ("另记", True)),
    ],
)
def test_what_was_done_while_a_version_was_drafted_counts_in_it(
    sitting: Sitting,
    first: int,
    before: str,
    there: tuple[str, bool],
    here: dict[object, object],
    taken: tuple[str, bool],
) -> None:
    old = plans.items_of(sitting.db, first)[0].id
    if before:
        records.save_line(sitting, PLAN, first, ITEMS, old, {PlanItem.result: before})
    made = plans.revise(sitting, first, "原因").record
    day = sitting.clock.today() if there[1] else None
    records.save_line(sitting, PLAN, first, ITEMS, old, {PlanItem.result: there[0], PlanItem.done_on: day})
    records.save_line(sitting, PLAN, made, ITEMS, plans.items_of(sitting.db, made)[0].id, here)
    approve_any(sitting, made)
    row = plans.items_of(sitting.db, made)[0]
    assert (row.of(PlanItem.result), row.of(PlanItem.done_on) is not None) == taken


def test_nothing_is_late_in_a_version_that_was_replaced(sitting: Sitting, first: int, second: int) -> None:
    later = sitting.clock.today() + dt.timedelta(400)
    for plan, late in ((first, ""), (second, "逾期 1 项")):
        row = stored(sitting, Plan, plan)
        found = plans.progress(plans.items_of(sitting.db, plan), later, row["status"])
        assert (found.words, found.late_words) == ("已完成 0/1 项", late)
