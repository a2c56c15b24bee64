"""A field that holds chips: each can be taken out by × or by keys, the line behind the last one takes more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import set_property

_MIRRORED = {QEvent.Type.DynamicPropertyChange, QEvent.Type.FocusIn, QEvent.Type.FocusOut}


class Tag(QToolButton):
    """One chip; ``removed`` comes from its × or the keys, ``stepped`` from the arrow keys."""

    removed = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, text: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chip")
        self.setText(text + "\u2003")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # one stop of the Tab key for the whole field
        self.setAccessibleName(tip)
        self.setAccessibleDescription(_("按 Delete 移除"))
        self.setToolTip(tip)
        self.mark = IconLabel(theme, "close-line", "text2", 12, parent=self)
        self.mark.stick_right(7)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The × removes; the rest of the chip only takes the focus."""
        super().mousePressEvent(event)
        if event.position().x() >= self.mark.x() - 4:
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace remove, the arrows go to the neighbour."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)


class TagBox(QFrame):
    """Looks like a field, holds ``line`` behind its chips and is as high as they need.

    ``removed`` carries the place of a chip that is to go; whoever holds the values then shows the others.
    """

    removed = Signal(int)

    def __init__(self, theme: Theme, line: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chips")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._line = theme, line
        self.tags: list[Tag] = []
        line.setParent(self)
        line.installEventFilter(self)
        self._place()

    def show_tags(self, tags: Sequence[tuple[str, str]]) -> None:
        """The text and the tool tip of each chip, in order."""
        for old in self.tags:
            if old.hasFocus():
                self._line.setFocus()
            old.hide()
            old.deleteLater()
        self.tags = []
        for place, (text, tip) in enumerate(tags):
            made = Tag(self._theme, text, tip, self)
            made.removed.connect(lambda at=place: self.removed.emit(at))
            made.stepped.connect(lambda step, at=place: self.step_to(max(at + step, 0)))
            made.show()
            self.tags.append(made)
        self._place()

    def step_to(self, place: int) -> None:
        """Focus to a chip; behind the last one is the line."""
        (self.tags[place] if place < len(self.tags) else self._line).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A chip that asks for another size has another font scale."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace and the left arrow at the beginning of the line belong to the last chip; focus and error show."""
        if watched is self._line and event.type() in _MIRRORED:
            set_property(self, "state", str(self._line.property("state") or ""))
            set_property(self, "typing", event.type() != QEvent.Type.FocusOut and self._line.hasFocus())
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.tags:
            at_start = self._line.cursorPosition() == 0 and not self._line.hasSelectedText()
            if at_start and event.key() == Qt.Key.Key_Backspace:
                self.removed.emit(len(self.tags) - 1)
                return True
            if at_start and event.key() == Qt.Key.Key_Left:
                self.step_to(len(self.tags) - 1)
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Chips from left to right, the line in what is left of the last row."""
        gap, high = 4, self._theme.px(22) + 2
        left, right = 5, max(self.width() - 5, self._theme.px(60))
        x, y = left, 3
        for tag in self.tags:
            wide = min(tag.sizeHint().width(), right - left)
            if x > left and x + wide > right:
                x, y = left, y + high + gap
            tag.setGeometry(x, y, wide, high)
            x += wide + gap
        if self.tags and x + self._theme.px(48) > right:
            x, y = left, y + high + gap
        self._line.setGeometry(x, y, right - x, high)
        self.setFixedHeight(y + high + 3)
