"""Plain steps of the data: rows added and edited, files attached, verbs performed, records voided."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import records
from qmsdesk.services.sample.acts import Act, Desk, Raw, moment, table


def acts(data: dict[str, Any]) -> Iterator[Act]:
    """The ``steps`` of a data file; ``do`` is add, edit, attach, void, a verb, or the key of child rows to add."""
    for step in data.get("steps", ()):
        register = BY_KEY[step["register"]]
        for row in table(step):
            yield Act(moment(step["at"]), step["by"], partial(_write, step["do"], register, row))


def _write(do: str, register: Register, row: Raw, desk: Desk) -> None:
    if do == "add":
        desk.add(register, row)
        return
    record = desk.id_of(register.model, row["record"])
    rest = {k: v for k, v in row.items() if k not in {"record", "why"}}
    if do == "edit":
        desk.edit(register, record, rest, row.get("why", ""))
    elif do == "attach":
        desk.attach(register, record, rest["file"], rest["lines"], title=rest["title"], kind=rest["kind"])
    elif do == "void":
        records.void(desk.sitting, register, record, row["why"])
    elif any(verb.key == do for verb in register.workflow.verbs):
        desk.verb(register, record, do, row.get("why", ""))
    else:
        desk.line(register, record, register.lines_of(do), rest)
