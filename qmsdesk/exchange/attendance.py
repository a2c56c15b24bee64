"""导入签到表: names, who was there, marks, matched with the people of a training; nothing is written before a look.

A list with one person to a row is read, and the printed grid with 姓名 and 签名 several times side by side.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from qmsdesk.errors import Refused
from qmsdesk.exchange import body, grid, headings, values
from qmsdesk.exchange.grid import Cell, Sheet
from qmsdesk.exchange.headings import Headed, normal
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.kinds import Unreadable, decimal_from_text, is_blank, one_line, squeeze, yes_or_no
from qmsdesk.registers.sheet_columns import SheetColumn
from qmsdesk.registers.spec import Values
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.services import reading, records
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting

Outcome = Literal["listed", "added", "unknown", "wrong"]
_COLUMNS = (
    SheetColumn(
        Attendance.person, _("姓名"), (_("人员"), _("参加人"), _("参加人员"), _("培训人员")), required=True
    ),
    SheetColumn(Person.department, _("部门"), (_("所在部门"), _("所属部门"), _("班组"), _("车间")), required=False),
    SheetColumn(
        Attendance.present, _("到场"),
        (_("签到"), _("签名"), _("签字"), _("是否到场"), _("出席"), _("出勤"), _("本人签名")), required=False,
    ),
    SheetColumn(
        Attendance.score, _("成绩"), (_("考核成绩"), _("得分"), _("分数"), _("考试成绩"), _("笔试成绩")), required=False
    ),
    SheetColumn(
        Attendance.result, _("考核结果"), (_("是否合格"), _("结果"), _("考核结论"), _("结论")), required=False
    ),
    SheetColumn(Attendance.note, _("说明"), (_("备注"),), required=False),
)  # fmt: skip
_FIELDS = {normal(word): c.field for c in _COLUMNS for word in (c.heading, *c.synonyms)}
_SIGNED = {normal(word) for word in (_("签到"), _("签名"), _("签字"), _("本人签名"))}
_THERE = {_("到"), _("已到"), _("到场"), _("出席"), _("已签"), _("签到"), _("实到"), _("迟到")}
_AWAY = {_("缺席"), _("缺勤"), _("未到"), _("请假"), _("病假"), _("事假"), _("出差"), _("旷课"), _("未签"), _("缺考")}
_RESULTS = {_("通过"): ("passed",), _("未通过"): ("failed",), _("不通过"): ("failed",), _("是"): ("passed",),
            _("否"): ("failed",)}  # fmt: skip


@dataclass(frozen=True)
class SignedRow:
    """One person of the sheet. ``listed`` stands on the list already, ``added`` is put on it; others are left out.

    ``row`` is the line of the file; ``says`` why it is left out, or what was taken from it in words.
    """

    row: int
    name: str
    outcome: Outcome
    says: str
    person: int = 0
    line: int | None = None
    values: Values = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return self.outcome in {"listed", "added"}


@dataclass(frozen=True)
class AttendancePlan:
    """What the file would do to a training. ``absent`` are people on the list whom the file does not name."""

    training: int
    file: str
    sheet: str
    rows: tuple[SignedRow, ...]
    absent: tuple[str, ...]
    unknown_headings: tuple[str, ...]

    def count(self, *outcomes: Outcome) -> int:
        """How many rows are so."""
        return sum(row.outcome in outcomes for row in self.rows)

    @property
    def present(self) -> int:
        """Who the file says was there, among those that would be written."""
        return sum(bool(row.values.get(Attendance.present)) for row in self.rows if row.good)


def read_attendance(
    sitting: Sitting, training: int, path: Path, *, sheet: str | None = None, progress: Progress = silent
) -> AttendancePlan:
    """Read a .xlsx or .csv and match it; nothing is written.

    UserError for a file that is no table or has no heading 姓名; Refused when the training is closed or gone.
    """
    _open(sitting, training)
    progress(_("读取文件"), 0, 1)
    found = grid.read(path)
    headed = headings.find(found, _COLUMNS, sheet=sheet)
    blocks = list(_blocks(headed))
    people = _People(sitting, training)
    rows: list[SignedRow] = []
    seen: set[int] = set()
    for number in body.split(headed, _COLUMNS, {})[0]:
        for block in blocks:
            signed = _judge(headed.sheet, number, block, people, seen)
            if signed is not None:
                rows.append(signed)
                seen.add(signed.person)
    if not rows:
        raise Refused(_("“{}”的工作表“{}”里没有姓名。").format(path.name, headed.sheet.name), _("检查文件内容。"))
    progress(_("读取文件"), 1, 1)
    absent = tuple(people.name_of(p) for p in people.lines if p not in seen)
    unknown = tuple(h.text for h in headed.heads if h.how == "unknown" and h.text) if len(blocks) == 1 else ()
    return AttendancePlan(training, path.name, headed.sheet.name, tuple(rows), absent, unknown)


def apply_attendance(sitting: Sitting, plan: AttendancePlan) -> Change:
    """Write the good rows of a plan as one step of undo. Refused when none is good or the training was closed."""
    _open(sitting, plan.training)
    good = [row for row in plan.rows if row.good]
    if not good:
        raise Refused(_("没有能写入的行。"), _("先改正文件里的姓名。"))
    known = {r.of(Attendance.person): r.id for r in reading.lines(sitting.db, ATTENDANCE, plan.training)}
    with sitting.batch(_("导入签到表")):
        for row in good:
            owned = {Attendance.person: row.person, **row.values}
            change, _line = records.save_line(
                sitting, TRAINING, plan.training, ATTENDANCE, known.get(row.person), owned
            )
    return change


def _open(sitting: Sitting, training: int) -> None:
    row = reading.row(sitting.db, Training, training)
    if row is None or row["deleted_at"] is not None:
        raise Refused(_("这次培训已不存在。"), _("刷新后再试。"))
    if reason := records.locked(TRAINING, row):
        raise Refused(_("不能导入签到表：{}。").format(reason))


def _blocks(headed: Headed) -> Iterator[dict[AnyField, Cell]]:
    """The heads of each block of columns: one, or as many as 姓名 stands side by side."""
    line = [c for c in headed.sheet.rows[headed.row - 1] if normal(c.text)]
    starts = [i for i, c in enumerate(line) if _FIELDS.get(normal(c.text)) is Attendance.person]
    if len(starts) < 2:
        yield {h.field: headed.sheet.cell(headed.row, h.column) for h in headed.heads if h.field is not None}
        return
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        heads: dict[AnyField, Cell] = {}
        for cell in line[start:end]:
            found = _FIELDS.get(normal(cell.text))
            if found is not None:
                heads.setdefault(found, cell)
        yield heads


class _People:
    """Whom a name may mean: those on the list of the training first, then everybody who has not left."""

    def __init__(self, sitting: Sitting, training: int) -> None:
        db, today = sitting.db, sitting.clock.today()
        self.lines = {r.of(Attendance.person): r for r in reading.lines(db, ATTENDANCE, training)}
        self._all = {p.id: p for p in reading.rows(db, Person)}
        self._homes = reading.captions(db, Department)
        self._by_name: dict[str, list[int]] = {}
        for person, row in self._all.items():
            if person in self.lines or _here(row, today):
                self._by_name.setdefault(squeeze(row.of(Person.name)), []).append(person)

    def find(self, name: str, home: str) -> list[int]:
        """The people of that name, narrowed by the department, then to those on the list."""
        found = self._by_name.get(squeeze(name), [])
        if home and len(found) > 1:
            found = [p for p in found if squeeze(self.home_of(p)) == squeeze(home)]
        listed = [p for p in found if p in self.lines]
        return listed if len(listed) == 1 else found

    def name_of(self, person: int) -> str:
        return str(self._all[person].of(Person.name)) if person in self._all else ""

    def home_of(self, person: int) -> str:
        return self._homes.get(self._all[person].of(Person.department), "")


def _here(row: Row, today: dt.date) -> bool:
    left = row.of(Person.left_on)
    return not row["void_reason"] and (left is None or left >= today)


def _judge(
    sheet: Sheet, number: int, heads: Mapping[AnyField, Cell], people: _People, seen: set[int]
) -> SignedRow | None:
    """One person of one row; None where the place is empty."""
    texts = {f: one_line(values.cell_text(f, sheet.cell(number, head.column))) for f, head in heads.items()}
    name = texts.get(Attendance.person, "")
    if is_blank(name):
        return None
    found = people.find(name, texts.get(Person.department, ""))
    if not found:
        return SignedRow(number, name, "unknown", _("人员里没有这个人"))
    if len(found) > 1:
        homes = "、".join(people.home_of(p) for p in found)
        return SignedRow(number, name, "wrong", _("有 {} 个同名的人，请写明部门（{}）").format(len(found), homes))
    person = found[0]
    if person in seen:
        return SignedRow(number, name, "wrong", _("这个人在文件里出现了两次"))
    try:
        taken = _values(texts, heads)
    except Unreadable as why:
        return SignedRow(number, name, "wrong", str(why))
    line = people.lines.get(person)
    outcome: Outcome = "listed" if line is not None else "added"
    return SignedRow(number, name, outcome, _words(taken), person, line.id if line else None, taken)


def _values(texts: Mapping[AnyField, str], heads: Mapping[AnyField, Cell]) -> Values:
    """What the cells of a person mean; Unreadable says which does not mean anything."""
    taken: Values = {}
    score = _score(texts.get(Attendance.score, ""))
    if Attendance.present in heads:
        signed = normal(heads[Attendance.present].text) in _SIGNED
        taken[Attendance.present] = _present(texts[Attendance.present], signed=signed)
    else:
        # A list without such a column names who came; where it has marks, a mark says so.
        taken[Attendance.present] = Attendance.score not in heads or score is not None
    if score is not None:
        taken[Attendance.score] = score
    if not is_blank(result := texts.get(Attendance.result, "")):
        taken[Attendance.result] = values.keys_of(Attendance.result, result, _RESULTS)[0]
    if not is_blank(note := texts.get(Attendance.note, "")):
        taken[Attendance.note] = note[: Attendance.note.max_length]
    return taken


def _score(text: str) -> Decimal | None:
    if text in _AWAY:
        return None
    score = decimal_from_text(text.removesuffix(_("分")))
    if score is not None and score < 0:
        raise Unreadable(_("成绩不能是负数"))
    return score


def _present(text: str, *, signed: bool) -> bool:
    """A column of signatures holds names: whatever stands in it is one, unless it says no."""
    answer = yes_or_no(text)
    if is_blank(text) or text in _AWAY or answer is False:
        return False
    if signed or text in _THERE or answer:
        return True
    raise Unreadable(_("“{}”看不出是否到场，请填“是”或“否”").format(text[:20]))


def _words(taken: Values) -> str:
    parts = [_("到场") if taken[Attendance.present] else _("缺席")]
    if (score := taken.get(Attendance.score)) is not None:
        parts.append(_("成绩 {}").format(format(score, "f")))
    if result := taken.get(Attendance.result):
        parts.append(str(dict(Attendance.RESULT)[result]))
    if note := taken.get(Attendance.note):
        parts.append(str(note))
    return "，".join(parts)


def names(rows: Sequence[SignedRow], outcome: Outcome) -> list[str]:
    """The names of rows of one kind, in the order of the file."""
    return [row.name for row in rows if row.outcome == outcome]
