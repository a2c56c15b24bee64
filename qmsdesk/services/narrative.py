"""History in plain Chinese: who changed which field of which record, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import peewee as pw

from qmsdesk.clock import in_china
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Record
from qmsdesk.models.system import Setting
from qmsdesk.models.tables import KEPT
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.kinds import to_text
from qmsdesk.registers.spec import Register
from qmsdesk.services import history, settings

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
    "corrected": _("完成更正"),
    "abandon": _("放弃更正"),
    "sign": _("签署"),
    "upgrade": _("升级程序"),
}
_HIDDEN = {
    "number_key",
    "key",
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
    "correcting",
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


def register_title(key: str) -> str:
    """The register of an entry in words."""
    if key in BY_KEY:
        return BY_KEY[key].title
    return _("设置") if key == settings.REGISTER else key or _("数据文件")


def of_record(db: pw.Database, register: Register, record_id: int) -> list[Told]:
    """The history of one record, oldest first."""
    return list(_tell(db, history.entries(db, register=register.key, record=record_id)))


def all_entries(db: pw.Database, limit: int = 0) -> list[Told]:
    """The history of the workspace, newest first; ``limit`` 0 for all."""
    return list(_tell(db, history.entries(db, newest_first=True, limit=limit)))


def _tell(db: pw.Database, entries: Iterator[history.Entry]) -> Iterator[Told]:
    names = _Names(db)
    for entry in entries:
        body = entry.content
        changes = list(_changes_of(names, entry, body["rows"]))
        yield Told(
            entry.seq,
            entry.batch,
            in_china(entry.at).strftime("%Y-%m-%d %H:%M"),
            entry.by,
            entry.system_user,
            _verb(entry),
            entry.register,
            entry.record,
            names.number(entry.register, entry.record),
            str(body["why"]),
            tuple(changes),
        )


class _Names:
    """What ids are called, read once per table."""

    def __init__(self, db: pw.Database) -> None:
        self._db = db
        self._captions: dict[AnyField, dict[int, str]] = {}

    def number(self, register: str, record: int) -> str:
        """The number of a record, the title of a setting; empty for what was taken back."""
        if register == settings.REGISTER:
            return settings.title(self._of(Setting, Setting.key).get(record, ""))
        found = BY_KEY.get(register)
        return self._of(found.model, found.model.number).get(record, "") if found else ""

    def caption(self, model: type[Base], row_id: int) -> str:
        return self._of(model, model.caption()).get(row_id, f"#{row_id}")

    def _of(self, model: type[Base], f: AnyField) -> dict[int, str]:
        if f not in self._captions:
            self._captions[f] = {i: str(t) for i, t in self._db.execute(model.select(model.id, f)).fetchall()}
        return self._captions[f]


def _changes_of(names: _Names, entry: history.Entry, images: Sequence[history.Image]) -> Iterator[FieldChange]:
    if entry.verb == "upgrade":  # every row got the new columns: their number says more than their list
        yield FieldChange(_("涉及的数据行"), "", str(len(images)))
        return
    for image in images:
        yield from _changes(names, *image)


def _changes(names: _Names, table: str, _row_id: int, before: Any, after: Any) -> Iterator[FieldChange]:
    told = _told(table)
    for name in dict.fromkeys([*(before or {}), *(after or {})]):
        if name in told:
            f = told[name]
            old, new = (_text(names, f, (image or {}).get(name)) for image in (before, after))
            if old != new and f.verbose_name:
                yield FieldChange(str(f.verbose_name), old, new)


@cache
def _told(table: str) -> dict[str, AnyField]:
    """The fields of a table that history tells of; none of a table of an older schema that is no more."""
    model = KEPT.get(table)
    if model is None:
        return {}
    child = not issubclass(model, Record)
    return {
        f.name: f
        for f in model.fields()
        if f.name not in _HIDDEN and not (child and isinstance(f, pw.ForeignKeyField) and not f.verbose_name)
    }


def _verb(entry: history.Entry) -> str:
    register = BY_KEY.get(entry.register)
    named = {v.key: v.label for v in register.workflow.verbs} if register else {}
    return named.get(entry.verb) or VERBS.get(entry.verb, entry.verb)


def _text(names: _Names, f: AnyField, stored: Any) -> str:
    if stored is None:
        return ""
    if f is Setting.value:
        return settings.shown(str(stored))
    if isinstance(f, pw.ForeignKeyField):
        return names.caption(f.rel_model, stored)
    try:
        return to_text(f, f.python_value(stored))
    except (ValueError, TypeError, AttributeError):
        return str(stored)  # damaged, or of a kind that an older schema had
