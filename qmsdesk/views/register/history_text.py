"""The history of one record in plain Chinese: who, when, which field from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qmsdesk.clock import in_china
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.models.tables import KEPT
from qmsdesk.registers.spec import Register
from qmsdesk.services import history, reading
from qmsdesk.services.sitting import Sitting

_VERBS = {
    "add": _("新建"),
    "edit": _("修改"),
    "delete": _("移入回收站"),
    "restore": _("从回收站恢复"),
    "void": _("作废"),
    "attach": _("附件"),
    "detach": _("移除附件"),
    "undo": _("撤销"),
    "redo": _("重做"),
    "import": _("导入"),
    "correct": _("更正"),
    "corrected": _("完成更正"),
    "abandon": _("放弃更正"),
    "sign": _("签署"),
    "upgrade": _("升级程序"),
}
# What every save writes beside the values; saying so would bury them.
_SILENT = {
    *("id", "number_key", "created_at", "created_by", "changed_at", "changed_by", "position", "deleted_at"),
    *("correcting", "register", "record", "sha256", "size", "added_at", "added_by"),
}
LIMIT = 400


@dataclass
class Story:
    """One visit or act: a line of the history view, with its details under it."""

    at: str
    by: str
    what: str
    why: str = ""
    details: list[str] = field(default_factory=list)


def stories(sitting: Sitting, register: Register, record: int) -> list[Story]:
    """Newest first; the entries of one batch are one line."""
    teller = _Teller(sitting, register)
    found: list[Story] = []
    last = 0
    for entry in history.entries(sitting.db, register=register.key, record=record, newest_first=True, limit=LIMIT):
        if entry.batch != last or not found:
            found.append(Story(local(entry.at), entry.by, teller.verb(entry.verb), entry.why))
            last = entry.batch
        story = found[-1]
        # The entries come newest first; within a visit they are told in the order they were made.
        story.details[:0] = list(teller.details(entry.rows))
        if entry.verb == "add":
            story.what = teller.verb("add")
        story.why = story.why or entry.why
    return found


def local(at: str) -> str:
    """An instant of the chain in China's time, to the minute."""
    return in_china(at).strftime("%Y-%m-%d %H:%M")


class _Teller:
    def __init__(self, sitting: Sitting, register: Register) -> None:
        self._db, self._register = sitting.db, register
        self._verbs = {**_VERBS, **{verb.key: verb.label for verb in register.workflow.verbs}}
        self._titles = {spec.model.table(): spec.title for spec in register.lines}
        self._captions: dict[tuple[str, Any], str] = {}

    def verb(self, key: str) -> str:
        return self._verbs.get(key, key)

    def details(self, images: list[history.Image]) -> Iterator[str]:
        for table, row_id, before, after in images:
            model = KEPT.get(table)
            if model is Attachment:
                yield self._attachment(before, after, row_id)
            elif model is Signature:
                yield self._signature(before, after, row_id)
            elif model is not None:
                yield from self._row(model, row_id, before, after)

    def _attachment(self, before: dict[str, Any] | None, after: dict[str, Any] | None, row_id: int) -> str:
        if before is None and after is not None:
            return _("添加附件“{}”").format(after["name"])
        if after is None and before is not None:
            return _("移除附件“{}”").format(before["name"])
        changed = "，".join(self._changes(Attachment, before or {}, after or {}))
        stored = reading.row(self._db, Attachment, row_id)
        return _("附件“{}”：{}").format(stored["name"] if stored else row_id, changed)

    def _signature(self, before: dict[str, Any] | None, after: dict[str, Any] | None, row_id: int) -> str:
        if before is None and after is not None:
            way = self._text(Signature.way, after["way"])
            return _("{role}：{name}（{way}）").format(role=after["role"], name=after["name"], way=way)
        stored = reading.row(self._db, Signature, row_id)
        return _("“{}”的签署已失效").format(stored["name"] if stored else row_id)

    def _row(
        self, model: type[Base], row_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> Iterator[str]:
        title = self._titles.get(model.table(), "")
        if title:
            name = self._name(model, row_id, before, after)
            head = f"{title} {name}".strip()
            if before is None:
                yield _("增加{}").format(head)
            elif after is None:
                yield _("删除{}").format(head)
                return
            prefix = _("{}：").format(head)
        else:
            prefix = ""
        for change in self._changes(model, before or {}, after or {}):
            yield prefix + change

    def _changes(self, model: type[Base], before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
        for f in model.fields():
            if f.name in _SILENT or f.name not in after or not f.verbose_name:
                continue
            old, new = self._text(f, before.get(f.name)), self._text(f, after[f.name])
            if old != new:
                shown = _("{old} → {new}").format(old=old or _("（空）"), new=new or _("（空）")) if before else new
                yield _("{label}：{change}").format(label=f.verbose_name, change=shown)

    def _name(self, model: type[Base], row_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
        spec = next(spec for spec in self._register.lines if spec.model is model)
        f = (spec.natural or spec.fields)[0]
        for image in (after, before):
            if image and f.name in image:
                return self._text(f, image[f.name])
        stored = reading.row(self._db, model, row_id)
        return reading.display(self._db, f, stored.of(f)) if stored else ""

    def _text(self, f: AnyField, stored: Any) -> str:
        if stored is None:
            return ""
        key = (f"{f.model.table()}.{f.name}", stored)
        if key not in self._captions:
            try:
                self._captions[key] = reading.display(self._db, f, f.python_value(stored))
            except ValueError:
                self._captions[key] = str(stored)
        return self._captions[key]
