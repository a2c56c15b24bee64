"""What the workspace holds of a register and of all it points at, read in one go, so that a plan asks no more."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.registers.sheet import Named
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import line_names, reading

_CAPTION_AND_NUMBER = re.compile(r"(?P<caption>.+?)\s*[（(](?P<number>[^（()）]+)[)）]")
_SEVERAL = re.compile(r"[、，,;；/／\n（）()]")
Key = tuple[Any, ...]


def is_relation(field: AnyField) -> bool:
    return getattr(field, "rel_model", None) is not None


def key_part(value: Any) -> Any:
    """The form in which the parts of a natural key are compared."""
    if isinstance(value, Named):
        return ("named", fold(value.caption), fold(value.number))
    return fold(value) if isinstance(value, str) else value


class Known:
    """The live rows of one table, to be found by number or by what they are called.

    Child rows have no number: that of their record tells apart those that are called the same.
    """

    def __init__(self, db: Any, model: type[Base]) -> None:
        self.model = model
        self.rows = {row.id: row for row in reading.rows(db, model)}
        self.places: dict[int, int] = {}
        if issubclass(model, Record):
            self.numbers = {row.id: str(row["number"]) for row in self.rows.values()}
            self.by_number = {fold(number): row_id for row_id, number in self.numbers.items()}
        else:
            owner = reading.owner_of(model)
            record = owner.rel_model
            known = dict(record.select(record.id, record.number).tuples().bind(db))
            self.numbers = {row.id: str(known.get(row.of(owner), "")) for row in self.rows.values()}
            self.by_number = {}
            places: dict[int, int] = defaultdict(int)
            for row in sorted(self.rows.values(), key=lambda row: (row.of(owner), row["position"], row.id)):
                places[row.of(owner)] += 1
                self.places[row.id] = places[row.of(owner)]
        self.by_caption: dict[str, list[int]] = defaultdict(list)
        caption = model.caption().name
        for row in self.rows.values():
            self.by_caption[fold(str(row[caption]))].append(row.id)
        for found in self.by_caption.values():
            # A void row is meant only where no other is called so.
            found[:] = [i for i in found if not self.rows[i].get("void_reason")] or found

    def find(self, text: str) -> list[int]:
        """The rows a text can mean: by caption, by number, or by “caption（number）”."""
        if found := self.by_caption.get(fold(text)):
            return found
        if (row_id := self.by_number.get(fold(text))) is not None:
            return [row_id]
        if match := _CAPTION_AND_NUMBER.fullmatch(text.strip()):
            row_id = self.by_number.get(fold(match["number"]))
            if row_id is not None and fold(str(self.rows[row_id][self.model.caption().name])) == fold(match["caption"]):
                return [row_id]
            called = self.by_caption.get(fold(match["caption"]), [])
            return self._of_record(called, match["number"])
        if self.places and (placed := line_names.PLACED.match(text.strip())):
            return self._of_record(list(self.rows), placed[0])
        return []

    def _of_record(self, rows: Sequence[int], said: str) -> list[int]:
        """Of some child rows those of the record of that number, or the one at the place that is said with it."""
        placed = line_names.PLACED.fullmatch(said.strip())
        number, place = (placed["number"], int(placed["place"])) if placed else (said, 0)
        return [i for i in rows if fold(self.numbers[i]) == fold(number) and place in (0, self.places.get(i))]

    def name(self, row_id: int) -> str:
        """What to write for a row so that it is found again: its caption, with the number when that is not enough."""
        row = self.rows[row_id]
        caption = str(row[self.model.caption().name])
        if self.find(caption) == [row_id]:
            return caption
        named = f"{caption}（{self.numbers[row_id]}）"
        if not self.places or self.find(named) == [row_id]:
            return named
        return f"{caption}（{line_names.place(self.numbers[row_id], self.places[row_id])}）"


class Snapshot:
    """One register with its child rows, keys and numbers, and the tables it points at."""

    def __init__(self, db: Any, register: Register, today: dt.date) -> None:
        self.register = register
        self.today = today
        self.enterprise = reading.enterprise(db)
        self.known: dict[type[Base], Known] = {register.model: Known(db, register.model)}
        fields = (*register.fields, *(f for lines in register.lines for f in lines.fields))
        for target in {f.rel_model for f in fields if is_relation(f)} - set(self.known):
            self.known[target] = Known(db, target)
        # Whoever is added for being named may need a place that is there already.
        created = [BY_MODEL[m] for m in list(self.known) if m in BY_MODEL and BY_MODEL[m].sheet.create is not None]
        for place in {f.rel_model for r in created for f in r.sheet.key if is_relation(f)} - set(self.known):
            self.known[place] = Known(db, place)
        own = self.known[register.model]
        self.rows = own.rows
        self.numbers = own.by_number
        self.keys = {self.key_of(row): row.id for row in own.rows.values()}
        self.lines: dict[str, dict[int, list[Row]]] = {}
        for lines in register.lines:
            grouped: dict[int, list[Row]] = defaultdict(list)
            model: Any = lines.model
            for row in reading.rows(db, lines.model, order=(model.position, model.id)):
                grouped[row.of(lines.parent)].append(row)
            self.lines[lines.key] = grouped
        self.binned = _binned_numbers(db, register)

    def key_of(self, row: Row) -> Key:
        return tuple(key_part(row.of(f)) for f in self.register.sheet.key)

    def lines_of(self, lines: Lines, record_id: int | None) -> Sequence[Row]:
        return self.lines[lines.key].get(record_id, ()) if record_id is not None else ()

    def row_of(self, field: AnyField, value: Any) -> Row | None:
        """The stored row a relation's value points at."""
        return self.known[field.rel_model].rows.get(value) if isinstance(value, int) else None

    def holds(self, name: Named) -> bool:
        """Whether something of that name is stored."""
        return name.model in self.known and bool(self.known[name.model].find(name.caption))

    def resolve(self, field: AnyField, text: str, home: Any = None) -> int | Named:
        """The row a text means for a relation, or a name to be added; ``Unreadable`` when neither.

        ``home`` tells namesakes apart: the value of the field that says where the row belongs.
        """
        known = self.known[field.rel_model]
        target = BY_MODEL.get(field.rel_model)
        found = known.find(text)
        if len(found) > 1 and home is not None and target is not None:
            key = [f for f in target.sheet.key if is_relation(f)]
            found = [i for i in found if any(known.rows[i].of(f) == home for f in key)] or found
        if len(found) == 1:
            return found[0]
        if found:
            numbers = "、".join(known.numbers[i] for i in found)
            raise Unreadable(_("有 {} 个“{}”（{}），请写明编号").format(len(found), text.strip(), numbers))
        if target is None:
            raise Unreadable(_("没有叫“{}”的{}，请先导入或新建").format(text.strip()[:40], field.verbose_name))
        if target is self.register:
            return Named(field.rel_model, text.strip())  # perhaps further down in the same file
        if target.sheet.create is None:
            raise Unreadable(_("{}里没有“{}”，请先导入或新建").format(target.title, text.strip()))
        caption, number = " ".join(text.split()), ""
        if match := _CAPTION_AND_NUMBER.fullmatch(caption):
            # As our own sheets tell namesakes apart; anything else in brackets is no number.
            pattern = r"\d+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", target.numbering))
            if target.numbering and re.fullmatch(pattern, match["number"], re.ASCII):
                caption, number = match["caption"], match["number"]
        if _SEVERAL.search(caption) or len(caption) > field.rel_model.caption().max_length:
            raise Unreadable(_("“{}”不像一个{}的名称，一格只写一个").format(caption[:40], target.title))
        return Named(field.rel_model, caption, number)


def _binned_numbers(db: Any, register: Register) -> dict[str, str]:
    """Numbers of records in the recycle bin: they are never given again."""
    model: Any = register.model
    query = model.select(model.number_key, model.caption()).where(model.deleted_at.is_null(False)).tuples()
    return {key: str(caption) for key, caption in query.bind(db)}
