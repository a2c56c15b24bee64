"""Every colour of the window by name, light and dark, and the contrast between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "neutral"]
TONES: tuple[Tone, ...] = ("ok", "warn", "bad", "info", "neutral")


@dataclass(frozen=True)
class Tokens:
    """One colour scheme; every value is ``#RRGGBB``."""

    dark: bool
    window: str
    sidebar: str
    surface: str
    subtle: str
    hover: str
    selected: str
    raised: str  # the current entry of the sidebar
    line: str
    border: str
    border2: str
    input: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent_fill: str
    accent_fill_hover: str
    on_fill: str
    bad_fill: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    warn_fill: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str
    plate: str  # the toast stands out: dark on light, light on dark
    on_plate: str
    plate_accent: str
    track: str  # the empty part of bars and rings
    actual: str
    target: str
    before: str
    band: str
    series: tuple[str, str, str, str, str]

    def __getitem__(self, role: str) -> str:
        """The colour of a role whose name is only known at run time."""
        value = getattr(self, role)
        if not isinstance(value, str):
            raise KeyError(role)
        return value


LIGHT = Tokens(
    dark=False,
    window="#F2F4F7",
    sidebar="#E9EDF2",
    surface="#FFFFFF",
    subtle="#F6F8FA",
    hover="#EEF2F7",
    selected="#DCE8F8",
    raised="#FFFFFF",
    line="#E8ECF1",
    border="#DCE1E8",
    border2="#C3CAD4",
    input="#7F8997",
    text="#1A2330",
    text2="#475364",
    text3="#586473",
    disabled="#98A2B0",
    accent="#1C5DB8",
    accent_fill="#1C5DB8",
    accent_fill_hover="#174F9E",
    on_fill="#FFFFFF",
    bad_fill="#B3261E",
    ok="#17693F",
    ok_bg="#E3F3E9",
    warn="#8A4F00",
    warn_bg="#FDF0DA",
    warn_fill="#B9770E",
    bad="#B3261E",
    bad_bg="#FCE8E6",
    info="#1C5DB8",
    info_bg="#E4EEFB",
    neutral="#475364",
    neutral_bg="#E9EDF2",
    plate="#222C39",
    on_plate="#FFFFFF",
    plate_accent="#8FBBF8",
    track="#E9EDF2",
    actual="#1C4E9C",
    target="#C4510C",
    before="#7C8796",
    band="#E4EEFB",
    series=("#1C4E9C", "#C4510C", "#45B5A4", "#E9BE48", "#5B2440"),
)

DARK = Tokens(
    dark=True,
    window="#14171C",
    sidebar="#181C22",
    surface="#1E232A",
    subtle="#242A32",
    hover="#2A313B",
    selected="#233F62",
    raised="#2A313B",
    line="#2B323B",
    border="#343C47",
    border2="#47515E",
    input="#768292",
    text="#E7EBF0",
    text2="#B7C0CC",
    text3="#A1ACBA",
    disabled="#6B7684",
    accent="#7DB0F7",
    accent_fill="#2B6CC8",
    accent_fill_hover="#3072D0",
    on_fill="#FFFFFF",
    bad_fill="#B93A31",
    ok="#6FCF97",
    ok_bg="#1B3526",
    warn="#E9B565",
    warn_bg="#3A2D14",
    warn_fill="#E0A33A",
    bad="#F4958C",
    bad_bg="#432522",
    info="#8FBBF8",
    info_bg="#1C3350",
    neutral="#B7C0CC",
    neutral_bg="#2D343E",
    plate="#E7EBF0",
    on_plate="#1A2330",
    plate_accent="#1C5DB8",
    track="#2D343E",
    actual="#7DB0F7",
    target="#F0935A",
    before="#8D98A7",
    band="#1C3350",
    series=("#7DB0F7", "#F0935A", "#5CCFBD", "#E9BE48", "#C98BAA"),
)


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
