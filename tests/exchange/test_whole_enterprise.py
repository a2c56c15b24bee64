"""The sheets of a whole enterprise, read into an empty one: first who and what the others name, then all others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qmsdesk.exchange.exporting import export
from qmsdesk.exchange.importing import apply, read_plan
from qmsdesk.models.database import fold
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from tests.exchange.conftest import CLOCK

FIRST = ("enterprise", "department", "process", "person", "party", "indicator", "plan")
"""Whom and what other sheets name; nobody adds an indicator or a measure of the plan for being named."""


def test_every_register_comes_into_an_empty_enterprise(
    demo_built: Path, new_sitting: Callable[[str], Sitting], tmp_path: Path
) -> None:
    target = new_sitting("empty")
    left = {}
    with open_workspace(demo_built, CLOCK, write=False) as source:
        for register in (*(BY_KEY[key] for key in FIRST), *(r for r in ALL if r.key not in FIRST)):
            path = tmp_path / f"{register.key}.xlsx"
            count = export(source.db, register, path)
            plan = read_plan(target, register, path)
            assert [p.text for row in plan.bad for p in row.problems] == [], register.key
            assert (plan.other_sheets, plan.missing, plan.unknown_headings) == ([], (), ())
            apply(target, plan)
            assert len(reading.rows(target.db, register.model)) == count, register.key
            if notes := {row.note for row in plan.rows if row.status == "skip"}:
                left[register.key] = notes
        people = [{fold(row["number"]) for row in reading.rows(db, BY_KEY["person"].model)}
                  for db in (source.db, target.db)]  # fmt: skip
        assert people[0] == people[1]
    assert list(left) == ["nonconformity"]
    assert ["不随导入增加" in note for note in left["nonconformity"]] == [True]
