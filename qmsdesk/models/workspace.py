"""One folder per enterprise: ``records.qms`` and ``files/``."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import peewee as pw

from qmsdesk.clock import Clock
from qmsdesk.errors import ReadOnly, StorageError, UserError
from qmsdesk.i18n import _
from qmsdesk.models import schema
from qmsdesk.models.database import connect, storage_errors
from qmsdesk.models.lock import Held, Unsupported, WorkspaceLock

FILE = "records.qms"


@dataclass
class Workspace:
    """An open workspace. ``read_only`` holds the reason in words, empty when it can be written."""

    folder: Path
    db: pw.SqliteDatabase
    read_only: str = ""
    warning: str = ""
    _lock: WorkspaceLock | None = None
    _copy: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def require_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(self.read_only, _("需要修改时，先关闭占用它的程序，再重新打开。"))

    def close(self) -> None:
        if not self.db.is_closed():
            self.db.close()
        if self._lock:
            self._lock.release()
            self._lock = None
        if self._copy:
            self._copy.cleanup()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def folder_of(path: Path) -> Path:
    """The workspace folder for the folder itself or its ``records.qms``."""
    return path.parent if path.name == FILE else path


def create(path: Path, clock: Clock) -> Workspace:
    """Make an empty workspace in a new or empty folder and open it."""
    folder = folder_of(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(_("“{}”已存在，而且不是空文件夹。").format(folder), _("换一个新的文件夹名。"))
    with storage_errors():
        (folder / "files").mkdir(parents=True, exist_ok=True)
        part = folder / (FILE + ".part")
        with contextlib.closing(sqlite3.connect(part)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            schema.upgrade(connection)
        part.rename(folder / FILE)
    return open_workspace(folder, clock)


def open_workspace(path: Path, clock: Clock, *, write: bool = True) -> Workspace:
    """Open a workspace; read-only, with the reason, when it cannot be written or somebody else writes to it.

    Raises UserError for what is no workspace or comes from a newer program, StorageError when it cannot be read.
    """
    folder = folder_of(path)
    file = folder / FILE
    if not file.is_file():
        raise UserError(_("“{}”里没有企业数据文件 records.qms。").format(folder), _("选择由本程序建立的企业文件夹。"))
    lock, reason, warning = None, "", ""
    if write:
        lock = WorkspaceLock(folder)
        try:
            lock.acquire(clock.now().isoformat(timespec="seconds"))
        except Held as held:
            lock, reason = None, _held_by(held.holder)
        except Unsupported:
            lock, warning = None, _("这个磁盘不支持文件锁，请不要让两台电脑同时打开同一个企业。")
        except OSError:
            lock, reason = None, _("文件夹不可写，已按只读方式打开。")
    else:
        reason = _("已按只读方式打开。")
    try:
        return _open(folder, file, lock, reason, warning)
    except BaseException:
        if lock:
            lock.release()
        raise


def _open(folder: Path, file: Path, lock: WorkspaceLock | None, reason: str, warning: str) -> Workspace:
    copy = None
    _refuse_other_files(file)
    with storage_errors():
        database = connect(file, read_only=bool(reason))
        try:
            database.connect()
            database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
        except pw.OperationalError:
            if not reason or not file.with_name(FILE + "-journal").exists():
                raise
            # A journal left by a crash must be rolled back, which a read-only place does not allow: do it on a copy.
            database.close()
            copy = tempfile.TemporaryDirectory(prefix="qmsdesk-")
            for name in (FILE, FILE + "-journal"):
                shutil.copyfile(folder / name, Path(copy.name) / name)
            database = connect(Path(copy.name) / FILE, read_only=False)
            database.connect()
        _upgrade_or_refuse(database, reason)
    return Workspace(folder, database, reason, warning, lock, copy)


def _refuse_other_files(file: Path) -> None:
    with storage_errors(), file.open("rb") as f:
        head = f.read(100)
    if head[:16] != b"SQLite format 3\x00":
        raise StorageError(
            _("“{}”不是本程序的数据文件，或已经损坏。").format(file), _("从备份恢复，或选择正确的企业文件夹。")
        )
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise UserError(_("“{}”是别的程序的数据库。").format(file), _("选择由本程序建立的企业文件夹。"))


def _upgrade_or_refuse(database: pw.SqliteDatabase, reason: str) -> None:
    version = schema.version_of(database.connection())
    if version > schema.VERSION:
        raise UserError(
            _("这个企业由更新版本的程序建立（格式 {}，本程序到 {}）。").format(version, schema.VERSION),
            _("请更新本程序后再打开；数据没有改动。"),
        )
    if version < schema.VERSION:
        if reason:
            raise StorageError(_("数据格式需要升级，但文件夹不可写。"), _("把企业文件夹复制到本机可写的位置再打开。"))
        schema.upgrade(database.connection())


def _held_by(holder: dict[str, str]) -> str:
    if not holder:
        return _("另一个程序正在使用这个企业，已按只读方式打开。")
    return _("{user} 在 {host} 上正在使用这个企业（自 {since} 起），已按只读方式打开。").format(
        user=holder.get("user", "?"), host=holder.get("host", "?"), since=holder.get("since", "?")
    )
