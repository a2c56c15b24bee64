"""Small painted figures: shares in a line, the grade on its scale, a length against what is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.views.theme.apply import Theme

Number = Decimal | int


class _Figure(QWidget):
    """A widget of fixed height that paints with the theme and says its value as accessible name."""

    height_hint = 6

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self._theme.px(self.height_hint))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw inside the widget."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter, QRectF(self.rect()))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint into ``area``; each figure says how."""


class SegmentBar(_Figure):
    """Shares of a whole in a line: ``[(12, "ok"), (8, "warn_fill"), (2, "bad")]``; also a plain progress bar."""

    def __init__(
        self,
        theme: Theme,
        parts: Sequence[tuple[Number, str]] = (),
        total: Number | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._parts: list[tuple[Number, str]] = []
        self._total: Number = 0
        self.set_parts(parts, total)

    def set_parts(self, parts: Sequence[tuple[Number, str]], total: Number | None = None, name: str = "") -> None:
        """Amounts with the token they are filled with; what is left of ``total`` stays empty."""
        self._parts = [(max(amount, 0), role) for amount, role in parts]
        whole = sum((Decimal(amount) for amount, _role in self._parts), Decimal())
        self._total = max(Decimal(total), whole) if total is not None else whole
        self.setAccessibleName(name or " / ".join(str(amount) for amount, _role in self._parts))
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Rounded at both ends, 2 px between the parts."""
        clip = QPainterPath()
        clip.addRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setClipPath(clip)
        painter.fillRect(area, self._theme.color("track"))
        if not self._total:
            return
        x = area.x()
        for amount, role in self._parts:
            width = float(Decimal(amount) / Decimal(self._total)) * area.width()
            painter.fillRect(
                QRectF(x, area.y(), max(width - 2, 0) if width > 4 else width, area.height()), self._theme.color(role)
            )
            x += width


class GradeBar(_Figure):
    """A total on the scale of the grades: bands from their lower bounds, a marker at the value (表 2)."""

    height_hint = 42

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._bands: list[tuple[Decimal, str]] = []
        self._value, self._maximum = Decimal(0), Decimal(1)

    def set_grade(self, value: Decimal, maximum: Decimal, bands: Sequence[tuple[Decimal, str]], name: str = "") -> None:
        """``bands`` are lower bound and grade word, lowest first; ``name`` is what a screen reader says."""
        self._value, self._maximum = value, max(maximum, Decimal(1))
        self._bands = sorted(bands)
        self.setAccessibleName(name or f"{value} / {maximum}")
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """The band of the value is filled, those below it paler, those above empty."""
        if not self._bands:
            return
        theme = self._theme
        scale = area.width() / float(self._maximum)
        top, high = theme.px(12), float(theme.px(7))
        painter.setFont(theme.font(12))
        reached = [bound for bound, _word in self._bands if bound <= self._value]
        ends = [*[bound for bound, _word in self._bands[1:]], self._maximum]
        free = -1.0
        for place, ((bound, word), end) in enumerate(zip(self._bands, ends, strict=True), start=1):
            left, right = float(bound) * scale, float(min(end, self._maximum)) * scale
            full = bool(reached) and bound == reached[-1]
            painter.fillRect(QRectF(left, top, max(right - left - 1, 0), high), theme.color("track"))
            if bound <= self._value:
                painter.setOpacity(1 if full else 0.6 * place / len(self._bands))
                painter.fillRect(QRectF(left, top, max(right - left - 1, 0), high), theme.color("accent_fill"))
                painter.setOpacity(1)
            text = f"{bound.normalize():f} {word}" if full else f"{bound.normalize():f}"
            width = painter.fontMetrics().horizontalAdvance(text)
            if left > free and left + width <= area.width():
                painter.setPen(theme.color("text" if full else "text2"))
                painter.drawText(QPointF(left, top + high + theme.px(14)), text)
                free = left + width + 4
        x = min(max(float(self._value) * scale, 5), area.width() - 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        painter.drawPolygon(QPolygonF([QPointF(x - 5, top - 8), QPointF(x + 5, top - 8), QPointF(x, top - 1)]))
        painter.fillRect(QRectF(x - 1, top - 2, 2, high + 4), theme.color("text"))


class Gauge(_Figure):
    """A length against a suggestion: fill = count, band = 80 to 125 % of it, tick = the suggestion itself."""

    height_hint = 14

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._count, self._suggested, self._role = 0, 1, "accent_fill"

    def set_value(self, count: int, suggested: int, *, role: str = "accent_fill", name: str = "") -> None:
        """``role`` is ``warn_fill`` where the count is outside the band."""
        self._count, self._suggested, self._role = max(count, 0), max(suggested, 1), role
        self.setAccessibleName(name or f"{count} / {suggested}")
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """The scale ends at 160 % of the suggestion."""
        unit = area.width() / (1.6 * self._suggested)
        middle, high = area.center().y(), float(self._theme.px(6))
        bar = QRectF(area.x(), middle - high / 2, area.width(), high)
        painter.fillRect(bar, self._theme.color("track"))
        band = QRectF(0.8 * self._suggested * unit, area.y() + 2, 0.45 * self._suggested * unit, area.height() - 4)
        painter.fillRect(band, self._theme.color("selected"))
        painter.fillRect(
            QRectF(bar.x(), bar.y(), min(self._count * unit, bar.width()), high), self._theme.color(self._role)
        )
        tick = self._suggested * unit
        painter.setPen(QPen(self._theme.color("text"), 1.4))
        painter.drawLine(QPointF(tick, area.y() + 1), QPointF(tick, area.bottom() - 1))


class Sparkline(_Figure):
    """The run of a figure in a row: a line, the target dashed, a dot at the end. Gaps (``None``) break the line."""

    height_hint = 32

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._values: list[Decimal | None] = []
        self._target: Decimal | None = None

    def set_values(self, values: Sequence[Decimal | None], target: Decimal | None = None, name: str = "") -> None:
        """Oldest first; ``name`` is what a screen reader says."""
        self._values, self._target = list(values), target
        self.setAccessibleName(name)
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Scaled to what is shown, target included."""
        paint_sparkline(painter, area, self._values, self._target, self._theme)


def paint_sparkline(
    painter: QPainter, area: QRectF, values: Sequence[Decimal | None], target: Decimal | None, theme: Theme
) -> None:
    """Paint the line into ``area`` (delegates use it too)."""
    known = [value for value in values if value is not None]
    if not known:
        return
    shown = [*known, target] if target is not None else known
    low, high = min(shown), max(shown)
    span = float(high - low) or 1.0
    box = area.adjusted(3, 3, -4, -3)
    step = box.width() / max(len(values) - 1, 1)

    def place(index: int, value: Decimal) -> QPointF:
        return QPointF(box.x() + index * step, box.bottom() - float(value - low) / span * box.height())

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if target is not None:
        painter.setPen(QPen(theme.color("target"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.x(), place(0, target).y()), QPointF(box.right(), place(0, target).y()))
    painter.setPen(QPen(theme.color("actual"), 1.6, c=Qt.PenCapStyle.RoundCap))
    before: QPointF | None = None
    last: QPointF | None = None
    for index, value in enumerate(values):
        here = None if value is None else place(index, value)
        if here is not None and before is not None:
            painter.drawLine(before, here)
        before, last = here, here or last
    painter.setBrush(theme.color("actual"))
    painter.setPen(Qt.PenStyle.NoPen)
    if last is not None:
        painter.drawEllipse(last, 2.5, 2.5)
    painter.restore()
