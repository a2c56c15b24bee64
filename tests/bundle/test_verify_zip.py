"""Zips made to deceive: what one program unpacks otherwise than another is refused, each with its own code."""

from __future__ import annotations

import hashlib
import io
import random
import stat
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.bundle import limits
from qmsdesk.bundle.verify import Verdict, verify
from qmsdesk.bundle.write import Written

TOP = "QMS资料包_示例_20251112"
Members = list[tuple[zipfile.ZipInfo, bytes]]


def codes(verdict: Verdict) -> set[str]:
    return {problem.code for problem in verdict.problems}


def found(verdict: Verdict) -> set[tuple[str, str]]:
    return {(problem.code, problem.path.rpartition("/")[2]) for problem in verdict.problems}


def names_and_contents(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as bag:
        return [(member.filename, bag.read(member)) for member in bag.infolist()]


def read(path: Path) -> Members:
    with zipfile.ZipFile(path) as bag:
        return [(member, bag.read(member)) for member in bag.infolist()]


def rezip(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w") as bag:
        for member, content in members:
            bag.writestr(member, content)
    return path


def tiny(path: Path, extra: Members | None = None) -> Path:
    """A correct 1.0 bag of one file, by the standard library, and whatever else is asked for."""
    payload = b"content"
    parts = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": f"{hashlib.sha256(payload).hexdigest()}  data/a.txt\n".encode(),
        "data/a.txt": payload,
    }
    return rezip(path, [(zipfile.ZipInfo(f"bag/{name}"), part) for name, part in parts.items()] + (extra or []))


def patched(path: Path, old: bytes, new: bytes, count: int = -1) -> Path:
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, count))
    return path


def central(raw: bytes, name: bytes) -> int:
    """Where the directory entry of ``name`` begins."""
    return raw.rindex(name) - 46


def poke(path: Path, at: int, shape: str, value: int) -> None:
    raw = bytearray(path.read_bytes())
    struct.pack_into(shape, raw, at, value)
    path.write_bytes(raw)


def test_a_tiny_bag_of_others_is_accepted(tmp_path: Path) -> None:
    verdict = verify(tiny(tmp_path / "b.zip"))
    assert (verdict.ok, verdict.ours) == (True, False)


@pytest.mark.parametrize("part", ["data", "structure"])
def test_a_flipped_byte_is_found_or_changes_no_name_and_no_content(built: Written, tmp_path: Path, part: str) -> None:
    raw = built.path.read_bytes()
    whole = names_and_contents(built.path)
    directory = raw.index(b"PK\1\2")
    rng = random.Random(20251112)
    if part == "structure":
        sites = [*range(200), *range(directory, directory + 180), *range(len(raw) - 150, len(raw))]
    else:
        sites = rng.sample(range(directory), 350)
    flipped = tmp_path / "翻.zip"
    for at in sites:
        for mask in (1 << rng.randrange(8), 0xFF):
            flipped.write_bytes(raw[:at] + bytes([raw[at] ^ mask]) + raw[at + 1 :])
            if verify(flipped).ok:
                assert names_and_contents(flipped) == whole, (at, mask)


@pytest.mark.parametrize("keep", [0.0005, 0.3, 0.9, 0.9999])
def test_a_truncated_zip_is_found(built: Written, keep: float) -> None:
    raw = built.path.read_bytes()
    built.path.write_bytes(raw[: int(len(raw) * keep)])
    assert codes(verify(built.path)) == {"zip_truncated"}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [(b"MZ stub", b"", "zip_outside"), (b"", b"tail", "zip_outside"), (b"PK\3\4", b"", "zip_outside")],
)
def test_data_before_or_behind_the_zip_is_found(built: Written, before: bytes, after: bytes, code: str) -> None:
    built.path.write_bytes(before + built.path.read_bytes() + after)
    assert codes(verify(built.path)) == {code}


def test_a_comment_is_found(built: Written) -> None:
    with zipfile.ZipFile(built.path, "a") as bag:
        bag.comment = b"hello"
    assert codes(verify(built.path)) == {"zip_outside"}


