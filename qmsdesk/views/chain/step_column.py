"""One step of the chain: its place and name, its cards, or what is missing with the way to where it is linked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services.chain import Gap, Key, Step
from qmsdesk.views.chain.cards import CardList
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, frame, label, row

_WIDE = 146


class StepColumn(QWidget):
    """``gone`` carries the gap of a step whose place is to be shown."""

    gone = Signal(object)

    def __init__(self, theme: Theme, place: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._gap = theme, Gap("")
        self.setMinimumWidth(theme.px(_WIDE))
        head = row(spacing=4, margins=(2, 0, 2, 0))
        head.addWidget(label(str(place), "caption"))
        head.addWidget(label(title, "strong"))
        self._count = label("", "caption")
        head.addWidget(self._count, 1)
        self.list = CardList(theme, title)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty(title))
        lines = column(self, spacing=6)
        lines.addLayout(head)
        lines.addWidget(self._stack, 1)

    def show_step(self, step: Step, current: frozenset[Key]) -> None:
        """Other nodes, or another gap."""
        self.list.cards.load(step.nodes, current)
        self._count.setText(_("{} 项").format(len(step.nodes)) if len(step.nodes) > 1 else "")
        self._stack.setCurrentIndex(0 if step.gap is None else 1)
        self._gap = step.gap or Gap("")
        self.text.setText(self._gap.text)
        register = BY_KEY.get(self._gap.register)
        where = register.title if register else _("导出资料包")
        self.go_button.setText(_("去{}").format(where))
        self.go_button.setAccessibleName(_("{}，去{}").format(self._gap.text, where))
        self.go_button.setVisible(bool(self._gap.register))

    def is_empty(self) -> bool:
        """Whether the step has no card."""
        return self._stack.currentIndex() == 1

    def gap_text(self) -> str:
        """What is missing."""
        return self._gap.text

    def _empty(self, title: str) -> QWidget:
        holder = frame("missing")
        holder.setAccessibleName(title)
        lines = column(holder, spacing=6, margins=(8, 12, 8, 12))
        lines.addWidget(IconLabel(self._theme, "links-line", "text3", 16), 0, Qt.AlignmentFlag.AlignHCenter)
        self.text = label("", "caption", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self.text)
        self.go_button = button(self._theme, "", small=True, on_click=lambda: self.gone.emit(self._gap))
        lines.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        return holder
