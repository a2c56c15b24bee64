"""F1 at a field: how it is filled in, the clause behind it, the way on and back; Ctrl+F in the help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.models.people import Department, Enterprise
from qmsdesk.models.project import PlanItem
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.field_help import help_of
from qmsdesk.standard.stages import STAGES
from qmsdesk.views.office import clause_text, field_text, manual
from qmsdesk.views.office.field_focus import field_at, register_of
from qmsdesk.views.office.help_dock import HelpDock
from qmsdesk.views.office.office import Office
from qmsdesk.views.register.cells import CellDelegate
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import DARK, LIGHT, Tokens
from tests.views.office.test_office import settle

_CELLS_ONLY = {"indicators", "self_evaluation"}
"""Pages that are typed into in tables alone."""
_KEPT = {"status", "created_at", "created_by", "updated_at", "updated_by"}
"""Columns that the program writes."""


@pytest.fixture
def opened(office: Office, demo: Path, qtbot: QtBot, window: MainWindow) -> Office:
    assert office.open(demo, "何静")
    settle(qtbot, window)
    activate(window, qtbot)
    return office


@pytest.fixture
def dock(office: Office) -> HelpDock:
    return office._help


def activate(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def text(dock: HelpDock) -> str:
    return dock.browser.toPlainText()


def test_f1_in_a_form_shows_how_the_field_is_filled_in_and_leads_back(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("enterprise")
    pane = window.pages.page("enterprise").pane
    qtbot.waitUntil(pane.tabs.isVisible)
    activate(window, qtbot)
    pane.focus_field(Enterprise.credit_code)
    before = QApplication.focusWidget()
    assert field_at(before) is Enterprise.credit_code
    assert before is not None
    assert before.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    found = help_of(Enterprise.credit_code)
    assert found is not None
    shown = text(dock)
    assert dock.windowTitle() == "怎么填"
    assert "统一社会信用代码" in shown
    assert found.how in shown
    assert found.example in shown
    assert shown.index("怎么填") < shown.index("示例") < shown.index("DB3203/T 1023—2023")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert not dock.isVisible()
    assert QApplication.focusWidget() is before


def test_f1_in_a_table_is_about_the_column_and_the_page(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("department")
    page = window.pages.page("department")
    column = next(c for c in range(page.model.columnCount()) if page.follow.field_at(c) is Department.duties)
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, column))
    qtbot.keyClick(window, Qt.Key.Key_F1)
    found = help_of(Department.duties)
    assert found is not None
    assert found.how in text(dock)
    assert "各项怎么填" in text(dock)
    assert "GB/T 19001—2016" in text(dock)


def test_f1_without_a_field_tells_what_the_page_is_for_and_lists_its_fields(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("plan")
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert "一企一策" in text(dock)
    dock.browser.anchorClicked.emit(QUrl("register:plan"))
    assert "痛点" in text(dock)
    assert "可行性研讨" in text(dock)
    dock.browser.anchorClicked.emit(QUrl("field:plan/plan_item/pain"))
    found = help_of(PlanItem.pain)
    assert found is not None
    assert found.example in text(dock)


def test_the_tag_of_another_clause_shows_that_clause_alone(
    opened: Office, window: MainWindow, dock: HelpDock
) -> None:
    window.go("enterprise")
    window.pages.page("enterprise").pane.focus_field(Enterprise.name)
    window.help_requested.emit("1023/6.9.5")
    assert "怎么填" not in text(dock)
    assert "6.9.5" in text(dock)


def test_what_belongs_to_no_field(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    assert field_at(line) is None
    assert field_at(None) is None
    assert field_at(QWidget(line)) is None
    assert register_of("bundle") is None
    assert register_of("indicators") is BY_KEY["indicator"]
    assert register_of("audit") is BY_KEY["audit"]


@pytest.mark.parametrize("link", ["field:", "field:none//name", "register:none", "field:<b>/x/y"])
def test_a_link_that_leads_nowhere_shows_nothing(link: str) -> None:
    assert field_text.html(link, LIGHT) == ""


@pytest.mark.parametrize(("tokens", "other"), [(LIGHT, DARK), (DARK, LIGHT)])
def test_help_wears_the_colours_of_the_theme(tokens: Tokens, other: Tokens) -> None:
    found = help_of(Enterprise.name)
    assert found is not None
    html = field_text.field(found, tokens)
    assert tokens.subtle in html
    assert other.subtle not in html
    assert other.accent not in html


def test_another_theme_writes_the_field_anew(dock: HelpDock, window: MainWindow, theme: Theme) -> None:
    dock.show_page("1023/6.6", help_of(PlanItem.pain), BY_KEY["plan"])
    before = text(dock)
    theme.apply("dark", 1.0)
    assert text(dock) == before
    assert DARK.subtle.lower() in dock.browser.toHtml().lower()


# The coming edition.


def test_a_clause_of_2016_tells_where_it_stands_in_2026(dock: HelpDock, window: MainWindow) -> None:
    dock.show_clause("2016/6.1.2")
    assert "ISO 9001:2026：6.1.2 应对风险的措施、6.1.3 应对机遇的措施" in text(dock)
    assert "国家标准未转换，仍按 GB/T 19001—2016" in text(dock)
    dock.show_clause("2016/10.3")
    assert "10.1 持续改进" in text(dock)
    dock.show_clause("2016/8.5.4")
    assert "条号没有变" in text(dock)
    dock.show_clause("1023/6.9.5")
    assert "2026" not in text(dock)


def test_the_overview_of_the_coming_edition_is_reached_from_the_list(dock: HelpDock, window: MainWindow) -> None:
    dock.show_clause(clause_text.ALL)
    assert "ISO 9001:2026 对照" in text(dock)
    dock.browser.anchorClicked.emit(QUrl(clause_text.COMING))
    shown = text(dock)
    assert "仍按 GB/T 19001—2016" in shown
    assert "6.1.3 应对机遇的措施 ← 6.1.1、6.1.2 新条号" in shown
    assert "10.1 持续改进 ← 10.1、10.3" in shown


# Ctrl+F in the help.


def test_ctrl_f_in_the_manual_finds_the_next_place_and_begins_again(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    dock.show_manual()
    qtbot.keyClick(dock.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = dock.find_box
    assert box.isVisible()
    assert QApplication.focusWidget() is box.line
    box.line.setText("快照")
    first = dock.browser.textCursor().position()
    assert dock.browser.textCursor().selectedText() == "快照"
    seen = {first}
    for _time in range(40):
        qtbot.keyClick(box.line, Qt.Key.Key_Return)
        if dock.browser.textCursor().position() == first:
            break
        seen.add(dock.browser.textCursor().position())
    assert dock.browser.textCursor().position() == first
    assert len(seen) == manual.source().replace("**", "").count("快照")
    qtbot.keyClick(box.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert dock.browser.textCursor().position() == max(seen)


def test_what_is_not_there_is_said_and_escape_leads_back_step_by_step(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    dock.show_manual()
    qtbot.keyClick(dock.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = dock.find_box
    qtbot.keyClicks(box.line, "Zebra")
    assert box.said.text() == "没有找到"
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert QApplication.focusWidget() is dock.browser
    qtbot.keyClick(dock.browser, Qt.Key.Key_Escape)
    assert not dock.isVisible()


def test_the_manual_leads_to_pages(opened: Office, window: MainWindow, dock: HelpDock) -> None:
    dock.show_manual()
    dock.browser.anchorClicked.emit(QUrl("page:training"))
    assert window.pages.key() == "training"


def test_links_of_the_manual_name_pages_by_their_titles(opened: Office, window: MainWindow) -> None:
    titles = {key: spec.title for spec in window.pages.specs() for key in spec.all_keys}
    named = re.findall(r"\[([^\]]+)\]\(page:(\w+)\)", manual.source())
    assert len(named) > 20
    assert [(title, key) for title, key in named if titles.get(key) != title] == []
    told = {title for title, _key in named}
    assert {spec.title for spec in window.pages.specs() if not spec.hidden or spec.key == "settings"} <= told


def test_contents_follow_the_ten_stages(dock: HelpDock, window: MainWindow) -> None:
    dock.show_manual()
    groups = " ".join(manual.headings(dock.browser.document(), 3))
    places = [groups.index(f"{stage.key}) {stage.title}") for stage in STAGES]
    assert places == sorted(places)
    assert len(places) == 10


def test_the_open_help_goes_along_from_field_to_field_without_taking_the_focus(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    window.go("enterprise")
    pane = window.pages.page("enterprise").pane
    qtbot.waitUntil(pane.tabs.isVisible)
    activate(window, qtbot)
    pane.focus_field(Enterprise.name)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert dock.follows
    pane.focus_field(Enterprise.policy)
    found = help_of(Enterprise.policy)
    assert found is not None
    assert found.how in text(dock)
    assert field_at(QApplication.focusWidget()) is Enterprise.policy
    dock.show_clause("1023/5.1")
    pane.focus_field(Enterprise.name)
    assert "5.1" in text(dock)
    assert "怎么填" not in text(dock)


def test_beside_the_help_a_narrow_window_has_its_sidebar_folded(
    opened: Office, window: MainWindow, dock: HelpDock, qtbot: QtBot
) -> None:
    assert not window.sidebar.folded()
    dock.show_clause("1023/5.1")
    assert window.sidebar.folded()
    dock.close()
    assert not window.sidebar.folded()
    window.sidebar.set_folded(folded=True)  # by hand: stays
    dock.show_clause("1023/5.1")
    dock.close()
    assert window.sidebar.folded()


@pytest.mark.parametrize("key", ["indicators", "self_evaluation", "audit", "review", "case_study", "survey", "plan"])
def test_every_editor_of_a_page_has_its_help(opened: Office, window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.go(key)
    page = window.pages.page(key)
    qtbot.waitUntil(lambda: bool(page.findChildren(Editor)) or key in _CELLS_ONLY)
    fields = [editor.field for editor in page.findChildren(Editor)]
    assert [field.name for field in fields if help_of(field) is None] == []
    tables = [table for table in page.findChildren(QTableView) if isinstance(table.itemDelegate(), CellDelegate)]
    for table in tables:
        cells, model = table.itemDelegate(), table.model()
        assert isinstance(cells, CellDelegate)
        shown = [cells.field_at(model.index(0, c)) for c in range(model.columnCount())] if model.rowCount() else []
        assert [f.name for f in shown if f is not None and f.verbose_name and help_of(f) is None and f.name not in _KEPT
                ] == []  # fmt: skip
    assert fields or tables
