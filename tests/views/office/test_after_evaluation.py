"""What follows the self-evaluation in the window: the plan after 定稿, the page of the acceptance, the summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Assessment
from qmsdesk.models.results import Improvement
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.services import improving, reading, records
from qmsdesk.views.acceptance.page import AcceptancePage
from qmsdesk.views.acceptance.plan_tools import ImprovementTools
from qmsdesk.views.office.grouped import GroupPage
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.summary.tools import SummaryTools


@pytest.fixture
def opened(office: Office, demo: Path, qtbot: QtBot, window: MainWindow) -> Office:
    assert office.open(demo, "何静")
    qtbot.waitUntil(lambda: not window.jobs.busy())
    return office


def front(window: MainWindow) -> Any:
    """The page in front, inside its tabs."""
    page = window.pages.current()
    return page.front() if isinstance(page, GroupPage) else page


def test_the_pages_are_in_the_window(opened: Office, window: MainWindow) -> None:
    window.go("acceptance")
    assert isinstance(front(window), AcceptancePage)
    for key, kind in (("improvement", ImprovementTools), ("programme_log", SummaryTools)):
        window.go(key)
        assert front(window).register.key == key
        assert front(window).findChild(kind) is not None, key


def test_the_self_evaluation_leads_to_the_plan(opened: Office, window: MainWindow) -> None:
    sitting = opened.sitting
    assert sitting is not None
    waiting = len(improving.wanted(sitting.db))
    assert waiting > 0
    before = len(reading.rows(sitting.db, Improvement))
    window.go("self_evaluation")
    page = front(window)
    final = next(r for r in reading.rows(sitting.db, Assessment) if r.of(Assessment.status) == "final")
    page.changed.emit(records.Change("assessment", final.id, "finalise", 0, frozenset({("assessment", final.id)})))
    group = window.pages.current()
    assert group is not None
    said = [bar.text() for bar in group.messages.bars()]
    assert [text for text in said if f"有 {waiting} 项没有达成" in text] != []
    versions = page.tools.versions
    versions.aboutToShow.emit()
    next(act for act in versions.actions() if act.text() == "起草改进计划").trigger()
    assert front(window).register is IMPROVEMENT
    assert len(reading.rows(sitting.db, Improvement)) == before + waiting
