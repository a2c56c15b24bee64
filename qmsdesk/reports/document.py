"""The sheet of paper every report is drawn on: PDF/A-2b, same input and time give the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.output import OutputProducer

from qmsdesk.i18n import _
from qmsdesk.reports import fonts
from qmsdesk.reports.linebreak import wrap
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.text import clean, describe

CHINA = dt.timezone(dt.timedelta(hours=8))
LEFT, RIGHT, TOP, BOTTOM = 25.0, 16.0, 20.0, 15.0  # mm; left is the binding edge
_HEAD = 4.5  # mm from the top margin to the first line of the body
_FOOT = 5.0  # mm above the bottom margin that the body keeps free of the foot
_PT = 25.4 / 72  # mm


class _Producer(OutputProducer):
    """fpdf2 stamps the XMP packet with the clock; here it says what the document says."""

    def _build_xmp_from_info(self) -> str:
        stamp = self.fpdf.creation_date.astimezone(dt.UTC).isoformat(timespec="seconds")
        return re.sub(
            r'(xmp:(?:Modify|Metadata)Date=")[^"]*', lambda found: found[1] + stamp, super()._build_xmp_from_info()
        )


class Document(FPDF):
    """A4 pages with a head line, a foot and a cursor ``down`` (mm from the top of the sheet).

    ``when`` must know its time zone; the foot prints it in China's. ``head`` is the 校验码 of the foot, ``mark`` a word
    boxed on every page (未定稿, 已作废, 预审版). Text goes through ``put`` and ``paragraph``, which fall back to other
    fonts by themselves.
    """

    def __init__(
        self, title: str, enterprise: str, when: dt.datetime, *, head: str = "", top: tuple[str, str] = ("", ""),
        landscape: bool = False, mark: str = "",
    ) -> None:  # fmt: skip
        if when.tzinfo is None:
            raise ValueError("when: a time without zone")
        super().__init__(orientation="L" if landscape else "P", format="A4", enforce_compliance="PDFA_2B")
        self.set_auto_page_break(False)
        self.set_margins(0, 0, 0)
        self.set_creation_date(when.astimezone(dt.UTC).replace(microsecond=0))
        self.set_lang("zh-CN")
        self.set_title(_printable(title))
        self.set_author(_printable(enterprise))
        self.set_creator("QMSDesk")
        self.song = fonts.Face(fonts.SONG)
        self.hei = fonts.Face(fonts.HEI)
        self.down = TOP
        self._top = tuple(clean(text).replace("\n", " ") for text in top)
        self._mark, self._enterprise, self._when, self._check = mark, enterprise, when, head
        self._body = TOP + (_HEAD + 2 if any(top) else 0) + (8 if mark else 0)
        self.new_page()

    @property
    def width(self) -> float:
        """Between the side margins, mm."""
        return float(self.w) - LEFT - RIGHT

    @property
    def floor(self) -> float:
        """Where the body ends, mm from the top of the sheet."""
        return float(self.h) - BOTTOM - _FOOT

    @property
    def room(self) -> float:
        """The height of the body of a fresh page, mm."""
        return self.floor - self._body

    def new_page(self) -> None:
        """Start a page with its head line; the cursor stands below it."""
        self.add_page()
        self.put(self._top[0], LEFT, TOP + 2, size=9)
        self.put(self._top[1], LEFT, TOP + 2, size=9, box=self.width, align="R")
        self.down = self._body
        if self._mark:
            self.boxed(self._mark, LEFT + self.width - 16, TOP + _HEAD + 1, 16, 5.6)

    def need(self, height: float) -> None:
        """Start a new page unless ``height`` mm are free."""
        if self.down + height > self.floor:
            self.new_page()

    def put(
        self, text: str, x: float, middle: float, *, size: float, face: fonts.Face | None = None, box: float = 0.0,
        align: str = "L",
    ) -> None:  # fmt: skip
        """One line of clean text, centred on the height ``middle``, in a box of that width from ``x`` (mm)."""
        if not text:
            return
        face = face or self.song
        if align != "L":
            spare = box - self.measure(text, size, face)
            x += spare if align == "R" else spare / 2
        baseline = middle + 0.38 * size * _PT
        for font, run, width in _runs(text, face):
            family = font.lower()
            if family not in self.fonts:
                self.fonts[family] = fonts.for_document(font, len(self.fonts) + 1)
            self.set_font(family, size=size)
            self.text(x, baseline, run)
            x += width * size * _PT / 1000

    def measure(self, text: str, size: float, face: fonts.Face | None = None) -> float:
        """The width of one line in mm."""
        glyph = (face or self.song).glyph
        return sum(glyph(char).width for char in text) * size * _PT / 1000

    def lines(self, text: str, width: float, size: float, face: fonts.Face | None = None) -> list[str]:
        """The clean text broken into lines of ``width`` mm."""
        glyph = (face or self.song).glyph
        return wrap(clean(text), width * 1000 / (size * _PT), lambda char: glyph(char).width)

    def paragraph(
        self, text: str, *, size: float, leading: float = 1.5, face: fonts.Face | None = None, align: str = "L",
    ) -> None:  # fmt: skip
        """Text over the width of the page from the cursor down, onto further pages if it must."""
        step = size * _PT * leading
        for line in self.lines(text, self.width, size, face):
            self.need(step)
            self.put(line, LEFT, self.down + step / 2, size=size, face=face, box=self.width, align=align)
            self.down += step

    def heading(self, title: str) -> None:
        """The title of the sheet, 黑体 16, clear of the mark."""
        self.down = TOP + 11
        for line in self.lines(title, self.width - 40, 16, self.hei):
            self.put(line, LEFT, self.down + 3.6, size=16, face=self.hei, box=self.width, align="C")
            self.down += 8
        self.down += 3

    def section(self, title: str, follows: float = 12) -> None:
        """The head of a part of the sheet, on the same page as the ``follows`` mm after it."""
        self.need(10 + follows)
        self.down += 3
        for line in self.lines(title, self.width, 11, self.hei):
            self.put(line, LEFT, self.down + 3, size=11, face=self.hei)
            self.down += 6
        self.down += 1

    def pair(self, left: str, right: str, size: float = 10.5) -> None:
        """A line with one text at each margin; the left one may need more lines."""
        side = self.measure(clean(right), size)
        self.put(clean(right), LEFT, self.down + 3.6, size=size, box=self.width, align="R")
        for line in self.lines(left, max(self.width - side - 4, 40), size):
            self.put(line, LEFT, self.down + 3.6, size=size)
            self.down += 6
        self.down += 2.2

    def signature(self, label: str, name: str, date: str, step: float) -> None:
        """One line of ``step`` mm to sign on, or with name and date printed."""
        size, middle = 10.5, self.down + step / 2
        label = clean(label) + "："
        self.put(label, LEFT, middle, size=size)
        x = LEFT + self.measure(label, size) + 1
        space = max(min(56.0, LEFT + self.width - 46 - x), 0.0)
        self.rules([(x, middle + 1.1, x + space, middle + 1.1)], 0.7)
        self.put(clean(name), x, middle - 1.3, size=size, box=space, align="C")
        date = clean(date) or _("　　年　　月　　日")
        self.put(_("日期：{date}").format(date=date), LEFT, middle, size=size, box=self.width, align="R")
        self.down += step

    def rules(self, segments: Iterable[tuple[float, float, float, float]], points: float) -> None:
        """Black lines (x1, y1, x2, y2 in mm) of a width in points, as one path."""
        k, h = self.k, self.h
        path = [f"{x1 * k:.2f} {(h - y1) * k:.2f} m {x2 * k:.2f} {(h - y2) * k:.2f} l" for x1, y1, x2, y2 in segments]
        if path:
            self._out(f"q {points:.2f} w 2 J {' '.join(path)} S Q")

    def boxed(self, text: str, x: float, y: float, width: float, height: float) -> None:
        """A short word in a thin frame."""
        self.rules(frame(x, y, x + width, y + height), 0.7)
        self.put(text, x, y + height / 2, size=9, face=self.hei, box=width, align="C")

    def finish(self) -> Rendered:
        """Write the feet, which know the number of pages only now, and the file."""
        for number in range(1, self.pages_count + 1):
            self.page = number
            self.current_font_is_set_on_page = False
            self._write_foot(number)
        for font in self.fonts.values():
            assert isinstance(font, TTFFont)
            fonts.open_file(font)
        data = bytes(self.output(output_producer_class=_Producer))
        fonts.close()
        missing = self.song.unprintable | self.hei.unprintable
        return Rendered(data, tuple(map(describe, sorted(missing))), self.pages_count)

    def _write_foot(self, number: int) -> None:
        line = float(self.h) - BOTTOM - 1
        self.rules([(LEFT, line, LEFT + self.width, line)], 0.5)
        pages = _("第 {page} 页 共 {pages} 页").format(page=number, pages=self.pages_count)
        stamp = _("打印 {time}").format(time=self._when.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"))
        if self._check:
            stamp += "　" + _("校验码 {code}").format(code=self._check)
        middle = line + 4
        third = self.width / 3
        name = self.lines(self._enterprise, third, 8)
        self.put(name[0], LEFT, middle, size=8)
        self.put(pages, LEFT + third, middle, size=8, box=third, align="C")
        self.put(clean(stamp), LEFT + third * 2, middle, size=8, box=third, align="R")


def frame(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float, float, float]]:
    """The four sides of a box."""
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return [(*start, *end) for start, end in pairwise(corners)]


def _runs(text: str, face: fonts.Face) -> list[tuple[str, str, float]]:
    """Neighbouring characters of one font together: font, text as drawn, width in 1/1000 em."""
    runs: list[tuple[str, str, float]] = []
    for char in text:
        glyph = face.glyph(char)
        if runs and runs[-1][0] == glyph.font:
            runs[-1] = (glyph.font, runs[-1][1] + glyph.drawn, runs[-1][2] + glyph.width)
        else:
            runs.append((glyph.font, glyph.drawn, glyph.width))
    return runs


def _printable(text: str) -> str:
    """For the document's properties, which must be valid Unicode."""
    return clean(text).replace("\n", " ").encode("utf-8", "replace").decode("utf-8")
