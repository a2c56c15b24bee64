"""Comma, semicolon or tab separated text, in the encodings Excel and WPS write."""

from __future__ import annotations

import csv
import io
import unicodedata

from qmsdesk.errors import UserError
from qmsdesk.exchange.grid import Cell, Grid, Sheet, check_size
from qmsdesk.i18n import _

_DANGER = "=+-@\t\r"


def guard(text: str) -> str:
    """The text as a .csv cell that no spreadsheet takes for a formula; ``unguard`` gives it back unchanged."""
    return "'" + text if text.lstrip("'")[:1] in set(_DANGER) else text


def unguard(text: str) -> str:
    """Take one apostrophe off what ``guard`` put it on; other exporters guard in the same way."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in set(_DANGER) else text


def read(name: str, data: bytes) -> Grid:
    text = _decode(name, data)
    delimiter = _delimiter(text)
    if text.lower().startswith("sep=") and text[5:6] in {"\r", "\n"}:
        delimiter, text = text[4], text[5:].lstrip("\r\n")
    rows: list[list[Cell]] = []
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), 1):
            values = [unguard(value) for value in line]
            rows.append([Cell(number, i, v, v, "text" if v.strip() else "empty") for i, v in enumerate(values, 1)])
            check_size(name, number, len(line))
    except csv.Error:
        raise UserError(
            _("“{}”第 {} 行的引号没有成对，无法分列。").format(name, len(rows) + 1),
            _("用 Excel 或 WPS 打开，另存为 .xlsx 再导入。"),
        ) from None
    while rows and all(cell.blank for cell in rows[-1]):
        rows.pop()
    return Grid(name, [Sheet(name, rows)])


def _decode(name: str, data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise _no_text(name)
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(c) in {"Cc", "Co", "Cn"} and c not in "\t\r\n" for c in set(text)):
            raise _no_text(name)
        return text
    raise _no_text(name)


def _no_text(name: str) -> UserError:
    return UserError(
        _("“{}”不是能读懂的文本表格（编码或内容不对）。").format(name),
        _("用 Excel 或 WPS 打开，另存为 .xlsx 或“CSV UTF-8”再导入。"),
    )


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into most columns; in doubt the comma."""
    head = text[:20_000].splitlines()[:20]
    return max(",;\t", key=lambda sign: (max((line.count(sign) for line in head), default=0), sign == ","))
