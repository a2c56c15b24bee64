"""Comparisons inserted under part 四: a line of the table, or three bars, each with a button that takes it out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseIndicator
from qmsdesk.services.case import Figure
from qmsdesk.standard.rows import RESULT_TITLES, Result
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row

_ICONS = {"table": "table-line", "chart": "bar-chart-2-line"}
_HIGH = 62
_NAMES = (_("提升前"), _("提升目标"), _("提升后"))


class FiguresBox(QWidget):
    """``removed`` carries the id of the child row."""

    removed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[Figure, ...], bool] | None = None
        self.lines = column(self, spacing=4)

    def show_figures(self, figures: Sequence[Figure], *, writable: bool) -> None:
        """The comparisons in their order; nothing is made anew where nothing changed."""
        wanted = (tuple(figures), writable)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self.lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for figure in figures:
            self.lines.addWidget(self._line(figure, writable=writable))
        self.setHidden(not figures)

    def _line(self, figure: Figure, *, writable: bool) -> QWidget:
        theme, holder = self._theme, QWidget(self)
        rows = column(holder, spacing=2)
        head = row(spacing=8)
        head.addWidget(IconLabel(theme, _ICONS[figure.form], "text2", 16))
        name = label(figure.row.indicator, "strong")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.setToolTip(f"{dict(CaseIndicator.FORM)[figure.form]} {figure.row.indicator}")
        head.addWidget(name, 1)
        if figure.form == "table":
            told = _("{before} → {after}（目标 {target}）")
            head.addWidget(label(told.format(before=figure.before, after=figure.after, target=figure.target)))
        result: Result = figure.row.result  # type: ignore[assignment]
        head.addWidget(Pill(theme, RESULT_TITLES[result]))
        if writable:
            away = tool_button(theme, _("取出{}").format(figure.row.indicator), "close-line", "ghost", small=True,
                               icon_only=True)  # fmt: skip
            away.clicked.connect(lambda _on=False, line=figure.line: self.removed.emit(line))
            head.addWidget(away)
        rows.addLayout(head)
        if figure.form == "chart" and figure.drawable:
            rows.addWidget(Bars(theme, figure, holder))
        return holder


class Bars(QWidget):
    """The three values of an indicator as bars from zero, as they will stand in print."""

    def __init__(self, theme: Theme, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        stored, words = figure.row, (figure.before, figure.target, figure.after)
        self._bars = [
            (Decimal(value), f"{name} {text}")
            for value, name, text in zip((stored.before, stored.target, stored.after), _NAMES, words, strict=True)
        ]
        self.setAccessibleName("，".join(text for _value, text in self._bars))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Three bars with their words."""
        return QSize(240, self._theme.px(_HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, high = self._theme, self.height() / 3
        most = max((abs(value) for value, _text in self._bars), default=Decimal(0)) or Decimal(1)
        with QPainter(self) as painter:
            painter.setFont(theme.font(12))
            room = max(painter.fontMetrics().horizontalAdvance(text) for _value, text in self._bars) + 8
            for place, ((value, text), colour) in enumerate(
                zip(self._bars, ("text3", "target", "actual"), strict=True)
            ):
                top = place * high
                painter.setPen(theme.color("text2"))
                words = QRectF(0, top, room, high)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
                width = float(abs(value) / most) * max(self.width() - room, 0)
                painter.fillRect(QRectF(room, top + high * 0.22, width, high * 0.56), theme.color(colour))
