"""管理评审: the declaration, its gates and verbs (6.8, GB/T 19001 9.3).

The decisions of a closed review stay open for what follows from them: done, result, verification.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import days_after
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
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
    Verb,
    Workflow,
)

VERIFY_DAYS = 10  # from the end of a decision's action until its verification


def _independent(proposal: Proposal) -> list[Problem]:
    """Who answers for a decision does not verify it, unless there is a reason (人员有限)."""
    row = proposal.after
    verifier = row.of(ReviewOutput.verifier)
    if verifier is None or verifier != row.of(ReviewOutput.owner) or row.of(ReviewOutput.waiver).strip():
        return []
    return [Problem(_("验证人就是责任人，人员有限时先写明理由"), ReviewOutput.verifier)]


ATTENDEES = Lines(
    "review_attendee",
    _("参加人"),
    ReviewAttendee.review,
    (ReviewAttendee.person, ReviewAttendee.present),
    natural=(ReviewAttendee.person,),
)
INPUTS = Lines(
    "review_input",
    _("评审输入"),
    ReviewInput.review,
    (
        ReviewInput.code,
        ReviewInput.department,
        ReviewInput.summary,
        ReviewInput.links,
        ReviewInput.note,
        ReviewInput.reason,
    ),
    natural=(ReviewInput.code,),
)
OUTPUTS = Lines(
    "review_output",
    _("评审决定"),
    ReviewOutput.review,
    (
        ReviewOutput.kind,
        ReviewOutput.decision,
        ReviewOutput.basis,
        ReviewOutput.owner,
        ReviewOutput.due_on,
        ReviewOutput.measure,
        ReviewOutput.done_on,
        ReviewOutput.result,
        ReviewOutput.verifier,
        ReviewOutput.verified_on,
        ReviewOutput.effectiveness,
        ReviewOutput.waiver,
    ),
    guard=_independent,
)
FOLLOWED = (
    ReviewOutput.done_on,
    ReviewOutput.result,
    ReviewOutput.verifier,
    ReviewOutput.verified_on,
    ReviewOutput.effectiveness,
    ReviewOutput.waiver,
)
"""What of a decision stays open after the review is closed."""


def ready(line: Row) -> bool:
    """An input that says something: its figures, somebody's words, or why it does not apply."""
    return any(line.of(f).strip() for f in (ReviewInput.summary, ReviewInput.note, ReviewInput.reason))


def assigned(line: Row) -> bool:
    """A decision with somebody to answer for it and a date."""
    return line.of(ReviewOutput.owner) is not None and line.of(ReviewOutput.due_on) is not None


def _nobody_there(case: Case) -> Sequence[str]:
    there = any(line.of(ReviewAttendee.present) for line in case.lines[ATTENDEES.key])
    return () if there else (_("到会的参加人"),)


def _unfinished(case: Case) -> Iterator[str]:
    filled = {line.of(ReviewInput.code) for line in case.lines[INPUTS.key] if ready(line)}
    for code, title in ReviewInput.CODE:
        if code not in filled:
            yield _("评审输入 {}").format(title)
    outputs = case.lines[OUTPUTS.key]
    if not outputs:
        yield _("评审决定")
    for line in outputs:
        for field in (ReviewOutput.owner, ReviewOutput.due_on):
            if line.of(field) is None:
                yield _("决定“{}”的{}").format(line.of(ReviewOutput.decision), field.verbose_name)


def _close(case: Case) -> Sequence[Edit]:
    if case.row.of(Review.closed_on) is not None:
        return ()
    return (Edit(Review, case.row.id, {Review.closed_on: case.today}),)


