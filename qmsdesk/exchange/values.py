"""From the text of one cell to the value of one field; what is not understood raises ``Unreadable``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from qmsdesk.exchange.grid import Cell
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import DateField, MonthField, MultiField, PeriodField
from qmsdesk.registers.kinds import Unreadable, date_from_serial, from_text, is_blank, squeeze

Words = Mapping[str, tuple[str, ...]]
"""Further words for the choices of a field: one word may mean several keys."""

_SERIAL = re.compile(r"\d{5}")
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050  # 1950 to 2099: a bare 2025 is a year, not a day in 1905
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{1,2}:\d{2}(:\d{2})?")
_SPLIT = re.compile(r"[;；、,，/\n]+")


def cell_text(field: AnyField, cell: Cell) -> str:
    """What a cell says for a field: numbers as shown where text or months are wanted, else their exact value."""
    if isinstance(field, MonthField | PeriodField) and cell.kind == "number" and re.fullmatch(r"\d{4}\.1", cell.shown):
        # As a number 2025.10 has lost its last digit.
        raise Unreadable(_("数字 {} 分不清是 1 月还是 10 月，请写成 2025-10").format(cell.shown))
    return cell.text if isinstance(field, DateField) or cell.kind == "percent" else cell.shown


def value(field: AnyField, text: str, words: Words, serial_offset: int = 0) -> Any:
    """The value of a field that is neither a relation nor read together with others. Blank is None."""
    if is_blank(text) and squeeze(text) not in map(squeeze, words):
        return None
    if field.choices:
        return _choices(field, text, words)
    if isinstance(field, DateField):
        return _date(field, text, serial_offset)
    return from_text(field, text)


def keys_of(field: AnyField, word: str, words: Words) -> tuple[str, ...]:
    """The keys one word means: by the further words first, then by the labels of the choices."""
    known: Callable[[str], tuple[str, ...] | None] = {squeeze(w): keys for w, keys in words.items()}.get
    if keys := known(squeeze(word)):
        return keys
    found = from_text(field, word)
    return found if isinstance(found, tuple) else (found,)


def understood(field: AnyField, word: str, words: Words) -> tuple[str, ...]:
    """The keys one word means, empty when it means none."""
    try:
        return keys_of(field, word, words)
    except Unreadable:
        return ()


def _choices(field: AnyField, text: str, words: Words) -> Any:
    if not isinstance(field, MultiField):
        return keys_of(field, text, words)[0]
    found = {key for word in _SPLIT.split(text) if word.strip() for key in keys_of(field, word, words)}
    return tuple(key for key, _label in field.choices if key in found)


def _date(field: AnyField, text: str, serial_offset: int) -> dt.date | None:
    clean = text.strip()
    if _SERIAL.fullmatch(clean):
        serial = int(clean) + serial_offset
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return date_from_serial(serial)
    if stamp := _STAMP.fullmatch(clean):
        # A clock time beside a day is what databases export; a business date has none.
        clean = stamp[1]
    result = from_text(field, clean)
    return result if isinstance(result, dt.date) else None
