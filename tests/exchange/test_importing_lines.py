"""Imports whose rows hold child rows: versions, copies, rounds, months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.exchange.importing import ImportPlan, apply, read_plan
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

Planner = Callable[..., ImportPlan]
Book = Callable[..., Path]
PEOPLE = ["姓名", "部门", "岗位", "入职日期"]
WHEN = dt.datetime(2026, 10, 15, 2, tzinfo=dt.UTC)


def texts(plan: ImportPlan) -> list[str]:
    return [p.text for row in plan.bad for p in row.problems]


VERSIONS = ["文件编号", "文件名称", "版本", "生效日期", "状态"]


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        ([("A/0", "2026-1-5", None), ("A/1", "2026-6-20", None)], {"A/0": "obsolete", "A/1": "in_force"}),
        ([("A/1", "2026-6-20", None), ("A/0", "2026-1-5", None)], {"A/0": "obsolete", "A/1": "in_force"}),
        ([("A/0", "2026-1-5", None), ("A/1", "2027-6-20", None)], {"A/0": "in_force", "A/1": "draft"}),
        ([("A/0", None, None)], {"A/0": "draft"}),
        ([("A/0", None, "现行")], {"A/0": "in_force"}),
        ([("A/0", "2026-1-5", "废止")], {"A/0": "obsolete"}),
    ],
)
def test_which_version_is_in_force(plan_of: Planner, sitting: Sitting, rows: Any, states: dict[str, str]) -> None:
    plan = plan_of("document", [VERSIONS, *(["HY-QP-14", "检验", *row] for row in rows)])
    apply(sitting, plan)
    document = reading.rows(sitting.db, Document)[0]
    lines = reading.lines(sitting.db, BY_KEY["document"].lines_of("document_revision"), document.id)
    assert {v["version"]: v["status"] for v in lines} == states
    assert document["status"] == ("in_force" if "in_force" in states.values() else min(states.values()))
    assert document["existing"] is (document["status"] != "draft")


def test_two_versions_in_force_are_an_error(plan_of: Planner) -> None:
    plan = plan_of("document", [VERSIONS, ["QP-1", "x", "A/0", None, "有效"], ["QP-1", "x", "A/1", None, "有效"]])
    assert [r.status for r in plan.rows] == ["add", "error"]
    assert texts(plan) == ["同一文件同时有两个有效版本"]


def test_two_lines_of_one_document_must_agree(plan_of: Planner) -> None:
    plan = plan_of("document", [VERSIONS, ["QP-1", "甲", "A/0", None, "作废"], ["QP-1", "乙", "A/1", None, "有效"]])
    assert texts(plan) == ["与第 2 行是同一条记录，而文件名称不同"]


def test_a_locked_record_refuses_but_what_stays_open_comes_in(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("document", [VERSIONS, ["QP-1", "甲", "A/0", "2026-1-5", "有效"]]))
    renamed = plan_of("document", [VERSIONS, ["QP-1", "乙", "A/0", "2026-1-5", "有效"]], on_duplicate="update")
    assert texts(renamed) == ["不能更新：文件已批准生效，修改须改版"]
    further = plan_of("document", [VERSIONS, ["QP-1", "甲", "A/1", "2026-6-1", "有效"]], on_duplicate="update")
    assert [r.status for r in further.rows] == ["error"]
    stored = plan_of(
        "document", [["文件编号", "文件名称", "存放地点"], ["QP-1", "甲", "1 号柜"]], on_duplicate="update"
    )
    apply(sitting, stored)
    assert reading.rows(sitting.db, Document)[0]["storage"] == "1 号柜"


def test_child_rows_on_their_own_sheet(sitting: Sitting, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(VERSIONS)
    book.worksheets[0].append(["QP-1", "甲", "A/0", "2026-1-5", "有效"])
    copies = book.create_sheet("分发")
    copies.append(["编号", "分发号", "接收部门", "发放日期"])
    copies.append(["QP-1", "01", "质量部", "2026-1-6"])
    copies.append(["QP-9", "01", "质量部", "2026-1-6"])
    copies.append(["QP-1", "01", "生产部", None])
    book.save(tmp_path / "t.xlsx")
    plan = read_plan(sitting, BY_KEY["document"], tmp_path / "t.xlsx")
    assert [(r.sheet, r.status) for r in plan.rows[1:]] == [("分发", "add"), ("分发", "error"), ("分发", "error")]
    assert texts(plan) == ["没有编号为“QP-9”的文件与表单台账", "与第 2 行重复"]
    apply(sitting, plan, partial=True)
    assert [d.of(Distribution.copy_number) for d in reading.rows(sitting.db, Distribution)] == ["01"]


ROUNDS = ["评价项目", "评价指标", "单位", "方向", "提升前", "提升目标", "提升后", "轮次"]


def test_a_second_round_is_added_to_the_indicator(plan_of: Planner, sitting: Sitting) -> None:
    row = ["改进与创新", "示例", "分", "越大越好", 1, 2, 3]
    apply(sitting, plan_of("indicator", [ROUNDS[:-1], row]))
    again = plan_of("indicator", [ROUNDS[:-1], row])
    assert again.rows[0].status == "error"
    plan = plan_of("indicator", [ROUNDS, [*row[:4], 3, 4, 5, "第二轮"]])
    assert plan.rows[0].status == "update"
    apply(sitting, plan)
    assert [r["name"] for r in reading.rows(sitting.db, IndicatorRound)] == ["第一轮", "第二轮"]


def test_a_sheet_without_a_round_means_the_only_one(plan_of: Planner, sitting: Sitting) -> None:
    row = ["改进与创新", "示例", "分", "越大越好", 1, 2, 3]
    apply(sitting, plan_of("indicator", [ROUNDS, [*row, "2026"]]))
    apply(sitting, plan_of("indicator", [ROUNDS[:-1], [*row[:-1], 4]], on_duplicate="update"))
    assert [(r["name"], r["after"]) for r in reading.rows(sitting.db, IndicatorRound)] == [("2026", "4")]
    other = plan_of(
        "indicator", [ROUNDS[:-1], ["改进与创新", "另一个", *row[2:]]], defaults={IndicatorRound.name: "2026"}
    )
    assert other.rows[0].values[IndicatorRound.name] == "2026"


@pytest.fixture
def indicator(sitting: Sitting) -> int:
    values = {Indicator.name: "合格率", Indicator.category: "realization", Indicator.kind: "ratio", Indicator.unit: "%"}
    return records.save(sitting, BY_KEY["indicator"], None, values).record


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["评价指标", "项目", "2025年12月", "1月", "合计"],
            ["合格率", "分子", 9, 8, 17],
            ["合格率", "分母", 10, 10, 20],
        ],
        [["评价指标", None, "2025年12月", "1月"], ["合格率", "分母", 10, 10], [None, "分子", 9, 8]],
        [["评价指标", "2025年12月", "1月"], ["合格率", "9/10", " 8 ／ 10 "]],
        [["评价指标", "期间", "分子", "分母"], ["合格率", "2025-12", 9, 10], ["合格率", dt.date(2026, 1, 1), 8, 10]],
    ],
)
def test_monthly_sheets(plan_of: Planner, indicator: int, rows: Any) -> None:
    plan = plan_of("measurement", rows)
    found = [
        [r.values[f] for f in (Measurement.period, Measurement.numerator, Measurement.denominator)] for r in plan.rows
    ]
    values = [(period, int(top), int(bottom)) for period, top, bottom in found]
    assert values == [("2025-12", 9, 10), ("2026-01", 8, 10)], texts(plan)
    assert plan.counts() == {"add": 2}


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([["评价指标", "2025-12"], ["合格率", 0.97]], "两种读法"),
        ([["评价指标", "2025-12"], ["合格率", "放假"]], "不是数字"),
        ([["评价指标", "口径", "2025-12"], ["合格率", "分子", 9], ["合格率", "分母", None]], "同时填写"),
        ([["评价指标", "口径", "2025-12"], ["合格率", "分子", 11], ["合格率", "分母", 10]], "大于分母"),
        ([["评价指标", "口径", "2025-12"], ["合格率", "分子", 1], ["合格率", "抽样", 10]], "看不懂“抽样”"),
        ([["评价指标", "期间", "数值"], ["合格率", "2025-13", 3]], "月份不存在"),
        ([["评价指标", "期间", "数值", "状态"], ["合格率", "2025-12", 3, "已核实"]], "还缺核实人、核实日期"),
    ],
)
def test_months_that_are_asked_about(plan_of: Planner, indicator: int, rows: Any, part: str) -> None:
    plan = plan_of("measurement", rows)
    assert part in "；".join(texts(plan))
    assert plan.rows[0].bad


def test_a_version_is_needed_where_its_columns_are_filled(plan_of: Planner) -> None:
    plan = plan_of("document", [VERSIONS, ["QP-1", "甲", None, "2026-1-5", None], ["QP-2", "乙", None, None, None]])
    assert [(p.field is DocumentRevision.version, p.text) for p in plan.rows[0].problems] == [(True, "缺少版本")]
    assert plan.rows[1].status == "add"
