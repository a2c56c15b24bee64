"""The good case as a Word document, written part by part: the same content as its PDF, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from qmsdesk.i18n import _
from qmsdesk.reports.case_forms import CASE, Paper, Picture, Table
from qmsdesk.reports.stable_zip import stable_zip
from qmsdesk.reports.text import MISSING, clean

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMU = 36_000  # a millimetre
_WIDE = 110  # mm, a chart
_TWIPS = 56.7  # a millimetre

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""
_TOP = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
</Relationships>"""


def case_docx(content: Paper, when: dt.datetime) -> bytes:
    """The .docx; ``when`` (with zone) is the date in its properties."""
    pictures = [each for chapter in content.chapters for each in chapter.inserted if isinstance(each, Picture)]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TOP,
        "docProps/core.xml": _core(content),
        "word/styles.xml": _styles(),
        "word/document.xml": _document(content),
        "word/_rels/document.xml.rels": _relations(len(pictures)),
    }
    parts |= {f"word/media/image{place}.png": each.png for place, each in enumerate(pictures, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return stable_zip(out.getvalue(), when)


def _text(text: str) -> str:
    """The text as XML can hold it."""
    kept = "".join(MISSING if "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff" else char for char in clean(text))
    return escape(kept, {'"': "&quot;"})


def _paragraph(text: str, style: str = "") -> str:
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{shape}<w:r><w:t xml:space="preserve">{_text(text)}</w:t></w:r></w:p>'


def _document(content: Paper) -> str:
    body = "".join(_body(content))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
        'w:left="1440" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    spaces = (
        f'xmlns:w="{_WORD}" xmlns:r="{_RELS}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        f'xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"'
    )
    return f"{_HEAD}<w:document {spaces}><w:body>{body}{page}</w:body></w:document>"


def _body(content: Paper) -> Iterator[str]:
    yield _paragraph(content.title, "Title")
    for remark in (*((content.mark,) if content.mark else ()), *content.remarks):
        yield _paragraph(remark, "Note")
    place = 0
    for chapter in content.chapters:
        yield _paragraph(chapter.heading, "Heading1")
        for text in chapter.paragraphs or ("—",):
            yield _paragraph(text, "BodyText")
        for each in chapter.inserted:
            yield _paragraph(each.caption, "Caption")
            if isinstance(each, Table):
                yield from _table(each)
            else:
                place += 1
                yield _picture(each, place)
    if content.units:
        yield _paragraph(content.units, "Note")


def _table(table: Table) -> Iterator[str]:
    side = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    sides = "".join(map(side.format, ("top", "left", "bottom", "right", "insideH", "insideV")))
    yield f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders>'
    widths = [round(column.width * _TWIPS * 0.94) for column in CASE.columns]
    yield "</w:tblPr><w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    heads = tuple(column.title for column in CASE.columns)
    for number, row in enumerate((heads, *table.rows)):
        style = "TableHead" if number == 0 else "TableText"
        repeated = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if number == 0 else "") + "</w:trPr>"
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(text, style)}</w:tc>'
            for width, text in zip(widths, row, strict=True)
        )
        yield f"<w:tr>{repeated}{cells}</w:tr>"
    yield "</w:tbl>"


def _picture(picture: Picture, place: int) -> str:
    wide, high = _WIDE * _EMU, round(_WIDE * _EMU * picture.height / picture.width)
    named = f'id="{place}" name="image{place}.png" descr="{_text(picture.caption)}"'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr {named}/><a:graphic>'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rImage{place}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r></w:p>"
    )


def _relations(pictures: int) -> str:
    images = "".join(
        f'<Relationship Id="rImage{place}" Type="{_RELS}/image" Target="media/image{place}.png"/>'
        for place in range(1, pictures + 1)
    )
    styles = f'<Relationship Id="rStyles" Type="{_RELS}/styles" Target="styles.xml"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{styles}{images}</Relationships>'


def _core(content: Paper) -> str:
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )  # set to the time of the document by stable_zip
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    title, creator = _text(content.title), _text(content.enterprise)
    return (
        f"{_HEAD}<cp:coreProperties {spaces}><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
        f"{dates}</cp:coreProperties>"
    )


def _styles() -> str:
    song, hei = _("宋体"), _("黑体")
    shapes = (
        ("Normal", "Normal", "", "", song, 21, False),
        ("Title", "Title", '<w:spacing w:after="200"/><w:jc w:val="center"/>', "Normal", hei, 32, True),
        ("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="0"/>',
         "Normal", hei, 24, True),
        ("BodyText", "Body Text",
         '<w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="420"/>'
         '<w:jc w:val="both"/>', "Normal", song, 21, False),
        ("Caption", "caption", '<w:keepNext/><w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>',
         "Normal", hei, 19, False),
        ("TableHead", "Table Head", '<w:jc w:val="center"/>', "Normal", hei, 19, False),
        ("TableText", "Table Text", "", "Normal", song, 19, False),
        ("Note", "Note", '<w:spacing w:before="120"/>', "Normal", song, 21, False),
    )  # fmt: skip
    return f'{_HEAD}<w:styles xmlns:w="{_WORD}">' + "".join(_style(*shape) for shape in shapes) + "</w:styles>"


def _style(key: str, name: str, shape: str, based: str, font: str, size: int, bold: bool) -> str:
    default = "" if based else ' w:default="1"'
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{on}<w:qFormat/>'
        f'<w:pPr>{shape}</w:pPr><w:rPr>{fonts}{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )
