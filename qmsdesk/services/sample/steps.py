"""Plain steps of the data: rows added and edited, files attached, verbs performed, records voided."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import reading, records
from qmsdesk.services.sample.acts import Act, Desk, Raw, moment, table


def acts(data: dict[str, Any]) -> Iterator[Act]:
    """The ``steps`` of a data file; ``do`` is add, edit, attach, void, a verb, or the key of child rows to
    add, or with ``line`` (a text of its natural key) to edit."""
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
        spec = register.lines_of(do)
        named = rest.pop("line", None)
        line = None if named is None else _line_called(desk, spec, record, named)
        desk.line(register, record, spec, rest, line, row.get("why", ""))


def _line_called(desk: Desk, spec: Lines, record: int, text: str) -> int:
    """The child row that says this in one of the fields it is known by, stored or as shown."""
    db, known = desk.sitting.db, spec.natural or spec.fields
    rows = reading.lines(db, spec, record)
    return next(r.id for r in rows if any(text in (r.of(f), reading.display(db, f, r.of(f))) for f in known))