def _check(case: Case) -> list[Problem]:
    held = case.row.of(Review.held_on)
    problems = not_yet(case, Review.held_on, Review.closed_on)
    for line in case.lines[OUTPUTS.key]:
        name, due = line.of(ReviewOutput.decision), line.of(ReviewOutput.due_on)
        done, verified = line.of(ReviewOutput.done_on), line.of(ReviewOutput.verified_on)
        if held and due and due < held:
            problems.append(Problem(_("决定“{}”的完成期限早于评审日期").format(name), ReviewOutput.due_on))
        if done and done > case.today:
            problems.append(Problem(_("决定“{}”的完成日期还没有到").format(name), ReviewOutput.done_on))
        if verified and (done is None or verified < done):
            problems.append(Problem(_("决定“{}”在完成之前就验证了").format(name), ReviewOutput.verified_on))
    return problems


def _decided() -> Any:
    """A decision counts from the day of the review that made it."""
    return Review.status << ("held", "closed")


def _verify_by() -> Any:
    return days_after(ReviewOutput.done_on, VERIFY_DAYS)


REVIEW = Register(
    key="review",
    title=_("管理评审"),
    model=Review,
    clauses=("1023/6.8.1", "1023/6.8.2", "2016/9.3"),
    numbering="GP-{year}-{n:02}",
    columns=(
        Review.number,
        Review.title,
        Review.planned_on,
        Review.held_on,
        Review.chair,
        Review.status,
        Review.closed_on,
    ),
    sections=(
        Section(
            _("计划"),
            (
                Review.number,
                Review.title,
                Review.planned_on,
                Review.place,
                Review.chair,
                Review.purpose,
                Review.agenda,
            ),
        ),
        Section(_("召开"), (Review.held_on, Review.snapshot_on)),
        Section(
            _("评审结论"),
            (Review.suitability, Review.adequacy, Review.effectiveness, Review.conclusion, Review.closed_on),
        ),
        Section(_("其他"), (Review.clauses, Review.remark)),
    ),
    search=(Review.number, Review.title, Review.conclusion),
    filters=(Review.status,),
    order_by=(Review.planned_on, Review.number),
    lines=(ATTENDEES, INPUTS, OUTPUTS),
    check=_check,
    happened=Review.held_on,
    due=(
        Due(
            Review.planned_on,
            _("管理评审"),
            lambda: (Review.status == "planned",),
            person=Review.chair,
        ),
        Due(
            ReviewOutput.due_on,
            _("评审决定"),
            lambda: (_decided(), ReviewOutput.done_on.is_null()),
            lines=OUTPUTS,
            person=ReviewOutput.owner,
        ),
        Due(
            Column(_("应验证"), ReviewOutput.done_on, _verify_by),
            _("评审决定的验证"),
            lambda: (_decided(), ReviewOutput.done_on.is_null(False), ReviewOutput.verified_on.is_null()),
            lines=OUTPUTS,
            person=ReviewOutput.verifier,
        ),
    ),
    workflow=Workflow(
        verbs=(
            Verb(
                "hold",
                _("召开"),
                ("planned",),
                "held",
                required=(Review.held_on, Review.chair),
                check=_nobody_there,
            ),
            Verb(
                "close",
                _("关闭评审"),
                ("held",),
                "closed",
                required=(
                    Review.held_on,
                    Review.chair,
                    Review.suitability,
                    Review.adequacy,
                    Review.effectiveness,
                    Review.conclusion,
                ),
                check=lambda case: (*_nobody_there(case), *_unfinished(case)),
                effect=_close,
            ),
        ),
        locked=lambda row: _("评审已关闭，只能跟踪决定") if row.of(Review.status) == "closed" else "",
        stays_open=FOLLOWED,
    ),
    sheet=Sheet(
        key=(Review.number,),
        states=True,
        synonyms={
            Review.number: (_("评审编号"),),
            Review.title: (_("名称"),),
            Review.planned_on: (_("计划时间"), _("计划评审日期")),
            Review.held_on: (_("评审时间"), _("时间"), _("会议日期")),
            Review.chair: (_("主持"), _("评审主持人")),
            Review.conclusion: (_("结论"), _("综合结论")),
        },
        example={
            Review.title: _("2026 年度管理评审（示例）"),
            Review.planned_on: "2026-11-06",
            Review.place: _("会议室"),
        },
    ),
)
