"""分层培训: the declaration, its gates and what follows from a mark (6.7.2.2, GB/T 19001 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import days_after
from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
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
    Verb,
    Workflow,
)
from qmsdesk.registers.training_sheet import SHEET

EVALUATE_WITHIN = 30
"""Days after a session within which its effect is to be evaluated; later it counts as overdue."""


def _attendance_guard(proposal: Proposal) -> list[Problem]:
    score = proposal.after.of(Attendance.score)
    return [Problem(_("成绩不能是负数"), Attendance.score)] if score is not None and score < 0 else []


ATTENDANCE = Lines(
    "attendance",
    _("签到"),
    Attendance.training,
    (
        Attendance.person,
        Attendance.present,
        Attendance.score,
        Attendance.result,
        Attendance.made_up_on,
        Attendance.note,
    ),
    natural=(Attendance.person,),
    guard=_attendance_guard,
)


def passed(training: Row, line: Row) -> bool | None:
    """Whether somebody passed: as stated, else by his mark against 合格分; None while neither is known."""
    result, score, least = line.of(Attendance.result), line.of(Attendance.score), training.of(Training.pass_mark)
    if result is not None:
        return bool(result == "passed")
    return None if score is None or least is None else bool(score >= least)


def unsettled(training: Row, lines: Sequence[Row]) -> list[Row]:
    """Those who did not pass and have not made it up; 后续措施 has to say what becomes of them."""
    return [r for r in lines if passed(training, r) is False and not r.of(Attendance.made_up_on)]


def _missing_to_hold(case: Case) -> Sequence[str]:
    lines = case.lines[ATTENDANCE.key]
    return () if any(r.of(Attendance.present) for r in lines) else (_("至少一人到场（签到）"),)


def _missing_to_evaluate(case: Case) -> Sequence[str]:
    if case.row.of(Training.follow_up):
        return ()
    names = []
    for line in unsettled(case.row, case.lines[ATTENDANCE.key]):
        person = case.target(line, Attendance.person)
        names.append(str(person.of(Person.name)) if person else "")
    return (_("不合格人员的补训日期或后续措施：{}").format("、".join(names)),) if names else ()


def repeats(row: Row) -> int:
    """The training whose absent people a make-up session is for; 0 for any other session."""
    key, _colon, rest = str(row.of(Training.origin)).partition(":")
    number = rest.partition(":")[0]
    return int(number) if key == "training" and number.isdecimal() else 0


def _note_made_up(case: Case) -> Sequence[Edit]:
    """Who is here made up what he missed: that is noted with the session this one repeats, unless it is closed."""
    first = next(iter(case.holding(Training.id, repeats(case.row))), None)
    if first is None or (first.of(Training.status) == "evaluated" and not first["correcting"]):
        return ()
    here = {r.of(Attendance.person) for r in case.lines[ATTENDANCE.key] if r.of(Attendance.present)}
    missed = [
        r for r in case.holding(Attendance.training, first.id)
        if r.of(Attendance.person) in here and not r.of(Attendance.made_up_on)
        and (not r.of(Attendance.present) or passed(first, r) is False)
    ]  # fmt: skip
    return [Edit(Attendance, r.id, {Attendance.made_up_on: case.row.of(Training.held_on)}) for r in missed]


def _check(case: Case) -> list[Problem]:
    row, lines = case.row, case.lines[ATTENDANCE.key]
    held, evaluated = row.of(Training.held_on), row.of(Training.evaluated_on)
    problems = []
    if held and held > case.today:
        problems.append(Problem(_("实施日期还没有到"), Training.held_on))
    if held and evaluated and evaluated < held:
        problems.append(Problem(_("评价日期早于实施日期"), Training.evaluated_on))
    if any(r.of(Attendance.score) is not None and not _took_part(r) for r in lines):
        problems.append(Problem(_("有人没有到场也没有补训，却有成绩")))
    if held and any(day < held for r in lines if (day := r.of(Attendance.made_up_on))):
        problems.append(Problem(_("补训日期早于实施日期")))
    return problems


def _took_part(line: Row) -> bool:
    return bool(line.of(Attendance.present) or line.of(Attendance.made_up_on))


def _guard(proposal: Proposal) -> list[Problem]:
    wrong = [f for f in (Training.hours, Training.pass_mark) if (n := proposal.after.of(f)) is not None and n < 0]
    return [Problem(_("{}不能是负数").format(f.verbose_name), f) for f in wrong]


def _count(*conditions: Any) -> Any:
    query = Attendance.select(pw.fn.COUNT(Attendance.id)).where(Attendance.training == Training.id)
    for condition in conditions:
        query = query.where(condition)
    return query


def _day() -> Any:
    return pw.fn.COALESCE(Training.held_on, Training.planned_on)


def _turnout() -> Any:
    """实到/应到 as text; a dash for who came as long as the session is only planned."""
    came = pw.Case(None, ((Training.status == "planned", "—"),), _text(_count(Attendance.present == True)))  # noqa: E712
    return _joined(_joined(came, pw.Value("/")), _text(_count()))


def _text(number: Any) -> Any:
    return pw.Cast(number, "TEXT")


def _joined(first: Any, second: Any) -> Any:
    return pw.Expression(first, pw.OP.CONCAT, second)


def _effect() -> Any:
    """The conclusion; 未评价 for what was held without one."""
    waiting = (Training.status == "held") & Training.conclusion.is_null()
    return pw.Case(None, ((waiting, _("未评价")),), Training.conclusion)


def _evaluate_by() -> Any:
    return days_after(Training.held_on, EVALUATE_WITHIN)


EVALUATION = Section(
    _("有效性评价"),
    (
        Training.evaluated_on,
        Training.method,
        Training.criterion,
        Training.conclusion,
        Training.evaluator,
        Training.follow_up,
    ),
)

TRAINING = Register(
    key="training",
    title=_("分层培训"),
    model=Training,
    clauses=("1023/6.7.2.2", "2016/7.2"),
    numbering="PX-{year}-{n:02}",
    columns=(
        Training.number,
        Training.topic,
        Column(_("日期"), Training.held_on, _day, 92),
        Training.tiers,
        Training.status,
        Column(_("有效性"), Training.conclusion, _effect, 96, pill=True),
        Column(_("实到/应到"), Training.place, _turnout, 76),
        Training.trainer,
        Training.hours,
        Training.mode,
    ),
    sections=(
        Section(
            _("计划"),
            (
                Training.topic,
                Training.tiers,
                Training.subjects,
                Training.mode,
                Training.planned_on,
                Training.hours,
                Training.trainer,
                Training.party,
                Training.place,
                Training.material,
                Training.exam,
                Training.pass_mark,
                Training.document,
                Training.plan_item,
            ),
        ),
        Section(_("实施"), (Training.held_on, Training.content)),
        EVALUATION,
        Section(_("其他"), (Training.clauses, Training.remark)),
    ),
    search=(Training.number, Training.topic, Training.trainer, Training.content),
    filters=(Training.status, Training.tiers, Training.mode, Training.conclusion),
    order_by=(Training.number,),
    lines=(ATTENDANCE,),
    check=_check,
    happened=Training.held_on,
    due=(
        Due(Training.planned_on, _("培训计划"), lambda: (Training.status == "planned",)),
        Due(
            Column(_("评价期限"), Training.held_on, _evaluate_by),
            _("培训有效性评价"),
            lambda: (Training.status == "held",),
            person=Training.evaluator,
        ),
    ),
    workflow=Workflow(
        verbs=(
            Verb(
                "hold",
                _("登记实施"),
                ("planned",),
                "held",
                required=(Training.held_on,),
                check=_missing_to_hold,
                effect=_note_made_up,
            ),
            Verb(
                "evaluate",
                _("完成评价"),
                ("held",),
                "evaluated",
                required=(
                    Training.evaluated_on,
                    Training.method,
                    Training.criterion,
                    Training.conclusion,
                    Training.evaluator,
                ),
                check=_missing_to_evaluate,
            ),
        ),
        locked=lambda row: _("培训已评价，只能查看") if row.of(Training.status) == "evaluated" else "",
        stays_open=(Training.plan_item, Training.remark),
        guard=_guard,
    ),
    sheet=SHEET,
)
