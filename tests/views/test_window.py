"""The frame: pages, keys, sizes, and what it asks before it lets go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.errors import StorageError
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW, NORMAL, WIDE, Breakpoint, breakpoint_for
from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.sidebar import RAIL
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import column
from qmsdesk.views.widgets.table import DataTable

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
_CTRL, _ALT, _NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


class Notes(Page):
    """A page that writes down what it is asked."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, title, ["6.9.5"])
        self.asked: list[str] = []
        self.valid = True
        self.shown: list[object] = []
        self.place: object = None
        self.box = QLineEdit()
        self.table = DataTable(theme)
        body = QWidget()
        lines = column(body)
        lines.addWidget(self.box)
        lines.addWidget(self.table)
        self.set_body(body)

    def flush(self) -> bool:
        self.asked.append("flush")
        return self.valid

    def new_record(self) -> None:
        self.asked.append("new")

    def focus_search(self) -> None:
        self.asked.append("find")
        self.box.setFocus()

    def print_page(self) -> None:
        self.asked.append("print")

    def toggle_detail(self) -> None:
        self.asked.append("detail")

    def apply_change(self, change: object) -> None:
        self.asked.append(f"change {change}")

    def show_target(self, target: object) -> None:
        self.shown.append(target)

    def target(self) -> object:
        return self.place

    def help_topic(self) -> str:
        return "6.9.5"


def _specs(theme: Theme, made: list[Notes]) -> list[PageSpec]:
    def build(title: str) -> Notes:
        page = Notes(theme, title)
        made.append(page)
        return page

    groups = {"总览": "", "文件与表单": "体系运行", "指标跟踪": "体系运行", "自我评价": "验收与总结"}
    shown = [PageSpec(title, title, "dashboard-line", partial(build, title), group) for title, group in groups.items()]
    return [*shown, PageSpec("导入", "导入 Excel", "file-excel-2-line", partial(build, "导入 Excel"), hidden=True)]


@pytest.fixture
def made() -> list[Notes]:
    return []


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, theme: Theme, made: list[Notes]) -> MainWindow:
    window.set_pages(_specs(theme, made))
    with qtbot.waitActive(window):
        window.show()
    return window


def test_pages_are_made_when_first_opened(opened: MainWindow, made: list[Notes]) -> None:
    assert [page.header.title() for page in made] == ["总览"]
    assert opened.go("自我评价")
    assert opened.go("总览")
    assert opened.go("自我评价")
    assert [page.header.title() for page in made] == ["总览", "自我评价"]
    assert opened.sidebar.button("自我评价").isChecked()


