"""What building the graph reads: each table once, never a query per node."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import peewee as pw

from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.system import Attachment
from qmsdesk.services import indicators, reading
from qmsdesk.services.chain.nodes import PARTICIPANTS


class Source:
    """Live rows of the tables of the chain."""

    def __init__(self, db: pw.Database) -> None:
        self.db = db
        self._rows: dict[type[Base], dict[int, Row]] = {}

    def of(self, model: type[Record]) -> dict[int, Row]:
        """Live records by id, in order of number."""
        if model not in self._rows:
            found = reading.rows(self.db, model, model.void_reason == "", order=(model.number, model.id))
            self._rows[model] = {row.id: row for row in found}
        return self._rows[model]

    def lines(self, model: Any, parent: AnyField) -> Iterator[tuple[Row, Row, int]]:
        """Child rows of live records: the record, the row, its place from 1; record by record."""
        held: dict[int, list[Row]] = {}
        for row in reading.rows(self.db, model, order=(model.position, model.id)):
            held.setdefault(row.of(parent), []).append(row)
        for record in self.of(parent.rel_model).values():
            for place, row in enumerate(held.get(record.id, ()), 1):
                yield record, row, place

    @cached_property
    def facts(self) -> indicators.Facts:
        """Indicators with rounds, months and files."""
        return indicators.read(self.db)

    @cached_property
    def _files(self) -> dict[tuple[str, int], int]:
        query = (
            Attachment.select(Attachment.register, Attachment.record, pw.fn.COUNT(Attachment.id))
            .where(Attachment.register << sorted(PARTICIPANTS - {"measurement"}))
            .group_by(Attachment.register, Attachment.record)
        )
        return {(register, record): n for register, record, n in query.tuples().execute(self.db)}

    def files(self, register: str, record: int) -> int:
        """How many files are attached to a record."""
        return self._files.get((register, record), 0)


def label(f: AnyField, value: Any) -> str:
    """The word of a choice."""
    return str(dict(f.choices).get(value, value or ""))


def told(*parts: tuple[str, object]) -> tuple[str, ...]:
    """Facts in words, those that are empty left out: ``{}`` in the text is the value."""
    return tuple(text.format(value) for text, value in parts if value not in (None, ""))
