"""The row of facts over a record: names with values beneath, and the pencil to where they are edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.fact import Fact
from qmsdesk.views.widgets.styling import row, rule


class FactsRow(Card):
    """``edit_asked`` asks for the dialog with all fields."""

    edit_asked = Signal()

    def __init__(self, theme: Theme, names: Sequence[tuple[str, int]], tip: str, parent: QWidget | None = None) -> None:
        """``names`` come with the share of the width each gets."""
        super().__init__(theme, parent=parent)
        self.facts = [Fact(name) for name, _share in names]
        self._rules: list[QWidget] = []
        holder = QWidget(self)
        line = row(holder, spacing=14, margins=(14, 8, 10, 8))
        for place, (fact, (_name, share)) in enumerate(zip(self.facts, names, strict=True)):
            if place:
                self._rules.append(rule(vertical=True))
                line.addWidget(self._rules[-1])
            line.addWidget(fact, share)
        self.edit = tool_button(theme, tip, "pencil-line", "ghost", small=True, icon_only=True)
        self.edit.clicked.connect(self.edit_asked)
        line.addWidget(self.edit)
        self.add(holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_only(self, places: Sequence[int]) -> None:
        """The facts in sight; in a small window not all have room."""
        for place, fact in enumerate(self.facts):
            fact.setVisible(place in places)
            if place:
                self._rules[place - 1].setVisible(place in places and any(each < place for each in places))
