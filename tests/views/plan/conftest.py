"""A firm with two people, a survey with weak items, and windows for the pages of diagnosis and plan."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.people import Department, Person
from qmsdesk.models.project import Survey, SurveyFinding
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.project import FINDINGS, SURVEY
from qmsdesk.services import founding, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.diagnosis.page import DiagnosisPage
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.plan.page import PlanPage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

TODAY = dt.date(2026, 3, 12)
CLOCK = Clock(TODAY)


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan") / "firm"
    with create(folder, CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", CLOCK)
        founding.found(sitting, "徐州示例机械有限公司")
        home = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
        for name in ("示例甲", "示例乙"):
            records.save(sitting, PERSON, None, {Person.name: name, Person.department: home})
        survey = records.save(sitting, SURVEY, None, {Survey.surveyed_on: TODAY, Survey.surveyors: "示例工"}).record
        for item, state, note in (("3.3", "weak", "漏检两件"), ("2.1", "absent", ""), ("3.2", "good", "")):
            found = {SurveyFinding.item: item, SurveyFinding.state: state, SurveyFinding.note: note}
            records.save_line(sitting, SURVEY, survey, FINDINGS, None, found)
    return folder


@pytest.fixture
def sitting(tmp_path: Path, firm: Path) -> Iterator[Sitting]:
    shutil.copytree(firm, tmp_path / "企业")
    with open_workspace(tmp_path / "企业", CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


@pytest.fixture
def people(sitting: Sitting) -> list[int]:
    return [row.id for row in reading.rows(sitting.db, Person)]


class Answers(FileChooser):
    """Answers in place of the system's dialogs."""

    path: Path | None = None

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.path


@dataclass
class Stage:
    """A page in a window; what it printed, where it led and what it saved."""

    page: Any
    jobs: Jobs
    files: Answers
    prints: list[tuple[str, int]] = field(default_factory=list)
    gone: list[tuple[str, object]] = field(default_factory=list)
    changes: list[records.Change] = field(default_factory=list)


def crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


Make = Callable[[Sitting], Stage]


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Iterator[Callable[[Sitting, str], Stage]]:
    stages: list[Stage] = []

    def build(sitting: Sitting, which: str) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1220, 840)
        places: list[MessageArea] = []
        messages = Messages(theme, window, lambda: places[0], Toast(theme, window), crash)
        jobs, files = Jobs(window, messages.failed), Answers(window)
        made = Stage(None, jobs, files)

        def preview(title: str, rendered: Any) -> None:
            made.prints.append((title, rendered.pages))

        def go(key: str, target: object) -> None:
            made.gone.append((key, target))

        page: QWidget
        if which == "plan":
            page = PlanPage(theme, sitting, messages, jobs, preview=preview)
        else:
            page = DiagnosisPage(theme, sitting, messages, jobs, files, preview=preview, go=go)
        made.page = page
        places.append(made.page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        made.page.entered()
        made.page.changed.connect(made.changes.append)
        stages.append(made)
        return made

    yield build
    for each in stages:
        each.jobs.shutdown()


@pytest.fixture
def plan_page(stage: Callable[[Sitting, str], Stage]) -> Make:
    return lambda sitting: stage(sitting, "plan")


@pytest.fixture
def diagnosis_page(stage: Callable[[Sitting, str], Stage]) -> Make:
    return lambda sitting: stage(sitting, "diagnosis")
