"""A management review: its gates with their labels, the dated snapshot, decisions that outlive it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.models.customers import Complaint, Satisfaction, SatisfactionItem
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.models.planning import Context, Risk
from qmsdesk.models.resources import Calibration, Instrument
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.audits import AUDIT, CHECKS
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PERSON
from qmsdesk.registers.reviews import ATTENDEES, INPUTS, OUTPUTS, REVIEW
from qmsdesk.registers.spec import Values, Verb, origin
from qmsdesk.services import (
    correcting,
    nonconformity,
    readiness,
    reading,
    records,
    reminders,
    review,
    review_inputs,
    workflow,
)
from qmsdesk.services.evidence import rules_results, rules_system
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, stored


@dataclass(frozen=True)
class Cast:
    """A department, its manager and somebody else."""

    department: int
    head: int
    other: int


@pytest.fixture
def cast(sitting: Sitting) -> Cast:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "综合办公室"}).record
    head, other = (
        records.save(sitting, PERSON, None, {Person.name: name, Person.department: department}).record
        for name in ("示例总经理", "示例部长")
    )
    return Cast(department, head, other)


@pytest.fixture
def planned(sitting: Sitting, cast: Cast) -> int:
    record = review.open_review(sitting, DAY).record
    records.save(sitting, REVIEW, record, {Review.chair: cast.head})
    return record


def verb(key: str) -> Verb:
    return next(v for v in REVIEW.workflow.verbs if v.key == key)


def run(sitting: Sitting, record: int, key: str) -> Row:
    workflow.run(sitting, REVIEW, record, verb(key))
    return stored(sitting, Review, record)


def missing(sitting: Sitting, record: int, key: str) -> tuple[str, ...]:
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, REVIEW, record, verb(key))
    return tuple(blocked.value.missing)


def add(sitting: Sitting, key: str, values: Values) -> int:
    return records.save(sitting, BY_KEY[key], None, values).record


def inputs(sitting: Sitting, record: int) -> dict[str, Row]:
    return {line.of(ReviewInput.code): line for line in reading.lines(sitting.db, INPUTS, record)}


def decide(sitting: Sitting, record: int, cast: Cast, **more: object) -> int:
    named = {getattr(ReviewOutput, name): value for name, value in more.items()}
    values: Values = {
        ReviewOutput.kind: "improvement",
        ReviewOutput.decision: "排产看板",
        ReviewOutput.owner: cast.other,
        ReviewOutput.due_on: DAY + dt.timedelta(days=30),
        **named,
    }
    return records.save_line(sitting, REVIEW, record, OUTPUTS, None, values)[1]


def hold(sitting: Sitting, record: int, cast: Cast) -> None:
    there = {ReviewAttendee.person: cast.head, ReviewAttendee.present: True}
    records.save_line(sitting, REVIEW, record, ATTENDEES, None, there)
    records.save(sitting, REVIEW, record, {Review.held_on: DAY})
    run(sitting, record, "hold")


def fill(sitting: Sitting, record: int) -> None:
    for code, line in inputs(sitting, record).items():
        records.save_line(sitting, REVIEW, record, INPUTS, line.id, {ReviewInput.note: f"说明 {code}"})
    values: Values = {
        Review.suitability: "suitable",
        Review.adequacy: "adequate",
        Review.effectiveness: "effective",
        Review.conclusion: "体系适宜、充分、有效",
    }
    records.save(sitting, REVIEW, record, values)


def test_a_review_comes_with_its_twelve_inputs_in_one_step(sitting: Sitting, cast: Cast) -> None:
    sitting.done.clear()
    change = review.open_review(sitting, DAY)
    assert list(inputs(sitting, change.record)) == list(review.CODES)
    row = stored(sitting, Review, change.record)
    assert (row["number"], row.of(Review.title)) == ("GP-2026-01", "2026 年度管理评审")
    assert len(sitting.done) == 1
    records.undo(sitting)
    assert reading.rows(sitting.db, ReviewInput) == []


def test_holding_it_wants_a_day_a_chair_and_somebody_there(sitting: Sitting, cast: Cast) -> None:
    record = review.open_review(sitting, DAY).record
    assert missing(sitting, record, "hold") == ("评审日期", "主持人", "到会的参加人")
    absent = {ReviewAttendee.person: cast.other}
    line = records.save_line(sitting, REVIEW, record, ATTENDEES, None, absent)[1]
    records.save(sitting, REVIEW, record, {Review.held_on: DAY, Review.chair: cast.head})
    assert missing(sitting, record, "hold") == ("到会的参加人",)
    records.save_line(sitting, REVIEW, record, ATTENDEES, line, {ReviewAttendee.present: True})
    records.save(sitting, REVIEW, record, {Review.held_on: DAY + dt.timedelta(days=1)})
    assert missing(sitting, record, "hold") == ("评审日期还没有到",)
    records.save(sitting, REVIEW, record, {Review.held_on: DAY})
    assert run(sitting, record, "hold")["status"] == "held"


def test_closing_it_wants_every_input_a_conclusion_and_decisions_with_owners(
    sitting: Sitting, cast: Cast, planned: int
) -> None:
    hold(sitting, planned, cast)
    labels = missing(sitting, planned, "close")
    assert labels[:4] == ("适宜性", "充分性", "有效性", "评审结论")
    assert labels[4:] == (*(f"评审输入 {title}" for title in review.TITLES.values()), "评审决定")
    fill(sitting, planned)
    bare = decide(sitting, planned, cast, owner=None, due_on=None)
    assert missing(sitting, planned, "close") == ("决定“排产看板”的责任人", "决定“排产看板”的完成期限")
    values: Values = {ReviewOutput.owner: cast.other, ReviewOutput.due_on: DAY - dt.timedelta(days=1)}
    records.save_line(sitting, REVIEW, planned, OUTPUTS, bare, values)
    assert missing(sitting, planned, "close") == ("决定“排产看板”的完成期限早于评审日期",)
    records.save_line(sitting, REVIEW, planned, OUTPUTS, bare, {ReviewOutput.due_on: DAY})
    reason = inputs(sitting, planned)["c7"].id
    records.save_line(sitting, REVIEW, planned, INPUTS, reason, {ReviewInput.note: ""})
    assert missing(sitting, planned, "close") == ("评审输入 c) 7) 外部供方的绩效",)
    records.save_line(sitting, REVIEW, planned, INPUTS, reason, {ReviewInput.reason: "本期没有外部供方"})
    row = run(sitting, planned, "close")
    assert (row["status"], row.of(Review.closed_on)) == ("closed", DAY)


def test_decisions_are_followed_after_closing_but_not_rewritten(sitting: Sitting, cast: Cast, planned: int) -> None:
    hold(sitting, planned, cast)
    fill(sitting, planned)
    line = decide(sitting, planned, cast)
    run(sitting, planned, "close")
    for values in ({ReviewOutput.decision: "别的"}, {ReviewOutput.due_on: DAY}, {ReviewOutput.owner: cast.head}):
        with pytest.raises(Blocked, match="已关闭"):
            records.save_line(sitting, REVIEW, planned, OUTPUTS, line, values)
    with pytest.raises(Blocked, match="已关闭"):
        decide(sitting, planned, cast)
    with pytest.raises(Blocked, match="已关闭"):
        records.delete_line(sitting, REVIEW, planned, OUTPUTS, line)
    with pytest.raises(Blocked, match="已关闭"):
        records.save_line(sitting, REVIEW, planned, INPUTS, inputs(sitting, planned)["a"].id, {ReviewInput.note: "改"})
    with pytest.raises(Blocked, match="已关闭"):
        review.take_snapshot(sitting, planned)
    assert [o.state for o in review.outputs(sitting.db, planned, DAY)] == ["running"]
    assert [o.words() for o in review.outputs(sitting.db, planned, DAY + dt.timedelta(days=33))] == ["逾期 3 天"]
    done: Values = {ReviewOutput.done_on: DAY, ReviewOutput.result: "看板已用"}
    records.save_line(sitting, REVIEW, planned, OUTPUTS, line, done)
    assert [o.words() for o in review.outputs(sitting.db, planned, DAY)] == ["待验证"]
    verified: Values = {
        ReviewOutput.verifier: cast.head,
        ReviewOutput.verified_on: DAY,
        ReviewOutput.effectiveness: "effective",
    }
    records.save_line(sitting, REVIEW, planned, OUTPUTS, line, verified)
    assert [(o.number, o.words()) for o in review.outputs(sitting.db, planned, DAY)] == [("D-01", "已完成")]


def test_correcting_a_closed_review_is_no_way_around_its_gate(sitting: Sitting, cast: Cast, planned: int) -> None:
    hold(sitting, planned, cast)
    fill(sitting, planned)
    decide(sitting, planned, cast)
    run(sitting, planned, "close")
    correcting.begin(sitting, REVIEW, planned, "抄错")
    blank = inputs(sitting, planned)["a"].id
    records.save_line(sitting, REVIEW, planned, INPUTS, blank, {ReviewInput.note: ""})
    with pytest.raises(Blocked) as blocked:
        correcting.finish(sitting, REVIEW, planned)
    assert blocked.value.missing == ("评审输入 a) 以往管理评审所采取措施的情况",)
    records.save_line(sitting, REVIEW, planned, INPUTS, blank, {ReviewInput.note: "首次评审"})
    correcting.finish(sitting, REVIEW, planned)


def test_an_owner_verifies_his_own_decision_with_a_reason_only(sitting: Sitting, cast: Cast, planned: int) -> None:
    line = decide(sitting, planned, cast)
    with pytest.raises(records.Invalid, match="人员有限"):
        records.save_line(sitting, REVIEW, planned, OUTPUTS, line, {ReviewOutput.verifier: cast.other})
    records.save_line(sitting, REVIEW, planned, OUTPUTS, line, {ReviewOutput.waiver: "只有两名管理人员"})
    records.save_line(sitting, REVIEW, planned, OUTPUTS, line, {ReviewOutput.verifier: cast.other})
    with pytest.raises(records.Invalid, match="人员有限"):
        records.save_line(sitting, REVIEW, planned, OUTPUTS, line, {ReviewOutput.waiver: ""})


def test_open_decisions_are_reminded_of_after_closing(sitting: Sitting, cast: Cast, planned: int) -> None:
    hold(sitting, planned, cast)
    fill(sitting, planned)
    line = decide(sitting, planned, cast)
    run(sitting, planned, "close")
    found = [(i.date, i.person, i.line) for i in reminders.read(sitting.db, DAY) if i.register == "review" and i.record]
    assert found == [(DAY + dt.timedelta(days=30), "示例部长", line)]
    records.save_line(sitting, REVIEW, planned, OUTPUTS, line, {ReviewOutput.done_on: DAY})
    found = [(i.date, i.person, i.line) for i in reminders.read(sitting.db, DAY) if i.register == "review" and i.record]
    assert found == [(DAY + dt.timedelta(days=10), "", line)]


def test_what_is_noted_for_a_review_to_come_is_no_decision_yet(sitting: Sitting, cast: Cast, planned: int) -> None:
    decide(sitting, planned, cast, due_on=DAY)
    after = DAY + dt.timedelta(days=1)
    late = "评审决定“排产看板”逾期未完成"

    def told() -> tuple[list[int], bool]:
        waiting = [i.record for i in reminders.read(sitting.db, after) if i.register == "review" and i.line]
        verdict = rules_results.actions(readiness.facts(sitting.db, after))
        return waiting, late in {m.text for m in verdict.missing}

    assert told() == ([], False)
    hold(sitting, planned, cast)
    assert told() == ([planned], True)


@pytest.fixture
def filled(sitting: Sitting, cast: Cast) -> Sitting:
    """Something in every register the inputs look at."""
    add(sitting, "context", {Context.factor: "原料涨价", Context.reviewed_on: DAY, Context.climate: "relevant"})
    survey = add(sitting, "satisfaction", {Satisfaction.name: "下半年", Satisfaction.surveyed_on: DAY})
    for weight, score in (("2", "90"), ("1", "96")):
        item: Values = {
            SatisfactionItem.item: f"项目 {weight}",
            SatisfactionItem.weight: Decimal(weight),
            SatisfactionItem.score: Decimal(score),
        }
        records.save_line(sitting, BY_KEY["satisfaction"], survey, BY_KEY["satisfaction"].lines[0], None, item)
    add(sitting, "complaint", {Complaint.customer: "甲公司", Complaint.received_on: DAY, Complaint.content: "短少"})
    audit = add(sitting, "audit", {Audit.planned_on: DAY, Audit.held_on: DAY})
    found = nonconformity.raise_nonconformity(
        sitting, "audit", "没有签字", came_from=origin("audit", audit, "audit_check", 1)
    ).record
    records.save(sitting, NONCONFORMITY, found, {Nonconformity.grade: "general", Nonconformity.factors: ("method",)})
    tool = add(sitting, "instrument", {Instrument.name: "卡尺"})
    add(sitting, "instrument", {Instrument.name: "千分尺"})
    until: Values = {Calibration.done_on: DAY, Calibration.valid_until: DAY + dt.timedelta(days=365)}
    records.save_line(sitting, BY_KEY["instrument"], tool, BY_KEY["instrument"].lines[0], None, until)
    add(sitting, "risk", {Risk.title: "单一供方", Risk.done_on: DAY, Risk.effectiveness: "effective"})
    return sitting


def test_the_snapshot_says_what_the_records_say(filled: Sitting, planned: int) -> None:
    review.take_snapshot(filled, planned)
    told = {code: line.of(ReviewInput.summary) for code, line in inputs(filled, planned).items()}
    assert told["a"] == "首次评审，没有以往措施"
    assert told["b"] == "内外部因素和相关方 1 项，本期评审 1 项；气候变化相关 1 项"
    assert told["c1"] == "顾客满意度 92%（2026-10）；投诉 1 起，已关闭 0"
    assert told["c4"] == "不符合 1 项：关闭 0，进行中 1；主要原因：法"
    assert told["c5"] == "在用计量器具 2 件，有效期内 1 件"
    assert told["c6"].endswith("（2026-10-15）不符合 1、观察项 0，已关闭 0")
    assert told["d"] == "人员 2 人，本期培训 0 次"
    assert told["e"] == "风险和机遇 1 项：措施完成 1，有效 1"
    assert [code for code, text in told.items() if not text] == ["c2", "c3", "c7", "f"]
    assert inputs(filled, planned)["c4"].of(ReviewInput.links) == "NC-2026-01"
    assert stored(filled, Review, planned).of(Review.snapshot_on) == DAY


def test_the_observations_of_an_audit_are_the_checks_judged_so(filled: Sitting, planned: int) -> None:
    held = reading.rows(filled.db, Audit)[-1]
    for content in ("首件标识", "量具存放"):
        values: Values = {
            AuditCheck.clauses: ("2016/8.5.1",), AuditCheck.content: content, AuditCheck.judgement: "observation",
        }  # fmt: skip
        records.save_line(filled, AUDIT, held.id, CHECKS, None, values)
    review.take_snapshot(filled, planned)
    assert "不符合 1、观察项 2，" in inputs(filled, planned)["c6"].of(ReviewInput.summary)


def test_a_nonconformity_without_its_day_counts_from_its_entry(filled: Sitting, planned: int) -> None:
    add(filled, "nonconformity", {Nonconformity.source: "external", Nonconformity.fact: "标签不全"})
    review.take_snapshot(filled, planned)
    told = {code: line.of(ReviewInput.summary) for code, line in inputs(filled, planned).items()}
    assert told["c4"].startswith("不符合 2 项")
    assert "外部审核不符合 1 项" in told["c6"]


def test_an_instrument_is_valid_by_its_last_verification_alone(filled: Sitting, planned: int) -> None:
    """The input of the review and the map of evidence tell the same."""
    first, second = reading.rows(filled.db, Instrument)
    lines = BY_KEY["instrument"].lines[0]

    def valid() -> tuple[int, int]:
        verdict = rules_system.calibrations(readiness.facts(filled.db, DAY))
        text = review_inputs.compute(filled.db, DAY, None)["c5"].summary
        unheld = [missing for missing in verdict.missing if "不在检定有效期内" in missing.text]
        return 2 - len(unheld), int(re.findall("有效期内 (\\d+) 件", text)[0])

    def verify(tool: Row, day: dt.date, result: str) -> None:
        records.save_line(filled, BY_KEY["instrument"], tool.id, lines, None,
                          {Calibration.done_on: day, Calibration.result: result})  # fmt: skip

    assert valid() == (1, 1)
    verify(second, DAY, "limited")
    assert valid() == (2, 2)
    verify(first, DAY + dt.timedelta(days=1), "failed")
    assert valid() == (1, 1)
    records.save(filled, BY_KEY["instrument"], first.id, {Instrument.state: "sealed"})
    records.save(filled, BY_KEY["instrument"], second.id, {Instrument.state: "lent"})
    assert review_inputs.compute(filled.db, DAY, None)["c5"].summary == "在用计量器具 1 件，有效期内 1 件"


def test_the_snapshot_stands_until_it_is_renewed(filled: Sitting, cast: Cast, planned: int) -> None:
    review.take_snapshot(filled, planned)
    note = inputs(filled, planned)["c4"].id
    records.save_line(filled, REVIEW, planned, INPUTS, note, {ReviewInput.note: "已逐项核对"})
    row = stored(filled, Review, planned)
    assert review.changed_codes(filled.db, row, DAY) == frozenset()
    nonconformity.raise_nonconformity(filled, "process", "又一项")
    assert inputs(filled, planned)["c4"].of(ReviewInput.summary).startswith("不符合 1 项")
    assert review.changed_codes(filled.db, row, DAY) == {"c4"}
    later = Sitting(filled.workspace, "何静", Clock(DAY + dt.timedelta(days=1)))
    review.take_snapshot(later, planned)
    line = inputs(filled, planned)["c4"]
    assert line.of(ReviewInput.summary).startswith("不符合 2 项")
    assert line.of(ReviewInput.note) == "已逐项核对"
    assert stored(filled, Review, planned).of(Review.snapshot_on) == DAY + dt.timedelta(days=1)
    sitting_steps = len(later.done)
    assert sitting_steps == 1


def test_the_next_review_asks_about_this_one_and_takes_over_its_people(
    filled: Sitting, cast: Cast, planned: int
) -> None:
    review.take_snapshot(filled, planned)
    hold(filled, planned, cast)
    fill(filled, planned)
    records.save_line(filled, REVIEW, planned, INPUTS, inputs(filled, planned)["c1"].id,
                      {ReviewInput.department: cast.department})  # fmt: skip
    decide(filled, planned, cast, kind="resource", due_on=DAY)
    run(filled, planned, "close")
    day = DAY + dt.timedelta(days=300)
    later = Sitting(filled.workspace, "何静", Clock(day))
    copied = review.open_review(later, day, like=planned).record
    row = stored(filled, Review, copied)
    assert (row.of(Review.chair), row["number"]) == (cast.head, "GP-2027-01")
    people = reading.lines(filled.db, ATTENDEES, copied)
    assert [(p.of(ReviewAttendee.person), p.of(ReviewAttendee.present)) for p in people] == [(cast.head, False)]
    assert inputs(filled, copied)["c1"].of(ReviewInput.department) == cast.department
    review.take_snapshot(later, copied)
    told = {code: line.of(ReviewInput.summary) for code, line in inputs(filled, copied).items()}
    assert told["a"] == "GP-2026-01 的决定 1 项：完成 0，验证有效 0；逾期 1（排产看板）"
    assert (told["c4"], told["c1"]) == ("以前遗留未关闭 1 项", "")
    assert "未完成的资源决定 1 项" in told["d"]


def test_cautions_stop_nothing(sitting: Sitting, cast: Cast, planned: int) -> None:
    row = stored(sitting, Review, planned)
    assert len(review.cautions(sitting.db, row)) == 2
    add(sitting, "audit", {Audit.planned_on: DAY, Audit.reported_on: DAY})
    firm = reading.enterprise(sitting.db)
    assert firm is not None
    records.save(sitting, ENTERPRISE, firm.id, {Enterprise.legal_representative: "示例总经理"})
    assert review.cautions(sitting.db, row) == []
    records.save(sitting, REVIEW, planned, {Review.chair: cast.other})
    assert "示例部长" in review.cautions(sitting.db, stored(sitting, Review, planned))[0]
