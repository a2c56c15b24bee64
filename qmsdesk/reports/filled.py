"""The forms of the system that the records fill: what a bundle holds beside the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsdesk.clock import day_in_china
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance, CaseStudy, ProgrammeLog
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit
from qmsdesk.models.database import Database
from qmsdesk.models.documents import Document
from qmsdesk.models.project import Application, Diagnosis, Plan, SelfCheck, Survey
from qmsdesk.models.results import Improvement
from qmsdesk.models.reviews import Review
from qmsdesk.models.running import Meeting, Visit
from qmsdesk.models.training import Training
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK
from qmsdesk.registers.project import SELF_CHECKS
from qmsdesk.reports import (
    acceptance_forms,
    action_forms,
    audit_forms,
    case_forms,
    catalogue,
    diagnosis_form,
    document_forms,
    enterprise_forms,
    improvement_forms,
    plan_form,
    project_forms,
    review_forms,
    summary_forms,
    survey_form,
    training_forms,
)
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import case, reading, summary, surveying, training, workplan

AUDIT_SET = "audit_set"
"""All forms of an audit behind each other in one file."""
_NAME = 30  # characters of a title in a file name


@dataclass(frozen=True)
class Filled:
    """A form with the record that fills it; ``number`` is empty for a list, the year for a plan of the year."""

    key: str
    name: str
    register: str
    number: str = ""
    day: dt.date | None = None


def filled(db: Database, when: dt.datetime) -> list[Filled]:
    """Every form that says something, in the order of the folders; void records give none, drafts only a case."""
    return [
        *_enterprise(db), *_project(db, when), *_surveys(db), *_diagnoses(db), *_plans(db), *_documents(db),
        *_trainings(db, when), *_audits(db), *_reviews(db), *_actions(db), *_improvements(db), *_acceptances(db),
        *_cases(db), *_summary(db),
    ]  # fmt: skip


def render(db: Database, form: Filled, when: dt.datetime) -> Rendered:
    """The form as PDF."""
    if form.key == AUDIT_SET:
        row = reading.by_number(db, BY_KEY[form.register], form.number)
        assert row is not None  # it was listed from the same copy
        return audit_forms.whole_set(db, row, when)
    return catalogue.render(db, form.key, when, number=form.number)


def _enterprise(db: Database) -> Iterator[Filled]:
    """The profile as soon as there is one, the self-check once an item is judged."""
    row = reading.enterprise(db)
    if row is None:
        return
    checks = reading.lines(db, SELF_CHECKS, row.id)
    judged = [line for line in checks if line.of(SelfCheck.result)]
    for form, wanted in ((enterprise_forms.PROFILE, True), (enterprise_forms.SELF_CHECK, bool(judged))):
        if wanted:
            yield Filled(form.key, f"{form.key} {form.title}", "enterprise", row["number"])


def _project(db: Database, when: dt.datetime) -> Iterator[Filled]:
    """The schedule of every round, the application once it is made, meetings with minutes, visits."""
    form = project_forms.SCHEDULE
    for name in workplan.rounds(db):
        if workplan.read(db, day_in_china(when), name).tasks:
            yield Filled(form.key, f"{form.key} {form.title} {name}".strip(), "milestone", name)
    made = (
        (project_forms.ENTRY, Application.applied_on, lambda row: row["status"] != "draft"),
        (project_forms.MINUTES, Meeting.held_on, lambda row: bool(row.of(Meeting.minutes))),
        (project_forms.VISIT_RECORD, Visit.visited_on, lambda _row: True),
    )
    for form, day, wanted in made:
        register = project_forms.REGISTERS[form.key]
        for row in reading.rows(db, register.model, register.model.void_reason == ""):
            if wanted(row):
                yield Filled(form.key, f"{row['number']} {form.title}", register.key, row["number"], row.of(day))


def _surveys(db: Database) -> Iterator[Filled]:
    """表A.1 of every survey in which an item is surveyed."""
    for row in reading.rows(db, Survey, Survey.void_reason == ""):
        if surveying.read(db, row.id).done:
            form = survey_form.SURVEY_FORM
            yield Filled(form.key, f"{row['number']} {form.title}", "survey", row["number"], row.of(Survey.surveyed_on))


def _diagnoses(db: Database) -> Iterator[Filled]:
    """表B.1 of every report the enterprise has confirmed."""
    for row in reading.rows(db, Diagnosis, Diagnosis.void_reason == ""):
        if row["status"] != "draft":
            form = diagnosis_form.B1
            day = row.of(Diagnosis.confirmed_on) or row.of(Diagnosis.diagnosed_on)
            yield Filled(form.key, _("{} 表B.1 {}").format(row["number"], form.title), "diagnosis", row["number"], day)


def _plans(db: Database) -> Iterator[Filled]:
    """Every version that was approved, with the record of opinions and that of adjustments where there are any."""
    for row in reading.rows(db, Plan, Plan.void_reason == ""):
        if row["status"] not in {"approved", "superseded"}:
            continue
        for form, wanted in (
            (plan_form.WHOLE, True),
            (plan_form.CONSULTED, bool(reading.lines(db, FEEDBACK, row.id))),
            (plan_form.ADJUSTED, bool(reading.lines(db, DEVIATIONS, row.id))),
        ):
            if wanted:
                name = _("{} 第 {} 版 {}").format(row["number"], row.of(Plan.version), form.title)
                yield Filled(form.key, name, "plan", row["number"], row.of(Plan.approved_on))


def _documents(db: Database) -> Iterator[Filled]:
    if reading.rows(db, Document, Document.void_reason == ""):
        for form in (document_forms.CONTROLLED, document_forms.EXTERNAL, document_forms.RECORDS, document_forms.COPIES):
            yield Filled(form.key, f"{form.key} {form.title}", "document")


def _trainings(db: Database, when: dt.datetime) -> Iterator[Filled]:
    known = training.read(db, day_in_china(when))
    for year in sorted(training.years(known)):
        plan = training_forms.PLAN
        yield Filled(plan.key, _("{} 年度培训计划").format(f"{plan.key} {year}"), "training", str(year))
    for session in known.sessions:
        for form, done in (
            (training_forms.RECORD, session.held),
            (training_forms.EVALUATION, session.evaluated),
        ):
            if done:
                topic = session.row.of(Training.topic)
                yield Filled(
                    form.key, f"{session.number} {form.title} {topic}", "training", session.number, session.day
                )


def _audits(db: Database) -> Iterator[Filled]:
    for row in reading.rows(db, Audit, Audit.void_reason == ""):
        if row["status"] in {"reported", "closed"}:
            name = _("{} 内部审核整套表单").format(row["number"])
            yield Filled(AUDIT_SET, name, "audit", row["number"], row.of(Audit.reported_on))


def _reviews(db: Database) -> Iterator[Filled]:
    for row in reading.rows(db, Review, Review.void_reason == ""):
        if row["status"] in {"held", "closed"}:
            for form in (review_forms.MATERIAL, review_forms.REPORT, review_forms.TRACKING):
                yield Filled(form.key, f"{row['number']} {form.title}", "review", row["number"], row.of(Review.held_on))


def _actions(db: Database) -> Iterator[Filled]:
    form = action_forms.ACTION
    for row in reading.rows(db, Nonconformity, Nonconformity.void_reason == ""):
        if row["status"] != "opened":
            day = row.of(Nonconformity.closed_on) or row.of(Nonconformity.found_on)
            yield Filled(form.key, f"{row['number']} {form.title}", "nonconformity", row["number"], day)


def _improvements(db: Database) -> Iterator[Filled]:
    """改进、创新行动计划, once there is anything in it."""
    if reading.rows(db, Improvement, Improvement.void_reason == ""):
        form = improvement_forms.PLAN
        yield Filled(form.key, f"{form.key} {form.title}", "improvement")


def _acceptances(db: Database) -> Iterator[Filled]:
    """Every acceptance that was held; one that is not confirmed yet says so on every page."""
    for row in reading.rows(db, Acceptance, Acceptance.void_reason == ""):
        if row.of(Acceptance.held_on) is not None:
            form = acceptance_forms.RECORD
            name = f"{row['number']} {form.title}"
            yield Filled(form.key, name, "acceptance", row["number"], row.of(Acceptance.held_on))


def _cases(db: Database) -> Iterator[Filled]:
    """The case that goes out: the final one, or the latest draft, which says so on every page."""
    row = case.published(db)
    if row is not None:
        name = f"{row['number']} {case_forms.CASE.title} {row.of(CaseStudy.title)[:_NAME]}"
        yield Filled(case_forms.CASE.key, name, "case_study", row["number"], row.of(CaseStudy.written_on))


def _summary(db: Database) -> Iterator[Filled]:
    """Every questionnaire that is rated, and 认证提升总结 once anything is recorded for it."""
    parts = summary.parts(db)
    for row in next(part.rows for part in parts if part.key == summary.QUESTIONNAIRE):
        if row.of(ProgrammeLog.score) is not None:
            form = summary_forms.QUESTIONNAIRE
            day = row.of(ProgrammeLog.logged_on)
            yield Filled(form.key, f"{row['number']} {form.title}", "programme_log", row["number"], day)
    if any(part.rows for part in parts):
        yield Filled(summary_forms.SUMMARY.key, summary_forms.SUMMARY.title, "programme_log")
