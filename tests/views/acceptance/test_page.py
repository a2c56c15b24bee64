"""The page of an acceptance: empty state, typing scores, one key for total and grade, confirming, the plan, prints."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, AcceptanceScore
from qmsdesk.models.people import Party, PartyPerson
from qmsdesk.models.results import Improvement
from qmsdesk.registers.acceptance import ACCEPTANCE, EXPERTS, SCORES
from qmsdesk.services import acceptance, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.acceptance.page import BLANK, FORM, AcceptancePage
from qmsdesk.views.acceptance.scores_model import GRADE, PLACE, TOTAL
from qmsdesk.views.shell.breakpoints import NARROW, NORMAL
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.views.acceptance.conftest import CLOCK, Open, Stage

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def opened(sitting: Sitting, open_page: Open) -> tuple[Stage, AcceptancePage]:
    acceptance.open_new(sitting)
    stage = open_page(sitting, AcceptancePage)
    assert isinstance(stage.page, AcceptancePage)
    return stage, stage.page


def put(page: AcceptancePage, key: str, score: str, field: object = AcceptanceScore.score) -> None:
    place = next(n for n, line in enumerate(page.shown.lines) if line.key == key)  # type: ignore[union-attr]
    entry = page.body.model.entry(place)
    assert entry is not None
    value = Decimal(score) if field is AcceptanceScore.score else score
    change = entry.put(field, value)  # type: ignore[arg-type]
    if change is not None:
        page.made(change)


def cell(page: AcceptancePage, row: int, key: str) -> str:
    return str(page.body.model.index(row, PLACE[key]).data() or "")


def place_of(page: AcceptancePage, key: str) -> int:
    assert page.shown is not None
    return next(n for n, line in enumerate(page.shown.lines) if line.key == key)


def complete(page: AcceptancePage) -> None:
    record = page.target()
    assert isinstance(record, int)
    expert = reading.rows(page.sitting.db, PartyPerson)[0].id
    records.save_line(page.sitting, ACCEPTANCE, record, EXPERTS, None, {AcceptanceExpert.expert: expert})
    values = {Acceptance.held_on: CLOCK.today(), Acceptance.ways: ("site",), Acceptance.opinion: "建议完善交付管理"}
    page.apply_change(records.save(page.sitting, ACCEPTANCE, record, values))
    put(page, "customers", "10")
    put(page, "realization", "0")
    page.fill()


def test_the_empty_state_opens_one_for_the_round(sitting: Sitting, open_page: Open) -> None:
    stage = open_page(sitting, AcceptancePage)
    page = stage.page
    assert isinstance(page, AcceptancePage)
    assert page.body.currentIndex() == 1
    page.body.new_button.click()
    assert page.body.currentIndex() == 0
    assert page.shown is not None
    assert page.shown.row.of(Acceptance.round) == "2026 年提升"
    assert [change.register for change in stage.changes] == ["acceptance"]
    page.apply_change(records.undo(sitting))
    assert page.body.currentIndex() == 1


def test_scores_are_typed_as_in_a_spreadsheet(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    _stage, page = opened(sitting, open_page)
    table, first = page.body.table, place_of(page, "realization")
    table.go("realization")
    qtbot.keyClicks(table, "5")
    assert table.cells.editor is not None
    qtbot.keyClick(table.cells.editor.control, Qt.Key.Key_Return)
    assert table.currentIndex().row() == first + 1
    qtbot.keyClicks(table, "1")
    qtbot.keyClicks(table.cells.editor.control, "0")
    qtbot.keyClick(table.cells.editor.control, Qt.Key.Key_Tab)
    assert table.currentIndex().column() == PLACE["note"]
    assert cell(page, first, "given") == "5"
    assert cell(page, first, "difference") == "多 5 分"
    assert cell(page, first + 1, "difference") == "一致"
    table.go("realization")
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert cell(page, first, "given") == ""
    page.apply_change(records.undo(sitting))  # one visit is one step
    assert reading.lines(sitting.db, SCORES, page.target()) == []  # type: ignore[arg-type]
    assert (cell(page, first, "given"), cell(page, first + 1, "given")) == ("", "")
    put(page, "realization", "10")
    assert cell(page, first, "given") == "10"


def test_a_refused_score_stays_red_and_can_be_dropped(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    put(page, "realization", "-1")
    assert not page.flush()
    assert page.problem()
    assert reading.lines(sitting.db, SCORES, page.target()) == []  # type: ignore[arg-type]
    page.body.table.forget()
    assert page.flush()


def test_totals_on_both_sides_and_the_grade_by_one_key(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    put(page, "customers", "10")
    put(page, "realization", "10")
    put(page, "realization", "现场看到看板", AcceptanceScore.note)
    assert (cell(page, TOTAL, "own"), cell(page, TOTAL, "given")) == ("10", "20")
    assert (cell(page, GRADE, "own"), cell(page, GRADE, "given")) == ("合格", "合格")
    page.body.result.fill_button.click()
    assert page.shown is not None
    assert (page.shown.total, page.shown.grade) == (20, "合格")
    assert not page.body.result.fill_button.isVisible()
    assert page.body.result.cautions() == ["自评分数取自当前数据，表C.1 还没有定稿"]


def test_no_grade_is_announced_while_a_score_is_missing(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    put(page, "customers", "10")
    assert cell(page, TOTAL, "given") == "10"
    assert cell(page, TOTAL, "difference") == ""
    assert (cell(page, GRADE, "given"), cell(page, GRADE, "difference")) == ("", "还差 1 项")
    result = page.body.result
    assert (result.given.total.text(), result.given.grade.text()) == ("10", "")
    assert result.words.text() == "已填的相加 10 分，还差 1 项验收分数，填齐后得出等级。"
    assert not result.fill_button.isVisible()
    page.fill()
    assert page.shown is not None
    assert page.shown.total is None


def pasted(page: AcceptancePage, qtbot: QtBot, text: str, key: str, column: str = "given") -> None:
    QGuiApplication.clipboard().setText(text)
    page.body.table.setCurrentIndex(page.body.model.index(place_of(page, key), PLACE[column]))
    qtbot.keyClick(page.body.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_scores_and_notes_are_pasted_from_excel_as_one_step(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    _stage, page = opened(sitting, open_page)
    first = place_of(page, "realization")
    pasted(page, qtbot, "验收分数\t说明\r\n8.5\t看板齐全\r\n\t\r\n6\t\r\n", "realization")
    stored = [cell(page, first + n, "given") for n in range(3)]
    assert stored == ["8.5", "", "6"]
    assert cell(page, first, "note") == "看板齐全"
    page.apply_change(records.undo(sitting))
    assert reading.lines(sitting.db, SCORES, page.target()) == []  # type: ignore[arg-type]


def test_a_paste_names_what_is_wrong_and_writes_the_rest(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    _stage, page = opened(sitting, open_page)
    last = page.shown.lines[-1]  # type: ignore[union-attr]
    asked: list[QDialog] = []

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ConfirmDialog)
        asked.append(dialog)
        dialog.verb_button.click()

    QTimer.singleShot(0, agree)
    pasted(page, qtbot, "八分\r\n-1\r\n7", page.shown.lines[-3].key)  # type: ignore[union-attr]
    said = "\n".join(made.text() for made in asked[0].findChildren(QLabel))
    assert "2 项有误，不写入" in said
    assert all(f"{line.title}的验收分数：" in said for line in page.shown.lines[-3:-1])  # type: ignore[union-attr]
    rows = reading.lines(sitting.db, SCORES, page.target())  # type: ignore[arg-type]
    assert [(row.of(AcceptanceScore.category), row.of(AcceptanceScore.score)) for row in rows] == [(last.key, 7)]


def test_the_empty_state_offers_the_blank_form(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    stage = open_page(sitting, AcceptancePage)
    assert isinstance(stage.page, AcceptancePage)
    stage.page.body.blank_button.click()
    qtbot.waitUntil(lambda: [title for title, _pages in stage.prints] == ["空白验收评价记录"])


def test_what_is_missing_leads_to_its_place(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    assert not page.head.act.isEnabled()
    for label, widget in (
        ("验收日期", page.body.facts), ("验收意见", page.body.opinion), ("合计评分", page.body.result.form),
        ("项目得分", page.body.table), ("评审专家", page.body.experts),
    ):  # fmt: skip
        assert label in page.head.missing
        page.jump(label)
        focused = page.window().focusWidget()
        assert focused is not None
        assert widget is focused or widget.isAncestorOf(focused), label


def test_confirming_locks_the_scores(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    complete(page)
    assert page.head.missing == ()
    page.act()
    assert page.head.pill.accessibleName() == "已确认"
    index = page.body.model.index(0, PLACE["given"])
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert "发起更正" in page.body.note.text()


def test_the_indicators_of_the_category_are_beside_it(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    page.body.table.go("customers")
    assert page.body.rows.isVisible()
    page.body.table.setCurrentIndex(page.body.model.index(TOTAL, 0))
    assert not page.body.rows.isVisible()


def test_the_plan_is_drafted_and_opened(sitting: Sitting, open_page: Open) -> None:
    stage, page = opened(sitting, open_page)
    page.plan_button.click()
    rows = reading.rows(sitting.db, Improvement)
    assert [row.of(Improvement.title) for row in rows] == ["提高准时交付率（差 1.4 个百分点）"]
    assert stage.opened == [("improvement", rows[0]["number"])]
    page.plan_button.click()
    assert "没有要起草的改进项目" in page.messages.bars()[0].text()


def test_experts_are_registered_with_the_body_that_organises(sitting: Sitting, open_page: Open) -> None:
    stage, page = opened(sitting, open_page)
    page.body.party.click()
    body = reading.rows(sitting.db, Party)[0]
    assert stage.opened == [("party", body["number"])]


def test_the_record_prints_filled_and_blank(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    stage, page = opened(sitting, open_page)
    complete(page)
    for key in (FORM, BLANK):
        page.print_form(key)
    qtbot.waitUntil(lambda: len(stage.prints) == 2)
    assert sorted(title for title, _pages in stage.prints) == ["空白验收评价记录", "验收评价记录"]


def test_a_narrow_window_shows_one_side(sitting: Sitting, open_page: Open) -> None:
    _stage, page = opened(sitting, open_page)
    page.apply_breakpoint(NARROW)
    assert page.body.table.isVisible()
    assert not page.body.result.isVisible()
    page.jump("合计评分")
    assert page.body.result.isVisible()
    page.apply_breakpoint(NORMAL)
    assert page.body.table.isVisible()
