"""The programme of the year at the left: departments by months, with the way to its record."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.audit.year_matrix import YearMatrix
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.styling import label, row

_MOST = 10  # departments before the matrix scrolls


class _Dot(QWidget):
    """The mark of the legend."""

    def __init__(self, theme: Theme, *, filled: bool) -> None:
        super().__init__()
        self._theme, self._filled = theme, filled
        self.setFixedSize(QSize(theme.px(12), theme.px(12)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = float(self._theme.px(9))
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            if self._filled:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("accent_fill"))
            else:
                pen = QPen(self._theme.color("accent"), 1.4)
                pen.setStyle(Qt.PenStyle.DotLine)
                painter.setPen(pen)
            painter.drawEllipse(box)


class ProgrammeCard(Card):
    """``edited`` asks for the record of the programme; the matrix is ``matrix``."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("年度审核方案"), parent=parent)
        self.edit = link(theme, _("编辑"), self.edited.emit)
        self.add_head(self.edit)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add(self._area)
        self.matrix = YearMatrix(theme, self._area)
        self._area.setWidget(self.matrix)
        legend = QWidget(self)
        line = row(legend, spacing=6, margins=(12, 6, 12, 8))
        for filled, text in ((True, _("已实施")), (False, _("计划"))):
            line.addWidget(_Dot(theme, filled=filled))
            line.addWidget(label(text, "label"))
            line.addSpacing(6)
        line.addStretch(1)
        self.add(legend)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure)

    def show_year(self, shown: Shown, *, writable: bool) -> None:
        """Another year, or the same one later."""
        self.set_title(_("{} 年度审核方案").format(shown.year))
        self.edit.setText(_("编辑") if shown.programme is not None else _("新建"))
        self.edit.setVisible(writable or shown.programme is not None)
        self.matrix.set_rows(shown.rows, shown.facts.day.month if shown.facts else 0)
        self._measure()

    def _measure(self) -> None:
        one = self.matrix.sizeHint().height()
        rows = max(len(self.matrix.rows), 1)
        most = one if rows <= _MOST else round(one * (_MOST + 0.5) / rows)
        self._area.setFixedHeight(most)
