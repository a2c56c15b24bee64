"""An enterprise with two reached indicators, and a window for the page of its case."""

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
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.services import founding, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.case.page import CasePage
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

CLOCK = Clock(dt.date(2026, 10, 20))


def fill(sitting: Sitting) -> None:
    founding.found(sitting, "徐州示例机械有限公司")
    for name, before, target, after in (("准时交付率", "86", "95", "96.128"), ("顾客满意度", "85", "90", "92")):
        values = {Indicator.name: name, Indicator.category: "realization", Indicator.kind: "ratio",
                  Indicator.unit: "%", Indicator.direction: "higher", Indicator.counted: True}  # fmt: skip
        made = records.save(sitting, INDICATOR, None, values).record
        line = {IndicatorRound.name: "2026 年提升", IndicatorRound.before: before, IndicatorRound.target: target,
                IndicatorRound.after: after}  # fmt: skip
        records.save_line(sitting, INDICATOR, made, ROUNDS, None, line)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case") / "template"
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

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        return self.path


@dataclass
class Stage:
    """The page in a window; ``prints`` collects what it previewed."""

    page: CasePage
    jobs: Jobs
    files: Answers
    prints: list[tuple[str, int]] = field(default_factory=list)
    changes: list[records.Change] = field(default_factory=list)


def crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


Open = Callable[[Sitting], Stage]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    stages: list[Stage] = []

    def build(sitting: Sitting) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1180, 780)
        places: list[MessageArea] = []
        messages = Messages(theme, window, lambda: places[0], Toast(theme, window), crash)
        jobs, files = Jobs(window, messages.failed), Answers(window)
        prints: list[tuple[str, int]] = []
        page = CasePage(
            theme, sitting, messages, jobs, files, preview=lambda title, made: prints.append((title, made.pages))
        )
        places.append(page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        page.entered()
        stage = Stage(page, jobs, files, prints)
        page.changed.connect(stage.changes.append)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.jobs.shutdown()
