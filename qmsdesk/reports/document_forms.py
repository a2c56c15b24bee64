"""The master lists of documents and records, QR-7.5-01 to 05 (GB/T 19001 7.5.3): rows once, for paper and for Excel."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qmsdesk.clock import CHINA
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.processes import Process
from qmsdesk.models.running import RecordForm
from qmsdesk.registers.document_gates import is_external
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.kinds import to_text
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import document_matrix, documents, reading
from qmsdesk.services.documents import Facts

_STANDARD = _("{gbt}　7.5.3")
_SIGNED = (_("编制"), _("审核"), _("批准"))


def _form(number: str, title: str, *columns: Column, signatures: tuple[str, ...] = _SIGNED) -> Form:
    return Form(number, title, _STANDARD, number, "A/0", columns, signatures, landscape=True)


CONTROLLED = _form(
    "QR-7.5-01", _("受控文件清单"),
    Column(_("序号"), 10), Column(_("文件编号"), 26, "L"), Column(_("文件名称"), 52, "L"), Column(_("层级"), 20),
    Column(_("版本/修订"), 17), Column(_("生效日期"), 20), Column(_("回收（作废）日期"), 20), Column(_("归口部门"), 22),
    Column(_("编制/审核/批准"), 28), Column(_("对应条款"), 26, "L"), Column(_("下次评审日"), 20),
    Column(_("备注"), 20, "L"),
)  # fmt: skip
EXTERNAL = _form(
    "QR-7.5-02", _("外来文件清单"),
    Column(_("序号"), 10), Column(_("文件名称"), 72, "L"), Column(_("编号"), 26, "L"), Column(_("版本"), 16),
    Column(_("类别"), 20), Column(_("来源"), 36, "L"), Column(_("归档日期"), 20), Column(_("接收部门"), 22),
    Column(_("分发部门"), 32, "L"), Column(_("版本有效性核查日"), 22), Column(_("备注"), 20, "L"),
)  # fmt: skip
RECORDS = _form(
    "QR-7.5-03", _("记录（表单）清单"),
    Column(_("序号"), 10), Column(_("表单编号"), 28, "L"), Column(_("名称"), 56, "L"), Column(_("版本"), 16),
    Column(_("对应文件"), 46, "L"), Column(_("使用部门"), 24), Column(_("保存部门"), 24), Column(_("保存期限"), 26),
    Column(_("载体"), 16), Column(_("存放"), 26, "L"), Column(_("备注"), 20, "L"),
)  # fmt: skip
COPIES = _form(
    "QR-7.5-04", _("文件发放、回收记录"),
    Column(_("序号"), 10), Column(_("文件名称"), 62, "L"), Column(_("版本"), 16), Column(_("编号"), 28, "L"),
    Column(_("分发号"), 16), Column(_("分发日期"), 22), Column(_("接收部门签收"), 42), Column(_("回收日期/回收人"), 34),
    Column(_("备注"), 24, "L"), signatures=(),
)  # fmt: skip
CHANGE = Form(
    "QR-7.5-05", _("文件更改（修订）申请单"), _STANDARD, "QR-7.5-05", "A/0", (),
    (_("申请"), _("审核"), _("批准")),
)  # fmt: skip
MATRIX = Form("WJ-JZ", _("过程、文件、部门与条款对照表"), _STANDARD, "", "", (
    Column(_("过程"), 36, "L"), Column(_("归口部门"), 24), Column(_("负责人"), 18), Column(_("手册、程序"), 62, "L"),
    Column(_("作业指导书"), 46, "L"), Column(_("表单"), 46, "L"), Column(_("条款"), 40, "L"),
), (), landscape=True)  # fmt: skip

FORMS = (CONTROLLED, EXTERNAL, RECORDS, COPIES, CHANGE)
BY_KEY = {form.key: form for form in FORMS}
LISTS = (CONTROLLED, EXTERNAL, RECORDS, COPIES)

_BLANK_ROWS = 14


@dataclass(frozen=True)
class Listing:
    """A form filled in: its rows as text, and what stands above them at the right."""

    form: Form
    rows: Sequence[Sequence[str]]
    note: str = ""


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A list as of ``when``, or the change request of the document of that number; UserError when there is none."""
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if form is CHANGE:
        return _change_pdf(db, None if blank else _of_number(db, number), when)
    if blank:
        return pdf(db, Listing(form, [[""] * len(form.columns)] * _BLANK_ROWS), when)
    return pdf(db, listing(form, documents.read(db, _day(when))), when)


