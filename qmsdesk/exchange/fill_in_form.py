"""The form of an issued sheet: what stands where, and the hidden copy by which it is judged when it comes back."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qmsdesk.exchange.workbook import Page, build
from qmsdesk.i18n import _
from qmsdesk.reports.stable_zip import stable_zip
from qmsdesk.services.issuing import Code

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COVER, MONTHS, ACTIONS, HIDDEN = _("说明"), _("月度数据"), _("措施"), "_qmsdesk"
MONTH_HEADS = (
    _("序号"), _("编号"), _("评价指标"), _("单位"), _("期间"), _("分子"), _("分母"), _("数值"), _("数据来源"),
)  # fmt: skip
ACTION_HEADS = (_("序号"), _("台账"), _("编号"), _("内容"), _("完成期限"), _("完成日期"), _("完成情况"))
FIRST_MONTH_CELL, FIRST_ACTION_CELL = 6, 6
"""The first column that is filled in; those before it are protected."""

HEAD_ROW = 2
_PIECE = 8000  # characters of the hidden copy in one cell; a cell holds 32,767
_LARGEST = 1 << 62
_MOST_COPY = 4_000_000  # bytes of an unpacked copy
_PROGRESS = (_("已完成"), _("进行中"), _("未开始"), _("需要延期"))
_EARLIEST = "DATE(2000,1,1)"


@dataclass(frozen=True)
class Ledger:
    """The hidden copy: whose sheet it is, and of each row where it belongs and what was stored when it was issued.

    A month row is ``["m", indicator, period]``; an action row ``["a", table, record, line, done, result]``.
    """

    enterprise: str
    person: int
    name: str
    issue: int
    on: str
    rows: tuple[tuple[Any, ...], ...]

    def text(self) -> str:
        """The copy as it is written: always the same text for the same content."""
        return json.dumps([self.enterprise, self.person, self.name, self.issue, self.on, self.rows],
                          ensure_ascii=False, separators=(",", ":"))  # fmt: skip

    @property
    def code(self) -> Code:
        """The code of this very content."""
        check = hashlib.sha256(self.text().encode()).hexdigest()[:8].upper()
        return Code(self.enterprise, self.person, self.issue, check)

    def packed(self) -> str:
        """The copy in letters and digits alone, which no program that saves the file will touch."""
        return base64.b64encode(zlib.compress(self.text().encode(), 9)).decode()

    @classmethod
    def unpack(cls, packed: str) -> Ledger | None:
        """The ledger of a hidden copy, None when it is none: it comes from a file and may hold anything."""
        try:
            text = zlib.decompressobj().decompress(base64.b64decode(packed, validate=True), _MOST_COPY).decode()
            enterprise, person, name, issue, on, rows = json.loads(text)
            ledger = cls(enterprise, person, name, issue, on, tuple(tuple(row) for row in rows))
        except (ValueError, TypeError, RecursionError, zlib.error):
            return None
        texts = all(isinstance(part, str) for part in (enterprise, name, on))
        numbers = all(type(part) is int for part in (person, issue))
        return ledger if texts and numbers and all(_is_row(row) for row in ledger.rows) else None


def _is_row(row: tuple[Any, ...]) -> bool:
    kinds: dict[str, tuple[type, ...]] = {"m": (str, int, str), "a": (str, str, int, int, str, str)}
    wanted = kinds.get(row[0]) if row and isinstance(row[0], str) else None
    return wanted is not None and len(row) == len(wanted) and all(map(_is, row, wanted))


def _is(value: object, kind: type) -> bool:
    return type(value) is kind and (kind is str or abs(value) < _LARGEST)  # type: ignore[arg-type]


def render(
    ledger: Ledger,
    enterprise: str,
    department: str,
    months: Sequence[Sequence[Any]],
    actions: Sequence[Sequence[Any]],
    sources: Sequence[str],
    when: dt.datetime,
) -> bytes:
    """The workbook: cover, the sheets that have rows, the hidden copy. Only cells to be filled in are open."""
    pages = [Page(COVER, (_("项目"), _("内容")), _cover(ledger, enterprise, department, len(months), len(actions)))]
    if months:
        title = _("填写黄色的格子：比率填分子和分母，其他填数值；没有数据的留空。不要增删行列。")
        pages.append(Page(MONTHS, MONTH_HEADS, months, title, {8: sources} if sources else {}))
    if actions:
        title = _("填写黄色的格子：做完的填完成日期，写明完成情况；没有进展的留空。不要增删行列。")
        pages.append(Page(ACTIONS, ACTION_HEADS, actions, title, {6: _PROGRESS}))
    packed = ledger.packed()
    pieces = [packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE)]
    pages.append(Page(HIDDEN, (str(ledger.code),), [[piece] for piece in pieces]))
    return stable_zip(_protect(build(pages, when), months, actions), when)


def _cover(ledger: Ledger, enterprise: str, department: str, months: int, actions: int) -> list[list[str]]:
    return [
        [_("企业"), enterprise],
        [_("填报人"), ledger.name],
        [_("部门"), department],
        [_("下发日期"), ledger.on],
        [_("填报码"), str(ledger.code)],
        [_("要填的"), _("月度数据 {} 行，措施 {} 行").format(months, actions)],
        [_("怎么填"), _("只填黄色的格子，保存后把这个文件交回。文件名可以改，填报码不要改。")],
    ]


def _protect(data: bytes, months: Sequence[Any], actions: Sequence[Any]) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = False
    if months:
        _open(book[MONTHS], FIRST_MONTH_CELL, len(MONTH_HEADS), len(months))
        _check_numbers(book[MONTHS], len(months))
    if actions:
        _open(book[ACTIONS], FIRST_ACTION_CELL, len(ACTION_HEADS), len(actions))
        _check_dates(book[ACTIONS], len(actions))
        book[ACTIONS].column_dimensions["G"].width = 44
    book[HIDDEN].sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open(sheet: Worksheet, first: int, last: int, rows: int) -> None:
    from openpyxl.styles import Border, PatternFill, Protection, Side

    ground, side = PatternFill("solid", fgColor="FFF8E1"), Side("thin", color="C3CAD4")
    for line in sheet.iter_rows(HEAD_ROW + 1, HEAD_ROW + rows, first, last):
        for cell in line:
            cell.protection = Protection(locked=False)
            cell.fill, cell.border = ground, Border(side, side, side, side)


def _check_numbers(sheet: Worksheet, rows: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        "decimal", operator="greaterThanOrEqual", formula1="0", errorStyle="warning", showErrorMessage=True,
        errorTitle=_("分子、分母"), error=_("这里要一个不小于 0 的数"),
    )  # fmt: skip
    rule.add(f"F{HEAD_ROW + 1}:G{HEAD_ROW + rows}")
    sheet.add_data_validation(rule)


def _check_dates(sheet: Worksheet, rows: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        "date", operator="greaterThanOrEqual", formula1=_EARLIEST, errorStyle="warning", showErrorMessage=True,
        errorTitle=_("完成日期"), error=_("写成 2026-06-01 的样子"),
    )  # fmt: skip
    cells = f"F{HEAD_ROW + 1}:F{HEAD_ROW + rows}"
    rule.add(cells)
    sheet.add_data_validation(rule)
    for (cell,) in sheet[cells]:
        cell.number_format = "yyyy-mm-dd"
