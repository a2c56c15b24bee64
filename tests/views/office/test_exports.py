"""What leaves through the window is in the list of exports, outside the history chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.services import exportlog, history
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.office.office import Office
from qmsdesk.views.preview import PreviewDialog
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.shell.window import MainWindow
from tests.views.office.conftest import Answers

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture
def opened(office: Office, demo: Path, qtbot: QtBot, window: MainWindow) -> Office:
    assert office.open(demo, "何静")
    qtbot.waitUntil(lambda: not window.jobs.busy())
    return office


def test_a_list_a_form_and_a_print_are_noted(
    opened: Office, files: Answers, answer: Answer, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert opened.sitting is not None
    db = opened.sitting.db
    head, before = history.head(db), len(exportlog.listing(db))
    targets = [tmp_path / name for name in ("人员.csv", "表C1.xlsx", "清单.pdf")]
    files.paths = [*targets]

    window.go("person")
    people = window.pages.current()
    assert isinstance(people, RegisterPage)
    people.panel._export("csv")
    qtbot.waitUntil(lambda: not window.jobs.busy())

    window.go("self_evaluation")
    form = window.pages.current()
    assert isinstance(form, AssessmentPage)
    form.road.export(form.shown, "xlsx")
    qtbot.waitUntil(lambda: not window.jobs.busy())

    def save(dialog: QDialog) -> None:
        if not isinstance(dialog, PreviewDialog):  # the progress of the printing
            answer(save)
            return
        dialog.save()
        dialog.reject()

    window.go("department")
    lists = window.pages.current()
    assert isinstance(lists, RegisterPage)
    answer(save)
    lists.print_page()
    qtbot.waitUntil(targets[-1].exists)
    qtbot.waitUntil(lambda: not window.jobs.busy())

    noted = list(reversed(exportlog.listing(db)))[before:]
    assert [(line["kind"], line["name"], line["by"]) for line in noted] == [
        ("list", "人员.csv", "何静"), ("form", "表C1.xlsx", "何静"), ("form", "清单.pdf", "何静"),
    ]  # fmt: skip
    assert [line["sha256"] for line in noted] == [hashlib.sha256(t.read_bytes()).hexdigest() for t in targets]
    assert history.head(db) == head
