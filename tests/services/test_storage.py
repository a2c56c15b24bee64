"""Faults of storage: what is damaged is found, what is copied is whole, what is foreign is refused."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import StorageError, UserError
from qmsdesk.models import schema
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Department
from qmsdesk.models.tables import KEPT
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import attachments, backup, checking, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, add_document


@pytest.fixture
def filled(sitting: Sitting, staff: Staff, evidence: Path) -> Sitting:
    document = add_document(sitting)
    attachments.attach(sitting, DOCUMENT, document, evidence)
    return sitting


def raw(sitting: Sitting, *statements: str) -> None:
    """Write past the program, as somebody with a database tool would."""
    sitting.db.close()
    with closing(sqlite3.connect(sitting.workspace.folder / workspaces.FILE)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    sitting.db.connect()


def codes(sitting: Sitting) -> set[str]:
    return {finding.code for finding in checking.check(sitting.workspace).findings}


def test_a_fresh_workspace_is_in_order(filled: Sitting) -> None:
    report = checking.check(filled.workspace)
    assert report.findings == ()
    assert (report.files, report.head) == (1, history.head(filled.db))


def test_history_is_append_only(filled: Sitting) -> None:
    for statement in ("UPDATE history SET by='x'", "DELETE FROM history",
                      "INSERT OR REPLACE INTO history SELECT * FROM history LIMIT 1"):  # fmt: skip
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            filled.db.connection().execute(statement)


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (("DROP TRIGGER history_no_update", "UPDATE history SET by='别人' WHERE seq=2"), "history"),
        (("DROP TRIGGER history_no_update", "UPDATE history SET body=body||' ' WHERE seq=2"), "history"),
        (("DROP TRIGGER history_no_delete", "DELETE FROM history WHERE seq=3"), "history"),
        (("DROP TRIGGER history_no_delete", "DELETE FROM history WHERE seq=(SELECT max(seq) FROM history)"), "replay"),
        (("UPDATE person SET name='别人' WHERE id=1",), "replay"),
        (("DELETE FROM attachment",), "replay"),
        (("INSERT INTO setting (key, value) VALUES ('scoring.rule', '\"all\"')",), "replay"),
        (("UPDATE person SET department_id=77 WHERE id=1",), "foreign_key"),
        (("UPDATE person SET is_key='yes' WHERE id=1",), "type"),
        (("DROP TRIGGER history_no_update",), "schema"),
        (("DROP INDEX person_key",), "schema"),
        (("DROP TRIGGER history_no_update", "UPDATE history SET body='{' WHERE seq=2"), "history"),
    ],
)  # fmt: skip
def test_what_was_written_past_the_program_is_found(filled: Sitting, statements: tuple[str, ...], code: str) -> None:
    raw(filled, *statements)
    assert code in codes(filled)


def test_cutting_history_short_is_found_by_an_anchor(filled: Sitting) -> None:
    anchor = history.head(filled.db)
    ((trigger,),) = filled.db.execute_sql("SELECT sql FROM sqlite_master WHERE name='history_no_delete'").fetchall()
    records.save(filled, DEPARTMENT, None, {Department.name: "新部门"})
    assert checking.check(filled.workspace, anchor=(anchor.seq, anchor.hash)).findings == ()
    raw(filled, "DROP TRIGGER history_no_delete", f"DELETE FROM history WHERE seq >= {anchor.seq}",
        "DELETE FROM department WHERE name='新部门'", "DELETE FROM attachment")  # fmt: skip
    assert codes(filled) == {"schema"}
    raw(filled, trigger)
    assert codes(filled) == set()
    found = checking.check(filled.workspace, anchor=(anchor.seq, anchor.hash)).findings
    assert [f.code for f in found] == ["anchor"]


def test_a_changed_and_a_missing_attachment_are_named(filled: Sitting) -> None:
    link = reading.attachments(filled.db, "document", 1)[0]
    file = attachments.place(filled.workspace, link["sha256"])
    file.chmod(0o644)
    file.write_bytes(b"%PDF-1.4 samplE")
    assert [f.text for f in checking.check(filled.workspace).findings] == ["附件“扫描件.pdf”的内容与添加时不一致。"]
    file.unlink()
    assert [f.text for f in checking.check(filled.workspace).findings] == ["附件“扫描件.pdf”的文件不见了。"]


def test_a_byte_flipped_anywhere_in_the_records_is_found(filled: Sitting) -> None:
    filled.db.close()
    file = filled.workspace.folder / workspaces.FILE
    data = file.read_bytes()
    at = data.index("示例乙".encode(), data.index("示例甲".encode()))
    spots = [i for i in range(len(data)) if data[i : i + 9] == "示例乙".encode()]
    for spot in [at, *spots]:
        broken = bytearray(data)
        broken[spot + 2] ^= 1
        file.write_bytes(broken)
        filled.db.connect(reuse_if_open=True)
        assert checking.check(filled.workspace).findings, spot
        filled.db.close()
    file.write_bytes(data)
    filled.db.connect()


def test_backup_and_restore_bring_everything_back(filled: Sitting, tmp_path: Path, clock: Clock) -> None:
    made = backup.backup(filled.workspace, tmp_path / "备份", clock)
    again = backup.backup(filled.workspace, tmp_path / "备份", clock)
    assert made != again
    records.save(filled, DEPARTMENT, None, {Department.name: "备份以后"})
    head = history.head(filled.db)
    filled.workspace.close()
    aside = backup.restore(made, filled.workspace.folder, clock)
    assert aside is not None
    with workspaces.open_workspace(filled.workspace.folder, clock) as workspace:
        assert history.head(workspace.db).seq == head.seq - 1
        assert checking.check(workspace).findings == ()
    assert (aside / workspaces.FILE).is_file()


def test_a_damaged_backup_is_refused_before_anything_moves(filled: Sitting, tmp_path: Path, clock: Clock) -> None:
    made = backup.backup(filled.workspace, tmp_path / "备份", clock)
    shutil.rmtree(made / "files")
    filled.workspace.close()
    before = (filled.workspace.folder / workspaces.FILE).read_bytes()
    with pytest.raises(StorageError, match=r"备份不完好：附件“扫描件\.pdf”的文件不见了"):
        backup.restore(made, filled.workspace.folder, clock)
    assert (filled.workspace.folder / workspaces.FILE).read_bytes() == before


def test_restoring_over_an_open_workspace_is_refused(filled: Sitting, tmp_path: Path, clock: Clock) -> None:
    made = backup.backup(filled.workspace, tmp_path / "备份", clock)
    with pytest.raises(StorageError, match="正被打开，不能恢复"):
        backup.restore(made, filled.workspace.folder, clock)


def test_rotation_keeps_days_weeks_and_the_last_before_an_import(tmp_path: Path) -> None:
    for day in range(1, 29):
        (tmp_path / f"备份_202609{day:02}_120000").mkdir()
    (tmp_path / "备份_20260901_080000_导入前").mkdir()
    (tmp_path / "备份_20260902_080000_导入前").mkdir()
    (tmp_path / "别的文件夹").mkdir()
    backup.rotate(tmp_path)
    kept = sorted(p.name for p in tmp_path.iterdir())
    days = {f"备份_202609{day:02}_120000" for day in range(22, 29)}
    assert days <= set(kept)
    assert "备份_20260902_080000_导入前" in kept
    assert "备份_20260901_080000_导入前" not in kept
    assert "别的文件夹" in kept
    assert len(kept) <= 7 + 4 + 1 + 1


def test_what_is_no_workspace_is_refused_in_words(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(UserError, match="没有企业数据文件"):
        workspaces.open_workspace(tmp_path, clock)
    file = tmp_path / workspaces.FILE
    file.write_bytes(b"not a database" * 50)
    with pytest.raises(StorageError, match="不是本程序的数据文件，或已经损坏"):
        workspaces.open_workspace(tmp_path, clock)
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(UserError, match="是别的程序的数据库"):
        workspaces.open_workspace(tmp_path, clock)


def test_a_newer_file_is_refused_and_not_touched(filled: Sitting, clock: Clock) -> None:
    folder = filled.workspace.folder
    filled.workspace.close()
    with closing(sqlite3.connect(folder / workspaces.FILE)) as connection:
        connection.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    before = (folder / workspaces.FILE).read_bytes()
    with pytest.raises(UserError, match="由更新版本的程序建立"):
        workspaces.open_workspace(folder, clock)
    assert (folder / workspaces.FILE).read_bytes() == before


def test_an_existing_folder_is_not_taken(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "文件.txt").touch()
    with pytest.raises(UserError, match="不是空文件夹"):
        workspaces.create(tmp_path, clock)
    assert [p.name for p in tmp_path.iterdir()] == ["文件.txt"]


def test_the_schema_is_what_the_models_say(sitting: Sitting) -> None:
    for table, model in KEPT.items():
        columns = {name: (kind, bool(notnull)) for _i, name, kind, notnull, _d, _pk in
                   sitting.db.execute_sql(f'PRAGMA table_info("{table}")').fetchall()}  # fmt: skip
        assert set(columns) == {f.column_name for f in model.fields()}, table
        for f in model.fields():
            assert columns[f.column_name][1] == (not f.null), f"{table}.{f.name}"
