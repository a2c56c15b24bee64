"""Indicators computed from registers: which records count, what a period makes of them, and that nobody types them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.models.base import Row
from qmsdesk.models.compliance import ComplianceEvent, Licence
from qmsdesk.models.customers import Satisfaction, SatisfactionItem
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Person
from qmsdesk.models.results import Achievement
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT, ROUNDS
from qmsdesk.registers.spec import Values
from qmsdesk.services import feeds, indicators, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.survey import COMPUTED
from qmsdesk.standard.values import Ratio
from tests.services.conftest import Staff

UNTIL = dt.date(2026, 10, 15)


def add(sitting: Sitting, key: str, values: Values) -> int:
    return records.save(sitting, BY_KEY[key], None, values).record


def parts(sitting: Sitting, code: str, period: str) -> list[tuple[str, bool]]:
    (figure,) = feeds.figures(sitting.db, code, [period], UNTIL)
    return [(part.title, part.counts) for part in figure.parts]


def test_every_computed_item_has_its_feed() -> None:
    assert {feed.code: feed.kind for feed in feeds.FEEDS} == COMPUTED


def test_a_penalty_counts_in_its_month_until_it_is_void(sitting: Sitting) -> None:
    day = dt.date(2026, 9, 30)
    made = add(sitting, "compliance_event", {ComplianceEvent.kind: "penalty", ComplianceEvent.occurred_on: day})
    add(sitting, "compliance_event", {ComplianceEvent.kind: "query", ComplianceEvent.occurred_on: day})
    values = [f.value for f in feeds.figures(sitting.db, "1.2", ["2026-08", "2026-09", "2026-10"], UNTIL)]
    assert values == [0, 1, 0]
    records.void(sitting, BY_KEY["compliance_event"], made, "登记错了")
    assert feeds.figures(sitting.db, "1.2", ["2026-09"], UNTIL)[0].value == 0


def test_a_licence_counts_while_it_is_valid(sitting: Sitting) -> None:
    add(sitting, "licence", {Licence.name: "营业执照", Licence.code: "1"})
    add(sitting, "licence", {Licence.name: "检验报告", Licence.code: "2", Licence.valid_until: dt.date(2026, 9, 15)})
    add(sitting, "licence", {Licence.name: "荣誉", Licence.code: "3", Licence.required: False})
    assert parts(sitting, "1.1", "2026-08") == [("营业执照", True), ("检验报告", True)]
    assert parts(sitting, "1.1", "2026-09") == [("营业执照", True), ("检验报告", False)]


def test_key_people_who_leave_count_in_their_last_month(sitting: Sitting, staff: Staff) -> None:
    for record, left in ((staff.author, dt.date(2026, 9, 10)), (staff.approver, None)):
        records.save(sitting, BY_KEY["person"], record, {Person.is_key: True, Person.left_on: left})
    assert parts(sitting, "3.1", "2026-08") == [("示例甲", False), ("示例乙", False)]
    assert parts(sitting, "3.1", "2026-09") == [("示例甲", True), ("示例乙", False)]
    assert parts(sitting, "3.1", "2026-10") == [("示例乙", False)]


def test_months_to_come_have_no_figure(sitting: Sitting) -> None:
    assert [f.period for f in feeds.figures(sitting.db, "1.2", ["2026-10", "2026-11"], UNTIL)] == ["2026-10"]


WEIGHTS = st.decimals(min_value="0.01", max_value="1", places=2)
SCORES = st.decimals(min_value="0", max_value="100", places=1)


@given(st.lists(st.tuples(WEIGHTS, SCORES), min_size=1, max_size=8))
def test_satisfaction_is_the_weighted_mean_exactly(items: list[tuple[Decimal, Decimal]]) -> None:
    survey = Row({"id": 1, "full_score": Decimal(100)})
    rows = [Row({"id": n, "weight": w, "score": s}) for n, (w, s) in enumerate(items)]
    found = feeds.weighted(survey, rows)
    assert found is not None
    total = sum((w * s for w, s in items), Decimal(0)) / sum((w for w, _s in items), Decimal(0))
    assert abs(found - total) < Decimal("1e-20")
    assert min(s for _w, s in items) - Decimal("1e-20") <= found <= max(s for _w, s in items) + Decimal("1e-20")


def test_the_standards_own_survey_is_exactly_85(sitting: Sitting) -> None:
    day = dt.date(2026, 9, 1)
    made = add(sitting, "satisfaction", {Satisfaction.name: "年度", Satisfaction.surveyed_on: day})
    spec = BY_KEY["satisfaction"].lines[0]
    for n, (weight, score) in enumerate(
        (("0.35", "84"), ("0.25", "82"), ("0.15", "88"), ("0.15", "89"), ("0.10", "85.5"))
    ):
        line: Values = {SatisfactionItem.item: f"项目{n}", SatisfactionItem.weight: Decimal(weight),
                        SatisfactionItem.score: Decimal(score)}  # fmt: skip
        records.save_line(sitting, BY_KEY["satisfaction"], made, spec, None, line)
    assert feeds.figures(sitting.db, "7.1", ["2026-09"], UNTIL)[0].value == 85


@pytest.fixture
def patents(sitting: Sitting) -> int:
    """An indicator that counts patents, with its periods; one was granted before, one in the meantime."""
    values: Values = {Indicator.category: "innovation", Indicator.name: "专利数", Indicator.kind: "count",
                      Indicator.feed: "8.5"}  # fmt: skip
    made = add(sitting, "indicator", values)
    periods: Values = {IndicatorRound.name: "第一轮", IndicatorRound.baseline: "2025-10~2025-12",
                       IndicatorRound.evaluation: "2026-07~2026-09", IndicatorRound.target: "2"}  # fmt: skip
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, periods)
    for name, kind, day in (
        ("夹具", "utility", "2023-05-01"),
        ("周转架", "utility", "2026-08-20"),
        ("外形", "appearance", "2024-01-01"),
    ):
        add(sitting, "achievement", {Achievement.kind: kind, Achievement.name: name,
                                     Achievement.granted_on: dt.date.fromisoformat(day)})  # fmt: skip
    return made


def test_a_state_is_taken_from_the_last_month_not_summed(sitting: Sitting, patents: int) -> None:
    (evaluated,) = indicators.evaluate(indicators.read(sitting.db), "第一轮")
    assert (evaluated.row.before, evaluated.row.target, evaluated.row.after) == (1, 2, 2)
    assert {row["status"] for row in evaluated.months} == {feeds.COMPUTED}
    assert [row["value"] for row in evaluated.after.months] == [1, 2, 2]


def test_a_computed_indicator_is_not_typed_over(sitting: Sitting, patents: int) -> None:
    values: Values = {Measurement.indicator: patents, Measurement.period: "2026-09", Measurement.value: Decimal(9)}
    with pytest.raises(records.Invalid, match="按台账自动计算，不能填报"):
        records.save(sitting, MEASUREMENT, None, values)


def test_a_feed_of_another_kind_of_figure_is_said(sitting: Sitting, patents: int) -> None:
    records.save(sitting, INDICATOR, patents, {Indicator.kind: "ratio"})
    problems = INDICATOR.check(reading.case(sitting.db, INDICATOR, patents, UNTIL))
    assert [problem.text for problem in problems] == ["自动取数的“8.5”给出的是计数，数据类型须一致"]


def test_nothing_due_is_no_sample(sitting: Sitting) -> None:
    values: Values = {Indicator.category: "customers", Indicator.name: "投诉满意率", Indicator.feed: "7.3"}
    made = add(sitting, "indicator", values)
    period = "2026-07~2026-09"
    line: Values = {IndicatorRound.name: "第一轮", IndicatorRound.evaluation: period, IndicatorRound.target: "100"}
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, line)
    (evaluated,) = indicators.evaluate(indicators.read(sitting.db), "第一轮")
    assert isinstance(evaluated.row.after, Ratio)
    assert evaluated.row.after.no_sample
