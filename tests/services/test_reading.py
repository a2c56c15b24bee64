"""The fixed statements of look-ups say what composed ones say, for every register and every kind of record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.people import Department, Enterprise
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting


@pytest.mark.parametrize("register", ALL, ids=lambda register: str(register.key))
def test_keys_and_numbers_find_the_same_record(demo_built: Path, register: Register) -> None:
    with open_workspace(demo_built, Clock(), write=False) as workspace:
        db = workspace.db
        for row in reading.rows(db, register.model):
            conditions = {f: row.of(f) for f in register.sheet.key}
            if conditions:
                where = [f.is_null() if v is None else f == v for f, v in conditions.items()]
                composed = reading.rows(db, register.model, *where, register.model.void_reason == "")
                assert [reading.find(db, register.model, conditions)] == (composed[:1] or [None])
            assert reading.by_number(db, register, row["number"]) == row
        assert reading.by_number(db, register, "没有的编号") is None
        assert [reading.enterprise(db)] == reading.rows(db, Enterprise)


def test_an_empty_value_is_looked_for_and_what_is_gone_is_not_found(sitting: Sitting) -> None:
    register, db = BY_KEY["department"], sitting.db
    made = records.save(sitting, register, None, {Department.name: "质量部"}).record
    stays = {Department.name: "质量部", Department.happened_on: None}
    found = reading.find(db, Department, stays)
    assert found is not None
    assert found.id == made
    assert reading.find(db, Department, {**stays, Department.happened_on: dt.date(2026, 1, 1)}) is None
    number = str(found["number"])
    records.delete(sitting, register, [made])
    assert reading.find(db, Department, stays) is None
    gone = reading.by_number(db, register, number.lower())
    assert gone is not None
    assert gone["deleted_at"]
    records.restore(sitting, register, made)
    records.void(sitting, register, made, "重复")
    assert reading.find(db, Department, stays) is None
