"""内部审核: the programme of a year and its audits (6.8, GB/T 19001 9.2)."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.audits import (
    Audit,
    AuditAttendance,
    AuditCheck,
    AuditMember,
    AuditProgramme,
    AuditSlot,
    ProgrammeSlot,
)
from qmsdesk.registers import audit_gates as gates
from qmsdesk.registers.spec import Due, Lines, Register, Section, Sheet, Verb, Workflow

CHECK_HEADINGS = {
    AuditCheck.clauses: (_("标准条款"), _("对应条款"), _("条款号"), _("审核条款")),
    AuditCheck.content: (
        _("检查项目"),
        _("检查项目/方法"),
        _("检查要点"),
        _("审核内容"),
        _("审核要点"),
        _("检查内容及方法"),
    ),
    AuditCheck.method: (_("方法"), _("审核方法"), _("抽样方法")),
    AuditCheck.department: (_("部门"), _("责任部门"), _("被审核部门"), _("受审核部门")),
    AuditCheck.document: (_("文件"), _("文件名称"), _("依据")),
    AuditCheck.auditor: (_("内审员"), _("检查人")),
    AuditCheck.judgement: (_("结果"), _("检查结果"), _("结论"), _("评价"), _("判定结果")),
    AuditCheck.grade: (_("性质"), _("严重程度")),
    AuditCheck.evidence: (_("检查情况"), _("检查情况（客观证据）"), _("检查记录"), _("审核记录"), _("审核发现")),
    AuditCheck.reason: (_("理由"), _("说明")),
}
"""What people write over the columns of a checklist."""

CHECK_WORDS = {
    AuditCheck.judgement: {
        "√": ("conforming",),
        "✓": ("conforming",),
        "Y": ("conforming",),
        _("合格"): ("conforming",),
        _("是"): ("conforming",),
        "×": ("nonconforming",),
        "N": ("nonconforming",),
        _("不合格"): ("nonconforming",),
        _("否"): ("nonconforming",),
        _("不符合项"): ("nonconforming",),
        _("观察项"): ("observation",),
        "△": ("observation",),
        "N/A": ("not_applicable",),
        "NA": ("not_applicable",),
    },
    AuditCheck.grade: {
        _("严重不符合"): ("severe",),
        _("一般不符合"): ("general",),
        _("轻微"): ("general",),
        _("轻微不符合"): ("general",),
    },
}

PROGRAMME_SLOTS = Lines(
    "programme_slot",
    _("审核安排"),
    ProgrammeSlot.programme,
    (ProgrammeSlot.department, ProgrammeSlot.process, ProgrammeSlot.months, ProgrammeSlot.note),
    natural=(ProgrammeSlot.department, ProgrammeSlot.process),
)
MEMBERS = Lines(
    gates.MEMBERS,
    _("审核组"),
    AuditMember.audit,
    (AuditMember.person, AuditMember.duty),
    natural=(AuditMember.person,),
)
SLOTS = Lines(
    gates.SLOTS,
    _("审核日程"),
    AuditSlot.audit,
    (
        AuditSlot.day,
        AuditSlot.starts,
        AuditSlot.ends,
        AuditSlot.department,
        AuditSlot.activity,
        AuditSlot.clauses,
        AuditSlot.auditor,
    ),
    natural=(AuditSlot.day, AuditSlot.starts, AuditSlot.department, AuditSlot.activity),
)
CHECKS = Lines(
    gates.CHECKS,
    _("检查表"),
    AuditCheck.audit,
    (
        AuditCheck.clauses,
        AuditCheck.content,
        AuditCheck.method,
        AuditCheck.department,
        AuditCheck.document,
        AuditCheck.auditor,
        AuditCheck.judgement,
        AuditCheck.grade,
        AuditCheck.evidence,
        AuditCheck.reason,
    ),
    natural=(AuditCheck.content, AuditCheck.department),
)
ATTENDANCE = Lines(
    gates.ATTENDANCE,
    _("首末次会议签到"),
    AuditAttendance.audit,
    (AuditAttendance.person, AuditAttendance.opening, AuditAttendance.closing),
    natural=(AuditAttendance.person,),
)

AUDIT_PROGRAMME = Register(
    key="audit_programme",
    title=_("年度审核方案"),
    model=AuditProgramme,
    clauses=("1023/6.8.1", "2016/9.2.2"),
    numbering="NSFA-{year}-{n:02}",
    columns=(
        AuditProgramme.number,
        AuditProgramme.year,
        AuditProgramme.scope,
        AuditProgramme.author,
        AuditProgramme.approver,
        AuditProgramme.approved_on,
    ),
    sections=(
        Section(
            _("基本信息"),
            (AuditProgramme.year, AuditProgramme.purpose, AuditProgramme.scope, AuditProgramme.criteria),
        ),
        Section(_("批准"), (AuditProgramme.author, AuditProgramme.approver, AuditProgramme.approved_on)),
        Section(_("其他"), (AuditProgramme.clauses, AuditProgramme.remark)),
    ),
    search=(AuditProgramme.number, AuditProgramme.purpose, AuditProgramme.scope),
    order_by=(AuditProgramme.year,),
    lines=(PROGRAMME_SLOTS,),
    sheet=Sheet(
        key=(AuditProgramme.year,),
        synonyms={AuditProgramme.year: (_("年份"),), ProgrammeSlot.department: (_("部门"),)},
        example={AuditProgramme.year: "2026", AuditProgramme.scope: _("全部部门和过程（示例）")},
    ),
)

HOLD = Verb(
    "hold",
    _("开始实施"),
    ("planned",),
    "held",
    required=(Audit.held_on, Audit.scope, Audit.criteria, Audit.leader),
    check=gates.missing_to_hold,
    waivable=gates.slots_of_own_department,
)
REPORT = Verb(
    "report",
    _("出具审核报告"),
    ("held",),
    "reported",
    required=(Audit.conclusion, Audit.effectiveness, Audit.summary, Audit.reported_on),
    check=gates.missing_to_report,
    waivable=gates.own_department,
    effect=gates.raise_findings,
)
CLOSE = Verb("close", _("关闭审核"), ("reported",), "closed", check=gates.missing_to_close)

AUDIT = Register(
    key="audit",
    title=_("内部审核"),
    model=Audit,
    clauses=("1023/6.8.1", "2016/9.2"),
    numbering="NS-{year}-{n:02}",
    columns=(
        Audit.number,
        Audit.title,
        Audit.kind,
        Audit.planned_on,
        Audit.held_on,
        Audit.leader,
        Audit.status,
        Audit.effectiveness,
    ),
    sections=(
        Section(
            _("审核概况"),
            (
                Audit.title,
                Audit.kind,
                Audit.programme,
                Audit.planned_on,
                Audit.held_on,
                Audit.held_until,
                Audit.leader,
                Audit.purpose,
                Audit.scope,
                Audit.criteria,
            ),
        ),
        Section(
            _("审核报告"),
            (
                Audit.summary,
                Audit.conclusion,
                Audit.effectiveness,
                Audit.advice,
                Audit.reported_on,
                Audit.distribution,
            ),
        ),
        Section(_("其他"), (Audit.clauses, Audit.remark)),
    ),
    search=(Audit.number, Audit.title, Audit.scope, Audit.summary, Audit.conclusion),
    filters=(Audit.kind, Audit.status),
    order_by=(Audit.planned_on,),
    lines=(MEMBERS, SLOTS, CHECKS, ATTENDANCE),
    check=gates.compared,
    due=(Due(Audit.planned_on, _("实施内部审核"), lambda: (Audit.status == "planned",), person=Audit.leader),),
    happened=Audit.held_on,
    workflow=Workflow(
        verbs=(HOLD, REPORT, CLOSE),
        locked=gates.locked,
        # The signed report comes back as a scan after it was issued.
        files_open=lambda row: row.of(Audit.status) == "reported",
    ),
    sheet=Sheet(
        key=(Audit.number,),
        synonyms={
            Audit.title: (_("名称"),),
            Audit.planned_on: (_("计划审核日期"),),
            Audit.held_on: (_("审核日期"),),
            Audit.leader: (_("组长"),),
            **CHECK_HEADINGS,
        },
        choices=CHECK_WORDS,
        states=True,
        example={Audit.title: _("年度内部审核（示例）"), Audit.planned_on: "2026-05-18"},
    ),
)
