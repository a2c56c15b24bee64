"""The palette under the style sheet: menus, placeholders and tool tips are drawn from it."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtGui import QColor, QPalette

from qmsdesk.views.theme.tokens import DARK, LIGHT, Tokens

_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "subtle",
    _Role.Text: "text",
    _Role.BrightText: "on_fill",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.Highlight: "accent_fill",
    _Role.HighlightedText: "on_fill",
    _Role.PlaceholderText: "text3",
    _Role.ToolTipBase: "plate",
    _Role.ToolTipText: "on_plate",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Accent: "accent_fill",
    _Role.Light: "surface",
    _Role.Midlight: "line",
    _Role.Mid: "border",
    _Role.Dark: "border2",
    _Role.Shadow: "input",
}
_FADED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText)


def palette(tokens: Tokens) -> QPalette:
    """The palette that says the same as the style sheet."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(tokens[name]))
    for role in _FADED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return made


def high_contrast(system: QPalette) -> Tokens:
    """Tokens taken from the system's palette: under high contrast its colours rule, not ours.

    Everything that is text becomes the window text, every ground the window, every mark the highlight.
    """
    window = system.color(_Role.Window)
    ground, text = window.name(), system.color(_Role.WindowText).name()
    mark, on_mark = system.color(_Role.Highlight).name(), system.color(_Role.HighlightedText).name()
    faded = system.color(QPalette.ColorGroup.Disabled, _Role.WindowText).name()
    base = DARK if window.lightness() < 128 else LIGHT
    fills = ("accent_fill", "accent_fill_hover", "bad_fill")
    grounds = ("window", "sidebar", "surface", "subtle", "hover", "selected", "raised", "track", "band", "on_plate")
    values: dict[str, str] = {}
    for field in fields(Tokens):
        if field.name in fills:
            values[field.name] = mark
        elif field.name in grounds or field.name.endswith("_bg"):
            values[field.name] = ground
        elif field.name not in ("dark", "series"):
            values[field.name] = text
    values |= {"on_fill": on_mark, "disabled": faded, "plate_accent": ground}
    return replace(base, **values)  # type: ignore[arg-type]
