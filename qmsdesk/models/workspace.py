"""One folder per enterprise: ``records.qms`` and ``files/``."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import peewee as pw

from qmsdesk.clock import Clock, in_china
from qmsdesk.errors import ReadOnly, StorageError, UserError
from qmsdesk.i18n import _
from qmsdesk.models import copies, schema
from qmsdesk.models.copies import FILE
from qmsdesk.models.database import connect, storage_errors, uri_of
from qmsdesk.models.disk import sync_folder
from qmsdesk.models.lock import Held, Unsupported, WorkspaceLock

_Copy = tempfile.TemporaryDirectory[str]

__all__ = ["FILE", "Workspace", "create", "folder_of", "open_workspace"]


@dataclass
class Workspace:
    """An open workspace. ``read_only`` holds the reason in words, empty when it can be written."""

    folder: Path
    db: pw.SqliteDatabase
    read_only: str = ""
    warning: str = ""
    _lock: WorkspaceLock | None = None
    _copy: _Copy | None = field(default=None, repr=False)

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def require_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(self.read_only, _("需要修改时，先关闭占用它的程序，或换到可写的位置，再重新打开。"))

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
    """Make an empty workspace in a new or empty folder and open it; StorageError leaves nothing behind."""
    folder = folder_of(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(_("“{}”已存在，而且不是空文件夹。").format(folder), _("换一个新的文件夹名。"))
    existed = folder.exists()
    part = folder / (FILE + ".part")
    with storage_errors():
        try:
            (folder / "files").mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(part)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
                schema.upgrade(connection)
            part.rename(folder / FILE)
            sync_folder(folder)
        except (OSError, sqlite3.Error):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
                (folder / "files").rmdir()
                if not existed:
                    folder.rmdir()
            raise
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
    if not reason and not os.access(file, os.W_OK):
        reason = _("数据文件不可写，已按只读方式打开。")
        if lock:
            lock.release()
            lock = None
    with contextlib.ExitStack() as undo:
        if lock:
            undo.callback(lock.release)
        with storage_errors():
            database, copy = _open(folder, reason, clock, undo)
        undo.pop_all()
        return Workspace(folder, database, reason, warning, lock, copy)


def _open(
    folder: Path, reason: str, clock: Clock, undo: contextlib.ExitStack
) -> tuple[pw.SqliteDatabase, _Copy | None]:
    """The connected database, in the schema of this program, and the private copy that it is when it has to be one."""
    file, copy = folder / FILE, None
    try:
        version = _version(file, read_only=bool(reason))
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if not reason or code not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        # A journal left by a crash must be rolled back, which a read-only place does not allow: do it on a copy.
        copy = _copied(folder, undo, "-journal", "-wal")
        version = _version(Path(copy.name) / FILE, read_only=False)
    if version < schema.VERSION:
        if reason:
            copy = copy or _copied(folder, undo)
        else:
            db = connect(file, read_only=False)
            copies.make(db, folder / "files", folder / "backups", clock.now(), why=copies.BEFORE_UPGRADE)
        schema.upgrade_file(Path(copy.name) / FILE if copy else file, clock.now().isoformat(timespec="milliseconds"))
    database = connect(Path(copy.name) / FILE if copy else file, read_only=bool(reason) and copy is None)
    database.connect()
    return database, copy


def _copied(folder: Path, undo: contextlib.ExitStack, *journals: str) -> _Copy:
    """The database with its journals in a temporary folder; these first, as they undo what came before them."""
    copy = tempfile.TemporaryDirectory(prefix="qmsdesk-")
    undo.callback(copy.cleanup)
    for suffix in (*journals, ""):
        source = folder / (FILE + suffix)
        if not suffix or source.exists():
            shutil.copyfile(source, Path(copy.name) / source.name)
    return copy


def _version(file: Path, *, read_only: bool) -> int:
    """The schema of the file; UserError when it is another program's or a newer one, StorageError when it is none.

    Asked of SQLite: a file that this process has open elsewhere would lose its locks when it is closed after reading.
    """
    uri = uri_of(file.resolve(), read_only=read_only)
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            version = schema.version_of(connection)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            raise _no_workspace(file) from None
    if file.stat().st_size == 0:
        raise _no_workspace(file)
    if application != schema.APPLICATION_ID:
        raise UserError(_("“{}”是别的程序的数据库。").format(file), _("选择由本程序建立的企业文件夹。"))
    if version > schema.VERSION:
        raise UserError(
            _("这个企业由更新版本的程序建立（格式 {}，本程序到 {}）。").format(version, schema.VERSION),
            _("请更新本程序后再打开；数据没有改动。"),
        )
    return version


def _no_workspace(file: Path) -> StorageError:
    return StorageError(
        _("“{}”不是本程序的数据文件，或已经损坏。").format(file), _("从备份恢复，或选择正确的企业文件夹。")
    )


def _held_by(holder: dict[str, str]) -> str:
    if not holder:
        return _("另一个程序正在使用这个企业，已按只读方式打开。")
    try:
        since = in_china(holder.get("since", "")).strftime("%m-%d %H:%M")
    except ValueError:
        since = "?"
    return _("{user} 在 {host} 上正在使用这个企业（自 {since} 起），已按只读方式打开。").format(
        user=holder.get("user", "?"), host=holder.get("host", "?"), since=since
    )
