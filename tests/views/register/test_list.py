"""The list: order, search, facets, counts, saved layout, recycle bin, many rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.spec import Register
from qmsdesk.services import history, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.columns import hidden_when_small, shown, view_columns
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.outside import Listing, Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.table_model import PAGE, RecordTable
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.roles import Role
from tests.views.register.conftest import Filled, Open

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def numbers(page: RegisterPage) -> list[str]:
    return [page.model.index(i, 1).data() for i in range(page.model.rowCount())]


def test_the_declared_order_and_a_click_on_a_head(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    assert numbers(page) == ["QM-01", "QP-03", "QP-05", "WI-07", "WI-09"]
    page.show_target(filled.documents["WI-07"])
    head = page.table.head()
    assert head.sortIndicatorSection() == 1
    x = head.sectionViewportPosition(2) + 20
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=head.viewport().rect().center() * 0 + _at(x))
    assert numbers(page) == ["WI-07", "QP-03", "WI-09", "QP-05", "QM-01"]  # 冲 风 螺 设 质
    assert page.target() == filled.documents["WI-07"]
    page.panel.sort_by(2)
    assert numbers(page)[0] == "QM-01"
    page.panel.sort_by(2)
    assert numbers(page)[0] == "QM-01"
    assert page.model.query.order is None


def _at(x: int) -> object:
    from PySide6.QtCore import QPoint

    return QPoint(x, 12)


def test_search_narrows_keeps_the_record_and_counts(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.show_target(filled.documents["QP-05"])
    page.focus_search()
    page.panel.search.insert("程序")
    page.panel.search_now()
    assert numbers(page) == ["QP-03", "QP-05"]
    assert page.target() == filled.documents["QP-05"]
    assert page.panel._found.text() == "筛选出 2 条，共 5 条"
    assert page.panel.position_text() == "第 2 条，共 2 条（已筛选）"
    page.panel.search.setText("没有这个词")
    page.panel.search_now()
    assert page.panel.stack.currentIndex() == 1
    assert page.panel.empty.accessibleName() == "没有符合条件的记录"
    qtbot.keyClick(page.panel.search, Qt.Key.Key_Escape)
    page.panel.search_now()
    assert len(numbers(page)) == 5
    qtbot.keyClick(page.panel.search, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_chips_and_facets_filter_in_the_database(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    row = page.panel.filters
    assert row.all.text() == "全部 5"
    assert row.categories["instruction"].text() == "作业指导书 2"
    row.categories["instruction"].click()
    assert numbers(page) == ["WI-07", "WI-09"]
    row.fill_menu(Document.department)
    menu = row.facets[Document.department].menu()
    assert [a.text() for a in menu.actions()] == ["技术质量部（1）", "生产部（1）"]
    menu.actions()[1].setChecked(True)
    menu.aboutToHide.emit()
    assert numbers(page) == ["WI-07"]
    assert "责任部门：生产部" in row.facets[Document.department].text()
    assert row.all.text() == "全部 2"
    assert page.panel.listing().filter_text == "层级：作业指导书；责任部门：生产部"
    row.facets[Document.department].cleared.emit()
    assert numbers(page) == ["WI-07", "WI-09"]
    row.all.click()
    assert len(numbers(page)) == 5


def test_several_values_of_one_facet(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.panel.filters.set_filter(Document.department, (filled.production, filled.quality))
    assert len(numbers(page)) == 5
    page.panel.filters.set_filter(Document.department, (filled.production,))
    assert numbers(page) == ["QP-05", "WI-07"]


def test_a_saved_row_stays_where_it_is(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.panel.filters.set_filter(Document.level, ("instruction",))
    change = records.save(page.sitting, DOCUMENT, filled.documents["WI-07"], {Document.number: "AA-01"})
    page.apply_change(change)
    assert numbers(page) == ["AA-01", "WI-09"]
    change = records.save(page.sitting, DOCUMENT, filled.documents["WI-07"], {Document.level: "form"})
    page.apply_change(change)
    assert numbers(page) == ["AA-01", "WI-09"]


def test_a_name_changed_elsewhere_is_shown(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    change = records.save(page.sitting, BY_KEY["department"], filled.production, {Department.name: "制造部"})
    page.apply_change(change)
    assert page.model.index(2, 7).data() == "制造部"


def test_what_is_exported_is_what_is_seen(filled: Filled, open_page: Open) -> None:
    sent: list[tuple[Listing, str]] = []
    printed: list[Listing] = []
    page = open_page(outside=Outside(None, lambda listing, kind: sent.append((listing, kind)), printed.append)).page
    page.panel.filters.set_filter(Document.level, ("instruction",))
    page.table.show_column(5, on=False)
    page.panel._export("csv")
    listing, kind = sent[0]
    assert kind == "csv"
    assert "状态" not in listing.headers()
    rows = list(listing.rows(page.sitting))
    assert [line[0] for line in rows] == ["WI-07", "WI-09"]
    assert rows[0][:4] == ["WI-07", "冲压换模作业指导书", "作业指导书", "A/0"]
    page.print_page()
    assert printed[0].ids(page.sitting) == [filled.documents["WI-07"], filled.documents["WI-09"]]


def test_layout_is_kept_per_register_and_can_be_reset(filled: Filled, open_page: Open, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)
    first = open_page(settings=settings).page
    first.table.head().resizeSection(3, 133)
    first.table.head().moveSection(3, 4)
    first.table.show_column(8, on=False)
    settings.sync()
    again = open_page(settings=QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)).page
    assert again.table.columnWidth(3) == 133
    assert again.table.head().visualIndex(3) == 4
    assert again.table.isColumnHidden(8)
    menu = QMenu()
    again.table.column_menu(menu)
    assert not menu.actions()[7].isChecked()
    menu.actions()[7].setChecked(True)
    assert not again.table.isColumnHidden(8)
    again.reset_layout()
    assert again.table.head().visualIndex(3) == 3
    assert again.table.columnWidth(3) != 133


def test_a_damaged_settings_file_does_no_harm(filled: Filled, open_page: Open, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)
    settings.setValue("register/document/order", 7)
    settings.setValue("register/document/widths", ["编号=宽", "=", "层级=99999999"])
    settings.setValue("register/document/hidden", ["编号", "没有这一列"])
    settings.setValue("register/document/pane/normal", "-5")
    page = open_page(settings=settings).page
    assert not page.table.isColumnHidden(1)
    assert page.table.columnWidth(3) == 1200


def test_the_recycle_bin_gives_back(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    records.delete(filled.sitting, DOCUMENT, [filled.documents["WI-09"]])
    page = open_page().page
    assert len(numbers(page)) == 4
    page.panel.recycle.click()
    assert numbers(page) == ["WI-09"]
    page.follow.show_visit()
    assert page.pane.bar.text() == "记录在回收站里，恢复后才能修改"
    page.pane.verbs.buttons["restore"].click()
    assert page.model.rowCount() == 0
    page.panel.recycle.click()
    assert len(numbers(page)) == 5


def test_undo_and_redo_refresh_in_place(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    records.save(page.sitting, DOCUMENT, filled.documents["WI-07"], {Document.title: "改名"})
    made = records.save(
        page.sitting, DOCUMENT, None, {Document.number: "ZZ", Document.title: "新", Document.level: "form"}
    )
    page.apply_change(made)
    assert numbers(page)[-1] == "ZZ"
    page.undo()
    assert "ZZ" not in numbers(page)
    page.undo()
    assert page.model.index(3, 2).data() == "冲压换模作业指导书"
    page.redo()
    assert page.model.index(3, 2).data() == "改名"
    assert page.undo() is not None
    assert page.undo() is None


def test_a_target_hidden_by_a_filter_is_shown(filled: Filled, open_page: Open) -> None:
    page = open_page().page
    page.panel.filters.set_filter(Document.level, ("form",))
    page.show_target((filled.documents["WI-07"], Document.storage))
    assert page.target() == filled.documents["WI-07"]
    assert page.pane.form.editors[Document.storage].control.hasFocus()
    page.show_target(99)
    assert "已不在列表里" in page.messages.bars()[0].text()


def test_small_windows_hide_columns_and_lay_the_pane_over(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page = open_page(size=(800, 600)).page
    page.apply_breakpoint(COMPACT)
    assert page.table.isColumnHidden(8)
    page.apply_breakpoint(NARROW)
    assert not page.body.pane_open()
    page.toggle_detail()
    assert page.pane.isVisible()
    assert page.pane.geometry().right() >= page.body.width() - 2
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.pane.isVisible()
    page.panel.filters.set_filter(Document.level, ("form",))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert len(numbers(page)) == 5


def test_columns_give_way_by_rank() -> None:
    columns = view_columns(shown(DOCUMENT))
    assert hidden_when_small(columns, 2000) == set()
    narrow = hidden_when_small(columns, 300)
    assert 0 not in narrow
    assert 1 not in narrow
    assert narrow


@pytest.mark.parametrize("register", ALL, ids=lambda r: r.key)
def test_every_register_has_a_page(register: Register, filled: Filled, open_page: Open) -> None:
    page = open_page(register).page
    assert page.model.columnCount() == len(register.columns) + 2
    page.new_record()
    page.follow.show_visit()
    assert set(register.fields) <= set(page.pane.form.editors)
    assert page.leave()


def test_ten_thousand_rows_are_read_page_by_page(sitting: Sitting, theme: Theme) -> None:
    department = records.save(sitting, BY_KEY["department"], None, {Department.name: "生产部"}).record
    person = history.stored(Person, {**history.defaults(Person), Person.name.name: "x", "department": department})
    names = [f for f in person if f != "id"]
    columns = ", ".join(f'"{Person._meta.fields[n].column_name}"' for n in names)  # type: ignore[attr-defined]
    marks = ", ".join("?" * len(names))
    rows = []
    for n in range(10_000):
        values = {**person, "number": f"RY-{n:05}", "number_key": f"ry-{n:05}", "name": f"员工{n:05}"}
        rows.append(tuple(values[name] for name in names))
    with sitting.db.atomic():
        sitting.db.connection().executemany(f'INSERT INTO "person" ({columns}) VALUES ({marks})', rows)
    register = shown(BY_KEY["person"])
    model = RecordTable(sitting, reading.Query(register), view_columns(register), theme)
    asked: list[str] = []
    sitting.db.connection().set_trace_callback(asked.append)
    model.reload()
    assert model.rowCount() == 10_000
    for row in (0, 1, 99, 5000, 9999):
        for column in range(1, model.columnCount()):
            for role in (Qt.ItemDataRole.DisplayRole, Role.PILL, Role.MUTED, Role.TONE):
                model.index(row, column).data(role)
    sitting.db.connection().set_trace_callback(None)
    assert len(asked) == 1 + 3  # the ids, and three pages of rows
    assert model.index(5000, 2).data() == "员工05000"
    for start in range(0, 10_000, PAGE):
        model.cells(start)
    assert len(model._pages) <= 40
    model.check_all(on=True)
    assert len(model.checked) == 10_000


def test_a_kit_makes_an_editor_for_every_field(theme: Theme, filled: Filled) -> None:
    kit = Kit(theme, filled.sitting)
    for register in ALL:
        for field in (*register.fields, *(f for spec in register.lines for f in spec.fields)):
            editor = kit.editor(field)
            editor.load(None if field.null else field.default, "")
            assert editor.control.accessibleName() == str(field.verbose_name)
            assert not editor.dirty()
