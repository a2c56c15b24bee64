"""起草改进计划, from whichever page it is asked for (6.9.7)."""

from __future__ import annotations

from collections.abc import Callable

from qmsdesk.errors import Refused, UserError
from qmsdesk.i18n import _
from qmsdesk.models.results import Improvement
from qmsdesk.services import improving, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.messages import Messages

OpenRecord = Callable[[str, str], object]


def draft_plan(sitting: Sitting, messages: Messages) -> records.Change | None:
    """Draft what is missing and say how many there are; where nothing is to be drafted, say that."""
    try:
        change, count = improving.draft(sitting)
    except Refused as error:
        messages.note("info", f"{error.text}{error.hint}")
        return None
    except UserError as error:
        messages.error(error)
        return None
    messages.done(_("已起草 {} 个改进项目，补写措施和责任人").format(count))
    return change


def first_of(sitting: Sitting, change: records.Change) -> str:
    """The number of the first improvement that was drafted."""
    row = reading.row(sitting.db, Improvement, min(record for _register, record in change.records))
    return str(row["number"]) if row is not None else ""
