"""Sheets that are handed out and come back: what is right is written as one step."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange import fill_in, fill_in_apply, fill_in_form, fill_in_work
from qmsdesk.exchange.fill_in_form import Ledger
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.indicators import Measurement
from qmsdesk.models.people import Person
from qmsdesk.models.reviews import Review, ReviewOutput
from qmsdesk.registers.people import PERSON
from qmsdesk.services import exportlog, history, issuing, monthly, reading, records
from qmsdesk.services.sitting import Sitting
from tests.exchange.fill_in.conftest import (
    ACTION,
    CLOCK,
    DAY,
    FIGURES,
    NONCONFORMITY,
    REVIEW,
    Firm,
    fill,
    measured,
    states,
)


def test_what_comes_back_is_written_as_one_step_and_taken_back_as_one(firm: Firm) -> None:
    plan = firm.read(fill(firm.issue(), FIGURES | ACTION))
    assert states(plan) == ["new", "new", "new"]
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
    fill_in_apply.apply(firm.sitting, firm.read(fill(firm.issue(), FIGURES)))
    assert firm.month("2026-08")["late_reason"] == "责任人用填报表补报"
    assert firm.month("2026-09")["late_reason"] == ""


def test_what_was_left_empty_stays_as_it_was(firm: Firm) -> None:
    plan = firm.read(fill(firm.issue(), {"月度数据!I4": "检验台账"}))
    assert states(plan) == ["blank", "blank", "blank"]
    with pytest.raises(UserError, match="没有可以导入的内容"):
        fill_in_apply.apply(firm.sitting, plan)


def test_values_that_changed_in_between_are_conflicts(firm: Firm) -> None:
    path = fill(firm.issue(), FIGURES | ACTION)
    measured(firm.sitting, firm.indicator, "2026-08", "91")
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.done_on: dt.date(2026, 10, 1)})
    plan = firm.read(path)
    assert states(plan) == ["conflict", "new", "conflict"]
    assert "91" in plan.rows[0].says
    assert "2026-10-01" in plan.rows[2].says
    fill_in_apply.apply(firm.sitting, plan)
    assert firm.month("2026-08").of(Measurement.value) == Decimal(91)
    assert firm.action().of(Nonconformity.done_on) == dt.date(2026, 10, 1)


def test_a_changed_responsible_person_is_a_conflict(firm: Firm) -> None:
    path = fill(firm.issue(), ACTION)
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.owner: firm.people[1]})
    assert [(r.state, r.says) for r in firm.read(path).rows][2] == ("conflict", "责任人已经换了")


def test_the_same_values_entered_meanwhile_are_no_conflict(firm: Firm) -> None:
    path = fill(firm.issue(), {"月度数据!H4": "97.5%"})
    measured(firm.sitting, firm.indicator, "2026-09", "97.5")
    assert states(firm.read(path)) == ["blank", "same", "blank"]


def test_locked_months_are_refused(firm: Firm) -> None:
    path = fill(firm.issue(), {"月度数据!H3": "90%"})
    month = measured(firm.sitting, firm.indicator, "2026-08", "91")
    monthly.verify(firm.sitting, [month], firm.people[1], DAY)
    monthly.lock(firm.sitting, [month])
    assert states(firm.read(path))[0] == "conflict"
    records.void(firm.sitting, NONCONFORMITY, firm.nonconformity, "重复")
    path = fill(firm.issue(), {"月度数据!H3": "90%"})
    assert len(firm.read(path).rows) == 1  # the month that is open still


def test_a_record_locked_in_between_is_refused(firm: Firm) -> None:
    path = fill(firm.issue(), ACTION)
    records.void(firm.sitting, NONCONFORMITY, firm.nonconformity, "重复")
    found = firm.read(path).rows[2]
    assert (found.state, found.says) == ("locked", "已作废：重复")


def test_nothing_is_written_when_a_record_changes_after_the_preview(firm: Firm) -> None:
    plan = firm.read(fill(firm.issue(), FIGURES | ACTION))
    records.save(firm.sitting, NONCONFORMITY, firm.nonconformity, {Nonconformity.remark: "别处改的"})
    head = history.head(firm.sitting.db)
    with pytest.raises(Refused, match="“措施”第 3 行不能导入"):
        fill_in_apply.apply(firm.sitting, plan)
    assert history.head(firm.sitting.db) == head
    assert firm.month("2026-08") is None


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
        fill_in.issue(firm.sitting, tmp_path / "没有这个文件夹" / "下发")
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
    plan = firm.read(fill(path, {"措施!F4": DAY, "措施!G4": "已到岗"}))
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
    (row,) = firm.read(fill(path, {"措施!F3": DAY})).rows
    assert (row.state, row.says) == ("conflict", "这一项已删除")
