"""The live rows that computations look at: each table is read once, void and deleted records are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import peewee as pw

from qmsdesk.models.base import AnyField, Base, Fields, Line, Record, Row
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.services import reading


class Live:
    """Rows by table, read when they are first asked for; ``only`` says of large tables which columns."""

    def __init__(self, db: pw.Database, only: Mapping[type[Base], tuple[AnyField, ...]] | None = None) -> None:
        self.db = db
        self._only = only or {}
        self._rows: dict[type[Base], list[Row]] = {}
        self._lines: dict[type[Base], dict[int, list[Row]]] = {}

    def of(self, model: type[Base]) -> list[Row]:
        """All live rows of a table, in order of id."""
        if model not in self._rows:
            live = (model.void_reason == "",) if issubclass(model, Record) else ()
            self._rows[model] = reading.rows(self.db, model, *live, only=self._only.get(model, ()))
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


class Stored(Sequence[Row]):
    """Rows of which only the stored cells are held until one is looked at."""

    def __init__(self, make: Callable[[Sequence[Any]], Row], only: Fields) -> None:
        self._make, self._only = make, only
        self.cells: list[Sequence[Any]] = []

    @cached_property
    def _rows(self) -> list[Row]:
        return [self._make(cells) for cells in self.cells]

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self.cells)

    def column(self, field: AnyField) -> list[Any]:
        """The values of one column."""
        place = self._only.index(field)
        return [None if cells[place] is None else field.python_value(cells[place]) for cells in self.cells]


def by_parent(db: pw.Database, model: type[Line], parent: AnyField, only: tuple[AnyField, ...]) -> dict[int, Stored]:
    """The child rows of all records, in their order, by record; cheap where few of the records are looked at."""
    query = model.select(parent, *only).order_by(parent, model.position, model.id)
    make, fields = reading.maker(model, only), Fields(only)
    found: dict[int, Stored] = {}
    for record, *cells in db.execute(query).fetchall():
        if record not in found:
            found[record] = Stored(make, fields)
        found[record].cells.append(cells)
    return found


def column(rows: Sequence[Row], field: AnyField) -> list[Any]:
    """The values of one field in some rows, without making rows of those that are only stored."""
    return rows.column(field) if isinstance(rows, Stored) else [row.of(field) for row in rows]
