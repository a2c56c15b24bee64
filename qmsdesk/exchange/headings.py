"""Which column holds what: headings in any order, under titles, with synonyms, units in brackets and merged cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qmsdesk.errors import UserError
from qmsdesk.exchange.grid import Cell, Grid, Sheet, letter
from qmsdesk.exchange.months import is_month_heading
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.sheet import Wide
from qmsdesk.registers.sheet_columns import SheetColumn

SEARCHED_ROWS = 60
_UNIT = re.compile(r"[(\[【]([^)\]】]*)[)\]】]$")
_SERIAL = re.compile(r"序号?|编次|行号|no\.?|#|id", re.IGNORECASE)
_FILLED_IN = re.compile(r"[^:：(（\[【]{1,12}[:：]\s*\S.*", re.DOTALL)
_TO_FILL_IN = re.compile(r"[^:：]{1,12}[:：]")
_SUMMED = re.compile(r"(年度)?(合计|累计|平均|总计|小计|全年)(值)?")


@dataclass(frozen=True)
class Head:
    """A column of the file and what becomes of it.

    ``how``: auto, synonym, manual (as the user said), serial, summed, month, part, ignored, twice or unknown.
    """

    column: int
    text: str
    how: str
    field: AnyField | None = None
    unit: str = ""

    @property
    def letter(self) -> str:
        return letter(self.column)


@dataclass(frozen=True)
class Headed:
    """A sheet with its heading row understood. ``missing`` are required headings that were not found."""

    sheet: Sheet
    row: int
    heads: tuple[Head, ...]
    missing: tuple[str, ...]

    def column_of(self, field: AnyField) -> int:
        """The column of a field, 0 when the sheet has none."""
        return next((h.column for h in self.heads if h.field is field), 0)

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(
            h.text or _("{} 列（无表头）").format(h.letter) for h in self.heads if h.how in {"unknown", "twice"}
        )


def normal(text: str) -> str:
    """The form in which headings are compared: width, case, blanks, stars, colons and a final dot do not count."""
    clean = re.sub(r"[\s*:]+", "", unicodedata.normalize("NFKC", text)).casefold()
    return clean.rstrip(".")


def find(
    grid: Grid,
    columns: Sequence[SheetColumn],
    *,
    wide: Wide | None = None,
    sheet: str | None = None,
    row: int = 0,
    mapping: Mapping[str, str] | None = None,
) -> Headed:
    """The named sheet, or the first one whose headings match; ``UserError`` when none has two of them.

    ``mapping`` places headings (or column letters) at labels, an empty label leaves the column out.
    """
    placed = _placed(columns, mapping or {})
    candidates = [s for s in grid.sheets if s.name == sheet] if sheet else [s for s in grid.sheets if not s.hidden]
    if sheet and not candidates:
        names = "、".join(s.name for s in grid.sheets)
        raise UserError(_("“{}”里没有工作表“{}”。").format(grid.name, sheet), _("现有工作表：{}。").format(names))
    best: tuple[int, Headed] | None = None
    for each in candidates:
        rows = [row] if row else range(1, min(len(each.rows), SEARCHED_ROWS) + 1)
        for number in rows:
            if not row and _is_form_line(each, number):
                continue
            headed = _headed(each, number, columns, wide, placed)
            score = sum(h.field is not None or h.how == "month" for h in headed.heads)
            complete = not headed.missing
            if row or score >= (1 if complete else 2):
                rank = score + (1000 if complete else 0)
                if best is None or rank > best[0]:
                    best = (rank, headed)
        if best is not None and not best[1].missing:
            break  # the first sheet that has all it needs
    if best is None:
        wanted = "、".join(c.heading for c in columns if c.required)
        raise UserError(
            _("“{}”里找不到表头（至少需要：{}）。").format(sheet or grid.name, wanted),
            _("检查表头文字，或用“列=字段”指定对应关系，例如 --map '文号=编号'。"),
        )
    return _with_nameless(best[1])


def also_complete(grid: Grid, columns: Sequence[SheetColumn], chosen: Headed, wide: Wide | None) -> list[str]:
    """The names of further visible sheets that have all required headings."""
    found = []
    for sheet in grid.sheets:
        if sheet.name != chosen.sheet.name and not sheet.hidden:
            try:
                headed = find(grid, columns, wide=wide, sheet=sheet.name)
            except UserError:
                continue
            if not headed.missing:
                found.append(sheet.name)
    return found


def rename(headed: Headed, columns: Sequence[SheetColumn], column: int, field: AnyField | None) -> Headed:
    """Put a column where the user says, or leave it out; a column that held the field before gives it up."""
    heads = [
        replace(h, how="manual" if field is not None else "ignored", field=field)
        if h.column == column
        else replace(h, how="ignored", field=None)
        if field is not None and h.field is field
        else h
        for h in headed.heads
    ]
    return replace(headed, heads=tuple(heads), missing=_missing(columns, heads))


def _placed(columns: Sequence[SheetColumn], mapping: Mapping[str, str]) -> dict[str, AnyField | None]:
    names = {normal(name): c.field for c in reversed(columns) for name in (c.heading, *c.synonyms)}
    placed: dict[str, AnyField | None] = {}
    for heading, label in mapping.items():
        if label.strip() and normal(label) not in names:
            offered = "、".join(c.heading for c in columns)
            raise UserError(_("没有“{}”这个字段。").format(label), _("可用的字段：{}。").format(offered))
        placed[normal(heading)] = names.get(normal(label))
    return placed


def _headed(
    sheet: Sheet, row: int, columns: Sequence[SheetColumn], wide: Wide | None, placed: Mapping[str, AnyField | None]
) -> Headed:
    cells = list(sheet.rows[row - 1]) if 0 < row <= len(sheet.rows) else []
    heads: dict[int, Head] = {}
    _take_placed(cells, placed, heads)
    _take_named(cells, columns, heads)
    for cell in cells:
        if cell.column not in heads and (head := _other(cell, sheet, row, wide)):
            heads[cell.column] = head
    found = tuple(heads[i] for i in sorted(heads))
    return Headed(sheet, row, found, _missing(columns, found, wide))


def _is_form_line(sheet: Sheet, row: int) -> bool:
    """A line to fill in or to sign (调研人：李工　日期：) is no heading, though a heading may end in a colon too."""
    texts = [c.text.strip() for c in sheet.rows[row - 1] if not c.blank]
    given = sum(bool(_FILLED_IN.fullmatch(text)) for text in texts)
    open_ended = sum(bool(_TO_FILL_IN.fullmatch(text)) for text in texts)
    last = not any(not c.blank for line in sheet.rows[row:] for c in line)
    return bool(given or (last and open_ended)) and (given + open_ended) * 2 >= len(texts)


def _take_placed(cells: Sequence[Cell], placed: Mapping[str, AnyField | None], heads: dict[int, Head]) -> None:
    """The columns the user placed, by heading or by letter."""
    for cell in cells:
        text = cell.text.strip()
        for name in (normal(text), normal(letter(cell.column)) if text else ""):
            if name in placed and cell.column not in heads:
                field = placed[name]
                heads[cell.column] = Head(cell.column, text, "ignored" if field is None else "manual", field)


def _take_named(cells: Sequence[Cell], columns: Sequence[SheetColumn], heads: dict[int, Head]) -> None:
    """The columns whose headings say it: own labels before synonyms, whole texts before those with a unit behind."""
    labels = {normal(c.heading): c.field for c in columns}
    others = {_UNIT.sub("", normal(c.heading)): c.field for c in columns}
    others |= {normal(name): c.field for c in columns for name in c.synonyms}
    taken = {h.field for h in heads.values() if h.field is not None}
    for with_unit in (False, True):
        for how, names in (("auto", labels), ("synonym", others)):
            for cell in cells:
                unit = _UNIT.search(normal(cell.text))
                name = normal(cell.text)
                if with_unit:
                    name = name[: unit.start()] if unit else ""
                if cell.column in heads or name not in names:
                    continue
                field = names[name]
                twice = field in taken
                heads[cell.column] = Head(
                    cell.column,
                    cell.text.strip(),
                    "twice" if twice else how,
                    None if twice else field,
                    unit[1] if unit and with_unit else "",
                )
                taken.add(field)


def _with_nameless(headed: Headed) -> Headed:
    """A column without a heading matters only when something stands in it."""
    filled = {c.column for line in headed.sheet.rows[headed.row :] for c in line if not c.blank}
    nameless = [Head(number, "", "unknown") for number in filled - {h.column for h in headed.heads}]
    return replace(headed, heads=tuple(sorted((*headed.heads, *nameless), key=lambda h: h.column)))


def _other(cell: Cell, sheet: Sheet, row: int, wide: Wide | None) -> Head | None:
    text = cell.text.strip()
    if _SERIAL.fullmatch(normal(text)):
        return Head(cell.column, text, "serial")
    if wide and is_month_heading(text):
        return Head(cell.column, text, "month")
    if wide and _SUMMED.fullmatch(normal(text)):
        return Head(cell.column, text, "summed")
    if (
        wide
        and (normal(text) in {normal(h) for h in wide.heading} or not text)
        and _holds_parts(sheet, row, cell, wide)
    ):
        return Head(cell.column, text, "part")
    return Head(cell.column, text, "unknown") if text else None


def _holds_parts(sheet: Sheet, row: int, cell: Cell, wide: Wide) -> bool:
    words = {normal(word) for names in wide.parts.values() for word in names}
    return any(normal(sheet.cell(r, cell.column).text) in words for r in range(row + 1, row + SEARCHED_ROWS))


def _missing(columns: Sequence[SheetColumn], heads: Sequence[Head], wide: Wide | None = None) -> tuple[str, ...]:
    found = {h.field for h in heads if h.field is not None}
    across = wide.across if wide and any(h.how == "month" for h in heads) else None
    return tuple(c.heading for c in columns if c.required and c.field not in found and c.field is not across)
