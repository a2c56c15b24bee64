"""The page of the one enterprise: a form that makes its record when it is valid."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.models.base import AnyField
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editor import TextEditor
from qmsdesk.views.register.single import SinglePage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast
from tests.views.register.conftest import crash

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
ENTERPRISE = BY_KEY["enterprise"]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, sitting: Sitting) -> Iterator[SinglePage]:
    window = QMainWindow()
    qtbot.addWidget(window)
    jobs = Jobs(window)
    messages = Messages(theme, window, lambda: None, Toast(theme, window), crash)
    made = SinglePage(theme, sitting, ENTERPRISE, messages, jobs)
    window.setCentralWidget(made)
    window.resize(900, 700)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.entered()
    yield made
    jobs.shutdown()


def write(page: SinglePage, field: AnyField, text: str) -> None:
    editor = page.pane.form.editors[field]
    assert isinstance(editor, TextEditor)
    editor.line.selectAll()
    editor.line.insert(text)


def test_the_enterprise_is_made_by_its_name_and_kept_alone(qtbot: QtBot, page: SinglePage, sitting: Sitting) -> None:
    assert page.pane.head.note.text() == "还差 1 项"
    write(page, Enterprise.short_name, "示例")
    assert page.flush()
    assert reading.enterprise(sitting.db) is None
    write(page, Enterprise.name, "示例精密五金有限公司")
    with qtbot.waitSignal(page.changed):
        assert page.flush()
    made = reading.enterprise(sitting.db)
    assert made is not None
    assert (made["short_name"], made["number"]) == ("示例", "QY-01")
    write(page, Enterprise.employees, "４０")
    assert page.leave()
    assert reading.rows(sitting.db, Enterprise)[0]["employees"] == 40
    assert len(reading.rows(sitting.db, Enterprise)) == 1
    assert "void" not in page.pane.verbs.buttons


def test_what_is_refused_is_asked_about(page: SinglePage, sitting: Sitting, answer: Answer) -> None:
    write(page, Enterprise.name, "示例精密五金有限公司")
    page.flush()
    write(page, Enterprise.employees, "四十个")
    write(page, Enterprise.revenue, "很多")
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    seen = answer(look)
    assert not page.leave()
    assert len(seen) == 1
    assert "没有保存的是：从业人员（人）、营业收入（万元）。返回可以改正，放弃则保留原来的值。" in said
    assert page.status.problem == "2 项有误，未保存"
    answer(lambda dialog: dialog.accept())
    assert page.leave()
    assert page.pane.form.rows[Enterprise.employees].error() == ""


def test_an_enterprise_made_elsewhere_is_taken_up(page: SinglePage, sitting: Sitting) -> None:
    change = records.save(sitting, ENTERPRISE, None, {Enterprise.name: "别处录入有限公司"})
    page.apply_change(change)
    editor = page.pane.form.editors[Enterprise.name]
    assert editor.text() == "别处录入有限公司"
