"""Zips made by other programs, files that are no bags, and rubbish where the directory should be."""

from __future__ import annotations

import random
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.bundle.verify import verify
from qmsdesk.bundle.write import Written
from qmsdesk.errors import UserError
from tests.bundle.test_verify_zip import rezip

TOP = "QMS资料包_示例_20251112"
Members = list[tuple[zipfile.ZipInfo, bytes]]


def test_our_bundle_zipped_again_by_another_program_is_accepted(
    folder: Path, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    path = tmp_path / "again.zip"
    subprocess.run(
        [tool("7z"), "a", "-tzip", str(path), folder.name], cwd=folder.parent, check=True, capture_output=True
    )
    verdict = verify(path)
    assert verdict.problems == ()
    assert verdict.ours


def test_a_zip_without_a_bag_is_an_error_of_the_user(tmp_path: Path) -> None:
    path = rezip(tmp_path / "b.zip", [(zipfile.ZipInfo("bag/readme.txt"), b"hello")])
    with pytest.raises(UserError, match=r"bagit\.txt"):
        verify(path)
    photos = [(zipfile.ZipInfo(f"IMG_{n}.jpg"), b"jpg") for n in range(3)]
    for members in (photos, []):
        with pytest.raises(UserError):
            verify(rezip(tmp_path / "c.zip", members))


@pytest.mark.parametrize("seed", range(40))
def test_rubbish_in_the_directory_never_ends_in_a_crash(built: Written, seed: int) -> None:
    rng = random.Random(seed)
    raw = bytearray(built.path.read_bytes())
    directory = raw.index(b"PK\1\2")
    for _ in range(rng.randrange(1, 12)):
        raw[rng.randrange(directory, len(raw))] = rng.randrange(256)
    if rng.random() < 0.3:
        del raw[directory : directory + rng.randrange(60)]
    built.path.write_bytes(raw)
    verdict = verify(built.path)
    assert verdict.ok or verdict.problems
