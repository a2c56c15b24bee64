"""统计分析, 改进行动, 成果与特色 (6.9.7; 表A.1 4.x, 8.x, 9.x)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.results import Achievement, Analysis, Improvement
from qmsdesk.registers.common import in_order, not_yet
from qmsdesk.registers.spec import Case, Due, Problem, Register, Section, Sheet, Told, Verb, Workflow

ANALYSIS = Register(
    key="analysis",
    title=_("统计分析"),
    model=Analysis,
    clauses=("2016/9.1.3",),
    numbering="TJ-{year}-{n:02}",
    columns=(
        Analysis.number,
        Analysis.topic,
        Analysis.tool,
        Analysis.done_on,
        Analysis.indicator,
        Analysis.status,
        Analysis.analyst,
        Analysis.conclusion,
    ),
    sections=(
        Section(_("分析"), (Analysis.tool, Analysis.done_on, Analysis.topic, Analysis.indicator, Analysis.analyst)),
        Section(_("结果"), (Analysis.source, Analysis.conclusion)),
        Section(_("其他"), (Analysis.number, Analysis.clauses, Analysis.remark)),
    ),
    search=(Analysis.number, Analysis.topic, Analysis.source, Analysis.conclusion),
    filters=(Analysis.tool, Analysis.status, Analysis.indicator, Analysis.analyst),
    order_by=(Analysis.done_on,),
    check=lambda case: not_yet(case, Analysis.done_on),
    happened=Analysis.done_on,
    workflow=Workflow(
        verbs=(
            Verb(
                "finish",
                _("完成分析"),
                ("draft",),
                "done",
                required=(Analysis.topic, Analysis.source, Analysis.conclusion),
            ),
        ),
        locked=lambda row: _("分析已完成，修改须更正") if row.of(Analysis.status) == "done" else "",
    ),
    sheet=Sheet(
        key=(Analysis.tool, Analysis.done_on, Analysis.topic),
        states=True,
        synonyms={
            Analysis.tool: (_("工具"), _("分析工具"), _("统计技术"), _("方法")),
            Analysis.done_on: (_("日期"), _("完成日期"), _("分析时间")),
            Analysis.topic: (_("主题"), _("项目"), _("分析项目"), _("应用项目")),
            Analysis.source: (_("来源"), _("数据范围")),
            Analysis.conclusion: (_("结论"), _("分析结果")),
            Analysis.analyst: (_("负责人"), _("编制人")),
            Analysis.indicator: (_("指标"),),
        },
        choices={
            Analysis.tool: {
                _("柏拉图"): ("pareto",),
                _("帕累托图"): ("pareto",),
                _("鱼骨图"): ("cause",),
                _("特性要因图"): ("cause",),
                _("检查表"): ("check",),
                _("散点图"): ("scatter",),
                _("层别法"): ("strata",),
                "SPC": ("control",),
                "Cpk": ("capability",),
                "MSA": ("msa",),
                "FMEA": ("fmea",),
                _("折线图"): ("trend",),
            }
        },
        example={
            Analysis.tool: _("排列图"),
            Analysis.done_on: "2026-04-10",
            Analysis.topic: _("一季度不合格品原因（示例）"),
            Analysis.source: _("2026 年 1–3 月不合格品记录 38 条"),
            Analysis.conclusion: _("尺寸超差和表面划伤占 79%，先解决这两项"),
        },
    ),
)


def _check_improvement(case: Case) -> list[Problem]:
    row = case.row
    problems = in_order(row, Improvement.started_on, Improvement.done_on, Improvement.verified_on)
    problems += not_yet(case, Improvement.started_on, Improvement.done_on, Improvement.verified_on)
    problems += [
        Problem(_("{}不能小于 0").format(f.verbose_name), f)
        for f in (Improvement.cost, Improvement.benefit)
        if row.of(f) is not None and Decimal(row.of(f)) < 0
    ]
    return problems


def _independence(case: Case) -> Sequence[str]:
    verifier, owner = case.row.of(Improvement.verifier), case.row.of(Improvement.owner)
    return (_("验证人就是责任人"),) if verifier is not None and verifier == owner else ()


def _came_from(row: Row) -> str:
    """What raised the improvement; 人工登记 where nothing did."""
    words = {"assessment": _("由自我评价起草"), "acceptance": _("由验收评价起草"), "indicator": _("由评价指标起草")}
    return words.get(str(row.of(Improvement.origin) or "").partition(":")[0], _("人工登记"))


_PLANNED = (Improvement.measure, Improvement.owner, Improvement.due_on)
_DONE = (*_PLANNED, Improvement.done_on, Improvement.result)

IMPROVEMENT = Register(
    key="improvement",
    title=_("改进行动"),
    model=Improvement,
    clauses=("1023/6.9.7", "2016/10.3"),
    numbering="GJ-{year}-{n:02}",
    columns=(
        Improvement.number,
        Improvement.title,
        Improvement.category,
        Improvement.indicator,
        Improvement.status,
        Improvement.owner,
        Improvement.due_on,
        Improvement.done_on,
        Improvement.benefit,
        Improvement.effectiveness,
    ),
    sections=(
        Section(
            _("计划"),
            (
                Improvement.title,
                Improvement.category,
                Improvement.indicator,
                Improvement.plan_item,
                Improvement.feasibility,
                Improvement.measure,
                Improvement.owner,
                Improvement.started_on,
                Improvement.due_on,
                Improvement.cost,
            ),
            told=(Told(_("来源"), _came_from),),
        ),
        Section(_("结果"), (Improvement.done_on, Improvement.result, Improvement.benefit, Improvement.document)),
        Section(_("验证"), (Improvement.verifier, Improvement.verified_on, Improvement.effectiveness)),
        Section(_("其他"), (Improvement.number, Improvement.clauses, Improvement.remark)),
    ),
    search=(Improvement.number, Improvement.title, Improvement.measure, Improvement.result),
    filters=(Improvement.status, Improvement.category, Improvement.owner, Improvement.effectiveness),
    order_by=(Improvement.number,),
    check=_check_improvement,
    happened=Improvement.started_on,
    due=(
        Due(
            Improvement.due_on,
            _("改进行动完成"),
            lambda: (Improvement.status << ("planned", "running"), Improvement.done_on.is_null()),
            person=Improvement.owner,
        ),
    ),
    workflow=Workflow(
        verbs=(
            Verb("start", _("开始实施"), ("planned",), "running", required=(*_PLANNED, Improvement.feasibility)),
            Verb("finish", _("完成"), ("running",), "done", required=_DONE),
            Verb(
                "verify",
                _("验证"),
                ("done",),
                "verified",
                required=(*_DONE, Improvement.verifier, Improvement.verified_on, Improvement.effectiveness),
                waivable=_independence,
            ),
        ),
        locked=lambda row: _("改进行动已验证，修改须更正") if row.of(Improvement.status) == "verified" else "",
        stays_open=(Improvement.plan_item,),
    ),
    sheet=Sheet(
        key=(Improvement.title,),
        states=True,
        synonyms={
            Improvement.title: (_("项目名称"), _("项目"), _("改进、创新项目"), _("改进事项")),
            Improvement.category: (_("类别"), _("改进类型")),
            Improvement.indicator: (_("指标"), _("目标指标")),
            Improvement.feasibility: (_("可行性分析"),),
            Improvement.measure: (_("措施"), _("行动"), _("主要措施")),
            Improvement.cost: (_("投入"), _("费用"), _("成本（元）")),
            Improvement.benefit: (_("收益"), _("经济效益"), _("效益（元）")),
            Improvement.owner: (_("负责人"), _("责任")),
            Improvement.due_on: (_("期限"), _("计划完成日期")),
            Improvement.done_on: (_("实际完成日期"),),
            Improvement.result: (_("结果"), _("成果"), _("实施结果")),
            Improvement.effectiveness: (_("效果"), _("验证结论")),
        },
        choices={
            Improvement.category: {
                _("产品"): ("product",),
                _("服务"): ("service",),
                _("工艺"): ("design",),
                _("设计"): ("design",),
                _("效率"): ("process",),
                _("过程"): ("process",),
            },
            Improvement.status: {_("进行中"): ("running",), _("未开始"): ("planned",), _("已完成"): ("done",)},
        },
        example={
            Improvement.title: _("轴套内孔工艺改进（示例）"),
            Improvement.category: _("设计、工艺、材料优化"),
            Improvement.measure: _("改用镗铰复合刀具，增加首件三检"),
            Improvement.cost: "12000",
            Improvement.due_on: "2026-07-31",
        },
    ),
)


ACHIEVEMENT = Register(
    key="achievement",
    title=_("成果与特色"),
    model=Achievement,
    clauses=("1023/6.10",),
    numbering="CG-{n:03}",
    columns=(
        Achievement.number,
        Achievement.name,
        Achievement.kind,
        Achievement.code,
        Achievement.level,
        Achievement.granted_on,
        Achievement.valid_until,
        Achievement.description,
    ),
    sections=(
        Section(_("成果"), (Achievement.kind, Achievement.name, Achievement.code, Achievement.level)),
        Section(_("有效期"), (Achievement.granted_on, Achievement.valid_until)),
        Section(_("其他"), (Achievement.description, Achievement.number, Achievement.clauses, Achievement.remark)),
    ),
    search=(Achievement.number, Achievement.name, Achievement.code, Achievement.description),
    filters=(Achievement.kind, Achievement.level),
    order_by=(Achievement.kind, Achievement.number),
    check=lambda case: [
        *in_order(case.row, Achievement.granted_on, Achievement.valid_until),
        *not_yet(case, Achievement.granted_on),
    ],
    due=(Due(Achievement.valid_until, _("证书到期")),),
    sheet=Sheet(
        key=(Achievement.kind, Achievement.name, Achievement.code),
        synonyms={
            Achievement.kind: (_("类型"), _("成果类别"), _("专利类型")),
            Achievement.name: (_("专利名称"), _("标准名称"), _("奖项名称"), _("成果名称")),
            Achievement.code: (_("编号"), _("专利号"), _("证书编号"), _("标准号"), _("证书号")),
            Achievement.level: (_("等级"), _("层级")),
            Achievement.granted_on: (_("授权日期"), _("获奖日期"), _("发布日期"), _("获得日期")),
            Achievement.valid_until: (_("有效期"), _("到期日期")),
            Achievement.description: (_("简介"), _("内容")),
        },
        choices={
            Achievement.kind: {
                _("发明"): ("invention",),
                _("实用新型"): ("utility",),
                _("外观设计"): ("appearance",),
                _("标准"): ("standard",),
                _("科技奖"): ("science_award",),
            },
            Achievement.level: {
                _("国家级"): ("national",),
                _("省级"): ("province",),
                _("市级"): ("city",),
                _("县级"): ("county",),
                _("区级"): ("county",),
            },
        },
        example={
            Achievement.kind: _("实用新型专利"),
            Achievement.name: _("一种轴套夹具（示例）"),
            Achievement.code: "ZL 2025 2 0000000.0",
            Achievement.granted_on: "2025-09-12",
        },
    ),
)
