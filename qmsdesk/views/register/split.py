"""List and detail pane side by side, or the pane over the list where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import column

_LEAST = 280


class SplitBody(QWidget):
    """``opened`` says that the pane came into sight. The width of the pane is kept per size class."""

    opened = Signal()

    def __init__(self, theme: Theme, panel: QWidget, pane: QWidget, settings: QSettings | None, key: str) -> None:
        super().__init__()
        self._theme, self.panel, self.pane = theme, panel, pane
        self._settings, self._key = settings, key
        self._size: Breakpoint = NORMAL
        self._open = True  # what the user wants where there is room for both
        self._over = False  # what is shown where the pane lies over the list
        self._placing = False
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(panel)
        self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        pane.setMinimumWidth(theme.px(_LEAST))
        panel.setMinimumWidth(theme.px(240))
        column(self).addWidget(self.splitter)
        self.splitter.splitterMoved.connect(lambda _at, _index: self._store())
        theme.changed.connect(self.place)

    def pane_open(self) -> bool:
        """The pane is in sight."""
        return self._over if self._size.overlay_detail else self._open

    def is_over(self) -> bool:
        """The pane lies over the list."""
        return self._size.overlay_detail

    def open_pane(self) -> None:
        """Show the pane."""
        if not self.pane_open():
            self.toggle_pane()

    def toggle_pane(self) -> None:
        """F4."""
        if self._size.overlay_detail:
            self._over = not self._over
        else:
            self._open = not self._open
        self.place()
        if self.pane_open():
            self.opened.emit()

    def widen(self) -> None:
        """Half of the page for the pane, or its usual width again."""
        usual = self._theme.px(self._size.detail)
        wide = max(self.width() // 2, usual)
        self._place_at(usual if self.pane.width() > usual + 8 else wide)
        self._store()

    def reset(self) -> None:
        """The width of the design, the pane in sight."""
        if self._settings is not None:
            self._settings.remove(self._key)
        self._open = True
        self.place()

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Another class of window size."""
        if size.overlay_detail != self._size.overlay_detail:
            self._over = False
        self._size = size
        self.place()

    def place(self) -> None:
        """Put the pane where it belongs."""
        over = self._size.overlay_detail
        if over and self.pane.parentWidget() is not self:
            self.pane.setParent(self)
        elif not over and self.pane.parentWidget() is self:
            self.splitter.addWidget(self.pane)
        self.pane.setVisible(self.pane_open())
        self._place_at(self._stored() or self._theme.px(self._size.detail))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane keeps its width, the list takes the rest."""
        super().resizeEvent(event)
        self.place()

    def _place_at(self, width: int) -> None:
        width = min(width, max(self.width() - 240, self._theme.px(_LEAST)))
        if self._size.overlay_detail:
            self.pane.setGeometry(self.width() - width, 0, width, self.height())
            self.pane.raise_()
            return
        self._placing = True
        self.splitter.setSizes([max(self.width() - width - 1, 0), width])
        self._placing = False

    def _stored(self) -> int:
        if self._settings is None:
            return 0
        text = str(self._settings.value(f"{self._key}/{self._size.name}") or "")
        return min(int(text), 1600) if text.isdecimal() else 0

    def _store(self) -> None:
        if self._settings is not None and not self._placing and not self._size.overlay_detail:
            self._settings.setValue(f"{self._key}/{self._size.name}", str(self.pane.width()))
