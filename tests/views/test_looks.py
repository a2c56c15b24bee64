"""The window at the sizes people have: nothing is cut off or overlaps; pictures go to a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.views.shell.page import Page, PageSpec
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.welcome import Recent, WelcomePage
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.chips import Chip
from qmsdesk.views.widgets.header import Toolbar
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import DataTable

SIZES = [
    (1440, 868, 1.0, "light"),
    (1366, 728, 1.0, "light"),
    (1440, 868, 1.0, "dark"),
    (1366, 728, 1.3, "light"),
    (1024, 600, 1.0, "dark"),
    (1920, 1040, 1.15, "light"),
]
NAMES = (
    "总览 企业档案 现场调研 质量诊断 提升方案 文件与表单 分层培训 设备与检测 "
    "不符合与纠正 指标跟踪 内部审核 自我评价 导出资料包"
)


def _page(theme: Theme) -> Page:
    page = Page(theme, "文件与表单台账", ["6.7.2.3 b)", "GB/T 19001 7.5"])
    page.header.add_action(tool_button(theme, "批准选中", "check-double-line"))
    page.header.add_action(tool_button(theme, "导出资料包", "folder-zip-line", "primary"))
    tools = Toolbar(theme)
    tools.add(tool_button(theme, "新建", "add-line", "primary", menu=QMenu(page)))
    tools.add(
        tool_button(theme, "导入 Excel", "file-excel-2-line"), tool_button(theme, "列", "layout-column-line", "ghost")
    )
    tools.stretch()
    page.add_row(tools)
    chips = Toolbar(theme, chips=True)
    facet = Chip(theme, "责任部门", menu=QMenu(page))
    facet.set_values("技术质量部、生产部")
    chips.add(Chip(theme, "全部类别", 48), facet, Chip(theme, "待批准", 3, icon="error-warning-line"))
    chips.stretch()
    page.add_row(chips)
    model = QStandardItemModel(0, 4, page)
    model.setHorizontalHeaderLabels(["", "编号", "名称", "状态"])
    for place in range(30):
        items = [QStandardItem(text) for text in ("", f"WI-{place:02}", "首件检验作业指导书", "草稿")]
        items[0].setCheckable(True)
        items[3].setData(True, Role.PILL)
        model.appendRow(items)
    table = DataTable(theme, check_column=0)
    table.setModel(model)
    table.set_columns([38, 80, 0, 90])
    table.selectRow(3)
    page.set_body(table, padded=False)
    page.say("第 4 条，共 30 条", "已批准 25")
    return page


def _cut_off(root: QWidget) -> list[str]:
    """Visible buttons and one-line labels narrower or lower than what they say."""
    found = []
    for part in (*root.findChildren(QAbstractButton), *root.findChildren(QLabel)):
        if not part.isVisible() or not part.text().strip() or part.visibleRegion().isEmpty():
            continue
        if part.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored or (
            isinstance(part, QLabel) and part.wordWrap()
        ):
            continue
        words = max(part.fontMetrics().horizontalAdvance(line) for line in part.text().splitlines())
        least = part.sizeHint().width() - 1 if isinstance(part, QAbstractButton) else words
        if part.width() < least or part.height() < part.fontMetrics().capHeight() + 4:
            found.append(f"{part.text()!r}: {part.width()}x{part.height()}, needs {least}")
    return found


def _overlaps(row: QWidget) -> list[str]:
    parts = [part for kind in (QToolButton, QPushButton) for part in row.findChildren(kind) if part.isVisible()]
    return [
        f"{one.text()} / {two.text()}"
        for place, one in enumerate(parts)
        for two in parts[place + 1 :]
        if one.parentWidget() is two.parentWidget() and one.geometry().intersects(two.geometry())
    ]


@pytest.mark.parametrize(("width", "height", "scale", "mode"), SIZES)
def test_a_page_is_whole(
    qtbot: QtBot, window: MainWindow, theme: Theme, tmp_path: Path, width: int, height: int, scale: float, mode: str
) -> None:
    theme.apply(mode, scale)
    notes = {"现场调研": "附录A", "自我评价": "表C.1"}
    specs = [
        PageSpec(name, name, "file-list-3-line", lambda: _page(theme), "体系运行" if place else "", notes.get(name, ""))
        for place, name in enumerate(NAMES.split())
    ]
    window.set_enterprise("徐州恒锐精密五金有限公司（示例）", "恒锐精密五金", "40 人 · 铜山区", QMenu(window))
    window.set_pages(specs, "文件与表单")
    window.sidebar.set_badge("文件与表单", 12)
    window.sidebar.set_badge("设备与检测", 1, "bad")
    window.status.set_saved("已自动保存 14:35")
    window.status.set_user("沈雪梅 · 质量主管")
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    picture = window.grab()
    assert picture.save(str(tmp_path / f"page-{width}-{scale}-{mode}.png"))
    assert (picture.width(), picture.height()) == (width, height)
    assert _cut_off(window) == []
    page = window.pages.current()
    assert page is not None
    assert _overlaps(page.header) == []
    table = page.findChild(DataTable)
    assert table is not None
    assert table.viewport().height() // table.row_height >= 8


@pytest.mark.parametrize(("width", "height", "scale", "mode"), SIZES)
def test_the_welcome_page_is_whole(
    qtbot: QtBot, window: MainWindow, theme: Theme, tmp_path: Path, width: int, height: int, scale: float, mode: str
) -> None:
    theme.apply(mode, scale)
    recents = [
        Recent("D:\\质量管理\\恒锐精密", "恒锐精密五金（示例）", "昨天 17:40", "环节 g) 绩效改进"),
        Recent(
            "E:\\备份\\一个放得很深的文件夹\\再深一层\\再深一层\\沛达木业",
            "沛达木业（示例）",
            "09-16 11:20",
            "",
            "找不到文件",
        ),
    ]
    page = WelcomePage(theme, recents)
    window.show_welcome(page)
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    assert window.grab().save(str(tmp_path / f"welcome-{width}-{scale}-{mode}.png"))
    assert _cut_off(page) == []
