"""What the program knows of an item of 表A.1 by itself: 提升前 of its indicator, else what its register gives.

Offered beside 现状值, never filled in: the surveyor decides (6.5.6).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.services import feeds, indicators
from qmsdesk.standard.survey import item
from qmsdesk.standard.values import Ratio, magnitude, rounded, with_unit

_MONTHS = 12
_PLACES = 2
_FLOWS = frozenset({"3.1"})
"""Ratios of what happens in a month to what is there in it: over a period the sum over the mean, not over the sum."""


@dataclass(frozen=True)
class Hint:
    """A value as it would stand in 现状值, and where it comes from."""

    text: str
    source: str


class Hints:
    """Computed when first asked for, then kept; ``day`` is that of the survey: what came later is not counted."""

    def __init__(self, db: pw.Database, day: dt.date) -> None:
        self._db, self.day = db, day
        self._known: dict[str, Hint | None] = {}

    def of(self, code: str) -> Hint | None:
        """The hint of an item, None where the program knows nothing."""
        if code not in self._known:
            self._known[code] = self._before.get(code) or self._computed(code)
        return self._known[code]

    @cached_property
    def _before(self) -> dict[str, Hint]:
        """提升前 of the indicators of an item, in the first round that has one."""
        facts = indicators.read(self._db, whole=False)
        order = {name: place for place, name in enumerate(indicators.round_names(facts))}
        found: dict[str, tuple[int, Hint]] = {}
        for indicator in facts.indicators:
            code = str(indicator.of(Indicator.survey_item)).strip()
            rounds = indicators.own_rounds(facts, indicator) if code else ()
            first = next((each for each in rounds if _before_text(each)), None)
            if first is None or first.round is None:
                continue
            place = order[first.round.of(IndicatorRound.name)]
            if code not in found or place < found[code][0]:
                said = _("指标“{}”的提升前").format(indicator.of(Indicator.name))
                found[code] = place, Hint(_before_text(first), said)
        return {code: hint for code, (_place, hint) in found.items()}

    @cached_property
    def _source(self) -> feeds.Source:
        return feeds.Source(self._db)

    def _computed(self, code: str) -> Hint | None:
        """From its register over the twelve months up to the survey; a state is that of the day."""
        feed = feeds.BY_CODE.get(code)
        if feed is None:
            return None
        last = self.day.isoformat()[:7]
        at = self.day.year * 12 + self.day.month - _MONTHS
        first = last if code in feeds.STATES else f"{at // 12:04}-{at % 12 + 1:02}"
        months = [feeds.figure(feed, self._source, p, self.day) for p in feeds.months(first, last)]
        times = len(months) if code in _FLOWS else 1
        text = _text(feed.kind, item(code).unit, months, times)
        if not text:
            return None
        span = _("{} 末").format(last) if first == last else _("{} 至 {}").format(first, last)
        return Hint(text, _("台账“{}”，{}").format(item(code).source, span))


def _before_text(each: indicators.Evaluated) -> str:
    """提升前 with its unit; empty where it is not given or had no sample."""
    value, unit = each.before.value, each.row.unit
    if value is None or (isinstance(value, Ratio) and value.no_sample):
        return ""
    return _number(magnitude(value, unit), unit) if isinstance(value, Decimal | Ratio) else with_unit(value, unit)


def _text(kind: str, unit: str, months: list[feeds.Figure], times: int) -> str:
    """Σ分子 ÷ Σ分母 of a ratio, the sum of a count, the last value; empty where there is nothing to tell."""
    if kind == "ratio":
        whole = sum((m.denominator or Decimal(0) for m in months), Decimal(0))
        part = sum((m.numerator or Decimal(0) for m in months), Decimal(0))
        return _number(Fraction(part) * 100 * times / Fraction(whole), "%") if whole else ""
    values = [m.value for m in months if m.value is not None]
    if not values:
        return ""
    if kind == "count":
        return _number(Fraction(sum(values, Decimal(0))), unit or _("项"))
    return _number(Fraction(values[-1]), unit)


def _number(value: Fraction, unit: str) -> str:
    return with_unit(Decimal(rounded(value, _PLACES)), unit)
