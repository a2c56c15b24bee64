"""What a window size means for the layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SizeClass = Literal["wide", "normal", "compact", "narrow"]


@dataclass(frozen=True)
class Breakpoint:
    """The measures of one class of window size, in pixels of the design."""

    name: SizeClass
    sidebar: int
    detail: int
    nav_row: int = 30
    compact: bool = False
    overlay_detail: bool = False
    table_max: int = 0  # tables stop growing here; 0 = they take what there is


WIDE = Breakpoint("wide", 212, 400, table_max=1280)
NORMAL = Breakpoint("normal", 212, 344)
COMPACT = Breakpoint("compact", 184, 300, nav_row=25, compact=True)
NARROW = Breakpoint("narrow", 52, 300, nav_row=28, compact=True, overlay_detail=True)


def breakpoint_for(width: int, height: int, scale: float = 1.0) -> Breakpoint:
    """The class of a window of this logical size; a larger font leaves less room, so it counts as a smaller window."""
    across = width / (1 + (scale - 1) / 2)
    if across < 1200:
        return NARROW
    if across < 1400 or height < 820:
        return COMPACT
    return WIDE if across >= 1800 else NORMAL
