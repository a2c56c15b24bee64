"""The shipped faces: which glyph prints a character, how wide it is, and fonts kept parsed between documents."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

from qmsdesk import paths
from qmsdesk.reports.text import MISSING

# A face is the fonts that are tried in turn. The full sans has all of GBK, the fallback what Noto lacks.
SONG = ("NotoSerifSC-Regular", "NotoSansSC-Regular", "QMSDeskFallback-Regular")
HEI = ("NotoSansSC-Bold", "NotoSansSC-Regular", "QMSDeskFallback-Regular")
# ISO 32000-1, 9.9: the character map and the metrics beyond these stand in the PDF itself.
_EMBEDDED = {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"}


class Glyph(NamedTuple):
    """Where a character comes from: the font's name, its width in 1/1000 em, the character really drawn."""

    font: str
    width: float
    drawn: str


class Face:
    """Looks characters up in a chain of fonts; ``unprintable`` collects those that none of them has."""

    def __init__(self, chain: tuple[str, ...]) -> None:
        self.main = chain[0]
        self.unprintable: set[str] = set()
        self._chain = chain
        self._glyphs: dict[str, Glyph] = {}

    def glyph(self, char: str) -> Glyph:
        """The glyph for one character; 〓 for one that cannot be printed."""
        known = self._glyphs.get(char)
        if known is None:
            known = self._glyphs[char] = self._find(char)
        return known

    def _find(self, char: str) -> Glyph:
        for drawn in (char, MISSING):
            for name in self._chain:
                font = prototype(name)
                if ord(drawn) in font.cmap:
                    if drawn != char:
                        self.unprintable.add(char)
                    return Glyph(name, font.cw[ord(drawn)], drawn)
        raise LookupError(MISSING)


def path(name: str) -> Path:
    """The file of a shipped font."""
    return paths.resources() / "fonts" / f"{name}.ttf"


@cache
def prototype(name: str) -> TTFFont:
    """A parsed font, kept because reading the tables of a Chinese face takes longer than a page of text."""
    reader = FPDF()
    reader.add_font(name, "", path(name))
    font = reader.fonts[name.lower()]
    assert isinstance(font, TTFFont)
    font.ttfont.close()
    return font


def for_document(name: str, index: int) -> TTFFont:
    """A copy for one document, with an empty subset; ``open_file`` must be called before output."""
    font = copy.copy(prototype(name))
    font.i = index
    font.missing_glyphs = []
    font.desc = copy.deepcopy(font.desc)
    font.subset = SubsetMap(font)
    return font


def open_file(font: TTFFont) -> None:
    """Give the copy its own reader, which fpdf2 cuts down in place and closes.

    Glyph names come from the prototype, and only the tables a PDF wants in a TrueType font are kept: working the names
    and the character map out again would take most of the time that a document of one page needs.
    """
    names = list(font.ttfont.getGlyphOrder())
    font.ttfont = TTFont(font.ttffile, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    font.ttfont.setGlyphOrder(names)
    for table in font.ttfont.reader.keys() - _EMBEDDED:
        del font.ttfont[table]
