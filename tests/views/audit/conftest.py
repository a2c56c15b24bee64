"""The page of audits over copies of small firms, in a real window off screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models import workspace
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.audit.page import AuditPage
from qmsdesk.views.theme.apply import Theme
from tests.services import audit_sample
from tests.services.audit_sample import Firm
from tests.views.indicators.stage import Outside, Stage, stage

KINDS: dict[str, Callable[[Sitting], Firm]] = {
    "staff": audit_sample.staff, "planned": audit_sample.planned, "held": audit_sample.held,
    "reported": audit_sample.reported,
}  # fmt: skip


@dataclass
class Scene:
    """A firm, its page in a window, and what the page talks to."""

    sitting: Sitting
    firm: Firm
    stage: Stage[AuditPage]

    @property
    def page(self) -> AuditPage:
        return self.stage.page


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Firm]]:
    made: dict[str, tuple[Path, Firm]] = {}

    def template(kind: str) -> tuple[Path, Firm]:
        if kind not in made:
            folder = tmp_path_factory.mktemp(kind) / "firm"
            with audit_sample.opened(folder) as sitting:
                made[kind] = folder, KINDS[kind](sitting)
        return made[kind]

    return template


Open = Callable[..., Scene]


@pytest.fixture
def open_page(
    qtbot: QtBot, theme: Theme, tmp_path: Path, _templates: Callable[[str], tuple[Path, Firm]]
) -> Iterator[Open]:
    """``open_page("held")`` shows the page of a firm whose audit is being carried out."""
    scenes: list[Scene] = []
    spaces = []

    def opened(kind: str = "held", *, read_only: bool = False, size: tuple[int, int] = (1228, 840)) -> Scene:
        template, firm = _templates(kind)
        folder = tmp_path / kind
        shutil.copytree(template, folder)
        clock = Clock(audit_sample.TODAY)
        space = workspace.open_workspace(folder, clock)
        if read_only:
            space.read_only = "只读打开"
        spaces.append(space)
        sitting = Sitting(space, "孟庆岩", clock)

        def make(outside: Outside) -> AuditPage:
            return AuditPage(
                theme, sitting, outside.messages, outside.jobs, outside.files,
                preview=lambda title, made: outside.previews.append((title, made)),
            )  # fmt: skip

        scenes.append(Scene(sitting, firm, stage(qtbot, theme, make, size)))
        return scenes[-1]

    yield opened
    for scene in scenes:
        scene.stage.outside.jobs.shutdown()
    for space in spaces:
        space.close()
