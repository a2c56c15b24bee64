"""Internal audit: programme, audit, checklist, report (6.8, GB/T 19001 9.2)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.choices import EFFECT, MONTHS
from qmsdesk.models.documents import Document
from qmsdesk.models.fields import ClausesField, DateField, LongTextField, MultiField
from qmsdesk.models.people import Department, Person
from qmsdesk.models.processes import Process


class AuditProgramme(Record):
    """The programme of a year: which department is audited in which months."""

    year = pw.IntegerField(verbose_name=_("年度"))
    purpose = LongTextField(verbose_name=_("审核目的"), default="")
    scope = LongTextField(verbose_name=_("审核范围"), default="")
    criteria = LongTextField(verbose_name=_("审核准则"), default="")
    author = pw.ForeignKeyField(Person, verbose_name=_("编制人"), null=True, on_delete="RESTRICT")
    approver = pw.ForeignKeyField(Person, verbose_name=_("批准人"), null=True, on_delete="RESTRICT")
    approved_on = DateField(verbose_name=_("批准日期"), null=True)

    class Meta:
        table_name = "audit_programme"


class ProgrammeSlot(Line):
    """A department or process and the months in which it is audited."""

    programme = pw.ForeignKeyField(AuditProgramme, on_delete="RESTRICT")
    department = pw.ForeignKeyField(Department, verbose_name=_("受审部门"), on_delete="RESTRICT")
    process = pw.ForeignKeyField(Process, verbose_name=_("过程"), null=True, on_delete="RESTRICT")
    months = MultiField(verbose_name=_("月份"), choices=MONTHS, default=())
    note = pw.CharField(verbose_name=_("说明"), max_length=120, default="")

    class Meta:
        table_name = "programme_slot"


class Audit(Record):
    """One internal audit from plan to the closing of its last nonconformity."""

    STATUS = (("planned", _("计划")), ("held", _("实施")), ("reported", _("已报告")), ("closed", _("关闭")))
    KIND = (("regular", _("例行审核")), ("special", _("临时审核")), ("follow_up", _("跟踪审核")))

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("审核名称"), max_length=80, default="")
    kind = pw.CharField(verbose_name=_("审核性质"), choices=KIND, default="regular")
    programme = pw.ForeignKeyField(AuditProgramme, verbose_name=_("所属方案"), null=True, on_delete="RESTRICT")
    planned_on = DateField(verbose_name=_("计划日期"))
    held_on = DateField(verbose_name=_("实施日期"), null=True)
    held_until = DateField(verbose_name=_("结束日期"), null=True)
    purpose = LongTextField(verbose_name=_("审核目的"), default="")
    scope = LongTextField(verbose_name=_("审核范围"), default="")
    criteria = LongTextField(verbose_name=_("审核准则"), default="")
    leader = pw.ForeignKeyField(Person, verbose_name=_("审核组长"), null=True, on_delete="RESTRICT")
    summary = LongTextField(verbose_name=_("审核综述"), default="")
    conclusion = LongTextField(verbose_name=_("审核结论"), default="")
    effectiveness = pw.CharField(verbose_name=_("体系有效性"), choices=EFFECT, null=True)
    advice = LongTextField(verbose_name=_("改进建议"), default="")
    reported_on = DateField(verbose_name=_("报告日期"), null=True)
    distribution = pw.CharField(verbose_name=_("报告分发"), max_length=120, default="")

    class Meta:
        table_name = "audit"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.number


class AuditMember(Line):
    """An auditor of the team."""

    audit = pw.ForeignKeyField(Audit, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("内审员"), on_delete="RESTRICT")
    duty = pw.CharField(verbose_name=_("分工"), max_length=80, default="")

    class Meta:
        table_name = "audit_member"


class AuditSlot(Line):
    """A period of the audit plan: when, which department, which clauses, by whom."""

    audit = pw.ForeignKeyField(Audit, on_delete="RESTRICT")
    day = DateField(verbose_name=_("日期"))
    starts = pw.CharField(verbose_name=_("起"), max_length=5, default="")
    ends = pw.CharField(verbose_name=_("止"), max_length=5, default="")
    department = pw.ForeignKeyField(Department, verbose_name=_("受审部门"), null=True, on_delete="RESTRICT")
    activity = pw.CharField(verbose_name=_("活动"), max_length=80, default="")
    clauses = ClausesField(verbose_name=_("条款"), default=())
    auditor = pw.ForeignKeyField(Person, verbose_name=_("审核员"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "audit_slot"


class AuditCheck(Line):
    """An item of the checklist with its judgement and objective evidence."""

    JUDGEMENT = (
        ("open", _("未评")),
        ("conforming", _("符合")),
        ("nonconforming", _("不符合")),
        ("observation", _("观察")),
        ("not_applicable", _("不适用")),
    )
    GRADE = (("severe", _("严重")), ("general", _("一般")))

    audit = pw.ForeignKeyField(Audit, on_delete="RESTRICT")
    clauses = ClausesField(verbose_name=_("条款"))
    content = pw.CharField(verbose_name=_("检查内容"), max_length=300)
    method = pw.CharField(verbose_name=_("检查方法"), max_length=120, default="")
    department = pw.ForeignKeyField(Department, verbose_name=_("受审部门"), null=True, on_delete="RESTRICT")
    document = pw.ForeignKeyField(Document, verbose_name=_("依据文件"), null=True, on_delete="RESTRICT")
    auditor = pw.ForeignKeyField(Person, verbose_name=_("审核员"), null=True, on_delete="RESTRICT")
    judgement = pw.CharField(verbose_name=_("判定"), choices=JUDGEMENT, default="open")
    grade = pw.CharField(verbose_name=_("不符合性质"), choices=GRADE, null=True)
    evidence = LongTextField(verbose_name=_("客观证据"), default="")
    reason = pw.CharField(verbose_name=_("不适用理由"), max_length=200, default="")

    class Meta:
        table_name = "audit_check"


class AuditAttendance(Line):
    """Who was at the opening and the closing meeting."""

    audit = pw.ForeignKeyField(Audit, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("姓名"), on_delete="RESTRICT")
    opening = pw.BooleanField(verbose_name=_("首次会议"), default=False)
    closing = pw.BooleanField(verbose_name=_("末次会议"), default=False)

    class Meta:
        table_name = "audit_attendance"
