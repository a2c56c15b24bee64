"""What left the program. Exporting is not a change: the list stands outside the history chain."""

from __future__ import annotations

from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database, storage_errors
from qmsdesk.models.lock import system_user
from qmsdesk.models.system import ExportLog
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.services import history


def add(workspace: Workspace, clock: Clock, by: str, kind: str, name: str, sha256: str) -> None:
    """Note an export; a workspace that is open for reading only simply has no such line."""
    if workspace.read_only:
        return
    with storage_errors():
        ExportLog.insert(
            at=clock.now().isoformat(timespec="seconds"), by=by or system_user(), kind=kind, name=name, sha256=sha256,
            head=history.head(workspace.db).short,
        ).execute(workspace.db)  # fmt: skip


def note(path: Path, clock: Clock, by: str, kind: str, name: str, sha256: str) -> None:
    """As ``add``, for a command that has only read until now."""
    with open_workspace(path, clock) as workspace:
        add(workspace, clock, by, kind, name, sha256)


def listing(db: Database) -> list[Row]:
    """Exports, newest first."""
    return [Row(r) for r in ExportLog.select().order_by(ExportLog.id.desc()).dicts().execute(db)]
