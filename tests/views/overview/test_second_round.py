"""A surveillance year that has only begun changes nothing on 总览: figures and links stay with the first round."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Assessment
from qmsdesk.services import assessment, indicators, rounds
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.office.office import Office
from qmsdesk.views.overview.count_dialog import CountDialog
from qmsdesk.views.overview.page import OverviewPage
from qmsdesk.views.shell.window import MainWindow
from tests.views.overview.conftest import sitting_of

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def test_figures_and_links_stay_with_the_round_that_is_final(
    page: OverviewPage, office: Office, window: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    sitting = sitting_of(office)
    first = indicators.current_round(indicators.read(sitting.db))
    if not any(row.of(Assessment.status) == "final" for row in assessment.versions(sitting.db)):
        assessment.finalise(sitting, assessment.versions(sitting.db)[-1].id)
        page.catch_up()
        qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    before = [card.texts() for card in page.content.cards], page.content.score.figures()
    year = rounds.open_round(sitting, 2027)
    office.changed(year)
    page.catch_up()
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    assert indicators.current_round(indicators.read(sitting.db)) == rounds.round_name(2027)
    assert ([card.texts() for card in page.content.cards], page.content.score.figures()) == before
    words = set(RESULT_TITLES.values())
    assert words & {card._pill.word() for card in page.content.cards} <= {"达成", "未达成"}

    qtbot.mouseClick(page.content.score, Qt.MouseButton.LeftButton)
    shown = window.pages.current()
    assert isinstance(shown, AssessmentPage)
    assert shown.shown.round == first
    shown.choose_round(rounds.round_name(2027))
    assert shown.status.totals == "合计 — 分　待评"
    assert shown.content.total.total() == "—"
    window.go("overview")

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, CountDialog)
        dialog.pick(0)

    answer(pick)
    page.content.score.results["achieved"].click()
    tracking = window.pages.current()
    assert isinstance(tracking, IndicatorsPage)
    assert tracking.header._meta.text() == first
    tracking.choose_round(rounds.round_name(2027))
    window.go("overview")
    page.content.cards[0].click()
    assert tracking.header._meta.text() == first