def matrix(known: Facts) -> Listing:
    """Process × document × department × clause as a list."""

    def names(found: Sequence[Row]) -> str:
        return "\n".join(f"{d['number']} {d.of(Document.title)}" for d in found)

    rows = []
    for line in document_matrix.lines(known):
        held = line.documents
        rows.append([
            str(line.process.of(Process.name)) if line.process is not None else _("（未归入过程）"),
            line.department or "、".join(line.departments), line.owner,
            names((*held["manual"], *held["procedure"])), names(held["instruction"]), names(held["form"]),
            to_text(Document.clauses, line.clauses),
        ])  # fmt: skip
    return Listing(MATRIX, rows, _("共 {} 个过程").format(len(known.processes)))


def listing(form: Form, known: Facts, day: dt.date | None = None) -> Listing:
    """The rows of a list; ``day`` asks for the controlled documents that were in force on it."""
    if form is CONTROLLED and day is not None:
        rows = [_controlled(known, s.document, s.revision) for s in documents.standing_on(known, day)
                if not is_external(s.document)]  # fmt: skip
        return Listing(form, _numbered(rows), _("{} 有效的版本　共 {} 份").format(day, len(rows)))
    rows = _ROWS[form.key](known)
    return Listing(form, _numbered(rows), _("共 {} 条").format(len(rows)))


def pdf(db: Database, made: Listing, when: dt.datetime) -> Rendered:
    """A list on paper."""
    from qmsdesk.reports.form_grid import FormGrid
    from qmsdesk.reports.table import Cell, Table
    from qmsdesk.reports.table import Row as Cells

    sheet = FormGrid(db, made.form, when)
    sheet.line(made.note)
    page = sheet.page
    wished = sum(c.width for c in made.form.columns)
    columns = [Column(c.title, c.width * page.width / wished, c.align) for c in made.form.columns]
    rows: Sequence[Cells] = made.rows or [[Cell(_("没有记录"), across=len(columns), align="C")]]
    Table(page, columns, size=8, low=6.5).draw(rows, stage=made.form.title)
    if made.form.signatures:
        sheet.sign(*made.form.signatures)
    return page.finish()


def change_boxes(known: Facts, document: Row | None, revision: Row | None) -> list[tuple[str, str]]:
    """The boxes of a change request as (label, text), empty for a blank one."""

    def of(field: AnyField) -> str:
        return to_text(field, revision.of(field)) if revision is not None else ""

    def who(field: AnyField) -> str:
        return known.person(revision.of(field)) if revision is not None else ""

    begins = revision.of(DocumentRevision.effective_on) if revision is not None else None
    copies = known.copies.get(document.id, ()) if document is not None else ()
    out = sum(_still_out(c, begins) for c in copies)
    training = _("需培训") if revision is not None and revision.of(DocumentRevision.needs_training) else ""
    recall = _("收回旧版 {} 份").format(out) if out and _before(known, document, revision) else ""
    return [
        (_("文件名称"), str(document.of(Document.title)) if document is not None else ""),
        (_("文件编号"), str(document["number"]) if document is not None else ""),
        (_("修改性质"), _nature(known, document, revision)),
        (_("归口部门"), known.department(document.of(Document.department)) if document is not None else ""),
        (_("原版本"), _before(known, document, revision)),
        (_("新版本"), of(DocumentRevision.version)),
        (_("修改理由"), of(DocumentRevision.reason)),
        (_("修改内容（前/后）"), of(DocumentRevision.content)),
        (_("影响评估"), "；".join(text for text in (training, recall) if text)),
        (_("申请"), who(DocumentRevision.author)),
        (_("审核"), who(DocumentRevision.reviewer)),
        (_("批准"), who(DocumentRevision.approver)),
        (_("批准日期"), of(DocumentRevision.approved_on)),
        (_("生效日期"), of(DocumentRevision.effective_on)),
    ]


