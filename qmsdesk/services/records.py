"""The one road in: validate a copy, number, write, history, all in one transaction (architecture §4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Fields, Row
from qmsdesk.models.system import Signature
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Lines, Problem, Register, Values
from qmsdesk.services import history, locking, reading, referring, signatures, validity
from qmsdesk.services.sitting import Sitting, Step

locked = locking.locked
line_locked = locking.line_locked
references = referring.references

_CONTENT = frozenset({"edit", "detach"})
"""Entries that change what somebody may have signed; a file added later only shows more of it."""


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
        _refuse_typed_state(sitting, register, record_id, before, values)
        model, key = register.model, register.sheet.key
        problems = validity.problems(sitting.db, register.fields, before, values)
        wrong = Fields(p.field for p in problems)
        if model.number not in wrong and (model.number in values or before is None):
            values, more = validity.numbered(sitting, register, before, values)
            problems += more
        if before is None and not problems:
            values = validity.followed(sitting, register, values)
        if not any(f in wrong for f in key):
            problems += validity.key_problem(sitting.db, model, key, before, values)
        problems = problems or validity.guarded(sitting, model, register.workflow.guard, before, values)
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
    """Add a child row (``line_id`` None) or edit one; returns the change and the row's id. Raises as ``save`` does."""
    with sitting.batch(_("修改{}").format(spec.title), join=batch) as current:
        record = _open_row(sitting, register, record_id, () if line_id is None else values, spec)
        assert record is not None
        before = None if line_id is None else _open_line(sitting, spec, record, line_id)
        _refuse_typed_state(sitting, register, record_id, before, values)
        problems = validity.problems(sitting.db, spec.fields, before, values)
        owned, key = {**values, spec.parent: record_id}, (spec.parent, *spec.natural)
        if spec.natural and not problems:
            problems += validity.key_problem(sitting.db, spec.model, key, before, owned)
        problems = problems or validity.guarded(sitting, spec.model, spec.guard, before, owned)
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
    """Take a child row out; history keeps it. Blocked while something points at it."""
    with sitting.batch(_("删除{}").format(spec.title), join=batch):
        record = _open_row(sitting, register, record_id, (), spec)
        assert record is not None
        _open_line(sitting, spec, record, line_id)
        holders = referring.line_references(sitting.db, spec.model, line_id)
        if holders:
            raise Blocked(
                _("这一行被 {} 引用，不能删除。").format("、".join(holders)), holders, _("先改引用它的记录。")
            )
        image = history.removed(sitting.db, spec.model, line_id)
        return write(sitting, register, [image], "edit", record=record_id)


def delete(sitting: Sitting, register: Register, ids: Iterable[int]) -> Change:
    """Move unreferenced drafts to the recycle bin; one batch. Blocked for what must be voided instead."""
    with sitting.batch(_("删除")) as current:
        change = None
        for record_id in ids:
            row = _open_row(sitting, register, record_id, ())
            assert row is not None
            _refuse_kept(register, row)
            holders = references(sitting.db, register, record_id)
            if holders:
                raise Blocked(
                    _("“{}”被 {} 条记录引用，不能删除。").format(row["number"], len(holders)),
                    holders,
                    _("可以改为作废，引用它的记录不受影响。"),
                )
            if row["status"] not in {"", _first_state(register, {})} or _was_closed(sitting.db, register, row):
                raise Blocked(
                    _("“{}”已不是草稿，不能删除。").format(row["number"]), (), _("可以改为作废，并写明原因。")
                )
            image = history.edited(sitting.db, register.model, record_id, {"deleted_at": _now(sitting)})
            assert image is not None
            change = write(sitting, register, [image], "delete")
        return change or Change(register.key, 0, "same", current.batch)


def restore(sitting: Sitting, register: Register, record_id: int) -> Change:
    """Take a record out of the recycle bin; refused while its key is in use, or while what it points at is in there."""
    with sitting.batch(_("从回收站恢复"), final=True):
        row = reading.row(sitting.db, register.model, record_id)
        if row is None or row["deleted_at"] is None:
            raise Refused(_("这条记录不在回收站里。"))
        referring.refuse_gone_targets(sitting.db, register, row)
        problems = validity.key_problem(sitting.db, register.model, register.sheet.key, row, {}, moved=True)
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
        if row is None or row["void_reason"] or row["deleted_at"]:
            raise Refused(_("这条记录已作废、在回收站里或不存在。"), _("刷新后再试。"))
        _refuse_kept(register, row)
        if row["correcting"]:
            raise Blocked(_("“{}”正在更正，不能作废。").format(row["number"]), (), _("先完成或放弃更正。"))
        image = history.edited(sitting.db, register.model, record_id, {"void_reason": reason.strip()[:200]})
        assert image is not None
        return write(sitting, register, [image], "void", reason=reason)


