"""Two small painted charts: sessions planned and held by month, and the distribution of marks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme

_BANDS = ((0, 60), (60, 70), (70, 80), (80, 90), (90, None))


class _Chart(QWidget):
    """Takes the room it gets; says what it shows as accessible name."""

    def __init__(self, theme: Theme, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, self._theme.px(self._height))

    def set_height(self, height: int) -> None:
        """Another height, in pixels of the design."""
        self._height = height
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw inside the widget."""
        with QPainter(self) as painter:
            painter.setFont(self._theme.font(11))
            self.draw(painter, QRectF(self.rect()))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint into ``area``; each chart says how."""


class MonthsChart(_Chart):
    """Twelve pairs of bars: planned as a dashed outline, held filled. Greyscale keeps them apart."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 116, parent)
        self.months: Sequence[tuple[int, int]] = ()

    def set_months(self, months: Sequence[tuple[int, int]]) -> None:
        """Pairs planned, held for January to December."""
        self.months = list(months)
        said = [
            _("{} 月计划 {} 场、完成 {} 场").format(n, planned, held)
            for n, (planned, held) in enumerate(months, 1) if planned or held
        ]  # fmt: skip
        self.setAccessibleName("；".join(said) or _("没有培训"))
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Grid lines at whole numbers, bars, months."""
        if not self.months:
            return
        theme = self._theme
        left, below, top = theme.px(34), theme.px(20), theme.px(8)
        box = QRectF(area.x() + left, area.y() + top, area.width() - left - theme.px(14), area.height() - top - below)
        most = max(1, *(max(pair) for pair in self.months))
        step = -(-most // 3)  # at most three lines over the ground line
        most = step * -(-most // step)
        for value in range(0, most + 1, step):
            y = round(box.bottom() - value / most * box.height()) + 0.5
            painter.setPen(theme.color("border" if not value else "line"))
            painter.drawLine(QPointF(box.x(), y), QPointF(box.right(), y))
            painter.setPen(theme.color("text2"))
            tick = QRectF(area.x(), y - 9, left - 8, 18)
            painter.drawText(tick, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(value))
        width = box.width() / len(self.months)
        bar = min(float(theme.px(20)), width * 0.34)
        for n, (planned, held) in enumerate(self.months):
            middle = box.x() + (n + 0.5) * width
            unit = box.height() / most
            if planned:
                painter.setPen(QPen(theme.color("actual"), 1, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(middle - bar - 1.5, box.bottom() - planned * unit, bar - 1, planned * unit))
            if held:
                painter.fillRect(
                    QRectF(middle + 1.5, box.bottom() - held * unit, bar, held * unit), theme.color("actual")
                )
            painter.setPen(theme.color("text2"))
            under = QRectF(middle - width / 2, box.bottom() + 2, width, below)
            painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), _("{} 月").format(n + 1))


def bands(scores: Sequence[Decimal]) -> list[int]:
    """How many marks lie under 60, in 60–69, 70–79, 80–89, and at 90 or more."""
    return [sum(low <= s and (high is None or s < high) for s in scores) for low, high in _BANDS]


class MarksChart(_Chart):
    """Marks in bands of ten; those under the pass line in another colour, the line dashed with its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 116, parent)
        self.scores: Sequence[Decimal] = ()
        self._least: Decimal | None = None

    def set_marks(self, scores: Sequence[Decimal], least: Decimal | None) -> None:
        """The marks and 合格分."""
        self.scores, self._least = list(scores), least
        labels = [f"{name} {n}" for name, n in zip(_names(), bands(self.scores), strict=True) if n]
        self.setAccessibleName(_("成绩分布：{}").format("，".join(labels) or _("没有成绩")))
        self.setVisible(bool(scores))
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Bars with their number on top."""
        theme = self._theme
        top, below = theme.px(18), theme.px(18)
        box = QRectF(area.x(), area.y() + top, area.width(), area.height() - top - below)
        counts = bands(self.scores)
        most, width = max(1, *counts), box.width() / len(counts)
        for n, (count, name) in enumerate(zip(counts, _names(), strict=True)):
            high = _BANDS[n][1]
            failed = self._least is not None and high is not None and high <= self._least
            bar = QRectF(box.x() + (n + 0.18) * width, 0, width * 0.64, count / most * box.height())
            bar.moveBottom(box.bottom())
            painter.fillRect(bar, theme.color("target" if failed else "actual"))
            painter.setPen(theme.color("text"))
            if count:
                over = QRectF(bar.x(), bar.y() - top, bar.width(), top)
                painter.drawText(over, int(Qt.AlignmentFlag.AlignCenter), str(count))
            painter.setPen(theme.color("text2"))
            under = QRectF(box.x() + n * width, box.bottom() + 1, width, below)
            painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), name)
        painter.setPen(theme.color("border"))
        painter.drawLine(QPointF(box.x(), box.bottom() + 0.5), QPointF(box.right(), box.bottom() + 0.5))
        if self._least is not None:
            x = box.x() + _place(self._least) * width
            painter.setPen(QPen(theme.color("text2"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.y() + 2), QPointF(x, box.bottom()))
            text = _("合格线 {}").format(format(self._least.normalize(), "f"))
            wide = painter.fontMetrics().horizontalAdvance(text) + 6
            at = x - wide if x - wide >= area.x() else x + 4
            painter.drawText(
                QRectF(at, area.y(), wide, top), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text
            )


def _names() -> list[str]:
    return [
        f"<{high}" if not low else f"≥{low}" if high is None else f"{low}–{high - 1}" for low, high in _BANDS
    ]  # fmt: skip


def _place(mark: Decimal) -> float:
    """Where a mark stands, in widths of a band from the left."""
    if mark < 60:
        return float(mark) / 60
    return min(float(mark - 50) / 10, 5.0)
