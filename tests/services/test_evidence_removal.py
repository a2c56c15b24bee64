"""Removing any one piece of evidence turns exactly the right lines of the map; all others stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.services import readiness
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.requirements import requirements
from tests.services import evidence_cases_project, evidence_cases_results
from tests.services.evidence_removals import Act
from tests.services.evidence_whole import TODAY, mend

CASES = [*evidence_cases_project.CASES, *evidence_cases_results.CASES]
EXCUSED = {"failed", "g_design32", "g_design33", "g_design34", "g_design35", "g_design36"}
"""What does not apply to the enterprise with everything: it was not failed, and does not design."""


@pytest.fixture(scope="module")
def whole(demo_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("whole")
    paper = folder / "证据.pdf"
    paper.write_bytes(b"%PDF-1.4 sample")
    with open_workspace(demo_copy(folder / "恒岩示例"), Clock(TODAY)) as workspace:
        mend(Sitting(workspace, "何静", Clock(TODAY)), paper)
        yield workspace


@pytest.fixture(scope="module")
def before(whole: Workspace) -> dict[str, str]:
    return states(whole)


def states(workspace: Workspace) -> dict[str, str]:
    judged = readiness.judge(readiness.facts(workspace.db, TODAY))
    return {each.requirement.key: each.verdict.state for each in judged}


def test_the_enterprise_has_everything(before: dict[str, str]) -> None:
    assert {key for key, state in before.items() if state != readiness.MET} == EXCUSED
    assert {before[key] for key in EXCUSED} == {readiness.NOT_APPLICABLE}


@pytest.mark.parametrize(("act", "turned"), [pytest.param(act, turned, id=title) for title, act, turned in CASES])
def test_what_is_removed_turns_the_right_lines(
    whole: Workspace, before: dict[str, str], act: Act, turned: dict[str, str]
) -> None:
    with whole.db.atomic() as undone:
        act(Sitting(whole, "何静", Clock(TODAY)))
        after = states(whole)
        undone.rollback()
    assert {key: state for key, state in after.items() if state != before[key]} == turned


def test_every_requirement_turns_by_some_removal() -> None:
    turned = {key for _title, _act, changes in CASES for key in changes}
    assert turned == {each.key for each in requirements()}
