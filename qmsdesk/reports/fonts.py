"""The shipped faces: which glyph prints a character, how wide it is, and fonts kept parsed between documents."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import _g_l_y_f
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
    for tag in ("hmtx", "loca"):  # read before the file is closed
        _ = font.ttfont[tag]
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


class _Glyphs(dict[str, Any]):
    """The outlines of a font by name, each read from the file when it is asked for: a document draws few of thousands.

    A table that was read whole knows the same, but cutting out all outlines takes longer than all else of a page.
    """

    def __init__(self, font: TTFont, parsed: TTFont) -> None:
        super().__init__()
        self._file, self._start = font.reader.file, font.reader.tables["glyf"].offset
        self._places, self._ends = parsed.getReverseGlyphMap(), parsed["loca"].locations

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __missing__(self, name: str) -> Any:
        place = self._places[name]
        first, end = self._ends[place], self._ends[place + 1]
        self._file.seek(self._start + first)
        found = self[name] = _g_l_y_f.Glyph(self._file.read(end - first))
        return found


def open_file(font: TTFFont) -> None:
    """Give the copy its own reader, which fpdf2 cuts down in place and closes.

    Glyph names and widths come from the prototype, and only the tables a PDF wants in a TrueType font are kept: working
    the names and the character map out again would take most of the time that a document of one page needs.
    """
    parsed = font.ttfont
    names = list(parsed.getGlyphOrder())
    font.ttfont = TTFont(font.ttffile, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    font.ttfont.setGlyphOrder(names)
    for table in font.ttfont.reader.keys() - _EMBEDDED:
        del font.ttfont[table]
    widths, outlines = newTable("hmtx"), newTable("glyf")
    widths.metrics = parsed["hmtx"].metrics  # the cut makes a smaller one instead of changing it
    outlines.glyphs, outlines.glyphOrder = _Glyphs(font.ttfont, parsed), names
    font.ttfont["hmtx"], font.ttfont["glyf"] = widths, outlines


def close() -> None:
    """Forget the documents that are written: fpdf2 would remember the fonts of each for as long as the program runs."""
    SubsetMap.pick.cache_clear()
    SubsetMap.get_glyph.cache_clear()
