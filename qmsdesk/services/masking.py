"""Personal numbers taken out of a private copy of the records, so that nothing made from it can show them."""

from __future__ import annotations

from collections.abc import Callable

import peewee as pw

from qmsdesk.models.fields import LongTextField
from qmsdesk.models.tables import KEPT

_NAMES = frozenset({"created_by", "changed_by", "added_by", "operator"})
"""Who did something, as he called himself: plain text like the keys and hashes, which stay."""


def hide(copy: pw.SqliteDatabase, mask: Callable[[str], str]) -> None:
    """Rewrite every written text of a copy; numbers, dates and keys stay. Never for the enterprise's own file.

    History keeps its bodies: they are hashed. Whoever shows them masks what he shows.
    """
    copy.register_function(mask, "masked", 1, deterministic=True)
    for table, model in KEPT.items():
        # A batch may look like a telephone, and two of them look the same once masked.
        for index in copy.get_indexes(table):
            if index.unique and index.sql:
                copy.execute_sql(f'DROP INDEX "{index.name}"')
        for f in model.fields():
            if f.name in _NAMES or (type(f) in {pw.CharField, LongTextField} and not f.choices):
                column = f'"{f.column_name}"'
                copy.execute_sql(f'UPDATE "{table}" SET {column} = masked({column}) WHERE {column} <> masked({column})')
