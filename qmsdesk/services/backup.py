"""Backup and restore (architecture §5): a checked copy of the database, then the attachment files it lacks.

A backup is a dated folder with ``records.qms`` and ``files/``; the files are shared between the dated folders of one
place by hard links where the file system has them, so that a daily backup costs what is new.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from qmsdesk.clock import Clock, day_in_china, in_china
from qmsdesk.errors import StorageError, UserError
from qmsdesk.i18n import _
from qmsdesk.models import copies
from qmsdesk.models.copies import listing
from qmsdesk.models.database import connect, storage_errors
from qmsdesk.models.disk import sync, sync_folder
from qmsdesk.models.lock import Held, Unsupported, WorkspaceLock
from qmsdesk.models.system import Attachment
from qmsdesk.models.workspace import FILE, Workspace, folder_of, open_workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.services import checking, history, settings
from qmsdesk.services.saving import safe_name
from qmsdesk.services.sitting import Sitting

__all__ = [
    "backup", "before_import", "daily", "folder_of_sitting", "listing", "loss", "missing", "moment", "restore",
    "rotate",
]  # fmt: skip

FOLDER_KEY = "backup.folder"
RHYTHM_KEY = "backup.rhythm"
DAILY, WEEKLY = 7, 4
_ASIDE = "恢复前_"


def folder_of_sitting(sitting: Sitting) -> Path:
    """Where this workspace keeps its backups: ``backups`` inside it, or its own folder in the one of 设置.

    Two enterprises may use one backup folder; rotation and the first backup of the day must not mix them up.
    """
    workspace, chosen = sitting.workspace, settings.get(sitting.db, FOLDER_KEY, "")
    if not chosen:
        return workspace.folder / "backups"
    born = next((entry.hash[:8] for entry in history.entries(sitting.db, limit=1)), "")
    return Path(chosen) / f"{safe_name(workspace.folder.resolve().name, 40)}_{born}"


def moment(path: Path) -> str:
    """When a backup was made, as ``10-15 12:30``."""
    stamp = path.name[3:18]
    return f"{stamp[4:6]}-{stamp[6:8]} {stamp[9:11]}:{stamp[11:13]}"


def backup(workspace: Workspace, target: Path, clock: Clock, *, why: str = "", progress: Progress = silent) -> Path:
    """Make a dated backup in ``target`` and return its folder; nothing half-made is left behind."""
    if target.exists() and not target.is_dir():
        raise UserError(_("“{}”不是文件夹，不能放备份。").format(target), _("换一个文件夹。"))
    return copies.make(workspace.db, workspace.files, target, clock.now(), why=why, progress=progress)


def missing(made: Path) -> list[str]:
    """The attachments, by name, whose file a backup does not hold because it was gone before."""
    db = connect(made / FILE, read_only=True)
    with storage_errors(), contextlib.closing(db):
        db.connect()
        named = db.execute_sql(f'SELECT "name", "sha256" FROM "{Attachment.table()}" ORDER BY "id"').fetchall()
        lost = dict.fromkeys(name for name, code in named if not (made / "files" / code[:2] / code).is_file())
    return list(lost)


def loss(names: Sequence[str]) -> str:
    """A sentence on what a backup lacks, and what to do."""
    text = _("备份缺少 {} 个附件：它们的文件在企业文件夹里已经不见了。从更早的备份找回，或重新添加附件。")
    return text.format(len(names))


def before_import(sitting: Sitting, progress: Progress = silent) -> Path:
    """The automatic backup before an import."""
    target = folder_of_sitting(sitting)
    made = backup(sitting.workspace, target, sitting.clock, why=copies.BEFORE_IMPORT, progress=progress)
    rotate(target)
    return made


def daily(sitting: Sitting, progress: Progress = silent) -> Path | None:
    """The first backup of a day; None when today's is there, or when the rhythm is set to by hand."""
    if settings.get(sitting.db, RHYTHM_KEY, "daily") != "daily":
        return None
    target = folder_of_sitting(sitting)
    today = day_in_china(sitting.clock.now())
    if any(copies.day_of(path) == today and not copies.why_of(path) for path in listing(target)):
        return None
    made = backup(sitting.workspace, target, sitting.clock, progress=progress)
    rotate(target)
    return made


