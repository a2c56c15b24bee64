"""The evidence map: what it says of the sample enterprise, line by line, and of an empty one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.audits import Audit
from qmsdesk.models.compliance import ComplianceEvent
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.project import Application
from qmsdesk.models.resources import Calibration, Instrument
from qmsdesk.models.reviews import Review
from qmsdesk.models.running import RecordForm
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.audits import AUDIT
from qmsdesk.registers.compliance import COMPLIANCE_EVENT
from qmsdesk.registers.project import APPLICATION
from qmsdesk.registers.resources import CALIBRATIONS, INSTRUMENT
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.services import documents, eligibility, improving, readiness, records
from qmsdesk.services.evidence import rules_project, rules_results, rules_running, rules_system
from qmsdesk.services.evidence.map import RULES
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.basic_requirements import window_start
from qmsdesk.standard.requirements import FORCES, requirements
from qmsdesk.standard.stages import PARTIES, STAGES
from tests.services.conftest import DAY, Staff
from tests.services.document_firm import Firm, run

TODAY = dt.date(2026, 10, 20)
MET, PARTIAL, MISSING = readiness.MET, readiness.PARTIAL, readiness.MISSING
NOT_DUE, NOT_APPLICABLE = readiness.NOT_DUE, readiness.NOT_APPLICABLE

EXPECTED = {
    "profile": MET, "relevant": MET, "traceable": MET, "feasible": MET, "licences": MET, "clean": MET, "willing": MET,
    "qualified": MET, "certifier": MET, "application": MET, "selection": MET, "work_plan": MET, "targets": MET,
    "kick_off": MET, "survey_methods": MET, "survey_people": MET, "survey_items": MET, "diagnosis": MET, "plan": MET,
    "opinions": MET, "feedback": MET, "carried_out": PARTIAL, "group": MET, "training_a": PARTIAL, "training_b": MET,
    "training_c": MET, "training_d": PARTIAL, "processes": MET, "documents": PARTIAL, "joined": PARTIAL,
    "promotion": MET, "release": MET, "tools": MET, "visits": MET, "data": MET, "deviations": MET, "audit": MET,
    "audit_time": MET, "review": MET, "actions": PARTIAL, "kept": MET, "experts": NOT_DUE, "bundle": MISSING,
    "ways": NOT_DUE, "evidence": PARTIAL, "assessment": MET, "acceptance": MISSING, "improvement": PARTIAL,
    "failed": NOT_APPLICABLE, "certification": NOT_APPLICABLE, "surveillance": NOT_APPLICABLE, "case": PARTIAL,
    "case_figures": MET, "lesson": NOT_DUE, "benchmark": NOT_DUE, "questionnaire": NOT_DUE, "publicity": NOT_DUE,
    "g_scope": MET, "g_support": MET, "g_conf": MET, "g_policy": MET, "g_objectives": MET, "g_resources": MET,
    "g_calibration": PARTIAL, "g_competence": MET, "g_conformity": MET, "g_contract": MET,
    "g_design32": NOT_APPLICABLE, "g_design33": NOT_APPLICABLE, "g_design34": NOT_APPLICABLE,
    "g_design35": NOT_APPLICABLE, "g_design36": NOT_APPLICABLE, "g_suppliers": MET, "g_instructions": MET,
    "g_trace": MET, "g_property": MISSING, "g_changes": MET, "g_release": MET, "g_outputs": MET, "g_monitoring": MET,
    "g_audit": MET, "g_review": MET, "g_corrective": MET,
}  # fmt: skip


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        yield opened


def test_the_sample_stands_as_written_down(hy: Workspace) -> None:
    judged = readiness.judge(readiness.facts(hy.db, TODAY))
    assert {j.requirement.key: j.verdict.state for j in judged} == EXPECTED


def test_what_is_missing_says_where_to_mend_it(hy: Workspace) -> None:
    found = {j.requirement.key: j.verdict for j in readiness.judge(readiness.facts(hy.db, TODAY))}
    assert [m.text for m in found["training_a"].missing] == ["欧阳春晓未参加规定内容的培训"]
    assert [(m.register, m.number) for m in found["actions"].missing] == [("nonconformity", "NC-2026-10")]
    assert [(m.register, m.number) for m in found["documents"].missing] == [
        ("document", "HY-WI-12"), ("document", "HY-WI-13"), ("document", "HY-QR-7.2-06"),
    ]  # fmt: skip
    assert [(m.text, m.register) for m in found["improvement"].missing] == [
        (f"未达成的“{name}”没有改进项目", "improvement") for name in ("设备完好率", "准时交付率", "质量损失率")
    ]


def test_the_map_and_the_plan_of_improvement_ask_for_the_same(hy: Workspace) -> None:
    names = dict(hy.db.execute(Indicator.select(Indicator.id, Indicator.name)).fetchall())
    asked = [names[each.indicator] for each in improving.wanted(hy.db) if each.indicator is not None]
    told = rules_results.improvement(readiness.facts(hy.db, TODAY)).missing
    assert [m.text for m in told] == [f"未达成的“{name}”没有改进项目" for name in asked]


def test_the_stages_count_what_is_due(hy: Workspace) -> None:
    stages = readiness.stages(readiness.judge(readiness.facts(hy.db, TODAY)))
    assert [(p.stage.key, p.done, p.of) for p in stages] == [
        ("a", 8, 8), ("b", 2, 2), ("c", 1, 1), ("d", 4, 4), ("e", 4, 4), ("f", 31, 38), ("g", 4, 5), ("h", 1, 5),
        ("i", 1, 2), ("j", 0, 0),
    ]  # fmt: skip


def test_a_document_counts_while_it_is_revised(sitting: Sitting, staff: Staff, evidence: Path) -> None:
    firm = Firm(sitting, staff, evidence)
    made = firm.issued()
    run(sitting, made, "revise")
    known = readiness.facts(sitting.db, DAY)
    assert rules_running.levels(known, "procedure").state == MET
    assert "HY-QP-01 尚未批准" not in {m.text for m in rules_running.documents(known).missing}
    run(sitting, made, "obsolete", reason="不再需要")
    assert rules_running.levels(readiness.facts(sitting.db, DAY), "procedure").state == MISSING


def test_of_the_many_records_kept_only_what_is_looked_at_is_read(
    sitting: Sitting, staff: Staff, evidence: Path
) -> None:
    form = Firm(sitting, staff, evidence).issued("QR-01", "form")
    documents.keep_record(sitting, form, DAY, {RecordForm.clauses: ("2016/8.5.1",), RecordForm.remark: "示例"})
    known = readiness.facts(sitting.db, DAY)
    assert rules_system.kept_records(known, "8.5.1").state == PARTIAL
    assert [set(row) for row in known.of(RecordForm)] == [{"id", "number", "clauses", "form", "formed_on"}]


def test_what_is_only_planned_is_no_audit_and_no_review(sitting: Sitting) -> None:
    records.save(sitting, AUDIT, None, {Audit.title: "年度内部审核", Audit.planned_on: DAY})
    records.save(sitting, REVIEW, None, {Review.title: "年度管理评审", Review.planned_on: DAY})
    states = {j.requirement.key: j.verdict.state for j in readiness.judge(readiness.facts(sitting.db, DAY))}
    assert (states["audit"], states["review"]) == (NOT_DUE, NOT_DUE)


@pytest.mark.parametrize("today", [dt.date(2026, 8, 29), dt.date(2026, 8, 31), dt.date(2028, 2, 29)])
def test_both_judgements_of_two_years_have_the_same_first_day(sitting: Sitting, today: dt.date) -> None:
    first = eligibility.window(sitting.db, today).first
    assert (
        first
        == window_start(today)
        == dt.date(today.year - 2, today.month, min(today.day, 28 if today.month == 2 else 31))
    )
    made = records.save(sitting, COMPLIANCE_EVENT, None, {
        ComplianceEvent.kind: "penalty", ComplianceEvent.occurred_on: first,
    }).record  # fmt: skip
    said = f"{first} 有行政处罚"
    assert said in {m.text for m in rules_project.clean(readiness.facts(sitting.db, today)).missing}
    day_before = {ComplianceEvent.occurred_on: first - dt.timedelta(days=1)}
    records.save(sitting, COMPLIANCE_EVENT, made, day_before)
    assert [m.text for m in rules_project.clean(readiness.facts(sitting.db, today)).missing] == [
        "近 12 个月没有信用查询记录"
    ]


def test_the_two_years_before_the_application_are_looked_at_too(sitting: Sitting) -> None:
    penalty = {ComplianceEvent.kind: "penalty", ComplianceEvent.occurred_on: dt.date(2023, 11, 1)}
    records.save(sitting, COMPLIANCE_EVENT, None, penalty)
    assert len(rules_project.clean(readiness.facts(sitting.db, DAY)).missing) == 1
    records.save(sitting, APPLICATION, None, {Application.way: "self", Application.applied_on: dt.date(2025, 9, 8)})
    assert len(rules_project.clean(readiness.facts(sitting.db, DAY)).missing) == 2


def test_an_instrument_stands_by_its_last_verification(sitting: Sitting) -> None:
    tool = records.save(sitting, INSTRUMENT, None, {Instrument.name: "千分尺"}).record
    for day, result in ((DAY - dt.timedelta(days=60), "passed"), (DAY, "failed")):
        assert rules_system.calibrations(readiness.facts(sitting.db, DAY)).state == (
            MISSING if result == "passed" else MET
        )
        values = {
            Calibration.done_on: day, Calibration.result: result, Calibration.valid_until: dt.date(2027, 8, 1),
            Calibration.certificate: "ZS-示例",
        }  # fmt: skip
        records.save_line(sitting, INSTRUMENT, tool, CALIBRATIONS, None, values)
    assert rules_system.calibrations(readiness.facts(sitting.db, DAY)).state == MISSING


def test_every_line_of_the_map_is_whole() -> None:
    lines = requirements()
    assert len({line.key for line in lines}) == len(lines) == len(EXPECTED)
    for line in lines:
        assert line.rule in RULES, line.key
        assert line.force in FORCES
        assert line.led_by in PARTIES
        assert line.stage in {stage.key for stage in STAGES}
        assert all((line.title, line.title_en, line.must))
    assert {line.rule for line in lines} == set(RULES)
