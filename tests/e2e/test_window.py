"""What holds for every page of the real window: empty, read-only, undone, found, in other clothes, closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from qmsdesk.models import workspace as workspaces
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department
from qmsdesk.services import history, reading
from qmsdesk.views.office.dialogs import NewEnterprise
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.shell.page import Page
from qmsdesk.views.welcome import WelcomePage
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.e2e.conftest import CLOCK, Desk

LISTS = ("department", "person", "party", "document")
DRAFT = "HY-WI-13"
ALIVE = {"overview", "enterprise", "nonconformity_causes", "bundle"}
"""Pages that have something to show, or say so in their figures, before anything is entered."""


def shown(desk: Desk) -> list[str]:
    """The keys of the pages in the sidebar and of their tabs."""
    specs = [spec for spec in desk.window.pages.specs() if not spec.hidden]
    return [key for spec in specs for key in ([tab.key for tab in spec.tabs] or [spec.key])]


def register_page(desk: Desk, key: str) -> RegisterPage:
    """The page of a register, brought to the front, with its detail pane."""
    page = desk.go(key)
    assert isinstance(page, RegisterPage)
    desk.wait(lambda: page.pane.findChild(RecordForm) is not None)
    return page


@pytest.fixture
def opened(desk: Desk, demo: Path) -> Desk:
    desk.open(demo)
    return desk


def test_a_new_enterprise_is_empty_on_every_page(desk: Desk, tmp_path: Path) -> None:
    welcome = desk.window.findChild(WelcomePage)
    assert welcome is not None

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, NewEnterprise)
        desk.type(dialog.name, "徐州空白示例有限公司")
        desk.type(dialog.operator, "何静")
        desk.type(dialog.folder, str(tmp_path / "空白示例"))
        desk.press(Qt.Key.Key_Return, on=dialog.folder)

    desk.when_asked(fill)
    desk.click(welcome.new_button)
    desk.settle()
    assert "徐州空白示例有限公司" in desk.window.windowTitle()
    for key in shown(desk):
        page = desk.go(key)
        empty = [state for state in page.findChildren(EmptyState) if state.isVisible()]
        if key not in ALIVE:
            assert empty, key
        assert page.messages.bars() == [], key
    for key in ("import", "settings"):
        desk.window.go(key)
        desk.settle()
    assert desk.window.pages.key() == "settings"


def test_a_read_only_enterprise_says_so_and_changes_nothing(desk: Desk, demo: Path) -> None:
    with workspaces.open_workspace(demo, CLOCK) as holder:
        before = history.head(holder.db)
        desk.open(demo)
        assert desk.window.banner.isVisible()
        assert "正在使用这个企业" in desk.window.banner.text()
        for key in shown(desk):
            page = desk.go(key)
            page.new_record()
            desk.keys("x")
            assert page.leave()
        page = register_page(desk, "document")
        assert not page.panel.new_button.isEnabled()
        assert history.head(holder.db) == before


def test_undo_and_redo_by_keys(opened: Desk) -> None:
    page = register_page(opened, "department")
    opened.cell(page.table, 1, 1)
    row = reading.rows(opened.sitting.db, Department)[1]
    line = page.pane.form.editors[Department.name].control
    assert isinstance(line, QLineEdit)
    opened.wait(lambda: line.text() == row.of(Department.name))
    opened.type(line, "品质部")
    opened.press(Qt.Key.Key_Return, on=line)
    assert names(opened)[1] == "品质部"
    page.table.setFocus()
    opened.press(Qt.Key.Key_Z, control=True)
    assert names(opened)[1] == row.of(Department.name)
    assert line.text() == row.of(Department.name)
    opened.press(Qt.Key.Key_Y, control=True)
    assert names(opened)[1] == line.text() == "品质部"


def names(desk: Desk) -> list[str]:
    """What the departments are called in the file."""
    return [row.of(Department.name) for row in reading.rows(desk.sitting.db, Department)]


def test_two_characters_find_a_record(opened: Desk) -> None:
    opened.go("party")
    opened.press(Qt.Key.Key_K, control=True)
    box = opened.window.palette_box
    opened.type(box.box, "钻孔")
    opened.wait(lambda: any("钻孔" in entry.title for entry in box.entries()))
    opened.press(Qt.Key.Key_Return, on=box.box)
    opened.settle()
    page = opened.window.pages.current()
    assert isinstance(page, RegisterPage)
    row = reading.row(opened.sitting.db, Document, page.model.record(page.table.currentIndex().row()))
    assert row is not None
    assert "钻孔" in row.of(Document.title)
    assert box.isHidden()


def test_every_page_in_every_dress(opened: Desk, demo: Path) -> None:
    """A warning of Qt fails the test. The second dress is put on with the pages open, the third one before."""
    specs = opened.window.pages.specs()
    entries, tabs = [spec.key for spec in specs], [key for spec in specs for key in spec.all_keys]
    visit(opened, "dark", 1.3, 1024, entries)
    visit(opened, "light", 1.0, 1440, entries)
    assert opened.theme.scale == 1.0
    opened.office.welcome()
    opened.wait(lambda: len(opened.window.findChildren(Page)) <= 1)
    visit(opened, "dark", 1.15, 1366, [])
    opened.open(demo)
    visit(opened, "dark", 1.15, 1366, tabs)


def visit(desk: Desk, mode: str, scale: float, width: int, keys: Sequence[str]) -> None:
    """Pages in a dress, painted."""
    if (desk.theme.mode, desk.theme.scale) != (mode, scale):
        desk.theme.apply(mode, scale)
    desk.window.resize(width, 768)
    desk.settle()
    for key in keys:
        desk.window.go(key)
        desk.settle()
        assert not desk.window.grab().isNull()


def test_closing_asks_about_what_is_wrong(opened: Desk) -> None:
    page = register_page(opened, "document")
    draft = reading.rows(opened.sitting.db, Document, Document.number == DRAFT)[0]
    page.show_target(draft.id)
    line = page.pane.form.editors[Document.next_review_on].control
    assert isinstance(line, QLineEdit)
    opened.type(line, "2026-13-45")
    opened.press(Qt.Key.Key_Return, on=line)
    assert page.pane.form.rows[Document.next_review_on].error()

    opened.when_asked(QDialog.reject)
    assert not opened.window.close()
    assert opened.window.isVisible()

    def discard(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        assert dialog.findChildren(QLabel)
        opened.click(dialog.verb_button)

    opened.when_asked(discard)
    assert opened.window.close()
    assert len(opened.dialogs) == 2
    assert opened.office.sitting is None
