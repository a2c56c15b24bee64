"""The page of internal audits: what it shows, judging by keys, editing in place, its steps, its prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditSlot
from qmsdesk.models.base import Row
from qmsdesk.registers.audits import AUDIT, CHECKS, SLOTS
from qmsdesk.services import audit, correcting, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.audit.checks_model import SEGMENTS
from qmsdesk.views.audit.dialogs import ArrangeDialog, FillDialog, NewAuditDialog, ReportDialog
from qmsdesk.views.audit.page import AuditPage
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.register.editor import LongEditor
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW, NORMAL
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.services import audit_sample
from tests.views.audit.conftest import Open, Scene

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
_Key = Qt.Key


def heads(page: AuditPage) -> dict[str, str]:
    """The heads of the tree with what stands behind them."""
    model = page.work.checks.model
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    return {top.data(): " ".join(text for text, _token in top.data(SEGMENTS)) for top in tops}


def item(scene: Scene, clause: str) -> Row:
    return next(c for c in audit_sample.checks(scene.sitting, scene.firm) if f"2016/{clause}" in c["clauses"])


def at(scene: Scene, clause: str) -> Row:
    """Put the cursor on the item of a clause."""
    found = item(scene, clause)
    assert scene.page.work.checks.choose(found.id)
    return found


def stored(sitting: Sitting, check: int) -> Row:
    found = reading.row(sitting.db, AuditCheck, check)
    assert found is not None
    return found


def titles(page: AuditPage) -> list[str]:
    return [page.work.tabs.tabText(place) for place in range(page.work.tabs.count())]


# What is shown


def test_it_opens_on_the_newest_audit(open_page: Open) -> None:
    page = open_page("reported").page
    tree, model = page.work.checks.tree, page.work.checks.model
    opened = {model.index(r, 0).data(): tree.isExpanded(model.index(r, 0)) for r in range(model.rowCount())}
    assert opened == {
        "4 组织环境": False, "5 领导作用": False, "6 策划": True, "7 支持": True, "8 运行": True, "9 绩效评价": False,
        "10 改进": False,
    }  # fmt: skip
    assert page.header.title() == "NS-2025-01 年度内部审核"
    assert titles(page) == ["检查表 60", "发现 5", "审核报告", "附件 0"]
    assert page.tools.pill.word() == "跟踪整改"
    assert (page.status.position, page.status.totals) == ("检查项 60，已查 60", "不符合 3，未关闭 3")
    assert page.plan.independence.text() == "内审员均未审核本部门，符合独立性要求"
    assert heads(page)["8 运行"] == "已查 19/19 不符合 2 观察项 1"
    assert [page.findings.tabs.tabText(i) for i in range(page.findings.tabs.count())] == ["NC-01", "NC-02", "NC-03"]
    days = [row for row in page.plan.model.rows if isinstance(row, dt.date)]
    assert days == [audit_sample.FIRST, audit_sample.SECOND]
    rows = {row.name: row for row in page.programme.matrix.rows}
    assert (rows["采购部"].held, rows["采购部"].planned) == ({10}, {10, 12})
    page.work.by.set_value("department")
    page.work.by.chosen.emit("department")
    assert list(heads(page)) == [*audit_sample._DUTIES, "未指定部门"]
    assert heads(page)["采购部"] == "已查 3/3 不符合 1"
    for widget in (page.programme.matrix, page.plan.table, page.work.checks.tree, page.work.tabs, page.findings.tabs,
                   page.findings.raise_button, page.list.table):  # fmt: skip
        assert widget.accessibleName()


def test_cautions_are_said_and_listed(open_page: Open, answer: Answer) -> None:
    scene = open_page("planned")
    assert scene.page.caution.isHidden()
    line = reading.lines(scene.sitting.db, SLOTS, scene.firm.audit)[1]
    records.save_line(scene.sitting, AUDIT, scene.firm.audit, SLOTS, line.id, {AuditSlot.auditor: None})
    records.save(scene.sitting, AUDIT, scene.firm.audit, {Audit.held_on: dt.date(2026, 2, 2)})
    scene.page.reload()
    assert scene.page.caution.text().startswith("体系运行 7 个月 30 天，晚于 6.8.1")
    seen = answer(lambda dialog: dialog.accept())
    scene.page.caution.press_link()
    assert seen


# Judging and editing


def test_figures_judge_and_each_is_one_save(qtbot: QtBot, open_page: Open) -> None:
    scene = open_page("planned")
    audit.hold(scene.sitting, scene.firm.audit)
    scene.page.reload()
    found = at(scene, "8.4.1")
    tree = scene.page.work.checks.tree
    tree.setFocus()
    for key, judgement in ((_Key.Key_1, "conforming"), (_Key.Key_2, "nonconforming"), (_Key.Key_3, "observation")):
        qtbot.keyClick(tree, key)
        assert stored(scene.sitting, found.id)["judgement"] == judgement
    assert tree.record() == found.id
    tree.step(1)
    qtbot.keyClick(tree, _Key.Key_1)
    assert stored(scene.sitting, item(scene, "8.4.2").id)["judgement"] == "conforming"
    assert heads(scene.page)["8 运行"] == "已查 3/19 观察项 1"
    records.undo(scene.sitting)
    scene.page.reload()
    assert stored(scene.sitting, found.id)["judgement"] == "open"


def test_enter_leads_to_the_evidence_and_it_saves_itself(qtbot: QtBot, open_page: Open) -> None:
    scene = open_page("held")
    found = at(scene, "7.2")
    tree, editor = scene.page.work.checks.tree, scene.page.work.checks.editor
    tree.setFocus()
    qtbot.keyClick(tree, _Key.Key_Return)
    box = scene.stage.window.focusWidget()
    assert isinstance(box, QPlainTextEdit)
    box.selectAll()
    box.insertPlainText("查培训记录 2 份\n面谈 1 人")
    tree.setFocus()
    assert stored(scene.sitting, found.id)["evidence"] == "查培训记录 2 份\n面谈 1 人"
    index = scene.page.work.checks.model.index_of(found.id)
    assert index.siblingAtColumn(4).data() == "2"
    assert editor.rows[AuditCheck.grade].isHidden()
    scene.page.work.checks.judge("nonconforming")
    assert not editor.rows[AuditCheck.grade].isHidden()
    scene.page.work.checks.judge("not_applicable")
    assert not editor.rows[AuditCheck.reason].isHidden()
    graded, before = at(scene, "8.4.1"), len(scene.sitting.done)
    scene.page.work.checks.judge("conforming")
    row = stored(scene.sitting, graded.id)
    assert (row["judgement"], row["grade"]) == ("conforming", None)  # the grade goes with the nonconformity
    assert len(scene.sitting.done) <= before + 1


def test_a_new_item_is_stored_when_clause_and_content_are_there(open_page: Open) -> None:
    scene = open_page("held")
    at(scene, "8.5.4")
    scene.page.new_record()
    editor = scene.page.work.checks.editor
    content = editor.editors[AuditCheck.content]
    content.control.setText("周转箱防锈")  # type: ignore[attr-defined]
    content.commit()
    assert scene.page.status.problem == "还差 1 项"
    assert len(audit_sample.checks(scene.sitting, scene.firm)) == 60
    entry = editor.entry
    assert entry is not None
    change = entry.put(AuditCheck.clauses, ("2016/8.5.4",))
    assert change is not None
    scene.page.changed.emit(change)
    new = audit_sample.checks(scene.sitting, scene.firm)[-1]
    assert (new["content"], new["department"]) == ("周转箱防锈", scene.firm.departments["生产部"])


def test_a_refused_text_stays_and_leaving_asks(open_page: Open, answer: Answer) -> None:
    scene = open_page("held")
    at(scene, "8.5.4")
    editor = scene.page.work.checks.editor
    content = editor.editors[AuditCheck.content]
    content.control.setText("")  # type: ignore[attr-defined]
    content.commit()
    assert editor.rows[AuditCheck.content].error()
    assert not scene.page.flush()
    assert scene.page.status.problem == "1 项有误，未保存"
    seen = answer(lambda dialog: dialog.reject())
    assert not scene.page.leave()
    assert seen
    seen = answer(lambda dialog: dialog.accept())
    assert scene.page.leave()
    assert item(scene, "8.5.4")["content"]


def test_delete_and_the_menu_act_on_the_item_at_the_cursor(qtbot: QtBot, open_page: Open) -> None:
    scene = open_page("held")
    found = at(scene, "8.5.4")
    scene.page.work.checks.tree.setFocus()
    qtbot.keyClick(scene.page.work.checks.tree, _Key.Key_Delete)
    assert reading.row(scene.sitting.db, AuditCheck, found.id) is None
    assert scene.page.work.checks.tree.record() == item(scene, "8.5.5").id
    records.undo(scene.sitting)
    assert reading.row(scene.sitting.db, AuditCheck, found.id) is not None
    scene.page.reload()
    at(scene, "8.5.4")
    menu = scene.page.work.checks.menu()
    acts = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    assert not acts["开具不符合"].isEnabled()
    acts["不符合"].trigger()
    assert stored(scene.sitting, found.id)["judgement"] == "nonconforming"
    menu.close()


def test_a_reported_audit_is_read_only_and_says_why(qtbot: QtBot, open_page: Open) -> None:
    scene = open_page("reported")
    found = at(scene, "8.5.4")
    scene.page.work.checks.tree.setFocus()
    qtbot.keyClick(scene.page.work.checks.tree, _Key.Key_2)
    assert stored(scene.sitting, found.id)["judgement"] == "conforming"
    assert scene.stage.bars() == ["审核报告已出具，修改须更正"]
    evidence = scene.page.work.checks.editor.editors[AuditCheck.evidence]
    assert isinstance(evidence, LongEditor)
    assert not evidence.is_open()
    assert not scene.page.work.checks.add_button.isVisible()


def test_nothing_can_be_changed_in_a_folder_that_is_read_only(open_page: Open) -> None:
    scene = open_page("held", read_only=True)
    page = scene.page
    at(scene, "8.5.4")
    page.work.checks.judge("observation")
    assert item(scene, "8.5.4")["judgement"] == "conforming"
    assert not page.tools.next_button.isVisible()
    page.acts.set_month(page.shown, scene.firm.departments["销售部"], 12, planned=True)
    assert len(scene.stage.bars()) == 2


def test_fields_of_the_report_save_themselves(open_page: Open) -> None:
    scene = open_page("held")
    scene.page.show_target((scene.firm.audit, Audit.distribution))
    assert scene.page.work.tab() == "report"
    line = scene.page.work.report.form.editors[Audit.distribution].control
    assert isinstance(line, QLineEdit)
    line.setText("各部门")
    assert scene.page.flush()
    row = reading.row(scene.sitting.db, Audit, scene.firm.audit)
    assert row is not None
    assert row["distribution"] == "各部门"


def test_files_of_an_audit_are_counted(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    scene = open_page("reported")
    scan = tmp_path / "审核报告签字.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    scene.page.work.open_tab("files")
    scene.page.work.files.add([scan])
    qtbot.waitUntil(lambda: titles(scene.page)[3] == "附件 1")


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
