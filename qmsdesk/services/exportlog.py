"""What left the program. Exporting is not a change: the list stands outside the history chain.

Kinds: ``bundle``, ``list`` (records of a register), ``form`` (an official form or another print), ``chart``.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.errors import StorageError
from qmsdesk.i18n import _
from qmsdesk.models import schema
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database, connect, storage_errors
from qmsdesk.models.lock import system_user
from qmsdesk.models.system import ExportLog
from qmsdesk.models.workspace import FILE, Workspace, folder_of
from qmsdesk.services import history


def add(workspace: Workspace, clock: Clock, by: str, kind: str, name: str, sha256: str) -> None:
    """Note an export; a workspace that is open for reading only simply has no such line."""
    if workspace.read_only:
        return
    with storage_errors():
        _insert(workspace.db, clock, by, kind, name, sha256)


def add_file(workspace: Workspace, clock: Clock, by: str, kind: str, file: Path) -> None:
    """Note an export by the file that was written; StorageError says that the file is there all the same."""
    try:
        add(workspace, clock, by, kind, file.name, digest(file))
    except StorageError as error:
        text = _("“{}”已导出，但没有记入导出清单：{}").format(file.name, error.text)
        raise StorageError(text, error.hint) from error


def note(path: Path, clock: Clock, by: str, kind: str, name: str, sha256: str) -> None:
    """As ``add``, for a command that has only read: it takes no lock, as one line more disturbs no window.

    A workspace that this user may not write, or of an older format, stays as it is.
    """
    file = folder_of(path) / FILE
    if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        return
    db = connect(file, read_only=False)
    with storage_errors():
        try:
            db.connect()
            if schema.version_of(db.connection()) == schema.VERSION:
                _insert(db, clock, by, kind, name, sha256)
        finally:
            db.close()


def digest(file: Path) -> str:
    """The SHA-256 of a file that was written."""
    with storage_errors(), file.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _insert(db: Database, clock: Clock, by: str, kind: str, name: str, sha256: str) -> None:
    ExportLog.insert(
        at=clock.now().isoformat(timespec="seconds"), by=by or system_user(), kind=kind, name=name, sha256=sha256,
        head=history.head(db).short,
    ).execute(db)  # fmt: skip


def listing(db: Database) -> list[Row]:
    """Exports, newest first."""
    return [Row(r) for r in ExportLog.select().order_by(ExportLog.id.desc()).dicts().execute(db)]
