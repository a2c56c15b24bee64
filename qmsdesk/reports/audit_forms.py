"""The forms of an internal audit, QR-9.2-01 to 07, one by one or all as one PDF (GB/T 19001 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit, AuditProgramme
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.registers.audits import AUDIT, AUDIT_PROGRAMME
from qmsdesk.reports import standing
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import audit_facts, history, reading

if TYPE_CHECKING:
    from qmsdesk.reports.audit_sheets import Sheets

_STANDARD = _("{gbt}　9.2")

PROGRAMME = Form(
    "QR-9.2-01", _("年度内部审核计划"), _STANDARD, "QR-9.2-01", "A/0",
    (Column(_("部门/过程"), 37, "L"), *(Column(str(month), 8.5) for month in range(1, 13)), Column(_("备注"), 30, "L")),
    (_("编制"), _("批准")),
)  # fmt: skip
PLAN = Form(
    "QR-9.2-02", _("内部审核实施计划"), _STANDARD, "QR-9.2-02", "A/0",
    (
        Column(_("日期"), 22), Column(_("时间"), 24), Column(_("受审部门"), 27), Column(_("条款"), 34, "L"),
        Column(_("部门负责人"), 19), Column(_("审核员"), 17), Column(_("备注"), 26, "L"),
    ),
    (_("审核组长"), _("批准")),
)  # fmt: skip
CHECKLIST = Form(
    "QR-9.2-03", _("内部审核检查表"), _STANDARD, "QR-9.2-03", "A/0",
    (
        Column(_("序号"), 10), Column(_("检查项目/方法"), 56, "L"), Column(_("标准条款"), 19),
        Column(_("检查情况（客观证据）"), 66, "L"), Column(_("判定"), 18),
    ),
    (_("审核员"), _("受审部门负责人")),
)  # fmt: skip
MEETINGS = Form(
    "QR-9.2-04", _("内部审核首次、末次会议签到表"), _STANDARD, "QR-9.2-04", "A/0",
    (
        Column(_("序号"), 12), Column(_("姓名"), 34), Column(_("部门/职务"), 55, "L"), Column(_("首次会议"), 34),
        Column(_("末次会议"), 34),
    ),
)  # fmt: skip
SPREAD = Form("QR-9.2-06", _("内部审核不符合项分布表"), _STANDARD, "QR-9.2-06", "A/0", (), (_("审核组长"),))
REPORT = Form(
    "QR-9.2-07", _("内部审核报告"), _STANDARD, "QR-9.2-07", "A/0",
    (
        Column(_("编号"), 26), Column(_("条款"), 18), Column(_("部门"), 24), Column(_("不符合事实"), 65, "L"),
        Column(_("性质"), 16), Column(_("状态"), 20),
    ),
    (_("审核组长"), _("批准")),
)  # fmt: skip

FORMS = (PROGRAMME, PLAN, CHECKLIST, MEETINGS, SPREAD, REPORT)
BY_KEY = {form.key: form for form in FORMS}
BLANK = (CHECKLIST, MEETINGS)
"""The forms that are handed out empty."""


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form by its key, of the audit or programme of that number, of the newest one without a number.

    UserError for an unknown form or number, where there is no audit yet, and for a form that has no blank.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        if form not in BLANK:
            raise UserError(_("“{}”没有空白表。").format(form.title), _("先新建审核，再打印。"))
        sheets = _sheets(db, form, when)
        _DRAW[form.key](sheets, db, None)
        return sheets.finish()
    if form is PROGRAMME:
        return programme(db, _programme(db, number), when)
    return one(db, form, _audit(db, number), when)


def programme(db: Database, row: Row, when: dt.datetime) -> Rendered:
    """年度内审计划 of a programme."""
    sheets = _sheets(db, PROGRAMME, when, mark=standing.mark(row))
    sheets.programme(PROGRAMME, db, row)
    return sheets.finish()


def one(db: Database, form: Form, audit: Row, when: dt.datetime) -> Rendered:
    """One form of an audit; a report that is not issued says so."""
    draft = form in (SPREAD, REPORT) and audit["status"] not in {"reported", "closed"}
    sheets = _sheets(db, form, when, mark=_mark(audit, draft=draft))
    _DRAW[form.key](sheets, db, audit)
    return sheets.finish()


def whole_set(db: Database, audit: Row, when: dt.datetime) -> Rendered:
    """All forms of an audit behind each other; that of the year first, if there is a programme."""
    found = audit_facts.programme_of(db, (audit.of(Audit.held_on) or audit.of(Audit.planned_on)).year)
    forms = [form for form in FORMS if form is not PROGRAMME or found is not None]
    mark = _mark(audit, draft=audit["status"] not in {"reported", "closed"})
    sheets = _sheets(db, forms[0], when, mark=mark)
    for place, form in enumerate(forms):
        if place:
            sheets.turn(form)
        if form is PROGRAMME and found is not None:
            sheets.programme(form, db, found)
        else:
            _DRAW[form.key](sheets, db, audit)
    return sheets.finish()


def _mark(audit: Row, *, draft: bool) -> str:
    return standing.mark(audit) or (_("未定稿") if draft else "")


def _sheets(db: Database, form: Form, when: dt.datetime, *, mark: str = "") -> Sheets:
    from qmsdesk.reports.audit_sheets import Sheets

    return Sheets(form, reading.enterprise(db), when, head=history.head(db).short, mark=mark)


def _audit(db: Database, number: str) -> Row:
    row = reading.by_number(db, AUDIT, number) if number else audit_facts.latest(db)
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("内部审核里没有编号“{}”。").format(number), _("检查编号。"))
        raise UserError(_("还没有内部审核。"), _("先新建审核。"))
    return row


def _programme(db: Database, number: str) -> Row:
    if number:
        row = reading.by_number(db, AUDIT_PROGRAMME, number)
        if row is None or row["deleted_at"] is not None:
            raise UserError(_("年度审核方案里没有编号“{}”。").format(number), _("检查编号。"))
        return row
    found = reading.rows(db, AuditProgramme, AuditProgramme.void_reason == "", order=(AuditProgramme.year.desc(),))
    if not found:
        raise UserError(_("还没有年度审核方案。"), _("先新建审核方案。"))
    return found[0]


Draw = Callable[["Sheets", Database, "Row | None"], None]
_DRAW: dict[str, Draw] = {
    PLAN.key: lambda sheets, db, audit: sheets.plan(PLAN, db, audit),
    CHECKLIST.key: lambda sheets, db, audit: sheets.checklist(CHECKLIST, db, audit),
    MEETINGS.key: lambda sheets, db, audit: sheets.meetings(MEETINGS, db, audit),
    SPREAD.key: lambda sheets, db, audit: sheets.spread(SPREAD, db, audit),
    REPORT.key: lambda sheets, db, audit: sheets.report(REPORT, db, audit),
}


def titles() -> Sequence[tuple[str, str]]:
    """Key and title of every form, for menus and ``report --list``."""
    return [(form.key, form.title) for form in FORMS]
