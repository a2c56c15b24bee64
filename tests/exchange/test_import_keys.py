"""A sheet that leaves out a part of the natural key means what a new record would get there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.exchange.exporting import export
from qmsdesk.exchange.importing import ImportPlan, apply, read_plan
from qmsdesk.models.project import Milestone
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.project import MILESTONE
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from tests.exchange.conftest import CLOCK

Book = Callable[..., Path]
Planner = Callable[..., ImportPlan]
HEAD = ["环节", "任务", "完成情况"]


def without(path: Path, *headings: str) -> Path:
    """The same sheet without some columns."""
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows():
        found = [cell.column for cell in row if cell.value in headings]
        if found:
            for column in sorted(found, reverse=True):
                sheet.delete_cols(column)
            break
    workbook.save(path)
    return path


@pytest.mark.parametrize("gone", [("编号", "轮次"), ("轮次",)])
def test_a_work_plan_without_its_rounds_is_the_one_that_is_there(
    demo: Path, tmp_path: Path, gone: tuple[str, ...]
) -> None:
    with open_workspace(demo, CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", Clock(CLOCK.today()))
        path = tmp_path / "tasks.xlsx"
        count = export(sitting.db, MILESTONE, path)
        plan = read_plan(sitting, MILESTONE, without(path, *gone), on_duplicate="skip")
        assert count > 0
        assert {(row.status, row.note[:3]) for row in plan.rows} == {("skip", "已存在")}
        assert len(plan.rows) == count


@pytest.fixture
def tasks(sitting: Sitting) -> list[str]:
    """The numbers of one task in the first round and in a surveillance year."""
    for year in ("", "2027"):
        values: dict[Any, Any] = {Milestone.stage: "d", Milestone.task: "访谈", Milestone.round: year}
        records.save(sitting, MILESTONE, None, values)
    return [row["number"] for row in reading.rows(sitting.db, Milestone)]


def test_a_task_without_a_round_brings_its_first_round_up_to_date(
    sitting: Sitting, plan_of: Planner, tasks: list[str]
) -> None:
    apply(sitting, plan_of("milestone", [HEAD, ["d", "访谈", "完成"]], on_duplicate="update"))
    assert [row.of(Milestone.result) for row in reading.rows(sitting.db, Milestone)] == ["完成", ""]


def test_the_number_says_which_round_is_meant(sitting: Sitting, plan_of: Planner, tasks: list[str]) -> None:
    plan = plan_of("milestone", [["编号", *HEAD], [tasks[1], "d", "访谈", "完成"]], on_duplicate="update")
    apply(sitting, plan)
    rows = reading.rows(sitting.db, Milestone)
    assert [(row.of(Milestone.round), row.of(Milestone.result)) for row in rows] == [("", ""), ("2027", "完成")]


def test_two_rows_of_one_task_are_one_with_or_without_its_round(plan_of: Planner) -> None:
    plan = plan_of("milestone", [HEAD, ["d", "访谈", "完成"], ["d", "访谈", "完成"]], on_duplicate="skip")
    assert [row.status for row in plan.rows] == ["add", "skip"]


def test_a_sheet_may_name_the_first_round(sitting: Sitting, plan_of: Planner, tasks: list[str]) -> None:
    book = [["轮次", *HEAD], ["首轮", "d", "访谈", "完成"], ["第 1 轮", "d", "座谈", "完成"]]
    plan = plan_of("milestone", book, on_duplicate="update")
    assert [row.status for row in plan.rows] == ["update", "error"]
    assert [problem.text for problem in plan.rows[1].problems] == ["轮次写四位年份，首轮不填"]
