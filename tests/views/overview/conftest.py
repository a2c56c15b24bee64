"""The program at work with the page 总览 in front, on the sample enterprise and on an empty one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.services import founding
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.office import Office
from qmsdesk.views.overview.page import OverviewPage
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from tests.views.office.conftest import Answers

DAY = dt.date(2026, 10, 20)


@pytest.fixture
def office(window: MainWindow, theme: Theme, settings: QSettings) -> Iterator[Office]:
    made = Office(window, theme, settings, Clock(DAY), Answers(window))
    made.welcome()
    window.show()
    yield made
    made.close()


@pytest.fixture
def page(office: Office, demo: Path, window: MainWindow, qtbot: QtBot) -> OverviewPage:
    """The page that the sample enterprise opens with."""
    assert office.open(demo, "何静")
    return front(window, qtbot)


@pytest.fixture
def blank(office: Office, tmp_path: Path, window: MainWindow, qtbot: QtBot) -> OverviewPage:
    """The page of an enterprise that was just founded."""
    folder = tmp_path / "空白示例"
    founding.establish(folder, Clock(DAY), "何静", "徐州空白示例有限公司", {}).workspace.close()
    assert office.open(folder, "何静")
    return front(window, qtbot)


def front(window: MainWindow, qtbot: QtBot) -> OverviewPage:
    """The page 总览, which has to be in front."""
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    found = window.pages.current()
    assert isinstance(found, OverviewPage)
    return found


def sitting_of(office: Office) -> Sitting:
    """Who works, on what."""
    assert office.sitting is not None
    return office.sitting
