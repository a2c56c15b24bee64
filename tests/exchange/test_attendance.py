"""A list of attendance as firms keep it, matched with the people of a training."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange.attendance import AttendancePlan, apply_attendance, names, read_attendance
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

Book = Callable[..., Path]


@pytest.fixture
def training(sitting: Sitting) -> int:
    """何静 and 谢岚 are expected; 许强 is in two departments, 周 has left."""
    homes = [records.save(sitting, DEPARTMENT, None, {Department.name: n}).record for n in ("质量部", "生产部")]
    people = {}
    for name, home, left in (("何静", 0, None), ("谢岚", 1, None), ("许强", 0, None), ("许强", 1, None),
                             ("周平", 0, dt.date(2026, 1, 1)), ("丁丁", 0, None)):  # fmt: skip
        values = {Person.name: name, Person.department: homes[home], Person.left_on: left}
        people[name, home] = records.save(sitting, PERSON, None, values).record
    made = records.save(sitting, TRAINING, None, {Training.topic: "质量意识", Training.tiers: ("a",)}).record
    for key in (("何静", 0), ("谢岚", 1)):
        records.save_line(sitting, TRAINING, made, ATTENDANCE, None, {Attendance.person: people[key]})
    return made


def lines(sitting: Sitting, training: int) -> dict[str, tuple[bool, Decimal | None, str | None, str]]:
    found = {}
    for r in reading.lines(sitting.db, ATTENDANCE, training):
        name = reading.display(sitting.db, Attendance.person, r["person"])
        found[name] = (r["present"], r["score"], r["result"], r["note"])
    return found


def told(plan: AttendancePlan) -> list[tuple[str, str, str]]:
    return [(r.name, r.outcome, r.says) for r in plan.rows]


def test_a_list_with_marks_is_matched_and_written_as_one_step(sitting: Sitting, training: int, book: Book) -> None:
    path = book([
        ["培训签到表"], ["主题：质量意识"], ["序号", "姓名", "所在部门", "签到", "成绩", "是否合格", "备注", "工号"],
        [1, "何 静", "质量部", "是", 92.5, "合格", "", "A1"], [2, "谢岚", "生产部", "请假", "/", "", "病假", "A2"],
        [3, "许强", "生产部", "√", "60分", "", "", "A3"], ["合计", "", "", 2], ["记录人：", ""],
    ])  # fmt: skip
    plan = read_attendance(sitting, training, path)
    assert told(plan) == [
        ("何 静", "listed", "到场，成绩 92.5，合格"), ("谢岚", "listed", "缺席，病假"),
        ("许强", "added", "到场，成绩 60"),
    ]  # fmt: skip
    assert (plan.present, plan.absent, plan.unknown_headings) == (2, (), ("工号",))
    assert lines(sitting, training)["何静"] == (False, None, None, "")
    steps = len(sitting.done)
    apply_attendance(sitting, plan)
    assert lines(sitting, training) == {
        "何静": (True, Decimal("92.5"), "passed", ""), "谢岚": (False, None, None, "病假"),
        "许强": (True, Decimal(60), None, ""),
    }  # fmt: skip
    assert len(sitting.done) == steps + 1
    records.undo(sitting)
    assert set(lines(sitting, training)) == {"何静", "谢岚"}


def test_the_printed_grid_with_names_side_by_side_is_read(sitting: Sitting, training: int, book: Book) -> None:
    path = book([
        ["培训签到表"], ["姓名", "签名", "姓名", "签名", "姓名", "签名"],
        ["何静", "何静", "谢岚", "", "丁丁", "丁"], ["", "", "", "", "李四", "李四"],
    ])  # fmt: skip
    plan = read_attendance(sitting, training, path)
    assert told(plan) == [
        ("何静", "listed", "到场"), ("谢岚", "listed", "缺席"), ("丁丁", "added", "到场"),
        ("李四", "unknown", "人员里没有这个人"),
    ]  # fmt: skip
    apply_attendance(sitting, plan)
    assert {n: v[0] for n, v in lines(sitting, training).items()} == {"何静": True, "谢岚": False, "丁丁": True}


def test_what_is_not_understood_is_named_and_left_out(sitting: Sitting, training: int, book: Book) -> None:
    path = book([
        ["姓名", "到场", "成绩"], ["何静", "也许", 80], ["谢岚", "是", "八十"], ["许强", "是", 70], ["周平", "是", 70],
        ["丁丁", "是", -5], ["丁丁", "是", 5], ["丁丁", "是", 6],
    ])  # fmt: skip
    plan = read_attendance(sitting, training, path)
    assert told(plan) == [
        ("何静", "wrong", "“也许”看不出是否到场，请填“是”或“否”"), ("谢岚", "wrong", "“八十”不是数字"),
        ("许强", "wrong", "有 2 个同名的人，请写明部门（质量部、生产部）"), ("周平", "unknown", "人员里没有这个人"),
        ("丁丁", "wrong", "成绩不能是负数"), ("丁丁", "added", "到场，成绩 5"),
        ("丁丁", "wrong", "这个人在文件里出现了两次"),
    ]  # fmt: skip
    assert names(plan.rows, "unknown") == ["周平"]
    assert plan.absent == ("何静", "谢岚")
    apply_attendance(sitting, plan)
    assert lines(sitting, training)["丁丁"] == (True, Decimal(5), None, "")


def test_a_list_of_names_says_who_came_and_marks_say_it_where_there_are_any(
    sitting: Sitting, training: int, book: Book
) -> None:
    plan = read_attendance(sitting, training, book([["姓名"], ["何静"], ["谢岚"]]))
    assert [r.values[Attendance.present] for r in plan.rows] == [True, True]
    plan = read_attendance(sitting, training, book([["姓名", "分数"], ["何静", 88], ["谢岚", "缺考"]], name="marks"))
    assert [r.values[Attendance.present] for r in plan.rows] == [True, False]


def test_marks_that_the_file_does_not_give_stay(sitting: Sitting, training: int, book: Book) -> None:
    apply_attendance(sitting, read_attendance(sitting, training, book([["姓名", "成绩"], ["何静", 88]])))
    apply_attendance(sitting, read_attendance(sitting, training, book([["姓名", "签到"], ["何静", "√"]], name="b")))
    assert lines(sitting, training)["何静"] == (True, Decimal(88), None, "")


@pytest.mark.parametrize("rows", [[["编号", "主题"], [1, "质量"]], [["姓名", "成绩"]], [["姓名"], ["/"]]])
def test_files_without_names_are_refused(sitting: Sitting, training: int, book: Book, rows: list[list[object]]) -> None:
    with pytest.raises(UserError):
        read_attendance(sitting, training, book(rows))


def test_a_file_that_is_no_table_is_refused(sitting: Sitting, training: int, tmp_path: Path) -> None:
    path = tmp_path / "扫描.xlsx"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(UserError, match="PDF"):
        read_attendance(sitting, training, path)


def test_a_closed_training_takes_no_list(sitting: Sitting, training: int, book: Book) -> None:
    path = book([["姓名"], ["何静"]])
    plan = read_attendance(sitting, training, path)
    records.void(sitting, TRAINING, training, "没有开")
    for act in (lambda: read_attendance(sitting, training, path), lambda: apply_attendance(sitting, plan)):
        with pytest.raises(Refused, match="不能导入签到表：已作废"):
            act()
    assert lines(sitting, training)["何静"] == (False, None, None, "")


def test_nothing_good_writes_nothing(sitting: Sitting, training: int, book: Book) -> None:
    plan = read_attendance(sitting, training, book([["姓名"], ["李四"], ["王五"]]))
    with pytest.raises(Refused, match="没有能写入的行"):
        apply_attendance(sitting, plan)
