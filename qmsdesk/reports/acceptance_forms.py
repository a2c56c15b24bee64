"""验收评价记录 FM-6.9 (DB3203/T 1023 6.9.1–6.9.6): 表C.1 with both scores, the opinion, and lines for the experts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import PartyPerson
from qmsdesk.registers.acceptance import ACCEPTANCE, EXPERTS
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import acceptance, improving, reading
from qmsdesk.services.acceptance import Compared, View
from qmsdesk.services.case import shown
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.scoring import rule_title
from qmsdesk.standard.values import plain

if TYPE_CHECKING:
    from qmsdesk.reports.table import Row as Cells

RECORD = Form(
    "FM-6.9", _("验收评价记录"), _("DB3203/T 1023—2023　6.9　表 C.1"), "FM-6.9", "A/0",
    (
        Column(_("序号"), 10), Column(_("评价项目"), 29), Column(_("评价指标"), 37, "L"), Column(_("提升前"), 15),
        Column(_("提升目标"), 15), Column(_("提升后"), 15), Column(_("提升结果"), 21), Column(_("自评分数"), 14),
        Column(_("验收分数"), 14),
    ),
    (_("组织单位（盖章）"), _("企业代表")),
)  # fmt: skip
FORMS = (RECORD,)
BY_KEY = {form.key: form for form in FORMS}
_RESULTS = {
    "achieved": _("达成目标"), "not_achieved": _("未达成目标"), "pending": _("待评"), "no_sample": _("无样本")
}  # fmt: skip
_BLANK_EXPERTS = 3


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """The acceptance of that number (without one the last), or the empty form. UserError for an unknown one."""
    if key not in BY_KEY:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    if blank:
        sheet = FormGrid(db, RECORD, when)
        sheet.line(_("验收日期：　　年　　月　　日"))
        sheet.boxes(((_("组织单位"), "", _("评审方式"), _("□文件评审　□现场评审")),), tall=8)
        rows = [("", each.title, *[""] * (len(RECORD.columns) - 2)) for each in CATEGORIES]
        sheet.table(RECORD, [*rows, *_totals("", "", "", "")])
        sheet.boxes(((_("验收意见"), ""),), tall=40)
        sheet.sign(*[_("评审专家")] * _BLANK_EXPERTS, *RECORD.signatures)
        return sheet.finish()
    row = _row(db, number)
    view = acceptance.read(db, row.id)
    sheet = FormGrid(db, RECORD, when, mark=standing.mark(row) or ("" if row["status"] == "final" else _("未确认")))
    day = row.of(Acceptance.held_on)
    sheet.line(_("编号：{}　验收日期：{}").format(row["number"], day or ""))
    sheet.boxes(_head(db, row, view), tall=8)
    totals = _totals(view.sheet.total, plain(view.total) if view.total is not None else "", view.sheet.grade,
                     view.grade)  # fmt: skip
    sheet.table(RECORD, [*_rows(view), *totals])
    sheet.notes(_notes(view))
    sheet.boxes(((_("验收意见"), str(row.of(Acceptance.opinion))),), tall=18)
    sheet.sign(*_experts(db, row), *RECORD.signatures)
    sheet.standing(db, ACCEPTANCE, row)
    return sheet.finish()


def _row(db: Database, number: str) -> Row:
    row = reading.by_number(db, ACCEPTANCE, number) if number else improving.last_acceptance(db)
    if row is not None and row["deleted_at"] is None:
        return row
    if number:
        raise UserError(_("验收评价里没有编号“{}”。").format(number), _("检查编号。"))
    raise UserError(_("还没有验收评价。"), _("在“自我评价”的“验收评价”里新建，或打印空白表。"))


def _head(db: Database, row: Row, view: View) -> tuple[tuple[str, str, str, str] | tuple[str, str], ...]:
    def text(name: str) -> str:
        field = getattr(Acceptance, name)
        return reading.display(db, field, row.of(field))

    return (
        (_("组织单位"), text("organiser"), _("评审方式"), text("ways")),
        (_("轮次"), text("round"), _("自评依据"), view.basis),
    )


def _rows(view: View) -> Iterator[Cells]:
    number = 0
    for line in view.lines:
        if not line.rows and line.given is None:
            continue
        for cells in _of_category(line, number):
            number += 1
            yield cells


def _of_category(line: Compared, number: int) -> Iterator[Cells]:
    from qmsdesk.reports.table import Cell

    given, high = plain(line.given) if line.given is not None else "", max(len(line.rows), 1)
    title, own, score = (Cell(text, down=high) for text in (line.title, line.own_text, given))
    if not line.rows:
        yield str(number + 1), title, _("未选取"), "", "", "", "", own, score
    for place, row in enumerate(line.rows):
        first = not place
        values = (shown(text, row.unit) if text else "" for text in (row.before, row.target, row.after))
        yield (
            str(number + place + 1), title if first else None, row.indicator, *values, _RESULTS[row.result],
            own if first else None, score if first else None,
        )  # fmt: skip


def _totals(own: str, given: str, own_grade: str, given_grade: str) -> list[Cells]:
    from qmsdesk.reports.table import Cell

    last = len(RECORD.columns) - 2
    return [
        (Cell(_("合计评分"), across=last, bold=True), *[None] * (last - 1), Cell(own, bold=True),
         Cell(given, bold=True)),
        (Cell(_("评价等级"), across=last, bold=True), *[None] * (last - 1), Cell(own_grade, bold=True),
         Cell(given_grade, bold=True)),
    ]  # fmt: skip


def _notes(view: View) -> Iterator[str]:
    rule = rule_title(view.sheet.rule)
    bands = sorted(view.sheet.bands.items(), key=lambda each: Decimal(each[1]), reverse=True)
    bounds = "，".join(f"{grade} ≥ {low}" for grade, low in bands)
    yield _("自评计分：{}；等级界限：{}，其余不合格。").format(rule, bounds)
    differing = [line for line in view.lines if line.difference]
    if differing:
        told = "；".join(f"{line.title} {line.words}" + (f"（{line.note}）" if line.note else "") for line in differing)
        yield _("与自评的差异：{}。").format(told)
    elif view.given_total is not None:
        yield _("验收分数与自评一致。")
    noted = [line for line in view.lines if line.note and not line.difference]
    if noted:
        yield _("说明：{}。").format("；".join(f"{line.title}：{line.note}" for line in noted))


def _experts(db: Database, row: Row) -> list[str]:
    """A line to sign on for every expert; empty ones where none is registered yet."""
    found = []
    for line in reading.lines(db, EXPERTS, row.id):
        person = reading.row(db, PartyPerson, line.of(AcceptanceExpert.expert))
        name = str(person.of(PartyPerson.name)) if person is not None else ""
        found.append(_("评审专家 {}").format(name))
    return found or [_("评审专家")] * _BLANK_EXPERTS
