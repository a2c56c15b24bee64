"""One SQLite file under one set of rules, and what its errors mean to a user."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import peewee as pw

from qmsdesk.errors import StorageError
from qmsdesk.i18n import _

# DELETE, not WAL: a copied file must be whole, and read-only media must open (architecture §5).
PRAGMAS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "cell_size_check": 1,
    "trusted_schema": 0,
    "synchronous": "FULL",
    "busy_timeout": 5000,
}


_FULL = {errno.ENOSPC, errno.EDQUOT}
_SHUT = {errno.EACCES, errno.EPERM, errno.EROFS}

Database = pw.SqliteDatabase  # the name under which layers above the services know a database they only pass on


def gbk(text: str | None) -> bytes:
    """The sort key by which Excel orders Chinese text (GBK bytes: pinyin for the common characters)."""
    return (text or "").encode("gbk", "backslashreplace")


def fold(text: str) -> str:
    """The form in which numbers are compared: full and half width, upper and lower case are the same."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def days_after(day: Any, days: int) -> Any:
    """The day so many days after a date column, in SQL; null for none."""
    return pw.fn.DATE(day, f"+{days} days")


def months_after(day: Any, months: int) -> Any:
    """The day so many months after a date column, in SQL; null for none."""
    return pw.fn.DATE(day, f"+{months} months")


def listed(field: Any) -> Any:
    """The values of a group in SQL, with commas between them, in no order."""
    return pw.fn.GROUP_CONCAT(field)


def uri_of(path: PurePath, *, read_only: bool) -> str:
    """How SQLite is told to open an existing file; a Windows share is no host to it but part of the path."""
    uri = path.as_uri()
    local = uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)
    return f"{local}?mode={'ro' if read_only else 'rw'}"


def connect(path: Path, *, read_only: bool) -> pw.SqliteDatabase:
    """The database of one workspace, not yet connected; every thread that uses it connects for itself."""
    pragmas = dict(PRAGMAS) if read_only else {**PRAGMAS, "journal_mode": "DELETE"}
    uri = uri_of(path.resolve(), read_only=read_only)
    database = pw.SqliteDatabase(uri, uri=True, pragmas=pragmas, lock_type="IMMEDIATE")
    database.register_function(gbk, "gbk", 1, deterministic=True)
    return database


@contextlib.contextmanager
def steady(db: pw.SqliteDatabase) -> Iterator[sqlite3.Connection]:
    """A connection of its own that sees the file as it is now. Commits wait until it is closed: be short."""
    with contextlib.closing(sqlite3.connect(db.database, uri=True, isolation_level=None)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the view begins with the first read
        yield source


@contextlib.contextmanager
def snapshot(db: pw.SqliteDatabase) -> Iterator[pw.SqliteDatabase]:
    """The file as it is now, in a private copy that SQLite keeps in memory or a temporary file and takes away again.

    For jobs: copying takes a moment (0.4 s for 200 MB), and whatever is read afterwards fits together and lets
    others write. Only for the thread that took it.
    """
    still = pw.SqliteDatabase("file:", uri=True)  # no name: SQLite's own temporary file
    still.register_function(gbk, "gbk", 1, deterministic=True)
    still.connect()
    try:
        with steady(db) as source:
            source.backup(still.connection())
        yield still
    finally:
        still.close()


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Turn failures of the disk or the file into one sentence; nothing was written when one of them is raised."""
    try:
        yield
    except (pw.DatabaseError, sqlite3.DatabaseError, OSError) as error:
        raise _storage_error(error) from error


def _storage_error(error: BaseException) -> BaseException:
    # Inside atomic() a full disk shows as "cannot rollback"; the reason is further down.
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
    codes = {getattr(e, "sqlite_errorcode", None) for e in seen}
    numbers = {e.errno for e in seen if isinstance(e, OSError)}
    if sqlite3.SQLITE_FULL in codes or numbers & _FULL:
        return StorageError(
            _("无法保存：磁盘已满，这一步没有写入。"), _("腾出空间后再试，或把企业文件夹移到别的磁盘。")
        )
    primary = {c & 0xFF for c in codes if c is not None}
    if primary & {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM} or numbers & _SHUT:
        return StorageError(_("无法保存：文件夹不可写。"), _("检查文件夹的权限，或把企业文件夹复制到本机再打开。"))
    if primary & {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StorageError(
            _("无法保存：数据文件正被别的程序占用。"), _("关闭占用它的程序（例如同步盘、杀毒软件）后再试。")
        )
    if primary & {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StorageError(_("数据文件已损坏，无法读取。"), _("从备份恢复：菜单“恢复备份”，或命令 qmsdesk restore。"))
    if primary & {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN} or numbers:
        return StorageError(_("读写文件时出错，这一步没有完成。"), _("检查磁盘或网络盘是否连接正常，然后再试。"))
    return error
