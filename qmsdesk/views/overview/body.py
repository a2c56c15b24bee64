"""Where the parts of the page stand: stages, cards, and the two lists side by side."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qmsdesk.services.overview import CARDS, Overview
from qmsdesk.views.overview.flow_card import FlowCard
from qmsdesk.views.overview.indicator_card import IndicatorCard
from qmsdesk.views.overview.readiness_card import ReadinessCard
from qmsdesk.views.overview.score_card import ScoreCard
from qmsdesk.views.overview.steps_card import StepsCard
from qmsdesk.views.overview.todo_card import TodoCard
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import column, row

_SPACE = 12
_SCORE = 276
_TASKS = {"wide": 420, "normal": 390, "compact": 372, "narrow": 280}
_SHARE = 0.33  # of the width that the second list takes at most
_CARD = 188  # an indicator needs so much room


class Body(QWidget):
    """The parts by name; the page connects them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = 0
        self._size = "normal"
        lines = column(self, spacing=_SPACE)
        self.flow = FlowCard(theme)
        lines.addWidget(self.flow)
        self.score = ScoreCard(theme)
        self.cards = [IndicatorCard(theme) for _place in range(CARDS)]
        self.steps = StepsCard(theme)
        middle: QHBoxLayout = row(spacing=_SPACE)
        middle.addWidget(self.score)
        for card in self.cards:
            middle.addWidget(card, 1)
        middle.addWidget(self.steps, 1)
        lines.addLayout(middle)
        self.readiness, self.todo = ReadinessCard(theme), TodoCard(theme)
        lists: QHBoxLayout = row(spacing=_SPACE)
        lists.addWidget(self.readiness, 1)
        lists.addWidget(self.todo)
        lines.addLayout(lists, 1)
        for card_ in (self.readiness, self.todo):
            card_.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._measure)
        self._measure()

    def show_overview(self, shown: Overview) -> None:
        """Everything but what is due."""
        self.flow.show_overview(shown)
        self.score.show_overview(shown)
        for card, each in zip(self.cards, shown.cards, strict=False):
            card.show_card(each)
        self._shown = len(shown.cards)
        self.steps.show_steps(shown.steps)
        self.readiness.show_judged(shown.judged)
        self._arrange()

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Narrower lists and fewer words where there is less room."""
        self._size = size.name
        self.flow.set_narrow(size.compact and (size.overlay_detail or self._theme.scale > 1))
        self.todo.set_narrow(size.compact)
        self.readiness.set_compact(compact=size.compact, narrow=size.overlay_detail, large=self._theme.scale > 1)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards and lists share the width."""
        super().resizeEvent(event)
        self._measure()

    def _arrange(self) -> None:
        room = max((self.width() - self._theme.px(_SCORE)) // (self._theme.px(_CARD) + _SPACE), 1)
        for place, card in enumerate(self.cards):
            card.setVisible(place < min(self._shown, room))
        self.steps.setVisible(not self._shown)

    def _measure(self) -> None:
        self.todo.setFixedWidth(min(self._theme.px(_TASKS[self._size]), round(self.width() * _SHARE)))
        self.score.setFixedWidth(self._theme.px(_SCORE))
        self._arrange()
