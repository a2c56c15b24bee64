"""A fact: its name with its value beneath, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.styling import column, label, row, set_property


class Fact(QWidget):
    """A name with a value beneath; a value there is no room for ends in …, its tip says all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        lines = column(self, spacing=2)
        lines.addWidget(label(name, "caption"))
        self.value = Elided()
        self.more = label("", tone="bad")
        line = row(spacing=6)
        line.addWidget(self.value, 1)
        line.addWidget(self.more)
        lines.addLayout(line)

    def set_fact(self, value: str, bad: str = "", *, missing: bool = False, tip: str = "") -> None:
        """``bad`` is what is wrong with it, in red; ``tip`` what there is to say instead of the value alone."""
        self.value.say(value)
        if tip:
            self.value.setToolTip(tip)
        set_property(self.value, "tone", "bad" if missing else "")
        self.more.setText(bad)
        self.setAccessibleName(f"{self._name}：{value} {bad}".strip())
