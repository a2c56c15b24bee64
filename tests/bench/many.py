"""50,000 records over all registers, like ten years of a large enterprise: most are settled, a few are open or due."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import peewee as pw

from qmsdesk.models.base import Base, Line
from qmsdesk.models.database import fold
from qmsdesk.models.fields import ClausesField, DateField, ExactField, LongTextField, MonthField, MultiField
from qmsdesk.models.indicators import Measurement
from qmsdesk.models.people import Person
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import history
from qmsdesk.services.sitting import Sitting
from tests.bench import words

RECORDS = 50_000
YEARS = 10
OPEN_DAYS = 45  # younger records are not settled yet

# Register: how many records. What is left of RECORDS are kept records.
_COUNTS = {
    "department": 10, "process": 30, "person": 500, "party": 40, "licence": 60, "compliance_event": 400,
    "application": 3, "milestone": 200, "survey": 20, "diagnosis": 10, "plan": 5, "document": 4000, "training": 1500,
    "risk": 1200, "context": 400, "equipment": 1500, "instrument": 1500, "supplier": 800, "complaint": 3000,
    "satisfaction": 120, "visit": 400, "meeting": 1500, "analysis": 800, "improvement": 1500, "achievement": 400,
    "indicator": 150, "measurement": 9000, "acceptance": 3, "case_study": 30, "programme_log": 300,
    "audit_programme": 10, "audit": 120, "nonconformity": 3000, "nonconforming_output": 3500, "review": 40,
}  # fmt: skip
# Child rows: how many for each record.
_LINES = {
    "document_revision": 1, "distribution": 1, "attendance": 12, "equipment_event": 5, "calibration": 6,
    "supplier_evaluation": 4, "satisfaction_item": 8, "meeting_attendee": 8, "indicator_round": 1, "audit_check": 40,
    "audit_slot": 8, "audit_member": 3, "audit_attendance": 8, "review_input": 12, "review_output": 5,
    "review_attendee": 8, "survey_finding": 49, "survey_interview": 8, "opinion": 10, "plan_item": 10,
    "programme_slot": 6, "party_person": 2, "nonconformity_round": 0, "self_check": 0,
}  # fmt: skip
# By column: what lies ahead of today, in days; a date of every other column follows the day of its record.
_AHEAD = {
    "licence.valid_until": (-5, 1400), "context.next_on": (-5, 365), "document.next_review_on": (-5, 730),
    "achievement.valid_until": (-5, 2500), "document.checked_on": (-370, 0),
}  # fmt: skip
_PERIODIC = {"valid_until", "next_on"}  # of child rows: a year after their own day
_LATER = {"closed_on", "done_on", "confirmed_on", "disposed_on", "effectiveness", "verified_on", "evaluated_on",
          "reviewed_on", "conclusion", "held_on", "disposal", "minutes"}  # fmt: skip
_EMPTY = {"feed", "origin", "links", "correcting", "left_on", "auditor_until", "group_role", "parent", "plan_item",
          "dropped_on", "retention", "snapshot", "obsolete_on"}  # fmt: skip
_FIXED = {
    "document.status": "in_force", "document_revision.status": "in_force", "document_revision.version": "A/0",
    "record_form.version": "A/0", "measurement.status": "verified", "equipment.state": "in_use",
    "instrument.state": "in_use", "supplier.state": "approved", "indicator.kind": "value",
    "indicator.frequency": "month", "indicator.direction": "lower", "indicator_round.before": "4.2",
    "indicator_round.target": "3.0", "indicator_round.after": "2.8", "indicator_round.baseline": "2025-01~2025-12",
    "indicator_round.evaluation": "2026-01~2026-09", "nonconforming_output.recheck": "复检合格",
    "attendance.present": 1, "acceptance.status": "final", "review_output.effectiveness": "effective",
}  # fmt: skip

_Maker = Callable[["_At"], Any]


class _At:
    """Where a value stands: the ``place`` of its record among ``of``, the ``line`` in it, and the day it is from."""

    def __init__(self, place: int, of: int, day: dt.date, today: dt.date, line: int = -1) -> None:
        self.place, self.of, self.day, self.line = place, of, day, line
        self.settled = (today - day).days > OPEN_DAYS


def fill(sitting: Sitting, count: int = RECORDS) -> None:
    """Records up to ``count`` in all, each with its child rows and its entry in the history."""
    filler = _Filler(sitting)
    counts = {key: max(1, number * count // RECORDS) for key, number in _COUNTS.items()}
    counts["record_form"] = count - filler.present() - sum(counts.values())
    with sitting.db.atomic():
        for register in ALL:
            if register.key in counts:
                filler.records(register, counts[register.key])


class _Filler:
    def __init__(self, sitting: Sitting) -> None:
        self._db, self._today, self._sitting = sitting.db, sitting.clock.today(), sitting
        self._chance = random.Random(1)
        self._ids: dict[type[Base], list[int]] = {}

    def present(self) -> int:
        """How many records there are already."""
        return sum(len(self._known(register.model)) for register in ALL)

    def records(self, register: Register, count: int) -> None:
        """So many records of a register, oldest first."""
        model, key = register.model, register.sheet.key
        makers = self._makers(model, {f.name for f in key})
        lines = [(spec, self._makers(spec.model, {f.name for f in spec.natural})) for spec in register.lines]
        at, first = self._next(model), len(self._known(model))
        tables: dict[type[Base], list[dict[str, Any]]] = {model: [], **{spec.model: [] for spec, _m in lines}}
        entries = []
        next_line = {spec.model: self._next(spec.model) for spec, _m in lines}
        for place in range(count):
            back = int((1 - (place + 1) / count) * YEARS * 365)
            here = _At(place, count, self._today - dt.timedelta(back), self._today)
            row = {name: make(here) for name, make in makers.items()}
            number = f"{register.key[:2].upper()}-{here.day.year}-{first + place:05}"
            stamp = f"{here.day}T08:{place % 60:02}:00+00:00"
            row |= {"id": at + place, "number": number, "number_key": fold(number), "created_at": stamp,
                    "changed_at": stamp, "created_by": "何静", "changed_by": "何静"}  # fmt: skip
            images: list[history.Image] = [[model.table(), row["id"], None, row]]
            tables[model].append(row)
            for spec, own in lines:
                for line in self._lines(spec, own, here, at + place, next_line[spec.model]):
                    next_line[spec.model] += 1
                    tables[spec.model].append(line)
                    images.append([spec.model.table(), line["id"], None, line])
            entries.append((register.key, at + place, images))
        for table, rows in tables.items():
            self._insert(table, rows)
        self._remember(entries)

    def _lines(
        self, spec: Lines, makers: Mapping[str, _Maker], here: _At, record: int, first: int
    ) -> Iterator[dict[str, Any]]:
        count = _LINES.get(spec.key, 2)
        for line in range(count):
            day = here.day
            if spec.key in {"equipment_event", "calibration", "supplier_evaluation"}:  # the last within a year of now
                day = self._today - dt.timedelta(370 * (count - 1 - line) + here.place % 366)
            at = _At(here.place, here.of, day, self._today, line)
            yield {name: make(at) for name, make in makers.items()} | {
                "id": first + line, "position": line, spec.parent.name: record,
            }  # fmt: skip

    def _makers(self, model: type[Base], key: set[str]) -> dict[str, _Maker]:
        """How each column is filled, in the order of the table."""
        fixed = history.stored(model, history.defaults(model))
        found: dict[str, _Maker] = {}
        for field in model.fields():
            where = f"{model.table()}.{field.name}"
            if field.name in fixed:
                found[field.name] = partial(_same, fixed[field.name])
            if where in _FIXED:
                found[field.name] = partial(_same, _FIXED[where])
            elif field.name not in {"id", "number", "number_key", "void_reason", "deleted_at"} | _EMPTY:
                make = self._maker(model, field, unique=field.name in key)
                if make is not None:
                    found[field.name] = make
        return found

    def _maker(self, model: type[Base], field: Any, *, unique: bool) -> _Maker | None:
        chance, where = self._chance, f"{model.table()}.{field.name}"
        if isinstance(field, pw.ForeignKeyField):
            return self._relation(model, field, unique=unique)
        if isinstance(field, MonthField):
            return lambda at: f"{2021 + (at.place % 60 + 9) // 12}-{(at.place % 60 + 9) % 12 + 1:02}"
        if isinstance(field, DateField):
            return self._date(model, field, where, unique=unique)
        if field.choices:
            return self._choice(field, unique=unique)
        if isinstance(field, ExactField):
            return lambda _at: f"{chance.randint(1, 99)}.{chance.randint(0, 9)}"
        if isinstance(field, ClausesField):
            return lambda _at: chance.choice(("2016/7.5", "2016/8.5.1 2016/8.6", "1023/6.7.2.3"))
        if isinstance(field, pw.BooleanField):
            return lambda _at: int(chance.random() < 0.1)
        if isinstance(field, pw.IntegerField):
            return (lambda at: 1990 + at.place) if unique else lambda _at: chance.randint(1, 12)
        return self._text(model, field, unique=unique)

    def _relation(self, model: type[Base], field: Any, *, unique: bool) -> _Maker | None:
        chance, targets = self._chance, self._known(field.rel_model)
        if not targets or field.rel_model is model:
            return None
        if unique and issubclass(model, Line):
            return lambda at: targets[(at.place * 7 + at.line) % len(targets)]
        if model is Measurement and unique:
            return lambda at: targets[-1 - at.place // 60]
        return lambda _at: chance.choice(targets)

    def _choice(self, field: Any, *, unique: bool) -> _Maker:
        chance, keys = self._chance, [key for key, _label in field.choices]
        if isinstance(field, MultiField):
            return lambda _at: f",{chance.choice(keys)},"
        if field.name == "status":
            return lambda at: keys[-1] if at.settled else keys[0]
        if unique:
            return lambda at: keys[at.line % len(keys)] if at.line >= 0 else chance.choice(keys)
        if field.null and field.name in _LATER:
            return lambda at: keys[0] if at.settled else None
        return lambda _at: chance.choice(keys)

    def _date(self, model: type[Base], field: Any, where: str, *, unique: bool) -> _Maker:
        chance, today = self._chance, self._today
        if where in _AHEAD:
            ahead = _AHEAD[where]
            return lambda _at: str(today + dt.timedelta(chance.randint(*ahead)))
        if where == "record_form.keep_until":
            return lambda at: str(at.day + dt.timedelta(365 * 11 + at.place % 700))
        if field.name in _PERIODIC and not hasattr(model, "number"):
            return lambda at: str(at.day + dt.timedelta(365))
        if unique:
            return lambda at: str(at.day - dt.timedelta(max(at.line, 0)))
        if field.null and field.name in _LATER:
            return lambda at: str(at.day + dt.timedelta(chance.randint(0, 30))) if at.settled else None
        if field.name in {"due_on", "verify_by"}:
            return lambda at: str(at.day + dt.timedelta(chance.randint(10, 60)))
        return lambda at: str(at.day)

    def _text(self, model: type[Base], field: Any, *, unique: bool) -> _Maker:
        chance = self._chance
        if model is Person and field.name == "name":
            return lambda at: words.person(at.place)
        if isinstance(field, LongTextField):
            later = field.name in _LATER
            return lambda at: "" if later and not at.settled else words.sentences(chance)
        if field.name in {"remark", "late_reason", "note"}:
            return lambda _at: words.sentence(chance) if chance.random() < 0.1 else ""
        named = unique or field is model.caption()
        most = field.max_length if isinstance(field, pw.CharField) and field.max_length else 60
        if named:
            return lambda at: words.title(chance, at.place, at.line)[-most:]
        return lambda _at: words.thing(chance)[:most]

    def _known(self, model: type[Base]) -> list[int]:
        if model not in self._ids:
            found = self._db.execute_sql(f'SELECT "id" FROM "{model.table()}" ORDER BY "id"').fetchall()
            self._ids[model] = [row_id for (row_id,) in found]
        return self._ids[model]

    def _next(self, model: type[Base]) -> int:
        found = self._db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (model.table(),)).fetchone()
        return found[0] + 1 if found else 1

    def _insert(self, model: type[Base], rows: list[dict[str, Any]]) -> None:
        fields = list(model.fields())
        columns = ", ".join(f'"{f.column_name}"' for f in fields)
        places = ", ".join("?" * len(fields))
        statement = f'INSERT INTO "{model.table()}" ({columns}) VALUES ({places})'
        names = [f.name for f in fields]
        self._db.connection().executemany(statement, ([row.get(name) for name in names] for row in rows))
        self._known(model).extend(row["id"] for row in rows)

    def _remember(self, entries: list[tuple[str, int, list[history.Image]]]) -> None:
        """One entry for each record, chained as ``history.append`` does."""
        last = history.head(self._db)
        at, prev, lines = last.at, last.hash, []
        for seq, (key, record, images) in enumerate(entries, last.seq + 1):
            body = json.dumps(
                {"v": 1, "why": "", "rows": images}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            entry = history.Entry(seq, seq, at, "何静", "bench", "add", key, record, body, prev, "")
            digest = history.digest(prev, entry)
            lines.append((seq, seq, at, "何静", "bench", "add", key, record, body, prev, digest))
            prev = digest
        self._db.connection().executemany(f"INSERT INTO history VALUES ({', '.join('?' * 11)})", lines)


def _same(value: Any, _at: _At) -> Any:
    return value
