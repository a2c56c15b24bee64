"""What to begin with in an enterprise that has no indicators yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.overview import Step
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, frame, label, row

_COLUMNS = 2


class StepsCard(QWidget):
    """``followed`` carries the place of a step."""

    followed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        card = frame("card", self)
        column(self).addWidget(card)
        lines = column(card, spacing=2, margins=(12, 6, 12, 6))
        head = row()
        head.addWidget(label(_("从这里开始"), "h3"))
        head.addWidget(Elided(_("有了记录，完成度、得分和待办就会自己出现"), "caption"), 1)
        lines.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        lines.addLayout(self._grid)
        self.links: list[QWidget] = []
        self._made: list[QWidget] = []

    def show_steps(self, steps: Sequence[Step]) -> None:
        """The steps with what is done ticked."""
        for old in self._made:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made, self.links = [], []
        per_column = -(-len(steps) // _COLUMNS)
        for place, step in enumerate(steps):
            holder = QWidget()
            line: QHBoxLayout = row(holder, spacing=6)
            icon = IconLabel(
                self._theme,
                "checkbox-circle-fill" if step.done else "checkbox-blank-circle-line",
                "ok" if step.done else "text3", 16,
            )  # fmt: skip
            icon.setAccessibleName(_("已完成") if step.done else _("未完成"))
            made = link(self._theme, step.title, partial(self.followed.emit, step.place))
            made.setAccessibleName(_("{}，{}").format(step.title, icon.accessibleName()))
            line.addWidget(icon)
            line.addWidget(made)
            line.addWidget(Elided(step.text, "caption"), 1)
            self._grid.addWidget(holder, place % per_column, place // per_column, Qt.AlignmentFlag.AlignVCenter)
            self._made.append(holder)
            self.links.append(made)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
