"""The frame of a wizard: the numbered steps under the header, and the footer with 取消, 上一步 and the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.steps import StepBar
from qmsdesk.views.widgets.styling import column, label, row


class StepRow(QFrame):
    """The step bar as a row of the page, edge to edge."""

    def __init__(self, theme: Theme, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self._theme = theme
        self.bar = StepBar(theme, steps)
        line = row(self, margins=(20, 0, 20, 0))
        line.addWidget(self.bar)
        line.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(48))


class WizardFoot(QFrame):
    """What will happen at the left, the buttons at the right; the last one is primary and named after its step."""

    cancelled = Signal()
    back_pressed = Signal()
    next_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self._theme = theme
        self.note = label("", "label")
        self.trouble = label("", tone="bad")
        self.cancel = button(theme, _("取消"), on_click=self.cancelled.emit)
        self.back = button(theme, _("上一步"), "arrow-left-line", on_click=self.back_pressed.emit)
        self.next = button(theme, "", "arrow-right-line", "primary", on_click=self.next_pressed.emit)
        line = row(self, margins=(20, 0, 20, 0))
        line.addWidget(self.note)
        line.addWidget(self.trouble)
        line.addStretch(1)
        for made in (self.cancel, self.back, self.next):
            line.addWidget(made)
        theme.changed.connect(self._measure)
        self._measure()

    def say(self, note: str, trouble: str = "") -> None:
        """The sentence at the left, and what does not happen in red behind it."""
        self.note.setText(note)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))

    def set_next(self, text: str, icon: str = "arrow-right-line", *, enabled: bool = True, why: str = "") -> None:
        """The primary button; ``why`` says beside it why it cannot be pressed."""
        self.next.setText(text)
        self.next.setIcon(self._theme.icon(icon, "on_fill" if enabled else "disabled"))
        self.next.setEnabled(enabled)
        self.next.setToolTip(why)

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(52))


def centred(card: QWidget, width: int) -> QWidget:
    """A view with one card in the middle, at most ``width`` pixels wide."""
    view = QWidget()
    lines = column(view, margins=(0, 40, 0, 0))
    line = row()
    line.addStretch(1)
    line.addWidget(card, 10)
    line.addStretch(1)
    card.setMaximumWidth(width)
    lines.addLayout(line)
    lines.addStretch(1)
    return view
