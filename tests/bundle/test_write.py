"""The writer: same bytes, other people's tools, and nothing left behind when it fails."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import resource
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from qmsdesk.bundle import limits
from qmsdesk.bundle.names import Namer
from qmsdesk.bundle.plan import BundleInfo, Entry, Folder
from qmsdesk.bundle.verify import verify
from qmsdesk.bundle.write import Written, write
from qmsdesk.errors import Cancelled, Refused, StorageError


def sparse(path: Path, size: int) -> Entry:
    """An attachment of zeros that takes no room on the disk."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        file.truncate(size)
    for _ in range(size >> 20):
        digest.update(bytes(1 << 20))
    return Entry("13_其他附件/大.bin", "大", path, sha256=digest.hexdigest(), size=size)


def test_a_bundle_is_accepted_by_our_verifier_and_counts_itself(built: Written) -> None:
    verdict = verify(built.path)
    assert (verdict.ok, verdict.ours, verdict.problems) == (True, True, ())
    content = built.path.read_bytes()
    assert (built.bytes, built.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with zipfile.ZipFile(built.path) as bag:
        assert built.files == len(bag.namelist()) == 7 + limits.TAG_FILES
    assert verdict.info["head_seq"] == "1337"
    assert verdict.info["enterprise"] == "徐州恒锐精密五金有限公司（示例）"


def test_the_same_records_give_the_same_bytes_in_any_order(
    built: Written, info: BundleInfo, entries: list[Entry], tmp_path: Path
) -> None:
    again = write(info, reversed(entries), tmp_path / "又一次.zip")
    assert again.path.read_bytes() == built.path.read_bytes()


def test_every_member_carries_the_time_of_the_history_head(built: Written) -> None:
    with zipfile.ZipFile(built.path) as bag:
        assert {member.date_time for member in bag.infolist()} == {(2025, 11, 12, 10, 30, 6)}
        assert {member.filename.split("/")[0] for member in bag.infolist()} == {"QMS资料包_恒锐精密_预审版_20251112"}
        stored = {m.filename for m in bag.infolist() if m.compress_type == zipfile.ZIP_STORED}
        assert any(name.endswith("签到 100％.jpg") for name in stored)


def test_the_outer_name_carries_today_and_says_preliminary_only_with_gaps(info: BundleInfo, full: BundleInfo) -> None:
    today = dt.date(2026, 1, 5)
    assert info.file_name(today) == "QMS资料包_恒锐精密_预审版_20260105.zip"
    assert full.file_name(today) == "QMS资料包_恒锐精密_20260105.zip"


def test_sha256sum_and_bagit_accept_the_unpacked_bag(folder: Path, tool: Callable[[str], str]) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        run = subprocess.run(
            [tool("sha256sum"), "-c", "--strict", manifest], check=False, cwd=folder, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout + run.stderr
    bagit.Bag(str(folder)).validate()


def test_seven_zip_unpacks_the_same_names(built: Written, tmp_path: Path, tool: Callable[[str], str]) -> None:
    subprocess.run([tool("7z"), "x", f"-o{tmp_path / 'seven'}", str(built.path)], check=True, capture_output=True)
    (top,) = (tmp_path / "seven").iterdir()
    assert verify(top).ok


def test_the_catalogue_and_the_metadata_say_the_same(folder: Path) -> None:
    raw = (folder / "目录.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert head == ["路径", "标题", "登记簿", "编号", "条款", "日期", "SHA-256", "字节数", "原文件名"]
    document = json.loads((folder / "metadata.json").read_bytes())
    assert [(f["path"], f["sha256"], str(f["bytes"])) for f in document["files"]] == [(r[0], r[6], r[7]) for r in rows]
    assert document["preliminary"] is True
    assert document["history_head"]["at"] == "2025-11-12T02:30:07Z"
    photo = next(f for f in document["files"] if f["original_name"] == "签到 100%.jpg")
    assert (photo["clauses"], photo["date"], photo["register"]) == (["7.2", "6.7.2.2"], "2025-10-15", "培训")


def test_a_title_that_looks_like_a_formula_stays_text_in_excel(folder: Path) -> None:
    rows = csv.reader((folder / "目录.csv").read_text("utf-8-sig").splitlines())
    assert [row[1] for row in rows if "1+1" in row[1]] == ["'=1+1"]


def test_bag_info_carries_every_label(folder: Path) -> None:
    said = dict(line.split(": ", 1) for line in (folder / "bag-info.txt").read_text("utf-8").splitlines())
    payload = [path for path in (folder / "data").rglob("*") if path.is_file()]
    assert said["Payload-Oxum"] == f"{sum(p.stat().st_size for p in payload)}.{len(payload)}"
    assert said["Bagging-Date"] == "2025-11-12"
    assert said["QMSDesk-Profile"] == "acceptance"
    assert said["QMSDesk-History-Head"].startswith("1337 ")


@pytest.mark.parametrize("change", ["changed", "shorter", "longer", "gone"])
def test_an_attachment_that_is_not_what_the_records_say_stops_the_bundle(
    change: str, info: BundleInfo, entries: list[Entry], tmp_path: Path
) -> None:
    victim = next(entry for entry in entries if entry.number == "PX-2025-07")
    assert isinstance(victim.source, Path)
    content = bytearray(victim.source.read_bytes())
    if change == "gone":
        victim.source.unlink()
    else:
        content[100] ^= 1
        victim.source.write_bytes({"changed": content, "shorter": content[:-1], "longer": content + b"x"}[change])
    out = tmp_path / "包.zip"
    out.write_bytes(b"earlier bundle")
    with pytest.raises(StorageError, match=r"签到 100%\.jpg"):
        write(info, entries, out)
    assert out.read_bytes() == b"earlier bundle"
    assert not list(tmp_path.glob("*.part"))


def test_a_full_disk_gives_one_sentence_and_leaves_nothing(
    info: BundleInfo, entries: list[Entry], tmp_path: Path
) -> None:
    # A file size limit of the process fails writes in the middle as a full disk does (with another number).
    big = sparse(tmp_path / "big", 6 << 20)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, before[1]))
    try:
        with pytest.raises(StorageError) as caught:
            write(info, [*entries, big], tmp_path / "包.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "上限" in caught.value.text
    assert not list(tmp_path.glob("包.zip*"))


def test_no_space_left_on_a_real_device_is_said_as_such(info: BundleInfo, entries: list[Entry], tmp_path: Path) -> None:
    (tmp_path / "包.zip.part").symlink_to("/dev/full")
    with pytest.raises(StorageError, match="磁盘已满") as caught:
        write(info, entries, tmp_path / "包.zip")
    assert caught.value.hint
    assert not list(tmp_path.glob("包.zip*"))


def test_a_folder_that_is_not_there_is_named(info: BundleInfo, entries: list[Entry], tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="没有这"):
        write(info, entries, tmp_path / "没有这个文件夹" / "包.zip")


@pytest.mark.parametrize("at", [1, 3, 9, 11])
def test_cancelling_leaves_nothing_behind(at: int, info: BundleInfo, entries: list[Entry], tmp_path: Path) -> None:
    calls = 0

    def stop(stage: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        assert 0 <= done <= total
        if calls == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        write(info, entries, tmp_path / "包.zip", stop)
    assert not list(tmp_path.glob("包.zip*"))


def numbered(count: int) -> list[Entry]:
    return [Entry(f"13_其他附件/{n}.txt", str(n), b"") for n in range(count)]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (numbered(limits.ENTRIES - 6), "上限"),
        ([Entry("13_其他附件/a:b.txt", "", b"")], "不能使用"),
        ([Entry("../a.txt", "", b"")], "不能使用"),
        ([Entry("13_其他附件/a%41.txt", "", b"")], "不能使用"),
        ([Entry("a.txt", "", b""), Entry("A.TXT", "", b"")], "同名"),
        ([Entry("a", "", b""), Entry("A/b.txt", "", b"")], "既是文件又是文件夹"),
        ([Entry("a", "", Path("a"), sha256="0" * 64, size=(4 << 30) + 1)], "4 GiB"),
        ([Entry(f"a{n}", "", Path("a"), sha256="0" * 64, size=4 << 30) for n in range(2)], "8 GiB"),
        ([Entry("a", "长" * (30 << 20), b"")], "8 GiB"),
    ],
)
def test_a_plan_the_verifier_would_refuse_is_refused_before_writing(
    plan: list[Entry], words: str, info: BundleInfo, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=words):
        write(info, plan, tmp_path / "包.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_most_files_a_bundle_may_have_are_written_and_one_more_is_refused(
    info: BundleInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 100)
    written = write(info, numbered(93), tmp_path / "包.zip")
    assert verify(written.path).ok
    with pytest.raises(Refused):
        write(info, numbered(94), tmp_path / "又.zip")


def test_text_that_deflates_like_a_bomb_is_stored(info: BundleInfo, tmp_path: Path) -> None:
    written = write(info, [Entry("空白.csv", "空白", b" " * (3 << 20))], tmp_path / "包.zip")
    assert verify(written.path).ok


def test_an_empty_bundle_is_still_one(full: BundleInfo, tmp_path: Path) -> None:
    written = write(full, [Entry("00_封面与目录.pdf", "封面", b"%PDF")], tmp_path / "包.zip")
    assert verify(written.path).ok


def test_memory_does_not_grow_with_attachments(info: BundleInfo, tmp_path: Path) -> None:
    big = sparse(tmp_path / "big", 64 << 20)
    tracemalloc.start()
    try:
        write(info, [big], tmp_path / "包.zip")
        assert verify(tmp_path / "包.zip").ok
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20


def test_large_offsets_and_sizes_use_zip64_and_verify(
    info: BundleInfo, entries: list[Entry], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The standard library switches at 2 GiB; lowering that gives the same records for a small file.
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 200)
    written = write(info, entries, tmp_path / "包.zip")
    raw = written.path.read_bytes()
    assert b"PK\6\6" in raw
    assert b"PK\6\7" in raw
    assert verify(written.path).problems == ()
    monkeypatch.undo()
    with zipfile.ZipFile(written.path) as bag:
        assert bag.testzip() is None


def test_hostile_words_never_break_a_tag_file(info: BundleInfo, tmp_path: Path) -> None:
    odd = "行一\r\n行二\ud800\u2028\x00: % ,\"'"
    hostile = replace(info, enterprise=odd, short_name=odd, standard=odd, program_version=odd)
    entry = Entry(Namer().path(Folder.OTHER, odd), odd, b"x", odd, odd, (odd, ""), None, odd)
    assert verify(write(hostile, [entry], tmp_path / "包.zip").path).problems == ()


def test_an_attachment_without_its_hash_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="sha256"):
        Entry("a", "a", Path("a"))
