"""Departments by months: what was audited (filled), what is planned (ring); a click or Space plans a month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.audit.shown import YearRow
from qmsdesk.views.theme.apply import Theme

_ROW, _HEAD, _NAME, _LEFT = 23, 22, 76, 12
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)
}  # fmt: skip
_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class YearMatrix(QWidget):
    """``toggled`` carries department, month and whether it is to be planned. ``month`` is marked as a column."""

    toggled = Signal(int, int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: Sequence[YearRow] = ()
        self._month = 0
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(_("年度审核方案"))
        theme.changed.connect(self.updateGeometry)

    def set_rows(self, rows: Sequence[YearRow], month: int = 0) -> None:
        """Show a year; 0 marks no month."""
        self.rows, self._month = tuple(rows), month
        row, column = self._at
        self._at = (min(row, max(len(rows) - 1, 0)), column)
        self._tell()
        self.updateGeometry()
        self.update()

    def cursor_cell(self) -> tuple[int, int]:
        """Row and month (from 1) the keyboard stands at."""
        return self._at[0], self._at[1] + 1

    def go(self, row: int, month: int) -> None:
        """Put the cursor into a cell."""
        self._at = (min(max(row, 0), max(len(self.rows) - 1, 0)), min(max(month - 1, 0), 11))
        self._tell()
        self.update()

    def press(self) -> None:
        """Plan the month at the cursor, or take it out of the programme."""
        if self.rows:
            row, month = self.rows[self._at[0]], self._at[1] + 1
            self.toggled.emit(row.department, month, month not in row.planned)

    def place_of(self, row: int, month: int) -> QPoint:
        """The middle of a cell."""
        return self._cell(row, month - 1).center().toPoint()

    def sizeHint(self) -> QSize:
        """A head and a row for each department."""
        return QSize(self._theme.px(280), self._theme.px(_HEAD + _ROW * len(self.rows) + 2))

    def minimumSizeHint(self) -> QSize:
        """Twelve narrow columns."""
        return QSize(self._theme.px(220), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and Space plan."""
        step = _STEPS.get(event.key())
        if step is not None and self.rows:
            self.go(self._at[0] + step[0], self._at[1] + 1 + step[1])
        elif event.key() in _PRESS:
            self.press()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click plans the month under it."""
        found = self._under(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.go(found[0], found[1] + 1)
            self.press()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Cells can be pressed."""
        found = self._under(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """What a cell says, in words."""
        if isinstance(event, QHelpEvent):
            found = self._under(event.pos())
            QToolTip.showText(event.globalPos(), self._words(*found) if found else "")
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cell at hand is outlined."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No outline."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The band of the month, lines, names and marks."""
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            head = theme.px(_HEAD)
            if self._month:
                band = self._cell(0, self._month - 1)
                bottom = head + theme.px(_ROW) * len(self.rows)
                painter.fillRect(QRectF(band.x(), head, band.width(), bottom - head), theme.color("selected"))
            painter.setFont(theme.font(12 if self._cell(0, 0).width() > theme.px(14) else 11))
            painter.setPen(theme.color("text2"))
            for month in range(12):
                box = self._cell(0, month)
                painter.drawText(
                    QRectF(box.x() - 4, 0, box.width() + 8, head), Qt.AlignmentFlag.AlignCenter, str(month + 1)
                )
            for place, row in enumerate(self.rows):
                self._paint_row(painter, place, row)
            if self.hasFocus() and self.rows:
                painter.setPen(QPen(theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._cell(*self._at).adjusted(1, 1, -1, -1))

    def _paint_row(self, painter: QPainter, place: int, row: YearRow) -> None:
        theme = self._theme
        first = self._cell(place, 0)
        painter.setPen(theme.color("line"))
        painter.drawLine(theme.px(_LEFT), round(first.y()), self.width() - theme.px(_LEFT), round(first.y()))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text"))
        box = QRectF(theme.px(_LEFT), first.y(), theme.px(_NAME) - 4, first.height())
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        for month in range(12):
            self._mark(painter, self._cell(place, month), row, month + 1)

    def _mark(self, painter: QPainter, box: QRectF, row: YearRow, month: int) -> None:
        theme, side = self._theme, float(self._theme.px(9))
        dot = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        if month in row.held:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_fill"))
            painter.drawEllipse(dot)
        elif month in row.planned:
            pen = QPen(theme.color("accent"), 1.4)
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("border2"))
            painter.drawEllipse(dot.center(), 1.0, 1.0)

    def _cell(self, row: int, column: int) -> QRectF:
        theme = self._theme
        left = theme.px(_LEFT + _NAME)
        width = max(self.width() - left - theme.px(_LEFT), 12) / 12
        return QRectF(left + column * width, theme.px(_HEAD) + row * theme.px(_ROW), width, theme.px(_ROW))

    def _under(self, where: QPoint) -> tuple[int, int] | None:
        first = self._cell(0, 0)
        column = int((where.x() - first.x()) // first.width())
        row = int((where.y() - first.y()) // first.height())
        return (row, column) if 0 <= column < 12 and 0 <= row < len(self.rows) else None

    def _words(self, row: int, column: int) -> str:
        found, month = self.rows[row], column + 1
        state = _("已实施") if month in found.held else _("计划") if month in found.planned else _("未安排")
        return _("{} {} 月：{}").format(found.name, month, state)

    def _tell(self) -> None:
        self.setAccessibleDescription(self._words(*self._at) if self.rows else "")
