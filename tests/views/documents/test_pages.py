"""The pages beside the register of documents: what they show, where their lines lead, what they print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from qmsdesk.clock import Clock
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.processes import Process
from qmsdesk.models.running import RecordForm
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import documents, reading, records
from qmsdesk.views.documents.document_tools import DocumentTools
from qmsdesk.views.documents.gap_dialog import GapDialog
from qmsdesk.views.documents.listing_page import DayPage
from qmsdesk.views.register.visit import Visit
from tests.services.conftest import DAY
from tests.services.document_firm import JANUARY, Firm, run
from tests.views.documents.conftest import JUNE, Stage

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def column(page: DayPage, heading: str) -> list[str]:
    place = next(n for n, head in enumerate(page.model.heads) if head.title == heading)
    return [row[place] for row in page.model.rows]


def test_a_day_shows_the_versions_in_force_and_leads_to_the_document(firm: Firm, stage: Stage) -> None:
    firm.revised(firm.issued(), JUNE)
    page = stage.page("day")
    assert column(page, "版本/修订") == ["A/1"]
    page.choose("2026.5.31")
    assert column(page, "版本/修订") == ["A/0"]
    assert page.count.text() == "2026-05-31 有效的版本　共 1 份"
    page.choose("昨天")
    assert page.wrong.text()
    assert column(page, "版本/修订") == ["A/0"]
    page.table.selectRow(0)
    stage.qtbot.keyClick(page.table, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert stage.opened == [("document", "HY-QP-01", "")]
    page.show_day(JANUARY - dt.timedelta(days=1))
    assert page.stack.currentWidget() is page.empty
    page.today_button.click()
    assert page.day == DAY


def test_a_list_is_printed_and_exported_as_it_is_shown(firm: Firm, stage: Stage, tmp_path: Path) -> None:
    firm.issued()
    page = stage.page("day")
    page.print_button.click()
    stage.settle()
    assert [(title, pdf.pages) for title, pdf in stage.shown] == [("受控文件清单", 1)]
    stage.files.answer = tmp_path / "清单"
    page.export_button.click()
    stage.settle()
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    assert sheet["B3"].value == "HY-QP-01"


def test_external_documents_that_were_not_checked_stand_out(firm: Firm, stage: Stage) -> None:
    page = stage.page("external")
    assert page.stack.currentWidget() is page.empty
    told = {"source": "标准网", "received_on": dt.date(2025, 1, 1), "checked_on": dt.date(2025, 9, 1)}
    change = records.save(firm.sitting, DOCUMENT, firm.draft("WL-01", "external", **told), {Document.storage: "1 号柜"})
    stage.window.apply_change(change)
    assert page.late.text() == "1 份超过 12 个月没有查新"
    assert page.count.text() == "共 1 条"


def test_the_matrix_shows_counts_and_flaws_with_the_way_to_them(firm: Firm, stage: Stage) -> None:
    page = stage.page("matrix")
    assert page.stack.currentWidget() is page.empty
    values = {Process.name: "文件管理", Process.department: firm.staff.department}
    change = records.save(firm.sitting, BY_KEY["process"], None, values)
    firm.draft(clauses=("2016/4~10",))
    stage.window.apply_change(change)
    assert [row[:2] for row in page.model.rows] == [["文件管理", "质量部"], ["（未归入过程）", "—"]]
    assert page.flaws.shown() == ["过程“文件管理”没有文件", "过程“文件管理”没有负责人"]
    page.flaws.choose("crossing")
    assert page.flaws.shown() == []
    page.flaws.choose("missing")
    page.flaws.table.open_row(1)
    page.table.open_row(1)
    number = reading.row(firm.sitting.db, Process, change.record)
    assert number is not None
    assert stage.opened == [("process", number["number"], "owner"), ("document", "HY-QP-01", "process")]
    page.print_page()
    stage.settle()
    assert stage.shown[0][1].pages == 1


def test_findings_follow_the_months_that_are_set(firm: Firm, stage: Stage) -> None:
    form = firm.issued("QR-01", "form")
    page = stage.page("findings")
    assert page.card.shown() == ["QR-01 文件控制程序：还没有记录"]
    page.months.setValue(12)
    assert page.card.shown() == []
    page.months.setValue(6)
    change = documents.keep_record(firm.sitting, form, DAY, {})
    stage.window.apply_change(change)
    assert page.card.shown() == []


def test_what_an_existing_document_lacks_is_filled_in_from_the_list(firm: Firm, stage: Stage, answer: Answer) -> None:
    with firm.sitting.batch("导入"):
        made = firm.draft(existing=True)
        line = firm.version(made, JANUARY, reviewer=None, approver=None, status="in_force")
        records.save(firm.sitting, DOCUMENT, made, {Document.status: "in_force"})
    page = stage.page("findings")
    page.card.choose("existing")
    assert page.card.shown() == ["HY-QP-01 文件控制程序：缺审核、批准、文件（附件）"]

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, GapDialog)
        assert list(dialog.editors) == [DocumentRevision.reviewer, DocumentRevision.approver]
        dialog.editors[DocumentRevision.reviewer].show_text("没有这个人")
        dialog.fill_button.click()
        assert dialog.isVisible()
        dialog.editors[DocumentRevision.reviewer].show_value(firm.staff.approver, "示例乙")
        dialog.fill_button.click()

    answer(fill)
    page.card.table.open_row(0)
    row = reading.row(firm.sitting.db, DocumentRevision, line)
    assert row is not None
    assert row.of(DocumentRevision.reviewer) == firm.staff.approver
    assert page.card.shown() == ["HY-QP-01 文件控制程序：缺批准、文件（附件）"]
    assert stage.changes


def test_a_version_takes_effect_when_the_page_is_entered_on_its_day(firm: Firm, stage: Stage) -> None:
    made = firm.issued()
    firm.revised(made, DAY + dt.timedelta(days=3))
    page = stage.page("document")
    assert firm.states(made)[1][:2] == ("A/1", "approved")
    stage.page("other")
    firm.sitting.clock = Clock(DAY + dt.timedelta(days=3))
    stage.page("document")
    assert [state for _v, state, _d in firm.states(made)] == ["obsolete", "in_force"]
    assert page.model.index(0, 4).data() == "A/1"


def test_a_revision_is_given_up_from_the_menu(firm: Firm, stage: Stage, answer: Answer) -> None:
    made = firm.issued()
    page = stage.page("document")
    page.show_target(made)
    page.menu.aboutToShow.emit()
    assert "取消改版…" not in [a.text() for a in page.menu.actions()]
    stage.window.apply_change(run(firm.sitting, made, "revise"))
    page.show_target(made)
    page.menu.aboutToShow.emit()
    give_up = next(a for a in page.menu.actions() if a.text() == "取消改版…")

    def say_why(dialog: QDialog) -> None:
        from PySide6.QtWidgets import QLineEdit

        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.insert("不必改")
        dialog.accept()

    answer(say_why)
    give_up.trigger()
    assert firm.states(made) == [("A/0", "in_force", None)]


def test_the_lists_and_the_change_request_are_in_the_menu(firm: Firm, stage: Stage, tmp_path: Path) -> None:
    made = firm.issued()
    page = stage.page("document")
    page.show_target(made)
    lists = page.findChild(DocumentTools).lists
    titles = [a.text() for a in lists.actions() if a.text()]
    assert len(titles) == 11
    for start in ("打印外来文件清单", "打印所选文件的", "打印空白"):
        next(a for a in lists.actions() if a.text().startswith(start)).trigger()
    stage.settle()
    assert [title for title, _pdf in stage.shown] == ["外来文件清单", *["文件更改（修订）申请单"] * 2]
    stage.files.answer = tmp_path / "更改.xlsx"
    next(a for a in lists.actions() if a.text().startswith("导出所选文件")).trigger()
    stage.settle()
    assert (tmp_path / "更改.xlsx").is_file()


def test_a_record_is_completed_as_soon_as_it_exists_in_the_same_step(firm: Firm, stage: Stage) -> None:
    form = firm.issued("QR-01", "form", retention="years", retention_years=2)
    page = stage.page("record_form")
    page.new_record()
    visit = page.follow.visit
    assert isinstance(visit, Visit)
    steps = len(firm.sitting.done)
    visit.put(RecordForm.form, form)
    page._saved(visit.put(RecordForm.formed_on, JUNE))
    (row,) = reading.rows(firm.sitting.db, RecordForm)
    assert (row["version"], row["keep_until"]) == ("A/0", dt.date(2028, 6, 1))
    assert len(firm.sitting.done) == steps + 1
