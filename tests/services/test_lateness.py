"""补录: due by the business date, refused by gates, never by a save."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.base import Row
from qmsdesk.models.training import Training
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import correcting, lateness, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.life import SESSION, verb
from tests.services.conftest import DAY, Staff, stored


@pytest.mark.parametrize(
    ("value", "late"),
    [
        (DAY - dt.timedelta(days=30), False),
        (DAY - dt.timedelta(days=31), True),
        (DAY + dt.timedelta(days=9), False),
        ("2026-09", False),
        ("2026-08", True),
        ("2025-12", True),
        (None, False),
        ("", False),
    ],
)
def test_a_day_or_month_is_late_after_thirty_days(value: object, late: bool) -> None:
    assert lateness.is_late(value, DAY) is late


def held(sitting: Sitting, day: dt.date, reason: str = "") -> int:
    values = {Training.topic: "换模", Training.tiers: ("d",), Training.held_on: day, Training.trainer: "示例丁"}
    return records.save(sitting, SESSION, None, {**values, Training.late_reason: reason}).record


def test_gates_refuse_a_late_entry_without_its_reason_and_a_save_never(sitting: Sitting) -> None:
    made = held(sitting, DAY - dt.timedelta(days=40))
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, SESSION, made, verb("hold"))
    assert blocked.value.missing == ("补录说明",)
    assert workflow.gate(sitting, SESSION, made, verb("hold")).fields["补录说明"] is Training.late_reason
    records.save(sitting, SESSION, made, {Training.late_reason: "原为纸质台账"})
    workflow.run(sitting, SESSION, made, verb("hold"))


def test_what_is_entered_in_time_needs_none(sitting: Sitting) -> None:
    workflow.run(sitting, SESSION, held(sitting, DAY), verb("hold"))


def test_a_correction_that_moves_the_date_back_needs_the_reason(sitting: Sitting, staff: Staff) -> None:
    made = held(sitting, DAY)
    workflow.run(sitting, SESSION, made, verb("hold"))
    records.save(sitting, SESSION, made, {Training.evaluator: staff.author, Training.evaluated_on: DAY})
    workflow.run(sitting, SESSION, made, verb("evaluate"))
    correcting.begin(sitting, SESSION, made, "日期录错")
    records.save(sitting, SESSION, made, {Training.held_on: DAY - dt.timedelta(days=60)})
    with pytest.raises(Blocked) as blocked:
        correcting.finish(sitting, SESSION, made)
    assert blocked.value.missing == ("补录说明",)


def test_the_day_of_entry_is_that_of_the_record_or_today(sitting: Sitting) -> None:
    row = stored(sitting, Training, held(sitting, DAY))
    assert not lateness.due(SESSION, row, DAY + dt.timedelta(days=200))
    draft = Row({**row, "created_at": ""})
    assert lateness.missing(SESSION, draft, DAY + dt.timedelta(days=200))
    assert not lateness.due(DEPARTMENT, row, DAY + dt.timedelta(days=200))


def test_the_reason_stands_after_the_date_in_form_and_sheet() -> None:
    for fields in (SESSION.fields, SESSION.sheet_fields):
        names = [f.name for f in fields]
        assert names[names.index("held_on") + 1] == "late_reason"
    assert "late_reason" not in [f.name for f in DEPARTMENT.fields]
