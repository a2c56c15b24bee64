"""Indicators, their rounds and monthly values, and 表C.1 (6.9.4–6.9.8, annex C)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.fields import DateField, ExactField, LongTextField, MonthField, PeriodField
from qmsdesk.models.people import Person
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.survey import COMPUTED, item


class Indicator(Record):
    """An evaluation indicator under one of the nine evaluation categories."""

    KIND = (
        ("ratio", _("比率")),
        ("value", _("数值")),
        ("count", _("计数")),
        ("yesno", _("是否")),
        ("qualitative", _("定性")),
    )
    DIRECTION = (("higher", _("越大越好")), ("lower", _("越小越好")), ("range", _("区间")))
    FREQUENCY = (
        ("month", _("每月")),
        ("quarter", _("每季")),
        ("half", _("每半年")),
        ("year", _("每年")),
        ("event", _("按次")),
    )

    FEED = tuple((code, f"{code} {item(code).label}") for code in COMPUTED)

    category = pw.CharField(verbose_name=_("评价项目"), choices=tuple((c.key, c.title) for c in CATEGORIES))
    name = pw.CharField(verbose_name=_("评价指标"), max_length=80)
    kind = pw.CharField(verbose_name=_("数据类型"), choices=KIND, default="ratio")
    unit = pw.CharField(verbose_name=_("单位"), max_length=20, default="")
    direction = pw.CharField(verbose_name=_("方向"), choices=DIRECTION, default="higher")
    frequency = pw.CharField(verbose_name=_("频次"), choices=FREQUENCY, default="month")
    counted = pw.BooleanField(verbose_name=_("是否计分"), default=True)
    representative = pw.BooleanField(verbose_name=_("代表指标"), default=False)
    formula = pw.CharField(verbose_name=_("公式"), max_length=200, default="")
    source = pw.CharField(verbose_name=_("数据来源"), max_length=120, default="")
    survey_item = pw.CharField(
        verbose_name=_("调研项"), max_length=8, default="", help_text=_("表A.1 的条目号，如 6.5")
    )
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    criterion = pw.CharField(verbose_name=_("判定准则"), max_length=200, default="")
    judge = pw.ForeignKeyField(Person, verbose_name=_("判定人"), null=True, on_delete="RESTRICT")
    above_one = pw.BooleanField(verbose_name=_("分子可大于分母"), default=False)
    feed = pw.CharField(
        verbose_name=_("自动取数"), choices=FEED, null=True, help_text=_("按台账自动计算，不用填报；空着就是填报")
    )

    class Meta:
        table_name = "indicator"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class IndicatorRound(Line):
    """One round of improvement: 提升前, 提升目标, 提升后 and the periods they are taken from.

    Values are kept as typed: a number, ``18~26`` for a range, 是/否, or words when qualitative.
    """

    AGGREGATE = (("sum_ratio", _("Σ比")), ("mean", _("平均")), ("total", _("合计")), ("latest", _("最新")))
    JUDGED = (("achieved", _("达成")), ("not_achieved", _("未达成")))

    indicator = pw.ForeignKeyField(Indicator, on_delete="RESTRICT")
    name = pw.CharField(verbose_name=_("轮次"), max_length=40)
    baseline = PeriodField(verbose_name=_("基线期"), null=True)
    evaluation = PeriodField(verbose_name=_("评价期"), null=True)
    aggregate = pw.CharField(verbose_name=_("聚合"), choices=AGGREGATE, null=True)
    before = pw.CharField(verbose_name=_("提升前"), max_length=200, default="")
    target = pw.CharField(verbose_name=_("提升目标"), max_length=200, default="")
    after = pw.CharField(verbose_name=_("提升后"), max_length=200, default="")
    judged = pw.CharField(verbose_name=_("判定"), choices=JUDGED, null=True)
    held = pw.BooleanField(verbose_name=_("保持"), default=False, help_text=_("评价期没有样本时，可说明原因按保持计"))
    held_reason = pw.CharField(verbose_name=_("保持原因"), max_length=200, default="")
    change_reason = pw.CharField(verbose_name=_("改基线原因"), max_length=200, default="")

    class Meta:
        table_name = "indicator_round"


class Measurement(Record):
    """The value of an indicator for one month."""

    STATUS = (("entered", _("录入")), ("verified", _("已核实")), ("locked", _("已锁定")))

    status = status_field(STATUS)
    indicator = pw.ForeignKeyField(Indicator, verbose_name=_("评价指标"), on_delete="RESTRICT")
    period = MonthField(verbose_name=_("期间"))
    numerator = ExactField(verbose_name=_("分子"), null=True)
    denominator = ExactField(verbose_name=_("分母"), null=True)
    value = ExactField(verbose_name=_("数值"), null=True)
    reporter = pw.ForeignKeyField(Person, verbose_name=_("填报人"), null=True, on_delete="RESTRICT")
    source = pw.CharField(verbose_name=_("数据来源"), max_length=120, default="")
    verifier = pw.ForeignKeyField(Person, verbose_name=_("核实人"), null=True, on_delete="RESTRICT")
    verified_on = DateField(verbose_name=_("核实日期"), null=True)

    class Meta:
        table_name = "measurement"


class Assessment(Record):
    """表C.1 of one round; finalising freezes a snapshot of rows, sources, rule and bounds."""

    STATUS = (("draft", _("未定稿")), ("final", _("已定稿")))
    RULE = (
        ("any", _("任一指标达成")),
        ("all", _("全部指标达成")),
        ("representative", _("代表指标达成")),
        ("proportional", _("按达成比例")),
        ("per_indicator", _("每项指标 10 分")),
    )

    status = status_field(STATUS)
    name = pw.CharField(verbose_name=_("评价名称"), max_length=60)
    round = pw.CharField(verbose_name=_("轮次"), max_length=40)
    assessed_on = DateField(verbose_name=_("评价日期"), null=True)
    evaluator = pw.ForeignKeyField(Person, verbose_name=_("评价人"), null=True, on_delete="RESTRICT")
    head = pw.ForeignKeyField(Person, verbose_name=_("企业负责人"), null=True, on_delete="RESTRICT")
    rule = pw.CharField(verbose_name=_("计分口径"), choices=RULE, null=True)
    version = pw.IntegerField(verbose_name=_("版本"), default=1)
    total = ExactField(verbose_name=_("合计评分"), null=True)
    grade = pw.CharField(verbose_name=_("评价等级"), max_length=10, default="")
    snapshot = LongTextField(verbose_name=_("定稿数据"), default="")

    class Meta:
        table_name = "assessment"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name
