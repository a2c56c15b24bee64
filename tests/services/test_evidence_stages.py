"""The whole map of an enterprise that was just founded, and of one that is half-way through the project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from qmsdesk.models.audits import AuditProgramme
from qmsdesk.models.compliance import ComplianceEvent, Licence
from qmsdesk.models.people import Department, Enterprise, Party, PartyPerson, Person
from qmsdesk.models.project import (
    Application,
    Diagnosis,
    Milestone,
    Opinion,
    Plan,
    PlanFeedback,
    PlanItem,
    SelfCheck,
    Survey,
    SurveyFinding,
    SurveyInterview,
)
from qmsdesk.models.running import Meeting
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.people import ENTERPRISE, PEOPLE_OF_PARTY
from qmsdesk.registers.plans import FEEDBACK, ITEMS
from qmsdesk.registers.project import FINDINGS, INTERVIEWS, OPINIONS, SELF_CHECKS
from qmsdesk.services import attachments, eligibility, readiness, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.requirements import requirements
from qmsdesk.standard.survey import survey_items
from tests.services.conftest import DAY

MET, PARTIAL, MISSING = readiness.MET, readiness.PARTIAL, readiness.MISSING
NOT_DUE, NOT_APPLICABLE = readiness.NOT_DUE, readiness.NOT_APPLICABLE

NEEDED_WHEN_IT_HAPPENS = {
    "feasible": NOT_APPLICABLE, "deviations": NOT_APPLICABLE, "failed": NOT_APPLICABLE,
    "certification": NOT_APPLICABLE, "surveillance": NOT_APPLICABLE,
}  # fmt: skip
EMPTY = {
    "profile": MISSING, "licences": MISSING, "clean": MISSING, "willing": MISSING,
    "application": NOT_APPLICABLE, **NEEDED_WHEN_IT_HAPPENS,
}  # fmt: skip
"""All others are 未到期."""
APPLIED = {
    **EMPTY, "profile": PARTIAL, "licences": PARTIAL, "clean": MET, "willing": PARTIAL, "application": MET,
    "selection": MISSING,
}  # fmt: skip
SURVEYED = {
    **APPLIED, "selection": MET, "certifier": MET, "qualified": PARTIAL, "work_plan": PARTIAL, "kick_off": PARTIAL,
    "survey_people": PARTIAL, "survey_methods": MISSING, "survey_items": PARTIAL, "diagnosis": PARTIAL,
}  # fmt: skip
PLANNED = {
    **SURVEYED, "opinions": MISSING, "plan": PARTIAL, "feedback": PARTIAL, "carried_out": MET,
    "group": MISSING, "training_a": MISSING, "training_b": MISSING, "training_c": MISSING, "training_d": MISSING,
    "processes": MISSING, "documents": MISSING, "promotion": MISSING, "release": MISSING, "targets": MISSING,
    "relevant": MISSING,
}  # fmt: skip


def states(sitting: Sitting, day: dt.date = DAY) -> dict[str, str]:
    return {each.requirement.key: each.verdict.state for each in readiness.judge(readiness.facts(sitting.db, day))}


def whole(said: dict[str, str]) -> dict[str, str]:
    """What is written down, and 未到期 for everything else."""
    return {each.key: said.get(each.key, NOT_DUE) for each in requirements()}


def test_a_founded_enterprise_lacks_what_comes_first(sitting: Sitting) -> None:
    assert states(sitting) == whole(EMPTY)
    found = {each.requirement.key: each.verdict for each in readiness.judge(readiness.facts(sitting.db, DAY))}
    firm = reading.enterprise(sitting.db)
    assert firm is not None
    assert {(m.register, m.number) for m in found["profile"].missing} == {("enterprise", firm["number"])}
    assert [m.field for m in found["profile"].missing][:2] == ["credit_code", "legal_representative"]
    assert [(m.register, m.number, m.field) for m in found["willing"].missing] == [
        ("enterprise", firm["number"], "self_check.item")
    ]


def test_the_map_follows_the_project(sitting: Sitting, evidence: Path) -> None:
    _apply(sitting, evidence)
    assert states(sitting) == whole(APPLIED)
    person = _survey(sitting, evidence)
    assert states(sitting) == whole(SURVEYED)
    _plan(sitting, person)
    assert states(sitting) == whole(PLANNED)


def _new(sitting: Sitting, key: str, values: dict[object, object]) -> int:
    return records.save(sitting, BY_KEY[key], None, values).record


def _run(sitting: Sitting, key: str, record: int, verb: str) -> None:
    found = next(each for each in BY_KEY[key].workflow.verbs if each.key == verb)
    workflow.run(sitting, BY_KEY[key], record, found)


def _apply(sitting: Sitting, evidence: Path) -> None:
    firm = reading.enterprise(sitting.db)
    assert firm is not None
    records.save(sitting, ENTERPRISE, firm.id, {Enterprise.district: "铜山区"})
    licence = _new(sitting, "licence", {Licence.name: "营业执照（示例）"})
    attachments.attach(sitting, BY_KEY["licence"], licence, evidence)
    _new(sitting, "licence", {Licence.name: "排污登记（示例）", Licence.valid_until: DAY - dt.timedelta(days=1)})
    _new(sitting, "compliance_event", {ComplianceEvent.kind: "query", ComplianceEvent.occurred_on: DAY})
    eligibility.fill_basics(sitting)
    first = reading.lines(sitting.db, SELF_CHECKS, firm.id)[0]
    records.save_line(sitting, ENTERPRISE, firm.id, SELF_CHECKS, first.id, {SelfCheck.result: "yes"})
    made = _new(sitting, "application", {Application.way: "self", Application.applied_on: DAY})
    _run(sitting, "application", made, "apply")


def _survey(sitting: Sitting, evidence: Path) -> int:
    """Selected, surveyed in part, the diagnosis a draft; returns somebody of the firm."""
    (application,) = reading.rows(sitting.db, Application)
    records.save(
        sitting, BY_KEY["application"], application.id,
        {Application.result_on: DAY, Application.notice: "遴选通知（示例）"},
    )  # fmt: skip
    _run(sitting, "application", application.id, "select")
    party = _new(sitting, "party", {Party.name: "示例认证有限公司", Party.approval_number: "SL-1（示例）"})
    records.save_line(sitting, BY_KEY["party"], party, PEOPLE_OF_PARTY, None, {PartyPerson.name: "沈工（示例）"})
    _new(sitting, "milestone", {Milestone.stage: "a", Milestone.task: "报名", Milestone.due_on: DAY})
    _new(sitting, "meeting", {Meeting.kind: "kick_off", Meeting.held_on: DAY, Meeting.minutes: "示例"})
    department = _new(sitting, "department", {Department.name: "质量部"})
    person = _new(sitting, "person", {Person.name: "示例甲", Person.department: department})
    survey = _new(sitting, "survey", {Survey.surveyed_on: DAY, Survey.surveyors: "沈工（示例）"})
    values = {SurveyInterview.person: person, SurveyInterview.level: "top"}
    records.save_line(sitting, BY_KEY["survey"], survey, INTERVIEWS, None, values)
    item = {SurveyFinding.item: survey_items()[0].code, SurveyFinding.state: "good"}
    records.save_line(sitting, BY_KEY["survey"], survey, FINDINGS, None, item)
    diagnosis = _new(
        sitting, "diagnosis", {Diagnosis.title: "质量诊断报告（示例）", Diagnosis.diagnosers: "沈工（示例）"}
    )
    opinion = {Opinion.text: "量具没有台账", Opinion.adopted: "adopted"}
    records.save_line(sitting, BY_KEY["diagnosis"], diagnosis, OPINIONS, None, opinion)
    return person


def _plan(sitting: Sitting, person: int) -> None:
    plan = _new(sitting, "plan", {Plan.title: "提升方案（示例）"})
    item = {
        PlanItem.pain: "量具没有台账", PlanItem.measure: "建台账", PlanItem.owner: person,
        PlanItem.due_on: DAY + dt.timedelta(days=30),
    }  # fmt: skip
    records.save_line(sitting, BY_KEY["plan"], plan, ITEMS, None, item)
    records.save_line(sitting, BY_KEY["plan"], plan, FEEDBACK, None, {
        PlanFeedback.given_on: DAY, PlanFeedback.text: "培训放在周六",
    })  # fmt: skip
    firm = reading.enterprise(sitting.db)
    assert firm is not None
    records.save(sitting, ENTERPRISE, firm.id, {Enterprise.plan_started_on: DAY})


def test_what_is_begun_before_its_time_is_no_gap(sitting: Sitting) -> None:
    _new(sitting, "audit_programme", {AuditProgramme.year: DAY.year})
    (judged,) = [
        each for each in readiness.judge(readiness.facts(sitting.db, DAY)) if each.requirement.key == "g_audit"
    ]
    assert (judged.verdict.state, judged.counts) == (NOT_DUE, False)
    assert [missing.text for missing in judged.verdict.missing] == ["还没有内部审核"]
    assert judged.verdict.evidence
