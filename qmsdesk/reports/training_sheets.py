"""Draws the forms of trainings: the plan by months, the grid to sign in, who came with what result, the effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import TIERS, Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.kinds import to_text
from qmsdesk.registers.training import TRAINING, passed, unsettled
from qmsdesk.reports.form_grid import FormGrid
from qmsdesk.reports.forms import Form
from qmsdesk.reports.table import Row as Cells
from qmsdesk.services import reading
from qmsdesk.services.training import Session, mean

_BLANK_NAMES, _BLANK_ROWS, _BLANK_PLAN = 45, 16, 10
_LEAST_NAMES, _SPARE = 30, 6  # places in the grid; some stay empty for who comes unexpected
_LEAST_PLAN = 7  # rows of a plan with few sessions
_ACROSS = 3  # blocks of name and signature
_SIGN_ROW = 8.5  # mm


class Sheets(FormGrid):
    """One form of one training; None in its place draws the form to be filled in by hand."""

    def __init__(self, db: Database, form: Form, when: dt.datetime, *, mark: str = "") -> None:
        super().__init__(db, form, when, mark=mark)
        self._db, self._form = db, form
        self._people = {p.id: p for p in reading.rows(db, Person)}
        self._homes = reading.captions(db, Department)

    def plan(self, sessions: Sequence[Session], year: int) -> None:
        """年度培训计划: ○ planned, ● held."""
        self.line(_("年度：{}").format(year))
        rows: list[Cells] = [self._planned(n, s, year) for n, s in enumerate(sessions, 1)]
        least = _LEAST_PLAN if rows else _BLANK_PLAN
        rows += [[str(n), *[""] * (len(self._form.columns) - 1)] for n in range(len(rows) + 1, least + 1)]
        self.table(self._form, rows)
        self.notes([_("注：○ 计划，● 已实施。层级：{}。").format("；".join(str(label) for _key, label in TIERS))])
        self.sign(*self._form.signatures)

    def attendance(self, session: Session | None) -> None:
        """培训签到表: the names of those expected are printed, everybody signs."""
        self._head(session)
        names = [self._name(r) for r in session.lines] if session else []
        count = max(_LEAST_NAMES if names else _BLANK_NAMES, len(names) + _SPARE)
        high = -(-count // _ACROSS)
        places = [*names, *[""] * (high * _ACROSS - len(names))]
        rows: list[Cells] = [
            [text for block in range(_ACROSS) for text in (places[block * high + line], "")] for line in range(high)
        ]
        self.table(self._form, rows)
        expected = _("{} 人").format(len(names)) if names else ""
        self.boxes(
            [
                (_("应到人数"), expected, _("实到人数"), ""),
                (_("考核方式"), self._text(session, Training.exam), _("效果评价"), ""),
            ],
            tall=_SIGN_ROW,
        )
        self.sign(*self._form.signatures)

    def record(self, session: Session | None) -> None:
        """培训记录: who came, with what result."""
        self._head(session)
        self.boxes([(_("内容摘要"), self._text(session, Training.content) or ("" if session else "\n\n\n"))])
        exam = self._text(session, Training.exam)
        rows: list[Cells] = []
        for number, line in enumerate(session.lines if session else (), 1):
            assert session is not None
            note = line.of(Attendance.note)
            if line.of(Attendance.made_up_on):
                note = "；".join(t for t in (_("{} 补训").format(line.of(Attendance.made_up_on)), note) if t)
            here = _("到场") if line.of(Attendance.present) else _("缺席") if session.held else ""
            rows.append(
                [str(number), self._name(line), self._home(line), here, exam,
                 to_text(Attendance.score, line.of(Attendance.score)), _result(session.row, line), note]
            )  # fmt: skip
        if session is None:
            rows = [[str(n), *[""] * (len(self._form.columns) - 1)] for n in range(1, _BLANK_ROWS + 1)]
        self.table(self._form, rows)
        if session is not None:
            self._say(session)
        self.sign(*self._form.signatures)

    def evaluation(self, session: Session | None) -> None:
        """培训效果评价表: how it was judged, how many passed, what becomes of the others."""
        self._head(session)
        row = session.row if session else None
        good, known = session.outcome if session else (0, 0)
        average = mean(session.scores) if session else None
        counted = _("{} / {}").format(good, known) if known else ""
        came = _("{} / {}").format(len(session.present), len(session.lines)) if session and session.held else ""
        self.boxes(
            [
                (_("评价方法"), self._text(session, Training.method), _("考核方式"),
                 self._text(session, Training.exam)),
                (_("评价标准"), self._text(session, Training.criterion)),
                (_("实到/应到"), came, _("合格/应考核"), counted),
                (_("平均成绩"), str(average) if average is not None else "", _("合格分"),
                 self._text(session, Training.pass_mark)),
                (_("未通过处理"), self._text(session, Training.follow_up) or ("" if session else "\n\n")),
                (_("效果结论"), self._text(session, Training.conclusion), _("评价日期"),
                 self._text(session, Training.evaluated_on)),
                (_("评价人"), self._text(session, Training.evaluator)),
            ]
        )  # fmt: skip
        failed = [r for r in session.lines if passed(session.row, r) is False] if session else []
        rows: list[Cells] = [self._failed(session.row, line) for line in failed] if session else []
        if row is None:
            rows = [[""] * len(self._form.columns) for _n in range(6)]
        self.table(self._form, rows, title=_("未通过人员"), empty=_("没有未通过的人员"))
        if session is not None:
            self._say(session)
        self.sign(*self._form.signatures)

    def _head(self, session: Session | None) -> None:
        number = session.number if session else ""
        self.line(_("编号：{}").format(number) if number else "")
        trainer = [self._text(session, Training.trainer), self._text(session, Training.party)]
        hours = self._text(session, Training.hours)
        self.boxes(
            [
                (_("培训主题"), self._text(session, Training.topic)),
                (_("培训时间"), str(session.day or "") if session else "", _("学时"), hours),
                (_("培训地点"), self._text(session, Training.place), _("培训形式"), self._text(session, Training.mode)),
                (_("讲师"), "　".join(t for t in trainer if t), _("教材"), self._text(session, Training.material)),
                (_("培训对象"), self._text(session, Training.tiers)),
                (_("规定内容"), self._text(session, Training.subjects)),
            ]
        )

    def _say(self, session: Session) -> None:
        left = unsettled(session.row, session.lines)
        if left and session.evaluated:
            self.notes([_("尚未补训：{}").format("、".join(self._name(r) for r in left))])
        self.standing(self._db, TRAINING, session.row)

    def _planned(self, number: int, session: Session, year: int) -> Cells:
        row = session.row
        held = row.of(Training.held_on) if session.held else None
        planned = row.of(Training.planned_on)
        marks = []
        for month in range(1, 13):
            done = held and (held.year, held.month) == (year, month)
            due = planned and (planned.year, planned.month) == (year, month)
            marks.append("●" if done else "○" if due else "")
        tiers = row.of(Training.tiers)
        who = "、".join(str(dict(TIERS)[key])[2:] for key in tiers)
        trainer = [row.of(Training.trainer), self._text(session, Training.party)]
        return [
            str(number), "、".join(tiers), row.of(Training.topic), who, to_text(Training.mode, row.of(Training.mode)),
            *marks, "　".join(t for t in trainer if t), to_text(Training.exam, row.of(Training.exam)),
            to_text(Training.status, row["status"]),
        ]  # fmt: skip

    def _failed(self, row: Row, line: Row) -> Cells:
        return [
            self._name(line), self._home(line), to_text(Attendance.score, line.of(Attendance.score)),
            _result(row, line), to_text(Attendance.made_up_on, line.of(Attendance.made_up_on)),
            line.of(Attendance.note),
        ]  # fmt: skip

    def _text(self, session: Session | None, field: AnyField) -> str:
        return reading.display(self._db, field, session.row.of(field)) if session else ""

    def _name(self, line: Row) -> str:
        person = self._people.get(line.of(Attendance.person))
        return str(person.of(Person.name)) if person else ""

    def _home(self, line: Row) -> str:
        person = self._people.get(line.of(Attendance.person))
        return self._homes.get(person.of(Person.department), "") if person else ""


def _result(row: Row, line: Row) -> str:
    known = passed(row, line)
    return "" if known is None else _("合格") if known else _("不合格")
