"""改进行动 drafts and prints the plan; 总结 opens a questionnaire, computes its score, quotes indicators, prints."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qmsdesk.models.acceptance import ProgrammeLog
from qmsdesk.models.results import Improvement
from qmsdesk.registers.acceptance import ANSWERS, PROGRAMME_LOG
from qmsdesk.services import reading, records, summary
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.questionnaire import questionnaire
from qmsdesk.views.acceptance.plan_tools import ImprovementTools
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.summary.pane import LogForm, LogPane
from qmsdesk.views.summary.tools import BLANK, FILLED, SUMMARY, SummaryTools
from tests.views.acceptance.conftest import CLOCK, Open, Stage, improvement_page, summary_page

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def improvements(sitting: Sitting, open_page: Open) -> tuple[Stage, RegisterPage, ImprovementTools]:
    stage = open_page(sitting, improvement_page)
    assert isinstance(stage.page, RegisterPage)
    tools = stage.page.findChild(ImprovementTools)
    assert isinstance(tools, ImprovementTools)
    return stage, stage.page, tools


@dataclass
class Summaries:
    """总结 with its tools."""

    stage: Stage
    page: RegisterPage
    pane: LogPane
    tools: SummaryTools

    def words(self, kind: str) -> str:
        """What the card of a kind says."""
        return self.tools.strip.cards[kind].words.text()


def summaries(sitting: Sitting, open_page: Open) -> Summaries:
    stage = open_page(sitting, summary_page)
    page = stage.page
    assert isinstance(page, RegisterPage)
    assert isinstance(page.pane, LogPane)
    tools = page.findChild(SummaryTools)
    assert isinstance(tools, SummaryTools)
    return Summaries(stage, page, page.pane, tools)


def test_the_plan_comes_in_one_step_and_is_taken_back_by_one(sitting: Sitting, open_page: Open) -> None:
    stage, page, tools = improvements(sitting, open_page)
    assert tools.plan_button.text() == "起草改进计划 1"
    assert tools.empty_button.isVisible()
    tools.empty_button.click()
    assert tools.plan_button.text() == "起草改进计划"
    assert [change.what for change in stage.changes] == ["add"]
    (row,) = reading.rows(sitting.db, Improvement)
    assert page.target() == row.id
    page.undo()
    assert reading.rows(sitting.db, Improvement) == []
    assert tools.plan_button.text() == "起草改进计划 1"


def test_the_plan_prints_filled_and_blank(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    stage, _page, tools = improvements(sitting, open_page)
    tools.plan()
    tools.print_plan()
    tools.print_plan(blank=True)
    qtbot.waitUntil(lambda: len(stage.prints) == 2)
    assert {title for title, _pages in stage.prints} == {"改进、创新行动计划"}


def test_a_questionnaire_is_opened_with_its_questions(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    made = summaries(sitting, open_page)
    made.tools.strip.cards[summary.QUESTIONNAIRE].begin.click()
    tab = made.pane.tabs.lines_tab(ANSWERS.key)
    assert tab.model.rowCount() == len(questionnaire().questions) + 1
    assert made.words(summary.QUESTIONNAIRE) == "1 份，还没有评分"
    for place, keys in ((0, "5"), (1, "4")):
        tab.table.setCurrentIndex(tab.model.index(place, 1))
        qtbot.keyClicks(tab.table, keys)
        assert tab.table.cells.editor is not None
        qtbot.keyClick(tab.table.cells.editor.control, Qt.Key.Key_Return)
    assert reading.rows(sitting.db, ProgrammeLog)[0].of(ProgrammeLog.score) == Decimal("4.5")
    assert made.words(summary.QUESTIONNAIRE) == "1 份，最近一份 4.5 分"
    assert made.pane.form.editors[ProgrammeLog.score].text() == "4.5"


def test_a_score_is_typed_only_while_there_are_no_answers(sitting: Sitting, open_page: Open) -> None:
    made = summaries(sitting, open_page)
    day = CLOCK.today()
    values = {ProgrammeLog.kind: summary.QUESTIONNAIRE, ProgrammeLog.logged_on: day, ProgrammeLog.content: "示例"}
    change = records.save(sitting, PROGRAMME_LOG, None, values)
    made.page.apply_change(change)
    made.page.show_target(change.record)
    score = made.pane.form.editors[ProgrammeLog.score]
    assert score.is_open()
    made.pane.fill_questions()
    assert not score.is_open()
    assert "由各题的评分平均得出" in score.control.accessibleDescription()
    made.page.undo()
    assert score.is_open()


def test_a_score_off_the_scale_stays_red(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    made = summaries(sitting, open_page)
    made.tools.begin(summary.QUESTIONNAIRE)
    tab = made.pane.tabs.lines_tab(ANSWERS.key)
    tab.table.setCurrentIndex(tab.model.index(0, 1))
    qtbot.keyClicks(tab.table, "7")
    assert tab.table.cells.editor is not None
    qtbot.keyClick(tab.table.cells.editor.control, Qt.Key.Key_Return)
    assert not made.page.flush()
    assert reading.rows(sitting.db, ProgrammeLog)[0].of(ProgrammeLog.score) is None
    made.pane.forget()


def test_the_other_kinds_begin_with_kind_and_day(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    made = summaries(sitting, open_page)
    made.tools.strip.cards[summary.BENCHMARK].begin.click()
    form = made.pane.form
    assert isinstance(form, LogForm)
    assert made.pane.visit is not None
    assert made.pane.visit.value(ProgrammeLog.logged_on) == CLOCK.today()
    form.put(ProgrammeLog.content, "对照示例阀门")
    made.pane.refresh()
    qtbot.waitUntil(form.quote.isVisible)
    assert not form.rows[ProgrammeLog.score].isVisible()
    form.menu.aboutToShow.emit()
    form.menu.actions()[0].trigger()
    (row,) = reading.rows(sitting.db, ProgrammeLog)
    assert "本企业" in row.of(ProgrammeLog.content)


def test_a_kind_lists_its_records_and_again_all(sitting: Sitting, open_page: Open) -> None:
    made = summaries(sitting, open_page)
    made.tools.begin(summary.QUESTIONNAIRE)
    made.tools.choose(summary.LESSON)
    assert made.page.model.rowCount() == 0
    made.tools.choose(summary.LESSON)
    assert made.page.model.rowCount() == 1
    made.page.undo()
    assert made.words(summary.QUESTIONNAIRE) == "还没有"


def test_the_summary_prints(sitting: Sitting, open_page: Open, qtbot: QtBot) -> None:
    made = summaries(sitting, open_page)
    made.page.apply_change(summary.open_questionnaire(sitting))
    for key in (SUMMARY, FILLED, BLANK):
        made.tools.print_form(key)
    qtbot.waitUntil(lambda: len(made.stage.prints) == 3)


def test_a_change_from_elsewhere_is_counted(sitting: Sitting, open_page: Open) -> None:
    made = summaries(sitting, open_page)
    made.page.apply_change(summary.open_questionnaire(sitting))
    assert made.words(summary.QUESTIONNAIRE) == "1 份，还没有评分"
    made.page.apply_change(records.undo(sitting))
    assert made.words(summary.QUESTIONNAIRE) == "还没有"