def test_bytes_hidden_between_two_members_are_found(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as bag:
        bag.writestr("bag/a.txt", b"1")
        bag.start_dir += 5  # the next member begins five bytes later
        bag.writestr("bag/bagit.txt", b"2")
    assert codes(verify(path)) == {"zip_outside"}


def test_a_name_listed_twice_is_found_though_zipfile_hides_it(built: Written, tmp_path: Path) -> None:
    members = read(built.path)
    victim = members[1][0]
    copy = zipfile.ZipInfo(victim.filename, victim.date_time)
    with pytest.warns(UserWarning, match="Duplicate name"):
        rezip(tmp_path / "b.zip", [*members, (copy, b"other content")])
    assert found(verify(tmp_path / "b.zip")) == {("duplicate", victim.filename.rpartition("/")[2])}


@pytest.mark.parametrize("name", ["bag/data", "bag/data/a.txt/b.txt", "bag/data/a.txt/"])
def test_a_file_that_is_a_folder_too_is_found(tmp_path: Path, name: str) -> None:
    assert "duplicate" in codes(verify(tiny(tmp_path / "b.zip", [(zipfile.ZipInfo(name), b"")])))


def test_names_equal_after_composition_are_duplicates(tmp_path: Path) -> None:
    extra = [(zipfile.ZipInfo(name), b"x") for name in ("bag/data/é", "bag/data/e\u0301")]
    assert "duplicate" in codes(verify(tiny(tmp_path / "b.zip", extra)))


@pytest.mark.parametrize(
    "name",
    ["bag/../a", "bag/./a", "bag//a", "/bag/a", "bag/data\\a", "C:/bag/a", "..", "bag/\\\\host\\share", "~/a"],
)
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo(name.replace("\\", "#")), b"x")])
    if "\\" in name:
        patched(path, name.replace("\\", "#").encode(), name.encode())
    verdict = verify(path)
    assert ("unsafe_path", name) in {(problem.code, problem.path) for problem in verdict.problems}
    assert verdict.files == 0


def test_a_nul_in_a_name_is_refused(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo("bag/data/b.txt#.exe"), b"x")])
    assert "unsafe_path" in codes(verify(patched(path, b".txt#", b".txt\0")))


def test_gbk_names_without_the_flag_are_refused_and_shown_as_meant(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo("bag/data/XXXX.txt"), b"x")])
    verdict = verify(patched(path, b"XXXX", "附件".encode("gbk")))
    assert found(verdict) == {("name_encoding", "附件.txt")}


def test_utf8_names_without_the_flag_and_bad_utf8_with_it_are_refused(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo("bag/data/附.txt"), b"x")])
    bad = tmp_path / "c.zip"
    bad.write_bytes(path.read_bytes())
    raw = path.read_bytes()
    for at in (central(raw, "bag/data/附".encode()) + 8, raw.index("bag/data/附".encode()) - 30 + 6):
        poke(path, at, "<H", 0)
    assert codes(verify(path)) == {"name_encoding"}
    assert codes(verify(patched(bad, "附".encode(), b"\xff\xfe\xfd"))) == {"name_encoding"}


def test_a_second_name_in_the_extra_field_is_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("bag/data/b.txt")
    hidden = b"bag/data/b.exe"
    member.extra = struct.pack("<HHBI", 0x7075, 5 + len(hidden), 1, zlib.crc32(b"bag/data/b.txt")) + hidden
    assert codes(verify(tiny(tmp_path / "b.zip", [(member, b"x")]))) == {"zip_mismatch"}


def test_links_and_devices_in_the_attributes_are_refused(tmp_path: Path) -> None:
    for kind, code in ((stat.S_IFLNK, "symlink"), (stat.S_IFIFO, "not_regular"), (stat.S_IFDIR, "not_regular")):
        member = zipfile.ZipInfo("bag/data/b.txt")
        member.external_attr = (kind | 0o777) << 16
        assert found(verify(tiny(tmp_path / "b.zip", [(member, b"/etc/passwd")]))) == {(code, "b.txt")}
    member.external_attr = 0x10
    assert found(verify(tiny(tmp_path / "b.zip", [(member, b"x")]))) == {("not_regular", "b.txt")}


