"""From the page: report, findings, 更正, the year, new audits, prints, sheets, sizes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditSlot
from qmsdesk.registers.audits import AUDIT, CHECKS, SLOTS
from qmsdesk.services import audit, correcting, reading, records
from qmsdesk.views.audit.coverage_dialog import CoverageDialog
from qmsdesk.views.audit.dialogs import ArrangeDialog, FillDialog, LackDialog, NewAuditDialog, ReportDialog
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW, NORMAL
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.services import audit_sample
from tests.views.audit.conftest import Open
from tests.views.audit.looking import Answer, at, heads, item, titles

_Key = Qt.Key


# Steps


def test_the_report_is_issued_and_its_findings_appear(open_page: Open, answer: Answer) -> None:
    scene = open_page("held")
    seen = answer(lambda dialog: dialog.accept())
    scene.page.tools.next_button.click()
    said = " ".join(label.text() for label in seen[0].findChildren(QLabel))
    assert "审核结论" in said
    assert scene.page.shown.state == "held"
    told = {
        Audit.summary: "一般不符合 3 项", Audit.conclusion: "有效", Audit.effectiveness: "effective",
        Audit.reported_on: dt.date(2025, 10, 16),
    }  # fmt: skip
    records.save(scene.sitting, AUDIT, scene.firm.audit, told)
    scene.page.reload()

    def go_on(dialog: QDialog) -> None:
        assert isinstance(dialog, ReportDialog)
        dialog.wish()
        dialog.accept()

    answer(go_on)
    scene.page.tools.next_button.click()
    assert scene.page.shown.state == "reported"
    assert scene.page.findings.tabs.count() == 5  # observations were asked for
    assert scene.page.tools.next_button.text() == "关闭审核"
    assert scene.page.findings.panel.record() == scene.page.findings.records[0]


def test_whoever_audits_his_own_department_needs_a_reason(open_page: Open, answer: Answer) -> None:
    scene = open_page("planned")
    slot = next(s for s in reading.lines(scene.sitting.db, SLOTS, scene.firm.audit) if s["starts"] == "13:30")
    own = {AuditSlot.auditor: scene.firm.people["周倩"]}
    records.save_line(scene.sitting, AUDIT, scene.firm.audit, SLOTS, slot.id, own)
    scene.page.reload()
    assert scene.page.plan.independence.text() == "周倩审核了本部门（采购部）"
    answer(lambda dialog: dialog.reject())
    scene.page.tools.next_button.click()
    assert scene.page.shown.state == "planned"

    def reason(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        dialog.findChild(QLineEdit).setText("全厂 8 人")
        dialog.accept()

    answer(reason)
    scene.page.tools.next_button.click()
    assert scene.page.shown.state == "held"
    assert scene.page.plan.independence.text() == "周倩审核了本部门（采购部）（人员有限：全厂 8 人）"


def test_a_finding_is_raised_on_the_spot(open_page: Open) -> None:
    scene = open_page("held")
    at(scene, "7.4")
    scene.page.findings.raise_button.click()
    assert scene.stage.bars() == ["这个检查项没有判为不符合或观察。先判定，再开具。"]
    at(scene, "8.5.1")
    scene.page.findings.raise_button.click()
    (raised,) = reading.rows(scene.sitting.db, Nonconformity)
    assert scene.page.findings.panel.record() == raised.id
    assert scene.page.work.checks.editor.title.text().endswith("已开具 NC-2025-01")
    assert not scene.page.work.checks.editor.raise_button.isVisible()


def test_the_list_of_findings_leads_to_item_and_report(open_page: Open) -> None:
    scene = open_page("reported")
    page = scene.page
    page.work.open_tab("findings")
    rows = [row[1].id for row in page.work.findings.model.rows]
    page.work.findings.table.selectRow(rows.index(item(scene, "8.5.1").id))
    assert page.work.checks.tree.record() == item(scene, "8.5.1").id
    assert page.findings.panel.record() == page.findings.records[2]


def test_a_correction_is_begun_and_finished_from_the_head(open_page: Open, answer: Answer) -> None:
    scene = open_page("reported")

    def reason(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit).setText("结论笔误")
        dialog.accept()

    answer(reason)
    scene.page.ask("correct")
    assert scene.page.tools.pill.word() == "更正中"
    records.save(scene.sitting, AUDIT, scene.firm.audit, {Audit.conclusion: "体系有效"})
    scene.page.reload()
    scene.page.tools.next_button.click()
    assert scene.page.shown.facts is not None
    assert (scene.page.shown.state, scene.page.shown.facts.audit["corrections"]) == ("reported", 1)
    correcting.begin(scene.sitting, AUDIT, scene.firm.audit, "又错")
    scene.page.reload()
    scene.page.ask("abandon")
    assert scene.page.tools.pill.word() == "跟踪整改"


# The year, new audits, the list


def test_a_click_or_space_plans_a_month(qtbot: QtBot, open_page: Open) -> None:
    scene = open_page("planned")
    matrix = scene.page.programme.matrix
    row = [r.name for r in matrix.rows].index("销售部")
    matrix.setFocus()
    matrix.go(row, 11)
    qtbot.keyClick(matrix, _Key.Key_Right)
    qtbot.keyClick(matrix, _Key.Key_Space)
    assert scene.page.programme.matrix.rows[row].planned == {10, 12}
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.place_of(row, 12))
    assert scene.page.programme.matrix.rows[row].planned == {10}
    assert matrix.accessibleDescription() == "销售部 12 月：未安排"


def test_an_empty_firm_gets_a_programme_and_an_audit(open_page: Open, answer: Answer) -> None:
    scene = open_page("staff")
    page = scene.page
    assert page.header.title() == "内部审核"
    page.print_page()
    assert scene.stage.bars() == ["还没有内部审核。先新建，再打印。"]
    answer(lambda dialog: dialog.accept())
    page.ask("programme")
    assert page.shown.programme is not None
    assert page.programme.matrix.isVisible()  # months can be planned before there is an audit
    assert not page.tools.next_button.isVisible()

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, NewAuditDialog)
        day = dialog.editors[Audit.planned_on].control
        assert isinstance(day, QLineEdit)
        day.setText("没有日期")
        dialog.accept()
        assert dialog.isVisible()
        day.setText("2025.11.10")
        dialog.accept()

    answer(fill)
    page.new_record()
    assert page.shown.facts is not None
    assert page.shown.facts.audit["planned_on"] == dt.date(2025, 11, 10)
    assert page.header.title() == "NS-2025-01 年度内部审核"
    answer(lambda dialog: dialog.accept())
    page.work.checks.fill_button.click()
    assert page.shown.tally.total == 60


def test_what_is_missing_to_begin_leads_to_where_it_is_filled_in(open_page: Open, answer: Answer) -> None:
    scene = open_page("staff")
    audit.plan_audit(scene.sitting, dt.date(2025, 11, 10))
    scene.page.reload()

    words: list[str] = []
    opened: list[list[QDialog]] = []

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, LackDialog)
        words.extend(made.text() for made in dialog.links)
        dialog.links[words.index("审核组长")].click()
        opened.append(answer(lambda record: record.reject()))

    answer(pick)
    scene.page.tools.next_button.click()
    assert {"实施日期", "审核组长", "内审员"} <= set(words)
    assert [type(dialog) for dialog in opened[0]] == [RecordDialog]
    assert scene.page.shown.state == "planned"


def test_a_checklist_is_filled_for_chosen_departments(open_page: Open, answer: Answer) -> None:
    scene = open_page("staff")
    audit.plan_audit(scene.sitting, dt.date(2025, 11, 10))
    scene.page.reload()

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, FillDialog)
        for place in range(dialog.list.count()):
            dialog.list.item(place).setCheckState(Qt.CheckState.Unchecked)
        dialog.accept()
        assert dialog.isVisible()  # nothing chosen
        dialog.list.item(4).setCheckState(Qt.CheckState.Checked)
        dialog.accept()

    answer(choose)
    scene.page.ask("fill")
    assert heads(scene.page) == {"8 运行": "已查 0/3"}


def test_the_last_audit_is_copied_and_both_are_listed(open_page: Open, answer: Answer) -> None:
    scene = open_page("reported")
    answer(lambda dialog: dialog.accept())
    scene.page.ask("copy")
    page = scene.page
    assert page.header.title().startswith("NS-2025-02")
    assert heads(page)["8 运行"] == "已查 0/21"  # two of the three nonconformities are followed up here
    page.header.crumb_pressed.emit()
    assert [page.list.model.item(row, 0).text() for row in range(2)] == ["NS-2025-02", "NS-2025-01"]
    assert page.header.title() == "内部审核"
    page.list.table.selectRow(1)
    page.list.open_current()
    assert page.header.title().startswith("NS-2025-01")
    assert page.target() == scene.firm.audit


def test_team_and_plan_are_arranged_in_a_dialog_and_all_fields_in_another(open_page: Open, answer: Answer) -> None:
    scene = open_page("planned")
    seen = answer(lambda dialog: dialog.accept())
    scene.page.ask("edit")
    assert isinstance(seen[0], RecordDialog)

    def type_in(dialog: QDialog) -> None:
        assert isinstance(dialog, ArrangeDialog)
        tab = dialog.lines[SLOTS.key]
        model = tab.model
        blank = model.entries[-1]
        assert blank.put(AuditSlot.day, audit_sample.SECOND) is not None
        dialog.saved.emit(records.Change(AUDIT.key, scene.firm.audit, "edit", 0))
        dialog.accept()

    answer(type_in)
    scene.page.plan.edit.click()
    assert len(reading.lines(scene.sitting.db, SLOTS, scene.firm.audit)) == 9


def test_coverage_is_shown_by_clause_and_department(open_page: Open, answer: Answer) -> None:
    scene = open_page("held")
    seen = answer(lambda dialog: dialog.accept())
    scene.page.ask("coverage")
    assert isinstance(seen[0], CoverageDialog)
    model = seen[0].model
    names = [model.horizontalHeaderItem(column).text() for column in range(model.columnCount())]
    rows = {model.item(row, 0).text(): row for row in range(model.rowCount())}
    assert names == ["条款", *audit_sample._DUTIES, "未指定"]
    assert model.item(rows["8.5"], names.index("生产部")).text() == "6/6"
    assert model.item(rows["8.5"], names.index("销售部")).text() == ""


def test_a_planned_audit_is_deleted_and_a_void_one_only_read(open_page: Open) -> None:
    scene = open_page("planned")
    page = scene.page
    page.ask("delete")
    assert page.shown.facts is None
    records.undo(scene.sitting)
    page.reload()
    assert page.header.title() == "NS-2025-01 年度内部审核"
    records.void(scene.sitting, AUDIT, scene.firm.audit, "改期")
    page.reload()
    assert page.tools.pill.word() == "已作废"
    assert not page.tools.next_button.isVisible()
    offered = [action.text() for action in page.tools.menu().actions()]
    assert "删除审核" not in offered
    assert "生成检查表…" not in offered


# Prints and sheets


def test_forms_are_made_and_shown(qtbot: QtBot, open_page: Open) -> None:
    scene = open_page("held")
    for count, key in enumerate(("QR-9.2-02", "QR-9.2-01", "blank:QR-9.2-04"), 1):
        scene.page.print_form(key)
        qtbot.waitUntil(lambda n=count: len(scene.stage.outside.previews) == n, timeout=10_000)
    assert [title for title, _made in scene.stage.outside.previews] == [
        "内部审核实施计划", "年度内部审核计划", "内部审核首次、末次会议签到表"
    ]  # fmt: skip
    assert all(made.data.startswith(b"%PDF") for _title, made in scene.stage.outside.previews)


def sheet(path: Path, *rows: list[str]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["条款", "检查内容", "受审部门", "检查情况", "判定"])
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_a_checklist_comes_in_from_excel(qtbot: QtBot, open_page: Open, answer: Answer, tmp_path: Path) -> None:
    scene = open_page("held")
    path = sheet(
        tmp_path / "检查表.xlsx", ["8.5.1", "换模后首件", "生产部", "抽 3 张", "√"], ["", "没有条款", "", "", ""]
    )
    seen = answer(lambda dialog: dialog.accept())
    scene.page.acts.import_checklist(scene.firm.audit, path)
    qtbot.waitUntil(lambda: titles(scene.page)[0] == "检查表 61", timeout=10_000)
    assert isinstance(seen[0], ConfirmDialog)
    new = reading.lines(scene.sitting.db, CHECKS, scene.firm.audit)[-1]
    assert (new["content"], new["judgement"], new["evidence"]) == ("换模后首件", "conforming", "抽 3 张")


def test_an_audit_goes_out_as_a_workbook(qtbot: QtBot, open_page: Open, tmp_path: Path) -> None:
    scene = open_page("held")
    scene.stage.outside.files.target = tmp_path / "审核"
    scene.page.ask("export")
    made = tmp_path / "审核.xlsx"
    qtbot.waitUntil(made.is_file, timeout=10_000)
    assert openpyxl.load_workbook(made).sheetnames[:3] == ["内部审核", "审核组", "审核日程"]


def test_a_checklist_nobody_can_read_changes_nothing(
    qtbot: QtBot, open_page: Open, answer: Answer, tmp_path: Path
) -> None:
    scene = open_page("held")
    seen = answer(lambda dialog: dialog.accept())
    scene.page.acts.import_checklist(scene.firm.audit, sheet(tmp_path / "a.xlsx", ["", "没有条款", "", "", ""]))
    qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    assert titles(scene.page)[0] == "检查表 60"


# Sizes


def test_columns_follow_the_window(open_page: Open) -> None:
    page = open_page("held").page
    page.apply_breakpoint(COMPACT)
    assert page.work.checks.tree.isColumnHidden(2)
    page.apply_breakpoint(NARROW)
    assert page.content.turns.isVisible()
    assert page.work.isVisible()
    assert not page.findings.isVisible()
    page.content.show_turn("findings")
    assert page.findings.isVisible()
    assert not page.work.isVisible()
    page.apply_breakpoint(NORMAL)
    assert page.work.isVisible()
    assert page.findings.isVisible()
    assert [type(pane).__name__ for pane in page.panes()] == ["YearMatrix", "DataTable", "ChecksTree"]
