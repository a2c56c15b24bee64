"""Cells as people write them mean what they mean, and what is unclear is said, not guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.exchange.grid_csv import guard, unguard
from qmsdesk.exchange.importing import ImportPlan
from qmsdesk.exchange.months import series
from qmsdesk.exchange.values import value
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Person
from qmsdesk.registers.indicator_sheet import measure
from qmsdesk.registers.kinds import Unreadable

DATE, MONTH = Person.joined_on, Measurement.period
HEAD = ["评价项目", "评价指标", "数据类型", "单位", "方向", "提升前", "提升目标", "提升后"]
Planner = Callable[..., ImportPlan]


@pytest.mark.parametrize(
    "text",
    ["2025.6.1", "2025/6/1", "2025-06-01", "2025年6月1日", "2025年6月1号", "20250601", "２０２５－６－１", "45809",
     "2025-06-01 00:00:00", "2025-06-01 08:30:00"],
)  # fmt: skip
def test_dates(text: str) -> None:
    assert value(DATE, text, {}) == dt.date(2025, 6, 1)


@pytest.mark.parametrize("text", ["2026-2-30", "2016年5月", "2025", "99999", "12345", "6月1日", "2025-13-05", "昨天"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(Unreadable):
        value(DATE, text, {})


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_in_every_style(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        str(serial),
    ):
        assert value(DATE, text, {}) == day
    assert value(DATE, str(serial - 1462), {}, serial_offset=1462) == day if serial - 1462 > 18_264 else True


@pytest.mark.parametrize("text", ["", "  ", "/", "／", "—", "——", "-", "–"])
def test_blanks(text: str) -> None:
    assert value(DATE, text, {}) is None
    assert value(Indicator.unit, text, {}) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_numbers_keep_their_digits(number: Decimal) -> None:
    text = f"{number:f}"
    assert measure(text).stored == text
    assert measure(f"{number:,f}%").number == number
    wide = text.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))
    assert measure(wide + "％").number == number


@given(st.text(max_size=30))
def test_any_text_is_either_a_number_or_words(text: str) -> None:
    found = measure(text, "次")
    assert found.number is None or found.span is None
    if found.numeric:
        assert measure(found.stored).stored == found.stored


@given(st.text(max_size=40))
def test_guarding_a_csv_cell_loses_nothing(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize(
    ("text", "stored", "sign"),
    [("≥95", "95", "≥"), ("＞=95%", "95", "≥"), (">=95%", "95", "≥"), ("≤1.0%", "1.0", "≤"), ("不低于 95", "95", "≥"),
     ("不超过1,337", "1337", "≤"), ("18–26", "18~26", ""), ("18~26", "18~26", ""), ("18～26℃", "18~26", ""),
     ("22±4", "18~26", ""),
     ("-5~5", "-5~5", ""), ("18-26", "18~26", ""), ("0 ℃", "0", ""), ("-3", "-3", ""), ("1.33", "1.33", "")],
)  # fmt: skip
def test_measures(text: str, stored: str, sign: str) -> None:
    found = measure(text, "℃")
    assert (found.stored, found.sign) == (stored, sign)


@pytest.mark.parametrize("text", ["带徒2名", "待定", "6/10", "18~26~30", "1.2.3", "97..5", "约95", "95次", "--", "1e5"])
def test_words_are_no_numbers(text: str) -> None:
    assert not measure(text, "%").numeric


def one(plan_of: Planner, *row: Any, formats: dict[str, str] | None = None) -> Any:
    plan = plan_of("indicator", [HEAD, ["改进与创新", "示例指标", *row]], formats=formats)
    assert len(plan.rows) == 1
    return plan.rows[0]


def three(row: Any) -> tuple[str, str, str]:
    return tuple(row.values.get(f, "") for f in (IndicatorRound.before, IndicatorRound.target, IndicatorRound.after))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("cells", "kind", "unit", "direction", "values"),
    [
        ((None, "%", "越大越好", "85%", "９０％", 92), "ratio", "%", "higher", ("85", "90", "92")),
        ((None, None, "越大越好", "85%", "90%", "92%"), "ratio", "%", "higher", ("85", "90", "92")),
        (("比率", None, None, 85, 90, 92), "ratio", "%", "higher", ("85", "90", "92")),
        ((None, "次", "越小越好", "1,337", "≤1000", "0次"), "value", "次", "lower", ("1337", "1000", "0")),
        ((None, "℃", "区间", 17.5, "18–26", 21), "value", "℃", "range", ("17.5", "18~26", "21")),
        ((None, "次", None, 3, "≤1", 0), "value", "次", "lower", ("3", "1", "0")),
        ((None, "分", None, 3, 5, 6), "value", "分", "higher", ("3", "5", "6")),
        (("是否", None, None, "×", "Y", "√"), "yesno", None, None, ("否", "是", "是")),
        ((None, None, None, "无", "带徒2名", "带徒2名"), "qualitative", None, None, ("无", "带徒2名", "带徒2名")),
        ((None, "次", "越小越好", "/", 0, "—"), "value", "次", "lower", ("", "0", "")),
        ((None, "%", "越大越好", 0, 90, 100), "ratio", "%", "higher", ("0", "90", "100")),
        (("计数", "件", "越大越好", 1, "2件", " 3 件"), "count", "件", "higher", ("1", "2", "3")),
    ],
)
def test_rows_that_are_understood(
    plan_of: Planner, cells: Any, kind: str, unit: str, direction: str, values: tuple[str, str, str]
) -> None:
    row = one(plan_of, *cells)
    assert row.status == "add", [p.text for p in row.problems]
    assert (row.values[Indicator.kind], three(row)) == (kind, values)
    assert row.values.get(Indicator.unit) == unit
    assert row.values.get(Indicator.direction) == direction


@pytest.mark.parametrize(
    ("cells", "field", "status", "part"),
    [
        ((None, "%", "越大越好", 85, 90, 0.97), IndicatorRound.after, "question", "两种读法"),
        ((None, "%", "越大越好", 1, 90, 95), IndicatorRound.before, "question", "两种读法"),
        ((None, "%", "越大越好", 85, 90, "待定"), IndicatorRound.after, "error", "不是数字"),
        ((None, "%", "越小越好", "88%", "≥95%", "96%"), IndicatorRound.target, "error", "矛盾"),
        ((None, "分", "越大越好", 1, 2, "很好"), IndicatorRound.after, "error", "另外两格不同"),
        ((None, None, None, "一般", "良好", 3), IndicatorRound.after, "error", "另外两格不同"),
        ((None, "次", None, 5, 0, 0), Indicator.direction, "question", "没有写方向"),
        ((None, "次", "越小越好", "5%", "0", "0"), IndicatorRound.before, "error", "带 % 号"),
        ((None, "分", "越大越好", 1, "＞2", 3), IndicatorRound.target, "question", "不含这个数"),
        ((None, "分", "越大越好", 1, "2~3", 3), IndicatorRound.target, "error", "矛盾"),
        ((None, "℃", "区间", 1, 20, 20), IndicatorRound.target, "error", "不是区间"),
        ((None, "℃", "区间", 1, "26~18", 20), IndicatorRound.target, "error", "下限大于上限"),
        ((None, "分", "越大越好", 1, 2, "≥3"), IndicatorRound.after, "question", "实际值"),
        (("是否", None, None, "是", "大概", "是"), IndicatorRound.target, "error", "看不出是或否"),
        (("比例", "%", None, 1.5, 2, 3), Indicator.kind, "error", "不在可选项里"),
    ],
)
def test_rows_that_are_asked_about(plan_of: Planner, cells: Any, field: Any, status: str, part: str) -> None:
    row = one(plan_of, *cells)
    assert row.status == status, [p.text for p in row.problems]
    assert [p.field for p in row.problems if p.level != "warning"] == [field]
    assert part in row.problem_of(field).text


def test_over_a_hundred_percent_is_only_a_warning(plan_of: Planner) -> None:
    row = one(plan_of, None, "%", "越大越好", 85, 100, 103)
    assert row.status == "add"
    assert [(p.field, p.level) for p in row.problems] == [(IndicatorRound.after, "warning")]


def test_number_formats(plan_of: Planner) -> None:
    row = one(plan_of, None, "%", "越大越好", 0.7857, 1, 0.85, formats={"F2": "0.0%", "G2": "0%", "H2": "0.00%"})
    assert three(row) == ("78.57", "100", "85")


def test_a_question_is_answered_in_place(plan_of: Planner) -> None:
    plan = plan_of("indicator", [HEAD, ["改进与创新", "示例指标", None, "%", "越大越好", 85, 90, 0.97]])
    row = plan.rows[0]
    doubt = row.problem_of(IndicatorRound.after)
    assert doubt is not None
    assert doubt.offers == ("97%", "0.97%")
    plan.answer(row, IndicatorRound.after, doubt.offers[0])
    assert (row.status, row.values[IndicatorRound.after]) == ("add", "97")


def test_months_without_a_year_go_on() -> None:
    assert series(["2025年11月", "12月", "1月", "2月"], []) == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert series(["十月", "11月份"], ["2025.10—2026.9 统计"]) == ("2025-10", "2025-11")
    assert series(["1月", "2月"], ["2026年质量目标"]) == ("2026-01", "2026-02")


@pytest.mark.parametrize(
    ("headings", "titles"),
    [(["6月"], []), (["6月"], ["2025、2026 年"]), (["2025-06", "2025年6月"], []), (["备注"], [])],
)
def test_months_that_cannot_be_placed(headings: list[str], titles: list[str]) -> None:
    with pytest.raises(UserError):
        series(headings, titles)


def test_a_month_typed_as_a_number_is_not_guessed(plan_of: Planner) -> None:
    plan = plan_of("measurement", [["评价指标", "期间", "数值"], ["示例", 2025.1, 3], ["示例", 2025.11, 3]])
    texts = [p.text for p in plan.rows[0].problems if p.field is Measurement.period]
    assert len(texts) == 1
    assert "1 月还是 10 月" in texts[0]
    assert plan.rows[1].values[Measurement.period] == "2025-11"
