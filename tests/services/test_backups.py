"""Backups: whose they are, what rotates, and that restoring never leaves less than there was."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import StorageError, UserError
from qmsdesk.models import copies
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Department
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import attachments, backup, checking, founding, history, records, settings
from qmsdesk.services.saving import safe_name
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import add_document


@pytest.fixture
def filled(sitting: Sitting, evidence: Path) -> Sitting:
    attachments.attach(sitting, DOCUMENT, add_document(sitting), evidence)
    return sitting


def test_two_firms_share_a_backup_folder_without_mixing(sitting: Sitting, tmp_path: Path) -> None:
    shared, days = tmp_path / "备份盘", [dt.date(2026, 9, n) for n in range(1, 21)]
    with workspaces.create(tmp_path / "别处" / "firm", sitting.clock) as workspace:
        other = Sitting(workspace, "宋佳", sitting.clock)
        founding.found(other, "另一家示例有限公司")
        for each in (sitting, other):
            settings.put(each, backup.FOLDER_KEY, str(shared), "更改备份位置")
        for day in days:
            for each in (sitting, other):
                each.clock = Clock(day)
                assert backup.daily(each) is not None
                assert backup.daily(each) is None
        mine, others = backup.folder_of_sitting(sitting), backup.folder_of_sitting(other)
    assert mine != others
    assert {mine.parent, others.parent} == {shared}
    assert [len(backup.listing(folder)) for folder in (mine, others)] == [9, 9]  # 7 days and 2 weeks before them


def test_an_import_does_not_stand_for_the_backup_of_the_day(sitting: Sitting) -> None:
    backup.before_import(sitting)
    assert backup.daily(sitting) is not None
    folder = backup.folder_of_sitting(sitting)
    assert sorted(copies.why_of(path) for path in backup.listing(folder)) == ["", "导入前"]
    assert backup.moment(backup.listing(folder)[0]).startswith("10-15 ")


def test_folders_that_only_look_like_backups_stay(tmp_path: Path) -> None:
    names = ["备份_20260230_120000", "备份_20261301_120000", "备份_2026", "我的备份_20260901_120000"]
    for name in names:
        (tmp_path / name).mkdir()
    for day in range(1, 29):
        (tmp_path / f"备份_202609{day:02}_120000").mkdir()
    backup.rotate(tmp_path)
    assert all((tmp_path / name).is_dir() for name in names)


def test_an_attachment_cut_short_in_an_older_backup_is_not_taken_over(filled: Sitting, tmp_path: Path) -> None:
    first = backup.backup(filled.workspace, tmp_path / "备份", filled.clock)
    (held,) = copies.stored(first / "files")
    (first / "files" / held).write_bytes(b"%PDF")
    second = backup.backup(filled.workspace, tmp_path / "备份", filled.clock)
    with workspaces.open_workspace(second, filled.clock, write=False) as workspace:
        assert checking.check(workspace).findings == ()


def test_backing_up_into_a_file_is_refused(filled: Sitting, evidence: Path) -> None:
    with pytest.raises(UserError, match="不是文件夹，不能放备份"):
        backup.backup(filled.workspace, evidence, filled.clock)


def test_restoring_brings_whole_attachments_and_keeps_those_added_since(
    filled: Sitting, tmp_path: Path, clock: Clock
) -> None:
    made = backup.backup(filled.workspace, tmp_path / "备份", clock)
    later = tmp_path / "后来.pdf"
    later.write_bytes(b"%PDF later")
    attachments.attach(filled, DOCUMENT, 1, later)
    (old,) = copies.stored(made / "files")
    broken = filled.workspace.files / old
    broken.chmod(0o600)
    broken.write_bytes(b"broken")
    filled.workspace.close()
    aside = backup.restore(made, filled.workspace.folder / workspaces.FILE, clock)
    assert aside is not None
    with workspaces.open_workspace(filled.workspace.folder, clock) as workspace:
        assert checking.check(workspace).findings == ()
        assert len(list(copies.stored(workspace.files))) == 2
        assert all((workspace.files / name).stat().st_mode & 0o222 == 0 for name in copies.stored(workspace.files))
    backup.restore(aside_with_files(aside, filled.workspace.files), filled.workspace.folder, clock)
    with workspaces.open_workspace(filled.workspace.folder, clock) as workspace:
        assert checking.check(workspace).files == 2


def aside_with_files(aside: Path, files: Path) -> Path:
    """What was moved aside, as a backup."""
    shutil.copytree(files, aside / "files")
    return aside


def test_a_restore_that_was_cut_short_can_be_done_again(filled: Sitting, tmp_path: Path, clock: Clock) -> None:
    made, folder = backup.backup(filled.workspace, tmp_path / "备份", clock), filled.workspace.folder
    filled.workspace.close()
    aside = backup.restore(made, folder, clock)
    assert aside is not None
    (folder / workspaces.FILE).unlink()
    assert backup.restore(made, folder, clock) is None
    with workspaces.open_workspace(folder, clock) as workspace:
        assert checking.check(workspace).findings == ()


@pytest.mark.parametrize("place", ["", "别的"])
def test_restoring_refuses_its_own_folder_and_foreign_ones(filled: Sitting, place: str, tmp_path: Path) -> None:
    made, folder = backup.backup(filled.workspace, tmp_path / "备份", filled.clock), filled.workspace.folder
    head = history.head(filled.db)
    filled.workspace.close()
    foreign = tmp_path / "别的"
    foreign.mkdir()
    (foreign / "照片.jpg").touch()
    with pytest.raises(UserError, match=r"就是这个企业自己|不是企业文件夹"):
        backup.restore(made if place else folder, foreign if place else folder, filled.clock)
    assert [path.name for path in foreign.iterdir()] == ["照片.jpg"]
    with workspaces.open_workspace(folder, filled.clock) as workspace:
        assert history.head(workspace.db) == head


def test_a_backup_is_whole_while_somebody_saves(filled: Sitting, tmp_path: Path) -> None:
    def saving(_stage: str, _done: int, _total: int) -> None:
        records.save(filled, DEPARTMENT, None, {Department.name: f"部门{history.head(filled.db).seq}"})

    made = backup.backup(filled.workspace, tmp_path / "备份", filled.clock, progress=saving)
    with workspaces.open_workspace(made, filled.clock, write=False) as workspace:
        assert checking.check(workspace).findings == ()


def test_a_damaged_database_is_not_backed_up(filled: Sitting, tmp_path: Path) -> None:
    filled.db.close()
    file = filled.workspace.folder / workspaces.FILE
    data = bytearray(file.read_bytes())
    data[4096 * 3 : 4096 * 3 + 64] = b"\xff" * 64
    file.write_bytes(data)
    with pytest.raises(StorageError):
        backup.backup(filled.workspace, tmp_path / "备份", filled.clock)
    assert list((tmp_path / "备份").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [("检验记录.pdf", "检验记录.pdf"), ("a:b?.pdf", "a_b_.pdf"), ("..", "_"), ("con.txt", "_con.txt"), ("", "_"),
     ("尾 .", "尾"), ("x\udc80.jpg", "x_.jpg"), ("长" * 300 + ".xlsx", "长" * 75 + ".xlsx")],
)  # fmt: skip
def test_names_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_backup_names_the_files_that_were_gone_before(filled: Sitting, evidence: Path, tmp_path: Path) -> None:
    assert backup.missing(backup.backup(filled.workspace, tmp_path / "备份", filled.clock)) == []
    second = evidence.with_name("照片.jpg")
    second.write_bytes(b"another file of this test")
    attachments.attach(filled, DOCUMENT, add_document(filled, "HY-WI-99"), second)
    for file in filled.workspace.files.rglob("?" * 64):
        if file.read_bytes() == second.read_bytes():
            file.chmod(0o600)
            file.unlink()
    made = backup.backup(filled.workspace, tmp_path / "备份", filled.clock)
    assert backup.missing(made) == ["照片.jpg"]
    assert "缺少 1 个附件" in backup.loss(["照片.jpg"])
    assert (made / workspaces.FILE).is_file()
