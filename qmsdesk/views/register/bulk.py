"""What is done to several records at once: delete, void, fill down. Each is one transaction and one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qmsdesk.errors import Blocked, Refused, UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.messages import Messages


@dataclass(frozen=True)
class Filled:
    """The outcome of filling down: what was written, and why some rows were not."""

    change: records.Change | None
    refused: tuple[str, ...]


def fill_down(sitting: Sitting, register: Register, field: AnyField, ids: Sequence[int]) -> Filled:
    """The first record's value of a field into the others; rows that refuse it are named and left as they are."""
    first = reading.row(sitting.db, register.model, ids[0]) if ids else None
    if first is None or len(ids) < 2:
        return Filled(None, ())
    if field is register.model.number:
        raise Refused(_("编号不能重复，不能向下填充。"))
    value, change, refused = first.of(field), None, []
    with sitting.batch(_("向下填充")):
        for record in ids[1:]:
            try:
                made = records.save(sitting, register, record, {field: value})
            except (Blocked, records.Invalid) as error:
                refused.append(error.text)
            else:
                change = made if made.what != "same" else change
    return Filled(change, tuple(refused))


def delete(sitting: Sitting, register: Register, ids: Sequence[int], messages: Messages) -> records.Change | None:
    """Drafts nobody points at go to the recycle bin; for anything else 作废 with a reason is offered."""
    if not ids:
        return None
    try:
        return records.delete(sitting, register, ids)
    except Blocked as blocked:
        return _offer_void(sitting, register, ids, blocked, messages)
    except UserError as error:
        messages.error(error)
        return None


def _offer_void(
    sitting: Sitting, register: Register, ids: Sequence[int], blocked: Blocked, messages: Messages
) -> records.Change | None:
    rows = [reading.row(sitting.db, register.model, record) for record in ids]
    if len(ids) > 1 or any(row is None or row["void_reason"] for row in rows):
        messages.error(UserError(blocked.text, blocked.hint if len(ids) == 1 else _("没有删除任何记录。")))
        return None
    reason = messages.ask_reason(blocked.text, blocked.hint, _("作废"), label_text=_("原因"))
    if not reason:
        return None
    try:
        return records.void(sitting, register, ids[0], reason)
    except UserError as error:
        messages.error(error)
        return None
