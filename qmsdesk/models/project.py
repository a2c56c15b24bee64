"""The improvement project from application to survey and diagnosis (6.2–6.5)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.fields import DateField, LongTextField, MultiField
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Enterprise, Party, Person
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.stages import STAGES
from qmsdesk.standard.survey import survey_items

_CATEGORIES = tuple((c.key, c.title) for c in CATEGORIES)
_ITEMS = tuple((item.code, f"{item.code} {item.label}") for item in survey_items())


class SelfCheck(Line):
    """One of the basic requirements of 5.1 and how the enterprise meets it."""

    RESULT = (("yes", _("符合")), ("no", _("不符合")), ("na", _("不适用")))

    enterprise = pw.ForeignKeyField(Enterprise, on_delete="RESTRICT")
    item = pw.CharField(verbose_name=_("自查项目"), max_length=200)
    result = pw.CharField(verbose_name=_("自查结果"), choices=RESULT, null=True)
    checked_on = DateField(verbose_name=_("查询日期"), null=True)
    note = pw.CharField(verbose_name=_("依据说明"), max_length=200, default="")

    class Meta:
        table_name = "self_check"


class Application(Record):
    """The application and the selection (6.2)."""

    STATUS = (("draft", _("草稿")), ("applied", _("已报名")), ("selected", _("已遴选")), ("rejected", _("未入选")))
    WAY = (("self", _("自主申请")), ("authority", _("主管部门推荐")), ("association", _("行业组织推荐")))

    status = status_field(STATUS)
    way = pw.CharField(verbose_name=_("报名方式"), choices=WAY, null=True)
    recommender = pw.CharField(verbose_name=_("推荐单位"), max_length=80, default="")
    applied_on = DateField(verbose_name=_("报名日期"), null=True)
    result_on = DateField(verbose_name=_("遴选日期"), null=True)
    notice = pw.CharField(verbose_name=_("遴选通知"), max_length=120, default="")
    reason = LongTextField(verbose_name=_("参加意愿和条件"), default="")

    class Meta:
        table_name = "application"


class Milestone(Record):
    """A task of the work plan under one of the ten stages (6.1, 6.3)."""

    LED_BY = (("authority", _("市场监管部门")), ("certifier", _("认证机构")), ("enterprise", _("企业")))

    round = pw.CharField(
        verbose_name=_("轮次"), max_length=20, default="", help_text=_("首轮不填；监督年度写年份，如 2027")
    )
    stage = pw.CharField(verbose_name=_("环节"), choices=tuple((s.key, f"{s.key}) {s.title}") for s in STAGES))
    task = pw.CharField(verbose_name=_("任务"), max_length=160)
    led_by = pw.CharField(verbose_name=_("主导方"), choices=LED_BY, null=True)
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    planned_on = DateField(verbose_name=_("计划开始"), null=True)
    due_on = DateField(verbose_name=_("计划完成"), null=True)
    started_on = DateField(verbose_name=_("实际开始"), null=True)
    done_on = DateField(verbose_name=_("实际完成"), null=True)
    result = LongTextField(verbose_name=_("完成情况"), default="")

    class Meta:
        table_name = "milestone"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.task


class Survey(Record):
    """The survey on site with the 49 items of 表A.1 (6.5)."""

    METHOD = (
        ("questionnaire", _("问卷调查")),
        ("documents", _("资料调查")),
        ("observation", _("实地观察")),
        ("interview", _("访问调查")),
        ("group", _("集体访谈")),
    )

    surveyed_on = DateField(verbose_name=_("调研日期"))
    until = DateField(verbose_name=_("结束日期"), null=True)
    methods = MultiField(verbose_name=_("调研方法"), choices=METHOD, default=())
    party = pw.ForeignKeyField(Party, verbose_name=_("调研机构"), null=True, on_delete="RESTRICT")
    surveyors = pw.CharField(verbose_name=_("调研人"), max_length=80, default="")
    place = pw.CharField(verbose_name=_("调研场所"), max_length=80, default="")
    summary = LongTextField(verbose_name=_("调研小结"), default="")

    class Meta:
        table_name = "survey"


class SurveyInterview(Line):
    """Somebody who was asked (6.5.3, 6.5.4)."""

    LEVEL = (("top", _("高层管理者")), ("head", _("部门负责人")), ("other", _("其他人员")))

    survey = pw.ForeignKeyField(Survey, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("访谈对象"), on_delete="RESTRICT")
    level = pw.CharField(verbose_name=_("类别"), choices=LEVEL, null=True)
    note = pw.CharField(verbose_name=_("要点"), max_length=200, default="")

    class Meta:
        table_name = "survey_interview"


class SurveyFinding(Line):
    """What was found of one of the 49 items."""

    STATE = (
        ("good", _("较好")),
        ("fair", _("一般")),
        ("weak", _("薄弱")),
        ("absent", _("未开展")),
        ("not_applicable", _("不适用")),
    )

    survey = pw.ForeignKeyField(Survey, on_delete="RESTRICT")
    item = pw.CharField(verbose_name=_("调研内容"), choices=_ITEMS)
    state = pw.CharField(verbose_name=_("现状"), choices=STATE, null=True)
    value = pw.CharField(verbose_name=_("现状值"), max_length=80, default="")
    evidence = pw.CharField(verbose_name=_("依据"), max_length=200, default="")
    note = LongTextField(verbose_name=_("说明"), default="")

    class Meta:
        table_name = "survey_finding"


class Diagnosis(Record):
    """The diagnosis report and its opinions, 表B.1 (6.5.8)."""

    STATUS = (("draft", _("草稿")), ("confirmed", _("已确认")), ("signed", _("已签署")))

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("诊断报告"), max_length=120)
    survey = pw.ForeignKeyField(Survey, verbose_name=_("依据的调研"), null=True, on_delete="RESTRICT")
    party = pw.ForeignKeyField(Party, verbose_name=_("诊断机构"), null=True, on_delete="RESTRICT")
    diagnosers = pw.CharField(verbose_name=_("诊断人员"), max_length=80, default="")
    diagnosed_on = DateField(verbose_name=_("诊断日期"), null=True)
    representative = pw.CharField(verbose_name=_("企业代表"), max_length=40, default="")
    confirmed_on = DateField(verbose_name=_("确认日期"), null=True)
    summary = LongTextField(verbose_name=_("诊断结论"), default="")

    class Meta:
        table_name = "diagnosis"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.title


class Plan(Record):
    """A version of the improvement plan (6.6)."""

    STATUS = (
        ("draft", _("草稿")),
        ("consulting", _("征求意见")),
        ("approved", _("批准")),
        ("superseded", _("已被替代")),
    )

    status = status_field(STATUS)
    title = pw.CharField(verbose_name=_("方案名称"), max_length=120)
    version = pw.IntegerField(verbose_name=_("版本"), default=1)
    party = pw.ForeignKeyField(Party, verbose_name=_("认证机构"), null=True, on_delete="RESTRICT")
    author = pw.CharField(verbose_name=_("编制人"), max_length=40, default="")
    approver = pw.ForeignKeyField(Person, verbose_name=_("批准人"), null=True, on_delete="RESTRICT")
    approved_on = DateField(verbose_name=_("批准日期"), null=True)
    summary = LongTextField(verbose_name=_("方案概述"), default="")
    change_reason = pw.CharField(verbose_name=_("更改原因"), max_length=200, default="")

    class Meta:
        table_name = "plan"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.title


class PlanItem(Line):
    """An item of the plan under a)–h) of 6.6.1."""

    PART = (
        ("a", _("a) 组织、职责、制度、流程、控制点、表单")),
        ("b", _("b) 资源")),
        ("c", _("c) 评价节点、目标和结束方式")),
        ("d", _("d) 可行性")),
        ("e", _("e) 培训")),
        ("f", _("f) 监测与保障")),
        ("g", _("g) 阶段目标和成果")),
        ("h", _("h) 其他")),
    )

    plan = pw.ForeignKeyField(Plan, on_delete="RESTRICT")
    pain = pw.CharField(verbose_name=_("痛点"), max_length=200)
    measure = pw.CharField(verbose_name=_("措施"), max_length=300)
    part = pw.CharField(verbose_name=_("内容"), choices=PART, default="a")
    resource = pw.CharField(verbose_name=_("资源"), max_length=120, default="")
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    due_on = DateField(verbose_name=_("期限"), null=True)
    node = pw.CharField(verbose_name=_("评价节点"), max_length=80, default="")
    indicator = pw.ForeignKeyField(Indicator, verbose_name=_("目标指标"), null=True, on_delete="RESTRICT")
    training = pw.CharField(verbose_name=_("培训"), max_length=120, default="")
    acceptance = pw.CharField(verbose_name=_("验收条件"), max_length=200, default="")
    result = pw.CharField(verbose_name=_("阶段成果"), max_length=200, default="")
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    copied_from = pw.ForeignKeyField("self", verbose_name=_("上一版的方案项"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "plan_item"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.measure

    @classmethod
    def offered(cls) -> tuple[AnyField, ...]:
        """The plan in force first, then what is on its way, the newest version first."""
        rank = pw.Case(Plan.status, (("approved", 0), ("consulting", 1), ("draft", 2)), 3)
        return (rank, Plan.version.desc(), Plan.id.desc())


class Opinion(Line):
    """A numbered opinion of the diagnosis and what became of it."""

    ADOPTED = (("adopted", _("采纳")), ("rejected", _("不采纳")))

    diagnosis = pw.ForeignKeyField(Diagnosis, on_delete="RESTRICT")
    text = pw.CharField(verbose_name=_("诊断意见"), max_length=400)
    category = pw.CharField(verbose_name=_("评价项目"), choices=_CATEGORIES, null=True)
    item = pw.CharField(verbose_name=_("调研项"), choices=_ITEMS, null=True)
    adopted = pw.CharField(verbose_name=_("采纳情况"), choices=ADOPTED, null=True)
    reason = pw.CharField(verbose_name=_("不采纳理由"), max_length=200, default="")
    plan_item = pw.ForeignKeyField(PlanItem, verbose_name=_("方案项"), null=True, on_delete="RESTRICT")
    indicator = pw.ForeignKeyField(Indicator, verbose_name=_("对应指标"), null=True, on_delete="RESTRICT")
    result = pw.CharField(verbose_name=_("落实结果"), max_length=200, default="")

    class Meta:
        table_name = "opinion"


class PlanTalk(Line):
    """A talk on whether a measure can be done and pays (6.6.1 d)."""

    plan = pw.ForeignKeyField(Plan, on_delete="RESTRICT")
    held_on = DateField(verbose_name=_("研讨日期"))
    topic = pw.CharField(verbose_name=_("议题"), max_length=160)
    people = pw.CharField(verbose_name=_("参加人"), max_length=120, default="")
    conclusion = pw.CharField(verbose_name=_("结论"), max_length=200, default="")

    class Meta:
        table_name = "plan_talk"


class PlanFeedback(Line):
    """What the enterprise says of the plan (6.6.2)."""

    ADOPTED = (("adopted", _("采纳")), ("rejected", _("不采纳")))

    plan = pw.ForeignKeyField(Plan, on_delete="RESTRICT")
    given_on = DateField(verbose_name=_("日期"))
    text = pw.CharField(verbose_name=_("意见"), max_length=300)
    given_by = pw.CharField(verbose_name=_("提出人"), max_length=40, default="")
    adopted = pw.CharField(verbose_name=_("采纳情况"), choices=ADOPTED, null=True)
    reply = pw.CharField(verbose_name=_("处理说明"), max_length=200, default="")

    class Meta:
        table_name = "plan_feedback"


class PlanDeviation(Line):
    """A deviation met while carrying the plan out, and what was changed for it (6.7.3)."""

    plan = pw.ForeignKeyField(Plan, on_delete="RESTRICT")
    found_on = DateField(verbose_name=_("发现日期"))
    deviation = pw.CharField(verbose_name=_("偏差"), max_length=300)
    cause = pw.CharField(verbose_name=_("原因"), max_length=200, default="")
    adjustment = pw.CharField(verbose_name=_("调整"), max_length=300, default="")
    decided_by = pw.CharField(verbose_name=_("决定人"), max_length=40, default="")
    plan_item = pw.ForeignKeyField(PlanItem, verbose_name=_("涉及的方案项"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "plan_deviation"
