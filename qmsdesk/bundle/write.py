"""Writes a bundle: streams every file once, so memory does not grow with attachments (architecture §6)."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.bundle import limits, names, tagfiles
from qmsdesk.bundle.index_page import index_page
from qmsdesk.bundle.plan import BundleInfo, Entry
from qmsdesk.bundle.trail import Trail
from qmsdesk.errors import Refused, StorageError
from qmsdesk.i18n import _
from qmsdesk.progress import Progress, silent

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TAG_ROOM = 256 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Written:
    """A finished bundle: its file, how many files it holds (tag files too), its size in bytes and its own SHA-256."""

    path: Path
    files: int
    bytes: int
    sha256: str


def write(info: BundleInfo, entries: Iterable[Entry], out: Path, progress: Progress = silent) -> Written:
    """Write the bundle to ``out``, replacing a file of that name only when everything is on the disk.

    Raises ``Refused`` before writing when the verifier would not accept the result, ``StorageError`` when an
    attachment is not what the records say or the disk fails, ``Cancelled``. After each nothing is left behind.
    """
    plan = sorted(entries, key=lambda entry: entry.path)
    check(plan)
    part = out.with_name(out.name + ".part")
    try:
        with _Sink(part) as sink, Trail(part) as trail:
            _Bag(info, sink, trail, progress, sum(entry.length for entry in plan)).fill(plan)
            sink.sync()
            size, digest = trail.finish()
        part.replace(out)
    except OSError as error:
        _remove(part)
        raise _storage_error(out, error) from error
    except BaseException:
        _remove(part)
        raise
    _sync_folder(out.parent)
    return Written(out, len(plan) + limits.TAG_FILES, size, digest)


def check(entries: Sequence[Entry]) -> None:
    """Raise ``Refused`` when a bundle of these files would break the verifier's limits or name rules."""
    most = limits.ENTRIES - limits.TAG_FILES
    if len(entries) > most:
        raise Refused(
            _("资料包要装 {n} 个文件，超过上限 {most} 个。").format(n=len(entries), most=most),
            _("请缩小期间或减少附件后再导出。"),
        )
    taken: dict[str, str] = {}
    for entry in entries:
        path = f"data/{entry.path}"
        if wrong := names.clean(path):
            raise Refused(_("资料包中的路径“{path}”不能使用：{why}。").format(path=path, why=wrong))
        if other := taken.get(names.key(path)):
            raise Refused(_("资料包中有两个文件同名：“{one}”和“{two}”。").format(one=other, two=path))
        taken[names.key(path)] = path
        if entry.length > limits.MEMBER_BYTES:
            raise Refused(
                _("文件“{path}”超过单个文件的上限 4 GiB。").format(path=path), _("请压缩或拆分该附件后再导出。")
            )
    for path in taken.values():
        for at in (at for at, ch in enumerate(path) if ch == "/"):
            if names.key(path[:at]) in taken:
                raise Refused(_("资料包中“{path}”既是文件又是文件夹。").format(path=path[:at]))
    words = sum(len(entry.path) + len(entry.title) + len(entry.original_name) + 600 for entry in entries)
    if words * 3 > limits.TAG_BYTES or sum(entry.length for entry in entries) > limits.TOTAL_BYTES - _TAG_ROOM:
        raise Refused(_("资料包的内容超过上限 8 GiB。"), _("请缩小期间或减少附件后再导出。"))


