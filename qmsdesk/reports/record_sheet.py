"""One record as PDF: its fields by section, child rows, attachments, what was done to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered

if TYPE_CHECKING:
    from qmsdesk.reports.document import Document
    from qmsdesk.reports.table import Row

_LABEL = 26.0  # mm


@dataclass(frozen=True)
class Section:
    """Fields that belong together, as (label, value)."""

    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChildTable:
    """Child rows; column widths are shares of the sheet's width."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class RecordSheet:
    """A record as text.

    ``attachments``: (title, file name, date, size, SHA-256); ``history``: (time, who, what), newest last;
    ``signatures``: (role, name, date, way) with the note under them. ``mark`` is boxed on every page (已作废, 更正中),
    ``remarks`` say why and what was corrected later.
    """

    title: str
    number: str
    enterprise: str
    sections: tuple[Section, ...]
    tables: tuple[ChildTable, ...] = ()
    attachments: tuple[tuple[str, str, str, str, str], ...] = ()
    history: tuple[tuple[str, str, str], ...] = ()
    signatures: tuple[tuple[str, str, str, str], ...] = ()
    signatures_note: str = ""
    remarks: tuple[str, ...] = ()
    mark: str = ""
    standard: str = ""
    form_no: str = ""
    head: str = ""


def render(sheet: RecordSheet, when: dt.datetime) -> Rendered:
    """The record as PDF/A-2b."""
    from qmsdesk.reports.document import Document

    document = Document(
        f"{sheet.title} {sheet.number}".strip(), sheet.enterprise, when, head=sheet.head,
        top=(sheet.standard, sheet.form_no), mark=sheet.mark,
    )  # fmt: skip
    document.heading(sheet.title)
    number = _("编号：{number}").format(number=sheet.number) if sheet.number else ""
    document.pair(_("企业名称：{name}").format(name=sheet.enterprise), number)
    for remark in sheet.remarks:
        document.paragraph(remark, size=9.5)
    for section in sheet.sections:
        _grid(document, section)
    for table in _tables(sheet):
        _child(document, table)
        if table.rows is sheet.signatures:
            document.paragraph(sheet.signatures_note, size=9)
    return document.finish()


def _tables(sheet: RecordSheet) -> Iterator[ChildTable]:
    yield from sheet.tables
    if sheet.signatures:
        signed = (Column(_("角色"), 34), Column(_("姓名"), 34), Column(_("日期"), 28), Column(_("方式"), 73, "L"))
        yield ChildTable(_("签署"), signed, sheet.signatures)
    if sheet.attachments:
        files = (
            Column(_("附件"), 42, "L"), Column(_("文件名"), 42, "L"), Column(_("日期"), 20), Column(_("大小"), 17, "R"),
            Column("SHA-256", 48, "L"),
        )  # fmt: skip
        yield ChildTable(_("附件清单"), files, sheet.attachments)
    if sheet.history:
        columns = (Column(_("时间"), 32), Column(_("操作人"), 24), Column(_("内容"), 113, "L"))
        yield ChildTable(_("修改记录"), columns, sheet.history)


def _grid(document: Document, section: Section) -> None:
    from qmsdesk.reports.table import Table

    if not section.fields:
        return
    value = document.width / 2 - _LABEL
    columns = [Column("", _LABEL), Column("", value, "L"), Column("", _LABEL), Column("", value, "L")]
    if section.title:
        document.section(section.title)
    Table(document, columns, low=7, headed=False).draw([*_pairs(document, section, value - 2)])
    document.down += 2


def _pairs(document: Document, section: Section, width: float) -> Iterator[Row]:
    """Two short fields in a row, a long one over the whole width."""
    from qmsdesk.reports.table import Cell

    waiting: tuple[str, str] | None = None
    for label, text in section.fields:
        short = len(document.lines(text, width, 10)) == 1
        if short and waiting is None:
            waiting = (label, text)
        elif short and waiting is not None:
            yield (Cell(waiting[0], bold=True), waiting[1], Cell(label, bold=True), text)
            waiting = None
        else:
            if waiting is not None:
                yield (Cell(waiting[0], bold=True), Cell(waiting[1], across=3, align="L"), None, None)
                waiting = None
            yield (Cell(label, bold=True), Cell(text, across=3, align="L"), None, None)
    if waiting is not None:
        yield (Cell(waiting[0], bold=True), Cell(waiting[1], across=3, align="L"), None, None)


def _child(document: Document, table: ChildTable) -> None:
    from qmsdesk.reports.table import Cell, Table

    document.section(table.title, follows=16)
    scale = document.width / sum(column.width for column in table.columns)
    columns = [replace(column, width=column.width * scale) for column in table.columns]
    rows: Sequence[Row] = table.rows or [[Cell(_("没有记录"), across=len(columns), align="C")]]
    Table(document, columns, size=9, low=6.5).draw(rows)
    document.down += 2
