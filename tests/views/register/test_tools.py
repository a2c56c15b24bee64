"""What a register page offers to an object that is given the page instead of inheriting from it."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from qmsdesk.models.documents import Document
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import records
from qmsdesk.views.register.visit import Visit
from tests.views.register.conftest import Filled, Open


def test_every_change_is_followed_once_and_only_own_ones_are_told(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    followed: list[object] = []
    told: list[object] = []
    page.followed.connect(followed.append)
    page.changed.connect(told.append)
    page.changed.connect(page.apply_change)  # as the window hands it back
    record = filled.documents["WI-07"]
    page.show_target(record)

    elsewhere = records.save(page.sitting, DOCUMENT, record, {Document.title: "冲压作业"})
    page.apply_change(elsewhere)
    assert (followed, told) == ([elsewhere], [])

    handed = records.save(page.sitting, DOCUMENT, record, {Document.title: "冲压作业指导"})
    page.made(handed)
    assert (followed, told) == ([elsewhere, handed], [handed])

    visit = page.follow.visit
    assert isinstance(visit, Visit)
    in_cell = visit.put(Document.title, "冲压作业指导书")
    page.follow.saved.emit(in_cell)
    assert (followed, told) == ([elsewhere, handed, in_cell], [handed, in_cell])
    taken_back = page.undo()
    assert followed[-1] is told[-1] is taken_back


def test_coming_to_the_front_is_said_once_the_table_has_the_focus(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.panel.search.setFocus()
    seen: list[bool] = []
    page.came_to_front.connect(lambda: seen.append(page.table.hasFocus()))
    page.entered()
    assert seen == [True]


def test_buttons_rows_and_entries_stand_where_they_are_put(qtbot: QtBot, open_page: Open) -> None:
    page = open_page().page
    action, tool, row, other = QToolButton(), QToolButton(), QToolButton(), QToolButton()
    page.header.add_action(action, page.more)
    page.panel.tools.add(tool, after=page.panel.new_button)
    page.panel.empty.add(other)
    page.add_row(row, first=True)
    page.menu.aboutToShow.connect(lambda: page.menu.addAction("自己的一项"))
    qtbot.waitUntil(lambda: row.y() > 0 and action.x() > 0 and tool.x() > 0)
    assert action.x() < page.more.x()
    assert page.panel.new_button.geometry().right() < tool.x() < page.panel.search.x()
    assert page.header.y() < row.y() < page.panel.tools.y()
    assert page.panel.empty.isAncestorOf(other)
    page.menu.aboutToShow.emit()
    texts = [entry.text() for entry in page.menu.actions()]
    assert texts[-2:] == ["恢复默认布局", "自己的一项"]
