"""How a card looks: a 1 px border, number and 当前 above, two lines of text, the state and the files below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.chain import Node
from qmsdesk.views.chain.tones import tone_of
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.pill import paint_pill

NODE = Qt.ItemDataRole.UserRole + 201
CURRENT = Qt.ItemDataRole.UserRole + 202
_HEIGHT, _GAP, _RADIUS, _PAD = 98, 6, 6, 10
_LINES = 2
_State = QStyle.StateFlag
_CENTRE = Qt.AlignmentFlag.AlignVCenter


class CardDelegate(QStyledItemDelegate):
    """Paints the node of an index."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All cards are of one height."""
        return QSize(60, self._theme.px(_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground and border, then the content."""
        node: Node = index.data(NODE)
        current = bool(index.data(CURRENT))
        state, theme = option.state, self._theme
        box = QRectF(option.rect).adjusted(1, 1, -2, -_GAP)
        ground = "selected" if state & _State.State_Selected else "surface"
        if state & _State.State_MouseOver and ground == "surface":
            ground = "hover"
        focused = state & _State.State_HasFocus
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if focused else 1
        painter.setPen(QPen(theme.color("accent" if focused or current else "border"), width))
        painter.setBrush(theme.color(ground))
        edge = width / 2
        painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), _RADIUS, _RADIUS)
        if current:
            painter.fillRect(
                QRectF(box.x() + 1, box.y() + _RADIUS, 3, box.height() - 2 * _RADIUS), theme.color("accent")
            )
        self._content(painter, box.adjusted(_PAD, 7, -_PAD, -8), node, current)
        painter.restore()

    def _content(self, painter: QPainter, box: QRectF, node: Node, current: bool) -> None:
        theme = self._theme
        small, line = theme.font(12), theme.px(18)
        head = QRectF(box.x(), box.y(), box.width(), line)
        if current:
            bold, word = theme.font(12, bold=True), _("当前")
            painter.setFont(bold)
            painter.setPen(theme.color("accent"))
            painter.drawText(head, _CENTRE | Qt.AlignmentFlag.AlignRight, word)
            head.setWidth(head.width() - QFontMetricsF(bold).horizontalAdvance(word) - 6)
        painter.setFont(small)
        painter.setPen(theme.color("text3"))
        number = QFontMetricsF(small).elidedText(node.number, Qt.TextElideMode.ElideRight, head.width())
        painter.drawText(head, _CENTRE | Qt.AlignmentFlag.AlignLeft, number)
        body = QRectF(box.x(), box.y() + line + 1, box.width(), theme.px(18) * _LINES)
        painter.setPen(theme.color("text"))
        _draw_lines(painter, body, node.caption, theme.font(13), theme.px(18))
        foot = QRectF(box.x(), box.bottom() - theme.px(20), box.width(), theme.px(20))
        if node.files:
            foot.setWidth(foot.width() - self._files(painter, foot, str(node.files)))
        if node.state:
            paint_pill(painter, foot, node.state, theme, tone_of(node.state))

    def _files(self, painter: QPainter, foot: QRectF, count: str) -> float:
        """How many files there are, at the right; returns the room it took."""
        theme, small = self._theme, self._theme.font(12)
        side, width = theme.px(12), QFontMetricsF(small).horizontalAdvance(count)
        painter.setFont(small)
        painter.setPen(theme.color("text3"))
        painter.drawText(foot, _CENTRE | Qt.AlignmentFlag.AlignRight, count)
        clip = QRectF(foot.right() - width - side - 3, foot.center().y() - side / 2, side, side)
        theme.icons.paint(painter, clip, "attachment-2", "text3")
        return width + side + 8


def _draw_lines(painter: QPainter, box: QRectF, text: str, font: QFont, height: float) -> None:
    """As many lines as there is room for, the last one cut with …"""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    for place in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        start, top = line.textStart(), box.y() + place * height
        if place == _LINES - 1 and start + line.textLength() < len(text):
            rest = QFontMetricsF(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, box.width())
            painter.setFont(font)
            painter.drawText(QRectF(box.x(), top, box.width(), height), _CENTRE | Qt.AlignmentFlag.AlignLeft, rest)
        else:
            line.draw(painter, QPointF(box.x(), top + (height - line.height()) / 2))
    layout.endLayout()
