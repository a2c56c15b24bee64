"""Opening a workspace wherever it lies and however it was left; what is not ours stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import ReadOnly, StorageError, UserError
from qmsdesk.models import copies, schema
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.database import snapshot, uri_of
from qmsdesk.models.people import Department
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import backup, checking, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff


def names_of(workspace: workspaces.Workspace) -> list[str]:
    return [row["name"] for row in reading.rows(workspace.db, Department)]


@pytest.fixture
def crashed(sitting: Sitting, staff: Staff, tmp_path: Path) -> Path:
    """A workspace as a crash in the midst of a transaction leaves it: half-written pages and a hot journal."""
    folder = sitting.workspace.folder
    for n in range(60):
        records.save(sitting, DEPARTMENT, None, {Department.name: f"部门{n:02}", Department.duties: "检验" * 200})
    sitting.db.close()
    left = tmp_path / "断电"
    left.mkdir()
    with closing(sqlite3.connect(folder / workspaces.FILE, isolation_level=None)) as writer:
        for pragma in ("cache_size=2", "cache_spill=1"):
            writer.execute(f"PRAGMA {pragma}")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE department SET duties='改' || duties, name='改' || name")
        for name in (workspaces.FILE, workspaces.FILE + "-journal"):
            shutil.copyfile(folder / name, left / name)
    return left


def test_a_hot_journal_is_rolled_back_on_a_copy_when_only_reading(crashed: Path, clock: Clock) -> None:
    before = {path.name: path.read_bytes() for path in crashed.iterdir()}
    with workspaces.open_workspace(crashed, clock, write=False) as workspace:
        assert names_of(workspace)[:2] == ["质量部", "部门00"]
        assert checking.check(workspace).findings == ()
    assert {path.name: path.read_bytes() for path in crashed.iterdir()} == before
    with workspaces.open_workspace(crashed, clock) as workspace:
        assert names_of(workspace)[:2] == ["质量部", "部门00"]
    assert not (crashed / (workspaces.FILE + "-journal")).exists()


def test_a_backup_with_a_hot_journal_is_restored_as_it_was_committed(
    crashed: Path, tmp_path: Path, clock: Clock
) -> None:
    backup.restore(crashed, tmp_path / "新家", clock)
    with workspaces.open_workspace(tmp_path / "新家", clock) as workspace:
        assert names_of(workspace)[:2] == ["质量部", "部门00"]
        assert checking.check(workspace).findings == ()


def test_opening_again_in_this_process_does_not_drop_the_locks_of_a_transaction(sitting: Sitting) -> None:
    file = sitting.workspace.folder / workspaces.FILE
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "try: c.execute('BEGIN IMMEDIATE')\n"
        "except sqlite3.OperationalError as error: print(error)\n"
        "else: print('free')"
    )
    with sitting.db.atomic():
        with workspaces.open_workspace(sitting.workspace.folder, sitting.clock) as second:
            assert second.read_only
        tried = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert tried.stdout.strip() == "database is locked"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace in a schema before the present one (the empty one that every file starts from)."""
    folder = tmp_path / "旧版"
    folder.mkdir()
    with closing(sqlite3.connect(folder / workspaces.FILE)) as connection:
        connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version=0")
    return folder


def version(folder: Path) -> int:
    with closing(sqlite3.connect(folder / workspaces.FILE)) as connection:
        return schema.version_of(connection)


def test_an_older_file_is_backed_up_before_its_schema_is_raised(old: Path, clock: Clock) -> None:
    with workspaces.open_workspace(old, clock) as workspace:
        assert workspace.db.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
        records.save(Sitting(workspace, "何静", clock), DEPARTMENT, None, {Department.name: "质量部"})
        assert checking.check(workspace).findings == ()
    (kept,) = copies.listing(old / "backups")
    assert (copies.why_of(kept), version(kept), version(old)) == ("升级前", 0, schema.VERSION)


