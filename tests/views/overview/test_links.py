"""Every figure and every gap of 总览 leads to its records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import overview, reading
from qmsdesk.services.overview import BUNDLE, Place
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.office.office import Office
from qmsdesk.views.office.pages import page_key
from qmsdesk.views.overview.detail_dialog import DetailDialog
from qmsdesk.views.overview.page import OverviewPage
from qmsdesk.views.overview.readiness_model import GO
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.reminders.entry import field_of
from qmsdesk.views.shell.window import MainWindow
from tests.views.overview.conftest import sitting_of

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def landed(window: MainWindow, office: Office, place: Place) -> None:
    """The page of a place is in front, with its record at the cursor."""
    pages = window.pages
    key = BUNDLE if place.register == BUNDLE else page_key(place.register)
    assert pages.key() == pages.entry(key), place
    page = pages.current()
    assert page is not None
    assert not [bar.text() for bar in page.messages.bars() if "已不在列表里" in bar.text()], place
    if isinstance(page, RegisterPage) and place.number:
        row = reading.by_number(sitting_of(office).db, BY_KEY[place.register], place.number)
        assert row is not None
        assert page.model.record(page.table.currentIndex().row()) == row.id, place
    if isinstance(page, IndicatorsPage) and place.number:
        assert getattr(page.target(), "number", "") == place.number


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait for what a page counts in the background."""
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)


def test_every_requirement_leads_to_where_it_is_mended(
    page: OverviewPage, office: Office, window: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    shown = page.shown
    assert shown is not None
    found = [overview.place_of(each) for each in shown.judged]
    found += [Place(*evidence) for each in shown.judged for evidence in each.verdict.evidence[:1]]
    found += [Place(m.register or BUNDLE, m.number, m.field) for each in shown.judged for m in each.verdict.missing]
    # One of each way: of a register the page alone, a record, and each field.
    places = {(place.register, bool(place.number), place.field): place for place in found}
    assert len({place.register for place in found}) > 20
    for place in sorted(places.values(), key=lambda place: place.register):
        opened: list[QDialog] = []
        if place.register == "indicator" and place.field not in ("", "month"):
            opened = answer(lambda dialog: dialog.reject())  # its definition and its files are dialogs
        page._open(place)
        landed(window, office, place)
        settle(window, qtbot)
        assert bool(opened) == (place.register == "indicator" and place.field not in ("", "month"))


def test_the_link_of_a_row_is_followed_by_mouse_and_keyboard(
    page: OverviewPage, office: Office, window: MainWindow, qtbot: QtBot
) -> None:
    card = page.content.readiness
    row = card.model.row_of("g_calibration")
    index = card.model.index(row, GO)
    card.table.scrollTo(index)
    qtbot.mouseClick(card.table.viewport(), Qt.MouseButton.LeftButton, pos=card.table.visualRect(index).center())
    each = card.model.requirement(row)
    assert each is not None
    assert overview.place_of(each).register == "instrument"
    landed(window, office, overview.place_of(each))
    window.pages.step(-1)
    card.choose("documents")
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    landed(window, office, Place("document", "HY-WI-12"))


def test_all_of_a_requirement_is_listed_and_leads_on(
    page: OverviewPage, office: Office, window: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    card = page.content.readiness
    card.choose("documents")

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, DetailDialog)
        each = card.current()
        assert each is not None
        assert len(dialog.places) == len(each.verdict.missing) + len(each.verdict.evidence)
        dialog.table.setCurrentIndex(dialog.table.model().index(1, 0))
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    answer(pick)
    qtbot.keyClick(card.table, Qt.Key.Key_Space)
    landed(window, office, Place("document", "HY-WI-13"))


def test_a_dialog_that_is_only_read_leads_nowhere(
    page: OverviewPage, window: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    seen = answer(lambda dialog: dialog.reject())
    each = page.content.readiness.shown()[0]
    page.content.readiness.told.emit(each)
    assert len(seen) == 1
    assert window.pages.key() == "overview"


def test_what_is_due_leads_to_its_record(page: OverviewPage, office: Office, window: MainWindow) -> None:
    todo = page.content.todo
    firsts = {item.register: item for item in reversed(todo.shown())}
    assert len(firsts) > 4
    for item in firsts.values():
        page._follow_item(item)
        landed(window, office, Place(item.register, item.number, field_of(item)))
    window.go("overview")
    todo.more.click()
    assert window.pages.key() == "reminders"


def test_figures_open_what_they_come_from(page: OverviewPage, office: Office, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.content.score, Qt.MouseButton.LeftButton)
    assert window.pages.key() == "evaluation"
    window.go("overview")
    card = page.content.cards[2]
    qtbot.keyClick(card, Qt.Key.Key_Return)
    landed(window, office, Place("indicator", card.number))
    window.go("overview")
    qtbot.mouseClick(page.acceptance, Qt.MouseButton.LeftButton)
    landed(window, office, Place("milestone", "JH-014"))
    window.go("overview")
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert window.pages.key() == BUNDLE
    settle(window, qtbot)
