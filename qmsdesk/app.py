"""Where the program starts: the command line when a sub-command is asked for, else the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run QMSDesk with ``argv`` (default: the process's own) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    from qmsdesk.cli.parser import COMMANDS

    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-") or not _looks_like_path(arguments[0])):
        from qmsdesk import cli

        return cli.main(arguments)
    if not _has_display():
        from qmsdesk.cli import complain_of_no_display

        return complain_of_no_display()
    from qmsdesk.views.main import run

    return run(Path(arguments[0]) if arguments else None)


def _has_display() -> bool:
    """Whether Qt would find a screen; without one it would end the process with words of its own."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _looks_like_path(word: str) -> bool:
    """A workspace names an existing thing, or at least a path; a misspelt command gets the command line's answer."""
    return "/" in word or "\\" in word or word.endswith(".qms") or os.path.exists(word)  # noqa: PTH110 -- never raises
