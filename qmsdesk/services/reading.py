"""Reading rows, lists, and what a relation may point at. Cursors are emptied at once: an open read blocks commits."""

from __future__ import annotations

import array
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Line, Record, Row
from qmsdesk.models.database import fold
from qmsdesk.models.fields import DateField, ExactField, LongTextField, MultiField
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.system import Attachment
from qmsdesk.registers.kinds import to_text
from qmsdesk.registers.spec import Case, Column, Lines, Register, origin
from qmsdesk.services import history, line_names


def row(db: pw.Database, model: type[Base], row_id: int | None) -> Row | None:
    """One row by id, also when it is void or in the recycle bin."""
    if row_id is None:
        return None
    # The statement is fixed: composing it anew each time would cost more than running it.
    stored = db.execute_sql(_shape(model).by_id, (row_id,)).fetchone()
    return None if stored is None else _row(model, stored)


@dataclass(frozen=True)
class _Shape:
    """How rows of a table are read: names in order, and what turns a stored value into Python's where it differs."""

    columns: str
    by_id: str
    names: tuple[str, ...]
    convert: tuple[tuple[str, Callable[[Any], Any]], ...]


_AS_STORED = (pw.CharField, pw.IntegerField, pw.AutoField, pw.ForeignKeyField, pw.TextField, LongTextField)


@cache
def _shape(model: type[Base], only: tuple[AnyField, ...] = ()) -> _Shape:
    fields = only or tuple(model.fields())
    columns = ", ".join(f'"{f.column_name}"' for f in fields)
    differing = tuple((f.name, _reader(f)) for f in fields if type(f) not in _AS_STORED)
    return _Shape(
        columns, f'SELECT {columns} FROM "{model.table()}" WHERE "id" = ?', tuple(f.name for f in fields), differing
    )


def _reader(f: AnyField) -> Callable[[Any], Any]:
    """What turns a stored value into Python's; the common one without a call in between, many rows have many dates."""
    return dt.date.fromisoformat if type(f) is DateField else f.python_value


def _row(model: type[Base], stored: Sequence[Any]) -> Row:
    return _read(_shape(model), stored)


def _read(shape: _Shape, stored: Sequence[Any], kind: type[Row] = Row) -> Row:
    found = kind(zip(shape.names, stored, strict=True))
    for name, convert in shape.convert:
        value = found[name]
        if value is not None:
            found[name] = convert(value)
    return found


def column(db: pw.Database, f: AnyField) -> dict[int, Any]:
    """The values of one column by the id of the row, of void and deleted ones too."""
    found: dict[int, Any] = dict(db.execute(f.model.select(f.model.id, f)).fetchall())
    for _name, convert in _shape(f.model, (f,)).convert:
        found = {row_id: None if value is None else convert(value) for row_id, value in found.items()}
    return found


def maker(model: type[Base], only: tuple[AnyField, ...], kind: type[Row] = Row) -> Callable[[Sequence[Any]], Row]:
    """What makes a row of the stored cells of some columns."""
    return partial(_read, _shape(model, only), kind=kind)


def rows(
    db: pw.Database,
    model: type[Base],
    *where: Any,
    order: Sequence[Any] = (),
    only: tuple[AnyField, ...] = (),
    kind: type[Row] = Row,
) -> list[Row]:
    """Rows in order of id unless told otherwise; records in the recycle bin are left out.

    ``only`` reads some columns: of large tables most of the time goes into those that nobody looks at. ``kind`` is what
    the rows are made as.
    """
    # The columns are fixed: composing them anew each time would cost more than running the statement.
    shape = _shape(model, only)
    query = model.select(pw.SQL(shape.columns)).order_by(*(order or (model.id,)))
    for condition in where:
        query = query.where(condition)
    if issubclass(model, Record):
        query = query.where(model.deleted_at.is_null())
    found = [kind(zip(shape.names, stored, strict=True)) for stored in db.execute(query).fetchall()]
    for name, convert in ((name, cache(f)) for name, f in shape.convert):  # many rows share few values
        for each in found:
            if (value := each[name]) is not None:
                each[name] = convert(value)
    return found


