"""Search over everything: records of every register, file names, clauses. Any part of a text is found."""

from __future__ import annotations

from dataclasses import dataclass

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.system import Attachment
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.services import reading
from qmsdesk.standard.clauses import EDITIONS
from qmsdesk.standard.clauses import clauses as clauses_of


@dataclass(frozen=True)
class Hit:
    """A record that was found; ``note`` says by what when it is not its name."""

    register: str
    register_title: str
    number: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class ClauseHit:
    """A clause: ``key`` as records store it, ``label`` as people write it."""

    key: str
    label: str
    title: str


def records(db: pw.Database, text: str, most: int = 8) -> list[Hit]:
    """Up to ``most`` records per register whose searched fields hold every word, then records by file name."""
    hits: list[Hit] = []
    for register in ALL:
        model = register.model
        ids = reading.Query(register, search=text).ids(db)[:most]
        rows = reading.rows(db, model, model.id << list(ids)) if ids else []
        hits += [Hit(register.key, register.title, row["number"], _name(db, row, register.key)) for row in rows]
    query = Attachment.select(Attachment.register, Attachment.record, Attachment.name)
    query = query.where(Attachment.name.contains(text) | Attachment.title.contains(text)).limit(most)
    for key, record, name in list(query.tuples().execute(db)):
        found = BY_KEY.get(key)
        holder = reading.row(db, found.model, record) if found else None
        if found and holder and holder["deleted_at"] is None:
            hits.append(Hit(key, found.title, holder["number"], _name(db, holder, key), _("附件 {}").format(name)))
    return hits


def clauses(text: str, most: int = 8) -> list[ClauseHit]:
    """Clauses by number or part of the title."""
    word = text.strip().casefold()
    found = []
    for edition in EDITIONS.values():
        for clause in clauses_of(edition.key):
            if clause.number.startswith(word) or word in clause.title_zh or word in clause.title_en.casefold():
                key = f"{edition.key}/{clause.number}"
                label = display_clause(key)
                shown = label if label.startswith("DB") else f"GB/T 19001 {label}"
                found.append(ClauseHit(key, shown, clause.title_zh))
    return found[:most]


def _name(db: pw.Database, row: Row, key: str) -> str:
    register = BY_KEY[key]
    column = register.columns[1]
    return reading.display(db, column, row.of(column)) if isinstance(column, pw.Field) else str(row["number"])
