"""The editor of one part of a case: as high as its text, saved while one writes without disturbing the cursor."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import several_lines
from qmsdesk.views.register.editor import LongEditor

SAVE_AFTER = 2000
"""Milliseconds without a key after which what was typed is saved."""
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_LEAST = 3  # lines


class PartEditor(LongEditor):
    """``typed`` comes with every change, ``entered`` when the cursor comes in."""

    typed = Signal()
    entered = Signal()

    def __init__(self, field: AnyField, px: Callable[[float], int], parent: QWidget | None = None) -> None:
        super().__init__(field, px, parent)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(SAVE_AFTER)
        self._idle.timeout.connect(self.commit)
        self.box.textChanged.connect(self._changed)
        self.box.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._grow)
        self._grow()

    def show_text(self, text: str) -> None:
        """What is being written stays as it is when it was saved without the blanks at its ends."""
        if self.box.hasFocus() and several_lines(self.box.toPlainText()) == text:
            self._loaded = self.box.toPlainText()
            return
        super().show_text(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z takes back what was typed as long as there is any, also when it was saved in between."""
        if event.type() in _KEYS and isinstance(event, QKeyEvent):
            document = self.box.document()
            back = event.matches(QKeySequence.StandardKey.Undo) and document.isUndoAvailable()
            if back or (event.matches(QKeySequence.StandardKey.Redo) and document.isRedoAvailable()):
                return False
        elif event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        elif event.type() == QEvent.Type.Resize:
            self._later.start()  # the box breaks its lines after this
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        if self.dirty():
            self._idle.start()
        self.typed.emit()

    def _grow(self) -> None:
        document, layout = self.box.document(), self.box.document().documentLayout()
        high, block = 0.0, document.begin()
        while block.isValid():
            high += layout.blockBoundingRect(block).height()
            block = block.next()
        around = max(self.box.height() - self.box.viewport().height(), 0)  # below 0 until it was laid out
        text = max(high, _LEAST * self.box.fontMetrics().lineSpacing()) + document.documentMargin() * 2
        self.box.setFixedHeight(ceil(text) + around)
