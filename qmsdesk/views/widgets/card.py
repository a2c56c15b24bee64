"""A bordered area with a title, and the message shown where there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, frame, label, row


class Card(QFrame):
    """Title row (title, tags, caption … widgets at the right), body, and an optional footer."""

    def __init__(
        self, theme: Theme, title: str = "", caption: str = "", *, flat: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._column = column(self, margins=(1, 1, 1, 1))
        self._head = frame("" if flat else "cardhead", self)
        self._head.setMinimumHeight(theme.px(40))
        self._head_line = row(self._head, margins=(12, 0, 12, 0))
        self._title = label(title, "h3")
        self._caption = label(caption, "caption")
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._head_line.addWidget(self._title)
        self._head_line.addWidget(self._caption, 1)
        self._column.addWidget(self._head)
        self._head.setVisible(bool(title))
        self.body: QVBoxLayout = column()
        self._column.addLayout(self.body, 1)
        theme.changed.connect(self._measure)

    def set_title(self, title: str, caption: str = "") -> None:
        """Another title and caption."""
        self._title.setText(title)
        self._caption.setText(caption)
        self._head.setVisible(bool(title))

    def add_tag(self, widget: QWidget) -> None:
        """A clause tag or pill straight behind the title."""
        self._head_line.insertWidget(self._head_line.indexOf(self._caption), widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_head(self, widget: QWidget) -> None:
        """A button at the right of the title row."""
        self._head_line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Append to the body (no padding; tables run edge to edge)."""
        self.body.addWidget(widget, stretch)

    def add_padded(self, widget: QWidget, stretch: int = 0) -> None:
        """Append to the body with the padding of text."""
        holder = column(margins=(14, 8, 14, 10))
        holder.addWidget(widget)
        self.body.addLayout(holder, stretch)

    def set_footer(self, *widgets: QWidget | None) -> None:
        """A footer; ``None`` is a stretch."""
        foot = frame("cardfoot", self)
        foot.setMinimumHeight(self._theme.px(34))
        line = row(foot, margins=(14, 4, 14, 4))
        for widget in widgets:
            if widget is None:
                line.addStretch(1)
            else:
                line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addWidget(foot)

    def _measure(self) -> None:
        self._head.setMinimumHeight(self._theme.px(40))


class EmptyState(QFrame):
    """What is missing, why (with the clause) and one or two buttons; stands where the table would."""

    def __init__(
        self, theme: Theme, icon: str, title: str, text: str = "", *buttons: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "empty")
        self.setAccessibleName(title)
        lines = self._lines = column(self, spacing=4, margins=(20, 20, 20, 20))
        lines.addStretch(2)
        lines.addWidget(IconLabel(theme, icon, "text3", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label(title, "h2")
        self._text = label(text, "label", wrap=True)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(part)
        self._text.setVisible(bool(text))
        buttons_line = row(spacing=8, margins=(0, 8, 0, 0))
        buttons_line.addStretch(1)
        for made in buttons:
            buttons_line.addWidget(made)
        buttons_line.addStretch(1)
        lines.addLayout(buttons_line)
        lines.addStretch(3)

    def add(self, widget: QWidget) -> None:
        """One more button, under those that are there."""
        self._lines.insertWidget(self._lines.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_text(self, title: str, text: str = "") -> None:
        """Say something else (nothing found, instead of nothing there)."""
        self.setAccessibleName(title)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
