"""Values as people type them (``≥95%``, ``18–26``, ``９７.５``), understood exactly as in an imported sheet."""

from __future__ import annotations

from decimal import Decimal

from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.kinds import Unreadable, is_blank
from qmsdesk.registers.sheet import Reading, Written


def round_value(indicator: Row, field: AnyField, text: str) -> str:
    """提升前, 提升目标 or 提升后 as it is stored; Unreadable where it is no value of the indicator's kind."""
    if is_blank(text):
        return ""
    known = {f: indicator.of(f) for f in (Indicator.kind, Indicator.unit, Indicator.direction)}
    return str(_answer(INDICATOR.sheet.read(known, {field: Written(text)}, lambda _f: None), field) or "")


def month_value(indicator: Row, text: str) -> Decimal | None:
    """数值 of a month; Unreadable for words, and for a bare 0.97 in percent, which can be read two ways."""
    if is_blank(text):
        return None
    found = MEASUREMENT.sheet.read({}, {Measurement.value: Written(text)}, lambda _f: indicator)
    value = _answer(found, Measurement.value)
    return value if isinstance(value, Decimal) else None


def _answer(found: Reading, field: AnyField) -> object:
    for doubt in found.doubts:
        if doubt.field is field and doubt.level != "warning":
            raise Unreadable(doubt.text)
    return next((value for key, value in found.values.items() if key is field), None)
