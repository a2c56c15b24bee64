"""Kinds of stored value the database library lacks."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

import peewee as pw

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class LongTextField(pw.TextField):
    """Text of several lines."""


class ExactField(pw.TextField):
    """An exact number kept as the digits typed: TEXT in the file, ``Decimal`` in Python, never a float.

    Its text does not sort or add as numbers do, so comparing and summing happen in Python; ``<``, ``>`` and
    ``between`` on the column raise.
    """

    def db_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, float | bool):
            raise TypeError(f"{self.name}: an exact number is no {type(value).__name__}")
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(f"{self.name}: {value} is no number")
        return format(number, "f")

    def python_value(self, value: Any) -> Decimal | None:
        try:
            return None if value is None else Decimal(value)
        except (InvalidOperation, TypeError):
            raise ValueError(f"{self.name}: {value!r} is no number") from None

    def _no_order(self, *_others: Any) -> Any:
        raise TypeError("exact numbers are compared in Python, not as text in the database")

    __lt__ = __gt__ = __le__ = __ge__ = _no_order
    between = _no_order  # type: ignore[assignment]


class MonthField(pw.TextField):
    """A calendar month as ``YYYY-MM``."""

    def db_value(self, value: Any) -> str | None:
        if value is not None and not _MONTH.fullmatch(value):
            raise ValueError(f"{self.name}: {value!r} is no month")
        return value  # type: ignore[no-any-return]


class PeriodField(pw.TextField):
    """Calendar months from–to as ``YYYY-MM~YYYY-MM``."""

    def db_value(self, value: Any) -> str | None:
        if value is not None:
            first, _tilde, last = value.partition("~")
            if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last) and first <= last):
                raise ValueError(f"{self.name}: {value!r} is no period")
        return value  # type: ignore[no-any-return]


class DateField(pw.DateField):
    """A business date without a time zone; an unreadable stored value raises instead of coming back as text."""

    def db_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if type(value) is not dt.date:
            raise TypeError(f"{self.name}: {value!r} is no date")
        return value.isoformat()

    def python_value(self, value: Any) -> dt.date | None:
        return None if value is None else dt.date.fromisoformat(value)


class MultiField(pw.TextField):
    """Several of the field's choices, in their declared order, as ``,a,b,`` so that one key can be searched for."""

    def db_value(self, value: Any) -> str | None:
        keys = [key for key, _label in self.choices or ()]
        unknown = set(value or ()) - set(keys)
        if unknown:
            raise ValueError(f"{self.name}: {unknown} not offered")
        chosen = [key for key in keys if key in set(value or ())]
        return f",{','.join(chosen)}," if chosen else ""

    def python_value(self, value: Any) -> tuple[str, ...]:
        return tuple(key for key in (value or "").split(",") if key)


class ClausesField(pw.TextField):
    """Clauses of standards as ``catalogue/number`` words, e.g. ``2016/7.5.3 1023/6.7.2.3``."""

    def db_value(self, value: Any) -> str | None:
        return " ".join(value or ())

    def python_value(self, value: Any) -> tuple[str, ...]:
        return tuple((value or "").split())
