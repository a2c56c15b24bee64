"""表C.1 by the vectors of the sample enterprise and by properties that hold for any rows."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.grading import MAXIMUM, TABLE_1, Bands
from qmsdesk.standard.rows import Result, ScoreRow, result
from qmsdesk.standard.scoring import RULE_NOTES, RULE_TITLES, points, rule_of, score
from qmsdesk.standard.values import Interval, Ratio, text
from tests.standard import demo

D = Decimal


def row(category: str = "customers", **changes: object) -> ScoreRow:
    plain = ScoreRow("ZB-001", category, "顾客满意度", "%", "ratio", "higher", D(85), D(90), D(92), evidence=1)
    return replace(plain, **changes)  # type: ignore[arg-type]


def counted_as(outcome: Result, category: str, **more: object) -> ScoreRow:
    values: dict[Result, object] = {"achieved": D(92), "not_achieved": D(87), "pending": None,
                                    "no_sample": Ratio(D(0), D(0))}
    return row(category, after=values[outcome], **more)


# ---- the sample enterprise -------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("rule", "total", "grade", "maximum"), [
    ("any", "60", "优秀", 90), ("all", "40", "良好", 90), ("proportional", "51.67", "良好", 90),
    ("per_indicator", "80", "优秀", 120),
])
def test_demo_totals(rule: str, total: str, grade: str, maximum: int) -> None:
    scored = score(demo.rows(), rule)
    assert (points(scored.total), scored.grade, scored.maximum, scored.pending) == (total, grade, maximum, 0)


def test_demo_rows_and_categories() -> None:
    scored = score(demo.rows())
    assert {key: points(total) for key, total in scored.totals_by_rule.items()} == {
        "any": "60", "all": "40", "representative": "60", "proportional": "51.67", "per_indicator": "80"}
    assert [one.result for one in scored.rows].count("achieved") == 8
    assert [one.row.indicator for one in scored.rows if one.result == "not_achieved"] == [
        "设备完好率", "轴套内孔圆度Cpk", "准时交付率", "质量损失率"]
    assert {each.category.key: (each.status, points(each.points)) for each in scored.categories} == {
        "compliance": ("achieved", "10"), "strategy": ("achieved", "10"), "resources": ("achieved", "10"),
        "product_improvement": ("not_achieved", "0"), "purchasing": ("achieved", "10"),
        "realization": ("achieved", "10"), "customers": ("achieved", "10"), "innovation": ("not_achieved", "0"),
        "distinctive": ("not_selected", "0")}


def test_a_loss_that_only_rounds_to_its_target_misses_it() -> None:
    loss = demo.rows()[-1]
    assert text(loss.before, "%") == "2.630786"
    assert text(loss.after, "%") == "2.040613"
    assert result(loss) == "not_achieved"
    rounded = [replace(one, after=D("2.0")) if one is loss else one for one in demo.rows()[:-1]] + [
        replace(loss, after=D("2.0"))]
    assert points(score(rounded).total) == "70"


def test_the_example_of_the_note_to_table_c1() -> None:
    assert score([row(after=D(92))]).total == 10
    assert score([row(after=D(87))]).total == 0


# ---- one row ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("changes", "expected"), [
    ({"after": D("90.0")}, "achieved"),
    ({"after": D("89.9999999999999999999999999999999")}, "not_achieved"),
    ({"direction": "lower", "after": D(90)}, "achieved"),
    ({"direction": "lower", "after": D("90.01")}, "not_achieved"),
    ({"after": Ratio(D(9), D(10))}, "achieved"),
    ({"after": Ratio(D("8.9999"), D(10))}, "not_achieved"),
    ({"target": Ratio(D(2), D(3)), "after": Ratio(D(4), D(6))}, "achieved"),
    ({"target": Ratio(D(2), D(3)), "after": D("66.666666666666666666666666666666")}, "not_achieved"),
    ({"target": Ratio(D(2), D(3)), "after": D("66.666666666666666666666666666667")}, "achieved"),
    ({"unit": "", "target": D("0.9"), "after": Ratio(D(9), D(10))}, "achieved"),
    ({"unit": "‰", "target": D(900), "after": Ratio(D(9), D(10))}, "achieved"),
    ({"direction": "range", "target": Interval(D(18), D(26)), "after": D(18)}, "achieved"),
    ({"direction": "range", "target": Interval(D(18), D(26)), "after": D(26)}, "achieved"),
    ({"direction": "range", "target": Interval(D(18), D(26)), "after": D("26.1")}, "not_achieved"),
    ({"direction": "range", "target": Interval(D(18), D(26)), "after": D("17.9")}, "not_achieved"),
    ({"after": None}, "pending"),
    ({"target": None}, "pending"),
    ({"target": Ratio(D(0), D(0))}, "pending"),
    ({"after": Ratio(D(0), D(0))}, "no_sample"),
    ({"after": None, "no_sample": True}, "no_sample"),
    ({"after": D(92), "no_sample": True}, "achieved"),
    ({"after": None, "no_sample": True, "held": True, "held_reason": "全年无投诉"}, "achieved"),
    ({"after": None, "no_sample": True, "held": True, "held_reason": "  "}, "no_sample"),
    ({"after": None, "no_sample": True, "held_reason": "写了原因但没有声明"}, "no_sample"),
    ({"after": D(80), "held": True, "held_reason": "有样本时保持不起作用"}, "not_achieved"),
])
def test_result_of_a_number(changes: dict[str, object], expected: str) -> None:
    assert result(row(**changes)) == expected


@pytest.mark.parametrize(("target", "after", "expected"), [
    (True, True, "achieved"), (True, False, "not_achieved"), (False, False, "achieved"), (False, True, "not_achieved"),
    (True, None, "pending"), (None, True, "pending"),
])
def test_result_of_yes_or_no(target: bool | None, after: bool | None, expected: str) -> None:
    assert result(row(kind="yesno", before=None, target=target, after=after)) == expected


@pytest.mark.parametrize(("judged", "after", "expected"), [
    (True, "带徒2名", "achieved"), (False, "带徒2名", "not_achieved"), (None, "带徒2名", "pending"),
    (True, " ", "pending"), (True, None, "pending"),
])
def test_words_are_judged_by_a_person_and_never_inferred(judged: bool | None, after: str | None, expected: str) -> None:
    words = row(kind="qualitative", direction="none", before="带徒0名", target="带徒2名", after=after, judged=judged)
    assert result(words) == expected


@pytest.mark.parametrize("changes", [
    {"after": 92.0}, {"before": 85}, {"target": "九十"}, {"after": D("NaN")}, {"after": D("Infinity")},
    {"after": D("1E+5000")}, {"target": Interval(D(1), D(2))}, {"direction": "range"}, {"direction": "none"},
    {"kind": "yesno"}, {"kind": "qualitative"}, {"category": "资源"}, {"after": True},
])
def test_a_value_of_the_wrong_kind_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(UserError):
        row(**changes)


@pytest.mark.parametrize("changes", [{"kind": "percent"}, {"direction": "up"}, {"facts": {"late": ""}}])
def test_an_unknown_word_of_a_program_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no such"):
        row(**changes)


def test_the_refusal_names_indicator_and_column() -> None:
    with pytest.raises(UserError, match="“顾客满意度”的提升后“待定”"):
        row(after="待定")


# ---- categories under the rules --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("outcomes", "rule", "status", "total"), [
    ("A N", "any", "achieved", "10"), ("P N", "any", "pending", "0"), ("P A", "any", "achieved", "10"),
    ("N N", "any", "not_achieved", "0"), ("S S", "any", "pending", "0"), ("S N", "any", "not_achieved", "0"),
    ("A N P", "all", "not_achieved", "0"), ("A P", "all", "pending", "0"), ("A A S", "all", "achieved", "10"),
    ("S", "all", "pending", "0"),
    ("N A", "representative", "not_achieved", "0"), ("N *A", "representative", "achieved", "10"),
    ("A *P", "representative", "pending", "0"), ("*S N", "representative", "not_achieved", "0"),
    ("A N N", "proportional", "not_achieved", "3.33"), ("A A P", "proportional", "pending", "6.67"),
    ("A S", "proportional", "achieved", "10"), ("S S", "proportional", "pending", "0"),
    ("A A N", "per_indicator", "not_achieved", "20"), ("A A S", "per_indicator", "achieved", "20"),
])
def test_category_by_rule(outcomes: str, rule: str, status: str, total: str) -> None:
    names: dict[str, Result] = {"A": "achieved", "N": "not_achieved", "P": "pending", "S": "no_sample"}
    rows = [counted_as(names[word[-1]], "customers", representative=word[0] == "*") for word in outcomes.split()]
    scored = score(rows, rule)
    customers = next(each for each in scored.categories if each.category.key == "customers")
    assert (customers.status, points(customers.points), points(scored.total)) == (status, total, total)


def test_rows_that_do_not_count_neither_score_nor_select() -> None:
    scored = score([row("distinctive", counted=False), row("customers"), row("customers", counted=False, after=None)])
    assert [(one.no, one.row.counted) for one in scored.rows] == [(1, True), (None, False), (None, False)]
    assert [one.no for one in scored.counted] == [1]
    assert (scored.total, scored.pending) == (10, 0)
    assert {each.category.key for each in scored.categories if each.status != "not_selected"} == {"customers"}


def test_rows_keep_their_order_inside_category_order() -> None:
    given_order = [row("innovation", number="1"), row("compliance", number="2"), row("innovation", number="3")]
    assert [one.row.number for one in score(given_order).rows] == ["2", "1", "3"]


def test_only_per_indicator_gives_points_to_rows() -> None:
    pair = [counted_as("achieved", "customers"), counted_as("not_achieved", "customers")]
    assert [one.points for one in score(pair, "per_indicator").rows] == [10, 0]
    assert [one.points for one in score(pair, "any").rows] == [None, None]


def test_every_rule_is_explained_and_an_unknown_one_refused() -> None:
    assert list(RULE_TITLES) == list(RULE_NOTES) == ["any", "all", "representative", "proportional", "per_indicator"]
    assert [rule_of(key) for key in RULE_TITLES] == list(RULE_TITLES)
    with pytest.raises(UserError, match="majority"):
        score([], "majority")


# ---- grades ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("total", "grade"), [
    ("90", "优秀"), ("60", "优秀"), ("59.999", "良好"), ("51.67", "良好"), ("30", "良好"), ("29.99", "合格"),
    ("25", "合格"), ("20", "合格"), ("10", "合格"), ("9.99", "不合格"), ("5", "不合格"), ("0", "不合格"),
])
def test_grades_are_lower_bounds(total: str, grade: str) -> None:
    assert Bands().grade(Fraction(total)) == grade


def test_the_exact_total_is_graded_not_the_printed_one() -> None:
    almost = Fraction(60) - Fraction(1, 10**6)
    assert points(almost) == "60"
    assert Bands().grade(almost) == "良好"


def test_adjusted_bounds() -> None:
    assert not Bands().adjusted
    assert not Bands(D("60.0")).adjusted
    adjusted = Bands(D(70), D("42.5"), D(20))
    assert adjusted.adjusted
    assert adjusted.texts() == {"优秀": "70", "良好": "42.5", "合格": "20"}
    assert score(demo.rows(), bands=adjusted).grade == "良好"


@pytest.mark.parametrize("bounds", [(60, 60, 10), (30, 60, 10), (60, 30, 0), (91, 30, 10), (60, 30, -1), (60, 30, 30)])
def test_bounds_out_of_order_are_refused(bounds: tuple[int, int, int]) -> None:
    with pytest.raises(UserError, match="等级界限"):
        Bands(*(D(bound) for bound in bounds))


def test_bounds_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(UserError):
        Bands(60.0)  # type: ignore[arg-type]
    with pytest.raises(UserError):
        Bands(D("NaN"))


def test_table_1() -> None:
    assert set(TABLE_1.values()) == {10}
    assert list(TABLE_1) == [each.key for each in CATEGORIES]
    assert MAXIMUM == 90


# ---- properties ------------------------------------------------------------------------------------------------------

numbers = st.decimals(-1000, 1000, places=4)
ratios = st.builds(Ratio, st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2))
readings = st.one_of(st.none(), numbers, ratios)
any_row = st.builds(
    ScoreRow, number=st.just("ZB-1"), category=st.sampled_from([each.key for each in CATEGORIES]),
    indicator=st.just("指标"), unit=st.sampled_from(["%", ""]), direction=st.sampled_from(["higher", "lower"]),
    before=readings, target=readings, after=readings, counted=st.booleans(), representative=st.booleans(),
    no_sample=st.booleans(), held=st.booleans(), held_reason=st.sampled_from(["", "无投诉"]))
many_rows = st.lists(any_row, max_size=12)


@given(numbers, st.sampled_from(["higher", "lower"]))
def test_equality_achieves(number: D, direction: str) -> None:
    assert result(row(direction=direction, target=number, after=number)) == "achieved"


@given(st.decimals(0, 1000, places=3), st.integers(1, 10**6), st.sampled_from(["higher", "lower"]))
def test_a_ratio_equals_its_percentage(percent: D, denominator: int, direction: str) -> None:
    part = Ratio(percent * denominator / 100, D(denominator))
    assert result(row(direction=direction, target=percent, after=part)) == "achieved"
    assert result(row(direction=direction, target=part, after=percent)) == "achieved"


@given(numbers, numbers, numbers)
def test_a_better_value_never_loses_what_a_worse_one_reached(target: D, one: D, other: D) -> None:
    worse, better = sorted((one, other))
    if result(row(target=target, after=worse)) == "achieved":
        assert result(row(target=target, after=better)) == "achieved"
    if result(row(direction="lower", target=target, after=better)) == "achieved":
        assert result(row(direction="lower", target=target, after=worse)) == "achieved"


@given(many_rows)
def test_totals(rows: list[ScoreRow]) -> None:
    totals = {rule: score(rows, rule).total for rule in RULE_TITLES}
    assert totals == score(rows).totals_by_rule
    for rule in ("any", "all", "representative"):
        assert totals[rule] in range(0, 91, 10)
    assert totals["all"] <= totals["representative"] <= totals["any"]
    assert totals["all"] <= totals["proportional"] <= totals["any"] <= totals["per_indicator"]
    counted = [one for one in rows if one.counted]
    assert totals["per_indicator"] == 10 * sum(result(one) == "achieved" for one in counted)
    assert score(rows, "per_indicator").maximum == 10 * len(counted)
    assert [each.category.key for each in score(rows).categories] == [each.key for each in CATEGORIES]


@given(many_rows, st.sampled_from(list(RULE_TITLES)))
def test_rows_without_sample_are_left_out(rows: list[ScoreRow], rule: str) -> None:
    with_sample = [one for one in rows if result(one) != "no_sample"]
    assert score(rows, rule).total == score(with_sample, rule).total
    assert score(rows, rule).grade == score(with_sample, rule).grade


@given(many_rows, st.sampled_from(list(RULE_TITLES)))
def test_no_float_anywhere(rows: list[ScoreRow], rule: str) -> None:
    def walk(value: object) -> None:
        assert not isinstance(value, float)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for field in dataclasses.fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, dict):
            walk([*value, *value.values()])
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)

    scored = score(rows, rule)
    walk(scored)
    assert all(isinstance(total, Fraction) for total in scored.totals_by_rule.values())
