"""Indicators with their rounds and monthly values: what 表C.1 and 指标跟踪 stand on (6.9.5, clause 4)."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee as pw

from qmsdesk.clock import in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Enterprise
from qmsdesk.models.system import Attachment, History
from qmsdesk.services import feeds, history, reading
from qmsdesk.services.live import by_parent, column
from qmsdesk.standard.aggregate import Month, aggregate
from qmsdesk.standard.rows import ScoreRow
from qmsdesk.standard.values import Ratio, Value, magnitude, value_of

_EVALUATED: tuple[AnyField, ...] = (
    Measurement.id, Measurement.number, Measurement.indicator, Measurement.period, Measurement.status,
    Measurement.numerator, Measurement.denominator, Measurement.value, Measurement.reporter, Measurement.source,
    Measurement.verifier,
)  # fmt: skip
_MONTHS_PER = {"month": 1, "quarter": 3, "half": 6, "year": 12, "event": 12}


@dataclass(frozen=True)
class Period:
    """Months from–to, both included."""

    first: str
    last: str

    @classmethod
    def parse(cls, stored: str | None) -> Period | None:
        if not stored:
            return None
        first, _tilde, last = stored.partition("~")
        return cls(first, last)

    def holds(self, month: str) -> bool:
        return self.first <= month <= self.last

    def __len__(self) -> int:
        return (int(self.last[:4]) - int(self.first[:4])) * 12 + int(self.last[5:]) - int(self.first[5:]) + 1


@dataclass(frozen=True)
class Taken:
    """A value of a period: what was typed, what the months give, and which of them stands."""

    typed: Value
    measured: Value
    months: tuple[Row, ...]
    covered: bool

    @property
    def value(self) -> Value:
        return self.measured if self.covered else self.typed

    def differs(self, unit: str) -> bool:
        """Whether a typed number is off the measured one by more than one in its last digit."""
        if not self.covered or not isinstance(self.typed, Decimal):
            return False
        if not isinstance(self.measured, Decimal | Ratio) or (
            isinstance(self.measured, Ratio) and self.measured.no_sample
        ):
            return False
        exponent = self.typed.as_tuple().exponent
        assert isinstance(exponent, int)  # stored numbers are finite
        last_digit = Decimal(1).scaleb(min(exponent, 0))
        return abs(magnitude(self.measured, unit) - magnitude(self.typed, unit)) > magnitude(last_digit, unit)


@dataclass(frozen=True)
class Evaluated:
    """One indicator in one round: the stored rows, the values of its periods, and what scoring makes of them."""

    indicator: Row
    round: Row | None
    before: Taken
    after: Taken
    months: Sequence[Row]
    row: ScoreRow

    @property
    def baseline(self) -> Period | None:
        return Period.parse(self.round.of(IndicatorRound.baseline)) if self.round else None

    @property
    def evaluation(self) -> Period | None:
        return Period.parse(self.round.of(IndicatorRound.evaluation)) if self.round else None


@dataclass(frozen=True)
class Facts:
    """All that evaluating needs, read in one short go."""

    enterprise: Row | None
    indicators: tuple[Row, ...]
    rounds: dict[int, list[Row]]
    measurements: dict[int, Sequence[Row]]
    evidence: dict[tuple[str, int], int]
    late_edits: dict[int, list[tuple[str, str, dict[str, Any]]]]


def read(db: pw.Database, *, whole: bool = True) -> Facts:
    """Everything about indicators; what is void or in the recycle bin is left out with all that belongs to it.

    Without ``whole`` the months only hold what evaluating asks of them, and rows are made of those it looks at.
    """
    indicators = reading.rows(db, Indicator, Indicator.void_reason == "", order=(Indicator.number,))
    live = {indicator.id for indicator in indicators}
    only = _EVALUATED if not whole else tuple(Measurement.fields())
    by_indicator = by_parent(db, Measurement, Measurement.indicator, only, Measurement.period)
    measurements: dict[int, Sequence[Row]] = {i: rows for i, rows in by_indicator.items() if i in live}
    rounds = defaultdict(list)
    for row in reading.rows(db, IndicatorRound, order=(IndicatorRound.position, IndicatorRound.id)):
        if row.of(IndicatorRound.indicator) in live:
            rounds[row.of(IndicatorRound.indicator)].append(row)
    measurements.update(_computed(db, indicators, rounds))
    count = (
        Attachment.select(Attachment.register, Attachment.record, pw.fn.COUNT(Attachment.id))
        .where(Attachment.register << ("indicator", "measurement"))
        .group_by(Attachment.register, Attachment.record)
    )
    evidence = {(register, record): n for register, record, n in count.tuples().execute(db)}
    return Facts(reading.enterprise(db), tuple(indicators), dict(rounds), measurements, evidence, _late_edits(db))


def until(db: pw.Database) -> dt.date:
    """The day to which computed figures go: that of the last change, so that the same records give the same figures."""
    return in_china(history.head(db).at).date()


def _computed(db: pw.Database, indicators: Sequence[Row], rounds: dict[int, list[Row]]) -> dict[int, list[Row]]:
    """The months of indicators fed from registers, as far as the records go: up to the day of the last change."""
    fed = [indicator for indicator in indicators if indicator.of(Indicator.feed)]
    if not fed:
        return {}
    last, first = until(db), {}
    for indicator in fed:
        lines = rounds.get(indicator.id, [])
        periods = [
            Period.parse(line.of(f)) for line in lines for f in (IndicatorRound.baseline, IndicatorRound.evaluation)
        ]
        first[indicator.id] = min((p.first for p in periods if p), default=f"{last.year:04}-01")
    return feeds.computed(db, fed, first, last)


def round_names(facts: Facts) -> list[str]:
    """The rounds there are, in the order in which they were first entered."""
    ordered = sorted((r for rounds in facts.rounds.values() for r in rounds), key=lambda r: r.id)
    return list(dict.fromkeys(r.of(IndicatorRound.name) for r in ordered))


def current_round(facts: Facts) -> str:
    """The round that was begun last, empty when there is none."""
    names = round_names(facts)
    return names[-1] if names else ""


def first_round_name(today: dt.date) -> str:
    """What the first round of an enterprise is called."""
    return _("{} 年提升").format(today.year)


def evaluate(facts: Facts, round_name: str) -> list[Evaluated]:
    """Every indicator in a round, in order of number; one without that round has empty values."""
    return [_evaluated(facts, indicator, round_name) for indicator in facts.indicators]


def own_rounds(facts: Facts, indicator: Row) -> Iterator[Evaluated]:
    """An indicator in each of its rounds, in the order in which they were entered; computed as they are asked for."""
    for line in sorted(facts.rounds.get(indicator.id, []), key=lambda row: row.id):
        yield _evaluated(facts, indicator, line.of(IndicatorRound.name))


def _evaluated(facts: Facts, indicator: Row, round_name: str) -> Evaluated:
    rounds = facts.rounds.get(indicator.id, [])
    line = next((r for r in rounds if r.of(IndicatorRound.name) == round_name), None)
    months = facts.measurements.get(indicator.id, ())
    before = _taken(indicator, line, months, IndicatorRound.before, IndicatorRound.baseline)
    after = _taken(indicator, line, months, IndicatorRound.after, IndicatorRound.evaluation)
    used = {m.id for m in (*before.months, *after.months)}
    evidence = facts.evidence.get(("indicator", indicator.id), 0)
    evidence += sum(facts.evidence.get(("measurement", m), 0) for m in used)
    judged = {"achieved": True, "not_achieved": False}.get(line.of(IndicatorRound.judged) or "") if line else None
    row = ScoreRow(
        number=indicator["number"],
        category=indicator.of(Indicator.category),
        indicator=indicator.of(Indicator.name),
        unit=indicator.of(Indicator.unit),
        kind=_kind(indicator),
        direction=_direction(indicator),
        before=before.value,
        target=_value(indicator, line, IndicatorRound.target),
        after=after.value,
        counted=indicator.of(Indicator.counted) and line is not None,
        representative=indicator.of(Indicator.representative),
        judged=judged,
        held=bool(line and line.of(IndicatorRound.held)),
        held_reason=line.of(IndicatorRound.held_reason) if line else "",
        evidence=evidence,
        facts=_facts(facts, indicator, line, before, after),
    )
    return Evaluated(indicator, line, before, after, months, row)


def _kind(indicator: Row) -> str:
    return str(indicator.of(Indicator.kind))


def _direction(indicator: Row) -> str:
    return str(indicator.of(Indicator.direction))


def _taken(indicator: Row, line: Row | None, months: Sequence[Row], typed: Any, period_field: Any) -> Taken:
    period = Period.parse(line.of(period_field)) if line else None
    places = [n for n, p in enumerate(column(months, Measurement.period)) if period.holds(p)] if period else ()
    within = tuple(months[n] for n in places if _entered(months[n]))
    due = max(1, len(period) // _MONTHS_PER[indicator.of(Indicator.frequency)]) if period else 1
    covered = period is not None and len(within) >= due and indicator.of(Indicator.kind) in {"ratio", "value", "count"}
    measured = _aggregate(indicator, line, within) if covered else None
    return Taken(_value(indicator, line, typed), measured, within, covered)


def _entered(month: Row) -> bool:
    return month.of(Measurement.value) is not None or month.of(Measurement.numerator) is not None


def _value(indicator: Row, line: Row | None, f: Any) -> Value:
    """The stored text as a value; text that does not fit the kind counts as not given (the form shows it red)."""
    if line is None:
        return None
    try:
        value = value_of(line.of(f), indicator.of(Indicator.kind))
    except UserError:
        return None
    ranged = _direction(indicator) == "range" and f is IndicatorRound.target
    if _kind(indicator) in {"ratio", "value", "count"} and isinstance(value, Decimal) == ranged:
        return None
    return value


def as_months(rows: Iterable[Row]) -> list[Month]:
    """Stored measurements as aggregation takes them."""
    return [
        Month(
            m.of(Measurement.period),
            m.of(Measurement.numerator),
            m.of(Measurement.denominator),
            m.of(Measurement.value),
        )
        for m in rows
    ]


def method(indicator: Row, line: Row | None, months: Sequence[Row]) -> str:
    """How the months of a period make one value: as chosen, else Σ比 for 分子/分母, 合计 for counts, else 平均."""
    chosen = line.of(IndicatorRound.aggregate) if line else None
    if chosen:
        return str(chosen)
    if indicator.of(Indicator.feed) in feeds.STATES:
        return "latest"
    if any(m.of(Measurement.numerator) is not None for m in months):
        return "sum_ratio"
    return "total" if indicator.of(Indicator.kind) == "count" else "mean"


def _aggregate(indicator: Row, line: Row | None, months: Sequence[Row]) -> Value:
    try:
        return aggregate(method(indicator, line, months), as_months(months), indicator.of(Indicator.unit))
    except UserError:
        return None  # e.g. Σ比 chosen over months with plain values: pending until the definition is mended


def _facts(facts: Facts, indicator: Row, line: Row | None, before: Taken, after: Taken) -> dict[str, str]:
    found: dict[str, str] = {}
    if line is None:
        return found
    evaluation = Period.parse(line.of(IndicatorRound.evaluation))
    started = facts.enterprise.of(Enterprise.system_started_on) if facts.enterprise else None
    planned = facts.enterprise.of(Enterprise.plan_started_on) if facts.enterprise else None
    for at, by, before_values in facts.late_edits.get(line.id, []):
        day = in_china(at).date()
        if evaluation and before_values.get("target") and f"{day:%Y-%m}" >= evaluation.first:
            found["target_changed_late"] = _("{} {}").format(day, by)
        if planned and day >= planned and any(before_values.get(name) for name in ("before", "baseline")):
            found["baseline_changed"] = _("{} {}，{}").format(day, by, line.of(IndicatorRound.change_reason))
    if evaluation and started and evaluation.first < started.isoformat()[:7]:
        found["after_before_start"] = started.isoformat()
    unverified = [m.of(Measurement.period) for m in after.months if m.of(Measurement.status) == "entered"]
    if after.covered and unverified:
        found["unverified"] = "、".join(unverified)
    unit = indicator.of(Indicator.unit)
    if before.differs(unit) or after.differs(unit):
        found["typed_differs"] = _("提升前") if before.differs(unit) else _("提升后")
    return found


def _late_edits(db: pw.Database) -> dict[int, list[tuple[str, str, dict[str, Any]]]]:
    """Edits of rounds by row id: (when, who, the values they replaced)."""
    found: dict[int, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)
    query = (
        History.select(History.at, History.by, History.body)
        .where((History.register == "indicator") & (History.verb == "edit"))
        .order_by(History.seq)
    )
    for at, by, body in query.tuples().execute(db):
        for table, row_id, before, after in json.loads(body)["rows"]:
            if table == IndicatorRound.table() and before and after:
                found[row_id].append((at, by, before))
    return dict(found)
