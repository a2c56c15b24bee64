"""Search over everything: records of every register, file names, clauses. Any part of a text is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.fields import LongTextField
from qmsdesk.models.system import Attachment
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Lines, Register
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
    """Up to ``most`` records per register that hold every word: in their fields, in child rows, in names of files.

    Best first: the number itself, then names that begin so, names that hold it, everything else.
    """
    words = text.casefold().split()
    if not words:
        return []
    found: dict[tuple[str, int], tuple[int, Hit]] = {}
    for register in ALL:
        for row in _own(db, register, text, most):
            name = _name(db, row, register.key)
            hit = Hit(register.key, register.title, str(row["number"]), name)
            found[register.key, row.id] = (_rank(hit, words), hit)
        for spec in register.lines:
            for record, note in _in_lines(db, register, spec, words, most):
                _further(db, found, register, record, _("{}：{}").format(spec.title, note))
    for key, record, name in _files(db, words, most):
        if key in BY_KEY:
            _further(db, found, BY_KEY[key], record, _("附件 {}").format(name))
    return [hit for _rank, hit in sorted(found.values(), key=lambda each: each[0])]


def _own(db: pw.Database, register: Register, text: str, most: int) -> list[Row]:
    ids = reading.Query(register, search=text).first(db, most)
    return reading.rows(db, register.model, register.model.id << ids, order=(register.model.id.desc(),)) if ids else []


def _rank(hit: Hit, words: Sequence[str]) -> int:
    number, title = hit.number.casefold(), hit.title.casefold()
    if words == [number]:
        return 0
    if len(words) == 1 and (number.startswith(words[0]) or title.startswith(words[0])):
        return 1
    return 2 if all(word in title or word in number for word in words) else 3


def _in_lines(
    db: pw.Database, register: Register, spec: Lines, words: Sequence[str], most: int
) -> list[tuple[int, str]]:
    """Records whose child rows hold every word in one field, with that field's text."""
    texts = [f for f in spec.fields if isinstance(f, pw.CharField | LongTextField) and not f.choices]
    if not texts:
        return []
    model, parent = spec.model, register.model
    hit = reduce(or_, (reduce(and_, (f.contains(word) for word in words)) for f in texts))
    query = (
        model.select(spec.parent, *texts)
        .join(parent, on=spec.parent == parent.id)
        .where(hit, parent.deleted_at.is_null())
        .order_by(model.id.desc())
        .limit(most)
    )
    found = []
    for record, *cells in query.tuples().execute(db):
        shown = next(c for c in cells if c and all(word in c.casefold() for word in words))
        found.append((record, " ".join(shown.split())[:60]))
    return found


def _files(db: pw.Database, words: Sequence[str], most: int) -> list[tuple[str, int, str]]:
    query = Attachment.select(Attachment.register, Attachment.record, Attachment.name)
    for word in words:
        query = query.where(Attachment.name.contains(word) | Attachment.title.contains(word))
    return list(query.order_by(Attachment.id.desc()).limit(most).tuples().execute(db))


def _further(
    db: pw.Database, found: dict[tuple[str, int], tuple[int, Hit]], register: Register, record: int, note: str
) -> None:
    """A record that was found by something that belongs to it, unless it was found by itself."""
    row = None if (register.key, record) in found else reading.row(db, register.model, record)
    if row is not None and row["deleted_at"] is None:
        hit = Hit(register.key, register.title, str(row["number"]), _name(db, row, register.key), note)
        found[register.key, record] = (4, hit)


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
    return (reading.display(db, column, row.of(column)) if isinstance(column, pw.Field) else "") or str(row["number"])
