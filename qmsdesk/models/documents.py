"""Documents and forms with their revisions and distribution (6.7.2.3, GB/T 19001 7.5)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.fields import DateField, LongTextField
from qmsdesk.models.people import Department, Person
from qmsdesk.models.processes import Process
from qmsdesk.models.project import PlanItem


class Document(Record):
    """A controlled document; its number is the firm's own, its text lies in the revisions."""

    LEVEL = (
        ("manual", _("质量手册")),
        ("procedure", _("程序文件")),
        ("instruction", _("作业指导书")),
        ("form", _("表单")),
        ("external", _("外来文件")),
    )
    STATUS = (("draft", _("草稿")), ("review", _("审核中")), ("in_force", _("有效")), ("obsolete", _("作废")))
    RETENTION = (("permanent", _("永久")), ("years", _("若干年")), ("while_valid", _("有效期加若干年")))

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("文件名称"), max_length=120)
    level = pw.CharField(verbose_name=_("层级"), choices=LEVEL)
    department = pw.ForeignKeyField(Department, verbose_name=_("责任部门"), null=True, on_delete="RESTRICT")
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    parent = pw.ForeignKeyField("self", verbose_name=_("上级文件"), null=True, on_delete="RESTRICT")
    process = pw.ForeignKeyField(Process, verbose_name=_("过程"), null=True, on_delete="RESTRICT")
    review_months = pw.IntegerField(verbose_name=_("评审周期（月）"), null=True)
    next_review_on = DateField(verbose_name=_("下次评审"), null=True)
    retention = pw.CharField(verbose_name=_("保存期限"), choices=RETENTION, null=True)
    retention_years = pw.IntegerField(verbose_name=_("保存年数"), null=True)
    storage = pw.CharField(verbose_name=_("存放地点"), max_length=80, default="")
    existing = pw.BooleanField(verbose_name=_("既有文件"), default=False, help_text=_("使用本程序以前已经生效的文件"))
    source = pw.CharField(verbose_name=_("来源"), max_length=80, default="", help_text=_("外来文件从哪里来"))
    received_on = DateField(verbose_name=_("归档日期"), null=True)
    checked_on = DateField(verbose_name=_("有效性核查日"), null=True, help_text=_("外来文件最近一次查新的日期"))
    plan_item = pw.ForeignKeyField(
        PlanItem,
        verbose_name=_("落实的方案项"),
        null=True,
        on_delete="RESTRICT",
        help_text=_("为落实提升方案的哪一项"),
    )

    class Meta:
        table_name = "document"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.title


class DocumentRevision(Line):
    """One version of a document; version n ends on the day version n+1 takes effect."""

    STATUS = (("draft", _("草稿")), ("approved", _("待生效")), ("in_force", _("有效")), ("obsolete", _("作废")))

    document = pw.ForeignKeyField(Document, on_delete="RESTRICT")
    version = pw.CharField(verbose_name=_("版本"), max_length=20)
    status = pw.CharField(verbose_name=_("版本状态"), choices=STATUS, default="draft")
    reason = pw.CharField(verbose_name=_("更改原因"), max_length=200, default="")
    content = LongTextField(verbose_name=_("更改内容"), default="")
    author = pw.ForeignKeyField(Person, verbose_name=_("编制"), null=True, on_delete="RESTRICT")
    reviewer = pw.ForeignKeyField(Person, verbose_name=_("审核"), null=True, on_delete="RESTRICT")
    approver = pw.ForeignKeyField(Person, verbose_name=_("批准"), null=True, on_delete="RESTRICT")
    approved_on = DateField(verbose_name=_("批准日期"), null=True)
    effective_on = DateField(verbose_name=_("生效日期"), null=True)
    obsolete_on = DateField(verbose_name=_("作废日期"), null=True)
    needs_training = pw.BooleanField(verbose_name=_("需培训"), default=False)

    class Meta:
        table_name = "document_revision"


class Distribution(Line):
    """A copy handed out and taken back."""

    document = pw.ForeignKeyField(Document, on_delete="RESTRICT")
    copy_number = pw.CharField(verbose_name=_("分发号"), max_length=20)
    department = pw.ForeignKeyField(Department, verbose_name=_("接收部门"), null=True, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("签收人"), null=True, on_delete="RESTRICT")
    issued_on = DateField(verbose_name=_("发放日期"), null=True)
    returned_on = DateField(verbose_name=_("回收日期"), null=True)

    class Meta:
        table_name = "distribution"
