"""改进、创新行动计划 FM-6.9.7 (DB3203/T 1023 6.9.7): what the evaluation asks for first, then all other actions."""

from __future__ import annotations

import datetime as dt

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.results import Improvement
from qmsdesk.registers.kinds import one_line
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import improving, reading

PLAN = Form(
    "FM-6.9.7", _("改进、创新行动计划"), _("DB3203/T 1023—2023　6.9.7"), "FM-6.9.7", "A/0",
    (
        Column(_("序号"), 10), Column(_("改进项目"), 46, "L"), Column(_("对应指标和差距"), 44, "L"),
        Column(_("改进措施"), 50, "L"), Column(_("责任人"), 16), Column(_("完成期限"), 22),
        Column(_("投入/收益（元）"), 24), Column(_("状态"), 16), Column(_("结果和效果"), 38, "L"),
    ),
    (_("编制"), _("审核"), _("批准（最高管理者）")),
    landscape=True,
)  # fmt: skip
FORMS = (PLAN,)
BY_KEY = {form.key: form for form in FORMS}
_BLANK = 10


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """The plan of all improvements, or the empty form. UserError for an unknown form and for a number."""
    if key not in BY_KEY:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if number:
        raise UserError(_("改进、创新行动计划是一张总表，没有编号。"), _("去掉编号再试。"))
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, PLAN, when)
    if blank:
        sheet.line(_("编制日期：　　年　　月　　日"))
        sheet.table(PLAN, [(str(no), *[""] * (len(PLAN.columns) - 1)) for no in range(1, _BLANK + 1)])
    else:
        found = improving.basis(db)
        sheet.line(improving.summary(found))
        sheet.table(PLAN, _lines(db, found), empty=_("还没有改进、创新项目"))
        if found.failed:
            sheet.notes((_("评价等级为不合格：未达成的评价项目须重点改进（6.9.7）。"),))
        if left := improving.wanted(db, found):
            titles = "、".join(each.title for each in left)
            sheet.notes((_("还没有列入计划：{}。").format(titles),))
    sheet.sign(*PLAN.signatures)
    return sheet.finish()


def _lines(db: Database, found: improving.Basis) -> list[tuple[str, ...]]:
    rows = reading.rows(db, Improvement, Improvement.void_reason == "", order=(Improvement.number,))
    rows.sort(key=lambda row: not row.of(Improvement.origin))
    numbers = {row.id: str(row["number"]) for row in reading.rows(db, Indicator)}
    return [_line(db, place, row, found, numbers) for place, row in enumerate(rows, 1)]


def _line(
    db: Database, place: int, row: Row, found: improving.Basis, numbers: dict[int, str]
) -> tuple[str, ...]:
    def text(field: AnyField) -> str:
        return reading.display(db, field, row.of(field))

    name = one_line(text(Improvement.indicator))
    money = " / ".join(text(f) or "—" for f in (Improvement.cost, Improvement.benefit))
    result = "；".join(filter(None, (one_line(text(Improvement.result)), text(Improvement.effectiveness))))
    return (
        str(place), f"{row['number']}\n{one_line(text(Improvement.title))}", _gap(row, found, numbers, name),
        one_line(text(Improvement.measure)), text(Improvement.owner), text(Improvement.due_on),
        "" if money == "— / —" else money, text(Improvement.status), result,
    )  # fmt: skip


def _gap(row: Row, found: improving.Basis, numbers: dict[int, str], name: str) -> str:
    """The indicator with what is missing by the evaluation, or what the draft says of its reason."""
    if not name:
        return one_line(row.of(Improvement.remark)) if row.of(Improvement.origin) else ""
    judged = improving.of_indicator(found, numbers.get(row.of(Improvement.indicator), ""))
    if judged is None or judged.result not in {"achieved", "not_achieved"}:
        return name
    return _("{}：{}").format(name, improving.gap_words(judged) if judged.result == "not_achieved" else _("已达成"))
