"""The page of a management review: inputs, decisions, conclusion, snapshot, gates, prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.models.reviews import Review, ReviewInput, ReviewOutput
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.services import nonconformity, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.onerecord.dialog import RecordDialog
from qmsdesk.views.review.acts import FORMS
from qmsdesk.views.review.page import ReviewPage
from qmsdesk.views.shell.breakpoints import NARROW, NORMAL
from tests.views.review.conftest import CLOCK, Filled, Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def line(page: ReviewPage, row: int) -> dict[str, object]:
    found = reading.row(page.sitting.db, ReviewOutput, row)
    assert found is not None
    return dict(found)


def type_in(page: ReviewPage, field: object, text: str) -> None:
    for form in page.body.forms():
        if field in form.editors:
            editor = form.editors[field]
            if hasattr(editor, "box") and hasattr(editor.box, "setPlainText"):
                editor.box.setPlainText(text)
            else:
                editor.line.setText(text)
            form.commit(field)


def states(page: ReviewPage) -> dict[str, str]:
    tree = page.body.inputs
    return {str(at.data(Qt.ItemDataRole.UserRole + 401)): at.siblingAtColumn(5).data() for at in tree._places()}


def test_it_shows_where_the_review_stands(filled: Filled, open_page: Open) -> None:
    page = open_page(filled.sitting).page
    assert page.header._meta.text() == "GP-2025-01　2025 年度管理评审"
    facts = page.body.facts
    assert [f.value.full for f in (facts.day, facts.chair, facts.people, facts.inputs, facts.outputs)] == [
        "2025-11-12 周三", "周建邦", "1 人，签到 1 人", "已准备 11/12", "2 项"
    ]  # fmt: skip
    assert facts.outputs.more.text() == "未指派 1"
    assert states(page)["c7"] == "缺失"
    assert page.body.inputs.code() == "c7"  # what is missing is at hand
    assert page.body.outputs.line() == filled.second
    assert not page.head.act.isEnabled()
    assert page.head.lack.text() == "还差 7 项"


def test_each_missing_thing_leads_to_its_place(filled: Filled, open_page: Open) -> None:
    page = open_page(filled.sitting).page
    menu = page.head.missing_menu()
    by_text = {act.text(): act for act in menu.actions()}
    by_text["评审输入 c) 7) 外部供方的绩效"].trigger()
    assert page.body.inputs.form.editors[ReviewInput.note].control.hasFocus()
    by_text["评审结论"].trigger()
    assert page.body.conclusion.form.editors[Review.conclusion].control.hasFocus()
    by_text["决定“增购影像测量仪”的完成期限"].trigger()
    assert page.body.outputs.form.editors[ReviewOutput.due_on].control.hasFocus()
    menu.deleteLater()


def test_it_is_filled_in_and_closed(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    stage = open_page(filled.sitting)
    page = stage.page
    type_in(page, ReviewInput.reason, "本期没有外部供方")
    assert states(page)["c7"] == "不适用"
    for field, value in (
        (Review.suitability, "suitable"),
        (Review.adequacy, "adequate"),
        (Review.effectiveness, "effective"),
    ):
        page.body.conclusion.form.put(field, value)
    type_in(page, Review.conclusion, "适宜、充分、有效")
    page.body.outputs.go(filled.second)
    type_in(page, ReviewOutput.owner, "韩志远")
    type_in(page, ReviewOutput.due_on, "2025-12-10")
    assert page.head.act.isEnabled()
    qtbot.mouseClick(page.head.act, Qt.MouseButton.LeftButton)
    assert stage.changes[-1].what == "close"
    assert page.head.pill.word() == "关闭"
    assert page.head.act.isHidden()
    assert not page.body.conclusion.form.editors[Review.conclusion].is_open()
    form = page.body.outputs.form
    assert not form.editors[ReviewOutput.decision].is_open()
    assert form.editors[ReviewOutput.done_on].is_open()
    type_in(page, ReviewOutput.done_on, "2025-11-12")
    assert line(page, filled.second)["done_on"] == dt.date(2025, 11, 12)
    assert page.body.outputs.pill.word() == "待验证"


def test_a_decision_is_begun_saved_and_taken_out(filled: Filled, open_page: Open) -> None:
    page = open_page(filled.sitting).page
    page.new_record()
    assert page.body.outputs.title.text() == "新决定"
    type_in(page, ReviewOutput.decision, "供方半年复评")
    made = page.body.outputs.line()
    assert made not in (0, filled.first, filled.second)
    assert page.body.outputs.title.text() == "D-03　供方半年复评"
    page.body.outputs.remove_button.click()
    assert reading.row(filled.sitting.db, ReviewOutput, made) is None
    records.undo(filled.sitting)
    page.reload()
    assert page.shown is not None
    assert len(page.shown.outputs) == 3
    page.add_output()
    page.body.outputs.remove_button.click()
    assert page.body.outputs.line() in (filled.first, filled.second, made)


def test_who_answers_for_it_verifies_with_a_reason(filled: Filled, open_page: Open) -> None:
    page = open_page(filled.sitting).page
    page.body.outputs.go(filled.first)
    form = page.body.outputs.form
    assert form.rows[ReviewOutput.waiver].isHidden()
    type_in(page, ReviewOutput.done_on, "2025-11-12")
    type_in(page, ReviewOutput.verifier, "韩志远")
    assert form.rows[ReviewOutput.verifier].error() == "验证人就是责任人，人员有限时先写明理由"
    assert not form.rows[ReviewOutput.waiver].isHidden()
    type_in(page, ReviewOutput.waiver, "只有两名管理人员")
    type_in(page, ReviewOutput.verifier, "韩志远")
    assert line(page, filled.first)["verifier"] == filled.other


def test_a_refused_field_keeps_the_cursor(qtbot: QtBot, filled: Filled, open_page: Open, answer: Answer) -> None:
    page = open_page(filled.sitting).page
    page.body.outputs.go(filled.first)
    type_in(page, ReviewOutput.due_on, "不是日期")
    page.body.outputs.go(filled.second)
    qtbot.waitUntil(lambda: page.body.outputs.line() == filled.first)
    assert page.body.outputs.form.rows[ReviewOutput.due_on].error()
    answer(lambda dialog: dialog.reject())
    assert not page.leave()
    answer(lambda dialog: dialog.accept())
    assert page.leave()


def test_the_snapshot_is_renewed_by_hand(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    stage = open_page(filled.sitting)
    page = stage.page
    qtbot.waitUntil(lambda: not stage.jobs.busy())
    assert page.body.inputs.changed_pill.isHidden()
    change = nonconformity.raise_nonconformity(filled.sitting, "process", "又一项")
    page.apply_change(change)
    qtbot.waitUntil(lambda: page.body.inputs.changed_pill.word() == "源数据已变")
    assert states(page)["c4"] == "有变化"
    page.body.inputs.go("c4")
    assert page.body.inputs.told.text().startswith("不符合 1 项")
    qtbot.mouseClick(page.body.inputs.renew_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.body.inputs.changed_pill.isHidden)
    assert page.body.inputs.told.text().startswith("不符合 2 项")
    assert page.body.inputs.form.editors[ReviewInput.note].text() == "已核对"


def test_the_snapshot_is_compared_again_only_when_something_was_saved(
    qtbot: QtBot, filled: Filled, open_page: Open
) -> None:
    stage = open_page(filled.sitting)
    qtbot.waitUntil(lambda: not stage.jobs.busy())
    stage.page.reload(look=True)
    assert not stage.jobs.busy()
    change = nonconformity.raise_nonconformity(filled.sitting, "process", "又一项")
    stage.page.apply_change(change)
    assert stage.jobs.busy()
    assert stage.page.body.inputs.changed_pill.isHidden()  # the page does not wait for it
    nonconformity.raise_nonconformity(filled.sitting, "process", "第三项")  # while it is compared
    qtbot.waitUntil(lambda: not stage.jobs.busy())
    assert stage.page.body.inputs.changed_pill.word() == "源数据已变"


def test_sources_lead_to_their_pages(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    stage = open_page(filled.sitting)
    inputs = stage.page.body.inputs
    inputs.go("c4")
    qtbot.keyClick(inputs.tree, Qt.Key.Key_Return)
    place = next(at for at in inputs._places() if at.data(Qt.ItemDataRole.UserRole + 401) == "e").siblingAtColumn(3)
    inputs.tree.scrollTo(place)
    qtbot.mouseClick(inputs.tree.viewport(), Qt.MouseButton.LeftButton, pos=inputs.tree.visualRect(place).center())
    assert stage.gone == ["nonconformity", "risk"]


def test_the_plan_is_edited_in_a_dialog(filled: Filled, open_page: Open, answer: Answer) -> None:
    stage = open_page(filled.sitting)
    page = stage.page

    def edit(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        dialog.pane.form.put(Review.place, "二楼会议室")
        dialog.accept()

    assert answer(edit) == []
    page.jump("评审日期")
    assert reading.row(filled.sitting.db, Review, filled.review)["place"] == "二楼会议室"


def test_forms_are_previewed(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    stage = open_page(filled.sitting)
    stage.page.head.printed.emit("QR-9.3-03")
    stage.page.print_page()
    qtbot.waitUntil(lambda: len(stage.prints) == 2, timeout=20000)
    assert [title for title, _pages in stage.prints] == [FORMS["QR-9.3-03"], FORMS["QR-9.3-04"]]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Sitting]:
    with create(tmp_path / "空", CLOCK) as workspace:
        yield Sitting(workspace, "沈雪梅", CLOCK)


def test_the_first_review_is_planned_held_and_the_next_takes_over(
    qtbot: QtBot, empty: Sitting, open_page: Open
) -> None:
    stage = open_page(empty)
    page = stage.page
    assert page.body.currentIndex() == 1
    page.body.new_button.click()
    assert page.head.pill.word() == "计划"
    assert [str(text) for text in page.head.missing] == ["评审日期", "主持人", "到会的参加人"]
    assert "内部审核报告" in page.body.caution.text()
    first = page.target()
    page.head.copied.emit()
    second = page.target()
    assert second != first
    page.head.chosen.emit(first)
    assert page.target() == first
    records.delete(empty, REVIEW, [first])
    page.reload()
    assert page.target() == second
    records.delete(empty, REVIEW, [second])
    page.reload()
    assert page.body.currentIndex() == 1


def test_a_narrow_window_shows_one_side(filled: Filled, open_page: Open) -> None:
    page = open_page(filled.sitting).page
    page.apply_breakpoint(NARROW)
    body = page.body
    assert (body.inputs.isVisible(), body.outputs.isVisible(), body.conclusion.isVisible()) == (True, False, False)
    page.jump("决定“增购影像测量仪”的责任人")
    assert body.outputs.isVisible()
    page.apply_breakpoint(NORMAL)
    assert all(card.isVisible() for card in (body.inputs, body.outputs, body.conclusion))


def test_without_write_access_it_is_only_read(filled: Filled, open_page: Open) -> None:
    with open_workspace(filled.sitting.workspace.folder, CLOCK) as second:
        assert second.read_only
        page = open_page(Sitting(second, "何静", CLOCK)).page
        body = page.body
        page.new_record()
        assert body.outputs.form.entry is not None
        assert not body.outputs.form.entry.is_draft
        offered = (page.head.act, page.head.lack, body.inputs.renew_button, body.outputs.add_button)
        assert [made.isVisible() for made in offered] == [False] * 4
        assert not any(editor.is_open() for form in body.forms() for editor in form.editors.values())
