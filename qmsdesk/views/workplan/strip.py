"""The ten stages as bars over the months: planned light, actual full, today as a line; the keyboard moves over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.workplan import TITLES, Span, StagePlan, WorkPlan
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.pill import paint_pill

_ROW, _ROW_COMPACT, _HEAD, _NAME, _LED, _STATE, _LEFT = 23, 20, 24, 128, 122, 132, 14
_MONTH = 36  # pixels a month needs for its label
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def in_words(stage: StagePlan) -> str:
    """A row as a screen reader says it."""
    parts = [
        f"{stage.stage.key}) {stage.stage.title}", _("主导方 {}").format(stage.stage.led_by_text),
        _("计划 {}").format(stage.planned.text) if stage.planned.text else "",
        _("实际 {}").format(stage.actual.text) if stage.actual.text else "",
        TITLES[stage.state],
        _("{}/{} 项完成").format(stage.done, len(stage.tasks)) if stage.tasks else "",
    ]  # fmt: skip
    return "，".join(part for part in parts if part)


class PlanStrip(QWidget):
    """``chosen`` carries the key of a stage when the user goes to another one or presses it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.plan: WorkPlan | None = None
        self._at = 0
        self._narrow, self._high = False, _ROW
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(_("十个环节的进度"))
        theme.changed.connect(self.updateGeometry)

    def set_plan(self, plan: WorkPlan) -> None:
        """Show a plan; the stage at hand stays."""
        self.plan = plan
        self._tell()
        self.update()

    def set_size(self, *, narrow: bool, compact: bool) -> None:
        """Lower rows in a small window; without the column of leading parties, where there is less room."""
        self._narrow, self._high = narrow, _ROW_COMPACT if compact else _ROW
        self.updateGeometry()
        self.update()

    def stage(self) -> str:
        """The key of the stage at hand, empty without a plan."""
        return self.plan.stages[self._at].stage.key if self.plan is not None else ""

    def go(self, key: str) -> None:
        """Bring a stage to hand; nothing is told."""
        keys = [stage.stage.key for stage in self.plan.stages] if self.plan is not None else []
        if key in keys:
            self._at = keys.index(key)
            self._tell()
            self.update()

    def place_of(self, key: str) -> QPoint:
        """The middle of a row."""
        keys = [stage.stage.key for stage in self.plan.stages] if self.plan is not None else []
        return self._row(keys.index(key)).center().toPoint()

    def sizeHint(self) -> QSize:
        """A head and ten rows."""
        return QSize(self._theme.px(640), self._theme.px(_HEAD) + 10 * self._theme.px(self._high) + 4)

    def minimumSizeHint(self) -> QSize:
        """As high, less wide."""
        return QSize(self._theme.px(420), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home, End move; Enter and Space press."""
        if self.plan is None:
            super().keyPressEvent(event)
            return
        last, key = len(self.plan.stages) - 1, event.key()
        if key in _STEPS:
            self._choose(min(max(self._at + _STEPS[Qt.Key(key)], 0), last))
        elif key in _ENDS:
            self._choose(0 if key == Qt.Key.Key_Home else last)
        elif key in _PRESS:
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a row chooses it."""
        row = self._under(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self._choose(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Rows can be pressed."""
        over = self._under(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """The row in words as a tip; the outline comes and goes with the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if isinstance(event, QHelpEvent):
            row = self._under(event.pos())
            tip = in_words(self.plan.stages[row]) if self.plan is not None and row is not None else ""
            QToolTip.showText(event.globalPos(), tip)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Months, rows, today."""
        if self.plan is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_legend(painter)
            self._paint_months(painter)
            for row, stage in enumerate(self.plan.stages):
                self._paint_row(painter, row, stage)
            x = self._x(self.plan.today)
            if x is not None:
                painter.setPen(QPen(self._theme.color("target"), 1.4))
                top = self._theme.px(_HEAD) - 3
                painter.drawLine(round(x), top, round(x), top + self._theme.px(self._high) * len(self.plan.stages) + 3)
            if self.hasFocus():
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._row(self._at).adjusted(1, 1, -1, -1))

    def _paint_legend(self, painter: QPainter) -> None:
        """What light, full and the line mean, over the names of the stages."""
        theme, left = self._theme, float(self._theme.px(_LEFT))
        middle = theme.px(_HEAD) / 2
        painter.setFont(theme.font(12))
        for text, token in (
            (_("计划"), "track"),
            (_("已完成"), "ok"),
            (_("进行中"), "accent_fill"),
            (_("今天"), "target"),
        ):
            if left + theme.px(50) > self._area().x():  # the months begin here
                break
            wide = 2.0 if token == "target" else float(theme.px(14))
            mark = QRectF(left, middle - theme.px(4), wide, theme.px(8))
            painter.setPen(QPen(theme.color("border2"), 1) if token == "track" else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(token))
            painter.drawRect(mark)
            painter.setPen(theme.color("text2"))
            room = QRectF(left + wide + 5, 0, theme.px(40), theme.px(_HEAD))
            painter.drawText(room, _MIDDLE, text)
            left += wide + 5 + painter.fontMetrics().horizontalAdvance(text) + theme.px(12)

    def _paint_months(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setFont(theme.font(12))
        starts = list(_months(self.plan))
        head, bottom = theme.px(_HEAD), theme.px(_HEAD) + 10 * theme.px(self._high)
        if len(starts) < 2:
            return
        step = max(1, -(-theme.px(_MONTH) * (len(starts) - 1) // max(round(self._area().width()), 1)))
        for place, day in enumerate(starts[:-1]):
            x = self._x(day) or 0.0
            painter.setPen(theme.color("line"))
            painter.drawLine(round(x), head, round(x), bottom)
            if place % step == 0:
                painter.setPen(theme.color("text2"))
                named = _("{}年{}月").format(day.year % 100, day.month) if not place or day.month <= step else ""
                text = named or _("{}月").format(day.month)
                painter.drawText(QRectF(x + 3, 0, theme.px(80), head), _MIDDLE, text)

    def _paint_row(self, painter: QPainter, row: int, stage: StagePlan) -> None:
        theme, box = self._theme, self._row(row)
        if row == self._at:
            area = self._area()
            painter.fillRect(QRectF(box.x(), box.y(), area.x() - 8, box.height()), theme.color("selected"))
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.color("accent"))
        painter.setPen(theme.color("line"))
        painter.drawLine(box.topLeft(), box.topRight())
        painter.setFont(theme.font(13, bold=row == self._at))
        painter.setPen(theme.color("text"))
        left = theme.px(_LEFT)
        painter.drawText(
            QRectF(left, box.y(), theme.px(_NAME), box.height()), _MIDDLE, f"{stage.stage.key}) {stage.stage.title}"
        )
        if not self._narrow:
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            room = QRectF(left + theme.px(_NAME), box.y(), theme.px(_LED) - 6, box.height())
            led = stage.stage.led_by_text
            shown = painter.fontMetrics().elidedText(led, Qt.TextElideMode.ElideRight, round(room.width()))
            painter.drawText(room, _MIDDLE, shown)
        self._paint_bars(painter, box, stage)
        state = QRectF(box.right() - theme.px(_STATE) + 8, box.y() + 1.5, theme.px(84), box.height() - 3)
        paint_pill(painter, state, TITLES[stage.state], theme)
        if stage.tasks:
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            room = QRectF(box.right() - theme.px(46), box.y(), theme.px(32), box.height())
            painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignRight, f"{stage.done}/{len(stage.tasks)}")

    def _paint_bars(self, painter: QPainter, box: QRectF, stage: StagePlan) -> None:
        theme = self._theme
        assert self.plan is not None
        planned = self._bar(stage.planned, box, 13)
        if planned is not None:
            painter.setPen(QPen(theme.color("border2"), 1))
            painter.setBrush(theme.color("track"))
            painter.drawRoundedRect(planned, 3, 3)
        begun = stage.actual.first
        done = Span(begun, stage.actual.last or max(self.plan.today, begun)) if begun else Span()
        actual = self._bar(done, box, 7)
        if actual is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ok" if stage.state == "done" else "accent_fill"))
            painter.drawRoundedRect(actual, 2, 2)
        if stage.state == "late":
            late = self._bar(Span(_first_late(stage), self.plan.today), box, 7)
            if late is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("bad_fill"))
                painter.drawRoundedRect(late, 2, 2)

    def _bar(self, span: Span, box: QRectF, high: int) -> QRectF | None:
        first, last = span.first or span.last, span.last or span.first
        if first is None or last is None:
            return None
        left, right = self._x(first), self._x(last + dt.timedelta(days=1))
        area, height = self._area(), float(self._theme.px(high))
        if left is None or right is None:
            left, right = left if left is not None else area.x(), right if right is not None else area.right()
        return QRectF(left, box.center().y() - height / 2, max(right - left, 4.0), height)

    def _x(self, day: dt.date) -> float | None:
        """Where a day stands, None outside the months shown."""
        span = self.plan.months if self.plan is not None else None
        if span is None or not span[0] <= day <= span[1]:
            return None
        area = self._area()
        return area.x() + area.width() * (day - span[0]).days / max((span[1] - span[0]).days, 1)

    def _area(self) -> QRectF:
        theme = self._theme
        left = theme.px(_LEFT + _NAME + (0 if self._narrow else _LED))
        width = max(self.width() - left - theme.px(_STATE), 40)
        return QRectF(left, theme.px(_HEAD), width, theme.px(self._high) * 10)

    def _row(self, row: int) -> QRectF:
        theme = self._theme
        return QRectF(0, theme.px(_HEAD) + row * theme.px(self._high), self.width(), theme.px(self._high))

    def _under(self, where: QPoint) -> int | None:
        row = (where.y() - self._theme.px(_HEAD)) // self._theme.px(self._high)
        count = len(self.plan.stages) if self.plan is not None else 0
        return int(row) if where.y() >= self._theme.px(_HEAD) and row < count else None

    def _choose(self, row: int) -> None:
        self._at = row
        self._tell()
        self.update()
        self.chosen.emit(self.stage())

    def _tell(self) -> None:
        self.setAccessibleDescription(in_words(self.plan.stages[self._at]) if self.plan is not None else "")


def _months(plan: WorkPlan | None) -> Iterator[dt.date]:
    """The first days of the months shown, and of the one after."""
    span = plan.months if plan is not None else None
    if span is None:
        return
    day, last = span
    while day <= last:
        yield day
        day = (day + dt.timedelta(days=32)).replace(day=1)


def _first_late(stage: StagePlan) -> dt.date | None:
    """The day from which the first late task of a stage is late."""
    days = [task.planned.last for task in stage.tasks if task.state == "late" and task.planned.last]
    return min(days) + dt.timedelta(days=1) if days else None
