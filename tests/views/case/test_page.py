"""The page of a good case: drafting, writing with live lengths, inserting figures, checks, 定稿, exports."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import Row
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.acceptance import CASE_STUDY
from qmsdesk.services import case, case_draft, exportlog, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.case.page import CasePage
from qmsdesk.views.shell.breakpoints import NARROW, NORMAL
from tests.views.case.conftest import CLOCK, Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def stored(page: CasePage) -> Row:
    found = case.latest(page.sitting.db)
    assert found is not None
    return found


def write(page: CasePage, key: str, text: str) -> None:
    editor = page.body.form.parts[key]
    editor.box.setPlainText(text)
    editor.commit()


def put(page: CasePage, field: object, text: str) -> None:
    editor = page.body.form.editors[field]
    editor.line.setText(text)  # type: ignore[attr-defined]
    page.body.form.commit(field)


def complete(page: CasePage, length: int) -> None:
    """All that a final case needs, with so many characters."""
    for key in ("profile", "problem", "effect", "lesson"):
        write(page, key, "质")
    write(page, "practice", "质" * (length - 4))
    put(page, CaseStudy.authors, "甲公司、乙机构")
    page.body.form.put(CaseStudy.written_on, CLOCK.today())


def insert(page: CasePage, name: str, form: str) -> None:
    indicator = next(
        f.indicator for f in case.read(page.sitting.db, stored(page).id).offered if f.row.indicator == name
    )
    button = page.body.side.buttons[indicator]
    assert isinstance(button, QPushButton)
    menu = button.menu()
    assert menu is not None
    next(act for act in menu.actions() if act.text() == form).trigger()


def test_the_empty_state_drafts_in_one_step(sitting: Sitting, open_page: Open) -> None:
    stage = open_page(sitting)
    page = stage.page
    assert page.body.currentIndex() == 1
    page.body.new_button.click()
    assert page.body.currentIndex() == 0
    assert page.head.pill.accessibleName() == "未定稿"
    assert page.body.form.parts["effect"].text() == "准时交付率由 86% 变为 96.13%；顾客满意度由 85% 变为 92%。"
    assert [change.register for change in stage.changes] == ["case_study"]
    page.apply_change(records.undo(sitting))
    assert page.body.currentIndex() == 1
    page.apply_change(records.redo(sitting))
    page.entered()
    assert page.body.currentIndex() == 0


def test_lengths_follow_the_typing_before_it_is_saved(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    case_draft.draft(sitting)
    page = open_page(sitting).page
    page.body.go_to_part("lesson")
    editor = page.body.form.parts["lesson"]
    with qtbot.waitSignal(page.body.form.counted):
        qtbot.keyClicks(editor.box, "QC tools 98.5%")
    assert page.body.form.counts["lesson"].text() == "3 字"
    row = page.body.lengths.rows["lesson"]
    assert (row.count.text(), row.state.text()) == ("3 字，建议约 100", "偏短 97 字")
    assert page.status.totals == "本部分 3 字"
    assert stored(page).of(CaseStudy.lesson) == ""


def test_writing_is_saved_without_leaving_the_part(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    case_draft.draft(sitting)
    page = open_page(sitting).page
    page.body.go_to_part("lesson")
    editor = page.body.form.parts["lesson"]
    editor._idle.setInterval(1)
    with qtbot.waitSignal(page.changed):
        qtbot.keyClicks(editor.box, "ab ")
    assert stored(page).of(CaseStudy.lesson) == "ab"
    assert editor.text() == "ab "  # what is being written is left alone, and so is the cursor
    assert editor.box.textCursor().position() == 3
    qtbot.keyClicks(editor.box, "c")
    qtbot.keyClick(editor.box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "c" not in editor.text()  # Ctrl+Z takes back what was typed, not the record
    assert page.flush()


def test_saves_of_one_visit_are_one_undo(sitting: Sitting, open_page: Open) -> None:
    case_draft.draft(sitting)
    page = open_page(sitting).page
    steps = len(sitting.done)
    write(page, "lesson", "启示一")
    write(page, "problem", "问题一")
    assert len(sitting.done) == steps + 1
    page.apply_change(records.undo(sitting))
    assert page.body.form.parts["lesson"].text() == ""


def test_the_total_warns_and_blocks_only_the_final_act(sitting: Sitting, open_page: Open) -> None:
    case_draft.draft(sitting)
    page = open_page(sitting).page
    complete(page, 2001)
    assert stored(page).of(CaseStudy.practice) == "质" * 1997
    assert page.body.lengths.total.text() == "2,001"
    assert page.body.lengths.rest.text() == "超 1 字"
    assert page.head.missing == ("正文 2001 字，超过 2000 字",)
    assert not page.head.act.isEnabled()
    assert "还差：正文 2001 字，超过 2000 字" in page.body.side.texts()
    page.head.missing_menu().actions()[0].trigger()
    assert page.body.form.focused() == "practice"
    write(page, "practice", "质" * 1996)
    assert page.body.lengths.rest.text() == "余 0 字"
    assert page.head.act.isEnabled()
    page.head.act.click()
    assert stored(page)["status"] == "final"
    assert page.head.pill.accessibleName() == "已定稿"
    assert page.head.act.isHidden()
    assert not page.body.form.parts["lesson"].is_open()
    assert not page.body.note.isHidden()
    assert page.body.side.buttons == {}


def test_what_is_missing_leads_to_its_field(sitting: Sitting, open_page: Open) -> None:
    records.save(sitting, CASE_STUDY, None, {CaseStudy.title: "一块看板"})
    page = open_page(sitting).page
    assert page.head.lack.text() == "还差 7 项"
    for act in page.head.missing_menu().actions():
        if act.text() == "启示":
            act.trigger()
    assert page.body.form.focused() == "lesson"
    page.jump("主要起草单位")
    assert page.body.form.editors[CaseStudy.authors].control.hasFocus()
    put(page, CaseStudy.authors, "甲、乙、丙、丁")
    page.jump("主要起草单位 4 家，多于 3 家")
    assert page.body.form.editors[CaseStudy.authors].control.hasFocus()


def test_figures_are_inserted_and_taken_out(sitting: Sitting, open_page: Open) -> None:
    records.save(sitting, CASE_STUDY, None, {CaseStudy.title: "一块看板"})
    page = open_page(sitting).page
    assert page.body.form.figures.isHidden()
    insert(page, "准时交付率", "前后对比表")
    insert(page, "顾客满意度", "前后对比图")
    found = case.read(sitting.db, stored(page).id).figures
    assert [(f.row.indicator, f.form) for f in found] == [("准时交付率", "table"), ("顾客满意度", "chart")]
    assert page.body.side.buttons == {}  # both stand there already
    names = [made.accessibleName() for made in page.body.form.figures.findChildren(QWidget)]
    assert "提升前 85%，提升目标 90%，提升后 92%" in names
    page.body.form.figures.removed.emit(found[0].line)
    assert [f.form for f in case.read(sitting.db, stored(page).id).figures] == ["chart"]
    assert page.body.lengths.total.text() == "0"  # figures stand outside the length


def test_checks_lead_to_the_part(sitting: Sitting, open_page: Open) -> None:
    records.save(sitting, CASE_STUDY, None, {CaseStudy.title: "一块看板"})
    page = open_page(sitting).page
    assert "6.10.1 c) 成效没有具体的量化指标，也没有插入指标对比" in page.body.side.texts()
    page.body.side.led.emit("effect")
    assert page.body.form.focused() == "effect"
    write(page, "effect", "准时交付率由 86% 升到 96.1%。")
    assert "6.10.1 c) 成效有量化的指标" in page.body.side.texts()
    assert "文中 1 项指标的数据与表C.1一致" in page.body.side.texts()


def test_another_planned_length(sitting: Sitting, open_page: Open) -> None:
    case_draft.draft(sitting)
    page = open_page(sitting).page
    menu = page.body.lengths.change.menu()
    assert menu is not None
    menu.actions()[0].trigger()
    assert page.body.lengths.plan.text() == "计划篇幅 1,000 字"
    assert page.body.lengths.rows["practice"].count.text().endswith("建议约 600")


def test_word_and_pdf_leave_the_program(sitting: Sitting, open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    case_draft.draft(sitting)
    stage = open_page(sitting)
    stage.files.path = tmp_path / "案例"
    stage.page.word.click()
    qtbot.waitUntil(lambda: not stage.jobs.busy(), timeout=20_000)
    assert zipfile.is_zipfile(tmp_path / "案例.docx")
    assert [row["name"] for row in exportlog.listing(sitting.db)] == ["案例.docx"]
    stage.page.print_page()
    qtbot.waitUntil(lambda: bool(stage.prints), timeout=20_000)
    assert stage.prints == [("优良案例", 1)]


def test_what_was_saved_elsewhere_is_shown(sitting: Sitting, open_page: Open) -> None:
    record = case_draft.draft(sitting).record
    page = open_page(sitting).page
    page.apply_change(records.save(sitting, CASE_STUDY, record, {CaseStudy.lesson: "别处写的"}))
    assert page.body.form.parts["lesson"].text() == "别处写的"
    page.show_target((record, CaseStudy.problem))
    assert page.body.form.focused() == "problem"
    other = records.save(sitting, CASE_STUDY, None, {CaseStudy.title: "另一篇"}).record
    page.head.chosen.emit(other)
    assert page.target() == other
    assert page.body.form.parts["lesson"].text() == ""


def test_a_narrow_window_shows_one_card(sitting: Sitting, open_page: Open) -> None:
    case_draft.draft(sitting)
    page = open_page(sitting).page
    page.apply_breakpoint(NARROW)
    assert [card.isHidden() for card in (page.body.text, page.body.lengths, page.body.side)] == [False, True, True]
    page.body.side_of.button("lengths").click()
    assert [card.isHidden() for card in (page.body.text, page.body.lengths, page.body.side)] == [True, False, True]
    page.body.lengths.rows["problem"].title.click()
    assert page.body.form.focused() == "problem"
    page.apply_breakpoint(NORMAL)
    assert not any(card.isHidden() for card in (page.body.text, page.body.lengths, page.body.side))


def test_read_only_offers_nothing_that_writes(sitting: Sitting, open_page: Open) -> None:
    case_draft.draft(sitting)
    folder = sitting.workspace.folder
    sitting.workspace.close()
    with open_workspace(folder, CLOCK, write=False) as workspace:
        page = open_page(Sitting(workspace, "何静", CLOCK)).page
        assert page.head.act.isHidden()
        assert page.body.side.buttons == {}
        assert page.body.lengths.change.isHidden()
        assert not page.body.form.parts["lesson"].is_open()
        page.new_record()
        assert len(reading.rows(workspace.db, CaseStudy)) == 1
