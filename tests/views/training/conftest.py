"""The page of trainings over a copy of a small firm in the middle of its year, in a real window off screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models import workspace
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.page import TrainingPage
from tests.views.indicators.stage import Outside, Stage, stage
from tests.views.training import sample

Open = Callable[..., Stage[TrainingPage]]


@pytest.fixture(scope="session")
def _firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training") / "企业"
    sample.filled(folder, 22).workspace.close()
    return folder


@pytest.fixture(scope="session")
def _bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "企业"
    workspace.create(folder, Clock(sample.TODAY)).close()
    return folder


@pytest.fixture
def sitting(_firm: Path, tmp_path: Path) -> Iterator[Sitting]:
    """沈雪梅 at a copy of the firm on 2025-10-20."""
    yield from _open(_firm, tmp_path)


@pytest.fixture
def bare(_bare: Path, tmp_path: Path) -> Iterator[Sitting]:
    """An enterprise without people and trainings."""
    yield from _open(_bare, tmp_path)


def _open(template: Path, tmp_path: Path) -> Iterator[Sitting]:
    folder = tmp_path / "企业"
    shutil.copytree(template, folder)
    with workspace.open_workspace(folder, Clock(sample.TODAY)) as opened:
        yield Sitting(opened, "沈雪梅", Clock(sample.TODAY))


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    """The page of a sitting; what it opens elsewhere is noted in ``outside.gone``."""
    stages: list[Stage[TrainingPage]] = []

    def opened(sitting: Sitting, size: tuple[int, int] = (1228, 840)) -> Stage[TrainingPage]:
        def make(outside: Outside) -> TrainingPage:
            return TrainingPage(
                theme,
                sitting,
                outside.messages,
                outside.jobs,
                outside.files,
                preview=lambda title, made: outside.previews.append((title, made)),
                open_record=lambda register, number: outside.gone.append((register, number)),
            )

        stages.append(stage(qtbot, theme, make, size))
        return stages[-1]

    yield opened
    for one in stages:
        one.outside.jobs.shutdown()


@pytest.fixture
def shown(open_page: Open, sitting: Sitting) -> Stage[TrainingPage]:
    """The page over the firm."""
    return open_page(sitting)


@pytest.fixture
def page(shown: Stage[TrainingPage]) -> TrainingPage:
    """Its page."""
    return shown.page
