"""Our own bundles unpacked: whatever is dropped, added or changed is named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from qmsdesk.bundle.bags import FolderBag
from qmsdesk.bundle.names import Namer
from qmsdesk.bundle.plan import BundleInfo, Entry, Folder
from qmsdesk.bundle.verify import Verdict, to_json, verify
from qmsdesk.bundle.write import Written, write
from qmsdesk.errors import Cancelled, StorageError, UserError

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


def codes(verdict: Verdict) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for problem in verdict.problems}


def seal(folder: Path) -> None:
    """Write the tagmanifest anew, as one who tampers with a tag file would."""
    paths = [path for path in FolderBag(folder).files if not path.startswith("data/") and path != MANIFESTS[1]]
    lines = [f"{hashlib.sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in sorted(paths)]
    (folder / MANIFESTS[1]).write_text("".join(lines), "utf-8")


def all_files(folder: Path) -> list[str]:
    return sorted(FolderBag(folder).files)


def test_dropping_any_file_is_named(folder: Path) -> None:
    for path in all_files(folder):
        held = (folder / path).read_bytes()
        (folder / path).unlink()
        verdict = verify(folder)
        named = {problem.path for problem in verdict.problems} | {problem.code for problem in verdict.problems}
        assert not verdict.ok
        assert path in named, path
        assert any(path in problem.text for problem in verdict.problems), path
        (folder / path).write_bytes(held)
    assert verify(folder).ok


def test_changing_one_byte_of_any_file_is_named(folder: Path) -> None:
    for path in all_files(folder):
        held = (folder / path).read_bytes()
        for at in {0, len(held) // 2, len(held) - 1} if held else set():
            (folder / path).write_bytes(held[:at] + bytes([held[at] ^ 1]) + held[at + 1 :])
            verdict = verify(folder)
            assert not verdict.ok, (path, at)
            if path not in MANIFESTS:
                assert path in {problem.path for problem in verdict.problems}
        (folder / path).write_bytes(held + b"x")
        assert not verify(folder).ok
        (folder / path).write_bytes(held)
    assert verify(folder).ok


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("data/13_其他附件/多.txt", "extra"),
        ("data/多.txt", "extra"),
        ("多.txt", "unlisted_tag"),
        ("签名/多.txt", "unlisted_tag"),
        ("manifest-md5.txt", "unlisted_tag"),
        (".DS_Store", "left_by_system"),
        ("data/Thumbs.db", "extra"),
        ("fetch.txt", "fetch"),
    ],
)
def test_an_added_file_is_named(folder: Path, path: str, code: str) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(b"")
    assert (code, path) in codes(verify(folder))


def test_an_added_empty_folder_is_named(folder: Path) -> None:
    (folder / "data" / "14_空").mkdir()
    assert codes(verify(folder)) == {("extra", "data/14_空/")}


def test_a_renamed_file_is_missing_here_and_extra_there(folder: Path) -> None:
    (folder / "data/13_其他附件/空.txt").rename(folder / "data/13_其他附件/空2.txt")
    assert {("missing", "data/13_其他附件/空.txt"), ("extra", "data/13_其他附件/空2.txt")} <= codes(verify(folder))


def test_a_link_is_refused_even_to_the_right_bytes(folder: Path, tmp_path: Path) -> None:
    victim = folder / "data/13_其他附件/空.txt"
    shutil.move(victim, tmp_path / "elsewhere")
    victim.symlink_to(tmp_path / "elsewhere")
    (folder / "data/链接").symlink_to(folder, target_is_directory=True)
    assert {("symlink", "data/13_其他附件/空.txt"), ("symlink", "data/链接")} <= codes(verify(folder))


def test_what_is_no_file_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "data/管道")
    assert ("not_regular", "data/管道") in codes(verify(folder))


def test_a_name_that_is_not_utf8_is_refused(folder: Path) -> None:
    with open(os.fsencode(folder / "data") + b"/" + "附件".encode("gbk"), "wb"):  # noqa: PTH123
        pass
    assert ("name_encoding", "data/附件") in codes(verify(folder))


def test_signature_files_may_lie_beside_the_tagmanifest(folder: Path) -> None:
    (folder / "signature.sshsig").write_bytes(b"sig")
    (folder / "signature.pub").write_bytes(b"pub")
    assert verify(folder).ok


def test_dropping_the_tagmanifest_and_every_mark_of_ours_but_one_does_not_help(folder: Path) -> None:
    for path in ("tagmanifest-sha256.txt", "bag-info.txt"):
        (folder / path).unlink()
    verdict = verify(folder.rename(folder.with_name("别的名称")))
    assert verdict.ours
    assert {("missing", "tagmanifest-sha256.txt"), ("missing", "bag-info.txt")} <= codes(verdict)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("目录.csv", "23040", "23041", ("catalogue", "data/05_分层培训/签到 100％.jpg")),
        ("目录.csv", "\r\n", "\n", None),
        ("目录.csv", "data/13_其他附件/空.txt", "data/13_其他附件/无.txt", ("catalogue", "data/13_其他附件/无.txt")),
        ("目录.csv", "data/00", '"data/00', ("catalogue", "内容读不懂")),
        ("metadata.json", '"bytes": 23040', '"bytes": 23041', ("metadata", "data/05_分层培训/签到 100％.jpg")),
        ("metadata.json", '"bytes": 23040', '"bytes": "many"', ("metadata", "")),
        ("metadata.json", "{", "[" * 100_000 + "{", ("metadata", "内容读不懂")),
        ("metadata.json", '"files"', '"files_"', ("metadata", "内容读不懂")),
        ("metadata.json", '"seq": 1337', '"seq": 1338', ("head", "")),
        ("bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 9", ("oxum", "bag-info.txt")),
        ("bag-info.txt", "Bagging-Date", "Bagging", ("label", "Bagging-Date")),
        ("bag-info.txt", "QMSDesk-Profile: ", "QMSDesk-Profile: a\nQMSDesk-Profile: ", ("label", "QMSDesk-Profile")),
        ("bag-info.txt", "Source", "no colon here\nSource", ("bag_info", "bag-info.txt")),
        ("bagit.txt", "1.0", "0.97", ("own_declaration", "bagit.txt")),
        ("bagit.txt", "1.0", "2.0", ("version", "2.0")),
        ("bagit.txt", "UTF-8", "utf-7", ("encoding", "bagit.txt")),
        ("bagit.txt", "BagIt", "\ufeffBagIt", ("declaration", "bagit.txt")),
    ],
)
def test_a_resealed_tag_file_is_still_found_out(
    folder: Path, path: str, old: str, new: str, expected: tuple[str, str] | None
) -> None:
    text = (folder / path).read_bytes().decode()
    assert old in text
    (folder / path).write_bytes(text.replace(old, new, 1).encode())
    seal(folder)
    found = codes(verify(folder))
    assert found == set() if expected is None else expected in found


@pytest.mark.parametrize("name", [" 甲.txt", "con.txt", "a%b.txt", "长" * 81, "e\u0301.zip"])
def test_names_against_the_rules_are_refused_in_ours(
    name: str, info: BundleInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("qmsdesk.bundle.write.check", lambda plan: None)
        written = write(info, [Entry(name, "甲", b"x")], tmp_path / "包.zip")
    assert ("name_rule", f"data/{name}") in codes(verify(written.path))


def test_names_a_mac_decomposed_on_its_disk_are_still_the_same(info: BundleInfo, tmp_path: Path) -> None:
    write(info, [Entry(Namer().path(Folder.OTHER, "café.txt"), "甲", b"x")], tmp_path / "包.zip")
    shutil.unpack_archive(tmp_path / "包.zip", tmp_path / "mac")
    (folder,) = (tmp_path / "mac").iterdir()
    (folder / "data/13_其他附件/café.txt").rename(folder / "data/13_其他附件/cafe\u0301.txt")
    assert verify(folder).problems == ()
    shutil.copy(folder / "data/13_其他附件/cafe\u0301.txt", folder / "data/13_其他附件/café.txt")
    assert "duplicate" in {code for code, _path in codes(verify(folder))}


def test_two_names_that_differ_only_in_case_are_refused(
    info: BundleInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("qmsdesk.bundle.write.check", lambda plan: None)
        write(info, [Entry("a.txt", "", b"x"), Entry("A.txt", "", b"y")], tmp_path / "包.zip")
    assert ("duplicate", "data/a.txt") in codes(verify(tmp_path / "包.zip"))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{d}  data/../../逃.txt", "unsafe_path"),
        ("{d}  /etc/passwd", "unsafe_path"),
        ("{d}  data\\a.txt", "unsafe_path"),
        ("{d}  ~/a.txt", "unsafe_path"),
        ("{d}  C:/a.txt", "unsafe_path"),
        ("{d}  index.html", "manifest_line"),
        ("{d}", "manifest_line"),
        ("xyz  data/a.txt", "manifest_line"),
        ("abcd  data/a.txt", "manifest_line"),
        ("{d}  data/没有.txt", "missing"),
        ("{d}  data/13_其他附件/空.txt", "listed_twice"),
    ],
)
def test_a_bad_line_in_the_manifest_is_found(folder: Path, line: str, code: str) -> None:
    with (folder / MANIFESTS[0]).open("a", encoding="utf-8") as file:
        file.write(line.format(d="0" * 64) + "\n")
    seal(folder)
    assert code in {problem.code for problem in verify(folder).problems}


def test_a_list_too_long_to_read_is_not_read(folder: Path) -> None:
    with (folder / MANIFESTS[0]).open("r+b") as file:
        file.truncate((64 << 20) + 1)
    assert ("tag_too_big", MANIFESTS[0]) in codes(verify(folder))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK", os.urandom(70_000)])
def test_what_is_no_bag_at_all_is_an_error_of_the_user(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(UserError, match=r"x\.zip") as caught:
        verify(tmp_path / "x.zip")
    assert caught.value.exit_code == 2


def test_an_ordinary_folder_and_a_missing_path_are_errors_of_the_user(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有"):
        with pytest.raises(UserError) as caught:
            verify(path)
        assert caught.value.exit_code == 2


def test_the_verdict_as_json(built: Written, folder: Path) -> None:
    (folder / "index.html").unlink()
    document = json.loads(json.dumps(to_json(verify(folder)), ensure_ascii=False))
    assert (document["ok"], document["ours"]) == (False, True)
    assert {"code": "missing", "path": "index.html", "text": "缺少文件“index.html”。"} in document["problems"]
    assert to_json(verify(built.path))["problems"] == []


def test_control_characters_of_a_name_do_not_reach_the_terminal(folder: Path) -> None:
    (folder / "data" / "\x1b[2J\u202e.txt").write_bytes(b"")
    texts = "".join(problem.text for problem in verify(folder).problems)
    assert "\x1b" not in texts
    assert "\\u001b[2J\\u202e.txt" in texts


def test_a_file_that_cannot_be_read_is_a_storage_error(folder: Path) -> None:
    def unplug(stage: str, done: int, total: int) -> None:
        (folder / "data/00_封面与目录.pdf").unlink(missing_ok=True)

    with pytest.raises(StorageError, match="读不到"):
        verify(folder, unplug)


def test_verifying_can_be_cancelled(built: Written) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        verify(built.path, stop)
