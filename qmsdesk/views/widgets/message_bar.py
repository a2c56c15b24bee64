"""One sentence across the page with an icon and at most one link."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import Tone
from qmsdesk.views.widgets.buttons import link, tool_button
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.states import tone_icon
from qmsdesk.views.widgets.styling import column, label, row, set_property


class MessageBar(QFrame):
    """A warn, bad, info or ok sentence; screen readers are told of it. ``closed`` comes from its ×."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        tone: Tone = "warn",
        text: str = "",
        link_text: str = "",
        on_link: Callable[[], object] | None = None,
        *,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._on_link = on_link
        self._icon = IconLabel(theme, tone_icon(tone), tone, 16)
        self._text = label(text, wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._link = link(theme, link_text, self._pressed)
        line = row(self, margins=(12, 6, 12, 6))
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addWidget(self._link)
        if closable:
            cross = tool_button(theme, _("关闭提示"), "close-line", "ghost", small=True, icon_only=True)
            cross.clicked.connect(self._close)
            line.addWidget(cross)
        self.setMinimumHeight(theme.px(34))
        self.set_message(tone, text, link_text, on_link)

    def set_message(
        self, tone: Tone, text: str, link_text: str = "", on_link: Callable[[], object] | None = None
    ) -> None:
        """Say something else; an empty text hides the bar."""
        self._on_link = on_link
        set_property(self, "tone", tone)
        self._icon.set_icon(tone_icon(tone), tone)
        self._text.setText(text)
        self._link.setText(link_text)
        self._link.setVisible(bool(link_text))
        self.setAccessibleName(text)
        self.setHidden(not text)
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def press_link(self) -> None:
        """What the link does, for tests and for the keyboard."""
        self._link.click()

    def _pressed(self) -> None:
        if self._on_link:
            self._on_link()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class MessageArea(QWidget):
    """Where message bars of the page stand, the newest on top; takes no room while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: QVBoxLayout = column(self, spacing=8, margins=(20, 12, 20, 0))
        self.hide()

    def set_margins(self, left: int, top: int, right: int, bottom: int) -> None:
        """Room around the bars."""
        self._lines.setContentsMargins(left, top, right, bottom)

    def put(self, bar: MessageBar) -> None:
        """Show a bar; the same sentence is not shown twice."""
        for old in self.bars():
            if old.text() == bar.text():
                self._remove(old)
        self._lines.insertWidget(0, bar)
        bar.closed.connect(lambda: self._remove(bar))
        bar.show()
        self.show()

    def bars(self) -> list[MessageBar]:
        """The bars shown, newest first."""
        items = [self._lines.itemAt(place) for place in range(self._lines.count())]
        return [bar for item in items if item is not None and isinstance(bar := item.widget(), MessageBar)]

    def clear(self) -> None:
        """Take all away: another page came."""
        for bar in self.bars():
            self._remove(bar)

    def _remove(self, bar: MessageBar) -> None:
        self._lines.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(self._lines.count() > 0)
