"""Nonconformities and corrective action, nonconforming outputs (6.8.2, GB/T 19001 10.2, 8.7)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.choices import EFFECT, FACTORS
from qmsdesk.models.documents import Document
from qmsdesk.models.fields import DateField, ExactField, LongTextField, MultiField
from qmsdesk.models.people import Department, Person
from qmsdesk.models.project import PlanItem


class Nonconformity(Record):
    """A nonconformity from whatever source, and its corrective action in rounds until it is effective."""

    STATUS = (
        ("opened", _("开立")),
        ("analysis", _("分析")),
        ("action", _("实施")),
        ("verifying", _("待验证")),
        ("closed", _("关闭")),
    )
    SOURCE = (
        ("audit", _("内部审核")),
        ("review", _("管理评审")),
        ("complaint", _("顾客投诉")),
        ("process", _("过程")),
        ("supplier", _("外部供方")),
        ("external", _("外部审核")),
        ("diagnosis", _("质量诊断")),
        ("acceptance", _("验收评价")),
    )
    GRADE = (("severe", _("严重")), ("general", _("一般")), ("observation", _("观察")))

    status = status_field(STATUS)
    source = pw.CharField(verbose_name=_("来源"), choices=SOURCE)
    fact = LongTextField(verbose_name=_("不符合事实"))
    found_on = DateField(verbose_name=_("发现日期"), null=True)
    basis = pw.CharField(verbose_name=_("判定依据"), max_length=200, default="", help_text=_("不符合的条款或文件"))
    grade = pw.CharField(verbose_name=_("性质"), choices=GRADE, null=True)
    department = pw.ForeignKeyField(Department, verbose_name=_("责任部门"), null=True, on_delete="RESTRICT")
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    source_note = pw.CharField(verbose_name=_("来源记录"), max_length=120, default="")
    correction = LongTextField(verbose_name=_("纠正"), default="")
    corrected_on = DateField(verbose_name=_("纠正日期"), null=True)
    factors = MultiField(verbose_name=_("原因类别"), choices=FACTORS, default=())
    cause = LongTextField(verbose_name=_("原因分析"), default="")
    extension = LongTextField(verbose_name=_("举一反三"), default="")
    action = LongTextField(verbose_name=_("纠正措施"), default="")
    action_owner = pw.ForeignKeyField(Person, verbose_name=_("措施负责人"), null=True, on_delete="RESTRICT")
    due_on = DateField(verbose_name=_("完成期限"), null=True)
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    document = pw.ForeignKeyField(Document, verbose_name=_("需改文件"), null=True, on_delete="RESTRICT")
    verify_by = DateField(verbose_name=_("应验证日期"), null=True)
    verify_method = pw.CharField(verbose_name=_("验证方法"), max_length=200, default="")
    verify_evidence = LongTextField(verbose_name=_("验证证据"), default="")
    verifier = pw.ForeignKeyField(Person, verbose_name=_("验证人"), null=True, on_delete="RESTRICT")
    verified_on = DateField(verbose_name=_("验证日期"), null=True)
    effectiveness = pw.CharField(verbose_name=_("有效性"), choices=EFFECT, null=True)
    closed_on = DateField(verbose_name=_("关闭日期"), null=True)
    round = pw.IntegerField(verbose_name=_("轮次"), default=1)
    origin = pw.CharField(verbose_name=_("来源键"), default="", max_length=80)
    plan_item = pw.ForeignKeyField(
        PlanItem,
        verbose_name=_("落实的方案项"),
        null=True,
        on_delete="RESTRICT",
        help_text=_("为落实提升方案的哪一项"),
    )

    class Meta:
        table_name = "nonconformity"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.number


class NonconformityRound(Line):
    """A round whose action was judged not effective, kept as it was."""

    nonconformity = pw.ForeignKeyField(Nonconformity, on_delete="RESTRICT")
    round = pw.IntegerField(verbose_name=_("轮次"))
    cause = LongTextField(verbose_name=_("原因分析"), default="")
    action = LongTextField(verbose_name=_("纠正措施"), default="")
    due_on = DateField(verbose_name=_("完成期限"), null=True)
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    verify_evidence = LongTextField(verbose_name=_("验证证据"), default="")
    verifier = pw.ForeignKeyField(Person, verbose_name=_("验证人"), null=True, on_delete="RESTRICT")
    verified_on = DateField(verbose_name=_("验证日期"), null=True)
    effectiveness = pw.CharField(verbose_name=_("有效性"), choices=EFFECT, null=True)

    class Meta:
        table_name = "nonconformity_round"


class NonconformingOutput(Record):
    """A nonconforming product and what was decided about it (8.7)."""

    PLACE = (("incoming", _("来料")), ("process", _("过程")), ("final", _("成品")), ("customer", _("顾客退回")))
    DISPOSAL = (
        ("rework", _("返工")),
        ("repair", _("返修")),
        ("concession", _("让步接收")),
        ("downgrade", _("降级")),
        ("scrap", _("报废")),
        ("return", _("退货")),
    )

    found_on = DateField(verbose_name=_("发现日期"))
    product = pw.CharField(verbose_name=_("品名规格"), max_length=80)
    place = pw.CharField(verbose_name=_("来源"), choices=PLACE, default="process")
    quantity = ExactField(verbose_name=_("数量"), null=True)
    unit = pw.CharField(verbose_name=_("单位"), max_length=10, default="")
    batch = pw.CharField(verbose_name=_("批号/合同号"), max_length=60, default="")
    problem = LongTextField(verbose_name=_("不合格描述"), default="")
    finder = pw.ForeignKeyField(Person, verbose_name=_("发现人"), null=True, on_delete="RESTRICT")
    department = pw.ForeignKeyField(Department, verbose_name=_("责任部门"), null=True, on_delete="RESTRICT")
    disposal = pw.CharField(verbose_name=_("处置"), choices=DISPOSAL, null=True)
    authorised_by = pw.ForeignKeyField(Person, verbose_name=_("授权人"), null=True, on_delete="RESTRICT")
    disposed_on = DateField(verbose_name=_("处置日期"), null=True)
    recheck = pw.CharField(verbose_name=_("复检结果"), max_length=120, default="")

    class Meta:
        table_name = "nonconforming_output"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.product
