"""Sheets that are handed out and come back: right ones are written as one step, all others are refused in words."""

from __future__ import annotations

import base64
import datetime as dt
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange import fill_in, fill_in_apply, fill_in_form, fill_in_read, fill_in_work
from qmsdesk.exchange.fill_in_form import Ledger
from qmsdesk.exchange.fill_in_plan import FillPlan
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Department, Person
from qmsdesk.models.reviews import Review, ReviewOutput
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import exportlog, founding, history, issuing, monthly, reading, records
from qmsdesk.services.sitting import Sitting

NONCONFORMITY, REVIEW = BY_MODEL[Nonconformity], BY_MODEL[Review]
DAY = dt.date(2026, 10, 15)
CLOCK = Clock(DAY)


@dataclass
class Firm:
    """A firm with two people: the first owns an indicator with two open months and a nonconformity."""

    sitting: Sitting
    folder: Path
    people: tuple[int, int]
    indicator: int
    nonconformity: int

    def issue(self) -> Path:
        return fill_in.issue(self.sitting, self.folder, {self.people[0]}).files[0][1]

    def read(self, path: Path) -> FillPlan:
        return fill_in_read.read(self.sitting, path)

    def month(self, period: str) -> Any:
        key = {Measurement.indicator: self.indicator, Measurement.period: period}
        return reading.find(self.sitting.db, Measurement, key)

    def action(self) -> Any:
        return reading.row(self.sitting.db, Nonconformity, self.nonconformity)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """The firm, made once; tests work on copies of its folder."""
    base = tmp_path_factory.mktemp("built")
    with workspaces.create(base / "firm", CLOCK) as workspace:
        return _firm(Sitting(workspace, "何静", CLOCK), base, "徐州示例机械有限公司")


@pytest.fixture
def firm(built: Firm, tmp_path: Path) -> Iterator[Firm]:
    copy = shutil.copytree(built.sitting.workspace.folder, tmp_path / "firm")
    with workspaces.open_workspace(copy, CLOCK) as workspace:
        yield replace(built, sitting=Sitting(workspace, "何静", CLOCK), folder=tmp_path)


def _firm(sitting: Sitting, folder: Path, name: str) -> Firm:
    founding.found(sitting, name)
    place = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    one, two = (
        records.save(sitting, PERSON, None, {Person.name: who, Person.department: place}).record
        for who in ("示例甲", "示例乙")
    )
    indicator = records.save(
        sitting, INDICATOR, None,
        {Indicator.category: "realization", Indicator.name: "一次交验合格率", Indicator.unit: "%",
         Indicator.owner: one},
    ).record  # fmt: skip
    _measured(sitting, indicator, "2026-07", "95")
    found = records.save(
        sitting, NONCONFORMITY, None,
        {Nonconformity.source: "process", Nonconformity.fact: "首检记录缺签名", Nonconformity.owner: one,
         Nonconformity.due_on: dt.date(2026, 10, 20)},
    ).record  # fmt: skip
    return Firm(sitting, folder, (one, two), indicator, found)


def _measured(sitting: Sitting, indicator: int, period: str, value: str) -> int:
    values = {Measurement.indicator: indicator, Measurement.period: period, Measurement.value: value,
              Measurement.source: "检验台账"}  # fmt: skip
    return records.save(sitting, MEASUREMENT, None, values).record


