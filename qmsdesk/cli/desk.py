"""Opening a workspace for one command."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from qmsdesk import clock
from qmsdesk.cli.output import complain
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database, snapshot, storage_errors
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import exportlog, reading
from qmsdesk.services.sitting import Sitting


@contextlib.contextmanager
def reading_from(path: Path) -> Iterator[Workspace]:
    """The workspace for a command that only reads: takes no lock."""
    with open_workspace(path, clock.from_environment(), write=False) as workspace:
        yield workspace


@contextlib.contextmanager
def records_of(path: Path) -> Iterator[Database]:
    """All records as they are at this moment, whatever a window saves meanwhile."""
    with reading_from(path) as workspace, storage_errors(), snapshot(workspace.db) as still:
        yield still


@contextlib.contextmanager
def writing_to(path: Path, by: str) -> Iterator[Sitting]:
    """The workspace for a command that writes; ReadOnly when somebody else writes to it."""
    now = clock.from_environment()
    with open_workspace(path, now) as workspace:
        workspace.require_writable()
        if workspace.warning:
            complain(workspace.warning)
        yield Sitting(workspace, by, now)


@contextlib.contextmanager
def trying_on(path: Path, by: str) -> Iterator[Sitting]:
    """A sitting for a command that only tells what it would write: takes no lock."""
    with reading_from(path) as workspace:
        yield Sitting(workspace, by, clock.from_environment())


def refuse_existing(out: Path, *, force: bool) -> None:
    """A file that is there is not overwritten unasked."""
    if out.exists() and not force:
        raise UserError(_("“{}”已存在，没有覆盖。").format(out), _("换个文件名，或加 --force 覆盖它。"))


def note_export(a: argparse.Namespace, kind: str, sha256: str = "") -> None:
    """Put what was written to ``a.out`` into the list of exports; it stands without that, so nothing fails here."""
    try:
        exportlog.note(a.workspace, clock.from_environment(), a.by, kind, a.out.name, sha256 or exportlog.digest(a.out))
    except UserError as error:
        complain(_("已导出，但没有记入导出清单：{}").format(error.text))


def register_of(key: str) -> Register:
    """The register of a key, or of its Chinese title."""
    for register in ALL:
        if key in {register.key, register.title}:
            return BY_KEY[register.key]
    names = "、".join(f"{r.key}（{r.title}）" for r in ALL)
    raise UserError(_("没有“{}”这个台账。").format(key), _("可选：{}。").format(names))


def record_of(db: Database, register: Register, number: str) -> Row:
    """The record of a number."""
    row = reading.by_number(db, register, number)
    if row is None:
        raise UserError(_("{}里没有编号“{}”。").format(register.title, number), _("用 qmsdesk export 查看现有编号。"))
    return row
