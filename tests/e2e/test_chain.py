"""追溯链 in the real window: opened by Ctrl+L from where its records are, and left for the record of a card."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from qmsdesk.models.documents import Document
from qmsdesk.services import reading
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.chain.dialog import ChainDialog
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.preview import PreviewDialog
from qmsdesk.views.register.page import RegisterPage
from tests.e2e.conftest import Desk


@pytest.fixture
def opened(desk: Desk, demo: Path) -> Desk:
    desk.open(demo)
    return desk


def chain(desk: Desk) -> ChainDialog:
    """The dialog that stands over the window."""
    desk.wait(lambda: isinstance(QApplication.activeModalWidget(), ChainDialog))
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, ChainDialog)
    shown.activateWindow()
    desk.wait(lambda: QApplication.activeWindow() is shown)
    return shown


def press(desk: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        desk.qtbot.keyClick(focus, key)


def number(dialog: ChainDialog) -> str:
    node = dialog.node()
    assert node is not None
    return node.number


def test_from_an_indicator_to_the_document_that_moved_it_and_back_again(opened: Desk) -> None:
    page = opened.go("indicators")
    assert isinstance(page, IndicatorsPage)
    page.show_target("ZB-003")
    opened.press(Qt.Key.Key_L, control=True)
    dialog = chain(opened)
    assert number(dialog) == "ZB-003"
    press(opened, Qt.Key.Key_Left)
    assert number(dialog) == "HY-QP-07"
    press(opened, Qt.Key.Key_Return)
    opened.wait(lambda: opened.window.pages.entry("document") == opened.window.pages.key())
    document = opened.window.pages.current()
    assert isinstance(document, RegisterPage)
    row = reading.row(opened.sitting.db, Document, int(str(document.target())))
    assert row is not None
    assert row["number"] == "HY-QP-07"
    opened.press(Qt.Key.Key_L, control=True)
    dialog = chain(opened)
    assert number(dialog) == "HY-QP-07"
    press(opened, Qt.Key.Key_Right, Qt.Key.Key_Return)
    opened.wait(lambda: opened.window.pages.entry("indicators") == opened.window.pages.key())


@pytest.mark.parametrize(
    ("steps", "page_key", "line"),
    [(4, "survey", "survey_finding"), (3, "diagnosis", "opinion"), (2, "plan", "plan_item")],
)
def test_a_card_of_a_child_row_leads_to_that_row(opened: Desk, steps: int, page_key: str, line: str) -> None:
    page = opened.go("indicators")
    page.show_target("ZB-008")
    opened.press(Qt.Key.Key_L, control=True)
    dialog = chain(opened)
    for _step in range(steps):
        press(opened, Qt.Key.Key_Left)
    node = dialog.node()
    assert node is not None
    assert node.key.line_key == line
    press(opened, Qt.Key.Key_Return)
    opened.wait(lambda: opened.window.pages.entry(page_key) == opened.window.pages.key())
    front = opened.window.pages.current()
    assert front is not None
    opened.settle()
    assert front.chain_start() == tuple(node.key)


def test_a_row_of_table_c1_on_paper_and_a_page_that_has_no_chain(opened: Desk) -> None:
    opened.go("department")
    opened.press(Qt.Key.Key_L, control=True)
    assert not isinstance(QApplication.activeModalWidget(), ChainDialog)
    front = opened.window.pages.current()
    assert front is not None
    assert any("没有可追溯的记录" in bar.text() for bar in front.messages.bars())
    page = opened.go("self_evaluation")
    assert isinstance(page, AssessmentPage)
    page.show_target("ZB-007")
    opened.click(page.content.card.chain_button)
    dialog = chain(opened)
    assert number(dialog).startswith("表C.1 第 2 版")
    press(opened, Qt.Key.Key_Left)
    assert number(dialog) == "ZB-007"
    seen: list[str] = []

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, PreviewDialog):
            seen.append(shown.windowTitle())
            shown.reject()
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)
    opened.qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    opened.wait(lambda: bool(seen))
    assert seen == ["打印预览：追溯链"]
    dialog.reject()
