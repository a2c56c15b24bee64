"""What every editor of a field has in common: load, read, commit only when changed, a plain text when closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import from_text
from qmsdesk.views.register import field_hint
from qmsdesk.views.widgets.styling import column, label

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def plain_text(text: str) -> QLabel:
    """A text that stands where an editor would, to be read and copied."""
    made = label(text, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setMinimumHeight(30)
    return made


class Editor(QWidget):
    """One field. ``committed`` comes when the user has finished with a changed value; reading may raise Unreadable.

    ``control`` has the focus. A closed editor shows selectable plain text instead.
    """

    committed = Signal()

    def __init__(self, field: AnyField, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.control = field, control
        self._open = True
        self.loaded = False
        self._last: tuple[Any, str] = (None, "")
        self.lines: QVBoxLayout = column(self, spacing=2)
        self.lines.addWidget(control)
        self._plain = plain_text("")
        self._plain.hide()
        self.lines.addWidget(self._plain)
        self.setFocusProxy(control)
        control.installEventFilter(self)

    def load(self, value: Any, text: str) -> None:
        """Show a stored value; ``text`` is how it reads."""
        self.loaded = True
        self._last = (value, text)
        self._plain.setText(text)
        self.show_value(value, text)

    def keep(self, text: str) -> None:
        """Show a text that was refused; it is not committed again until it is changed."""
        self.show_text(text)

    def set_open(self, on: bool) -> None:
        """An editor, or plain text that can be copied."""
        self._open = on
        self.control.setVisible(on)
        self._plain.setHidden(on)

    def is_open(self) -> bool:
        """It can be typed into."""
        return self._open

    def commit(self) -> None:
        """Hand over what was typed, if anything was."""
        if self._open and self.dirty():
            self.committed.emit()

    def give_up(self) -> None:
        """Esc: what was there before."""
        self.load(*self._last)

    # What the kinds of editor fill in.

    def show_value(self, _value: Any, text: str) -> None:
        """Put a stored value into the control."""
        self.show_text(text)

    def show_text(self, _text: str) -> None:
        """Put a text into the control; it counts as unchanged."""

    def text(self) -> str:
        """What stands in the control."""
        return self._plain.text()

    def dirty(self) -> bool:
        """Something was changed since it was loaded."""
        return False

    def read(self) -> Any:
        """The value meant; Unreadable when the text means none."""
        return from_text(self.field, self.text())

    def type_over(self, _text: str) -> None:
        """The first key of typing into a cell replaces what was there."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo belongs to the program while nothing is typed; the wheel does nothing without the focus."""
        kind = event.type()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            if any(event.matches(key) for key in _UNDO) and not self.dirty():
                event.ignore()
                return True
            if event.key() == Qt.Key.Key_Escape and self.dirty():
                if kind == QEvent.Type.KeyPress:
                    self.give_up()
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F1 and field_hint.in_dialog(self):
                field_hint.show(self.control, self.field)
                return True
        elif kind == QEvent.Type.Wheel and not self.control.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class TextEditor(Editor):
    """One line of text in any kind that can be read from text: words, numbers, months, periods."""

    def __init__(self, field: AnyField, parent: QWidget | None = None, placeholder: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, parent)
        self.line.setPlaceholderText(placeholder)
        self._loaded = ""
        self.line.editingFinished.connect(self.commit)

    def show_text(self, text: str) -> None:
        """Put a text into the line, from its beginning."""
        self._loaded = text
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)
        self.line.setModified(False)

    def text(self) -> str:
        """The line."""
        return self.line.text()

    def dirty(self) -> bool:
        """Changed since it was loaded or refused."""
        return self.line.text() != self._loaded

    def type_over(self, text: str) -> None:
        """Replace all by the first key."""
        self.line.selectAll()
        self.line.insert(text)


class _Lines(QPlainTextEdit):
    """Several lines that commit when the focus leaves."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class LongEditor(Editor):
    """Text of several lines; Tab moves on."""

    def __init__(self, field: AnyField, px: Callable[[float], int], parent: QWidget | None = None) -> None:
        self.box = _Lines()
        super().__init__(field, self.box, parent)
        self._loaded = ""
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(px(66))
        self.box.left.connect(self.commit)

    def show_text(self, text: str) -> None:
        """Put a text into the box."""
        self._loaded = text
        if self.box.toPlainText() != text:
            self.box.setPlainText(text)
        self.box.document().setModified(False)

    def text(self) -> str:
        """All lines."""
        return self.box.toPlainText()

    def dirty(self) -> bool:
        """Changed since it was loaded or refused."""
        return self.box.toPlainText() != self._loaded

    def type_over(self, text: str) -> None:
        """Replace all by the first key."""
        self.box.selectAll()
        self.box.insertPlainText(text)
