"""The six steps of a nonconformity in a line: a tick for done, a ring for the present one, red with words when late."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.nonconformity import Node
from qmsdesk.views.theme.apply import Theme

_DOT = 18
_TOP = 6
_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class StateLine(QWidget):
    """``chosen`` carries the key of a node that was clicked, or pressed on the keyboard (arrows move among them)."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._nodes: tuple[Node, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Show the steps of another record, or of the same one later."""
        self._nodes = tuple(nodes)
        places = [place for place, node in enumerate(self._nodes) if node.state in ("current", "overdue")]
        self._at = places[0] if places else max(len(self._nodes) - 1, 0)
        self.setAccessibleName(_("处理进度：{}").format("；".join(node.spoken() for node in self._nodes)))
        self._say()
        self.update()

    def nodes(self) -> tuple[Node, ...]:
        """The steps shown."""
        return self._nodes

    def place_of(self, key: str) -> QPoint:
        """The middle of a node's dot."""
        keys = [node.key for node in self._nodes]
        return self._dot(keys.index(key)).center().toPoint()

    def sizeHint(self) -> QSize:
        """Dot, title and date under each other."""
        return QSize(self._theme.px(300), self._theme.px(_TOP + _DOT + 42))

    def minimumSizeHint(self) -> QSize:
        """The titles touch below this."""
        return QSize(self._theme.px(240), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move, Enter and Space open the step."""
        step = _STEPS.get(event.key())
        if step is not None and self._nodes:
            self._at = min(max(self._at + step, 0), len(self._nodes) - 1)
            self._say()
            self.update()
        elif event.key() in _PRESS and self._nodes:
            self.chosen.emit(self._nodes[self._at].key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the step."""
        if event.button() == Qt.MouseButton.LeftButton and self._nodes:
            self._at = self._under(event.position())
            self._say()
            self.chosen.emit(self._nodes[self._at].key)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What the step says, in full."""
        if self._nodes:
            QToolTip.showText(event.globalPosition().toPoint(), self._nodes[self._under(event.position())].spoken())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focused step is outlined."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No outline."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines first, then dots and words over them."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place in range(1, len(self._nodes)):
                done = self._nodes[place - 1].state == "done"
                colour = self._theme.color("accent_fill" if done else "border2")
                before, after = self._dot(place - 1), self._dot(place)
                y = before.center().y()
                painter.setPen(QPen(colour, 2))
                painter.drawLine(QPointF(before.right(), y), QPointF(after.left(), y))
            for place, node in enumerate(self._nodes):
                self._paint_dot(painter, self._dot(place), node)
                self._paint_words(painter, place, node)
            if self.hasFocus() and self._nodes:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(self._dot(self._at).adjusted(-4, -4, 4, 4))

    def _paint_dot(self, painter: QPainter, box: QRectF, node: Node) -> None:
        theme = self._theme
        inside = box.adjusted(3, 3, -3, -3)
        if node.state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_fill"))
            painter.drawEllipse(box)
            theme.icons.paint(painter, inside, "check-line", "on_fill")
            return
        edge = {"overdue": "bad", "current": "accent_fill"}.get(node.state, "border2")
        painter.setPen(QPen(theme.color(edge), 2))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if node.state == "overdue":
            theme.icons.paint(painter, box.adjusted(2, 2, -2, -2), "error-warning-line", "bad")
        elif node.state == "current":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_fill"))
            painter.drawEllipse(box.adjusted(6, 6, -6, -6))

    def _paint_words(self, painter: QPainter, place: int, node: Node) -> None:
        theme, width = self._theme, self.width() / max(len(self._nodes), 1)
        top = theme.px(_TOP + _DOT + 2)
        late, here = node.state == "overdue", node.state in ("current", "overdue")
        lines = ((node.title, 13, here, "text2"), (node.words(), 12, False, "text3"))
        for text, size, bold, quiet in lines:
            painter.setFont(theme.font(size, bold=bold))
            painter.setPen(theme.color("bad" if late else "text" if size == 13 and node.state != "open" else quiet))
            box = QRectF(place * width - 6, top, width + 12, theme.px(19))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            top += theme.px(19)

    def _dot(self, place: int) -> QRectF:
        side, width = self._theme.px(_DOT), self.width() / max(len(self._nodes), 1)
        return QRectF((place + 0.5) * width - side / 2, self._theme.px(_TOP), side, side)

    def _under(self, where: QPointF) -> int:
        width = self.width() / max(len(self._nodes), 1)
        return min(max(int(where.x() / width), 0), len(self._nodes) - 1)

    def _say(self) -> None:
        self.setAccessibleDescription(self._nodes[self._at].spoken() if self._nodes else "")
