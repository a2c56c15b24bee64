"""Everything that is due, from registers over the real tables and from what services add."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.clock import later
from qmsdesk.models.audits import Audit
from qmsdesk.models.base import Record
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.project import Milestone
from qmsdesk.models.resources import Calibration, Instrument
from qmsdesk.models.system import Attachment
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT, ROUNDS
from qmsdesk.registers.people import ENTERPRISE, PERSON
from qmsdesk.registers.spec import Column, Due, Lines, Register, Section
from qmsdesk.services import attachments, due, due_sources, history, open_months, readiness, reading, records, reminders
from qmsdesk.services.due import DueItem
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff, add_document

CALIBRATIONS = Lines("calibration", "检定", Calibration.instrument, (Calibration.done_on, Calibration.due_on))


def _latest_due() -> object:
    return Calibration.select(Calibration.due_on).where(
        Calibration.id
        == Calibration.select(Calibration.id)
        .where(Calibration.instrument == Instrument.id)
        .order_by(Calibration.done_on.desc())
        .limit(1)
    )


def _register(model: type[Record], key: str, *declared: Due, lines: tuple[Lines, ...] = ()) -> Register:
    caption = model.caption()
    return Register(
        key=key, title=key, model=model, clauses=(), numbering="{n:03}", columns=(model.number, caption),
        sections=(Section("", (caption,)),), search=(caption,), due=declared, lines=lines,
    )  # fmt: skip


MILESTONE = _register(
    Milestone,
    "milestone",
    Due(Milestone.due_on, "工作计划", lambda: (Milestone.done_on.is_null(),), person=Milestone.owner),
)
BY_COLUMN = _register(Instrument, "instrument", Due(Column("应检", Calibration.due_on, _latest_due), "检定"))
BY_LINE = _register(
    Instrument,
    "instrument",
    Due(Calibration.due_on, "检定", lambda: (Calibration.result != "failed",), lines=CALIBRATIONS),
    lines=(CALIBRATIONS,),
)


def _add(sitting: Sitting, register: Register, **values: object) -> int:
    """A row of a table whose own register is not asked: what counts here are the dates."""
    fields = {f.name: None for f in register.model.fields() if f.null} | {"number": f"{register.key}-{_count()}"}
    with sitting.batch("备好"):
        image = history.added(register.model, {**fields, "number_key": fields["number"], **values})
        return records.write(sitting, register, [image], "add").record


_made = iter(range(1, 10_000))


def _count() -> int:
    return next(_made)


def _line(sitting: Sitting, register: Register, model: type, record: int, **values: object) -> None:
    with sitting.batch("备好"):
        records.write(sitting, register, [history.added(model, values)], "edit", record=record)


def _read(sitting: Sitting, *registers: Register, horizon: int = 30) -> list[DueItem]:
    return [i for i in reminders.read(sitting.db, DAY, horizon, registers) if i.kind != "hint"]


def _in(days: int) -> dt.date:
    return DAY + dt.timedelta(days)


def test_a_date_counts_until_it_is_done_and_only_within_the_horizon(sitting: Sitting, staff: Staff) -> None:
    for days, done in ((-5, None), (0, None), (7, None), (30, None), (31, None), (-9, DAY)):
        _add(sitting, MILESTONE, task=f"任务 {days}", due_on=_in(days), done_on=done, owner=staff.author, stage="a")
    found = _read(sitting, MILESTONE)
    assert [(i.title, i.overdue, due.group(i, DAY), due.word(i, DAY)) for i in found] == [
        ("工作计划：任务 -5", True, "overdue", "逾期 5 天"),
        ("工作计划：任务 0", False, "today", "今天"),
        ("工作计划：任务 7", False, "week", "还有 7 天"),
        ("工作计划：任务 30", False, "horizon", "还有 30 天"),
    ]
    assert {(i.person, i.department, i.field, i.register) for i in found} == {
        ("示例甲", "质量部", "due_on", "milestone")
    }
    assert [i.title for i in _read(sitting, MILESTONE, horizon=0)] == ["工作计划：任务 -5", "工作计划：任务 0"]
    assert reminders.counts(found, DAY) == reminders.Counts(overdue=1, soon=2, months=0, total=4)


@pytest.mark.parametrize("gone", [{"void_reason": "重复"}, {"deleted_at": "2026-01-01"}])
def test_void_and_deleted_records_wait_for_nothing(sitting: Sitting, gone: dict[str, str]) -> None:
    _add(sitting, MILESTONE, task="作废的", due_on=DAY, stage="a", **gone)
    instrument = _add(sitting, BY_LINE, name="游标卡尺", **gone)
    _line(sitting, BY_LINE, Calibration, instrument, instrument=instrument, done_on=DAY, due_on=DAY)
    assert _read(sitting, MILESTONE, BY_LINE, BY_COLUMN) == []


def test_a_computed_date_is_read_from_the_child_rows(sitting: Sitting) -> None:
    instrument = _add(sitting, BY_COLUMN, name="游标卡尺")
    _add(sitting, BY_COLUMN, name="没有检定过的")
    for done, until in ((_in(-400), _in(-35)), (_in(-30), _in(20))):
        _line(sitting, BY_COLUMN, Calibration, instrument, instrument=instrument, done_on=done, due_on=until)
    found = _read(sitting, BY_COLUMN)
    assert [(i.record, i.title, i.date, i.field) for i in found] == [(instrument, "检定：游标卡尺", _in(20), "")]


def test_dates_in_child_rows_come_one_by_one_with_their_row(sitting: Sitting) -> None:
    instrument = _add(sitting, BY_LINE, name="千分尺")
    for place, (until, result) in enumerate(((_in(-3), "passed"), (_in(3), "limited"), (_in(-8), "failed"))):
        values = {"instrument": instrument, "done_on": _in(-place), "due_on": until, "result": result}
        _line(sitting, BY_LINE, Calibration, instrument, **values)
    found = _read(sitting, BY_LINE)
    assert [(i.record, i.overdue, i.field) for i in found] == [
        (instrument, True, "due_on"),
        (instrument, False, "due_on"),
    ]
    assert len({i.line for i in found}) == 2
    assert len({i.key for i in found}) == 2


def test_a_declaration_costs_one_statement(sitting: Sitting, staff: Staff) -> None:
    def cost() -> int:
        seen: list[str] = []
        connection = sitting.db.connection()
        connection.set_trace_callback(seen.append)
        reminders.read(sitting.db, DAY, registers=(MILESTONE, BY_LINE, BY_COLUMN))
        connection.set_trace_callback(None)
        return sum(s.startswith("SELECT") for s in seen)

    before = cost()
    for days in range(40):
        _add(sitting, MILESTONE, task=f"任务 {days}", due_on=_in(-days), owner=staff.author, stage="a")
    assert cost() == before


def test_a_certificate_of_somebody_is_due_with_him(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, PERSON, staff.author, {Person.auditor_until: _in(10)})
    (found,) = _read(sitting, PERSON)
    assert (found.person, found.department, found.field) == ("示例甲", "质量部", "auditor_until")


# Months


def _indicator(sitting: Sitting, owner: int | None = None, **values: object) -> int:
    named = {getattr(Indicator, name): value for name, value in values.items()}
    return records.save(
        sitting, INDICATOR, None,
        {Indicator.category: "realization", Indicator.name: f"指标 {_count()}", Indicator.unit: "%",
         Indicator.owner: owner, **named},
    ).record  # fmt: skip


def _round(sitting: Sitting, indicator: int, **values: object) -> None:
    named = {getattr(IndicatorRound, name): value for name, value in values.items()}
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, None, {IndicatorRound.name: "第一轮", **named})


def _month(sitting: Sitting, indicator: int, period: str, reporter: int | None = None, value: str | None = "9") -> int:
    values = {Measurement.indicator: indicator, Measurement.period: period, Measurement.value: value,
              Measurement.reporter: reporter}  # fmt: skip
    return records.save(sitting, MEASUREMENT, None, values).record


def test_open_months_are_those_planned_and_those_after_the_last_value(sitting: Sitting, staff: Staff) -> None:
    planned = _indicator(sitting, staff.approver)
    _round(sitting, planned, baseline="2026-01~2026-03", evaluation="2026-08~2026-12")
    _month(sitting, planned, "2026-02")
    (found,) = open_months.read(sitting.db, DAY)
    assert found.periods == ("2026-01", *(f"2026-{m:02}" for m in range(3, 10)))
    assert (found.person, found.department, found.due_on) == ("示例乙", "质量部", dt.date(2026, 2, 5))


@pytest.mark.parametrize(
    ("made", "typed"),
    [
        ({"feed": "3.3"}, {}),  # computed from a register
        ({"kind": "qualitative"}, {}),
        ({"frequency": "event"}, {}),
        ({}, {"before": "80", "after": "90"}),  # values typed instead of months
    ],
)
def test_nobody_is_asked_for_months_that_are_not_reported(
    sitting: Sitting, made: dict[str, str], typed: dict[str, str]
) -> None:
    _round(sitting, _indicator(sitting, **made), evaluation="2026-07~2026-12", **typed)
    assert open_months.read(sitting.db, DAY) == []


def test_without_a_plan_the_months_after_the_last_value_are_open_for_who_reported_it(
    sitting: Sitting, staff: Staff
) -> None:
    indicator = _indicator(sitting)
    _month(sitting, indicator, "2026-06", staff.approver)
    _month(sitting, indicator, "2026-07", staff.author)
    _month(sitting, indicator, "2026-08", staff.approver, value=None)  # begun, without a value
    (found,) = open_months.read(sitting.db, DAY)
    assert (found.periods, found.person) == (("2026-08", "2026-09"), "示例甲")
    _indicator(sitting)  # one without months or plan asks for nothing
    assert len(open_months.read(sitting.db, DAY)) == 1


def test_each_indicator_is_asked_of_who_reported_its_own_last_month(sitting: Sitting, staff: Staff) -> None:
    first, second = _indicator(sitting), _indicator(sitting)
    for indicator, period, reporter in (
        (first, "2026-08", staff.author), (second, "2026-07", staff.approver), (first, "2026-07", staff.approver),
    ):  # fmt: skip
        _month(sitting, indicator, period, reporter)
    found = {each.indicator.id: (each.periods, each.person) for each in open_months.read(sitting.db, DAY)}
    assert found == {first: (("2026-09",), "示例甲"), second: (("2026-08", "2026-09"), "示例乙")}


def test_quarters_are_asked_for_at_their_end(sitting: Sitting) -> None:
    indicator = _indicator(sitting, frequency="quarter")
    _round(sitting, indicator, evaluation="2026-01~2026-12")
    _month(sitting, indicator, "2026-03")
    (found,) = open_months.read(sitting.db, DAY)
    assert found.periods == ("2026-06", "2026-09")


def test_a_missing_month_is_one_item_and_goes_when_it_is_entered(sitting: Sitting, staff: Staff) -> None:
    indicator = _indicator(sitting, staff.author, name="一次交验合格率")
    _month(sitting, indicator, "2026-08")
    (item,) = [i for i in reminders.read(sitting.db, DAY) if i.kind == "month"]
    assert (item.title, item.date, item.overdue, item.field) == (
        "填报：2026-09 一次交验合格率", dt.date(2026, 10, 5), True, "month",
    )  # fmt: skip
    assert due.group(item, DAY) == "month"
    assert not [i.overdue for i in reminders.read(sitting.db, dt.date(2026, 10, 5)) if i.overdue and i.kind == "month"]
    _month(sitting, indicator, "2026-09")
    assert [i for i in reminders.read(sitting.db, DAY) if i.kind == "month"] == []
    later = [i for i in reminders.read(sitting.db, dt.date(2027, 10, 15)) if i.kind == "month"]
    assert [i.title for i in later] == ["填报：2026-10 至 2027-09 共 12 个月 一次交验合格率"]


# What services add


def test_evidence_that_expires_is_due_until_it_is_marked(sitting: Sitting, evidence: Path) -> None:
    document = add_document(sitting)
    attachments.attach(sitting, DOCUMENT, document, evidence, title="营业执照")
    (file,) = reading.attachments(sitting.db, "document", document)
    attachments.edit(sitting, DOCUMENT, file.id, {Attachment.valid_until: _in(-2)})
    (item,) = [i for i in _read(sitting) if i.field == "attachments"]
    assert (item.number, item.title, item.overdue) == ("HY-QP-01", "证据到期：营业执照", True)
    attachments.edit(sitting, DOCUMENT, file.id, {Attachment.valid_until: _in(31)})
    assert _read(sitting) == []
    attachments.edit(sitting, DOCUMENT, file.id, {Attachment.valid_until: _in(-2), Attachment.state: "expired"})
    assert _read(sitting) == []


def _hints(sitting: Sitting, today: dt.date) -> list[str]:
    return [i.title for i in reminders.read(sitting.db, today) if i.kind == "hint" and i.register == "audit"]


def test_the_first_audit_is_advised_three_to_six_months_after_the_start(sitting: Sitting) -> None:
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    assert _hints(sitting, DAY) == []  # the day the system began is not known
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.system_started_on: dt.date(2026, 8, 31)})
    assert _hints(sitting, dt.date(2026, 11, 29)) == []
    (text,) = _hints(sitting, dt.date(2026, 11, 30))
    assert "2026-11-30 至 2027-02-28" in text
    register = _register(Audit, "audit")
    _add(sitting, register, planned_on=DAY, held_on=dt.date(2026, 12, 1), title="第一次", status="held")
    assert _hints(sitting, dt.date(2027, 10, 31)) == []
    (text,) = _hints(sitting, dt.date(2027, 11, 1))
    assert "不宜超过 12 个月" in text


def test_hints_are_not_due(sitting: Sitting) -> None:
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.system_started_on: dt.date(2026, 1, 1)})
    items = reminders.read(sitting.db, DAY)
    assert {i.kind for i in items} == {"hint"}
    assert readiness.due(sitting.db, DAY) == []
    assert reminders.counts(items, DAY) == reminders.Counts(0, 0, 0, 0)


def test_old_drafts_of_a_register_are_one_hint(sitting: Sitting) -> None:
    for number in ("HY-QP-01", "HY-QP-02"):
        add_document(sitting, number)
    assert due_sources.drafts(sitting.db, _in(30)) == []
    (hint,) = due_sources.drafts(sitting.db, _in(32))
    assert (hint.number, hint.title) == (
        "HY-QP-01",
        f"{DOCUMENT.title}：2 份草稿超过 30 天没有完成",
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 12, 31), 0, dt.date(2026, 12, 31)),
        (dt.date(2026, 1, 31), 11, dt.date(2026, 12, 31)),
    ],
)
def test_months_on(day: dt.date, months: int, expected: dt.date) -> None:
    assert later(day, months) == expected


def test_status_gives_the_contracts_keys_only(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, PERSON, staff.author, {Person.auditor_until: _in(-1)})
    assert readiness.status_json(sitting.db, DAY)["due"] == [
        {"register": "person", "number": "RY-001", "title": "内审员证到期：示例甲", "date": "2026-10-14",
         "overdue": True},
    ]  # fmt: skip
