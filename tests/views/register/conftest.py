"""A small workspace and the page of a register over it, in a real window off screen."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import REVISIONS
from qmsdesk.registers.spec import Register, Values
from qmsdesk.services import records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

CLOCK = Clock(dt.date(2025, 11, 12))


@dataclass
class Filled:
    """What the small workspace holds."""

    sitting: Sitting
    production: int
    quality: int
    people: dict[str, int]
    documents: dict[str, int]


def add(sitting: Sitting, key: str, values: Values) -> int:
    return records.save(sitting, BY_KEY[key], None, values).record


def fill(sitting: Sitting) -> Filled:
    production = add(sitting, "department", {Department.name: "生产部"})
    quality = add(sitting, "department", {Department.name: "技术质量部"})
    people = {
        name: add(sitting, "person", {Person.name: name, Person.department: quality})
        for name in ("邵伟", "韩志远", "沈雪梅")
    }
    documents = {}
    for number, title, level, department in (
        ("QM-01", "质量手册", "manual", quality),
        ("QP-03", "风险和机遇应对控制程序", "procedure", quality),
        ("QP-05", "设备与工装控制程序", "procedure", production),
        ("WI-07", "冲压换模作业指导书", "instruction", production),
        ("WI-09", "螺纹通止规使用作业指导书", "instruction", quality),
    ):
        values = {
            Document.number: number,
            Document.title: title,
            Document.level: level,
            Document.department: department,
        }
        documents[number] = add(sitting, "document", values)
    records.save_line(
        sitting, BY_KEY["document"], documents["WI-07"], REVISIONS, None, {DocumentRevision.version: "A/0"}
    )
    return Filled(sitting, production, quality, people, documents)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Filled]:
    """An empty and a small workspace; every test works on a copy."""
    folder = tmp_path_factory.mktemp("templates")
    create(folder / "empty", CLOCK).close()
    with create(folder / "small", CLOCK) as workspace:
        filled = fill(Sitting(workspace, "沈雪梅", CLOCK))
    return folder / "empty", folder / "small", filled


@pytest.fixture
def sitting(tmp_path: Path, templates: tuple[Path, Path, Filled], request: pytest.FixtureRequest) -> Iterator[Sitting]:
    empty, small, _filled = templates
    shutil.copytree(small if "filled" in request.fixturenames else empty, tmp_path / "企业")
    with open_workspace(tmp_path / "企业", CLOCK) as workspace:
        yield Sitting(workspace, "沈雪梅", CLOCK)


@pytest.fixture
def filled(sitting: Sitting, templates: tuple[Path, Path, Filled]) -> Filled:
    return replace(templates[2], sitting=sitting)


class Crashed(AssertionError):
    """Something that should have been a sentence for the user."""


def crash(error: BaseException) -> None:
    raise Crashed(str(error)) from error


@dataclass
class Stage:
    """A window with one page and everything it talks to."""

    window: QMainWindow
    page: RegisterPage
    jobs: Jobs
    toast: Toast
    messages: Messages
    area: MessageArea


Open = Callable[..., Stage]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, sitting: Sitting) -> Iterator[Open]:
    stages: list[Stage] = []

    def build(
        register: Register = BY_KEY["document"],
        outside: Outside | None = None,
        settings: QSettings | None = None,
        size: tuple[int, int] = (1180, 760),
    ) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(*size)
        toast = Toast(theme, window)
        places: list[MessageArea] = []
        messages = Messages(theme, window, lambda: places[0], toast, crash)
        jobs = Jobs(window, messages.failed)
        page = RegisterPage(theme, sitting, register, messages, jobs, outside, settings)
        places.append(page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        page.entered()
        stages.append(Stage(window, page, jobs, toast, messages, page.messages))
        return stages[-1]

    yield build
    for stage in stages:
        stage.jobs.shutdown()
