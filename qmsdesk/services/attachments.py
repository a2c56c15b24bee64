"""Evidence: files kept under their SHA-256, linked to records (architecture §2, §4)."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import peewee as pw

from qmsdesk.errors import Blocked, Refused, StorageError, UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import storage_errors
from qmsdesk.models.disk import sync_folder
from qmsdesk.models.system import Attachment
from qmsdesk.models.workspace import Workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.kinds import one_line
from qmsdesk.registers.spec import Register, Values
from qmsdesk.services import history, reading, records, validity
from qmsdesk.services.saving import safe_name
from qmsdesk.services.sitting import Sitting

_BLOCK = 1 << 20
LARGEST = 2 << 30
DESCRIPTION = (
    Attachment.title, Attachment.evidence_on, Attachment.kind, Attachment.state, Attachment.valid_until,
)  # fmt: skip
"""What is said about a file; the file itself never changes."""


def place(workspace: Workspace, sha256: str) -> Path:
    """Where the bytes of a hash lie."""
    return workspace.files / sha256[:2] / sha256


def attach(
    sitting: Sitting,
    register: Register,
    record_id: int,
    source: Path,
    *,
    title: str = "",
    evidence_on: dt.date | None = None,
    kind: str = "file",
    signing: bool = False,
    progress: Progress = silent,
) -> records.Change:
    """Add a file to a record as evidence: the bytes first, then the row that names them.

    Refused for folders, empty files, files over 2 GB and what the record has already; Blocked when it is locked, but
    for the paper of a signature (``signing``), which a locked record takes as well.
    """
    name = one_line(source.name)
    with storage_errors():
        if not source.is_file():
            raise UserError(_("找不到文件“{}”。").format(source), _("检查文件名，或文件是否已移动。"))
        size = source.stat().st_size
    if size == 0:
        raise Refused(_("“{}”是空文件，没有添加。").format(name), _("打开文件确认内容后再试。"))
    if size > LARGEST:
        raise Refused(_("“{}”超过 2 GB，没有添加。").format(name), _("压缩或拆分后再添加。"))
    told: Values = {
        Attachment.title: one_line(title) or Path(name).stem[:200],
        Attachment.evidence_on: evidence_on,
        Attachment.kind: kind,
    }
    _refuse_invalid(sitting, None, told)
    sitting.workspace.require_writable()
    if not signing:
        _refuse_locked(sitting, register, record_id)
    with storage_errors(), source.open("rb") as stream:
        sha256, size = store(sitting.workspace, stream, size, name, progress)
    with sitting.batch(_("添加附件")):
        if not signing:
            _refuse_locked(sitting, register, record_id)
        return _link(sitting, register, record_id, {**told, Attachment.name: name[-255:]}, sha256, size)


def attach_known(sitting: Sitting, register: Register, record_id: int, attachment_id: int) -> records.Change:
    """Let a file that serves another record serve this one too, described alike; the bytes are kept once.

    Refused for what the record has already and what is gone; Blocked when the record is locked.
    """
    with sitting.batch(_("添加附件")):
        _refuse_locked(sitting, register, record_id)
        known = reading.row(sitting.db, Attachment, attachment_id)
        if known is None:
            raise Refused(_("这个附件已不存在。"), _("刷新后再试。"))
        told = {f: known.of(f) for f in (Attachment.name, *DESCRIPTION)}
        return _link(sitting, register, record_id, told, known["sha256"], known["size"])


def known(db: pw.Database, search: str = "", limit: int = 200) -> list[Row]:
    """Files of all records that carry every word in name or title, the newest first, each file once."""
    newest = Attachment.select(pw.fn.MAX(Attachment.id)).group_by(Attachment.sha256)
    where = [Attachment.id << newest]
    where += [(Attachment.name.contains(word)) | (Attachment.title.contains(word)) for word in search.split()]
    query = Attachment.select(Attachment.id).where(*where).order_by(Attachment.id.desc()).limit(limit)
    ids = [row_id for (row_id,) in db.execute(query).fetchall()]
    found = {row.id: row for row in reading.rows(db, Attachment, Attachment.id << ids)}
    return [found[row_id] for row_id in ids]


def state_of(file: Row, today: dt.date) -> str:
    """The state of one file as evidence: a valid one is ``expired`` from the day after 有效期至."""
    until = file.of(Attachment.valid_until)
    if until is not None and until < today:
        return "expired"
    return str(file.of(Attachment.state))


def standing(files: Sequence[Row], today: dt.date) -> str:
    """The evidence of a record in a word: ``missing`` without files, ``expired`` when all are, else its worst state."""
    states = {state_of(file, today) for file in files}
    if not states:
        return "missing"
    return "unsigned" if "unsigned" in states else "valid" if "valid" in states else "expired"


STANDINGS = {"missing": _("缺"), **{str(key): str(word) for key, word in Attachment.STATE}}
"""What ``standing`` and ``state_of`` are called."""


def _link(sitting: Sitting, register: Register, record_id: int, told: Values, sha256: str, size: int) -> records.Change:
    """Add the row that names the bytes; Refused when the record has the file already."""
    held = {Attachment.register: register.key, Attachment.record: record_id, Attachment.sha256: sha256}
    present = reading.find(sitting.db, Attachment, held)
    if present is not None:
        raise Refused(_("“{}”已经是这条记录的附件。").format(present["name"]))
    values = {
        **{f.name: value for f, value in told.items()},
        "register": register.key,
        "record": record_id,
        "sha256": sha256,
        "size": size,
        "added_at": sitting.clock.now().isoformat(timespec="seconds"),
        "added_by": sitting.operator,
    }
    return records.write(sitting, register, [history.added(Attachment, values)], "attach", record=record_id)


def edit(sitting: Sitting, register: Register, attachment_id: int, values: Values) -> records.Change:
    """Change title, dates, kind or state of a link; the bytes never change. Raises as ``records.save`` does."""
    with sitting.batch(_("修改附件说明")) as current:
        row = _open_link(sitting, register, attachment_id)
        _refuse_invalid(sitting, row, values)
        image = history.edited(sitting.db, Attachment, attachment_id, {f.name: v for f, v in values.items()})
        if image is None:
            return records.Change(register.key, row["record"], "same", current.batch)
        return records.write(sitting, register, [image], "attach", record=row["record"])


def detach(sitting: Sitting, register: Register, attachment_id: int) -> records.Change:
    """Take a file off a record; its bytes stay, so that history can be replayed and the step undone.

    What is locked loses no evidence, also where it still takes files; nor does what is revised, of its old version.
    """
    with sitting.batch(_("移除附件")):
        row = _open_link(sitting, register, attachment_id)
        record = reading.row(sitting.db, register.model, row["record"])
        if record is not None and (reason := kept(sitting.db, register, record, attachment_id)):
            raise Blocked(_("不能移除“{}”的附件：{}。").format(record["number"], reason))
        image = history.removed(sitting.db, Attachment, attachment_id)
        return records.write(sitting, register, [image], "detach", record=row["record"])


def kept(db: pw.Database, register: Register, record: Row, attachment_id: int) -> str:
    """Why a file cannot be taken off a record that takes files, empty when it can."""
    if reason := records.locked(register, record):
        return reason
    verb = register.workflow.renewed_by
    newer = reading.files_since(db, register.key, record.id, verb) if verb else ()
    if verb and all(file.id != attachment_id for file in newer):
        return _("这是改版以前的版本的文件，新版本的文件另行添加")
    return ""


def store(
    workspace: Workspace, stream: IO[bytes], total: int, name: str, progress: Progress = silent
) -> tuple[str, int]:
    """Copy bytes into ``files/``: temporary file, fsync, rename. Returns (SHA-256, size)."""
    workspace.files.mkdir(exist_ok=True)
    digest, size = hashlib.sha256(), 0
    fd, temporary = tempfile.mkstemp(prefix=".part-", dir=workspace.files)
    try:
        with os.fdopen(fd, "wb") as out:
            while block := stream.read(_BLOCK):
                digest.update(block)
                out.write(block)
                size += len(block)
                progress(_("复制“{}”").format(name), size, max(total, size))
            out.flush()
            os.fsync(out.fileno())
        target = place(workspace, digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        if not _holds(target, digest.hexdigest(), size):
            if target.exists():
                target.chmod(0o600)  # Windows replaces no read-only file
            Path(temporary).chmod(0o444)
            Path(temporary).replace(target)
            sync_folder(target.parent)
            sync_folder(workspace.files)
        return digest.hexdigest(), size
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()


def read_checked(workspace: Workspace, sha256: str, name: str) -> Iterator[bytes]:
    """The bytes of an attachment in blocks; StorageError at the end when they are not what was attached."""
    digest = hashlib.sha256()
    for block in _blocks(place(workspace, sha256), name):
        digest.update(block)
        yield block
    if digest.hexdigest() != sha256:
        raise StorageError(_("附件“{}”的内容与添加时不一致。").format(name), _("从备份恢复 files 文件夹。"))


def open_copy(workspace: Workspace, row: Row, folder: Path) -> Path:
    """A read-only copy under the file's own name, for the system's program to open; StorageError when it is damaged."""
    target = folder / str(row["sha256"])[:12] / safe_name(str(row["name"]))
    with storage_errors():
        if _holds(target, row["sha256"], row["size"]):
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        try:
            with part.open("wb") as out:
                for block in read_checked(workspace, row["sha256"], row["name"]):
                    out.write(block)
            if target.exists():
                target.chmod(0o600)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        target.chmod(stat.S_IRUSR | stat.S_IRGRP)
    return target


def _blocks(path: Path, name: str) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except FileNotFoundError:
        raise StorageError(_("附件“{}”的文件不见了。").format(name), _("从备份恢复 files 文件夹。")) from None
    except OSError:
        raise StorageError(_("附件“{}”读不出来。").format(name), _("检查磁盘，或从备份恢复 files 文件夹。")) from None


def _holds(path: Path, sha256: str, size: int) -> bool:
    """Whether the file is there with just these bytes."""
    if not path.is_file() or path.stat().st_size != size:
        return False
    digest = hashlib.sha256()
    for block in _blocks(path, path.name):
        digest.update(block)
    return digest.hexdigest() == sha256


def _open_link(sitting: Sitting, register: Register, attachment_id: int) -> Row:
    """The stored link when it may be changed."""
    row = reading.row(sitting.db, Attachment, attachment_id)
    if row is None or row["register"] != register.key:
        raise Refused(_("这个附件已不存在。"), _("刷新后再试。"))
    _refuse_locked(sitting, register, row["record"])
    return row


def _refuse_invalid(sitting: Sitting, before: Row | None, values: Values) -> None:
    problems = validity.problems(sitting.db, (), before, values)
    if problems:
        raise records.Invalid(problems)


def _refuse_locked(sitting: Sitting, register: Register, record_id: int) -> None:
    row = reading.row(sitting.db, register.model, record_id)
    if row is None:
        raise Refused(_("这条记录已不存在。"), _("刷新后再试。"))
    if reason := closed(register, row):
        raise Blocked(_("不能修改“{}”的附件：{}。").format(row["number"], reason))


def closed(register: Register, row: Row) -> str:
    """Why no file can be added to a record or taken off it, empty when it can."""
    shut = bool(row["void_reason"]) or row["deleted_at"] is not None
    return "" if not shut and register.workflow.files_open(row) else records.locked(register, row)