def test_a_click_and_a_key_open_a_page(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.mouseClick(opened.sidebar.button("指标跟踪"), Qt.MouseButton.LeftButton)
    assert opened.pages.key() == "指标跟踪"
    qtbot.keyClick(opened, Qt.Key.Key_2, _CTRL)
    assert opened.pages.key() == "文件与表单"
    qtbot.keyClick(opened, Qt.Key.Key_9, _CTRL)
    assert opened.pages.key() == "文件与表单"
    button = opened.sidebar.button("总览")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert opened.pages.key() == "总览"


def test_back_and_forward_return_to_the_record(qtbot: QtBot, opened: MainWindow, made: list[Notes]) -> None:
    opened.go("文件与表单", "WI-07")
    made[1].place = "WI-09"
    opened.go("指标跟踪")
    qtbot.keyClick(opened, Qt.Key.Key_Left, _ALT)
    assert opened.pages.key() == "文件与表单"
    assert made[1].shown == ["WI-07", "WI-09"]
    qtbot.keyClick(opened, Qt.Key.Key_Left, _ALT)
    assert opened.pages.key() == "总览"
    assert not opened.pages.can_step(-1)
    qtbot.keyClick(opened, Qt.Key.Key_Right, _ALT)
    assert opened.pages.key() == "文件与表单"
    opened.go("自我评价")
    assert not opened.pages.can_step(1)


def test_an_invalid_page_is_not_left(qtbot: QtBot, opened: MainWindow, made: list[Notes]) -> None:
    made[0].valid = False
    qtbot.mouseClick(opened.sidebar.button("指标跟踪"), Qt.MouseButton.LeftButton)
    assert opened.pages.key() == "总览"
    assert opened.sidebar.button("总览").isChecked()
    assert not opened.sidebar.button("指标跟踪").isChecked()
    assert not opened.close()
    assert opened.isVisible()
    made[0].valid = True
    assert opened.close()


def test_a_page_that_cannot_be_made_says_why(opened: MainWindow, theme: Theme) -> None:
    def broken() -> Page:
        raise StorageError("读不出数据。", "检查后重试。")

    opened.set_pages([opened.pages.specs()[0], PageSpec("坏", "坏", "dashboard-line", broken)])
    assert not opened.go("坏")
    page = opened.pages.current()
    assert page is not None
    assert [bar.text() for bar in page.messages.bars()] == ["读不出数据。检查后重试。"]
    assert opened.sidebar.button("总览").isChecked()


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Qt.Key.Key_N, _CTRL, ["flush", "new"]),
        (Qt.Key.Key_P, _CTRL, ["flush", "print"]),
        (Qt.Key.Key_F, _CTRL, ["find"]),
        (Qt.Key.Key_S, _CTRL, ["flush"]),
        (Qt.Key.Key_F4, _NONE, ["detail"]),
    ],
)
def test_keys_reach_the_page_after_a_flush(
    qtbot: QtBot, opened: MainWindow, made: list[Notes], key: Qt.Key, modifier: Qt.KeyboardModifier, asked: list[str]
) -> None:
    qtbot.keyClick(opened, key, modifier)
    assert made[0].asked == asked


def test_a_command_waits_for_a_valid_field(qtbot: QtBot, opened: MainWindow, made: list[Notes]) -> None:
    made[0].valid = False
    qtbot.keyClick(opened, Qt.Key.Key_N, _CTRL)
    assert made[0].asked == ["flush"]


def test_f6_goes_round_and_f1_asks_for_the_clause(qtbot: QtBot, opened: MainWindow, made: list[Notes]) -> None:
    assert made[0].table.hasFocus()
    qtbot.keyClick(opened, Qt.Key.Key_F6)
    assert opened.sidebar.button("总览").hasFocus()
    qtbot.keyClick(opened, Qt.Key.Key_F6)
    assert made[0].table.hasFocus()
    with qtbot.waitSignal(opened.help_requested) as caught:
        qtbot.keyClick(opened, Qt.Key.Key_F1)
    assert caught.args == ["6.9.5"]


def test_changes_reach_only_pages_that_exist(opened: MainWindow, made: list[Notes]) -> None:
    opened.go("指标跟踪")
    opened.apply_change("7")
    assert [page.asked[-1] for page in made] == ["change 7", "change 7"]


def test_the_status_bar_follows_the_page(opened: MainWindow, made: list[Notes]) -> None:
    opened.status.set_saved("已自动保存 14:35")
    opened.status.set_backup("今日 12:30 已备份")
    opened.status.set_user("沈雪梅 · 质量主管")
    made[0].say("第 14 条，共 29 条", "已批准 25")
    assert opened.status.texts() == [
        "已自动保存 14:35", "第 14 条，共 29 条", "已批准 25", "今日 12:30 已备份", "沈雪梅 · 质量主管",
    ]  # fmt: skip
    made[0].say(problem="1 个单元格有误，未保存")
    assert opened.status.texts()[0] == "1 个单元格有误，未保存"
    opened.status.set_saved("已自动保存 14:36")
    assert opened.status.texts()[0] == "1 个单元格有误，未保存"  # another field of the same page was saved
    opened.go("指标跟踪")
    made[0].say("别的页面")
    assert opened.status.texts() == ["已自动保存 14:36", "今日 12:30 已备份", "沈雪梅 · 质量主管"]