def find(db: pw.Database, model: type[Base], conditions: Mapping[AnyField, Any]) -> Row | None:
    """The first live row with these values, by field object; a void record no longer stands for anything."""
    statement = _finding(model, tuple((f.column_name, v is None) for f, v in conditions.items()))
    return _one(db, model, statement, *(f.db_value(v) for f, v in conditions.items() if v is not None))


@cache
def _finding(model: type[Base], columns: tuple[tuple[str, bool], ...]) -> str:
    terms = [f'"{name}" IS NULL' if empty else f'"{name}" = ?' for name, empty in columns]
    if issubclass(model, Record):
        terms += ["\"void_reason\" = ''", '"deleted_at" IS NULL']
    where = f" WHERE {' AND '.join(terms)}" if terms else ""
    return f'SELECT {_shape(model).columns} FROM "{model.table()}"{where} ORDER BY "id" LIMIT 1'


def by_number(db: pw.Database, register: Register, number: str) -> Row | None:
    """The record of that number, full and half width and case being the same; also void or deleted ones."""
    return _one(db, register.model, _numbered(register.model), fold(number))


@cache
def _numbered(model: type[Base]) -> str:
    return f'SELECT {_shape(model).columns} FROM "{model.table()}" WHERE "number_key" = ?'


def _one(db: pw.Database, model: type[Base], statement: str, *values: Any) -> Row | None:
    """The row of a fixed statement: composing it anew each time would cost many times what running it does."""
    found = db.execute_sql(statement, values).fetchall()
    return _row(model, found[0]) if found else None


def lines(db: pw.Database, spec: Lines, record_id: int) -> list[Row]:
    return rows(db, spec.model, spec.parent == record_id, order=(spec.model.position, spec.model.id))


def enterprise(db: pw.Database) -> Row | None:
    """The enterprise of this workspace; None before it is entered."""
    return _one(db, Enterprise, _first(Enterprise))


@cache
def _first(model: type[Record]) -> str:
    return f'SELECT {_shape(model).columns} FROM "{model.table()}" WHERE "deleted_at" IS NULL ORDER BY "id" LIMIT 1'


def attachments(db: pw.Database, register: str, record_id: int) -> list[Row]:
    return rows(db, Attachment, Attachment.register == register, Attachment.record == record_id)


def files_since(db: pw.Database, register: str, record_id: int, verb: str) -> list[Row]:
    """The files of a record that came after a verb ran last, all when it never did."""
    newer = history.added_since(db, register, record_id, verb, Attachment.table())
    return [file for file in attachments(db, register, record_id) if newer is None or file.id in newer]


def case(db: pw.Database, register: Register, record_id: int, today: dt.date) -> Case:
    """A stored record with all that gates and checks look at."""
    found = row(db, register.model, record_id)
    if found is None:
        raise LookupError(f"{register.key} {record_id}")
    return Case(
        found,
        {spec.key: lines(db, spec, record_id) for spec in register.lines},
        len(attachments(db, register.key, record_id)),
        today,
        enterprise(db),
        lambda each, relation: row(db, relation.rel_model, each.of(relation)),
        lambda relation: _pointing(db, relation, register, record_id),
        lambda relation, row_id: rows(db, relation.model, relation == row_id),
        lambda verb: len(files_since(db, register.key, record_id, verb)),
    )


def _pointing(db: pw.Database, relation: AnyField, register: Register, record_id: int) -> list[Row]:
    """Live records that point at this one by a relation or came from it by their ``origin``."""
    if isinstance(relation, pw.ForeignKeyField):
        condition = relation == record_id
    else:
        condition = relation.startswith(origin(register.key, record_id))
    model = relation.model
    live = (model.void_reason == "",) if issubclass(model, Record) else ()
    return rows(db, model, condition, *live)


