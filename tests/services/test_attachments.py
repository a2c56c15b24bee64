"""Evidence files: what is kept is what was given, what is opened is what was kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.errors import Blocked, Cancelled, ReadOnly, Refused, StorageError, UserError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.base import Row
from qmsdesk.models.system import Attachment
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import attachments, checking, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, add_document


@pytest.fixture
def document(sitting: Sitting) -> int:
    return add_document(sitting)


def link(sitting: Sitting, document: int) -> Row:
    (row,) = reading.attachments(sitting.db, "document", document)
    return row


def test_a_file_is_kept_under_its_hash_and_cannot_be_written(sitting: Sitting, document: int, evidence: Path) -> None:
    attachments.attach(sitting, DOCUMENT, document, evidence, title=" 扫描\n件 ")
    row = link(sitting, document)
    file = attachments.place(sitting.workspace, row["sha256"])
    assert file.read_bytes() == evidence.read_bytes()
    assert file.stat().st_mode & 0o222 == 0
    assert (row["title"], row["size"], row["name"]) == ("扫描 件", 15, "扫描件.pdf")


def test_attaching_again_mends_a_file_that_was_damaged(sitting: Sitting, document: int, evidence: Path) -> None:
    attachments.attach(sitting, DOCUMENT, document, evidence)
    file = attachments.place(sitting.workspace, link(sitting, document)["sha256"])
    file.chmod(0o600)
    file.write_bytes(b"%PDF-1.4 samplX")
    attachments.attach(sitting, DOCUMENT, add_document(sitting, "HY-QP-02"), evidence)
    assert checking.check(sitting.workspace).findings == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [({"title": "长" * 201}, "标题最多 200 个字"), ({"kind": "planet"}, "种类没有“planet”这一项")],
)
def test_what_does_not_fit_is_refused_and_no_bytes_are_kept(
    sitting: Sitting, document: int, evidence: Path, values: dict[str, str], words: str
) -> None:
    with pytest.raises(records.Invalid, match=words):
        attachments.attach(sitting, DOCUMENT, document, evidence, **values)  # type: ignore[arg-type]
    assert list(sitting.workspace.files.iterdir()) == []
    attachments.attach(sitting, DOCUMENT, document, evidence)
    named = {getattr(Attachment, name): value for name, value in values.items()}
    with pytest.raises(records.Invalid, match=words):
        attachments.edit(sitting, DOCUMENT, link(sitting, document).id, named)


def test_a_link_that_is_gone_or_of_another_register_is_refused(sitting: Sitting, document: int, evidence: Path) -> None:
    attachments.attach(sitting, DOCUMENT, document, evidence)
    row = link(sitting, document)
    with pytest.raises(Refused, match="这个附件已不存在"):
        attachments.edit(sitting, DEPARTMENT, row.id, {Attachment.title: "别的"})
    attachments.detach(sitting, DOCUMENT, row.id)
    for act in (lambda: attachments.detach(sitting, DOCUMENT, row.id),
                lambda: attachments.edit(sitting, DOCUMENT, row.id, {Attachment.title: "别的"})):  # fmt: skip
        with pytest.raises(Refused, match="这个附件已不存在"):
            act()


def test_a_void_record_and_one_in_the_recycle_bin_take_no_evidence(
    sitting: Sitting, document: int, evidence: Path
) -> None:
    other = add_document(sitting, "HY-QP-02")
    records.void(sitting, DOCUMENT, document, "登记错误")
    records.delete(sitting, DOCUMENT, [other])
    for record in (document, other):
        with pytest.raises(Blocked, match=r"不能修改“HY-QP-0[12]”的附件"):
            attachments.attach(sitting, DOCUMENT, record, evidence)
    assert list(sitting.workspace.files.iterdir()) == []


def test_cancelling_leaves_no_bytes(sitting: Sitting, document: int, evidence: Path) -> None:
    def stop(_stage: str, _done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        attachments.attach(sitting, DOCUMENT, document, evidence, progress=stop)
    assert list(sitting.workspace.files.iterdir()) == []
    assert reading.attachments(sitting.db, "document", document) == []


def test_a_folder_is_no_evidence_and_a_read_only_workspace_takes_none(
    sitting: Sitting, document: int, evidence: Path, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="找不到文件"):
        attachments.attach(sitting, DOCUMENT, document, tmp_path)
    with workspaces.open_workspace(sitting.workspace.folder, sitting.clock) as second, pytest.raises(ReadOnly):
        attachments.attach(Sitting(second, "别人", sitting.clock), DOCUMENT, document, evidence)
    assert list(sitting.workspace.files.iterdir()) == []


def test_what_is_opened_is_whole_or_refused(sitting: Sitting, document: int, evidence: Path, tmp_path: Path) -> None:
    attachments.attach(sitting, DOCUMENT, document, evidence)
    row, cache = link(sitting, document), tmp_path / "cache"
    copy = attachments.open_copy(sitting.workspace, row, cache)
    assert (copy.name, copy.read_bytes()) == ("扫描件.pdf", evidence.read_bytes())
    copy.chmod(0o600)
    copy.write_bytes(b"%PDF half")
    assert attachments.open_copy(sitting.workspace, row, cache).read_bytes() == evidence.read_bytes()
    odd = attachments.open_copy(sitting.workspace, Row({**row, "name": "../a:b?.pdf"}), cache)
    assert (odd.parent, odd.name) == (copy.parent, ".._a_b_.pdf".lstrip("."))
    stored = attachments.place(sitting.workspace, row["sha256"])
    stored.chmod(0o600)
    stored.write_bytes(b"%PDF-1.4 samplX")
    with pytest.raises(StorageError, match="内容与添加时不一致"):
        attachments.open_copy(sitting.workspace, row, tmp_path / "anew")
    assert [path.name for path in (tmp_path / "anew").rglob("*") if path.is_file()] == []


def test_one_file_serves_several_records(sitting: Sitting, evidence: Path) -> None:
    one, two = add_document(sitting, "HY-QP-01"), add_document(sitting, "HY-QP-02")
    attachments.attach(sitting, DOCUMENT, one, evidence, title="检定证书", evidence_on=DAY, kind="certificate")
    (held,) = attachments.known(sitting.db)
    attachments.edit(sitting, DOCUMENT, held.id, {Attachment.valid_until: DAY})
    attachments.attach_known(sitting, DOCUMENT, two, held.id)
    (first,), (second,) = (reading.attachments(sitting.db, DOCUMENT.key, record) for record in (one, two))
    same = ("sha256", "size", "name", "title", "evidence_on", "kind", "state", "valid_until")
    assert [first[k] for k in same] == [second[k] for k in same]
    assert sum(path.is_file() for path in sitting.workspace.files.rglob("*")) == 1
    with pytest.raises(Refused, match="已经是这条记录的附件"):
        attachments.attach_known(sitting, DOCUMENT, two, held.id)
    records.undo(sitting)
    assert reading.attachments(sitting.db, DOCUMENT.key, two) == []
    attachments.detach(sitting, DOCUMENT, held.id)
    with pytest.raises(Refused, match="这个附件已不存在"):
        attachments.attach_known(sitting, DOCUMENT, two, held.id)


def test_known_files_are_found_by_words_each_once_the_newest_first(sitting: Sitting, tmp_path: Path) -> None:
    one, two = add_document(sitting, "HY-QP-01"), add_document(sitting, "HY-QP-02")
    for name in ("检定证书.pdf", "签到表.pdf"):
        file = tmp_path / name
        file.write_text(name, encoding="utf-8")
        attachments.attach(sitting, DOCUMENT, one, file)
    attachments.attach_known(sitting, DOCUMENT, two, attachments.known(sitting.db, "证书")[0].id)
    assert [f["name"] for f in attachments.known(sitting.db)] == ["检定证书.pdf", "签到表.pdf"]
    assert [f["name"] for f in attachments.known(sitting.db, "签到 pdf")] == ["签到表.pdf"]
    assert attachments.known(sitting.db, "签到 证书") == []
    assert len(attachments.known(sitting.db, limit=1)) == 1


def test_evidence_runs_out_the_day_after(sitting: Sitting, evidence: Path) -> None:
    made = add_document(sitting)
    assert attachments.standing([], DAY) == "missing"
    attachments.attach(sitting, DOCUMENT, made, evidence)

    def standing(day: dt.date, **values: object) -> str:
        held = reading.attachments(sitting.db, DOCUMENT.key, made)
        attachments.edit(sitting, DOCUMENT, held[0].id, {getattr(Attachment, k): v for k, v in values.items()})
        return attachments.standing(reading.attachments(sitting.db, DOCUMENT.key, made), day)

    assert standing(DAY) == "valid"
    assert standing(DAY, valid_until=DAY) == "valid"
    assert standing(DAY + dt.timedelta(days=1)) == "expired"
    assert standing(DAY, valid_until=None, state="unsigned") == "unsigned"
    assert attachments.STANDINGS["missing"] == "缺"
