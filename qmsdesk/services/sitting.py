"""One sitting at a workspace: who works, by which clock, what he can undo."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import peewee as pw

from qmsdesk.clock import Clock
from qmsdesk.models.database import storage_errors
from qmsdesk.models.lock import system_user
from qmsdesk.models.workspace import Workspace
from qmsdesk.services.history import Author


@dataclass(frozen=True)
class Step:
    """One step of the undo stack: a batch, its name, and the records it touched."""

    batch: int
    label: str
    records: frozenset[tuple[str, int]]


@dataclass
class _Open:
    """The batch being written by this thread."""

    label: str
    batch: int = 0
    final: bool = False
    records: set[tuple[str, int]] = field(default_factory=set)


class Sitting:
    """Handed to every service: the workspace, the operator, the clock, and the undo stack of this sitting."""

    def __init__(self, workspace: Workspace, operator: str, clock: Clock) -> None:
        self.workspace = workspace
        self.operator = operator.strip() or system_user()
        self.clock = clock
        self.undone: list[Step] = []
        self.done: list[Step] = []
        self._local = threading.local()

    @property
    def db(self) -> pw.SqliteDatabase:
        return self.workspace.db

    @property
    def author(self) -> Author:
        return Author(self.operator, system_user(), self.clock)

    @property
    def open_batch(self) -> _Open:
        """The batch of the running transaction; only inside ``batch``."""
        return self._local.open  # type: ignore[no-any-return]

    @contextlib.contextmanager
    def batch(self, label: str, *, join: int = 0, final: bool = False) -> Iterator[_Open]:
        """One transaction, one batch, one undo step; writes inside join it, an exception takes all of them back.

        ``join`` continues an earlier batch of the same visit. A ``final`` batch (批准, 定稿…) is never undone and takes
        the steps that touched the same records off the stack.
        """
        running: _Open | None = getattr(self._local, "open", None)
        if running is not None:
            running.final = running.final or final
            yield running
            return
        self.workspace.require_writable()
        current = _Open(label, join, final)
        self._local.open = current
        try:
            with storage_errors(), self.db.atomic():
                yield current
        finally:
            self._local.open = None
        self._remember(current)

    def _remember(self, written: _Open) -> None:
        if not written.batch:
            return
        records = frozenset(written.records)
        if written.final:
            self.done = [s for s in self.done if not s.records & records]
        elif self.done and self.done[-1].batch == written.batch:
            self.done[-1] = Step(written.batch, self.done[-1].label, self.done[-1].records | records)
        else:
            self.done.append(Step(written.batch, written.label, records))
        self.undone.clear()
