"""How the figures of an indicator read on screen: two decimals for what is computed, sums, periods, differences."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.services import indicators
from qmsdesk.services.indicators import Evaluated, Period, Taken
from qmsdesk.standard.aggregate import METHOD_TITLES
from qmsdesk.standard.values import Ratio, Value, exact, plain, text

_CLOSE = frozenset("%％‰℃°")  # units that stand right behind the number
NO_VALUE = "—"
MINUS = "−"


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: ``94.12%``, ``0 次``, ``18 min``."""
    if not unit or not number:
        return number
    return f"{number}{unit}" if unit[0] in _CLOSE else f"{number} {unit}"


def shown(stored: str, unit: str, target: str = "", *, computed: bool = False) -> str:
    """A value's text with its unit; computed ones to two decimals, more while rounding would hide a missed target."""
    number = _number(stored)
    if number is None:
        words = stored.replace("~", "–") if _is_range(stored) else stored
        return with_unit(words, unit) if _is_range(stored) else words
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if not computed and -exponent <= 4:
        return with_unit(plain(number), unit)
    goal = _number(target)
    rounded = number
    for places in range(2, 7):
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if goal is None or number == goal or rounded != goal:
            break
    return with_unit(format(rounded, "f"), unit)


def value_text(value: Value, unit: str, target: Value = None) -> str:
    """A value for the eye; ratios are computed."""
    computed = isinstance(value, Ratio) and not value.no_sample
    return shown(text(value, unit), unit, text(target, unit), computed=computed or _long(value))


def full_text(value: Value, unit: str) -> str:
    """Every digit, for tool tips; a ratio with its parts."""
    if isinstance(value, Ratio) and not value.no_sample:
        parts = _("{n} ÷ {d}").format(n=thousands(value.numerator), d=thousands(value.denominator))
        return f"{with_unit(text(value, unit), unit)} = {parts}"
    return shown_plain(value, unit)


def shown_plain(value: Value, unit: str) -> str:
    """A value as it is stored, with its unit."""
    stored = text(value, unit)
    return with_unit(stored, unit) if _number(stored) is not None or _is_range(stored) else stored


def thousands(number: Decimal) -> str:
    """An exact number with commas: ``1,337``."""
    whole, dot, part = plain(number).partition(".")
    return f"{int(whole):,}{dot}{part}"


def signed(gap: Fraction) -> str:
    """A difference with its sign to two decimals: ``+0.56``, ``−2.3``; so small that it would read 0 gets more."""
    if not gap:
        return "0"
    for places in range(2, 7):
        number = Decimal(gap.numerator) / Decimal(gap.denominator)
        rounded = abs(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if rounded:
            break
    return f"{'+' if gap > 0 else MINUS}{rounded:f}"


def span(period: Period | None) -> str:
    """A period in words: ``2025 年 10–12 月``."""
    if period is None:
        return ""
    first, last = int(period.first[5:]), int(period.last[5:])
    if period.first[:4] != period.last[:4]:
        return f"{period.first}–{period.last}"
    if first == last:
        return _("{year} 年 {month} 月").format(year=period.first[:4], month=first)
    return _("{year} 年 {first}–{last} 月").format(year=period.first[:4], first=first, last=last)


def origin(evaluated: Evaluated, taken: Taken, period: Period | None) -> str:
    """Where 提升前 or 提升后 comes from: the period with its sums, or that it was typed."""
    if not taken.covered:
        if taken.typed is None:
            return _("未填，{} 的数据不全").format(span(period)) if period else _("未填")
        return _("手工填写") if not period else _("手工填写，{}").format(span(period))
    if isinstance(taken.measured, Ratio) and not taken.measured.no_sample and _sums(evaluated, taken):
        n, d = thousands(taken.measured.numerator), thousands(taken.measured.denominator)
        return _("{span} {n}/{d}").format(span=span(period), n=n, d=d)
    how = METHOD_TITLES[indicators.method(evaluated.indicator, evaluated.round, taken.months)]
    return _("{span} {how}").format(span=span(period), how=how)


def part_titles(formula: str) -> tuple[str, str]:
    """The words for 分子 and 分母 in a formula like ``合格批数 ÷ 交验批数 × 100%``; empty where it says neither."""
    body = formula.split("×", maxsplit=1)[0].split("*", maxsplit=1)[0]
    for sign in ("÷", "／", "/"):
        over, found, under = body.partition(sign)
        if found and over.strip() and under.strip():
            return over.strip(), under.strip()
    return "", ""


def reporting(indicator: Row, owner: str) -> str:
    """Who reports how often: ``每月填报，何静``."""
    frequency = dict(Indicator.FREQUENCY)[indicator.of(Indicator.frequency)]
    if not owner:
        return _("{}填报").format(frequency)
    return _("{frequency}填报，{owner}").format(frequency=frequency, owner=owner)


def parts_text(row: Row | None) -> str:
    """The two parts or the value of a month, as in lists of sources."""
    if row is None:
        return ""
    n, d, value = row.of(Measurement.numerator), row.of(Measurement.denominator), row.of(Measurement.value)
    if n is not None and d is not None:
        return f"{thousands(n)}/{thousands(d)}"
    return thousands(value) if value is not None else ""


def _sums(evaluated: Evaluated, taken: Taken) -> bool:
    return indicators.method(evaluated.indicator, evaluated.round, taken.months) == "sum_ratio"


def _long(value: Value) -> bool:
    if not isinstance(value, Decimal):
        return False
    exponent = exact(value).as_tuple().exponent
    return isinstance(exponent, int) and -exponent > 4


def _number(stored: str) -> Decimal | None:
    try:
        return Decimal(stored)
    except InvalidOperation:
        return None


def _is_range(stored: str) -> bool:
    low, tilde, high = stored.partition("~")
    return bool(tilde) and _number(low) is not None and _number(high) is not None
