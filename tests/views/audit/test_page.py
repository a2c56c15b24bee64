"""The page of internal audits: what it shows, judging by keys, editing in place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.audits import Audit, AuditCheck, AuditSlot
from qmsdesk.registers.audits import AUDIT, SLOTS
from qmsdesk.services import audit, reading, records
from qmsdesk.views.register.editor import LongEditor
from tests.services import audit_sample
from tests.views.audit.conftest import Open
from tests.views.audit.looking import Answer, at, heads, item, stored, titles

_Key = Qt.Key


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
