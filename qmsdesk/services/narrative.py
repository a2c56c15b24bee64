"""History in plain Chinese: who changed which field of which record, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import peewee as pw

from qmsdesk.clock import in_china
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record
from qmsdesk.models.tables import KEPT
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.kinds import to_text
from qmsdesk.registers.spec import Register
from qmsdesk.services import history

VERBS = {
    "add": _("新建"),
    "edit": _("修改"),
    "delete": _("删除"),
    "restore": _("恢复"),
    "void": _("作废"),
    "undo": _("撤销"),
    "redo": _("重做"),
    "attach": _("附件"),
    "detach": _("移除附件"),
    "finalise": _("定稿"),
    "set": _("设置"),
    "correct": _("更正"),
}
_HIDDEN = {
    "number_key",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "position",
    "register",
    "record",
    "sha256",
    "size",
    "added_at",
    "added_by",
    "snapshot",
    "id",
    "deleted_at",
}


@dataclass(frozen=True)
class FieldChange:
    """One field of one row, old and new as text."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Told:
    """An entry of history as people read it; ``at`` is China's time, ``2026-10-15 10:00``."""

    seq: int
    batch: int
    at: str
    by: str
    system_user: str
    verb: str
    register: str
    record: int
    number: str
    why: str
    changes: tuple[FieldChange, ...]

    @property
    def text(self) -> str:
        """The entry in one line."""
        parts = [
            f"{c.label}：{c.old or _('（空）')} → {c.new or _('（空）')}"
            if c.old or self.verb == _("修改")
            else f"{c.label}：{c.new}"
            for c in self.changes
        ]
        why = _("（原因：{}）").format(self.why) if self.why else ""
        return f"{self.verb}{why} {'；'.join(parts)}".strip()


def of_record(db: pw.Database, register: Register, record_id: int) -> list[Told]:
    """The history of one record, oldest first."""
    return list(_tell(db, history.entries(db, register=register.key, record=record_id)))


def all_entries(db: pw.Database, limit: int = 0) -> list[Told]:
    """The history of the workspace, newest first; ``limit`` 0 for all."""
    return list(_tell(db, history.entries(db, newest_first=True, limit=limit)))


def _tell(db: pw.Database, entries: Iterator[history.Entry]) -> Iterator[Told]:
    captions: dict[type, dict[int, str]] = {}
    numbers: dict[tuple[str, int], str] = {}
    for entry in entries:
        changes = []
        for table, _row_id, before, after in entry.rows:
            if table not in KEPT:
                continue  # a table of an older schema that this one no longer has
            model = KEPT[table]
            by_name = {f.name: f for f in model.fields()}
            child = not issubclass(model, Record)
            for name in dict.fromkeys([*(before or {}), *(after or {})]):
                f = by_name.get(name)
                if f is None or name in _HIDDEN or (child and isinstance(f, pw.ForeignKeyField) and not f.verbose_name):
                    continue
                old, new = (_text(db, captions, f, (image or {}).get(name)) for image in (before, after))
                if old != new:
                    changes.append(FieldChange(str(f.verbose_name or name), old, new))
        yield Told(
            entry.seq,
            entry.batch,
            _local(entry.at),
            entry.by,
            entry.system_user,
            _verb(entry),
            entry.register,
            entry.record,
            _number(db, numbers, entry),
            entry.why,
            tuple(changes),
        )


def _verb(entry: history.Entry) -> str:
    register = BY_KEY.get(entry.register)
    named = {v.key: v.label for v in register.workflow.verbs} if register else {}
    return named.get(entry.verb) or VERBS.get(entry.verb, entry.verb)


def _text(db: pw.Database, captions: dict[type, dict[int, str]], f: AnyField, stored: Any) -> str:
    if stored is None:
        return ""
    if isinstance(f, pw.ForeignKeyField):
        target = f.rel_model
        if target not in captions:
            query = target.select(target.id, target.caption()).tuples()
            captions[target] = {i: str(t) for i, t in query.execute(db)}
        return captions[target].get(stored, f"#{stored}")
    return to_text(f, f.python_value(stored))


def _number(db: pw.Database, known: dict[tuple[str, int], str], entry: history.Entry) -> str:
    key = (entry.register, entry.record)
    if key not in known:
        register = BY_KEY.get(entry.register)
        found = None
        if register is not None:
            model = register.model
            found = model.select(model.number).where(model.id == entry.record).scalar(db)
        known[key] = str(found or "")
    return known[key]


def _local(at: str) -> str:
    return in_china(at).strftime("%Y-%m-%d %H:%M")
