"""The short plate at the bottom: something was done, and can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link, tool_button
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import label, row

SECONDS = 10


class Toast(QFrame):
    """One at a time, 10 seconds, waiting while the mouse is over it or it has the focus; success and undo only.

    The parent is the window: the plate stays at its bottom centre. ``closed`` comes when it goes.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, above: int = 40) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._theme, self._above, self._said = theme, above, ""
        self._undo: Callable[[], object] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1000)
        self.timer.timeout.connect(self.dismiss)
        self._text = label()
        self._button = link(theme, _("撤销"), self.undo)
        self._key = label("Ctrl Z", "key")
        cross = tool_button(theme, _("关闭提示"), "close-line", "ghost", small=True, icon_only=True)
        cross.setIcon(theme.icon("close-line", "on_plate"))
        cross.clicked.connect(self.dismiss)
        line = row(self, margins=(14, 4, 8, 4))
        line.addWidget(IconLabel(theme, "check-line", "on_plate", 16))
        for part in (self._text, self._button, self._key, cross):
            line.addWidget(part)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 46))
        self.setGraphicsEffect(shadow)
        self.hide()
        parent.installEventFilter(self)

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a sentence in place of the one before; ``undo`` adds the button."""
        self._undo, self._said = undo, text
        window = self.parentWidget()
        room = (window.width() if window is not None else 800) - self._theme.px(300)
        self._text.setText(self._text.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self._text.setToolTip(text)
        self._button.setVisible(undo is not None)
        self._key.setVisible(undo is not None)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self.timer.start()

    def text(self) -> str:
        """The sentence shown last."""
        return self._said

    def undo(self) -> None:
        """Take it back, once."""
        undo, self._undo = self._undo, None
        self.dismiss()
        if undo:
            undo()

    def dismiss(self) -> None:
        """Go away."""
        self.timer.stop()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while it is being read."""
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from the start."""
        if not self.isHidden():
            self.timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom centre of the window."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.move((window.width() - self.width()) // 2, window.height() - self.height() - self._above)
