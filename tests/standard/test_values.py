"""Values: exact inside, no digit lost in text, hostile numbers refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.standard.values import (
    Interval,
    Ratio,
    Value,
    magnitude,
    plain,
    rounded,
    text,
    value_of,
    with_unit,
)

D = Decimal


@pytest.mark.parametrize(("number", "shown"), [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("1E+3", "1000"), ("60", "60"), ("600", "600"), ("2.50", "2.5"),
    ("-1.10", "-1.1"), ("1E-7", "0.0000001"), ("123456789012345678901234567890.12345", ) * 2,
])
def test_plain(number: str, shown: str) -> None:
    assert plain(D(number)) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-10**20, max_value=10**20))
def test_plain_loses_nothing(number: D) -> None:
    shown = plain(number)
    assert D(shown) == number
    assert "E" not in shown
    assert not shown.startswith("-0") or shown.startswith("-0.")
    assert "." not in shown or not shown.endswith(("0", "."))


@pytest.mark.parametrize(("number", "places", "shown"), [
    ("2/3", 2, "0.67"), ("1/8", 2, "0.13"), ("-1/8", 2, "-0.13"), ("155/3", 2, "51.67"), ("60", 2, "60"),
    ("1/1000", 2, "0"), ("-1/1000", 2, "0"), ("999995/1000000", 5, "1"), ("1/3", 0, "0"), ("1/2", 0, "1"),
])
def test_rounded_is_half_up(number: str, places: int, shown: str) -> None:
    assert rounded(Fraction(number), places) == shown


@given(st.fractions(), st.integers(0, 8))
def test_rounded_is_within_half_a_unit(number: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(number, places)) - number) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(("value", "unit", "shown"), [
    (None, "%", ""), (True, "", "是"), (False, "%", "否"), ("带徒2名", "", "带徒2名"), (D("97.50"), "%", "97.5%"),
    (Ratio(D(96), D(102)), "%", "94.117647%"), (Ratio(D(1), D(8)), "", "0.125"), (Ratio(D(0), D(0)), "%", "无样本"),
    (Interval(D(18), D("26.0")), "℃", "18~26℃"), (D(3), "次", "3次"), (D(45), "min", "45 min"), (D(0), "次", "0次"),
])
def test_with_unit(value: Value, unit: str, shown: str) -> None:
    assert with_unit(value, unit) == shown


@pytest.mark.parametrize(("stored", "kind", "value"), [
    ("", "ratio", None), ("  ", "qualitative", None), ("85", "ratio", D(85)), (" 1.33 ", "value", D("1.33")),
    ("18~26", "value", Interval(D(18), D(26))), ("-5~-1", "value", Interval(D(-5), D(-1))), ("是", "yesno", True),
    ("否", "yesno", False), ("无样本", "ratio", Ratio(D(0), D(0))),
    ("定位清晰~有依据", "qualitative", "定位清晰~有依据"),
])
def test_value_of(stored: str, kind: str, value: Value) -> None:
    assert value_of(stored, kind) == value


@pytest.mark.parametrize(("stored", "kind"), [
    ("待定", "ratio"), ("85%", "ratio"), ("１００", "ratio"), ("1_000", "count"), ("NaN", "value"),
    ("Infinity", "value"), ("1E999999999", "value"), ("0E-999999999", "value"), ("26~18", "value"),
    ("18~", "value"), ("√", "yesno"),
])
def test_what_cannot_be_a_value_is_refused(stored: str, kind: str) -> None:
    with pytest.raises(UserError):
        value_of(stored, kind)


@given(st.one_of(st.decimals(-10**9, 10**9, places=6), st.booleans(),
                 st.tuples(st.integers(-99, 0), st.integers(0, 99)).map(lambda ends: Interval(D(ends[0]), D(ends[1])))))
def test_stored_text_comes_back(value: Value) -> None:
    kind = "yesno" if isinstance(value, bool) else "value"
    assert value_of(text(value), kind) == value


@pytest.mark.parametrize("numbers", [(1.0, D(2)), (D(1), 2), (D("NaN"), D(1)), (D(1), D(-2)), (D("1E+4000"), D(1))])
def test_a_ratio_of_anything_else_is_refused(numbers: tuple[D, D]) -> None:
    with pytest.raises(UserError):
        Ratio(*numbers)


def test_scales() -> None:
    ratio = Ratio(D(1), D(8))
    assert [magnitude(ratio, unit) for unit in ("%", "％", " ‰", "PPM", "件", "")] == [
        Fraction("12.5"), Fraction("12.5"), 125, 125_000, Fraction(1, 8), Fraction(1, 8)]
    assert magnitude(D("12.5"), "%") == Fraction("12.5")
