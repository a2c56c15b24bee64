"""What an indicator's 提升前, 提升目标 and 提升后 can hold, compared exactly and written without rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from qmsdesk.errors import UserError
from qmsdesk.i18n import _

_LIMIT = 1000  # places either side of the point; keeps 1E+999999999 from filling the memory
_SCALES = {"%": 100, "％": 100, "‰": 1000, "ppm": 1_000_000}
_TICKS = {"是": True, "否": False}


@dataclass(frozen=True)
class Ratio:
    """分子 over 分母, kept as both; a denominator of zero says that the period held no sample (无样本)."""

    numerator: Decimal
    denominator: Decimal

    def __post_init__(self) -> None:
        exact(self.numerator)
        if exact(self.denominator) < 0:
            raise UserError(_("分母不能是负数：{number}。").format(number=plain(self.denominator)))

    @property
    def no_sample(self) -> bool:
        """Whether there is nothing to divide by."""
        return not self.denominator


@dataclass(frozen=True)
class Interval:
    """A target with two ends, both of which belong to it."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if exact(self.low) > exact(self.high):
            raise UserError(_("区间的下限 {low} 大于上限 {high}。").format(low=plain(self.low), high=plain(self.high)))


Value = Decimal | Ratio | Interval | bool | str | None
"""A number in the indicator's own unit (percent points where it is %), a ratio, a range, 是/否, words, or nothing."""


def exact(number: Decimal) -> Decimal:
    """The number itself; ``UserError`` for anything but a finite ``Decimal`` of at most 1000 places either side."""
    if not isinstance(number, Decimal):
        raise UserError(_("“{number}”不是精确的数。").format(number=number))
    # The digits alone would let 0E-999999999 through, and its text is as long as its exponent.
    if not number.is_finite() or max(abs(number.adjusted()), -int(number.as_tuple().exponent)) > _LIMIT:
        raise UserError(_("“{number}”不是可以计算的数。").format(number=number))
    return number


def magnitude(value: Decimal | Ratio, unit: str) -> Fraction:
    """The exact number in the unit: a ratio counts hundredfold where the unit is %. A ratio needs a sample."""
    if isinstance(value, Ratio):
        return Fraction(value.numerator) / Fraction(value.denominator) * scale(unit)
    return Fraction(value)


def scale(unit: str) -> int:
    """How many of the unit make one whole: 100 for %, 1000 for ‰, a million for ppm, else 1."""
    return _SCALES.get(unit.strip().casefold(), 1)


def plain(number: Decimal) -> str:
    """All digits of the number, without exponent, trailing zeros or a negative zero."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Fraction, places: int) -> str:
    """The number half-up (away from zero) to so many places, without trailing zeros; for print only."""
    power = 10**places
    units = (2 * abs(number.numerator) * power + number.denominator) // (2 * number.denominator)
    return plain(Decimal(f"{'-' if number < 0 else ''}{units}E-{places}"))


def text(value: Value, unit: str = "") -> str:
    """The value as JSON, the database and prints write it, without unit: ratios to six places, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Interval):
        return f"{plain(value.low)}~{plain(value.high)}"
    if isinstance(value, Ratio):
        return _("无样本") if value.no_sample else rounded(magnitude(value, unit), 6)
    return plain(value) if isinstance(value, Decimal) else value


def with_unit(value: Value, unit: str) -> str:
    """The value followed by its unit, as ``97.56%``; words, 是/否 and 无样本 stand alone."""
    shown = text(value, unit)
    bare = isinstance(value, bool | str | None) or (isinstance(value, Ratio) and value.no_sample)
    if bare or not unit:
        return shown
    return f"{shown} {unit}" if unit[0].isascii() and unit[0].isalpha() else f"{shown}{unit}"


def value_of(stored: str, kind: str) -> Value:
    """The value of stored text for a 数据类型 (as ``text`` writes it); ``UserError`` for what it cannot be.

    Strict on purpose: the many ways people write numbers are understood where sheets are read.
    """
    stored = stored.strip()
    if not stored:
        return None
    if kind == "qualitative":
        return stored
    if kind == "yesno":
        if stored not in _TICKS:
            raise UserError(_("“{text}”不是“是”或“否”。").format(text=stored))
        return _TICKS[stored]
    if stored == _("无样本"):
        return Ratio(Decimal(0), Decimal(0))
    low, tilde, high = stored.partition("~")
    return Interval(_decimal(low), _decimal(high)) if tilde else _decimal(stored)


def _decimal(stored: str) -> Decimal:
    try:
        if not stored.isascii() or "_" in stored:
            raise InvalidOperation
        return exact(Decimal(stored.strip()))
    except InvalidOperation:
        raise UserError(_("“{text}”不是数。").format(text=stored), _("只写数字，如 97.56。")) from None
