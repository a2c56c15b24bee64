"""00_封面与目录.pdf of a bundle: a cover to be stamped, the table of contents, an honest page of what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.progress import Progress, silent
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered

if TYPE_CHECKING:
    from qmsdesk.reports.document import Document


@dataclass(frozen=True)
class Entry:
    """A file of the bundle."""

    path: str
    title: str
    number: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Gap:
    """Something that is missing, with its clause and where to mend it."""

    clause: str
    text: str
    where: str = ""


@dataclass(frozen=True)
class CoverSheet:
    """What the cover says. ``date`` is that of the history head; ``facts`` are further (label, value) lines."""

    enterprise: str
    purpose: str
    date: str
    contents: Sequence[Entry]
    gaps: Sequence[Gap] = ()
    total: str = ""
    grade: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    preview: bool = False
    head: str = ""


def render(sheet: CoverSheet, when: dt.datetime, progress: Progress = silent) -> Rendered:
    """Cover, contents and gaps as PDF/A-2b."""
    from qmsdesk.reports.document import Document

    mark = _("预审版") if sheet.preview else ""
    title = _("质量管理体系认证提升资料包")
    document = Document(title, sheet.enterprise, when, head=sheet.head, mark=mark, top=("DB3203/T 1023—2023", ""))
    _front(document, title, sheet)
    document.new_page()
    _contents(document, sheet, progress)
    document.new_page()
    _gaps(document, sheet)
    return document.finish()


def _front(document: Document, title: str, sheet: CoverSheet) -> None:
    from qmsdesk.reports.table import Cell, Table

    document.down = 78
    document.paragraph(title, size=24, face=document.hei, align="C")
    document.down += 6
    document.paragraph(sheet.enterprise, size=16, align="C")
    document.down += 24
    facts = [(_("用途"), sheet.purpose), (_("日期"), sheet.date)]
    if sheet.total:
        facts.append((_("合计评分"), _("{total} 分").format(total=sheet.total)))
    if sheet.grade:
        facts.append((_("评价等级"), sheet.grade))
    facts += sheet.facts
    facts.append((_("文件"), _("{count} 个").format(count=len(sheet.contents))))
    facts.append((_("缺少"), _("{count} 项，见末页").format(count=len(sheet.gaps)) if sheet.gaps else _("无")))
    if sheet.head:
        facts.append((_("校验码"), sheet.head))
    columns = [Column("", 40), Column("", document.width - 40, "L")]
    rows = [(Cell(label, bold=True), text) for label, text in facts]
    Table(document, columns, size=11, low=9.5, pad=2, headed=False).draw(rows)
    document.need(30)
    document.down += 14
    document.signature(_("企业（盖章）"), "", "", 12)


def _contents(document: Document, sheet: CoverSheet, progress: Progress) -> None:
    from qmsdesk.reports.table import Cell, Table

    document.heading(_("目录"))
    columns = [
        Column(_("序号"), 11), Column(_("名称"), 50, "L"), Column(_("编号"), 22), Column(_("条款"), 15),
        Column(_("在资料包中的位置"), 71, "L"),
    ]  # fmt: skip
    entries = enumerate(sheet.contents, 1)
    rows = [(str(no), entry.title, entry.number, entry.clause, entry.path) for no, entry in entries]
    empty = [(Cell(_("没有文件"), across=len(columns), align="C"),)]
    Table(document, columns, size=9, low=6.5).draw(rows or empty, progress, _("目录"))


def _gaps(document: Document, sheet: CoverSheet) -> None:
    from qmsdesk.reports.table import Table

    document.heading(_("缺少的内容"))
    if not sheet.gaps:
        document.paragraph(_("按本资料包的用途检查，没有发现缺少的内容。"), size=10.5)
        return
    document.paragraph(_("以下内容在生成资料包时尚未具备，共 {count} 项。").format(count=len(sheet.gaps)), size=10.5)
    document.down += 2
    columns = [
        Column(_("序号"), 12), Column(_("条款"), 22), Column(_("缺少什么"), 90, "L"), Column(_("去哪补"), 45, "L"),
    ]  # fmt: skip
    rows = [(str(no), gap.clause, gap.text, gap.where) for no, gap in enumerate(sheet.gaps, 1)]
    Table(document, columns, size=9.5, low=7).draw(rows)
