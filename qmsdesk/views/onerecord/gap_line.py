"""What a record lacks, in words, each a link to its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import frame, row, set_property


class Lack(Protocol):
    """Something missing, in words."""

    @property
    def text(self) -> str: ...


class GapLine(QWidget):
    """``wanted`` carries the gap whose words were pressed. Hidden when nothing is missing."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.gaps: Sequence[Lack] = ()
        self.links: list[QPushButton] = []
        self._most = 3
        self._bar = frame("message", self)
        set_property(self._bar, "tone", "warn")
        row(self).addWidget(self._bar)
        self._line = row(self._bar, spacing=14, margins=(12, 4, 12, 4))
        self._line.addWidget(IconLabel(theme, "error-warning-line", "warn", 16))
        self.rest = link(theme, "", self._open_rest)
        self._line.addWidget(self.rest)
        self._line.addStretch(1)
        self.setHidden(True)

    def show_gaps(self, gaps: Sequence[Lack]) -> None:
        """The gaps of a record."""
        self.gaps = gaps
        self._fill()

    def set_most(self, most: int) -> None:
        """How many are named; the others stand in a menu."""
        if most != self._most:
            self._most = most
            self._fill()

    def rest_menu(self) -> QMenu:
        """The gaps there is no room for."""
        made = QMenu(self)
        for gap in self.gaps[self._most :]:
            made.addAction(gap.text).triggered.connect(lambda _on=False, g=gap: self.wanted.emit(g))
        made.aboutToHide.connect(made.deleteLater)
        return made

    def _fill(self) -> None:
        for made in self.links:
            self._line.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.links = []
        for place, gap in enumerate(self.gaps[: self._most], 1):
            made = link(self._theme, gap.text, lambda g=gap: self.wanted.emit(g))  # type: ignore[misc]
            made.setToolTip(_("去补：{}").format(gap.text))
            self._line.insertWidget(place, made)
            self.links.append(made)
        more = len(self.gaps) - self._most
        self.rest.setText(_("另有 {} 项").format(more))
        self.rest.setVisible(more > 0)
        self.setHidden(not self.gaps)
        self._bar.setAccessibleName(_("还缺：{}").format("；".join(gap.text for gap in self.gaps)) if self.gaps else "")

    def _open_rest(self) -> None:
        self.rest_menu().popup(self.rest.mapToGlobal(self.rest.rect().bottomLeft()))
