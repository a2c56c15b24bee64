"""An entry of the sidebar that holds several pages side by side, as tabs in its head."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page, Tab
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import frame, row


class GroupPage(Page):
    """Every tab is a page of its own, made when it is first opened; the window talks to the one in front.

    The head of a tab stands beside the tabs, without its title: they say it. Moving to another tab is moving to
    another page, by ``go_to``, so that it can be refused and Alt+← leads back.
    """

    def __init__(self, theme: Theme, title: str, tabs: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent=parent)
        self._specs = {tab.key: tab for tab in tabs}
        self._pages: dict[str, Page] = {}
        self.tabs = Segmented([(tab.key, tab.title) for tab in tabs])
        self.tabs.setAccessibleName(title)
        self.tabs.chosen.connect(self._ask_for)
        self._heads, self._bodies = QStackedWidget(), QStackedWidget()
        self.lines.insertWidget(0, self._head())
        self.set_body(self._bodies, padded=False)
        for keys, by in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda b=by: self._step(b))
        self._tab = ""
        self.open_tab(tabs[0].key)

    def tab(self) -> str:
        """The key of the tab in front."""
        return self._tab

    def front(self) -> Page:
        """The page of the tab in front."""
        return self._pages[self._tab]

    def open_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        page = self.tab_page(key)
        self._tab = key
        self.tabs.set_value(key)
        self._heads.setCurrentWidget(page.header)
        self._bodies.setCurrentWidget(page)

    def tab_page(self, key: str) -> Page:
        """The page of a tab, made if it does not exist yet."""
        page = self._pages.get(key)
        if page is None:
            page = self._specs[key].build()
            self._pages[key] = page
            page.apply_breakpoint(self.breakpoint)
            page.header.set_title("")
            self._heads.addWidget(page.header)
            self._bodies.addWidget(page)
            page.status_changed.connect(self.status_changed)
            page.go_to.connect(self.go_to)
            page.clause_opened.connect(self.clause_opened)
            page.chain_asked.connect(self.chain_asked)
        return page

    @property
    def renewable(self) -> bool:  # type: ignore[override]
        """Whether all its tabs are."""
        return all(page.renewable for page in self._pages.values())

    def drop_hidden(self) -> None:
        """Give up tabs that are not in front and are made again as they were."""
        for key, page in list(self._pages.items()):
            if key != self._tab and page.renewable:
                del self._pages[key]
                shiboken6.delete(page.header)
                shiboken6.delete(page)

    def apply_change(self, change: object) -> None:
        """Tell every tab that exists."""
        for page in self._pages.values():
            page.apply_change(change)

    def reset_layout(self) -> None:
        """视图 > 恢复默认布局, on every tab that exists."""
        for page in self._pages.values():
            page.reset_layout()

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Every tab follows, and the heads."""
        super().apply_breakpoint(size)
        for page in self._pages.values():
            page.apply_breakpoint(size)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = row(head, spacing=0)
        self.lines.removeWidget(self.header)
        self.header.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line.addWidget(self.header)
        holder = frame("header")
        row(holder).addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(holder)
        line.addWidget(self._heads, 1)
        return head

    def _ask_for(self, key: str) -> None:
        self.go_to.emit(key, None)
        self.tabs.set_value(self._tab)  # it may have been refused

    def _step(self, by: int) -> None:
        keys = list(self._specs)
        self._ask_for(keys[(keys.index(self._tab) + by) % len(keys)])
