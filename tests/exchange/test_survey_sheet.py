"""表A.1 as consultants keep it in Excel comes into one survey; a survey goes out and comes in the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from qmsdesk.clock import Clock
from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange import exporting, importing
from qmsdesk.exchange.survey_sheet import read_survey
from qmsdesk.models.project import SurveyFinding
from qmsdesk.models.workspace import create
from qmsdesk.registers.project import SURVEY
from qmsdesk.services import founding, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.categories import category
from qmsdesk.standard.survey import SurveyItem, survey_items, survey_notes

DAY = dt.date(2025, 10, 22)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with create(tmp_path / "firm", Clock(DAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(DAY))
        founding.found(made, "徐州示例机械有限公司")
        yield made


@pytest.fixture
def survey(sitting: Sitting) -> int:
    return surveying.open_survey(sitting).record


def book(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(path)
    return path


def state(item: SurveyItem) -> str:
    return "薄弱" if item.code == "3.2" else "良好" if item.code == "1.1" else "一般"


def official(path: Path) -> Path:
    """The table of annex A with columns added: groups merged, items numbered in each, notes and signatures under it."""
    rows: list[list[object]] = [["表A.1 现场调研工作内容"], [], ["企业名称：示例", "", "", "调研日期：2025-10-20"]]
    rows.append(["调研项目", "现场调研工作内容", "现状", "现状值", "依据", "说明"])
    merged, first = [], len(rows) + 1
    for place, item in enumerate(survey_items()):
        number = item.code.partition(".")[2]
        head = category(item.category).a1_title if number == "1" else None
        if head and place:
            merged.append(f"A{first}:A{len(rows)}")
            first = len(rows) + 1
        value = "92.97%" if item.code == "3.2" else None
        rows.append([head, f"{number}、{item.title}；", state(item), value, "台账", None])
    merged.append(f"A{first}:A{len(rows)}")
    return book(path, [*rows, *([note] for note in survey_notes()), ["调研人（签字）："]], merged)


def kept(path: Path) -> Path:
    """表A.1 as a consultant keeps it: other headings and words, an inexact name, a total and signatures (示例)."""
    rows: list[list[object]] = [
        ["示例认证机构 企业现场调研记录表（附录A）"],
        ["企业名称：徐州示例机械有限公司　调研日期：2025.10.18"],
        [],
        ["调研维度", "序号", "调研内容", "调研情况描述", "评价结果", "备注"],
        ["合规与诚信经营", 1, "经营资质/许可合法有效", "营业执照有效（示例）", "好", "查执照"],
        ["", 2, "行政处罚次数", "０次", "较好", ""],
        ["", 3, "失信行为记录数", "0", "√", ""],
        ["战略及风险管理", 4, "产品和服务安全特性风险受控率", "85%", "一般", ""],
        ["", 5, "目标客户市场定位", "没有书面", "差", ""],
        ["", 6, "内外部环境评估", "未做", "无", ""],
        ["", 7, "战略发展规划", "/", "不涉及", ""],
        ["", 8, "主导产品细分市场占有率", "约5%", "一般", "估计"],
        ["", 9, "骨干流失率", "3人", "薄弱", ""],
        ["合计"],
        ["调研人：示例丙", "", "企业代表：", "", "日期：", ""],
    ]
    return book(path, rows, ["A1:F1", "A5:A7", "A8:A12"])


def take(sitting: Sitting, survey: int, path: Path, *, partial: bool = False) -> importing.ImportPlan:
    plan = read_survey(sitting, survey, path)
    importing.apply(sitting, plan, partial=partial)
    return plan


def test_the_official_table_comes_in_as_one_step(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    steps = len(sitting.done)
    plan = take(sitting, survey, official(tmp_path / "表A.1.xlsx"))
    assert plan.bad == []
    found = {each.item.code: each for each in surveying.read(sitting.db, survey).items}
    assert sum(bool(each.state) for each in found.values()) == 49
    line = found["3.2"].line
    assert line is not None
    assert [line.of(f) for f in (SurveyFinding.state, SurveyFinding.value, SurveyFinding.evidence)] == [
        "weak", "92.97%", "台账",
    ]  # fmt: skip
    assert found["1.1"].state == "good"
    assert len(sitting.done) == steps + 1
    assert read_survey(sitting, survey, official(tmp_path / "again.xlsx")).counts() == {"same": 49}
    records.undo(sitting)
    assert surveying.read(sitting.db, survey).done == 0


def test_a_running_number_and_short_names_are_understood(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    rows: list[list[object]] = [["序号", "调研项目", "状态", "数据", "佐证", "备注"]]
    some = survey_items()[8:14]
    rows += [[no, item.title, "较好", "", "看现场", "x"] for no, item in enumerate(some, 1)]
    assert take(sitting, survey, book(tmp_path / "a.xlsx", rows)).bad == []
    rows = [["编号", "调研内容", "现状评价"]]
    rows += [[no, f"{item.code} {item.label}", "弱"] for no, item in enumerate(some, 1)]
    assert take(sitting, survey, book(tmp_path / "b.xlsx", rows)).bad == []
    found = surveying.read(sitting.db, survey)
    assert found.count("weak") == 6
    assert {each.line.of(SurveyFinding.evidence) for each in found.items if each.line} == {"看现场"}


def test_lines_that_mean_nothing_are_named_and_left_out(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    rows = [["调研内容", "现状"], ["设备完好率", "还行"], ["食堂伙食", "较好"], ["直通率", "薄弱"]]
    plan = take(sitting, survey, book(tmp_path / "a.xlsx", rows), partial=True)
    said = {row.sheet_row: row.problems[0].text for row in plan.bad}
    assert set(said) == {2, 3}
    assert "还行" in said[2]
    assert "食堂伙食" in said[3]
    assert [each.item.code for each in surveying.read(sitting.db, survey).items if each.state] == ["6.4"]


def test_a_closed_survey_and_another_file_are_refused(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="表头"):
        read_survey(sitting, survey, book(tmp_path / "a.xlsx", [["甲", "乙"], ["1", "2"]]))
    records.void(sitting, SURVEY, survey, "重做")
    with pytest.raises(Refused, match="不能导入调研表"):
        read_survey(sitting, survey, official(tmp_path / "b.xlsx"))
    with pytest.raises(Refused, match="已不存在"):
        read_survey(sitting, 99, official(tmp_path / "c.xlsx"))


def test_a_survey_that_went_out_comes_in_the_same(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    take(sitting, survey, official(tmp_path / "表A.1.xlsx"))
    out = tmp_path / "out.xlsx"
    exporting.export(sitting.db, SURVEY, out, [survey])
    before = surveying.read(sitting.db, survey)
    surveying.put(sitting, survey, {"3.2": {SurveyFinding.state: "good"}}, "改")
    plan = importing.read_plan(sitting, SURVEY, out, on_duplicate="update")
    assert plan.bad == []
    importing.apply(sitting, plan)
    after = surveying.read(sitting.db, survey)
    assert [each.line for each in after.items] == [each.line for each in before.items]


def test_a_sheet_as_consultants_keep_it_comes_in_whole(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    plan = take(sitting, survey, kept(tmp_path / "调研.xlsx"))
    assert plan.bad == []
    assert plan.unknown_headings == ()
    assert [(each.row, each.why) for each in plan.skipped_lines] == [(14, "合计行"), (15, "签署行")]
    found = {each.item.code: each for each in surveying.read(sitting.db, survey).items if each.line}
    states = {code: each.state for code, each in found.items()}
    assert states == {
        "1.1": "good", "1.2": "good", "1.3": "good", "2.1": "fair", "2.2": "weak", "2.3": "absent",
        "2.4": "not_applicable", "2.5": "fair", "3.1": "weak",
    }  # fmt: skip
    line = found["1.1"].line
    assert line is not None
    assert (line.of(SurveyFinding.note), line.of(SurveyFinding.evidence)) == ("营业执照有效（示例）", "查执照")


def test_an_inexact_name_is_asked_where_no_number_says_the_same(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    rows = [["序号", "调研内容", "评价结果", "打分"], [4, "骨干流失率", "薄弱", 3], [5, "食堂伙食", "好", 4]]
    plan = read_survey(sitting, survey, book(tmp_path / "a.xlsx", rows))
    assert plan.unknown_headings == ("打分",)
    asked, wrong = plan.rows
    assert (asked.status, wrong.status) == ("question", "error")
    problem = asked.problems[0]
    assert problem.offers[0] == "3.1 骨干员工流失率"
    assert "食堂伙食" in wrong.problems[0].text
    assert len(wrong.problems[0].text) < 40  # not the names of all 49
    plan.answer(asked, SurveyFinding.item, problem.offers[0])
    importing.apply(sitting, plan, partial=True)
    assert [each.item.code for each in surveying.read(sitting.db, survey).items if each.state] == ["3.1"]


@pytest.mark.parametrize(("number", "name"), [("3.1", "骨干流失率"), (9, "骨干流失率"), ("", "3.1 骨干流失情况率")])
def test_a_number_settles_an_inexact_name(
    sitting: Sitting, survey: int, tmp_path: Path, number: object, name: str
) -> None:
    plan = take(sitting, survey, book(tmp_path / "a.xlsx", [["编号", "调研内容", "评价"], [number, name, "弱"]]))
    assert [row.values[SurveyFinding.item] for row in plan.rows] == ["3.1"]
    assert plan.bad == []


def test_the_column_that_judges_is_the_state(sitting: Sitting, survey: int, tmp_path: Path) -> None:
    rows = [["调研内容", "现状", "评价结果"], ["直通率", "九成左右", "√"], ["设备完好率", "没有台账", "—"]]
    plan = read_survey(sitting, survey, book(tmp_path / "a.xlsx", rows))
    assert plan.bad == []
    told = [(row.values[SurveyFinding.state], row.values[SurveyFinding.note]) for row in plan.rows]
    assert told == [("good", "九成左右"), ("not_applicable", "没有台账")]


def test_a_line_of_signatures_is_no_heading(sitting: Sitting, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到表头"):
        importing.read_plan(sitting, SURVEY, kept(tmp_path / "调研.xlsx"))
