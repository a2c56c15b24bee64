"""What of a record is closed, and why: the one answer for form, child rows, attachments, import and undo."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.system import Attachment
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services.history import Image


def locked(register: Register, row: Row) -> str:
    """Why a record is closed, empty when it is open; while a 更正 is open it is."""
    if row["deleted_at"] is not None:
        return _("记录在回收站里，恢复后才能修改")
    if row["void_reason"]:
        return _("已作废：{}").format(row["void_reason"])
    return by_state(register, row)


def by_state(register: Register, row: Row) -> str:
    """Why the state of a record closes it, empty when it is open or under 更正."""
    return "" if row["correcting"] else register.workflow.locked(row)


def line_locked(spec: Lines, record: Row, line: Row) -> str:
    """Why one child row of a record is closed by itself, empty when it is open; a 更正 of the record opens it."""
    return "" if record["correcting"] else spec.locked(line)


def stays_open(register: Register, row: Row, images: Iterable[Image]) -> bool:
    """Whether images touch only what stays open in a record that its state has locked."""
    return all(_stays_open(register, row, image) for image in images)


def _stays_open(register: Register, row: Row, image: Image) -> bool:
    table, _row_id, before, after = image
    if table == Attachment.table():
        return register.workflow.files_open(row)
    lines = next((spec for spec in register.lines if spec.model.table() == table), None)
    if lines is not None and register.workflow.open_when_locked(lines, row):
        return True
    model = lines.model if lines is not None else register.model
    if table != model.table():
        return False
    names = {*(before or {}), *(after or {})} - {"changed_at", "changed_by"}
    fields = [part for part in register.workflow.stays_open if not isinstance(part, Lines)]
    open_ = {f.name for f in fields if f.model is model and register.workflow.open_when_locked(f, row)}
    return before is not None and after is not None and names <= open_
