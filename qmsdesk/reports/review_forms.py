"""The forms of a management review, QR-9.3-01 to 05 (GB/T 19001 9.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qmsdesk.clock import day_in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Department, Person
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import reading, review
from qmsdesk.services.review import TITLES, View

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import FormGrid

_STANDARD = _("{gbt}　9.3")
PLAN = Form(
    "QR-9.3-01", _("管理评审计划"), _STANDARD, "QR-9.3-01", "A/0",
    (Column(_("评审输入材料"), 90, "L"), Column(_("提供部门"), 45), Column(_("提交日期"), 34)),
    (_("编制"), _("批准")),
)  # fmt: skip
MATERIAL = Form(
    "QR-9.3-02", _("管理评审输入材料"), _STANDARD, "QR-9.3-02", "A/0",
    (
        Column(_("评审输入"), 40, "L"), Column(_("提供部门"), 22), Column(_("数据摘要"), 58, "L"),
        Column(_("数据来源"), 26, "L"), Column(_("补充说明"), 36, "L"),
    ),
    (_("整理"), _("审核")),
)  # fmt: skip
SIGN_IN = Form(
    "QR-9.3-03", _("管理评审会议签到表"), _STANDARD, "QR-9.3-03", "A/0",
    (
        Column(_("序号"), 14), Column(_("姓名"), 34), Column(_("部门/职务"), 60, "L"), Column(_("签名"), 40),
        Column(_("到会"), 21),
    ),
)  # fmt: skip
REPORT = Form(
    "QR-9.3-04", _("管理评审报告"), _STANDARD, "QR-9.3-04", "A/0",
    (Column(_("评审输入"), 52, "L"), Column(_("评审情况"), 117, "L")),
    (_("编制"), _("批准（最高管理者）")),
)  # fmt: skip
TRACKING = Form(
    "QR-9.3-05", _("管理评审决议跟踪表"), _STANDARD, "QR-9.3-05", "A/0",
    (
        Column(_("编号"), 14), Column(_("决定"), 58, "L"), Column(_("类别"), 30), Column(_("责任人"), 20),
        Column(_("期限"), 24), Column(_("状态"), 22), Column(_("完成情况"), 46, "L"), Column(_("验证"), 42, "L"),
    ),
    landscape=True,
)  # fmt: skip
_DECISIONS = (
    Column(_("编号"), 14), Column(_("决定"), 80, "L"), Column(_("责任人"), 25), Column(_("完成期限"), 25),
    Column(_("状态"), 25),
)  # fmt: skip

FORMS = (PLAN, MATERIAL, SIGN_IN, REPORT, TRACKING)
BY_KEY = {form.key: form for form in FORMS}
_LEAST = 18  # rows of a sheet to sign on


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form by its key, of the review of that number, of the latest one without a number; 签到表 also blank.

    UserError for an unknown form or number, where there is no review yet, and for a form that has no blank.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        if form is not SIGN_IN:
            raise UserError(_("“{}”没有空白表。").format(form.title), _("先新建评审，再打印。"))
        return _draw(db, form, None, when)
    row = reading.by_number(db, REVIEW, number) if number else review.latest(db)
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("管理评审里没有编号“{}”。").format(number), _("检查编号。"))
        raise UserError(_("还没有管理评审。"), _("先新建评审。"))
    return _draw(db, form, review.read(db, row.id, day_in_china(when)), when)


def of_record(db: Database, key: str, record: int, when: dt.datetime) -> Rendered:
    """A form of one review; Refused when it is gone."""
    return _draw(db, BY_KEY[key], review.read(db, record, day_in_china(when)), when)


def titles() -> Sequence[tuple[str, str]]:
    """Key and title of every form, for menus and ``report --list``."""
    return [(form.key, form.title) for form in FORMS]


class _Words:
    """What is stored, as it is printed."""

    def __init__(self, db: Database, view: View | None) -> None:
        self.db, self.view = db, view

    def of(self, field: AnyField) -> str:
        """A field of the review."""
        return self.at(self.view.row, field) if self.view is not None else ""

    def at(self, line: Row, field: AnyField) -> str:
        """A field of one of its rows."""
        return reading.display(self.db, field, line.of(field))

    def people(self) -> list[tuple[str, str, bool]]:
        """Name, department with post, whether present."""
        found = []
        for line in self.view.attendees if self.view else ():
            row = reading.row(self.db, Person, line.of(ReviewAttendee.person))
            if row is not None:
                place = reading.row(self.db, Department, row.of(Person.department))
                parts = (place.of(Department.name) if place else "", row.of(Person.post))
                where = " ".join(part for part in parts if part)
                found.append((row.of(Person.name), where, bool(line.of(ReviewAttendee.present))))
        return found


def _draw(db: Database, form: Form, view: View | None, when: dt.datetime) -> Rendered:
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    mark = standing.mark(view.row) if view is not None else ""
    if view is not None and form is REPORT and view.row["status"] != "closed":
        mark = mark or _("未定稿")
    sheet = FormGrid(db, form, when, mark=mark)
    number = view.row["number"] if view is not None else ""
    sheet.line(_("编号：{number}").format(number=number))
    _DRAW[form.key](sheet, _Words(db, view))
    if view is not None:
        sheet.standing(db, REVIEW, view.row)
    sheet.sign(*form.signatures)
    return sheet.finish()


def _plan(sheet: FormGrid, words: _Words) -> None:
    names = "、".join(name for name, _where, _present in words.people())
    sheet.boxes(
        (
            (_("评审名称"), words.of(Review.title)),
            (_("评审目的"), words.of(Review.purpose)),
            (_("计划日期"), words.of(Review.planned_on), _("地点"), words.of(Review.place)),
            (_("主持人"), words.of(Review.chair), _("参加人数"), str(len(words.people()) or "")),
            (_("参加人员"), names),
            (_("议程"), words.of(Review.agenda)),
        )
    )
    rows = [
        (TITLES[line.of(ReviewInput.code)], words.at(line, ReviewInput.department), "")
        for line in (words.view.inputs if words.view else ())
    ]
    sheet.table(PLAN.columns, rows, title=_("输入材料分工"))


def _material(sheet: FormGrid, words: _Words) -> None:
    rows = []
    for line in words.view.inputs if words.view else ():
        reason = words.at(line, ReviewInput.reason)
        more = [words.at(line, ReviewInput.note), _("不适用：{}").format(reason) if reason else ""]
        rows.append(
            (
                TITLES[line.of(ReviewInput.code)], words.at(line, ReviewInput.department),
                words.at(line, ReviewInput.summary), words.at(line, ReviewInput.links), "\n".join(m for m in more if m),
            )
        )  # fmt: skip
    day = words.of(Review.snapshot_on)
    sheet.notes((_("数据摘要取自 {} 的各台账记录。").format(day),) if day else ())
    sheet.table(MATERIAL.columns, rows)


def _sign_in(sheet: FormGrid, words: _Words) -> None:
    day = words.of(Review.held_on) or words.of(Review.planned_on)
    sheet.boxes(
        (
            (_("会议"), words.of(Review.title) or _("管理评审"), _("时间"), day),
            (_("地点"), words.of(Review.place), _("主持"), words.of(Review.chair)),
        )
    )
    people = words.people()
    rows = [
        (str(no), name, where, "", _("到会") if present else "") for no, (name, where, present) in enumerate(people, 1)
    ]
    rows += [(str(no), "", "", "", "") for no in range(len(people) + 1, _LEAST + 1)]
    sheet.table(SIGN_IN.columns, rows)


def _report(sheet: FormGrid, words: _Words) -> None:
    there = "、".join(name for name, _where, present in words.people() if present)
    sheet.boxes(
        (
            (_("评审日期"), words.of(Review.held_on), _("地点"), words.of(Review.place)),
            (_("主持人"), words.of(Review.chair), _("到会人数"), str(words.view.present if words.view else "")),
            (_("到会人员"), there),
            (_("评审目的"), words.of(Review.purpose)),
        )
    )
    inputs = []
    for line in words.view.inputs if words.view else ():
        reason = words.at(line, ReviewInput.reason)
        said = [words.at(line, ReviewInput.summary), words.at(line, ReviewInput.note)]
        said.append(_("不适用：{}").format(reason) if reason else "")
        inputs.append((TITLES[line.of(ReviewInput.code)], "\n".join(each for each in said if each)))
    sheet.table(REPORT.columns, inputs, title=_("一、评审输入"))
    for letter, (kind, title) in zip("abc", ReviewOutput.KIND, strict=True):
        own = [o for o in (words.view.outputs if words.view else ()) if o.line.of(ReviewOutput.kind) == kind]
        rows = [
            (
                o.number, words.at(o.line, ReviewOutput.decision), words.at(o.line, ReviewOutput.owner),
                words.at(o.line, ReviewOutput.due_on), o.words(),
            )
            for o in own
        ]  # fmt: skip
        heading = _("二、评审输出 {}) {}").format(letter, title)
        sheet.table(_DECISIONS, rows, title=heading, empty=_("本次没有这一类决定"))
    sheet.boxes(
        (
            (_("适宜性"), words.of(Review.suitability), _("充分性"), words.of(Review.adequacy)),
            (_("有效性"), words.of(Review.effectiveness), _("关闭日期"), words.of(Review.closed_on)),
            (_("评审结论"), words.of(Review.conclusion)),
        ),
        title=_("三、评审结论"),
    )


def _tracking(sheet: FormGrid, words: _Words) -> None:
    rows = []
    for o in words.view.outputs if words.view else ():
        line = o.line
        done = (words.at(line, ReviewOutput.done_on), words.at(line, ReviewOutput.result))
        waiver = words.at(line, ReviewOutput.waiver)
        verified = (
            words.at(line, ReviewOutput.verifier), words.at(line, ReviewOutput.verified_on),
            words.at(line, ReviewOutput.effectiveness), _("人员有限：{}").format(waiver) if waiver else "",
        )  # fmt: skip
        rows.append(
            (
                o.number, words.at(line, ReviewOutput.decision), words.at(line, ReviewOutput.kind),
                words.at(line, ReviewOutput.owner), words.at(line, ReviewOutput.due_on), o.words(),
                "　".join(part for part in done if part), "　".join(part for part in verified if part),
            )
        )  # fmt: skip
    sheet.table(TRACKING.columns, rows, empty=_("还没有评审决定"))


Draw = Callable[["FormGrid", _Words], None]
_DRAW: dict[str, Draw] = {
    PLAN.key: _plan,
    MATERIAL.key: _material,
    SIGN_IN.key: _sign_in,
    REPORT.key: _report,
    TRACKING.key: _tracking,
}
