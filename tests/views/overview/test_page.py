"""总览 shows what the records say, and follows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from qmsdesk.models.acceptance import Acceptance
from qmsdesk.registers.acceptance import ACCEPTANCE
from qmsdesk.reports import overview_print
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog, overview, readiness, records, reminders
from qmsdesk.services.overview import Appointment, Place
from qmsdesk.services.readiness import MET, MISSING, NOT_APPLICABLE, NOT_DUE, PARTIAL
from qmsdesk.views.office.office import Office
from qmsdesk.views.overview.flow_card import RulesDialog
from qmsdesk.views.overview.page import OverviewPage
from qmsdesk.views.overview.readiness_card import ALL
from qmsdesk.views.overview.readiness_model import CLAUSE, GO, STATE, WHY, link_word
from qmsdesk.views.overview.stepper import state_word
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from tests.views.overview.conftest import DAY, front, sitting_of

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def states(page: OverviewPage) -> list[str]:
    return [each.verdict.state for each in page.content.readiness.shown()]


def segment(page: OverviewPage, key: str) -> str:
    return page.content.readiness.segments.button(key).text()


def cell(page: OverviewPage, row: int, column: int) -> str:
    return str(page.content.readiness.model.index(row, column).data())


def test_the_page_shows_the_figures_of_readiness(page: OverviewPage, office: Office, window: MainWindow) -> None:
    assert window.pages.key() == "overview"
    assert [spec.key for spec in window.pages.specs()][:2] == ["overview", "reminders"]
    sitting = sitting_of(office)
    judged = readiness.judge(readiness.facts(sitting.db, DAY))
    due = [each for each in judged if each.counts]
    met = sum(each.verdict.state == MET for each in due)
    assert page.content.flow.total.text() == f"{met * 100 // len(due)}%"
    assert (page.content.flow.met.text(), page.content.flow.due.text()) == (str(met), f"{len(due)} 项")
    assert page.status.totals == f"{len(due)} 项要求：已满足 {met}"
    assert segment(page, ALL) == f"全部 {len(due)}"
    assert segment(page, MET) == f"已满足 {met}"
    assert segment(page, MISSING) == f"缺失 {sum(each.verdict.state == MISSING for each in judged)}"
    assert page.content.readiness.bar.accessibleName().startswith(f"已满足 {met} 项")
    stepper = page.content.flow.stepper
    for place, stage in enumerate(readiness.stages(judged)):
        assert " ".join(state_word(stage)).strip() in stepper.spoken(place)
        assert stage.stage.title in stepper.spoken(place)


def test_gaps_come_first_and_what_is_outside_the_count_is_folded(page: OverviewPage) -> None:
    found = states(page)
    order = (MISSING, PARTIAL, MET)
    assert found == sorted(found, key=order.index)
    assert set(found) == set(order)
    model, table = page.content.readiness.model, page.content.readiness.table
    heads = [row for row in range(model.rowCount()) if model.heading(row)]
    assert heads == [model.rowCount() - 2, model.rowCount() - 1]
    assert [cell(page, row, STATE)[:4] for row in heads] == ["未到期 ", "不适用 "]
    assert table.columnSpan(heads[0], 0) == model.columnCount()
    table.opened.emit(heads[1])
    assert set(states(page)) == {*order, NOT_APPLICABLE}
    table.opened.emit(heads[0])
    assert set(states(page)) == {*order, NOT_DUE, NOT_APPLICABLE}
    for state in (NOT_DUE, NOT_APPLICABLE):
        table.told.emit(model.row_of_heading(state))
    assert states(page) == found


def test_score_and_indicators_are_those_of_the_other_pages(page: OverviewPage, office: Office) -> None:
    shown = overview.read(sitting_of(office).db, DAY)
    total, maximum, grade, counts = page.content.score.figures()
    assert (total, maximum, grade) == (shown.sheet.total, f"/ {shown.sheet.maximum} 分", shown.sheet.grade)
    assert counts == f"达成 {shown.counts()['achieved']}　未达成 {shown.counts()['not_achieved']}"
    assert [card.number for card in page.content.cards] == [card.evaluated.row.number for card in shown.cards]
    texts = {card.number: card.texts() for card in page.content.cards}
    assert texts["ZB-005"] == ("轴套内孔圆度 Cpk", "1.21", "提升前 0.92　目标 1.33", "差 0.12")
    assert texts["ZB-006"] == ("采购产品合格率", "97.56%", "提升前 94.12　目标 97", "7–9 月")
    assert not page.content.steps.isVisible()


def test_a_stage_filters_the_list(page: OverviewPage, qtbot: QtBot) -> None:
    stepper, readiness_card = page.content.flow.stepper, page.content.readiness
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=stepper.place_of("h"))
    assert {each.requirement.stage for each in readiness_card.shown()} == {"h"}
    assert "h) 验收评价" in readiness_card.stage_chip.text()
    assert segment(page, ALL) == "全部 5"
    qtbot.keyClick(stepper, Qt.Key.Key_Left)
    assert stepper.accessibleDescription().startswith("g) 绩效改进")
    qtbot.keyClick(stepper, Qt.Key.Key_Return)
    assert {each.requirement.stage for each in readiness_card.shown()} == {"g"}
    qtbot.keyClick(stepper, Qt.Key.Key_Home)
    assert stepper.accessibleDescription().startswith("a) ")
    qtbot.keyClick(stepper, Qt.Key.Key_End)
    qtbot.keyClick(stepper, Qt.Key.Key_Space)
    assert set(states(page)) == {NOT_DUE}, "what is not due is shown where there is nothing else"
    qtbot.keyClick(stepper, Qt.Key.Key_Space)
    assert len({each.requirement.stage for each in readiness_card.shown()}) == 9
    page.choose_stage("f")
    qtbot.mouseClick(page.content.flow.total, Qt.MouseButton.LeftButton)
    assert readiness_card.stage == ""


def test_state_and_standard_filter_the_list(page: OverviewPage, qtbot: QtBot) -> None:
    card = page.content.readiness
    qtbot.mouseClick(card.segments.button(MISSING), Qt.MouseButton.LeftButton)
    assert set(states(page)) == {MISSING}
    card.set_standard("2016")
    assert [each.requirement.clause for each in card.shown()] == ["8.5.3"]
    assert cell(page, 0, CLAUSE) == "GB/T 19001 8.5.3"
    assert card.filter_text() == "缺失，GB/T 19001"
    card.set_stage("j")
    assert not card.shown()
    assert not card.table.isVisible()
    clear = next(made for made in card.findChildren(QPushButton) if made.text() == "清除筛选" and made.isVisible())
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert card.filters() == (ALL, "", "")
    assert card.table.isVisible()


def test_what_is_due_stands_under_its_heading(page: OverviewPage, office: Office, qtbot: QtBot) -> None:
    todo = page.content.todo
    wanted = reminders.dated(reminders.read(sitting_of(office).db, DAY))
    assert {item.key for item in todo.shown()} == {item.key for item in wanted}
    assert todo.total.text() == f"{len(wanted)} 项"
    titles = [str(todo.model.index(row, 0).data()) for row in todo.model.headings()]
    late = sum(item.overdue for item in wanted)
    assert titles[0] == f"已逾期 {late}"
    assert titles[1].startswith("本周（至 10-25） ")
    assert titles[2].startswith("以后 ")
    qtbot.mouseClick(todo.whose.button("mine"), Qt.MouseButton.LeftButton)
    assert {item.person for item in todo.shown()} == {"何静"}


def test_the_page_follows_a_change(page: OverviewPage, office: Office, window: MainWindow, qtbot: QtBot) -> None:
    sitting = sitting_of(office)
    before = segment(page, MISSING)
    page.content.readiness.choose("acceptance")
    change = records.save(sitting, ACCEPTANCE, None, {Acceptance.held_on: DAY})
    office.changed(change)
    assert segment(page, MISSING) == before, "nothing is computed inside a save"
    qtbot.waitUntil(lambda: segment(page, MISSING) != before)
    current = page.content.readiness.current()
    assert current is not None
    assert (current.requirement.key, current.verdict.state) == ("acceptance", PARTIAL)
    assert page.acceptance.text() == "今天是拟定验收日"


def test_a_hidden_page_catches_up_when_it_is_seen(
    page: OverviewPage, office: Office, window: MainWindow, qtbot: QtBot
) -> None:
    sitting = sitting_of(office)
    page.content.readiness.set_state(MISSING)
    page.content.readiness.choose("g_property")
    window.go("plan")
    office.changed(records.save(sitting, ACCEPTANCE, None, {Acceptance.held_on: DAY}))
    exportlog.add(sitting.workspace, sitting.clock, sitting.operator, "bundle", "资料包.zip", "")
    assert "acceptance" in {each.requirement.key for each in page.content.readiness.shown()}
    window.pages.step(-1)
    assert front(window, qtbot) is page
    assert not {"acceptance", "bundle"} & {each.requirement.key for each in page.content.readiness.shown()}
    assert page.target() == ((MISSING, "", ""), "g_property")


def test_the_day_of_acceptance_in_words(page: OverviewPage) -> None:
    assert page.acceptance.text() == "距拟定验收日 2026-11-20 还有 31 天"
    shown = page.shown
    assert shown is not None
    for days, held, words in (
        (0, False, "今天是拟定验收日"), (-3, False, "拟定验收日 2026-10-17 已过 3 天"),
        (-3, True, "已于 2026-10-17 验收"),
    ):  # fmt: skip
        appointment = Appointment(DAY + dt.timedelta(days), Place("acceptance"), held)
        page._show_acceptance(replace(shown, acceptance=appointment))
        assert page.acceptance.text() == words


def test_the_rules_are_explained(page: OverviewPage, answer: Answer, qtbot: QtBot) -> None:
    seen = answer(lambda dialog: dialog.accept())
    qtbot.mouseClick(page.content.flow.rules, Qt.MouseButton.LeftButton)
    (dialog,) = seen
    assert isinstance(dialog, RulesDialog)
    assert "完成度 " + page.content.flow.total.text() in dialog.text.text()


def test_the_page_is_printed_as_it_is_filtered(
    page: OverviewPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, tool: Callable[[str], str], answer: Answer
) -> None:
    import subprocess

    shown = page.shown
    assert shown is not None
    page.content.readiness.set_stage("h")
    rows = page.content.readiness.wanted()
    made = overview_print.render(shown, "徐州示例有限公司", rows, "h) 验收评价", [], page._sitting.clock.now())
    assert isinstance(made, Rendered)
    assert not made.unprintable
    file = tmp_path / "总览.pdf"
    file.write_bytes(made.data)
    text = subprocess.run([tool("pdftotext"), "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    for words in ("认证提升总览", "总完成度 " + page.content.flow.total.text(), "筛选：h) 验收评价", "还没有验收评价",
                  "轴套内孔圆度 Cpk", "拟定验收日 2026-11-20", "没有记录"):  # fmt: skip
        assert words in text
    assert "质量意识培训" not in text
    previews = answer(lambda dialog: dialog.close())
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(previews) and not window.jobs.busy(), timeout=10_000)
    assert previews[0].windowTitle() == "打印预览：总览"


def test_an_empty_enterprise_is_told_where_to_begin(blank: OverviewPage, window: MainWindow, qtbot: QtBot) -> None:
    assert blank.content.steps.isVisible()
    assert not any(card.isVisible() for card in blank.content.cards)
    assert blank.content.score.figures()[0] == "—"
    assert blank.acceptance.text() == "还没有拟定验收日"
    assert blank.content.flow.total.text() == "0%"
    assert set(states(blank)) == {MISSING}
    shown = blank.shown
    assert shown is not None
    assert shown.current == "a"
    assert [step.done for step in shown.steps] == [False] * 6
    for place, step in enumerate(shown.steps):
        qtbot.mouseClick(blank.content.steps.links[place], Qt.MouseButton.LeftButton)
        key = "indicators" if step.place.register == "indicator" else step.place.register
        assert window.pages.key() == window.pages.entry(key)
        window.pages.step(-1)
        assert front(window, qtbot) is blank


def test_ten_stages_fit_a_small_window_and_large_type(
    page: OverviewPage, window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    stepper = page.content.flow.stepper
    page.choose_stage("i")  # the longest words over the list
    for width, height, scale in ((1366, 768, 1.0), (1280, 720, 1.0), (1024, 600, 1.0), (1440, 900, 1.3)):
        theme.apply("dark" if scale > 1 else "light", scale)
        window.resize(width, height)
        qtbot.waitUntil(lambda width=width: window.width() == width)  # type: ignore[misc]
        qtbot.waitUntil(lambda: page.minimumSizeHint().width() <= page.width())
        places = [stepper.place_of(key).x() for key in "abcdefghij"]
        assert places == sorted(places)
        assert 0 < places[0] < places[-1] < stepper.width() <= page.width()
        assert page.content.cards[0].isVisible()
        assert page.content.readiness.table.viewport().height() >= 3 * page.content.readiness.table.row_height
        window.grab()


def test_links_say_what_they_lead_to(page: OverviewPage) -> None:
    words = {each.requirement.key: link_word(each) for each in page.content.readiness.shown()}
    assert words["bundle"] == "去导出"
    assert words["acceptance"] == "去登记"
    assert words["review"] == "查看"
    row = page.content.readiness.model.row_of("documents")
    assert cell(page, row, GO) == "去处理"
    assert cell(page, row, WHY).endswith(" 等 3 处")
    page.content.readiness.choose("documents")
    assert page.help_topic() == "1023/6.7.2.3"
