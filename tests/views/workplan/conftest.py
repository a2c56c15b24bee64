"""A window for the page of the work plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.services import founding, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast
from qmsdesk.views.workplan.page import WorkPlanPage
from qmsdesk.views.workplan.printing import Printing

CLOCK = Clock(dt.date(2026, 10, 20))


@dataclass
class Stage:
    """The page in a window; ``gone`` collects where it wanted to go, ``prints`` what it showed."""

    page: WorkPlanPage
    jobs: Jobs
    messages: Messages
    gone: list[tuple[str, str]] = field(default_factory=list)
    prints: list[tuple[str, int]] = field(default_factory=list)
    changes: list[records.Change] = field(default_factory=list)


Open = Callable[[Sitting], Stage]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Sitting]:
    """An enterprise without a plan."""
    with create(tmp_path / "企业", CLOCK) as workspace:
        made = Sitting(workspace, "何静", CLOCK)
        founding.found(made, "徐州示例机械有限公司")
        made.done.clear()
        yield made


@pytest.fixture
def hy(demo: Path) -> Iterator[Sitting]:
    """The sample enterprise."""
    with open_workspace(demo, CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


def crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    stages: list[Stage] = []

    def build(sitting: Sitting) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1228, 842)
        places: list[MessageArea] = []
        messages = Messages(theme, window, lambda: places[0], Toast(theme, window), crash)
        jobs = Jobs(window, messages.failed)
        gone: list[tuple[str, str]] = []
        prints: list[tuple[str, int]] = []
        page = WorkPlanPage(
            theme, sitting, messages, jobs,
            printing=Printing(sitting, jobs, lambda title, made: prints.append((title, made.pages))),
            open_record=lambda register, number: gone.append((register, number)), import_file=lambda: None,
        )  # fmt: skip
        places.append(page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        page.entered()
        stage = Stage(page, jobs, messages, gone, prints)
        page.changed.connect(stage.changes.append)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.jobs.shutdown()
