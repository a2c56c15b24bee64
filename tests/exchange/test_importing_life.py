"""Imports keep to the life of a record: locks, 更正, 补录说明."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.exchange.importing import ImportPlan, apply, read_plan
from qmsdesk.exchange.plan import OnDuplicate
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers import catalogue
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import checking, correcting, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.importing.late import late_rows
from tests.life import PRESENT, SESSION, verb

DAY = dt.date(2026, 10, 15)
HEAD = ["编号", "培训主题", "培训层级", "实施日期", "补录说明"]
Read = Callable[..., ImportPlan]


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue.BY_KEY, SESSION.key, SESSION)


@pytest.fixture
def read(sitting: Sitting, book: Callable[..., Path]) -> Read:
    def plan(*rows: list[object], head: list[str] = HEAD, again: OnDuplicate = "update") -> ImportPlan:
        return read_plan(sitting, SESSION, book([head, *rows]), on_duplicate=again)

    return plan


@pytest.fixture
def locked(sitting: Sitting, read: Read) -> int:
    home = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    person = records.save(sitting, PERSON, None, {Person.name: "示例甲", Person.department: home}).record
    apply(sitting, read(["CC-001", "换模", "d", DAY, None]))
    (row,) = reading.rows(sitting.db, Training)
    records.save_line(sitting, SESSION, row.id, PRESENT, None, {Attendance.person: person, Attendance.score: 80})
    records.save(
        sitting, SESSION, row.id, {Training.trainer: "丁", Training.evaluator: person, Training.evaluated_on: DAY}
    )
    workflow.run(sitting, SESSION, row.id, verb("hold"))
    workflow.run(sitting, SESSION, row.id, verb("evaluate"))
    return row.id


def said(plan: ImportPlan) -> list[str]:
    return [p.text for row in plan.rows for p in row.problems if p.level == "error"]


def test_a_locked_record_refuses_a_file_and_takes_it_during_a_correction(
    sitting: Sitting, read: Read, locked: int
) -> None:
    other = ["CC-001", "换模与首检", "d", DAY, None]
    assert said(read(other)) == ["不能更新：已评价，修改须更正"]
    correcting.begin(sitting, SESSION, locked, "主题写错")
    plan = read(other)
    assert said(plan) == []
    apply(sitting, plan)
    correcting.finish(sitting, SESSION, locked)
    assert reading.rows(sitting.db, Training)[0]["topic"] == "换模与首检"
    assert checking.check(sitting.workspace).findings == ()


def test_the_reason_of_a_late_entry_is_that_of_its_row_else_of_the_file(sitting: Sitting, read: Read) -> None:
    early = DAY - dt.timedelta(days=90)
    plan = read(
        ["CC-001", "换模", "d", early, None],
        ["CC-002", "首检", "d", early, "纸质台账"],
        ["CC-003", "点检", "d", DAY, None],
    )
    assert late_rows(plan, DAY) == 1
    apply(sitting, plan, reason="补录 2026 年上半年")
    found = {row["number"]: row["late_reason"] for row in reading.rows(sitting.db, Training)}
    assert (found["CC-001"], found["CC-002"]) == ("补录 2026 年上半年", "纸质台账")
