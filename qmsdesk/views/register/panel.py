"""The list side of a register page: toolbar, filters, table, foot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSettings, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QToolButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.cells import Host
from qmsdesk.views.register.columns import shown, view_columns
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.filters import FilterRow
from qmsdesk.views.register.list_view import RegisterTable
from qmsdesk.views.register.outside import KINDS, Listing, Outside
from qmsdesk.views.register.saved_views import SavedViews, ViewsMenu
from qmsdesk.views.register.table_model import RecordTable
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.header import Toolbar
from qmsdesk.views.widgets.styling import column, frame, label, row, rule

_SEARCH_DELAY = 60  # ms after the last key; one query is shorter than that
_KIND_NAMES = {
    "xlsx": _("Excel 工作簿 (.xlsx)"),
    "csv": _("CSV (.csv)"),
    "pdf": _("PDF (.pdf)"),
    "json": _("JSON (.json)"),
}
_KIND_ICONS = {"xlsx": "file-excel-2-line", "csv": "file-text-line", "pdf": "file-pdf-line", "json": "braces-line"}
_WORDS = 10  # characters before “Ctrl+F” in the search box


class SearchField(QLineEdit):
    """Esc clears it; pressed again it gives the focus back to the table."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        super().keyPressEvent(event)


def _searched(register: Register) -> str:
    """The first fields that are searched, as many as the box has room for."""
    names = [str(f.verbose_name) for f in register.search[:3]]
    while len("、".join(names)) > _WORDS and len(names) > 1:
        names.pop()
    return "、".join(names)


