"""Backup and restore (architecture §5): a checked copy of the database, then the attachment files it lacks.

A backup is a dated folder with ``records.qms`` and ``files/``; the files are shared between the dated folders of one
place by hard links where the file system has them, so that a daily backup costs what is new.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.errors import StorageError, UserError
from qmsdesk.i18n import _
from qmsdesk.models import schema
from qmsdesk.models.database import storage_errors
from qmsdesk.models.lock import Held, Unsupported, WorkspaceLock
from qmsdesk.models.workspace import FILE, Workspace, folder_of, open_workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.services import checking, settings
from qmsdesk.services.sitting import Sitting

FOLDER_KEY = "backup.folder"
RHYTHM_KEY = "backup.rhythm"
_NAME = re.compile(r"备份_(\d{8})_(\d{6})(?:_(导入前|升级前|恢复前))?(?:-\d+)?")
DAILY, WEEKLY = 7, 4


def place(workspace: Workspace, folder: str = "") -> Path:
    """The backup folder of 设置, else ``backups`` inside the workspace."""
    return Path(folder) if folder else workspace.folder / "backups"


def folder_of_sitting(sitting: Sitting) -> Path:
    """Where this workspace keeps its backups."""
    return place(sitting.workspace, settings.get(sitting.db, FOLDER_KEY, ""))


def moment(path: Path) -> str:
    """When a backup was made, as ``10-15 12:30``."""
    stamp = _stamp(path)
    return f"{stamp[4:6]}-{stamp[6:8]} {stamp[9:11]}:{stamp[11:13]}"


def backup(workspace: Workspace, target: Path, clock: Clock, *, why: str = "", progress: Progress = silent) -> Path:
    """Make a dated backup in ``target`` and return its folder; nothing half-made is left behind."""
    with storage_errors():
        target.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().astimezone().strftime("%Y%m%d_%H%M%S") + (f"_{why}" if why else "")
        folder, n = target / f"备份_{stamp}", 1
        while folder.exists():
            n += 1
            folder = target / f"备份_{stamp}-{n}"
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            _copy_database(workspace, part / FILE)
            _copy_files(workspace, part / "files", _newest(target), progress)
            part.rename(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return folder


def before_import(sitting: Sitting, progress: Progress = silent) -> Path:
    """The automatic backup before an import."""
    target = folder_of_sitting(sitting)
    made = backup(sitting.workspace, target, sitting.clock, why=_("导入前"), progress=progress)
    rotate(target)
    return made


def daily(sitting: Sitting, progress: Progress = silent) -> Path | None:
    """The first backup of a day; None when today's is there, or when the rhythm is set to by hand."""
    if settings.get(sitting.db, RHYTHM_KEY, "daily") != "daily":
        return None
    target = folder_of_sitting(sitting)
    today = sitting.clock.now().astimezone().strftime("%Y%m%d")
    if any(path.name.startswith(f"备份_{today}") for path in listing(target)):
        return None
    made = backup(sitting.workspace, target, sitting.clock, progress=progress)
    rotate(target)
    return made


def listing(target: Path) -> list[Path]:
    """The backups in a folder, newest first."""
    if not target.is_dir():
        return []
    return sorted((p for p in target.iterdir() if p.is_dir() and _NAME.fullmatch(p.name)), key=_stamp, reverse=True)


def rotate(target: Path) -> None:
    """Keep the last 7 days and 4 weeks, and one before an import or an upgrade; the rest goes."""
    kept: set[Path] = set()
    days: dict[date, Path] = {}
    weeks: dict[tuple[int, int], Path] = {}
    special: dict[str, Path] = {}
    found = listing(target)
    for path in found:
        match = _NAME.fullmatch(path.name)
        assert match is not None
        if match[3]:
            special.setdefault(match[3], path)
            continue
        day = date(int(match[1][:4]), int(match[1][4:6]), int(match[1][6:]))
        days.setdefault(day, path)
        weeks.setdefault(day.isocalendar()[:2], path)
    kept |= set(list(days.values())[:DAILY]) | set(list(weeks.values())[:WEEKLY]) | set(special.values())
    for path in found:
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)


