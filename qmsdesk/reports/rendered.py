"""What every report hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rendered:
    """A finished PDF/A-2b: its bytes, the characters no shipped font can print (``"龘 U+9F98"``), its pages."""

    data: bytes
    unprintable: tuple[str, ...]
    pages: int
