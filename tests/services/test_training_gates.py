"""A training is planned, held, evaluated: every gate blocks with the labels of what is missing, and opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.base import AnyField
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import PERSON
from qmsdesk.registers.spec import Values, origin
from qmsdesk.registers.training import ATTENDANCE, TRAINING, passed
from qmsdesk.services import attachments, reading, records, training_acts, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff, add_document, add_revision, stored

HELD = dt.date(2026, 10, 8)
EVALUATION: Values = {
    Training.evaluated_on: dt.date(2026, 10, 12),
    Training.method: "笔试",
    Training.criterion: "合格率 85% 以上为有效",
    Training.conclusion: "effective",
}


def plan(sitting: Sitting, **more: object) -> int:
    values = {Training.topic: "质量意识", Training.tiers: ("a",), **{getattr(Training, k): v for k, v in more.items()}}
    return records.save(sitting, TRAINING, None, values).record


def attend(sitting: Sitting, training: int, person: int, **more: object) -> int:
    values = {Attendance.person: person, **{getattr(Attendance, k): v for k, v in more.items()}}
    return records.save_line(sitting, TRAINING, training, ATTENDANCE, None, values)[1]


def run(sitting: Sitting, training: int, verb: str) -> None:
    found = next(v for v in TRAINING.workflow.verbs if v.key == verb)
    workflow.run(sitting, TRAINING, training, found)


def blocked(sitting: Sitting, training: int, verb: str) -> tuple[str, ...]:
    """What the gate says is missing; nothing may have changed."""
    before = stored(sitting, Training, training)
    with pytest.raises(Blocked) as caught:
        run(sitting, training, verb)
    assert stored(sitting, Training, training) == before
    return tuple(caught.value.missing)


def edit(sitting: Sitting, training: int, values: Values) -> None:
    records.save(sitting, TRAINING, training, values)


def test_holding_needs_a_day_and_somebody_there(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting)
    assert blocked(sitting, training, "hold") == ("实施日期", "至少一人到场（签到）")
    edit(sitting, training, {Training.held_on: HELD})
    attend(sitting, training, staff.author)
    assert blocked(sitting, training, "hold") == ("至少一人到场（签到）",)
    attend(sitting, training, staff.approver, present=True)
    run(sitting, training, "hold")
    assert stored(sitting, Training, training)["status"] == "held"


def test_nothing_is_held_in_the_future(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting, held_on=DAY + dt.timedelta(days=1))
    attend(sitting, training, staff.author, present=True)
    assert blocked(sitting, training, "hold") == ("实施日期还没有到",)
    edit(sitting, training, {Training.held_on: DAY})
    run(sitting, training, "hold")


def test_evaluating_needs_day_method_criterion_conclusion_and_evaluator(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting, held_on=HELD)
    attend(sitting, training, staff.author, present=True)
    run(sitting, training, "hold")
    labels = ("评价日期", "评价方法", "评价标准", "有效性", "评价人")
    assert blocked(sitting, training, "evaluate") == labels
    edit(sitting, training, EVALUATION)
    assert blocked(sitting, training, "evaluate") == ("评价人",)
    edit(sitting, training, {Training.evaluator: staff.approver, Training.evaluated_on: HELD - dt.timedelta(days=1)})
    assert blocked(sitting, training, "evaluate") == ("评价日期早于实施日期",)
    edit(sitting, training, {Training.evaluated_on: HELD})
    run(sitting, training, "evaluate")
    assert stored(sitting, Training, training)["status"] == "evaluated"


@pytest.mark.parametrize("mend", ["made_up", "follow_up"])
def test_who_failed_makes_it_up_or_is_followed_up(sitting: Sitting, staff: Staff, mend: str) -> None:
    training = plan(sitting, held_on=HELD, pass_mark=Decimal(60))
    attend(sitting, training, staff.author, present=True, score=Decimal(82))
    failed = attend(sitting, training, staff.approver, present=True, score=Decimal("59.5"))
    run(sitting, training, "hold")
    edit(sitting, training, {**EVALUATION, Training.evaluator: staff.author})
    assert blocked(sitting, training, "evaluate") == ("不合格人员的补训日期或后续措施：示例乙",)
    if mend == "made_up":
        values = {Attendance.made_up_on: HELD + dt.timedelta(days=3)}
        records.save_line(sitting, TRAINING, training, ATTENDANCE, failed, values)
    else:
        edit(sitting, training, {Training.follow_up: "由班长一对一辅导后复测"})
    run(sitting, training, "evaluate")


def test_a_result_that_is_stated_outweighs_the_mark(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting, pass_mark=Decimal(60))
    attend(sitting, training, staff.author, score=Decimal(50), result="passed")
    attend(sitting, training, staff.approver, score=Decimal(60))
    row, lines = stored(sitting, Training, training), reading.lines(sitting.db, ATTENDANCE, training)
    assert [passed(row, line) for line in lines] == [True, True]
    records.save(sitting, TRAINING, training, {Training.pass_mark: None})
    assert [passed(stored(sitting, Training, training), line) for line in lines] == [True, None]


def test_an_evaluated_training_is_closed_for_form_and_list(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting, held_on=HELD, evaluator=staff.author, follow_up="无")
    line = attend(sitting, training, staff.author, present=True)
    run(sitting, training, "hold")
    edit(sitting, training, EVALUATION)
    run(sitting, training, "evaluate")
    for act in (
        lambda: edit(sitting, training, {Training.topic: "另一个"}),
        lambda: attend(sitting, training, staff.approver),
        lambda: records.save_line(sitting, TRAINING, training, ATTENDANCE, line, {Attendance.present: False}),
        lambda: records.delete_line(sitting, TRAINING, training, ATTENDANCE, line),
    ):
        with pytest.raises(Blocked, match="已评价"):
            act()
    edit(sitting, training, {Training.remark: "扫描件在附件里"})


@pytest.mark.parametrize("field", [Training.hours, Training.pass_mark])
def test_negative_numbers_are_refused(sitting: Sitting, field: AnyField) -> None:
    training = plan(sitting)
    with pytest.raises(records.Invalid, match="不能是负数"):
        edit(sitting, training, {field: Decimal(-1)})


def test_negative_marks_are_refused(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting)
    with pytest.raises(records.Invalid, match="成绩不能是负数"):
        attend(sitting, training, staff.author, score=Decimal(-1))


def test_a_mark_without_having_been_there_is_pointed_out(sitting: Sitting, staff: Staff) -> None:
    training = plan(sitting, held_on=HELD)
    attend(sitting, training, staff.author, present=True)
    attend(sitting, training, staff.approver, score=Decimal(80))
    assert blocked(sitting, training, "hold") == ("有人没有到场也没有补训，却有成绩",)


def test_a_make_up_session_is_noted_with_the_one_it_repeats(sitting: Sitting, staff: Staff) -> None:
    first = plan(sitting, held_on=HELD, pass_mark=Decimal(60), planned_on=HELD)
    attend(sitting, first, staff.author, present=True, score=Decimal(90))
    attend(sitting, first, staff.approver)
    third = records.save(sitting, PERSON, None, {Person.name: "示例丙", Person.department: staff.department}).record
    attend(sitting, first, third, present=True, score=Decimal(40))
    run(sitting, first, "hold")
    again = training_acts.schedule_make_up(sitting, first, planned_on=DAY).record
    row = stored(sitting, Training, again)
    assert (row["topic"], row["status"], row["planned_on"]) == ("质量意识（补训）", "planned", DAY)
    assert [r["person"] for r in reading.lines(sitting.db, ATTENDANCE, again)] == [staff.approver, third]
    training_acts.all_present(sitting, again)
    edit(sitting, again, {Training.held_on: DAY})
    run(sitting, again, "hold")
    days = [r["made_up_on"] for r in reading.lines(sitting.db, ATTENDANCE, first)]
    assert days == [None, DAY, DAY]
    edit(sitting, first, {**EVALUATION, Training.evaluator: staff.author})
    run(sitting, first, "evaluate")  # nobody is left unsettled


@pytest.mark.parametrize("needed", [True, False])
def test_a_version_that_needs_training_plans_it_with_its_department(
    sitting: Sitting, staff: Staff, evidence: Path, *, needed: bool
) -> None:
    for name, left in (("示例丙", None), ("示例丁", DAY - dt.timedelta(days=1))):
        values = {Person.name: name, Person.department: staff.department, Person.left_on: left}
        records.save(sitting, PERSON, None, values)
    document = add_document(sitting)
    records.save(sitting, DOCUMENT, document, {Document.department: staff.department})
    revision = add_revision(
        sitting, document, author=staff.author, reviewer=staff.approver, approver=staff.approver, approved_on=HELD,
        effective_on=DAY, needs_training=needed,
    )  # fmt: skip
    attachments.attach(sitting, DOCUMENT, document, evidence)
    workflow.run(sitting, DOCUMENT, document, next(v for v in DOCUMENT.workflow.verbs if v.key == "approve"))
    raised = reading.rows(sitting.db, Training)
    assert len(raised) == needed
    for row in raised:
        assert (row["status"], row["document"], row["planned_on"]) == ("planned", document, DAY)
        assert row["origin"] == origin("document", document, "document_revision", revision)
        lines = reading.lines(sitting.db, ATTENDANCE, row.id)
        names = [reading.display(sitting.db, Attendance.person, r["person"]) for r in lines]
        assert names == ["示例甲", "示例乙", "示例丙"]
        assert not any(r["present"] for r in lines)
        assert training_acts.propose(sitting.db, row, DAY) == [r["person"] for r in lines]
