"""What a checklist asks: the clauses by the duties of the departments, the firm's documents, what is still open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditSlot
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.processes import Process
from qmsdesk.registers.spec import Values
from qmsdesk.services import reading
from qmsdesk.services.audit_cautions import excluded
from qmsdesk.services.audit_facts import Facts, covers, edition, under
from qmsdesk.standard import clauses as standard
from qmsdesk.standard.clauses import Clause

_ASKED = ("manual", "procedure", "instruction")  # forms are asked about with the document that prescribes them


@dataclass(frozen=True)
class Question:
    """An item that could be put on a checklist."""

    clauses: tuple[str, ...]
    content: str
    method: str
    department: int | None = None
    document: int | None = None
    reason: str = ""
    follows: str = ""
    """The number of the nonconformity that is followed up."""

    @property
    def values(self) -> Values:
        """As a new row of the checklist; with a reason it does not apply."""
        return {
            AuditCheck.clauses: self.clauses,
            AuditCheck.content: self.content[: AuditCheck.content.max_length],
            AuditCheck.method: self.method,
            AuditCheck.department: self.department,
            AuditCheck.document: self.document,
            AuditCheck.judgement: "not_applicable" if self.reason else "open",
            AuditCheck.reason: self.reason[: AuditCheck.reason.max_length],
        }


def of_clauses(facts: Facts, departments: Collection[int], clauses: Sequence[str]) -> Iterator[Question]:
    """One question for each clause and each department that answers for it; empty choices mean all.

    A clause that nobody answers for is asked once without a department, so that it is not forgotten.
    """
    key, gone = edition(facts.case.enterprise), excluded(facts.case.enterprise)
    for number, reason in gone:
        found, word = standard.clause(key, number), f"{key}/{number}"
        if not departments and _wanted(word, clauses):
            yield Question((word,), _("{}（不适用）").format(found.title_zh), _("查体系范围"), reason=reason)
    planned, duties = _plan(facts), _duties(facts)
    for each in standard.lowest(key):
        word = f"{key}/{each.number}"
        if not _wanted(word, clauses) or any(under(number, each.number) for number, _reason in gone):
            continue
        answering = _answering(planned, word) or _answering(duties, word)
        chosen: list[int | None] = [d for d in answering if not departments or d in departments]
        for department in chosen or ([] if answering or departments else [None]):
            yield Question((word,), each.summary or each.title_zh, _method(each), department)


def of_documents(
    db: pw.Database, facts: Facts, departments: Collection[int], clauses: Sequence[str]
) -> Iterator[Question]:
    """One question for each document in force that belongs to a department, by itself or by its process."""
    processes = {row.id: row for row in reading.rows(db, Process)}
    versions = {
        row.of(DocumentRevision.document): row.of(DocumentRevision.version)
        for row in reading.rows(db, DocumentRevision, DocumentRevision.status == "in_force")
    }
    for row in sorted(facts.documents.values(), key=lambda d: str(d["number"])):
        process = processes.get(row.of(Document.process) or 0)
        department = row.of(Document.department) or (process.of(Process.department) if process else None)
        standing = row.of(Document.status) == "in_force" or row.id in versions  # also while it is being revised
        in_force = standing and row.of(Document.level) in _ASKED
        if not in_force or row["void_reason"] or department is None:
            continue
        words = row["clauses"] or (f"{edition(facts.case.enterprise)}/7.5.3",)
        if (departments and department not in departments) or not any(_wanted(w, clauses) for w in words):
            continue
        name = f"{row['number']} {row.of(Document.title)}"
        version = versions.get(row.id, "")
        text = _("{}（{}）现行有效，按规定执行并留有记录") if version else _("{}{}现行有效，按规定执行并留有记录")
        yield Question(words, text.format(name, version), _("查文件、查记录、看现场"), department, row.id)


def of_open_findings(db: pw.Database, facts: Facts) -> Iterator[Question]:
    """What earlier audits found and is not closed yet."""
    key = edition(facts.case.enterprise)
    days = {a.id: a.of(Audit.held_on) or a.of(Audit.planned_on) for a in facts.audits}
    found = reading.rows(
        db,
        Nonconformity,
        Nonconformity.source == "audit",
        Nonconformity.status != "closed",
        Nonconformity.void_reason == "",
    )
    for row in found:
        source = _audit_of(row)
        if source == facts.audit.id or (source in days and days[source] > facts.day):
            continue
        content = _("跟踪 {}：{}").format(row["number"], row.of(Nonconformity.fact).replace("\n", " "))
        words = row["clauses"] or (f"{key}/10.2.1",)
        department = row.of(Nonconformity.department)
        yield Question(words, content, _("查纠正措施的实施和效果"), department, follows=row["number"])


def unasked(facts: Facts, questions: Sequence[Question]) -> list[Question]:
    """Those that the checklist does not hold yet, each once: an item that was reworded still counts as asked."""
    asked = [(c.of(AuditCheck.department), c) for c in facts.checks]
    contents = {(c.of(AuditCheck.content), d) for d, c in asked}
    documents = {(c.of(AuditCheck.document), d) for d, c in asked if c.of(AuditCheck.document)}
    clauses = {(word, d) for d, c in asked if not c.of(AuditCheck.document) for word in c.of(AuditCheck.clauses)}
    new: list[Question] = []
    for each in questions:
        content = (str(each.values[AuditCheck.content]), each.department)
        known = content in contents or (each.document, each.department) in documents
        if each.follows:
            start = _("跟踪 {}：").format(each.follows)
            known = known or any(text.startswith(start) for text, _department in contents)
        elif each.document is None:
            known = known or (each.clauses[0], each.department) in clauses
        if known:
            continue
        contents.add(content)
        new.append(each)
    return new


def auditor_for(facts: Facts, department: int | None, clauses: Sequence[str]) -> int | None:
    """Whom the plan of the audit sends to a department, for these clauses if it says so."""
    own = [s for s in facts.slots if s.of(AuditSlot.department) == department and s.of(AuditSlot.auditor)]
    if department is None or not own:
        return None
    fitting = (s for s in own if any(covers(w, c) for w in s.of(AuditSlot.clauses) for c in clauses))
    return int(next(fitting, own[0]).of(AuditSlot.auditor))


def _duties(facts: Facts) -> dict[int, tuple[str, ...]]:
    """Which clauses each department answers for, as 部门 says."""
    return {row.id: tuple(row["clauses"]) for row in facts.departments.values() if not row["void_reason"]}


def _plan(facts: Facts) -> dict[int, tuple[str, ...]]:
    """Which clauses the plan of the audit takes to each department: it goes before the duties."""
    found: dict[int, tuple[str, ...]] = {}
    for slot in facts.slots:
        if department := slot.of(AuditSlot.department):
            found[department] = (*found.get(department, ()), *slot.of(AuditSlot.clauses))
    return found


def _answering(words: Mapping[int, Sequence[str]], clause: str) -> list[int]:
    return [department for department, own in words.items() if any(covers(word, clause) for word in own)]


def _wanted(word: str, clauses: Sequence[str]) -> bool:
    return not clauses or any(covers(each, word) or covers(word, each) for each in clauses)


def _method(clause: Clause) -> str:
    if clause.maintain and clause.retain:
        return _("查文件、查记录")
    return _("查文件") if clause.maintain else _("查记录") if clause.retain else _("面谈、看现场")


def _audit_of(row: Row) -> int:
    """The audit a nonconformity came from by its origin, 0 when it was entered by hand."""
    parts = str(row.of(Nonconformity.origin)).split(":")
    return int(parts[1]) if len(parts) > 1 and parts[0] == "audit" and parts[1].isdecimal() else 0
