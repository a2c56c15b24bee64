"""The good case on paper (6.10, annex D): one description of its content, drawn as PDF here and as Word elsewhere."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.acceptance import CASE_STUDY
from qmsdesk.reports import standing
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import case, history, reading
from qmsdesk.services.case import Figure

CASE = Form(
    "D", _("优良案例"), _("DB3203/T 1023—2023　附录 D"), "FM-D", "A/0",
    (
        Column(_("评价指标"), 60, "L"), Column(_("提升前"), 27), Column(_("提升目标"), 27), Column(_("提升后"), 27),
        Column(_("提升结果"), 28),
    ),
)  # fmt: skip
FORMS = (CASE,)
BY_KEY = {form.key: form for form in FORMS}
_RESULTS = {
    "achieved": _("达成目标"), "not_achieved": _("未达成目标"), "pending": _("待评"), "no_sample": _("无样本")
}  # fmt: skip
_WIDE = 110.0  # mm, a chart on paper
_DPI = 200
_PT = 25.4 / 72  # mm
_INDENT = "\u3000\u3000"


@dataclass(frozen=True)
class Table:
    """Inserted comparisons as rows under the heads of ``CASE``."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A chart as PNG; ``width`` and ``height`` in pixels."""

    caption: str
    png: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Chapter:
    """A part of the text: its head, paragraphs, and what is inserted after them."""

    heading: str
    paragraphs: tuple[str, ...]
    inserted: tuple[Table | Picture, ...] = ()


@dataclass(frozen=True)
class Paper:
    """The case as it leaves the program, the same whichever way; ``mark`` is 未定稿, 更正中 or 已作废."""

    title: str
    enterprise: str
    number: str
    chapters: tuple[Chapter, ...]
    units: str
    remarks: tuple[str, ...]
    mark: str
    head: str


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """The case of that number as PDF, without a number the one that goes out; UserError when there is none."""
    if key not in BY_KEY:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        raise UserError(_("“{}”没有空白表。").format(CASE.title), _("在“优良案例”里新建案例。"))
    return pdf(of_number(db, number), when)


def of_number(db: Database, number: str = "") -> Paper:
    """The content of the case of that number, without a number of the one that goes out; UserError without one."""
    row = reading.by_number(db, CASE_STUDY, number) if number else case.published(db)
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("优良案例里没有编号“{}”。").format(number), _("检查编号。"))
        raise UserError(_("还没有优良案例。"), _("在“优良案例”里新建案例。"))
    return paper(db, row.id)


def paper(db: Database, record: int) -> Paper:
    """The content of a case; Refused when it is gone."""
    view = case.read(db, record)
    firm = reading.enterprise(db)
    inserted = tuple(_inserted(view.figures))
    return Paper(
        title=view.row.of(CaseStudy.title),
        enterprise=firm.of(Enterprise.name) if firm else "",
        number=view.row["number"],
        chapters=tuple(
            Chapter(each.part.heading, _paragraphs(each.text), inserted if each.part.key == "effect" else ())
            for each in view.parts
        ),
        units=_("主要起草单位：{}").format("、".join(view.units)) if view.units else "",
        remarks=standing.remarks(db, CASE_STUDY, view.row),
        mark=_mark(view.row),
        head=history.head(db).short,
    )


def pdf(content: Paper, when: dt.datetime) -> Rendered:
    """The case as PDF/A-2b."""
    from qmsdesk.reports.document import LEFT, Document
    from qmsdesk.reports.table import Table as Drawn

    top = (CASE.standard, _("编号：{number}").format(number=content.number))
    page = Document(content.title, content.enterprise, when, head=content.head, top=top, mark=content.mark)
    page.heading(content.title)
    for remark in content.remarks:
        page.paragraph(remark, size=9)
    for chapter in content.chapters:
        page.section(chapter.heading)
        for text in chapter.paragraphs or ("—",):
            page.paragraph(_INDENT + text, size=10.5, leading=1.6)
        for each in chapter.inserted:
            page.need(6 + (_high(each) if isinstance(each, Picture) else 24))
            page.down += 3
            page.paragraph(each.caption, size=9.5, face=page.hei, align="C")
            if isinstance(each, Table):
                Drawn(page, CASE.columns, size=9.5, low=7).draw(each.rows)
            else:
                image = io.BytesIO(each.png)
                page.image(image, LEFT + (page.width - _WIDE) / 2, page.down, w=_WIDE, alt_text=each.caption)
                page.down += _high(each)
            page.down += 2
    if content.units:
        page.down += 4
        page.paragraph(content.units, size=10.5)
    return page.finish()


def _high(picture: Picture) -> float:
    return _WIDE * picture.height / picture.width


def _mark(row: Row) -> str:
    return standing.mark(row) or ("" if row.of(CaseStudy.status) == "final" else _("未定稿"))


def _paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs without the blanks somebody indented them with."""
    return tuple(line for line in (each.strip() for each in text.split("\n")) if line)


def _inserted(figures: Sequence[Figure]) -> list[Table | Picture]:
    """One table of all that stand in the table, a picture for each other; what cannot be drawn stands in the table."""
    drawn = [f for f in figures if f.form == "chart" and f.drawable]
    listed = [f for f in figures if f not in drawn]
    found: list[Table | Picture] = []
    if listed:
        rows = tuple((f.row.indicator, f.before, f.target, f.after, _RESULTS[f.row.result]) for f in listed)
        found.append(Table(_("表 1　提升前后对比（数据取自表C.1）"), rows))
    for number, figure in enumerate(drawn, 1):
        caption = _("图 {number}　{name}提升前后对比").format(number=number, name=figure.row.indicator)
        found.append(chart(figure, caption))
    return found


def chart(figure: Figure, caption: str) -> Picture:
    """The comparison of one indicator as a picture."""
    from PIL import Image

    from qmsdesk.reports import figures

    words = (
        (_("提升前"), figure.row.before, figure.before),
        (_("提升目标"), figure.row.target, figure.target),
        (_("提升后"), figure.row.after, figure.after),
    )
    bars = [(figures.Level(Decimal(value), label), text) for label, value, text in words]
    stored = figures.png(figures.comparison_bars(bars), dpi=_DPI)
    image = Image.open(io.BytesIO(stored)).convert("RGB")  # PDF/A and old Word do better without transparency
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return Picture(caption, out.getvalue(), *image.size)
