"""Training by tiers: plan, attendance, evaluation of effect (6.7.2.2, GB/T 19001 7.2)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.choices import EFFECT, SUBJECTS
from qmsdesk.models.documents import Document
from qmsdesk.models.fields import DateField, ExactField, LongTextField, MultiField
from qmsdesk.models.people import TIERS, Party, Person
from qmsdesk.models.project import PlanItem


class Training(Record):
    """One session: planned, then held with its attendance, then its effect evaluated."""

    STATUS = (("planned", _("计划")), ("held", _("已实施")), ("evaluated", _("已评价")))
    MODE = (("class", _("集中培训")), ("topic", _("专题指导")), ("outside", _("外出培训")), ("practice", _("现场带教")))
    EXAM = (
        ("written", _("笔试")),
        ("practice", _("实操")),
        ("questions", _("提问")),
        ("observation", _("现场观察")),
        ("follow", _("跟踪考核")),
        ("none", _("不考核")),
    )

    status = status_field(STATUS)
    topic = pw.CharField(verbose_name=_("培训主题"), max_length=120)
    tiers = MultiField(verbose_name=_("培训层级"), choices=TIERS)
    subjects = MultiField(
        verbose_name=_("规定内容"), choices=SUBJECTS, default=(), help_text=_("6.7.2.2 要求的内容，讲到哪些选哪些")
    )
    mode = pw.CharField(verbose_name=_("培训形式"), choices=MODE, default="class")
    planned_on = DateField(verbose_name=_("计划日期"), null=True)
    held_on = DateField(verbose_name=_("实施日期"), null=True)
    hours = ExactField(verbose_name=_("学时"), null=True)
    trainer = pw.CharField(verbose_name=_("讲师"), max_length=40, default="")
    party = pw.ForeignKeyField(Party, verbose_name=_("讲师单位"), null=True, on_delete="RESTRICT")
    place = pw.CharField(verbose_name=_("培训地点"), max_length=60, default="")
    material = pw.CharField(verbose_name=_("教材"), max_length=120, default="")
    content = LongTextField(verbose_name=_("内容摘要"), default="")
    exam = pw.CharField(verbose_name=_("考核方式"), choices=EXAM, null=True)
    pass_mark = ExactField(
        verbose_name=_("合格分"), null=True, help_text=_("考核满多少分为合格；填了以后，有成绩的人不用再填考核结果")
    )
    document = pw.ForeignKeyField(
        Document,
        verbose_name=_("培训的文件"),
        null=True,
        on_delete="RESTRICT",
        help_text=_("由文件的“需培训”引起时填写"),
    )
    evaluated_on = DateField(verbose_name=_("评价日期"), null=True)
    method = pw.CharField(verbose_name=_("评价方法"), max_length=80, default="")
    criterion = pw.CharField(verbose_name=_("评价标准"), max_length=120, default="")
    conclusion = pw.CharField(verbose_name=_("有效性"), choices=EFFECT, null=True)
    evaluator = pw.ForeignKeyField(Person, verbose_name=_("评价人"), null=True, on_delete="RESTRICT")
    follow_up = LongTextField(verbose_name=_("后续措施"), default="")
    origin = pw.CharField(verbose_name=_("来源"), default="", max_length=80)
    plan_item = pw.ForeignKeyField(
        PlanItem,
        verbose_name=_("落实的方案项"),
        null=True,
        on_delete="RESTRICT",
        help_text=_("为落实提升方案的哪一项"),
    )

    class Meta:
        table_name = "training"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.topic


class Attendance(Line):
    """Somebody due at a session: was there or not, marks, made up later."""

    RESULT = (("passed", _("合格")), ("failed", _("不合格")))

    training = pw.ForeignKeyField(Training, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("姓名"), on_delete="RESTRICT")
    present = pw.BooleanField(verbose_name=_("到场"), default=False)
    score = ExactField(verbose_name=_("成绩"), null=True)
    result = pw.CharField(verbose_name=_("考核结果"), choices=RESULT, null=True)
    made_up_on = DateField(verbose_name=_("补训日期"), null=True)
    note = pw.CharField(verbose_name=_("说明"), max_length=120, default="")

    class Meta:
        table_name = "attendance"
