"""One sitting at a workspace: who works, by which clock, what he can undo."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import peewee as pw

from qmsdesk.clock import Clock
from qmsdesk.errors import StorageError
from qmsdesk.i18n import _
from qmsdesk.models.database import storage_errors
from qmsdesk.models.lock import system_user
from qmsdesk.models.workspace import Workspace
from qmsdesk.registers.kinds import one_line
from qmsdesk.services.history import Author

LONGEST_NAME = 40


@dataclass(frozen=True)
class Step:
    """One step of the undo stack: a batch, its name, and the records it touched."""

    batch: int
    label: str
    records: frozenset[tuple[str, int]]


@dataclass
class _Open:
    """The batch being written by this thread; ``batch`` is 0 until its first entry, unless it joins an earlier one.

    ``records`` are all it touched, ``added`` those that exist only since it began.
    """

    label: str
    batch: int = 0
    final: bool = False
    records: set[tuple[str, int]] = field(default_factory=set)
    added: set[tuple[str, int]] = field(default_factory=set)


class Sitting:
    """Handed to every service: the workspace, the operator, the clock, and the undo stack of this sitting."""

    def __init__(self, workspace: Workspace, operator: str, clock: Clock, *, patience: float = 1.0) -> None:
        """``patience`` is how many seconds a write waits for a job that is writing (an import) before it is refused."""
        self.workspace = workspace
        self.operator = operator
        self.clock = clock
        self.undone: list[Step] = []
        self.done: list[Step] = []
        self._local = threading.local()
        self._patience, self._turn, self._writing = patience, threading.Lock(), ""

    @property
    def operator(self) -> str:
        """Who writes, as history and prints name him: one line of at most 40 characters, else the system's user."""
        return self._operator

    @operator.setter
    def operator(self, name: str) -> None:
        self._operator = one_line(name)[:LONGEST_NAME] or one_line(system_user())

    @property
    def db(self) -> pw.SqliteDatabase:
        return self.workspace.db

    @property
    def author(self) -> Author:
        return Author(self.operator, one_line(system_user()), self.clock)

    @property
    def open_batch(self) -> _Open:
        """The batch of the running transaction; only inside ``batch``."""
        return self._local.open  # type: ignore[no-any-return]

    @contextlib.contextmanager
    def batch(self, label: str, *, join: int = 0, final: bool = False) -> Iterator[_Open]:
        """One transaction, one batch, one undo step; writes inside join it, an exception takes all of them back.

        ``join`` continues an earlier batch of the same visit, as long as it is the last step: undone steps and steps
        in between begin a new one. A ``final`` batch (批准, 定稿…) is never undone and takes the steps that touched the
        same records off the stack. A batch inside another is part of it, and taken back alone when it fails.
        """
        running: _Open | None = getattr(self._local, "open", None)
        if running is not None:
            with self._inner(running, final=final):
                yield running
            return
        self.workspace.require_writable()
        with self._own_turn(label):
            current = _Open(label, join if self.done and self.done[-1].batch == join else 0, final)
            self._local.open = current
            try:
                with storage_errors(), self.db.atomic():
                    yield current
            finally:
                self._local.open = None
            self._remember(current)

    @contextlib.contextmanager
    def _own_turn(self, label: str) -> Iterator[None]:
        """One thread of this sitting writes at a time: SQLite would let the other wait and then blame a stranger."""
        if not self._turn.acquire(timeout=self._patience):
            raise StorageError(_("正在“{}”，这一步没有保存。").format(self._writing), _("等它完成后再试。"))
        self._writing = label
        try:
            yield
        finally:
            self._turn.release()

    @contextlib.contextmanager
    def _inner(self, running: _Open, *, final: bool) -> Iterator[None]:
        before = (running.batch, set(running.records), set(running.added), running.final)
        try:
            with self.db.atomic():  # a savepoint
                yield
        except BaseException:
            running.batch, running.records, running.added, running.final = before
            raise
        running.final = running.final or final

    def _remember(self, written: _Open) -> None:
        if not written.records:
            return
        records = frozenset(written.records)
        if written.final:
            self.done = [s for s in self.done if not s.records & records]
        elif self.done and self.done[-1].batch == written.batch:
            self.done[-1] = Step(written.batch, self.done[-1].label, self.done[-1].records | records)
        else:
            self.done.append(Step(written.batch, written.label, records))
        self.undone.clear()
