"""What a model can say about a cell besides Qt's own roles; ``TableDelegate`` paints it."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt


class Role(IntEnum):
    """Custom data roles. Return None for a role that does not apply."""

    PILL = Qt.ItemDataRole.UserRole + 101
    """True: the display text is a state word and shown as a pill; a tone name overrules its colour."""
    TONE = Qt.ItemDataRole.UserRole + 102
    """Token name of the text colour (text2, bad, accent…)."""
    BOLD = Qt.ItemDataRole.UserRole + 103
    """True: bold."""
    STRUCK = Qt.ItemDataRole.UserRole + 104
    """True: struck through (the name of a void record)."""
    MUTED = Qt.ItemDataRole.UserRole + 105
    """True: the whole row is quiet (void, left, not counted)."""
    ERROR = Qt.ItemDataRole.UserRole + 106
    """A sentence: the cell gets a red outline, the sentence is its tool tip."""
    WARNING = Qt.ItemDataRole.UserRole + 107
    """A sentence: the cell gets an amber ground and outline."""
    GROUP = Qt.ItemDataRole.UserRole + 108
    """True: the row heads a group."""
    CAPTION = Qt.ItemDataRole.UserRole + 109
    """Quiet text behind the display text; under it where the cell is two rows high."""
    FIELD = Qt.ItemDataRole.UserRole + 110
    """True: the cell is drawn like an input field."""
    ICON = Qt.ItemDataRole.UserRole + 111
    """``(icon name, token)`` before the text."""
