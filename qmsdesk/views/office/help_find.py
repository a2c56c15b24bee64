"""Ctrl+F in the help: a line under the text. Enter finds the next place, Shift+Enter the last one, Esc puts it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.styling import label, row


class HelpBrowser(QTextBrowser):
    """Keeps Ctrl+F for itself: while the help is read, the page behind it is not searched."""

    find_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim the key before the window takes it."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.find_wanted.emit()
                return True
        return super().event(event)


class _Line(QLineEdit):
    """Esc and the keys to go on belong to the line."""

    again = Signal(bool)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim Esc and Ctrl+F before the window takes them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and (
            event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Find)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, with Shift back; Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.again.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.matches(QKeySequence.StandardKey.Find):
            self.again.emit(False)
        else:
            super().keyPressEvent(event)


class FindBox(QWidget):
    """The line, what it found, and two buttons; hidden until it is asked for."""

    def __init__(self, theme: Theme, browser: QTextBrowser, parent: QWidget) -> None:
        super().__init__(parent)
        self._browser = browser
        self.line = _Line(self)
        self.line.setPlaceholderText(_("查找，按 Enter 找下一处"))
        self.line.setAccessibleName(_("在帮助里查找"))
        self.said = label("", "caption")
        back, on = (
            tool_button(theme, text, icon, "ghost", small=True, icon_only=True)
            for text, icon in ((_("上一处"), "arrow-up-s-line"), (_("下一处"), "arrow-down-s-line"))
        )
        back.clicked.connect(lambda _on: self.search(back=True))
        on.clicked.connect(lambda _on: self.search())
        lines = row(self, spacing=4, margins=(8, 4, 8, 4))
        lines.addWidget(self.line, 1)
        lines.addWidget(self.said)
        lines.addWidget(back)
        lines.addWidget(on)
        self.line.textChanged.connect(self._typed)
        self.line.again.connect(lambda back: self.search(back=back))
        self.line.left.connect(self.put_away)
        if isinstance(browser, HelpBrowser):
            browser.find_wanted.connect(self.open)
        self.hide()

    def open(self) -> None:
        """Show the line, ready to be typed over."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def put_away(self) -> None:
        """Back to the text."""
        self.hide()
        self._browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self, *, back: bool = False) -> bool:
        """The next place, from the top again after the last; False where there is none."""
        words = self.line.text().strip()
        if not words:
            self.said.setText("")
            return False
        flag = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        found = self._browser.find(words, flag)
        if not found:
            before = self._browser.textCursor()
            edge = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
            self._browser.moveCursor(edge)
            found = self._browser.find(words, flag)
            if not found:
                self._browser.setTextCursor(before)
        self.said.setText("" if found else _("没有找到"))
        return found

    def _typed(self) -> None:
        """Every letter searches on from where the last find began."""
        cursor = self._browser.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._browser.setTextCursor(cursor)
        self.search()
