"""Text on its way to paper or a picture: what can be shown at all."""

from __future__ import annotations

import unicodedata

MISSING = "〓"  # printed in place of a character no shipped font has


def clean(text: str) -> str:
    """The text as it can be laid out: composed, one kind of line end, without characters that have no picture.

    Control, bidi and zero-width characters are dropped: they show nothing and could reorder a line of evidence.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    text = text.replace("\t", " ").replace("\u00a0", " ")
    return "".join(char for char in text if char == "\n" or not _invisible(char))


def _invisible(char: str) -> bool:
    if unicodedata.category(char) in ("Cc", "Cf"):
        return True
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def describe(char: str) -> str:
    """A character for a message, with its code point, as a lone surrogate cannot even be written."""
    code = f"U+{ord(char):04X}"
    return code if unicodedata.category(char) == "Cs" else f"{char} {code}"