def captions(db: pw.Database, target: type[Base]) -> dict[int, str]:
    """What to call each row of a table, over void and deleted rows too: old records still point at them."""
    query = target.select(target.id, target.caption()).tuples()
    return {row_id: str(text) for row_id, text in query.execute(db)}


def offers(db: pw.Database, relation: AnyField, today: dt.date, stored: int | None = None) -> list[tuple[int, str]]:
    """What a relation field offers, by pinyin: live rows (nobody who left) and the stored one, whatever it is."""
    target = relation.rel_model
    if not issubclass(target, Record):
        return line_names.offers(db, target, owner_of(target), stored)
    live = (target.deleted_at.is_null()) & (target.void_reason == "")
    if target is Person:
        live &= (Person.left_on.is_null()) | (Person.left_on >= today)
    query = target.select(target.id, target.caption()).where(live | (target.id == (stored or 0)))
    return [(i, str(t)) for i, t in query.order_by(pw.fn.gbk(target.caption()), target.id).tuples().execute(db)]


def owner_of(model: type[Base]) -> AnyField:
    """The relation by which a child row belongs to its record: it alone has no label."""
    return next(f for f in model.fields() if isinstance(f, pw.ForeignKeyField) and not f.verbose_name)


def by_place(model: type[Base]) -> bool:
    """Whether rows of that kind are called by their record and place, as FA-01 第 3 项."""
    return issubclass(model, Line) and bool(model.offered())


def attachment_count(register: Register) -> Column:
    """A computed column for any register: how many files are attached to each record."""
    model = register.model
    return Column(
        _("附件数"),
        Attachment.size,
        lambda: Attachment.select(pw.fn.COUNT(Attachment.id)).where(
            (Attachment.register == register.key) & (Attachment.record == model.id)
        ),
        64,
    )


def display(db: pw.Database, f: AnyField, value: Any) -> str:
    """The text of one stored value; a foreign key reads as the caption of its target."""
    if isinstance(f, pw.ForeignKeyField) and value is not None:
        target = row(db, f.rel_model, value)
        text = str(target.of(f.rel_model.caption())) if target else ""
        placed = target is not None and by_place(f.rel_model)
        return line_names.by_place(db, f.rel_model, owner_of(f.rel_model), value, text) if placed else text
    return to_text(f, value)


_AT_ONCE = 500  # ids in one statement: SQLite takes a limited number of values


