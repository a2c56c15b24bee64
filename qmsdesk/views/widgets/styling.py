"""Small helpers every widget needs: labels by role, dynamic properties, frames that draw their background."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at and draw the widget by it at once."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def label(
    text: str = "", role: str = "", *, tone: str = "", wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """A plain-text label; ``role`` and ``tone`` are those of the style sheet (h1 h2 h3 caption label error strong…)."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made


def frame(role: str, parent: QWidget | None = None) -> QFrame:
    """A frame whose background comes from the style sheet."""
    made = QFrame(parent)
    made.setProperty("role", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def row(
    parent: QWidget | None = None, *, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A horizontal layout with the spacing of the design."""
    made = QHBoxLayout(parent) if parent else QHBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(QMargins(*margins))
    return made


def column(
    parent: QWidget | None = None, *, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """A vertical layout with the spacing of the design."""
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(QMargins(*margins))
    return made


def rule(*, vertical: bool = False, length: int = 0) -> QFrame:
    """A one pixel line between groups."""
    made = frame("rule")
    if vertical:
        made.setFixedWidth(1)
        if length:
            made.setFixedHeight(length)
    else:
        made.setFixedHeight(1)
    return made
