"""A few nonconformities in every state, and a window for the pages over them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.people import Department, Person
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.spec import Values, Verb
from qmsdesk.services import nonconformity, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

TODAY = dt.date(2025, 11, 12)
FOUND = dt.date(2025, 10, 15)
CLOCK = Clock(TODAY)


def verb(key: str) -> Verb:
    return next(v for v in NONCONFORMITY.workflow.verbs if v.key == key)


@dataclass
class Filled:
    """Ids by what they are for; ``late`` waits for its verification, ``fresh`` has only its fact."""

    department: int
    owner: int
    verifier: int
    late: int
    fresh: int
    closed: int
    sitting: Any = None


def steps(department: int, owner: int, verifier: int) -> list[tuple[str, Values]]:
    return [
        (
            "analyse",
            {
                Nonconformity.basis: "GB/T 19001 8.5.1",
                Nonconformity.clauses: ("2016/8.5.1",),
                Nonconformity.grade: "general",
                Nonconformity.department: department,
                Nonconformity.owner: owner,
                Nonconformity.correction: "补做首件检验",
                Nonconformity.corrected_on: dt.date(2025, 10, 16),
            },
        ),
        (
            "plan",
            {
                Nonconformity.factors: ("method",),
                Nonconformity.cause: "没有规定未签字不得开机",
                Nonconformity.extension: "其他工序没有",
                Nonconformity.action: "修订作业指导书",
                Nonconformity.action_owner: owner,
                Nonconformity.due_on: dt.date(2025, 10, 31),
            },
        ),
        ("finish", {Nonconformity.done_on: dt.date(2025, 10, 31)}),
        (
            "close",
            {
                Nonconformity.verify_method: "抽查",
                Nonconformity.verify_evidence: "30 张全部签字",
                Nonconformity.verifier: verifier,
                Nonconformity.verified_on: dt.date(2025, 11, 6),
                Nonconformity.effectiveness: "effective",
            },
        ),
    ]


def fill(sitting: Sitting) -> Filled:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "生产部"}).record
    owner, verifier = (
        records.save(sitting, PERSON, None, {Person.name: name, Person.department: department}).record
        for name in ("韩志远", "孟庆岩")
    )
    made = {}
    for name, count, fact in (
        ("late", 3, "4 张首件检验记录没有签字"),
        ("fresh", 0, "流转卡没有签名"),
        ("closed", 4, "外来文件没有登记"),
    ):
        values: Values = {Nonconformity.found_on: FOUND if count else TODAY}
        record = nonconformity.raise_nonconformity(sitting, "audit", fact, values=values).record
        for key, more in steps(department, owner, verifier)[:count]:
            records.save(sitting, NONCONFORMITY, record, more)
            workflow.run(sitting, NONCONFORMITY, record, verb(key))
        made[name] = record
    return Filled(department, owner, verifier, **made)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Filled]:
    folder = tmp_path_factory.mktemp("actions") / "template"
    with create(folder, CLOCK) as workspace:
        return folder, fill(Sitting(workspace, "沈雪梅", CLOCK))


@pytest.fixture
def filled(tmp_path: Path, template: tuple[Path, Filled]) -> Iterator[Filled]:
    folder, known = template
    shutil.copytree(folder, tmp_path / "企业")
    with open_workspace(tmp_path / "企业", CLOCK) as workspace:
        yield Filled(**{**known.__dict__, "sitting": Sitting(workspace, "沈雪梅", CLOCK)})


@dataclass
class Stage:
    """A window with one widget and what it talks to; ``gone`` collects where it wanted to go."""

    window: QMainWindow
    messages: Messages
    jobs: Jobs
    widget: Any = None
    gone: list[tuple[str, object]] = field(default_factory=list)


def crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


Show = Callable[[Callable[[Stage], QWidget]], Stage]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Iterator[Show]:
    stages: list[Stage] = []

    def build(make: Callable[[Stage], QWidget]) -> Stage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1180, 760)
        area = MessageArea(window)
        messages = Messages(theme, window, lambda: area, Toast(theme, window), crash)
        stage = Stage(window, messages, Jobs(window, messages.failed))
        stage.widget = make(stage)
        window.setCentralWidget(stage.widget)
        if hasattr(stage.widget, "go_to"):
            stage.widget.go_to.connect(lambda key, target: stage.gone.append((key, target)))
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.jobs.shutdown()
