"""What the window knows of a page, and the base every page stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.header import PageHeader, Toolbar
from qmsdesk.views.widgets.message_bar import MessageArea
from qmsdesk.views.widgets.styling import column, set_property
from qmsdesk.views.widgets.table import DataTable
from qmsdesk.views.widgets.tree import GroupedTree


@dataclass(frozen=True)
class Tab:
    """A page that shares an entry of the sidebar with others; its key leads to it as that of any page."""

    key: str
    title: str
    build: Callable[[], Page]


@dataclass(frozen=True)
class PageSpec:
    """An entry of the sidebar; ``build`` makes the page when it is first opened.

    ``note`` stands where the badge is while there is none (附录A, 表C.1); ``hidden`` pages have no entry (import).
    ``tabs`` are the pages that stand on it side by side.
    """

    key: str
    title: str
    icon: str
    build: Callable[[], Page]
    group: str = ""
    note: str = ""
    hidden: bool = False
    tabs: tuple[Tab, ...] = ()

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Its own key and those of its tabs."""
        return (self.key, *(tab.key for tab in self.tabs))


@dataclass(frozen=True)
class PageStatus:
    """What a page says in the status bar: where one is, and totals. ``problem`` replaces the save state (unsaved)."""

    position: str = ""
    totals: str = ""
    problem: str = ""


ChainStart = tuple[str, int, str, int]
"""Where a chain is walked from: register and record, the key of child rows and the id of one (or "" and 0)."""


class Page(QWidget):
    """Header, rows of tools, body. A page overrides what it can do; the window calls it by menu, key and navigation.

    ``status_changed`` updates the status bar, ``go_to`` asks for another page and a target on it,
    ``clause_opened`` for the help on a clause, ``chain_asked`` for the chain of what is at the cursor;
    ``chain_start`` says what that is (Ctrl+L), None where nothing on the page has a chain.
    """

    renewable = False
    """Made anew it is the same but for filters and place: while it is hidden it may be dropped."""

    status_changed = Signal(object)
    go_to = Signal(str, object)
    clause_opened = Signal(str)
    chain_asked = Signal()

    def __init__(
        self, theme: Theme, title: str, clauses: Sequence[str] = (), meta: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.breakpoint: Breakpoint = NORMAL
        self.status = PageStatus()
        self.chain_start: Callable[[], ChainStart | None] = lambda: None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.header = PageHeader(theme, title, clauses, meta)
        self.header.clause_opened.connect(self.clause_opened)
        self.lines = column(self)
        self.lines.addWidget(self.header)
        self.messages = MessageArea()
        self.lines.addWidget(self.messages)

    def add_row(self, row: QWidget, *, first: bool = False) -> None:
        """A toolbar, filter row or step bar under the header, edge to edge; ``first`` puts it over the others."""
        self.lines.insertWidget(self.lines.indexOf(self.header if first else self.messages) + first, row)

    def set_body(self, body: QWidget, *, padded: bool = True) -> None:
        """What fills the rest; ``padded`` sets 12 × 20 around it, lists with a detail pane run edge to edge."""
        if not padded:
            self.messages.set_margins(20, 8, 20, 8)
            self.lines.addWidget(body, 1)
            return
        holder = column(margins=(20, 12, 20, 12))
        holder.addWidget(body)
        self.lines.addLayout(holder, 1)

    def say(self, position: str = "", totals: str = "", problem: str = "") -> None:
        """Tell the status bar."""
        self.status = PageStatus(position, totals, problem)
        self.status_changed.emit(self.status)

    def entered(self) -> None:
        """The page came to the front: takes the focus; pages add the refreshing of what is stale."""
        panes = [view for view in self.findChildren(DataTable) if view.isVisibleTo(self)]
        (panes[0] if panes else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def front(self) -> Page:
        """The page that answers for this one: the tab in front where there are tabs."""
        return self

    def tab(self) -> str:
        """The key of the tab in front; empty where there are none."""
        return ""

    def open_tab(self, key: str) -> None:
        """Bring a tab to the front; the one before was asked whether it may be left."""

    def tab_page(self, _key: str) -> Page:
        """The page of a tab, made if it does not exist yet."""
        return self

    def drop_hidden(self) -> None:
        """Give up the pages of tabs that are not in front, where they are made again as they were."""

    def flush(self) -> bool:
        """Commit what is being typed; False when something is invalid and stays red. Called before every action."""
        return True

    def leave(self) -> bool:
        """May the page be left? Ask 返回修改 / 放弃 here when something is invalid."""
        return self.flush()

    def apply_change(self, change: object) -> None:
        """Something was saved (``services.records.Change``): reload if it concerns this page."""

    def show_target(self, target: object) -> None:
        """Select a record and field, as named by a link."""

    def target(self) -> object:
        """What ``show_target`` needs to come back here (Alt+←)."""
        return None

    def focus_search(self) -> None:
        """Ctrl+F: focus the filter of the page."""

    def new_record(self) -> None:
        """Ctrl+N."""

    def print_page(self) -> None:
        """Ctrl+P."""

    def toggle_detail(self) -> None:
        """F4: fold the detail pane."""

    def reset_layout(self) -> None:
        """恢复默认布局: columns and splitters as the program has them."""

    def panes(self) -> list[QWidget]:
        """What F6 goes through on this page, in reading order."""
        return [view for view in self.findChildren(DataTable) if view.isVisible()]

    def help_topic(self) -> str:
        """The clause F1 opens."""
        return ""

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """The window changed its class: heads, toolbars and tables follow; pages add what they hide and fold."""
        self.breakpoint = size
        for header in self.findChildren(PageHeader):
            header.set_compact(size.compact)
        for toolbar in self.findChildren(Toolbar):
            toolbar.set_compact(size.compact)
        for table in self.findChildren(DataTable):
            table.set_compact(size.compact)
        for tree in self.findChildren(GroupedTree):
            tree.set_compact(size.compact)
        set_property(self, "size", size.name)
