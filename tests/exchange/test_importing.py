"""What an import plans and writes: headings, duplicates, mending in place, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.errors import Cancelled, ReadOnly, Refused, UserError
from qmsdesk.exchange.importing import ImportPlan, apply, read_plan
from qmsdesk.exchange.report import sentences, summary, write_report
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.models.system import History
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

Planner = Callable[..., ImportPlan]
Book = Callable[..., Path]
PEOPLE = ["姓名", "部门", "岗位", "入职日期"]
WHEN = dt.datetime(2026, 10, 15, 2, tzinfo=dt.UTC)


def texts(plan: ImportPlan) -> list[str]:
    return [p.text for row in plan.bad for p in row.problems]


def test_headings_in_any_order_with_titles_synonyms_stars_and_units(plan_of: Planner) -> None:
    plan = plan_of("indicator", [
        ["2026 年指标"], [], ["备注", " 指 标 名称 ", "*评价项目：", "提升前(%)", "目标值", "奇怪", "提升后（%）"],
        ["x", "示例", "资源配置及管理", 85, 90, 1, 92, "多"],
    ])  # fmt: skip
    row = plan.rows[0]
    assert plan.headed.row == 3
    assert plan.unknown_headings == ("奇怪", "H 列（无表头）")
    assert row.values[Indicator.unit] == "%"
    assert (row.values[Indicator.category], row.values[IndicatorRound.after]) == ("resources", "92")
    assert {c.heading: c.how for c in plan.columns}["目标值"] == "synonym"


def test_the_first_sheet_that_matches_is_read(sitting: Sitting, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["说明", "内容"])
    hidden, shown = book.create_sheet("旧"), book.create_sheet("新")
    hidden.sheet_state = "hidden"
    for sheet, name in ((hidden, "旧人"), (shown, "新人")):
        sheet.append(["姓名", "部门"])
        sheet.append([name, "质量部"])
    book.save(tmp_path / "t.xlsx")
    plan = read_plan(sitting, BY_KEY["person"], tmp_path / "t.xlsx")
    assert (plan.sheet, plan.rows[0].text(Person.name)) == ("新", "新人")
    assert read_plan(sitting, BY_KEY["person"], tmp_path / "t.xlsx", sheet="旧").rows[0].text(Person.name) == "旧人"
    with pytest.raises(UserError, match="没有工作表"):
        read_plan(sitting, BY_KEY["person"], tmp_path / "t.xlsx", sheet="无")


def test_mapping_places_unknown_columns(plan_of: Planner) -> None:
    rows = [["员工", "所在", "备考"], ["何静", "质量部", "x"]]
    with pytest.raises(UserError, match="找不到表头"):
        plan_of("person", rows)
    plan = plan_of("person", rows, mapping={"员工": "姓名", "B": "部门", "备考": ""})
    assert plan.counts() == {"add": 1}
    assert plan.unknown_headings == ()
    with pytest.raises(UserError, match="没有“名字”这个字段"):
        plan_of("person", rows, mapping={"员工": "名字"})


def test_a_required_column_that_is_missing_refuses(plan_of: Planner, sitting: Sitting) -> None:
    plan = plan_of("person", [["姓名", "岗位"], ["何静", "经理"]])
    assert plan.missing == ("部门",)
    with pytest.raises(Refused, match="部门"):
        apply(sitting, plan, partial=True)
    plan.remap(2, Person.department)
    assert plan.missing == ()
    assert plan.rows[0].status == "add"
    assert plan.mapping == {"岗位": "部门"}
    again = plan_of("person", [["姓名", "岗位"], ["何静", "经理"]], mapping=plan.mapping)
    assert again.rows[0].status == "add"


def test_all_or_nothing(plan_of: Planner, sitting: Sitting) -> None:
    plan = plan_of("person", [PEOPLE, ["何静", "质量部", None, None], ["吴国栋", "生产部", None, "昨天"]])
    with pytest.raises(Refused, match="1 行"):
        apply(sitting, plan)
    assert not reading.rows(sitting.db, Person)
    assert not list((sitting.workspace.folder).glob("backups/*"))
    result = apply(sitting, plan, partial=True, reason="年初漏录")
    assert (result.added, result.errors) == (1, 1)
    assert reading.rows(sitting.db, Person)[0]["late_reason"] == "年初漏录"


@pytest.mark.parametrize("on_duplicate", ["stop", "skip", "update"])
def test_duplicates_with_the_workspace(plan_of: Planner, sitting: Sitting, on_duplicate: str) -> None:
    rows = [PEOPLE, ["何静", "质量部", "经理", None]]
    apply(sitting, plan_of("person", rows))
    plan = plan_of("person", [PEOPLE, ["何静", "质量部", "质量经理", "2015-6-1"]], on_duplicate=on_duplicate)
    assert plan.rows[0].status == {"stop": "error", "skip": "skip", "update": "update"}[on_duplicate]
    apply(sitting, plan, partial=True)
    person = reading.rows(sitting.db, Person)[0]
    assert person["post"] == ("质量经理" if on_duplicate == "update" else "经理")
    same = plan_of("person", [PEOPLE, ["何静", "质量部", person["post"], None]], on_duplicate="update")
    assert same.rows[0].status == "same"
    before = History.select().count(sitting.db)
    assert apply(sitting, same).batch == 0
    assert History.select().count(sitting.db) == before


def test_a_blank_cell_takes_nothing_away(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("person", [PEOPLE, ["何静", "质量部", "经理", "2015-6-1"]]))
    apply(sitting, plan_of("person", [PEOPLE, ["何静", "质量部", "主管", "/"]], on_duplicate="update"))
    person = reading.rows(sitting.db, Person)[0]
    assert (person["post"], person["joined_on"]) == ("主管", dt.date(2015, 6, 1))


def test_a_number_finds_the_record_even_when_its_name_changed(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("person", [["编号", *PEOPLE], ["RY-007", "何静", "质量部", None, None]]))
    plan = plan_of("person", [["编号", *PEOPLE], ["ＲＹ-007", "何敬", "质量部", None, None]], on_duplicate="update")
    assert plan.rows[0].status == "update"
    apply(sitting, plan)
    person = reading.rows(sitting.db, Person)
    assert [(p["number"], p["name"]) for p in person] == [("RY-007", "何敬")]


def test_a_number_used_twice_in_the_file(plan_of: Planner) -> None:
    plan = plan_of("person", [["编号", *PEOPLE], ["1", "甲", "质量部", None, None], ["１", "乙", "质量部", None, None]])
    assert texts(plan) == ["编号与第 2 行重复"]


def test_a_number_in_the_recycle_bin_is_not_given_again(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("department", [["编号", "部门名称"], ["BM-09", "旧部"]]))
    records.delete(sitting, BY_KEY["department"], [reading.rows(sitting.db, Department)[0].id])
    plan = plan_of("department", [["编号", "部门名称"], ["bm-09", "新部"]])
    assert texts(plan) == ["编号已被回收站里的“旧部”使用"]


def test_rows_can_be_left_out_and_choices_explained(plan_of: Planner) -> None:
    plan = plan_of("person", [["姓名", "部门", "层级"], ["甲", "质量部", "大家"], ["乙", "质量部", "?"]])
    assert plan.value_words(Person.tiers) == [("大家", ()), ("?", ())]
    plan.map_choice(Person.tiers, "大家", ("a", "d"))
    assert plan.rows[0].values[Person.tiers] == ("a", "d")
    plan.leave_out(plan.rows[1])
    assert plan.counts() == {"add": 1, "skip": 1}
    plan.leave_out(plan.rows[1], left_out=False)
    assert plan.counts() == {"add": 1, "error": 1}


def test_correcting_a_row_is_kept_when_columns_are_placed_anew(plan_of: Planner) -> None:
    plan = plan_of("person", [["姓名", "部门", "进厂"], ["甲", "", "2020-1-1"]])
    plan.correct(plan.rows[0], Person.department, "质量部")
    plan.remap(3, Person.joined_on)
    assert plan.rows[0].status == "add"
    assert plan.rows[0].values[Person.joined_on] == dt.date(2020, 1, 1)


def test_correcting_away_a_duplicate(plan_of: Planner) -> None:
    plan = plan_of("person", [PEOPLE, ["甲", "质量部", None, None], ["甲", "质量部", None, None]])
    assert [r.status for r in plan.rows] == ["add", "error"]
    plan.correct(plan.rows[1], Person.name, "乙")
    assert [r.status for r in plan.rows] == ["add", "add"]
    plan.correct(plan.rows[1], Person.name, "甲")
    plan.set_duplicates("skip")
    assert [r.status for r in plan.rows] == ["add", "skip"]


def test_named_people_get_the_department_beside_them(plan_of: Planner, sitting: Sitting) -> None:
    heads = ["文件编号", "文件名称", "版本", "归口部门", "责任人", "编制"]
    plan = plan_of("document", [heads, ["HY-QP-01", "文件控制", "A/0", "质量部", "何静", "沈工"]])
    created = [(register.key, name) for register, name in plan.also_created]
    assert created == [("department", "质量部"), ("person", "何静"), ("department", "未指定部门"), ("person", "沈工")]
    apply(sitting, plan)
    departments = {d.id: d["name"] for d in reading.rows(sitting.db, Department)}
    assert {p["name"]: departments[p["department"]] for p in reading.rows(sitting.db, Person)} == {
        "何静": "质量部", "沈工": "未指定部门",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["何静、谢芳", "何静/谢芳", "何静（质量经理）", "何" * 60])
def test_two_names_in_one_cell_make_nobody(plan_of: Planner, name: str) -> None:
    plan = plan_of("document", [["文件编号", "文件名称", "责任人"], ["HY-QP-01", "x", name]])
    assert [p.field for p in plan.rows[0].problems] == [Document.owner]
    assert plan.also_created == []


def test_namesakes_are_told_apart_by_department_or_number(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("person", [PEOPLE, ["何静", "质量部", None, None], ["何静", "生产部", None, None]]))
    heads = ["文件编号", "文件名称", "归口部门", "责任人"]
    plan = plan_of("document", [heads, ["QP-1", "x", "生产部", "何静"], ["QP-2", "x", "采购部", "何静"],
                                ["QP-3", "x", None, "RY-001"], ["QP-4", "x", None, "何静（RY-002）"]])  # fmt: skip
    assert [r.status for r in plan.rows] == ["add", "error", "add", "add"]
    assert "写明编号" in texts(plan)[0]
    assert [r.values.get(Document.owner) for r in plan.rows] == [2, None, 1, 2]


def test_an_unknown_indicator_is_not_made_up(plan_of: Planner) -> None:
    plan = plan_of("measurement", [["评价指标", "期间", "数值"], ["没有的", "2025-10", 3]])
    assert texts(plan) == ["评价指标里没有“没有的”，请先导入或新建"]


def test_lines_that_are_no_rows_are_named(plan_of: Planner) -> None:
    plan = plan_of("person", [
        PEOPLE, ["甲", "质量部", None, None], ["小 计", None, "1 人", None], PEOPLE, ["乙", "生产部", None, None],
        ["注：示例", None, None, None], ["2. 第二条", None, None, None], ["制表人：甲", None, "日期：2026-1-1", None],
    ])  # fmt: skip
    assert [(s.row, s.why) for s in plan.skipped_lines] == [
        (3, "合计行"), (4, "重复的表头"), (6, "说明文字"), (7, "说明文字"), (8, "签署行"),
    ]  # fmt: skip
    assert plan.counts() == {"add": 2}


def test_a_line_with_one_cell_in_the_middle_is_an_error_not_dropped(plan_of: Planner) -> None:
    plan = plan_of(
        "person", [PEOPLE, ["甲", "质量部", None, None], [None, None, "班长", None], ["乙", "生产部", None, None]]
    )
    assert [r.status for r in plan.rows] == ["add", "error", "add"]


def test_formula_and_error_cells_are_named(plan_of: Planner) -> None:
    plan = plan_of("person", [PEOPLE, ["甲", "=B1", "#REF!", None]])
    assert [(p.place, p.field) for p in plan.rows[0].problems] == [("B2", Person.department), ("C2", Person.post)]


def test_the_error_report_can_be_mended_and_imported(plan_of: Planner, sitting: Sitting, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    plan = plan_of(
        "person",
        [PEOPLE, ["甲", "质量部", "=1", "2020-2-30"], [None, "生产部", None, None], ["乙", "生产部", "工", None]],
    )
    apply(sitting, plan, partial=True)
    write_report(plan, tmp_path / "错误清单.xlsx", WHEN)
    book = load_workbook(tmp_path / "错误清单.xlsx")
    assert book.sheetnames == ["错误清单", "人员", "没有导入的内容", "同时新建"]
    listed = [[c.value for c in row][1:5] for row in book["错误清单"].iter_rows(min_row=2)]
    assert listed[1:] == [[2, "D2", "入职日期", "2020-2-30"], [3, "A3", "姓名", None]]
    sheet = book["人员"]
    heads = [c.value for c in sheet[1]]
    sheet.cell(2, heads.index("岗位") + 1).value = "工"
    sheet.cell(2, heads.index("入职日期") + 1).value = "2020-2-28"
    sheet.cell(3, heads.index("姓名") + 1).value = "丙"
    book.save(tmp_path / "mended.xlsx")
    again = read_plan(sitting, BY_KEY["person"], tmp_path / "mended.xlsx")
    assert (again.sheet, again.counts()) == ("人员", {"add": 2})
    assert apply(sitting, again).added == 2


def test_summary_and_sentences_say_the_same(plan_of: Planner, sitting: Sitting) -> None:
    rows = [
        [*PEOPLE, "爱好"],
        ["甲", "质量部", None, "x", "棋"],
        ["乙", "质量部", None, None, None],
        ["乙", "质量部", None, None, None],
    ]
    plan = plan_of("person", rows, on_duplicate="skip")
    result = apply(sitting, plan, partial=True)
    told = summary(plan, result)
    assert told["written"] is True
    assert (told["add"], told["skip"], told["error"]) == (1, 1, 1)
    assert told["unknown_headings"] == ["爱好"]
    assert told["also_created"] == [{"register": "department", "name": "质量部"}]
    text = "\n".join(sentences(plan, result))
    for part in ("新增 1", "爱好", "部门 质量部", "第 2 行 入职日期", "第 4 行跳过：与第 3 行重复"):
        assert part in text


def test_cancelling_writes_nothing(plan_of: Planner, sitting: Sitting) -> None:
    plan = plan_of("person", [PEOPLE, *([f"示例{i}", "质量部", None, None] for i in range(5))])

    def stop(stage: str, done: int, _total: int) -> None:
        if stage == "导入" and done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply(sitting, plan, progress=stop)
    assert not reading.rows(sitting.db, Person)
    assert not reading.rows(sitting.db, Department)
    assert sitting.done == []


def test_a_workspace_that_changed_meanwhile_refuses(plan_of: Planner, sitting: Sitting) -> None:
    plan = plan_of("person", [PEOPLE, ["甲", "质量部", None, None]])
    apply(sitting, plan_of("person", [PEOPLE, ["甲", "质量部", "工", None]]))
    with pytest.raises(Refused, match="又有改动"):
        apply(sitting, plan)
    assert len(reading.rows(sitting.db, Person)) == 1


def test_a_read_only_workspace_refuses(plan_of: Planner, sitting: Sitting) -> None:
    plan = plan_of("person", [PEOPLE, ["甲", "质量部", None, None]])
    sitting.workspace.read_only = "已按只读方式打开。"
    with pytest.raises(ReadOnly):
        apply(sitting, plan)


def test_the_rules_of_the_register_are_asked(plan_of: Planner) -> None:
    plan = plan_of("person", [["姓名", "部门", "入职日期", "离职日期"], ["甲", "质量部", "2020-1-1", "2019-1-1"]])
    assert plan.rows[0].status == "add"
    assert [p.text for _row, p in plan.warnings] == ["离职日期早于入职日期"]


def test_too_long_a_text_is_an_error(plan_of: Planner) -> None:
    plan = plan_of("person", [PEOPLE, ["甲", "质量部", "长" * 41, None]])
    assert texts(plan) == ["太长：最多 40 个字，现在 41 个"]


def test_further_sheets_with_the_same_headings_are_named(sitting: Sitting, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("一车间", "二车间", "备查"):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "部门"] if name != "备查" else ["内容", "时间"])
        sheet.append([name, "生产部"])
    book.save(tmp_path / "t.xlsx")
    plan = read_plan(sitting, BY_KEY["person"], tmp_path / "t.xlsx")
    assert (plan.sheet, plan.other_sheets) == ("一车间", ["二车间"])
    assert "二车间" in "\n".join(sentences(plan))


def test_there_is_only_one_enterprise(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("enterprise", [["企业名称", "简称"], ["示例一厂", "一厂"]]))
    plan = plan_of("enterprise", [["企业名称", "简称"], ["示例二厂", "二厂"]])
    assert [p.text for p in plan.rows[0].problems] == ["已存在：QY-01"]
    apply(sitting, plan_of("enterprise", [["企业名称", "简称"], ["示例二厂", "二厂"]], on_duplicate="update"))
    assert [e["name"] for e in reading.rows(sitting.db, Enterprise)] == ["示例二厂"]


def test_a_void_record_is_not_made_again(plan_of: Planner, sitting: Sitting) -> None:
    rows = [PEOPLE, ["何静", "质量部", None, None]]
    apply(sitting, plan_of("person", rows))
    records.void(sitting, BY_KEY["person"], 1, "重复录入")
    assert texts(plan_of("person", rows)) == ["已存在：RY-001"]
    changed = [PEOPLE, ["何静", "质量部", "经理", None]]
    assert texts(plan_of("person", changed, on_duplicate="update")) == ["不能更新：已作废：重复录入"]
