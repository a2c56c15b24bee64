"""What is said about rows, and the footnotes of the form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from qmsdesk.standard.cautions import CODES, all_warnings, warnings
from qmsdesk.standard.footnotes import footnotes
from qmsdesk.standard.grading import Bands
from qmsdesk.standard.rows import FACTS, ScoreRow
from qmsdesk.standard.scoring import RULE_TITLES, score
from qmsdesk.standard.values import Interval, Ratio
from tests.standard import demo

D = Decimal
GOOD = ScoreRow("ZB-007", "customers", "顾客满意度", "%", "ratio", "higher", D(85), D(90), D(92), evidence=3)
NONE = Ratio(D(0), D(0))


def codes(**changes: object) -> list[str]:
    return [one.code for one in warnings(replace(GOOD, **changes))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, []),
    ({"before": None}, ["no_before"]),
    ({"before": NONE}, ["no_before"]),
    ({"target": D(85)}, ["target_not_better"]),
    ({"target": D(80)}, ["target_not_better"]),
    ({"target": D(80), "after": D("84.9")}, ["target_not_better", "worse_than_before"]),
    ({"after": D(84)}, ["worse_than_before"]),
    ({"after": D(85)}, []),
    ({"evidence": 0}, ["no_evidence"]),
    ({"after": NONE}, ["no_sample"]),
    ({"after": None}, []),
    ({"after": None, "no_sample": True}, ["no_sample"]),
    ({"before": D(100), "target": D(100), "after": D(100)}, []),
    ({"unit": "‰", "before": D(1000), "target": D(1000), "after": D(1000)}, []),
    ({"unit": "分", "before": D(100), "target": D(100), "after": D(100)}, ["target_not_better"]),
    ({"direction": "lower", "before": D(0), "target": D(0), "after": D(0)}, []),
    ({"direction": "lower", "before": D(0), "target": D(1), "after": D(0)}, ["target_not_better"]),
    ({"direction": "lower", "before": D(3), "target": D(1), "after": D(4)}, ["worse_than_before"]),
    ({"direction": "range", "target": Interval(D(86), D(95))}, []),
    ({"direction": "range", "target": Interval(D(80), D(95))}, ["target_not_better"]),
    ({"direction": "range", "target": Interval(D(86), D(88)), "after": D(90)}, ["worse_than_before"]),
    ({"kind": "yesno", "before": True, "target": True, "after": True}, []),
    ({"kind": "yesno", "before": True, "target": True, "after": False}, ["worse_than_before"]),
    ({"kind": "yesno", "before": False, "target": True, "after": False}, []),
    ({"kind": "qualitative", "before": "无", "target": "有", "after": "有"}, []),
    ({"kind": "qualitative", "before": " ", "target": "有", "after": "有"}, ["no_before"]),
    ({"facts": dict.fromkeys(FACTS, "")}, list(FACTS)),
])
def test_codes(changes: dict[str, object], expected: list[str]) -> None:
    assert codes(**changes) == expected


def test_codes_are_those_of_the_interface() -> None:
    assert CODES == ("no_before", "target_not_better", "worse_than_before", "no_evidence", "no_sample",
                     "target_changed_late", "baseline_changed", "after_before_start", "unverified", "typed_differs")


def test_sentences_name_indicator_and_figures() -> None:
    row = replace(GOOD, target=Ratio(D(2), D(3)), facts={"typed_differs": "填写 92，汇总 91.3"})
    assert [(one.number, one.text) for one in warnings(row)] == [
        ("ZB-007", "“顾客满意度”的提升目标（66.666667%）不比提升前（85%）好。"),
        ("ZB-007", "“顾客满意度”填写的数值与月度数据汇总的结果不一致（填写 92，汇总 91.3）。")]
    plain = replace(GOOD, facts={"unverified": ""})
    assert warnings(plain)[0].text == "“顾客满意度”有未核实的月度数据。"


def test_a_held_row_says_why() -> None:
    held = replace(GOOD, after=NONE, held=True, held_reason="全年无投诉")
    said = "“顾客满意度”在评价期内没有样本，按保持计为达成，原因：全年无投诉。"
    assert [one.text for one in warnings(held)] == [said]
    unexplained = replace(held, held_reason="")
    assert "既不算达成" in warnings(unexplained)[0].text


def test_only_counted_rows_are_warned_about_in_form_order() -> None:
    rows = [replace(GOOD, number="2", evidence=0), replace(GOOD, number="3", evidence=0, counted=False),
            replace(GOOD, number="1", category="compliance", evidence=0)]
    assert [(one.number, one.code) for one in all_warnings(score(rows))] == [("1", "no_evidence"), ("2", "no_evidence")]
    assert all_warnings(score(demo.rows())) == ()


def test_footnotes_of_the_sample_enterprise() -> None:
    notes = footnotes(score(demo.rows()))
    assert notes[0].startswith("计分口径“任一指标达成”：")
    assert notes[1:] == ("按“全部指标达成”口径合计 40 分，良好。",
                         "未选取的评价项目：企业特色；不得分，也不作为未达成（6.9.8）。")
    assert not any("口径合计" in note for note in footnotes(score(demo.rows(), "all")))
    assert all(footnotes(score(demo.rows(), rule)) for rule in RULE_TITLES)


def test_footnotes_tell_what_was_left_out_held_or_adjusted() -> None:
    rows = [replace(GOOD, after=NONE), replace(GOOD, after=NONE, held=True, held_reason="全年无投诉")]
    notes = footnotes(score(rows, bands=Bands(D(70), D(40), D(10))))
    assert "序号 1 在评价期内无样本，不参与计分。" in notes
    assert "序号 2 在评价期内无样本，按保持计为达成：全年无投诉。" in notes
    assert notes[-1] == "评价等级界限已按 6.9.6 调整：优秀 ≥ 70、良好 ≥ 40、合格 ≥ 10。"
