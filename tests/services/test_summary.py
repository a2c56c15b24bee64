"""总结 (6.11): the questionnaire with its computed score, and the four kinds in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import Refused
from qmsdesk.models.acceptance import ProgrammeAnswer, ProgrammeLog
from qmsdesk.registers.acceptance import ANSWERS, PROGRAMME_LOG
from qmsdesk.services import reading, records, summary
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.questionnaire import mean, questionnaire
from tests.services.conftest import DAY
from tests.services.test_improving import add_indicator


def score_of(sitting: Sitting, record: int) -> Decimal | None:
    row = reading.row(sitting.db, ProgrammeLog, record)
    assert row is not None
    return row.of(ProgrammeLog.score)  # type: ignore[no-any-return]


def rate(sitting: Sitting, record: int, *scores: int) -> None:
    for line, score in zip(reading.lines(sitting.db, ANSWERS, record), scores, strict=False):
        values = {ProgrammeAnswer.score: Decimal(score)}
        change, _line = records.save_line(sitting, PROGRAMME_LOG, record, ANSWERS, line.id, values)
        summary.settle(sitting, record, batch=change.batch)


def test_a_questionnaire_opens_with_its_questions_in_one_step(sitting: Sitting) -> None:
    record = summary.open_questionnaire(sitting).record
    asked = [row.of(ProgrammeAnswer.question) for row in reading.lines(sitting.db, ANSWERS, record)]
    assert asked == list(questionnaire().questions)
    assert 8 <= len(asked) <= 10
    assert summary.fill_questions(sitting, record) is None
    records.undo(sitting)
    assert reading.row(sitting.db, ProgrammeLog, record) is None


def test_its_score_is_the_mean_of_the_answers(sitting: Sitting) -> None:
    record = summary.open_questionnaire(sitting).record
    rate(sitting, record, 5, 4, 5)
    assert score_of(sitting, record) == Decimal("4.67")
    assert summary.parts(sitting.db)[0].words == "1 份，最近一份 4.67 分"
    assert summary.rated(reading.lines(sitting.db, ANSWERS, record)) == "已评 3 题，共 10 题，平均 4.67 分"
    records.undo(sitting)
    assert score_of(sitting, record) == Decimal("4.5")


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_the_mean_is_rounded_once_and_half_up(scores: list[int]) -> None:
    found = mean(map(Decimal, scores))
    assert found is not None
    assert abs(found * len(scores) - sum(scores)) * 1000 <= 5 * len(scores)


def test_no_answer_is_no_score() -> None:
    assert mean([None, None]) is None
    assert mean([None, Decimal(3)]) == 3


@pytest.mark.parametrize("score", ["0", "6", "4.5", "-1"])
def test_a_score_off_the_scale_is_refused(sitting: Sitting, score: str) -> None:
    record = summary.open_questionnaire(sitting).record
    line = reading.lines(sitting.db, ANSWERS, record)[0]
    with pytest.raises(records.Invalid, match="1 到 5 的整数"):
        records.save_line(sitting, PROGRAMME_LOG, record, ANSWERS, line.id, {ProgrammeAnswer.score: Decimal(score)})


def test_a_typed_score_that_is_not_the_mean_is_said(sitting: Sitting) -> None:
    record = summary.open_questionnaire(sitting).record
    rate(sitting, record, 5, 4)
    records.save(sitting, PROGRAMME_LOG, record, {ProgrammeLog.score: Decimal(5)})
    case = reading.case(sitting.db, PROGRAMME_LOG, record, DAY)
    assert [problem.text for problem in PROGRAMME_LOG.check(case)] == ["评分 5 不是各题的平均 4.5"]


def test_questions_belong_to_a_questionnaire_only(sitting: Sitting) -> None:
    values = {ProgrammeLog.kind: "lesson", ProgrammeLog.logged_on: DAY, ProgrammeLog.content: "首件三检有效"}
    record = records.save(sitting, PROGRAMME_LOG, None, values).record
    with pytest.raises(Refused, match="只有满意度问卷"):
        summary.fill_questions(sitting, record)
    assert summary.settle(sitting, record) is None


def test_a_comparison_takes_the_own_value_from_the_indicator(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "93.6")
    values = {ProgrammeLog.kind: "benchmark", ProgrammeLog.logged_on: DAY, ProgrammeLog.content: "对照示例阀门"}
    record = records.save(sitting, PROGRAMME_LOG, None, values).record
    summary.add_benchmark(sitting, record, summary.comparable(sitting.db)[0])
    row = reading.row(sitting.db, ProgrammeLog, record)
    assert row is not None
    first, second = row.of(ProgrammeLog.content).split("\n")
    assert first == "对照示例阀门"
    assert second.startswith("准时交付率：本企业 93.6%（提升前 —，目标 95%）；标杆：")


def test_an_empty_summary_says_what_is_asked(sitting: Sitting) -> None:
    found = summary.parts(sitting.db)
    assert [(part.clause, part.words) for part in found] == [
        ("6.11.2", "还没有"), ("6.11.3", "还没有"), ("6.11.1", "还没有"), ("6.11.1", "还没有")
    ]  # fmt: skip
