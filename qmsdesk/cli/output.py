"""What the command line prints: one JSON document, plain lines, or a progress line on a terminal."""

from __future__ import annotations

import json
import sys
from typing import Any

from qmsdesk.progress import Progress, silent

_CLEAR = "\r\x1b[K"  # back to the start of the line, erase it


def say(text: str = "") -> None:
    """A line on stdout."""
    sys.stdout.write(text + "\n")


def document(value: Any) -> None:
    """Exactly one JSON document on stdout."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def complain(text: str) -> None:
    """A line on stderr, in the place of a progress line where one stands."""
    sys.stderr.write((_CLEAR if sys.stderr.isatty() else "") + text + "\n")


def progress() -> Progress:
    """A progress line on a terminal, nothing when piped."""
    return _Line() if sys.stderr.isatty() else silent


class _Line:
    """Rewrites one line of the terminal, and clears it at the end of each stage."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        percent = f" {100 * done // total}%" if total else ""
        line = f"{stage}{percent}"
        if line != self._shown:
            sys.stderr.write(_CLEAR + line if done < total else _CLEAR)
            sys.stderr.flush()
            self._shown = line
