"""What an auditor from outside would ask about before an audit; nothing here stops anything (6.8.1, 9.2)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.clock import later
from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit, AuditCheck, AuditMember, AuditSlot, ProgrammeSlot
from qmsdesk.models.base import Row
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.services import reading
from qmsdesk.services.audit_facts import Facts, covers, edition, programme_slots, under
from qmsdesk.standard import clauses as standard

EARLIEST, LATEST, YEARLY = 3, 6, 12  # months: 6.8.1 names the first two, a year between audits is common practice
_NUMBER = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2})+(?![\d.])")


@dataclass(frozen=True)
class Caution:
    """One sentence and the clause it comes from."""

    text: str
    clause: str


def months_after_start(started: dt.date, day: dt.date) -> tuple[int, int]:
    """Whole months and further days from the start of the system to a day: (4, 13); negative months before it."""
    months = (day.year - started.year) * 12 + day.month - started.month
    if later(started, months) > day:
        months -= 1
    return months, (day - later(started, months)).days


def cautions(db: pw.Database, facts: Facts) -> list[Caution]:
    """What an auditor from outside would ask about: window of 6.8.1, interval, coverage, certificates."""
    return [*_window(facts), *_interval(facts), *_certificates(facts), *uncovered(db, facts)]


def _window(facts: Facts) -> list[Caution]:
    """Only the first audit is measured against the start of the system."""
    enterprise = facts.case.enterprise
    started = enterprise.of(Enterprise.system_started_on) if enterprise else None
    if started is None or _before(facts) is not None:
        return []
    months, days = months_after_start(started, facts.day)
    said = _("{} 个月 {} 天").format(months, days)
    if facts.day < started:
        return [Caution(_("审核早于体系运行开始日"), "6.8.1")]
    if facts.day < later(started, EARLIEST):
        return [Caution(_("体系运行 {}，早于 6.8.1 建议的 3 个月").format(said), "6.8.1")]
    if facts.day > later(started, LATEST):
        return [Caution(_("体系运行 {}，晚于 6.8.1 建议的 6 个月").format(said), "6.8.1")]
    return []


def _before(facts: Facts) -> Row | None:
    """The audit held before this one."""
    return next((a for a in facts.audits if a.of(Audit.held_on) and a.of(Audit.held_on) < facts.day
                 and a.id != facts.audit.id), None)  # fmt: skip


def _interval(facts: Facts) -> list[Caution]:
    before = _before(facts)
    if before is None or facts.day <= later(before.of(Audit.held_on), YEARLY):
        return []
    return [Caution(_("距上次审核 {} 超过 12 个月").format(before["number"]), "9.2.1")]


def _certificates(facts: Facts) -> list[Caution]:
    team = {facts.audit.of(Audit.leader), *(m.of(AuditMember.person) for m in facts.members)}
    team |= {s.of(AuditSlot.auditor) for s in facts.slots} | {c.of(AuditCheck.auditor) for c in facts.checks}
    found = []
    for row in (facts.people[one] for one in sorted(one for one in team if one)):
        until = row.of(Person.auditor_until)
        if until is not None and until < facts.day:
            found.append(Caution(_("{} 的内审员证 {} 已过期").format(row.of(Person.name), until.isoformat()), "9.2.2"))
    return found


def uncovered(db: pw.Database, facts: Facts) -> list[Caution]:
    """Departments and clauses that nothing of the year touches: neither the programme nor an audit."""
    year = facts.day.year
    ids = [a.id for a in facts.audits if (a.of(Audit.held_on) or a.of(Audit.planned_on)).year == year]
    checks = reading.rows(db, AuditCheck, AuditCheck.audit << ids)
    slots = reading.rows(db, AuditSlot, AuditSlot.audit << ids)
    planned = {s.of(ProgrammeSlot.department) for s in programme_slots(db, year) if s.of(ProgrammeSlot.months)}
    seen = planned | {s.of(AuditSlot.department) for s in slots} | {c.of(AuditCheck.department) for c in checks}
    live = [d for d in facts.departments.values() if d["deleted_at"] is None and not d["void_reason"]]
    left = [d.of(Department.name) for d in live if d.id not in seen]
    words = {word for d in live if d.id in planned for word in d["clauses"]}
    words |= {word for s in slots for word in s.of(AuditSlot.clauses)}
    words |= {word for c in checks for word in c.of(AuditCheck.clauses)}
    key = edition(facts.case.enterprise)
    open_clauses = [
        each.number
        for each in standard.lowest(key)
        if f"{key}/{each.number}" not in words
        and not any(covers(word, f"{key}/{each.number}") for word in words)
        and not any(under(number, each.number) for number, _reason in excluded(facts.case.enterprise))
    ]
    found = []
    if left:
        found.append(Caution(_("{} 年的审核没有覆盖：{}").format(year, _short(left)), "9.2.2"))
    if open_clauses:
        found.append(Caution(_("{} 年没有审到的条款：{}").format(year, _short(open_clauses)), "9.2.2"))
    return found


def _short(names: Sequence[str], most: int = 8) -> str:
    return "、".join(names[:most]) + (_("等 {} 个").format(len(names)) if len(names) > most else "")


def excluded(enterprise: Row | None) -> list[tuple[str, str]]:
    """Clauses that do not apply, by number, with the sentence of 企业档案 that says why."""
    text = str(enterprise.of(Enterprise.not_applicable)) if enterprise else ""
    known = {each.number for each in standard.clauses(edition(enterprise))}
    return [
        (number, sentence.strip())
        for sentence in re.split(r"[\n；;。]", text)
        for number in _NUMBER.findall(sentence)
        if number in known
    ]
