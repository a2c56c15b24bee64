"""A value for every kind of field, and records filled with them, for tests over all registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import peewee as pw

from qmsdesk.models.actions import NonconformityRound
from qmsdesk.models.base import AnyField, Base, Record
from qmsdesk.models.fields import (
    ClausesField,
    DateField,
    ExactField,
    LongTextField,
    MonthField,
    MultiField,
    PeriodField,
)
from qmsdesk.registers.catalogue import ALL, BY_MODEL
from qmsdesk.registers.sheet import Values
from qmsdesk.registers.spec import Lines, Register, required
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

DAY = dt.date(2026, 10, 15)
AWKWARD = "=1+1，@“示例” & <b> 䶮"
"""What a spreadsheet would run, what markup would swallow, a rare character."""


def told(f: AnyField) -> str:
    """How exceptions below name a field."""
    return f"{f.model.table()}.{f.name}"


GIVEN: dict[str, tuple[Any, ...]] = {
    "document.level": ("form",),  # a kept record names a form
    "indicator.kind": ("value",),
    "indicator.unit": ("mm", "件"),
    "indicator_round.before": ("1.5", "2.5"),
    "indicator_round.target": ("3.5", "4.5"),
    "indicator_round.after": ("5.5", "6.5"),
    "supplier_evaluation.quality": (Decimal("55.5"),),
    "supplier_evaluation.delivery": (Decimal(18),),
    "supplier_evaluation.price": (Decimal(9),),
    "supplier_evaluation.service": (Decimal(4),),
    "supplier_evaluation.response": (Decimal(5),),
    "supplier_evaluation.total": (Decimal("91.5"),),
    "milestone.round": ("2027", "2028"),
    "programme_answer.score": (Decimal(4), Decimal(5)),
}
"""Values for fields whose rules refuse what their kind alone would give; by table and field, one per record."""


def value(sitting: Sitting, f: AnyField, n: int) -> Any:
    """A value of the field's kind, another one for another ``n``."""
    if told(f) in GIVEN:
        return GIVEN[told(f)][n % len(GIVEN[told(f)])]
    if isinstance(f, pw.ForeignKeyField):
        return target(sitting, f.rel_model, n % 2)
    keys = [key for key, _label in f.choices or ()]
    if isinstance(f, MultiField):
        return tuple(k for k in keys if k in {keys[n % len(keys)], keys[-1]})
    if keys:
        return keys[n % len(keys)]
    return next(make(f, n) for kind, make in KINDS if isinstance(f, kind))


def _line(f: AnyField, n: int) -> str:
    return f"{n} {f.verbose_name} {AWKWARD}"[: f.max_length or 200].strip()


KINDS: tuple[tuple[type, Callable[[AnyField, int], Any]], ...] = (
    (pw.BooleanField, lambda f, _n: not f.default),
    (DateField, lambda _f, n: DAY - dt.timedelta(days=100 - n)),
    (MonthField, lambda _f, n: f"2026-{n % 9 + 1:02}"),
    (PeriodField, lambda _f, n: f"2026-01~2026-{n % 9 + 1:02}"),
    (ClausesField, lambda _f, n: ("2016/7.5.3", f"2016/8.{n % 6 + 1}")),
    (ExactField, lambda _f, n: Decimal(f"{n % 5 + 1}.25")),
    (pw.IntegerField, lambda _f, n: n),
    (LongTextField, lambda f, n: f"{f.verbose_name} {n}\n{AWKWARD}"),
    (pw.Field, _line),
)


def target(sitting: Sitting, model: type[Base], place: int = 0) -> int:
    """The first or second row of a table, made with its ``*`` fields when it is not there: what relations point at."""
    found = reading.rows(sitting.db, model)
    while len(found) <= place:
        _add_target(sitting, model, 90 + len(found))
        found = reading.rows(sitting.db, model)
    return found[place].id


def _add_target(sitting: Sitting, model: type[Base], n: int) -> None:
    if issubclass(model, Record):
        register = BY_MODEL[model]
        values = all_values(sitting, required(register.fields), n)
        if not register.numbering:
            values[model.number] = f"X-{n}"
        records.save(sitting, register, None, values)
        return
    register, spec = next((r, spec) for r in ALL for spec in r.lines if spec.model is model)
    line = all_values(sitting, required(spec.fields), n)
    records.save_line(sitting, register, target(sitting, register.model), spec, None, line)


def targets(sitting: Sitting) -> None:
    """Two rows of every table that anything points at."""
    for register in ALL:
        for f in (*register.fields, *(f for spec in register.lines for f in spec.fields)):
            if isinstance(f, pw.ForeignKeyField):
                target(sitting, f.rel_model, 1)


def all_values(sitting: Sitting, fields: Sequence[AnyField], n: int) -> Values:
    """A value for each field."""
    return {f: value(sitting, f, n) for f in fields}


def add(sitting: Sitting, register: Register, n: int, state: str = "") -> int:
    """A record with a value in every field and two child rows of every kind; in a state, as one that comes in."""
    model: Any = register.model
    with sitting.batch("示例"):
        values = all_values(sitting, register.fields, n)
        if not register.numbering:
            values[model.number] = f"{register.key}-{n}"
        if model.SINGLE and (stored := reading.rows(sitting.db, model)):
            record = records.save(sitting, register, stored[0].id, values).record
        else:
            record = records.save(sitting, register, None, values).record
        for spec in register.lines:
            for place in (1, 2) if can_be_added(spec) else ():
                line = all_values(sitting, spec.fields, 10 * n + place)
                records.save_line(sitting, register, record, spec, None, line)
        if state:
            records.save(sitting, register, record, {model.status: state})
    return record


def can_be_added(spec: Lines) -> bool:
    """Whether a row can be added by hand; former rounds are left by a verb only."""
    return spec.model is not NonconformityRound


def is_text(f: AnyField) -> bool:
    """Text as it is typed, not a number, month or list that is kept as text."""
    return type(f) in {pw.CharField, pw.TextField, LongTextField}
