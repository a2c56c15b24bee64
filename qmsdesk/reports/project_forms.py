"""The forms 6.1, 6.2 and 6.4 ask for, and the record of a visit: 进度表, 报名表, 会议记录及签到表, 巡诊记录."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from qmsdesk.clock import day_in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.models.project import Application, Milestone
from qmsdesk.models.running import Meeting, MeetingAttendee, Visit
from qmsdesk.registers.people import size_of
from qmsdesk.registers.project import APPLICATION
from qmsdesk.registers.running import ATTENDEES, MEETING, VISIT
from qmsdesk.registers.spec import Register
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.table import Cell
from qmsdesk.services import reading, workplan

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import FormGrid

SCHEDULE = Form(
    "FM-6.1", _("项目进度表"), _("DB3203/T 1023—2023　6.1　6.3"), "FM-6.1", "A/0",
    (
        Column(_("环节"), 34, "L"), Column(_("任务"), 68, "L"), Column(_("主导方"), 28), Column(_("责任人"), 20),
        Column(_("计划"), 44), Column(_("实际"), 44), Column(_("状态"), 18),
    ),
    (_("编制"), _("批准")), landscape=True,
)  # fmt: skip
ENTRY = Form(
    "FM-6.2", _("认证提升行动报名表"), _("DB3203/T 1023—2023　6.2"), "FM-6.2", "A/0", (),
    (_("填表人"), _("法定代表人（签字或盖章）")),
)  # fmt: skip
MINUTES = Form(
    "FM-6.4", _("会议记录及签到表"), _("DB3203/T 1023—2023　6.4　6.7.2.4"), "FM-6.4", "A/0",
    (
        Column(_("序号"), 14), Column(_("姓名"), 34), Column(_("部门/职务"), 60, "L"), Column(_("签名"), 40),
        Column(_("签到"), 21),
    ),
    (_("记录人"), _("主持人")),
)  # fmt: skip
VISIT_RECORD = Form(
    "QR-TS-01", _("巡诊（帮扶）记录"), _("DB3203/T 1023—2023　6.7.2.4 c)"), "QR-TS-01", "A/0", (),
    (_("帮扶专家"), _("责任部门"), _("企业代表")),
)  # fmt: skip
FORMS = (SCHEDULE, ENTRY, MINUTES, VISIT_RECORD)
BY_KEY = {form.key: form for form in FORMS}
REGISTERS: dict[str, Register] = {ENTRY.key: APPLICATION, MINUTES.key: MEETING, VISIT_RECORD.key: VISIT}
"""The register whose records fill a form; 项目进度表 is of a whole round."""
_LEAST = 15  # rows of a sheet to sign on


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form by its key: 项目进度表 of a round (``number`` is the surveillance year, empty the first), the others of a

    record by number, of the latest one without a number. UserError for an unknown form, round or number, and where
    there is nothing yet. 项目进度表 has no blank.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if form is SCHEDULE:
        return _schedule(db, when, number, blank=blank)
    if blank:
        return _one(db, form, None, when)
    register = REGISTERS[form.key]
    if number:
        row = reading.by_number(db, register, number)
    else:
        rows = reading.rows(db, register.model, register.model.void_reason == "")
        row = rows[-1] if rows else None
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("{}里没有编号“{}”。").format(register.title, number), _("检查编号。"))
        raise UserError(_("还没有{}的记录。").format(register.title), _("先新建，或打印空白表。"))
    return _one(db, form, row, when)


def of_record(db: Database, key: str, record: int, when: dt.datetime) -> Rendered:
    """A form of one record; UserError when it is gone."""
    register = REGISTERS[key]
    row = reading.row(db, register.model, record)
    if row is None:
        raise UserError(_("这条记录已不存在。"), _("刷新后再试。"))
    return _one(db, BY_KEY[key], row, when)


def _one(db: Database, form: Form, row: Row | None, when: dt.datetime) -> Rendered:
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, form, when, mark=standing.mark(row) if row is not None else "")
    sheet.line(_("编号：{number}").format(number=row["number"] if row is not None else ""))
    {ENTRY.key: _entry, MINUTES.key: _minutes, VISIT_RECORD.key: _visit}[form.key](sheet, _Words(db, row))
    if row is not None:
        sheet.standing(db, REGISTERS[form.key], row)
    sheet.sign(*form.signatures)
    return sheet.finish()


class _Words:
    """What is stored of a record, as it is printed; empty for a blank form."""

    def __init__(self, db: Database, row: Row | None) -> None:
        self.db, self.row = db, row
        self.enterprise = reading.enterprise(db) if row is not None else None

    def of(self, field: AnyField) -> str:
        return reading.display(self.db, field, self.row.of(field)) if self.row is not None else ""

    def own(self, field: AnyField) -> str:
        """A field of the enterprise."""
        return reading.display(self.db, field, self.enterprise.of(field)) if self.enterprise is not None else ""


def _schedule(db: Database, when: dt.datetime, name: str, *, blank: bool) -> Rendered:
    from qmsdesk.reports.form_grid import FormGrid

    if blank:
        raise UserError(_("“{}”没有空白表。").format(SCHEDULE.title), _("先在工作计划里按十个环节起草。"))
    if name not in workplan.rounds(db):
        raise UserError(_("工作计划里没有“{}”这一轮。").format(name), _("检查年份；首轮不写。"))
    plan = workplan.read(db, day_in_china(when), name)
    if not plan.tasks:
        raise UserError(_("还没有工作计划。"), _("先在工作计划里按十个环节起草。"))
    sheet = FormGrid(db, SCHEDULE, when)
    done = sum(task.state == "done" for task in plan.tasks)
    text = _("{}　截至 {}　任务 {} 项，已完成 {} 项")
    sheet.line(text.format(workplan.round_title(name), plan.today, len(plan.tasks), done))
    rows: list[list[str | Cell | None]] = []
    for stage in plan.stages:
        title = f"{stage.stage.key}) {stage.stage.title}"
        if not stage.tasks and name == workplan.FIRST:
            led = stage.stage.led_by_text
            rows.append([title, "", led, "", "", "", workplan.TITLES[stage.state]])
        for place, task in enumerate(stage.tasks):
            row = task.row
            led = reading.display(db, Milestone.led_by, row.of(Milestone.led_by)) or stage.stage.led_by_text
            head = Cell(title, down=len(stage.tasks), align="L") if not place else None
            rows.append([
                head, row.of(Milestone.task), led, task.owner, task.planned.text, task.actual.text,
                workplan.TITLES[task.state],
            ])  # fmt: skip
    sheet.table(SCHEDULE, rows)
    sheet.sign(*SCHEDULE.signatures)
    return sheet.finish()


def _entry(sheet: FormGrid, words: _Words) -> None:
    size = size_of(words.enterprise) if words.enterprise is not None else None
    sheet.boxes(
        (
            (_("企业名称"), words.own(Enterprise.name)),
            (_("信用代码"), words.own(Enterprise.credit_code), _("法定代表人"),
             words.own(Enterprise.legal_representative)),
            (_("行业"), words.own(Enterprise.industry), _("区县"), words.own(Enterprise.district)),
            (_("从业人员"), words.own(Enterprise.employees), _("企业规模"), size.title if size and size.key else ""),
        ),
        title=_("企业"),
    )  # fmt: skip
    sheet.boxes(
        (
            (_("报名方式"), words.of(Application.way), _("推荐单位"), words.of(Application.recommender)),
            (_("报名日期"), words.of(Application.applied_on), _("状态"), words.of(Application.status)),
        ),
        title=_("报名"),
    )
    sheet.boxes(((_("参加意愿和条件"), words.of(Application.reason)),), tall=40)
    sheet.boxes(
        (
            (_("遴选日期"), words.of(Application.result_on), _("遴选通知"), words.of(Application.notice)),
            (_("推荐或主管部门意见"), ""),
        ),
        title=_("推荐和遴选"), tall=14,
    )  # fmt: skip


def _minutes(sheet: FormGrid, words: _Words) -> None:
    sheet.boxes(
        (
            (_("会议类型"), words.of(Meeting.kind), _("会议日期"), words.of(Meeting.held_on)),
            (_("议题"), words.of(Meeting.topic)),
            (_("地点"), words.of(Meeting.place), _("主持"), words.of(Meeting.host)),
        )
    )
    blank = words.row is None
    for title, field, tall in ((_("纪要"), Meeting.minutes, 36), (_("决议"), Meeting.decisions, 18)):
        sheet.boxes(((title, words.of(field)),), tall=tall if blank or not words.of(field) else 8)
    rows: list[list[str | Cell | None]] = []
    lines = reading.lines(words.db, ATTENDEES, words.row.id) if words.row is not None else []
    for no, line in enumerate(lines, 1):
        person = reading.row(words.db, Person, line.of(MeetingAttendee.person))
        place = reading.row(words.db, Department, person.of(Person.department)) if person is not None else None
        parts = (place.of(Department.name) if place else "", person.of(Person.post) if person else "")
        signed = _("已签到") if line.of(MeetingAttendee.signed) else ""
        name = person.of(Person.name) if person is not None else ""
        rows.append([str(no), name, " ".join(part for part in parts if part), "", signed])
    rows += [[str(no), "", "", "", ""] for no in range(len(rows) + 1, _LEAST + 1 if blank else len(rows) + 6)]
    sheet.table(MINUTES, rows, title=_("签到"))


def _visit(sheet: FormGrid, words: _Words) -> None:
    chosen = words.row.of(Visit.factors) if words.row is not None else ()
    boxes = "　".join(("■" if key in chosen else "□") + str(label) for key, label in Visit.factors.choices)
    sheet.boxes(
        (
            (_("巡诊日期"), words.of(Visit.visited_on), _("专家"), words.of(Visit.expert)),
            (_("机构"), words.of(Visit.party)),
            (_("环节"), boxes),
        )
    )
    blank = words.row is None
    sheet.boxes(((_("发现"), words.of(Visit.finding)),), tall=30 if blank else 14)
    sheet.boxes(((_("建议"), words.of(Visit.advice)),), tall=30 if blank else 14)
    sheet.boxes(
        (
            (_("责任部门"), words.of(Visit.department), _("责任人"), words.of(Visit.owner)),
            (_("期限"), words.of(Visit.due_on), _("完成日期"), words.of(Visit.done_on)),
        ),
        title=_("整改"),
    )
    sheet.boxes(((_("结果"), words.of(Visit.result)),), tall=24 if blank else 14)
