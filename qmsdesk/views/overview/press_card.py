"""A card that is one big button: what it shows opens where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import column

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PressCard(QAbstractButton):
    """``clicked`` comes by mouse, Enter and Space. Fill ``lines``, then call ``settle``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.lines: QVBoxLayout = column(self, spacing=2, margins=(12, 8, 12, 6))

    def settle(self, *live: QWidget) -> None:
        """What stands on the card lets clicks through to it, but for what leads elsewhere itself."""
        for child in self.findChildren(QWidget):
            if child not in live:
                child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses too."""
        if event.key() in _ENTER:
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse is over it."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The plate of a card; its edge says hover and focus."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = self.hasFocus()
            edge = "accent" if focused else "border2" if self.underMouse() else "border"
            thick = 2.0 if focused else 1.0
            painter.setPen(QPen(self._theme.color(edge), thick))
            painter.setBrush(self._theme.color("surface"))
            box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
            painter.drawRoundedRect(box, 6, 6)