def change_of(db: Database, document: Row | None, day: dt.date) -> list[tuple[str, str]]:
    """The change request of the latest version of a document."""
    known = documents.read(db, day)
    versions = known.versions(document) if document is not None else ()
    return change_boxes(known, document, versions[-1] if versions else None)


def _change_pdf(db: Database, document: Row | None, when: dt.datetime) -> Rendered:
    from qmsdesk.reports.form_grid import FormGrid

    boxes = change_of(db, document, _day(when))
    sheet = FormGrid(db, CHANGE, when)
    sheet.line(_("修改性质：□ 条款　□ 页次　□ 换版　□ 取消") if document is None else "")
    room = "\n\n\n" if document is None else ""
    short, long = boxes[:6], [(label, text or room) for label, text in boxes[6:9]]
    sheet.boxes([(*short[n], *short[n + 1]) for n in range(0, 6, 2)] + long + [(*boxes[12], *boxes[13])])
    page = sheet.page
    page.down += 3
    for label, name in boxes[9:12]:
        page.signature(label, name, "", 11.0)
    return page.finish()


def _of_number(db: Database, number: str) -> Row:
    row = reading.by_number(db, DOCUMENT, number) if number else None
    if row is None or row["deleted_at"] is not None:
        if not number:
            raise UserError(
                _("文件更改申请单要指明是哪份文件。"), _("用 --number 写文件编号，或用 --blank 打印空白表。")
            )
        raise UserError(_("文件台账里没有编号“{}”。").format(number), _("检查编号。"))
    return row


def _still_out(copy: Row, begins: dt.date | None) -> bool:
    """Whether a copy was handed out before a version begins and has not come back."""
    issued = copy.of(Distribution.issued_on)
    old = issued is not None and (begins is None or issued < begins)
    return bool(old and copy.of(Distribution.returned_on) is None)


def _nature(known: Facts, document: Row | None, revision: Row | None) -> str:
    if document is None or revision is None:
        return ""
    if document.of(Document.status) == "obsolete":
        return _("取消")
    before = _before(known, document, revision)
    if not before:
        return _("新编")
    letter = re.match(r"[A-Za-z]*", revision["version"])
    return _("条款修改") if letter and letter[0] and before.startswith(letter[0]) else _("换版")


def _before(known: Facts, document: Row | None, revision: Row | None) -> str:
    versions = known.versions(document) if document is not None else ()
    place = next((n for n, r in enumerate(versions) if revision is not None and r.id == revision.id), 0)
    return str(versions[place - 1]["version"]) if place else ""


def _day(when: dt.datetime) -> dt.date:
    return when.astimezone(CHINA).date()


def _numbered(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[str(n), *row] for n, row in enumerate(rows, 1)]


def _text(row: Row | None, field: AnyField) -> str:
    return to_text(field, row.of(field)) if row is not None else ""


def _all_controlled(known: Facts) -> list[list[str]]:
    """Every document but those from outside, with the version in force, or the last of an obsolete one."""
    return [_controlled(known, d, known.latest(d)) for d in known.documents.values() if not is_external(d)]


def _controlled(known: Facts, document: Row, revision: Row | None) -> list[str]:
    signed = "/".join(
        known.person(revision.of(f)) if revision is not None else ""
        for f in (DocumentRevision.author, DocumentRevision.reviewer, DocumentRevision.approver)
    )
    state = document.of(Document.status)
    remark = "" if state == "in_force" else to_text(Document.status, state)
    if document.of(Document.existing):
        remark = "；".join(text for text in (_("既有"), remark) if text)
    return [
        document["number"],
        document.of(Document.title),
        to_text(Document.level, document.of(Document.level)),
        _text(revision, DocumentRevision.version),
        _text(revision, DocumentRevision.effective_on),
        _text(revision, DocumentRevision.obsolete_on),
        known.department(document.of(Document.department)),
        signed if signed.strip("/") else "",
        to_text(Document.clauses, document["clauses"]),
        _text(document, Document.next_review_on),
        remark,
    ]


