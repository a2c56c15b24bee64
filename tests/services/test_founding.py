"""A new enterprise is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Enterprise
from qmsdesk.services import checking, founding, reading, records
from tests.faults import drill


def test_a_new_enterprise_is_open_with_its_name(tmp_path: Path, clock: Clock) -> None:
    sitting = founding.establish(tmp_path / "新", clock, "何静", "徐州示例木业有限公司")
    with sitting.workspace:
        row = reading.enterprise(sitting.db)
        assert row is not None
        assert (row.of(Enterprise.short_name), row["created_by"]) == ("示例木业", "何静")


@pytest.mark.parametrize("existed", [True, False])
def test_one_that_cannot_be_entered_leaves_nothing(tmp_path: Path, clock: Clock, existed: bool) -> None:
    folder = tmp_path / "新"
    if existed:
        folder.mkdir()
    with pytest.raises(records.Invalid):
        founding.establish(folder, clock, "何静", "示例", {Enterprise.abbreviation: "长" * 50})
    assert folder.exists() == existed
    assert not existed or list(folder.iterdir()) == []
    with founding.establish(folder, clock, "何静", "示例").workspace as workspace:
        assert checking.check(workspace).findings == ()


def test_what_is_there_already_is_refused_and_stays(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "账.txt").write_text("别人的", "utf-8")
    with pytest.raises(UserError, match="已存在"):
        founding.establish(tmp_path, clock, "何静", "示例")
    assert (tmp_path / "账.txt").read_text("utf-8") == "别人的"


def test_a_disk_that_fills_on_the_way_leaves_nothing(tmp_path: Path, clock: Clock) -> None:
    """Files that may not grow beyond the size of an empty workspace: it can be made, its enterprise not entered."""
    workspaces.create(tmp_path / "empty", clock).close()
    size = (tmp_path / "empty" / workspaces.FILE).stat().st_size
    ends = set()
    for limit in (size // 2, size - 1, size, size + 4096):
        folder = tmp_path / f"新{limit}"
        outcome = drill.call("new", folder, "--name", "示例", home=tmp_path / "home", file_limit=limit)
        ends.add(outcome.code)
        if outcome.code:
            assert drill.sentence_faults(outcome) == []
            assert not folder.exists()
        else:
            assert drill.workspace_faults(folder) == []
    assert 3 in ends
