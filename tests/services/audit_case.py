"""A small firm with an audit that is being carried out: what the tests of audits stand on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.audits import AUDIT, CHECKS
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.spec import Values
from qmsdesk.services import audit, reading, records
from qmsdesk.services.sitting import Sitting

HELD = dt.date(2026, 5, 18)


@pytest.fixture
def clock() -> Clock:
    """Two days after the audit: nothing counts as entered late."""
    return Clock(HELD + dt.timedelta(days=2))


@dataclass(frozen=True)
class Firm:
    """Ids: two departments, their managers, an auditor of each and a namesake."""

    quality: int
    production: int
    manager: int
    auditor: int
    insider: int
    namesake: int


@pytest.fixture
def firm(sitting: Sitting) -> Firm:
    quality = records.save(
        sitting, DEPARTMENT, None, {Department.name: "质量部", Department.clauses: ("2016/7.1.5", "2016/8.6")}
    ).record
    production = records.save(
        sitting, DEPARTMENT, None, {Department.name: "生产部", Department.clauses: ("2016/8.5",)}
    ).record

    def person(name: str, department: int) -> int:
        return records.save(sitting, PERSON, None, {Person.name: name, Person.department: department}).record

    manager = person("示例经理", production)
    records.save(sitting, DEPARTMENT, production, {Department.manager: manager})
    return Firm(
        quality, production, manager, person("示例甲", quality), person("示例丙", production),
        records.save(
            sitting, PERSON, None, {Person.name: "示例甲", Person.department: production, Person.post: "班组长"}
        ).record,
    )  # fmt: skip


def check(sitting: Sitting, record: int, content: str, **values: object) -> int:
    named: Values = {getattr(AuditCheck, name): value for name, value in values.items()}
    start: Values = {AuditCheck.clauses: ("2016/8.5.1",), AuditCheck.content: content}
    return records.save_line(sitting, AUDIT, record, CHECKS, None, {**start, **named})[1]


def judge(sitting: Sitting, record: int, line: int, **values: object) -> None:
    named: Values = {getattr(AuditCheck, name): value for name, value in values.items()}
    records.save_line(sitting, AUDIT, record, CHECKS, line, named)


@pytest.fixture
def held(sitting: Sitting, firm: Firm) -> int:
    """An audit that is being carried out, its checklist empty."""
    made = audit.plan_audit(sitting, HELD, leader=firm.auditor, members=[firm.auditor])
    records.save(sitting, AUDIT, made, {Audit.held_on: HELD, Audit.scope: "全部部门"})
    audit.hold(sitting, made)
    return made


def report_fields(sitting: Sitting, record: int) -> None:
    told: Values = {
        Audit.summary: "发现一般不符合 1 项", Audit.conclusion: "基本符合", Audit.effectiveness: "effective",
        Audit.reported_on: HELD + dt.timedelta(days=2),
    }  # fmt: skip
    records.save(sitting, AUDIT, record, told)


def findings(sitting: Sitting) -> list[Row]:
    return reading.rows(sitting.db, Nonconformity)


def checks(sitting: Sitting, record: int) -> list[Row]:
    return reading.lines(sitting.db, CHECKS, record)
