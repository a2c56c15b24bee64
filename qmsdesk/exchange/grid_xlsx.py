"""Workbooks: values, number formats and merged ranges; formulas by the value last computed."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError
from qmsdesk.exchange.grid import Cell, Grid, Kind, Sheet, check_size
from qmsdesk.i18n import _

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_UNPACKED = 400 * 2**20
MAX_MARKUP = 150 * 2**20
MAX_MERGED = 2_000_000
MAX_PARTS = 5000
_MAC_OFFSET = 1462  # days between the 1904 and the 1900 system
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DOCTYPE = re.compile(rb"<\x00?!\x00?(DOCTYPE|ENTITY|D\x00O\x00C|E\x00N\x00T)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?ref=[\"']\$?([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})[\"']")
_FIXED = re.compile(r"(0+)(?:\.(0+))?")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, OSError, EOFError, RuntimeError, OverflowError, RecursionError, AssertionError,
)  # fmt: skip


def read(name: str, data: bytes) -> Grid:
    """The workbook's cells. ``UserError`` for what is broken, encrypted, a trap, or no workbook at all."""
    formulas = _inspect(name, data)
    book = _load(name, data, values=True)
    written = _formulas(_load(name, data, values=False)) if formulas else {}
    offset = _MAC_OFFSET if book.epoch.year == 1904 else 0
    sheets = [
        Sheet(sheet.title, _rows(sheet, written.get(sheet.title, set())), sheet.sheet_state != "visible")
        for sheet in book.worksheets
    ]
    return Grid(name, sheets, offset)


def _inspect(name: str, data: bytes) -> bool:
    """Look at the parts before any parser does; whether some sheet holds formulas."""
    formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            markup = [part for part in parts if part.filename.endswith((".xml", ".rels", ".vml"))]
            sizes = sum(part.file_size for part in parts), sum(part.file_size for part in markup)
            if len(parts) > MAX_PARTS or sizes[0] > MAX_UNPACKED or sizes[1] > MAX_MARKUP:
                raise UserError(_("“{}”解开后太大，没有读取。").format(name), _("删去图片和多余的工作表再导入。"))
            if "[Content_Types].xml" not in {part.filename for part in parts}:
                raise UserError(_("“{}”不是 Excel 工作簿。").format(name), _("选择 .xlsx 或 .csv 文件。"))
            _refuse_other_office(name, {part.filename for part in parts})
            for part in markup:
                content = archive.read(part)
                _refuse_traps(name, content)
                formulas = formulas or (b"<f>" in content or b"<f " in content)
    except (*_BROKEN, NotImplementedError) as error:
        raise _broken(name) from error
    return formulas


def _refuse_other_office(name: str, parts: set[str]) -> None:
    """A document of another program that was only renamed is not damaged."""
    for part, kind in (("word/document.xml", _("Word 文件")), ("ppt/presentation.xml", _("演示文稿"))):
        if part in parts:
            text = _("“{}”不是 Excel 工作簿（像是 {}）。").format(name, kind)
            raise UserError(text, _("另选 .xlsx 或 .csv 文件；改名不会改变格式。"))


def _refuse_traps(name: str, content: bytes) -> None:
    # A workbook never declares a document type; who does wants the parser to fetch something or to swell.
    if _DOCTYPE.search(content):
        raise UserError(_("“{}”里有不属于工作簿的内容，没有读取。").format(name), _("向提供者要一份重新另存的 .xlsx。"))
    # One merged range over the whole sheet would make the reader build 17 billion cells.
    merged = 0
    for found in _MERGED.finditer(content):
        (left, top), (right, bottom) = (_place(found[i]) for i in (1, 2))
        merged += (right - left + 1) * (bottom - top + 1)
        if merged > MAX_MERGED:
            raise UserError(_("“{}”里合并的单元格太多，没有读取。").format(name), _("取消整列、整表的合并再导入。"))


def _place(reference: bytes) -> tuple[int, int]:
    letters = reference.rstrip(b"0123456789")
    column = 0
    for byte in letters:
        column = column * 26 + byte - 64
    return column, int(reference[len(letters) :])


