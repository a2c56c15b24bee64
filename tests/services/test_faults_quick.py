"""The drills of ``make faults`` in small: kills, a file that may not grow, bytes changed past the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.documents import Document
from qmsdesk.models.workspace import FILE, open_workspace
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import attachments, checking, records
from qmsdesk.services.sitting import Sitting
from tests.faults import disk, flips, kills
from tests.services.conftest import Staff, add_document


def test_ten_kills_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "企业"
    kills.found(folder)
    tally = kills.drill(folder, 10)
    assert tally.faults == ()
    assert tally.acknowledged > 10


@pytest.fixture
def filled(sitting: Sitting, staff: Staff, evidence: Path) -> Path:
    """The folder of a small closed enterprise: a draft document with an attachment."""
    document = add_document(sitting)
    records.save(sitting, DOCUMENT, document, {Document.department: staff.department})
    attachments.attach(sitting, DOCUMENT, document, evidence)
    sitting.workspace.close()
    return sitting.workspace.folder


def test_a_file_that_may_not_grow_is_one_sentence_and_no_loss(filled: Path, tmp_path: Path) -> None:
    """The limit of a process on its files serves where no small disk can be mounted."""
    scratch, tally = tmp_path / "scratch", disk.Tally()
    scratch.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    for act in disk.acts(filled, scratch, out):
        disk.try_act(act, filled, out, tally, file_limit=disk.file_limit(act, filled), may_fit=False)
    assert tally.faults == ()
    assert tally.refused == 5


def test_flipped_bits_are_found(filled: Path, tmp_path: Path) -> None:
    tally = flips.flips(filled, tmp_path, 6)
    assert tally.missed == ()
    assert tally.history >= 4
    assert (tally.rows, tally.files) == (1, 1)


def test_text_that_is_no_longer_utf_8_is_named(filled: Path) -> None:
    file = filled / FILE
    data = bytearray(file.read_bytes())
    for at in [place for place in range(len(data)) if data.startswith("文件控制程序".encode(), place)]:
        data[at] = 0xFF
    file.write_bytes(data)
    with open_workspace(filled, Clock(), write=False) as workspace:
        texts = [finding.text for finding in checking.check(workspace).findings]
    assert any(re.search(r"历史第 \d+ 条被改动过", text) for text in texts), texts
