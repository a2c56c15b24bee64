"""Every released schema keeps a sample file that must still open, in order and with the same result."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models import schema
from qmsdesk.models.workspace import open_workspace
from qmsdesk.services import assessment, checking, reading

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "workspaces").glob("schema_*.zip"))


def test_every_released_schema_has_its_sample() -> None:
    assert [int(path.stem.removeprefix("schema_")) for path in SAMPLES] == list(range(1, schema.VERSION + 1))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
def test_the_sample_opens_and_is_in_order(sample: Path, tmp_path: Path, write: bool) -> None:
    with zipfile.ZipFile(sample) as packed:
        packed.extractall(tmp_path)
    with open_workspace(tmp_path, Clock(dt.date(2026, 11, 1)), write=write) as workspace:
        report = checking.check(workspace)
        assert report.findings == ()
        assert report.files == 1
        (final,) = assessment.versions(workspace.db)
        assert (final["status"], final["grade"]) == ("final", "合格")
        assert assessment.compute(workspace.db).total == "10"
        assert reading.enterprise(workspace.db) is not None
