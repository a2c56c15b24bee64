"""Bags of others: judged by RFC 8493, not by our house rules."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import bagit
import pytest

from qmsdesk.bundle.verify import Verdict, verify


def codes(verdict: Verdict) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for problem in verdict.problems}


def bag(
    folder: Path,
    files: dict[str, bytes],
    *,
    version: str = "1.0",
    algorithms: tuple[str, ...] = ("sha512",),
    encoding: str = "UTF-8",
    line: str = "{digest}  {path}\n",
) -> Path:
    """A bag in a folder; ``files`` by path below ``data``, written into the manifests as they are."""
    (folder / "data").mkdir(parents=True)
    (folder / "bagit.txt").write_bytes(f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode())
    for path, content in files.items():
        (folder / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "data" / path).write_bytes(content)
    for algorithm in algorithms:
        lines = "".join(
            line.format(digest=hashlib.new(algorithm, content).hexdigest(), path=f"data/{path}")
            for path, content in files.items()
        )
        (folder / f"manifest-{algorithm}.txt").write_bytes(lines.encode(encoding))
    return folder


@pytest.fixture
def others(tmp_path: Path) -> Path:
    return bag(tmp_path / "bag", {"a.txt": b"a", "sub/附件 %41.pdf": b"b" * 5000, "con": b"", "A.txt": b"case"})


def test_names_that_ours_may_not_have_are_fine_in_bags_of_others(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"a.txt": b"a", "A.TXT": b"b", "con": b"", "x" * 200: b""})
    verdict = verify(folder)
    assert (verdict.ok, verdict.ours, verdict.files) == (True, False, 4)


@pytest.mark.parametrize("checksums", [["md5"], ["sha1"], ["sha256", "sha512"]])
def test_a_bag_made_by_the_bagit_package_is_accepted_as_folder_and_as_zip(tmp_path: Path, checksums: list[str]) -> None:
    folder = tmp_path / "bag"
    (folder / "子文件夹").mkdir(parents=True)
    (folder / "子文件夹" / "100% 附件.txt").write_text("内容", "utf-8")
    (folder / "空.txt").write_bytes(b"")
    bagit.make_bag(str(folder), {"Contact-Name": "示例"}, checksums=checksums)
    shutil.make_archive(str(tmp_path / "made"), "zip", tmp_path, "bag")
    for path in (folder, tmp_path / "made.zip"):
        verdict = verify(path)
        assert verdict.problems == ()
        assert (verdict.ok, verdict.ours, verdict.info["version"]) == (True, False, "0.97")
    (folder / "data" / "空.txt").write_bytes(b"x")
    assert {("changed", "data/空.txt"), ("oxum", "bag-info.txt")} <= codes(verify(folder))


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize(
    "line", ["{digest}  {path}\n", "{digest} *{path}\n", "{digest}\t{path}\r\n", "{digest} {path}\r"]
)
def test_every_algorithm_and_way_to_write_a_line_is_read(tmp_path: Path, algorithm: str, line: str) -> None:
    folder = bag(tmp_path / "bag", {"a b.txt": b"a", "sub/b.txt": b"b"}, algorithms=(algorithm,), line=line)
    assert verify(folder).problems == ()
    (folder / "data/sub/b.txt").write_bytes(b"c")
    assert codes(verify(folder)) == {("changed", "data/sub/b.txt")}


def test_escapes_of_version_1_are_decoded_and_only_those(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"x.txt": b""})
    (folder / "data/x.txt").unlink()
    odd = {"100%25.txt": "100%.txt", "a%0Ab%0dc.txt": "a\nb\rc.txt", "%2541.txt": "%41.txt", "%E9.txt": "%E9.txt"}
    empty = hashlib.sha512(b"").hexdigest()
    (folder / "manifest-sha512.txt").write_text("".join(f"{empty}  data/{listed}\n" for listed in odd), "utf-8")
    for name in odd.values():
        (folder / "data" / name).write_bytes(b"")
    assert verify(folder).problems == ()


def test_percent_signs_of_version_0_97_are_taken_as_they_are(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"100%25.txt": b"", "a%0Ab.txt": b""}, version="0.97")
    assert verify(folder).problems == ()
    (folder / "data/a%0Ab.txt").rename(folder / "data/a\nb.txt")
    assert verify(folder).problems == ()


def test_since_1_0_every_manifest_must_be_complete_before_one_was_enough(tmp_path: Path) -> None:
    for version, wanted in (("1.0", {("extra", "data/b.txt")}), ("0.97", set())):
        folder = bag(tmp_path / version, {"a.txt": b"a", "b.txt": b"b"}, version=version, algorithms=("md5", "sha256"))
        manifest = folder / "manifest-md5.txt"
        manifest.write_text(manifest.read_text().splitlines(keepends=True)[0])
        assert codes(verify(folder)) == wanted


def test_every_manifest_is_checked_not_only_the_best(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"a.txt": b"a"}, algorithms=("md5", "sha256"))
    (folder / "manifest-md5.txt").write_text("0" * 32 + "  data/a.txt\n")
    assert codes(verify(folder)) == {("changed", "data/a.txt")}


def test_a_tagmanifest_is_checked_but_need_not_list_everything(others: Path) -> None:
    (others / "readme.txt").write_text("hello")
    digest = hashlib.md5((others / "bagit.txt").read_bytes(), usedforsecurity=False).hexdigest()
    (others / "tagmanifest-md5.txt").write_text(f"{digest}  bagit.txt\n")
    assert verify(others).ok
    (others / "tagmanifest-md5.txt").write_text(f"{'0' * 32}  bagit.txt\n{'0' * 32}  gone.txt\n")
    assert codes(verify(others)) == {("changed", "bagit.txt"), ("missing", "gone.txt")}


def test_payload_missing_extra_and_changed(others: Path) -> None:
    (others / "data/a.txt").unlink()
    (others / "data/sub/附件 %41.pdf").write_bytes(b"c" * 5000)
    (others / "data/new.txt").write_bytes(b"")
    assert codes(verify(others)) >= {("missing", "data/a.txt"), ("extra", "data/new.txt")}


def test_a_bag_that_waits_for_downloads_is_not_complete(others: Path) -> None:
    (others / "fetch.txt").write_text("https://example.org/a.txt 1 data/a.txt\n", "utf-8")
    bag_before = codes(verify(others))
    (others / "data/a.txt").unlink()
    assert codes(verify(others)) - bag_before == {("not_fetched", "data/a.txt")}


@pytest.mark.parametrize(
    "line", ["https://example.org/a", "u - bagit.txt", "u x data/a.txt", "u 1 data/../b", "u 1 data/zz"]
)
def test_a_bad_line_in_fetch_txt_is_found(others: Path, line: str) -> None:
    (others / "fetch.txt").write_text(line + "\n", "utf-8")
    assert ("fetch_line", "fetch.txt") in codes(verify(others))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BagIt-Version: 1.0\n",
        "BagIt-Version: 1\nTag-File-Character-Encoding: UTF-8\n",
        "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: 1\n",
    ],
)
def test_a_declaration_that_is_none_is_found(others: Path, text: str) -> None:
    (others / "bagit.txt").write_text(text, "utf-8")
    assert ("declaration", "bagit.txt") in codes(verify(others))


def test_other_versions_and_algorithms_are_said_to_be_unknown(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"a.txt": b"a"}, version="0.93")
    (folder / "manifest-sha512.txt").rename(folder / "manifest-whirlpool.txt")
    assert codes(verify(folder)) == {("version", "0.93"), ("algorithm", "manifest-whirlpool.txt")}


def test_no_manifest_and_no_payload_are_found(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {}, algorithms=())
    (folder / "data").rmdir()
    assert codes(verify(folder)) == {("no_manifest", ""), ("no_payload", "")}


def test_a_dropped_declaration_is_a_finding_not_a_wrong_file(others: Path) -> None:
    (others / "bagit.txt").unlink()
    assert ("declaration", "bagit.txt") in codes(verify(others))


def test_tag_files_in_the_declared_encoding_are_read(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"附件.txt": b"a"}, encoding="GB18030")
    assert verify(folder).problems == ()
    (folder / "manifest-sha512.txt").write_bytes(b"\xff\xff\xff")
    assert ("encoding", "manifest-sha512.txt") in codes(verify(folder))


def test_oxum_and_continued_lines_of_bag_info(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag", {"a.txt": b"abc"})
    (folder / "bag-info.txt").write_text("Description: one\n  two: three\nPayload-Oxum: 3.1\n")
    assert verify(folder).problems == ()
    (folder / "bag-info.txt").write_text("Payload-Oxum: 3.2\n: nothing\n")
    assert codes(verify(folder)) == {("oxum", "bag-info.txt"), ("bag_info", "bag-info.txt")}
