"""Gates and guards of the plain registers: each refuses with the list of what is missing, and each opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, AcceptanceScore, CaseStudy
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import Row
from qmsdesk.models.customers import Complaint, Satisfaction, SatisfactionItem
from qmsdesk.models.people import Department, Party, PartyPerson, Person
from qmsdesk.models.planning import Risk
from qmsdesk.models.project import Application, Diagnosis, Opinion, Plan, PlanDeviation, PlanItem
from qmsdesk.models.resources import Calibration, Instrument, Supplier, SupplierEvaluation
from qmsdesk.models.results import Analysis, Improvement
from qmsdesk.models.running import Visit
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.customers import weighted
from qmsdesk.registers.sheet import Values
from qmsdesk.services import attachments, reading, records, workflow
from qmsdesk.services.sitting import Sitting

DAY = dt.date(2026, 10, 15)


class Book:
    """Records of one register by short calls."""

    def __init__(self, sitting: Sitting, key: str, values: Values) -> None:
        self.sitting, self.register = sitting, BY_KEY[key]
        self.id = records.save(sitting, self.register, None, values).record

    def put(self, values: Values) -> None:
        records.save(self.sitting, self.register, self.id, values)

    def line(self, key: str, values: Values, line: int | None = None) -> int:
        return records.save_line(self.sitting, self.register, self.id, self.register.lines_of(key), line, values)[1]

    def run(self, verb: str, **why: str) -> None:
        found = next(v for v in self.register.workflow.verbs if v.key == verb)
        workflow.run(self.sitting, self.register, self.id, found, **why)

    def missing(self, verb: str) -> list[str]:
        with pytest.raises(Blocked) as refused:
            self.run(verb)
        return list(refused.value.missing)

    @property
    def row(self) -> Row:
        found = reading.row(self.sitting.db, self.register.model, self.id)
        assert found is not None
        return found

    @property
    def problems(self) -> list[str]:
        case = reading.case(self.sitting.db, self.register, self.id, DAY)
        return [problem.text for problem in self.register.check(case)]


@pytest.fixture
def people(sitting: Sitting) -> list[int]:
    """Two people of one department."""
    home = records.save(sitting, BY_KEY["department"], None, {Department.name: "质量部"}).record
    return [Book(sitting, "person", {Person.name: n, Person.department: home}).id for n in ("何静", "谢芳")]


def complaint(sitting: Sitting, **more: Any) -> Book:
    values = {Complaint.customer: "示例客户", Complaint.received_on: DAY, Complaint.content: "表面锈蚀"}
    return Book(sitting, "complaint", {**values, **{getattr(Complaint, k): v for k, v in more.items()}})


def test_a_major_complaint_is_closed_only_with_a_nonconformity(sitting: Sitting, people: list[int]) -> None:
    book = complaint(sitting, major=True)
    assert book.missing("handle") == ["调查结果", "处理意见", "处理人", "完成日期"]
    book.put({Complaint.investigation: "包装破损", Complaint.handling: "换货", Complaint.handler: people[0],
              Complaint.done_on: DAY})  # fmt: skip
    book.run("handle")
    assert book.missing("close") == ["顾客确认", "确认日期", "重大投诉的纠正措施（先转为纠正措施）"]
    book.put({Complaint.confirmed: "accepted", Complaint.confirmed_on: DAY})
    book.run("raise")
    raised = reading.rows(sitting.db, Nonconformity)[0]
    assert raised.of(Nonconformity.source) == "complaint"
    assert raised.of(Nonconformity.fact) == "示例客户：表面锈蚀"
    assert raised.of(Nonconformity.source_note) == f"{book.row['number']} 示例客户"
    assert "没有转过" in book.missing("raise")[0]
    book.run("close")
    assert book.row["status"] == "closed"


def test_a_plain_complaint_needs_no_nonconformity(sitting: Sitting, people: list[int]) -> None:
    book = complaint(sitting, investigation="包装", handling="换货", handler=people[0], done_on=DAY,
                     confirmed="satisfied", confirmed_on=DAY)  # fmt: skip
    book.run("handle")
    book.run("close")
    assert reading.rows(sitting.db, Nonconformity) == []


def test_counts_of_a_survey_fit_and_its_weights_are_exact(sitting: Sitting) -> None:
    book = Book(sitting, "satisfaction", {Satisfaction.name: "上半年", Satisfaction.surveyed_on: DAY,
                                          Satisfaction.sent: 10, Satisfaction.returned: 8})  # fmt: skip
    for values in ({Satisfaction.returned: 11}, {Satisfaction.valid: 9}, {Satisfaction.sent: -1},
                   {Satisfaction.full_score: Decimal(0)}):  # fmt: skip
        with pytest.raises(records.Invalid):
            book.put(values)
    book.put({Satisfaction.valid: 8})
    for item, weight, score in (("质量", "0.4", "80"), ("交付", "0.3", "85"), ("服务", "0.2", "92.5")):
        book.line("satisfaction_item", {SatisfactionItem.item: item, SatisfactionItem.weight: Decimal(weight),
                                        SatisfactionItem.score: Decimal(score)})  # fmt: skip
    assert book.problems == ["各项权重合计 0.9，应为 1（或 100）"]
    last = book.line("satisfaction_item", {SatisfactionItem.item: "价格", SatisfactionItem.weight: Decimal("0.1"),
                                           SatisfactionItem.score: Decimal(90)})  # fmt: skip
    assert book.problems == []
    assert weighted(reading.lines(sitting.db, book.register.lines[0], book.id)) == Decimal(85)
    cells = reading.Query(book.register).page(sitting.db, [book.id])[book.id]
    shown = {
        getattr(c, "header", ""): reading.cell(c, raw) for c, raw in zip(book.register.columns, cells, strict=False)
    }
    assert shown["综合满意度"] == "85.00"
    book.line("satisfaction_item", {SatisfactionItem.score: Decimal(101)}, last)
    assert book.problems == ["“价格”的得分 101 超过满分 100"]
    with pytest.raises(records.Invalid):
        book.line("satisfaction_item", {SatisfactionItem.weight: Decimal("-0.1")}, last)
    assert weighted([]) == 0


def test_points_of_a_supplier_stay_within_what_they_can_be(sitting: Sitting) -> None:
    book = Book(sitting, "supplier", {Supplier.name: "示例钢材", Supplier.state: "approved"})
    assert book.problems == ["合格供方还没有评价记录"]
    points = {SupplierEvaluation.evaluated_on: DAY, SupplierEvaluation.quality: Decimal(55),
              SupplierEvaluation.delivery: Decimal(20), SupplierEvaluation.price: Decimal(9),
              SupplierEvaluation.service: Decimal(5), SupplierEvaluation.response: Decimal(4)}  # fmt: skip
    for wrong in ({SupplierEvaluation.quality: Decimal(61)}, {SupplierEvaluation.total: Decimal(94)},
                  {SupplierEvaluation.total: Decimal(101)}):  # fmt: skip
        with pytest.raises(records.Invalid):
            book.line("supplier_evaluation", {**points, **wrong})
    book.line("supplier_evaluation", {**points, SupplierEvaluation.total: Decimal(93)})
    assert book.problems == []


def test_an_instrument_that_failed_is_not_in_use(sitting: Sitting) -> None:
    book = Book(sitting, "instrument", {Instrument.name: "千分尺"})
    book.line("calibration", {Calibration.done_on: DAY, Calibration.result: "failed"})
    assert book.problems == ["最近一次检定不合格，不能在用"]
    book.put({Instrument.state: "repair"})
    assert book.problems == []


def test_an_analysis_needs_its_source_and_conclusion(sitting: Sitting) -> None:
    book = Book(sitting, "analysis", {Analysis.tool: "pareto", Analysis.done_on: DAY, Analysis.topic: "废品"})
    assert book.missing("finish") == ["数据来源", "分析结论"]
    book.put({Analysis.source: "记录 38 条", Analysis.conclusion: "先解决两项"})
    book.run("finish")
    assert book.row["status"] == "done"


def test_an_improvement_is_verified_by_another_or_with_a_reason(sitting: Sitting, people: list[int]) -> None:
    book = Book(sitting, "improvement", {Improvement.title: "内孔工艺"})
    assert book.missing("start") == ["改进措施", "责任人", "完成期限", "可行性"]
    book.put({Improvement.measure: "复合刀具", Improvement.owner: people[0], Improvement.due_on: DAY,
              Improvement.feasibility: "可行"})  # fmt: skip
    book.run("start")
    assert book.missing("finish") == ["完成日期", "改进结果"]
    book.put({Improvement.done_on: DAY, Improvement.result: "Cpk 1.33"})
    book.run("finish")
    book.put({Improvement.verifier: people[0], Improvement.verified_on: DAY, Improvement.effectiveness: "effective"})
    assert book.missing("verify") == ["验证人就是责任人"]
    book.run("verify", waiver="只有一名工艺员")
    assert book.row["status"] == "verified"


def test_an_application_names_who_recommends(sitting: Sitting) -> None:
    book = Book(sitting, "application", {Application.reason: "愿意改"})
    assert book.missing("apply") == ["报名方式", "报名日期"]
    book.put({Application.way: "authority", Application.applied_on: DAY})
    assert book.missing("apply") == ["推荐单位"]
    book.put({Application.recommender: "示例县市场监督管理局"})
    book.run("apply")
    assert book.missing("select") == ["遴选日期", "遴选通知"]
    book.put({Application.result_on: DAY, Application.notice: "示例〔2026〕1 号"})
    book.run("select")
    with pytest.raises(Blocked, match="遴选已有结果"):
        book.put({Application.notice: "另一份"})


def test_a_diagnosis_is_signed_with_the_scan_and_then_only_what_became_of_it_is_written(
    sitting: Sitting, tmp_path: Path
) -> None:
    book = Book(sitting, "diagnosis", {Diagnosis.title: "质量诊断报告"})
    assert book.missing("confirm") == ["诊断日期", "诊断人员", "诊断结论", "诊断意见"]
    opinion = book.line("opinion", {Opinion.text: "量具过期"})
    book.line("opinion", {Opinion.text: "标识不清", Opinion.adopted: "rejected"})
    book.put({Diagnosis.diagnosed_on: DAY, Diagnosis.diagnosers: "示例丙", Diagnosis.summary: "两条"})
    assert book.missing("confirm") == ["意见 1 的采纳情况", "意见 2 的不采纳理由"]
    book.line("opinion", {Opinion.adopted: "adopted"}, opinion)
    other = reading.lines(sitting.db, book.register.lines[0], book.id)[1].id
    book.line("opinion", {Opinion.reason: "已有标识"}, other)
    book.run("confirm")
    assert book.missing("sign") == ["企业代表", "确认日期", "双方签字盖章的扫描件（附件）"]
    book.put({Diagnosis.representative: "陈启明", Diagnosis.confirmed_on: DAY})
    scan = tmp_path / "表B.1.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    attachments.attach(sitting, book.register, book.id, scan)
    book.run("sign")
    for values, line in (({Opinion.text: "改"}, opinion), ({Opinion.text: "新"}, None),
                         ({Opinion.result: "好", Opinion.text: "改"}, opinion)):  # fmt: skip
        with pytest.raises(Blocked, match="已签署"):
            book.line("opinion", values, line)
    with pytest.raises(Blocked, match="已签署"):
        records.delete_line(sitting, book.register, book.id, book.register.lines[0], opinion)
    plan = Book(sitting, "plan", {Plan.title: "提升方案"})
    item = plan.line("plan_item", {PlanItem.pain: "量具过期", PlanItem.measure: "检定计划"})
    book.line("opinion", {Opinion.plan_item: item, Opinion.result: "已落实"}, opinion)
    assert reading.display(sitting.db, Opinion.plan_item, item) == "FA-01 第 1 项 检定计划"
    assert records.undo(sitting) is not None


def test_a_plan_freezes_but_for_results_and_deviations(sitting: Sitting, people: list[int]) -> None:
    book = Book(sitting, "plan", {Plan.title: "提升方案"})
    assert book.missing("consult") == ["方案项"]
    item = book.line("plan_item", {PlanItem.pain: "量具过期", PlanItem.measure: "检定计划"})
    book.run("consult")
    assert book.missing("approve") == ["编制人", "批准人", "批准日期", "方案项 1 的责任人", "方案项 1 的期限"]
    book.line("plan_item", {PlanItem.owner: people[0], PlanItem.due_on: DAY}, item)
    book.put({Plan.author: "示例丙", Plan.approver: people[1], Plan.approved_on: DAY})
    book.run("approve")
    for values, line in (({PlanItem.measure: "改"}, item), ({PlanItem.pain: "新", PlanItem.measure: "新"}, None)):
        with pytest.raises(Blocked, match="已批准"):
            book.line("plan_item", values, line)
    book.line("plan_item", {PlanItem.result: "已检定", PlanItem.done_on: DAY}, item)
    book.line("plan_deviation", {PlanDeviation.found_on: DAY, PlanDeviation.deviation: "晚两周"})
    with pytest.raises(Blocked):
        book.put({Plan.summary: "改"})
    with pytest.raises(records.Invalid):
        Book(sitting, "plan", {Plan.title: "又一份", Plan.version: 0})


def test_an_acceptance_is_final_with_experts_and_scores_that_add_up(sitting: Sitting) -> None:
    party = Book(sitting, "party", {Party.name: "示例市场监管局"})
    expert = party.line("party_person", {PartyPerson.name: "沈工"})
    book = Book(sitting, "acceptance", {Acceptance.round: "第一次"})
    missing = ["验收日期", "组织单位", "评审方式", "合计评分", "评价等级", "验收意见", "评审专家", "项目得分"]
    assert book.missing("finalise") == missing
    book.put({Acceptance.held_on: DAY, Acceptance.organiser: party.id, Acceptance.ways: ("site",),
              Acceptance.total: Decimal(30), Acceptance.grade: "良好", Acceptance.opinion: "通过"})  # fmt: skip
    book.line("acceptance_expert", {AcceptanceExpert.expert: expert})
    book.line("acceptance_score", {AcceptanceScore.category: "compliance", AcceptanceScore.score: Decimal(10)})
    assert book.missing("finalise") == ["合计评分 30 不等于各项目之和 10"]
    with pytest.raises(records.Invalid):
        book.line("acceptance_score", {AcceptanceScore.category: "resources", AcceptanceScore.score: Decimal(-1)})
    book.put({Acceptance.total: Decimal(10)})
    book.run("finalise")
    assert book.row["status"] == "final"


def test_people_of_other_firms_are_offered_and_told_apart(sitting: Sitting) -> None:
    first = Book(sitting, "party", {Party.name: "示例认证"})
    second = Book(sitting, "party", {Party.name: "示例协会"})
    ids = [book.line("party_person", {PartyPerson.name: "沈工"}) for book in (first, second)]
    alone = second.line("party_person", {PartyPerson.name: "顾工"})
    offered = dict(reading.offers(sitting.db, AcceptanceExpert.expert, DAY))
    assert offered == {ids[0]: "沈工（JG-001）", ids[1]: "沈工（JG-002）", alone: "顾工"}
    records.void(sitting, second.register, second.id, "重复")
    assert list(reading.offers(sitting.db, AcceptanceExpert.expert, DAY)) == [(ids[0], "沈工")]
    assert len(reading.offers(sitting.db, AcceptanceExpert.expert, DAY, stored=alone)) == 2


def test_a_case_is_final_with_all_five_parts(sitting: Sitting) -> None:
    book = Book(sitting, "case_study", {CaseStudy.title: "小刀具里的大质量", CaseStudy.profile: "简介"})
    missing = ["急需解决的质量管理问题", "主要做法", "提升成效", "启示", "主要起草单位", "成稿日期"]
    assert book.missing("finalise") == missing
    book.put({CaseStudy.problem: "a", CaseStudy.practice: "b", CaseStudy.effect: "c", CaseStudy.lesson: "d",
              CaseStudy.authors: "恒岩示例", CaseStudy.written_on: DAY})  # fmt: skip
    book.run("finalise")
    assert book.row["status"] == "final"


def test_a_visit_raises_one_nonconformity(sitting: Sitting) -> None:
    book = Book(sitting, "visit", {Visit.visited_on: DAY, Visit.finding: "卡尺过期", Visit.factors: ("measurement",)})
    book.run("raise")
    assert reading.rows(sitting.db, Nonconformity)[0].of(Nonconformity.factors) == ("measurement",)
    assert "没有转过" in book.missing("raise")[0]


def test_the_level_of_a_risk_is_likelihood_times_impact(sitting: Sitting) -> None:
    book = Book(sitting, "risk", {Risk.title: "断供", Risk.likelihood: "3", Risk.impact: "4", Risk.done_on: DAY})
    place = next(i for i, c in enumerate(book.register.columns) if getattr(c, "header", "") == "等级")
    assert reading.Query(book.register).page(sitting.db, [book.id])[book.id][place] == 12
    assert book.problems == ["已完成，还没有写应对措施"]
