"""An enterprise with a reached and a missed indicator, and a window for the pages of acceptance and plan."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Party, PartyPerson
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.acceptance import PROGRAMME_LOG
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.people import PARTY
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.services import founding, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.acceptance.page import AcceptancePage
from qmsdesk.views.acceptance.plan_tools import ImprovementTools
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.summary.pane import LogPane
from qmsdesk.views.summary.tools import SummaryTools
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

CLOCK = Clock(dt.date(2026, 11, 20))


def fill(sitting: Sitting) -> None:
    founding.found(sitting, "徐州示例机械有限公司")
    for name, category, target, after in (
        ("准时交付率", "realization", "95", "93.6"), ("顾客满意度", "customers", "90", "92"),
    ):  # fmt: skip
        values = {Indicator.name: name, Indicator.category: category, Indicator.kind: "ratio", Indicator.unit: "%",
                  Indicator.direction: "higher", Indicator.counted: True}  # fmt: skip
        made = records.save(sitting, INDICATOR, None, values).record
        line = {IndicatorRound.name: "2026 年提升", IndicatorRound.target: target, IndicatorRound.after: after}
        records.save_line(sitting, INDICATOR, made, ROUNDS, None, line)
    body = records.save(sitting, PARTY, None, {Party.name: "示例监管局", Party.kind: "authority"}).record
    records.save_line(sitting, PARTY, body, PARTY.lines[0], None, {PartyPerson.name: "专家甲（示例）"})
    sitting.done.clear()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acceptance") / "template"
    with create(folder, CLOCK) as workspace:
        fill(Sitting(workspace, "何静", CLOCK))
    return folder


@pytest.fixture
def sitting(tmp_path: Path, template: Path) -> Iterator[Sitting]:
    shutil.copytree(template, tmp_path / "企业")
    with open_workspace(tmp_path / "企业", CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


@dataclass
class Stage:
    """A page in a window; ``prints`` collects what it previewed, ``opened`` where it led."""

    page: AcceptancePage | RegisterPage
    jobs: Jobs
    prints: list[tuple[str, int]] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    changes: list[records.Change] = field(default_factory=list)

    def said(self) -> list[str]:
        """The sentences over the page."""
        return [bar.accessibleName() for bar in self.page.messages.bars()]


Build = Callable[..., AcceptancePage | RegisterPage]
Open = Callable[[Sitting, Build], Stage]


def improvement_page(
    theme: Theme, sitting: Sitting, messages: Messages, jobs: Jobs, *, preview: Preview
) -> RegisterPage:
    page = RegisterPage(theme, sitting, IMPROVEMENT, messages, jobs)
    ImprovementTools(page, messages, jobs, preview)
    return page


def summary_page(theme: Theme, sitting: Sitting, messages: Messages, jobs: Jobs, *, preview: Preview) -> RegisterPage:
    page = RegisterPage(theme, sitting, PROGRAMME_LOG, messages, jobs, pane=LogPane)
    SummaryTools(page, messages, jobs, preview)
    return page


def crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    stages: list[Stage] = []

    def build(sitting: Sitting, kind: Build) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1180, 780)
        places: list[MessageArea] = []
        messages = Messages(theme, window, lambda: places[0], Toast(theme, window), crash)
        jobs = Jobs(window, messages.failed)
        prints: list[tuple[str, int]] = []
        opened: list[tuple[str, str]] = []
        further = {"open_record": lambda *where: opened.append(where)} if kind is AcceptancePage else {}
        page = kind(
            theme, sitting, messages, jobs, preview=lambda title, made: prints.append((title, made.pages)), **further
        )
        places.append(page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        page.entered()
        stage = Stage(page, jobs, prints, opened)
        page.changed.connect(stage.changes.append)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.jobs.shutdown()
