"""还差 n 项: how much drafts of a list still lack, from one statement for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import peewee as pw

from qmsdesk.models.base import Row
from qmsdesk.registers.spec import Register, Verb
from qmsdesk.services import lateness, reading, workflow

_DRAFT = "draft"  # a plan lacks nothing because it is not carried out yet


def of(db: pw.Database, register: Register, ids: Collection[int], today: dt.date) -> dict[int, int]:
    """The number of empty ° fields before the next act, for drafts (草稿) that have any; registers without acts know
    only the 补录说明. What else a gate wants (child rows, files) is said where the record is open.
    """
    verbs = register.workflow.verbs
    verb = next((v for v in verbs if not v.danger and _DRAFT in v.sources), None)
    if not ids or (verbs and verb is None) or (verb is None and register.happened is None):
        return {}
    model = register.model
    where = [model.id << list(ids), model.void_reason == "", *([model.status == _DRAFT] if verb is not None else [])]
    rows = reading.rows(db, model, *where)
    counts = {row.id: _count(register, verb, row, today) for row in rows}
    return {row_id: count for row_id, count in counts.items() if count}


def _count(register: Register, verb: Verb | None, row: Row, today: dt.date) -> int:
    empty = workflow.empty(row, verb.required) if verb is not None else []
    return len(empty) + lateness.missing(register, row, today)