def restore(source: Path, target: Path, clock: Clock, progress: Progress = silent) -> Path | None:
    """Put a backup in the place of a workspace, after checking it; returns where the old data were moved, if any.

    The old database and its journals are moved aside together; attachments are only ever added.
    """
    folder = folder_of(source)
    _verify(folder, clock, progress)
    lock = None
    with storage_errors():
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()) and not (target / FILE).exists():
            raise UserError(
                _("“{}”不是企业文件夹，也不是空文件夹。").format(target), _("选择原来的企业文件夹，或一个新的文件夹。")
            )
        lock = WorkspaceLock(target)
        try:
            lock.acquire(clock.now().isoformat(timespec="seconds"))
        except Held:
            raise StorageError(_("这个企业正被打开，不能恢复。"), _("关闭打开它的程序后再试。")) from None
        except Unsupported:
            lock = None
        try:
            _bring_files(folder / "files", target / "files", progress)
            part = target / (FILE + ".part")
            shutil.copyfile(folder / FILE, part)
            _sync(part)
            aside = _move_aside(target, clock)
            part.rename(target / FILE)
        finally:
            if lock:
                lock.release()
    return aside


def _copy_database(workspace: Workspace, target: Path) -> None:
    source = workspace.db.connection()
    with contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if (
            copy.execute("PRAGMA quick_check").fetchall() != [("ok",)]
            or copy.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID
            or _counts(copy) != _counts(source)
        ):
            raise StorageError(_("备份没有通过检查，没有保存。"), _("先用“检查数据”查看企业文件是否完好。"))
    _sync(target)


def _counts(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
    return [(n, connection.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0]) for n in names]


def _copy_files(workspace: Workspace, target: Path, previous: Path | None, progress: Progress) -> None:
    names = list(_stored(workspace.files))
    target.mkdir()
    for done, relative in enumerate(names, 1):
        progress(_("备份附件"), done, len(names))
        to = target / relative
        to.parent.mkdir(exist_ok=True)
        held = previous / "files" / relative if previous else None
        if held is not None and held.is_file():
            try:
                os.link(held, to)
                continue
            except OSError:
                pass  # this file system has no hard links: copy
        shutil.copyfile(workspace.files / relative, to)
        _sync(to)


def _bring_files(source: Path, target: Path, progress: Progress) -> None:
    names = list(_stored(source))
    target.mkdir(exist_ok=True)
    for done, relative in enumerate(names, 1):
        progress(_("恢复附件"), done, len(names))
        to = target / relative
        to.parent.mkdir(exist_ok=True)
        part = to.with_name(to.name + ".part")
        shutil.copyfile(source / relative, part)
        _sync(part)
        part.replace(to)


def _stored(files: Path) -> Iterable[Path]:
    if files.is_dir():
        for folder in sorted(files.iterdir()):
            if folder.is_dir():
                yield from (path.relative_to(files) for path in sorted(folder.iterdir()) if len(path.name) == 64)


def _verify(folder: Path, clock: Clock, progress: Progress) -> None:
    with open_workspace(folder, clock, write=False) as workspace:
        report = checking.check(workspace, progress)
    if report.findings:
        raise StorageError(_("备份不完好：{}").format(report.findings[0].text), _("换一个备份再试；现有数据没有改动。"))


def _move_aside(target: Path, clock: Clock) -> Path | None:
    if not (target / FILE).exists():
        return None
    aside = target / ("恢复前_" + clock.now().astimezone().strftime("%Y%m%d_%H%M%S"))
    n = 1
    while aside.exists():
        n += 1
        aside = aside.with_name(f"{aside.name.partition('-')[0]}-{n}")
    aside.mkdir()
    for suffix in ("-journal", "-wal", "-shm", ""):
        path = target / (FILE + suffix)
        if path.exists():
            path.rename(aside / path.name)
    return aside


def _newest(target: Path) -> Path | None:
    found = listing(target)
    return found[0] if found else None


def _stamp(path: Path) -> str:
    return path.name[3:18]


def _sync(path: Path) -> None:
    with path.open("rb") as f:
        os.fsync(f.fileno())
