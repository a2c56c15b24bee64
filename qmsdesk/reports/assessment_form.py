"""表C.1 认证提升成效评价表 (DB3203/T 1023 annex C) as PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.reports.forms import ASSESSMENT
from qmsdesk.reports.rendered import Rendered

if TYPE_CHECKING:
    from qmsdesk.reports.document import Document
    from qmsdesk.reports.table import Row

_ONE_LINE = 36  # characters of grade and rule that fit beside each other


@dataclass(frozen=True)
class AssessmentRow:
    """A printed row; values are formatted with unit, empty where there is none. One category's rows stand together."""

    no: str
    category: str
    indicator: str
    before: str
    target: str
    after: str
    result: str
    score: str


@dataclass(frozen=True)
class Signature:
    """A line to sign on; a finalised form may carry name and date in print."""

    label: str
    name: str = ""
    date: str = ""


@dataclass(frozen=True)
class AssessmentSheet:
    """What stands on the form, as text.

    ``merged_scores``: the rule scores categories, so 评价分数 is one cell over a category's rows. ``all_total`` is the
    total when every counted row of a category must be met. ``unselected`` names categories without a row (6.9.8),
    ``adjusted`` the reason when rule bounds differ from 表2 (6.9.6), ``periods`` how 提升后 was taken.
    """

    enterprise: str
    date: str
    rows: tuple[AssessmentRow, ...]
    total: str
    grade: str
    rule_text: str
    merged_scores: bool = True
    grade_range: str = ""
    all_total: str = ""
    unselected: tuple[str, ...] = ()
    adjusted: str = ""
    periods: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    draft: bool = False
    finalised: str = ""
    signatures: tuple[Signature, ...] = tuple(map(Signature, ASSESSMENT.signatures))
    form_no: str = ASSESSMENT.number
    version: str = ASSESSMENT.version
    head: str = ""


def blank(enterprise: str = "", lines: int = 16) -> AssessmentSheet:
    """The empty form to be filled in by hand."""
    rows = tuple(AssessmentRow(str(no), "", "", "", "", "", "", "") for no in range(1, lines + 1))
    return AssessmentSheet(enterprise, _("　　年　　月　　日"), rows, "", "", "", merged_scores=False)


def note_lines(sheet: AssessmentSheet) -> tuple[str, ...]:
    """The notes below the table, also for Word and Excel."""
    notes = list(sheet.notes)
    if sheet.all_total:
        notes.append(_("同一评价项目的指标须全部达成时，合计评分为 {total} 分。").format(total=sheet.all_total))
    if sheet.unselected:
        names = _("、").join(sheet.unselected)
        notes.append(_("未选取的评价项目：{names}，按 6.9.8 不作要求，不计分。").format(names=names))
    notes += sheet.periods
    if sheet.adjusted:
        notes.append(_("评价等级的得分范围已按 6.9.6 调整：{reason}").format(reason=sheet.adjusted))
    if sheet.finalised:
        notes.append(sheet.finalised)
    if len(notes) < 2:
        return tuple(_("注：{text}").format(text=text) for text in notes)
    return tuple(_("注 {no}：{text}").format(no=no, text=text) for no, text in enumerate(notes, 1))


def grade_line(sheet: AssessmentSheet) -> str:
    """What stands beside 评价等级: the grade, its range, the scoring rule."""
    grade = f"{sheet.grade}（{sheet.grade_range}）" if sheet.grade and sheet.grade_range else sheet.grade
    rule = _("计分：{rule}").format(rule=sheet.rule_text) if sheet.rule_text else ""
    parts = [part for part in (grade, rule) if part]
    return ("　　" if sum(map(len, parts)) <= _ONE_LINE else "\n").join(parts)


def render(sheet: AssessmentSheet, when: dt.datetime) -> Rendered:
    """The form as PDF/A-2b, printed at ``when`` (with zone)."""
    from qmsdesk.reports.document import Document
    from qmsdesk.reports.table import Table

    form = ASSESSMENT
    number = _("编号：{number}　版本：{version}").format(number=sheet.form_no, version=sheet.version)
    mark = _("未定稿") if sheet.draft else ""
    document = Document(form.title, sheet.enterprise, when, head=sheet.head, top=(form.standard, number), mark=mark)
    document.heading(form.title)
    document.pair(_("企业名称：{name}").format(name=sheet.enterprise), _("评价日期：{date}").format(date=sheet.date))
    Table(document, form.columns).draw([*_rows(sheet), *_totals(sheet)])
    document.down += 2
    for note in note_lines(sheet):
        document.paragraph(note, size=9, leading=1.6)
    _sign(document, sheet.signatures)
    return document.finish()


def _rows(sheet: AssessmentSheet) -> Iterator[Row]:
    from qmsdesk.reports.table import Cell

    for category, group in groupby(sheet.rows, lambda row: row.category):
        rows = list(group)
        together = len(rows) if category else 1
        for number, row in enumerate(rows):
            first = number % together == 0
            merged = Cell(row.score, down=together) if first else None
            yield (
                row.no, Cell(category, down=together) if first else None, row.indicator, row.before, row.target,
                row.after, row.result, merged if sheet.merged_scores else row.score,
            )  # fmt: skip


def _totals(sheet: AssessmentSheet) -> Iterator[Row]:
    from qmsdesk.reports.table import Cell

    last = len(ASSESSMENT.columns) - 1
    yield (Cell(_("合计评分"), across=last, bold=True), *[None] * (last - 1), Cell(sheet.total, bold=True))
    yield (
        Cell(_("评价等级"), across=2, bold=True), None,
        Cell(grade_line(sheet), across=last - 1, align="L"), *[None] * (last - 2),
    )  # fmt: skip


def _sign(document: Document, signatures: tuple[Signature, ...]) -> None:
    """The signature lines, outside the standard's grid and never torn apart."""
    step = 12.2
    document.need(step * len(signatures) + 4)
    document.down += 4
    for signature in signatures:
        document.signature(signature.label, signature.name, signature.date, step)
