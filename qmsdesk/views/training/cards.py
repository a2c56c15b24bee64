"""The four tiers of 6.7.2.2 at a glance: coverage, sessions, required topics, what is missing and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.readiness import STATE_TITLES
from qmsdesk.services.training import Facts, Gap, TierView
from qmsdesk.standard.tiers import Tier
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.wording import LINKS, about, gap_text, short, tier_name
from qmsdesk.views.widgets.bars import SegmentBar
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, frame, label, row, rule

_MOST_SQUARES = 6


class Squares(QWidget):
    """One square for each session: filled when held. Many sessions are not drawn; the figure beside says enough."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._held, self._all = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_sessions(self, held: int, planned: int) -> None:
        """How many were held, of how many."""
        self._held, self._all = held, planned
        self.setVisible(0 < planned <= _MOST_SQUARES)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """12 for each."""
        return QSize(self._theme.px(12) * self._all, self._theme.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Held ones first."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side, step = self._theme.px(9), self._theme.px(12)
            painter.setPen(QPen(self._theme.color("actual"), 1))
            for n in range(self._all):
                painter.setBrush(self._theme.color("actual") if n < self._held else Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(n * step + 0.5, 0.5, side - 1, side - 1), 2, 2)


class TierCard(QWidget):
    """One tier. ``asked`` carries the tier and the gap whose link was pressed."""

    asked = Signal(object, object)

    def __init__(self, theme: Theme, tier: Tier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.tier = theme, tier
        self._gap: Gap | None = None
        card = frame("card", self)
        column(self).addWidget(card)
        lines = column(card, spacing=4, margins=(12, 8, 12, 4))
        self.title, self.pill = label("", "h3"), Pill(theme, "")
        head = row()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.pill)
        lines.addLayout(head)
        self.who = Elided(role="caption")
        lines.addWidget(self.who)
        self.percent, self.covered, self.sessions = label("", "figure"), label("", "label"), label("", "label")
        for small in (self.covered, self.sessions):
            small.setContentsMargins(0, 0, 0, 4)
        self.squares = Squares(theme)
        figures = row(spacing=4)
        bottom = Qt.AlignmentFlag.AlignBottom
        figures.addWidget(self.percent)
        figures.addWidget(self.covered, 0, bottom)
        figures.addStretch(1)
        figures.addWidget(self.sessions, 0, bottom)
        squares = column(margins=(0, 0, 0, 8))
        squares.addStretch(1)
        squares.addWidget(self.squares)
        figures.addLayout(squares)
        lines.addLayout(figures)
        self.bar = SegmentBar(theme)
        lines.addWidget(self.bar)
        self._tick = IconLabel(theme, "check-line", "ok", 14)
        self.topics = Elided(role="label")
        topics = row(spacing=4)
        topics.addWidget(self._tick)
        topics.addWidget(self.topics, 1)
        lines.addSpacing(2)
        lines.addLayout(topics)
        lines.addWidget(rule())
        self._mark = IconLabel(theme, "error-warning-line", "warn", 14)
        self.foot, self.count = Elided(), label("", "caption")
        self.link = link(theme, "", self.press)
        foot = row(spacing=6)
        foot.addStrut(theme.px(26))  # as high without the link
        foot.addWidget(self._mark)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.count)
        foot.addWidget(self.link)
        lines.addLayout(foot)
        self.link.setMinimumHeight(theme.px(24))

    def show_tier(self, known: Facts, view: TierView) -> None:
        """The figures of a tier as they are now."""
        due, covered, held = len(view.due), len(view.covered), len(view.held)
        self.title.setText(tier_name(view))
        self.pill.set_state(STATE_TITLES[view.state])
        self.who.say(view.tier.who)
        self.percent.setText(_percent(covered, due))
        people = _("覆盖 {}/{} 人").format(covered, due)
        self.covered.setText(f"% {people}" if due else people)
        self.sessions.setText(_("场次 {}/{}").format(held, len(view.sessions)))
        self.squares.set_sessions(held, len(view.sessions))
        self.bar.set_parts([(covered, "accent_fill")], max(due, 1), people)
        taught, of = view.taught_topics, len(view.topics)
        whole = len(taught) == of
        self._tick.set_icon("check-line" if taught else "subtract-line", "ok" if whole else "warn")
        self.topics.say("、".join(map(short, taught)) or _("规定内容都还没有讲"))
        self.topics.setToolTip("\n".join(about(topic) for topic in view.topics if topic.sessions))
        self._show_foot(known, view, _("要求内容 {}/{}").format(len(taught), of))
        lines = [gap_text(known, gap) for gap in view.gaps]
        self.setToolTip("\n".join(lines))
        self.setAccessibleName("；".join([tier_name(view), self.pill.word(), people, *lines]))

    def set_narrow(self, *, narrow: bool) -> None:
        """Without the squares where the figures need the room."""
        self.squares.setMaximumWidth(0 if narrow else 16_777_215)

    def gap(self) -> Gap | None:
        """What the foot line says is missing."""
        return self._gap

    def press(self) -> None:
        """Mend the gap of the foot line."""
        if self._gap is not None:
            self.asked.emit(self.tier, self._gap)

    def _show_foot(self, known: Facts, view: TierView, topics: str) -> None:
        self._gap = view.gaps[0] if view.gaps else None
        average = view.average
        text = gap_text(known, self._gap) if self._gap else ""
        if not text:
            text = _("考核平均 {} 分").format(average) if average is not None else _("全部评价完成")
        self.foot.setProperty("tone", "warn" if self._gap else "")
        self.foot.setProperty("role", "" if self._gap else "caption")
        self.foot.style().unpolish(self.foot)
        self.foot.style().polish(self.foot)
        self.foot.say(text)
        self._mark.setVisible(self._gap is not None)
        self.link.setVisible(self._gap is not None)
        self.link.setText(LINKS[self._gap.kind] + " ›" if self._gap else "")
        self.count.setText(topics)
        self.count.setVisible(self._gap is None)


class TierCards(QWidget):
    """The row of cards."""

    asked = Signal(object, object)

    def __init__(self, theme: Theme, tiers: Sequence[Tier], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cards = [TierCard(theme, tier, self) for tier in tiers]
        line = row(self, spacing=12)
        for card in self.cards:
            line.addWidget(card, 1)
            card.asked.connect(self.asked)

    def set_narrow(self, *, narrow: bool) -> None:
        """In a small window."""
        for card in self.cards:
            card.set_narrow(narrow=narrow)

    def show_tiers(self, known: Facts, views: Sequence[TierView]) -> None:
        """All four."""
        for card, view in zip(self.cards, views, strict=True):
            card.show_tier(known, view)


def _percent(part: int, whole: int) -> str:
    """A share in percent to one decimal, half up, without a needless zero: 97.5, 100."""
    if not whole:
        return "—"
    share = (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return format(share.normalize(), "f")
