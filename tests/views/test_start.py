"""What the window costs at start: nothing that draws charts, writes PDF or reads Excel may be loaded for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.welcome import WelcomePage
app = QApplication([])
theme = Theme(app)
window = MainWindow(theme, QSettings(sys.argv[1], QSettings.Format.IniFormat), print)
window.show_welcome(WelcomePage(theme))
window.show()
window.set_pages([PageSpec("a", "总览", "dashboard-line", lambda: Page(theme, "总览"))])
window.grab()
heavy = {"matplotlib", "numpy", "fpdf", "openpyxl", "PIL", "pypdfium2", "qtpy", "qtawesome", "peewee"}
print(sorted(heavy & set(sys.modules)))
window.close()
"""


def test_the_first_window_loads_nothing_heavy(tmp_path: Path, repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "window.ini")],
        cwd=repository,
        env={**os.environ, "QMSDESK_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line and "raise()" not in line]
    assert (done.returncode, done.stdout.strip(), said) == (0, "[]", [])
