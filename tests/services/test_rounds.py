"""A surveillance year opens beside the rounds before, of which nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, UserError
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Milestone
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.services import assessment, indicators, readiness, reading, records, rounds, workplan
from qmsdesk.services.sitting import Sitting

TODAY = dt.date(2026, 10, 20)
NAME = "2027 年监督"
FIRST = "2025—2026 第一轮"


@pytest.fixture
def hy(demo: Path) -> Iterator[Sitting]:
    with open_workspace(demo, Clock(TODAY)) as workspace:
        yield Sitting(workspace, "何静", Clock(TODAY))


def rows_of(sitting: Sitting) -> dict[str, list[dict[str, Any]]]:
    """Everything the first round is kept in."""
    return {
        model.table(): [dict(row) for row in reading.rows(sitting.db, model)]
        for model in (IndicatorRound, Assessment, Milestone, Indicator)
    }


def evaluated(sitting: Sitting, name: str) -> dict[str, indicators.Evaluated]:
    return {e.row.indicator: e for e in indicators.evaluate(indicators.read(sitting.db), name)}


def test_nothing_of_the_first_round_changes(hy: Sitting) -> None:
    before, sheet = rows_of(hy), assessment.sheet_of(hy.db, assessment.find(hy.db, FIRST, 1))
    values = {name: e.row for name, e in evaluated(hy, FIRST).items()}
    judged = [(j.requirement.key, j.verdict) for j in readiness.judge(readiness.facts(hy.db, TODAY))]
    rounds.open_round(hy, 2027)
    after = rows_of(hy)
    for table, rows in before.items():
        assert after[table][: len(rows)] == rows
    assert assessment.sheet_of(hy.db, assessment.find(hy.db, FIRST, 1)) == sheet
    assert {name: e.row for name, e in evaluated(hy, FIRST).items()} == values
    assert [(j.requirement.key, j.verdict) for j in readiness.judge(readiness.facts(hy.db, TODAY))] == judged


def test_it_makes_rounds_a_draft_and_tasks_in_one_step(hy: Sitting) -> None:
    counted = [row for row in reading.rows(hy.db, Indicator) if row.of(Indicator.counted)]
    count = len(hy.done)
    rounds.open_round(hy, 2027, audit_on=dt.date(2027, 9, 1))
    lines = [line for line in reading.rows(hy.db, IndicatorRound) if line.of(IndicatorRound.name) == NAME]
    assert {line.of(IndicatorRound.indicator) for line in lines} == {row.id for row in counted}
    assert {line.of(IndicatorRound.evaluation) for line in lines} == {"2027-01~2027-12"}
    assert not any(line.of(IndicatorRound.target) or line.of(IndicatorRound.after) for line in lines)
    (draft,) = assessment.versions(hy.db, NAME)
    assert (draft.of(Assessment.status), draft.of(Assessment.version)) == ("draft", 1)
    plan = workplan.read(hy.db, TODAY, "2027")
    days = {task.row.of(Milestone.task): task.row.of(Milestone.planned_on) for task in plan.tasks}
    assert days["配合监督审核"] == dt.date(2027, 9, 1)
    assert days["年度内部审核"] < days["年度管理评审"] < days["配合监督审核"]
    assert plan.rounds == ("", "2027")
    assert len(hy.done) == count + 1
    records.undo(hy)
    assert workplan.rounds(hy.db) == [""]
    assert assessment.versions(hy.db, NAME) == []
    assert NAME not in indicators.round_names(indicators.read(hy.db))


def test_the_baseline_is_what_was_reached(hy: Sitting) -> None:
    reached = {name: e.row.after for name, e in evaluated(hy, FIRST).items() if e.row.counted}
    rounds.open_round(hy, 2027)
    opened = evaluated(hy, NAME)
    assert {name: opened[name].row.before for name in reached} == reached
    assert not any("typed_differs" in opened[name].row.facts for name in reached)
    assert opened["采购产品合格率"].before.covered  # still computed from its months


def test_targets_can_be_kept(hy: Sitting) -> None:
    rounds.open_round(hy, 2027, keep_targets=True)
    first, second = evaluated(hy, FIRST), evaluated(hy, NAME)
    assert all(second[name].row.target == e.row.target for name, e in first.items() if e.row.counted)


def test_a_round_that_exists_is_refused(hy: Sitting) -> None:
    rounds.open_round(hy, 2027)
    before = rows_of(hy)
    with pytest.raises(Blocked, match="2027 监督年度已经开启"):
        rounds.open_round(hy, 2027)
    with pytest.raises(Blocked, match=r"“2027 年监督”的表C\.1 还没有定稿"):  # one year after the other
        rounds.open_round(hy, 2028)
    assert rows_of(hy) == before


@pytest.mark.parametrize(
    ("year", "baseline", "evaluation", "says"),
    [
        (20270, "", "", "不是监督年度"),
        (2027, "", "2026-08~2027-07", "评价期须在基线期 2026-07~2026-09 之后"),
        (2027, "2027-02~2027-03", "2027-03~2027-12", "评价期须在基线期"),
        (2027, "", "2027-12~2027-01", "评价期“2027-12~2027-01”不对"),
    ],
)
def test_periods_that_make_no_sense_are_refused(
    hy: Sitting, year: int, baseline: str, evaluation: str, says: str
) -> None:
    before = rows_of(hy)
    with pytest.raises(UserError, match=says):
        rounds.open_round(hy, year, baseline=baseline, evaluation=evaluation)
    assert rows_of(hy) == before


def test_without_a_final_sheet_or_indicators_it_says_what_is_first(sitting: Sitting) -> None:
    found = rounds.outlook(sitting.db, dt.date(2026, 10, 15))
    assert found.refused == "上一轮还没有计分的评价指标。"
    values = {Indicator.category: "purchasing", Indicator.name: "来料合格率"}
    made = records.save(sitting, INDICATOR, None, values).record
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, {IndicatorRound.name: "第一轮"})
    with pytest.raises(Blocked, match=r"“第一轮”的表C\.1 还没有定稿"):
        rounds.open_round(sitting, 2027)
    assert len(reading.rows(sitting.db, IndicatorRound)) == 1


def test_the_year_and_the_day_follow_from_the_certificate(sitting: Sitting) -> None:
    today = dt.date(2026, 10, 15)
    assert rounds.outlook(sitting.db, today).audit_on == dt.date(2027, 10, 15)
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.certified_on: dt.date(2026, 12, 31)})
    assert rounds.outlook(sitting.db, today).audit_on == dt.date(2027, 12, 28)
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.surveillance_on: dt.date(2027, 11, 20)})
    found = rounds.outlook(sitting.db, today)
    assert (found.year, found.audit_on) == (2027, dt.date(2027, 11, 20))
    assert rounds.outlook(sitting.db, today, 2028).audit_on == dt.date(2028, 11, 20)


def test_a_year_takes_over_once_its_own_sheet_is_final(hy: Sitting) -> None:
    rounds.open_round(hy, 2027)
    every = assessment.versions(hy.db)
    assert {row.of(Assessment.round) for row in rounds.judged(every)} == {FIRST}
    later = [{**row, "status": "final"} if row.of(Assessment.round) == NAME else row for row in every]
    assert {row.of(Assessment.round) for row in rounds.judged([type(every[0])(row) for row in later])} == {NAME}
    drafts = [row for row in every if row.of(Assessment.status) == "draft"]
    assert rounds.judged(drafts) == drafts