class ListPanel(QWidget):
    """Everything left of the detail pane. ``queried`` says that other records are listed now.

    ``asking`` comes before anything is read: what is being typed must be committed, the rows will go. ``noted``
    carries a sentence for the user.
    """

    asking = Signal()
    queried = Signal()
    new_asked = Signal()
    counted = Signal()
    noted = Signal(str)

    def __init__(
        self, kit: Kit, register_query: reading.Query, host: Host, outside: Outside, settings: QSettings | None
    ) -> None:
        super().__init__()
        self._kit, self._outside, self._settings = kit, outside, settings
        register = shown(register_query.register)
        self.sitting: Sitting = kit.sitting
        query = register_query.where(register=register)
        self.model = RecordTable(kit.sitting, query, view_columns(register), self)
        self.table = RegisterTable(kit, self.model, host, settings)
        self.table.head().sectionClicked.connect(self.sort_by)
        self.filters = FilterRow(kit.theme, kit.sitting, query)
        self.filters.filtered.connect(lambda equals: self.set_query(self.model.query.where(equals=equals)))
        self.tools = self._toolbar()
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_DELAY)
        self._search_timer.timeout.connect(self.search_now)
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.timeout.connect(self.show_counts)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._empty())
        lines = column(self)
        lines.addWidget(self.stack, 1)
        lines.addWidget(self._foot())
        self.model.ticked.connect(self._show_ticked)

    def load(self) -> None:
        """Read the list for the first time, or again."""
        self.model.reload()
        self.show_counts()
        self._show_order()

    def set_query(self, query: reading.Query) -> None:
        """List other records."""
        self.asking.emit()
        self.model.reload(query)
        self.show_counts()
        self.queried.emit()

    def search_now(self) -> None:
        """Search for what stands in the field."""
        self._search_timer.stop()
        if self.search.text().strip() != self.model.query.search:
            self.set_query(self.model.query.where(search=self.search.text().strip()))

    def sort_by(self, section: int) -> None:
        """Sort by a column, the second time the other way round; the third time as declared."""
        if section == 0:
            return
        source = self.model.columns[section - 1].source
        now = self.model.query.order
        order: reading.Order | None = reading.Order(source)
        if now is not None and now.column is source:
            order = reading.Order(source, descending=True) if not now.descending else None
        self.set_query(self.model.query.where(order=order))
        self._show_order()

    def show_view(self, query: reading.Query, unknown: Sequence[str] = ()) -> None:
        """A saved view in place of what is listed; ``unknown`` are values of its filters that are not there."""
        self.search.setText(query.search)
        self._search_timer.stop()
        with QSignalBlocker(self.recycle):
            self.recycle.setChecked(False)
        self.set_query(query)
        self._show_order()
        if unknown:
            self.noted.emit(_("这个视图里的“{}”在本企业没有，已略过。").format("”“".join(unknown)))

    def show_deleted(self, on: bool) -> None:
        """The recycle bin, or the list."""
        self.recycle.setChecked(on)
        if on != self.model.query.deleted:
            self.set_query(self.model.query.where(deleted=on))

    def count_soon(self) -> None:
        """Something was saved: count again when the event is over."""
        self._count_timer.start(0)

    def show_counts(self) -> None:
        """Chips, totals, and what stands where there are no rows."""
        db, query, model = self.sitting.db, self.model.query, self.model
        self.filters.show_query(query)
        narrowed = bool(query.equals or query.search)
        total = query.where(equals={}, search="").count(db) if narrowed else len(model.ids)
        texts = (
            _("筛选出 {} 条，共 {} 条").format(f"{len(model.ids):,}", f"{total:,}"),
            _("共 {} 条").format(f"{total:,}"),
        )
        self._found.setText(texts[0] if narrowed else texts[1])
        self._totals.setText("\u2003".join(f"{word} {count:,}" for word, count in self._by_state()))
        self._show_ticked()
        empty = not model.rowCount()
        self.stack.setCurrentIndex(1 if empty else 0)
        if empty and query.deleted:
            self.empty.set_text(_("回收站是空的"))
        elif empty and narrowed:
            self.empty.set_text(_("没有符合条件的记录"), _("换个词，或清除筛选。"))
        elif empty:
            title = model.register.title
            self.empty.set_text(_("还没有{}").format(title), _("可以逐条新建，也可以从 Excel 导入。"))
        self._clear.setVisible(empty and narrowed)
        self._new.setVisible(empty and not narrowed and not query.deleted)
        self.counted.emit()

    def ticked(self) -> list[int]:
        """The ticked records in the order seen."""
        return [record for record in self.model.ids if record in self.model.checked]

    def chosen(self) -> list[int]:
        """The ticked records, else the selected ones."""
        if self.model.checked:
            return self.ticked()
        found = (self.model.record(place) for place in self.table.selected_rows())
        return [record for record in found if record is not None]

    def listing(self) -> Listing:
        """Exactly what is seen, for export and print."""
        columns = tuple(self.model.columns[c - 1] for c in self.table.visible_columns())
        return Listing(self.model.query, columns, tuple(self.ticked()), self.filters.filter_text())

    def position_text(self) -> str:
        """Where the cursor is."""
        place = self.table.currentIndex().row()
        count = len(self.model.ids)
        if not 0 <= place < count:
            return _("共 {} 条").format(f"{count:,}")
        text = _("第 {} 条，共 {} 条").format(f"{place + 1:,}", f"{count:,}")
        return _("{}（已筛选）").format(text) if self.model.query.equals or self.model.query.search else text

    def clear_filters(self) -> None:
        """Show all again."""
        self.search.clear()
        self._search_timer.stop()
        self.set_query(self.model.query.where(equals={}, search=""))

    # Building.

    def _toolbar(self) -> Toolbar:
        theme = self._kit.theme
        bar = Toolbar(theme)
        self.new_button = tool_button(theme, _("新建"), "add-line", "primary")
        self.new_button.setToolTip(_("新建（Ctrl+N）"))
        self.new_button.clicked.connect(self.new_asked)
        bar.add(self.new_button)
        if self._outside.import_file is not None:
            made = tool_button(theme, _("导入 Excel"), "file-excel-2-line")
            made.clicked.connect(partial(self._import, self._outside.import_file))
            bar.add(made)
        if self._outside.export is not None:
            menu = QMenu(self)
            for kind in KINDS:
                act = menu.addAction(theme.icon(_KIND_ICONS[kind]), _KIND_NAMES[kind])
                act.triggered.connect(partial(self._export, kind))
            bar.add(tool_button(theme, _("导出"), "download-2-line", menu=menu))
        if self._outside.print_list is not None:
            self.print_button: QToolButton = tool_button(theme, _("打印"), "printer-line")
            self.print_button.clicked.connect(self.print_list)
            bar.add(self.print_button)
        bar.separate()
        columns = QMenu(self)
        columns.aboutToShow.connect(lambda: self.table.column_menu(columns))
        bar.add(tool_button(theme, _("列"), "layout-column-line", "ghost", menu=columns))
        if self._settings is not None:
            views = SavedViews(self._settings, self.sitting, self.model.query)
            self.views_menu = ViewsMenu(theme, views, lambda: self.model.query, self)
            self.views_menu.chosen.connect(self.show_view)
            bar.add(tool_button(theme, _("视图"), "bookmark-line", "ghost", menu=self.views_menu))
        self.recycle = tool_button(theme, _("回收站"), "delete-bin-line", "ghost")
        self.recycle.setCheckable(True)
        self.recycle.toggled.connect(self.show_deleted)
        bar.add(self.recycle)
        bar.stretch()
        self.search = SearchField()
        self.search.setPlaceholderText(_("{}  Ctrl+F").format(_searched(self.model.register)))
        self.search.setAccessibleName(_("在{}里搜索").format(self.model.register.title))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search-line", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setFixedWidth(theme.px(236))
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.search.left.connect(self.table.setFocus)
        bar.add(self.search)
        return bar

    def _empty(self) -> EmptyState:
        theme = self._kit.theme
        self._new = button(theme, _("新建"), "add-line", "primary", on_click=self.new_asked.emit)
        self._clear = button(theme, _("清除筛选"), "close-line", on_click=self.clear_filters)
        self.empty = EmptyState(theme, "folder-open-line", "", "", self._new, self._clear)
        return self.empty

    def _foot(self) -> QWidget:
        foot = frame("footer")
        foot.setFixedHeight(self._kit.theme.px(32))
        line = row(foot, margins=(14, 0, 14, 0))
        self._found, self._ticks, self._totals = label("", "caption"), label("", "caption"), label("", "caption")
        self._mark = rule(vertical=True, length=14)
        for part in (self._found, self._mark, self._ticks):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self._totals)
        return foot

    def _by_state(self) -> list[tuple[str, int]]:
        choices = self.model.register.model.status.choices or ()
        counts = self.model.query.totals(self.sitting.db) if choices else {}
        named = [(str(text), counts.get(key, 0)) for key, text in choices if text]
        found = [(word, count) for word, count in named if count]
        void = counts.get("void", 0)
        # Documents have a state 作废 of their own beside records that were voided: each needs its own word.
        word = _("已作废") if all(key != "obsolete" for key, _text in choices) else _("登记作废")
        return [*found, (word, void)] if void else found

    def _show_ticked(self) -> None:
        count = len(self.model.checked)
        self._ticks.setText(_("已选 {} 条").format(f"{count:,}") if count else "")
        self._mark.setVisible(bool(count))

    def _show_order(self) -> None:
        register, order = self.model.register, self.model.query.order
        source = order.column if order else register.order_by[0] if register.order_by else None
        places = [place for place, c in enumerate(self.model.columns, 1) if c.source is source]
        head = self.table.head()
        head.setSortIndicatorShown(bool(places))
        kind = Qt.SortOrder.DescendingOrder if order and order.descending else Qt.SortOrder.AscendingOrder
        if places:
            head.setSortIndicator(places[0], kind)

    def _import(self, open_page: object, _checked: bool = False) -> None:
        if callable(open_page):
            open_page(self.model.register)

    def _export(self, kind: str, _checked: bool = False) -> None:
        self.asking.emit()
        if self._outside.export is not None:
            self._outside.export(self.listing(), kind)

    def print_list(self) -> None:
        """Print what is seen."""
        self.asking.emit()
        if self._outside.print_list is not None:
            self._outside.print_list(self.listing())
