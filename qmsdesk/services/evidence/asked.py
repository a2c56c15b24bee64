"""Questions to long tables that the database answers: rows are made of none of their records."""

from __future__ import annotations

from typing import Any

from qmsdesk.models.base import AnyField, Record
from qmsdesk.models.system import Attachment
from qmsdesk.services.evidence.verdict import Evidence, Missing
from qmsdesk.services.live import Live


def records(known: Live, model: type[Record], *where: Any) -> list[Evidence]:
    """Register and number of the live records that fulfil some conditions, in order of id."""
    table = model.table()
    return [(table, number) for (number,) in _live(known, model, model.number, *where)]


def each(known: Live, model: type[Record], text: str, field: str, *where: Any) -> list[Missing]:
    """One missing line for each of those records; ``text`` takes its name, which is its number where it has none."""
    table, named = model.table(), _live(known, model, model.caption(), *where, more=model.number)
    return [Missing(text.format(name or number), table, number, field) for name, number in named]


def lack(known: Live, model: type[Record], text: str, f: AnyField, *where: Any) -> list[Missing]:
    """One missing line for each of those records in which a field is empty."""
    return each(known, model, text, f.name, empty(f), *where)


def empty(f: AnyField) -> Any:
    """The condition that nothing is entered in a field, whatever its kind."""
    return f.is_null() | (f.cast("TEXT") == "")


def bare(model: type[Record]) -> Any:
    """The condition that a record has no file."""
    return model.id.not_in(Attachment.select(Attachment.record).where(Attachment.register == model.table()))


def _live(known: Live, model: type[Record], column: AnyField, *where: Any, more: AnyField | None = None) -> Any:
    query = model.select(*(column, more) if more is not None else (column,)).order_by(model.id)
    query = query.where(model.void_reason == "", model.deleted_at.is_null(), *where)
    return known.db.execute(query).fetchall()
