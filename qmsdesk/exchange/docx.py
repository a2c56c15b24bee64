"""What every Word document of the program is made of: the package, its styles, paragraphs; the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from qmsdesk.i18n import _
from qmsdesk.reports.stable_zip import stable_zip
from qmsdesk.reports.text import MISSING, clean

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TWIPS = 56.7  # a millimetre

_TYPES = f"""{HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""
_TOP = f"""{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
</Relationships>"""


def package(
    body: str, when: dt.datetime, title: str, creator: str, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The .docx; ``body`` is the XML inside ``w:body``, ``when`` (with zone) the date in its properties.

    ``pictures`` are PNG files by the id of their relation.
    """
    found = list((pictures or {}).items())
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TOP,
        "docProps/core.xml": _core(title, creator),
        "word/styles.xml": _styles(),
        "word/document.xml": _document(body),
        "word/_rels/document.xml.rels": _relations([key for key, _png in found]),
    }
    parts |= {f"word/media/image{place}.png": png for place, (_key, png) in enumerate(found, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return stable_zip(out.getvalue(), when)


def xml_text(text: str) -> str:
    """The text as XML can hold it."""
    kept = "".join(MISSING if "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff" else char for char in clean(text))
    return escape(kept, {'"': "&quot;"})


def paragraph(text: str, style: str = "") -> str:
    """One paragraph in a style of the document."""
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{shape}<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r></w:p>'


def _document(body: str) -> str:
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
        'w:left="1440" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    spaces = (
        f'xmlns:w="{WORD}" xmlns:r="{RELS}" xmlns:wp="{DRAWING}/wordprocessingDrawing" '
        f'xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture"'
    )
    return f"{HEAD}<w:document {spaces}><w:body>{body}{page}</w:body></w:document>"


def _relations(pictures: list[str]) -> str:
    images = "".join(
        f'<Relationship Id="{key}" Type="{RELS}/image" Target="media/image{place}.png"/>'
        for place, key in enumerate(pictures, 1)
    )
    styles = f'<Relationship Id="rStyles" Type="{RELS}/styles" Target="styles.xml"/>'
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{styles}{images}</Relationships>'


def _core(title: str, creator: str) -> str:
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )  # set to the time of the document by stable_zip
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    title, creator = xml_text(title), xml_text(creator)
    return (
        f"{HEAD}<cp:coreProperties {spaces}><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
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
        ("TableEnd", "Table End", '<w:jc w:val="right"/>', "Normal", song, 19, False),
        ("Note", "Note", '<w:spacing w:before="120"/>', "Normal", song, 21, False),
    )  # fmt: skip
    return f'{HEAD}<w:styles xmlns:w="{WORD}">' + "".join(_style(*shape) for shape in shapes) + "</w:styles>"


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
