"""A plain workbook from texts and kinds: headings, widths, formats, drop-downs; the same bytes for the same content."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qmsdesk.reports.stable_zip import stable_zip

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | dt.date | None
_MAX_EXACT = 15  # digits a spreadsheet keeps of a number
_LIST_LIMIT = 255  # characters of a drop-down written into the sheet itself
_FONT = "Microsoft YaHei"


@dataclass
class Page:
    """One sheet: a title row (may be empty), headings, rows, and the choices of a column by its index."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    title: str = ""
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    grey_rows: frozenset[int] = frozenset()
    marked: frozenset[tuple[int, int]] = frozenset()


def build(pages: Sequence[Page], when: dt.datetime) -> bytes:
    """The pages as an .xlsx dated ``when``; the first one is open."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        _fill(book.create_sheet(_sheet_name(page.name)), page)
    book.properties.creator = "QMSDesk"
    book.properties.lastModifiedBy = None
    out = io.BytesIO()
    book.save(out)
    return stable_zip(out.getvalue(), when)


def _sheet_name(name: str) -> str:
    return "".join(" " if c in "[]:*?/\\" else c for c in name)[:31]


def _fill(sheet: Worksheet, page: Page) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    top = 1
    if page.title:
        sheet.cell(1, 1, _clean(page.title)).font = Font(_FONT, 10, italic=True, color="475364")
        sheet.cell(1, 1).alignment = Alignment(wrap_text=True, vertical="center")
        if len(page.headings) > 1:
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(page.headings))
        sheet.row_dimensions[1].height = 42
        top = 2
    head, fill = Font(_FONT, 10, bold=True), PatternFill("solid", fgColor="E9EDF2")
    for column, text in enumerate(page.headings, 1):
        heading = sheet.cell(top, column, _clean(text))
        heading.font, heading.fill = head, fill
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    body, grey = Font(_FONT, 10), Font(_FONT, 10, italic=True, color="98A2B0")
    mark = PatternFill("solid", fgColor="FCE8E6")
    wrap = Alignment(vertical="top", wrap_text=True)
    for i, row in enumerate(page.rows):
        for j, value in enumerate(row):
            if value is not None and value != "":
                _put(filled := sheet.cell(top + 1 + i, j + 1), value)
                filled.font, filled.alignment = grey if i in page.grey_rows else body, wrap
    for i, j in page.marked:
        sheet.cell(top + 1 + i, j + 1).fill = mark
    for j, label in enumerate(page.headings):
        shown = [label, *(str(row[j]) for row in page.rows[:500] if j < len(row) and row[j] is not None)]
        widest = max(_width(line) for each in shown for line in each.split("\n"))
        sheet.column_dimensions[get_column_letter(j + 1)].width = min(max(widest + 2, 8), 44)
    sheet.freeze_panes = f"A{top + 1}"
    _drop_downs(sheet, page, top)


def _put(cell: Any, value: Value) -> None:
    if isinstance(value, dt.date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int):
        cell.value = value
    elif isinstance(value, Decimal):
        digits = len(value.as_tuple().digits)
        if digits > _MAX_EXACT or Decimal(repr(float(value))) != value:
            _put_text(cell, format(value, "f"))
        else:
            places = max(0, -int(value.as_tuple().exponent))
            cell.value = int(value) if value == value.to_integral_value() else float(value)
            cell.number_format = "0" + ("." + "0" * places if places else "")
    else:
        _put_text(cell, str(value))


def _put_text(cell: Any, text: str) -> None:
    cell.value = _clean(text)
    cell.data_type = "s"  # a text that begins with = is a text, not a formula
    cell.number_format = "@"


def _clean(text: str) -> str:
    return "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _drop_downs(sheet: Worksheet, page: Page, top: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for j, words in page.choices.items():
        text = ",".join(words)
        if len(text) > _LIST_LIMIT or any("," in word or '"' in word for word in words):
            continue
        rule = DataValidation("list", formula1=f'"{text}"', allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(j + 1)
        rule.add(f"{letter}{top + 1}:{letter}{top + 2000}")
        sheet.add_data_validation(rule)
