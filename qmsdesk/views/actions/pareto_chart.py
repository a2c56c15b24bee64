"""A Pareto chart that is clicked: bars by count, their sum as a line that ends at the total, on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.nonconformity import Bar
from qmsdesk.views.theme.apply import Theme

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_MOST = 12


class ParetoChart(QWidget):
    """``chosen`` carries the bar that was clicked, or pressed on the keyboard (arrows move among them)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_bars(self, bars: Sequence[Bar], name: str) -> None:
        """Show counts, the largest first; ``name`` says what is counted, for screen readers."""
        self._bars, self._at = tuple(bars[:_MOST]), 0
        told = "；".join(f"{bar.label} {bar.count}（{bar.share}%）" for bar in self._bars)
        self.setAccessibleName(_("{name}：{told}").format(name=name, told=told or _("还没有数据")))
        self._say()
        self.update()

    def bars(self) -> tuple[Bar, ...]:
        """The bars drawn: the first twelve at most; the table beside has all."""
        return self._bars

    def bar_rect(self, place: int) -> QRectF:
        """Where a bar stands."""
        plot, total = self._plot(), sum(bar.count for bar in self._bars)
        width = plot.width() / max(len(self._bars), 1)
        high = plot.height() * self._bars[place].count / max(total, 1)
        side = min(width * 0.62, self._theme.px(72))
        return QRectF(plot.x() + (place + 0.5) * width - side / 2, plot.bottom() - high, side, high)

    def sizeHint(self) -> QSize:
        """Room for six bars."""
        return QSize(self._theme.px(420), self._theme.px(260))

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(self._theme.px(240), self._theme.px(160))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move, Enter and Space choose."""
        step = _STEPS.get(event.key())
        if step is not None and self._bars:
            self._at = min(max(self._at + step, 0), len(self._bars) - 1)
            self._say()
            self.update()
        elif event.key() in _PRESS and self._bars:
            self.chosen.emit(self._bars[self._at])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a bar, or above or below it."""
        place = self._under(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = place
            self._say()
            self.chosen.emit(self._bars[place])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The figures of the bar under the mouse."""
        place = self._under(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
        if place is not None:
            QToolTip.showText(event.globalPosition().toPoint(), spoken(self._bars[place]), self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The bar at the cursor is outlined."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No outline."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars with counts, the line of sums with percents, a dashed line at 80 %."""
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(12))
            if not self._bars:
                painter.setPen(theme.color("text3"))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("还没有数据"))
                return
            plot = self._plot()
            painter.setPen(QPen(theme.color("before"), 1))
            painter.drawLine(plot.bottomLeft(), plot.bottomRight())
            self._paint_limit(painter, plot)
            for place in range(len(self._bars)):
                self._paint_bar(painter, plot, place)
            self._paint_sums(painter, plot)

    def _paint_limit(self, painter: QPainter, plot: QRectF) -> None:
        y = plot.bottom() - plot.height() * 0.8
        painter.setPen(QPen(self._theme.color("target"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(self._theme.color("target"))
        painter.drawText(QPointF(plot.right() + 6, y + 4), "80%")

    def _paint_bar(self, painter: QPainter, plot: QRectF, place: int) -> None:
        theme, bar, box = self._theme, self._bars[place], self.bar_rect(place)
        painter.fillRect(box, theme.color("accent_fill"))
        if self.hasFocus() and place == self._at:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-3, -3, 3, 2))
        painter.setFont(theme.font(12, bold=True))
        inside = box.height() > theme.px(28)
        painter.setPen(theme.color("on_fill" if inside else "text"))
        where = QRectF(box.x() - 20, box.y() + 8 if inside else box.y() - theme.px(18), box.width() + 40, theme.px(16))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(bar.count))
        width = plot.width() / len(self._bars)
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        word = QFontMetricsF(font).elidedText(bar.label, Qt.TextElideMode.ElideRight, width - 4)
        below = QRectF(plot.x() + place * width, plot.bottom() + 4, width, theme.px(18))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_sums(self, painter: QPainter, plot: QRectF) -> None:
        theme, width = self._theme, plot.width() / len(self._bars)
        points = [
            QPointF(plot.x() + (place + 0.5) * width, plot.bottom() - plot.height() * float(bar.cumulative) / 100)
            for place, bar in enumerate(self._bars)
        ]
        painter.setPen(QPen(theme.color("before"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        painter.setFont(theme.font(12))
        for place, point in enumerate(points):
            painter.setPen(QPen(theme.color("text2"), 1))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(point, 3.5, 3.5)
            if place:  # the first point is the bar itself
                text = QRectF(point.x() - width, point.y() - theme.px(20), width - 2, theme.px(16))
                painter.drawText(text, Qt.AlignmentFlag.AlignRight, f"{self._bars[place].cumulative}%")

    def _plot(self) -> QRectF:
        theme = self._theme
        return QRectF(self.rect()).adjusted(theme.px(16), theme.px(28), -theme.px(44), -theme.px(28))

    def _under(self, where: QPointF) -> int | None:
        plot = self._plot()
        if not self._bars or not plot.left() <= where.x() < plot.right():
            return None
        return min(int((where.x() - plot.x()) / (plot.width() / len(self._bars))), len(self._bars) - 1)

    def _say(self) -> None:
        self.setAccessibleDescription(spoken(self._bars[self._at]) if self._bars else "")


def spoken(bar: Bar) -> str:
    """The figures of a bar in words."""
    text = _("{label}：{count} 项，占 {share}%，累计 {sum}%")
    return text.format(label=bar.label, count=bar.count, share=bar.share, sum=bar.cumulative)
