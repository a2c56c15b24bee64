"""The one road in: validate a copy, number, write, history, all in one transaction (architecture §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Lines, Problem, Proposal, Register, Values, required
from qmsdesk.services import history, numbering, reading
from qmsdesk.services.sitting import Sitting


@dataclass(frozen=True)
class Change:
    """What a write touched; pages decide from it whether to refresh."""

    register: str
    record: int
    what: str
    batch: int
    records: frozenset[tuple[str, int]] = frozenset()


class Invalid(Refused):
    """Values that cannot be saved; ``problems`` says each with its field. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(p.text for p in problems))
        self.problems = tuple(problems)


def save(
    sitting: Sitting, register: Register, record_id: int | None, values: Values, *, batch: int = 0, reason: str = ""
) -> Change:
    """Add a record (``record_id`` None) or edit one; ``batch`` continues the visit of an earlier save.

    Raises Invalid, Blocked (locked), ReadOnly or StorageError, each with nothing written.
    """
    with sitting.batch(_("新建") if record_id is None else _("修改"), join=batch) as current:
        before = _open_row(sitting, register, record_id, values)
        problems = _problems(sitting.db, register.fields, before, values)
        if Record.number.name in {f.name for f in values} or before is None:
            values, more = _numbered(sitting, register, before, values)
            problems += more
        problems += _key_problem(sitting.db, register.model, register.sheet.key, before, values)
        problems = problems or _guard(sitting, register.model, register.workflow.guard, before, values)
        if problems:
            raise Invalid(problems)
        named = {f.name: v for f, v in values.items()}
        if before is None:
            image: history.Image | None = history.added(
                register.model, {**named, **_stamps(sitting, new=True), "status": _first_state(register, named)}
            )
        else:
            image = history.edited(sitting.db, register.model, before.id, named)
            if image is not None:
                image = history.edited(sitting.db, register.model, before.id, {**named, **_stamps(sitting)})
        if image is None:
            assert before is not None
            return Change(register.key, before.id, "same", current.batch)
        return write(sitting, register, [image], "add" if before is None else "edit", reason=reason)


def save_line(
    sitting: Sitting,
    register: Register,
    record_id: int,
    spec: Lines,
    line_id: int | None,
    values: Values,
    *,
    batch: int = 0,
    reason: str = "",
) -> tuple[Change, int]:
    """Add or edit one child row; returns the change and the row's id."""
    with sitting.batch(_("修改{}").format(spec.title), join=batch) as current:
        _open_row(sitting, register, record_id, (), spec)
        before = reading.row(sitting.db, spec.model, line_id)
        if before is not None:
            _refuse_locked_line(spec, before)
        problems = _problems(sitting.db, spec.fields, before, values)
        owner = {spec.parent: record_id}
        if spec.natural:
            problems += _key_problem(sitting.db, spec.model, (spec.parent, *spec.natural), before, {**values, **owner})
        problems = problems or _guard(sitting, spec.model, spec.guard, before, {**values, **owner})
        if problems:
            raise Invalid(problems)
        named = {f.name: v for f, v in values.items()}
        if before is None:
            count = len(reading.lines(sitting.db, spec, record_id))
            image: history.Image | None = history.added(
                spec.model, {"position": count, **named, spec.parent.name: record_id}
            )
        else:
            image = history.edited(sitting.db, spec.model, before.id, named)
        if image is None:
            assert before is not None
            return Change(register.key, record_id, "same", current.batch), before.id
        change = write(sitting, register, [image], "edit", record=record_id, reason=reason)
        return change, int(line_id or _last_written(sitting, spec.model))


def delete_line(
    sitting: Sitting, register: Register, record_id: int, spec: Lines, line_id: int, *, batch: int = 0
) -> Change:
    """Take a child row out; history keeps it."""
    with sitting.batch(_("删除{}").format(spec.title), join=batch):
        _open_row(sitting, register, record_id, (), spec)
        before = reading.row(sitting.db, spec.model, line_id)
        if before is not None:
            _refuse_locked_line(spec, before)
        image = history.removed(sitting.db, spec.model, line_id)
        return write(sitting, register, [image], "edit", record=record_id)


def delete(sitting: Sitting, register: Register, ids: Iterable[int]) -> Change:
    """Move unreferenced drafts to the recycle bin; one batch. Blocked for what must be voided instead."""
    with sitting.batch(_("删除")) as current:
        change = None
        for record_id in ids:
            row = _open_row(sitting, register, record_id, ())
            assert row is not None
            holders = references(sitting.db, register, record_id)
            if holders:
                raise Blocked(
                    _("“{}”被 {} 条记录引用，不能删除。").format(row["number"], len(holders)),
                    holders,
                    _("可以改为作废，引用它的记录不受影响。"),
                )
            if row["status"] not in {"", _first_state(register, {})}:
                raise Blocked(
                    _("“{}”已不是草稿，不能删除。").format(row["number"]), (), _("可以改为作废，并写明原因。")
                )
            image = history.edited(sitting.db, register.model, record_id, {"deleted_at": _now(sitting)})
            assert image is not None
            change = write(sitting, register, [image], "delete")
        return change or Change(register.key, 0, "same", current.batch)


