"""不合格品: the declaration, and the verb that makes a nonconformity of one (GB/T 19001 8.7)."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.models.actions import NonconformingOutput, Nonconformity
from qmsdesk.registers.actions import raised
from qmsdesk.registers.spec import Case, Due, Edit, Problem, Register, Section, Sheet, Verb, Workflow, origin

_SOURCES = {"incoming": "supplier", "process": "process", "final": "process", "customer": "complaint"}


def _check(case: Case) -> list[Problem]:
    row, problems = case.row, []
    if row.of(NonconformingOutput.disposal) == "concession" and not row.of(NonconformingOutput.authorised_by):
        problems.append(Problem(_("让步接收还差授权人"), NonconformingOutput.authorised_by))
    day = row.of(NonconformingOutput.disposed_on)
    if day and day < row.of(NonconformingOutput.found_on):
        problems.append(Problem(_("处置日期早于发现日期"), NonconformingOutput.disposed_on))
    return problems


def _not_raised_yet(case: Case) -> Sequence[str]:
    known = case.pointing(Nonconformity.origin)
    return (_("还没有转过（已有 {}）").format(known[0]["number"]),) if known else ()


def _raise(case: Case) -> Sequence[Edit]:
    row = case.row
    amount = NonconformingOutput.quantity
    quantity = f"{row.of(amount):f} {row.of(NonconformingOutput.unit)}".strip() if row.of(amount) is not None else ""
    what = " ".join(
        part for part in (row.of(NonconformingOutput.product), row.of(NonconformingOutput.batch), quantity) if part
    )
    values = raised(
        _SOURCES[row.of(NonconformingOutput.place)],
        f"{what}：{row.of(NonconformingOutput.problem)}",
        origin(NONCONFORMING_OUTPUT.key, row.id),
        {
            Nonconformity.found_on: row.of(NonconformingOutput.found_on),
            Nonconformity.department: row.of(NonconformingOutput.department),
            Nonconformity.clauses: ("2016/8.7",),
            Nonconformity.source_note: row["number"],
        },
    )
    return (Edit(Nonconformity, None, values),)


NONCONFORMING_OUTPUT = Register(
    key="nonconforming_output",
    title=_("不合格品台账"),
    model=NonconformingOutput,
    clauses=("1023/6.7.2.4 d)", "2016/8.7"),
    numbering="BHG-{year}-{n:03}",
    columns=(
        NonconformingOutput.number,
        NonconformingOutput.product,
        NonconformingOutput.found_on,
        NonconformingOutput.place,
        NonconformingOutput.quantity,
        NonconformingOutput.unit,
        NonconformingOutput.disposal,
        NonconformingOutput.department,
        NonconformingOutput.recheck,
    ),
    sections=(
        Section(
            _("不合格品"),
            (
                NonconformingOutput.found_on,
                NonconformingOutput.product,
                NonconformingOutput.place,
                NonconformingOutput.quantity,
                NonconformingOutput.unit,
                NonconformingOutput.batch,
                NonconformingOutput.problem,
                NonconformingOutput.finder,
                NonconformingOutput.department,
            ),
        ),
        Section(
            _("评审处置"),
            (
                NonconformingOutput.disposal,
                NonconformingOutput.authorised_by,
                NonconformingOutput.disposed_on,
                NonconformingOutput.recheck,
            ),
        ),
        Section(_("其他"), (NonconformingOutput.number, NonconformingOutput.clauses, NonconformingOutput.remark)),
    ),
    search=(NonconformingOutput.number, NonconformingOutput.product, NonconformingOutput.batch),
    filters=(NonconformingOutput.place, NonconformingOutput.disposal, NonconformingOutput.department),
    order_by=(NonconformingOutput.found_on, NonconformingOutput.number),
    check=_check,
    happened=NonconformingOutput.found_on,
    due=(
        Due(
            NonconformingOutput.found_on,
            _("不合格品处置"),
            lambda: (NonconformingOutput.disposal.is_null(),),
            person=NonconformingOutput.authorised_by,
        ),
        Due(
            NonconformingOutput.disposed_on,
            _("返工、返修后复检"),
            lambda: (NonconformingOutput.disposal << ("rework", "repair"), NonconformingOutput.recheck == ""),
            person=NonconformingOutput.finder,
        ),
    ),
    workflow=Workflow(
        verbs=(
            Verb(
                "raise",
                _("转为不符合"),
                ("",),
                required=(NonconformingOutput.problem,),
                check=_not_raised_yet,
                effect=_raise,
            ),
        ),
    ),
    sheet=Sheet(
        key=(NonconformingOutput.number,),
        beside={
            NonconformingOutput.finder: NonconformingOutput.department,
            NonconformingOutput.authorised_by: NonconformingOutput.department,
        },
        synonyms={
            NonconformingOutput.number: (_("报告编号"), _("单号")),
            NonconformingOutput.found_on: (_("日期"), _("发生日期")),
            NonconformingOutput.product: (_("品名"), _("产品名称"), _("名称规格"), _("品名/规格")),
            NonconformingOutput.place: (_("不合格来源"), _("发生环节")),
            NonconformingOutput.quantity: (_("不合格数量"), _("不合格数")),
            NonconformingOutput.batch: (_("批号"), _("合同号"), _("合同号或厂商")),
            NonconformingOutput.problem: (_("不合格现象"), _("不合格内容"), _("问题描述")),
            NonconformingOutput.finder: (_("发现人员"), _("检验员")),
            NonconformingOutput.disposal: (_("处置方式"), _("评审处置"), _("处理方式")),
            NonconformingOutput.authorised_by: (_("批准人"), _("授权放行人")),
            NonconformingOutput.recheck: (_("复检"), _("复验结果")),
        },
        choices={
            NonconformingOutput.place: {
                _("进货"): ("incoming",),
                _("外购"): ("incoming",),
                _("制程"): ("process",),
                _("生产过程"): ("process",),
                _("最终"): ("final",),
                _("客户退货"): ("customer",),
                _("退货"): ("customer",),
            },
            NonconformingOutput.disposal: {
                _("让步"): ("concession",),
                _("特采"): ("concession",),
                _("降级使用"): ("downgrade",),
                _("退供方"): ("return",),
            },
        },
        example={
            NonconformingOutput.found_on: "2026-03-12",
            NonconformingOutput.product: _("法兰盘 DN50（示例）"),
            NonconformingOutput.place: _("过程"),
            NonconformingOutput.quantity: "12",
            NonconformingOutput.unit: _("件"),
            NonconformingOutput.problem: _("内孔超差 0.05 mm"),
            NonconformingOutput.disposal: _("返工"),
        },
    ),
)
