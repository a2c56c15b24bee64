"""The table preset: looks, ticks, copies and measures as the design says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import LIGHT
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import DataTable
from qmsdesk.views.widgets.tree import GroupedTree

_CHECK = Qt.ItemDataRole.CheckStateRole


def _model() -> QStandardItemModel:
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["", "编号", "名称", "状态"])
    for place in range(6):
        items = [QStandardItem(text) for text in ("", f"WI-0{place}", "首件检验作业指导书", "草稿")]
        items[0].setCheckable(True)
        items[3].setData(True, Role.PILL)
        model.appendRow(items)
    return model


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> DataTable:
    made = DataTable(theme, check_column=0)
    qtbot.addWidget(made)
    made.setModel(_model())
    made.set_columns([38, 80, 0, 90])
    made.resize(500, 300)
    with qtbot.waitActive(made):
        made.show()
    return made


def _image(table: DataTable, row: int, column: int) -> QImage:
    return table.viewport().grab(table.visualRect(table.model().index(row, column))).toImage()


def test_rows_follow_density_and_font_scale(table: DataTable, theme: Theme) -> None:
    assert (table.rowHeight(0), table.horizontalHeader().height()) == (32, 30)
    table.set_compact(compact=True)
    assert table.rowHeight(0) == 28
    theme.apply("light", 1.3)
    assert (table.rowHeight(0), table.horizontalHeader().height()) == (36, 39)
    assert table.columnWidth(1) == 104


def test_columns_are_fixed_and_one_stretches(table: DataTable) -> None:
    assert [table.columnWidth(column) for column in (0, 1, 3)] == [38, 80, 90]
    assert table.columnWidth(2) >= 500 - 38 - 80 - 90 - 14


def test_selected_rows_carry_the_accent_bar(table: DataTable) -> None:
    table.selectRow(2)
    image = _image(table, 2, 0)
    assert image.pixelColor(1, 16) == QColor(LIGHT.accent)
    assert image.pixelColor(8, 4) == QColor(LIGHT.selected)
    assert _image(table, 1, 0).pixelColor(1, 16) == QColor(LIGHT.surface)


def test_the_bar_moves_to_the_first_column_seen(table: DataTable) -> None:
    table.hide_columns([0])
    table.selectRow(2)
    assert _image(table, 2, 1).pixelColor(1, 16) == QColor(LIGHT.accent)


def test_states_are_pills(table: DataTable) -> None:
    assert _image(table, 0, 3).pixelColor(30, 7) == QColor(LIGHT.warn_bg)


def test_a_wrong_cell_is_outlined_and_says_why(table: DataTable) -> None:
    index = table.model().index(1, 1)
    table.model().setData(index, "编号已被使用", Role.ERROR)
    assert _image(table, 1, 1).pixelColor(20, 2) == QColor(LIGHT.bad)
    rect = table.visualRect(index)
    where = table.viewport().mapToGlobal(rect.center())
    QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, rect.center(), where))
    assert QToolTip.text() == "编号已被使用"
    QToolTip.hideText()


def test_text_that_is_cut_off_is_told(table: DataTable) -> None:
    table.set_columns([38, 80, 40, 0])
    rect = table.visualRect(table.model().index(0, 2))
    where = table.viewport().mapToGlobal(rect.center())
    QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, rect.center(), where))
    assert QToolTip.text() == "首件检验作业指导书"
    QToolTip.hideText()


def test_the_hovered_row_is_marked(qtbot: QtBot, table: DataTable) -> None:
    point = table.visualRect(table.model().index(3, 2)).center()
    qtbot.mouseMove(table.viewport(), point)
    qtbot.waitUntil(lambda: table.hover_row == 3)
    assert _image(table, 3, 1).pixelColor(70, 4) == QColor(LIGHT.hover)
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert table.hover_row == -1


def _ticks(table: DataTable) -> list[int]:
    model = table.model()
    states = [Qt.CheckState(model.index(row, 0).data(_CHECK)) for row in range(model.rowCount())]
    return [row for row, state in enumerate(states) if state == Qt.CheckState.Checked]


def test_a_tick_box_reacts_over_its_cell(qtbot: QtBot, table: DataTable) -> None:
    rect = table.visualRect(table.model().index(4, 0))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(3, 3))
    assert _ticks(table) == [4]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert _ticks(table) == []
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.RightButton, pos=rect.center())
    assert _ticks(table) == []


def test_space_ticks_the_selected_rows(qtbot: QtBot, table: DataTable) -> None:
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert _ticks(table) == [1, 2]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert _ticks(table) == []


def test_the_head_ticks_all(qtbot: QtBot, table: DataTable) -> None:
    head = table.head()
    assert head.check_state() == Qt.CheckState.Unchecked
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(19, 15))
    assert _ticks(table) == [0, 1, 2, 3, 4, 5]
    head.set_check_state(Qt.CheckState.Checked)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(19, 15))
    assert _ticks(table) == []


def test_a_click_on_a_head_sorts(qtbot: QtBot, table: DataTable) -> None:
    table.setSortingEnabled(True)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    qtbot.mouseClick(table.head().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 15))
    assert table.head().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    assert table.model().index(0, 1).data() == "WI-05"


def test_copying_gives_rows_for_excel(qtbot: QtBot, table: DataTable) -> None:
    table.model().setData(table.model().index(1, 2), '含 "引号"\t和\n换行')
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        'WI-00\t首件检验作业指导书\t草稿\r\nWI-01\t"含 ""引号""\t和\n换行"\t草稿\r\n'
    )


def test_copying_follows_the_columns_as_seen(qtbot: QtBot, theme: Theme) -> None:
    table = DataTable(theme, cell_cursor=True)
    qtbot.addWidget(table)
    table.setModel(_model())
    table.head().moveSection(3, 1)
    table.hide_columns([0])
    flag = QItemSelectionModel.SelectionFlag.Select
    for row, column in ((0, 1), (0, 3), (1, 3)):
        table.selectionModel().select(table.model().index(row, column), flag)
    assert table.copied_text() == "草稿\tWI-00\r\n草稿\t\r\n"


def test_control_and_wheel_change_the_font(table: DataTable, theme: Theme) -> None:
    def turn(steps: int) -> None:
        point = QPointF(50, 50)
        QApplication.sendEvent(
            table.viewport(),
            QWheelEvent(
                point,
                point,
                QPoint(),
                QPoint(0, 120 * steps),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.ControlModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    turn(1)
    assert theme.scale == 1.15
    turn(-1)
    turn(-1)
    assert theme.scale == 1.0


def test_the_menu_opens_by_keyboard(qtbot: QtBot, table: DataTable) -> None:
    table.selectRow(2)
    with qtbot.waitSignal(table.context_requested) as caught:
        qtbot.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    rect: QRect = table.visualRect(table.currentIndex())
    assert rect.contains(caught.args[0])


def test_a_cell_over_several_rows_wraps(qtbot: QtBot, theme: Theme) -> None:
    table = DataTable(theme)
    qtbot.addWidget(table)
    model = QStandardItemModel(3, 2)
    item = QStandardItem("质量管理资源配置及管理")
    model.setItem(0, 0, item)
    table.setModel(model)
    table.set_columns([120, 0])
    table.setSpan(0, 0, 3, 1)
    table.resize(300, 200)
    table.show()
    before = _image(table, 0, 0)
    item.setData("20/30 分", Role.CAPTION)
    assert _image(table, 0, 0) != before


def test_groups_span_the_tree_and_are_open(qtbot: QtBot, theme: Theme) -> None:
    tree = GroupedTree(theme)
    qtbot.addWidget(tree)
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["评价指标", "值"])
    group = QStandardItem("合规与诚信经营")
    group.setData(True, Role.GROUP)
    group.appendRow([QStandardItem("资质证照按期续办率"), QStandardItem("100%")])
    model.appendRow([group])
    tree.setModel(model)
    tree.set_columns([0, 70])
    tree.resize(300, 200)
    tree.show()
    assert tree.isExpanded(model.index(0, 0))
    assert tree.isFirstColumnSpanned(0, model.invisibleRootItem().index())
    child = model.index(0, 0, model.index(0, 0))
    tree.setCurrentIndex(child)
    image = tree.viewport().grab().toImage()
    assert image.pixelColor(1, tree.visualRect(child).center().y()) == QColor(LIGHT.accent)
    tree.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert not tree.isExpanded(model.index(0, 0))


def test_a_double_click_does_not_tick_twice(table: DataTable) -> None:
    rect = table.visualRect(table.model().index(0, 0))
    point = QPointF(rect.center())
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
        event = QMouseEvent(
            kind,
            point,
            QPointF(table.viewport().mapToGlobal(rect.center())),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(table.viewport(), event)
    assert _ticks(table) == [0]
