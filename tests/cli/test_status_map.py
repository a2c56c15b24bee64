"""``status --json`` carries the map that the window shows, line by line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import open_workspace
from qmsdesk.services import overview, readiness
from qmsdesk.standard.requirements import STANDARDS, requirements
from tests.cli.conftest import Call

DAY = dt.date(2026, 10, 20)


@pytest.mark.parametrize("name", ["demo", "small_firm"])
def test_status_carries_the_same_map_as_the_window(name: str, request: pytest.FixtureRequest, answers: Call) -> None:
    folder: Path = request.getfixturevalue(name)
    told = json.loads(answers("status", folder, "--json"))
    with open_workspace(folder, Clock(DAY), write=False) as workspace:
        shown = overview.read(workspace.db, DAY)
        due = readiness.due(workspace.db, DAY)
    assert told["on"] == DAY.isoformat()
    assert len(told["requirements"]) == len(shown.judged) == len(requirements())
    for line, each in zip(told["requirements"], shown.judged, strict=True):
        wanted, verdict = each.requirement, each.verdict
        assert line == {
            "standard": STANDARDS[wanted.standard], "clause": wanted.clause, "title": wanted.title,
            "force": wanted.force, "state": verdict.state, "missing": [missing.text for missing in verdict.missing],
            "evidence": [{"register": register, "number": number} for register, number in verdict.evidence],
        }  # fmt: skip
    assert [(s["key"], s["done"], s["of"]) for s in told["stages"]] == [
        (p.stage.key, p.done, p.of) for p in shown.stages
    ]
    assert sum(s["done"] for s in told["stages"]) == shown.done
    assert sum(s["of"] for s in told["stages"]) == shown.of
    assert [(i["register"], i["number"], i["date"]) for i in told["due"]] == [
        (i.register, i.number, i.date.isoformat()) for i in due
    ]


def test_a_line_is_known_by_its_clause_and_title() -> None:
    known = [(each.standard, each.clause, each.title) for each in requirements()]
    assert len(set(known)) == len(known)


def test_status_in_words_counts_the_states_of_the_map(demo: Path, answers: Call) -> None:
    told = json.loads(answers("status", demo, "--json"))["requirements"]
    lines = answers("status", demo).splitlines()
    for state, title in readiness.STATE_TITLES.items():
        said = [line for line in lines if line.startswith(f"{title}　")]
        assert len(said) == sum(line["state"] == state for line in told), state
