"""Which exception is told how, and what a crash leaves behind."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.errors import Blocked, Cancelled, StorageError
from qmsdesk.views.crash import LOG_NAME, CrashDialog, CrashHandler, report, start_log
from qmsdesk.views.messages import listed
from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import ConfirmDialog

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture
def paged(window: MainWindow, theme: Theme) -> MainWindow:
    window.set_pages([PageSpec("a", "总览", "dashboard-line", lambda: Page(theme, "总览"))])
    window.show()
    return window


def _bars(window: MainWindow) -> list[str]:
    page = window.pages.current()
    return [bar.text() for bar in page.messages.bars()] if page else []


def test_a_question_names_five_of_what_would_be_dropped() -> None:
    assert listed(["编号", "题目"]) == "编号、题目"
    assert listed([str(number) for number in range(1, 6)]) == "1、2、3、4、5"
    assert listed([str(number) for number in range(1, 8)]) == "1、2、3、4、5 等 7 项"


def test_what_can_be_mended_is_told_on_the_page(paged: MainWindow, crashes: list[BaseException]) -> None:
    paged.messages.failed(StorageError("无法保存：磁盘已满。", "腾出空间后再试。"))
    assert _bars(paged) == ["无法保存：磁盘已满。腾出空间后再试。"]
    assert crashes == []


def test_cancelling_says_nothing(paged: MainWindow, crashes: list[BaseException]) -> None:
    paged.messages.failed(Cancelled())
    assert _bars(paged) == []
    assert crashes == []


def test_the_unforeseen_goes_to_the_crash_handler(paged: MainWindow, crashes: list[BaseException]) -> None:
    error = ZeroDivisionError("division by zero")
    paged.messages.failed(error)
    assert crashes == [error]
    assert _bars(paged) == []


def test_a_gate_lists_what_is_missing(paged: MainWindow, answer: Answer) -> None:
    seen = answer(lambda dialog: dialog.accept())
    paged.messages.failed(Blocked("还不能定稿。", ["序号 14 质量损失率：提升后未填", "评价日期"], "补齐后再定稿。"))
    texts = [label.text() for label in seen[0].findChildren(QLabel)]
    assert "还不能定稿。" in texts
    assert "· 评价日期" in texts
    assert _bars(paged) == []


def test_without_a_page_it_is_a_dialog(window: MainWindow, answer: Answer) -> None:
    window.show()
    seen = answer(lambda dialog: dialog.accept())
    window.messages.error(StorageError("打不开这个文件夹。", "换一个再试。"))
    assert [dialog.windowTitle() for dialog in seen] == ["打不开这个文件夹。"]


def test_a_success_can_be_undone(paged: MainWindow) -> None:
    undone: list[int] = []
    paged.messages.done("已删除 1 条记录", lambda: undone.append(1))
    assert paged.toast.isVisible()
    paged.toast.undo()
    assert undone == [1]


def test_questions_are_answered(paged: MainWindow, answer: Answer) -> None:
    def yes(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        box = dialog.findChild(QLineEdit)
        if box is not None:
            box.insert("改为外协")
        dialog.verb_button.click()

    answer(yes)
    assert paged.messages.ask("删除“WI-04”？", "可以在回收站找回。", "删除")
    answer(lambda dialog: dialog.reject())
    assert not paged.messages.ask("删除“WI-04”？", "", "删除")
    answer(yes)
    assert paged.messages.ask_reason("作废“WI-04”？", "", "作废") == "改为外协"
    answer(lambda dialog: dialog.reject())
    assert paged.messages.ask_reason("作废“WI-04”？", "", "作废") is None


def test_messages_go_with_the_page(window: MainWindow, theme: Theme) -> None:
    specs = [PageSpec(key, key, "dashboard-line", lambda k=key: Page(theme, k)) for key in "甲乙"]  # type: ignore[misc]
    window.set_pages(specs)
    window.messages.note("warn", "一句话")
    window.go("乙")
    assert _bars(window) == []
    window.go("甲")
    assert _bars(window) == []


@pytest.fixture
def handler(theme: Theme, tmp_path: Path) -> Iterator[CrashHandler]:
    log = start_log(tmp_path)
    made = CrashHandler(theme, tmp_path, lambda: None)
    made.install()
    yield made
    made.uninstall()
    made.deleteLater()
    logging.getLogger("qmsdesk").removeHandler(log)
    log.close()


def _raised() -> BaseException:
    try:
        raise ZeroDivisionError("秘密的原文")
    except ZeroDivisionError as error:
        return error


def test_a_crash_is_logged_and_told_without_a_traceback(
    handler: CrashHandler, answer: Answer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    faces: list[list[str]] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, CrashDialog)
        faces.append([label.text() for label in dialog.findChildren(QLabel) if label.isVisible()])
        assert dialog.details.isHidden()
        dialog.fold.click()
        assert dialog.details.isVisible()
        dialog.copy_button.click()
        dialog.accept()

    answer(look)
    error = _raised()
    sys.excepthook(type(error), error, error.__traceback__)
    assert not any("秘密" in text or "Traceback" in text for text in faces[0])
    assert any(str(tmp_path / LOG_NAME) in text for text in faces[0])
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: 秘密的原文" in copied
    assert "QMSDesk" in copied.splitlines()[0]
    assert "秘密的原文" in (tmp_path / LOG_NAME).read_text("utf-8")
    caplog.clear()


def test_an_exception_in_a_thread_is_told_in_the_window(
    qtbot: QtBot, handler: CrashHandler, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    seen = answer(lambda dialog: dialog.accept())
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], CrashDialog)
    caplog.clear()


def test_a_second_crash_does_not_pile_up(
    handler: CrashHandler, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    def again(dialog: QDialog) -> None:
        handler.show(ValueError("the second"))
        dialog.accept()

    seen = answer(again)
    handler.show(_raised())
    assert len(seen) == 1
    assert sum(record.name == "qmsdesk.crash" for record in caplog.records) == 2
    caplog.clear()


def test_the_report_names_versions_and_place() -> None:
    text = report(_raised())
    assert "Qt 6" in text
    assert "in _raised" in text
