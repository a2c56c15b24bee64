"""Starting without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_without_a_screen_the_window_is_refused_in_one_sentence(repository: Path) -> None:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    bare = {name: value for name, value in os.environ.items() if name not in screens}
    done = subprocess.run(
        [sys.executable, str(repository / "main.py")], capture_output=True, text=True, check=False, env=bare
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "没有显示器" in done.stderr
