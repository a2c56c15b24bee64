"""表B.1 企业质量诊断意见确认表 (DB3203/T 1023 6.5.8, annex B), with the opinions of a report or blank."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Opinion
from qmsdesk.registers.kinds import one_line
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import diagnoses, reading

B1 = Form(
    "B1", _("企业质量诊断意见确认表"), _("DB3203/T 1023—2023　附录 B　表 B.1"), "FM-B1", "A/0",
    (Column(_("序号"), 16), Column(_("诊断意见"), 153, "L")),
    (_("企业质量诊断人员（签字）："), _("企业法定代表人或授权代表（签字或盖章）：")),
)  # fmt: skip
FORMS = (B1,)
BY_KEY = {form.key: form for form in FORMS}
HEAD = _("企业名称（盖章）：{}")
DATE = _("日期：　　　年　　月　　日")
LEAST, BLANK = 8, 12  # rows of a filled and of an empty form


@dataclass(frozen=True)
class Sheet:
    """What stands on the form; ``opinions`` are padded with empty rows."""

    enterprise: str
    opinions: tuple[str, ...]
    number: str = ""
    row: Row | None = None


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """表B.1 of the report of that number, of the last one without a number, or empty.

    UserError for an unknown form or number, and where there is no report yet.
    """
    if key not in BY_KEY:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        return draw(db, empty(db), when)
    row = reading.by_number(db, DIAGNOSIS, number) if number else diagnoses.latest(db)
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("质量诊断里没有编号“{}”。").format(number), _("检查编号。"))
        raise UserError(_("还没有质量诊断。"), _("先新建诊断报告，或打印空白表。"))
    return draw(db, sheet(db, row), when)


def sheet(db: Database, row: Row) -> Sheet:
    """The form of a report."""
    texts = [one_line(line.of(Opinion.text)) for line in reading.lines(db, OPINIONS, row.id)]
    return Sheet(_firm(db), (*texts, *[""] * (LEAST - len(texts))), str(row["number"]), row)


def empty(db: Database) -> Sheet:
    """The form without opinions, to be filled in by hand."""
    return Sheet(_firm(db), ("",) * BLANK)


def draw(db: Database, content: Sheet, when: dt.datetime) -> Rendered:
    """The form as PDF."""
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid
    from qmsdesk.reports.table import Cell, Table

    mark = standing.mark(content.row) if content.row is not None else ""
    grid = FormGrid(db, B1, when, mark=mark)
    page = grid.page
    Table(page, B1.columns, low=10, headed=False).draw(
        [
            (Cell(HEAD.format(content.enterprise), across=2, align="L"), None),
            (Cell(B1.columns[0].title, bold=True), Cell(B1.columns[1].title, align="C", bold=True)),
            *((str(no) if text else "", text) for no, text in enumerate(content.opinions, 1)),
        ]
    )
    # The date stands at the right end of the last line of each box, as annex B has it.
    spare = page.width - 4 - page.measure(DATE, 10)
    right = "　" * int(spare / page.measure("　", 10)) + DATE
    boxes = [(Cell(f"{label}\n\n{right}", across=2, align="L"), None) for label in B1.signatures]
    Table(page, B1.columns, low=24, headed=False).draw(boxes)
    page.down += 2
    if content.row is not None:
        grid.standing(db, DIAGNOSIS, content.row)
    return grid.finish()


def _firm(db: Database) -> str:
    row = reading.enterprise(db)
    return str(row.of(Enterprise.name)) if row is not None else ""
