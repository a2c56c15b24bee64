"""表B.1 as a Word document that can be worked over and signed: the same content as its print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsdesk.exchange.docx import TWIPS, package, paragraph
from qmsdesk.reports.diagnosis_form import B1, DATE, HEAD, Sheet

_WIDTHS = [round(column.width * TWIPS * 0.94) for column in B1.columns]
_HIGH, _SIGN = 560, 1500  # twips: the least height of a row, and of a box to sign in


def diagnosis_docx(content: Sheet, when: dt.datetime) -> bytes:
    """The .docx; ``when`` (with zone) is the date in its properties."""
    return package("".join(_body(content)), when, B1.title, content.enterprise)


def _body(content: Sheet) -> Iterator[str]:
    yield paragraph(B1.standard, "TableText")
    yield paragraph(B1.title, "Title")
    side = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    sides = "".join(map(side.format, ("top", "left", "bottom", "right", "insideH", "insideV")))
    yield f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders>'
    yield "</w:tblPr><w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS) + "</w:tblGrid>"
    yield _row(_HIGH, _over(paragraph(HEAD.format(content.enterprise), "TableText")))
    yield _row(_HIGH, *(_cell(width, c.title, "TableHead") for width, c in zip(_WIDTHS, B1.columns, strict=True)))
    for no, text in enumerate(content.opinions, 1):
        number = str(no) if text else ""
        yield _row(_HIGH, _cell(_WIDTHS[0], number, "TableHead"), _cell(_WIDTHS[1], text, "TableText"))
    for label in B1.signatures:
        inside = (paragraph(label, "TableText"), paragraph("", "TableText"), paragraph(DATE, "TableEnd"))
        yield _row(_SIGN, _over("".join(inside)))
    yield "</w:tbl>"
    yield paragraph("")


def _row(high: int, *cells: str) -> str:
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{high}"/></w:trPr>{"".join(cells)}</w:tr>'


def _cell(width: int, text: str, style: str) -> str:
    shape = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{shape}{paragraph(text, style)}</w:tc>"


def _over(inside: str) -> str:
    """A cell over both columns."""
    wide = f'<w:tcW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:gridSpan w:val="2"/>'
    shape = f'<w:tcPr>{wide}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{shape}{inside}</w:tc>"
