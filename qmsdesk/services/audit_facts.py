"""What an audit and its year consist of, read once: counts, coverage, distribution, independence (9.2.2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditProgramme, AuditSlot
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.registers import audit_gates as gates
from qmsdesk.registers.audits import AUDIT, CHECKS, MEMBERS, PROGRAMME_SLOTS, SLOTS
from qmsdesk.registers.spec import Case
from qmsdesk.services import history, reading
from qmsdesk.standard import clauses as standard

WAIVED = _("人员有限：{}").format("")


@dataclass(frozen=True)
class Facts:
    """An audit with all it points at; people, departments and documents by id, void ones too."""

    case: Case
    people: Mapping[int, Row]
    departments: Mapping[int, Row]
    documents: Mapping[int, Row]
    findings: Sequence[Row]
    audits: Sequence[Row]

    @property
    def audit(self) -> Row:
        return self.case.row

    @property
    def members(self) -> Sequence[Row]:
        return self.case.lines[MEMBERS.key]

    @property
    def slots(self) -> Sequence[Row]:
        """The plan by day and time."""
        stored = self.case.lines[SLOTS.key]
        return sorted(stored, key=lambda s: (s.of(AuditSlot.day), s.of(AuditSlot.starts).zfill(5), s.id))

    @property
    def checks(self) -> Sequence[Row]:
        return self.case.lines[CHECKS.key]

    @property
    def day(self) -> dt.date:
        """When it was held, else when it is planned."""
        found: dt.date = self.audit.of(Audit.held_on) or self.audit.of(Audit.planned_on)
        return found

    def person(self, person: int | None) -> str:
        """A name, empty for nobody."""
        row = self.people.get(person or 0)
        return str(row.of(Person.name)) if row else ""

    def department(self, department: int | None) -> str:
        """A name, empty for none."""
        row = self.departments.get(department or 0)
        return str(row.of(Department.name)) if row else ""

    def finding_of(self, check: int) -> Row | None:
        """The nonconformity an item has raised."""
        key = gates.origin_of(self.audit.id, check)
        return next((row for row in self.findings if row.of(Nonconformity.origin) == key), None)


@dataclass(frozen=True)
class Tally:
    """How far the checklist is, and how it was judged."""

    total: int
    judged: int
    by: Mapping[str, int]


@dataclass(frozen=True)
class Distribution:
    """Findings by clause and department; a cell holds how many are severe, general and observations."""

    clauses: Sequence[str]
    departments: Sequence[tuple[int, str]]
    cells: Mapping[tuple[str, int], tuple[int, int, int]]


def read(db: pw.Database, audit: int, today: dt.date) -> Facts:
    """Everything about one audit; LookupError when there is none."""
    case = reading.case(db, AUDIT, audit, today)
    return Facts(
        case,
        _by_id(db, Person),
        _by_id(db, Department),
        _by_id(db, Document),
        case.pointing(Nonconformity.origin),
        audits(db),
    )


def audits(db: pw.Database) -> list[Row]:
    """All audits that count, the newest first."""
    found = reading.rows(db, Audit, Audit.void_reason == "")
    return sorted(found, key=lambda a: (a.of(Audit.held_on) or a.of(Audit.planned_on), a.id), reverse=True)


def latest(db: pw.Database) -> Row | None:
    """The audit at hand: the newest one."""
    return next(iter(audits(db)), None)


def tally(checks: Iterable[Row]) -> Tally:
    """Counts of judgements."""
    by = Counter(str(row.of(AuditCheck.judgement)) for row in checks)
    total = sum(by.values())
    return Tally(total, total - by["open"], by)


def edition(enterprise: Row | None) -> str:
    """The edition of GB/T 19001 the firm works by; one the program does not know counts as the present one."""
    key = enterprise.of(Enterprise.edition) if enterprise else ""
    return key if key in standard.EDITIONS else standard.DEFAULT_EDITION


def covers(word: str, clause: str) -> bool:
    """Whether a clause as stored (``2016/7``, ``2016/7.1~7.3``) holds another one (``2016/7.1.5``)."""
    catalogue, _slash, reference = word.partition("/")
    other, _slash, number = clause.partition("/")
    if catalogue != other:
        return False
    first, *rest = [standard.base(part) for part in reference.replace("-", "~").split("~")]
    key = standard.sort_key(number)
    if rest:
        return standard.sort_key(first) <= key <= standard.sort_key(rest[-1]) or under(rest[-1], number)
    return under(first, number)


def under(parent: str, number: str) -> bool:
    """The number is a clause or lies under it."""
    return standard.base(number) == parent or number.startswith(f"{parent}.")


def section_of(clause: str) -> str:
    """The clause with two figures under which findings are counted: 8.5 for 8.5.1."""
    catalogue, _slash, number = clause.partition("/")
    return f"{catalogue}/{'.'.join(standard.base(number).split('.')[:2])}"


def clause_key(clause: str) -> tuple[bool, str, tuple[tuple[bool, int, str], ...]]:
    """The order of clauses: GB/T 19001 before the others, by number."""
    catalogue, _slash, number = clause.partition("/")
    return (catalogue == standard.PROJECT_EDITION, catalogue, standard.sort_key(number))


def coverage(facts: Facts) -> dict[tuple[str, int], tuple[int, int]]:
    """Judged items of all items by clause (two figures) and department; department 0 is nobody's."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for check in facts.checks:
        for clause in {section_of(word) for word in check.of(AuditCheck.clauses)}:
            place = (clause, check.of(AuditCheck.department) or 0)
            judged, total = found.get(place, (0, 0))
            found[place] = (judged + (check.of(AuditCheck.judgement) != "open"), total + 1)
    return found


