"""年度培训计划 QR-7.2-01, 签到表 and 培训记录 QR-7.2-02, 培训效果评价表 QR-7.2-03 (6.7.2.2, GB/T 19001 7.2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from qmsdesk.clock import day_in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.reports import standing
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import reading, training
from qmsdesk.services.training import Session

if TYPE_CHECKING:
    from qmsdesk.reports.training_sheets import Sheets

_STANDARD = _("DB3203/T 1023—2023　6.7.2.2　{gbt}　7.2")

PLAN = Form(
    "QR-7.2-01", _("年度培训计划"), _STANDARD, "QR-7.2-01", "A/0",
    (
        Column(_("序号"), 8), Column(_("层级"), 10), Column(_("培训内容"), 62, "L"), Column(_("参加对象"), 48, "L"),
        Column(_("方式"), 19), *(Column(str(month), 6.4) for month in range(1, 13)), Column(_("讲师/机构"), 26, "L"),
        Column(_("考核"), 14), Column(_("备注"), 16, "L"),
    ),
    (_("编制"), _("批准")), landscape=True,
)  # fmt: skip
ATTENDANCE_SHEET = Form(
    "QR-7.2-02-1", _("培训签到表"), _STANDARD, "QR-7.2-02-1", "A/0",
    (
        Column(_("姓名"), 26), Column(_("签名"), 30), Column(_("姓名"), 26), Column(_("签名"), 30),
        Column(_("姓名"), 26), Column(_("签名"), 30),
    ),
    (_("讲师"), _("记录人")),
)  # fmt: skip
RECORD = Form(
    "QR-7.2-02", _("培训记录"), _STANDARD, "QR-7.2-02", "A/0",
    (
        Column(_("序号"), 12), Column(_("姓名"), 26), Column(_("部门"), 34, "L"), Column(_("签到"), 18),
        Column(_("考核方式"), 22), Column(_("成绩"), 16, "R"), Column(_("考核结果"), 20), Column(_("备注"), 34, "L"),
    ),
    (_("讲师"), _("记录人")),
)  # fmt: skip
EVALUATION = Form(
    "QR-7.2-03", _("培训效果评价表"), _STANDARD, "QR-7.2-03", "A/0",
    (
        Column(_("姓名"), 30), Column(_("部门"), 40, "L"), Column(_("成绩"), 20, "R"), Column(_("考核结果"), 26),
        Column(_("补训日期"), 30), Column(_("说明"), 36, "L"),
    ),
    (_("评价人"), _("部门负责人")),
)  # fmt: skip

FORMS = (PLAN, ATTENDANCE_SHEET, RECORD, EVALUATION)
BY_KEY = {form.key: form for form in FORMS}


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form by its key, of the training of that number, of the latest one without a number; empty when ``blank``.

    For the plan ``number`` is the year, this year without one. UserError for an unknown form, number or year.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if form is PLAN:
        return _plan(db, _year(number, when), when, blank=blank)
    if blank:
        return _one(db, form, None, when)
    if not number:
        sessions = training.read(db, day_in_china(when)).sessions
        held = [s for s in sessions if s.held or form is ATTENDANCE_SHEET]
        if not held:
            raise UserError(_("还没有可打印的培训。"), _("先在分层培训里新建，或打印空白表。"))
        return of_record(db, key, held[-1].row, when)
    row = reading.by_number(db, TRAINING, number)
    if row is None or row["deleted_at"] is not None:
        raise UserError(_("{}里没有编号“{}”。").format(TRAINING.title, number), _("检查编号。"))
    return of_record(db, key, row, when)


def of_record(db: Database, key: str, row: Row, when: dt.datetime) -> Rendered:
    """A form of one training."""
    return _one(db, BY_KEY[key], Session(row, reading.lines(db, ATTENDANCE, row.id)), when)


def _one(db: Database, form: Form, session: Session | None, when: dt.datetime) -> Rendered:
    sheets = _sheets(db, form, when, mark=standing.mark(session.row) if session else "")
    draw = {
        ATTENDANCE_SHEET.key: sheets.attendance, RECORD.key: sheets.record, EVALUATION.key: sheets.evaluation,
    }[form.key]  # fmt: skip
    draw(session)
    return sheets.finish()


def _plan(db: Database, year: int, when: dt.datetime, *, blank: bool) -> Rendered:
    known = training.read(db, day_in_china(when))
    sheets = _sheets(db, PLAN, when)
    sheets.plan([] if blank else training.of_year(known.sessions, year), year)
    return sheets.finish()


def _year(text: str, when: dt.datetime) -> int:
    if not text:
        return day_in_china(when).year
    if not (text.isdecimal() and len(text) == 4 and 1990 <= int(text) <= 2100):
        raise UserError(_("“{}”不是年份。").format(text), _("写成 2026 的样子。"))
    return int(text)


def _sheets(db: Database, form: Form, when: dt.datetime, *, mark: str = "") -> Sheets:
    from qmsdesk.reports.training_sheets import Sheets

    return Sheets(db, form, when, mark=mark)
