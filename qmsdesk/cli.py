"""The command line of the program."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from qmsdesk import __version__
from qmsdesk.i18n import _


def main(argv: Sequence[str]) -> int:
    """Answer ``argv`` and return the exit code."""
    parser = argparse.ArgumentParser(prog="qmsdesk", description=_("质量管理台"))
    parser.add_argument("--version", action="version", version=__version__)
    parser.parse_args(argv)
    return 0
