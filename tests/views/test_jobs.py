"""Long work: runs elsewhere, comes back here, can be stopped, leaves nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qmsdesk.errors import Cancelled, Refused
from qmsdesk.progress import Progress
from qmsdesk.views.jobs import DIALOG_AFTER, Job, Jobs
from qmsdesk.views.shell.job_dialog import JobDialog, clock_text
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme


@pytest.fixture
def failed() -> list[BaseException]:
    return []


@pytest.fixture
def jobs(qapp: object, failed: list[BaseException]) -> Iterator[Jobs]:
    made = Jobs(None, failed.append, dialog_after=0)
    yield made
    made.shutdown()


def test_a_quiet_job_asks_for_no_dialog(jobs: Jobs, qtbot: QtBot) -> None:
    shown: list[Job] = []
    jobs.shown.connect(shown.append)
    go = threading.Event()
    jobs.run("自动备份", lambda _progress: go.wait(10), quiet=True)
    loud = jobs.run("检查数据", lambda _progress: go.wait(10))
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert set(shown) <= {loud}


def test_the_value_comes_back_in_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, bool, bool]] = []
    workers: list[threading.Thread] = []

    def op(progress: Progress) -> int:
        workers.append(threading.current_thread())
        progress("收集", 1, 1)
        return 42

    main = threading.current_thread()
    jobs.run("收集", op, lambda value: seen.append((value, threading.current_thread() is main, jobs.busy())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, True, False)]
    assert workers[0] is not main


def test_jobs_run_one_after_another_in_order(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[str] = []
    together: list[int] = []
    inside = threading.Semaphore(1)

    def op(name: str) -> str:
        together.append(inside.acquire(blocking=False))
        order.append(name)
        inside.release()
        return name

    done: list[str] = []
    for name in "甲乙丙":
        jobs.run(name, lambda _progress, n=name: op(n), done.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 3)
    assert order == done == ["甲", "乙", "丙"]
    assert all(together)


def test_cancelling_stops_at_the_next_report(qtbot: QtBot, jobs: Jobs, failed: list[BaseException]) -> None:
    go, steps = threading.Event(), []

    def op(progress: Progress) -> None:
        for step in range(100):
            progress("写入", step, 100)
            steps.append(step)
            go.wait(5)

    job = jobs.run("写入", op, lambda _value: pytest.fail("it was cancelled"))
    qtbot.waitUntil(lambda: job.total == 100)
    job.cancel()
    assert job.cancelling()
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert len(steps) < 100
    assert isinstance(failed[0], Cancelled)


def test_a_waiting_job_is_cancelled_before_it_starts(qtbot: QtBot, jobs: Jobs, failed: list[BaseException]) -> None:
    go = threading.Event()
    jobs.run("一", lambda _progress: go.wait(5))
    second = jobs.run("二", lambda _progress: pytest.fail("it was cancelled"))
    second.cancel()
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert [type(error) for error in failed] == [Cancelled]


def _refuse(_progress: Progress) -> None:
    raise Refused("有 3 行有误。", "改正后再导入。")


def test_exceptions_go_to_the_one_who_asked(qtbot: QtBot, jobs: Jobs, failed: list[BaseException]) -> None:
    own: list[BaseException] = []
    jobs.run("导入", _refuse, on_error=own.append)
    qtbot.waitUntil(lambda: bool(own))
    assert isinstance(own[0], Refused)
    assert failed == []
    jobs.run("导入", _refuse)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], Refused)


def test_a_failed_job_does_not_stop_the_next(qtbot: QtBot, jobs: Jobs) -> None:
    done: list[int] = []
    jobs.run("一", _refuse)
    jobs.run("二", lambda _progress: 2, done.append)
    qtbot.waitUntil(lambda: done == [2])


def test_reports_are_thinned_out_but_never_the_last(qtbot: QtBot, jobs: Jobs) -> None:
    reports: list[int] = []

    def op(progress: Progress) -> None:
        for step in range(1, 10_001):
            progress("计算校验值", step, 10_000)

    job = jobs.run("校验", op)
    job.reported.connect(lambda _stage, done, _total: reports.append(done))
    qtbot.waitUntil(lambda: not jobs.busy())
    assert len(reports) < 500
    assert reports[-1] == 10_000


def test_shutting_down_stops_and_waits(qtbot: QtBot, qapp: object) -> None:
    made = Jobs(None)
    started = threading.Event()
    ended = threading.Event()

    def op(progress: Progress) -> None:
        started.set()
        try:
            while True:
                progress("备份", 0, 0)
        finally:
            ended.set()

    made.run("备份", op, lambda _value: pytest.fail("shut down"), lambda _error: pytest.fail("shut down"))
    made.run("排队", lambda _progress: pytest.fail("shut down"))
    assert started.wait(5)
    made.shutdown()
    assert ended.is_set()
    assert not made.busy()


def test_a_dialog_comes_only_for_long_work(qtbot: QtBot, theme: Theme) -> None:
    assert DIALOG_AFTER == 600
    made = Jobs(None)
    shown: list[Job] = []
    made.shown.connect(shown.append)
    done: list[int] = []
    made.run("快", lambda _progress: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert shown == []
    made.shutdown()


def test_the_dialog_shows_and_stops_a_job(qtbot: QtBot, jobs: Jobs, theme: Theme, failed: list[BaseException]) -> None:
    go = threading.Event()

    def op(progress: Progress) -> None:
        progress("生成表单 PDF", 29, 50)
        go.wait(5)
        progress("生成表单 PDF", 30, 50)

    with qtbot.waitSignal(jobs.shown):
        job = jobs.run("正在生成资料包", op)
    dialog = JobDialog(theme, job)
    qtbot.waitUntil(lambda: job.total == 50)
    dialog.show()
    assert (dialog.stage.text(), dialog.percent.text()) == ("生成表单 PDF", "58%")
    assert dialog.time.text().startswith("已用 0:0")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert not job.cancelling()
    dialog.show()
    dialog.cancel_button.click()
    assert "正在取消" in dialog.stage.text()
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert isinstance(failed[0], Cancelled)
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_the_status_bar_mirrors_the_job(qtbot: QtBot, window: MainWindow) -> None:
    go = threading.Event()

    def op(progress: Progress) -> None:
        progress("压缩", 1, 2)
        go.wait(5)

    job = window.jobs.run("正在生成资料包", op)
    qtbot.waitUntil(lambda: "正在生成资料包 50%" in window.status.texts())
    window.status.job_pressed.emit()
    dialogs = window.findChildren(JobDialog)
    assert [dialog.job for dialog in dialogs] == [job]
    dialogs[0].background_button.click()
    assert dialogs[0].isHidden()
    window.status.job_pressed.emit()
    assert len(window.findChildren(JobDialog)) == 1
    go.set()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert window.status.texts() == []


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (67.9, "1:07"), (3723, "1:02:03")])
def test_times_are_short(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text
