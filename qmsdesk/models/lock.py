"""One writer at a time: the kernel's lock on ``.lock``; ``.lock.json`` only says who holds it.

The lock dies with its holder, so nothing is ever stale.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import sys
from pathlib import Path


class Held(Exception):
    """Another program writes to this workspace; ``holder`` says who, as far as is known."""

    def __init__(self, holder: dict[str, str]) -> None:
        super().__init__(holder)
        self.holder = holder


class Unsupported(Exception):
    """This file system has no locks."""


def system_user() -> str:
    """The name of the user of this machine, recorded beside the operator."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no entry for this user id
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


class WorkspaceLock:
    """The right to write to one workspace folder."""

    def __init__(self, folder: Path) -> None:
        self._file, self._who, self._fd = folder / ".lock", folder / ".lock.json", -1

    def acquire(self, since: str) -> None:
        """Take the lock, or raise ``Held`` with its holder, ``Unsupported`` or OSError (folder not writable)."""
        fd = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(fd)
        except (BlockingIOError, PermissionError):
            os.close(fd)
            raise Held(self._holder()) from None
        except OSError:
            os.close(fd)
            raise Unsupported from None
        self._fd = fd
        who = {"user": system_user(), "host": socket.gethostname(), "pid": os.getpid(), "since": since}
        with contextlib.suppress(OSError):  # only a courtesy to whoever finds the lock held
            self._who.write_text(json.dumps(who, ensure_ascii=False), "utf-8")

    def release(self) -> None:
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                self._who.unlink(missing_ok=True)
            os.close(self._fd)
            self._fd = -1

    def _holder(self) -> dict[str, str]:
        try:
            who = json.loads(self._who.read_text("utf-8"))
            return {str(k): str(v) for k, v in who.items()}
        except (OSError, ValueError, AttributeError):
            return {}


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
