"""From the start of the process to the first paint of the window, against a bare PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.measure import Figure

REPEATS = 7
ROOT = Path(__file__).resolve().parents[2]

# Both say when their first paint is over, and end at once: a window may ask before it closes on a running backup.
_SAY = """
import os, sys, time
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

def first_paint(base):
    class Painted(base):
        def event(self, event):
            done = super().event(event)
            if event.type() == QEvent.Type.UpdateRequest and self.isVisible() and self.ready():
                print(time.monotonic(), flush=True)
                os._exit(0)
            return done
        def ready(self):
            return READY
    return Painted
"""
_BARE = """
app = QApplication([])
window = first_paint(QMainWindow)()
window.setCentralWidget(QLabel("QMSDesk"))
window.resize(1440, 900)
window.show()
app.exec()
"""
_OURS = """
from qmsdesk.views.shell import window
window.MainWindow = first_paint(window.MainWindow)
from qmsdesk import app
app.main(sys.argv[1:])
"""
_FOUND = {"bare": ("True", _BARE), "welcome": ("True", _OURS), "page": ("self.pages.current() is not None", _OURS)}


def measure(sample: Path, scratch: Path) -> list[Figure]:
    """The welcome page, and the first page of the sample enterprise."""
    times: dict[str, list[float]] = {way: [] for way in _FOUND}
    for _turn in range(REPEATS):
        for way in _FOUND:
            times[way].append(run(way, scratch, *([str(sample)] if way == "page" else [])))
    bare, welcome, page = (statistics.median(times[way]) for way in _FOUND)
    return [
        Figure("start to the welcome page", welcome, bare, "bare window"),
        Figure("start to the first page of an enterprise", page, bare, "bare window"),
    ]


def run(way: str, scratch: Path, *arguments: str) -> float:
    """Seconds from the start of the process."""
    ready, rest = _FOUND[way]
    environment = {**os.environ, "QMSDESK_HOME": str(scratch / "home"), "QMSDESK_OPERATOR": "何静"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else our own modules are compiled at every start
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _SAY.replace("READY", ready) + rest, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1]) - start