def test_badges_say_what_they_count(opened: MainWindow) -> None:
    opened.sidebar.set_badge("文件与表单", 3, "bad", "3 项逾期")
    assert opened.sidebar.button("文件与表单").accessibleName() == "文件与表单 3 项逾期"
    badge = next(label for label in opened.sidebar.button("文件与表单").findChildren(QLabel) if label.text() == "3")
    assert badge.width() >= badge.fontMetrics().horizontalAdvance("3") + 10
    opened.sidebar.set_badge("文件与表单", 0)
    assert opened.sidebar.button("文件与表单").accessibleName() == "文件与表单"


@pytest.mark.parametrize(
    ("width", "height", "scale", "size"),
    [
        (1440, 868, 1.0, NORMAL),
        (1920, 1040, 1.0, WIDE),
        (1366, 728, 1.0, COMPACT),
        (1440, 800, 1.0, COMPACT),
        (1199, 900, 1.0, NARROW),
        (1024, 600, 1.0, NARROW),
        (1366, 728, 1.3, NARROW),
    ],
)
def test_window_sizes_have_classes(width: int, height: int, scale: float, size: Breakpoint) -> None:
    assert breakpoint_for(width, height, scale) == size


def test_a_small_window_folds_the_sidebar(opened: MainWindow, made: list[Notes]) -> None:
    assert opened.sidebar.width() == 212
    opened.resize(1366, 728)
    assert (opened.sidebar.width(), made[0].table.row_height, made[0].header.height()) == (184, 28, 46)
    opened.resize(1100, 614)
    assert opened.sidebar.width() == RAIL
    button = opened.sidebar.button("文件与表单")
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert button.toolTip() == "文件与表单"
    opened.go("指标跟踪")
    assert made[1].breakpoint == NARROW


def test_the_smallest_window(opened: MainWindow) -> None:
    assert (opened.minimumWidth(), opened.minimumHeight()) == (1024, 600)
    opened.resize(300, 200)
    assert (opened.width(), opened.height()) == (1024, 600)


def test_what_is_folded_and_where_it_stood_is_remembered(
    qtbot: QtBot, opened: MainWindow, theme: Theme, settings: QSettings
) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_B, _CTRL)
    assert opened.sidebar.width() == RAIL
    opened.resize(1300, 700)
    assert opened.close()
    again = MainWindow(theme, settings, lambda error: None)
    qtbot.addWidget(again)
    assert again.height() == 700
    assert again.sidebar.folded()


def test_undo_belongs_to_the_editor_until_it_is_committed(qtbot: QtBot, opened: MainWindow, made: list[Notes]) -> None:
    opened.set_undo("修改名称", "")
    box = made[0].box
    box.setFocus()
    box.insert("未提交的文字")
    box.setModified(True)
    with qtbot.assertNotEmitted(opened.undo_requested):
        qtbot.keyClick(box, Qt.Key.Key_Z, _CTRL)
    assert box.text() == ""
    box.setText("已提交")
    with qtbot.waitSignal(opened.undo_requested):
        qtbot.keyClick(box, Qt.Key.Key_Z, _CTRL)
    assert box.text() == "已提交"


def test_undo_in_a_text_field(qtbot: QtBot, opened: MainWindow, made: list[Notes]) -> None:
    opened.set_undo("修改备注", "")
    text = QTextEdit(made[0])
    text.show()
    text.setFocus()
    text.insertPlainText("未提交")
    with qtbot.assertNotEmitted(opened.undo_requested):
        qtbot.keyClick(text, Qt.Key.Key_Z, _CTRL)
    text.document().setModified(False)
    with qtbot.waitSignal(opened.undo_requested):
        qtbot.keyClick(text, Qt.Key.Key_Z, _CTRL)


