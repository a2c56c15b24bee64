"""Any register as PDF: the list the user sees, on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.progress import Progress, silent
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered

if TYPE_CHECKING:
    from qmsdesk.reports.document import Document

_PORTRAIT = 169.0  # mm between the margins
_PADS = 2.4  # mm beside the text of a cell
_HEAD = 20.0  # mm a heading may ask for; a longer one takes two lines
_NARROW = 9.0  # mm, the least of a column
_LONG = 80  # characters that are measured
_SAMPLE = 200  # rows that are measured
_CROWDED = 0.8  # columns squeezed below this share of their wish are printed smaller


@dataclass(frozen=True)
class ListSheet:
    """A list as text. A column's width is what it would like in mm; together they are fitted to the sheet."""

    title: str
    enterprise: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    standard: str = ""
    form_no: str = ""
    filter_text: str = ""
    mark: str = ""
    head: str = ""


def fitted(sheet: ListSheet, document: Document, size: float) -> list[Column]:
    """The columns over the width of the page by what stands in them: short ones whole, long texts share the rest."""
    longest = []
    step = max(1, len(sheet.rows) // _SAMPLE)
    for place, column in enumerate(sheet.columns):
        texts = (str(row[place]) for row in sheet.rows[::step])
        lengths = sorted(document.measure(text[:_LONG], size) for text in texts)
        usual = lengths[len(lengths) * 19 // 20] if lengths else column.width  # one odd text widens no column
        head = document.measure(column.title, size, document.hei)
        longest.append(max(usual, min(head, _HEAD)) + _PADS)
    fair = _fair(longest, document.width)
    widths = [min(width, max(fair, _NARROW)) for width in longest]
    scale = document.width / sum(widths)
    return [replace(column, width=width * scale) for column, width in zip(sheet.columns, widths, strict=True)]


def _fair(wishes: Sequence[float], room: float) -> float:
    """The most a column gets so that all fit: narrower ones keep what they want, wider ones share alike."""
    left = room
    for done, wish in enumerate(sorted(wishes)):
        share = left / (len(wishes) - done)
        if wish > share:
            return share
        left -= wish
    return max(wishes)


def render(sheet: ListSheet, when: dt.datetime, progress: Progress = silent) -> Rendered:
    """The list as PDF/A-2b, upright or across by the width its columns want."""
    from qmsdesk.reports.document import Document
    from qmsdesk.reports.table import Cell, Table

    wished = sum(column.width for column in sheet.columns)
    document = Document(
        sheet.title, sheet.enterprise, when, head=sheet.head, top=(sheet.standard, sheet.form_no),
        landscape=wished > _PORTRAIT * 1.1, mark=sheet.mark,
    )  # fmt: skip
    document.heading(sheet.title)
    count = _("共 {count} 条").format(count=len(sheet.rows))
    document.pair(_("企业名称：{name}").format(name=sheet.enterprise), count)
    if sheet.filter_text:
        document.paragraph(_("筛选：{text}").format(text=sheet.filter_text), size=9)
        document.down += 1
    size = 8 if document.width / wished < _CROWDED else 9
    table = Table(document, fitted(sheet, document, size), size=size, low=6.5)
    if sheet.rows:
        table.draw(sheet.rows, progress, sheet.title)
    else:
        table.draw([[Cell(_("没有记录"), across=len(sheet.columns), align="C")]])
    return document.finish()
