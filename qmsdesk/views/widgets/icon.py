"""An icon that stands in a layout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.views.theme.apply import Theme


class IconLabel(QWidget):
    """Paints one icon in a token's colour; decorative unless it is given an accessible name."""

    def __init__(
        self, theme: Theme, name: str, role: str = "text2", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._role, self._size = theme, name, role, size
        self._right: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_icon(self, name: str, role: str = "") -> None:
        """Show another icon, in another colour if one is given."""
        self._name, self._role = name, role or self._role
        self.update()

    def stick_right(self, margin: int) -> None:
        """Stay at the right edge of the parent, in the middle of its height; lets clicks through to it."""
        parent = self.parentWidget()
        if parent is not None:
            self._right = margin
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.resize(self.sizeHint())
            parent.installEventFilter(self)
            self._place(parent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the parent."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place(watched)
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """The size of the design, not scaled with the font beyond what the text needs."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the glyph; greyed when the widget is disabled."""
        with QPainter(self) as painter:
            side = min(self.width(), self.height(), self._theme.px(self._size))
            rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            self._theme.icons.paint(painter, rect, self._name, self._role if self.isEnabled() else "disabled")

    def _place(self, parent: QWidget) -> None:
        if self._right is not None:
            self.resize(self.sizeHint())
            self.move(parent.width() - self._right - self.width(), (parent.height() - self.height()) // 2)
