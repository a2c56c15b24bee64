"""A good case: its gate, its draft from the records, inserted figures and the checks of 6.10.1."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.acceptance import CaseIndicator, CaseStudy
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanItem
from qmsdesk.registers.acceptance import CASE_INDICATORS, CASE_STUDY, PARTS
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.services import assessment, case, case_draft, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff

FINALISE = CASE_STUDY.workflow.verbs[0]


def add_case(sitting: Sitting, **values: object) -> int:
    named = {getattr(CaseStudy, name): value for name, value in values.items()}
    return records.save(sitting, CASE_STUDY, None, {CaseStudy.title: "一块看板", **named}).record


def add_indicator(
    sitting: Sitting, name: str, before: str, target: str, after: str, *, round_name: str = "2026 年提升"
) -> int:
    values = {Indicator.name: name, Indicator.category: "realization", Indicator.kind: "ratio", Indicator.unit: "%",
              Indicator.direction: "higher", Indicator.counted: True}  # fmt: skip
    indicator = records.save(sitting, INDICATOR, None, values).record
    line = {IndicatorRound.name: round_name, IndicatorRound.before: before, IndicatorRound.target: target,
            IndicatorRound.after: after}  # fmt: skip
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, None, line)
    return indicator


def whole(length: int) -> dict[str, object]:
    """Five parts of a length together, and all else a final case needs."""
    parts = {field.name: "质" for field in PARTS}
    parts["practice"] = "质" * (length - 4)
    return {**parts, "authors": "甲公司、乙机构", "written_on": DAY}


def missing(sitting: Sitting, record: int) -> tuple[str, ...]:
    return workflow.gate(sitting, CASE_STUDY, record, FINALISE).missing


def test_the_gate_opens_at_the_limit_and_is_shut_above(sitting: Sitting) -> None:
    record = add_case(sitting, **whole(2001))
    assert missing(sitting, record) == ("正文 2001 字，超过 2000 字",)
    with pytest.raises(Blocked, match="超过 2000 字"):
        workflow.run(sitting, CASE_STUDY, record, FINALISE)
    records.save(sitting, CASE_STUDY, record, {CaseStudy.practice: "质" * 1996})
    workflow.run(sitting, CASE_STUDY, record, FINALISE)
    found = reading.row(sitting.db, CaseStudy, record)
    assert found is not None
    assert found["status"] == "final"
    with pytest.raises(Blocked, match="已定稿"):
        records.save(sitting, CASE_STUDY, record, {CaseStudy.lesson: "改"})


def test_the_title_and_inserted_figures_stand_outside_the_length(sitting: Sitting) -> None:
    indicator = add_indicator(sitting, "准时交付率", "86", "95", "96")
    record = add_case(sitting, **whole(2000), title="题" * 100)
    case.insert(sitting, record, indicator, "table")
    assert case.read(sitting.db, record).total == 2000
    assert missing(sitting, record) == ()


@pytest.mark.parametrize(("authors", "said"), [
    ("", "主要起草单位"), ("、；", "主要起草单位"), ("甲、乙、丙、丁", "主要起草单位 4 家，多于 3 家"),
])  # fmt: skip
def test_one_to_three_units(sitting: Sitting, authors: str, said: str) -> None:
    record = add_case(sitting, **{**whole(10), "authors": authors})
    assert missing(sitting, record) == (said,)
    records.save(sitting, CASE_STUDY, record, {CaseStudy.authors: "甲、乙、丙"})
    assert missing(sitting, record) == ()


def test_every_part_and_the_day_are_needed(sitting: Sitting) -> None:
    record = add_case(sitting)
    expected = [str(field.verbose_name) for field in (*PARTS, CaseStudy.authors, CaseStudy.written_on)]
    assert list(missing(sitting, record)) == expected


def test_typing_is_never_blocked(sitting: Sitting) -> None:
    record = add_case(sitting, practice="质" * 9000, authors="甲、乙、丙、丁")
    assert case.read(sitting.db, record).total == 9000


def test_a_draft_comes_from_the_records_and_goes_in_one_undo(sitting: Sitting, staff: Staff) -> None:
    firm = reading.enterprise(sitting.db)
    assert firm is not None
    values = {Enterprise.district: "铜山区", Enterprise.employees: 40, Enterprise.revenue: Decimal("1860.0")}
    records.save(sitting, BY_KEY["enterprise"], firm.id, values)
    diagnosis = records.save(sitting, BY_KEY["diagnosis"], None, {Diagnosis.title: "报告"}).record
    for text in ("量具漏检。", "交付靠喊"):
        records.save_line(sitting, BY_KEY["diagnosis"], diagnosis, BY_KEY["diagnosis"].lines_of("opinion"), None,
                          {Opinion.text: text})  # fmt: skip
    plan = records.save(sitting, BY_KEY["plan"], None, {Plan.title: "方案"}).record
    records.save_line(sitting, BY_KEY["plan"], plan, BY_KEY["plan"].lines_of("plan_item"), None,
                      {PlanItem.pain: "量具漏检", PlanItem.measure: "建计量台账"})  # fmt: skip
    add_indicator(sitting, "按期检定校准率", "78.571429", "100", "100")
    add_indicator(sitting, "准时交付率", "86", "95", "93.6")
    before = len(sitting.done)
    change = case_draft.draft(sitting)
    assert len(sitting.done) == before + 1
    view = case.read(sitting.db, change.record)
    texts = {each.part.key: each.text for each in view.parts}
    assert "铜山区" in texts["profile"]
    assert "40 人" in texts["profile"]
    assert "1860 万元" in texts["profile"]
    assert texts["problem"] == "一是量具漏检；二是交付靠喊。"
    assert texts["practice"] == "（一）建计量台账。针对“量具漏检”，补写具体做法。"
    assert texts["effect"] == "按期检定校准率由 78.57% 变为 100%。"
    assert texts["lesson"] == ""
    assert view.row.of(CaseStudy.title).endswith("：按期检定校准率由 78.57% 变为 100%")
    assert [(figure.row.indicator, figure.form) for figure in view.figures] == [("按期检定校准率", "table")]
    records.undo(sitting)
    assert case.latest(sitting.db) is None
    records.redo(sitting)
    assert case.latest(sitting.db) is not None


def test_a_draft_of_an_empty_enterprise_is_a_title_and_a_firm(sitting: Sitting) -> None:
    view = case.read(sitting.db, case_draft.draft(sitting).record)
    assert view.row.of(CaseStudy.title).endswith("：质量管理体系认证提升案例")
    assert view.units == ("徐州示例机械有限公司",)
    assert view.figures == ()


def test_a_figure_stands_once_in_each_form(sitting: Sitting) -> None:
    indicator, record = add_indicator(sitting, "准时交付率", "86", "95", "96.128"), add_case(sitting)
    case.insert(sitting, record, indicator, "table")
    with pytest.raises(records.Invalid):
        case.insert(sitting, record, indicator, "table")
    case.insert(sitting, record, indicator, "chart")
    figures = case.read(sitting.db, record).figures
    assert [(f.form, f.before, f.target, f.after) for f in figures] == [
        ("table", "86%", "95%", "96.13%"), ("chart", "86%", "95%", "96.13%")
    ]  # fmt: skip
    case.remove(sitting, record, figures[0].line)
    assert [f.form for f in case.read(sitting.db, record).figures] == ["chart"]
    records.undo(sitting)
    assert len(case.read(sitting.db, record).figures) == 2
    found = reading.lines(sitting.db, CASE_INDICATORS, record)
    assert {row.of(CaseIndicator.indicator) for row in found} == {indicator}


def checks(sitting: Sitting, record: int) -> list[tuple[str, str]]:
    found = case.read(sitting.db, record).checks
    return [(check.state, check.text) for check in found if not check.text.startswith("篇幅")]


def test_the_checks_ask_for_experience_solution_and_figures(sitting: Sitting) -> None:
    add_indicator(sitting, "准时交付率", "86", "95", "96.128")
    record = add_case(sitting)
    assert [state for state, _text in checks(sitting, record)] == ["warn", "bad", "bad"]
    values = {CaseStudy.problem: "准时交付率低", CaseStudy.practice: "按 GB/T 19001 做", CaseStudy.effect: "升到 90 分"}
    records.save(sitting, CASE_STUDY, record, values)
    assert checks(sitting, record) == [
        ("ok", "6.10.1 a) 写了应用 GB/T 19001 的做法和经验"),
        ("warn", "6.10.1 b) 第二部分的“准时交付率”未说明提升后结果"),
        ("ok", "6.10.1 c) 成效有量化的指标"),
    ]
    for effect, said in (
        ("准时交付率到 96.13%", ("ok", "文中 1 项指标的数据与表C.1一致")),
        ("准时交付率到 96.1%", ("ok", "文中 1 项指标的数据与表C.1一致")),
        ("准时交付率到 96.2%", ("warn", "“准时交付率”的提升后数据与表C.1不一致或没有写")),
        ("准时交付率提高了。", ("warn", "“准时交付率”的提升后数据与表C.1不一致或没有写")),
    ):
        records.save(sitting, CASE_STUDY, record, {CaseStudy.effect: effect})
        assert said in checks(sitting, record)


def test_a_later_round_does_not_change_what_a_case_quotes(sitting: Sitting, staff: Staff) -> None:
    indicator = add_indicator(sitting, "准时交付率", "86", "95", "96")
    row = assessment.draft(sitting, "2026 年提升")
    register = BY_KEY["assessment"]
    records.save(sitting, register, row.id, {Assessment.evaluator: staff.author})
    assessment.finalise(sitting, row.id)
    record = add_case(sitting, written_on=DAY)
    case.insert(sitting, record, indicator, "table")
    later = {IndicatorRound.name: "2027 年提升", IndicatorRound.before: "96", IndicatorRound.target: "98",
             IndicatorRound.after: "99"}  # fmt: skip
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, None, later)
    assert [(f.before, f.after) for f in case.read(sitting.db, record).figures] == [("86%", "96%")]
    records.save(sitting, CASE_STUDY, record, {CaseStudy.written_on: DAY - dt.timedelta(days=1)})
    assert [(f.before, f.after) for f in case.read(sitting.db, record).figures] == [("86%", "96%")]


def test_the_final_case_goes_out_before_a_newer_draft(sitting: Sitting) -> None:
    first = add_case(sitting, **whole(100))
    second = add_case(sitting, title="新的一篇", written_on=DAY)
    add_case(sitting, title="刚开了头")  # without a day it hides none
    newest = case.published(sitting.db)
    assert newest is not None
    assert newest.id == second
    workflow.run(sitting, CASE_STUDY, first, FINALISE)
    final = case.published(sitting.db)
    assert final is not None
    assert final.id == first


def test_the_planned_length_moves_the_suggestions(sitting: Sitting) -> None:
    record = add_case(sitting)
    assert [each.suggested for each in case.read(sitting.db, record).parts] == [100, 200, 1200, 400, 100]
    case.plan_length(sitting, 1000)
    assert [each.suggested for each in case.read(sitting.db, record).parts] == [50, 100, 600, 200, 50]
    assert case.plan_length(sitting, 1000).what == "same"
    records.undo(sitting)
    assert case.planned_length(sitting.db) == 2000