def rotate(target: Path) -> None:
    """Keep the last 7 days and 4 weeks, and the last before an import and before an upgrade; the rest goes."""
    days: dict[date, Path] = {}
    weeks: dict[tuple[int, int], Path] = {}
    special: dict[str, Path] = {}
    found = listing(target)
    for path in found:
        day, why = copies.day_of(path), copies.why_of(path)
        if why:
            special.setdefault(why, path)
        elif day is not None:
            days.setdefault(day, path)
            weeks.setdefault(day.isocalendar()[:2], path)
    kept = {*list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY], *special.values()}
    for path in found:
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)


def restore(source: Path, target: Path, clock: Clock, progress: Progress = silent) -> Path | None:
    """Put a backup in the place of a workspace, after checking it; returns where the old data were moved, if any.

    The old database and its journals are moved aside together; attachments are only ever added. A backup of an older
    program comes back in the schema of this one. StorageError, with nothing changed, when the backup is not whole.
    """
    folder, target = folder_of(source), folder_of(target)
    if folder.resolve() == target.resolve():
        raise UserError(_("“{}”就是这个企业自己，不是它的备份。").format(folder), _("选择备份文件夹。"))
    with open_workspace(folder, clock, write=False) as held:
        report = checking.check(held, progress)
        if report.findings:
            raise StorageError(
                _("备份不完好：{}").format(report.findings[0].text), _("换一个备份再试；现有数据没有改动。")
            )
        with storage_errors(), _place(target, clock):
            _bring_files(held.files, target / "files", progress)
            part = target / (FILE + ".part")
            try:
                copies.database(held.db, part)
                return _put_in_place(part, target, clock)
            finally:
                part.unlink(missing_ok=True)


@contextlib.contextmanager
def _place(target: Path, clock: Clock) -> Iterator[None]:
    """The folder to restore into, locked: a workspace, what an interrupted restore left of one, or an empty folder."""
    target.mkdir(parents=True, exist_ok=True)
    ours = (target / FILE).exists() or any(target.glob(f"{_ASIDE}*/{FILE}"))
    if any(target.iterdir()) and not ours:
        raise UserError(
            _("“{}”不是企业文件夹，也不是空文件夹。").format(target), _("选择原来的企业文件夹，或一个新的文件夹。")
        )
    lock = WorkspaceLock(target)
    try:
        lock.acquire(clock.now().isoformat(timespec="seconds"))
    except Held:
        raise StorageError(_("这个企业正被打开，不能恢复。"), _("关闭打开它的程序后再试。")) from None
    except Unsupported:
        pass  # a file system without locks: every save is correct without it
    try:
        yield
    finally:
        lock.release()


def _bring_files(source: Path, target: Path, progress: Progress) -> None:
    names = list(copies.stored(source))
    target.mkdir(exist_ok=True)
    for done, relative in enumerate(names, 1):
        progress(_("恢复附件"), done, len(names))
        to = target / relative
        to.parent.mkdir(exist_ok=True)
        part = to.with_name(to.name + ".part")
        try:
            shutil.copyfile(source / relative, part)
            sync(part)
            if to.exists():
                to.chmod(0o600)  # Windows replaces no read-only file
            part.replace(to)
            to.chmod(0o444)
        finally:
            part.unlink(missing_ok=True)


def _put_in_place(part: Path, target: Path, clock: Clock) -> Path | None:
    """Move the old database and its journals aside, the new one in; if that fails, everything back."""
    moved: list[tuple[Path, Path]] = []
    aside = None
    if (target / FILE).exists():
        aside = _new_folder(target, _ASIDE + in_china(clock.now()).strftime("%Y%m%d_%H%M%S"))
    try:
        for path in (target / (FILE + suffix) for suffix in ("", "-journal", "-wal", "-shm")):
            if aside is not None and path.exists():
                path.rename(aside / path.name)
                moved.append((path, aside / path.name))
        part.rename(target / FILE)
    except OSError:
        for old, new in reversed(moved):
            new.replace(old)
        raise
    sync_folder(target)
    return aside


def _new_folder(target: Path, name: str) -> Path:
    folder, n = target / name, 1
    while folder.exists():
        n += 1
        folder = target / f"{name}-{n}"
    folder.mkdir()
    return folder
