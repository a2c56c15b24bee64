"""A firm's folder of files becomes documents, once the user has looked; or nothing at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qmsdesk.errors import Cancelled, Refused, StorageError, UserError
from qmsdesk.exchange import folder_intake, folder_scan
from qmsdesk.exchange.folder_intake import FolderPlan, apply, read_plan
from qmsdesk.exchange.plan import PlanRow
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.services import attachments, checking, documents, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, add_document, add_revision, clock, sitting

__all__ = ["clock", "sitting"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "体系文件"
    (made / "程序文件").mkdir(parents=True)
    return made


def put(folder: Path, name: str, content: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((content or name).encode("utf-8", "surrogateescape"))
    return path


def row_of(plan: FolderPlan, part: str) -> PlanRow:
    return next(row for row in plan.rows if any(part in f.shown for f in plan.files(row)))


def table(sitting: Sitting) -> list[tuple[str, str, str, str]]:
    return [(d["number"], d.of(Document.title), d["level"], d["status"])
            for d in reading.rows(sitting.db, Document, order=(Document.number,))]  # fmt: skip


def test_a_folder_comes_in_as_existing_documents_with_their_files(sitting: Sitting, folder: Path) -> None:
    put(folder, "HY-QM-01 质量手册（A0版）.doc")
    put(folder, "程序文件/QP-07 A1 内部审核程序.docx")
    put(folder, "程序文件/QP-07 A1 内部审核程序.pdf")
    put(folder, "程序文件/QP-07 A0 内部审核程序.docx")
    put(folder, "QR-7.5-01受控文件清单 V1.0.xlsx")
    head = history.head(sitting.db)
    plan = read_plan(sitting, folder)
    assert [row.status for row in plan.rows] == ["add"] * 4
    assert (history.head(sitting.db), list(sitting.workspace.files.rglob("*"))) == (head, [])
    result = apply(sitting, plan)
    assert (result.documents, result.files) == (3, 5)
    assert table(sitting) == [
        ("HY-QM-01", "质量手册", "manual", "in_force"),
        ("QP-07", "内部审核程序", "procedure", "in_force"),
        ("QR-7.5-01", "受控文件清单", "form", "in_force"),
    ]
    audit = reading.by_number(sitting.db, DOCUMENT, "QP-07")
    assert audit is not None
    assert audit.of(Document.existing)
    versions = reading.lines(sitting.db, REVISIONS, audit.id)
    assert {(r["version"], r["status"]) for r in versions} == {("A0", "obsolete"), ("A1", "in_force")}
    assert len(reading.attachments(sitting.db, "document", audit.id)) == 3
    found = documents.in_force_on(sitting.db, audit.id, DAY)
    assert found is not None
    assert found["version"] == "A1"
    assert not checking.check(sitting.workspace).findings


def test_one_undo_takes_all_of_it_back(sitting: Sitting, folder: Path) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    put(folder, "QP-08 A0 采购程序.docx")
    apply(sitting, read_plan(sitting, folder))
    assert [step.label for step in sitting.done] == ["导入文件夹"]
    records.undo(sitting)
    assert table(sitting) == []
    records.redo(sitting)
    assert len(table(sitting)) == 2


def test_what_is_no_document_is_said_and_left_alone(sitting: Sitting, folder: Path, tmp_path: Path) -> None:
    put(folder, "~$QP-07 A1 内部审核程序.docx")
    put(folder, ".隐藏.docx")
    put(folder, "照片.jpg")
    put(folder, "空.docx").write_bytes(b"")
    put(folder, "QP-01 A0 文件控制程序.docx", "same")
    put(folder, "程序文件/QP-01 A0 文件控制程序 - 副本.docx", "same")
    put(folder, ".git/QP-09 A0 无关.docx")
    outside = put(tmp_path, "QP-99 A0 外面.docx")
    (folder / "QP-99 A0 外面.docx").symlink_to(outside)
    (folder / "循环").symlink_to(folder)
    big = put(folder, "QP-05 A0 大文件.pdf")
    os.truncate(big, folder_scan.LARGEST + 1)
    deep = folder
    for _n in range(folder_scan.DEEPEST):
        deep = deep / "层"
    put(deep, "QP-04 A0 太深.docx")
    plan = read_plan(sitting, folder)
    said = {plan.files(row)[0].shown: row.note for row in plan.rows if row.status == "skip"}
    assert {name.rpartition("/")[2]: why for name, why in said.items()} == {
        "~$QP-07 A1 内部审核程序.docx": "临时文件",
        ".隐藏.docx": "隐藏文件",
        "照片.jpg": "不是 Word、Excel 或 PDF 文件",
        "空.docx": "空文件",
        "QP-01 A0 文件控制程序 - 副本.docx": "内容与“QP-01 A0 文件控制程序.docx”相同",
        ".git": "隐藏的文件夹",
        "QP-99 A0 外面.docx": "链接，指向文件夹以外",
        "循环": "链接，原件另外列出",
        "QP-05 A0 大文件.pdf": "超过 200 MB",
        "层": "文件夹套得太深，超过 8 层",
    }
    assert apply(sitting, plan).documents == 1


def test_what_the_name_does_not_say_is_filled_in_by_hand(sitting: Sitting, folder: Path) -> None:
    put(folder, "质量手册.docx")
    put(folder, "QP-03 风险程序.docx")
    plan = read_plan(sitting, folder)
    manual, risk = row_of(plan, "手册"), row_of(plan, "QP-03")
    assert {p.text for p in manual.problems} == {"缺少编号", "缺少版本"}
    with pytest.raises(Refused, match="没有可以导入的文件"):
        apply(sitting, plan)
    plan.fill_version("A/0")
    assert (manual.status, risk.status) == ("error", "add")
    plan.correct(manual, Document.number, "HY-QM-01")
    assert manual.status == "add"
    assert apply(sitting, plan).documents == 2


def test_one_code_for_two_files_is_told(sitting: Sitting, folder: Path) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    put(folder, "QP-07 A1 采购程序.docx")
    plan = read_plan(sitting, folder)
    second = plan.rows[1]
    assert second.status == "error"
    assert "第 1 行" in second.problems[0].text
    plan.correct(second, Document.number, "QP-08")
    assert [row.status for row in plan.rows] == ["add", "add"]
    plan.leave_out(second)
    assert (second.status, apply(sitting, plan).documents) == ("skip", 1)


def test_only_old_versions_are_refused(sitting: Sitting, folder: Path) -> None:
    put(folder, "QP-07 A0 内部审核程序.docx")
    plan = read_plan(sitting, folder)
    plan.correct(plan.rows[0], DocumentRevision.status, "作废")
    assert plan.rows[0].problems[0].text == "至少一个版本有效；作废的文件不附原件"


@pytest.fixture
def listed(sitting: Sitting) -> int:
    """A document that came in with a list, without its paper."""
    with sitting.batch("导入"):
        made = add_document(sitting, "QP-07", "内部审核程序")
        add_revision(sitting, made, "A/1", status="in_force")
        records.save(sitting, DOCUMENT, made, {Document.status: "in_force", Document.existing: True})
    return made


def test_files_go_to_the_documents_that_are_listed_already(sitting: Sitting, folder: Path, listed: int) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    plan = read_plan(sitting, folder)
    assert (plan.rows[0].status, plan.rows[0].note) == ("update", "附到台账里的 QP-07")
    result = apply(sitting, plan)
    assert (result.documents, result.files) == (0, 1)
    assert len(reading.attachments(sitting.db, "document", listed)) == 1
    again = read_plan(sitting, folder)
    assert again.rows[0].note == "已是 QP-07 的附件"
    records.undo(sitting)
    assert reading.attachments(sitting.db, "document", listed) == []


def test_a_listed_document_of_another_version_or_name_is_questioned(
    sitting: Sitting, folder: Path, listed: int
) -> None:
    put(folder, "QP-07 B0 内部审核程序.docx")
    plan = read_plan(sitting, folder)
    (row,) = plan.rows
    assert row.problems[0].text == "台账里的 QP-07 是 A/1；跳过，或改版后再附"
    plan.correct(row, DocumentRevision.version, "A/1")
    plan.correct(row, Document.title, "内审程序")
    assert (row.status, row.problems[0].offers) == ("question", ("内部审核程序",))
    plan.answer(row, Document.title, "内部审核程序")
    assert row.status == "update"


def test_an_approved_document_takes_no_further_file(sitting: Sitting, folder: Path, listed: int) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    plan = read_plan(sitting, folder)
    image = history.edited(sitting.db, Document, listed, {"existing": False})
    assert image is not None
    with sitting.batch("改"):
        records.write(sitting, DOCUMENT, [image], "edit", record=listed)
    plan.refresh(sitting)
    assert plan.rows[0].problems[0].text.startswith("台账里已有 QP-07：文件已批准生效")


@pytest.mark.parametrize("when", ["备份", "导入", "附上文件"])
def test_cancelled_in_the_middle_nothing_is_left(sitting: Sitting, folder: Path, when: str) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    put(folder, "QP-08 A0 采购程序.docx")
    plan, head = read_plan(sitting, folder), history.head(sitting.db)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == when:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply(sitting, plan, stop)
    assert (history.head(sitting.db), table(sitting), sitting.done) == (head, [], [])
    assert [p for p in sitting.workspace.files.rglob("*") if p.is_file()] == []
    assert apply(sitting, plan).documents == 2


def test_a_file_that_changed_since_it_was_looked_at_stops_all(sitting: Sitting, folder: Path) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    later = put(folder, "QP-08 A0 采购程序.docx")
    plan = read_plan(sitting, folder)
    later.write_bytes(b"changed")
    with pytest.raises(Refused, match="在核对以后改过"):
        apply(sitting, plan)
    assert table(sitting) == []
    later.unlink()
    with pytest.raises(Refused, match="在核对以后改过"):
        apply(sitting, plan)


def test_a_file_that_was_there_before_stays_when_the_intake_fails(sitting: Sitting, folder: Path) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx", "text")
    other = add_document(sitting, "HY-WI-01", "别的")
    plan = read_plan(sitting, folder)
    attachments.attach(sitting, DOCUMENT, other, folder / "QP-07 A1 内部审核程序.docx")

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "附上文件" and done:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply(sitting, plan, stop)
    assert not checking.check(sitting.workspace).findings


@pytest.mark.parametrize("name", ["QP-07 A1 " + "长" * 70 + ".docx", "QP-07 A1 \u202eabc.docx", "=QP-1(A0).docx",
                                  "QP-07 A1 '; DROP TABLE document;--.docx", "\udce4\udcb8 QP-07 A1.docx"])  # fmt: skip
def test_hostile_names_do_no_harm(sitting: Sitting, folder: Path, name: str) -> None:
    put(folder, name)
    plan = read_plan(sitting, folder)
    if any(row.status == "add" for row in plan.rows):
        apply(sitting, plan)
    assert not checking.check(sitting.workspace).findings


def test_a_title_that_is_too_long_is_named(sitting: Sitting, folder: Path) -> None:
    put(folder, "QP-07 A1 内部审核程序.docx")
    plan = read_plan(sitting, folder)
    plan.correct(plan.rows[0], Document.title, "长" * 121)
    if plan.rows[0].status == "add":
        with pytest.raises(Refused, match="最多 120 个字"):
            apply(sitting, plan)
    assert table(sitting) == []


def test_too_many_files_and_what_is_no_folder_are_refused(sitting: Sitting, folder: Path) -> None:
    for n in range(folder_scan.MOST_FILES + 1):
        (folder / f"QP-{n} A0 程序.docx").touch()
    with pytest.raises(UserError, match="超过 2000 个文件"):
        folder_intake.scan(folder, sitting.db)
    with pytest.raises(UserError, match="不是文件夹"):
        folder_intake.scan(folder / "QP-0 A0 程序.docx", sitting.db)


def test_a_folder_that_cannot_be_opened_is_said(
    sitting: Sitting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def denied(path: Path) -> object:
        if Path(path).name in {"程序文件", "锁"}:
            raise PermissionError(13, "denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", denied)
    put(folder, "QP-07 A1 内部审核程序.docx")
    plan = read_plan(sitting, folder)
    assert row_of(plan, "程序文件").note == "打不开这个文件夹"
    (folder / "锁").mkdir()
    with pytest.raises(StorageError, match="打不开文件夹"):
        folder_intake.scan(folder / "锁", sitting.db)
