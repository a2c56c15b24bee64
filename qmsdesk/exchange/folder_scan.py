"""The files of a folder as they lie there, each with what its name says or why it is left alone; nothing is opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from qmsdesk.errors import StorageError, UserError
from qmsdesk.exchange.file_names import FileName, parse
from qmsdesk.i18n import _
from qmsdesk.models.database import Database
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.kinds import one_line
from qmsdesk.services.documents import attached_files

ENDINGS = frozenset((".doc", ".docx", ".docm", ".wps", ".rtf", ".odt", ".xls", ".xlsx", ".xlsm", ".et", ".ods", ".pdf"))
DEEPEST, MOST_FILES, LARGEST = 8, 2000, 200 * 2**20
"""Folders under folders, files, and bytes of one file that are taken in."""

_BLOCK = 1 << 20


@dataclass(frozen=True)
class FoundFile:
    """A file: where it lies, what its name says, and why it does not come in (empty when it may)."""

    path: Path
    shown: str
    name: FileName
    size: int = 0
    sha256: str = ""
    refused: str = ""


def scan(folder: Path, db: Database, progress: Progress = silent) -> list[FoundFile]:
    """All files under a folder in the order of their paths, read once for their hashes.

    UserError when it is no folder, StorageError when it cannot be read.
    """
    if not folder.is_dir():
        raise UserError(_("“{}”不是文件夹。").format(folder), _("选择放体系文件的文件夹。"))
    progress(_("查看文件夹"), 0, 1)
    files: list[FoundFile] = []
    for found in _walk(folder, folder.resolve(), 1, progress):
        if len(files) == MOST_FILES:
            raise UserError(
                _("“{}”里超过 {} 个文件，不像只放体系文件的文件夹。").format(folder.name, MOST_FILES),
                _("选择里面的一个文件夹，分几次导入。"),
            )
        files.append(replace(found, shown=one_line(found.path.relative_to(folder).as_posix())))
    known = attached_files(db)
    seen: dict[str, str] = {}
    for place, found in enumerate(files):
        if not found.refused:
            files[place] = _hashed(found, known, seen, progress, place, len(files))
    progress(_("读取文件"), len(files), max(len(files), 1))
    return files


def _walk(folder: Path, root: Path, depth: int, progress: Progress) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except OSError:
        if depth == 1:
            raise StorageError(_("打不开文件夹“{}”。").format(folder), _("检查权限，或换一个文件夹。")) from None
        yield _refused(folder, _("打不开这个文件夹"))
        return
    for entry in entries:
        progress(_("查看文件夹"), 0, 1)
        path = Path(entry.path)
        if entry.is_symlink():
            yield _refused(path, _link(path, root))
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.startswith((".", "$")):
                yield _refused(path, _("隐藏的文件夹"))
            elif depth == DEEPEST:
                yield _refused(path, _("文件夹套得太深，超过 {} 层").format(DEEPEST))
            else:
                yield from _walk(path, root, depth + 1, progress)
        else:
            yield _file(entry, path)


def _link(path: Path, root: Path) -> str:
    try:
        inside = path.resolve().is_relative_to(root)
    except OSError:
        inside = False
    return _("链接，原件另外列出") if inside else _("链接，指向文件夹以外")


def _file(entry: os.DirEntry[str], path: Path) -> FoundFile:
    name = entry.name
    if name.startswith("~$") or name.lower().endswith((".tmp", ".bak")):
        return _refused(path, _("临时文件"))
    if name.startswith(".") or name.lower() in {"thumbs.db", "desktop.ini"}:
        return _refused(path, _("隐藏文件"))
    if path.suffix.lower() not in ENDINGS:
        return _refused(path, _("不是 Word、Excel 或 PDF 文件"))
    try:
        size = entry.stat(follow_symlinks=False).st_size
    except OSError:
        return _refused(path, _("打不开"))
    if not entry.is_file(follow_symlinks=False):
        return _refused(path, _("不是普通文件"))
    if size == 0:
        return _refused(path, _("空文件"))
    if size > LARGEST:
        return _refused(path, _("超过 {} MB").format(LARGEST >> 20))
    return FoundFile(path, "", parse(path.stem), size)


def _refused(path: Path, why: str) -> FoundFile:
    return FoundFile(path, "", FileName(title=one_line(path.name)), refused=why)


def _hashed(
    found: FoundFile, known: dict[str, str], seen: dict[str, str], progress: Progress, done: int, total: int
) -> FoundFile:
    """The file with its hash; refused when it is unreadable, a second copy, or attached to a document already."""
    sha256 = hash_of(found.path, lambda _stage, _done, _all: progress(_("读取文件"), done, total))
    if not sha256:
        return replace(found, refused=_("打不开，可能正在别的程序里"))
    if holder := known.get(sha256):
        return replace(found, sha256=sha256, refused=_("已是 {} 的附件").format(holder))
    if (first := seen.setdefault(sha256, found.shown)) != found.shown:
        return replace(found, sha256=sha256, refused=_("内容与“{}”相同").format(first))
    return replace(found, sha256=sha256)


def hash_of(path: Path, progress: Progress = silent) -> str:
    """The SHA-256 of a file; empty when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                progress(_("读取文件"), 0, 1)
    except OSError:
        return ""
    return digest.hexdigest()
