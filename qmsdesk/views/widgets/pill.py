"""The status pill: icon, word and colour; as a widget, and as a function for delegates."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import Tone
from qmsdesk.views.widgets.states import mark

_HEIGHT = 20
_ICON = 12


def pill_width(theme: Theme, word: str) -> float:
    """How wide a pill with this word is, in logical pixels."""
    return QFontMetricsF(theme.font(12)).horizontalAdvance(word) + theme.px(_ICON) + 22


def paint_pill(
    painter: QPainter,
    rect: QRectF,
    word: str,
    theme: Theme,
    tone: Tone | None = None,
    icon: str = "",
    faded: bool = False,
) -> None:
    """Paint a pill at the left of ``rect``, in the middle of its height; the word is elided where there is no room."""
    how = mark(word, tone, icon)
    height = min(float(theme.px(_HEIGHT)), rect.height())
    width = min(pill_width(theme, word), rect.width())
    box = QRectF(rect.x(), rect.center().y() - height / 2, width, height)
    side = theme.px(_ICON)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{how.tone}_bg"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    colour = "disabled" if faded else how.tone
    theme.icons.paint(painter, QRectF(box.x() + 7, box.center().y() - side / 2, side, side), how.icon, colour)
    font = theme.font(12)
    painter.setFont(font)
    painter.setPen(theme.color(colour))
    room = QRectF(box.x() + side + 12, box.y(), max(box.width() - side - 18, 0), height)
    text = QFontMetricsF(font).elidedText(word, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class Pill(QWidget):
    """A pill in a layout."""

    def __init__(
        self, theme: Theme, word: str, tone: Tone | None = None, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(word, tone, icon)
        theme.changed.connect(self.updateGeometry)

    def set_state(self, word: str, tone: Tone | None = None, icon: str = "") -> None:
        """Show another state; an empty word hides the pill."""
        self._word, self._tone, self._icon = word, tone, icon
        self.setAccessibleName(word)
        self.setHidden(not word)
        self.updateGeometry()
        self.update()

    def word(self) -> str:
        """The state shown."""
        return self._word

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(round(pill_width(self._theme, self._word)), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        with QPainter(self) as painter:
            paint_pill(
                painter, QRectF(self.rect()), self._word, self._theme, self._tone, self._icon, not self.isEnabled()
            )
