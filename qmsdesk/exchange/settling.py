"""What follows for whole records once all their rows are known: states, positions, the register's own rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qmsdesk.exchange.plan import CellProblem, Group, LineWrite, PlanRow, Status
from qmsdesk.exchange.rowreader import problem
from qmsdesk.exchange.rules import checks, guards
from qmsdesk.exchange.snapshot import Snapshot, is_relation
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.sheet import Named, Values
from qmsdesk.registers.spec import Register


def settle(register: Register, snapshot: Snapshot, groups: Sequence[Group]) -> None:
    """Complete the groups and add what is wrong with a record as a whole to its rows."""
    _self_relations(register, groups)
    for group in groups:
        _settle_lines(register, snapshot, group)
        _rules(register, snapshot, group)
        _orphans(register, group)


def blame(row: PlanRow, f: AnyField | None, text: str) -> None:
    """Make a row an error for one more reason."""
    row.problems.append(problem(row, f, text))
    row.status, row.note = "error", ""


def worst(problems: Iterable[CellProblem], otherwise: Status = "add") -> Status:
    """The status that follows from the problems of a row."""
    levels = {p.level for p in problems}
    return "error" if "error" in levels else "question" if "question" in levels else otherwise


def changed(values: Values, stored: Row, number: Any = None) -> Values:
    """What a row would change in a stored one; the same number in another width or case is no change."""
    return {
        f: v
        for f, v in values.items()
        if f.name in stored and stored[f.name] != v and not (f is number and fold(str(v)) == fold(stored[f.name]))
    }


def _self_relations(register: Register, groups: Sequence[Group]) -> None:
    """A record of the same register that a row names must stand in the file when it is not stored."""
    number, caption = register.model.number, register.model.caption()
    named = {fold(str(g.record.get(f) or "")) for g in groups for f in (number, caption)}
    for group in groups:
        for f, found in group.record.items():
            own = is_relation(f) and f.rel_model is register.model and isinstance(found, Named)
            if own and fold(found.caption) not in named:
                for row in group.rows:
                    blame(row, f, _("{}里没有“{}”").format(register.title, found.caption))


def _settle_lines(register: Register, snapshot: Snapshot, group: Group) -> None:
    lines = register.sheet.line
    writes = [w for w in group.lines if w.lines is lines and w.row is not None and not w.row.bad]
    if lines is None or not writes:
        return
    stored = list(snapshot.lines_of(lines, group.target))
    by_id = {w.line_id: w for w in writes if w.line_id is not None}
    new = [w for w in writes if w.line_id is None]
    owners: list[LineWrite | None] = [*(by_id.get(row.id) for row in stored), *new]
    values: list[Values] = [{f: row.of(f) for f in lines.fields} for row in stored] + [{} for _write in new]
    for each, owner in zip(values, owners, strict=True):
        each.update(owner.values if owner else {})
    record = snapshot.rows.get(group.target) if group.target is not None else None
    known: Values = {f: record.of(f) for f in register.fields} if record else {}
    settled = register.sheet.settle({**known, **group.record}, values, snapshot.today)
    for index, doubt in settled.doubts:
        row = (owners[index] or writes[-1]).row
        assert row is not None
        row.problems.append(problem(row, doubt.field, doubt.text, doubt.level, doubt.offers))
        row.status = worst(row.problems, row.status)
    group.finish = settled.record if record is None else changed(settled.record, record)
    for index, more in enumerate(settled.lines):
        owner, existing = owners[index], stored[index] if index < len(stored) else None
        more = more if existing is None else changed(more, existing)
        if owner is not None:
            owner.values = {**owner.values, **more}
        elif more and existing is not None:
            group.lines.append(LineWrite(None, lines, existing.id, more))


def _rules(register: Register, snapshot: Snapshot, group: Group) -> None:
    """The register's own rules: what they refuse is an error here, what they only say is a warning."""
    rows = [r for r in group.rows if r.status in {"add", "update"}]
    if not rows:
        return
    for owner, each, level in (*guards(register, snapshot, group), *checks(register, snapshot, group)):
        row = owner if owner is not None else rows[0]
        row.problems.append(problem(row, each.field, each.text, level))
        row.status = worst(row.problems, row.status)


def _orphans(register: Register, group: Group) -> None:
    """Child rows of a record that is not there and does not come in."""
    if group.target is None and not any(r.line is None and r.status == "add" for r in group.rows):
        for row in group.rows:
            if row.line is not None and not row.bad:
                blame(row, register.model.number, _("所属的记录没有导入"))
