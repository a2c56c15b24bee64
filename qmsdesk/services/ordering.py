"""Child rows in another order: one step, taken back by one undo."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting


def move(
    sitting: Sitting, register: Register, record_id: int, spec: Lines, line_id: int, by: int
) -> records.Change | None:
    """Move a row up (``by`` -1) or down (1); None at the end of the list. Blocked when the record is locked."""
    rows = reading.lines(sitting.db, spec, record_id)
    ids = [row.id for row in rows]
    here = ids.index(line_id) if line_id in ids else -1
    there = here + by
    if here < 0 or not 0 <= there < len(ids):
        return None
    ids.insert(there, ids.pop(here))
    places = {row.id: row.of(spec.model.position) for row in rows}
    with sitting.batch(_("调整{}的顺序").format(spec.title)) as current:
        for place, each in enumerate(ids):
            if places[each] != place:
                records.save_line(sitting, register, record_id, spec, each, {spec.model.position: place})
        return records.Change(register.key, record_id, "edit", current.batch, frozenset(current.records))
