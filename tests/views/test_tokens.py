"""The colours keep the contrast the design promises."""

from __future__ import annotations

import re
from dataclasses import astuple, fields

import pytest
from PySide6.QtGui import QColor, QPalette

from qmsdesk.views.theme.palette import high_contrast, palette
from qmsdesk.views.theme.qss import style_sheet
from qmsdesk.views.theme.tokens import DARK, LIGHT, TONES, Tokens, contrast

GROUNDS = ("window", "sidebar", "surface", "subtle", "hover", "selected")
MINIMA = {
    "light": {"text": 12.8, "text2": 6.3, "text3": 4.9, "accent": 5.1},
    "dark": {"text": 9.0, "text2": 5.8, "text3": 4.7, "accent": 4.8},
}
TONE_MINIMA = {
    "light": {"ok": 5.8, "warn": 5.8, "bad": 5.5, "info": 5.4, "neutral": 6.6},
    "dark": {"ok": 7.0, "warn": 7.2, "bad": 6.2, "info": 6.5, "neutral": 6.8},
}
ROUNDING = 0.05
both = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def _name(tokens: Tokens) -> str:
    return "dark" if tokens.dark else "light"


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@both
def test_every_value_is_a_colour(tokens: Tokens) -> None:
    for field in fields(Tokens):
        if field.name not in ("dark", "series"):
            assert re.fullmatch(r"#[0-9A-F]{6}", tokens[field.name]), field.name


@both
def test_text_reaches_the_minimum_on_every_ground(tokens: Tokens) -> None:
    for role, least in MINIMA[_name(tokens)].items():
        worst = min(contrast(tokens[role], tokens[ground]) for ground in GROUNDS)
        assert worst >= least - ROUNDING, role


@both
def test_states_reach_the_minimum_on_their_ground(tokens: Tokens) -> None:
    for tone in TONES:
        assert contrast(tokens[tone], tokens[f"{tone}_bg"]) >= TONE_MINIMA[_name(tokens)][tone] - ROUNDING, tone
        assert contrast(tokens.text, tokens[f"{tone}_bg"]) >= 4.5, tone


@both
def test_filled_buttons_and_the_plate_can_be_read(tokens: Tokens) -> None:
    for fill in (tokens.accent_fill, tokens.accent_fill_hover, tokens.bad_fill):
        assert contrast(tokens.on_fill, fill) >= 4.5
    for text in (tokens.on_plate, tokens.plate_accent):
        assert contrast(text, tokens.plate) >= 4.5


@both
def test_borders_of_fields_focus_and_chart_lines_are_seen(tokens: Tokens) -> None:
    for role in ("input", "accent", "warn_fill", "actual", "target", "before", "bad"):
        assert contrast(tokens[role], tokens.surface) >= 3, role


@both
def test_the_style_sheet_uses_every_size_and_colour(tokens: Tokens) -> None:
    sheet = style_sheet(tokens, 1.0, {"down": "/a/down.png"})
    assert "$" not in sheet
    assert not re.search(r"\d(pt|rd)\b", sheet)
    assert 'url("/a/down.png")' in sheet
    assert "url($" not in sheet


@both
def test_the_font_scale_multiplies_text_and_heights(tokens: Tokens) -> None:
    assert "font-size: 18px" in style_sheet(tokens, 1.0)
    large = style_sheet(tokens, 1.3)
    assert "font-size: 23px" in large
    assert "min-height: 36px" in large


def test_the_palette_says_the_same_as_the_tokens() -> None:
    made = palette(DARK)
    assert made.color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert made.color(QPalette.ColorRole.PlaceholderText) == QColor(DARK.text3)
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(DARK.disabled)


def test_high_contrast_takes_the_systems_colours_only() -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("#00ffff"))
    system.setColor(QPalette.ColorRole.HighlightedText, QColor("#000000"))
    tokens = high_contrast(system)
    assert (tokens.window, tokens.surface, tokens.warn_bg) == ("#000000",) * 3
    assert (tokens.text, tokens.text3, tokens.bad, tokens.border) == ("#ffff00",) * 4
    assert (tokens.accent_fill, tokens.on_fill) == ("#00ffff", "#000000")
    ours = {value for value in astuple(DARK) if isinstance(value, str)} - {"#000000"}
    assert not ours & {value for value in astuple(tokens) if isinstance(value, str)}
    assert "$" not in style_sheet(tokens)
