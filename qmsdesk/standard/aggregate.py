"""From monthly values to one value of a period: sums over the months, never a mean of percentages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.values import Ratio, exact, scale

METHOD_TITLES = {"sum_ratio": _("Σ比"), "mean": _("平均"), "total": _("合计"), "latest": _("最新")}


class Month(NamedTuple):
    """One month's entry: 分子 and 分母, or 数值; all empty where nothing is entered yet."""

    period: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


def aggregate(method: str, months: Iterable[Month], unit: str = "") -> Decimal | Ratio | None:
    """The value of the period: Σ分子÷Σ分母, the mean, the total or the latest of the months that have an entry.

    None when no month has one; a ratio with a zero denominator when there was no sample. The unit matters only where
    months with 分子/分母 and months with a 数值 meet in a mean. ``UserError`` names a month that does not fit.
    """
    if method not in METHOD_TITLES:
        raise UserError(_("没有“{method}”这种汇总方法。").format(method=method),
                        _("可选：{methods}。").format(methods="、".join(METHOD_TITLES.values())))
    entered = [month for month in sorted(months, key=lambda month: month.period) if _entered(month)]
    if not entered:
        return None
    if method == "latest":
        return _reading(entered[-1])
    if method == "mean":
        return _mean([_reading(month) for month in entered], unit)
    if method == "total":
        return _sum([_needed(month, month.value, _("数值")) for month in entered])
    return Ratio(_sum([_needed(month, month.numerator, _("分子")) for month in entered]),
                 _sum([_needed(month, month.denominator, _("分母")) for month in entered]))


def _entered(month: Month) -> bool:
    numbers = [number for number in month[1:] if number is not None]
    for number in numbers:
        exact(number)
    if (month.numerator is None) != (month.denominator is None):
        raise UserError(_("{period} 的分子和分母只填了一个。").format(period=month.period),
                        _("补上另一个，或两个都清空。"))
    return bool(numbers)


def _needed(month: Month, number: Decimal | None, name: str) -> Decimal:
    if number is None:
        raise UserError(_("{period} 没有{name}，不能这样汇总。").format(period=month.period, name=name),
                        _("补上{name}，或把这个指标的聚合方法改为平均或最新。").format(name=name))
    return number


def _reading(month: Month) -> Decimal | Ratio:
    if month.numerator is not None and month.denominator is not None:
        return Ratio(month.numerator, month.denominator)
    return _needed(month, month.value, _("数值"))


def _sum(numbers: list[Decimal]) -> Decimal:
    with localcontext(prec=3000):  # more digits than exact() lets through: the sum is not rounded
        return sum(numbers, Decimal(0))


def _mean(readings: list[Decimal | Ratio], unit: str) -> Decimal | Ratio:
    sampled = [one for one in readings if not (isinstance(one, Ratio) and one.no_sample)]
    if not sampled:
        return Ratio(Decimal(0), Decimal(0))
    numbers = [one for one in sampled if isinstance(one, Decimal)]
    if len(numbers) == len(sampled):
        with localcontext(prec=50, rounding=ROUND_HALF_EVEN):  # far beyond any digit a target is typed with
            return _sum(numbers) / len(numbers)
    parts = [Fraction(one.numerator) / Fraction(one.denominator) if isinstance(one, Ratio)
             else Fraction(one) / scale(unit) for one in sampled]
    mean = sum(parts, Fraction(0)) / len(parts)
    return Ratio(Decimal(mean.numerator), Decimal(mean.denominator))
