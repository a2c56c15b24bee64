"""Records that came in for being named only: their own list completes them, and its numbers win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from qmsdesk.exchange.plan import PlanRow
from qmsdesk.exchange.snapshot import Key, Snapshot
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.spec import Register
from qmsdesk.services import history

ALSO_ADDED = _("导入时同时新建")
"""What history says of a record that an import added because a row named it."""


class Bare:
    """The stored records of a register that hold nothing but their name and place, as an import left them."""

    def __init__(self, db: Any, register: Register, snapshot: Snapshot) -> None:
        self._register, self._snapshot = register, snapshot
        self._caption: AnyField = register.model.caption()
        self.ids = self._read(db) if register.sheet.create is not None else frozenset()

    def _read(self, db: Any) -> frozenset[int]:
        entries = history.entries(db, register=self._register.key)
        added = {e.record for e in entries if e.verb == "add" and ALSO_ADDED in e.why}
        return frozenset(i for i in added if i in self._snapshot.rows and self._empty(self._snapshot.rows[i]))

    def _empty(self, row: Row) -> bool:
        blank = history.defaults(self._register.model)
        own = {self._register.model.number.name, *(f.name for f in self._register.sheet.key)}
        return not any(f.name not in own and row[f.name] != blank.get(f.name) for f in self._register.fields)

    def alone(self, rows: Iterable[PlanRow]) -> dict[Key, int]:
        """Those whose name stands for nobody else, in the workspace and in the file; by that name.

        Their place was guessed from the row that named them, so the list may say another one.
        """
        if not self.ids:
            return {}
        stored = self._snapshot.known[self._register.model].by_caption
        counted = Counter(fold(str(row.values.get(self._caption) or "")) for row in rows if row.line is None)
        names = {i: fold(str(self._snapshot.rows[i].of(self._caption))) for i in self.ids}
        return {(name,): i for i, name in names.items() if counted[name] == 1 and len(stored[name]) == 1}
