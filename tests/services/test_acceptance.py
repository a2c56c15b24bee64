"""验收评价 beside the self-evaluation: which 表C.1, differences in words, total and grade by one key, the gate."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, AcceptanceScore
from qmsdesk.models.indicators import IndicatorRound
from qmsdesk.models.people import Party, PartyPerson
from qmsdesk.registers.acceptance import ACCEPTANCE, EXPERTS, SCORES
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.people import PARTY
from qmsdesk.services import acceptance, assessment, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.grading import Bands
from tests.services.conftest import DAY, Staff
from tests.services.test_improving import ROUND, add_indicator, finalise

CONFIRM = ACCEPTANCE.workflow.verbs[0]


def score(sitting: Sitting, record: int, key: str, points: str) -> None:
    line = {AcceptanceScore.category: key, AcceptanceScore.score: Decimal(points)}
    records.save_line(sitting, ACCEPTANCE, record, SCORES, None, line)


def compared(sitting: Sitting, record: int) -> dict[str, tuple[str, str]]:
    view = acceptance.read(sitting.db, record)
    return {line.key: (line.own_text, line.words) for line in view.lines}


def body_with_expert(sitting: Sitting) -> tuple[int, int]:
    body = records.save(sitting, PARTY, None, {Party.name: "示例监管局", Party.kind: "authority"}).record
    values = {PartyPerson.name: "专家甲（示例）"}
    return body, records.save_line(sitting, PARTY, body, PARTY.lines[0], None, values)[1]


def test_a_new_one_takes_the_round_and_the_only_authority(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    body, _expert = body_with_expert(sitting)
    record = acceptance.open_new(sitting).record
    row = reading.row(sitting.db, Acceptance, record)
    assert row is not None
    assert (row.of(Acceptance.round), row.of(Acceptance.organiser)) == (ROUND, body)
    records.undo(sitting)
    assert reading.row(sitting.db, Acceptance, record) is None


def test_differences_are_said_in_words(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    add_indicator(sitting, "顾客满意度", "90", "85", category="customers", unit="分", kind="value")
    add_indicator(sitting, "设备完好率", "97", "", category="resources")
    record = acceptance.open_new(sitting).record
    for key, points in (("realization", "0"), ("customers", "10"), ("resources", "10"), ("distinctive", "10")):
        score(sitting, record, key, points)
    found = compared(sitting, record)
    assert found["realization"] == ("10", "少 10 分")
    assert found["customers"] == ("0", "多 10 分")
    assert found["resources"] == ("待评", "")
    assert found["distinctive"] == ("未选取", "多 10 分")
    assert found["innovation"] == ("未选取", "")
    assert "自评没有选取、验收给了分：企业特色" in acceptance.read(sitting.db, record).cautions


def test_more_than_a_category_has_is_said_and_not_refused(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    record = acceptance.open_new(sitting).record
    said = "“产品实现与服务提供”验收 10.5 分，超过满分 10 分"
    score(sitting, record, "realization", "10.5")
    assert said in acceptance.read(sitting.db, record).cautions
    assessment.set_scale(sitting, "per_indicator", assessment.bands_of(sitting.db), "主管部门要求")
    assert said not in acceptance.read(sitting.db, record).cautions


def test_total_and_grade_are_filled_by_one_key(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    record = acceptance.open_new(sitting).record
    with pytest.raises(Refused, match="还没有项目得分"):
        acceptance.fill(sitting, record)
    for key, points in (("realization", "10"), ("customers", "10"), ("compliance", "9.5")):
        score(sitting, record, key, points)
    acceptance.fill(sitting, record)
    view = acceptance.read(sitting.db, record)
    assert (view.total, view.grade, view.settled) == (Decimal("29.5"), "合格", True)
    records.undo(sitting)
    assert acceptance.read(sitting.db, record).total is None


def test_no_grade_follows_while_a_category_is_not_scored(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    add_indicator(sitting, "顾客满意度", "90", "92", category="customers", unit="分", kind="value")
    record = acceptance.open_new(sitting).record
    score(sitting, record, "realization", "8.5")
    view = acceptance.read(sitting.db, record)
    assert (view.given_total, view.given_grade, view.missing) == (Decimal("8.5"), "", 1)
    with pytest.raises(Refused, match="还差 1 项验收分数"):
        acceptance.fill(sitting, record)
    assert acceptance.read(sitting.db, record).total is None
    score(sitting, record, "customers", "0")
    view = acceptance.read(sitting.db, record)
    assert (view.given_total, view.given_grade, view.missing) == (Decimal("8.5"), "不合格", 0)


def test_the_grade_follows_the_scale_that_is_set(sitting: Sitting) -> None:
    record = acceptance.open_new(sitting).record
    score(sitting, record, "realization", "10")
    assessment.set_scale(sitting, "any", Bands(Decimal(50), Decimal(10), Decimal(5)), "主管部门调整")
    acceptance.fill(sitting, record)
    assert acceptance.read(sitting.db, record).grade == "良好"


def test_a_total_or_grade_that_does_not_fit_is_said(sitting: Sitting, staff: Staff) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    finalise(sitting, staff)
    record = acceptance.open_new(sitting).record
    score(sitting, record, "realization", "10")
    records.save(sitting, ACCEPTANCE, record, {Acceptance.total: Decimal(20), Acceptance.grade: "合格"})
    assert acceptance.read(sitting.db, record).cautions == ("合计评分 20 不等于各项目之和 10",)
    records.save(sitting, ACCEPTANCE, record, {Acceptance.total: Decimal(10), Acceptance.grade: "优秀"})
    assert acceptance.read(sitting.db, record).cautions == ("评价等级“优秀”与合计 10 分不符，按现在的界限是“合格”",)


def test_it_stands_beside_the_version_final_by_its_day(sitting: Sitting, staff: Staff) -> None:
    indicator = add_indicator(sitting, "准时交付率", "95", "96")
    finalise(sitting, staff)
    record = acceptance.open_new(sitting).record
    records.save(sitting, ACCEPTANCE, record, {Acceptance.held_on: DAY})
    line = reading.lines(sitting.db, ROUNDS, indicator)[0]
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, line.id, {IndicatorRound.after: "90"})
    assert compared(sitting, record)["realization"][0] == "10"
    view = acceptance.read(sitting.db, record)
    assert (view.final, view.basis) == (True, "2026 年提升 自我评价 第 1 版（已定稿）")


def test_without_a_final_version_the_draft_is_marked(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    record = acceptance.open_new(sitting).record
    view = acceptance.read(sitting.db, record)
    assert (view.final, view.basis) == (False, "当前数据（未定稿）")
    assert "表C.1 还没有定稿" in view.cautions[0]


def test_confirming_names_all_that_is_missing_and_locks(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "95", "96")
    record = acceptance.open_new(sitting).record
    missing = workflow.gate(sitting, ACCEPTANCE, record, CONFIRM).missing
    wanted = ["验收日期", "组织单位", "评审方式", "合计评分", "评价等级", "验收意见", "评审专家", "项目得分"]
    assert [label for label in wanted if label not in missing] == []
    with pytest.raises(Blocked):
        workflow.run(sitting, ACCEPTANCE, record, CONFIRM)
    body, expert = body_with_expert(sitting)
    records.save(
        sitting, ACCEPTANCE, record,
        {Acceptance.held_on: DAY, Acceptance.organiser: body, Acceptance.ways: ("site",), Acceptance.opinion: "同意"},
    )  # fmt: skip
    records.save_line(sitting, ACCEPTANCE, record, EXPERTS, None, {AcceptanceExpert.expert: expert})
    score(sitting, record, "realization", "10")
    acceptance.fill(sitting, record)
    workflow.run(sitting, ACCEPTANCE, record, CONFIRM)
    with pytest.raises(Blocked, match="已确认"):
        score(sitting, record, "customers", "10")
    with pytest.raises(Blocked, match="已确认"):
        acceptance.fill(sitting, record)


def test_a_day_that_has_not_come_is_refused(sitting: Sitting) -> None:
    record = acceptance.open_new(sitting).record
    records.save(sitting, ACCEPTANCE, record, {Acceptance.held_on: DAY + dt.timedelta(days=1)})
    assert "验收日期还没有到" in workflow.gate(sitting, ACCEPTANCE, record, CONFIRM).missing
