"""A block of cells from a spreadsheet: what each of its rows would do, tried in a transaction that is taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import Unreadable, from_text
from qmsdesk.registers.spec import Register, Values
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.editors import is_relation

MOST_ROWS = 5000
Outcome = Literal["add", "edit", "same", "refused"]


@dataclass
class PastedRow:
    """One line of the block: the record it meets (None: a new one), its values, and what came of trying it."""

    line: int
    record: int | None
    texts: list[str]
    values: Values = field(default_factory=dict)
    outcome: Outcome = "refused"
    says: str = ""


class _TakeBack(Exception):
    """Ends the trial: the transaction is undone."""


def cells(text: str) -> list[list[str]]:
    """The rows of a block as Excel and WPS put it on the clipboard; cells of several lines are quoted there."""
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


@dataclass(frozen=True)
class Target:
    """Where the block goes: the columns from the cursor to the right, the records from the cursor down."""

    register: Register
    columns: tuple[AnyField | None, ...]
    headers: tuple[str, ...]
    records: tuple[int, ...]


def plan(sitting: Sitting, target: Target, text: str) -> list[PastedRow]:
    """Read the block and try it; nothing is written. A first line of headings says itself where its columns go."""
    rows = cells(text)
    fields, headed = _fields(target, rows)
    known = _Names(sitting)
    body = rows[1:] if headed else rows
    made = []
    for place, line in enumerate(body[:MOST_ROWS]):
        below = target.records[place] if not headed and place < len(target.records) else None
        row = PastedRow(place + 1 + headed, below, line)
        made.append(row)
        wrong = _read(row, fields, known)
        if headed and not wrong:
            row.record = _met(sitting, target.register, row.values)
        if len(line) > len(fields):
            wrong.append(_("比表格多 {} 列").format(len(line) - len(fields)))
        row.says = "；".join(wrong)
    try:
        with sitting.batch(_("粘贴")):
            _try_all(sitting, target.register, made)
            raise _TakeBack
    except _TakeBack:
        return made


def carry_out(sitting: Sitting, register: Register, rows: Sequence[PastedRow]) -> records.Change | None:
    """Write the rows that are in order, all in one batch."""
    change = None
    with sitting.batch(_("粘贴")):
        for row in rows:
            if row.outcome in ("add", "edit"):
                change = records.save(sitting, register, row.record, row.values)
    return change


def _try_all(sitting: Sitting, register: Register, rows: Sequence[PastedRow]) -> None:
    for row in rows:
        if row.says:
            continue
        if not row.values:
            row.outcome, row.says = "same", _("空行")
            continue
        try:
            change = records.save(sitting, register, row.record, row.values)
        except (records.Invalid, Blocked) as error:
            row.says = error.text
        else:
            if change.what == "same":
                row.outcome = "same"
            else:
                row.outcome = "add" if row.record is None else "edit"


def _fields(target: Target, rows: Sequence[Sequence[str]]) -> tuple[list[AnyField | None], bool]:
    """The field of each column of the block, and whether its first line holds headings."""
    by_header: dict[str, AnyField] = {}
    for f in target.register.fields:
        for word in (str(f.verbose_name), *target.register.sheet.synonyms.get(f, ())):
            by_header.setdefault(word, f)
    first = [cell.strip().rstrip("*").strip() for cell in rows[0]] if rows else []
    if sum(word in by_header or word in target.headers for word in first) >= max(
        2, len([w for w in first if w]) // 2 + 1
    ):
        return [by_header.get(word) for word in first], True
    return list(target.columns), False


def _read(row: PastedRow, fields: Sequence[AnyField | None], known: _Names) -> list[str]:
    wrong = []
    for f, text in zip(fields, row.texts, strict=False):
        if f is None or (row.record is None and not text.strip()):
            continue
        try:
            row.values[f] = known.find(f, text) if is_relation(f) else from_text(f, text)
        except Unreadable as why:
            wrong.append(_("{}：{}").format(f.verbose_name, why))
    return wrong


def _met(sitting: Sitting, register: Register, values: Values) -> int | None:
    number = values.get(register.model.number)
    if number:
        found = reading.by_number(sitting.db, register, str(number))
        return found.id if found and found["deleted_at"] is None else None
    key = register.sheet.key
    if key and all(f in values for f in key):
        stored = reading.find(sitting.db, register.model, {f: values[f] for f in key})
        return stored.id if stored else None
    return None


class _Names:
    """Relations by the name of their target."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._found: dict[Any, dict[str, int]] = {}

    def find(self, f: AnyField, text: str) -> int | None:
        name = text.strip()
        if not name:
            return None
        model = f.rel_model
        if model not in self._found:
            offers = reading.offers(self._sitting.db, f, self._sitting.clock.today())
            bare = reading.captions(self._sitting.db, model) if reading.by_place(model) else {}
            self._found[model] = {bare[row_id]: row_id for row_id, _shown in reversed(offers) if row_id in bare}
            self._found[model] |= {caption: row_id for row_id, caption in reversed(offers)}
        if name not in self._found[model]:
            raise Unreadable(_("没有“{}”，请先新建").format(name[:40]))
        return self._found[model][name]
