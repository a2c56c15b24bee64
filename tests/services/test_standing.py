"""Which record stands: a second survey, diagnosis, acceptance or case takes away nothing that was there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.acceptance import Acceptance, CaseStudy
from qmsdesk.models.base import AnyField
from qmsdesk.models.project import Application, Diagnosis, Survey, SurveyFinding
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.project import FINDINGS, SURVEY
from qmsdesk.services import case, improving, readiness, reading, records, standing
from qmsdesk.services.evidence.verdict import Verdict
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.survey import survey_items
from tests.services.evidence_whole import TODAY, mend


@pytest.fixture(scope="module")
def whole(demo_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("whole")
    paper = folder / "证据.pdf"
    paper.write_bytes(b"%PDF-1.4 sample")
    with open_workspace(demo_copy(folder / "恒岩示例"), Clock(TODAY)) as workspace:
        mend(Sitting(workspace, "何静", Clock(TODAY)), paper)
        yield workspace


@pytest.fixture
def firm(whole: Workspace) -> Iterator[Sitting]:
    """The enterprise that has everything; what a test adds is taken back."""
    with whole.db.atomic() as undone:
        yield Sitting(whole, "何静", Clock(TODAY))
        undone.rollback()


def verdicts(sitting: Sitting) -> dict[str, Verdict]:
    return {j.requirement.key: j.verdict for j in readiness.judge(readiness.facts(sitting.db, TODAY))}


@pytest.mark.parametrize(
    ("register", "values", "asked"),
    [
        ("survey", {Survey.surveyed_on: TODAY}, ("survey_methods", "survey_people", "survey_items")),
        ("survey", {Survey.surveyed_on: dt.date(2024, 3, 1)}, ("survey_methods", "survey_people", "survey_items")),
        ("diagnosis", {Diagnosis.title: "再诊断", Diagnosis.diagnosed_on: TODAY}, ("diagnosis",)),
        ("diagnosis", {Diagnosis.title: "再诊断"}, ("diagnosis",)),
        ("acceptance", {}, ("acceptance", "experts", "ways", "failed")),
        ("acceptance", {Acceptance.held_on: TODAY}, ("acceptance", "experts", "ways", "failed")),
        ("case_study", {CaseStudy.title: "第二篇"}, ("case", "case_figures")),
        ("application", {}, ("application", "selection")),
    ],
)
def test_another_empty_one_changes_no_verdict(
    firm: Sitting, register: str, values: dict[AnyField, Any], asked: tuple[str, ...]
) -> None:
    before = verdicts(firm)
    records.save(firm, BY_KEY[register], None, values)
    after = verdicts(firm)
    assert {key: after[key] for key in asked} == {key: before[key] for key in asked}


def test_a_whole_survey_of_earlier_is_not_the_standing_one(firm: Sitting) -> None:
    first = reading.rows(firm.db, Survey)[0].id
    assert survey_standing(firm) == first
    older = survey_on(firm, dt.date(2024, 3, 1))
    assert survey_standing(firm) == first
    newer = survey_on(firm, TODAY)
    assert survey_standing(firm) == newer
    assert older < newer


def survey_standing(sitting: Sitting) -> int:
    found: dict[int, list[Any]] = {}
    for line in reading.rows(sitting.db, SurveyFinding):
        found.setdefault(line.of(SurveyFinding.survey), []).append(line)
    row = standing.survey(reading.rows(sitting.db, Survey), found)
    assert row is not None
    return row.id


def survey_on(sitting: Sitting, day: dt.date) -> int:
    made = records.save(sitting, SURVEY, None, {Survey.surveyed_on: day}).record
    for item in survey_items():
        line = {SurveyFinding.item: item.code, SurveyFinding.state: "good"}
        records.save_line(sitting, SURVEY, made, FINDINGS, None, line)
    return made


def test_without_a_whole_one_the_newest_by_its_day_stands(sitting: Sitting) -> None:
    assert standing.application([]) is None
    for day in (dt.date(2026, 5, 1), dt.date(2025, 5, 1), None):
        records.save(sitting, BY_KEY["application"], None, {Application.applied_on: day, Application.way: "self"})
    row = standing.application(reading.rows(sitting.db, Application))
    assert row is not None
    assert row.of(Application.applied_on) == dt.date(2026, 5, 1)


def test_a_draft_without_a_day_does_not_hide_the_acceptance_that_was_held(sitting: Sitting) -> None:
    assert improving.last_acceptance(sitting.db) is None
    first = records.save(sitting, BY_KEY["acceptance"], None, {}).record
    second = records.save(sitting, BY_KEY["acceptance"], None, {}).record
    assert last(sitting) == second
    records.save(sitting, BY_KEY["acceptance"], first, {Acceptance.held_on: dt.date(2026, 9, 1)})
    assert last(sitting) == first
    third = records.save(sitting, BY_KEY["acceptance"], None, {Acceptance.held_on: dt.date(2026, 9, 2)}).record
    assert last(sitting) == third


def last(sitting: Sitting) -> int:
    row = improving.last_acceptance(sitting.db)
    assert row is not None
    return row.id


def test_the_case_that_goes_out_is_the_final_one_written_last(firm: Sitting) -> None:
    found = case.published(firm.db)
    assert found is not None
    values = {CaseStudy.title: "旧的", CaseStudy.written_on: dt.date(2024, 1, 1)}
    older = records.save(firm, BY_KEY["case_study"], None, values).record
    CaseStudy.update(status="final").where(CaseStudy.id == older).execute(firm.db)
    again = case.published(firm.db)
    assert again is not None
    assert again.id == found.id
