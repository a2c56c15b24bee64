"""Where a bag's files lie: in a folder, or inside a zip that is read without unpacking it."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

from qmsdesk.bundle import limits, zipread
from qmsdesk.bundle.problems import Bag, Damaged, Problem, problem
from qmsdesk.errors import StorageError, UserError
from qmsdesk.i18n import _

_DRIVE = re.compile(r"[A-Za-z]:")


def open_bag(path: Path) -> Bag:
    """The bag at ``path``. Raises ``UserError`` when there is nothing that could be one."""
    try:
        if path.is_dir():
            return FolderBag(path)
        return ZipBag(path)
    except FileNotFoundError:
        raise UserError(_("找不到“{path}”。").format(path=path), _("请检查路径是否正确。")) from None
    except OSError as error:
        raise _unreadable(path) from error


def unsafe(path: str) -> bool:
    """Whether unpacking a file of that name could write outside the bag or to another place than shown."""
    return (
        "\\" in path
        or "\0" in path
        or path.startswith(("/", "~"))
        or _DRIVE.match(path) is not None
        or any(part in ("", ".", "..") for part in path.split("/"))
    )


class FolderBag:
    """An unpacked bag."""

    kind = "folder"

    def __init__(self, path: Path) -> None:
        self.name = path.resolve().name
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.problems: list[Problem] = []
        self._root = path
        self._walk()

    def chunks(self, path: str) -> Iterator[bytes]:
        try:
            with (self._root / path).open("rb", buffering=0) as file:
                while chunk := file.read(limits.CHUNK):
                    yield chunk
        except OSError as error:
            raise _unreadable(self._root / path) from error

    def close(self) -> None:
        """Nothing is held open."""

    def _walk(self) -> None:
        pending = [""]
        while pending:
            prefix = pending.pop()
            with os.scandir(self._root / prefix) as items:
                for item in items:
                    path, mode = prefix + item.name, item.stat(follow_symlinks=False).st_mode
                    if any("\ud800" <= ch <= "\udfff" for ch in item.name):
                        shown = os.fsencode(path).decode("gbk", "replace")
                        self.problems.append(problem("name_encoding", shown))
                    elif stat.S_ISLNK(mode):
                        self.problems.append(problem("symlink", path))
                    elif stat.S_ISDIR(mode):
                        self.folders.add(path)
                        pending.append(path + "/")
                    elif not stat.S_ISREG(mode):
                        self.problems.append(problem("not_regular", path))
                    else:
                        self.files[path] = item.stat(follow_symlinks=False).st_size
        self.problems += same_names(self.files)


class ZipBag:
    """A bag inside a zip. ``problems`` not empty means that the content must not be trusted, nor is it read."""

    kind = "zip"

    def __init__(self, path: Path) -> None:
        self.name = ""
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.problems: list[Problem] = []
        self._members: dict[str, zipread.Member] = {}
        self._path = path
        self._file = path.open("rb")
        try:
            self._read()
        except BaseException:
            self._file.close()
            raise

    def chunks(self, path: str) -> Iterator[bytes]:
        member = self._members[path]
        crc = 0
        pieces = self._stored(member) if member.method == zipread.STORED else self._inflated(path, member)
        try:
            for piece in pieces:
                crc = zlib.crc32(piece, crc)
                yield piece
        except (zlib.error, EOFError):
            raise Damaged(problem("damaged", path)) from None
        except OSError as error:
            raise _unreadable(self._path) from error
        if crc != member.crc:
            raise Damaged(problem("damaged", path))

    def close(self) -> None:
        self._file.close()

    def _stored(self, member: zipread.Member) -> Iterator[bytes]:
        self._file.seek(member.data)
        left = member.size
        while left:
            piece = self._file.read(min(left, limits.CHUNK))
            if not piece:
                raise EOFError
            left -= len(piece)
            yield piece

    def _inflated(self, path: str, member: zipread.Member) -> Iterator[bytes]:
        self._file.seek(member.data)
        packed, left = member.packed, member.size
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        while not inflate.eof:
            data = inflate.unconsumed_tail
            if not data:
                data = self._file.read(min(packed, limits.CHUNK))
                packed -= len(data)
                if not data:
                    raise EOFError
            piece = inflate.decompress(data, limits.CHUNK)
            left -= len(piece)
            if left < 0:
                raise Damaged(problem("oversize", path))
            if piece:
                yield piece
        if left or packed or inflate.unused_data:
            raise EOFError

    def _read(self) -> None:
        if not zipread.looks_like_zip(self._file):
            raise UserError(
                _("“{name}”不是 zip 压缩包，也不是资料包文件夹。").format(name=self._path.name),
                _("请选择资料包的 .zip 文件，或解压后 bagit.txt 所在的文件夹。"),
            )
        try:
            members, self.problems = zipread.members(self._file)
        except zipread.Broken as broken:
            self.problems = [broken.problem]
            return
        self.problems += _name_problems(members)
        if sum(member.size for member in members) > limits.TOTAL_BYTES:
            self.problems.append(problem("total_too_big"))
        tops = {member.name.split("/", 1)[0] for member in members if "/" in member.name}
        loose = [member.name for member in members if "/" not in member.name]
        self.name = min(tops, default="")
        stray = loose or [member.name for member in members if member.name.split("/", 1)[0] != self.name]
        self.problems += [problem("top_folder", name) for name in stray]
        for member in members:
            path = member.name.removeprefix(self.name + "/")
            if member.is_folder:
                self.folders.add(path.rstrip("/"))
            else:
                self._members[path] = member
                self.files[path] = member.size
        self.folders.discard("")


def same_names(paths: dict[str, int]) -> list[Problem]:
    """Files that differ only in how their name is composed: on a Mac one would overwrite the other."""
    seen: dict[str, str] = {}
    return [
        problem("duplicate", path)
        for path in paths
        if seen.setdefault(unicodedata.normalize("NFC", path), path) != path
    ]


def _name_problems(members: list[zipread.Member]) -> list[Problem]:
    found = []
    seen: set[str] = set()
    parents: set[str] = set()
    for member in members:
        path = member.name.removesuffix("/")
        if unsafe(path):
            found.append(problem("unsafe_path", member.name))
        name = unicodedata.normalize("NFC", path)
        if name in seen:
            found.append(problem("duplicate", member.name))
        seen.add(name)
        parents.update(name[:at] for at, ch in enumerate(name) if ch == "/")
    files = (unicodedata.normalize("NFC", member.name) for member in members if not member.is_folder)
    return found + [problem("duplicate", name) for name in files if name in parents]


def _unreadable(path: Path) -> StorageError:
    return StorageError(
        _("读不到“{path}”：没有读取权限，或磁盘出错。").format(path=path), _("请检查权限，或换一份副本再校验。")
    )