def test_an_older_file_can_be_read_where_it_cannot_be_raised(old: Path, clock: Clock, tmp_path: Path) -> None:
    with workspaces.open_workspace(old, clock, write=False) as workspace:
        assert names_of(workspace) == []
        with pytest.raises(ReadOnly):
            records.save(Sitting(workspace, "何静", clock), DEPARTMENT, None, {Department.name: "质量部"})
    assert version(old) == 0
    backup.restore(old, tmp_path / "新家", clock)
    assert version(tmp_path / "新家") == schema.VERSION


@pytest.mark.parametrize("name", ["a b", "100%", "50%25", "有?问", "#1", "a&b=c", "it's", "；、。", "{}", "\\n"])
def test_any_folder_name_will_do(tmp_path: Path, clock: Clock, name: str) -> None:
    with workspaces.create(tmp_path / name, clock) as workspace:
        records.save(Sitting(workspace, "何静", clock), DEPARTMENT, None, {Department.name: "质量部"})
        assert checking.check(workspace).findings == ()
    with workspaces.open_workspace(tmp_path / name, clock, write=False) as workspace:
        assert names_of(workspace) == ["质量部"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("path", "uri"),
    [(r"C:\质量 管理\a", "file:///C:/%E8%B4%A8%E9%87%8F%20%E7%AE%A1%E7%90%86/a?mode=rw"),
     (r"\\server\share\企业\records.qms", "file:////server/share/%E4%BC%81%E4%B8%9A/records.qms?mode=rw")],
)  # fmt: skip
def test_windows_drives_and_shares(path: str, uri: str) -> None:
    assert uri_of(PureWindowsPath(path), read_only=False) == uri


def test_a_linked_folder_is_the_same_workspace(sitting: Sitting, tmp_path: Path) -> None:
    link = tmp_path / "快捷"
    link.symlink_to(sitting.workspace.folder, target_is_directory=True)
    with workspaces.open_workspace(link, sitting.clock) as second:
        assert "正在使用这个企业（自 10-15" in second.read_only
    sitting.workspace.close()
    with workspaces.open_workspace(link / workspaces.FILE, sitting.clock) as workspace:
        assert not workspace.read_only


def test_two_workspaces_are_open_at_once(sitting: Sitting, tmp_path: Path) -> None:
    with workspaces.create(tmp_path / "乙", sitting.clock) as workspace:
        other = Sitting(workspace, "宋佳", sitting.clock)
        for n in range(3):
            records.save(sitting, DEPARTMENT, None, {Department.name: f"甲{n}"})
            records.save(other, DEPARTMENT, None, {Department.name: f"乙{n}"})
        records.undo(other)
        assert (names_of(sitting.workspace), names_of(workspace)) == (["甲0", "甲1", "甲2"], ["乙0", "乙1"])
        assert {entry.by for entry in history.entries(workspace.db)} == {"宋佳"}


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_database_of_another_program_is_not_touched(tmp_path: Path, clock: Clock, mode: str) -> None:
    file = tmp_path / workspaces.FILE
    with closing(sqlite3.connect(file)) as other:
        other.execute(f"PRAGMA journal_mode={mode}")
        other.execute("CREATE TABLE t (x)")
    before = file.read_bytes()
    with pytest.raises(UserError, match="是别的程序的数据库"):
        workspaces.open_workspace(tmp_path, clock)
    assert file.read_bytes() == before


def test_an_empty_file_is_no_workspace(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / workspaces.FILE).touch()
    with pytest.raises(StorageError, match="不是本程序的数据文件，或已经损坏"):
        workspaces.open_workspace(tmp_path, clock)


def test_a_place_where_no_folder_can_be_made_is_said(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "文件").touch()
    with pytest.raises(StorageError):
        workspaces.create(tmp_path / "文件" / "企业", clock)


def test_what_a_job_reads_fits_together_while_others_write(sitting: Sitting) -> None:
    with snapshot(sitting.db) as still:
        records.save(sitting, DEPARTMENT, None, {Department.name: "以后"})
        assert reading.rows(still, Department) == []
        assert history.head(still).seq == history.head(sitting.db).seq - 1
        assert list(reading.Query(DEPARTMENT, order=reading.Order(Department.name)).ids(still)) == []
