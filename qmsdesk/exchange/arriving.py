"""A record that comes in with a state: what the verbs on the way to it ask for, and what makes it doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.documents import DocumentRevision
from qmsdesk.registers.spec import Case, Problem, Register, Verb


def path(register: Register, state: str) -> list[Verb]:
    """The verbs that lead from the first state to this one, by the shortest way; empty when none does."""
    choices = register.model.status.choices or ()
    start = str(choices[0][0]) if choices else ""
    ways: list[tuple[str, list[Verb]]] = [(start, [])]
    seen = {start}
    for at, way in ways:
        if at == state:
            return way
        for verb in register.workflow.verbs:
            if at in verb.sources and verb.target and verb.target not in seen and not verb.danger:
                seen.add(verb.target)
                ways.append((verb.target, [*way, verb]))
    return []


def missing(register: Register, case: Case) -> Iterator[Problem]:
    """The ° fields of the way to the state of a record that are empty, and what the register says against it."""
    way = path(register, str(case.row["status"]))
    title = dict(register.model.status.choices or ()).get(case.row["status"], "")
    asked: dict[str, AnyField] = {f.name: f for verb in way for f in verb.required}
    for f in asked.values():
        if case.row.of(f) in (None, "", ()):
            yield Problem(_("状态是“{}”，缺少{}").format(title, f.verbose_name), f)
    if way:
        yield from register.check(case)


def doubts(register: Register, case: Case) -> Iterator[Problem]:
    """What makes a new record doubtful: closed by its date and not by its state, or its own judge."""
    for f in register.fields:
        if f.name == "closed_on" and case.row.of(f) and case.row["status"] != "closed":
            yield Problem(_("有{}而没有写状态，导入后还是未关闭").format(f.verbose_name), f)
    for lines in register.lines:
        for line in case.lines[lines.key] if lines.model is DocumentRevision else ():
            author, approver = line.of(DocumentRevision.author), line.of(DocumentRevision.approver)
            if line.of(DocumentRevision.status) == "in_force" and author is not None and author == approver:
                yield Problem(_("编制和批准是同一个人"), DocumentRevision.approver)
