"""改进、创新行动计划: drafted from what 表C.1 and the acceptance did not reach, once, and taken back by one undo."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from qmsdesk.errors import Refused
from qmsdesk.models.acceptance import Acceptance, AcceptanceScore
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound
from qmsdesk.models.results import Improvement
from qmsdesk.registers.acceptance import ACCEPTANCE, SCORES
from qmsdesk.registers.indicators import ASSESSMENT, INDICATOR, ROUNDS
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.services import assessment, history, improving, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff

ROUND = "2026 年提升"


def add_indicator(
    sitting: Sitting, name: str, target: str, after: str, *, category: str = "realization", direction: str = "higher",
    unit: str = "%", kind: str = "ratio",
) -> int:  # fmt: skip
    values = {Indicator.name: name, Indicator.category: category, Indicator.kind: kind, Indicator.unit: unit,
              Indicator.direction: direction, Indicator.counted: True}  # fmt: skip
    indicator = records.save(sitting, INDICATOR, None, values).record
    line = {IndicatorRound.name: ROUND, IndicatorRound.target: target, IndicatorRound.after: after}
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, None, line)
    return indicator


def drafts(sitting: Sitting) -> list[tuple[str, str | None]]:
    rows = reading.rows(sitting.db, Improvement)
    return [(row.of(Improvement.title), row.of(Improvement.category)) for row in rows]


def finalise(sitting: Sitting, staff: Staff) -> int:
    row = assessment.draft(sitting, ROUND)
    records.save(sitting, ASSESSMENT, row.id, {Assessment.evaluator: staff.author})
    assessment.finalise(sitting, row.id)
    return row.id


def accept(sitting: Sitting, *, opinion: str = "", **scores: str) -> int:
    record = records.save(
        sitting, ACCEPTANCE, None, {Acceptance.held_on: DAY, Acceptance.round: ROUND, Acceptance.opinion: opinion}
    ).record
    for key, score in scores.items():
        line = {AcceptanceScore.category: key, AcceptanceScore.score: Decimal(score), AcceptanceScore.note: "证据不足"}
        records.save_line(sitting, ACCEPTANCE, record, SCORES, None, line)
    return record


def test_every_row_not_reached_gives_one_draft_with_its_gap(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    add_indicator(sitting, "退货次数", "2", "5", direction="lower", unit="次", kind="count", category="customers")
    add_indicator(sitting, "一次交验合格率", "97", "97")
    change, count = improving.draft(sitting)
    assert (count, len(change.records)) == (2, 2)
    late = ("提高准时交付率（差 1.4 个百分点）", "process")
    assert drafts(sitting) == [late, ("降低退货次数（超出 3 次）", "service")]
    row = reading.rows(sitting.db, Improvement)[0]
    assert (row.of(Improvement.due_on), row["status"]) == (dt.date(2027, 1, 15), "planned")
    assert "提升后 93.6%，提升目标 95%，差 1.4 个百分点" in row.of(Improvement.remark)


def test_drafting_is_one_step_and_never_repeated(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    add_indicator(sitting, "设备完好率", "97", "96", category="resources")
    improving.draft(sitting)
    with pytest.raises(Refused, match="没有要起草") as refused:
        improving.draft(sitting)
    assert "2 项未达成的指标都已有改进项目" in refused.value.hint
    records.undo(sitting)
    assert drafts(sitting) == []
    assert improving.draft(sitting)[1] == 2


def test_an_indicator_somebody_works_on_is_not_drafted_again(sitting: Sitting) -> None:
    indicator = add_indicator(sitting, "准时交付率", "95", "93.6")
    records.save(sitting, IMPROVEMENT, None, {Improvement.title: "排产看板", Improvement.indicator: indicator})
    with pytest.raises(Refused):
        improving.draft(sitting)


def test_the_final_version_counts_not_what_came_later(sitting: Sitting, staff: Staff) -> None:
    indicator = add_indicator(sitting, "准时交付率", "95", "93.6")
    final = finalise(sitting, staff)
    line = reading.lines(sitting.db, ROUNDS, indicator)[0]
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, line.id, {IndicatorRound.after: "96"})
    found = improving.basis(sitting.db)
    assert "已定稿" in found.words
    assert [each.origin for each in improving.wanted(sitting.db)] == [f"assessment:{final}:indicator:{indicator}"]


def test_an_action_that_ended_before_the_evaluation_was_not_enough(sitting: Sitting, staff: Staff) -> None:
    indicator = add_indicator(sitting, "准时交付率", "95", "93.6")
    finalise(sitting, staff)
    old = records.save(
        sitting, IMPROVEMENT, None,
        {Improvement.title: "排产看板", Improvement.indicator: indicator, Improvement.done_on: DAY},
    ).record  # fmt: skip
    assert improving.wanted(sitting.db) == []
    before = {"status": "verified", "verified_on": DAY - dt.timedelta(days=30)}
    image = history.edited(sitting.db, Improvement, old, before)
    assert image is not None
    with sitting.batch("验证"):  # the state is set by verbs, whose gates are not what is tested here
        records.write(sitting, IMPROVEMENT, [image], "verify", record=old)
    assert len(improving.wanted(sitting.db)) == 1


def test_the_same_gap_a_year_later_gets_a_title_of_its_own(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    title = "提高准时交付率（差 1.4 个百分点）"
    records.save(sitting, IMPROVEMENT, None, {Improvement.title: title})
    improving.draft(sitting)
    assert [each for each, _category in drafts(sitting)] == [title, f"{title}（第2次）"]


def test_nothing_reached_is_graded_and_asks_for_care_at_once(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    improving.draft(sitting)
    row = reading.rows(sitting.db, Improvement)[0]
    assert row.of(Improvement.due_on) == dt.date(2026, 11, 15)
    assert "不合格，须重点改进（6.9.7）" in row.of(Improvement.remark)


def test_a_failed_evaluation_takes_up_categories_without_a_value(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    add_indicator(sitting, "顾客满意度", "90", "", category="customers", unit="分", kind="value")
    titles = [each.title for each in improving.wanted(sitting.db)]
    assert titles == ["提高准时交付率（差 1.4 个百分点）", "顾客关系及顾客满意：补齐数据并改进"]


def test_what_the_experts_did_not_grant_is_drafted_too(sitting: Sitting, staff: Staff) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    finalise(sitting, staff)
    record = accept(sitting, opinion="同意通过验收。", realization="0", customers="0")
    found = improving.wanted(sitting.db)
    assert [each.title for each in found] == ["产品实现与服务提供：验收 0 分，自评 10 分"]
    assert "证据不足" in found[0].reason
    improving.draft(sitting)
    records.save(sitting, ACCEPTANCE, record, {Acceptance.opinion: "建议完善供方评价。"})
    assert [each.title for each in improving.wanted(sitting.db)] == ["落实验收意见：建议完善供方评价。"]


def test_all_reached_says_so(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    with pytest.raises(Refused) as refused:
        improving.draft(sitting)
    assert "没有未达成的指标" in refused.value.hint


def test_an_empty_sheet_says_so(sitting: Sitting) -> None:
    with pytest.raises(Refused) as refused:
        improving.draft(sitting)
    assert "还没有计分的评价指标" in refused.value.hint


@pytest.mark.parametrize(
    ("direction", "kind", "target", "after", "words"),
    [
        ("higher", "ratio", "98", "97.999999", "差 0.000001 个百分点"),
        ("range", "value", "18~26", "27.5", "偏离区间 1.5 个百分点"),
        ("higher", "yesno", "是", "否", "目标“是”，提升后“否”"),
    ],
)
def test_gaps_in_words(sitting: Sitting, direction: str, kind: str, target: str, after: str, words: str) -> None:
    add_indicator(sitting, "指标", target, after, direction=direction, kind=kind)
    row = assessment.compute(sitting.db).rows[0]
    assert improving.gap_words(row) == words


def test_where_a_draft_came_from_is_said(sitting: Sitting, staff: Staff) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    finalise(sitting, staff)
    improving.draft(sitting)
    row = reading.rows(sitting.db, Improvement)[0]
    number = reading.rows(sitting.db, Assessment)[0]["number"]
    assert improving.drafted_from(sitting.db, row) == f"自我评价 {number}"
    own = records.save(sitting, IMPROVEMENT, None, {Improvement.title: "手工"}).record
    stored = reading.row(sitting.db, Improvement, own)
    assert stored is not None
    assert improving.drafted_from(sitting.db, stored) == ""
