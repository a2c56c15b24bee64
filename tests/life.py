"""A register with everything a record's life has: states, gates, a lock, child rows with locks, a business date."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.models.base import Row
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.spec import Case, Lines, Problem, Register, Section, Sheet, Verb, Workflow

PRESENT = Lines(
    "session_attendance",
    "到场",
    Attendance.training,
    (Attendance.person, Attendance.present, Attendance.score, Attendance.note),
    locked=lambda line: "已有成绩" if line.of(Attendance.score) is not None else "",
    natural=(Attendance.person,),
)


def _locked(row: Row) -> str:
    return "已评价，修改须更正" if row["status"] == "evaluated" else ""


def _check(case: Case) -> list[Problem]:
    held, evaluated = case.row.of(Training.held_on), case.row.of(Training.evaluated_on)
    wrong = held and evaluated and evaluated < held
    return [Problem("评价早于实施", Training.evaluated_on)] if wrong else []


def _alone(case: Case) -> Sequence[str]:
    return ("评价人就是讲师",) if case.row.of(Training.trainer) == "本人" else ()


SESSION = Register(
    key="session",
    title="培训场次",
    model=Training,
    clauses=("2016/7.2",),
    numbering="CC-{n:03}",
    columns=(Training.number, Training.topic, Training.held_on, Training.status),
    sections=(
        Section("基本信息", (Training.topic, Training.tiers, Training.held_on, Training.trainer, Training.place)),
        Section("评价", (Training.evaluated_on, Training.evaluator, Training.follow_up)),
    ),
    search=(Training.number, Training.topic),
    order_by=(Training.number,),
    lines=(PRESENT,),
    check=_check,
    happened=Training.held_on,
    workflow=Workflow(
        verbs=(
            Verb("hold", "确认实施", ("planned",), "held", required=(Training.held_on, Training.trainer)),
            Verb(
                "evaluate",
                "评价",
                ("held",),
                "evaluated",
                required=(Training.evaluator, Training.evaluated_on),
                waivable=_alone,
            ),
            Verb("repeat", "重新培训", ("held", "evaluated"), "planned"),
        ),
        locked=_locked,
        stays_open=(Training.follow_up,),
    ),
    sheet=Sheet(key=(Training.number,)),
)


def verb(key: str) -> Verb:
    """One of the verbs."""
    return next(v for v in SESSION.workflow.verbs if v.key == key)
