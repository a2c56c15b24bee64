"""Search over everything: any part of a text, also of child rows and file names."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import attachments, finding, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, add_document, add_revision


@pytest.fixture
def document(sitting: Sitting, staff: Staff, evidence: Path) -> int:
    record = add_document(sitting, "HY-QP-07", "内部审核控制程序")
    add_revision(sitting, record, content="增加审核员独立性的要求")
    attachments.attach(sitting, DOCUMENT, record, evidence, title="盖章页")
    return record


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("审", ""),
        ("内部", ""),
        ("hy-qp-07", ""),
        ("HY 程序", ""),
        ("独立", "修订：增加审核员独立性的要求"),
        ("扫描", "附件 扫描件.pdf"),
        ("盖", "附件 扫描件.pdf"),
    ],
)
def test_any_part_is_found(sitting: Sitting, document: int, text: str, note: str) -> None:
    hits = [hit for hit in finding.records(sitting.db, text) if hit.register == "document"]
    assert [(hit.number, hit.title, hit.note) for hit in hits] == [("HY-QP-07", "内部审核控制程序", note)]


def test_people_are_found_by_name_and_nothing_by_nothing(sitting: Sitting, staff: Staff) -> None:
    assert [hit.title for hit in finding.records(sitting.db, "甲")] == ["示例甲"]
    assert finding.records(sitting.db, "  ") == []
    assert finding.records(sitting.db, "没有这样的词") == []


def test_the_number_comes_first_then_names_that_begin_so(sitting: Sitting, staff: Staff) -> None:
    for number, title in (("HY-WI-01", "关于 HY-QP-01 的说明"), ("HY-QP-012", "检验"), ("HY-QP-01", "文件控制")):
        add_document(sitting, number, title)
    assert [hit.number for hit in finding.records(sitting.db, "HY-QP-01")] == ["HY-QP-01", "HY-QP-012", "HY-WI-01"]


def test_what_was_thrown_away_is_not_found(sitting: Sitting, document: int) -> None:
    records.delete(sitting, DOCUMENT, [document])
    assert finding.records(sitting.db, "独立") == []
    assert finding.records(sitting.db, "内部审核") == []


def test_wild_cards_of_sql_are_plain_text(sitting: Sitting, staff: Staff) -> None:
    record = add_document(sitting, "HY-QP-02", "100% 检验")
    add_document(sitting, "HY-QP-03", "1000 件抽检")
    assert [hit.number for hit in finding.records(sitting.db, "100%")] == ["HY-QP-02"]
    records.save(sitting, DOCUMENT, record, {Document.title: "a_b"})
    assert [hit.number for hit in finding.records(sitting.db, "a_b")] == ["HY-QP-02"]
    assert finding.records(sitting.db, str(DocumentRevision.version.name) + "%") == []