class _Sink(io.FileIO):
    """The file being written. After its first failure it swallows what zipfile still writes while unwinding."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "wb")
        self._broken = False

    def write(self, data: ReadableBuffer, /) -> int:
        view = memoryview(data).cast("B")
        done = 0
        while done < len(view) and not self._broken:
            try:
                done += super().write(view[done:])
            except OSError:
                self._broken = True
                raise
        return len(view)

    def sync(self) -> None:
        os.fsync(self.fileno())


class _Bag:
    """The zip while it is filled: payload in the order of paths, then the files that speak about it."""

    def __init__(self, info: BundleInfo, sink: _Sink, trail: Trail, progress: Progress, total: int) -> None:
        self._info = info
        self._folder = info.folder
        at = info.head.local
        # A zip counts years from 1980 to 2107.
        self._stamp = (min(max(at.year, 1980), 2107), at.month, at.day, at.hour, at.minute, at.second)
        self._sink = sink
        self._trail = trail
        self._progress = progress
        self._done, self._total = 0, total
        self._buffer = memoryview(bytearray(limits.CHUNK))

    def fill(self, plan: Sequence[Entry]) -> None:
        with zipfile.ZipFile(self._sink, "w") as bag:
            for entry in plan:
                self._payload(bag, entry)
                self._trail.reached(self._sink.tell(), final=True)
            self._tags(bag, plan)
        self._report(_("写入磁盘"))

    def _payload(self, bag: zipfile.ZipFile, entry: Entry) -> None:
        path = f"data/{entry.path}"
        self._report(_("打包 {path}").format(path=path))
        if isinstance(entry.source, Path):
            self._attachment(bag, path, entry.source, entry)
        else:
            self._member(bag, path, entry.source)
            self._done += entry.length

    def _attachment(self, bag: zipfile.ZipFile, path: str, source: Path, entry: Entry) -> None:
        digest, left = hashlib.sha256(), entry.length
        try:
            file = source.open("rb", buffering=0)
        except OSError as error:
            raise _damaged(entry, _("附件“{name}”读不到。")) from error
        with file, bag.open(self._header(path, entry.length, zipfile.ZIP_STORED), "w") as member:
            for count in iter(_reader(file, self._buffer, entry), 0):
                left -= count
                if left < 0:
                    break
                chunk = self._buffer[:count]
                digest.update(chunk)
                member.write(chunk)
                self._done += count
                self._trail.reached(self._sink.tell(), final=False)
                self._report(_("打包 {path}").format(path=path))
        if left or digest.hexdigest() != entry.digest:
            raise _damaged(entry, _("附件“{name}”与登记时不一致，可能被改动或损坏。"))

    def _tags(self, bag: zipfile.ZipFile, plan: Sequence[Entry]) -> None:
        self._report(_("写目录与校验清单"))
        tags = {
            tagfiles.DECLARATION: tagfiles.declaration(),
            tagfiles.BAG_INFO: tagfiles.bag_info(self._info, plan),
            tagfiles.MANIFEST: tagfiles.manifest((f"data/{entry.path}", entry.digest) for entry in plan),
            tagfiles.INDEX: index_page(self._info, plan),
            tagfiles.CATALOGUE: tagfiles.catalogue(plan),
            tagfiles.METADATA: tagfiles.metadata(self._info, plan),
        }
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in tags.items()}
        tags[tagfiles.TAG_MANIFEST] = tagfiles.manifest(digests)
        for path, content in tags.items():
            self._member(bag, path, content)

    def _member(self, bag: zipfile.ZipFile, path: str, content: bytes) -> None:
        method = zipfile.ZIP_STORED if _dense(content) else zipfile.ZIP_DEFLATED
        bag.writestr(self._header(path, len(content), method), content)

    def _header(self, path: str, size: int, method: int) -> zipfile.ZipInfo:
        header = zipfile.ZipInfo(f"{self._folder}/{path}", self._stamp)
        header.compress_type = method
        header.create_system = 3
        header.external_attr = 0o100644 << 16
        header.file_size = size
        return header

    def _report(self, stage: str) -> None:
        # In KiB, because a progress bar counts to 2³¹ and a bundle may be larger than 2 GiB.
        self._progress(stage, self._done >> 10, max(self._total >> 10, 1))


def _dense(content: bytes) -> bool:
    """Whether deflating ``content`` would come near the ratio the verifier takes for a bomb."""
    return len(content) > limits.RATIO_FROM and len(zlib.compress(content)) * limits.RATIO * 3 // 4 < len(content)


def _reader(file: io.FileIO, buffer: memoryview, entry: Entry) -> Callable[[], int]:
    def read() -> int:
        try:
            return file.readinto(buffer) or 0
        except OSError as error:
            raise _damaged(entry, _("附件“{name}”读不到。")) from error

    return read


def _damaged(entry: Entry, text: str) -> StorageError:
    return StorageError(
        text.format(name=entry.original_name or entry.path),
        _("请用“检查”找出受损的附件，从备份恢复后再导出；没有生成资料包。"),
    )


def _storage_error(out: Path, error: OSError) -> StorageError:
    if error.errno in _FULL:
        return StorageError(
            _("磁盘已满，无法写完资料包“{name}”。").format(name=out.name), _("请腾出空间或换个位置保存。")
        )
    if error.errno == errno.EFBIG:
        return StorageError(
            _("资料包“{name}”超过这个磁盘单个文件的上限。").format(name=out.name),
            _("FAT32 格式的 U 盘最多放 4 GB 的文件；请换个位置保存。"),
        )
    if error.errno == errno.ENOENT:
        return StorageError(_("文件夹“{name}”不存在，无法保存资料包。").format(name=out.parent), _("请换个位置保存。"))
    return StorageError(
        _("无法把资料包写到“{name}”：没有写入权限，或磁盘出错。").format(name=out), _("请换个位置保存。")
    )


def _remove(part: Path) -> None:
    with suppress(OSError):
        part.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the rename durable where the system lets a folder be synced (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