def _fill(path: Path, cells: dict[str, Any], *, sheet: str = "", name: str = "") -> Path:
    """The file as it comes back, with some cells filled: 月度数据!F3 or, of the named sheet, F3."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for place, text in cells.items():
        where, _mark, cell = place.rpartition("!")
        book[where or sheet][cell] = text
    returned = path.with_name(name or f"交回_{path.name}")
    book.save(returned)
    return returned


FIGURES = {"月度数据!F3": 96, "月度数据!G3": 100, "月度数据!I3": "检验台账", "月度数据!H4": "97.5%"}
ACTION = {"措施!F3": dt.date(2026, 10, 12), "措施!G3": "已补签，并培训"}


def _states(plan: FillPlan) -> list[str]:
    return [row.state for row in plan.rows]


def test_what_comes_back_is_written_as_one_step_and_taken_back_as_one(firm: Firm) -> None:
    plan = firm.read(_fill(firm.issue(), FIGURES | ACTION))
    assert _states(plan) == ["new", "new", "new"]
    assert plan.sentence() == "更新 3 行"
    change = fill_in_apply.apply(firm.sitting, plan)
    assert change.what == "import"
    assert len(change.records) == 3
    month, percent, action = firm.month("2026-08"), firm.month("2026-09"), firm.action()
    assert (month.of(Measurement.numerator), month.of(Measurement.denominator)) == (Decimal(96), Decimal(100))
    assert (month.of(Measurement.source), month.of(Measurement.reporter)) == ("检验台账", firm.people[0])
    assert percent.of(Measurement.value) == Decimal("97.5")
    assert action.of(Nonconformity.done_on) == dt.date(2026, 10, 12)
    assert action.of(Nonconformity.remark) == "已补签，并培训"
    assert firm.sitting.done[-1].label == "导入示例甲的填报表"
    records.undo(firm.sitting)
    assert firm.month("2026-08") is None
    assert firm.action().of(Nonconformity.done_on) is None


def test_a_month_reported_late_says_so(firm: Firm) -> None:
    fill_in_apply.apply(firm.sitting, firm.read(_fill(firm.issue(), FIGURES)))
    assert firm.month("2026-08")["late_reason"] == "责任人用填报表补报"
    assert firm.month("2026-09")["late_reason"] == ""


def test_what_was_left_empty_stays_as_it_was(firm: Firm) -> None:
    plan = firm.read(_fill(firm.issue(), {"月度数据!I4": "检验台账"}))
    assert _states(plan) == ["blank", "blank", "blank"]
    with pytest.raises(UserError, match="没有可以导入的内容"):
        fill_in_apply.apply(firm.sitting, plan)


def test_values_that_changed_in_between_are_conflicts(firm: Firm) -> None:
    path = _fill(firm.issue(), FIGURES | ACTION)
    _measured(firm.sitting, firm.indicator, "2026-08", "91")
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.done_on: dt.date(2026, 10, 1)})
    plan = firm.read(path)
    assert _states(plan) == ["conflict", "new", "conflict"]
    assert "91" in plan.rows[0].says
    assert "2026-10-01" in plan.rows[2].says
    fill_in_apply.apply(firm.sitting, plan)
    assert firm.month("2026-08").of(Measurement.value) == Decimal(91)
    assert firm.action().of(Nonconformity.done_on) == dt.date(2026, 10, 1)


def test_a_changed_responsible_person_is_a_conflict(firm: Firm) -> None:
    path = _fill(firm.issue(), ACTION)
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.owner: firm.people[1]})
    assert [(r.state, r.says) for r in firm.read(path).rows][2] == ("conflict", "责任人已经换了")


def test_the_same_values_entered_meanwhile_are_no_conflict(firm: Firm) -> None:
    path = _fill(firm.issue(), {"月度数据!H4": "97.5%"})
    _measured(firm.sitting, firm.indicator, "2026-09", "97.5")
    assert _states(firm.read(path)) == ["blank", "same", "blank"]


def test_locked_months_are_refused(firm: Firm) -> None:
    path = _fill(firm.issue(), {"月度数据!H3": "90%"})
    month = _measured(firm.sitting, firm.indicator, "2026-08", "91")
    monthly.verify(firm.sitting, [month], firm.people[1], DAY)
    monthly.lock(firm.sitting, [month])
    assert _states(firm.read(path))[0] == "conflict"
    records.void(firm.sitting, NONCONFORMITY, firm.nonconformity, "重复")
    path = _fill(firm.issue(), {"月度数据!H3": "90%"})
    assert len(firm.read(path).rows) == 1  # the month that is open still


def test_a_record_locked_in_between_is_refused(firm: Firm) -> None:
    path = _fill(firm.issue(), ACTION)
    records.void(firm.sitting, NONCONFORMITY, firm.nonconformity, "重复")
    found = firm.read(path).rows[2]
    assert (found.state, found.says) == ("locked", "已作废：重复")


def test_nothing_is_written_when_a_record_changes_after_the_preview(firm: Firm) -> None:
    plan = firm.read(_fill(firm.issue(), FIGURES | ACTION))
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.remark: "别处改的"})
    head = history.head(firm.sitting.db)
    with pytest.raises(Refused, match="“措施”第 3 行不能导入"):
        fill_in_apply.apply(firm.sitting, plan)
    assert history.head(firm.sitting.db) == head
    assert firm.month("2026-08") is None


# Cells


@pytest.mark.parametrize(
    ("cells", "row", "says"),
    [
        ({"月度数据!F3": 101, "月度数据!G3": 100}, 0, "大于分母"),
        ({"月度数据!F3": 96}, 0, "分子和分母须同时填写"),
        ({"月度数据!F3": "九十六", "月度数据!G3": 100}, 0, "分子：“九十六”不是数字"),
        ({"月度数据!H3": 0.97}, 0, "0.97"),
        ({"月度数据!H3": "=1+1"}, 0, "数值：公式没有计算结果"),
        ({"月度数据!H3": "=CMD|' /C calc'!A0"}, 0, "公式没有计算结果"),
        ({"月度数据!H3": "#DIV/0!"}, 0, "数值"),
        ({"月度数据!H3": "9" * 60}, 0, "不是数字"),
        ({"月度数据!E3": "2026-01", "月度数据!H3": "96%"}, 0, "这一行被移动或改动过"),
        ({"月度数据!A3": "2", "月度数据!H3": "96%"}, 0, "这一行被移动或改动过"),
        ({"措施!F3": "2月30日"}, 2, "完成日期：“2月30日”不是日期"),
        ({"措施!F3": "2026-02-30"}, 2, "日期不存在"),
        ({"措施!F3": "2026年10月"}, 2, "缺少日"),
        ({"措施!F3": dt.date(2026, 10, 16)}, 2, "还没有到"),
        ({"措施!F3": "昨天"}, 2, "不是日期"),
        ({"措施!A3": "1", "措施!G3": "已完成"}, 2, "这一行被移动或改动过"),
        ({"措施!G3": "长" * 20_001}, 2, "太长"),
    ],
)  # fmt: skip
def test_cells_that_cannot_be_taken_say_why(firm: Firm, cells: dict[str, Any], row: int, says: str) -> None:
    plan = firm.read(_fill(firm.issue(), cells))
    assert plan.rows[row].state == "error"
    assert says in plan.rows[row].says
    assert not plan.ready


@pytest.mark.parametrize("text", ["2026.10.12", "2026年10月12日", "２０２６-10-12", "20261012"])
def test_dates_as_people_write_them(firm: Firm, text: str) -> None:
    plan = firm.read(_fill(firm.issue(), {"措施!F3": text}))
    assert plan.rows[2].values == {Nonconformity.done_on: dt.date(2026, 10, 12)}


def test_a_text_that_looks_like_a_formula_goes_out_and_in_as_text(firm: Firm) -> None:
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.remark: '=HYPERLINK("http://x")'})
    path = firm.issue()
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))
    assert _states(firm.read(path)) == ["blank", "blank", "blank"]


# Codes


def _refused(firm: Firm, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        firm.read(path)
    return caught.value.text


def test_a_sheet_of_another_enterprise_is_refused(
    firm: Firm, tmp_path: Path, new_sitting: Callable[[str], Sitting]
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = _firm(new_sitting("other"), folder, "连云港示例机械有限公司")
    assert "别的企业" in _refused(firm, _fill(other.issue(), FIGURES))


def test_a_sheet_of_another_person_is_refused(firm: Firm) -> None:
    path = _fill(firm.issue(), FIGURES)
    with pytest.raises(UserError, match="这是 示例甲 的填报表"):
        fill_in_read.read(firm.sitting, path, person=firm.people[1])
    records.save(firm.sitting, PERSON, firm.people[0], {Person.name: "示例丙"})
    assert "已不在人员名单里" in _refused(firm, path)


@pytest.mark.parametrize(
    "cells",
    [
        {"说明!B6": "TB-000000-1-1-00000000"},
        {"说明!B6": ""},
        {"说明!A6": "别的"},
        {"_qmsdesk!A1": "TB-000000-1-1-00000000"},
        {"_qmsdesk!A2": "bm90IHppcHBlZA=="},
        {"_qmsdesk!A2": "不是"},
        {"_qmsdesk!A2": None},
    ],
)
def test_a_changed_code_is_refused(firm: Firm, cells: dict[str, Any]) -> None:
    assert "填报码被改动过" in _refused(firm, _fill(firm.issue(), cells | FIGURES))


def test_a_changed_ledger_under_the_old_code_is_refused(firm: Firm) -> None:
    path = firm.issue()
    rows = (("m", firm.indicator, "2020-01"),)
    forged = Ledger(issuing.enterprise_mark(firm.sitting.db), firm.people[0], "示例甲", 1, "2026-10-15", rows)
    assert "填报码被改动过" in _refused(firm, _fill(path, {"_qmsdesk!A2": forged.packed()}))


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '["A",1,"n",1,"d",[["x"]]]', '["A",1,"n",1,"d",[["m",1]]]', '["A","1","n",1,"d",[]]',
     '["A",1,"n",1,"d",[["m",true,"2026-01"]]]', '["A",1,"n",1,"d",[["m",99999999999999999999,"2026-01"]]]',
     "[" * 100_000],
)  # fmt: skip
def test_a_hidden_copy_may_hold_anything(text: str) -> None:
    assert Ledger.unpack(base64.b64encode(zlib.compress(text.encode())).decode()) is None


def test_a_hidden_copy_does_not_swell(firm: Firm) -> None:
    bomb = base64.b64encode(zlib.compress(b"[" + b" " * 20_000_000, 9)).decode()
    assert Ledger.unpack(bomb) is None


def test_an_older_sheet_is_refused_after_a_new_one(firm: Firm) -> None:
    old = _fill(firm.issue(), FIGURES)
    new = firm.issue()
    assert "第 2 份" in _refused(firm, old)
    assert firm.read(new).ledger.issue == 2


def test_a_sheet_that_was_imported_is_refused_unless_it_brings_more(firm: Firm) -> None:
    path = _fill(firm.issue(), FIGURES)
    fill_in_apply.apply(firm.sitting, firm.read(path))
    assert "已经导入过（2026-10-15 10:00 何静）" in _refused(firm, path)
    more = firm.read(_fill(path, ACTION, name="再交.xlsx"))
    assert _states(more) == ["same", "same", "new"]
    assert more.before
    records.undo(firm.sitting)
    assert _states(firm.read(path)) == ["new", "new", "blank"]


def test_a_copy_under_another_name_counts_the_same(firm: Firm) -> None:
    path = firm.issue()
    copy = path.with_name("我的 表格（改）.xlsx")
    copy.write_bytes(path.read_bytes())
    assert firm.read(copy).code == str(issuing.Code.parse(path.name))


# The file as a whole


def test_other_workbooks_and_other_files_are_refused(firm: Firm, book: Callable[..., Path], tmp_path: Path) -> None:
    assert "不是下发的填报表" in _refused(firm, book([["评价指标", "期间"], ["合格率", "2026-08"]]))
    text = tmp_path / "表.xlsx"
    text.write_bytes(b"PK\x03\x04 broken")
    assert "已损坏" in _refused(firm, text)
    assert "找不到文件" in _refused(firm, tmp_path / "没有.xlsx")


def test_renamed_sheets_and_columns_are_refused(firm: Firm) -> None:
    from openpyxl import load_workbook

    path = firm.issue()
    renamed = _fill(path, {"月度数据!F2": "合格数"})
    assert "F 列应为“分子”，现在是“合格数”" in _refused(firm, renamed)
    book = load_workbook(path)
    book["措施"].title = "措施2"
    other = path.with_name("改名.xlsx")
    book.save(other)
    assert "没有“措施”这张工作表" in _refused(firm, other)


def test_a_deleted_row_does_not_move_values_to_another_month(firm: Firm) -> None:
    from openpyxl import load_workbook

    path = _fill(firm.issue(), {"月度数据!H4": "97%"})
    book = load_workbook(path)
    book["月度数据"].delete_rows(3)
    book.save(path)
    plan = firm.read(path)
    assert _states(plan) == ["error", "blank", "blank"]


def test_a_huge_sheet_is_refused(firm: Firm) -> None:
    path = _fill(firm.issue(), {"月度数据!A1048000": "x"})
    assert "最多读取" in _refused(firm, path)


# Handing out


def test_only_cells_to_be_filled_in_are_open(firm: Firm) -> None:
    from openpyxl import load_workbook

    book = load_workbook(firm.issue())
    assert book.sheetnames == ["说明", "月度数据", "措施", fill_in_form.HIDDEN]
    assert book[fill_in_form.HIDDEN].sheet_state == "veryHidden"
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    open_ = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if not cell.protection.locked
    }  # fmt: skip
    months = {f"月度数据!{letter}{row}" for letter in "FGHI" for row in (3, 4)}
    assert open_ == months | {"措施!F3", "措施!G3"}
    rules = {rule.type for name in ("月度数据", "措施") for rule in book[name].data_validations.dataValidation}
    assert rules == {"decimal", "date", "list"}


def test_everybody_with_something_open_gets_a_sheet_and_it_is_noted(firm: Firm) -> None:
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.action_owner: firm.people[1]})
    issued = fill_in.issue(firm.sitting, firm.folder)
    assert [name for name, _path in issued.files] == ["示例甲", "示例乙"]
    assert (issued.rows, issued.nobody) == (3, 0)
    noted = [row for row in exportlog.listing(firm.sitting.db) if row["kind"] == issuing.KIND]
    assert {row["name"] for row in noted} == {path.name for _name, path in issued.files}
    assert {person: number for person, (number, _day) in issuing.latest(firm.sitting.db).items()} == {
        firm.people[0]: 1,
        firm.people[1]: 1,
    }


def test_rows_without_anybody_are_counted_and_people_who_left_are_not_asked(firm: Firm) -> None:
    records.save(firm.sitting, PERSON, firm.people[0], {Person.left_on: dt.date(2026, 9, 30)})
    open_ = fill_in_work.read(firm.sitting.db, DAY)
    assert (open_.people, open_.nobody) == ([], 3)
    with pytest.raises(UserError, match="没有要填的月份和措施"):
        fill_in.issue(firm.sitting, firm.folder)


def test_issuing_is_refused_where_it_cannot_be_noted(firm: Firm, tmp_path: Path) -> None:
    folder = firm.sitting.workspace.folder
    with (
        workspaces.open_workspace(folder, CLOCK, write=False) as still,
        pytest.raises(UserError, match="只读"),
    ):
        fill_in.issue(Sitting(still, "何静", CLOCK), tmp_path)
    with pytest.raises(UserError, match="不存在"):
        fill_in.issue(firm.sitting, tmp_path / "没有这个文件夹")
    assert issuing.latest(firm.sitting.db) == {}


def test_the_ledger_of_a_sheet_is_the_one_that_was_issued(firm: Firm) -> None:
    ledger = firm.read(firm.issue()).ledger
    assert [row[0] for row in ledger.rows] == ["m", "m", "a"]
    assert Ledger.unpack(ledger.packed()) == ledger


# Child rows


def _decision(sitting: Sitting, owner: int) -> tuple[int, int]:
    review = records.save(sitting, REVIEW, None, {Review.planned_on: DAY}).record
    outputs = next(lines for lines in REVIEW.lines if lines.model is ReviewOutput)
    values = {ReviewOutput.kind: "improvement", ReviewOutput.decision: "换一台测量仪", ReviewOutput.owner: owner}
    return review, records.save_line(sitting, REVIEW, review, outputs, None, values)[1]


def test_decisions_of_a_review_come_back_to_their_own_row(firm: Firm) -> None:
    review, first = _decision(firm.sitting, firm.people[1])
    outputs = next(lines for lines in REVIEW.lines if lines.model is ReviewOutput)
    values = {ReviewOutput.kind: "resource", ReviewOutput.decision: "补一名检验员", ReviewOutput.owner: firm.people[1]}
    second = records.save_line(firm.sitting, REVIEW, review, outputs, None, values)[1]
    path = fill_in.issue(firm.sitting, firm.folder, {firm.people[1]}).files[0][1]
    plan = firm.read(_fill(path, {"措施!F4": DAY, "措施!G4": "已到岗"}))
    assert [(r.number, r.title, r.state) for r in plan.rows] == [
        (plan.rows[0].number, "换一台测量仪", "blank"),
        (plan.rows[0].number, "补一名检验员", "new"),
    ]
    fill_in_apply.apply(firm.sitting, plan)
    done = {row.id: row.of(ReviewOutput.done_on) for row in reading.lines(firm.sitting.db, outputs, review)}
    assert done == {first: None, second: DAY}


def test_a_decision_that_was_taken_out_is_a_conflict(firm: Firm) -> None:
    review, line = _decision(firm.sitting, firm.people[1])
    path = fill_in.issue(firm.sitting, firm.folder, {firm.people[1]}).files[0][1]
    outputs = next(lines for lines in REVIEW.lines if lines.model is ReviewOutput)
    records.delete_line(firm.sitting, REVIEW, review, outputs, line)
    (row,) = firm.read(_fill(path, {"措施!F3": DAY})).rows
    assert (row.state, row.says) == ("conflict", "这一项已删除")
