"""导入文件夹 in the window: look, mend, import, take back; cancel leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.folder_page import CHECK, DONE, PICK, FolderPage
from tests.views.documents.conftest import Stage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "体系文件"
    made.mkdir()
    for name in ("QP-07 A1 内部审核程序.docx", "QP-07 A1 内部审核程序.pdf", "质量手册.docx", "~$临时.docx"):
        (made / name).write_text(name, encoding="utf-8")
    return made


@pytest.fixture
def looked(stage: Stage, folder: Path) -> FolderPage:
    page = stage.page("document_folder")
    assert isinstance(page, FolderPage)
    stage.files.answer = folder
    page.choose_button.click()
    stage.settle()
    return page


def numbers(sitting: Sitting) -> list[str]:
    return [d["number"] for d in reading.rows(sitting.db, Document, order=(Document.number,))]


def test_the_table_names_every_file_and_what_becomes_of_it(looked: FolderPage) -> None:
    model = looked.preview.model
    shown = [(model.index(r, 0).data(), model.index(r, len(model.fields) + 1).data()) for r in range(model.rowCount())]
    assert shown == [
        ("QP-07 A1 内部审核程序.docx（共 2 个）", "新增"), ("~$临时.docx", "跳过"), ("质量手册.docx", "有误"),
    ]  # fmt: skip
    assert looked.foot.next.text() == "导入 1 行"
    assert looked.foot.trouble.text() == "还有 1 行要补全，先不导入"


def test_rows_are_mended_in_the_table_then_imported_and_taken_back(
    sitting: Sitting, stage: Stage, looked: FolderPage
) -> None:
    looked.version.insert("A/0")
    looked.fill_version()
    plan = looked.plan
    assert plan is not None
    row = next(r for r in plan.rows if r.text(Document.title) == "质量手册")
    assert row.text(DocumentRevision.version) == "A/0"
    looked.preview.correct(row, Document.number, "HY-QM-01")
    assert looked.foot.next.text() == "导入 2 行"
    looked.start()
    stage.settle()
    assert looked._at == DONE
    assert looked.outcome.text() == "已导入 2 份文件"
    assert numbers(sitting) == ["HY-QM-01", "QP-07"]
    looked.undo_button.click()
    assert numbers(sitting) == []
    stage.window.apply_change(records.redo(sitting))
    assert numbers(sitting) == ["HY-QM-01", "QP-07"]
    assert looked.undo_button.isEnabled()


def test_cancelled_in_the_middle_nothing_is_written(sitting: Sitting, stage: Stage, looked: FolderPage) -> None:
    looked.start()
    looked.panel.cancel()
    stage.settle()
    assert looked._at == CHECK
    assert numbers(sitting) == []
    assert "已取消，一份也没有导入。" in stage.bars(looked)
    looked.start()
    stage.settle()
    assert numbers(sitting) == ["QP-07"]


def test_what_was_begun_waits_and_another_step_follows_the_records(
    sitting: Sitting, stage: Stage, looked: FolderPage
) -> None:
    from qmsdesk.registers.documents import DOCUMENT

    looked.back()
    assert stage.window.pages.key() == "document"
    values = {Document.number: "QP-07", Document.title: "内部审核程序", Document.level: "procedure"}
    stage.window.apply_change(records.save(sitting, DOCUMENT, None, values))
    stage.page("document_folder")
    assert looked.plan is not None
    assert looked.plan.rows[0].status == "error"
    looked.restart()
    assert looked._at == PICK


def test_a_folder_that_is_gone_is_said(stage: Stage, folder: Path) -> None:
    page = stage.page("document_folder")
    page.load(folder / "没有")
    stage.settle()
    assert page._at == PICK
    assert any("不是文件夹" in text for text in stage.bars(page))
