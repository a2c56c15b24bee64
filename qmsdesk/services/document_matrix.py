"""Process × document × department × clause: what covers what, what is 缺失 and what 交叉 (6.7.2.3).

Pure functions over ``documents.Facts``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Enterprise
from qmsdesk.models.processes import Process
from qmsdesk.registers.kinds import display_clause
from qmsdesk.services.documents import Facts
from qmsdesk.standard.clauses import DEFAULT_EDITION, base, lowest, sort_key

LEVELS = tuple(key for key, _label in Document.LEVEL)
MISSING, CROSSING = "missing", "crossing"
_FIRST = 4  # clauses 1 to 3 ask for nothing
KINDS = {MISSING: _("缺失"), CROSSING: _("交叉")}


@dataclass(frozen=True)
class Line:
    """A row of the matrix: a process, the documents of each level, its clauses, and the departments involved.

    The last row gathers what belongs to no process (``process`` None).
    """

    process: Row | None
    department: str
    owner: str
    clauses: tuple[str, ...]
    documents: dict[str, tuple[Row, ...]]
    departments: tuple[str, ...]


@dataclass(frozen=True)
class Flaw:
    """Something missing or owned twice, and where to mend it."""

    kind: str
    text: str
    register: str
    number: str
    record: int
    field: str = ""


def lines(known: Facts) -> list[Line]:
    """One row per process in the order of numbers, then the documents without a process; drafts count, obsolete not."""
    live = [d for d in known.documents.values() if d.of(Document.status) != "obsolete"]
    of_process: dict[int | None, list[Row]] = {}
    for document in live:
        process_id = document.of(Document.process)
        of_process.setdefault(process_id if process_id in known.processes else None, []).append(document)
    found = [_line(known, process, of_process.get(process.id, ())) for process in known.processes.values()]
    if rest := of_process.get(None):
        found.append(_line(known, None, rest))
    return found


def _line(known: Facts, process: Row | None, own: Sequence[Row]) -> Line:
    clauses = {*(process["clauses"] if process else ()), *(c for d in own for c in d["clauses"])}
    departments = dict.fromkeys(
        name for d in own if (name := known.department(d.of(Document.department)))
    )  # fmt: skip
    return Line(
        process,
        known.department(process.of(Process.department)) if process else "",
        known.person(process.of(Process.owner)) if process else "",
        tuple(sorted(clauses, key=_clause_order)),
        {level: tuple(d for d in own if d.of(Document.level) == level) for level in LEVELS},
        tuple(departments),
    )


def _clause_order(clause: str) -> tuple[object, ...]:
    edition, _slash, number = clause.partition("/")
    return (edition, sort_key(number))


def flaws(known: Facts, excluded: str = "") -> list[Flaw]:
    """缺失 and 交叉, in that order. ``excluded`` is the enterprise's text of clauses that do not apply."""
    rows = lines(known)
    found = [flaw for row in rows if row.process is not None for flaw in _missing(row, row.process)]
    found += _clauses_without_document(rows, excluded)
    found += [flaw for row in rows if row.process is not None for flaw in _crossing(known, row, row.process)]
    found += _owned_twice(known)
    return found


def not_applicable(enterprise: Row | None) -> str:
    """The enterprise's own text on clauses that do not apply."""
    return str(enterprise.of(Enterprise.not_applicable)) if enterprise is not None else ""


def _missing(row: Line, process: Row) -> list[Flaw]:
    name = process.of(Process.name)
    found = []
    if not any(row.documents.values()):
        found.append(_of_process(MISSING, _("过程“{}”没有文件").format(name), process))
    if not row.owner:
        found.append(_of_process(MISSING, _("过程“{}”没有负责人").format(name), process, Process.owner.name))
    if not row.department:
        found.append(_of_process(MISSING, _("过程“{}”没有归口部门").format(name), process, Process.department.name))
    return found


def _clauses_without_document(rows: Sequence[Line], excluded: str) -> list[Flaw]:
    """Clauses of GB/T 19001 that no document names, itself or by a clause above or below it."""
    named = {base(number) for row in rows for d in _all(row) for number in _numbers(d["clauses"])}
    spared = {base(word) for word in _words(excluded)}
    found = []
    for clause in lowest(DEFAULT_EDITION):
        if int(clause.number.partition(".")[0]) < _FIRST:
            continue
        if not (_touched(clause.number, named) or _below(clause.number, spared)):
            text = _("条款 {} {} 没有文件").format(clause.number, clause.title_zh)
            found.append(Flaw(MISSING, text, "document", "", 0))
    return found


def _numbers(clauses: Sequence[str]) -> list[str]:
    """The GB/T 19001 numbers of a list of clauses; a range such as 4~10 stands for its ends and all between."""
    found = []
    for clause in clauses:
        edition, _slash, number = clause.partition("/")
        if edition != DEFAULT_EDITION:
            continue
        first, tilde, last = number.partition("~")
        if tilde and first.isdecimal() and last.isdecimal():
            found += [str(n) for n in range(int(first), min(int(last), 10) + 1)]
        else:
            found.append(number)
    return found


def _touched(number: str, named: set[str]) -> bool:
    """Named itself, by a clause it belongs to, or by one of its own parts."""
    return any(_within(number, each) or _within(each, number) for each in named)


def _below(number: str, spared: set[str]) -> bool:
    return any(_within(number, each) for each in spared)


def _within(number: str, of: str) -> bool:
    return number == of or number.startswith(f"{of}.")


def _words(text: str) -> list[str]:
    return re.findall(r"(?<![\d.])(?:10|[4-9])(?:\.\d+)+", text)


def _crossing(known: Facts, row: Line, process: Row) -> list[Flaw]:
    own = row.documents["procedure"]
    found = []
    if len(own) > 1:
        text = _("过程“{}”有 {} 份程序：{}").format(process.of(Process.name), len(own), _list(own))
        found.append(Flaw(CROSSING, text, "document", own[1]["number"], own[1].id, Document.process.name))
    owners = dict.fromkeys([row.department] if row.department else [])
    for document in (*row.documents["manual"], *own):
        if name := known.department(document.of(Document.department)):
            owners.setdefault(name)
    if len(owners) > 1:
        text = _("过程“{}”由多个部门归口：{}").format(process.of(Process.name), "、".join(owners))
        found.append(_of_process(CROSSING, text, process, Process.department.name))
    return found


def _owned_twice(known: Facts) -> list[Flaw]:
    """A clause whose procedures belong to several departments."""
    owners: dict[str, dict[str, Row]] = {}
    for document in known.documents.values():
        if document.of(Document.level) != "procedure" or document.of(Document.status) == "obsolete":
            continue
        for clause in document["clauses"]:
            if department := known.department(document.of(Document.department)):
                owners.setdefault(clause, {}).setdefault(department, document)
    found = []
    for clause, held in sorted(owners.items(), key=lambda item: _clause_order(item[0])):
        if len(held) > 1:
            second = list(held.values())[1]
            names = "、".join(f"{d['number']}（{name}）" for name, d in held.items())
            text = _("条款 {} 由多个部门归口：{}").format(display_clause(clause), names)
            found.append(Flaw(CROSSING, text, "document", second["number"], second.id, Document.department.name))
    return found


def _all(row: Line) -> list[Row]:
    return [d for level in LEVELS for d in row.documents[level]]


def _list(documents: Sequence[Row]) -> str:
    return "、".join(f"{d['number']} {d.of(Document.title)}" for d in documents)


def _of_process(kind: str, text: str, process: Row, field: str = "") -> Flaw:
    return Flaw(kind, text, "process", process["number"], process.id, field)
