"""What a checklist asks, what is copied, the programme of a year, and what is said of coverage and time."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.errors import Refused
from qmsdesk.models.audits import Audit, AuditCheck, AuditProgramme, AuditSlot, ProgrammeSlot
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.registers.audits import AUDIT, AUDIT_PROGRAMME, MEMBERS, PROGRAMME_SLOTS, SLOTS
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import ENTERPRISE, PERSON
from qmsdesk.registers.spec import Values
from qmsdesk.services import audit, audit_cautions, audit_facts, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.audit_case import HELD, Firm, check, checks, clock, findings, firm, held, report_fields
from tests.services.conftest import add_revision, stored

__all__ = ["clock", "firm", "held"]


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
