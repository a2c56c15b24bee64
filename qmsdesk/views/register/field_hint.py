"""F1 in a dialog, from which the help beside the window is out of reach: how the field is filled in, in a box by it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QToolTip, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.field_help import help_of

_LONG = 120_000
"""Milliseconds: time to read it and to type."""


def in_dialog(widget: QWidget) -> bool:
    """The window of the widget keeps all others from being used."""
    return widget.window().isModal()


def text_of(field: AnyField) -> str:
    """怎么填 and 示例 as a few lines of rich text; empty for a field without help."""
    found = help_of(field)
    if found is None:
        return ""
    how, example = _("怎么填"), _("示例")
    lines = f"<b>{escape(found.title)}</b><br/><b>{how}</b> {escape(found.how)}"
    return lines + (f"<br/><b>{example}</b> {escape(found.example)}" if found.example else "")


def show(widget: QWidget, field: AnyField) -> None:
    """The box under a widget; it stays while the field is typed into, and goes with the focus or a click."""
    if text := text_of(field):
        QToolTip.showText(widget.mapToGlobal(QPoint(0, widget.height())), text, widget, QRect(), _LONG)
