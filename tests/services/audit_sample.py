"""A small firm with the audit of a year in it, as one would meet it: plan, checklist, judgements, findings."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.audits import Audit, AuditAttendance, AuditCheck, AuditMember, AuditProgramme, AuditSlot
from qmsdesk.models.base import Row
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.registers.audits import ATTENDANCE, AUDIT, AUDIT_PROGRAMME, CHECKS, MEMBERS, SLOTS
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PERSON
from qmsdesk.registers.spec import Values
from qmsdesk.services import audit, founding, reading, records
from qmsdesk.services.sitting import Sitting

FIRST, SECOND = dt.date(2025, 10, 14), dt.date(2025, 10, 15)
TODAY = dt.date(2025, 10, 17)

_DUTIES = {
    "管理层": "2016/4 2016/5 2016/6 2016/9.3",
    "综合办公室": "2016/7.1.2 2016/7.1.6 2016/7.2 2016/7.3 2016/7.4 2016/7.5 2016/9.2",
    "技术质量部": "2016/7.1.5 2016/8.1 2016/8.6 2016/8.7 2016/9.1.1 2016/9.1.3 2016/10",
    "生产部": "2016/7.1.1 2016/7.1.3 2016/7.1.4 2016/8.5",
    "采购部": "2016/8.4",
    "销售部": "2016/8.2 2016/9.1.2",
}
_PEOPLE = {
    "孟庆岩": ("管理层", "总经理"), "方敏": ("技术质量部", "质量工程师"), "陆子涵": ("生产部", "工艺员"),
    "高丽娟": ("综合办公室", "行政主管"), "邵伟": ("生产部", "生产经理"), "韩志远": ("技术质量部", "技术质量经理"),
    "周倩": ("采购部", "采购经理"), "沈雪梅": ("销售部", "销售经理"),
}  # fmt: skip
_MANAGERS = {
    "管理层": "孟庆岩", "综合办公室": "高丽娟", "技术质量部": "韩志远",
    "生产部": "邵伟", "采购部": "周倩", "销售部": "沈雪梅",
}  # fmt: skip
_PLAN = (
    (FIRST, "08:30", "09:00", "", "首次会议", "", ""),
    (FIRST, "09:00", "10:30", "管理层", "", "2016/4 2016/5 2016/6 2016/9.3", "高丽娟"),
    (FIRST, "10:30", "12:00", "综合办公室", "", "2016/7.1.2 2016/7.2 2016/7.5", "方敏"),
    (FIRST, "13:30", "15:00", "采购部", "", "2016/8.4", "陆子涵"),
    (FIRST, "15:00", "17:00", "销售部", "", "2016/8.2 2016/9.1.2", "陆子涵"),
    (SECOND, "08:30", "12:00", "生产部", "", "2016/7.1.3 2016/8.5", "孟庆岩"),
    (SECOND, "13:30", "16:00", "技术质量部", "", "2016/7.1.5 2016/8.6 2016/8.7 2016/9.1.1 2016/10", "高丽娟"),
    (SECOND, "16:00", "16:30", "", "末次会议", "", ""),
)
WRONG = {"7.1.5.2": "卡尺 3 把无检定状态标识", "8.4.1": "热处理外协 2025 年没有再评价", "8.5.1": "抽 30 张，4 张未签字"}
NOTED = {"8.5.2": "流转卡 2 张批号字迹不清", "6.1.1": "未提及招工难"}


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Sitting]:
    """A new workspace on the day after the report, at which nothing counts as entered late."""
    clock = Clock(TODAY)
    with workspaces.create(folder, clock) as workspace:
        yield Sitting(workspace, "孟庆岩", clock)


@dataclass
class Firm:
    """Ids by name, the programme and the audit."""

    departments: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    programme: int = 0
    audit: int = 0


def staff(sitting: Sitting) -> Firm:
    """Departments with their duties, people, the start of the system."""
    firm = Firm()
    for name, words in _DUTIES.items():
        values: Values = {Department.name: name, Department.clauses: tuple(words.split())}
        firm.departments[name] = records.save(sitting, DEPARTMENT, None, values).record
    for name, (department, post) in _PEOPLE.items():
        values = {Person.name: name, Person.department: firm.departments[department], Person.post: post}
        firm.people[name] = records.save(sitting, PERSON, None, values).record
    for department, name in _MANAGERS.items():
        records.save(sitting, DEPARTMENT, firm.departments[department], {Department.manager: firm.people[name]})
    if reading.enterprise(sitting.db) is None:
        founding.found(sitting, "徐州示例五金有限公司")
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    told: Values = {
        Enterprise.system_started_on: dt.date(2025, 6, 3), Enterprise.scope: "轴套、法兰的加工和销售",
        Enterprise.not_applicable: "8.3 设计和开发：来图加工。",
    }  # fmt: skip
    records.save(sitting, ENTERPRISE, enterprise.id, told)
    return firm


def planned(sitting: Sitting) -> Firm:
    """The programme of the year and an audit with team, plan and checklist."""
    firm = staff(sitting)
    months = {number: [10] for number in firm.departments.values()}
    months[firm.departments["生产部"]].append(12)
    months[firm.departments["采购部"]].append(12)
    firm.programme = audit.plan_programme(sitting, 2025, months)
    signed: Values = {
        AuditProgramme.author: firm.people["方敏"], AuditProgramme.approver: firm.people["孟庆岩"],
        AuditProgramme.approved_on: dt.date(2025, 9, 1),
    }  # fmt: skip
    records.save(sitting, AUDIT_PROGRAMME, firm.programme, signed)
    leader = firm.people["孟庆岩"]
    firm.audit = audit.plan_audit(sitting, FIRST, leader=leader, members=[leader, *_ids(firm, "方敏 陆子涵 高丽娟")])
    records.save(sitting, AUDIT, firm.audit, {Audit.held_on: FIRST, Audit.held_until: SECOND})
    for day, starts, ends, department, activity, words, auditor in _PLAN:
        values: Values = {
            AuditSlot.day: day, AuditSlot.starts: starts, AuditSlot.ends: ends, AuditSlot.activity: activity,
            AuditSlot.department: firm.departments.get(department), AuditSlot.clauses: tuple(words.split()),
            AuditSlot.auditor: firm.people.get(auditor),
        }  # fmt: skip
        records.save_line(sitting, AUDIT, firm.audit, SLOTS, None, values)
    audit.build_checklist(sitting, firm.audit)
    return firm


def held(sitting: Sitting, *, left: int = 0) -> Firm:
    """The audit is carried out and judged, but for the last ``left`` items."""
    firm = planned(sitting)
    audit.hold(sitting, firm.audit)
    rows = checks(sitting, firm)
    for row in rows[: len(rows) - left]:
        number = row.of(AuditCheck.clauses)[0].partition("/")[2]
        values: Values = {AuditCheck.judgement: "conforming", AuditCheck.evidence: "查文件 1 份\n查记录 3 份"}
        if number in WRONG:
            values = {
                AuditCheck.judgement: "nonconforming", AuditCheck.evidence: WRONG[number], AuditCheck.grade: "general"
            }  # fmt: skip
        elif number in NOTED:
            values = {AuditCheck.judgement: "observation", AuditCheck.evidence: NOTED[number]}
        if row.of(AuditCheck.judgement) == "open":
            records.save_line(sitting, AUDIT, firm.audit, CHECKS, row.id, values)
    for person in _ids(firm, "孟庆岩 方敏 高丽娟 韩志远"):
        came: Values = {AuditAttendance.person: person, AuditAttendance.opening: True, AuditAttendance.closing: True}
        records.save_line(sitting, AUDIT, firm.audit, ATTENDANCE, None, came)
    return firm


def reported(sitting: Sitting) -> Firm:
    """The report is issued and has raised its nonconformities."""
    firm = held(sitting)
    told: Values = {
        Audit.summary: "发现一般不符合 3 项，观察项 2 项", Audit.conclusion: "体系基本符合要求，运行有效",
        Audit.effectiveness: "effective", Audit.reported_on: dt.date(2025, 10, 16), Audit.distribution: "各部门",
    }  # fmt: skip
    records.save(sitting, AUDIT, firm.audit, told)
    audit.report(sitting, firm.audit)
    return firm


def checks(sitting: Sitting, firm: Firm) -> list[Row]:
    return reading.lines(sitting.db, CHECKS, firm.audit)


def members(sitting: Sitting, firm: Firm) -> list[int]:
    return [row.of(AuditMember.person) for row in reading.lines(sitting.db, MEMBERS, firm.audit)]


def _ids(firm: Firm, names: str) -> list[int]:
    return [firm.people[name] for name in names.split()]
