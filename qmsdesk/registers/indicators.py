"""指标, 月度数据 and 自我评价 (interfaces.md §1 and §2; 表C.1)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.indicator_sheet import THREE, read_month, read_round, write_month, write_round
from qmsdesk.registers.sheet import Wide
from qmsdesk.registers.spec import (
    Case,
    Column,
    Lines,
    Problem,
    Proposal,
    Register,
    Section,
    Sheet,
    Verb,
    Workflow,
)
from qmsdesk.standard.survey import COMPUTED


def _guard_round(proposal: Proposal) -> list[Problem]:
    """提升前 is locked from the day the plan starts; a later edit needs its reason, which is printed as a footnote."""
    started = proposal.enterprise.of(Enterprise.plan_started_on) if proposal.enterprise else None
    frozen = (IndicatorRound.before, IndicatorRound.baseline)
    before = proposal.before
    if before is None or started is None or proposal.today < started:
        return []
    changed = [f for f in frozen if before.of(f) and proposal.after.of(f) != before.of(f)]
    if changed and not proposal.after.of(IndicatorRound.change_reason).strip():
        names = "、".join(str(f.verbose_name) for f in changed)
        return [Problem(_("方案已实施，修改“{}”须先填写改基线原因").format(names), IndicatorRound.change_reason)]
    return []


def _guard_measurement(proposal: Proposal) -> list[Problem]:
    row = proposal.after
    fed = proposal.related(Measurement.indicator)
    if fed and fed.of(Indicator.feed):
        return [Problem(_("“{}”按台账自动计算，不能填报").format(fed.of(Indicator.name)), Measurement.indicator)]
    n, d = row.of(Measurement.numerator), row.of(Measurement.denominator)
    if d is not None and d < 0:
        return [Problem(_("分母不能是负数"), Measurement.denominator)]
    kind = fed.of(Indicator.kind) if fed else ""
    if kind != "value" and n is not None and n < 0:
        return [Problem(_("分子不能是负数"), Measurement.numerator)]
    if d == 0 and n:
        return [Problem(_("分母不能为 0"), Measurement.denominator)]
    value = row.of(Measurement.value)
    if kind == "count" and value is not None and value < 0:
        text = _("计数不能是负数：{}；确实可能为负时，把指标的数据类型改为“数值”")
        return [Problem(text.format(value), Measurement.value)]
    above = n is not None and d is not None and n > d
    if above and fed and kind == "ratio" and not fed.of(Indicator.above_one):
        text = _("分子 {} 大于分母 {}，请核对；确实可以大于时，在指标定义里勾选“分子可大于分母”")
        return [Problem(text.format(n, d), Measurement.numerator)]
    return []


ROUNDS = Lines(
    "indicator_round",
    _("轮次"),
    IndicatorRound.indicator,
    (
        IndicatorRound.name,
        IndicatorRound.baseline,
        IndicatorRound.evaluation,
        IndicatorRound.aggregate,
        IndicatorRound.before,
        IndicatorRound.target,
        IndicatorRound.after,
        IndicatorRound.judged,
        IndicatorRound.held,
        IndicatorRound.held_reason,
        IndicatorRound.change_reason,
    ),
    natural=(IndicatorRound.name,),
    guard=_guard_round,
)


def _latest(field: pw.Field) -> pw.Node:
    rounds = IndicatorRound.alias()
    return (
        rounds.select(getattr(rounds, field.name))
        .where(rounds.indicator == Indicator.id)
        .order_by(rounds.position.desc(), rounds.id.desc())
        .limit(1)
    )


def _check_indicator(case: Case) -> list[Problem]:
    row, problems = case.row, []
    if row.of(Indicator.kind) == "qualitative" and row.of(Indicator.counted):
        if not row.of(Indicator.criterion):
            problems.append(Problem(_("定性指标须写判定准则"), Indicator.criterion))
        if not row.of(Indicator.judge):
            problems.append(Problem(_("定性指标须指定判定人"), Indicator.judge))
    feed = row.of(Indicator.feed)
    if feed and row.of(Indicator.kind) not in {COMPUTED[feed], *({"ratio"} if COMPUTED[feed] == "value" else ())}:
        kind = dict(Indicator.KIND)[COMPUTED[feed]]
        problems.append(Problem(_("自动取数的“{}”给出的是{}，数据类型须一致").format(feed, kind), Indicator.kind))
    return problems


def _check_measurement(case: Case) -> list[Problem]:
    row = case.row
    n, d = row.of(Measurement.numerator), row.of(Measurement.denominator)
    if (n is None) != (d is None):
        return [Problem(_("分子和分母须同时填写"), Measurement.denominator if d is None else Measurement.numerator)]
    return []


def _measurement_locked(row: Row) -> str:
    return _("这个月的数据已锁定，修改须更正") if row.of(Measurement.status) == "locked" else ""


def _missing_value(case: Case) -> tuple[str, ...]:
    row = case.row
    if row.of(Measurement.value) is None and row.of(Measurement.numerator) is None:
        return (_("分子、分母或数值"),)
    return ()


def _independent_verifier(case: Case) -> tuple[str, ...]:
    row = case.row
    same = row.of(Measurement.verifier) is not None and row.of(Measurement.verifier) == row.of(Measurement.reporter)
    return (_("核实人与填报人是同一人"),) if same else ()


INDICATOR = Register(
    key="indicator",
    title=_("评价指标"),
    model=Indicator,
    clauses=("1023/6.9.5", "2016/6.2"),
    numbering="ZB-{n:03}",
    columns=(
        Indicator.number,
        Indicator.name,
        Indicator.category,
        Indicator.unit,
        Indicator.direction,
        Column(_("提升前"), IndicatorRound.before, lambda: _latest(IndicatorRound.before), 80),
        Column(_("提升目标"), IndicatorRound.target, lambda: _latest(IndicatorRound.target), 80),
        Column(_("提升后"), IndicatorRound.after, lambda: _latest(IndicatorRound.after), 80),
        Indicator.counted,
        Indicator.owner,
    ),
    sections=(
        Section(
            _("定义"),
            (
                Indicator.number,
                Indicator.category,
                Indicator.name,
                Indicator.kind,
                Indicator.unit,
                Indicator.direction,
                Indicator.frequency,
                Indicator.formula,
                Indicator.source,
                Indicator.survey_item,
                Indicator.feed,
                Indicator.owner,
            ),
        ),
        Section(
            _("计分"),
            (Indicator.counted, Indicator.representative, Indicator.criterion, Indicator.judge, Indicator.above_one),
        ),
        Section(_("其他"), (Indicator.clauses, Indicator.remark)),
    ),
    search=(Indicator.number, Indicator.name, Indicator.formula),
    filters=(Indicator.category, Indicator.owner),
    order_by=(Indicator.number,),
    lines=(ROUNDS,),
    check=_check_indicator,
    sheet=Sheet(
        key=(Indicator.category, Indicator.name),
        line=ROUNDS,
        defaults={IndicatorRound.name: _("第一轮")},
        as_written=THREE,
        read=read_round,
        write=write_round,
        synonyms={
            Indicator.name: (_("指标"), _("指标名称")),
            Indicator.category: (_("项目"),),
            Indicator.unit: (_("计量单位"),),
            Indicator.owner: (_("负责人"), _("统计人")),
            IndicatorRound.judged: (_("判定(达成/未达成)"), _("判定（达成/未达成）")),
            IndicatorRound.target: (_("目标"), _("目标值")),
            Indicator.counted: (_("计分"),),
            IndicatorRound.before: (_("改进前"), _("现状")),
            IndicatorRound.after: (_("改进后"), _("实际")),
        },
        choices={
            Indicator.category: {_("资源配置及管理"): ("resources",)},
            Indicator.direction: {
                _("越高越好"): ("higher",),
                _("越低越好"): ("lower",),
                "↑": ("higher",),
                "↓": ("lower",),
            },
            Indicator.frequency: {
                _("月"): ("month",),
                _("季"): ("quarter",),
                _("季度"): ("quarter",),
                _("年"): ("year",),
                _("半年"): ("half",),
            },
        },
        example={
            Indicator.category: _("产品实现与服务提供"),
            Indicator.name: _("一次交验合格率（示例）"),
            Indicator.unit: "%",
            Indicator.kind: _("比率"),
            Indicator.direction: _("越大越好"),
            IndicatorRound.before: "92.45%",
            IndicatorRound.target: "96%",
            IndicatorRound.after: "96.73%",
            Indicator.counted: _("是"),
        },
    ),
)

MEASUREMENT = Register(
    key="measurement",
    title=_("月度数据"),
    model=Measurement,
    clauses=("1023/6.7.2.4 d)", "2016/9.1.1"),
    numbering="SJ-{year}-{n:04}",
    columns=(
        Measurement.number,
        Measurement.indicator,
        Measurement.period,
        Measurement.numerator,
        Measurement.denominator,
        Measurement.value,
        Measurement.reporter,
        Measurement.source,
        Measurement.status,
    ),
    sections=(
        Section(
            _("数据"),
            (
                Measurement.indicator,
                Measurement.period,
                Measurement.numerator,
                Measurement.denominator,
                Measurement.value,
                Measurement.source,
                Measurement.reporter,
            ),
        ),
        Section(_("核实"), (Measurement.verifier, Measurement.verified_on)),
        Section(_("其他"), (Measurement.late_reason, Measurement.clauses, Measurement.remark)),
    ),
    search=(Measurement.number, Measurement.source, Measurement.period),
    filters=(Measurement.indicator, Measurement.status),
    order_by=(Measurement.period, Measurement.indicator),
    check=_check_measurement,
    workflow=Workflow(
        verbs=(
            Verb(
                "verify",
                _("核实"),
                ("entered",),
                "verified",
                check=_missing_value,
                waivable=_independent_verifier,
                required=(Measurement.verifier, Measurement.verified_on),
            ),
            Verb("lock", _("锁定"), ("verified",), "locked"),
        ),
        locked=_measurement_locked,
        guard=_guard_measurement,
    ),
    sheet=Sheet(
        key=(Measurement.indicator, Measurement.period),
        as_written=(Measurement.value,),
        states=True,
        read=read_month,
        write=write_month,
        wide=Wide(
            Measurement.period,
            {
                Measurement.numerator: (_("分子"),),
                Measurement.denominator: (_("分母"),),
                Measurement.value: (_("数值"), _("值"), _("实际值"), _("比率"), _("百分比"), _("结果")),
            },
            Measurement.value,
            (_("口径"), _("项目"), _("数据"), _("类别")),
        ),
        synonyms={
            Measurement.indicator: (_("指标"), _("指标名称"), _("评价指标编号")),
            Measurement.period: (_("月份"), _("年月")),
            Measurement.value: (_("值"), _("实际值"), _("结果")),
            Measurement.reporter: (_("统计人"),),
        },
        example={
            Measurement.indicator: _("一次交验合格率（示例）"),
            Measurement.period: "2025-10",
            Measurement.numerator: "97",
            Measurement.denominator: "105",
        },
    ),
)

ASSESSMENT = Register(
    key="assessment",
    title=_("自我评价"),
    model=Assessment,
    clauses=("1023/6.9.5", "1023/C"),
    numbering="PJ-{year}-{n:02}",
    columns=(
        Assessment.number,
        Assessment.name,
        Assessment.round,
        Assessment.version,
        Assessment.assessed_on,
        Assessment.total,
        Assessment.grade,
        Assessment.status,
    ),
    sections=(
        Section(
            _("基本信息"),
            (
                Assessment.name,
                Assessment.round,
                Assessment.assessed_on,
                Assessment.evaluator,
                Assessment.head,
                Assessment.rule,
            ),
        ),
        Section(_("其他"), (Assessment.clauses, Assessment.remark)),
    ),
    search=(Assessment.number, Assessment.name),
    filters=(Assessment.status,),
    order_by=(Assessment.number,),
    workflow=Workflow(
        locked=lambda row: _("已定稿，修改须另存新版本") if row.of(Assessment.status) == "final" else "",
        correctable=False,
    ),
    sheet=Sheet(key=(Assessment.round, Assessment.version), defaults={Assessment.version: 1}),
)
