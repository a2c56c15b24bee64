"""The months of an indicator: which are shown, which are due, what they make, and writing several at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import indicators, monthly, reading, records
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.rows import ScoreRow
from qmsdesk.standard.values import Interval, Ratio
from tests.views.indicators import sample

TODAY = dt.date(2026, 10, 15)
INDICATOR, MEASUREMENT = BY_KEY["indicator"], BY_KEY["measurement"]


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    made = sample.empty(tmp_path / "企业")
    with made.workspace:
        yield made


def add(sitting: Sitting, frequency: str = "month", **line: object) -> int:
    """An indicator with one round."""
    values = {Indicator.category: "customers", Indicator.name: "合格率", Indicator.unit: "%"}
    record = records.save(sitting, INDICATOR, None, {**values, Indicator.frequency: frequency}).record
    named = {getattr(IndicatorRound, key): value for key, value in line.items()}
    records.save_line(sitting, INDICATOR, record, INDICATOR.lines[0], None, {IndicatorRound.name: "一", **named})
    return record


def month(sitting: Sitting, record: int, period: str, n: int, d: int) -> int:
    values = {Measurement.indicator: record, Measurement.period: period}
    numbers = {Measurement.numerator: Decimal(n), Measurement.denominator: Decimal(d)}
    return records.save(sitting, MEASUREMENT, None, {**values, **numbers}).record


def evaluated(sitting: Sitting) -> tuple[indicators.Facts, Evaluated]:
    facts = indicators.read(sitting.db)
    return facts, indicators.evaluate(facts, "一")[0]


def periods(sitting: Sitting, **more: int) -> list[tuple[str, bool]]:
    return [(line.period, line.due) for line in monthly.lines(*evaluated(sitting), TODAY, **more)]


def test_months_reach_from_the_baseline_to_the_one_that_runs(sitting: Sitting) -> None:
    record = add(sitting, baseline="2026-06~2026-08", evaluation="2026-09~2026-10")
    month(sitting, record, "2026-08", 9, 10)
    assert periods(sitting) == [
        ("2026-10", False), ("2026-09", True), ("2026-08", False), ("2026-07", True), ("2026-06", True),
    ]  # fmt: skip
    due = monthly.first_due(monthly.lines(*evaluated(sitting), TODAY))
    assert due is not None
    assert due.period == "2026-06"
    assert len(periods(sitting, earlier=12)) == 17


def test_a_quarterly_indicator_is_due_at_the_end_of_quarters(sitting: Sitting) -> None:
    record = add(sitting, "quarter", baseline="2026-01~2026-06", evaluation="2026-07~2026-12")
    month(sitting, record, "2026-02", 1, 2)  # entered all the same, so it is shown
    assert periods(sitting) == [
        ("2026-12", False), ("2026-09", True), ("2026-06", True), ("2026-03", True), ("2026-02", False),
    ]  # fmt: skip


def test_an_indicator_that_is_typed_is_not_due_by_month(sitting: Sitting) -> None:
    add(sitting, baseline="2026-06~2026-08", evaluation="2026-09~2026-09", after="96")
    assert not any(due for _period, due in periods(sitting))


def test_an_indicator_by_event_shows_what_there_is(sitting: Sitting) -> None:
    record = add(sitting, "event")
    month(sitting, record, "2026-03", 1, 2)
    assert periods(sitting) == [("2026-10", False), ("2026-03", False)]


def test_quarters_and_years_are_sums_over_sums(sitting: Sitting) -> None:
    record = add(sitting)
    for period, n, d in (("2025-12", 1, 4), ("2026-01", 1, 2), ("2026-02", 3, 6), ("2026-04", 0, 0)):
        month(sitting, record, period, n, d)
    _facts, one = evaluated(sitting)
    ratio = {s.period: s.value for s in monthly.series(one, "quarter")}
    assert ratio == {
        "2025-12": Ratio(Decimal(1), Decimal(4)),
        "2026-03": Ratio(Decimal(4), Decimal(8)),
        "2026-06": Ratio(Decimal(0), Decimal(0)),
    }
    running = monthly.series(one, "year")
    assert [s.value for s in running] == [
        Ratio(Decimal(1), Decimal(4)), Ratio(Decimal(1), Decimal(2)), Ratio(Decimal(4), Decimal(8)),
        Ratio(Decimal(4), Decimal(8)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("direction", "target", "value", "gap", "met"),
    [
        ("higher", Decimal(96), Ratio(Decimal(97), Decimal(100)), Fraction(1), True),
        ("higher", Decimal(96), Ratio(Decimal(0), Decimal(0)), None, False),
        ("lower", Decimal("2.0"), Ratio(Decimal(102500), Decimal(5023000)), Fraction(102500, 50230) - 2, False),
        ("range", Interval(Decimal(18), Decimal(26)), Decimal(17), Fraction(-1), False),
        ("range", Interval(Decimal(18), Decimal(26)), Decimal(20), Fraction(0), True),
        ("range", Interval(Decimal(18), Decimal(26)), Decimal(28), Fraction(2), False),
        ("higher", None, Decimal(3), None, False),
    ],
)
def test_the_distance_from_the_target(
    direction: str, target: Decimal | Interval | None, value: Decimal | Ratio, gap: Fraction | None, met: bool
) -> None:
    row = ScoreRow("ZB-001", "customers", "甲", "%", "ratio", direction, None, target)
    assert monthly.difference(row, value) == gap
    assert monthly.reaches(row, value) is met


def test_several_months_are_written_or_none(sitting: Sitting) -> None:
    record = add(sitting)
    month(sitting, record, "2026-08", 1, 2)
    indicator = reading.row(sitting.db, Indicator, record)
    assert indicator is not None
    good = {Measurement.numerator: Decimal(3), Measurement.denominator: Decimal(4)}
    bad = {Measurement.numerator: Decimal(5), Measurement.denominator: Decimal(4)}
    sitting.done.clear()
    with pytest.raises(records.Invalid):
        monthly.put(sitting, indicator, {"2026-08": good, "2026-09": bad}, {}, "粘贴")
    stored = reading.rows(sitting.db, Measurement)
    assert [(m["period"], m["numerator"]) for m in stored] == [("2026-08", Decimal(1))]
    monthly.put(sitting, indicator, {"2026-08": good, "2026-09": good}, {}, "粘贴")
    assert [s.label for s in sitting.done] == ["粘贴"]
    assert len(reading.rows(sitting.db, Measurement)) == 2


def test_verifying_and_locking_are_all_or_nothing(sitting: Sitting) -> None:
    department = records.save(sitting, BY_KEY["department"], None, {BY_KEY["department"].model.name: "质量部"}).record
    person = BY_KEY["person"]
    values = {person.model.name: "何静", person.model.department: department}
    who = records.save(sitting, person, None, values).record
    record = add(sitting)
    own, other = month(sitting, record, "2026-08", 1, 2), month(sitting, record, "2026-09", 1, 2)
    records.save(sitting, MEASUREMENT, own, {Measurement.reporter: who})
    with pytest.raises(Blocked, match="同一人"):
        monthly.verify(sitting, [other, own], who, TODAY)
    assert {m["status"] for m in reading.rows(sitting.db, Measurement)} == {"entered"}
    monthly.verify(sitting, [other, own], who, TODAY, "只有一人")
    monthly.lock(sitting, [other, own])
    assert {m["status"] for m in reading.rows(sitting.db, Measurement)} == {"locked"}
    with pytest.raises(Blocked, match="锁定"):
        records.save(sitting, MEASUREMENT, own, {Measurement.numerator: Decimal(2)})
