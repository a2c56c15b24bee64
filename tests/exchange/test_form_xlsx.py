"""表C.1 as a workbook."""

from __future__ import annotations

import datetime as dt
import io

from openpyxl import load_workbook

from qmsdesk.exchange.form_xlsx import assessment_xlsx
from qmsdesk.reports.assessment_form import AssessmentRow, AssessmentSheet, blank

WHEN = dt.datetime(2026, 10, 15, 2, tzinfo=dt.UTC)


def _rows() -> tuple[AssessmentRow, ...]:
    return (
        AssessmentRow("1", "合规与诚信经营", "=1+1", "0次", "0次", "0次", "达成目标", "10"),
        AssessmentRow("2", "创新", "甲", "1", "2", "3", "达成目标", "10"),
        AssessmentRow("3", "创新", "乙", "1", "2", "1", "未达成目标", "10"),
    )


def test_the_workbook_merges_what_the_form_merges_and_holds_no_formulas() -> None:
    sheet = AssessmentSheet("示例厂", "2026 年 10 月 15 日", _rows(), "20", "合格", "任一指标达成", draft=True)
    page = load_workbook(io.BytesIO(assessment_xlsx(sheet, WHEN))).active
    assert page is not None
    assert (page["C5"].value, page["C5"].data_type) == ("=1+1", "s")
    merged = {str(r) for r in page.merged_cells.ranges}
    assert {"B6:B7", "H6:H7", "A8:G8"} <= merged
    assert page["H8"].value == "20"
    assert "未定稿" in str(page["A2"].value)


def test_a_rule_that_scores_rows_keeps_their_points_apart() -> None:
    sheet = AssessmentSheet("示例厂", "", _rows(), "20", "合格", "每项指标 10 分", merged_scores=False)
    page = load_workbook(io.BytesIO(assessment_xlsx(sheet, WHEN))).active
    assert page is not None
    assert "H6:H7" not in {str(r) for r in page.merged_cells.ranges}
    assert [page[f"H{row}"].value for row in (5, 6, 7)] == ["10", "10", "10"]


def test_the_blank_form_and_the_same_form_twice() -> None:
    assert load_workbook(io.BytesIO(assessment_xlsx(blank(lines=3), WHEN))).active is not None
    first = load_workbook(io.BytesIO(assessment_xlsx(blank(lines=3), WHEN)))
    assert first.properties.created == WHEN.replace(tzinfo=None)