def test_undo_is_named_or_off(qtbot: QtBot, opened: MainWindow) -> None:
    with qtbot.assertNotEmitted(opened.undo_requested):
        qtbot.keyClick(opened, Qt.Key.Key_Z, _CTRL)
    opened.set_undo("粘贴 12 行", "修改名称")
    assert opened.commands.undo.text() == "撤销：粘贴 12 行"
    with qtbot.waitSignal(opened.redo_requested):
        qtbot.keyClick(opened, Qt.Key.Key_Y, _CTRL)


def test_closing_asks_while_a_job_runs(qtbot: QtBot, opened: MainWindow, answer: Answer) -> None:
    go = threading.Event()
    opened.jobs.run("正在备份", lambda _progress: go.wait(5))
    asked = answer(lambda dialog: dialog.reject())
    assert not opened.close()
    assert "正在备份" in asked[0].windowTitle()
    go.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy())
    with qtbot.waitSignal(opened.closed):
        opened.close()


def test_another_enterprise_brings_other_pages(
    qtbot: QtBot, opened: MainWindow, theme: Theme, made: list[Notes]
) -> None:
    menu = QMenu(opened)
    opened.set_enterprise("徐州恒锐精密五金有限公司", "恒锐精密五金", "40 人 · 铜山区", menu)
    assert opened.windowTitle().startswith("徐州恒锐精密五金有限公司")
    assert opened.sidebar.plate.menu() is menu
    opened.add_provider(lambda _text: [])
    old = made[0]
    opened.set_pages(_specs(theme, made)[:2], "文件与表单")
    assert opened.pages.key() == "文件与表单"
    assert old not in opened.pages.made()
    assert not opened.pages.can_step(-1)


def test_reading_only_is_said_once_over_all_pages(opened: MainWindow) -> None:
    assert opened.banner.isHidden()
    opened.set_read_only("沈雪梅的电脑正在使用这个企业，现在只能查看。")
    opened.go("指标跟踪")
    assert opened.banner.isVisible()
    opened.set_read_only("")
    assert opened.banner.isHidden()


def test_a_link_on_a_page_leads_to_another(opened: MainWindow, made: list[Notes]) -> None:
    made[0].go_to.emit("指标跟踪", ("ZB-007", "target"))
    assert opened.pages.key() == "指标跟踪"
    assert made[1].shown == [("ZB-007", "target")]


def test_no_entry_is_marked_while_a_hidden_page_is_in_front(qtbot: QtBot, opened: MainWindow) -> None:
    shown = [spec.key for spec in opened.pages.specs() if not spec.hidden]
    opened.go("文件与表单")
    opened.go("导入")
    assert [key for key in shown if opened.sidebar.button(key).isChecked()] == []
    qtbot.mouseClick(opened.sidebar.button("总览"), Qt.MouseButton.LeftButton)
    assert [key for key in shown if opened.sidebar.button(key).isChecked()] == ["总览"]
    opened.pages.step(-1)
    assert [key for key in shown if opened.sidebar.button(key).isChecked()] == []


def test_everything_in_the_frame_is_reached_by_tab(qtbot: QtBot, opened: MainWindow) -> None:
    opened.status.set_user("沈雪梅")
    opened.sidebar.plate.setFocus()
    reached: set[str] = set()
    for _step in range(16):
        focus = QApplication.focusWidget()
        if isinstance(focus, QToolButton):
            reached.add(focus.accessibleName() or focus.text())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {"总览", "设置", "帮助 F1", "搜索或跳转…", "记录人：沈雪梅"} <= reached


def test_arrows_walk_the_sidebar_and_enter_opens(qtbot: QtBot, opened: MainWindow) -> None:
    opened.sidebar.focus_current()
    for _step in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert opened.sidebar.button("指标跟踪").hasFocus()
    assert opened.pages.key() == "总览"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert opened.pages.key() == "文件与表单"