def restore(sitting: Sitting, register: Register, record_id: int) -> Change:
    """Take a record out of the recycle bin; refused while its key is in use by another."""
    with sitting.batch(_("从回收站恢复"), final=True):
        row = reading.row(sitting.db, register.model, record_id)
        if row is None or row["deleted_at"] is None:
            raise Refused(_("这条记录不在回收站里。"))
        values = {f: row.of(f) for f in register.sheet.key}
        problems = _key_problem(sitting.db, register.model, register.sheet.key, row, values, moved=True)
        if problems:
            raise Invalid(problems)
        image = history.edited(sitting.db, register.model, record_id, {"deleted_at": None})
        assert image is not None
        return write(sitting, register, [image], "restore")


def void(sitting: Sitting, register: Register, record_id: int, reason: str) -> Change:
    """作废 a record with a reason: it stays, is read only and counts nowhere."""
    if not reason.strip():
        raise Blocked(_("作废须写明原因。"), (_("作废原因"),))
    with sitting.batch(_("作废"), final=True):
        row = reading.row(sitting.db, register.model, record_id)
        if row is None or row["void_reason"]:
            raise Refused(_("这条记录已作废或不存在。"))
        image = history.edited(sitting.db, register.model, record_id, {"void_reason": reason.strip()[:200]})
        assert image is not None
        return write(sitting, register, [image], "void", reason=reason)


def locked(register: Register, row: Row) -> str:
    """Why a record is closed, empty when it is open; the one answer for form, lines, attachments and import."""
    if row["deleted_at"] is not None:
        return _("记录在回收站里，恢复后才能修改")
    if row["void_reason"]:
        return _("已作废：{}").format(row["void_reason"])
    return register.workflow.locked(row)


def references(db: pw.Database, register: Register, record_id: int) -> list[str]:
    """The numbers or captions of live records that point at this one."""
    found: list[str] = []
    from qmsdesk.models.tables import KEPT

    own = {spec.model for spec in register.lines}
    for model in KEPT.values():
        for f in model.fields():
            if isinstance(f, pw.ForeignKeyField) and f.rel_model is register.model and model not in own:
                holders = reading.rows(db, model, f == record_id)
                found += [str(row.get("number") or row[model.caption().name]) for row in holders]
    return found


def write(
    sitting: Sitting,
    register: Register,
    images: Sequence[history.Image],
    verb: str,
    *,
    record: int = 0,
    reason: str = "",
) -> Change:
    """Apply images and add their entry; only inside ``sitting.batch``."""
    current = sitting.open_batch
    rows = history.apply(sitting.db, images)
    record = record or rows[0][1]
    current.batch = history.append(
        sitting.db,
        sitting.author,
        rows,
        register=register.key,
        record=record,
        verb=verb,
        batch=current.batch,
        why=reason,
    )
    current.records.add((register.key, record))
    return Change(register.key, record, verb, current.batch, frozenset(current.records))


def undo(sitting: Sitting) -> Change | None:
    """Take back the last step of this sitting; None when there is none."""
    return _swap(sitting, sitting.done, sitting.undone, "undo", _("撤销"))


def redo(sitting: Sitting) -> Change | None:
    """Do again what was undone last; None when nothing was."""
    return _swap(sitting, sitting.undone, sitting.done, "redo", _("重做"))


def _swap(sitting: Sitting, source: list[Any], target: list[Any], verb: str, label: str) -> Change | None:
    from qmsdesk.services.sitting import Step

    if not source:
        return None
    step = source[-1]
    kept = (list(sitting.done), list(sitting.undone))
    with sitting.batch(label) as current:
        change = None
        for entry in reversed(list(history.entries(sitting.db, batch=step.batch))):
            register = BY_KEY.get(entry.register)
            if register is not None:
                row = reading.row(sitting.db, register.model, entry.record)
                reason = register.workflow.locked(row) if row else ""
                if reason:
                    raise Blocked(_("不能{}：{}。").format(label, reason))
            rows = history.apply(sitting.db, history.reverse(entry.rows))
            current.batch = history.append(
                sitting.db,
                sitting.author,
                rows,
                register=entry.register,
                record=entry.record,
                verb=verb,
                batch=current.batch,
            )
            current.records.add((entry.register, entry.record))
            change = Change(entry.register, entry.record, verb, current.batch, frozenset(current.records))
    sitting.done[:], sitting.undone[:] = kept
    source.pop()
    target.append(Step(current.batch, step.label, step.records))
    return change


