"""Where the program starts: the command line when a sub-command is asked for, else the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run QMSDesk with ``argv`` (default: the process's own) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    from qmsdesk import cli

    return cli.main(arguments)
