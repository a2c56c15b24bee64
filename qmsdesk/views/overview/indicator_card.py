"""An indicator at a glance: 提升后 with its run, 提升前, target, and how far it is from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.indicators import IndicatorRound
from qmsdesk.services.indicators import Period
from qmsdesk.services.overview import Card, Place
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.standard.values import Ratio, Value, text
from qmsdesk.views.indicators.figures import NO_VALUE, shown
from qmsdesk.views.overview.press_card import PressCard
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.bars import Sparkline
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import label, row, set_property


class IndicatorCard(PressCard):
    """Opens 指标跟踪 at its indicator."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.number = ""
        self.place = Place("indicator")
        self._name, self._pill = Elided(role="h3"), Pill(theme, "")
        head = row(spacing=6)
        head.addWidget(self._name, 1)
        head.addWidget(self._pill)
        self._value, self._unit = label("", "figure"), label("", "label")
        self._unit.setContentsMargins(0, 0, 0, 4)
        self.line = Sparkline(theme)
        self.line.setMinimumWidth(theme.px(48))
        figures = row(spacing=2)
        figures.addWidget(self._value)
        figures.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addSpacing(8)
        figures.addWidget(self.line, 1)
        self._levels, self._note = Elided(role="caption"), label("", "caption")
        foot = row(spacing=6)
        foot.addStrut(theme.px(26))
        foot.addWidget(self._levels, 1)
        foot.addWidget(self._note)
        for part in (head, figures, foot):
            self.lines.addLayout(part)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.settle()

    def show_card(self, card: Card) -> None:
        """The figures of an indicator."""
        row_ = card.evaluated.row
        unit, self.number = row_.unit, row_.number
        line = card.evaluated.round
        self.place = Place("indicator", self.number, round=line.of(IndicatorRound.name) if line is not None else "")
        result = RESULT_TITLES[card.result]
        self._name.say(row_.indicator)
        self._pill.set_state(result)
        before, target, bare = (
            bare_text(value, unit, row_.target) for value in (row_.before, row_.target, row_.after)
        )  # fmt: skip
        self._value.setText(bare)
        self._unit.setText(unit if bare != NO_VALUE and row_.numeric else "")
        levels = _("提升前 {}　目标 {}").format(before, target)
        self._levels.say(levels)
        note = _("差 {}").format(card.short_of) if card.short_of else _months(card.evaluated.evaluation)
        self._note.setText(note)
        set_property(self._note, "tone", "warn" if card.short_of else "")
        self.line.set_values(card.points, card.target)
        self.line.setVisible(len(card.points) > 1)
        self.setAccessibleName(
            _("{}，{}，提升后 {}{}，{} {}。打开指标跟踪").format(
                row_.indicator, result, bare, self._unit.text(), levels, note
            )
        )
        self.setToolTip(_("打开指标跟踪：{} {}").format(row_.number, row_.indicator))

    def texts(self) -> tuple[str, str, str, str]:
        """Name, value with unit, levels and note as shown."""
        return self._name.text(), self._value.text() + self._unit.text(), self._levels.text(), self._note.text()


def bare_text(value: Value, unit: str, target: Value) -> str:
    """A value without its unit; ratios to two decimals, more while that would hide a missed target."""
    return shown(text(value, unit), "", text(target, unit), computed=isinstance(value, Ratio)) or NO_VALUE


def _months(period: Period | None) -> str:
    """The evaluation period, as short as it goes: 7–9 月."""
    if period is None:
        return ""
    if period.first[:4] != period.last[:4]:
        return f"{period.first}–{period.last}"
    first, last = int(period.first[5:]), int(period.last[5:])
    return _("{} 月").format(first if first == last else f"{first}–{last}")
