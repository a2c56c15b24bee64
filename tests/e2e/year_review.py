"""The management review of the year: planned, held, closed, its decision followed to the verification."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.registers.reviews import ready
from qmsdesk.views.onerecord.dialog import RecordDialog
from qmsdesk.views.review.page import ReviewPage
from tests.e2e import hands
from tests.e2e.conftest import Desk
from tests.e2e.year import press, waiting


def review(desk: Desk) -> None:
    """Twelve inputs from the records of the year, one decision, and what follows from it."""
    desk.clock.turn("2027-06-21")
    page = desk.go("review")
    assert isinstance(page, ReviewPage)
    hands.trigger(page.head.records.menu(), "新建评审")
    assert page.head.pill.word() == "计划"
    assert ("2027-06-21", "管理评审：2027 年度管理评审") in waiting(desk, "review")
    desk.go("review")
    desk.when_asked(lambda dialog: plan(desk, dialog))
    desk.click(page.body.facts.edit)
    desk.click(page.head.act)
    assert page.head.pill.word() == "已召开"
    assert waiting(desk, "review", "管理评审：") == []
    desk.go("review")
    fill_inputs(desk, page)
    decide(desk, page)
    hands.fill(desk, page.body.conclusion.form, {
        Review.suitability: "适宜", Review.adequacy: "充分", Review.effectiveness: "有效",
        Review.conclusion: "体系持续适宜、充分、有效。",
    })  # fmt: skip
    assert page.head.missing == ()
    desk.click(page.head.act)
    assert page.head.pill.word() == "关闭"
    follow_up(desk, page)


def plan(desk: Desk, dialog: QDialog) -> None:
    """Who leads it, when, and who was there."""
    assert isinstance(dialog, RecordDialog)
    pane = dialog.pane
    hands.fill(desk, pane.form, {Review.chair: "陈启明", Review.held_on: "2027-06-21"})
    hands.turn(desk, pane.tabs, "参加人")
    hands.row(
        desk, pane.tabs.lines_tab("review_attendee"), {ReviewAttendee.person: "何静", ReviewAttendee.present: "是"}
    )
    press(desk, dialog, "关闭")


def fill_inputs(desk: Desk, page: ReviewPage) -> None:
    """更新快照 takes what the records say; the rest is written beside it."""
    inputs = page.body.inputs
    desk.click(inputs.renew_button)
    told = {line.of(ReviewInput.code): line.of(ReviewInput.summary) for line in page.shown.inputs}
    assert "NS-2027-01" in told["c6"] or "2027" in told["c6"]
    for line in page.shown.inputs:
        if not ready(line):
            inputs.go(line.of(ReviewInput.code))
            hands.fill(desk, inputs.form, {ReviewInput.note: "会上口头汇报"})
    assert page.shown.ready == 12


def decide(desk: Desk, page: ReviewPage) -> None:
    """Ctrl+N: one decision with somebody and a day."""
    inputs = page.body.inputs
    inputs.tree.setFocus()
    desk.press(Qt.Key.Key_N, control=True)
    hands.fill(desk, page.body.outputs.form, {
        ReviewOutput.decision: "增购一台影像测量仪", ReviewOutput.owner: "丁洁", ReviewOutput.due_on: "2027-07-15",
    })  # fmt: skip
    assert [(each.number, each.state) for each in page.shown.outputs] == [("D-01", "running")]


def follow_up(desk: Desk, page: ReviewPage) -> None:
    """The decision waits in the list until it is done, then until it is verified."""
    assert waiting(desk, "review", "2027") == [("2027-07-15", "评审决定：2027 年度管理评审")]
    desk.clock.turn("2027-06-28")
    desk.go("review")
    form = page.body.outputs.form
    hands.fill(desk, form, {ReviewOutput.done_on: "2027-06-28", ReviewOutput.result: "已到货验收"})
    assert waiting(desk, "review", "2027") == [("2027-07-08", "评审决定的验证：2027 年度管理评审")]
    desk.go("review")
    hands.fill(desk, form, {
        ReviewOutput.verifier: "何静", ReviewOutput.verified_on: "2027-06-28", ReviewOutput.effectiveness: "有效",
    })  # fmt: skip
    assert page.body.outputs.pill.word() == "已完成"
    assert waiting(desk, "review", "2027") == []
