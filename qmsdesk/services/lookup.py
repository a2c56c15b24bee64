"""Look-ups that are made for every row of an import; their statements are fixed.

Composing a statement anew each time costs many times what running it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import peewee as pw

from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.database import fold
from qmsdesk.models.people import Enterprise
from qmsdesk.services import reading


def live(db: pw.Database, model: type[Base], conditions: Mapping[AnyField, Any]) -> Row | None:
    """The first live row with these values: as ``reading.find``."""
    statement = _live(model, tuple((f.column_name, v is None) for f, v in conditions.items()))
    found = db.execute_sql(statement, tuple(f.db_value(v) for f, v in conditions.items() if v is not None)).fetchone()
    return reading.row(db, model, found[0]) if found else None


def numbered(db: pw.Database, model: type[Record], number: str) -> Row | None:
    """The record of a number, void or deleted too: as ``reading.by_number``."""
    found = db.execute_sql(_numbered(model), (fold(number),)).fetchone()
    return reading.row(db, model, found[0]) if found else None


def enterprise(db: pw.Database) -> Row | None:
    """The enterprise of this workspace: as ``reading.enterprise``."""
    statement = f'SELECT "id" FROM "{Enterprise.table()}" WHERE "deleted_at" IS NULL ORDER BY "id"'
    found = db.execute_sql(statement).fetchone()
    return reading.row(db, Enterprise, found[0]) if found else None


@cache
def _live(model: type[Base], columns: tuple[tuple[str, bool], ...]) -> str:
    terms = [f'"{name}" IS NULL' if empty else f'"{name}" = ?' for name, empty in columns]
    if issubclass(model, Record):
        terms += ["\"void_reason\" = ''", '"deleted_at" IS NULL']
    return f'SELECT "id" FROM "{model.table()}" WHERE {" AND ".join(terms)} ORDER BY "id"'


@cache
def _numbered(model: type[Record]) -> str:
    return f'SELECT "id" FROM "{model.table()}" WHERE "number_key" = ?'
