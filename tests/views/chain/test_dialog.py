"""追溯链 on screen: walked from a 表A.1 item to the case and back, by keys and by mouse, wide and narrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.project import SurveyFinding
from qmsdesk.models.workspace import open_workspace
from qmsdesk.services import reading
from qmsdesk.services.chain import Gap, Key, Node
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.chain.dialog import ChainDialog
from qmsdesk.views.chain.trail import Trail
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

CLOCK = Clock(dt.date(2026, 10, 20))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sitting(demo_built: Path) -> Iterator[Sitting]:
    with open_workspace(demo_built, CLOCK, write=False) as opened:
        yield Sitting(opened, "何静", CLOCK)


class Walk:
    """The dialog and the hands of the user."""

    def __init__(self, qtbot: QtBot, theme: Theme, sitting: Sitting, key: Key, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.dialog = ChainDialog(theme, sitting, key, window)
        self.opened: list[Node] = []
        self.gone: list[Gap] = []
        self.dialog.opened.connect(self.opened.append)
        self.dialog.gone.connect(self.gone.append)
        self.dialog.open()
        with qtbot.waitActive(self.dialog):
            self.dialog.activateWindow()

    def press(self, *keys: Qt.Key, alt: bool = False) -> None:
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
            self.qtbot.keyClick(focus, key, modifier)

    def at(self) -> str:
        node = self.dialog.node()
        assert node is not None
        return node.number

    def current(self) -> str:
        start = self.dialog.chain.node(self.dialog.chain.starts[0])
        assert start is not None
        return start.number

    def shown(self) -> list[int]:
        return [column.list.cards.rowCount() for column in self.dialog.columns]


@pytest.fixture
def finding(sitting: Sitting) -> Key:
    row = reading.find(sitting.db, SurveyFinding, {SurveyFinding.item: "3.3"})
    assert row is not None
    return Key("survey", row.of(SurveyFinding.survey), "survey_finding", row.id)


@pytest.fixture
def walk(qtbot: QtBot, theme: Theme, sitting: Sitting, finding: Key, window: MainWindow) -> Iterator[Walk]:
    window.show()
    made = Walk(qtbot, theme, sitting, finding, window)
    yield made
    made.dialog.reject()


def test_by_keys_from_the_item_to_the_case_and_back(walk: Walk) -> None:
    assert (walk.at(), walk.current(), walk.shown()) == ("表A.1 3.3", "表A.1 3.3", [1, 1, 1, 2, 1, 2, 1, 0])
    passed = []
    for _step in range(6):
        walk.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
        assert walk.at() == walk.current()
        passed.append(walk.at())
    assert passed == ["意见 2", "FA-2025-01 第 2 项", "HY-QP-07", "ZB-003", "表C.1 第 1 版 序号 3", "AL-2026-01"]
    assert walk.shown()[4] == 4  # the case quotes four indicators
    walk.press(Qt.Key.Key_Left)
    while walk.at() != "表C.1 第 1 版 序号 3":
        walk.press(Qt.Key.Key_Down)
    walk.press(Qt.Key.Key_Space)
    back = []
    for _step in range(5):
        walk.press(Qt.Key.Key_Left, Qt.Key.Key_Space)
        back.append(walk.at())
    assert back == ["ZB-003", "HY-QP-07", "FA-2025-01 第 2 项", "意见 2", "表A.1 3.3"]
    walk.press(Qt.Key.Key_Left)
    assert walk.at() == "表A.1 3.3"


def test_back_and_forward_lead_through_what_was_walked(walk: Walk) -> None:
    assert not walk.dialog.back.isEnabled()
    walk.press(Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space)
    walk.press(Qt.Key.Key_Left, alt=True)
    assert (walk.current(), walk.dialog.forward.isEnabled()) == ("意见 2", True)
    walk.qtbot.mouseClick(walk.dialog.back, LEFT)
    assert (walk.current(), walk.dialog.back.isEnabled()) == ("表A.1 3.3", False)
    walk.press(Qt.Key.Key_Right, alt=True)
    assert walk.current() == "意见 2"
    walk.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert (walk.current(), walk.dialog.forward.isEnabled()) == ("HY-QP-07", False)


def test_a_click_walks_and_a_double_click_opens_what_was_clicked(walk: Walk) -> None:
    cards = walk.dialog.columns[6].list
    place = cards.visualRect(cards.cards.index(0, 0)).center()
    walk.qtbot.mouseClick(cards.viewport(), LEFT, pos=place)
    assert walk.current() == "AL-2026-01"
    walk.qtbot.mouseDClick(cards.viewport(), LEFT, pos=QPoint(place))
    assert [node.number for node in walk.opened] == ["AL-2026-01"]
    assert not walk.dialog.isVisible()


def test_enter_opens_the_card_at_the_cursor(walk: Walk) -> None:
    walk.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert [(node.key.register, node.home) for node in walk.opened] == [("nonconformity", "NC-2026-03")]


def test_the_card_at_the_cursor_is_told_in_full(walk: Walk) -> None:
    walk.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    detail = walk.dialog.detail
    assert detail.number.text() == "FA-2025-01 第 2 项"
    assert detail.caption.full == "建计量台账和年度检定计划，到期前 30 天提醒"
    assert "痛点 量具漏检" in detail.facts.full
    assert (
        detail.links.full
        == "来自 意见 2（意见的方案项）；引到 HY-QP-07、NC-2026-03（落实的方案项），ZB-003（方案项的目标指标）"
    )


def test_an_empty_step_says_what_is_missing_and_leads_there(walk: Walk) -> None:
    last = walk.dialog.columns[7]
    assert last.is_empty()
    assert last.gap_text() == "还没有导出过资料包"
    assert last.go_button.accessibleName() == "还没有导出过资料包，去导出资料包"
    last.go_button.setFocus()
    walk.qtbot.keyClick(last.go_button, Qt.Key.Key_Space)
    assert [gap.register for gap in walk.gone] == ["bundle"]


def test_who_hears_the_screen_is_told_steps_cards_and_state(walk: Walk) -> None:
    cards = walk.dialog.columns[0].list
    assert cards.accessibleName() == "表A.1 调研项"
    interface = QAccessible.queryAccessibleInterface(cards)
    assert interface.childCount() == 1
    text = cards.cards.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "表A.1 3.3，监视测量设备按期检定校准率，薄弱，当前"


@pytest.mark.parametrize(("width", "rows"), [(1320, 1), (980, 2)])
def test_steps_stand_in_two_rows_where_it_is_narrow(walk: Walk, width: int, rows: int) -> None:
    walk.dialog.resize(width, 620)
    QApplication.processEvents()
    assert len({column.y() for column in walk.dialog.columns}) == rows
    assert walk.dialog.area.horizontalScrollBar().maximum() == 0


def test_what_has_no_chain_is_refused_in_words(theme: Theme, sitting: Sitting) -> None:
    with pytest.raises(UserError, match="不在追溯链里"):
        ChainDialog(theme, sitting, Key("training", 9999))


def test_a_plan_stands_for_all_its_items(qtbot: QtBot, theme: Theme, sitting: Sitting, window: MainWindow) -> None:
    window.show()
    made = Walk(qtbot, theme, sitting, Key("plan", 1), window)
    assert made.dialog.title.full.endswith(" 等 10 项")
    made.press(Qt.Key.Key_Down)
    assert made.at() == "FA-2025-01 第 2 项"
    made.press(Qt.Key.Key_Space)
    assert len(made.dialog.chain.starts) == 1
    made.dialog.reject()


def test_a_place_gone_to_cuts_off_what_lay_ahead() -> None:
    trail = Trail("a")
    for place in ("b", "b", "c"):
        trail.go(place)
    assert [trail.step(-1), trail.step(-1), trail.step(-1), trail.here] == [True, True, False, "a"]
    trail.go("d")
    assert [trail.can_step(1), trail.step(-1), trail.here] == [False, True, "a"]
