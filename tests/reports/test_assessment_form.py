"""表C.1 on paper: the standard's columns, the scoring rule, the notes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

from qmsdesk.reports.assessment_form import AssessmentRow, AssessmentSheet, Signature, blank, note_lines, render
from qmsdesk.reports.forms import ASSESSMENT

Pages = Callable[[bytes], list[str]]
MET, MISSED = "达成目标", "未达成目标"


def row(no: int, category: str, indicator: str, values: str, result: str, score: str) -> AssessmentRow:
    before, target, after = values.split("|")
    return AssessmentRow(str(no), category, indicator, before, target, after, result, score)


ROWS = (
    row(1, "合规与诚信经营", "资质证照按期续办率", "80.0%|100%|100%", MET, "10"),
    row(2, "质量管理资源配置及管理", "骨干员工流失率（越小越好）", "12.5%|8.0%|6.3%", MET, "10"),
    row(3, "质量管理资源配置及管理", "设备完好率", "91.2%|96.0%|96.8%", MET, "10"),
    row(4, "质量管理资源配置及管理", "监视测量设备按期检定校准率", "78.6%|100%|96.4%", MISSED, "10"),
    row(5, "产品改进与服务提升", "主导产品关键尺寸 CPK", "1.05|1.33|1.41", MET, "10"),
    row(6, "顾客关系及顾客满意", "顾客满意度", "85.0%|90.0%|92.0%", MET, "10"),
    row(7, "企业特色", "快速换模用时（越小越好）", "45 min|20 min|", "", ""),
)
SHEET = AssessmentSheet(
    enterprise="徐州恒锐精密五金有限公司（示例）",
    date="2025 年 11 月 12 日",
    rows=ROWS,
    total="40",
    grade="良好",
    grade_range="30 分以上，含 30 分",
    rule_text="同一评价项目任一指标达成即得 10 分，满分 90 分",
    all_total="30",
    unselected=("战略及风险管理", "改进与创新"),
    periods=("提升后数据取 2025 年 8 月至 10 月累计值。",),
    draft=True,
    head="9C41-E07B",
)


def test_the_printed_page(when: dt.datetime, tool: Callable[[str], str], repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "C1.pdf"
    path.write_bytes(render(SHEET, when).data)
    command = [tool("pdftotext"), "-layout", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    lines = [" ".join(line.split()) for line in text.replace("\f", "").splitlines()]
    golden = (repository / "tests" / "data" / "forms" / "C1.txt").read_text(encoding="utf-8")
    assert "\n".join(filter(None, lines)) + "\n" == golden


def test_columns_are_the_standards() -> None:
    titles = "序号 评价项目 评价指标 提升前 提升目标 提升后 提升结果 评价分数"
    assert [column.title for column in ASSESSMENT.columns] == titles.split()
    assert sum(column.width for column in ASSESSMENT.columns) == 169  # mm between the margins


def test_same_input_and_time_give_the_same_archival_bytes(when: dt.datetime, archival: Callable[[bytes], None]) -> None:
    first = render(SHEET, when)
    assert first == render(SHEET, when)
    assert first.unprintable == ()
    assert first.pages == 1
    archival(first.data)


def test_a_category_is_named_and_scored_once(when: dt.datetime, pages: Pages) -> None:
    (text,) = pages(render(SHEET, when).data)
    assert text.count("质量管理资源配置及\n管理") == 1
    assert text.splitlines().count("10") == 4
    (single,) = pages(render(dataclasses.replace(SHEET, merged_scores=False), when).data)
    assert single.splitlines().count("10") == 6


def test_empty_values_print_empty(when: dt.datetime, pages: Pages) -> None:
    (text,) = pages(render(SHEET, when).data)
    assert "\n7\n企业特色\n快速换模用时（越小越好）\n45 min\n20 min\n合计评分\n40\n" in text


def test_notes_name_what_the_score_rests_on() -> None:
    adjusted = dataclasses.replace(
        SHEET, adjusted="良好下限改为 35 分（2025-09-01）", finalised="2025-11-12 定稿，第 1 版。"
    )
    assert note_lines(adjusted) == (
        "注 1：同一评价项目的指标须全部达成时，合计评分为 30 分。",
        "注 2：未选取的评价项目：战略及风险管理、改进与创新，按 6.9.8 不作要求，不计分。",
        "注 3：提升后数据取 2025 年 8 月至 10 月累计值。",
        "注 4：评价等级的得分范围已按 6.9.6 调整：良好下限改为 35 分（2025-09-01）",
        "注 5：2025-11-12 定稿，第 1 版。",
    )
    assert note_lines(AssessmentSheet("甲", "", (), "0", "", "", notes=("只有一条。",))) == ("注：只有一条。",)


def test_only_a_draft_carries_the_mark(when: dt.datetime, pages: Pages) -> None:
    assert "未定稿" in pages(render(SHEET, when).data)[0]
    final = dataclasses.replace(
        SHEET, draft=False, signatures=(Signature("自评人（签字）", "沈雪梅", "2025 年 11 月 12 日"),)
    )
    (text,) = pages(render(final, when).data)
    assert "未定稿" not in text
    assert "自评人（签字）：\n沈雪梅\n日期：2025 年 11 月 12 日" in text


def test_blank_form(when: dt.datetime, pages: Pages) -> None:
    made = render(blank("徐州示例"), when)
    (text,) = pages(made.data)
    assert made.pages == 1
    assert "\n16\n合计评分\n评价等级\n" in text
    assert text.count("日期：") == 4
    assert "注" not in text


def test_many_rows_with_long_names_and_rare_characters(when: dt.datetime, pages: Pages) -> None:
    rows = [
        row(
            no,
            f"{'质量管理资源配置及管理' * 3}{no // 3}",
            f"㙟䶮𫟷车间{'产品安全特性风险处置完成率' * 4}",
            "1|2|3",
            MET,
            "10",
        )
        for no in range(1, 60)
    ]
    made = render(dataclasses.replace(SHEET, rows=tuple(rows)), when)
    found = pages(made.data)
    assert made.unprintable == ()
    assert made.pages == len(found) > 3
    assert all("评价指标" in text and "未定稿" in text for text in found if "车间" in text)
    signed = [text for text in found if "（签字" in text]
    assert len(signed) == 1
    assert signed[0].count("日期：") == 3 + signed[0].count("评价日期")


def test_hostile_values(when: dt.datetime, archival: Callable[[bytes], None]) -> None:
    bad = AssessmentRow("\x00", "甲" * 4000, "😀\u202e" + "长" * 6000, "\n\n", "—", "\ud800", "", "10")
    made = render(dataclasses.replace(SHEET, rows=(bad, bad), enterprise="\x1b" * 10 + "企" * 300), when)
    archival(made.data)
    assert made.unprintable == ("U+D800", "😀 U+1F600")


def test_no_rows(when: dt.datetime, pages: Pages) -> None:
    assert "合计评分" in pages(render(dataclasses.replace(SHEET, rows=()), when).data)[0]