def test_an_encrypted_member_is_refused(tmp_path: Path, built: Written, tool: Callable[[str], str]) -> None:
    path = tmp_path / "b.zip"
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "bagit.txt").write_text("x" * 100)
    command = [tool("7z"), "a", "-tzip", "-psecret", str(path), "bag"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert found(verify(path)) == {("encrypted", "bagit.txt")}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_are_refused(tmp_path: Path, method: int) -> None:
    member = zipfile.ZipInfo("bag/data/b.txt")
    member.compress_type = method
    assert ("method", "b.txt") in found(verify(tiny(tmp_path / "b.zip", [(member, b"x" * 99)])))


def test_more_than_one_top_folder_is_refused(tmp_path: Path) -> None:
    for name in ("zzz/data/b.txt", "readme.txt", "__MACOSX/bag/._a"):
        verdict = verify(tiny(tmp_path / "b.zip", [(zipfile.ZipInfo(name), b"x")]))
        assert "top_folder" in codes(verdict)


def test_a_name_that_differs_between_the_two_headers_is_refused(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo("bag/data/b.txt"), b"x")])
    assert found(verify(patched(path, b"b.txt", b"b.exe", 1))) == {("zip_mismatch", "b.txt")}


@pytest.mark.parametrize(("offset", "shape"), [(14, "<I"), (18, "<I"), (22, "<I"), (8, "<H"), (6, "<H")])
def test_sizes_checksum_method_or_flags_that_differ_are_refused(tmp_path: Path, offset: int, shape: str) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo("bag/data/b.txt"), b"x" * 8)])
    poke(path, path.read_bytes().index(b"bag/data/b.txt") - 30 + offset, shape, 2)
    assert codes(verify(path)) == {"zip_mismatch"}


def test_two_members_over_the_same_bytes_are_refused(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo(f"bag/data/{n}.txt"), b"same") for n in "bc"])
    raw = path.read_bytes()
    offset = struct.unpack_from("<I", raw, central(raw, b"bag/data/b.txt") + 42)[0]
    poke(path, central(raw, b"bag/data/c.txt") + 42, "<I", offset)
    assert codes(verify(path)) & {"zip_overlap", "zip_mismatch"}


def test_quoted_overlap_that_hides_a_header_in_the_data_of_another_is_refused(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip", [(zipfile.ZipInfo(f"bag/data/{n}.txt"), b"same") for n in "bc"])
    raw = path.read_bytes()
    at = raw.index(b"bag/data/b.txt") - 30
    for place in (at + 18, at + 22, central(raw, b"bag/data/b.txt") + 20, central(raw, b"bag/data/b.txt") + 24):
        poke(path, place, "<I", 60)
    assert codes(verify(path)) == {"zip_overlap"}


def bomb(path: Path, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    member = zipfile.ZipInfo("bag/data/b.bin")
    member.compress_type = method
    return tiny(path, [(member, content)])


def test_a_compression_bomb_is_refused_unread(tmp_path: Path) -> None:
    verdict = verify(bomb(tmp_path / "b.zip", bytes(3 << 20)))
    assert found(verdict) == {("ratio", "b.bin")}
    assert verdict.files == 0


def test_a_small_file_may_compress_as_well_as_it_likes(tmp_path: Path) -> None:
    assert codes(verify(bomb(tmp_path / "b.zip", bytes(limits.RATIO_FROM)))) == {"extra"}


@pytest.mark.parametrize(("declared", "code"), [(50, "oversize"), (150_000, "damaged")])
def test_more_or_fewer_bytes_than_declared_are_found(tmp_path: Path, declared: int, code: str) -> None:
    path = bomb(tmp_path / "b.zip", bytes(100_000))
    raw = path.read_bytes()
    poke(path, raw.index(b"bag/data/b.bin") - 30 + 22, "<I", declared)
    poke(path, central(raw, b"bag/data/b.bin") + 24, "<I", declared)
    manifest_lists_it(path)
    assert (code, "b.bin") in found(verify(path))


def manifest_lists_it(path: Path) -> None:
    """Swap the listed file for the bomb, so that it is read."""
    patched(path, b"  data/a.txt\n", b"  data/b.bin\n")
    raw = path.read_bytes()
    start = raw.index(b"bag/manifest-sha256.txt") + len(b"bag/manifest-sha256.txt")
    content = raw[start : raw.index(b"PK", start)]
    for at in (start - len(b"bag/manifest-sha256.txt") - 30 + 14, central(raw, b"bag/manifest-sha256.txt") + 16):
        poke(path, at, "<I", zlib.crc32(content))


def test_too_many_entries_are_refused_by_the_directory_alone(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip")
    end = path.read_bytes().rindex(b"PK\5\6")
    for at in (end + 8, end + 10):
        poke(path, at, "<H", limits.ENTRIES + 1)
    assert codes(verify(path)) == {"too_many"}


def huge(path: Path, sizes: list[int]) -> Path:
    """A zip that declares stored members of these sizes; the file itself is sparse."""
    directory = io.BytesIO()
    at = 0
    with path.open("wb") as file:
        for number, size in enumerate(sizes):
            name = f"bag/{number}".encode()
            extra = struct.pack("<HHQQ", 1, 16, size, size)
            file.seek(at)
            file.write(struct.pack("<4s5H3I2H", b"PK\3\4", 45, 0, 0, 0, 0, 0, 2**32 - 1, 2**32 - 1, len(name), 20))
            file.write(name + extra)
            wide = struct.pack("<HHQQQ", 1, 24, size, size, at)
            directory.write(struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, 45, 0, 0, 0, 0, 0, 2**32 - 1, 2**32 - 1,
                                        len(name), 28, 0, 0, 0, 0, 2**32 - 1) + name + wide)  # fmt: skip
            at = file.tell() + size
        file.seek(at)
        listed = directory.getvalue()
        file.write(listed)
        file.write(struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, len(sizes), len(sizes), len(listed), at))
        file.write(struct.pack("<4sIQI", b"PK\6\7", 0, at + len(listed), 1))
        file.write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(sizes), len(sizes), len(listed), 2**32 - 1, 0))
    return path


