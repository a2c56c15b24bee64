"""Acceptance, good cases, summary (6.9–6.11, annex D)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.fields import DateField, ExactField, LongTextField, MultiField
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Party, PartyPerson
from qmsdesk.standard.categories import CATEGORIES


class Acceptance(Record):
    """The acceptance evaluation by the authority's experts (6.9.1–6.9.6)."""

    STATUS = (("draft", _("草稿")), ("final", _("已确认")))
    WAY = (("documents", _("文件评审")), ("site", _("现场评审")))

    status = status_field(STATUS)
    held_on = DateField(verbose_name=_("验收日期"), null=True)
    round = pw.CharField(verbose_name=_("轮次"), max_length=40, default="")
    organiser = pw.ForeignKeyField(Party, verbose_name=_("组织单位"), null=True, on_delete="RESTRICT")
    ways = MultiField(verbose_name=_("评审方式"), choices=WAY, default=())
    total = ExactField(verbose_name=_("合计评分"), null=True)
    grade = pw.CharField(verbose_name=_("评价等级"), max_length=10, default="")
    opinion = LongTextField(verbose_name=_("验收意见"), default="")

    class Meta:
        table_name = "acceptance"


class AcceptanceExpert(Line):
    """An expert of the acceptance (6.9.2)."""

    acceptance = pw.ForeignKeyField(Acceptance, on_delete="RESTRICT")
    expert = pw.ForeignKeyField(PartyPerson, verbose_name=_("专家"), on_delete="RESTRICT")
    duty = pw.CharField(verbose_name=_("分工"), max_length=60, default="")

    class Meta:
        table_name = "acceptance_expert"


class AcceptanceScore(Line):
    """The experts' score of one evaluation category."""

    acceptance = pw.ForeignKeyField(Acceptance, on_delete="RESTRICT")
    category = pw.CharField(verbose_name=_("评价项目"), choices=tuple((c.key, c.title) for c in CATEGORIES))
    score = ExactField(verbose_name=_("评价分数"), null=True)
    note = pw.CharField(verbose_name=_("说明"), max_length=200, default="")

    class Meta:
        table_name = "acceptance_score"


class CaseStudy(Record):
    """A good case in five parts (6.10, annex D)."""

    STATUS = (("draft", _("未定稿")), ("final", _("已定稿")))

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("案例标题"), max_length=120)
    profile = LongTextField(verbose_name=_("企业简介"), default="")
    problem = LongTextField(verbose_name=_("急需解决的质量管理问题"), default="")
    practice = LongTextField(verbose_name=_("主要做法"), default="")
    effect = LongTextField(verbose_name=_("提升成效"), default="")
    lesson = LongTextField(verbose_name=_("启示"), default="")
    authors = pw.CharField(verbose_name=_("主要起草单位"), max_length=200, default="")
    written_on = DateField(verbose_name=_("成稿日期"), null=True)

    class Meta:
        table_name = "case_study"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.title


class CaseIndicator(Line):
    """An indicator a case refers to."""

    FORM = (("table", _("前后对比表")), ("chart", _("前后对比图")))

    case = pw.ForeignKeyField(CaseStudy, on_delete="RESTRICT")
    indicator = pw.ForeignKeyField(Indicator, verbose_name=_("引用指标"), on_delete="RESTRICT")
    form = pw.CharField(verbose_name=_("形式"), choices=FORM, default="table")

    class Meta:
        table_name = "case_indicator"


class ProgrammeLog(Record):
    """What belongs to the summary: questionnaire on the assistance, publicity, benchmarking, lessons (6.11)."""

    KIND = (
        ("questionnaire", _("帮扶满意度问卷")),
        ("publicity", _("宣传推广")),
        ("benchmark", _("标杆对照")),
        ("lesson", _("经验总结")),
    )

    kind = pw.CharField(verbose_name=_("类型"), choices=KIND)
    logged_on = DateField(verbose_name=_("日期"))
    content = LongTextField(verbose_name=_("内容"))
    party = pw.ForeignKeyField(Party, verbose_name=_("相关机构"), null=True, on_delete="RESTRICT")
    score = ExactField(verbose_name=_("评分"), null=True)

    class Meta:
        table_name = "programme_log"


class ProgrammeAnswer(Line):
    """An answer of the questionnaire on the assistance (6.11.2)."""

    log = pw.ForeignKeyField(ProgrammeLog, on_delete="RESTRICT")
    question = pw.CharField(verbose_name=_("问题"), max_length=120)
    score = ExactField(verbose_name=_("评分"), null=True)
    note = pw.CharField(verbose_name=_("说明"), max_length=200, default="")

    class Meta:
        table_name = "programme_answer"
