"""Small real files for the sample's evidence: the same name, lines and time give the same bytes."""

from __future__ import annotations

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
    from PIL.ImageFont import FreeTypeFont

_CORE_DATES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


class Papers:
    """Makes files in ``folder``. ``text`` is all that will be written: the font is cut down to it once."""

    def __init__(self, folder: Path, text: str) -> None:
        self._folder = folder
        self._text = text + string.printable + "："

    def make(self, name: str, lines: Sequence[str], when: dt.datetime) -> Path:
        """A .pdf, .xlsx or .jpg; the first line is the title, in a sheet ``|`` parts the cells of a line."""
        maker = {".pdf": self._pdf, ".xlsx": _sheet, ".jpg": self._photo}[Path(name).suffix]
        path = self._folder / name
        path.write_bytes(maker(lines, when))
        return path

    @functools.cached_property
    def _font(self) -> Path:
        # The whole face takes half a second to parse for every file; what the sample says takes a few milliseconds.
        from fontTools import subset
        from fontTools.ttLib import TTFont

        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx"]
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
        sheet.add_font("sample", "", self._font)
        sheet.add_page()
        sheet.set_font("sample", size=18)
        sheet.multi_cell(0, 12, lines[0], align="C", new_x="LMARGIN", new_y="NEXT")
        sheet.ln(6)
        sheet.set_font("sample", size=11)
        for line in lines[1:]:
            sheet.multi_cell(0, 8, line.replace("|", "："), new_x="LMARGIN", new_y="NEXT")
        return bytes(sheet.output())

    def _photo(self, lines: Sequence[str], when: dt.datetime) -> bytes:
        from PIL import Image, ImageDraw

        picture = Image.new("RGB", (640, 420), (206, 212, 218))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 300, 640, 420), fill=(120, 128, 136))  # the bench
        shade = 40 + when.day * 3
        for left in range(70, 560, 130):  # a row of bushings
            draw.rectangle((left, 190, left + 90, 300), fill=(150, 156, 160 + shade // 2), outline=(70, 76, 82), width=3)
            draw.ellipse((left, 165, left + 90, 215), fill=(190, 196, 202), outline=(70, 76, 82), width=3)
            draw.ellipse((left + 25, 178, left + 65, 202), fill=(60, 64, 70))
        draw.rectangle((0, 0, 640, 44), fill=(30, 80, 150))
        draw.text((16, 8), lines[0], font=self._letters(22), fill="white")
        for i, line in enumerate(lines[1:]):
            draw.text((16, 318 + i * 30), line, font=self._letters(18), fill="white")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=70)
        return out.getvalue()

    def _letters(self, size: int) -> FreeTypeFont:
        from PIL import ImageFont

        return ImageFont.truetype(self._font, size)


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