def _load(name: str, data: bytes, *, values: bool) -> Workbook:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that hold no data
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except _BROKEN as error:
        raise _broken(name) from error


def _broken(name: str) -> UserError:
    return UserError(_("“{}”已损坏或不完整，无法打开。").format(name), _("用 Excel 或 WPS 打开后另存，再导入。"))


def _cells(sheet: Any) -> Iterator[Any]:
    # The public iterators create every cell up to the last corner, and a stray one stands in XFD1048576.
    return (cell for cell in sheet._cells.values() if cell.value is not None)


def _formulas(book: Workbook) -> dict[str, set[tuple[int, int]]]:
    return {
        sheet.title: {(cell.row, cell.column) for cell in _cells(sheet) if cell.data_type == "f"}
        for sheet in book.worksheets
    }


def _rows(sheet: Any, formulas: set[tuple[int, int]]) -> list[list[Cell]]:
    found: dict[tuple[int, int], Cell] = {}
    for cell in _cells(sheet):
        place = (cell.row, cell.column)
        found[place] = _cell(cell)
    for row, column in formulas:
        if (row, column) not in found:
            found[row, column] = Cell(row, column, problem=_("公式没有计算结果，请在 Excel 里打开并保存一次"))
    _spread_merged(sheet, found)
    last_row, last_column = (max((place[i] for place in found), default=0) for i in (0, 1))
    check_size(sheet.title, last_row, last_column)
    return [[found.get((r, c)) or Cell(r, c) for c in range(1, last_column + 1)] for r in range(1, last_row + 1)]


def _spread_merged(sheet: Any, found: dict[tuple[int, int], Cell]) -> None:
    """Fill a merged cell down its own range; to the right it only covers, for two columns are two fields."""
    for area in sheet.merged_cells.ranges:
        top = found.get((area.min_row, area.min_col))
        if top is None or area.max_row - area.min_row > 10_000:
            continue
        width = area.max_col - area.min_col + 1
        for row in range(area.min_row, area.max_row + 1):
            above = 0 if row == area.min_row else area.min_row
            found[row, area.min_col] = Cell(
                row, area.min_col, top.text, top.shown, top.kind, top.problem, merged_from=above, width=width
            )


def _cell(cell: Any) -> Cell:
    value, row, column = cell.value, cell.row, cell.column
    if cell.data_type == "e":
        return Cell(row, column, str(value), str(value), "error", _("单元格是错误值 {}").format(value))
    if isinstance(value, bool):
        text = _("是") if value else _("否")
        return Cell(row, column, text, text, "bool")
    if isinstance(value, int | float):
        text, shown, kind = _number(value, cell.number_format or "")
        return Cell(row, column, text, shown, kind)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        text = _moment(value)
        return Cell(row, column, text, text, "date")
    text = str(value)
    return Cell(row, column, text, text, "text" if text.strip() else "empty")


def _number(value: float, pattern: str) -> tuple[str, str, Kind]:
    # repr is the shortest decimal that means this float: what was typed, without the noise of binary.
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value), str(value), "text"
    pattern = _QUOTED.sub("", pattern.split(";", maxsplit=1)[0])
    percent = "%" in pattern
    text = plain(number.scaleb(2) if percent else number)
    shown = text
    fixed = _FIXED.fullmatch(pattern.replace("%", "").replace("#,##", "").strip())
    if fixed:
        whole, _point, fraction = text.lstrip("-").partition(".")
        sign = "-" if text.startswith("-") else ""
        fraction = fraction.ljust(len(fixed[2] or ""), "0")
        shown = sign + whole.zfill(len(fixed[1])) + ("." + fraction if fraction else "")
    return (text + "%", shown + "%", "percent") if percent else (text, shown, "number")


def plain(number: Decimal) -> str:
    """All digits of the number without an exponent; an exact 5.0 is 5."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


def _moment(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        clock = value.time().replace(microsecond=0)
        return value.date().isoformat() if clock == dt.time() else f"{value.date().isoformat()} {clock.isoformat()}"
    return str(value) if isinstance(value, dt.timedelta) else value.isoformat()
