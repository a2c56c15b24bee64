"""Every released schema keeps a sample file that must still open, in order and with the same result."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models import schema
from qmsdesk.models.people import Enterprise
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.services import assessment, checking, history, narrative, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.history_text import stories

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


def test_raising_an_older_file_is_one_entry_that_can_be_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLES[0]) as packed:
        packed.extractall(tmp_path)
    with open_workspace(tmp_path, Clock(dt.date(2026, 11, 1))) as workspace:
        *_older, last = history.entries(workspace.db)
        raised = [e for e in history.entries(workspace.db) if e.verb == "upgrade"]
        assert [(e.seq, e.register, e.record, e.by) for e in raised] == [(last.seq, "", 0, "升级程序")]
        assert checking.check(workspace).findings == ()
        told = narrative.all_entries(workspace.db, limit=1)[0]
        assert (told.verb, told.number, narrative.register_title(told.register)) == ("升级程序", "", "数据文件")
        assert told.text == f"升级程序 涉及的数据行：{len(last.rows)}"
        assert told.at == "2026-11-01 10:00"
        sitting = Sitting(workspace, "何静", Clock(dt.date(2026, 11, 1)))
        (enterprise,) = reading.rows(workspace.db, Enterprise)
        records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.gb4754: "C34"})
        assert checking.check(workspace).findings == ()
        assert stories(sitting, ENTERPRISE, enterprise.id)[0].what == "修改"
