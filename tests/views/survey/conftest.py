"""An enterprise with a survey begun, and a window for its page."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Department, Person
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import founding, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.survey.page import SurveyPage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

CLOCK = Clock(dt.date(2025, 10, 22))


def fill(sitting: Sitting) -> None:
    founding.found(sitting, "徐州示例机械有限公司")
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "质检科"}).record
    for name, post in (("示例甲", "总经理"), ("示例乙", "检验员")):
        records.save(sitting, PERSON, None, {Person.name: name, Person.post: post, Person.department: department})
    values = {Indicator.name: "设备完好率", Indicator.category: "resources", Indicator.unit: "%",
              Indicator.survey_item: "3.2"}  # fmt: skip
    made = records.save(sitting, INDICATOR, None, values).record
    line = {IndicatorRound.name: "2025 年提升", IndicatorRound.before: "92.97"}
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, line)
    surveying.open_survey(sitting)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("survey") / "template"
    with create(folder, CLOCK) as workspace:
        fill(Sitting(workspace, "何静", CLOCK))
    return folder


@pytest.fixture
def sitting(tmp_path: Path, template: Path) -> Iterator[Sitting]:
    shutil.copytree(template, tmp_path / "企业")
    with open_workspace(tmp_path / "企业", CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


class Answers(FileChooser):
    """Gives one path for every file asked for."""

    path: Path | None = None

    def open(self, title: str, start: Path, kinds: str = "") -> Path | None:
        return self.path

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.path


@dataclass
class Stage:
    """The page in a window; what it previewed, changed, and where it led."""

    page: SurveyPage
    jobs: Jobs
    files: Answers
    prints: list[tuple[str, int]] = field(default_factory=list)
    changes: list[records.Change] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    imports: list[tuple[int, Path]] = field(default_factory=list)


def crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


Open = Callable[[Sitting], Stage]
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    stages: list[Stage] = []

    def build(sitting: Sitting) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1220, 800)
        places: list[MessageArea] = []
        messages = Messages(theme, window, lambda: places[0], Toast(theme, window), crash)
        jobs, files = Jobs(window, messages.failed), Answers(window)
        prints: list[tuple[str, int]] = []
        opened: list[tuple[str, str]] = []
        imports: list[tuple[int, Path]] = []
        page = SurveyPage(
            theme, sitting, messages, jobs, files,
            preview=lambda title, made: prints.append((title, made.pages)),
            open_record=lambda key, number: opened.append((key, number)),
            import_sheet=lambda record, path: imports.append((record, path)),
        )  # fmt: skip
        places.append(page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        page.entered()
        stage = Stage(page, jobs, files, prints, [], opened, imports)
        page.changed.connect(stage.changes.append)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.jobs.shutdown()
