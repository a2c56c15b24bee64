"""表A.1 现场调研工作内容 (6.5, annex A): its items in the words and the order of the standard, with what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.project import Survey, SurveyFinding, SurveyInterview
from qmsdesk.registers.kinds import one_line, to_text
from qmsdesk.registers.project import SURVEY
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.table import Cell
from qmsdesk.reports.table import Row as Cells
from qmsdesk.services import reading, surveying
from qmsdesk.services.surveying import Found, Group, View
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.survey import items_of, survey_notes

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import FormGrid

SURVEY_FORM = Form(
    "A1", _("表A.1 现场调研工作内容"), _("DB3203/T 1023—2023　附录 A　表 A.1"), "FM-A1", "A/0",
    (
        Column(_("调研项目"), 22), Column(_("现场调研工作内容"), 52, "L"), Column(_("现状"), 17),
        Column(_("现状值"), 22, "L"), Column(_("依据"), 28, "L"), Column(_("说明"), 28, "L"),
    ),
    (_("调研人（签字）"), _("企业代表（签字）")),
)  # fmt: skip
"""The first two columns are the standard's; what was found stands to their right."""
FORMS = (SURVEY_FORM,)
BY_KEY = {form.key: form for form in FORMS}
_FIELDS = (SurveyFinding.state, SurveyFinding.value, SurveyFinding.evidence, SurveyFinding.note)


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """表A.1 of a survey by number, of the latest one without a number, empty when ``blank``.

    UserError for an unknown form or number, and where there is no survey yet.
    """
    if key not in BY_KEY:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        return _draw(db, None, when)
    row = reading.by_number(db, SURVEY, number) if number else surveying.latest(db)
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("{}里没有编号“{}”。").format(SURVEY.title, number), _("检查编号。"))
        raise UserError(_("还没有现场调研。"), _("先新建调研，或打印空白表。"))
    return of_record(db, row.id, when)


def of_record(db: Database, record: int, when: dt.datetime) -> Rendered:
    """表A.1 of one survey; Refused when it is gone."""
    return _draw(db, surveying.read(db, record), when)


def _draw(db: Database, view: View | None, when: dt.datetime) -> Rendered:
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    whole = view is None or view.done == len(view.items)
    mark = standing.mark(view.row) if view is not None else ""
    sheet = FormGrid(db, SURVEY_FORM, when, mark=mark or ("" if whole else _("未定稿")))
    _head(sheet, db, view)
    rows = list(_filled(view.groups) if view is not None else _blank())
    notes = "\n".join(_lines(note) for note in survey_notes())
    rows.append((Cell(notes, across=len(SURVEY_FORM.columns), align="L"), *([None] * (len(SURVEY_FORM.columns) - 1))))
    sheet.table(SURVEY_FORM, rows)
    if view is not None and not whole:
        left = [found.item.code for found in view.items if not found.state]
        sheet.notes((_("未调研 {} 项：{}").format(len(left), "、".join(left)),))
    sheet.sign(*SURVEY_FORM.signatures)
    if view is not None:
        sheet.standing(db, SURVEY, view.row)
    return sheet.finish()


def _head(sheet: FormGrid, db: Database, view: View | None) -> None:
    """Firm, days, methods and people over the grid: the standard's table has no place for them."""

    def text(field: AnyField) -> str:
        return one_line(reading.display(db, field, view.row.of(field))) if view is not None else ""

    if view is None:
        day = _("调研日期：　　年　　月　　日")
    else:
        until = text(Survey.until)
        span = text(Survey.surveyed_on) + (_(" 至 {}").format(until) if until else "")
        day = _("{}　调研日期：{}").format(view.row["number"], span)
    sheet.line(day)
    chosen = set(view.row.of(Survey.methods)) if view is not None else set()
    methods = "　".join(("■" if key in chosen else "□") + str(label) for key, label in Survey.METHOD)
    said = [
        _("调研方法：{}").format(methods),
        _("调研人：{}").format("　".join(filter(None, (text(Survey.party), text(Survey.surveyors))))),
        _("调研场所：{}").format(text(Survey.place)),
        _("访谈对象：{}").format(_people(db, view)),
    ]
    if text(Survey.summary):
        said.append(_("调研小结：{}").format(text(Survey.summary)))
    for each in said:
        sheet.page.paragraph(each, size=10.5, leading=1.5 if view is not None else 2.0)  # room to write by hand
    sheet.page.down += 2


def _people(db: Database, view: View | None) -> str:
    """The names by kind of people: 高层管理者 …；部门负责人 …；其他人员 …."""
    if view is None:
        return _("高层管理者　　　　　　　部门负责人　　　　　　　其他人员")
    told = []
    for key, title in (*SurveyInterview.LEVEL, (None, _("未分类"))):
        names = [_name(db, line) for line in view.interviews if line.of(SurveyInterview.level) == key]
        told += [f"{title} {'、'.join(names)}"] if names else []
    return "；".join(told)


def _name(db: Database, line: Row) -> str:
    return one_line(reading.display(db, SurveyInterview.person, line.of(SurveyInterview.person)))


def _filled(groups: tuple[Group, ...]) -> Iterator[Cells]:
    for group in groups:
        for place, found in enumerate(group.items):
            yield _row(group.category.a1_title, len(group.items), place, found.item.title, _texts(found))


def _blank() -> Iterator[Cells]:
    for category in CATEGORIES:
        items = items_of(category.key)
        for place, item in enumerate(items):
            yield _row(category.a1_title, len(items), place, item.title, [""] * len(_FIELDS))


def _row(group: str, count: int, place: int, title: str, texts: list[str]) -> Cells:
    """``1、经营资质/许可合法有效；``, the last of a group with a full stop, as the standard prints them."""
    end = "。" if place + 1 == count else "；"
    head = Cell(group, down=count, bold=True) if place == 0 else None
    return (head, f"{place + 1}、{title}{end}", *texts)


def _texts(found: Found) -> list[str]:
    line = found.line
    return [one_line(to_text(field, line.of(field))) if line is not None else "" for field in _FIELDS]


def _lines(note: str) -> str:
    """The numbered parts of a note, each on its line."""
    return note.replace("：1)", "：\n1)").replace("；2)", "；\n2)").replace("；3)", "；\n3)")