def _all_external(known: Facts) -> list[list[str]]:
    return [_external(known, d, known.latest(d)) for d in known.documents.values() if is_external(d)]


def _external(known: Facts, document: Row, revision: Row | None) -> list[str]:
    copies = [c for c in known.copies.get(document.id, ()) if c.of(Distribution.returned_on) is None]
    handed = dict.fromkeys(known.department(c.of(Distribution.department)) for c in copies)
    obsolete = document.of(Document.status) == "obsolete"
    return [
        document.of(Document.title),
        document["number"],
        _text(revision, DocumentRevision.version),
        category(document),
        document.of(Document.source),
        _text(document, Document.received_on),
        known.department(document.of(Document.department)),
        "、".join(name for name in handed if name),
        _text(document, Document.checked_on),
        _("作废") if obsolete else "",
    ]


def category(document: Row) -> str:
    """标准 or 法规, where number or title say so; else blank."""
    words = f"{document['number']} {document.of(Document.title)}"
    if re.search(r"\b(GB|JB|JJG|JJF|HG|QB|ISO|IEC|DB\d{2,4})(/[TZ])?[ /]?\s*\d", words):
        return _("标准")
    return _("法规") if re.search(r"(法|条例|规定|办法)$", document.of(Document.title)) else ""


def _all_forms(known: Facts) -> list[list[str]]:
    forms = [d for d in known.documents.values() if d.of(Document.level) == "form"]
    return [_kept(known, d, known.latest(d)) for d in forms]


def _kept(known: Facts, document: Row, revision: Row | None) -> list[str]:
    parent = known.documents.get(document.of(Document.parent) or 0)
    kept = known.records.get(document.id, ())
    keepers = dict.fromkeys(known.department(r.of(RecordForm.department)) for r in kept)
    own = known.department(document.of(Document.department))
    return [
        document["number"],
        document.of(Document.title),
        _text(revision, DocumentRevision.version),
        f"{parent['number']} {parent.of(Document.title)}" if parent is not None else "",
        own,
        "、".join(name for name in keepers if name) or own,
        retention(document),
        "",  # 纸质 or 电子: nothing here says so
        document.of(Document.storage),
        _("作废") if document.of(Document.status) == "obsolete" else "",
    ]


def retention(document: Row) -> str:
    """How long, in words: 永久, 3 年, 有效期加 3 年."""
    kind, years = document.of(Document.retention), document.of(Document.retention_years)
    if kind == "years" and years:
        return _("{} 年").format(years)
    if kind == "while_valid" and years:
        return _("有效期加 {} 年").format(years)
    return to_text(Document.retention, kind)


def _all_copies(known: Facts) -> list[list[str]]:
    rows = []
    for document in known.documents.values():
        for copy in known.copies.get(document.id, ()):
            issued = copy.of(Distribution.issued_on)
            version = known.version_on(document, issued) if issued else None
            whom = (known.department(copy.of(Distribution.department)), known.person(copy.of(Distribution.person)))
            rows.append([
                document.of(Document.title), str(version["version"]) if version else "", document["number"],
                copy["copy_number"], _text(copy, Distribution.issued_on), "　".join(text for text in whom if text),
                _text(copy, Distribution.returned_on), "",
            ])  # fmt: skip
    return rows


_ROWS: dict[str, Callable[[Facts], list[list[str]]]] = {
    CONTROLLED.key: _all_controlled,
    EXTERNAL.key: _all_external,
    RECORDS.key: _all_forms,
    COPIES.key: _all_copies,
}
