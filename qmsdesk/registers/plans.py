"""提升方案: its versions, items, talks, the firm's opinions, deviations (6.6, 6.7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.project import Plan, PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.registers.common import not_yet
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
    Values,
    Verb,
    Workflow,
)

PARTS = {
    "a": _("a) 组织架构、岗位职责、管理制度、工作流程、生产服务流程及关键控制点、表格工具"),
    "b": _("b) 人力、信息、技术、设备、物资等资源配置"),
    "c": _("c) 评价节点、提升目标及项目结束时的评价方法"),
    "d": _("d) 方案、制度、流程等实施内容的可行性研讨"),
    "e": _("e) 与制度、流程和其他措施相适应的培训活动"),
    "f": _("f) 质量监测与保障措施：质量计划、验收条件、标准和方法"),
    "g": _("g) 阶段目标和阶段成果"),
    "h": _("h) 其他相关资料"),
}
"""The contents of a plan under the headings of 6.6.1."""
NEEDED_PARTS = tuple(key for key in PARTS if key != "h")

ITEMS = Lines(
    "plan_item",
    _("方案项"),
    PlanItem.plan,
    (
        PlanItem.pain,
        PlanItem.measure,
        PlanItem.part,
        PlanItem.resource,
        PlanItem.owner,
        PlanItem.due_on,
        PlanItem.node,
        PlanItem.indicator,
        PlanItem.training,
        PlanItem.acceptance,
        PlanItem.result,
        PlanItem.done_on,
    ),
    natural=(PlanItem.pain, PlanItem.measure),
)
TALKS = Lines(
    "plan_talk",
    _("可行性研讨"),
    PlanTalk.plan,
    (PlanTalk.held_on, PlanTalk.topic, PlanTalk.people, PlanTalk.conclusion),
    natural=(PlanTalk.held_on, PlanTalk.topic),
)
FEEDBACK = Lines(
    "plan_feedback",
    _("企业意见"),
    PlanFeedback.plan,
    (PlanFeedback.given_on, PlanFeedback.text, PlanFeedback.given_by, PlanFeedback.adopted, PlanFeedback.reply),
    natural=(PlanFeedback.given_on, PlanFeedback.text),
)
DEVIATIONS = Lines(
    "plan_deviation",
    _("偏差与调整"),
    PlanDeviation.plan,
    (
        PlanDeviation.found_on,
        PlanDeviation.deviation,
        PlanDeviation.cause,
        PlanDeviation.adjustment,
        PlanDeviation.decided_by,
        PlanDeviation.plan_item,
    ),
    natural=(PlanDeviation.found_on, PlanDeviation.deviation),
)


def _places(rows: Sequence[Row], f: AnyField) -> str:
    return "、".join(str(no) for no, row in enumerate(rows, 1) if not row.of(f))


def _missing_to_consult(case: Case) -> Sequence[str]:
    return () if case.lines[ITEMS.key] else (_("方案项"),)


def _missing_to_approve(case: Case) -> Sequence[str]:
    missing = list(_missing_to_consult(case))
    items = case.lines[ITEMS.key]
    missing += [
        _("方案项 {} 的{}").format(places, f.verbose_name)
        for f in (PlanItem.owner, PlanItem.due_on)
        if (places := _places(items, f))
    ]
    if places := _places(case.lines[FEEDBACK.key], PlanFeedback.adopted):
        missing.append(_("企业意见 {} 的采纳情况").format(places))
    if case.row.of(Plan.version) > 1 and not case.row.of(Plan.change_reason):
        missing.append(str(Plan.change_reason.verbose_name))
    return missing


def _replaced(case: Case) -> list[Row]:
    """The versions in force that this one takes the place of: of the same title, or what its items were copied from."""
    version = case.row.of(Plan.version)
    copied = [case.target(item, PlanItem.copied_from) for item in case.lines[ITEMS.key]]
    sources = {item.of(PlanItem.plan) for item in copied if item is not None}
    found = []
    for earlier in range(1, version):
        for row in case.holding(Plan.version, earlier):
            same = row.of(Plan.title) == case.row.of(Plan.title) or row.id in sources
            if same and row.of(Plan.status) == "approved" and not row["void_reason"]:
                found.append(row)
    return found


def _approve(case: Case) -> Sequence[Edit]:
    """The version before is superseded; what was done under it while this one was drafted counts here too.

    An item finished there and not here takes over 完成日期 and 阶段成果 together. Else what stands here stays: of two
    results that differ nothing tells which is the later one, and one of them was typed into this version on purpose.
    """
    edits = [Edit(Plan, row.id, {Plan.status: "superseded"}) for row in _replaced(case)]
    for item in case.lines[ITEMS.key]:
        source = case.target(item, PlanItem.copied_from)
        if source is None:
            continue
        finished = source.of(PlanItem.done_on) and not item.of(PlanItem.done_on)
        done: Values = {
            f: source.of(f)
            for f in (PlanItem.result, PlanItem.done_on)
            if source.of(f) and source.of(f) != item.of(f) and (finished or not item.of(f))
        }
        if done:
            edits.append(Edit(PlanItem, item.id, done))
    return edits


def _guard(proposal: Proposal) -> list[Problem]:
    version = proposal.after.of(Plan.version)
    return [] if version is not None and 1 <= version <= 99 else [Problem(_("版本是 1 到 99"), Plan.version)]


def _locked(row: Row) -> str:
    if row.of(Plan.status) == "superseded":
        return _("方案已被新版替代，只能查看")
    return _("方案已批准，修改须出新版") if row.of(Plan.status) == "approved" else ""


def _next_item() -> pw.Node:
    """The earliest day of an item that is not done."""
    waiting = (PlanItem.plan == Plan.id) & PlanItem.done_on.is_null()
    return PlanItem.select(pw.fn.MIN(PlanItem.due_on)).where(waiting)


def _waiting() -> Sequence[Any]:
    """Items of a plan in force that are not done."""
    return (PlanItem.done_on.is_null(), PlanItem.plan << Plan.select(Plan.id).where(Plan.status == "approved"))


PLAN = Register(
    key="plan",
    title=_("提升方案"),
    model=Plan,
    clauses=("1023/6.6",),
    numbering="FA-{n:02}",
    columns=(
        Plan.number,
        Plan.title,
        Plan.version,
        Plan.status,
        Plan.party,
        Plan.approver,
        Plan.approved_on,
        Column(_("最近期限"), PlanItem.due_on, _next_item, 96),
    ),
    sections=(
        Section(_("方案"), (Plan.title, Plan.version, Plan.party, Plan.author, Plan.summary, Plan.change_reason)),
        Section(_("批准"), (Plan.approver, Plan.approved_on)),
        Section(_("其他"), (Plan.number, Plan.clauses, Plan.remark)),
    ),
    search=(Plan.number, Plan.title, Plan.author, Plan.summary),
    filters=(Plan.status, Plan.party),
    order_by=(Plan.title, Plan.version),
    lines=(ITEMS, TALKS, FEEDBACK, DEVIATIONS),
    check=lambda case: not_yet(case, Plan.approved_on),
    happened=Plan.approved_on,
    due=(Due(PlanItem.due_on, _("方案项完成"), _waiting, ITEMS, PlanItem.owner),),
    workflow=Workflow(
        verbs=(
            Verb("consult", _("征求意见"), ("draft",), "consulting", check=_missing_to_consult),
            Verb(
                "approve",
                _("批准"),
                ("consulting",),
                "approved",
                required=(Plan.author, Plan.approver, Plan.approved_on),
                check=_missing_to_approve,
                effect=_approve,
            ),
            Verb("return", _("退回修改"), ("consulting",), "draft", needs_reason=True),
            Verb("supersede", _("被新版替代"), ("approved",), "superseded", needs_reason=True, danger=True),
        ),
        locked=_locked,
        guard=_guard,
        correctable=False,
        stays_open=(DEVIATIONS, PlanItem.result, PlanItem.done_on),
        sealed=("superseded",),
    ),
    sheet=Sheet(
        key=(Plan.title, Plan.version),
        states=True,
        defaults={Plan.version: 1},
        synonyms={
            Plan.title: (_("名称"), _("方案")),
            Plan.author: (_("编制"),),
            PlanItem.pain: (_("问题"), _("存在问题")),
            PlanItem.measure: (_("提升措施"), _("改进措施")),
            PlanItem.part: (_("方案内容"), _("类别")),
            PlanItem.resource: (_("所需资源"),),
            PlanItem.owner: (_("负责人"), _("责任")),
            PlanItem.due_on: (_("完成期限"), _("计划完成日期")),
            PlanItem.indicator: (_("目标"), _("对应指标")),
            PlanItem.result: (_("成果"), _("完成情况")),
            PlanItem.done_on: (_("实际完成日期"),),
        },
        choices={
            PlanItem.part: {
                word: (str(key),) for key, _label in PlanItem.part.choices for word in (str(key), f"{key})", f"{key}）")
            }
        },
        example={Plan.title: _("认证提升方案（示例）"), Plan.version: "1", Plan.author: _("示例丙")},
    ),
)
