"""到期与提醒: everything that is due, overdue or missing, from the declarations of all registers and from services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.spec import Column, Due, Register
from qmsdesk.services import certification, due_sources, training_hints
from qmsdesk.services.due import DueItem

__all__ = ["EXTRA", "HORIZON", "Counts", "DueItem", "counts", "dated", "read"]

HORIZON = 30
"""Days ahead that are looked at."""

_SOON = 7
_LONGEST = 40
_LIMIT = object()

Extra = Callable[[pw.Database, dt.date], Sequence[DueItem]]

EXTRA: tuple[Extra, ...] = (
    due_sources.months,
    due_sources.evidence,
    due_sources.audit_and_review,
    due_sources.drafts,
    certification.due,
    training_hints.missing,
)
"""What services know to be due beyond declared dates. They return ``services.due.DueItem`` and may look beyond the
horizon; "due" items later than it are left out here."""


@dataclass(frozen=True)
class Counts:
    """How many items are overdue, come within a week (today included), wait as months, and how many there are."""

    overdue: int
    soon: int
    months: int
    total: int


def read(db: pw.Database, today: dt.date, horizon: int = HORIZON, registers: Sequence[Register] = ALL) -> list[DueItem]:
    """Everything due by ``horizon`` days from today, overdue before it, by date; months to report and hints too."""
    limit = today + dt.timedelta(days=horizon)
    declared = [(register, spec) for register in registers for spec in register.due]
    items = [item for register, spec in declared for item in _declared(db, register, spec, today, limit)]
    for extra in EXTRA:
        items += (item for item in extra(db, today) if item.kind != "due" or item.date <= limit)
    return sorted(items, key=lambda i: (i.date, i.register, i.number, i.line))


def dated(items: Iterable[DueItem]) -> list[DueItem]:
    """Without the hints: what has to be done, not what is advised."""
    return [item for item in items if item.kind != "hint"]


def counts(items: Iterable[DueItem], today: dt.date) -> Counts:
    """The figures of the summary; hints count for nothing."""
    found = dated(items)
    due = [i for i in found if i.kind == "due"]
    soon = sum(0 <= (i.date - today).days <= _SOON for i in due)
    return Counts(sum(i.overdue for i in due), soon, len(found) - len(due), len(found))


def _declared(db: pw.Database, register: Register, spec: Due, today: dt.date, limit: dt.date) -> Iterable[DueItem]:
    """The records of one declaration, by one statement."""
    sql, values = _statement(register.model, _naming(register), spec)
    kind = spec.field.kind if isinstance(spec.field, Column) else spec.field
    field = "" if isinstance(spec.field, Column) else spec.field.name
    values = [limit.isoformat() if value is _LIMIT else value for value in values]
    for record, number, name, stored, row, person_id, who, where in db.execute_sql(sql, values).fetchall():
        date = kind.python_value(stored)
        title = _("{}：{}").format(spec.text, _short(name) or number)
        yield DueItem(
            register.key, number, title, date, date < today, "due", record, field, row, person_id or 0,
            who or "", where or "", spec.text,
        )  # fmt: skip


@cache
def _statement(model: Any, naming: AnyField, spec: Due) -> tuple[str, list[Any]]:
    """The statement of a declaration with its values, ``_LIMIT`` for the last day that is asked for.

    Composing it takes longer than running it, and it never changes.
    """
    line: Any = spec.lines.model if spec.lines else None
    day = spec.field.expression() if isinstance(spec.field, Column) else spec.field
    person, department = Person.alias(), Department.alias()
    who = spec.person if spec.person is not None else model.id if model is Person else None
    by_name = who is not None and not (isinstance(who, pw.ForeignKeyField) or who is model.id)
    own = _department(line) if line is not None else None
    own = own if own is not None else _department(model)
    query = (line or model).select(
        model.id, model.number, naming, day, line.id if line is not None else pw.Value(0),
        person.id if who is not None and not by_name else pw.Value(None),
        who if by_name else person.name if who is not None else pw.Value(None),
        department.name,
    )  # fmt: skip
    if spec.lines is not None:
        query = query.join_from(line, model, on=(spec.lines.parent == model.id))
    places: list[Any] = [own] if own is not None else []
    if who is not None and not by_name:
        query = query.join_from(model, person, pw.JOIN.LEFT_OUTER, on=(who == person.id))
        places.append(person.department)
    place = pw.fn.COALESCE(*places, None) if places else None
    query = query.join_from(model, department, pw.JOIN.LEFT_OUTER, on=(place == department.id))
    # Compared as stored text, which is what a computed date is to SQLite.
    come = pw.Expression(day, pw.OP.LTE, pw.Value(_LIMIT, converter=False))
    query = query.where(come, model.deleted_at.is_null(), model.void_reason == "", *spec.only())
    sql, values = query.sql()
    return sql, list(values)


def _naming(register: Register) -> AnyField:
    """The field that says in words which record it is."""
    caption = register.model.caption()
    if caption is not register.model.number:
        return caption
    second: AnyField = register.columns[1] if len(register.columns) > 1 else caption
    plain = isinstance(second, pw.CharField | pw.TextField) and not second.choices
    return second if plain else caption


def _department(model: Any) -> AnyField | None:
    found = next((f for f in model.fields() if f.name == "department"), None)
    return found if isinstance(found, pw.ForeignKeyField) and found.rel_model is Department else None


def _short(text: object) -> str:
    line = " ".join(str(text or "").split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
