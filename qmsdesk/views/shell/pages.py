"""The pages of the open enterprise: made when first opened, with a way back to where one was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.shell.page import Page, PageSpec

_MOST = 50


@dataclass
class _Place:
    key: str
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
        """The page in front."""
        return self._pages.get(self.key())

    def made(self) -> list[Page]:
        """The pages that exist."""
        return list(self._pages.values())

    def page(self, key: str) -> Page:
        """A page, made if it does not exist yet."""
        page = self._pages.get(key)
        if page is None:
            page = self._specs[key].build()
            self._pages[key] = page
            self.addWidget(page)
            page.apply_breakpoint(self._size)
            self.built.emit(page)
        return page

    def go(self, key: str, target: object = None) -> bool:
        """Bring a page to the front; False when the present one holds something invalid and is not left."""
        here = self.current()
        if here is not None and key == self.key():
            if target is not None:
                here.show_target(target)
            return True
        if not self.leave():
            return False
        self.page(key)  # before the trail changes: building may fail
        del self._trail[self._at + 1 :]
        self._trail = [*self._trail, _Place(key, target)][-_MOST:]
        self._at = len(self._trail) - 1
        self._show(target)
        return True

    def step(self, steps: int) -> bool:
        """Back (−1) or forward (+1) along the trail."""
        at = self._at + steps
        if not 0 <= at < len(self._trail) or not self.leave():
            return False
        self._at = at
        self._show(self._trail[at].target)
        return True

    def can_step(self, steps: int) -> bool:
        """There is somewhere to go."""
        return 0 <= self._at + steps < len(self._trail)

    def leave(self) -> bool:
        """Ask the page in front; remembers where it stood."""
        page = self.current()
        if page is None:
            return True
        if not page.leave():
            return False
        self._trail[self._at].target = page.target()
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

    def _show(self, target: object) -> None:
        page = self._pages[self.key()]
        self.setCurrentWidget(page)
        page.entered()
        if target is not None:
            page.show_target(target)
        self.moved.emit(self.key())
