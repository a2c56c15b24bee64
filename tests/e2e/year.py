"""What a quality manager comes back to all year: what waits, the figures in the sidebar, the buttons of a page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from qmsdesk.models.training import Training
from qmsdesk.services.due import DueItem
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.reminders.page import RemindersPage
from qmsdesk.views.training.page import TrainingPage
from qmsdesk.views.training.pane import TrainingPane
from tests.e2e import hands
from tests.e2e.conftest import Desk


def waiting(desk: Desk, register: str, words: str = "") -> list[tuple[str, str]]:
    """When and what 到期与提醒 lists of a register, with some words in its title."""
    return [(f"{item.date}", item.title) for item in _items(desk, register, words)]


def follow(desk: Desk, register: str, words: str) -> Any:
    """Go from the one item of the list to where it is done, by Enter; the page that is then in front."""
    (item,) = _items(desk, register, words)
    page = _reminders(desk)
    page.choose(item.key)
    desk.press(Qt.Key.Key_Return, on=page.table)
    desk.settle()
    found = desk.window.pages.current()
    assert found is not None
    assert found is not page
    return found


def badge(desk: Desk, key: str) -> str:
    """The figure behind an entry of the sidebar, with what it counts."""
    title = next(spec.title for spec in desk.window.pages.specs() if spec.key == key)
    return desk.window.sidebar.button(key).accessibleName().removeprefix(title).strip()


def press(desk: Desk, inside: QWidget, text: str) -> None:
    """Click the button that says so."""

    def shown() -> list[QPushButton]:
        return [b for b in inside.findChildren(QPushButton) if b.isVisible() and b.text().strip() == text]

    desk.wait(lambda: len(shown()) == 1)
    desk.click(shown()[0])


def run(desk: Desk, pane: DetailPane, verb: str) -> None:
    """The button of an act at the foot of the pane."""
    assert pane.flush()
    desk.wait(lambda: verb in pane.verbs.buttons and pane.verbs.buttons[verb].isVisible())
    found = pane.verbs.buttons[verb]
    assert found.isEnabled(), found.toolTip()
    desk.click(found)
    desk.settle()


def hold(desk: Desk, page: TrainingPage, day: str) -> None:
    """Everybody was there: 全部到场, the day, 登记实施."""
    pane = training_pane(page)
    hands.turn(desk, pane.tabs, "签到")
    press(desk, pane, "全部到场")
    hands.turn(desk, pane.tabs, "基本信息")
    hands.fill(desk, pane.form, {Training.held_on: day})
    run(desk, pane, "hold")


def evaluate(desk: Desk, page: TrainingPage, day: str) -> None:
    """有效性评价 and 完成评价."""
    pane = training_pane(page)
    hands.turn(desk, pane.tabs, "有效性评价")
    hands.fill(desk, pane.effect.form, {
        Training.evaluated_on: day,
        Training.method: "现场提问",
        Training.criterion: "能说出本岗位的质量要求",
        Training.conclusion: "有效",
        Training.evaluator: "何静",
    })  # fmt: skip
    run(desk, pane, "evaluate")


def training_pane(page: TrainingPage) -> TrainingPane:
    """The pane of the page of trainings."""
    assert isinstance(page.pane, TrainingPane)
    return page.pane


def _reminders(desk: Desk) -> RemindersPage:
    page = desk.go("reminders")
    assert isinstance(page, RemindersPage)
    return page


def _items(desk: Desk, register: str, words: str) -> list[DueItem]:
    return [item for item in _reminders(desk).shown() if item.register == register and words in item.title]
