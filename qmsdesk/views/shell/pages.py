"""The pages of the open enterprise: made when first opened, with a way back to where one was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.shell.page import Page, PageSpec

_MOST = 50


@dataclass
class _Place:
    key: str
    tab: str = ""
    target: object = None


class Pages(QStackedWidget):
    """``moved`` carries the key of the page that came to the front, ``built`` every page when it is made."""

    moved = Signal(str)
    built = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, Page] = {}
        self._trail: list[_Place] = []
        self._at = -1
        self._size = NORMAL

    def set_specs(self, specs: Sequence[PageSpec]) -> None:
        """Other pages: those of another enterprise. Old ones are dropped without asking; call ``leave`` before."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._specs = {spec.key: spec for spec in specs}
        self._trail, self._at = [], -1

    def specs(self) -> list[PageSpec]:
        """All pages in order, hidden ones too."""
        return list(self._specs.values())

    def key(self) -> str:
        """The key of the page in front, empty before the first."""
        return self._trail[self._at].key if self._at >= 0 else ""

    def current(self) -> Page | None:
        """The page in front, a tab where there are tabs."""
        page = self._pages.get(self.key())
        return page.front() if page is not None else None

    def made(self) -> list[Page]:
        """The pages that exist."""
        return list(self._pages.values())

    def entry(self, key: str) -> str:
        """The key of the entry of the sidebar on which a page stands; its own where it is no tab."""
        if key in self._specs:
            return key
        return next((spec.key for spec in self._specs.values() if key in spec.all_keys), key)

    def page(self, key: str) -> Page:
        """A page, or a tab of one, made if it does not exist yet."""
        entry = self.entry(key)
        page = self._pages.get(entry)
        if page is None:
            page = self._specs[entry].build()
            self._pages[entry] = page
            self.addWidget(page)
            page.apply_breakpoint(self._size)
            self.built.emit(page)
        return page if entry == key else page.tab_page(key)

    def go(self, key: str, target: object = None) -> bool:
        """Bring a page or tab to the front; False when the present one holds something invalid and is not left."""
        here, entry = self.current(), self.entry(key)
        tab = key if entry != key else ""
        if here is not None and entry == self.key() and tab in {"", self._pages[entry].tab()}:
            if target is not None:
                here.show_target(target)
            return True
        if not self.leave():
            return False
        self.page(key)  # before the trail changes: building may fail
        del self._trail[self._at + 1 :]
        self._trail = [*self._trail, _Place(entry, tab, target)][-_MOST:]
        self._at = len(self._trail) - 1
        self._show(self._trail[self._at])
        return True

    def step(self, steps: int) -> bool:
        """Back (−1) or forward (+1) along the trail."""
        at = self._at + steps
        if not 0 <= at < len(self._trail) or not self.leave():
            return False
        self._at = at
        self._show(self._trail[at])
        return True

    def can_step(self, steps: int) -> bool:
        """There is somewhere to go."""
        return 0 <= self._at + steps < len(self._trail)

    def drop_hidden(self) -> None:
        """Give up hidden pages that are made again as they were: another theme would have to style them all."""
        for key, page in list(self._pages.items()):
            if key == self.key() or not page.renewable:
                page.drop_hidden()
                continue
            del self._pages[key]
            self.removeWidget(page)
            shiboken6.delete(page)

    def leave(self) -> bool:
        """Ask the page in front; remembers where it stood."""
        page = self.current()
        if page is None:
            return True
        if not page.leave():
            return False
        here = self._trail[self._at]
        here.tab, here.target = self._pages[here.key].tab(), page.target()
        page.messages.clear()
        return True

    def apply_change(self, change: object) -> None:
        """Tell every page that exists what was saved."""
        for page in self.made():
            page.apply_change(change)

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """The window changed its class."""
        self._size = size
        for page in self.made():
            page.apply_breakpoint(size)

    def _show(self, place: _Place) -> None:
        page = self.page(place.key)
        if place.tab:
            page.open_tab(place.tab)
        self.setCurrentWidget(page)
        page.front().entered()
        if place.target is not None:
            page.front().show_target(place.target)
        self.moved.emit(self.key())
