"""The good case as a Word document, written part by part: the same content as its PDF, the same bytes each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsdesk.exchange.docx import DRAWING, TWIPS, package, paragraph, xml_text
from qmsdesk.reports.case_forms import CASE, Paper, Picture, Table

_EMU = 36_000  # a millimetre
_WIDE = 110  # mm, a chart


def case_docx(content: Paper, when: dt.datetime) -> bytes:
    """The .docx; ``when`` (with zone) is the date in its properties."""
    pictures = [each for chapter in content.chapters for each in chapter.inserted if isinstance(each, Picture)]
    named = {f"rImage{place}": each.png for place, each in enumerate(pictures, 1)}
    return package("".join(_body(content)), when, content.title, content.enterprise, named)


def _body(content: Paper) -> Iterator[str]:
    yield paragraph(content.title, "Title")
    for remark in (*((content.mark,) if content.mark else ()), *content.remarks):
        yield paragraph(remark, "Note")
    place = 0
    for chapter in content.chapters:
        yield paragraph(chapter.heading, "Heading1")
        for text in chapter.paragraphs or ("—",):
            yield paragraph(text, "BodyText")
        for each in chapter.inserted:
            yield paragraph(each.caption, "Caption")
            if isinstance(each, Table):
                yield from _table(each)
            else:
                place += 1
                yield _picture(each, place)
    if content.units:
        yield paragraph(content.units, "Note")


def _table(table: Table) -> Iterator[str]:
    side = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    sides = "".join(map(side.format, ("top", "left", "bottom", "right", "insideH", "insideV")))
    yield f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders>'
    widths = [round(column.width * TWIPS * 0.94) for column in CASE.columns]
    yield "</w:tblPr><w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    heads = tuple(column.title for column in CASE.columns)
    for number, row in enumerate((heads, *table.rows)):
        style = "TableHead" if number == 0 else "TableText"
        repeated = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if number == 0 else "") + "</w:trPr>"
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(text, style)}</w:tc>'
            for width, text in zip(widths, row, strict=True)
        )
        yield f"<w:tr>{repeated}{cells}</w:tr>"
    yield "</w:tbl>"


def _picture(picture: Picture, place: int) -> str:
    wide, high = _WIDE * _EMU, round(_WIDE * _EMU * picture.height / picture.width)
    named = f'id="{place}" name="image{place}.png" descr="{xml_text(picture.caption)}"'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr {named}/><a:graphic>'
        f'<a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rImage{place}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r></w:p>"
    )
