"""The live rows that computations look at: each table is read once, void and deleted records are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, overload

import peewee as pw

from qmsdesk.models.base import AnyField, Base, Fields, Line, Record, Row
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.services import reading


class Live:
    """Rows by table, read when they are first asked for; ``only`` says of large tables which columns.

    A column beyond those is read for all rows of its table when the first of them is asked for it.
    """

    def __init__(self, db: pw.Database, only: Mapping[type[Base], tuple[AnyField, ...]] | None = None) -> None:
        self.db = db
        self._only = only or {}
        self._rows: dict[type[Base], list[Row]] = {}
        self._lines: dict[type[Base], dict[int, list[Row]]] = {}

    def of(self, model: type[Base]) -> list[Row]:
        """All live rows of a table, in order of id."""
        if model not in self._rows:
            self._rows[model] = self.some(model)
        return self._rows[model]

    def lines(self, model: type[Base], parent: AnyField) -> dict[int, list[Row]]:
        """Child rows by record."""
        if model not in self._lines:
            found: dict[int, list[Row]] = {}
            for row in self.of(model):
                found.setdefault(row.of(parent), []).append(row)
            self._lines[model] = found
        return self._lines[model]

    def some(self, model: type[Base], *where: Any) -> list[Row]:
        """The live rows that fulfil some conditions, in order of id."""
        only = self._only.get(model, ())
        kind = sparse(self.db, model) if only else Row
        live = (model.void_reason == "",) if issubclass(model, Record) else ()
        return reading.rows(self.db, model, *live, *where, only=only, kind=kind)

    def having(self, parent: AnyField, *where: Any) -> frozenset[int]:
        """The records that have a child row, of some kind: cheaper than reading the rows."""
        query = parent.model.select(parent).distinct()
        query = query.where(*where) if where else query
        return frozenset(record for (record,) in self.db.execute(query).fetchall())

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


def sparse(db: pw.Database, model: type[Base]) -> type[Row]:
    """Rows of some columns, which read any other one at once for the whole table."""
    fields = {f.name: f for f in model.fields()}
    columns: dict[str, dict[int, Any]] = {}

    class Sparse(Row):
        __slots__ = ()

        def __missing__(self, name: str) -> Any:
            if name not in columns:
                columns[name] = reading.column(db, fields[name])
            value = self[name] = columns[name][self.id]
            return value

    return Sparse


class Stored(Sequence[Row]):
    """Rows of which only the stored cells are held; each is made when it is looked at."""

    def __init__(self, make: Callable[[Sequence[Any]], Row], only: Fields, cells: Sequence[Sequence[Any]]) -> None:
        self._make, self._only, self.cells = make, only, cells
        self._rows: dict[int, Row] = {}

    def _row(self, place: int) -> Row:
        if place not in self._rows:
            self._rows[place] = self._make(self.cells[place][: len(self._only)])
        return self._rows[place]

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        places = range(len(self.cells))[place]
        return self._row(places) if isinstance(places, int) else [self._row(each) for each in places]

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(len(self.cells)))

    def column(self, field: AnyField) -> list[Any]:
        """The values of one column."""
        place = self._only.index(field)
        return [None if cells[place] is None else field.python_value(cells[place]) for cells in self.cells]


def by_parent(
    db: pw.Database, model: type[Base], parent: AnyField, only: tuple[AnyField, ...], *order: AnyField
) -> dict[int, Stored]:
    """The live rows that belong to each record; cheap where few of the records are looked at.

    They come in that order, child rows in their own unless told otherwise.
    """
    own = (model.position, model.id) if issubclass(model, Line) else (model.id,)
    query = model.select(*only, parent).order_by(parent, *(order or own))
    if issubclass(model, Record):
        query = query.where(model.deleted_at.is_null(), model.void_reason == "")
    make, fields = reading.maker(model, only, sparse(db, model)), Fields(only)
    groups = groupby(db.execute(query).fetchall(), itemgetter(-1))
    return {record: Stored(make, fields, list(cells)) for record, cells in groups}


def column(rows: Sequence[Row], field: AnyField) -> list[Any]:
    """The values of one field in some rows, without making rows of those that are only stored."""
    return rows.column(field) if isinstance(rows, Stored) else [row.of(field) for row in rows]
