"""Any register as PDF: the list the user sees, on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qmsdesk.i18n import _
from qmsdesk.progress import Progress, silent
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered

_PORTRAIT = 169.0  # mm between the margins
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
    scale = document.width / wished
    columns = [replace(column, width=column.width * scale) for column in sheet.columns]
    table = Table(document, columns, size=8 if scale < _CROWDED else 9, low=6.5)
    if sheet.rows:
        table.draw(sheet.rows, progress, sheet.title)
    else:
        table.draw([[Cell(_("没有记录"), across=len(columns), align="C")]])
    return document.finish()
