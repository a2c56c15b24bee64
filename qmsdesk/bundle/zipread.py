"""A strict reader of zip files: what it accepts, every unpacker unpacks to the same names and bytes.

``zipfile`` reads the central directory only and forgives the rest; a file can be built that it lists one way and
another program unpacks another way. Here both registers of a member must agree and members must fill the file
without gap or overlap.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from qmsdesk.bundle import limits
from qmsdesk.bundle.problems import Problem, problem

STORED, DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x0001, 0x0008, 0x0800
_FLAGS = _ENCRYPTED | 0x0006 | _DESCRIPTOR | _UTF8
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR = struct.Struct("<4sIQI")
_MOST16, _MOST32 = 0xFFFF, 0xFFFFFFFF
_DIRECTORY_BYTES = 64 << 20
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075


@dataclass(frozen=True)
class Member:
    """A file or folder of the zip as its central directory registers it; ``data`` is where its bytes begin."""

    name: str
    raw: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    header: int
    mode: int
    dos: int
    data: int = -1

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")

    @property
    def looks_like_folder(self) -> bool:
        """Marked as a folder in the manner of DOS without being named like one."""
        return bool(self.dos & 0x10) and not self.is_folder


class Broken(Exception):
    """The container cannot be read any further."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(code)
        self.problem = problem(code, path, most=limits.ENTRIES)


def looks_like_zip(file: BinaryIO) -> bool:
    """Whether it is worth calling a zip at all: a zip signature at its start or its end."""
    file.seek(0)
    return file.read(4) in (b"PK\3\4", b"PK\5\6") or _find_end(file) >= 0


def members(file: BinaryIO) -> tuple[list[Member], list[Problem]]:
    """All members and everything wrong with the container. Raises ``Broken`` when there is no way on."""
    start, end, count = _directory_bounds(file)
    if count > limits.ENTRIES:
        raise Broken("too_many")
    if end - start > _DIRECTORY_BYTES:
        raise Broken("zip_structure")
    file.seek(start)
    directory = file.read(end - start)
    listed = list(_listed(directory))
    if len(listed) != count:
        raise Broken("zip_structure")
    found: list[Problem] = []
    for member in listed:
        found += _refusals(member)
    placed, wrong = _placed(file, listed, start)
    return placed, found + wrong


