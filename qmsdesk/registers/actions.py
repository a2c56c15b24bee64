"""不符合与纠正措施: the declaration, its gates and its verbs (6.8.2, GB/T 19001 10.2).

An observation (观察) goes the same way with the same list, but for 有效性: nothing recurred yet that could be judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import peewee as pw

from qmsdesk.clock import day_in_china
from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity, NonconformityRound
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import days_after
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.nonconformity_sheet import SHEET
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
    Values,
    Verb,
    Workflow,
)

ANALYSE_DAYS = 15  # from the finding until its analysis is called overdue
VERIFY_DAYS = 10  # from the end of the action until its verification, unless another day is set

ROUNDS = Lines(
    "nonconformity_round",
    _("以前各轮"),
    NonconformityRound.nonconformity,
    (
        NonconformityRound.round,
        NonconformityRound.cause,
        NonconformityRound.action,
        NonconformityRound.due_on,
        NonconformityRound.done_on,
        NonconformityRound.verify_evidence,
        NonconformityRound.verifier,
        NonconformityRound.verified_on,
        NonconformityRound.effectiveness,
    ),
    kept=_("以前各轮由“退回分析”留下，按当时的样子保留"),
    locked=lambda _row: _("以前各轮按当时的样子保留"),
    guard=lambda _proposal: [Problem(_("以前各轮由“退回分析”留下，不能直接添加"), NonconformityRound.round)],
)

_OPENED = (
    Nonconformity.fact,
    Nonconformity.basis,
    Nonconformity.grade,
    Nonconformity.department,
    Nonconformity.owner,
    Nonconformity.correction,
    Nonconformity.corrected_on,
)
_ANALYSED = (
    *_OPENED,
    Nonconformity.factors,
    Nonconformity.cause,
    Nonconformity.extension,
    Nonconformity.action,
    Nonconformity.action_owner,
    Nonconformity.due_on,
)
_DONE = (*_ANALYSED, Nonconformity.done_on)
_VERIFIED = (
    *_DONE,
    Nonconformity.verify_method,
    Nonconformity.verify_evidence,
    Nonconformity.verifier,
    Nonconformity.verified_on,
)


def raised(source: str, fact: str, came_from: str = "", more: Values | None = None) -> Values:
    """The values of a new nonconformity, for ``records.save`` and for the effect of another register's verb.

    ``came_from`` is what ``spec.origin`` gives for the row that raised it.
    """
    return {
        Nonconformity.source: source,
        Nonconformity.fact: fact,
        Nonconformity.origin: came_from,
        **(more or {}),
    }


def found_on(row: Row) -> dt.date:
    """The day of the finding; the day of its entry where none is given."""
    given: dt.date | None = row.of(Nonconformity.found_on)
    return given or day_in_china(row["created_at"])


def _revised(case: Case) -> Sequence[str]:
    """The document that has to change has a version that took effect since the finding."""
    document = case.row.of(Nonconformity.document)
    if document is None:
        return ()
    since = found_on(case.row)
    for revision in case.holding(DocumentRevision.document, document):
        day = revision.of(DocumentRevision.effective_on)
        approved = revision.of(DocumentRevision.status) in {"in_force", "approved"}
        if approved and day is not None and since <= day <= case.today:
            return ()
    row = case.target(case.row, Nonconformity.document)
    return (_("“{}”在发现之后生效的版本").format(row.of(Document.title) if row else ""),)


def _effective(case: Case) -> Sequence[str]:
    found = case.row.of(Nonconformity.effectiveness)
    if found is None:
        observed = case.row.of(Nonconformity.grade) == "observation"
        return () if observed else (str(Nonconformity.effectiveness.verbose_name),)
    return () if found == "effective" else (_("有效性为“有效”（不是的话退回分析）"),)


def _not_effective(case: Case) -> Sequence[str]:
    judged = case.row.of(Nonconformity.effectiveness) in {"partly", "ineffective"}
    return () if judged else (_("有效性为“部分有效”或“无效”"),)


def _independence(case: Case) -> Sequence[str]:
    verifier = case.row.of(Nonconformity.verifier)
    responsible = {case.row.of(Nonconformity.owner), case.row.of(Nonconformity.action_owner)}
    return (_("验证人就是责任人"),) if verifier is not None and verifier in responsible else ()


def _finish(case: Case) -> Sequence[Edit]:
    if case.row.of(Nonconformity.verify_by) is not None:
        return ()
    day = case.row.of(Nonconformity.done_on) + dt.timedelta(days=VERIFY_DAYS)
    return (Edit(Nonconformity, case.row.id, {Nonconformity.verify_by: day}),)


def _close(case: Case) -> Sequence[Edit]:
    if case.row.of(Nonconformity.closed_on) is not None:
        return ()
    return (Edit(Nonconformity, case.row.id, {Nonconformity.closed_on: case.today}),)


_CLEARED: Values = {
    Nonconformity.cause: "",
    Nonconformity.action: "",
    Nonconformity.due_on: None,
    Nonconformity.done_on: None,
    Nonconformity.document: None,
    Nonconformity.verify_by: None,
    Nonconformity.verify_method: "",
    Nonconformity.verify_evidence: "",
    Nonconformity.verifier: None,
    Nonconformity.verified_on: None,
    Nonconformity.effectiveness: None,
}


def _next_round(case: Case) -> Sequence[Edit]:
    row = case.row
    kept = {f: row[f.name] for f in ROUNDS.fields}
    place = {NonconformityRound.nonconformity: row.id, NonconformityRound.position: len(case.lines[ROUNDS.key])}
    return (
        Edit(NonconformityRound, None, {**kept, **place}),
        Edit(Nonconformity, row.id, {**_CLEARED, Nonconformity.round: row.of(Nonconformity.round) + 1}),
    )


def _guard(proposal: Proposal) -> list[Problem]:
    before, after = proposal.before, proposal.after
    if before is not None and before.of(Nonconformity.round) != after.of(Nonconformity.round):
        return [Problem(_("轮次由“退回分析”增加，不能直接改"), Nonconformity.round)]
    number = after.of(Nonconformity.round)
    return [] if number is not None and 1 <= number <= 99 else [Problem(_("轮次是 1 到 99"), Nonconformity.round)]


_ORDER: tuple[tuple[AnyField, AnyField], ...] = (
    (Nonconformity.found_on, Nonconformity.corrected_on),
    (Nonconformity.found_on, Nonconformity.due_on),
    (Nonconformity.found_on, Nonconformity.done_on),
    (Nonconformity.done_on, Nonconformity.verified_on),
    (Nonconformity.verified_on, Nonconformity.closed_on),
)
_PAST = (Nonconformity.found_on, Nonconformity.corrected_on, Nonconformity.done_on, Nonconformity.verified_on)


def _check(case: Case) -> list[Problem]:
    row, problems = case.row, []
    for first, second in _ORDER:
        if row.of(first) and row.of(second) and row.of(second) < row.of(first):
            text = _("{}早于{}").format(second.verbose_name, first.verbose_name)
            problems.append(Problem(text, second))
    late = [f for f in _PAST if row.of(f) and row.of(f) > case.today]
    return problems + [Problem(_("{}还没有到").format(f.verbose_name), f) for f in late]


def _analyse_by() -> Any:
    """A further round begins with the verification that sent it back."""
    sent_back = NonconformityRound.select(pw.fn.MAX(NonconformityRound.verified_on)).where(
        NonconformityRound.nonconformity == Nonconformity.id
    )
    day = pw.fn.COALESCE(sent_back, Nonconformity.found_on, pw.fn.SUBSTR(Nonconformity.created_at, 1, 10))
    return days_after(day, ANALYSE_DAYS)


NONCONFORMITY = Register(
    key="nonconformity",
    title=_("不符合与纠正措施"),
    model=Nonconformity,
    clauses=("1023/6.8.2", "2016/10.2"),
    numbering="NC-{year}-{n:02}",
    columns=(
        Nonconformity.number,
        Nonconformity.fact,
        Nonconformity.source,
        Nonconformity.grade,
        Nonconformity.department,
        Nonconformity.status,
        Nonconformity.owner,
        Nonconformity.due_on,
        Nonconformity.found_on,
        Nonconformity.factors,
    ),
    sections=(
        Section(
            _("不符合"),
            (
                Nonconformity.fact,
                Nonconformity.found_on,
                Nonconformity.source,
                Nonconformity.source_note,
                Nonconformity.basis,
                Nonconformity.clauses,
                Nonconformity.grade,
                Nonconformity.department,
                Nonconformity.owner,
            ),
        ),
        Section(_("纠正"), (Nonconformity.correction, Nonconformity.corrected_on)),
        Section(_("原因分析"), (Nonconformity.factors, Nonconformity.cause, Nonconformity.extension)),
        Section(
            _("纠正措施"),
            (
                Nonconformity.action,
                Nonconformity.action_owner,
                Nonconformity.due_on,
                Nonconformity.document,
                Nonconformity.done_on,
            ),
        ),
        Section(
            _("有效性验证"),
            (
                Nonconformity.verify_by,
                Nonconformity.verify_method,
                Nonconformity.verify_evidence,
                Nonconformity.verifier,
                Nonconformity.verified_on,
                Nonconformity.effectiveness,
                Nonconformity.closed_on,
            ),
        ),
        Section(_("其他"), (Nonconformity.plan_item, Nonconformity.number, Nonconformity.round, Nonconformity.remark)),
    ),
    search=(Nonconformity.number, Nonconformity.fact, Nonconformity.basis, Nonconformity.clauses),
    filters=(
        Nonconformity.status,
        Nonconformity.source,
        Nonconformity.grade,
        Nonconformity.department,
        Nonconformity.factors,
    ),
    order_by=(Nonconformity.number,),
    lines=(ROUNDS,),
    check=_check,
    happened=Nonconformity.found_on,
    due=(
        Due(
            Column(_("应完成分析"), Nonconformity.found_on, _analyse_by),
            _("不符合的原因分析"),
            lambda: (
                (Nonconformity.status == "opened")
                | ((Nonconformity.status == "analysis") & Nonconformity.due_on.is_null()),
            ),
            person=Nonconformity.owner,
        ),
        Due(
            Nonconformity.due_on,
            _("纠正措施完成"),
            lambda: (Nonconformity.status << ("opened", "analysis", "action"), Nonconformity.done_on.is_null()),
            person=Nonconformity.action_owner,
        ),
        Due(
            Nonconformity.verify_by,
            _("纠正措施验证"),
            lambda: (Nonconformity.status != "closed",),
            person=Nonconformity.verifier,
        ),
    ),
    workflow=Workflow(
        verbs=(
            Verb("analyse", _("提交分析"), ("opened",), "analysis", required=_OPENED),
            Verb("plan", _("提交措施"), ("analysis",), "action", required=_ANALYSED),
            Verb("finish", _("完成"), ("action",), "verifying", required=_DONE, check=_revised, effect=_finish),
            Verb(
                "reopen",
                _("退回分析"),
                ("verifying",),
                "analysis",
                required=(Nonconformity.verify_evidence, Nonconformity.verifier, Nonconformity.verified_on),
                check=_not_effective,
                effect=_next_round,
                danger=True,
            ),
            Verb(
                "close",
                _("验证并关闭"),
                ("verifying",),
                "closed",
                required=_VERIFIED,
                check=lambda case: (*_revised(case), *_effective(case)),
                waivable=_independence,
                effect=_close,
            ),
        ),
        locked=lambda row: _("不符合已关闭，只能查看") if row.of(Nonconformity.status) == "closed" else "",
        stays_open=(Nonconformity.plan_item,),
        guard=_guard,
    ),
    sheet=SHEET,
)
