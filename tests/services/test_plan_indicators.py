"""The indicators of the authority's plan: understood, looked at, made once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import Blocked
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.services import plan_indicators, reading, records
from qmsdesk.services.plan_indicators import rows_of
from qmsdesk.services.sitting import Sitting

ROUND = "2026 年提升"
TEXT = """评价项目\t指标名称\t单位\t方向\t提升目标
采购\t来料合格率\t%\t越大越好\t≥98%
\t采购成本\t万元\t↓\t12.5
战略\t战略规划\t\t\t已发布
创新\t技改立项\t\t\t是"""


def outcomes(sitting: Sitting, text: str) -> list[str]:
    return [row.outcome for row in plan_indicators.read(sitting.db, rows_of(text), ROUND)]


def test_rows_become_indicators_of_the_round_in_one_step(sitting: Sitting) -> None:
    change, count = plan_indicators.take(sitting, rows_of(TEXT), ROUND)
    assert count == 4
    found = {row.of(Indicator.name): row for row in reading.rows(sitting.db, Indicator)}
    kinds = {name: (row.of(Indicator.category), row.of(Indicator.kind), row.of(Indicator.direction))
             for name, row in found.items()}  # fmt: skip
    assert kinds == {
        "来料合格率": ("purchasing", "ratio", "higher"), "采购成本": ("purchasing", "value", "lower"),
        "战略规划": ("strategy", "qualitative", "higher"), "技改立项": ("innovation", "yesno", "higher"),
    }  # fmt: skip
    (line,) = reading.lines(sitting.db, ROUNDS, found["来料合格率"].id)
    assert (line.of(IndicatorRound.name), line.of(IndicatorRound.target)) == (ROUND, "98")
    assert len({record for key, record in change.records if key == "indicator"}) == 4
    assert len(sitting.done) == 1
    records.undo(sitting)
    assert reading.rows(sitting.db, Indicator) == []


def test_what_is_there_is_not_made_again_and_keeps_its_target(sitting: Sitting) -> None:
    plan_indicators.take(sitting, rows_of(TEXT), ROUND)
    assert outcomes(sitting, TEXT) == ["same"] * 4
    with pytest.raises(Blocked, match="没有可以转入的指标"):
        plan_indicators.take(sitting, rows_of(TEXT), ROUND)
    (one,) = plan_indicators.read(sitting.db, [["采购", "来料合格率", "%", "", "99"]], ROUND)
    assert (one.outcome, one.says) == ("same", "ZB-001 已有，目标是 98，不改")
    assert len(reading.rows(sitting.db, Indicator)) == 4


def test_an_indicator_without_round_or_target_gets_what_it_lacks(sitting: Sitting) -> None:
    values = {Indicator.category: "purchasing", Indicator.name: "来料合格率", Indicator.unit: "%"}
    made = records.save(sitting, INDICATOR, None, values).record
    row = ["采购", "来料合格率", "", "", "98%"]
    assert outcomes(sitting, "\t".join(row)) == ["round"]
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, {IndicatorRound.name: ROUND})
    assert outcomes(sitting, "\t".join(row)) == ["target"]
    plan_indicators.take(sitting, [row], ROUND)
    (line,) = reading.lines(sitting.db, ROUNDS, made)
    assert line.of(IndicatorRound.target) == "98"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("瞎写 | 指标 | % | ↑ | 98", "“瞎写”不在可选项里"),
        ("采购 | | % | ↑ | 98", "缺评价指标"),
        ("采购 | 合格率 | % | ↑ | 0.98", "两种读法"),
        ("采购 | 合格率 | % | ↑ | >98", "不含这个数本身"),
        ("采购 | 合格率 | % | 往上 | 98", "方向"),
        ("采购 | 合格率 | % | ↑ | 98 | 多一列", "多于 5 列"),
        (f"采购 | {'长' * 81} | % | ↑ | 98", "81"),
    ],
)
def test_a_row_that_is_not_understood_is_told_and_not_taken(sitting: Sitting, text: str, says: str) -> None:
    (row,) = plan_indicators.read(sitting.db, rows_of(text), ROUND)
    assert row.outcome == "wrong"
    assert says in row.says
    with pytest.raises(Blocked):
        plan_indicators.take(sitting, rows_of(text), ROUND)
    assert reading.rows(sitting.db, Indicator) == []


def test_the_same_row_twice_is_told(sitting: Sitting) -> None:
    assert outcomes(sitting, "采购 | 合格率 | % | ↑ | 98\n采购 | 合格率 | % | ↑ | 99") == ["add", "wrong"]


@given(st.text(max_size=300))
def test_any_text_is_cells(text: str) -> None:
    assert all(any(row) for row in rows_of(text))
