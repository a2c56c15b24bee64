"""表C.1 as a workbook: the same columns, notes and signature lines as the paper form."""

from __future__ import annotations

import datetime as dt
import io
from itertools import groupby
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.reports.assessment_form import AssessmentSheet, grade_line, note_lines
from qmsdesk.reports.forms import ASSESSMENT

_ALIGN = {"L": "left", "C": "center", "R": "right"}
_MM = 2.1  # millimetres to a unit of column width, about


def assessment_xlsx(sheet: AssessmentSheet, when: dt.datetime) -> bytes:
    """The form as .xlsx; ``when`` is written as its date of making. Values stay text, as they are printed."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.created = book.properties.modified = when.replace(tzinfo=None)
    page: Any = book.active
    page.title = _("表C.1")
    last = len(ASSESSMENT.columns)
    for place, column in enumerate(ASSESSMENT.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = max(column.width / _MM, 6)
    title = _put(page, 1, 1, ASSESSMENT.title, across=last, align="center")
    title.font = Font(bold=True, size=14)
    standard = ASSESSMENT.standard + (_("　未定稿") if sheet.draft else "")
    _put(page, 2, 1, standard, across=last, align="left")
    _put(page, 3, 1, _("企业名称：{name}").format(name=sheet.enterprise), across=last // 2, align="left")
    date = _("评价日期：{date}").format(date=sheet.date)
    _put(page, 3, last // 2 + 1, date, across=last - last // 2, align="right")
    for place, column in enumerate(ASSESSMENT.columns, 1):
        _put(page, 4, place, column.title, align="center", edge=True).font = Font(bold=True)
    at = _rows(page, sheet)
    _put(page, at, 1, _("合计评分"), across=last - 1, align="center", edge=True).font = Font(bold=True)
    _put(page, at, last, sheet.total, align="center", edge=True).font = Font(bold=True)
    _put(page, at + 1, 1, _("评价等级"), across=2, align="center", edge=True).font = Font(bold=True)
    _put(page, at + 1, 3, grade_line(sheet), across=last - 2, align="left", edge=True)
    at += 2
    for note in note_lines(sheet):
        _put(page, at, 1, note, across=last, align="left").alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[at].height = 15 * (1 + len(note) // 52)
        at += 1
    for signature in sheet.signatures:
        text = _("{label}：{name}　　日期：{date}")
        text = text.format(label=signature.label, name=signature.name, date=signature.date)
        _put(page, at + 1, 1, text, across=last, align="left")
        at += 1
    page.page_setup.paperSize, page.page_setup.fitToHeight = page.PAPERSIZE_A4, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "4:4"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(page: Any, sheet: AssessmentSheet) -> int:
    """Write the rows from the fifth on; the number of the next free one."""
    at = 5
    for category, group in groupby(sheet.rows, lambda r: r.category):
        rows = list(group)
        together = len(rows) if category else 1
        for number, row in enumerate(rows):
            first = number % together == 0
            texts = (row.no, category, row.indicator, row.before, row.target, row.after, row.result, row.score)
            for place, (column, text) in enumerate(zip(ASSESSMENT.columns, texts, strict=True), 1):
                merged = place == 2 or (place == len(texts) and sheet.merged_scores)
                if merged and not first:
                    continue
                down = together if merged else 1
                _put(page, at, place, text, down=down, align=_ALIGN[column.align], edge=True)
            at += 1
    return at


def _put(
    page: Any, row: int, column: int, text: str, *, across: int = 1, down: int = 1, align: str, edge: bool = False
) -> Any:
    from openpyxl.styles import Alignment, Border, Side

    if edge:
        line = Side(style="thin")
        for r in range(row, row + down):
            for c in range(column, column + across):
                page.cell(r, c).border = Border(line, line, line, line)
    if across > 1 or down > 1:
        page.merge_cells(start_row=row, start_column=column, end_row=row + down - 1, end_column=column + across - 1)
    cell = page.cell(row, column, text)
    cell.data_type = "s"  # a text that begins with = is no formula
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=edge)
    return cell
