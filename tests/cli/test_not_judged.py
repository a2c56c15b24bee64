"""An enterprise of which nothing was evaluated yet is 待评, in words and in print, and never 不合格."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.reports import from_records
from qmsdesk.services import assessment, graded
from tests.cli.conftest import Call


def test_an_empty_enterprise_is_not_judged(small_firm: Path, answers: Call) -> None:
    said = answers("assess", small_firm)
    assert said.splitlines()[0].startswith("合计评分 —/90，待评（计分口径：")
    assert "不合格" not in said
    assert json.loads(answers("assess", small_firm, "--json"))["total"] == "0"
    with workspaces.open_workspace(small_firm, Clock(), write=False) as workspace:
        sheet = assessment.compute(workspace.db)
        form = from_records.assessment_sheet(workspace.db, sheet, None)
        assert (form.total, form.grade, form.grade_range, form.all_total) == ("—", "待评", "", "")
        assert graded.figures(sheet, final=True) == ("0", "不合格")


def test_one_judged_row_is_enough_and_rows_without_sample_are_not(demo: Path) -> None:
    with workspaces.open_workspace(demo, Clock(), write=False) as workspace:
        sheet = assessment.compute(workspace.db)
    assert graded.figures(sheet) == (sheet.total, sheet.grade)
    for result in ("pending", "no_sample"):
        rows = tuple(replace(row, result=result) for row in sheet.rows)
        assert graded.figures(replace(sheet, rows=rows)) == ("—", "待评")
        one = (replace(rows[0], result="not_achieved", counted=True), *rows[1:])
        assert graded.figures(replace(sheet, rows=one)) == (sheet.total, sheet.grade)
    rows = tuple(replace(row, result="achieved", counted=False) for row in sheet.rows)
    assert graded.figures(replace(sheet, rows=rows)) == ("—", "待评")