def _refuse_kept(register: Register, row: Row) -> None:
    if register.workflow.kept:
        raise Blocked(_("不能删除或作废“{}”：{}。").format(row["number"], register.workflow.kept))


def _was_closed(db: pw.Database, register: Register, row: Row) -> bool:
    """Whether a verb has led the record to a state that locks it, or out of one: a document that is revised again."""
    shut = {key for key, _label in register.model.status.choices or ()
            if register.workflow.locked(Row({**row, "status": key}))}  # fmt: skip
    acts = {v.key for v in register.workflow.verbs if v.target in shut or (v.sources and shut.issuperset(v.sources))}
    return bool(acts) and any(e.verb in acts for e in history.entries(db, register=register.key, record=row.id))


def write(
    sitting: Sitting,
    register: Register,
    images: Sequence[history.Image],
    verb: str,
    *,
    record: int = 0,
    reason: str = "",
    content: bool | None = None,
) -> Change:
    """Apply images and add their entry; only inside ``sitting.batch``.

    While a 更正 of the record is open its reason stands with every entry. A change of ``content`` (by default edits
    and files taken off) ends the signatures of the record in the same entry.
    """
    current = sitting.open_batch
    known = record or images[0][1]
    row = reading.row(sitting.db, register.model, known) if known and verb != "add" else None
    if row is not None:
        if row["correcting"] not in reason:
            reason = "；".join(text for text in (reason, row["correcting"]) if text)
        changes = verb in _CONTENT if content is None else content
        sealed = bool(locking.by_state(register, row)) and locking.stays_open(register, row, images)
        if changes and not sealed:
            images = [*images, *signatures.ended(sitting.db, register.key, row.id)]
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
    if verb == "add":
        current.added.add((register.key, record))
    return Change(register.key, record, verb, current.batch, frozenset(current.records))


def undo(sitting: Sitting) -> Change | None:
    """Take back the last step of this sitting; None when there is none."""
    return _swap(sitting, sitting.done, sitting.undone, "undo", _("撤销"))


def redo(sitting: Sitting) -> Change | None:
    """Do again what was undone last; None when nothing was."""
    return _swap(sitting, sitting.undone, sitting.done, "redo", _("重做"))


def _swap(sitting: Sitting, source: list[Step], target: list[Step], verb: str, label: str) -> Change | None:
    if not source:
        return None
    step = source[-1]
    kept = (list(sitting.done), list(sitting.undone))
    with sitting.batch(label) as current:
        change = None
        entries = list(history.entries(sitting.db, batch=step.batch))
        came = {(entry.register, entry.record) for entry in entries if entry.verb == "add"}
        for entry in reversed(entries):
            # What was changed after a signature stays changed: undo gives no signature back.
            images = [image for image in history.reverse(entry.rows) if image[0] != Signature.table()]
            if (entry.register, entry.record) not in came:  # what came as a whole goes as a whole, locked or not
                _refuse_shut(sitting.db, entry, images, label)
            rows = history.apply(sitting.db, images)
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


def _refuse_shut(db: pw.Database, entry: history.Entry, images: Sequence[history.Image], label: str) -> None:
    """A locked record is not undone but for the parts that stay open; taking a deletion back is no edit."""
    register = BY_KEY.get(entry.register)
    row = reading.row(db, register.model, entry.record) if register else None
    reason = locking.by_state(register, row) if register and row else ""
    if register and row and reason and not locking.stays_open(register, row, images):
        raise Blocked(_("不能{}：{}。").format(label, reason))


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
        parts = list(changed)
        if spec and (not parts or register.workflow.open_when_locked(spec, row)):
            parts = [spec]
        shut = bool(row["void_reason"] or row["deleted_at"])
        closed = shut or not parts or not all(register.workflow.open_when_locked(part, row) for part in parts)
        if closed:
            raise Blocked(_("不能修改“{}”：{}。").format(row["number"], reason))
    return row


def _refuse_typed_state(
    sitting: Sitting, register: Register, record_id: int | None, before: Row | None, values: Values
) -> None:
    """A state is reached through its gate; only what comes in new (既有文件, an import) may bring one along.

    A child row begins in its first state, unless its record came in with it.
    """
    if record_id is None or (register.key, record_id) in sitting.open_batch.added:
        return
    typed = next((f for f in values if f.name == "status"), None)
    if typed is not None and values[typed] != (typed.default if before is None else before["status"]):
        raise Blocked(_("状态不能直接改，要用批准、核实等操作。"))


def _open_line(sitting: Sitting, spec: Lines, record: Row, line_id: int) -> Row:
    """The stored child row of this record when it may be changed."""
    row = reading.row(sitting.db, spec.model, line_id)
    if row is None or row.of(spec.parent) != record.id:
        raise Refused(_("这一行已不存在。"), _("刷新后再试。"))
    if reason := line_locked(spec, record, row):
        raise Blocked(_("不能修改这一行：{}。").format(reason))
    return row


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
