"""The command line: every sub-command runs without a display and never imports Qt."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import TextIO

from qmsdesk import paths
from qmsdesk.cli import parser
from qmsdesk.cli.output import complain
from qmsdesk.errors import Cancelled, UserError
from qmsdesk.i18n import _

INTERNAL = 3


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 in order, 1 problems found, 2 wrong usage or file, 3 storage."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        arguments = parser.build().parse_args(argv)
        from qmsdesk.cli import commands

        code = commands.run(arguments)
        sys.stdout.flush()  # here, where a reader that went away is expected
        return code
    except UserError as error:
        complain(f"{error.text}{error.hint}")
        return error.exit_code
    except (KeyboardInterrupt, Cancelled):
        complain(_("已取消，没有写入。"))
        return 1
    except BrokenPipeError:
        # Whoever read our output (head, a pager) has enough; the interpreter must not flush into the pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001 -- a fault of ours: the report goes to a file, the user gets a sentence
        complain(_crash(traceback.format_exc()))
        return INTERNAL


def complain_of_no_display() -> int:
    """The window was asked for where there is no screen."""
    complain(_("这里没有显示器，打不开窗口。用 qmsdesk --help 看命令行的用法。"))
    return UserError.exit_code


def _speak_utf8(stream: TextIO) -> None:
    # A Windows console may use a code page in which rare characters would abort the output.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _crash(details: str) -> str:
    try:
        report = paths.log_dir() / "crash.log"
        with report.open("a", encoding="utf-8") as f:
            f.write(details + "\n")
    except OSError:
        return _("程序出错，这一步没有完成。请重试；仍然出错时联系提供者。")
    return _("程序出错，这一步没有完成；错误报告在 {}。").format(report)
