"""A window of the program off screen that can be brought to rest, photographed and asked what Qt complained of."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEventLoop, QMessageLogContext, QSettings, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from qmsdesk import clock
from qmsdesk.views.main import translate
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.job_dialog import JobDialog
from qmsdesk.views.shell.page import Page
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

QUIET = 450  # ms: the longest delay after which the window still changes by itself (badges, searches)
_HARMLESS = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")


class Studio:
    """One window. ``problems`` collects what must not happen: warnings of Qt and exceptions in slots."""

    def __init__(self, out: Path, home: Path) -> None:
        self.out = out
        self.problems: list[str] = []
        found = QApplication.instance()
        self.app = found if isinstance(found, QApplication) else QApplication(["qmsdesk"])
        qInstallMessageHandler(self._hear)
        sys.excepthook = self._escaped
        translate(self.app)
        self.settings = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
        self.theme = Theme(self.app, "light")
        self.window = MainWindow(self.theme, self.settings, self._crashed)
        self.office = Office(self.window, self.theme, self.settings, clock.from_environment())
        self._look = ""

    def dress(self, look: str, width: int, height: int, mode: str) -> None:
        """From now on pictures are of this size and theme and carry this name."""
        self._look = look
        self.theme.apply(mode, 1.0)
        self.window.resize(width, height)
        self.window.show()

    def page(self, key: str, target: object = None) -> Page:
        """Bring a page to the front and to rest."""
        self.window.go(key, target)
        self.settle()
        return self.window.pages.page(key)

    def settle(self) -> None:
        """Wait for jobs, and for what the window does after a short delay."""
        self.until(lambda: not self.window.jobs.busy())
        loop = QEventLoop()
        QTimer.singleShot(QUIET, loop.quit)
        loop.exec()
        self.until(lambda: not self.window.jobs.busy())

    def until(self, there: Callable[[], bool]) -> None:
        """Run the window until something is so."""
        while not there():
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()

    def shot(self, name: str, widget: QWidget | None = None) -> None:
        """Photograph the window, or one widget."""
        self.save(name, widget or self.window)

    def dialog(self, name: str, ask: Callable[[], object], prepare: Callable[[QWidget], object] | None = None) -> None:
        """Photograph the dialog that ``ask`` opens, then close it; that of a slow job is waited for."""
        waiting = [True]

        def look() -> None:
            shown = QApplication.activeModalWidget()
            if shown is None or isinstance(shown, JobDialog):
                if waiting:
                    QTimer.singleShot(20, look)
                return
            waiting.clear()
            if prepare is not None:
                prepare(shown)
            QTimer.singleShot(QUIET, lambda: take(shown))

        def take(shown: QWidget) -> None:
            self.save(name, shown)
            shown.close()

        QTimer.singleShot(0, look)
        ask()
        self.settle()
        if waiting:
            waiting.clear()
            self.problems.append(f"{self._look}_{name}: no dialog came")

    def save(self, name: str, widget: QWidget) -> None:
        file = f"{self._look}_{name}.png"
        if not widget.grab().save(str(self.out / file)):
            self.problems.append(f"{file} cannot be written")
        print(file, flush=True)

    def _crashed(self, error: BaseException) -> None:
        self.problems.append(f"{self._look}: {type(error).__name__}: {error}")

    def _escaped(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        where = traceback.extract_tb(trace)[-1]
        self.problems.append(f"{self._look}: {kind.__name__}: {error} ({Path(where.filename).name}:{where.lineno})")

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg and text not in _HARMLESS:
            self.problems.append(f"{self._look}: Qt says: {text}")
