"""What stands before the steps of an audit, and what its report raises (6.8, GB/T 19001 9.2.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditSlot
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Case, Edit, Problem, Values, origin

MEMBERS, SLOTS, CHECKS, ATTENDANCE = "audit_member", "audit_slot", "audit_check", "audit_attendance"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_LONGEST_BASIS, _LONGEST_NOTE = 200, 120


def missing_to_hold(case: Case) -> Sequence[str]:
    """Beside the ° fields an audit needs its team."""
    return () if case.lines[MEMBERS] else (_("内审员"),)


def own_department(case: Case) -> Sequence[str]:
    """Auditors who audit the department they belong to, by the person and not by the name (9.2.2 c)."""
    return tuple(dict.fromkeys((*_biased(case, SLOTS, AuditSlot.auditor, AuditSlot.department),
                                *_biased(case, CHECKS, AuditCheck.auditor, AuditCheck.department))))  # fmt: skip


def slots_of_own_department(case: Case) -> Sequence[str]:
    """As ``own_department``, for the plan alone: the checklist may still be handed out anew."""
    return tuple(dict.fromkeys(_biased(case, SLOTS, AuditSlot.auditor, AuditSlot.department)))


def _biased(case: Case, key: str, auditor: AnyField, department: AnyField) -> list[str]:
    found = []
    for line in case.lines[key]:
        person = case.target(line, auditor)
        if person is not None and line.of(department) and person.of(Person.department) == line.of(department):
            audited = case.target(line, department)
            name = audited.of(Department.name) if audited else ""
            found.append(_("{}审核了本部门（{}）").format(person.of(Person.name), name))
    return found


def missing_to_report(case: Case) -> Sequence[str]:
    """What the checklist still lacks; items are counted as they are printed."""
    checks = case.lines[CHECKS]
    if not checks:
        return (_("检查项"),)
    missing = []
    waiting = [str(no) for no, row in enumerate(checks, 1) if row.of(AuditCheck.judgement) == "open"]
    if waiting:
        places = "、".join(waiting[:8]) + (_("等") if len(waiting) > 8 else "")
        missing.append(_("检查项 {} 的判定（未评 {} 项）").format(places, len(waiting)))
    for no, row in enumerate(checks, 1):
        missing += [_("检查项 {} 的{}").format(no, f.verbose_name) for f in lacking(row)]
    return missing


def lacking(row: Row) -> list[AnyField]:
    """What an item still needs by its judgement: 不适用 its reason, 不符合 its evidence and grade."""
    judgement = row.of(AuditCheck.judgement)
    if judgement == "not_applicable":
        return [] if row.of(AuditCheck.reason).strip() else [AuditCheck.reason]
    if judgement == "nonconforming":
        return [f for f in (AuditCheck.evidence, AuditCheck.grade) if not str(row.of(f) or "").strip()]
    return []


def missing_to_close(case: Case) -> Sequence[str]:
    """Every nonconformity of the audit is closed, and every 不符合 item has one."""
    raised = case.pointing(Nonconformity.origin)
    states = dict(Nonconformity.STATUS)
    missing = [
        _("{}（{}）关闭").format(row["number"], states.get(row["status"], row["status"]))
        for row in raised
        if row["status"] != "closed"
    ]
    known = {row.of(Nonconformity.origin) for row in raised}
    return missing + [
        _("检查项 {} 的不符合报告").format(no)
        for no, row in enumerate(case.lines[CHECKS], 1)
        if row.of(AuditCheck.judgement) == "nonconforming" and origin_of(case.row.id, row.id) not in known
    ]


def raise_findings(case: Case) -> Sequence[Edit]:
    """One nonconformity for each 不符合 item that has none yet, with the facts as they are now."""
    known = {row.of(Nonconformity.origin) for row in case.pointing(Nonconformity.origin)}
    return [
        Edit(Nonconformity, None, finding(case, row))
        for row in case.lines[CHECKS]
        if row.of(AuditCheck.judgement) == "nonconforming" and origin_of(case.row.id, row.id) not in known
    ]


def finding(case: Case, check: Row) -> Values:
    """What an item of the checklist hands on to a nonconformity; later changes of the item do not reach it."""
    department = case.target(check, AuditCheck.department)
    manager = case.target(department, Department.manager) if department else None
    document = case.target(check, AuditCheck.document)
    no = next(no for no, row in enumerate(case.lines[CHECKS], 1) if row.id == check.id)
    evidence = check.of(AuditCheck.evidence).strip()
    content = check.of(AuditCheck.content)
    basis = [display_clause(clause) for clause in check.of(AuditCheck.clauses)]
    basis += [f"{document['number']} {document.of(Document.title)}"] if document else []
    judged = check.of(AuditCheck.judgement)
    return {
        Nonconformity.source: "audit",
        Nonconformity.fact: _("{}：{}").format(content, evidence) if evidence else content,
        Nonconformity.found_on: case.row.of(Audit.held_on),
        Nonconformity.basis: "；".join(basis)[:_LONGEST_BASIS],
        Nonconformity.grade: "observation" if judged == "observation" else check.of(AuditCheck.grade),
        Nonconformity.department: department.id if department and _live(department) else None,
        Nonconformity.owner: manager.id if manager and _live(manager) else None,
        Nonconformity.source_note: _("{} 检查项 {}").format(case.row["number"], no)[:_LONGEST_NOTE],
        Nonconformity.clauses: check.of(AuditCheck.clauses),
        Nonconformity.origin: origin_of(case.row.id, check.id),
    }


def origin_of(audit: int, check: int) -> str:
    """How a nonconformity names the item it came from."""
    return origin("audit", audit, CHECKS, check)


def compared(case: Case) -> list[Problem]:
    """Fields that contradict each other; gates refuse them."""
    row, problems = case.row, []
    held, until, reported = (row.of(f) for f in (Audit.held_on, Audit.held_until, Audit.reported_on))
    if held and until and until < held:
        problems.append(Problem(_("结束日期早于实施日期"), Audit.held_until))
    if reported and held and reported < (until or held):
        problems.append(Problem(_("报告日期早于审核结束"), Audit.reported_on))
    for slot in case.lines[SLOTS]:
        starts, ends = slot.of(AuditSlot.starts), slot.of(AuditSlot.ends)
        wrong = [text for text in (starts, ends) if text and not _CLOCK.fullmatch(text)]
        if wrong:
            problems.append(Problem(_("时段的时间写成 08:30 的样子：{}").format(wrong[0]), AuditSlot.starts))
        elif starts and ends and ends.zfill(5) <= starts.zfill(5):
            problems.append(Problem(_("时段 {}～{} 的结束不晚于开始").format(starts, ends), AuditSlot.ends))
    return problems + _taken_back(case)


def _taken_back(case: Case) -> list[Problem]:
    """Items with a nonconformity that are no longer judged so."""
    raised = {row.of(Nonconformity.origin): row for row in case.pointing(Nonconformity.origin)}
    if not raised:
        return []
    found = []
    for no, check in enumerate(case.lines[CHECKS], 1):
        row = raised.get(origin_of(case.row.id, check.id))
        if row is not None and check.of(AuditCheck.judgement) not in {"nonconforming", "observation"}:
            text = _("检查项 {} 已开具 {}，判定却不是不符合").format(no, row["number"])
            found.append(Problem(text, AuditCheck.judgement))
    return found


def locked(row: Row) -> str:
    """A report is a record: what is wrong in it is mended by 更正."""
    state = row.of(Audit.status)
    if state == "closed":
        return _("审核已关闭，修改须更正")
    return _("审核报告已出具，修改须更正") if state == "reported" else ""


def _live(row: Any) -> bool:
    return row["deleted_at"] is None and not row["void_reason"]
