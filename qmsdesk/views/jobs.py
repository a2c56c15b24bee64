"""The only threading of the program: one worker for long work, watched, cancelled and handed back in the window.

An operation gets a ``Progress`` and returns a value; it must not touch a widget. Operations run one after another,
so two of them never write to the workspace at once.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from qmsdesk.errors import Cancelled
from qmsdesk.progress import Progress

T = TypeVar("T")
Failed = Callable[[BaseException], None]
_REPORT_EVERY = 0.05  # seconds between two reports of one stage
_COLLECT_EVERY = 2000  # ms
DIALOG_AFTER = 600  # milliseconds


class Job(QObject):
    """One operation, from queueing to its end. ``stage``, ``done`` and ``total`` are the last report."""

    reported = Signal(str, int, int)
    ended = Signal()
    _heard = Signal(str, int, int)  # comes from the worker

    def __init__(self, title: str, op: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.title, self._op = title, op
        self.stage, self.done, self.total = "", 0, 0
        self.started_at = time.monotonic()
        self.result: Any = None
        self.error: BaseException | None = None
        self.quiet = False
        self._stop = threading.Event()
        self._last = (0.0, "")
        self._heard.connect(self._note)

    def cancel(self) -> None:
        """Ask it to stop; it does at its next report."""
        self._stop.set()

    def cancelling(self) -> bool:
        """It was asked to stop."""
        return self._stop.is_set()

    def seconds(self) -> float:
        """How long it has been going."""
        return time.monotonic() - self.started_at

    def work(self) -> None:
        """Run the operation; called in the worker."""
        try:
            self._check()
            self.result = self._op(self._progress)
        except Exception as error:
            self.error = error
        self.ended.emit()

    def _progress(self, stage: str, done: int, total: int) -> None:
        self._check()
        now = time.monotonic()
        if stage != self._last[1] or done >= total or now - self._last[0] >= _REPORT_EVERY:
            self._last = (now, stage)
            self._heard.emit(stage, done, total)

    def _check(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def _note(self, stage: str, done: int, total: int) -> None:
        self.stage, self.done, self.total = stage, done, total
        self.reported.emit(stage, done, total)


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.work()


class _Collector:
    """Keeps Python's cyclic garbage collector out of the worker.

    Run there, it could destroy widgets in a thread that is not theirs, and Qt would crash. While any job runs it is
    off, and ``collect`` does its work from the window's thread.
    """

    running = 0

    @classmethod
    def hold(cls) -> None:
        cls.running += 1
        gc.disable()

    @classmethod
    def release(cls) -> None:
        cls.running -= 1
        if not cls.running:
            gc.enable()


class Jobs(QObject):
    """Runs operations in the worker.

    ``shown`` asks for the dialog of a job that takes longer than 600 ms, ``progressed`` comes with every report of
    the running one, ``finished`` when one has ended, however it ended. ``failed`` gets every exception (Cancelled
    too) that no ``on_error`` takes.
    """

    shown = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)

    def __init__(
        self, parent: QObject | None = None, failed: Failed | None = None, *, dialog_after: int = DIALOG_AFTER
    ) -> None:
        super().__init__(parent)
        self._failed = failed or _raise
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: deque[tuple[Job, Callable[[Any], object] | None, Failed | None]] = deque()
        self._current: tuple[Job, Callable[[Any], object] | None, Failed | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(dialog_after)
        self._timer.timeout.connect(self._show)
        self._cleaning = QTimer(self)
        self._cleaning.setInterval(_COLLECT_EVERY)
        self._cleaning.timeout.connect(lambda: gc.collect(1))

    def run(
        self,
        title: str,
        op: Callable[[Progress], T],
        on_done: Callable[[T], object] | None = None,
        on_error: Failed | None = None,
        *,
        quiet: bool = False,
    ) -> Job:
        """Queue an operation; ``on_done`` gets its value, ``on_error`` its exception, both in the window's thread.

        A ``quiet`` job, which nobody asked for, shows in the status bar only and takes no focus.
        """
        job = Job(title, op, self)
        job.quiet = quiet
        job.reported.connect(self._reported)
        job.ended.connect(self._ended)
        self._waiting.append((job, on_done, on_error))
        self._next()
        return job

    def current(self) -> Job | None:
        """The job that is running."""
        return self._current[0] if self._current else None

    def busy(self) -> bool:
        """Something is running or waiting."""
        return self._current is not None or bool(self._waiting)

    def shutdown(self) -> None:
        """Stop everything and wait for the worker; nothing is called back afterwards."""
        self._waiting.clear()
        self._timer.stop()
        if self._current:
            self._current[0].ended.disconnect(self._ended)
            self._current[0].cancel()
        self._pool.waitForDone()
        if self._current:
            self._release()
        self._current = None

    def _release(self) -> None:
        self._cleaning.stop()
        _Collector.release()

    def _next(self) -> None:
        if self._current is None and self._waiting:
            self._current = self._waiting.popleft()
            job = self._current[0]
            job.started_at = time.monotonic()
            if not job.quiet:
                self._timer.start()
            _Collector.hold()
            self._cleaning.start()
            self._pool.start(_Runner(job))

    def _reported(self) -> None:
        if self._current:
            self.progressed.emit(self._current[0])

    def _show(self) -> None:
        if self._current:
            self.shown.emit(self._current[0])

    def _ended(self) -> None:
        if self._current is None:
            return
        job, on_done, on_error = self._current
        self._timer.stop()
        self._current = None
        self._pool.waitForDone()
        self._release()
        self.finished.emit(job)
        self._next()
        job.deleteLater()
        if job.error is None:
            if on_done:
                on_done(job.result)
        else:
            (on_error or self._failed)(job.error)


def _raise(error: BaseException) -> None:
    if not isinstance(error, Cancelled):
        raise error
