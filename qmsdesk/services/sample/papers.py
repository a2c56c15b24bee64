"""Small real files for the sample's evidence: the same name, lines and time give the same bytes."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import io
import re
import string
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk import paths

if TYPE_CHECKING:
    from fpdf.fonts import TTFFont
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_CORE_DATES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


class Papers:
    """Makes files in ``folder``. ``text`` is all that will be written: the font is cut down to it once."""

    def __init__(self, folder: Path, text: str) -> None:
        self._folder = folder
        self._text = text + string.printable + "："
        self._sizes: dict[int, FreeTypeFont] = {}

    def make(self, name: str, lines: Sequence[str], when: dt.datetime, *, photo: bool = False) -> Path:
        """A .pdf, .xlsx or .jpg (a ``photo``, else a scan); the first line is the title.

        ``|`` stands between the cells of a line in a sheet, elsewhere between a name and what it names.
        """
        path = self._folder / name
        words = [line.replace("|", "：") for line in lines]
        if path.suffix == ".pdf":
            data = self._pdf(words, when)
        elif path.suffix == ".jpg":
            data = self._photo(words) if photo else self._scan(words)
        else:
            data = _sheet(lines, when)
        path.write_bytes(data)
        return path

    @functools.cached_property
    def _font(self) -> Path:
        # The whole face takes half a second to parse for every file; what the sample says takes a few milliseconds.
        from fontTools import subset
        from fontTools.ttLib import TTFont

        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
        options.drop_tables += ["BASE", "GSUB", "GPOS", "GDEF", "STAT", "vhea", "vmtx"]
        with TTFont(paths.resources() / "fonts" / "NotoSansSC-Regular.ttf", recalcTimestamp=False, lazy=True) as font:
            cutter = subset.Subsetter(options)
            cutter.populate(text=self._text)
            cutter.subset(font)
            font.save(self._folder / "sample.ttf")
        return self._folder / "sample.ttf"

    def _pdf(self, lines: Sequence[str], when: dt.datetime) -> bytes:
        from fpdf import FPDF

        sheet = FPDF(format="A4")
        sheet.set_creation_date(when.replace(microsecond=0))
        sheet.set_title(lines[0])
        sheet.set_lang("zh-CN")
        sheet.set_margins(25, 25, 20)
        sheet.fonts["sample"] = self._face_for_one()
        sheet.add_page()
        sheet.set_font("sample", size=18)
        sheet.multi_cell(0, 12, lines[0], align="C", new_x="LMARGIN", new_y="NEXT")
        sheet.ln(6)
        sheet.set_font("sample", size=11)
        for line in lines[1:]:
            sheet.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
        return bytes(sheet.output())

    @functools.cached_property
    def _face(self) -> TTFFont:
        """The font as fpdf2 reads it, once: reading it for every file would take longer than the file itself."""
        from fpdf import FPDF
        from fpdf.fonts import TTFFont

        reader = FPDF()
        reader.add_font("sample", "", self._font)
        font = reader.fonts["sample"]
        assert isinstance(font, TTFFont)
        font.ttfont.close()
        return font

    def _face_for_one(self) -> TTFFont:
        """A copy for one file, with its own subset and reader: fpdf2 cuts the font down in place and closes it."""
        from fontTools.ttLib import TTFont
        from fpdf.fonts import SubsetMap

        font = copy.copy(self._face)
        font.missing_glyphs, font.desc, font.subset = [], copy.deepcopy(font.desc), SubsetMap(font)
        # The boxes are right, and working them out again takes longer than the page.
        font.ttfont = TTFont(self._font, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
        font.ttfont.setGlyphOrder(list(self._face.ttfont.getGlyphOrder()))
        return font

    def _photo(self, lines: Sequence[str]) -> bytes:
        """A row of bushings on the bench."""
        from PIL import Image, ImageDraw

        picture = Image.new("RGB", (640, 420), (206, 212, 218))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 300, 640, 420), fill=(96, 104, 112))
        for left in range(70, 560, 130):
            draw.rectangle((left, 190, left + 90, 300), fill=(164, 170, 178), outline=(70, 76, 82), width=3)
            draw.ellipse((left, 165, left + 90, 215), fill=(190, 196, 202), outline=(70, 76, 82), width=3)
            draw.ellipse((left + 25, 178, left + 65, 202), fill=(60, 64, 70))
        draw.rectangle((0, 0, 640, 44), fill=(30, 80, 150))
        draw.text((16, 8), lines[0], font=self._letters(22), fill="white")
        for i, line in enumerate(lines[1:]):
            draw.text((16, 312 + i * 28), line, font=self._letters(18), fill="white")
        return _jpeg(picture)

    def _scan(self, lines: Sequence[str]) -> bytes:
        """A sheet of paper with a frame, its title and lines of text."""
        from PIL import Image, ImageDraw

        picture = Image.new("RGB", (640, 420), (250, 248, 240))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((14, 14, 626, 406), outline=(150, 30, 30), width=3)
        draw.rectangle((22, 22, 618, 398), outline=(150, 30, 30), width=1)
        draw.text((320, 70), lines[0], font=self._letters(28), fill=(150, 30, 30), anchor="mm")
        for i, line in enumerate(lines[1:]):
            draw.text((70, 120 + i * 38), line, font=self._letters(20), fill=(40, 40, 40))
        return _jpeg(picture)

    def _letters(self, size: int) -> FreeTypeFont:
        from PIL import ImageFont

        if size not in self._sizes:
            self._sizes[size] = ImageFont.truetype(self._font, size)
        return self._sizes[size]


def _jpeg(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def _sheet(lines: Sequence[str], when: dt.datetime) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split("|")])
    sheet.column_dimensions["A"].width = 36
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue(), when)


def _fixed(data: bytes, when: dt.datetime) -> bytes:
    """The workbook with the clock taken out: entry dates and core properties say ``when``."""
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = _CORE_DATES.sub(lambda found: found[1] + stamp, body)
            entry = zipfile.ZipInfo(name, when.timetuple()[:6])
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, body)
    return out.getvalue()
