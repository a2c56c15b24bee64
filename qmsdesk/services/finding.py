"""Search over everything: records of every register, file names, clauses. Any part of a text is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_, or_
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import LongTextField
from qmsdesk.models.system import Attachment
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import reading
from qmsdesk.standard.clauses import EDITIONS
from qmsdesk.standard.clauses import clauses as clauses_of

_MOST_WORDS = 20


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

    Of very many words the first 20 count. Best first: the number itself, then names that begin so, names that hold
    it, everything else.
    """
    typed = text.split()[:_MOST_WORDS]
    words = [word.casefold() for word in typed]
    if not words:
        return []
    found: dict[tuple[str, int], tuple[int, Hit]] = {}
    for register in ALL:
        for record, number, cell in _run(db, _own, register.key, typed, most):
            hit = Hit(register.key, register.title, number, _name(db, register, number, cell))
            found[register.key, record] = (_rank(hit, words), hit)
        for spec in register.lines:
            for record, note in _in_lines(db, register, spec, typed, most):
                _further(db, found, register, record, _("{}：{}").format(spec.title, note))
    for key, record, name in _run(db, _files, "", typed, most):
        if key in BY_KEY:
            _further(db, found, BY_KEY[key], record, _("附件 {}").format(name))
    return [hit for _rank, hit in sorted(found.values(), key=lambda each: each[0])]


# Composing the statements of all registers costs more than running them, so each is composed once for any words: marks
# stand for those. A mark holds a wild card, so that the statement says how wild cards are written as plain text.
_MARKS = tuple(f"{chr(0xE000 + place)}_" for place in range(_MOST_WORDS))
_DIALECT = pw.SqliteDatabase(None)
_Compose = Callable[[str, tuple[str, ...], int], Any]


def _run(db: pw.Database, compose: _Compose, key: str, words: Sequence[str], most: int) -> list[Any]:
    statement, values = _composed(compose, key, len(words), most)
    meant = {f"%{_plain(mark)}%": f"%{_plain(word)}%" for mark, word in zip(_MARKS, words, strict=False)}
    return db.execute_sql(statement, [meant.get(value, value) for value in values]).fetchall()  # type: ignore[no-any-return]


@cache
def _composed(compose: _Compose, key: str, words: int, most: int) -> tuple[str, list[Any]]:
    query = compose(key, _MARKS[:words], most)
    statement, values = _DIALECT.get_sql_context().sql(query).query()
    return statement, list(values)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")


def _own(key: str, words: tuple[str, ...], most: int) -> Any:
    register = BY_KEY[key]
    model = register.model
    return reading.Query(register, search=" ".join(words)).newest(most, model.id, model.number, _naming(register))


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
    found = []
    if _texts(spec):
        for record, *cells in _run(db, _lines, f"{register.key} {spec.key}", words, most):
            shown = next(c for c in cells if c and all(word.casefold() in c.casefold() for word in words))
            found.append((record, " ".join(shown.split())[:60]))
    return found


def _texts(spec: Lines) -> list[AnyField]:
    return [f for f in spec.fields if isinstance(f, pw.CharField | LongTextField) and not f.choices]


def _lines(key: str, words: tuple[str, ...], most: int) -> Any:
    register = BY_KEY[key.partition(" ")[0]]
    spec = next(each for each in register.lines if each.key == key.partition(" ")[2])
    texts, model, parent = _texts(spec), spec.model, register.model
    hit = reduce(or_, (reduce(and_, (f.contains(word) for word in words)) for f in texts))
    return (
        model.select(spec.parent, *texts)
        .join(parent, on=spec.parent == parent.id)
        .where(hit, parent.deleted_at.is_null())
        .order_by(model.id.desc())
        .limit(most)
    )


def _files(_key: str, words: tuple[str, ...], most: int) -> Any:
    query = Attachment.select(Attachment.register, Attachment.record, Attachment.name)
    for word in words:
        query = query.where(Attachment.name.contains(word) | Attachment.title.contains(word))
    return query.order_by(Attachment.id.desc()).limit(most)


def _further(
    db: pw.Database, found: dict[tuple[str, int], tuple[int, Hit]], register: Register, record: int, note: str
) -> None:
    """A record that was found by something that belongs to it, unless it was found by itself."""
    row = None if (register.key, record) in found else reading.row(db, register.model, record)
    if row is not None and row["deleted_at"] is None:
        column = _naming(register)
        name = reading.display(db, column, row.of(column)) or str(row["number"])
        hit = Hit(register.key, register.title, str(row["number"]), name, note)
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


def _naming(register: Register) -> AnyField:
    """What says in words which record it is: the second column, unless that is computed."""
    column = register.columns[1]
    return column if isinstance(column, pw.Field) else register.model.number


def _name(db: pw.Database, register: Register, number: str, cell: object) -> str:
    """That of a stored cell."""
    column = _naming(register)
    shown = reading.display(db, column, cell) if isinstance(column, pw.ForeignKeyField) else reading.cell(column, cell)
    return shown or number
