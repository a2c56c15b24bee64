"""The live rows that computations look at: each table is read once, void and deleted records are left out."""

from __future__ import annotations

from functools import cached_property

import peewee as pw

from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.services import reading


class Live:
    """Rows by table, read when they are first asked for."""

    def __init__(self, db: pw.Database) -> None:
        self.db = db
        self._rows: dict[type[Base], list[Row]] = {}
        self._lines: dict[type[Base], dict[int, list[Row]]] = {}

    def of(self, model: type[Base]) -> list[Row]:
        """All live rows of a table, in order of id."""
        if model not in self._rows:
            live = (model.void_reason == "",) if issubclass(model, Record) else ()
            self._rows[model] = reading.rows(self.db, model, *live)
        return self._rows[model]

    def lines(self, model: type[Base], parent: AnyField) -> dict[int, list[Row]]:
        """Child rows by record."""
        if model not in self._lines:
            found: dict[int, list[Row]] = {}
            for row in self.of(model):
                found.setdefault(row.of(parent), []).append(row)
            self._lines[model] = found
        return self._lines[model]

    @cached_property
    def files(self) -> frozenset[tuple[str, int]]:
        """Register and record of everything that has a file."""
        links = Attachment.select(Attachment.register, Attachment.record).distinct().tuples()
        return frozenset((register, record) for register, record in links.execute(self.db))

    @cached_property
    def signed(self) -> frozenset[tuple[str, int]]:
        """Register and record of everything with a signature that stands."""
        query = Signature.select(Signature.register, Signature.record).where(~Signature.void).distinct().tuples()
        return frozenset((register, record) for register, record in query.execute(self.db))
