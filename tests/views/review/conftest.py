"""A held review with inputs, people and decisions, and a window for its page."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models.people import Department, Person
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.reviews import ATTENDEES, INPUTS, OUTPUTS, REVIEW
from qmsdesk.services import nonconformity, reading, records, review, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.review.page import ReviewPage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast

TODAY = dt.date(2025, 11, 12)
CLOCK = Clock(TODAY)


@dataclass
class Filled:
    """``review`` is held: every input has a note but ``c7``; D-01 is assigned, D-02 is not."""

    department: int
    head: int
    other: int
    review: int
    first: int
    second: int
    sitting: Any = None


def fill(sitting: Sitting) -> Filled:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "综合办公室"}).record
    head, other = (
        records.save(sitting, PERSON, None, {Person.name: name, Person.department: department}).record
        for name in ("周建邦", "韩志远")
    )
    nonconformity.raise_nonconformity(sitting, "process", "流转卡没有签名")
    made = review.open_review(sitting, TODAY).record
    there = {ReviewAttendee.person: head, ReviewAttendee.present: True}
    records.save_line(sitting, REVIEW, made, ATTENDEES, None, there)
    records.save(sitting, REVIEW, made, {Review.chair: head, Review.held_on: TODAY})
    review.take_snapshot(sitting, made)
    workflow.run(sitting, REVIEW, made, REVIEW.workflow.verbs[0])
    for line in reading.lines(sitting.db, INPUTS, made):
        if line.of(ReviewInput.code) != "c7":
            records.save_line(sitting, REVIEW, made, INPUTS, line.id, {ReviewInput.note: "已核对"})
    lines = [
        records.save_line(sitting, REVIEW, made, OUTPUTS, None, values)[1]
        for values in (
            {
                ReviewOutput.kind: "improvement",
                ReviewOutput.decision: "排产看板",
                ReviewOutput.owner: other,
                ReviewOutput.due_on: dt.date(2025, 12, 31),
            },
            {ReviewOutput.kind: "resource", ReviewOutput.decision: "增购影像测量仪"},
        )
    ]
    return Filled(department, head, other, made, *lines)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Filled]:
    folder = tmp_path_factory.mktemp("review") / "template"
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
    """The page in a window; ``gone`` collects where it wanted to go, ``prints`` what it showed."""

    page: ReviewPage
    jobs: Jobs
    gone: list[str] = field(default_factory=list)
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
        jobs = Jobs(window, messages.failed)
        gone: list[str] = []
        prints: list[tuple[str, int]] = []
        page = ReviewPage(
            theme, sitting, messages, jobs,
            preview=lambda title, made: prints.append((title, made.pages)),
            open_record=lambda register, _number: gone.append(register),
        )  # fmt: skip
        places.append(page.messages)
        window.setCentralWidget(page)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        page.entered()
        stage = Stage(page, jobs, gone, prints)
        page.changed.connect(stage.changes.append)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.jobs.shutdown()
