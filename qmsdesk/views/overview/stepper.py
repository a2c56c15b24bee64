"""The ten stages of 6.1 in a line: a tick for done, a ring for a part, hollow for nothing yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.overview import percent
from qmsdesk.services.readiness import Progress
from qmsdesk.views.theme.apply import Theme

_DOT = 24
_TOP = 7
_LINE = 18
_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})
_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_CENTRE = Qt.AlignmentFlag.AlignCenter
_FULL = 5760  # a circle in Qt's sixteenths of a degree


def state_word(each: Progress) -> tuple[str, str]:
    """How far a stage is, in a word and a figure: 已完成 3/3, 92% 35/38, 未开始 0/3, 未到期."""
    if not each.of:
        return _("未到期"), ""
    figure = f"{each.done}/{each.of}"
    if each.done == each.of:
        return _("已完成"), figure
    return (f"{percent(each.done, each.of)}%" if each.done else _("未开始")), figure


class Stepper(QWidget):
    """``chosen`` carries the letter of a stage that was clicked, or pressed on the keyboard (arrows move there)."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stages: tuple[Progress, ...] = ()
        self._current, self._picked = "", ""
        self._at, self._hovered = 0, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setAccessibleName(_("工作流程 a) 至 j)"))
        theme.changed.connect(self.updateGeometry)

    def set_stages(self, stages: Sequence[Progress], current: str) -> None:
        """Show how far the stages are; ``current`` is the letter of the one in hand."""
        self._stages, self._current = tuple(stages), current
        self._say()
        self.update()

    def set_picked(self, key: str) -> None:
        """The stage the list is filtered to; empty for none."""
        self._picked = key
        self.update()

    def spoken(self, place: int) -> str:
        """A stage in words, as a screen reader and the tool tip say it."""
        each = self._stages[place]
        return _("{}) {}，{}，主导方 {}").format(
            each.stage.key, each.stage.title, " ".join(state_word(each)).strip(), each.stage.led_by_text
        )

    def place_of(self, key: str) -> QPoint:
        """The middle of a stage's node."""
        keys = [each.stage.key for each in self._stages]
        return self._dot(keys.index(key)).center().toPoint()

    def sizeHint(self) -> QSize:
        """Node, title, figure and who leads, under each other."""
        return QSize(self._theme.px(900), self._theme.px(_TOP + _DOT + 4 + 3 * _LINE + 3))

    def minimumSizeHint(self) -> QSize:
        """As narrow as a small window has room for; words are cut off then."""
        return QSize(self._theme.px(400), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Home and End move; Enter and Space choose."""
        key = event.key()
        if key in _PRESS and self._stages:
            self.chosen.emit(self._stages[self._at].stage.key)
        elif key in _STEPS or key in _ENDS:
            last = len(self._stages) - 1
            to = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(key, self._at + _STEPS.get(key, 0))  # type: ignore[call-overload]
            self._at = min(max(to, 0), max(last, 0))
            self._say()
            self.update()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        if event.button() == Qt.MouseButton.LeftButton and self._stages:
            self._at = self._under(event.position())
            self._say()
            self.chosen.emit(self._stages[self._at].stage.key)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stage under the mouse stands on a quiet ground."""
        self._hover(self._under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The stage at hand is outlined."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No outline."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tool tip says a stage in full."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._stages:
            QToolTip.showText(event.globalPos(), self.spoken(self._under(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grounds and lines first, then nodes and words over them."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, each in enumerate(self._stages):
                self._paint_ground(painter, place, each)
            for place in range(1, len(self._stages)):
                done = _whole(self._stages[place - 1])
                before, after = self._dot(place - 1), self._dot(place)
                painter.setPen(QPen(self._theme.color("accent_fill" if done else "border2"), 2))
                y = before.center().y()
                painter.drawLine(QPointF(before.right() + 1, y), QPointF(after.left() - 1, y))
            lettered = self._fits()
            for place, each in enumerate(self._stages):
                self._paint_dot(painter, self._dot(place), each)
                self._paint_words(painter, place, each, lettered=lettered)
            if self.hasFocus() and self._stages:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(self._dot(self._at).adjusted(-4, -4, 4, 4))

    def _paint_ground(self, painter: QPainter, place: int, each: Progress) -> None:
        picked = each.stage.key == self._picked
        if not picked and place != self._hovered:
            return
        width = self.width() / len(self._stages)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("selected" if picked else "hover"))
        painter.drawRoundedRect(QRectF(place * width + 1, 0, width - 2, self.height()), 4, 4)

    def _paint_dot(self, painter: QPainter, box: QRectF, each: Progress) -> None:
        theme = self._theme
        if _whole(each):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_fill"))
            painter.drawEllipse(box)
            inside = box.adjusted(5, 5, -5, -5)
            theme.icons.paint(painter, inside, "check-line", "on_fill")
            return
        thick = float(theme.px(3))
        ring = box.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("border2"), thick if each.done else 2.0))
        painter.drawEllipse(ring)
        if each.done:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), thick, c=Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * 16, -_FULL * each.done // each.of)

    def _paint_words(self, painter: QPainter, place: int, each: Progress, *, lettered: bool) -> None:
        theme, width = self._theme, self.width() / len(self._stages)
        here = each.stage.key == self._current
        line = theme.px(_LINE)
        box = QRectF(place * width + 2, theme.px(_TOP + _DOT + 4), width - 4, line)
        self._put(painter, box, _title(each, lettered=lettered), 13, "accent" if here else "text", bold=here)
        word, figure = state_word(each)
        small, strong = theme.font(12), theme.font(12, bold=True)
        part = bool(each.done) and not _whole(each)
        face = strong if part else small
        first = QFontMetricsF(face).horizontalAdvance(word)
        gap = QFontMetricsF(small).horizontalAdvance(" ") if figure else 0.0
        whole = first + gap + QFontMetricsF(small).horizontalAdvance(figure)
        box.translate(0, line)
        left = box.x() + max((box.width() - whole) / 2, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(face)
        painter.setPen(theme.color("ok" if _whole(each) else "accent" if part else "text2"))
        painter.drawText(QRectF(left, box.y(), first + 1, line), middle, word)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(left + first + gap, box.y(), box.width(), line), middle, figure)
        box.translate(0, line)
        self._put(painter, box, each.stage.led_by_text, 12, "text2")

    def _put(self, painter: QPainter, box: QRectF, text: str, size: int, role: str, *, bold: bool = False) -> None:
        font = self._theme.font(size, bold=bold)
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box, _CENTRE, shown)

    def _fits(self) -> bool:
        """Whether the titles have room with their letters; the order alone tells the stages apart otherwise."""
        metrics = QFontMetricsF(self._theme.font(13, bold=True))
        room = self.width() / max(len(self._stages), 1) - 4
        return all(metrics.horizontalAdvance(_title(each, lettered=True)) <= room for each in self._stages)

    def _dot(self, place: int) -> QRectF:
        side, width = self._theme.px(_DOT), self.width() / max(len(self._stages), 1)
        return QRectF((place + 0.5) * width - side / 2, self._theme.px(_TOP), side, side)

    def _under(self, where: QPointF) -> int:
        width = self.width() / max(len(self._stages), 1)
        return min(max(int(where.x() / width), 0), max(len(self._stages) - 1, 0))

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def _say(self) -> None:
        self.setAccessibleDescription(self.spoken(self._at) if self._stages else "")


def _whole(each: Progress) -> bool:
    return bool(each.of) and each.done == each.of


def _title(each: Progress, *, lettered: bool) -> str:
    return f"{each.stage.key}) {each.stage.title}" if lettered else each.stage.title
