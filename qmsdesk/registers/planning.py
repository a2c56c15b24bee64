"""风险和机遇, 内外部环境 (GB/T 19001 4.1, 4.2, 6.1; 表A.1 2.1, 2.3)."""

from __future__ import annotations

from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.database import days_after
from qmsdesk.models.planning import Context, Risk
from qmsdesk.registers.common import in_order, not_yet
from qmsdesk.registers.spec import Case, Column, Due, Problem, Register, Section, Sheet

JUDGE_DAYS = 30
"""Days after a measure is done until its effect is judged."""


def _level() -> pw.Node:
    """Likelihood times impact, empty until both are judged."""
    return Risk.likelihood.cast("INTEGER") * Risk.impact.cast("INTEGER")


def _judge_by() -> Any:
    """A measure shows its effect some weeks after it is done."""
    return days_after(Risk.done_on, JUDGE_DAYS)


def _check_risk(case: Case) -> list[Problem]:
    row = case.row
    problems = in_order(row, Risk.identified_on, Risk.done_on, Risk.reviewed_on)
    problems += not_yet(case, Risk.done_on, Risk.reviewed_on)
    if row.of(Risk.done_on) and not row.of(Risk.measure):
        problems.append(Problem(_("已完成，还没有写应对措施"), Risk.measure))
    if row.of(Risk.effectiveness) and not row.of(Risk.done_on):
        problems.append(Problem(_("措施还没有完成，已评价有效性"), Risk.effectiveness))
    return problems


RISK = Register(
    key="risk",
    title=_("风险和机遇"),
    model=Risk,
    clauses=("2016/6.1",),
    numbering="FX-{n:03}",
    columns=(
        Risk.number,
        Risk.title,
        Risk.kind,
        Risk.process,
        Column(_("等级"), Risk.id, _level, 56),
        Risk.safety,
        Risk.measure,
        Risk.owner,
        Risk.due_on,
        Risk.done_on,
        Risk.effectiveness,
    ),
    sections=(
        Section(_("识别"), (Risk.title, Risk.kind, Risk.process, Risk.safety, Risk.identified_on, Risk.clauses)),
        Section(_("评价"), (Risk.likelihood, Risk.impact)),
        Section(_("应对"), (Risk.measure, Risk.owner, Risk.due_on, Risk.done_on)),
        Section(_("有效性评价"), (Risk.effectiveness, Risk.reviewed_on)),
        Section(_("其他"), (Risk.number, Risk.remark)),
    ),
    search=(Risk.number, Risk.title, Risk.measure, Risk.clauses),
    filters=(Risk.kind, Risk.process, Risk.safety, Risk.effectiveness, Risk.owner),
    order_by=(Risk.number,),
    check=_check_risk,
    happened=Risk.identified_on,
    due=(
        Due(Risk.due_on, _("风险应对措施完成"), lambda: (Risk.done_on.is_null(),), person=Risk.owner),
        Due(
            Column(_("应评价日期"), Risk.reviewed_on, _judge_by),
            _("应对措施有效性评价"),
            lambda: (Risk.done_on.is_null(False), Risk.effectiveness.is_null()),
            person=Risk.owner,
        ),
    ),
    sheet=Sheet(
        key=(Risk.title,),
        synonyms={
            Risk.title: (_("风险/机遇"), _("风险和机遇"), _("风险"), _("风险描述"), _("风险点")),
            Risk.kind: (_("类别"), _("风险/机遇类型")),
            Risk.process: (_("过程名称"), _("所属过程")),
            Risk.safety: (_("安全特性？"), _("是否安全特性")),
            Risk.likelihood: (_("发生概率"), _("可能性等级"), "L"),
            Risk.impact: (_("严重度"), _("影响程度"), _("后果"), "S"),
            Risk.measure: (_("措施"), _("控制措施"), _("应对策略")),
            Risk.owner: (_("责任"), _("负责人")),
            Risk.due_on: (_("期限"), _("计划完成日期"), _("完成时间")),
            Risk.done_on: (_("实际完成日期"),),
            Risk.effectiveness: (_("有效性评价"), _("有效性")),
        },
        choices={
            Risk.likelihood: {word: (str(n),) for n, word in enumerate("12345", 1)},
            Risk.impact: {word: (str(n),) for n, word in enumerate("12345", 1)},
        },
        example={
            Risk.title: _("关键供方单一，断供（示例）"),
            Risk.kind: _("风险"),
            Risk.likelihood: "3",
            Risk.impact: "4",
            Risk.measure: _("开发第二家供方，安全库存 15 天"),
            Risk.due_on: "2026-06-30",
        },
    ),
)


def _check_context(case: Case) -> list[Problem]:
    row = case.row
    problems = in_order(row, Context.reviewed_on, Context.next_on) + not_yet(case, Context.reviewed_on)
    if row.of(Context.climate) == "irrelevant" and not row.of(Context.climate_reason):
        problems.append(Problem(_("气候变化不相关，要写理由"), Context.climate_reason))
    return problems


CONTEXT = Register(
    key="context",
    title=_("内外部环境"),
    model=Context,
    clauses=("2016/4.1", "2016/4.2"),
    numbering="HJ-{n:03}",
    columns=(
        Context.number,
        Context.factor,
        Context.kind,
        Context.impact,
        Context.response,
        Context.climate,
        Context.owner,
        Context.next_on,
    ),
    sections=(
        Section(_("因素或相关方"), (Context.factor, Context.kind, Context.impact, Context.response)),
        Section(_("气候变化"), (Context.climate, Context.climate_reason)),
        Section(_("评审"), (Context.owner, Context.reviewed_on, Context.next_on)),
        Section(_("其他"), (Context.number, Context.clauses, Context.remark)),
    ),
    search=(Context.number, Context.factor, Context.impact, Context.response),
    filters=(Context.kind, Context.climate, Context.owner),
    order_by=(Context.kind, Context.number),
    check=_check_context,
    happened=Context.reviewed_on,
    due=(Due(Context.next_on, _("内外部环境评审"), person=Context.owner),),
    sheet=Sheet(
        key=(Context.kind, Context.factor),
        defaults={Context.kind: "external"},
        synonyms={
            Context.factor: (_("因素"), _("相关方名称"), _("内外部因素"), _("名称")),
            Context.kind: (_("类型"), _("类别(内/外)"), _("内/外部")),
            Context.impact: (_("影响"), _("需求期望"), _("需求和期望"), _("要求")),
            Context.response: (_("应对"), _("监视方式"), _("应对措施"), _("监视和评审方法")),
            Context.climate: (_("气候变化"), _("是否与气候变化相关")),
            Context.owner: (_("责任"), _("负责人")),
            Context.next_on: (_("下次评审日期"), _("下次评审日")),
        },
        choices={
            Context.kind: {
                _("内部"): ("internal",),
                _("内"): ("internal",),
                _("外部"): ("external",),
                _("外"): ("external",),
            },
            Context.climate: {_("是"): ("relevant",), _("否"): ("irrelevant",)},
        },
        example={
            Context.factor: _("原材料价格波动（示例）"),
            Context.kind: _("外部因素"),
            Context.impact: _("成本上升，交期不稳"),
            Context.response: _("按季签价格协议，每月看市场价"),
            Context.climate: _("不相关"),
            Context.climate_reason: _("价格由供求决定"),
            Context.next_on: "2026-12-31",
        },
    ),
)
