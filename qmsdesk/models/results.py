"""Analyses, improvements, achievements (表A.1 4.x, 8.x, 9.x; 6.9.7)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record, status_field
from qmsdesk.models.choices import EFFECT
from qmsdesk.models.documents import Document
from qmsdesk.models.fields import DateField, ExactField, LongTextField
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Person
from qmsdesk.models.project import PlanItem


class Analysis(Record):
    """An analysis with a statistical tool (表A.1 8.3)."""

    STATUS = (("draft", _("草稿")), ("done", _("完成")))
    TOOL = (
        ("pareto", _("排列图")),
        ("cause", _("因果图")),
        ("histogram", _("直方图")),
        ("control", _("控制图")),
        ("scatter", _("散布图")),
        ("check", _("调查表")),
        ("strata", _("分层法")),
        ("capability", _("过程能力分析")),
        ("trend", _("趋势图")),
        ("msa", _("测量系统分析")),
        ("fmea", _("失效模式分析")),
        ("other", _("其他")),
    )

    status = status_field(STATUS)
    tool = pw.CharField(verbose_name=_("统计工具"), choices=TOOL)
    done_on = DateField(verbose_name=_("分析日期"))
    topic = pw.CharField(verbose_name=_("分析主题"), max_length=120, default="")
    source = pw.CharField(verbose_name=_("数据来源"), max_length=200, default="")
    conclusion = LongTextField(verbose_name=_("分析结论"), default="")
    analyst = pw.ForeignKeyField(Person, verbose_name=_("分析人"), null=True, on_delete="RESTRICT")
    indicator = pw.ForeignKeyField(Indicator, verbose_name=_("相关指标"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "analysis"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.topic


class Improvement(Record):
    """An improvement or innovation, from plan to what was made of it (6.9.7)."""

    STATUS = (("planned", _("计划")), ("running", _("实施")), ("done", _("完成")), ("verified", _("已验证")))
    CATEGORY = (
        ("product", _("产品性能")),
        ("service", _("服务质量")),
        ("design", _("设计、工艺、材料优化")),
        ("consistency", _("一致性")),
        ("reliability", _("可靠性")),
        ("process", _("过程与效率")),
        ("management", _("管理")),
    )

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("改进项目"), max_length=120)
    category = pw.CharField(verbose_name=_("改进类别"), choices=CATEGORY, null=True)
    indicator = pw.ForeignKeyField(Indicator, verbose_name=_("对应指标"), null=True, on_delete="RESTRICT")
    feasibility = LongTextField(verbose_name=_("可行性"), default="", help_text=_("技术上是否可行、经济上是否合算"))
    measure = LongTextField(verbose_name=_("改进措施"), default="")
    cost = ExactField(verbose_name=_("投入（元）"), null=True)
    benefit = ExactField(verbose_name=_("收益（元）"), null=True)
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    started_on = DateField(verbose_name=_("开始日期"), null=True)
    due_on = DateField(verbose_name=_("完成期限"), null=True)
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    result = LongTextField(verbose_name=_("改进结果"), default="")
    verifier = pw.ForeignKeyField(Person, verbose_name=_("验证人"), null=True, on_delete="RESTRICT")
    verified_on = DateField(verbose_name=_("验证日期"), null=True)
    effectiveness = pw.CharField(verbose_name=_("改进效果"), choices=EFFECT, null=True)
    document = pw.ForeignKeyField(Document, verbose_name=_("固化文件"), null=True, on_delete="RESTRICT")
    origin = pw.CharField(verbose_name=_("来源"), default="", max_length=80)
    plan_item = pw.ForeignKeyField(
        PlanItem,
        verbose_name=_("落实的方案项"),
        null=True,
        on_delete="RESTRICT",
        help_text=_("为落实提升方案的哪一项"),
    )

    class Meta:
        table_name = "improvement"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.title


class Achievement(Record):
    """A patent, a standard, an award or what makes the enterprise special (表A.1 8.5–8.7, 9.x)."""

    KIND = (
        ("invention", _("发明专利")),
        ("utility", _("实用新型专利")),
        ("appearance", _("外观设计专利")),
        ("standard", _("参与标准化")),
        ("quality_award", _("质量奖")),
        ("science_award", _("科技奖励")),
        ("know_how", _("技能诀窍")),
        ("market", _("细分市场表现")),
        ("craft", _("技艺传承")),
        ("service", _("服务特色")),
        ("agile", _("敏锐高效")),
        ("special", _("专业精益等")),
    )
    LEVEL = (
        ("national", _("国家")),
        ("industry", _("行业")),
        ("province", _("省")),
        ("city", _("市")),
        ("county", _("县区")),
        ("group", _("团体")),
        ("firm", _("企业")),
    )

    kind = pw.CharField(verbose_name=_("类别"), choices=KIND)
    name = pw.CharField(verbose_name=_("名称"), max_length=120)
    code = pw.CharField(verbose_name=_("证书或标准编号"), max_length=60, default="")
    level = pw.CharField(verbose_name=_("级别"), choices=LEVEL, null=True)
    granted_on = DateField(verbose_name=_("取得日期"), null=True)
    valid_until = DateField(verbose_name=_("有效期至"), null=True)
    description = LongTextField(verbose_name=_("说明"), default="")

    class Meta:
        table_name = "achievement"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name
