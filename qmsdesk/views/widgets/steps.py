"""Numbered steps of a wizard or the states of a record in a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme

_DOT = 20
_GAP = 36


class StepBar(QWidget):
    """Steps with a tick when done, a filled number when current; ``late`` rings the current one in red."""

    def __init__(self, theme: Theme, steps: Sequence[str], current: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._steps = theme, list(steps)
        self._current, self._late = current, False
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_current(current)
        theme.changed.connect(self.updateGeometry)

    def set_current(self, current: int, *, late: bool = False) -> None:
        """Steps before ``current`` are done; ``len(steps)`` means all are."""
        self._current, self._late = current, late
        name = self._steps[current] if 0 <= current < len(self._steps) else _("全部完成")
        place = min(current + 1, len(self._steps))
        self.setAccessibleName(_("第 {n} 步，共 {all} 步：{name}").format(n=place, all=len(self._steps), name=name))
        self.update()

    def current(self) -> int:
        """The step in hand, from 0."""
        return self._current

    def sizeHint(self) -> QSize:
        """Room for every step in full."""
        metrics = QFontMetricsF(self._theme.font(13, bold=True))
        words = sum(metrics.horizontalAdvance(step) for step in self._steps)
        dot = self._theme.px(_DOT)
        return QSize(round(words + len(self._steps) * (dot + 8) + (len(self._steps) - 1) * (_GAP + 16)), dot + 6)

    def minimumSizeHint(self) -> QSize:
        """The words may be elided by the edge, the dots not."""
        return QSize(min(self.sizeHint().width(), 320), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dots, words and the lines between."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dot = float(self._theme.px(_DOT))
            x, middle = 1.0, self.height() / 2
            for place, step in enumerate(self._steps):
                self._dot(painter, QRectF(x, middle - dot / 2, dot, dot), place)
                x += dot + 8
                font = self._theme.font(13, bold=place == self._current)
                painter.setFont(font)
                bad = self._late and place == self._current
                painter.setPen(self._theme.color("bad" if bad else "text" if place <= self._current else "text2"))
                width = QFontMetricsF(font).horizontalAdvance(step)
                painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, step)
                x += width + 8
                if place + 1 < len(self._steps):
                    painter.setPen(QPen(self._theme.color("border2"), 1))
                    painter.drawLine(QPointF(x, middle), QPointF(x + _GAP, middle))
                    x += _GAP + 8

    def _dot(self, painter: QPainter, rect: QRectF, place: int) -> None:
        theme = self._theme
        box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        if place < self._current:
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
            theme.icons.paint(painter, rect.adjusted(4, 4, -4, -4), "check-line", "accent")
            return
        current = place == self._current
        edge = "bad" if current and self._late else "accent_fill" if current else "border2"
        painter.setPen(QPen(theme.color(edge), 2 if current and self._late else 1))
        painter.setBrush(theme.color("accent_fill" if current and not self._late else "surface"))
        painter.drawEllipse(box)
        painter.setFont(theme.font(12, bold=current))
        painter.setPen(theme.color("bad" if current and self._late else "on_fill" if current else "text2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(place + 1))
