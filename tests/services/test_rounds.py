"""A surveillance year opens beside the rounds before, of which nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, UserError
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Milestone
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.registers.project import MILESTONE
from qmsdesk.reports import catalogue, trends
from qmsdesk.services import (
    assessment,
    case,
    case_draft,
    improving,
    indicators,
    plans,
    readiness,
    reading,
    records,
    rounds,
    summary,
    workplan,
)
from qmsdesk.services.chain import Key, chain_of
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


def test_of_several_versions_the_final_one_stands_until_the_next_is_final(hy: Sitting) -> None:
    first = assessment.find(hy.db, FIRST, 1)
    assert assessment.draft(hy, FIRST).of(Assessment.version) == 2
    rounds.open_round(hy, 2027)
    standing = rounds.standing(hy.db)
    assert standing == first == rounds.standing(hy.db, FIRST)
    assert rounds.stood_by(hy.db) == FIRST
    draft = rounds.standing(hy.db, NAME)
    assert draft is not None
    assert draft.of(Assessment.status) == "draft"
    Assessment.update(status="final").where(Assessment.id == draft.id).execute(hy.db)
    later = rounds.standing(hy.db)
    assert later is not None
    assert later.id == draft.id
    assert rounds.stood_by(hy.db) == NAME
    every, day = assessment.versions(hy.db), first.of(Assessment.assessed_on)
    assert rounds.final(every, day) == first
    assert rounds.final(every, day - dt.timedelta(days=1)) == first  # the first round, where none was final yet


def test_a_year_just_begun_changes_no_reader_of_results(hy: Sitting) -> None:
    one = Key("indicator", next(row.id for row in reading.rows(hy.db, Indicator) if row.of(Indicator.counted)))

    def read() -> dict[str, object]:
        return {
            "plan": plans.aims(hy.db), "benchmark": summary.comparable(hy.db), "improving": improving.basis(hy.db),
            "case": rounds.results(hy.db), "chain": chain_of(hy.db, one, TODAY).steps[6],
            "charts": list(trends.all_charts(hy.db)),
            "pages": catalogue.render(hy.db, "assessment", hy.clock.now()).pages,
        }  # fmt: skip

    before = read()
    rounds.open_round(hy, 2027)
    assert read() == before
    assert not any("提升目标 —" in aim for aim in before["plan"].values())  # type: ignore[attr-defined]


def test_a_case_begun_in_a_surveillance_year_tells_what_was_reached(hy: Sitting) -> None:
    rounds.open_round(hy, 2027)
    made = case_draft.draft(hy).record
    row = reading.row(hy.db, CaseStudy, made)
    assert row is not None
    assert "由" in row.of(CaseStudy.effect)
    assert case.sheet_for(hy.db, row).round == FIRST


def test_each_indicator_takes_its_own_last_period(hy: Sitting) -> None:
    line = next(r for r in reading.rows(hy.db, IndicatorRound) if r.of(IndicatorRound.evaluation) == "2026-07~2026-09")
    IndicatorRound.update(evaluation="2026-08~2026-09").where(IndicatorRound.id == line.id).execute(hy.db)
    reached = {name: e.row.after for name, e in evaluated(hy, FIRST).items() if e.row.counted}
    rounds.open_round(hy, 2027)
    opened = evaluated(hy, NAME)
    assert {name: opened[name].row.before for name in reached} == reached
    periods = {e.indicator.id: e.round.of(IndicatorRound.baseline) for e in opened.values() if e.round is not None}
    assert periods[line.of(IndicatorRound.indicator)] == "2026-08~2026-09"
    assert set(periods.values()) > {"2026-08~2026-09"}


def test_no_period_of_any_indicator_reaches_into_what_is_evaluated(hy: Sitting) -> None:
    line = next(r for r in reading.rows(hy.db, IndicatorRound) if r.of(IndicatorRound.evaluation) == "2026-07~2026-09")
    IndicatorRound.update(evaluation="2026-08~2027-01").where(IndicatorRound.id == line.id).execute(hy.db)
    with pytest.raises(UserError, match="评价期须在基线期 2026-08~2027-01 之后"):
        rounds.open_round(hy, 2027)


def test_the_year_proposed_is_the_first_that_is_not_open(hy: Sitting) -> None:
    assert rounds.outlook(hy.db, TODAY).year == 2027
    rounds.open_round(hy, 2027)
    found = rounds.outlook(hy.db, TODAY)
    assert (found.year, found.audit_on.year, found.evaluation) == (2028, 2028, "2028-01~2028-12")
    assert "表C.1 还没有定稿" in found.refused


@pytest.mark.parametrize("name", ["第一轮", "27", "20270", "２０２７", "二〇二七"])
def test_a_task_belongs_to_the_first_round_or_to_a_year(hy: Sitting, name: str) -> None:
    values = {Milestone.stage: "a", Milestone.task: "临时任务"}
    with pytest.raises(records.Invalid, match="轮次写四位年份，首轮不填"):
        records.save(hy, MILESTONE, None, {**values, Milestone.round: name})
    records.save(hy, MILESTONE, None, {**values, Milestone.round: "2027"})
    records.save(hy, MILESTONE, None, {**values, Milestone.round: ""})
    assert workplan.rounds(hy.db) == ["", "2027"]


def test_a_task_with_an_older_name_of_its_round_can_still_be_done(hy: Sitting) -> None:
    task = reading.rows(hy.db, Milestone, Milestone.done_on.is_null())[0].id
    Milestone.update(round="第一轮").where(Milestone.id == task).execute(hy.db)
    assert records.save(hy, MILESTONE, task, {Milestone.result: "完成"}).what == "edit"
    with pytest.raises(records.Invalid):
        records.save(hy, MILESTONE, task, {Milestone.round: "第二轮"})
