"""A form of labelled boxes on paper, as firms know them: two short answers in a row, a long one over the width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.spec import Register
from qmsdesk.reports import standing
from qmsdesk.reports.document import Document
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.table import Cell, Table
from qmsdesk.reports.table import Row as Cells
from qmsdesk.services import history, reading
from qmsdesk.services.audit_facts import edition

_LABEL = 26.0  # mm
Box = tuple[str, str] | tuple[str, str, str, str]
"""Label and text over the whole width, or two of them side by side."""


class FormGrid:
    """One or several forms behind each other in one PDF."""

    def __init__(self, db: Database, form: Form, when: dt.datetime, *, mark: str = "") -> None:
        found = reading.enterprise(db)
        self.enterprise = str(found.of(Enterprise.name)) if found else ""
        self.page = Document(
            form.title, self.enterprise, when, head=history.head(db).short,
            top=(form.named(edition(found)), _number(form)),
            landscape=form.landscape, mark=mark,
        )  # fmt: skip
        self.page.heading(form.title)

    def line(self, right: str) -> None:
        """The firm at the left, something at the right."""
        self.page.pair(_("企业名称：{name}").format(name=self.enterprise), right)

    def boxes(self, boxes: Iterable[Box], *, title: str = "", tall: float = 8) -> None:
        """Labelled boxes; ``tall`` is the least height of a row in mm."""
        if title:
            self.page.section(title)
        label, value = Cell("", bold=True), self.page.width / 2 - _LABEL
        columns = [_column(_LABEL), _column(value, "L"), _column(_LABEL), _column(value, "L")]
        rows: list[Cells] = []
        for box in boxes:
            first = replace(label, text=box[0])
            if len(box) == 2:
                rows.append((first, Cell(box[1], across=3, align="L"), None, None))
            else:
                rows.append((first, box[1], replace(label, text=box[2]), box[3]))
        Table(self.page, columns, low=tall, headed=False).draw(rows)
        self.page.down += 2

    def table(self, of: Form | Sequence[Column], rows: Sequence[Cells], *, title: str = "", empty: str = "") -> None:
        """Rows under the heads of the form, or under others, over the width of the page."""
        heads = of.columns if isinstance(of, Form) else of
        if title:
            self.page.section(title, follows=16)
        shown: Sequence[Cells] = rows or [[Cell(empty or _("没有记录"), across=len(heads), align="C")]]
        scale = self.page.width / sum(head.width for head in heads)
        columns = [replace(head, width=head.width * scale) for head in heads]
        Table(self.page, columns, size=9.5, low=7.5).draw(shown)
        self.page.down += 2

    def notes(self, texts: Iterable[str]) -> None:
        """Small print under the boxes."""
        for text in texts:
            self.page.paragraph(text, size=9)

    def sign(self, *labels: str) -> None:
        """Lines to sign on in ink, kept together."""
        step = 11.0
        self.page.need(step * len(labels) + 2)
        self.page.down += 2
        for text in labels:
            self.page.signature(text, "", "", step)

    def standing(self, db: Database, register: Register, row: Row) -> None:
        """What every print has to say of a record: corrected, late, rules waived, signed in the program."""
        self.notes(standing.remarks(db, register, row))
        signed = standing.signatures(db, register, row)
        self.notes(_("签署：{}").format("　".join(part for part in each if part)) for each in signed)
        self.notes((standing.NOT_ELECTRONIC,) if signed else ())

    def finish(self) -> Rendered:
        """The PDF."""
        return self.page.finish()


def remarks(db: Database, register: Register, row: Row) -> tuple[str, ...]:
    """What a reader has to know of the record beside its fields: void, corrected, late, independence waived."""
    return standing.remarks(db, register, row)


def _number(form: Form) -> str:
    return _("编号：{number}　版本：{version}").format(number=form.number, version=form.version)


def _column(width: float, align: str = "C") -> Column:
    return Column("", width, align)
