"""What can go wrong in a way a user can mend, each with its exit code on the command line."""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """A sentence for the user: ``text`` says what and why, ``hint`` what to do. Never holds a traceback."""

    exit_code = 2

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(f"{text} {hint}".strip() if hint else text)
        self.text = text
        self.hint = hint


class Refused(UserError):
    """The input was readable but holds problems; nothing was written."""

    exit_code = 1


class StorageError(UserError):
    """The file system, the disk or the workspace failed."""

    exit_code = 3


class ReadOnly(StorageError):
    """The workspace was opened for reading: another program holds it, or the folder cannot be written."""


class Blocked(Refused):
    """A gate stayed shut: ``missing`` lists the labels of what has to be mended first."""

    def __init__(self, text: str, missing: Sequence[str] = (), hint: str = "") -> None:
        super().__init__(text, hint)
        self.missing = tuple(missing)


class Cancelled(Exception):
    """The user stopped a long job; not an error."""
