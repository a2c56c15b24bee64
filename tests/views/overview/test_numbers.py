"""Every number on 总览 opens exactly the rows it counts, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.services.overview import Place
from qmsdesk.services.readiness import MET, MISSING, NOT_APPLICABLE, NOT_DUE, PARTIAL, STATE_TITLES
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.views.office.office import Office
from qmsdesk.views.overview.count_dialog import CountDialog
from qmsdesk.views.overview.detail_dialog import DetailDialog
from qmsdesk.views.overview.page import OverviewPage
from qmsdesk.views.overview.press_card import PressCard
from qmsdesk.views.overview.readiness_card import ALL
from qmsdesk.views.overview.readiness_model import WHY
from qmsdesk.views.overview.stepper import state_word
from qmsdesk.views.shell.window import MainWindow
from tests.views.overview.test_links import landed

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


def number(text: str) -> int:
    """The last whole number of a text."""
    return int(re.findall(r"\d+", text)[-1])


def counted(page: OverviewPage) -> list[str]:
    """The states of the requirements in the list that are inside the count."""
    return [each.verdict.state for each in page.content.readiness.shown() if each.counts]


def no_number_of_the_page_leads_nowhere(page: OverviewPage) -> None:
    """Numbers stand on buttons, in tables, on the stepper, or on a card that is one big button."""

    def on_a_card(widget: QWidget | None) -> bool:
        return widget is not None and (isinstance(widget, PressCard) or on_a_card(widget.parentWidget()))

    found = [
        label for label in page.content.findChildren(QLabel) if label.isVisible() and re.search(r"\d", label.text())
    ]
    assert [label.text() for label in found if not on_a_card(label)] == []


def the_completion_opens_its_requirements(page: OverviewPage, qtbot: QtBot) -> None:
    flow, card = page.content.flow, page.content.readiness
    card.set_stage("h")
    card.set_standard("1023")
    qtbot.keyClick(flow.met, SPACE)
    assert counted(page) == [MET] * number(flow.met.text())
    for link in (flow.due, flow.total):
        card.restore((MISSING, "2016", "f"))
        qtbot.keyClick(link, SPACE)
        assert len(counted(page)) == number(flow.due.text())
        assert counted(page).count(MET) * 100 // len(counted(page)) == number(flow.total.text())


def a_stage_opens_its_requirements_whatever_was_filtered(page: OverviewPage, qtbot: QtBot) -> None:
    shown, stepper = page.shown, page.content.flow.stepper
    assert shown is not None
    stepper.setFocus()
    qtbot.keyClick(stepper, Qt.Key.Key_Home)
    for stage in shown.stages:
        page.content.readiness.set_state(PARTIAL)
        qtbot.keyClick(stepper, ENTER)
        assert page.content.readiness.stage == stage.stage.key
        assert (counted(page).count(MET), len(counted(page))) == (stage.done, stage.of)
        if stage.of:
            assert state_word(stage)[1] == f"{counted(page).count(MET)}/{len(counted(page))}"
        qtbot.keyClick(stepper, Qt.Key.Key_Right)


def states_and_headings_open_their_requirements(page: OverviewPage, qtbot: QtBot) -> None:
    card = page.content.readiness
    for state in (ALL, MET, PARTIAL, MISSING):
        button = card.segments.button(state)
        qtbot.keyClick(button, SPACE)
        assert len(counted(page)) == number(button.text())
        assert state == ALL or set(counted(page)) == {state}
    card.clear()
    for state in (NOT_DUE, NOT_APPLICABLE):
        row = card.model.row_of_heading(state)
        text = str(card.model.index(row, 0).data())
        assert text.startswith(STATE_TITLES[state])
        before = len(card.shown())
        card.table.setCurrentIndex(card.model.index(row, 0))
        qtbot.keyClick(card.table, ENTER)
        opened = [each.verdict.state for each in card.shown() if not each.counts]
        assert opened.count(state) == number(text) == len(card.shown()) - before
        qtbot.keyClick(card.table, ENTER)
        assert len(card.shown()) == before


def how_many_are_missing_or_speak_for_it_opens_them(page: OverviewPage, answer: Answer, qtbot: QtBot) -> None:
    card = page.content.readiness
    several = [
        (each, str(card.model.index(row, WHY).data()))
        for row in range(card.model.rowCount()) if (each := card.model.requirement(row)) is not None
    ]  # fmt: skip
    several = [(each, text) for each, text in several if re.search(r" 等 \d+ [处条]$", text)]
    assert len(several) > 10
    kinds: list[str] = []
    for each, text in several[::4] + several[:2]:
        card.choose(each.requirement.key)
        seen = answer(lambda dialog: dialog.reject())
        qtbot.keyClick(card.table, SPACE)
        (dialog,) = seen
        assert isinstance(dialog, DetailDialog)
        model = dialog.table.model()
        said = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        kind = "缺" if text.endswith("处") else "依据"
        assert said.count(kind) == number(text), text
        assert len(dialog.places) == len(said)
        kinds.append(kind)
    assert set(kinds) == {"缺", "依据"}


def what_is_due_opens_its_items(page: OverviewPage, window: MainWindow, qtbot: QtBot) -> None:
    todo = page.content.todo
    mine = todo.whose.button("mine")
    qtbot.keyClick(mine, SPACE)
    assert len(todo.shown()) == number(mine.text())
    qtbot.keyClick(todo.total, SPACE)
    assert len(todo.shown()) == number(todo.total.text())
    for row in range(len(todo.model.headings())):
        place = todo.model.headings()[row]
        title = todo.model.heading(place)
        count = number(str(todo.model.index(place, 0).data()))
        todo.table.setCurrentIndex(todo.model.index(place, 0))
        qtbot.keyClick(todo.table, ENTER)
        assert todo.model.only == title
        assert len(todo.shown()) == count
        qtbot.keyClick(todo.table, ENTER)
        assert len(todo.shown()) == number(todo.total.text())
    qtbot.keyClick(todo.more, SPACE)
    assert window.pages.key() == "reminders"


def the_score_opens_its_indicators(
    page: OverviewPage, office: Office, window: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    score, shown = page.content.score, page.shown
    assert shown is not None
    visible = [key for key, link in score.results.items() if link.isVisible()]
    assert visible == ["achieved", "not_achieved"]
    for key in visible:
        seen = answer(lambda dialog: dialog.reject())
        qtbot.keyClick(score.results[key], SPACE)
        (dialog,) = seen
        assert isinstance(dialog, CountDialog)
        rows = [row.number for row in shown.sheet.rows if row.counted and row.result == key]
        assert [place.number for place in dialog.places] == rows
        assert len(rows) == number(score.results[key].text()) == dialog.table.model().rowCount()
        assert RESULT_TITLES[key] in dialog.windowTitle() or RESULT_TITLES[key] in dialog.accessibleName()
    assert sum(number(score.results[key].text()) for key in visible) == sum(row.counted for row in shown.sheet.rows)

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, CountDialog)
        dialog.table.setCurrentIndex(dialog.table.model().index(1, 0))
        qtbot.keyClick(dialog.table, ENTER)

    wanted = [row.number for row in shown.sheet.rows if row.counted and row.result == "not_achieved"][1]
    answer(pick)
    qtbot.mouseClick(score.results["not_achieved"], Qt.MouseButton.LeftButton)
    landed(window, office, Place("indicator", wanted))


def every_indicator_opens_its_months(page: OverviewPage, office: Office, window: MainWindow, qtbot: QtBot) -> None:
    for card in [card for card in page.content.cards if card.isVisible()]:
        qtbot.keyClick(card, SPACE)
        landed(window, office, Place("indicator", card.number))
        window.go("overview")


def test_the_lists_open_what_is_counted(page: OverviewPage, window: MainWindow, answer: Answer, qtbot: QtBot) -> None:
    no_number_of_the_page_leads_nowhere(page)
    the_completion_opens_its_requirements(page, qtbot)
    a_stage_opens_its_requirements_whatever_was_filtered(page, qtbot)
    page.content.readiness.clear()
    states_and_headings_open_their_requirements(page, qtbot)
    page.content.readiness.clear()
    how_many_are_missing_or_speak_for_it_opens_them(page, answer, qtbot)
    what_is_due_opens_its_items(page, window, qtbot)


def test_score_and_indicators_open_what_they_come_from(
    page: OverviewPage, office: Office, window: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    the_score_opens_its_indicators(page, office, window, answer, qtbot)
    window.go("overview")
    every_indicator_opens_its_months(page, office, window, qtbot)
