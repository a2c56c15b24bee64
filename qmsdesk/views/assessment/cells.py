"""What stands in the cells of 表C.1: texts, marks and tips, for a draft and for a frozen version alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import IndicatorRound
from qmsdesk.services.assessment import Sheet, SheetRow
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.grading import POINTS
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.views.indicators.figures import shown
from qmsdesk.views.widgets.roles import Role

_Data = Qt.ItemDataRole
NUMERIC = frozenset({"ratio", "value", "count"})


class SheetColumn(NamedTuple):
    """A column of 表C.1; ``field`` is what may be typed into it, ``width`` 0 takes what is left."""

    key: str
    title: str
    width: int
    field: AnyField | None = None
    right: bool = False


COLUMNS = (
    SheetColumn("no", _("序号"), 44),
    SheetColumn("category", _("评价项目"), 140),
    SheetColumn("indicator", _("评价指标"), 0),
    SheetColumn("before", _("提升前"), 78, IndicatorRound.before, right=True),
    SheetColumn("target", _("提升目标"), 78, IndicatorRound.target, right=True),
    SheetColumn("after", _("提升后"), 78, IndicatorRound.after, right=True),
    SheetColumn("result", _("提升结果"), 90, IndicatorRound.judged),
    SheetColumn("score", _("评价分数"), 70, right=True),
    SheetColumn("evidence", _("证据"), 54, right=True),
)
PLACE = {column.key: place for place, column in enumerate(COLUMNS)}


def value_of(row: SheetRow, key: str) -> str:
    """提升前, 提升目标 or 提升后 for the eye; values summed from months to two decimals."""
    stored = str(getattr(row, key))
    if row.kind not in NUMERIC:
        return stored
    computed = bool(row.sources) and row.kind == "ratio" and key != "target" and _many(stored)
    return shown(stored, row.unit, row.target if key == "after" else "", computed=computed)


def full_value(row: SheetRow, key: str) -> str:
    """Every digit that is kept."""
    stored = str(getattr(row, key))
    return shown(stored, row.unit) if not _many(stored) else f"{stored}{row.unit}"


def name_of(row: SheetRow) -> str:
    """The indicator, with ↓ where less is better."""
    return f"{row.indicator} ↓" if row.direction == "lower" and row.kind in NUMERIC else row.indicator


def category_score(sheet: Sheet, row: SheetRow) -> str:
    """评价分数 of the row's category; empty while it is 待评."""
    found = next(c for c in sheet.categories if c.key == row.category)
    return "" if found.status == "pending" and found.score == "0" else found.score


def possible(sheet: Sheet, key: str) -> str:
    """The points a category could give."""
    if sheet.rule != "per_indicator":
        return str(POINTS)
    return str(POINTS * sum(r.counted and r.category == key for r in sheet.rows))


def counted_rows(sheet: Sheet) -> list[SheetRow]:
    """The rows that 表C.1 prints, in the order of the categories."""
    order = {c.key: place for place, c in enumerate(CATEGORIES)}
    return sorted((r for r in sheet.rows if r.counted), key=lambda r: (order[r.category], r.no or 0))


def missing(row: SheetRow) -> str:
    """The field that keeps a row 待评, empty when none does."""
    if row.result != "pending":
        return ""
    if not row.target:
        return "target"
    return "judged" if row.after and row.kind == "qualitative" else "after"


def cell(sheet: Sheet, row: SheetRow, column: SheetColumn, role: int) -> Any:
    """One cell of a counted row."""
    if role == _Data.DisplayRole:
        return _text(sheet, row, column)
    if role == Role.CAPTION and column.key == "category":
        score = next(c.score for c in sheet.categories if c.key == row.category)
        return _("{got}/{possible} 分").format(got=score, possible=possible(sheet, row.category))
    if role == Role.PILL:
        return True if column.key == "result" else None
    if role == Role.BOLD:
        return column.key in ("after", "score")
    if role == Role.TONE:
        return _tone(row, column)
    if role == _Data.ToolTipRole:
        return full_value(row, column.key) if column.key in ("before", "target", "after") else None
    return None


def _text(sheet: Sheet, row: SheetRow, column: SheetColumn) -> str:
    if column.key == "no":
        return str(row.no)
    if column.key == "category":
        return row.category_title
    if column.key == "indicator":
        return name_of(row)
    if column.key == "result":
        return RESULT_TITLES[row.result]  # type: ignore[index]
    if column.key == "score":
        return row.points if sheet.rule == "per_indicator" else category_score(sheet, row)
    if column.key == "evidence":
        return str(row.evidence) if row.evidence else _("缺")
    return value_of(row, column.key)


def _tone(row: SheetRow, column: SheetColumn) -> str | None:
    if column.key in ("before", "target"):
        return "text2"
    if column.key == "evidence":
        return "accent" if row.evidence else "bad"
    return None


def _many(stored: str) -> bool:
    """A number that is not whole: only such ones are cut to two decimals."""
    _whole, dot, part = stored.partition(".")
    return bool(dot) and part.isdigit()
