"""What a save refuses: empty ``*`` fields, texts too long, targets that are gone, numbers and keys in use."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Fields, Record, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.spec import Problem, Proposal, Register, Values, required
from qmsdesk.services import history, numbering, reading, referring
from qmsdesk.services.sitting import Sitting


def problems(db: pw.Database, fields: Sequence[AnyField], before: Row | None, values: Values) -> list[Problem]:
    """What is wrong with each value by itself; ``fields`` are those a new row has to fill."""
    needed = required(fields)
    found = [
        Problem(_("请填写{}").format(f.verbose_name), f)
        for f in needed
        if (f in values or before is None) and values.get(f) in (None, "", ())
    ]
    for f, value in values.items():
        if value is None:
            if not f.null and f not in needed:
                found.append(Problem(_("请填写{}").format(f.verbose_name), f))
        elif isinstance(value, str):
            found += _text_problems(f, value)
        elif isinstance(f, pw.ForeignKeyField) and (before is None or before.of(f) != value):
            found += _target_problems(db, f, value)
    return found


def _text_problems(f: AnyField, text: str) -> list[Problem]:
    limit = getattr(f, "max_length", None)
    if any(c == "\0" or unicodedata.category(c) == "Cs" for c in text):
        return [Problem(_("{}里有不能保存的字符").format(f.verbose_name), f)]
    if limit and len(text) > limit:
        return [Problem(_("{}最多 {} 个字").format(f.verbose_name, limit), f)]
    if f.choices and text and text not in dict(f.choices):
        return [Problem(_("{}没有“{}”这一项").format(f.verbose_name, text), f)]
    return []


def _target_problems(db: pw.Database, f: AnyField, target_id: int) -> list[Problem]:
    """A relation keeps what it points at, whatever becomes of that; a new one points at a live record."""
    target = reading.row(db, f.rel_model, target_id)
    if target is None:
        return [Problem(_("{}指向的记录不存在").format(f.verbose_name), f)]
    found = referring.record_of(db, f.rel_model, target)  # a child row stands and falls with its record
    if found is None:
        return []
    model, record = found
    caption = record.of(model.caption())
    if record["deleted_at"] is not None:
        return [Problem(_("{}指向的“{}”在回收站里").format(f.verbose_name, caption), f)]
    if record["void_reason"]:
        return [Problem(_("{}指向的“{}”已作废").format(f.verbose_name, caption), f)]
    return []


def guarded(
    sitting: Sitting,
    model: type[Base],
    guard: Callable[[Proposal], list[Problem]],
    before: Row | None,
    values: Values,
) -> list[Problem]:
    """What a register's or a child row's guard refuses of the row as it would be."""
    return guard(_proposal(sitting, model, before, values))


def followed(sitting: Sitting, register: Register, values: Values) -> Values:
    """The values of a new record with what follows from other records, but for a natural key that is in use."""
    more = register.follows(_proposal(sitting, register.model, None, values))
    whole = {**values, **more}
    key = register.sheet.key
    if any(f in more for f in key) and key_problem(sitting.db, register.model, key, None, whole):
        whole = {f: v for f, v in whole.items() if f in values or f not in Fields(key)}
    return whole


def _proposal(sitting: Sitting, model: type[Base], before: Row | None, values: Values) -> Proposal:
    after = Row({**(before or history.defaults(model)), **{f.name: v for f, v in values.items()}})
    return Proposal(
        before,
        after,
        frozenset(values),
        reading.enterprise(sitting.db),
        sitting.clock.today(),
        lambda f: reading.row(sitting.db, f.rel_model, after.of(f)),
        lambda relation, row_id: reading.rows(sitting.db, relation.model, relation == row_id),
    )


def numbered(sitting: Sitting, register: Register, before: Row | None, values: Values) -> tuple[Values, list[Problem]]:
    """The values with the record's number: that given, or the next one for a new record; not one that is in use."""
    model = register.model
    number = str(values.get(model.number) or "").strip()
    if not number and before is None:
        number = numbering.next_number(sitting.db, register, sitting.clock.today())
    if not number:
        return values, [Problem(_("请填写{}").format(model.number.verbose_name), model.number)]
    holder = reading.by_number(sitting.db, register, number)
    if holder is not None and (before is None or holder.id != before.id):
        where = _("（在回收站里）") if holder["deleted_at"] else _("（已作废）") if holder["void_reason"] else ""
        caption = holder.of(model.caption())
        return values, [Problem(_("编号“{}”已被“{}”使用{}").format(number, caption, where), model.number)]
    return {**values, model.number: number, model.number_key: fold(number)}, []


def key_problem(
    db: pw.Database,
    model: type[Base],
    key: Sequence[AnyField],
    before: Row | None,
    values: Values,
    *,
    moved: bool = False,
) -> list[Problem]:
    """The natural key belongs to another live row; ``moved``: the row comes back, so its own values are tested too.

    A part that is not given is what a new row gets without it: a task without a round is one of the first round.
    """
    untouched = before is not None and not moved and not any(f in values for f in key)
    if not key or untouched or key[0].name == Record.number.name:
        return []
    there = before if before is not None else history.defaults(model)
    conditions: dict[AnyField, Any] = {f: values[f] if f in values else there[f.name] for f in key}
    holder = reading.find(db, model, conditions)
    if holder is None or (before is not None and holder.id == before.id):
        return []
    names = "、".join(str(f.verbose_name) for f in key if f.verbose_name)
    number = f"（{holder['number']}）" if holder.get("number") else ""
    return [Problem(_("已有相同{}的记录{}").format(names, number), key[-1])]
