"""What running and a surveillance year do across pages: the release, and rounds on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from qmsdesk.models.people import Enterprise
from qmsdesk.models.running import Meeting
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.services import indicators, reading, records, rounds, workplan
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.office.office import Office
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.workplan.dialogs import YearDialog

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def front(window: MainWindow, key: str) -> object:
    window.go(key)
    page = window.pages.current()
    assert page is not None
    return page.front()


def test_a_release_says_what_it_did_to_the_enterprise(office: Office, window: MainWindow, demo: Path) -> None:
    office.open(demo, "何静")
    page = front(window, "meeting")
    assert isinstance(page, RegisterPage)
    db, sitting = page.sitting.db, page.sitting
    enterprise = reading.enterprise(db)
    (row,) = reading.rows(db, Meeting, Meeting.kind == "release")
    assert enterprise is not None
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.system_started_on: None})
    page.show_target(row.id)
    shown = [told.text() for told in page.pane.form.told.values()]
    assert shown == ["发布时把企业档案里的体系运行开始日定为会议日期 2026-01-05"]
    page.pane.verbs.buttons["release"].click()
    assert workplan.started_on(db) == dt.date(2026, 1, 5)
    assert [bar.text() for bar in page.messages.bars()] == ["运行要求已发布，体系运行开始日定为 2026-01-05"]
    assert "release" not in page.pane.verbs.buttons
    (other,) = reading.rows(db, Meeting, Meeting.kind == "kick_off")
    page.show_target(other.id)
    assert "release" not in page.pane.verbs.buttons


def test_either_round_can_be_shown_after_a_year_was_opened_from_the_evaluation(
    office: Office, window: MainWindow, demo: Path, answer: Answer
) -> None:
    office.open(demo, "何静")
    page = front(window, "self_evaluation")
    assert isinstance(page, AssessmentPage)
    menu = page.tools.versions
    menu.aboutToShow.emit()
    offered = {action.text(): action for action in menu.actions()}
    seen = answer(lambda dialog: dialog.save.click() if isinstance(dialog, YearDialog) else dialog.reject())
    offered["开启监督年度…"].trigger()
    assert len(seen) == 1
    name = rounds.round_name(2027)
    first = next(n for n in indicators.round_names(indicators.read(page._sitting.db)) if n != name)
    menu.aboutToShow.emit()
    assert {f"轮次 {first}", f"轮次 {name}"} <= {action.text() for action in menu.actions()}
    tracking = front(window, "indicators")
    assert isinstance(tracking, IndicatorsPage)
    for each in (first, name):
        tracking.choose_round(each)
        assert tracking.header._meta.text() == each
