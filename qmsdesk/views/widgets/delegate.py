"""One delegate for all tables: row line, accent bar, pills, tick boxes, quiet and wrong cells."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.raster import paint_box
from qmsdesk.views.widgets.pill import paint_pill
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
PADDING = 8
_BOX = 16
_Data = Qt.ItemDataRole
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value
_ENABLED = Qt.ItemFlag.ItemIsEnabled.value
_SELECTED = QStyle.StateFlag.State_Selected.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value


class TableDelegate(QStyledItemDelegate):
    """Paints cells by the roles of ``Role``; subclass it to offer editors."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, line, bar, then what the cell holds."""
        view: Any = option.widget
        rect: QRect = option.rect
        state: int = option.state.value  # plain numbers: Python's flags are slow, and this runs for every cell
        selected = bool(state & _SELECTED)
        group = bool(index.data(Role.GROUP))
        hovered = bool(state & _HOVERED) or getattr(view, "hover_row", -1) == index.row()
        painter.save()
        ground = "selected" if selected else "subtle" if group else "hover" if hovered else "surface"
        painter.fillRect(rect, self.theme.color(ground))
        painter.setPen(self.theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected and index.column() == getattr(view, "bar_column", -1):
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), self.theme.color("accent"))
        if index.data(Role.ERROR) or index.data(Role.WARNING) or index.data(Role.FIELD):
            self._field(painter, rect, index)
        self._content(painter, rect, index, group)
        if state & _FOCUSED and getattr(view, "cell_cursor", False):
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows are as high as the view says."""
        height = getattr(option.widget, "row_height", self.theme.px(32))
        return QSize(80, height)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A tick box reacts over its whole cell."""
        checked = index.data(_Data.CheckStateRole)
        if checked is None or not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        rect: QRect = option.rect
        if event.button() != Qt.MouseButton.LeftButton or not rect.contains(event.position().toPoint()):
            return False
        if index.data(_Data.DisplayRole) and event.position().x() > rect.x() + _BOX + 2 * PADDING:
            return False
        flipped = Qt.CheckState.Unchecked if Qt.CheckState(checked) == Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, flipped, _Data.CheckStateRole)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """What is wrong with the cell, else its own tip, else the text where it is cut off."""
        tip = index.data(Role.ERROR) or index.data(Role.WARNING) or index.data(_Data.ToolTipRole)
        text = str(index.data(_Data.DisplayRole) or "")
        if not tip and text:
            room = view.visualRect(index).width() - 2 * PADDING
            font = self.theme.font(13, bold=bool(index.data(Role.BOLD)))
            tip = text if QFontMetrics(font).horizontalAdvance(text) > room else ""
        if tip:
            QToolTip.showText(event.globalPos(), str(tip), view)
        else:
            QToolTip.hideText()
        return True

    def _content(self, painter: QPainter, rect: QRect, index: Index, group: bool) -> None:
        area = rect.adjusted(PADDING, 0, -PADDING, 0)
        text = str(index.data(_Data.DisplayRole) or "")
        checked = index.data(_Data.CheckStateRole)
        if checked is not None:
            side = self.theme.px(_BOX)
            x = area.x() if text else rect.x() + (rect.width() - side) / 2
            box = QRectF(x, rect.y() + (rect.height() - side) / 2, side, side)
            enabled = bool(index.flags().value & _ENABLED)
            paint_box(painter, box, self.theme.tokens, Qt.CheckState(checked), enabled)
            area.setLeft(area.left() + side + PADDING if text else area.left())
        icon = index.data(Role.ICON)
        if icon:
            side = self.theme.px(16)
            self.theme.icons.paint(painter, QRectF(area.x(), rect.center().y() - side / 2 + 0.5, side, side), *icon)
            area.setLeft(area.left() + side + 6)
        pill = index.data(Role.PILL)
        if pill and text:
            muted = bool(index.data(Role.MUTED)) and pill is True
            paint_pill(painter, QRectF(area), text, self.theme, None if pill is True or muted else pill)
        elif text or index.data(Role.CAPTION):
            self._text(painter, area, text, index, group)

    def _text(self, painter: QPainter, area: QRect, text: str, index: Index, group: bool) -> None:
        enabled = bool(index.flags().value & _ENABLED)
        muted = bool(index.data(Role.MUTED))
        tone = index.data(Role.TONE) or ("text3" if muted else "text")
        font = self.theme.font(13, bold=bool(index.data(Role.BOLD)) or group)
        if index.data(Role.STRUCK):
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(self.theme.color(tone if enabled else "disabled"))
        stored = index.data(_Data.TextAlignmentRole)
        align = _LEFT if stored is None else int(stored) | _MIDDLE
        metrics = painter.fontMetrics()
        caption = str(index.data(Role.CAPTION) or "")
        if area.height() > metrics.lineSpacing() * 2.2:
            self._block(painter, area, text, caption)
            return
        shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, max(area.width(), 0))
        painter.drawText(area, align, shown)
        if caption:
            used = metrics.horizontalAdvance(shown) + 8
            painter.setFont(self.theme.font(12))
            painter.setPen(self.theme.color("text3"))
            room = area.adjusted(used, 0, 0, 0)
            shown = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, max(room.width(), 0))
            painter.drawText(room, _LEFT, shown)

    def _block(self, painter: QPainter, area: QRect, text: str, caption: str) -> None:
        """A cell over several rows: wrapped text with its caption underneath, in the middle of the height."""
        wrap = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        pen = painter.pen()
        body = painter.boundingRect(area, wrap, text)
        small = self.theme.font(12)
        extra = self.theme.px(18) if caption else 0
        top = area.y() + max((area.height() - body.height() - extra) // 2, 0)
        painter.setPen(pen)
        painter.drawText(QRect(area.x(), top, area.width(), body.height()), wrap, text)
        if caption:
            painter.setFont(small)
            painter.setPen(self.theme.color("text3"))
            painter.drawText(QRect(area.x(), top + body.height(), area.width(), extra), _LEFT, caption)

    def _field(self, painter: QPainter, rect: QRect, index: Index) -> None:
        error, warning = index.data(Role.ERROR), index.data(Role.WARNING)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("bad" if error else "warn" if warning else "input"), 2 if error else 1))
        painter.setBrush(self.theme.color("bad_bg" if error else "warn_bg" if warning else "surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2.5, -3), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
