"""更正: a locked record is reopened with a reason, mended, and closed again (architecture §4).

While it is open, ``correcting`` holds the reason: the record, its child rows and its files take edits, and every one of
them carries the reason in history. Neither beginning nor finishing is a step of undo.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.system import Signature
from qmsdesk.registers.spec import Register, Verb
from qmsdesk.services import history, lateness, reading, records, workflow
from qmsdesk.services.sitting import Sitting

_STAMPS = ("changed_at", "changed_by")


@dataclass(frozen=True)
class Closing:
    """What stands before 完成更正, as ``workflow.Gate``; ``changed`` says whether anything differs by now."""

    gate: workflow.Gate
    changed: bool


def offered(register: Register, row: Row) -> bool:
    """Whether a record can be reopened by 更正: locked by its state, and not of a kind that is revised instead."""
    shut = row["void_reason"] or row["deleted_at"] is not None or row["correcting"]
    return not shut and register.workflow.correctable and bool(register.workflow.locked(row))


def begin(sitting: Sitting, register: Register, record_id: int, reason: str) -> records.Change:
    """Reopen a locked record; Blocked without a reason, for what is void, not locked, or revised instead."""
    with sitting.batch(_("更正"), final=True):
        row = _stored(sitting, register, record_id)
        name = row["number"]
        if row["void_reason"] or row["deleted_at"] is not None:
            raise Blocked(_("不能更正“{}”：{}。").format(name, records.locked(register, row)))
        if row["correcting"]:
            raise Blocked(_("“{}”已在更正：{}。").format(name, row["correcting"]))
        lock = register.workflow.locked(row)
        if not lock:
            raise Blocked(_("“{}”没有锁定，直接修改就行。").format(name))
        if not register.workflow.correctable:
            raise Blocked(_("不能更正“{}”：{}。").format(name, lock))
        if not reason.strip():
            raise Blocked(_("更正须写明原因。"), (_("更正原因"),))
        why = reason.strip()[:200]
        return _write(sitting, register, row, "correct", {"correcting": why}, why)


def closing(db: pw.Database, register: Register, record_id: int, today: dt.date) -> Closing:
    """What 完成更正 still wants: a clean check, and the gates of the verbs passed so far still open.

    A verb that keeps the state (转为不符合) is done once: what it asked for need not hold again.
    """
    case = reading.case(db, register, record_id, today)
    passed = passed_verbs(db, register, case.row)
    empty = workflow.empty(case.row, dict.fromkeys(f for verb in passed for f in verb.required))
    if lateness.missing(register, case.row, today):
        empty.append(register.model.late_reason)
    places: dict[str, AnyField] = {str(f.verbose_name): f for f in empty}
    missing = [*places, *dict.fromkeys(text for verb in passed if verb.target for text in verb.check(case))]
    for problem in register.check(case):
        missing.append(problem.text)
        if problem.field is not None:
            places[problem.text] = problem.field
    broken = dict.fromkeys(text for verb in passed for text in verb.waivable(case))
    gate = workflow.Gate(tuple(missing), tuple(broken), places)
    return Closing(gate, bool(_differing(_since(db, register, record_id))))


def finish(sitting: Sitting, register: Register, record_id: int, waiver: str = "") -> records.Change:
    """Close the 更正: it counts, and the record is locked again. Blocked with what is missing, or when nothing changed.

    ``waiver`` is the reason to leave an independence rule broken (人员有限).
    """
    with sitting.batch(_("完成更正"), final=True):
        row = _open(sitting, register, record_id)
        state = closing(sitting.db, register, record_id, sitting.clock.today())
        if not state.changed:
            raise Blocked(_("“{}”还没有改动，不算一次更正。").format(row["number"]), (), _("不改了，就放弃更正。"))
        if state.gate.missing:
            text = _("还不能完成更正，缺：{}。").format("、".join(state.gate.missing))
            raise Blocked(text, state.gate.missing)
        why = (row["correcting"], workflow.waived(_("完成更正"), state.gate.waivable, waiver))
        values = {"correcting": "", "corrections": row["corrections"] + 1}
        return _write(sitting, register, row, "corrected", values, "；".join(text for text in why if text))


def abandon(sitting: Sitting, register: Register, record_id: int) -> records.Change:
    """Take back every edit since the 更正 began and close it; it does not count. Signatures it ended stay 已失效."""
    with sitting.batch(_("放弃更正"), final=True):
        row = _open(sitting, register, record_id)
        # Its own flag first and without stamps: those of before come back with the edits.
        flag = history.edited(sitting.db, register.model, row.id, {"correcting": ""})
        assert flag is not None
        images = [flag]
        for entry in reversed(_since(sitting.db, register, record_id)):
            images += [image for image in history.reverse(entry.rows) if image[0] != Signature.table()]
        return records.write(sitting, register, images, "abandon", record=row.id, reason=row["correcting"])


def passed_verbs(db: pw.Database, register: Register, row: Row) -> Sequence[Verb]:
    """The verbs that led a record to its present state; those of a round it went back from are not among them."""
    known = {verb.key: verb for verb in register.workflow.verbs}
    path: list[tuple[str, Verb | None]] = []
    for entry in history.entries(db, register=register.key, record=row.id):
        verb = known.get(entry.verb)
        if not path:
            path.append((_first_state(entry, register), None))
        if verb is None or verb.danger:
            continue
        states = [state for state, _verb in path]
        if not verb.target or verb.target == states[-1]:
            path.append((states[-1], verb))
        elif verb.target in states:
            del path[states.index(verb.target) + 1 :]
        else:
            path.append((verb.target, verb))
    return tuple(verb for _state, verb in path if verb is not None)


def _first_state(entry: history.Entry, register: Register) -> str:
    for table, row_id, before, after in entry.rows:
        if table == register.model.table() and row_id == entry.record and before is None:
            return str(after["status"])
    return ""


def _stored(sitting: Sitting, register: Register, record_id: int) -> Row:
    row = reading.row(sitting.db, register.model, record_id)
    if row is None:
        raise Refused(_("这条记录已不存在。"), _("刷新后再试。"))
    return row


def _open(sitting: Sitting, register: Register, record_id: int) -> Row:
    row = _stored(sitting, register, record_id)
    if not row["correcting"]:
        raise Blocked(_("“{}”没有在更正。").format(row["number"]))
    return row


def _since(db: pw.Database, register: Register, record_id: int) -> list[history.Entry]:
    """The entries of a record since its last 更正 began, oldest first."""
    found: list[history.Entry] = []
    for entry in history.entries(db, register=register.key, record=record_id, newest_first=True):
        if entry.verb == "correct":
            break
        found.append(entry)
    return found[::-1]


def _differing(entries: Sequence[history.Entry]) -> dict[tuple[str, int], tuple[Any, Any]]:
    """The rows that are not what they were before the entries: what was, what is."""
    rows: dict[tuple[str, int], tuple[Any, Any]] = {}
    for entry in entries:
        for table, row_id, before, after in entry.rows:
            if table == Signature.table():
                continue
            first, last = rows.get((table, row_id), (None if before is None else {}, {}))
            if before is not None and first is not None:
                first = {**before, **first}
            last = None if after is None else {**(last or {}), **after}
            rows[table, row_id] = (first, last)
    return {key: pair for key, pair in rows.items() if _plain(pair[0]) != _plain(pair[1])}


def _plain(image: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if image is None else {k: v for k, v in image.items() if k not in _STAMPS}


def _write(
    sitting: Sitting, register: Register, row: Row, verb: str, values: dict[str, Any], reason: str
) -> records.Change:
    stamps = {"changed_at": sitting.clock.now().isoformat(timespec="seconds"), "changed_by": sitting.operator}
    image = history.edited(sitting.db, register.model, row.id, {**values, **stamps})
    assert image is not None
    return records.write(sitting, register, [image], verb, record=row.id, reason=reason)
