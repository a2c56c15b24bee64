"""Column heads: 12 px, the sort mark straight behind the text, a tick box for all rows over the check column."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.raster import paint_box

_PADDING = 8
_ARROWS = {Qt.SortOrder.AscendingOrder: "arrow-up-s-line", Qt.SortOrder.DescendingOrder: "arrow-down-s-line"}


class TableHeader(QHeaderView):
    """The horizontal head of a table; ``all_toggled`` says whether every row is to be ticked."""

    all_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, check_column: int = -1) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._check = theme, check_column
        self._state = Qt.CheckState.Unchecked
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSortIndicatorClearable(False)

    def set_check_state(self, state: Qt.CheckState) -> None:
        """None, some or all rows are ticked."""
        self._state = state
        self.viewport().update()

    def check_state(self) -> Qt.CheckState:
        """What the box shows."""
        return self._state

    def sizeHint(self) -> QSize:
        """30 high times the font scale."""
        return QSize(super().sizeHint().width(), self._theme.px(30))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Ground, line under it, text and sort mark."""
        theme, model = self._theme, self.model()
        painter.save()
        painter.fillRect(rect, theme.color("subtle"))
        painter.setPen(theme.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if logicalIndex == self._check:
            side = theme.px(16)
            box = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
            paint_box(painter, box, theme.tokens, self._state)
            painter.restore()
            return
        text = str(model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.DisplayRole) or "")
        stored = model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        right = stored is not None and bool(int(stored) & int(Qt.AlignmentFlag.AlignRight))
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex and bool(text)
        arrow = theme.px(12) + 3 if sorted_by else 0
        painter.setFont(theme.font(12, bold=sorted_by))
        painter.setPen(theme.color("text" if sorted_by else "text2"))
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - arrow)
        width = metrics.horizontalAdvance(shown)
        x = room.right() + 1 - width - arrow if right else room.x()
        painter.drawText(QRect(x, rect.y(), width + 2, rect.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
        if sorted_by:
            mark = QRectF(x + width + 3, rect.center().y() - theme.px(12) / 2 + 0.5, theme.px(12), theme.px(12))
            theme.icons.paint(painter, mark, _ARROWS[self.sortIndicatorOrder()], "text2")
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks all or none instead of sorting."""
        if self._check >= 0 and self.logicalIndexAt(event.position().toPoint()) == self._check:
            self.all_toggled.emit(self._state != Qt.CheckState.Checked)
            return
        super().mouseReleaseEvent(event)
