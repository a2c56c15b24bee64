"""Internal audits: every gate blocks and opens, independence goes by the person, findings go on and come back."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditMember, AuditSlot
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.audits import AUDIT, CHECKS, MEMBERS, SLOTS
from qmsdesk.registers.spec import Values
from qmsdesk.services import audit, audit_facts, correcting, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.audit_case import HELD, Firm, check, checks, clock, findings, firm, held, judge, report_fields
from tests.services.conftest import add_document, stored

__all__ = ["clock", "firm", "held"]


# Gates


def test_an_audit_is_not_begun_without_day_scope_criteria_leader_and_team(sitting: Sitting, firm: Firm) -> None:
    made = records.save(sitting, AUDIT, None, {Audit.planned_on: HELD}).record
    with pytest.raises(Blocked) as blocked:
        audit.hold(sitting, made)
    assert blocked.value.missing == ("实施日期", "审核范围", "审核准则", "审核组长", "内审员")
    told: Values = {
        Audit.held_on: HELD, Audit.scope: "全部", Audit.criteria: "GB/T 19001", Audit.leader: firm.auditor
    }  # fmt: skip
    records.save(sitting, AUDIT, made, told)
    with pytest.raises(Blocked) as blocked:
        audit.hold(sitting, made)
    assert blocked.value.missing == ("内审员",)
    records.save_line(sitting, AUDIT, made, MEMBERS, None, {AuditMember.person: firm.auditor})
    audit.hold(sitting, made)
    assert stored(sitting, Audit, made)["status"] == "held"


def test_a_report_waits_for_every_judgement_reason_evidence_and_grade(sitting: Sitting, held: int) -> None:
    with pytest.raises(Blocked) as blocked:
        audit.report(sitting, held)
    assert blocked.value.missing == ("审核结论", "体系有效性", "审核综述", "报告日期", "检查项")
    report_fields(sitting, held)
    open_one = check(sitting, held, "首件检验签字先于批量")
    gone = check(sitting, held, "设计开发", judgement="not_applicable")
    wrong = check(sitting, held, "量具按期检定", judgement="nonconforming")
    with pytest.raises(Blocked) as blocked:
        audit.report(sitting, held)
    assert blocked.value.missing == (
        "检查项 1 的判定（未评 1 项）", "检查项 2 的不适用理由", "检查项 3 的客观证据", "检查项 3 的不符合性质"
    )  # fmt: skip
    assert stored(sitting, Audit, held)["status"] == "held"
    assert not findings(sitting)
    judge(sitting, held, open_one, judgement="conforming")
    judge(sitting, held, gone, reason="来图加工")
    judge(sitting, held, wrong, evidence="卡尺 3 把无标识", grade="general")
    audit.report(sitting, held)
    assert stored(sitting, Audit, held)["status"] == "reported"


def test_a_report_locks_the_audit_its_lines_and_its_plan(sitting: Sitting, held: int, firm: Firm) -> None:
    line = check(sitting, held, "首件检验", judgement="conforming")
    report_fields(sitting, held)
    audit.report(sitting, held)
    slot: Values = {AuditSlot.day: HELD, AuditSlot.department: firm.quality}
    for act in (
        lambda: records.save(sitting, AUDIT, held, {Audit.conclusion: "改"}),
        lambda: judge(sitting, held, line, judgement="nonconforming"),
        lambda: records.delete_line(sitting, AUDIT, held, CHECKS, line),
        lambda: records.save_line(sitting, AUDIT, held, SLOTS, None, slot),
        lambda: audit.build_checklist(sitting, held),
    ):
        with pytest.raises(Blocked, match="更正"):
            act()
    assert AUDIT.workflow.correctable


def test_an_audit_closes_with_its_last_nonconformity(sitting: Sitting, held: int) -> None:
    check(sitting, held, "量具", judgement="nonconforming", evidence="无标识", grade="general")
    report_fields(sitting, held)
    audit.report(sitting, held)
    (raised,) = findings(sitting)
    with pytest.raises(Blocked) as blocked:
        audit.close(sitting, held)
    assert blocked.value.missing == (f"{raised['number']}（开立）关闭",)
    records.void(sitting, NONCONFORMITY, raised.id, "开错了")
    with pytest.raises(Blocked) as blocked:
        audit.close(sitting, held)
    assert blocked.value.missing == ("检查项 1 的不符合报告",)
    again = audit.raise_from_check(sitting, held, checks(sitting, held)[0].id).record
    close_case(sitting, again)
    audit.close(sitting, held)
    assert stored(sitting, Audit, held)["status"] == "closed"


def test_what_a_correction_finds_in_a_closed_audit_raises_its_nonconformity(sitting: Sitting, held: int) -> None:
    line = check(sitting, held, "首件检验", judgement="conforming")
    report_fields(sitting, held)
    audit.report(sitting, held)
    audit.close(sitting, held)
    with pytest.raises(Refused, match="审核实施以后"):
        audit.raise_from_check(sitting, held, line)
    correcting.begin(sitting, AUDIT, held, "漏看一张记录")
    judge(sitting, held, line, judgement="nonconforming", evidence="没有签字", grade="general")
    with pytest.raises(Blocked) as blocked:
        correcting.finish(sitting, AUDIT, held)
    assert blocked.value.missing == ("检查项 1 的不符合报告",)
    raised = audit.raise_from_check(sitting, held, line).record
    close_case(sitting, raised)
    correcting.finish(sitting, AUDIT, held)
    assert stored(sitting, Audit, held)["correcting"] == ""


def close_case(sitting: Sitting, record: int) -> None:
    with sitting.batch("关闭"):
        image = history.edited(sitting.db, Nonconformity, record, {"status": "closed"})
        assert image is not None
        records.write(sitting, NONCONFORMITY, [image], "close", record=record)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({Audit.held_until: HELD - dt.timedelta(days=1)}, "结束日期早于实施日期"),
        ({Audit.reported_on: HELD - dt.timedelta(days=1)}, "报告日期早于审核结束"),
    ],
)
def test_days_that_contradict_each_other_shut_the_gate(
    sitting: Sitting, held: int, values: Values, sentence: str
) -> None:
    check(sitting, held, "首件检验", judgement="conforming")
    report_fields(sitting, held)
    records.save(sitting, AUDIT, held, values)
    with pytest.raises(Blocked) as blocked:
        audit.report(sitting, held)
    assert blocked.value.missing == (sentence,)


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"), [("8点", "", True), ("10:00", "9:30", True), ("9:30", "10:00", False)]
)
def test_times_of_the_plan_are_times(sitting: Sitting, held: int, starts: str, ends: str, wrong: bool) -> None:
    values: Values = {AuditSlot.day: HELD, AuditSlot.starts: starts, AuditSlot.ends: ends}
    records.save_line(sitting, AUDIT, held, SLOTS, None, values)
    case = reading.case(sitting.db, AUDIT, held, HELD)
    assert bool(AUDIT.check(case)) is wrong


# Independence


def test_nobody_audits_his_own_department_and_it_goes_by_the_person(sitting: Sitting, firm: Firm, held: int) -> None:
    # 示例甲 of 质量部 may audit 生产部, though somebody of the same name works there.
    line = check(
        sitting, held, "首件检验", judgement="conforming", department=firm.production, auditor=firm.auditor
    )  # fmt: skip
    report_fields(sitting, held)
    facts = audit_facts.read(sitting.db, held, HELD)
    assert not audit_facts.biased(facts)
    judge(sitting, held, line, auditor=firm.namesake)
    with pytest.raises(Blocked, match="示例甲审核了本部门（生产部）"):
        audit.report(sitting, held)
    audit.report(sitting, held, waiver="全厂 9 人")
    assert stored(sitting, Audit, held)["status"] == "reported"
    assert audit_facts.waivers(sitting.db, held) == ["全厂 9 人"]


def test_the_plan_of_an_audit_is_independent_too(sitting: Sitting, firm: Firm) -> None:
    made = audit.plan_audit(sitting, HELD, leader=firm.auditor, members=[firm.auditor])
    records.save(sitting, AUDIT, made, {Audit.held_on: HELD, Audit.scope: "全部部门"})
    slot: Values = {AuditSlot.day: HELD, AuditSlot.department: firm.quality, AuditSlot.auditor: firm.auditor}
    line = records.save_line(sitting, AUDIT, made, SLOTS, None, slot)[1]
    with pytest.raises(Blocked, match="示例甲审核了本部门（质量部）"):
        audit.hold(sitting, made)
    records.save_line(sitting, AUDIT, made, SLOTS, line, {AuditSlot.auditor: firm.insider})
    audit.hold(sitting, made)


# Findings


def test_a_report_raises_one_nonconformity_per_item_with_frozen_facts(sitting: Sitting, firm: Firm, held: int) -> None:
    document = add_document(sitting, "HY-WI-01", "首件检验作业指导书")
    line = check(
        sitting, held, "首件检验签字先于批量", judgement="nonconforming", evidence="抽 30 张，4 张未签字",
        grade="severe", department=firm.production, document=document,
    )  # fmt: skip
    check(sitting, held, "标识", judgement="observation", evidence="字迹不清")
    report_fields(sitting, held)
    audit.report(sitting, held)
    (raised,) = findings(sitting)
    number = stored(sitting, Audit, held)["number"]
    assert raised.of(Nonconformity.fact) == "首件检验签字先于批量：抽 30 张，4 张未签字"
    assert raised.of(Nonconformity.basis) == "8.5.1；HY-WI-01 首件检验作业指导书"
    assert (raised.of(Nonconformity.source), raised.of(Nonconformity.grade)) == ("audit", "severe")
    assert (raised.of(Nonconformity.department), raised.of(Nonconformity.owner)) == (firm.production, firm.manager)
    assert raised.of(Nonconformity.found_on) == HELD
    assert raised.of(Nonconformity.source_note) == f"{number} 检查项 1"
    assert raised.of(Nonconformity.origin) == f"audit:{held}:audit_check:{line}"
    assert raised["clauses"] == ("2016/8.5.1",)
    assert not sitting.done or ("audit", held) not in sitting.done[-1].records


def test_observations_are_raised_only_when_asked_for(sitting: Sitting, held: int) -> None:
    check(sitting, held, "标识", judgement="observation", evidence="字迹不清")
    report_fields(sitting, held)
    audit.report(sitting, held, observations=True)
    assert [r.of(Nonconformity.grade) for r in findings(sitting)] == ["observation"]


def test_an_item_raises_no_second_nonconformity(sitting: Sitting, held: int) -> None:
    line = check(sitting, held, "量具", judgement="nonconforming", evidence="无标识", grade="general")
    other = check(sitting, held, "图纸", judgement="nonconforming", evidence="旧版", grade="general")
    audit.raise_from_check(sitting, held, line)
    with pytest.raises(Refused, match="已开具"):
        audit.raise_from_check(sitting, held, line)
    report_fields(sitting, held)
    judge(sitting, held, line, judgement="conforming")
    with pytest.raises(Blocked) as blocked:
        audit.report(sitting, held)
    assert blocked.value.missing == (f"检查项 1 已开具 {findings(sitting)[0]['number']}，判定却不是不符合",)
    judge(sitting, held, line, judgement="nonconforming")
    audit.report(sitting, held)
    origins = [r.of(Nonconformity.origin) for r in findings(sitting)]
    assert origins == [f"audit:{held}:audit_check:{each}" for each in (line, other)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"judgement": "conforming"}, "没有判为不符合或观察"),
        ({"judgement": "nonconforming", "evidence": "无标识"}, "缺：不符合性质"),
        ({"judgement": "nonconforming", "grade": "general"}, "缺：客观证据"),
    ],
)
def test_what_is_no_finding_raises_none(sitting: Sitting, held: int, values: dict[str, object], sentence: str) -> None:
    line = check(sitting, held, "量具", **values)
    with pytest.raises(Refused, match=sentence):
        audit.raise_from_check(sitting, held, line)
    assert not findings(sitting)


def test_nothing_is_raised_before_the_audit_is_held(sitting: Sitting) -> None:
    made = audit.plan_audit(sitting, HELD)
    line = check(sitting, made, "量具", judgement="nonconforming", evidence="无标识", grade="general")
    with pytest.raises(Refused, match="实施以后"):
        audit.raise_from_check(sitting, made, line)


def test_open_findings_come_back_in_the_next_audit_and_closed_ones_do_not(sitting: Sitting, held: int) -> None:
    check(sitting, held, "量具", judgement="nonconforming", evidence="无标识", grade="general")
    check(sitting, held, "图纸", judgement="nonconforming", evidence="旧版", grade="general")
    report_fields(sitting, held)
    audit.report(sitting, held)
    kept, gone = findings(sitting)
    records.void(sitting, NONCONFORMITY, gone.id, "开错了")
    following = audit.plan_audit(sitting, dt.date(2027, 5, 17))
    assert [c.of(AuditCheck.content) for c in checks(sitting, following)] == [f"跟踪 {kept['number']}：量具：无标识"]
    assert audit.carry_over(sitting, following).added == 0
    assert audit.carry_over(sitting, held).added == 0  # its own findings are no earlier ones
