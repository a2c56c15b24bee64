"""The page of indicators over a copy of the sample workspace, in a real window off screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models import workspace
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.theme.apply import Theme
from tests.views.indicators import sample
from tests.views.indicators.stage import Outside, Stage, stage

NAME = "一次交验合格率"
Open = Callable[..., Stage[IndicatorsPage]]


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
    """The page of a sitting, at an indicator; without ``trend`` no chart is drawn."""
    stages: list[Stage[IndicatorsPage]] = []

    def opened(sitting: Sitting, name: str = "", *, trend: bool = True) -> Stage[IndicatorsPage]:
        def make(outside: Outside) -> IndicatorsPage:
            made = IndicatorsPage(
                theme,
                sitting,
                outside.messages,
                outside.jobs,
                outside.files,
                preview=lambda title, made: outside.previews.append((title, made)),
                import_file=outside.imports.append,
            )
            made.trend.setHidden(not trend)
            if name:
                made.show_target(sample.number(sitting, name))
            return made

        stages.append(stage(qtbot, theme, make))
        return stages[-1]

    yield opened
    for one in stages:
        one.outside.jobs.shutdown()


@pytest.fixture
def shown(open_page: Open, sitting: Sitting) -> Stage[IndicatorsPage]:
    """The page at 一次交验合格率."""
    return open_page(sitting, NAME)


@pytest.fixture
def page(shown: Stage[IndicatorsPage]) -> IndicatorsPage:
    """Its page."""
    return shown.page
