"""What comes in with a state has what the way to that state asks for; months keep to counts that can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.exchange.importing import ImportPlan, read_plan
from qmsdesk.exchange.report import sentences
from qmsdesk.models.indicators import Indicator
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import records
from qmsdesk.services.sitting import Sitting

Planner = Callable[..., ImportPlan]


def told(plan: ImportPlan, level: str = "error") -> list[str]:
    return [p.text for row in plan.rows for p in row.problems if p.level == level]


def test_a_state_is_not_typed_past_its_gates(plan_of: Planner) -> None:
    head = ["不符合事实", "发现日期", "来源", "关闭日期", "状态"]
    plan = plan_of("nonconformity", [head, ["首件未签字", "2026-03-12", "内部审核", "2026-03-01", "关闭"]])
    assert plan.missing == ()
    assert "状态是“关闭”，缺少原因分析" in told(plan)
    assert "状态是“关闭”，缺少验证人" in told(plan)
    assert plan.rows[0].status == "error"


def test_dates_that_cannot_be_refuse_a_state(plan_of: Planner) -> None:
    head = ["不符合事实", "发现日期", "来源", "完成日期", "状态"]
    row = ["首件未签字", "2026-03-12", "内部审核", "2026-03-01"]
    assert "完成日期早于发现日期" in told(plan_of("nonconformity", [head, [*row, "实施"]]))
    open_one = plan_of("nonconformity", [head, [*row, None]])
    assert told(open_one) == []
    assert "完成日期早于发现日期" in told(open_one, "warning")


def test_a_closing_day_without_a_state_is_asked_about(plan_of: Planner) -> None:
    head = ["不符合事实", "发现日期", "来源", "关闭日期"]
    plan = plan_of("nonconformity", [head, ["首件未签字", "2026-03-12", "内部审核", "2026-03-20"]])
    assert told(plan) == []
    assert told(plan, "warning") == ["有关闭日期而没有写状态，导入后还是未关闭"]


def test_who_wrote_a_document_and_approved_it_is_told(plan_of: Planner) -> None:
    head = ["文件编号", "文件名称", "层级", "版本", "生效日期", "编制", "批准"]
    plan = plan_of("document", [
        head, ["HY-QM-01", "质量手册", "手册", "A/0", "2026-01-05", "示例甲", "示例甲"],
        ["HY-QP-01", "文件控制程序", "程序文件", "A/0", "2026-01-05", "示例甲", "示例乙"],
    ])  # fmt: skip
    assert told(plan) == []
    assert [(row.sheet_row, p.text) for row, p in plan.warnings] == [(2, "编制和批准是同一个人")]


@pytest.mark.parametrize(
    ("kind", "cells", "says"),
    [
        ("count", [None, None, "-5"], "计数不能是负数"),
        ("ratio", ["-1", "10", None], "分子不能是负数"),
        ("ratio", ["1", "-10", None], "分母不能是负数"),
        ("ratio", ["3", "0", None], "分母不能为 0"),
        ("value", [None, None, "-5"], ""),
    ],
)
def test_counts_below_nothing_are_refused(
    sitting: Sitting, plan_of: Planner, kind: str, cells: list[str | None], says: str
) -> None:
    indicator = {Indicator.name: "返工", Indicator.category: "realization", Indicator.kind: kind}
    records.save(sitting, BY_KEY["indicator"], None, indicator)
    found = told(plan_of("measurement", [["指标", "月份", "分子", "分母", "数值"], ["返工", "2026-03", *cells]]))
    assert [text[: len(says)] for text in found] == ([says] if says else [])


def test_a_missing_column_is_said_once(plan_of: Planner) -> None:
    plan = plan_of("risk", [["类型", "识别日期"], *[["机遇", "2026-03-12"]] * 20])
    said = sentences(plan)
    assert [line for line in said if "缺少" in line] == ["缺少必需的列：风险或机遇。"]


def test_a_list_of_people_is_shown_its_place(plan_of: Planner) -> None:
    plan = plan_of(
        "training", [["主题", "日期", "姓名", "到场", "成绩"], ["首件检验", "2026-03-12", "示例甲", "是", 88]]
    )
    assert any("导入签到表" in line for line in sentences(plan))


def test_a_text_that_is_called_a_workbook_is_none(sitting: Sitting, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_text("这只是一段文字\n第二行\n", encoding="utf-8")
    with pytest.raises(UserError, match="不是 Excel 文件"):
        read_plan(sitting, BY_KEY["risk"], path)
