"""Named views: saved, offered again after a restart, replaced, removed, moved to another enterprise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu

from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import records
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.saved_views import SaveView
from tests.views.register.conftest import Filled, Open

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def numbers(page: RegisterPage) -> list[str]:
    return [page.model.index(i, 1).data() for i in range(page.model.rowCount())]


def entries(page: RegisterPage) -> dict[str, QAction]:
    menu = page.panel.views_menu
    menu.fill()
    return {action.text(): action for action in menu.actions() if action.text()}


def save(page: RegisterPage, answer: Answer, name: str) -> None:
    def write(dialog: QDialog) -> None:
        assert isinstance(dialog, SaveView)
        dialog.name.setText(name)
        dialog.accept()

    answer(write)
    entries(page)["保存当前视图…"].trigger()


def narrowed(page: RegisterPage, filled: Filled) -> None:
    """Two procedures and two instructions of one department with a word, the last first."""
    page.panel.filters.set_filter(Document.department, (filled.quality,))
    page.panel.filters.set_filter(Document.level, ("procedure", "instruction"))
    page.panel.sort_by(1)
    page.panel.sort_by(1)
    page.panel.search.setText("书")
    page.panel.search_now()


@pytest.fixture
def opened(filled: Filled, open_page: Open, settings: QSettings) -> RegisterPage:
    return open_page(settings=settings).page


def test_a_view_brings_back_filters_order_and_search_after_a_restart(
    opened: RegisterPage, filled: Filled, answer: Answer, open_page: Open, settings: QSettings
) -> None:
    assert list(entries(opened)) == ["保存当前视图…"]
    narrowed(opened, filled)
    assert numbers(opened) == ["WI-09"]
    save(opened, answer, " 质量部  作业书 ")
    assert entries(opened)["质量部 作业书"].isChecked()
    settings.sync()
    again = open_page(settings=QSettings(settings.fileName(), QSettings.Format.IniFormat)).page
    assert len(numbers(again)) == 5
    action = entries(again)["质量部 作业书"]
    assert not action.isChecked()
    again.panel.show_deleted(True)
    action.trigger()
    assert numbers(again) == ["WI-09"]
    assert entries(again)["质量部 作业书"].isChecked()
    again.panel.sort_by(2)
    assert not entries(again)["质量部 作业书"].isChecked()
    entries(again)["质量部 作业书"].trigger()
    assert again.panel.search.text() == "书"
    assert not again.panel.recycle.isChecked()
    assert again.panel.listing().filter_text == "层级：程序文件、作业指导书；责任部门：技术质量部；含“书”"
    again.panel.search.clear()
    again.panel.search_now()
    assert numbers(again) == ["WI-09", "QP-03"]
    head = again.table.head()
    assert (head.sortIndicatorSection(), head.sortIndicatorOrder().name) == (1, "DescendingOrder")


def test_a_name_is_asked_for_and_one_in_use_is_replaced(opened: RegisterPage, answer: Answer) -> None:
    save(opened, answer, "全部文件")
    opened.panel.filters.set_filter(Document.level, ("manual",))

    def again(dialog: QDialog) -> None:
        assert isinstance(dialog, SaveView)
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.row.error() == "给视图起个名称"
        dialog.name.setText("全部文件")
        assert dialog.row.error() == ""
        assert "替换" in dialog.name.accessibleDescription()
        dialog.accept()

    answer(again)
    entries(opened)["保存当前视图…"].trigger()
    opened.panel.clear_filters()
    entries(opened)["全部文件"].trigger()
    assert numbers(opened) == ["QM-01"]
    assert len(opened.panel.views_menu._views.names()) == 1


def test_a_view_is_removed_and_a_cancelled_one_not_kept(opened: RegisterPage, answer: Answer) -> None:
    answer(lambda dialog: dialog.reject())
    entries(opened)["保存当前视图…"].trigger()
    assert list(entries(opened)) == ["保存当前视图…"]
    save(opened, answer, "R&D")
    drop = entries(opened)["删除"].menu()
    assert isinstance(drop, QMenu)
    drop.actions()[0].trigger()
    assert list(entries(opened)) == ["保存当前视图…"]


def test_a_department_is_known_by_its_name_and_left_out_where_there_is_none(
    opened: RegisterPage, filled: Filled, answer: Answer
) -> None:
    narrowed(opened, filled)
    save(opened, answer, "质量部")
    sitting = filled.sitting
    records.save(sitting, DEPARTMENT, filled.quality, {Department.name: "品管部"})
    entries(opened)["质量部"].trigger()
    assert Document.department not in opened.model.query.equals
    assert [bar.text() for bar in opened.messages.bars()] == ["这个视图里的“技术质量部”在本企业没有，已略过。"]
    made = records.save(sitting, DEPARTMENT, None, {Department.name: "技术质量部"}).record
    entries(opened)["质量部"].trigger()
    assert opened.model.query.equals[Document.department] == (made,)


@pytest.mark.parametrize(
    "stored", ["", "{", "[1]", '{"x": 3}', '{"x": {"equals": 5, "order": 7}}', '{"x": {"equals": {"level": ["?", 3]}}}']
)
def test_damaged_settings_are_harmless(
    filled: Filled, open_page: Open, settings: QSettings, stored: str, tmp_path: Path
) -> None:
    settings.setValue("views/document", stored)
    page = open_page(settings=settings).page
    for name in set(entries(page)) - {"保存当前视图…", "删除"}:
        entries(page)[name].trigger()
    assert len(numbers(page)) == 5
