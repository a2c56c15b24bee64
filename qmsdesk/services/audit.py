"""Internal audits: planned, carried out with a checklist, reported, closed (6.8, GB/T 19001 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditMember, AuditProgramme, AuditSlot, ProgrammeSlot
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.registers import audit_gates as gates
from qmsdesk.registers.audits import (
    AUDIT,
    AUDIT_PROGRAMME,
    CHECKS,
    CLOSE,
    HOLD,
    MEMBERS,
    PROGRAMME_SLOTS,
    REPORT,
    SLOTS,
)
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.spec import Case, Lines, Values
from qmsdesk.services import audit_facts as facts
from qmsdesk.services import audit_questions as questions
from qmsdesk.services import reading, records, workflow
from qmsdesk.services.audit_facts import Facts
from qmsdesk.services.audit_questions import Question
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import clauses as standard


@dataclass(frozen=True)
class Built:
    """How many items came to a checklist; ``change`` is None when none did."""

    added: int
    change: Change | None


def plan_programme(sitting: Sitting, year: int, months: dict[int, Sequence[int]] | None = None) -> int:
    """The audit programme of a year, made if there is none; ``months`` by department are added to it."""
    with sitting.batch(_("编制年度审核方案")):
        found = facts.programme_of(sitting.db, year)
        if found is None:
            enterprise = reading.enterprise(sitting.db)
            values: Values = {
                AuditProgramme.year: year,
                AuditProgramme.purpose: _("评价质量管理体系是否符合要求并有效实施和保持，寻找改进的机会"),
                AuditProgramme.scope: _("质量管理体系覆盖的全部部门、过程和条款"),
                AuditProgramme.criteria: _criteria(enterprise),
            }
            record = records.save(sitting, AUDIT_PROGRAMME, None, values).record
        else:
            record = found.id
        for department, wanted in (months or {}).items():
            for month in wanted:
                set_month(sitting, record, department, month, planned=True)
        return record


def set_month(sitting: Sitting, programme: int, department: int, month: int, *, planned: bool) -> Change | None:
    """Plan a department into a month of the programme, or take it out; None when it is so already."""
    slots = reading.lines(sitting.db, PROGRAMME_SLOTS, programme)
    own = [s for s in slots if s.of(ProgrammeSlot.department) == department]
    key = str(month)
    with sitting.batch(_("安排审核月份")):
        change: Change | None = None
        if planned and not any(key in s.of(ProgrammeSlot.months) for s in own):
            slot = next((s for s in own if s.of(ProgrammeSlot.process) is None), None)
            months = {*(slot.of(ProgrammeSlot.months) if slot else ()), key}
            values: Values = {ProgrammeSlot.months: _in_order(months)}
            if slot is None:
                values[ProgrammeSlot.department] = department
            line = slot.id if slot else None
            change, _line = records.save_line(sitting, AUDIT_PROGRAMME, programme, PROGRAMME_SLOTS, line, values)
        for slot in [] if planned else own:
            kept = [m for m in slot.of(ProgrammeSlot.months) if m != key]
            if len(kept) < len(slot.of(ProgrammeSlot.months)):
                values = {ProgrammeSlot.months: tuple(kept)}
                change, _line = records.save_line(sitting, AUDIT_PROGRAMME, programme, PROGRAMME_SLOTS, slot.id, values)
        return change


def plan_audit(
    sitting: Sitting,
    planned_on: dt.date,
    *,
    title: str = "",
    kind: str = "regular",
    leader: int | None = None,
    members: Sequence[int] = (),
) -> int:
    """A new audit with purpose, scope and criteria proposed, and the open findings of earlier audits on its list."""
    with sitting.batch(_("新建审核")):
        programme = facts.programme_of(sitting.db, planned_on.year)
        enterprise = reading.enterprise(sitting.db)
        scope = programme.of(AuditProgramme.scope) if programme else ""
        purpose = programme.of(AuditProgramme.purpose) if programme else ""
        criteria = programme.of(AuditProgramme.criteria) if programme else ""
        values: Values = {
            Audit.planned_on: planned_on,
            Audit.title: title or _("年度内部审核"),
            Audit.kind: kind,
            Audit.programme: programme.id if programme else None,
            Audit.purpose: purpose or _("评价质量管理体系是否符合要求并有效实施和保持"),
            Audit.scope: scope or (enterprise.of(Enterprise.scope) if enterprise else ""),
            Audit.criteria: criteria or _criteria(enterprise),
            Audit.leader: leader,
        }
        audit = records.save(sitting, AUDIT, None, values).record
        for person in dict.fromkeys(members):
            records.save_line(sitting, AUDIT, audit, MEMBERS, None, {AuditMember.person: person})
        carry_over(sitting, audit)
        return audit


def carry_over(sitting: Sitting, audit: int) -> Built:
    """Put what earlier audits found, and is still open, on the checklist."""
    known = facts.read(sitting.db, audit, sitting.clock.today())
    return _add(sitting, known, list(questions.of_open_findings(sitting.db, known)), _("结转未关闭的不符合"))


def build_checklist(
    sitting: Sitting,
    audit: int,
    *,
    departments: Collection[int] = (),
    clauses: Sequence[str] = (),
    by_clauses: bool = True,
    by_documents: bool = True,
) -> Built:
    """Fill the checklist from clauses and documents by the duties of the departments, without what is there already.

    Empty choices mean all. One batch, one step of undo. Blocked once the report is issued.
    """
    known = facts.read(sitting.db, audit, sitting.clock.today())
    proposed = list(questions.of_open_findings(sitting.db, known))
    if by_clauses:
        proposed += questions.of_clauses(known, departments, clauses)
    if by_documents:
        proposed += questions.of_documents(sitting.db, known, departments, clauses)
    return _add(sitting, known, proposed, _("生成检查表"))


def copy_last(sitting: Sitting, planned_on: dt.date) -> int:
    """A new audit like the last one: team, plan and checklist without results, its open findings carried over.

    Refused when there is none to copy.
    """
    last = facts.latest(sitting.db)
    if last is None:
        raise Refused(_("还没有可以复制的审核。"), _("先新建一次审核。"))
    old = facts.read(sitting.db, last.id, sitting.clock.today())
    team = [m.of(AuditMember.person) for m in old.members if _here(old, m.of(AuditMember.person), planned_on)]
    leader = old.audit.of(Audit.leader)
    with sitting.batch(_("复制上次审核")):
        audit = plan_audit(
            sitting,
            planned_on,
            kind=old.audit.of(Audit.kind),
            leader=leader if _here(old, leader, planned_on) else None,
            members=team,
        )
        same = {f: old.audit.of(f) for f in (Audit.purpose, Audit.scope, Audit.criteria, Audit.distribution)}
        records.save(sitting, AUDIT, audit, {f: text for f, text in same.items() if text})
        shift = planned_on - old.day
        for slot in old.slots:
            values = _copied(old, SLOTS, slot, planned_on)
            values[AuditSlot.day] = slot.of(AuditSlot.day) + shift
            records.save_line(sitting, AUDIT, audit, SLOTS, None, values)
        followed = _("跟踪 {}").format("")
        for check in old.checks:
            if not check.of(AuditCheck.content).startswith(followed):
                values = _copied(old, CHECKS, check, planned_on)
                for result in (AuditCheck.judgement, AuditCheck.grade, AuditCheck.evidence, AuditCheck.reason):
                    values.pop(result)
                records.save_line(sitting, AUDIT, audit, CHECKS, None, values)
        return audit


def hold(sitting: Sitting, audit: int, *, waiver: str = "") -> Change:
    """开始实施. Blocked with the missing labels, or without a waiver where the plan is not independent."""
    return workflow.run(sitting, AUDIT, audit, HOLD, waiver=waiver)


def report(sitting: Sitting, audit: int, *, observations: bool = False, waiver: str = "") -> Change:
    """出具审核报告: locks the audit and raises a nonconformity for each 不符合 item, and for 观察 if asked to."""
    with sitting.batch(REPORT.label, final=True) as batch:
        workflow.run(sitting, AUDIT, audit, REPORT, waiver=waiver)
        case = reading.case(sitting.db, AUDIT, audit, sitting.clock.today())
        noted = [c for c in case.lines[CHECKS.key] if c.of(AuditCheck.judgement) == "observation"]
        for check in noted if observations else ():
            if _raised(case, check) is None:
                records.save(sitting, BY_MODEL[Nonconformity], None, gates.finding(case, check))
        return Change(AUDIT.key, audit, REPORT.key, batch.batch, frozenset(batch.records))


def close(sitting: Sitting, audit: int) -> Change:
    """关闭审核. Blocked with the numbers of nonconformities that are still open."""
    return workflow.run(sitting, AUDIT, audit, CLOSE)


def raise_from_check(sitting: Sitting, audit: int, check: int) -> Change:
    """开具不符合 at once, before the report is written or while it is corrected; the report then raises no second one.

    Refused for an item that is judged otherwise, lacks its evidence or grade, or has raised one already.
    """
    with sitting.batch(_("开具不符合")):
        case = reading.case(sitting.db, AUDIT, audit, sitting.clock.today())
        row = next((c for c in case.lines[CHECKS.key] if c.id == check), None)
        if row is None:
            raise Refused(_("这个检查项已不存在。"), _("刷新后再试。"))
        if case.row.of(Audit.status) not in {"held", "reported"} and not case.row["correcting"]:
            raise Refused(_("审核实施以后才能开具不符合。"), _("先填写实施日期并开始实施。"))
        if row.of(AuditCheck.judgement) not in {"nonconforming", "observation"}:
            raise Refused(_("这个检查项没有判为不符合或观察。"), _("先判定，再开具。"))
        if (known := _raised(case, row)) is not None:
            raise Refused(_("这个检查项已开具 {}。").format(known["number"]))
        if lacking := gates.lacking(row):
            labels = "、".join(str(f.verbose_name) for f in lacking)
            raise Refused(_("还不能开具不符合，缺：{}。").format(labels), _("在检查表里补上。"))
        return records.save(sitting, BY_MODEL[Nonconformity], None, gates.finding(case, row))


def _raised(case: Case, check: Row) -> Row | None:
    key = gates.origin_of(case.row.id, check.id)
    return next((r for r in case.pointing(Nonconformity.origin) if r.of(Nonconformity.origin) == key), None)


def _add(sitting: Sitting, known: Facts, proposed: Sequence[Question], label: str) -> Built:
    new = questions.unasked(known, proposed)
    change: Change | None = None
    with sitting.batch(label):
        for each in new:
            auditor = questions.auditor_for(known, each.department, each.clauses)
            values = {**each.values, AuditCheck.auditor: auditor}
            change, _line = records.save_line(sitting, AUDIT, known.audit.id, CHECKS, None, values)
    return Built(len(new), change)


def _copied(old: Facts, spec: Lines, row: Row, day: dt.date) -> Values:
    """The values of a line; whoever has left by then is left out, and so is a department or document that is void."""
    values: Values = {f: row.of(f) for f in spec.fields}
    people: tuple[AnyField, ...] = (AuditSlot.auditor, AuditCheck.auditor)
    for f in people:
        if f in values and not _here(old, values[f], day):
            values[f] = None
    places: tuple[tuple[AnyField, Mapping[int, Row]], ...] = (
        (AuditSlot.department, old.departments),
        (AuditCheck.department, old.departments),
        (AuditCheck.document, old.documents),
    )
    for f, known in places:
        if f in values and (values[f] not in known or known[values[f]]["void_reason"]):
            values[f] = None
    return values


def _here(old: Facts, person: int | None, day: dt.date) -> bool:
    row = old.people.get(person or 0)
    return row is not None and not row["void_reason"] and (row.of(Person.left_on) or day) >= day


def _criteria(enterprise: Row | None) -> str:
    known = standard.EDITIONS[facts.edition(enterprise)]
    return _("{}；质量管理体系文件；适用的法律法规和顾客要求").format(known.standard)


def _in_order(months: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(months, key=int))
