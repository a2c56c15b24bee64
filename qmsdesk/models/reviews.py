"""Management review: inputs as a dated snapshot, decisions followed to verification (6.8, GB/T 19001 9.3)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.choices import EFFECT
from qmsdesk.models.fields import DateField, LongTextField
from qmsdesk.models.people import Department, Person


class Review(Record):
    """One management review."""

    STATUS = (("planned", _("计划")), ("held", _("已召开")), ("closed", _("关闭")))
    SUITABLE = (("suitable", _("适宜")), ("partly", _("部分适宜")), ("unsuitable", _("不适宜")))
    ADEQUATE = (("adequate", _("充分")), ("partly", _("部分充分")), ("inadequate", _("不充分")))

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("评审名称"), max_length=80, default="")
    planned_on = DateField(verbose_name=_("计划日期"))
    held_on = DateField(verbose_name=_("评审日期"), null=True)
    place = pw.CharField(verbose_name=_("地点"), max_length=60, default="")
    chair = pw.ForeignKeyField(Person, verbose_name=_("主持人"), null=True, on_delete="RESTRICT")
    purpose = LongTextField(verbose_name=_("评审目的"), default="")
    agenda = LongTextField(verbose_name=_("议程"), default="")
    snapshot_on = DateField(verbose_name=_("输入快照日期"), null=True)
    suitability = pw.CharField(verbose_name=_("适宜性"), choices=SUITABLE, null=True)
    adequacy = pw.CharField(verbose_name=_("充分性"), choices=ADEQUATE, null=True)
    effectiveness = pw.CharField(verbose_name=_("有效性"), choices=EFFECT, null=True)
    conclusion = LongTextField(verbose_name=_("评审结论"), default="")
    closed_on = DateField(verbose_name=_("关闭日期"), null=True)

    class Meta:
        table_name = "review"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.number


class ReviewAttendee(Line):
    """Somebody asked to the review."""

    review = pw.ForeignKeyField(Review, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("参加人"), on_delete="RESTRICT")
    present = pw.BooleanField(verbose_name=_("签到"), default=False)

    class Meta:
        table_name = "review_attendee"


class ReviewInput(Line):
    """One of the twelve inputs of 9.3.2; ``summary`` is taken from the records on the day of the snapshot."""

    CODE = (
        ("a", _("a) 以往管理评审所采取措施的情况")),
        ("b", _("b) 内外部因素的变化")),
        ("c1", _("c) 1) 顾客满意和相关方的反馈")),
        ("c2", _("c) 2) 质量目标的实现程度")),
        ("c3", _("c) 3) 过程绩效及产品和服务的合格情况")),
        ("c4", _("c) 4) 不合格及纠正措施")),
        ("c5", _("c) 5) 监视和测量结果")),
        ("c6", _("c) 6) 审核结果")),
        ("c7", _("c) 7) 外部供方的绩效")),
        ("d", _("d) 资源的充分性")),
        ("e", _("e) 应对风险和机遇所采取措施的有效性")),
        ("f", _("f) 改进的机会")),
    )

    review = pw.ForeignKeyField(Review, on_delete="RESTRICT")
    code = pw.CharField(verbose_name=_("评审输入"), choices=CODE)
    department = pw.ForeignKeyField(Department, verbose_name=_("提供部门"), null=True, on_delete="RESTRICT")
    summary = LongTextField(verbose_name=_("数据摘要"), default="")
    links = LongTextField(verbose_name=_("数据来源"), default="", help_text=_("摘要所依据的记录编号"))
    note = LongTextField(verbose_name=_("补充说明"), default="")
    reason = pw.CharField(verbose_name=_("不适用理由"), max_length=200, default="")

    class Meta:
        table_name = "review_input"


class ReviewOutput(Line):
    """A decision of the review, followed until it is verified, also after the review is closed."""

    KIND = (("improvement", _("改进的机会")), ("change", _("体系所需的变更")), ("resource", _("资源需求")))

    review = pw.ForeignKeyField(Review, on_delete="RESTRICT")
    kind = pw.CharField(verbose_name=_("类别"), choices=KIND)
    decision = pw.CharField(verbose_name=_("决定"), max_length=200)
    basis = pw.CharField(verbose_name=_("决定依据"), choices=ReviewInput.CODE, null=True)
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    due_on = DateField(verbose_name=_("完成期限"), null=True)
    measure = LongTextField(verbose_name=_("措施"), default="")
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    result = LongTextField(verbose_name=_("完成情况"), default="")
    verifier = pw.ForeignKeyField(Person, verbose_name=_("验证人"), null=True, on_delete="RESTRICT")
    verified_on = DateField(verbose_name=_("验证日期"), null=True)
    effectiveness = pw.CharField(verbose_name=_("验证结论"), choices=EFFECT, null=True)
    waiver = pw.CharField(
        verbose_name=_("人员有限的理由"),
        max_length=200,
        default="",
        help_text=_("验证人就是责任人时填写，打印在决议跟踪表上"),
    )

    class Meta:
        table_name = "review_output"
