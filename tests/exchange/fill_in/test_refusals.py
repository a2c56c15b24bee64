"""Sheets that come back wrong: cells, codes and files are refused in words, and nothing is written."""

from __future__ import annotations

import base64
import datetime as dt
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.exchange import fill_in_apply, fill_in_read
from qmsdesk.exchange.fill_in_form import Ledger
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.people import Person
from qmsdesk.registers.people import PERSON
from qmsdesk.services import issuing, records
from qmsdesk.services.sitting import Sitting
from tests.exchange.fill_in.conftest import (
    ACTION,
    FIGURES,
    NONCONFORMITY,
    Firm,
    fill,
    make_firm,
    states,
)

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
    plan = firm.read(fill(firm.issue(), cells))
    assert plan.rows[row].state == "error"
    assert says in plan.rows[row].says
    assert not plan.ready


@pytest.mark.parametrize("text", ["2026.10.12", "2026年10月12日", "２０２６-10-12", "20261012"])
def test_dates_as_people_write_them(firm: Firm, text: str) -> None:
    plan = firm.read(fill(firm.issue(), {"措施!F3": text}))
    assert plan.rows[2].values == {Nonconformity.done_on: dt.date(2026, 10, 12)}


def test_a_text_that_looks_like_a_formula_goes_out_and_in_as_text(firm: Firm) -> None:
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.remark: '=HYPERLINK("http://x")'})
    path = firm.issue()
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))
    assert states(firm.read(path)) == ["blank", "blank", "blank"]


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
    other = make_firm(new_sitting("other"), folder, "连云港示例机械有限公司")
    assert "别的企业" in _refused(firm, fill(other.issue(), FIGURES))


def test_a_sheet_of_another_person_is_refused(firm: Firm) -> None:
    path = fill(firm.issue(), FIGURES)
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
    assert "填报码被改动过" in _refused(firm, fill(firm.issue(), cells | FIGURES))


def test_a_changed_ledger_under_the_old_code_is_refused(firm: Firm) -> None:
    path = firm.issue()
    rows = (("m", firm.indicator, "2020-01"),)
    forged = Ledger(issuing.enterprise_mark(firm.sitting.db), firm.people[0], "示例甲", 1, "2026-10-15", rows)
    assert "填报码被改动过" in _refused(firm, fill(path, {"_qmsdesk!A2": forged.packed()}))


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
    old = fill(firm.issue(), FIGURES)
    new = firm.issue()
    assert "第 2 份" in _refused(firm, old)
    assert firm.read(new).ledger.issue == 2


def test_a_sheet_that_was_imported_is_refused_unless_it_brings_more(firm: Firm) -> None:
    path = fill(firm.issue(), FIGURES)
    fill_in_apply.apply(firm.sitting, firm.read(path))
    assert "已经导入过（2026-10-15 10:00 何静）" in _refused(firm, path)
    more = firm.read(fill(path, ACTION, name="再交.xlsx"))
    assert states(more) == ["same", "same", "new"]
    assert more.before
    records.undo(firm.sitting)
    assert states(firm.read(path)) == ["new", "new", "blank"]


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
    renamed = fill(path, {"月度数据!F2": "合格数"})
    assert "F 列应为“分子”，现在是“合格数”" in _refused(firm, renamed)
    book = load_workbook(path)
    book["措施"].title = "措施2"
    other = path.with_name("改名.xlsx")
    book.save(other)
    assert "没有“措施”这张工作表" in _refused(firm, other)


def test_a_deleted_row_does_not_move_values_to_another_month(firm: Firm) -> None:
    from openpyxl import load_workbook

    path = fill(firm.issue(), {"月度数据!H4": "97%"})
    book = load_workbook(path)
    book["月度数据"].delete_rows(3)
    book.save(path)
    plan = firm.read(path)
    assert states(plan) == ["error", "blank", "blank"]


def test_a_huge_sheet_is_refused(firm: Firm) -> None:
    path = fill(firm.issue(), {"月度数据!A1048000": "x"})
    assert "最多读取" in _refused(firm, path)
