"""The frame of the page: buttons of its head, the split body, and what stands there while there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.header import PageHeader
from qmsdesk.views.widgets.styling import column


class HeaderTools(QObject):
    """轮次, 打印汇总, 导入 Excel and 填报本月; ``round_chosen`` carries a name."""

    round_chosen = Signal(str)
    printed = Signal()
    imported = Signal()
    reported = Signal()

    def __init__(self, theme: Theme, header: PageHeader, *, can_print: bool, can_import: bool) -> None:
        super().__init__(header)
        self._names: Sequence[str] = ()
        self._current = ""
        self._menu = QMenu(header)
        self._menu.aboutToShow.connect(self._fill)
        self.round_button = tool_button(theme, _("轮次"), "repeat-line", menu=self._menu)
        self.print_button = button(theme, _("打印汇总"), "printer-line", on_click=self.printed.emit)
        self.import_button = button(theme, _("导入 Excel"), "file-excel-2-line", on_click=self.imported.emit)
        self.report_button = button(theme, _("填报本月"), "pencil-line", "primary", on_click=self.reported.emit)
        for made in (self.round_button, self.print_button, self.import_button, self.report_button):
            header.add_action(made)
        self.print_button.setVisible(can_print)
        self.import_button.setVisible(can_import)

    def set_rounds(self, names: Sequence[str], current: str, *, filled: bool) -> None:
        """The rounds there are; ``filled`` while there is an indicator to report."""
        self._names, self._current = names, current
        self.round_button.setVisible(len(names) > 1)
        self.report_button.setEnabled(filled)
        self.print_button.setEnabled(filled)

    def _fill(self) -> None:
        self._menu.clear()
        for name in self._names:
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == self._current)
            action.triggered.connect(lambda _on=False, n=name: self.round_chosen.emit(n))


def split_body(tree: QWidget, head: QWidget, trend: QWidget, months: QWidget) -> QSplitter:
    """The tree beside the cards; trend and months share the height by a handle."""
    below = _splitter(Qt.Orientation.Vertical, trend, months)
    below.setStretchFactor(0, 10)
    below.setStretchFactor(1, 11)
    below.setSizes([1000, 1100])
    right = QWidget()
    lines = column(right, spacing=12)
    lines.addWidget(head)
    lines.addWidget(below, 1)
    made = _splitter(Qt.Orientation.Horizontal, tree, right)
    made.setStretchFactor(0, 0)
    made.setStretchFactor(1, 1)
    return made


def empty_state(theme: Theme, on_new: Callable[[], object], on_import: Callable[[], object] | None) -> EmptyState:
    """What an enterprise sees that has no indicator yet."""
    made = [button(theme, _("新建指标"), "add-line", "primary", on_click=on_new)]
    if on_import is not None:
        made.append(button(theme, _("导入 Excel"), "file-excel-2-line", on_click=on_import))
    text = _("6.9.5 要求对照提升前、提升目标和提升后评价成效，选 3 到 8 项有证据的指标就够。")
    return EmptyState(theme, "line-chart-line", _("还没有评价指标"), text, *made)


def take_turns(trend: QWidget, months: QWidget, on: bool, *, narrow: bool) -> None:
    """In a narrow window there is room for one of them."""
    trend.setVisible(on or not narrow)
    months.setVisible(not on or not narrow)


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    made = QSplitter(orientation)
    made.setHandleWidth(12)
    made.setChildrenCollapsible(False)
    made.setStyleSheet("QSplitter::handle { background: transparent; }")
    for widget in widgets:
        made.addWidget(widget)
    return made
