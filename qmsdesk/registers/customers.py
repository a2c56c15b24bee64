"""顾客投诉, 顾客满意度 (GB/T 19001 8.2.1, 9.1.2; 表A.1 7.1–7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.customers import Complaint, Satisfaction, SatisfactionItem
from qmsdesk.models.fields import ExactField
from qmsdesk.registers.actions import raised
from qmsdesk.registers.common import in_order, not_yet
from qmsdesk.registers.spec import (
    Case,
    Column,
    Due,
    Edit,
    Lines,
    Problem,
    Proposal,
    Register,
    Section,
    Sheet,
    Verb,
    Workflow,
    origin,
)


def _raise(case: Case) -> Sequence[Edit]:
    """What the customer said becomes the fact of a nonconformity; the complaint stays as it is."""
    row = case.row
    more = {
        Nonconformity.found_on: row.of(Complaint.received_on),
        Nonconformity.owner: row.of(Complaint.handler),
        Nonconformity.correction: row.of(Complaint.handling),
        Nonconformity.source_note: _("{} {}").format(row["number"], row.of(Complaint.customer))[:120],
    }
    fact = _("{}：{}").format(row.of(Complaint.customer), row.of(Complaint.content))
    return (Edit(Nonconformity, None, raised("complaint", fact, origin("complaint", row.id), more)),)


def _not_raised_yet(case: Case) -> Sequence[str]:
    numbers = [str(row["number"]) for row in case.pointing(Nonconformity.origin)]
    return (_("没有转过（已有 {}）").format("、".join(numbers)),) if numbers else ()


def _major_is_raised(case: Case) -> Sequence[str]:
    needed = case.row.of(Complaint.major) and not case.pointing(Nonconformity.origin)
    return (_("重大投诉的纠正措施（先转为纠正措施）"),) if needed else ()


def _check_complaint(case: Case) -> list[Problem]:
    days = (Complaint.received_on, Complaint.done_on, Complaint.confirmed_on)
    return in_order(case.row, *days) + not_yet(case, *days)


COMPLAINT = Register(
    key="complaint",
    title=_("顾客投诉"),
    model=Complaint,
    clauses=("2016/8.2.1", "2016/9.1.2"),
    numbering="TS-{year}-{n:03}",
    columns=(
        Complaint.number,
        Complaint.content,
        Complaint.customer,
        Complaint.received_on,
        Complaint.major,
        Complaint.status,
        Complaint.handler,
        Complaint.due_on,
        Complaint.confirmed,
    ),
    sections=(
        Section(_("受理"), (Complaint.customer, Complaint.received_on, Complaint.content, Complaint.major)),
        Section(
            _("处理"),
            (
                Complaint.investigation,
                Complaint.handling,
                Complaint.handler,
                Complaint.due_on,
                Complaint.done_on,
            ),
        ),
        Section(_("顾客确认"), (Complaint.confirmed, Complaint.confirmed_on)),
        Section(_("其他"), (Complaint.number, Complaint.clauses, Complaint.remark)),
    ),
    search=(Complaint.number, Complaint.customer, Complaint.content, Complaint.handling),
    filters=(Complaint.status, Complaint.major, Complaint.handler, Complaint.confirmed),
    order_by=(Complaint.received_on, Complaint.number),
    check=_check_complaint,
    happened=Complaint.received_on,
    due=(
        Due(
            Complaint.due_on,
            _("投诉处理"),
            lambda: (Complaint.status != "closed", Complaint.done_on.is_null()),
            person=Complaint.handler,
        ),
    ),
    workflow=Workflow(
        verbs=(
            Verb(
                "handle",
                _("处理完毕"),
                ("received",),
                "handled",
                required=(Complaint.investigation, Complaint.handling, Complaint.handler, Complaint.done_on),
            ),
            Verb(
                "close",
                _("关闭"),
                ("handled",),
                "closed",
                required=(Complaint.confirmed, Complaint.confirmed_on),
                check=_major_is_raised,
            ),
            Verb(
                "raise",
                _("转为纠正措施"),
                ("received", "handled"),
                required=(Complaint.content,),
                check=_not_raised_yet,
                effect=_raise,
            ),
        ),
        locked=lambda row: _("投诉已关闭，修改须更正") if row.of(Complaint.status) == "closed" else "",
    ),
    sheet=Sheet(
        key=(Complaint.number,),
        states=True,
        synonyms={
            Complaint.number: (_("投诉编号"),),
            Complaint.customer: (_("客户"), _("客户名称"), _("顾客名称"), _("投诉人")),
            Complaint.received_on: (_("日期"), _("受理日期"), _("投诉时间")),
            Complaint.content: (_("内容"), _("投诉事项"), _("问题描述")),
            Complaint.major: (_("严重度"), _("是否重大"), _("重大")),
            Complaint.investigation: (_("原因调查"), _("调查情况")),
            Complaint.handling: (_("处理措施"), _("处理结果"), _("处理方案")),
            Complaint.handler: (_("责任人"), _("经办人")),
            Complaint.due_on: (_("时限"), _("要求完成日期")),
            Complaint.done_on: (_("完成"), _("处理日期"), _("完成时间")),
            Complaint.confirmed: (_("顾客是否满意"), _("客户确认"), _("满意情况")),
        },
        choices={
            Complaint.status: {_("处理中"): ("received",), _("已关闭"): ("closed",)},
            Complaint.confirmed: {_("认可"): ("accepted",), _("是"): ("satisfied",), _("否"): ("dissatisfied",)},
        },
        example={
            Complaint.customer: _("示例顾客甲"),
            Complaint.received_on: "2026-03-18",
            Complaint.content: _("一箱产品表面锈蚀（示例）"),
            Complaint.handling: _("当日换货，加防锈纸"),
            Complaint.due_on: "2026-03-25",
        },
    ),
)


def weighted(items: Sequence[Row]) -> Decimal:
    """The weighted mean of the scores; weights are shares (0.4) or percent (40). 0 without items or weights."""
    total = sum((Decimal(row.of(SatisfactionItem.weight)) for row in items), Decimal(0))
    if not total:
        return Decimal(0)
    points = (Decimal(row.of(SatisfactionItem.weight)) * Decimal(row.of(SatisfactionItem.score)) for row in items)
    return sum(points, Decimal(0)) / total


def _counts_guard(proposal: Proposal) -> list[Problem]:
    """有效 ≤ 回收 ≤ 发放: no later correction of another field could make it right."""
    row = proposal.after
    problems = [
        Problem(_("{}不能小于 0").format(f.verbose_name), f)
        for f in (Satisfaction.sent, Satisfaction.returned, Satisfaction.valid)
        if row.of(f) is not None and row.of(f) < 0
    ]
    counts = [f for f in (Satisfaction.valid, Satisfaction.returned, Satisfaction.sent) if row.of(f) is not None]
    problems += [
        Problem(_("{}多于{}").format(less.verbose_name, more.verbose_name), less)
        for less, more in pairwise(counts)
        if row.of(less) > row.of(more)
    ]
    full = row.of(Satisfaction.full_score)
    if full is None or Decimal(full) <= 0:
        problems.append(Problem(_("满分要大于 0"), Satisfaction.full_score))
    return problems


def _item_guard(proposal: Proposal) -> list[Problem]:
    row = proposal.after
    return [
        Problem(_("{}不能小于 0").format(f.verbose_name), f)
        for f in (SatisfactionItem.weight, SatisfactionItem.score)
        if row.of(f) is not None and Decimal(row.of(f)) < 0
    ]


ITEMS = Lines(
    "satisfaction_item",
    _("调查项目"),
    SatisfactionItem.satisfaction,
    (SatisfactionItem.item, SatisfactionItem.weight, SatisfactionItem.score, SatisfactionItem.note),
    natural=(SatisfactionItem.item,),
    guard=_item_guard,
)


class _Hundredths(ExactField):
    """A number that SQL gives in hundredths, so that nothing is rounded before it is read."""

    name = "hundredths"

    def python_value(self, value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


def _whole(f: AnyField) -> Any:
    """An exact number of up to four decimals as an integer."""
    return pw.fn.ROUND(f.cast("REAL") * 10000).cast("INTEGER")


def _weighted() -> pw.Node:
    """``weighted`` to two decimals for the list, in integers: Σ(weight · score) / Σ weight, half up."""
    points = pw.fn.SUM(_whole(SatisfactionItem.weight) * _whole(SatisfactionItem.score))
    weights = pw.fn.NULLIF(pw.fn.SUM(_whole(SatisfactionItem.weight)), 0)
    value = (points * 2 + weights * 100) / (weights * 200)
    return SatisfactionItem.select(value).where(SatisfactionItem.satisfaction == Satisfaction.id)


def _check_satisfaction(case: Case) -> list[Problem]:
    row, items = case.row, case.lines[ITEMS.key]
    problems = not_yet(case, Satisfaction.surveyed_on)
    weights = sum((Decimal(item.of(SatisfactionItem.weight)) for item in items), Decimal(0))
    if items and weights not in {Decimal(1), Decimal(100)}:
        text = _("各项权重合计 {}，应为 1（或 100）").format(format(weights.normalize(), "f"))
        problems.append(Problem(text, SatisfactionItem.weight))
    full = Decimal(row.of(Satisfaction.full_score))
    problems += [
        Problem(
            _("“{}”的得分 {} 超过满分 {}").format(item.of(SatisfactionItem.item), score, full), SatisfactionItem.score
        )
        for item in items
        if (score := Decimal(item.of(SatisfactionItem.score))) > full
    ]
    if items and row.of(Satisfaction.lowest):
        least = min(Decimal(item.of(SatisfactionItem.score)) for item in items)
        named = {item.of(SatisfactionItem.item) for item in items if Decimal(item.of(SatisfactionItem.score)) == least}
        if row.of(Satisfaction.lowest) not in named:
            text = _("得分最低的是“{}”，不是“{}”").format("、".join(sorted(named)), row.of(Satisfaction.lowest))
            problems.append(Problem(text, Satisfaction.lowest))
    return problems


SATISFACTION = Register(
    key="satisfaction",
    title=_("顾客满意度"),
    model=Satisfaction,
    clauses=("2016/9.1.2",),
    numbering="MY-{year}-{n:02}",
    columns=(
        Satisfaction.number,
        Satisfaction.name,
        Satisfaction.surveyed_on,
        Satisfaction.sent,
        Satisfaction.returned,
        Satisfaction.valid,
        Column(_("综合满意度"), _Hundredths(), _weighted, 88),
        Satisfaction.lowest,
        Satisfaction.improvement,
    ),
    sections=(
        Section(
            _("调查"),
            (
                Satisfaction.name,
                Satisfaction.surveyed_on,
                Satisfaction.sent,
                Satisfaction.returned,
                Satisfaction.valid,
                Satisfaction.full_score,
            ),
        ),
        Section(_("分析"), (Satisfaction.analyst, Satisfaction.lowest, Satisfaction.improvement)),
        Section(_("其他"), (Satisfaction.number, Satisfaction.clauses, Satisfaction.remark)),
    ),
    search=(Satisfaction.number, Satisfaction.name, Satisfaction.lowest, Satisfaction.improvement),
    filters=(Satisfaction.analyst,),
    order_by=(Satisfaction.surveyed_on,),
    lines=(ITEMS,),
    check=_check_satisfaction,
    happened=Satisfaction.surveyed_on,
    workflow=Workflow(guard=_counts_guard),
    sheet=Sheet(
        key=(Satisfaction.name,),
        defaults={Satisfaction.full_score: Decimal(100)},
        synonyms={
            Satisfaction.name: (_("调查"), _("名称"), _("期次")),
            Satisfaction.surveyed_on: (_("日期"), _("调查时间"), _("统计日期")),
            Satisfaction.sent: (_("发放"), _("发放数"), _("发出份数")),
            Satisfaction.returned: (_("回收"), _("回收数"), _("收回份数")),
            Satisfaction.valid: (_("有效"), _("有效数"), _("有效问卷")),
            Satisfaction.analyst: (_("分析人"), _("编制人")),
            Satisfaction.lowest: (_("得分最低项"),),
            Satisfaction.improvement: (_("改进"), _("改进措施"), _("建议")),
            SatisfactionItem.item: (_("项目"), _("评价项目"), _("调查内容")),
            SatisfactionItem.score: (_("得分"), _("各项均分"), _("均分")),
            SatisfactionItem.note: (_("建议"), _("主要意见")),
        },
        example={
            Satisfaction.name: _("2026 年上半年顾客满意度调查（示例）"),
            Satisfaction.surveyed_on: "2026-06-20",
            Satisfaction.sent: "30",
            Satisfaction.returned: "26",
            Satisfaction.valid: "25",
        },
    ),
)
