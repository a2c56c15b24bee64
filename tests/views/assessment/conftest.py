"""The page of 表C.1 over a copy of the sample workspace, in a real window off screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models import workspace
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.theme.apply import Theme
from tests.views.indicators import sample
from tests.views.indicators.stage import Outside, Stage, stage

Open = Callable[[Sitting], Stage[AssessmentPage]]


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "企业"
    sample.filled(folder).workspace.close()
    return folder


@pytest.fixture
def sitting(_template: Path, tmp_path: Path) -> Iterator[Sitting]:
    """何静 at a copy of the sample enterprise on 2026-10-15."""
    folder = tmp_path / "企业"
    shutil.copytree(_template, folder)
    clock = Clock(sample.TODAY)
    with workspace.open_workspace(folder, clock) as opened:
        yield Sitting(opened, "何静", clock)


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    """The page of a sitting; records it asks to open are kept in ``outside.gone``."""
    stages: list[Stage[AssessmentPage]] = []

    def opened(sitting: Sitting) -> Stage[AssessmentPage]:
        def make(outside: Outside) -> AssessmentPage:
            return AssessmentPage(
                theme,
                sitting,
                outside.messages,
                outside.jobs,
                outside.files,
                preview=lambda title, made: outside.previews.append((title, made)),
                open_record=lambda register, number, field: outside.gone.append((register, (number, field))),
            )

        stages.append(stage(qtbot, theme, make))
        return stages[-1]

    yield opened
    for one in stages:
        one.outside.jobs.shutdown()


@pytest.fixture
def shown(open_page: Open, sitting: Sitting) -> Stage[AssessmentPage]:
    """The page over a sample without a draft yet."""
    return open_page(sitting)


@pytest.fixture
def page(shown: Stage[AssessmentPage]) -> AssessmentPage:
    """Its page."""
    return shown.page
