"""The page 到期与提醒: everything that waits, by how soon, with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMenu, QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.due import DueItem
from qmsdesk.views.register.panel import SearchField
from qmsdesk.views.reminders.filters import ReminderFilters
from qmsdesk.views.reminders.model import DEPARTMENT, GO, REGISTER, WIDTHS, ReminderModel
from qmsdesk.views.reminders.outbound import KINDS, TITLE, ReminderOutbound
from qmsdesk.views.reminders.sheets import Sheets
from qmsdesk.views.reminders.watch import Watch
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.header import Toolbar
from qmsdesk.views.widgets.styling import column, frame, label, row
from qmsdesk.views.widgets.table import DataTable

_SEARCH_DELAY = 60  # ms after the last key
_ICONS = {"xlsx": "file-excel-2-line", "ics": "calendar-line"}


class ReminderTable(DataTable):
    """Enter, a double click or the link in the last column go to the record."""

    def __init__(self, theme: Theme, model: ReminderModel, go: Callable[[DueItem], object]) -> None:
        super().__init__(theme)
        self._items, self._go = model, go
        self.setModel(model)
        self.set_columns(WIDTHS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self.open_row)
        model.modelReset.connect(self._span)

    def open_row(self, index: QModelIndex) -> None:
        """Go to the record of a row."""
        item = self._items.item(index.row())
        if item is not None and self._items.leads(index.row()):
            self._go(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest as in every table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_row(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """One click on the link is enough."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.column() == GO:
            self.open_row(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over the link."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_link = index.column() == GO and self._items.leads(index.row())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_link else Qt.CursorShape.ArrowCursor)

    def _span(self) -> None:
        self.clearSpans()
        for place in self._items.headings():
            self.setSpan(place, 0, 1, self._items.columnCount())


class RemindersPage(Page):
    """``open_item`` goes to where an item is mended, ``can_open`` says for which registers there is a page."""

    def __init__(
        self,
        theme: Theme,
        watch: Watch,
        outbound: ReminderOutbound,
        sheets: Sheets,
        open_item: Callable[[DueItem], object],
        can_open: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, TITLE, parent=parent)
        self._watch, self._outbound, self._sheets = watch, outbound, sheets
        self._stale = True
        self.model = ReminderModel(can_open, self)
        self.table = ReminderTable(theme, self.model, open_item)
        self.table.setAccessibleName(TITLE)
        self.filters = ReminderFilters(theme)
        self.filters.filtered.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_DELAY)
        self._timer.timeout.connect(self.search_now)
        self.add_row(self._tools())
        self.add_row(self.filters)
        self._clear = button(theme, _("清除筛选"), "close-line", on_click=self.clear_filters)
        self.empty = EmptyState(theme, "checkbox-circle-line", "", "", self._clear)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        body = QWidget()
        lines = column(body)
        lines.addWidget(self.stack, 1)
        lines.addWidget(self._foot())
        self.set_body(body, padded=False)
        watch.updated.connect(self._updated)
        self.reload()

    def reload(self) -> None:
        """Show the list as it is now, the same row at the cursor."""
        self._stale = False
        here = self.current()
        self.filters.set_items(self._watch.items, self._watch.today)
        self._show()
        if here is not None:
            self.choose(here.key)

    def current(self) -> DueItem | None:
        """The item at the cursor."""
        return self.model.item(self.table.currentIndex().row())

    def choose(self, key: str) -> None:
        """Put the cursor on an item."""
        place = self.model.row_of(key)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))

    def shown(self) -> list[DueItem]:
        """The items in the order of the list."""
        rows = (self.model.item(place) for place in range(self.model.rowCount()))
        return [item for item in rows if item is not None]

    def clear_filters(self) -> None:
        """Show all."""
        self.search.clear()
        self.filters.clear()
        self.search_now()

    def search_now(self) -> None:
        """Search for what stands in the field."""
        self._timer.stop()
        self.filters.set_search(self.search.text())

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere, and with the day."""
        super().entered()
        self._watch.catch_up()
        if self._stale:
            self.reload()

    def target(self) -> object:
        """The item at the cursor, by its key."""
        item = self.current()
        return item.key if item else None

    def show_target(self, target: object) -> None:
        """An item by its key."""
        self.choose(str(target))

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def print_page(self) -> None:
        """Ctrl+P: the list as it is shown."""
        self._outbound.print_list(self.shown(), self.filters.text())

    def help_topic(self) -> str:
        """The clause about keeping the system running."""
        return "1023/6.7.2.4"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Less about whose it is where there is no room."""
        super().apply_breakpoint(size)
        self.table.hide_columns([DEPARTMENT, REGISTER] if size.overlay_detail else [DEPARTMENT] if size.compact else [])

    # Building.

    def _updated(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _show(self) -> None:
        wanted, today = self.filters.wanted(), self._watch.today
        self.model.set_items(wanted, today)
        filtered = self.filters.active()
        self.stack.setCurrentIndex(0 if wanted else 1)
        if not wanted:
            self.empty.set_text(
                _("没有符合筛选的事项") if filtered else _("没有到期的事项"),
                "" if filtered else _("30 天内没有要办的事，也没有漏填的月份。"),
            )
            self._clear.setVisible(filtered)
        found = self._watch.counts
        self._found.setText(
            _("筛选出 {:,} 项").format(len(wanted)) if filtered else _("共 {:,} 项").format(len(wanted))
        )
        totals = _("逾期 {} 项，7 天内到期 {} 项，本月应填 {} 项").format(found.overdue, found.soon, found.months)
        self._totals.setText(totals)
        self.say(self._found.text(), totals)

    def _tools(self) -> Toolbar:
        theme = self.theme
        bar = Toolbar(theme)
        self.issue_button = tool_button(theme, _("下发填报表"), "mail-send-line", "primary")
        self.issue_button.setToolTip(_("给每个人一份要填的月份和措施，填好交回后导入"))
        self.issue_button.clicked.connect(lambda _on=False: self._sheets.issue(self))
        self.collect_button = tool_button(theme, _("导入填报表"), "inbox-archive-line")
        self.collect_button.clicked.connect(lambda _on=False: self._sheets.collect(self))
        menu = QMenu(self)
        for kind, name in KINDS.items():
            act = menu.addAction(theme.icon(_ICONS[kind]), name)
            act.triggered.connect(partial(self._export, kind))
        self.print_button = tool_button(theme, _("打印"), "printer-line")
        self.print_button.clicked.connect(lambda _on=False: self.print_page())
        bar.add(self.issue_button, self.collect_button)
        bar.separate()
        bar.add(tool_button(theme, _("导出"), "download-2-line", menu=menu), self.print_button)
        bar.stretch()
        self.search = SearchField()
        self.search.setPlaceholderText(_("事项、编号、责任人  Ctrl+F"))
        self.search.setAccessibleName(_("在{}里搜索").format(TITLE))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search-line", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setFixedWidth(theme.px(236))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.left.connect(self.table.setFocus)
        bar.add(self.search)
        return bar

    def _foot(self) -> QWidget:
        foot = frame("footer")
        foot.setFixedHeight(self.theme.px(32))
        line = row(foot, margins=(14, 0, 14, 0))
        self._found, self._totals = label("", "caption"), label("", "caption")
        line.addWidget(self._found)
        line.addStretch(1)
        line.addWidget(self._totals)
        return foot

    def _export(self, kind: str, _checked: bool = False) -> None:
        self._outbound.export(self.shown(), kind)
