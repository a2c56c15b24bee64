"""The order of child rows: their numbers in words, and moving one (one step, taken back by one undo)."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting


def places(numbers: Sequence[int]) -> str:
    """Ascending numbers of rows in words: ``1、4–7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = (f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
    return "、".join(texts)


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
    before = {row.id: row.of(spec.model.position) for row in rows}
    with sitting.batch(_("调整{}的顺序").format(spec.title)) as current:
        for place, each in enumerate(ids):
            if before[each] != place:
                records.save_line(sitting, register, record_id, spec, each, {spec.model.position: place})
        return records.Change(register.key, record_id, "edit", current.batch, frozenset(current.records))