def _find_end(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    tail = max(0, size - _END.size - _MOST16)
    file.seek(tail)
    at = file.read().rfind(b"PK\5\6")
    return tail + at if at >= 0 else -1


def _directory_bounds(file: BinaryIO) -> tuple[int, int, int]:
    """Where the central directory begins and ends, and how many members it says it has."""
    at, size = _find_end(file), file.seek(0, 2)
    if at < 0 or size - at < _END.size:
        raise Broken("zip_truncated")
    file.seek(at)
    _s, disk, first, here, count, length, start, comment = _END.unpack(file.read(_END.size))
    if at + _END.size + comment != size or comment:
        raise Broken("zip_outside")
    end = at
    if at >= _LOCATOR.size:
        file.seek(at - _LOCATOR.size)
        signature, disk64, record, disks = _LOCATOR.unpack(file.read(_LOCATOR.size))
        if signature == b"PK\6\7":
            values = _end64(file, record, at - _LOCATOR.size)
            narrow = ((disk, _MOST16), (first, _MOST16), (here, _MOST16), (count, _MOST16), (length, _MOST32))
            for wide, (value, most) in zip(values, (*narrow, (start, _MOST32)), strict=True):
                if value not in (wide, most):
                    raise Broken("zip_structure")
            if disk64 or disks != 1:
                raise Broken("zip_structure")
            disk, first, here, count, length, start = values
            end = record
    if disk or first or here != count or start + length != end:
        raise Broken("zip_structure" if start + length == end or start + length > end else "zip_outside")
    return start, end, count


def _end64(file: BinaryIO, record: int, locator: int) -> tuple[int, int, int, int, int, int]:
    if record + _END64.size != locator:
        raise Broken("zip_structure")
    file.seek(record)
    signature, length, _made, _needed, disk, first, here, count, size, start = _END64.unpack(file.read(_END64.size))
    if signature != b"PK\6\6" or length != _END64.size - 12:
        raise Broken("zip_structure")
    return disk, first, here, count, size, start


def _listed(directory: bytes) -> Iterator[Member]:
    at = 0
    while at < len(directory):
        if len(directory) - at < _CENTRAL.size or directory[at : at + 4] != b"PK\1\2":
            raise Broken("zip_structure")
        fields = _CENTRAL.unpack_from(directory, at)
        _s, _made, needed, flags, method, _time, _date, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, disk, _internal, external, header = fields[10:]
        at += _CENTRAL.size
        raw = directory[at : at + name_length]
        extra = directory[at + name_length : at + name_length + extra_length]
        at += name_length + extra_length + comment_length
        if at > len(directory) or not raw:
            raise Broken("zip_structure")
        name = _decoded(raw, flags)
        if needed & 0xFF > 63:
            raise Broken("zip_structure", name)
        blocks = _blocks(extra, raw, name)
        size, packed, header, disk = _widened(blocks, name, (size, packed, header), disk)
        if disk:
            raise Broken("zip_structure", name)
        yield Member(name, raw, flags, method, crc, packed, size, header, external >> 16, external & 0xFF)


def _widened(blocks: dict[int, bytes], name: str, values: tuple[int, int, int], disk: int) -> tuple[int, int, int, int]:
    """Sizes and offset with the zip64 block read where a field says to look there, and only there."""
    block, at = blocks.get(_ZIP64, b""), 0
    wide = []
    for value in values:
        if value == _MOST32 and _ZIP64 in blocks:
            if len(block) < at + 8:
                raise Broken("zip_structure", name)
            value = int.from_bytes(block[at : at + 8], "little")
            at += 8
        wide.append(value)
    if disk == _MOST16 and len(block) >= at + 4:
        disk = int.from_bytes(block[at : at + 4], "little")
    return wide[0], wide[1], wide[2], disk


def _blocks(extra: bytes, raw: bytes, name: str) -> dict[int, bytes]:
    """The extra fields by their id; a second name hidden in them must be the first one."""
    blocks: dict[int, bytes] = {}
    at = 0
    while len(extra) - at >= 4:
        kind, length = struct.unpack_from("<HH", extra, at)
        block = extra[at + 4 : at + 4 + length]
        if len(block) != length or (kind in (_ZIP64, _UNICODE_PATH) and kind in blocks):
            raise Broken("zip_structure", name)
        blocks[kind] = block
        at += 4 + length
    if _UNICODE_PATH in blocks and blocks[_UNICODE_PATH][5:] != raw:
        raise Broken("zip_mismatch", name)
    return blocks


def _decoded(raw: bytes, flags: int) -> str:
    """The name; bytes that are no UTF-8, or have no right to be read as such, become lone surrogates."""
    return raw.decode("utf-8" if flags & _UTF8 else "ascii", "surrogateescape")


def _refusals(member: Member) -> Iterator[Problem]:
    name = member.name
    if any("\ud800" <= ch <= "\udfff" for ch in name):
        yield problem("name_encoding", member.raw.decode("gbk", "replace"))
    if member.flags & _ENCRYPTED:
        yield problem("encrypted", name)
    elif member.flags & ~_FLAGS:
        yield problem("zip_structure", name)
    if member.method not in (STORED, DEFLATED):
        yield problem("method", name)
    kind = stat.S_IFMT(member.mode)
    if kind == stat.S_IFLNK:
        yield problem("symlink", name)
    elif kind not in (0, stat.S_IFDIR if member.is_folder else stat.S_IFREG) or member.looks_like_folder:
        yield problem("not_regular", name)
    if member.size > limits.MEMBER_BYTES or member.packed > limits.MEMBER_BYTES:
        yield problem("too_big", name)
    if member.size > limits.RATIO_FROM and member.size > limits.RATIO * member.packed:
        yield problem("ratio", name, most=limits.RATIO)
    if (member.method == STORED and member.packed != member.size) or (member.is_folder and member.size):
        yield problem("zip_mismatch", name)


def _placed(file: BinaryIO, listed: list[Member], end: int) -> tuple[list[Member], list[Problem]]:
    """The members with the place of their data; the file up to the directory must be theirs and nobody else's."""
    placed: list[Member] = []
    ordered = sorted(listed, key=lambda member: member.header)
    at = 0
    ends = [member.header for member in ordered[1:]] + [end]
    for member, following in zip(ordered, ends, strict=False):
        if member.header != at:
            return placed, [problem("zip_overlap" if member.header < at else "zip_outside", member.name)]
        try:
            data = _local(file, member, end)
            at = data + member.packed
            if at > following:
                raise Broken("zip_overlap", member.name)
            if member.flags & _DESCRIPTOR:
                _descriptor(file, member, at, following)
                at = following
        except Broken as broken:
            return placed, [broken.problem]
        placed.append(replace(member, data=data))
    return placed, [problem("zip_outside")] if at != end else []


def _local(file: BinaryIO, member: Member, end: int) -> int:
    """Check the header before the data against the directory; return where the data begins."""
    file.seek(member.header)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != b"PK\3\4" or member.header + _LOCAL.size > end:
        raise Broken("zip_mismatch", member.name)
    fields: tuple[int, ...] = _LOCAL.unpack(header)[1:]
    needed, flags, method, _time, _date, crc, packed, size, name_length, extra_length = fields
    raw, extra = file.read(name_length), file.read(extra_length)
    if raw != member.raw or len(extra) != extra_length or needed & 0xFF > 63:
        raise Broken("zip_mismatch", member.name)
    if (flags, method) != (member.flags, member.method):
        raise Broken("zip_mismatch", member.name)
    blocks = _blocks(extra, raw, member.name)
    if len(wide := blocks.get(_ZIP64, b"")) >= 16:
        size = int.from_bytes(wide[:8], "little") if size == _MOST32 else size
        packed = int.from_bytes(wide[8:16], "little") if packed == _MOST32 else packed
    same = (crc, packed, size) == (member.crc, member.packed, member.size)
    if not same and not (flags & _DESCRIPTOR and (crc, packed, size) == (0, 0, 0)):
        raise Broken("zip_mismatch", member.name)
    return member.header + _LOCAL.size + name_length + extra_length


def _descriptor(file: BinaryIO, member: Member, at: int, following: int) -> None:
    """Check the sizes after the data, where the header left them out; 4 or 8 bytes each, signature optional."""
    file.seek(at)
    found = file.read(min(following - at, 25))
    shape = {12: "<III", 20: "<IQQ"}.get(len(found.removeprefix(b"PK\7\x08")))
    sizes = (member.crc, member.packed, member.size)
    if shape is None or struct.unpack(shape, found.removeprefix(b"PK\7\x08")) != sizes:
        raise Broken("zip_mismatch", member.name)
