"""The hash of the outer file, made while it is still being written."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from qmsdesk.bundle import limits

_STEP = 4 << 20
_SYNC_EVERY = 32 << 20


class Trail:
    """Hashes what is already final of a growing file on a second core, so that it is not read again at the end.

    It also has those bytes written to the disk early, so that the last fsync does not wait for all of them.

    zipfile patches a member's header when the member is finished; everything before the next member is final then.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._digest = hashlib.sha256()
        self._size = self._synced = self._told = 0
        self._pool = ThreadPoolExecutor(1, "bundle-hash")
        self._last: Future[None] | None = None

    def __enter__(self) -> Trail:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._file.close()

    def reached(self, size: int, *, final: bool) -> None:
        """``size`` bytes are written; ``final`` when none of them will change any more."""
        if self._last is not None and not self._last.done():
            return
        if final and size - self._told >= _STEP:
            self._told = size
            self._last = self._pool.submit(self._advance, size)
        elif size - self._synced >= _SYNC_EVERY and hasattr(os, "fdatasync"):
            self._synced = size
            self._last = self._pool.submit(os.fdatasync, self._file.fileno())

    def finish(self) -> tuple[int, str]:
        """Size in bytes and SHA-256 of the finished file."""
        self._pool.submit(self._advance, None).result()
        return self._size, self._digest.hexdigest()

    def _advance(self, end: int | None) -> None:
        """Hash up to ``end``, or to the end of the file."""
        while end is None or self._size < end:
            chunk = self._file.read(limits.CHUNK if end is None else min(limits.CHUNK, end - self._size))
            if not chunk:
                return
            self._digest.update(chunk)
            self._size += len(chunk)