@dataclass(frozen=True)
class Order:
    """Sort by a column; ties end in the id."""

    column: AnyField | Column
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """The records a user asked for: table, export and print share it.

    ``scope`` gives conditions that stay when filters are taken away (the year a page shows).
    """

    register: Register
    search: str = ""
    equals: Mapping[AnyField, tuple[Any, ...]] = field(default_factory=dict)
    order: Order | None = None
    deleted: bool = False
    scope: Callable[[], Sequence[Any]] = tuple

    def where(self, **changes: Any) -> Query:
        return replace(self, **changes)

    def ids(self, db: pw.Database) -> array.array[int]:
        """All ids in order, from one statement."""
        query = self._matching(self.register.model.select(self.register.model.id))
        query = query.order_by(*self._order_terms())
        return array.array("q", chain.from_iterable(db.execute(query).fetchall()))

    def newest(self, most: int, *columns: AnyField) -> Any:
        """The statement for columns of at most so many records, newest first; cheaper than all in their order."""
        model = self.register.model
        return self._matching(model.select(*columns)).order_by(model.id.desc()).limit(most)

    def count(self, db: pw.Database) -> int:
        return int(self._matching(self.register.model.select(pw.fn.COUNT(self.register.model.id))).scalar(db))

    def totals(self, db: pw.Database) -> dict[str, int]:
        """How many of the matching records are in each state; ``void`` are those 作废 with a reason."""
        model = self.register.model
        state = pw.Case(None, ((model.void_reason != "", "void"),), model.status)
        query = self._matching(model.select(state, pw.fn.COUNT(model.id))).group_by(state)
        return {str(key): int(n) for key, n in query.tuples().execute(db)}

    def facets(self, db: pw.Database, by: AnyField) -> dict[Any, int]:
        """How many records carry each value of a field, under the other filters and the search."""
        others = {f: v for f, v in self.equals.items() if f is not by}
        model = self.register.model
        query = self.where(equals=others)._matching(model.select(by, pw.fn.COUNT(model.id))).group_by(by)
        counts: dict[Any, int] = {}
        for value, n in query.tuples().execute(db):
            for key in value if isinstance(by, MultiField) else (value,):
                counts[key] = counts.get(key, 0) + n
        return counts

    def page(self, db: pw.Database, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The raw cells of some records by id: stored values, captions of relations, 更正 reason, void reason."""
        model = self.register.model
        terms: list[Any] = [model.id]
        query = model.select()
        joins = []
        for column in self.register.columns:
            if isinstance(column, pw.ForeignKeyField):
                target = column.rel_model.alias()
                joins.append((target, column))
                terms.append(getattr(target, column.rel_model.caption().name))
            elif isinstance(column, Column):
                terms.append(column.expression())
            else:
                terms.append(column)
        query = model.select(*terms, model.correcting, model.void_reason)
        for target, column in joins:
            query = query.join_from(model, target, pw.JOIN.LEFT_OUTER, on=(column == target.id))
        found: dict[int, tuple[Any, ...]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = query.where(model.id << list(ids[start : start + _AT_ONCE]))
            found.update((r[0], tuple(r[1:])) for r in db.execute(some).fetchall())
        return found

    def _matching(self, query: Any) -> Any:
        model = self.register.model
        query = query.where(model.deleted_at.is_null(not self.deleted), *self.scope())
        for word in self.search.split():
            clause = None
            for f in self.register.search:
                hit = _plain(f).contains(word)
                clause = hit if clause is None else clause | hit
            for column in self.register.columns:
                if isinstance(column, pw.ForeignKeyField):
                    target = column.rel_model
                    clause |= column << target.select(target.id).where(target.caption().contains(word))
            query = query.where(clause)
        for f, values in self.equals.items():
            query = query.where(_any_of(f, values))
        return query

    def _order_terms(self) -> list[Any]:
        model = self.register.model
        orders = [self.order] if self.order else [Order(f) for f in self.register.order_by]
        terms = []
        for order in orders:
            term = _sort_term(order.column)
            terms.append(pw.Desc(term) if order.descending else pw.Asc(term))
        return [*terms, model.id]


def cell(column: AnyField | Column, raw: Any) -> str:
    """The text of one raw cell of ``Query.page``."""
    if isinstance(column, pw.ForeignKeyField):
        return str(raw or "")
    kind = column.kind if isinstance(column, Column) else column
    return to_text(kind, None if raw is None else kind.python_value(raw))


def _plain(f: AnyField) -> Any:
    """The stored text of a field, without the conversion its kind would force on what it is compared with."""
    return f.cast("TEXT") if type(f) not in {pw.CharField, pw.TextField} else f


def _any_of(f: AnyField, values: Sequence[Any]) -> Any:
    if isinstance(f, MultiField):
        clause = None
        for value in values:
            hit = _plain(f).contains(f",{value},")
            clause = hit if clause is None else clause | hit
        return clause
    clause = f << [v for v in values if v is not None]
    return clause | f.is_null() if None in values else clause


def _sort_term(column: AnyField | Column) -> Any:
    if isinstance(column, Column):
        return column.expression()
    if isinstance(column, pw.ForeignKeyField):
        target = column.rel_model
        return pw.fn.gbk(target.select(target.caption()).where(target.id == column))
    if isinstance(column, ExactField):
        return column.cast("REAL")
    if column.choices:
        # In the order the choices are declared, which is the order of the standard.
        return pw.Case(column, [(key, i) for i, (key, _label) in enumerate(column.choices)], len(column.choices))
    if isinstance(column, pw.CharField | pw.TextField) and column.name not in {"number", "period"}:
        return pw.fn.gbk(column)
    return column
