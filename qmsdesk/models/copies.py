"""Dated copies of a workspace: the database through SQLite, checked, then the attachment files it lacks."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import peewee as pw

from qmsdesk.clock import in_china
from qmsdesk.errors import StorageError
from qmsdesk.i18n import _
from qmsdesk.models import schema
from qmsdesk.models.database import steady, storage_errors
from qmsdesk.models.disk import sync, sync_folder
from qmsdesk.progress import Progress, silent

FILE = "records.qms"
BEFORE_IMPORT, BEFORE_UPGRADE = "导入前", "升级前"
_NAME = re.compile(r"备份_(?P<day>\d{8})_(?P<time>\d{6})(?:_(?P<why>导入前|升级前))?(?:-\d+)?")


def make(
    db: pw.SqliteDatabase, files: Path, target: Path, when: dt.datetime, *, why: str = "", progress: Progress = silent
) -> Path:
    """Make a dated copy in ``target`` and return its folder; nothing half-made is left behind.

    Attachments that an older copy beside it holds are shared with it by hard links where the file system has them.
    """
    with storage_errors():
        target.mkdir(parents=True, exist_ok=True)
        stamp = in_china(when).strftime("%Y%m%d_%H%M%S") + (f"_{why}" if why else "")
        folder, n = target / f"备份_{stamp}", 1
        while folder.exists():
            n += 1
            folder = target / f"备份_{stamp}-{n}"
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            database(db, part / FILE)
            _attachments(files, part / "files", next(iter(listing(target)), None), progress)
            sync_folder(part)
            part.rename(folder)
            sync_folder(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return folder


def listing(target: Path) -> list[Path]:
    """The dated copies in a folder, newest first."""
    if not target.is_dir():
        return []
    found = [p for p in target.iterdir() if p.is_dir() and day_of(p) is not None]
    return sorted(found, key=lambda p: (p.name[3:18], len(p.name), p.name), reverse=True)


def day_of(path: Path) -> dt.date | None:
    """The day of a dated copy; None when the folder is none."""
    match = _NAME.fullmatch(path.name)
    try:
        return dt.date.fromisoformat(match["day"]) if match else None
    except ValueError:
        return None


def why_of(path: Path) -> str:
    """What a dated copy was made before, empty for one of the usual rhythm."""
    match = _NAME.fullmatch(path.name)
    return (match["why"] or "") if match else ""


def database(db: pw.SqliteDatabase, target: Path) -> None:
    """A checked copy of the database as one file; StorageError when it does not pass."""
    with contextlib.closing(sqlite3.connect(target)) as copy:
        with steady(db) as source:
            source.backup(copy)
            counts = _counts(source)
        copy.execute("PRAGMA journal_mode=DELETE")
        if (
            copy.execute("PRAGMA quick_check").fetchall() != [("ok",)]
            or copy.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID
            or _counts(copy) != counts
        ):
            raise StorageError(_("备份没有通过检查，没有保存。"), _("先用“检查数据”查看企业文件是否完好。"))
    sync(target)


def stored(files: Path) -> Iterable[Path]:
    """The attachments in ``files/``, relative to it."""
    if files.is_dir():
        for folder in sorted(files.iterdir()):
            if folder.is_dir():
                yield from (path.relative_to(files) for path in sorted(folder.iterdir()) if len(path.name) == 64)


def _counts(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
    return [(n, connection.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0]) for n in names]


def _attachments(files: Path, target: Path, previous: Path | None, progress: Progress) -> None:
    names = list(stored(files))
    target.mkdir()
    for done, relative in enumerate(names, 1):
        progress(_("备份附件"), done, len(names))
        source, to = files / relative, target / relative
        to.parent.mkdir(exist_ok=True)
        held = previous / "files" / relative if previous else None
        if held is None or not _linked(held, to, source.stat().st_size):
            shutil.copyfile(source, to)
            sync(to)


def _linked(held: Path, to: Path, size: int) -> bool:
    """Whether the older copy's file serves here too."""
    try:
        if held.stat().st_size != size:
            return False
        os.link(held, to)
    except OSError:
        return False  # not there, or this file system has no hard links
    return True
