"""Draws the forms of an internal audit onto one document, each with its own number at the top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import (
    Audit,
    AuditAttendance,
    AuditCheck,
    AuditMember,
    AuditProgramme,
    AuditSlot,
    ProgrammeSlot,
)
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.models.processes import Process
from qmsdesk.registers.audits import ATTENDANCE, AUDIT, AUDIT_PROGRAMME, PROGRAMME_SLOTS
from qmsdesk.registers.kinds import display_clause, to_text
from qmsdesk.registers.spec import Register
from qmsdesk.reports import standing
from qmsdesk.reports.document import Document
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.table import Cell, Table
from qmsdesk.reports.table import Row as Line
from qmsdesk.services import audit_facts, reading
from qmsdesk.services.audit_facts import Facts

_LABEL = 26.0  # mm
_BLANK_ROWS, _BLANK_NAMES = 14, 16
_MOST_DEPARTMENTS = 9  # beside each other on an upright sheet
_SIGN = 11.0  # mm
_COUNTED = ("conforming", "nonconforming", "observation", "not_applicable")


class Sheets(Document):
    """A document that goes on with another form: ``turn`` before each but the first."""

    def __init__(self, form: Form, firm: Row | None, when: dt.datetime, *, head: str = "", mark: str = "") -> None:
        self._firm = str(firm.of(Enterprise.name)) if firm else ""
        self._edition = audit_facts.edition(firm)
        super().__init__(form.title, self._firm, when, head=head, top=_top(form, self._edition), mark=mark)

    def turn(self, form: Form) -> None:
        """The next form begins on a page of its own."""
        self._top = _top(form, self._edition)
        self.new_page()

    def programme(self, form: Form, db: Database, row: Row) -> None:
        """年度内审计划: departments and processes by month, ○ planned, ● held."""
        self.heading(f"{row.of(AuditProgramme.year)} {form.title}")
        self._numbered(db, AUDIT_PROGRAMME, row)
        self._grid(
            [
                (_("审核目的"), row.of(AuditProgramme.purpose)),
                (_("审核范围"), row.of(AuditProgramme.scope)),
                (_("审核准则"), row.of(AuditProgramme.criteria)),
            ]
        )
        held = audit_facts.held_months(db, row.of(AuditProgramme.year))
        departments, processes = reading.captions(db, Department), reading.captions(db, Process)
        rows: list[Line] = []
        for slot in reading.lines(db, PROGRAMME_SLOTS, row.id):
            department, process = slot.of(ProgrammeSlot.department), slot.of(ProgrammeSlot.process)
            name = departments.get(department, "") + (f"/{processes.get(process, '')}" if process else "")
            planned = slot.of(ProgrammeSlot.months)
            marks = ["●" if m in held.get(department, ()) else "○" if str(m) in planned else "" for m in range(1, 13)]
            rows.append([name, *marks, slot.of(ProgrammeSlot.note)])
        self._table(form.columns, rows)
        self.paragraph(_("注：○ 计划审核，● 已实施审核。"), size=9)
        self._room_to_sign(len(form.signatures))
        approved = to_text(AuditProgramme.approved_on, row.of(AuditProgramme.approved_on))
        for label, person, day in zip(
            form.signatures, (AuditProgramme.author, AuditProgramme.approver), ("", approved), strict=True
        ):
            self.signature(label, reading.display(db, person, row.of(person)), day, _SIGN)

    def plan(self, form: Form, db: Database, audit: Row | None) -> None:
        """内审实施计划: the audit and its slots by day and time."""
        assert audit is not None  # there is no blank plan
        facts = self._facts(db, audit)
        self._head_of(db, form, facts)
        self._grid(
            [
                (_("审核性质"), to_text(Audit.kind, audit.of(Audit.kind))),
                (_("审核日期"), _days(audit)),
                (_("审核目的"), audit.of(Audit.purpose)),
                (_("审核范围"), audit.of(Audit.scope)),
                (_("审核准则"), audit.of(Audit.criteria)),
                (_("审核组"), _team(facts)),
                (_("报告分发"), audit.of(Audit.distribution)),
            ]
        )
        rows: list[Line] = []
        for slot in facts.slots:
            department = facts.departments.get(slot.of(AuditSlot.department) or 0)
            hours = "～".join(t for t in (slot.of(AuditSlot.starts), slot.of(AuditSlot.ends)) if t)
            rows.append(
                [
                    to_text(AuditSlot.day, slot.of(AuditSlot.day)), hours,
                    facts.department(slot.of(AuditSlot.department)) or _("全体"), _clauses(slot.of(AuditSlot.clauses)),
                    facts.person(department.of(Department.manager)) if department else "",
                    facts.person(slot.of(AuditSlot.auditor)), slot.of(AuditSlot.activity),
                ]
            )  # fmt: skip
        self._table(form.columns, rows)
        self._independence(facts)
        self._sign(form.signatures)

    def checklist(self, form: Form, db: Database, audit: Row | None) -> None:
        """内审检查表, a part for each department; items keep the number under which findings name them."""
        if audit is None:
            self.heading(form.title)
            self.pair(_("受审部门：　　　　　　　　　审核员："), _("日期：　　　　　　　"))
            Table(self, form.columns, low=12).draw([["", "", "", "", ""] for _no in range(_BLANK_ROWS)])
            self._sign(form.signatures)
            return
        facts = self._facts(db, audit)
        self._head_of(db, form, facts)
        numbered = list(enumerate(facts.checks, 1))
        ordered = sorted(numbered, key=lambda each: (each[1].of(AuditCheck.department) or 10**9, each[0]))
        for department, group in groupby(ordered, key=lambda each: each[1].of(AuditCheck.department)):
            items = list(group)
            auditors = dict.fromkeys(facts.person(row.of(AuditCheck.auditor)) for _no, row in items)
            who = "、".join(name for name in auditors if name) or facts.person(audit.of(Audit.leader))
            self.section(facts.department(department) or _("未指定部门"), follows=24)
            self.pair(_("审核员：{}").format(who), _("日期：{}").format(_days(audit)), 10)
            Table(self, form.columns, size=9.5).draw([_checked(no, row) for no, row in items])
            self.down += 2
        if not numbered:
            self._table(form.columns, [])
        self._sign(form.signatures)

    def meetings(self, form: Form, db: Database, audit: Row | None) -> None:
        """首末次会议签到表: who was there is ticked, everybody else has room to sign."""
        if audit is None:
            self.heading(form.title)
            self.pair(_("会议时间：首次　　　　　　　末次"), _("主持：　　　　　　"))
            rows: list[Line] = [[str(no), "", "", "", ""] for no in range(1, _BLANK_NAMES + 1)]
            Table(self, form.columns, low=10).draw(rows)
            return
        facts = self._facts(db, audit)
        self._head_of(db, form, facts)
        chair = _("主持：{}").format(facts.person(audit.of(Audit.leader)))
        self.pair(_("审核日期：{}").format(_days(audit)), chair)
        there = {row.of(AuditAttendance.person): row for row in facts.case.lines[ATTENDANCE.key]}
        managers = [d.of(Department.manager) for d in facts.departments.values() if not d["void_reason"]]
        expected = [audit.of(Audit.leader), *(m.of(AuditMember.person) for m in facts.members), *managers]
        names = list(dict.fromkeys([*there, *expected])) if not there else list(there)
        rows = []
        for no, person in enumerate((p for p in names if p in facts.people), 1):
            row, came = facts.people[person], there.get(person)
            place = f"{facts.department(row.of(Person.department))} {row.of(Person.post)}".strip()
            ticks = ["√" if came and came.of(f) else "" for f in (AuditAttendance.opening, AuditAttendance.closing)]
            rows.append([str(no), row.of(Person.name), place, *ticks])
        rows += [[str(no), "", "", "", ""] for no in range(len(rows) + 1, _BLANK_NAMES + 1)]
        Table(self, form.columns, low=9).draw(rows)

    def spread(self, form: Form, db: Database, audit: Row | None) -> None:
        """不符合项分布表: clauses by departments; many departments take further tables."""
        assert audit is not None
        facts = self._facts(db, audit)
        self._head_of(db, form, facts)
        found = audit_facts.distribution(facts)
        blocks = [
            found.departments[start : start + _MOST_DEPARTMENTS]
            for start in range(0, len(found.departments), _MOST_DEPARTMENTS)
        ]
        for departments in blocks or [()]:
            width = (self.width - 18 - 24) / max(len(departments), 1)
            columns = (Column(_("条款"), 18), *(Column(n, width) for _i, n in departments), Column(_("合计"), 24))
            ids = [i for i, _name in departments]
            rows: list[Line] = [
                [display_clause(c), *(_cell(found.cells.get((c, i))) for i in ids), _sum(found, [c], ids)]
                for c in found.clauses
            ]
            totals = [_sum(found, found.clauses, [i]) for i in ids]
            if rows:
                rows.append([Cell(_("合计"), bold=True), *totals, _sum(found, found.clauses, ids)])
            self._table(columns, rows, low=5.6)
        self.paragraph(_("注：数字是不符合项数，“严”是严重不符合，△ 是观察项。"), size=9)
        self._sign(form.signatures)

    def report(self, form: Form, db: Database, audit: Row | None) -> None:
        """内部审核报告 with its nonconformities as they stand now."""
        assert audit is not None
        facts = self._facts(db, audit)
        self._head_of(db, form, facts)
        tally = audit_facts.tally(facts.checks)
        counted = _("检查 {} 项：符合 {}，不符合 {}，观察 {}，不适用 {}").format(
            tally.total,
            *(tally.by.get(key, 0) for key in ("conforming", "nonconforming", "observation", "not_applicable")),
        )
        self._grid(
            [
                (_("审核性质"), to_text(Audit.kind, audit.of(Audit.kind))),
                (_("审核日期"), _days(audit)),
                (_("审核目的"), audit.of(Audit.purpose)),
                (_("审核范围"), audit.of(Audit.scope)),
                (_("审核准则"), audit.of(Audit.criteria)),
                (_("审核组"), _team(facts)),
                (_("检查情况"), counted),
                (_("审核综述"), audit.of(Audit.summary)),
                (_("体系有效性"), to_text(Audit.effectiveness, audit.of(Audit.effectiveness))),
                (_("审核结论"), audit.of(Audit.conclusion)),
                (_("改进建议"), audit.of(Audit.advice)),
                (_("报告日期"), to_text(Audit.reported_on, audit.of(Audit.reported_on))),
                (_("报告分发"), audit.of(Audit.distribution)),
            ]
        )
        self.section(_("不符合项"), follows=16)
        self._table(form.columns, [_found(facts, row) for row in facts.findings])
        self._independence(facts)
        self._sign(form.signatures)

    # Parts

    def _facts(self, db: Database, audit: Row) -> Facts:
        return audit_facts.read(db, audit.id, audit.of(Audit.held_on) or audit.of(Audit.planned_on))

    def _head_of(self, db: Database, form: Form, facts: Facts) -> None:
        self.heading(form.title)
        self._numbered(db, AUDIT, facts.audit)
        if facts.audit.of(Audit.title):
            self.paragraph(_("审核名称：{}").format(facts.audit.of(Audit.title)), size=10)
            self.down += 1

    def _numbered(self, db: Database, register: Register, row: Row) -> None:
        self.pair(_("企业名称：{}").format(self._firm), _("编号：{}").format(row["number"]))
        for remark in standing.remarks(db, register, row):
            self.paragraph(remark, size=9.5)

    def _independence(self, facts: Facts) -> None:
        """Whether the audit was independent; why a rule was waived stands under the title."""
        self.down += 2
        if broken := audit_facts.biased(facts):
            self.paragraph(_("审核独立性：{}。").format("；".join(broken)), size=9.5)
        elif facts.slots or facts.checks:
            self.paragraph(_("审核独立性：内审员均未审核本部门。"), size=9.5)

    def _grid(self, fields: Sequence[tuple[str, str]]) -> None:
        columns = [Column("", _LABEL), Column("", self.width - _LABEL, "L")]
        Table(self, columns, low=7, headed=False).draw([[Cell(label, bold=True), text] for label, text in fields])
        self.down += 3

    def _table(self, columns: Sequence[Column], rows: Sequence[Line], low: float = 7) -> None:
        empty: Line = [Cell(_("没有记录"), across=len(columns), align="C"), *[None] * (len(columns) - 1)]
        Table(self, columns, size=9.5, low=low).draw(rows or [empty])
        self.down += 2

    def _sign(self, labels: Sequence[str]) -> None:
        self._room_to_sign(len(labels))
        for label in labels:
            self.signature(label, "", "", _SIGN)

    def _room_to_sign(self, count: int) -> None:
        self.need(_SIGN * count + 4)
        self.down += 4


def _top(form: Form, edition: str) -> tuple[str, str]:
    return form.named(edition), _("编号：{number}　版本：{version}").format(number=form.number, version=form.version)


def _days(audit: Row) -> str:
    start = audit.of(Audit.held_on) or audit.of(Audit.planned_on)
    until = audit.of(Audit.held_until)
    first = to_text(Audit.held_on, start)
    return _("{} 至 {}").format(first, to_text(Audit.held_until, until)) if until and until != start else first


def _team(facts: Facts) -> str:
    leader = facts.person(facts.audit.of(Audit.leader))
    names = []
    for member in facts.members:
        name, duty = facts.person(member.of(AuditMember.person)), member.of(AuditMember.duty)
        names.append(_("{}（{}）").format(name, duty) if duty else name)
    return _("组长：{}　组员：{}").format(leader, "、".join(names))


def _clauses(words: Sequence[str]) -> str:
    return "、".join(display_clause(word) for word in words)


def _checked(no: int, row: Row) -> Line:
    method = row.of(AuditCheck.method)
    asked = row.of(AuditCheck.content) + (_("\n方法：{}").format(method) if method else "")
    judgement = row.of(AuditCheck.judgement)
    words = "" if judgement == "open" else to_text(AuditCheck.judgement, judgement)
    if judgement == "nonconforming" and row.of(AuditCheck.grade):
        words += _("（{}）").format(to_text(AuditCheck.grade, row.of(AuditCheck.grade)))
    evidence = row.of(AuditCheck.evidence)
    if judgement == "not_applicable" and row.of(AuditCheck.reason):
        evidence = "\n".join(t for t in (_("理由：{}").format(row.of(AuditCheck.reason)), evidence) if t)
    return [str(no), asked, _clauses(row.of(AuditCheck.clauses)), evidence, words]


def _found(facts: Facts, row: Row) -> Line:
    def text(f: AnyField) -> str:
        return to_text(f, row.of(f))

    return [
        row["number"], _clauses(row["clauses"]), facts.department(row.of(Nonconformity.department)),
        text(Nonconformity.fact), text(Nonconformity.grade), text(Nonconformity.status),
    ]  # fmt: skip


def _cell(counts: tuple[int, int, int] | None) -> str:
    severe, general, noted = counts or (0, 0, 0)
    parts: Iterator[str] = (
        text
        for count, text in (
            (severe, _("严 {}").format(severe)), (general, str(general)), (noted, _("△{}").format(noted))
        )
        if count
    )  # fmt: skip
    return " ".join(parts)


def _sum(found: audit_facts.Distribution, clauses: Sequence[str], departments: Sequence[int]) -> str:
    cells = [found.cells.get((c, d), (0, 0, 0)) for c in clauses for d in departments]
    return _cell((sum(c[0] for c in cells), sum(c[1] for c in cells), sum(c[2] for c in cells)))