def distribution(facts: Facts) -> Distribution:
    """不符合项分布: which clauses and departments the findings belong to."""
    cells: dict[tuple[str, int], tuple[int, int, int]] = {}
    audited: dict[int, str] = {}
    clauses: set[str] = set()
    for check in facts.checks:
        department = check.of(AuditCheck.department) or 0
        audited.setdefault(department, facts.department(department) or _("未指定部门"))
        words = check.of(AuditCheck.clauses)
        place = section_of(words[0]) if words else ""
        clauses.add(place)
        kind = _kind(check)
        if kind is not None:
            counts = list(cells.get((place, department), (0, 0, 0)))
            counts[kind] += 1
            cells[place, department] = (counts[0], counts[1], counts[2])
    departments = sorted(audited.items(), key=lambda item: (not item[0], item[0]))
    return Distribution(sorted(clauses, key=clause_key), departments, cells)


def _kind(check: Row) -> int | None:
    judgement = check.of(AuditCheck.judgement)
    if judgement == "nonconforming":
        return 0 if check.of(AuditCheck.grade) == "severe" else 1
    return 2 if judgement == "observation" else None


def biased(facts: Facts) -> Sequence[str]:
    """Auditors who audit their own department, in words."""
    return gates.own_department(facts.case)


def waivers(db: pw.Database, audit: int) -> list[str]:
    """The reasons by which independence was waived, oldest first; prints say them."""
    found = []
    for entry in history.entries(db, register=AUDIT.key, record=audit):
        found += [part.removeprefix(WAIVED) for part in entry.why.split("；") if part.startswith(WAIVED)]
    return list(dict.fromkeys(found))


def programme_of(db: pw.Database, year: int) -> Row | None:
    """The audit programme of a year."""
    return reading.find(db, AuditProgramme, {AuditProgramme.year: year})


def programme_slots(db: pw.Database, year: int) -> list[Row]:
    """Its lines; none while there is no programme."""
    programme = programme_of(db, year)
    return reading.lines(db, PROGRAMME_SLOTS, programme.id) if programme else []


def held_months(db: pw.Database, year: int) -> dict[int, set[int]]:
    """In which months of a year each department was audited: by the plan and the checklists of the audits held."""
    days = {a.id: a.of(Audit.held_on) for a in audits(db) if a.of(Audit.held_on) and a.of(Audit.held_on).year == year}
    ids = [a.id for a in audits(db) if a.id in days and a["status"] != "planned"]
    found: dict[int, set[int]] = {}
    planned: set[tuple[int, int]] = set()
    for slot in reading.rows(db, AuditSlot, AuditSlot.audit << ids):
        if department := slot.of(AuditSlot.department):
            planned.add((slot.of(AuditSlot.audit), department))
            found.setdefault(department, set()).add(slot.of(AuditSlot.day).month)
    for check in reading.rows(db, AuditCheck, AuditCheck.audit << ids, AuditCheck.judgement != "open"):
        audit, department = check.of(AuditCheck.audit), check.of(AuditCheck.department)
        if department and (audit, department) not in planned:
            found.setdefault(department, set()).add(days[audit].month)
    return found


def _by_id(db: pw.Database, model: type[Person] | type[Department] | type[Document]) -> dict[int, Row]:
    return {row.id: row for row in reading.rows(db, model)}
