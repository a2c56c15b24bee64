"""What is due, and the sheets people fill in, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.fixture
def firm(small_firm: Path, tmp_path: Path, answers: Call) -> Path:
    """A firm with an indicator of 示例甲 whose September is open."""
    people = tmp_path / "人员.csv"
    people.write_text("姓名,部门,内审员证有效期\n示例甲,质量部,2026-10-10\n示例乙,质量部,\n", encoding="utf-8")
    answers("import", small_firm, "person", people, "--by", "何静")
    sheet = tmp_path / "指标.csv"
    sheet.write_text(
        "评价项目,评价指标,单位,数据类型,责任人\n产品实现与服务提供,一次交验合格率,%,比率,示例甲\n", encoding="utf-8"
    )
    answers("import", small_firm, "indicator", sheet, "--by", "何静")
    months = tmp_path / "数据.csv"
    months.write_text("评价指标,期间,数值\n一次交验合格率,2026-08,96%\n", encoding="utf-8")
    answers("import", small_firm, "measurement", months, "--by", "何静")
    return small_firm


def test_reminders_are_listed_and_saved_as_a_calendar(firm: Path, tmp_path: Path, answers: Call, refuses: Call) -> None:
    told = answers("reminders", firm)
    assert "逾期　2026-10-10　逾期 10 天　内审员证到期：示例甲" in told
    assert "逾期 1 项，7 天内到期 0 项，本月应填 1 项" in told
    calendar = tmp_path / "到期.ics"
    found = json.loads(answers("reminders", firm, "--json", "--ics", calendar, "--on", "2026-10-11", "--days", 0))
    assert [(i["register"], i["kind"], i["overdue"], i["person"]) for i in found] == [
        ("indicator", "month", True, "示例甲"),
        ("person", "due", True, "示例甲"),
    ]
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 2
    assert "已存在" in refuses("reminders", firm, "--ics", calendar)
    assert ".ics" in refuses("reminders", firm, "--ics", tmp_path / "到期.txt")
    assert "不是天数" in refuses("reminders", firm, "--days", "-1")
    status = json.loads(answers("status", firm, "--json"))
    assert {tuple(item) for item in status["due"]} == {("register", "number", "title", "date", "overdue")}
    assert {item["register"] for item in status["due"]} == {"indicator", "person"}


def test_a_sheet_goes_out_and_comes_back(firm: Path, tmp_path: Path, answers: Call, refuses: Call) -> None:
    from openpyxl import load_workbook

    out = tmp_path / "下发"
    assert "不存在" in refuses("issue", firm, tmp_path / "没有" / "下发", "--by", "何静")
    assert "已下发 1 份填报表，共 1 行" in answers("issue", firm, out, "--by", "何静")
    (sheet,) = out.iterdir()
    book = load_workbook(sheet)
    book["月度数据"]["H3"] = "101%"
    book.save(sheet)
    assert "一行都没有写入" not in (said := answers("collect", firm, sheet, "--by", "何静", code=1))
    assert "有误 1 行；写入 0 行" in said
    book["月度数据"]["H3"] = "97.5%"
    book.save(sheet)
    tried = json.loads(answers("collect", firm, sheet, "--dry-run", "--json"))
    assert (tried["written"], [row["state"] for row in tried["rows"]]) == (0, ["new"])
    assert "更新 1 行；写入 1 行" in answers("collect", firm, sheet, "--by", "何静")
    assert "已经导入过" in refuses("collect", firm, sheet, "--by", "何静")
    assert "本月应填 0 项" in answers("reminders", firm)
    assert "没有要填的" in refuses("issue", firm, out)
    assert "没有叫“示例丁”的人" in refuses("issue", firm, out, "--person", "示例丁")
    assert "不是下发的填报表" in refuses("collect", firm, tmp_path / "数据.csv")


def test_the_good_rows_of_a_returned_sheet_come_in_on_request(firm: Path, tmp_path: Path, answers: Call) -> None:
    from openpyxl import load_workbook

    (tmp_path / "又一个.csv").write_text(
        "评价项目,评价指标,单位,数据类型,责任人\n产品实现与服务提供,返工率,%,比率,示例甲\n", encoding="utf-8"
    )
    answers("import", firm, "indicator", tmp_path / "又一个.csv", "--by", "何静")
    (tmp_path / "八月.csv").write_text("评价指标,期间,数值\n返工率,2026-08,4%\n", encoding="utf-8")
    answers("import", firm, "measurement", tmp_path / "八月.csv", "--by", "何静")
    answers("issue", firm, tmp_path / "下发", "--by", "何静")
    (sheet,) = (tmp_path / "下发").iterdir()
    book = load_workbook(sheet)
    book["月度数据"]["H3"], book["月度数据"]["H4"] = "101%", "3.5%"
    book.save(sheet)
    assert "一行都没有写入" in answers("collect", firm, sheet, "--by", "何静", code=1)
    assert "写入 1 行" in answers("collect", firm, sheet, "--by", "何静", "--partial", code=1)


def test_a_partial_import_says_what_was_written_and_where_the_rest_is(
    firm: Path, tmp_path: Path, answers: Call
) -> None:
    months = tmp_path / "三月.csv"
    months.write_text(
        "评价指标,期间,分子,分母\n一次交验合格率,2026-03,95,100\n一次交验合格率,2026-04,3,0\n", encoding="utf-8"
    )
    report = tmp_path / "错误清单.xlsx"
    call = ("import", firm, "measurement", months, "--by", "何静", "--partial")
    said = answers(*call, "--report", report, code=1)
    assert "已写入 1 行。" in said
    assert f"错误清单在 {report}" in said
    assert "分母不能为 0" in said
    assert "--on-duplicate update" in answers(*call, code=1)