def test_a_member_over_four_gib_and_a_total_over_eight_are_refused(tmp_path: Path) -> None:
    assert codes(verify(huge(tmp_path / "b.zip", [(4 << 30) + 1]))) == {"too_big"}
    assert codes(verify(huge(tmp_path / "c.zip", [4 << 30, 4 << 30, 1]))) == {"total_too_big"}


def test_zip64_records_that_disagree_are_refused(tmp_path: Path) -> None:
    path = huge(tmp_path / "b.zip", [7])
    end = path.read_bytes().rindex(b"PK\6\6")
    for offset, shape, value in ((24, "<Q", 9), (4, "<Q", 45), (16, "<I", 1), (48, "<Q", 1)):
        copy = tmp_path / "c.zip"
        copy.write_bytes(path.read_bytes())
        poke(copy, end + offset, shape, value)
        assert codes(verify(copy)) <= {"zip_structure", "zip_outside"}
        assert not verify(copy).ok


def test_a_wrong_checksum_of_the_zip_is_found_though_the_manifest_agrees(tmp_path: Path) -> None:
    path = tiny(tmp_path / "b.zip")
    raw = path.read_bytes()
    for at in (raw.index(b"bag/data/a.txt") - 30 + 14, central(raw, b"bag/data/a.txt") + 16):
        poke(path, at, "<I", 12345)
    assert found(verify(path)) == {("damaged", "a.txt")}


def test_streamed_zips_with_sizes_behind_the_data_are_read(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.held = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.held += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    source = tiny(tmp_path / "b.zip")
    for wide in (False, True):
        pipe = Pipe()
        with zipfile.ZipFile(pipe, "w") as bag:  # type: ignore[arg-type]
            for member, content in read(source):
                with bag.open(member.filename, "w", force_zip64=wide) as out:
                    out.write(content)
        raw = bytes(pipe.held)
        assert b"PK\7\x08" in raw
        (tmp_path / "s.zip").write_bytes(raw)
        assert verify(tmp_path / "s.zip").problems == ()
        (tmp_path / "t.zip").write_bytes(raw.replace(b"PK\7\x08", b"PK\7\x09", 1))
        assert codes(verify(tmp_path / "t.zip")) == {"zip_mismatch"}
