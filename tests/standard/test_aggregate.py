"""Monthly values to the value of a period."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.standard.aggregate import METHOD_TITLES, Month, aggregate
from qmsdesk.standard.values import Ratio, magnitude, text
from tests.standard import demo

D = Decimal
NO_SAMPLE = Ratio(D(0), D(0))


def pair(period: str, numerator: object, denominator: object) -> Month:
    return Month(period, D(str(numerator)), D(str(denominator)))


def single(period: str, value: object) -> Month:
    return Month(period, value=D(str(value)))


@pytest.mark.parametrize(("name", "before", "after"), [
    ("采购产品合格率", "94.12", "97.56"), ("一次交验合格率", "92.45", "96.73"), ("准时交付率", "86", "93.64"),
    ("生产计划按时完成率", "84.92", "95.93"), ("设备完好率", "92.97", "96.66"), ("按期检定校准率", "78.57", "100"),
])
def test_the_sample_enterprise(name: str, before: str, after: str) -> None:
    shown = [aggregate("sum_ratio", demo.months(name, part)) for part in (demo.BEFORE, demo.AFTER)]
    assert [str(D(text(value, "%")).quantize(D("0.01")).normalize()) for value in shown] == [
        str(D(each).normalize()) for each in (before, after)]


def test_sums_are_not_a_mean_of_percentages() -> None:
    months = [pair("2026-07", 1, 1), pair("2026-08", 0, 99)]
    assert aggregate("sum_ratio", months) == Ratio(D(1), D(100))
    assert text(aggregate("mean", months), "%") == "50"


def test_nothing_entered_is_not_the_same_as_no_sample() -> None:
    for method in METHOD_TITLES:
        assert aggregate(method, []) is None
        assert aggregate(method, [Month("2026-07"), Month("2026-08")]) is None
    assert aggregate("sum_ratio", [pair("2026-07", 0, 0), pair("2026-08", 0, 0)]) == NO_SAMPLE
    assert aggregate("mean", [pair("2026-07", 0, 0)]) == NO_SAMPLE
    assert aggregate("latest", [pair("2026-07", 1, 1), pair("2026-08", 0, 0)]) == NO_SAMPLE


def test_a_month_without_sample_changes_nothing() -> None:
    months = [pair("2026-07", 3, 4), pair("2026-08", 0, 0)]
    assert aggregate("sum_ratio", months) == Ratio(D(3), D(4))
    assert text(aggregate("mean", months), "%") == "75"


def test_total_and_latest() -> None:
    months = [single("2026-08", "2.5"), single("2026-07", 4), Month("2026-09")]
    assert aggregate("total", months) == D("6.5")
    assert aggregate("latest", months) == D("2.5")
    assert aggregate("latest", [*months, pair("2026-10", 1, 2)]) == Ratio(D(1), D(2))


def test_mean_of_values_and_ratios_together_needs_the_unit() -> None:
    months = [single("2026-07", 90), pair("2026-08", 94, 100)]
    assert text(aggregate("mean", months, "%"), "%") == "92"
    assert aggregate("mean", [single("2026-07", 1), single("2026-08", 2)]) == D("1.5")


@pytest.mark.parametrize(("method", "month", "named"), [
    ("sum_ratio", single("2026-08", 97), "2026-08"), ("total", pair("2026-08", 3, 4), "2026-07 没有数值"),
    ("sum_ratio", Month("2026-08", D(3)), "分子和分母只填了一个"), ("mean", Month("2026-08", None, D(3)), "只填了一个"),
    ("mean", Month("2026-08", value=D("NaN")), "NaN"), ("median", single("2026-08", 1), "median"),
])
def test_a_month_that_does_not_suit_is_named(method: str, month: Month, named: str) -> None:
    with pytest.raises(UserError, match=named):
        aggregate(method, [pair("2026-07", 1, 2), month])


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=36))
def test_sum_ratio_and_mean_are_exact(pairs: list[tuple[int, int]]) -> None:
    months = [pair(f"2026-{place:02d}", *each) for place, each in enumerate(pairs)]
    ratio = aggregate("sum_ratio", months)
    assert ratio == Ratio(D(sum(n for n, _ in pairs)), D(sum(d for _, d in pairs)))
    mean, parts = aggregate("mean", months), [Fraction(n, d) for n, d in pairs if d]
    assert isinstance(mean, Ratio)
    assert mean == NO_SAMPLE if not parts else magnitude(mean, "") == sum(parts) / len(parts)


@given(st.lists(st.decimals(-10**15, 10**15, places=9), min_size=1, max_size=60))
def test_total_is_exact(values: list[D]) -> None:
    total = aggregate("total", [single(f"{place:04d}-01", value) for place, value in enumerate(values)])
    assert isinstance(total, D)
    assert Fraction(total) == sum(Fraction(value) for value in values)
