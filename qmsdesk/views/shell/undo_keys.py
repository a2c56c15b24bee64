"""Ctrl+Z belongs to the editor while it holds text that is not yet committed, to the program afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class UndoKeys(QObject):
    """Watches the widget with the focus only; Qt's editors would keep both keys even with nothing to undo."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the key through to the window when the editor has nothing of its own to take back."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or _unsaved(watched):
            return False
        if not any(event.matches(key) for key in _KEYS):
            return False
        event.ignore()
        return True

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit | QTextEdit | QPlainTextEdit):
            new.installEventFilter(self)


def _unsaved(editor: QObject) -> bool:
    if isinstance(editor, QLineEdit):
        return editor.isModified() and (editor.isUndoAvailable() or editor.isRedoAvailable())
    if isinstance(editor, QTextEdit | QPlainTextEdit):
        document = editor.document()
        return document.isModified() and (document.isUndoAvailable() or document.isRedoAvailable())
    return False
