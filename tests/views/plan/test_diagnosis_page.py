"""The page of the diagnosis: opinions typed and taken over, gates with their places, the way into the plan."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.base import Row
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanItem
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS
from qmsdesk.services import attachments, diagnoses, plans, reading, records, workflow
from qmsdesk.services.diagnoses import Wish
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.diagnosis import shape
from qmsdesk.views.diagnosis.write_dialog import WriteDialog
from qmsdesk.views.shell.breakpoints import NARROW, NORMAL
from tests.views.plan.conftest import TODAY, Make

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def opinions(page: Any) -> list[Row]:
    return reading.lines(page.sitting.db, OPINIONS, page.visit.record)


def texts(page: Any) -> list[str]:
    return [row.of(Opinion.text) for row in opinions(page)]


def put(page: Any, field: Any, value: object) -> None:
    page.body.pane.form.put(field, value)


def links(page: Any) -> list[str]:
    return [made.text() for made in page.body.gaps.links]


def followed(page: Any) -> list[str]:
    rows = shape.listed(opinions(page), page.body.led, page.sitting.clock.today())[0].rows
    return [row.cells[-1].text for row in rows]


@pytest.fixture
def report(sitting: Sitting) -> int:
    """A draft with two opinions."""
    made = diagnoses.open_diagnosis(sitting).record
    diagnoses.take_over(sitting, made)
    return made


def settle(sitting: Sitting, made: int) -> None:
    """Everything a signature needs but the scan."""
    values = {Diagnosis.summary: "结论", Diagnosis.representative: "示例乙", Diagnosis.confirmed_on: TODAY}
    records.save(sitting, DIAGNOSIS, made, values)
    for line in reading.lines(sitting.db, OPINIONS, made):
        records.save_line(sitting, DIAGNOSIS, made, OPINIONS, line.id, {Opinion.adopted: "adopted"})


def sign(sitting: Sitting, made: int, folder: Path) -> None:
    settle(sitting, made)
    workflow.run(sitting, DIAGNOSIS, made, DIAGNOSIS.workflow.verbs[0])
    (folder / "表B.1.pdf").write_bytes(b"%PDF-1.4 scan")
    attachments.attach(sitting, DIAGNOSIS, made, folder / "表B.1.pdf")
    workflow.run(sitting, DIAGNOSIS, made, DIAGNOSIS.workflow.verbs[1])


def test_a_report_is_begun_and_opinions_taken_over_in_one_step(sitting: Sitting, diagnosis_page: Make) -> None:
    made = diagnosis_page(sitting)
    page = made.page
    assert page.body.currentIndex() == 1
    page.body.new_button.click()
    assert page.body.currentIndex() == 0
    assert page.body.facts.facts[2].value.full == "示例工"
    assert links(page) == ["还没有诊断意见"]
    page.body.take_button.click()
    assert [row.of(Opinion.item) for row in opinions(page)] == ["2.1", "3.3"]
    assert not page.body.take_button.isEnabled()
    assert [change.register for change in made.changes] == ["diagnosis", "diagnosis"]
    page.apply_change(records.undo(sitting))
    assert texts(page) == []
    assert page.body.take_button.isEnabled()


def test_opinions_are_typed_moved_and_removed_by_keyboard(sitting: Sitting, diagnosis_page: Make, qtbot: QtBot) -> None:
    diagnoses.open_diagnosis(sitting)
    page = diagnosis_page(sitting).page
    page.new_record()
    editor = page.body.pane.form.editors[Opinion.text]
    assert editor.control.hasFocus()
    for text in ("gauges", "checks"):
        qtbot.keyClicks(page.body.pane.form.editors[Opinion.text].control, text)
        qtbot.keyClick(page.body.pane.form.editors[Opinion.text].control, Qt.Key.Key_Return)
        page.new_record()
    tree = page.body.pane.tree
    assert texts(page) == ["gauges", "checks"]
    page.body.pane.go(opinions(page)[1].id)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert texts(page) == ["checks", "gauges"]
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert page.body.pane.form.editors[Opinion.text].control.hasFocus()
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert texts(page) == ["gauges"]
    page.apply_change(records.undo(sitting))
    assert texts(page) == ["checks", "gauges"]


def test_a_blank_opinion_without_words_is_asked_about(sitting: Sitting, diagnosis_page: Make, answer: Answer) -> None:
    diagnoses.open_diagnosis(sitting)
    page = diagnosis_page(sitting).page
    page.body.pane.begin()
    put(page, Opinion.adopted, "adopted")
    assert page.problem() == "有内容没有保存"
    answer(lambda dialog: dialog.reject())
    assert not page.leave()
    answer(lambda dialog: dialog.accept())
    assert page.leave()
    assert texts(page) == []


def test_each_missing_thing_leads_to_its_field(
    sitting: Sitting, report: int, diagnosis_page: Make, answer: Answer
) -> None:
    page = diagnosis_page(sitting).page
    first, second = opinions(page)
    assert page.head.missing == ("诊断结论", "意见 1、2 的采纳情况")
    assert not page.head.act.isEnabled()
    page.jump("意见 1、2 的采纳情况")
    assert page.body.pane.line() == first.id
    assert page.body.pane.form.editors[Opinion.adopted].control.hasFocus()
    put(page, Opinion.adopted, "adopted")
    page.body.pane.go(second.id)
    put(page, Opinion.adopted, "rejected")
    assert page.head.missing == ("诊断结论", "意见 2 的不采纳理由")
    page.body.pane.go(first.id)
    assert not page.body.pane.form.rows[Opinion.reason].isVisibleTo(page)
    page.jump("意见 2 的不采纳理由")
    assert page.body.pane.line() == second.id
    assert page.body.pane.form.editors[Opinion.reason].control.hasFocus()
    put(page, Opinion.reason, "已经整改")
    page.jump("诊断结论")
    assert page.body.conclusion.editors[Diagnosis.summary].control.hasFocus()
    page.body.conclusion.put(Diagnosis.summary, "两条意见")
    assert page.head.missing == ()
    page.head.act.click()
    assert page.visit.row["status"] == "confirmed"
    assert page.head.missing == ("企业代表", "确认日期", "双方签字盖章的扫描件（附件）")
    seen = answer(lambda dialog: dialog.reject())
    page.jump("双方签字盖章的扫描件（附件）")
    assert seen[0].windowTitle() == "诊断报告的资料、附件和历史"
    page.apply_breakpoint(NARROW)
    seen = answer(lambda dialog: dialog.reject())
    page.jump("企业代表")
    assert seen
    page.apply_breakpoint(NORMAL)


def test_after_signing_only_what_is_followed_can_be_typed(
    sitting: Sitting, report: int, diagnosis_page: Make, tmp_path: Path
) -> None:
    sign(sitting, report, tmp_path)
    page = diagnosis_page(sitting).page
    form = page.body.pane.form
    followed = {Opinion.plan_item.name, Opinion.indicator.name, Opinion.result.name}
    assert {f.name for f, editor in form.editors.items() if editor.is_open()} == followed
    hidden = (page.body.pane.add_button, page.body.pane.remove_button, page.body.take_button, page.scan, page.head.act)
    assert not any(each.isVisibleTo(page) for each in hidden)
    form.put(Opinion.result, "已建台账")
    assert opinions(page)[0].of(Opinion.result) == "已建台账"
    assert page.body.note.text().startswith("诊断意见已签署")
    page.remove(OPINIONS, page.body.pane, opinions(page)[0].id)
    page.move_line(OPINIONS, opinions(page)[0].id, 1)
    assert len(opinions(page)) == 2


def test_adopted_opinions_are_written_into_the_plan_at_once(
    sitting: Sitting, report: int, diagnosis_page: Make, answer: Answer
) -> None:
    settle(sitting, report)
    made = diagnosis_page(sitting)
    page = made.page
    assert links(page) == ["采纳的意见 1、2 没有方案项"]
    assert page.body.write_button.text() == "写入提升方案 2"
    first, second = (row.id for row in opinions(page))

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, WriteDialog)
        assert [key for key, box in dialog.boxes.items() if box.isChecked()] == [first]  # the one at the cursor
        dialog.boxes[second].setChecked(True)
        dialog.write.click()
        assert dialog.isVisible()  # nothing is guessed
        for key, part in ((first, "b"), (second, "a")):
            box = dialog.parts[key].box  # type: ignore[attr-defined]
            box.setCurrentIndex(box.findData(part))
            dialog.measures[key].line.setText(f"措施{part}")  # type: ignore[attr-defined]
        dialog.write.click()

    answer(fill)
    steps = len(sitting.done)
    page.body.write_button.click()
    plan = plans.open_plan(sitting.db)
    assert plan is not None
    items = plans.items_of(sitting.db, plan.id)
    assert [(i.of(PlanItem.part), i.of(PlanItem.measure)) for i in items] == [("b", "措施b"), ("a", "措施a")]
    assert [row.of(Opinion.plan_item) for row in opinions(page)] == [item.id for item in items]
    assert len(sitting.done) == steps + 1
    assert links(page) == []
    assert not page.body.write_button.isEnabled()
    page.body.item_button.click()
    assert made.gone == [("plan", (plan.id, items[0].id))]
    assert page.chain_start() == ("diagnosis", report, "opinion", first)
    page.apply_change(records.undo(sitting))
    assert reading.rows(sitting.db, Plan) == []
    assert links(page) == ["采纳的意见 1、2 没有方案项"]


def test_a_finished_item_asks_for_what_came_of_it(
    sitting: Sitting, report: int, diagnosis_page: Make, people: list[int]
) -> None:
    settle(sitting, report)
    first = reading.lines(sitting.db, OPINIONS, report)[0].id
    _change, plan = diagnoses.write_into_plan(sitting, report, [Wish(first, "b", "建台账")])
    item = plans.items_of(sitting.db, plan.id)[0].id
    records.save_line(sitting, PLAN, plan.id, ITEMS, item, {PlanItem.done_on: TODAY})
    page = diagnosis_page(sitting).page
    assert links(page) == ["采纳的意见 2 没有方案项", "意见 1 的方案项已完成，没有落实结果"]
    assert followed(page) == ["已完成", "未开始"]
    page.body.gaps.links[1].click()
    assert page.body.pane.form.editors[Opinion.result].control.hasFocus()


def test_an_opinion_with_a_result_is_not_done_while_its_item_is_late(
    sitting: Sitting, report: int, diagnosis_page: Make
) -> None:
    settle(sitting, report)
    first, second = (row.id for row in reading.lines(sitting.db, OPINIONS, report)[:2])
    _change, plan = diagnoses.write_into_plan(sitting, report, [Wish(first, "b", "建台账")])
    item = plans.items_of(sitting.db, plan.id)[0].id
    due = {PlanItem.due_on: TODAY - dt.timedelta(days=20)}
    records.save_line(sitting, PLAN, plan.id, ITEMS, item, due)
    for opinion in (first, second):
        records.save_line(sitting, DIAGNOSIS, report, OPINIONS, opinion, {Opinion.result: "做了一半"})
    assert followed(diagnosis_page(sitting).page) == ["逾期 20 天", "已落实"]


def test_prints_and_word(sitting: Sitting, report: int, diagnosis_page: Make, qtbot: QtBot, tmp_path: Path) -> None:
    made = diagnosis_page(sitting)
    printed, blank, word = made.page.head.forms
    made.page.print_page()
    made.page.print_form(blank)
    qtbot.waitUntil(lambda: len(made.prints) == 2, timeout=20_000)
    assert sorted(made.prints) == [("表B.1 企业质量诊断意见确认表", 1), ("表B.1 空白表", 1)]
    assert printed == "B1"
    made.page.print_form(word)  # no file chosen: nothing happens
    made.files.path = tmp_path / "表B.1"
    made.page.print_form(word)
    qtbot.waitUntil((tmp_path / "表B.1.docx").exists, timeout=20_000)
    with zipfile.ZipFile(tmp_path / "表B.1.docx") as archive:
        assert "量" in archive.read("word/document.xml").decode()


def test_targets_lead_to_an_opinion_a_field_or_the_files(
    sitting: Sitting, report: int, diagnosis_page: Make, answer: Answer
) -> None:
    page = diagnosis_page(sitting).page
    second = opinions(page)[1].id
    page.show_target((report, second))
    assert page.body.pane.line() == second
    page.show_target((report, Opinion.result))
    assert page.body.pane.form.editors[Opinion.result].control.hasFocus()
    seen = answer(lambda dialog: dialog.reject())
    page.show_target((report, "附件"))
    assert seen
