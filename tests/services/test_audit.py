"""Internal audits: every gate blocks and opens, independence goes by the person, findings go on and come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditMember, AuditProgramme, AuditSlot, ProgrammeSlot
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.audits import AUDIT, AUDIT_PROGRAMME, CHECKS, MEMBERS, PROGRAMME_SLOTS, SLOTS
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PERSON
from qmsdesk.registers.spec import Values
from qmsdesk.services import audit, audit_cautions, audit_facts, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import add_document, add_revision, stored

HELD = dt.date(2026, 5, 18)


@pytest.fixture
def clock() -> Clock:
    """Two days after the audit: nothing counts as entered late."""
    return Clock(HELD + dt.timedelta(days=2))


@dataclass(frozen=True)
class Firm:
    """Ids: two departments, their managers, an auditor of each and a namesake."""

    quality: int
    production: int
    manager: int
    auditor: int
    insider: int
    namesake: int


@pytest.fixture
def firm(sitting: Sitting) -> Firm:
    quality = records.save(
        sitting, DEPARTMENT, None, {Department.name: "质量部", Department.clauses: ("2016/7.1.5", "2016/8.6")}
    ).record
    production = records.save(
        sitting, DEPARTMENT, None, {Department.name: "生产部", Department.clauses: ("2016/8.5",)}
    ).record

    def person(name: str, department: int) -> int:
        return records.save(sitting, PERSON, None, {Person.name: name, Person.department: department}).record

    manager = person("示例经理", production)
    records.save(sitting, DEPARTMENT, production, {Department.manager: manager})
    return Firm(
        quality, production, manager, person("示例甲", quality), person("示例丙", production),
        records.save(
            sitting, PERSON, None, {Person.name: "示例甲", Person.department: production, Person.post: "班组长"}
        ).record,
    )  # fmt: skip


def check(sitting: Sitting, record: int, content: str, **values: object) -> int:
    named: Values = {getattr(AuditCheck, name): value for name, value in values.items()}
    start: Values = {AuditCheck.clauses: ("2016/8.5.1",), AuditCheck.content: content}
    return records.save_line(sitting, AUDIT, record, CHECKS, None, {**start, **named})[1]


def judge(sitting: Sitting, record: int, line: int, **values: object) -> None:
    named: Values = {getattr(AuditCheck, name): value for name, value in values.items()}
    records.save_line(sitting, AUDIT, record, CHECKS, line, named)


@pytest.fixture
def held(sitting: Sitting, firm: Firm) -> int:
    """An audit that is being carried out, its checklist empty."""
    made = audit.plan_audit(sitting, HELD, leader=firm.auditor, members=[firm.auditor])
    records.save(sitting, AUDIT, made, {Audit.held_on: HELD, Audit.scope: "全部部门"})
    audit.hold(sitting, made)
    return made


def report_fields(sitting: Sitting, record: int) -> None:
    told: Values = {
        Audit.summary: "发现一般不符合 1 项", Audit.conclusion: "基本符合", Audit.effectiveness: "effective",
        Audit.reported_on: HELD + dt.timedelta(days=2),
    }  # fmt: skip
    records.save(sitting, AUDIT, record, told)


def findings(sitting: Sitting) -> list[Row]:
    return reading.rows(sitting.db, Nonconformity)


def checks(sitting: Sitting, record: int) -> list[Row]:
    return reading.lines(sitting.db, CHECKS, record)


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
    with sitting.batch("关闭"):
        image = history.edited(sitting.db, Nonconformity, again, {"status": "closed"})
        assert image is not None
        records.write(sitting, NONCONFORMITY, [image], "close", record=again)
    audit.close(sitting, held)
    assert stored(sitting, Audit, held)["status"] == "closed"


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


# The checklist


def test_a_checklist_asks_each_department_about_its_clauses(sitting: Sitting, firm: Firm, held: int) -> None:
    slot: Values = {
        AuditSlot.day: HELD, AuditSlot.department: firm.production, AuditSlot.auditor: firm.auditor
    }  # fmt: skip
    records.save_line(sitting, AUDIT, held, SLOTS, None, slot)
    sitting.done.clear()
    built = audit.build_checklist(sitting, held)
    rows = checks(sitting, held)
    assert built.added == len(rows) == 65
    by = {(c.of(AuditCheck.clauses)[0], c.of(AuditCheck.department)): c for c in rows}
    assert ("2016/7.1.5.2", firm.quality) in by
    assert by["2016/8.5.1", firm.production].of(AuditCheck.auditor) == firm.auditor
    assert ("2016/4.1", None) in by  # nobody answers for it: asked all the same
    assert audit.build_checklist(sitting, held).added == 0
    assert len(sitting.done) == 1
    records.undo(sitting)
    assert not checks(sitting, held)


def test_a_checklist_is_narrowed_to_departments_and_clauses(sitting: Sitting, firm: Firm, held: int) -> None:
    audit.build_checklist(sitting, held, departments=[firm.quality], by_documents=False)
    asked = [c.of(AuditCheck.clauses)[0] for c in checks(sitting, held)]
    assert asked == ["2016/7.1.5.1", "2016/7.1.5.2", "2016/8.6"]
    audit.build_checklist(sitting, held, clauses=["2016/9.2"], by_documents=False)
    assert [c.of(AuditCheck.clauses)[0] for c in checks(sitting, held)][3:] == ["2016/9.2.1", "2016/9.2.2"]


def test_a_clause_that_does_not_apply_is_asked_once_with_its_reason(sitting: Sitting, held: int) -> None:
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    told: Values = {Enterprise.not_applicable: "8.3 设计和开发：来图加工。"}
    records.save(sitting, ENTERPRISE, enterprise.id, told)
    audit.build_checklist(sitting, held)
    design = [c for c in checks(sitting, held) if c.of(AuditCheck.clauses)[0].startswith("2016/8.3")]
    assert [(c.of(AuditCheck.judgement), c.of(AuditCheck.reason)) for c in design] == [
        ("not_applicable", "8.3 设计和开发：来图加工")
    ]


def test_documents_in_force_are_asked_about_where_they_belong(sitting: Sitting, firm: Firm, held: int) -> None:
    for number, state, department in (("HY-WI-01", "in_force", firm.production), ("HY-WI-02", "draft", firm.production),
                                      ("HY-WI-03", "in_force", None)):  # fmt: skip
        values: Values = {
            Document.number: number, Document.title: "作业指导书", Document.level: "instruction",
            Document.status: state, Document.department: department,
        }  # fmt: skip
        made = records.save(sitting, DOCUMENT, None, values).record
        add_revision(sitting, made, "A/0", status=state) if state == "draft" else None
    audit.build_checklist(sitting, held, by_clauses=False)
    (asked,) = checks(sitting, held)
    assert asked.of(AuditCheck.content).startswith("HY-WI-01 作业指导书")
    assert (asked.of(AuditCheck.department), asked.of(AuditCheck.clauses)) == (firm.production, ("2016/7.5.3",))
    assert audit.build_checklist(sitting, held, by_clauses=False).added == 0


def test_two_items_are_not_the_same(sitting: Sitting, firm: Firm, held: int) -> None:
    check(sitting, held, "首件检验", department=firm.production)
    check(sitting, held, "首件检验", department=firm.quality)
    with pytest.raises(records.Invalid, match="相同"):
        check(sitting, held, "首件检验", department=firm.production)


def test_the_last_audit_is_copied_without_its_results(sitting: Sitting, firm: Firm, held: int) -> None:
    slot: Values = {
        AuditSlot.day: HELD + dt.timedelta(days=1), AuditSlot.starts: "08:30", AuditSlot.department: firm.production,
        AuditSlot.auditor: firm.auditor,
    }  # fmt: skip
    records.save_line(sitting, AUDIT, held, SLOTS, None, slot)
    check(
        sitting, held, "首件检验", judgement="nonconforming", evidence="未签字", grade="general",
        department=firm.production, auditor=firm.auditor,
    )  # fmt: skip
    report_fields(sitting, held)
    audit.report(sitting, held)
    sitting.done.clear()
    made = audit.copy_last(sitting, dt.date(2027, 5, 17))
    copied = stored(sitting, Audit, made)
    assert (copied["status"], copied.of(Audit.conclusion), copied.of(Audit.leader)) == ("planned", "", firm.auditor)
    assert copied.of(Audit.title) == "年度内部审核"
    (day,) = reading.lines(sitting.db, SLOTS, made)
    assert day.of(AuditSlot.day) == dt.date(2027, 5, 18)
    found = {c.of(AuditCheck.content): c.of(AuditCheck.judgement) for c in checks(sitting, made)}
    number = findings(sitting)[0]["number"]
    assert found == {f"跟踪 {number}：首件检验：未签字": "open", "首件检验": "open"}
    assert len(sitting.done) == 1


def test_nothing_is_copied_where_there_is_nothing(sitting: Sitting) -> None:
    with pytest.raises(Refused, match="还没有可以复制的审核"):
        audit.copy_last(sitting, HELD)


def test_who_left_is_not_copied(sitting: Sitting, firm: Firm, held: int) -> None:
    records.save(sitting, PERSON, firm.auditor, {Person.left_on: dt.date(2026, 9, 1)})
    made = audit.copy_last(sitting, dt.date(2027, 5, 17))
    assert stored(sitting, Audit, made).of(Audit.leader) is None
    assert not reading.lines(sitting.db, MEMBERS, made)


# The programme of a year


def test_months_of_the_programme_are_planned_and_taken_out(sitting: Sitting, firm: Firm) -> None:
    made = audit.plan_programme(sitting, 2026, {firm.quality: [10, 4], firm.production: [4]})
    assert audit.plan_programme(sitting, 2026) == made
    slots = reading.lines(sitting.db, PROGRAMME_SLOTS, made)
    assert [s.of(ProgrammeSlot.months) for s in slots] == [("4", "10"), ("4",)]
    assert audit.set_month(sitting, made, firm.quality, 4, planned=True) is None
    audit.set_month(sitting, made, firm.quality, 4, planned=False)
    assert reading.lines(sitting.db, PROGRAMME_SLOTS, made)[0].of(ProgrammeSlot.months) == ("10",)
    assert audit.set_month(sitting, made, firm.quality, 4, planned=False) is None
    assert "GB/T 19001—2016" in stored(sitting, AuditProgramme, made).of(AuditProgramme.criteria)
    with pytest.raises(records.Invalid, match="年度"):
        records.save(sitting, AUDIT_PROGRAMME, None, {AuditProgramme.year: 2026})


# Figures and cautions


def test_coverage_and_distribution_by_clause_and_department(sitting: Sitting, firm: Firm, held: int) -> None:
    check(sitting, held, "一", judgement="nonconforming", evidence="x", grade="severe", department=firm.production)
    check(sitting, held, "二", judgement="observation", department=firm.production)
    check(sitting, held, "三", department=firm.quality, clauses=("2016/7.1.5.2", "2016/8.6"))
    facts = audit_facts.read(sitting.db, held, HELD)
    assert audit_facts.coverage(facts) == {
        ("2016/8.5", firm.production): (2, 2), ("2016/7.1", firm.quality): (0, 1), ("2016/8.6", firm.quality): (0, 1)
    }  # fmt: skip
    spread = audit_facts.distribution(facts)
    assert spread.cells == {("2016/8.5", firm.production): (1, 0, 1)}
    assert spread.clauses == ["2016/7.1", "2016/8.5"]
    tally = audit_facts.tally(facts.checks)
    assert (tally.judged, tally.total, tally.by["observation"]) == (2, 3, 1)


@pytest.mark.parametrize(
    ("started", "said"),
    [
        (dt.date(2026, 1, 5), ""),
        (dt.date(2026, 2, 18), ""),
        (dt.date(2026, 2, 19), "体系运行 2 个月 29 天，早于 6.8.1 建议的 3 个月"),
        (dt.date(2025, 11, 18), ""),
        (dt.date(2025, 11, 17), "体系运行 6 个月 1 天，晚于 6.8.1 建议的 6 个月"),
        (dt.date(2026, 6, 1), "审核早于体系运行开始日"),
    ],
)
def test_the_first_audit_comes_three_to_six_months_after_the_start(
    sitting: Sitting, held: int, started: dt.date, said: str
) -> None:
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.system_started_on: started})
    facts = audit_facts.read(sitting.db, held, HELD)
    found = [c.text for c in audit_cautions.cautions(sitting.db, facts) if c.clause == "6.8.1"]
    assert found == ([said] if said else [])


def test_months_after_the_start_as_people_count_them() -> None:
    count = audit_cautions.months_after_start
    assert count(dt.date(2026, 1, 5), dt.date(2026, 5, 18)) == (4, 13)
    assert count(dt.date(2025, 11, 30), dt.date(2026, 2, 28)) == (3, 0)
    assert count(dt.date(2026, 1, 31), dt.date(2026, 1, 31)) == (0, 0)


def test_a_year_without_an_audit_and_an_expired_certificate_are_named(sitting: Sitting, firm: Firm, held: int) -> None:
    records.save(sitting, PERSON, firm.auditor, {Person.auditor_until: dt.date(2027, 1, 31)})
    second = audit.plan_audit(sitting, dt.date(2027, 5, 19), leader=firm.auditor)
    facts = audit_facts.read(sitting.db, second, HELD)
    said = [c.text for c in audit_cautions.cautions(sitting.db, facts)]
    number = stored(sitting, Audit, held)["number"]
    assert f"距上次审核 {number} 超过 12 个月" in said
    assert "示例甲 的内审员证 2027-01-31 已过期" in said
    first = audit_facts.read(sitting.db, held, HELD)
    assert not [c for c in audit_cautions.cautions(sitting.db, first) if "证" in c.text]


def test_what_the_year_leaves_out_is_named(sitting: Sitting, firm: Firm, held: int) -> None:
    facts = audit_facts.read(sitting.db, held, HELD)
    said = [c.text for c in audit_cautions.uncovered(sitting.db, facts)]
    assert said[0] == "2026 年的审核没有覆盖：质量部、生产部"
    assert said[1].startswith("2026 年没有审到的条款：4.1、4.2")
    audit.plan_programme(sitting, 2026, {firm.quality: [5]})
    check(sitting, held, "现场", department=firm.production, clauses=("2016/4~7.1.4", "2016/7.1.6~10"))
    facts = audit_facts.read(sitting.db, held, HELD)
    assert not audit_cautions.uncovered(sitting.db, facts)


@pytest.mark.parametrize(
    ("word", "clause", "within"),
    [
        ("2016/7", "2016/7.1.5", True), ("2016/7.1", "2016/7.10", False), ("2016/8.5.1d)", "2016/8.5.1", True),
        ("2016/4~10", "2016/10.3", True), ("2016/7.1~7.3", "2016/7.4", False), ("1023/7", "2016/7", False),
        ("2016/8.5.1", "2016/8.5", False),
    ],
)  # fmt: skip
def test_which_clause_holds_which(word: str, clause: str, within: bool) -> None:
    assert audit_facts.covers(word, clause) is within
