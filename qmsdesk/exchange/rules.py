"""A register's own rules asked of what an import would write."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from qmsdesk.exchange import arriving
from qmsdesk.exchange.plan import Group, Level, PlanRow
from qmsdesk.exchange.snapshot import Snapshot
from qmsdesk.models.base import AnyField, Base, Row
from qmsdesk.registers.sheet import Values
from qmsdesk.registers.spec import Case, Problem, Proposal, Register
from qmsdesk.services import history

Finding = tuple[PlanRow | None, Problem, Level]


def guards(register: Register, snapshot: Snapshot, group: Group) -> Iterator[Finding]:
    """What a save would refuse, for the record and each of its child rows."""
    before = snapshot.rows.get(group.target) if group.target is not None else None
    if group.record:
        for each in register.workflow.guard(_proposal(snapshot, before, _after(register, before, group), group.record)):
            yield None, each, "error"
    for write in group.lines:
        stored = next((r for r in snapshot.lines_of(write.lines, group.target) if r.id == write.line_id), None)
        after = _row(stored or _blank(write.lines.model), write.values)
        for each in write.lines.guard(_proposal(snapshot, stored, after, write.values)):
            yield write.row, each, "error"


def checks(register: Register, snapshot: Snapshot, group: Group) -> Iterator[Finding]:
    """What the register says about fields that do not fit together; it never refuses a save."""
    before = snapshot.rows.get(group.target) if group.target is not None else None
    lines: dict[str, list[Row]] = {}
    for spec in register.lines:
        stored = {row.id: row for row in snapshot.lines_of(spec, group.target)}
        new = []
        for write in group.lines:
            if write.lines is spec and write.line_id in stored:
                stored[write.line_id] = _row(stored[write.line_id], write.values)
            elif write.lines is spec:
                new.append(_row(_blank(spec.model), write.values))
        lines[spec.key] = [*stored.values(), *new]
    case = Case(_after(register, before, group), lines, 0, snapshot.today, snapshot.enterprise)
    refused = set()
    if before is None and group.record.get(register.model.status):
        for each in arriving.missing(register, case):
            refused.add(each.text)
            yield None, each, "error"
    for each in register.check(case):
        if each.text not in refused:
            yield None, each, "warning"
    if before is None:
        for each in arriving.doubts(register, case):
            yield None, each, "warning"


def _after(register: Register, before: Row | None, group: Group) -> Row:
    return _row(before or _blank(register.model), {**group.record, **group.finish})


@cache
def _blank(model: type[Base]) -> Row:
    return Row(history.defaults(model))


def _row(stored: Row, values: Values) -> Row:
    return Row({**stored, **{f.name: v for f, v in values.items()}})


def _proposal(snapshot: Snapshot, before: Row | None, after: Row, values: Values) -> Proposal:
    def related(f: AnyField) -> Row | None:
        return snapshot.row_of(f, after.of(f))

    return Proposal(before, after, frozenset(values), snapshot.enterprise, snapshot.today, related)