def _open_row(
    sitting: Sitting, register: Register, record_id: int | None, changed: Iterable[AnyField], spec: Lines | None = None
) -> Row | None:
    """The stored row when it may be changed so; Blocked with the reason when it is locked."""
    if record_id is None:
        return None
    row = reading.row(sitting.db, register.model, record_id)
    if row is None:
        raise Refused(_("这条记录已不存在。"), _("刷新后再试。"))
    reason = locked(register, row)
    if reason:
        parts = [spec] if spec else list(changed)
        shut = bool(row["void_reason"] or row["deleted_at"])
        closed = shut or not parts or not all(register.workflow.open_when_locked(part) for part in parts)
        if closed:
            raise Blocked(_("不能修改“{}”：{}。").format(row["number"], reason))
    return row


def _refuse_locked_line(spec: Lines, row: Row) -> None:
    if reason := spec.locked(row):
        raise Blocked(_("不能修改这一行：{}。").format(reason))


def _problems(db: pw.Database, fields: Sequence[AnyField], before: Row | None, values: Values) -> list[Problem]:
    found = []
    for f in required(fields):
        value = values[f] if f in values else (before.of(f) if before else None)
        if (f in values or before is None) and value in (None, "", ()):
            found.append(Problem(_("请填写{}").format(f.verbose_name), f))
    for f, value in values.items():
        if value is None and not f.null and not any(f is star for star in required(fields)):
            found.append(Problem(_("请填写{}").format(f.verbose_name), f))
            continue
        limit = getattr(f, "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            found.append(Problem(_("{}最多 {} 个字").format(f.verbose_name, limit), f))
        if f.choices and isinstance(value, str) and value and value not in dict(f.choices):
            found.append(Problem(_("{}没有“{}”这一项").format(f.verbose_name, value), f))
        if isinstance(f, pw.ForeignKeyField) and value is not None and not _exists(db, f.rel_model, value):
            found.append(Problem(_("{}指向的记录不存在").format(f.verbose_name), f))
    return found


def _exists(db: pw.Database, model: type[Base], row_id: Any) -> bool:
    return reading.row(db, model, row_id) is not None


def _guard(
    sitting: Sitting,
    model: type[Base],
    guard: Callable[[Proposal], list[Problem]],
    before: Row | None,
    values: Values,
) -> list[Problem]:
    after = Row({**(before or history.defaults(model)), **{f.name: v for f, v in values.items()}})
    return guard(
        Proposal(
            before,
            after,
            frozenset(values),
            reading.enterprise(sitting.db),
            sitting.clock.today(),
            lambda f: reading.row(sitting.db, f.rel_model, after.of(f)),
        )
    )


def _numbered(sitting: Sitting, register: Register, before: Row | None, values: Values) -> tuple[Values, list[Problem]]:
    model = register.model
    number = str(values.get(model.number) or "").strip()
    if not number:
        number = numbering.next_number(sitting.db, register, sitting.clock.today())
    if not number:
        return values, [Problem(_("请填写{}").format(model.number.verbose_name), model.number)]
    holder = reading.by_number(sitting.db, register, number)
    if holder is not None and (before is None or holder.id != before.id):
        where = _("（在回收站里）") if holder["deleted_at"] else _("（已作废）") if holder["void_reason"] else ""
        caption = holder.of(model.caption())
        return values, [Problem(_("编号“{}”已被“{}”使用{}").format(number, caption, where), model.number)]
    return {**values, model.number: number, model.number_key: fold(number)}, []


def _key_problem(
    db: pw.Database,
    model: type[Base],
    key: Sequence[AnyField],
    before: Row | None,
    values: Values,
    *,
    moved: bool = False,
) -> list[Problem]:
    untouched = before is not None and not moved and not any(f in values for f in key)
    if not key or untouched or key[0].name == Record.number.name:
        return []
    conditions = {f: values[f] if f in values else (before.of(f) if before else None) for f in key}
    holder = reading.find(db, model, conditions)
    if holder is None or (before is not None and holder.id == before.id):
        return []
    names = "、".join(str(f.verbose_name) for f in key if f.verbose_name)
    number = f"（{holder['number']}）" if holder.get("number") else ""
    return [Problem(_("已有相同{}的记录{}").format(names, number), key[-1])]


def _first_state(register: Register, named: dict[str, Any]) -> str:
    choices = register.model.status.choices or getattr(register.model, "STATUS", ())
    return str(named.get("status") or (choices[0][0] if choices else ""))


def _stamps(sitting: Sitting, *, new: bool = False) -> dict[str, Any]:
    now = _now(sitting)
    stamps = {"changed_at": now, "changed_by": sitting.operator}
    return {**stamps, "created_at": now, "created_by": sitting.operator} if new else stamps


def _now(sitting: Sitting) -> str:
    return sitting.clock.now().isoformat(timespec="seconds")


def _last_written(sitting: Sitting, model: type[Base]) -> int:
    return int(model.select(pw.fn.MAX(model.id)).scalar(sitting.db))
