"""The run chart of one indicator. matplotlib is loaded when the chart is first shown, after the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.monthly import View
from qmsdesk.services.saving import write_file
from qmsdesk.views.indicators.chart_data import chart_data, palette_of, spoken
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column

if TYPE_CHECKING:
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

_INCH = 96.0
_CAPTIONS: dict[str, str] = {
    "month": _("按月，实心点为达到目标"),
    "quarter": _("按季度汇总，实心点为达到目标"),
    "year": _("自每年 1 月起累计，实心点为达到目标"),
}


class TrendCard(Card):
    """月, 季 and 累计 with target, 提升前, system start and 提升后取值期; ``drawn`` comes after each drawing."""

    drawn = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("趋势"), _CAPTIONS["month"], parent=parent)
        self._evaluated: Evaluated | None = None
        self._enterprise: Row | None = None
        self.canvas: FigureCanvasQTAgg | None = None
        self._drawn: object = None  # the same picture is not drawn twice
        self.view = Segmented([("month", _("月")), ("quarter", _("季")), ("year", _("累计"))])
        self.view.chosen.connect(lambda _key: self._later())
        self.add_head(self.view)
        self._holder = QWidget()
        self._holder.setMinimumHeight(120)
        self._place: QVBoxLayout = column(self._holder, margins=(6, 4, 6, 4))
        self.add(self._holder, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.draw)
        theme.changed.connect(self._later)

    def show_indicator(self, evaluated: Evaluated, enterprise: Row | None) -> None:
        """Draw another indicator, as soon as the card is on screen."""
        self._evaluated, self._enterprise = evaluated, enterprise
        self._later()

    def showEvent(self, event: QShowEvent) -> None:
        """The first drawing comes after the page has been painted."""
        super().showEvent(event)
        self._later()

    def draw(self) -> None:
        """Draw now."""
        if self._evaluated is None or not self.isVisible():
            return
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

        from qmsdesk.reports import figures

        view = self._view()
        data = chart_data(self._evaluated, self._enterprise, view)
        palette = palette_of(self._theme.tokens)
        if (data, palette) == self._drawn:
            return
        self._drawn = (data, palette)
        width, height = self._holder.width() / _INCH, self._holder.height() / _INCH
        figure = figures.run_chart(data, palette, (max(width, 3), max(height, 1.2)))
        canvas = FigureCanvasQTAgg(figure)  # type: ignore[no-untyped-call]
        canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        canvas.setAccessibleName(spoken(data, self._evaluated.row.indicator))
        if self.canvas is not None:
            self._place.removeWidget(self.canvas)
            self.canvas.hide()
            self.canvas.deleteLater()
        self._place.addWidget(canvas)
        self.canvas = canvas
        self.set_title(_("趋势"), _CAPTIONS[view])
        self.drawn.emit()

    def write(self, target: Path) -> None:
        """The chart in the light colours, whatever the theme; StorageError when it cannot be written."""
        assert self._evaluated is not None
        from qmsdesk.reports import figures

        figure = figures.run_chart(chart_data(self._evaluated, self._enterprise, self._view()))
        data = figures.svg(figure) if target.suffix.lower() == ".svg" else figures.png(figure)
        write_file(target, data)

    def _view(self) -> View:
        return self.view.value()  # type: ignore[return-value]

    def _later(self) -> None:
        if self.isVisible():
            self._timer.start()
