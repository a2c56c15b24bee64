"""What is wrong between paper and practice: 两层皮, copies to recall, 既有 documents with gaps (6.7.2.3).

Pure functions over ``documents.Facts``; every finding names the record where it is mended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.clock import later
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.people import Person
from qmsdesk.models.running import RecordForm
from qmsdesk.models.training import Training
from qmsdesk.registers.document_gates import CHECK_MONTHS, is_external
from qmsdesk.registers.document_versions import living, start_of
from qmsdesk.services import settings
from qmsdesk.services.documents import Facts, gaps
from qmsdesk.services.live import column
from qmsdesk.services.sitting import Sitting

KINDS: dict[str, str] = {
    "no_form": _("有程序没有表单"),
    "no_record": _("有表单没有记录"),
    "old_version": _("用了作废版本"),
    "owner_left": _("责任人已离职"),
    "untrained": _("未宣贯"),
    "recall": _("旧版未回收"),
    "existing": _("既有文件待补"),
}
"""What is looked for, in the order shown; the first five are 两层皮."""

QUIET_MONTHS = 6
_QUIET_KEY = "documents.quiet_months"


@dataclass(frozen=True)
class Finding:
    """One thing to mend: where (register, number, record id) and the field of the record, when there is one place."""

    kind: str
    text: str
    register: str
    number: str
    record: int
    field: str = ""


def quiet_months(db: pw.Database) -> int:
    """After how many months without a record a form counts as unused; 6 unless set."""
    return int(settings.get(db, _QUIET_KEY, QUIET_MONTHS))


def set_quiet_months(sitting: Sitting, months: int) -> None:
    """Change it; UserError outside 1 to 60."""
    if not 1 <= months <= 60:
        raise UserError(_("月数须在 1 到 60 之间。"), _("常用的是 3、6 或 12 个月。"))
    settings.put(sitting, _QUIET_KEY, months, _("更改两层皮的月数"))


def findings(known: Facts, months: int = QUIET_MONTHS, kinds: Collection[str] | None = None) -> list[Finding]:
    """All findings, or those of some kinds, by kind and then by number."""
    wanted = frozenset(KINDS if kinds is None else kinds)
    found: list[Finding] = []
    forms = [d for d in known.documents.values() if d.of(Document.level) == "form" and known.current(d) is not None]
    lived = _Lived(frozenset(d.of(Document.parent) for d in forms), frozenset(d.of(Document.process) for d in forms))
    children = _children(known)
    for document in known.documents.values():
        found += _of_document(known, document, lived.by(document, children.get(document.id, ())), months, wanted)
    order = list(KINDS)
    return sorted(found, key=lambda f: order.index(f.kind))


@dataclass(frozen=True)
class _Lived:
    """The documents and processes that have a form in force."""

    parents: frozenset[int | None]
    processes: frozenset[int | None]

    def by(self, document: Row, children: Sequence[Row]) -> bool:
        """Whether a form in force stands under a document, under one of its instructions, or in its process."""
        process = document.of(Document.process)
        ids = {document.id, *(c.id for c in children)}
        return bool(ids & self.parents) or (process is not None and process in self.processes)


def _children(known: Facts) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for document in known.documents.values():
        if (parent := document.of(Document.parent)) is not None:
            found.setdefault(parent, []).append(document)
    return found


def _of_document(known: Facts, document: Row, lived: bool, months: int, wanted: frozenset[str]) -> Iterator[Finding]:
    current, form = known.current(document), document.of(Document.level) == "form"
    if form and "old_version" in wanted:
        yield from _records(known, document)
    if "recall" in wanted:
        yield from _recall(known, document, current)
    if current is None:
        return
    if "no_form" in wanted and document.of(Document.level) == "procedure" and not lived:
        text = _("{}：没有在用的表单，执行了没有痕迹").format(_name(document))
        yield _finding("no_form", text, document)
    if form and "no_record" in wanted:
        yield from _unused(known, document, current, months)
    if "owner_left" in wanted:
        yield from _owner(known, document)
    if "untrained" in wanted:
        yield from _untrained(known, document, current)
    if "existing" in wanted:
        yield from _gaps(known, document, current)


def _unused(known: Facts, document: Row, current: Row, months: int) -> Iterator[Finding]:
    """No record within the last months, once the form has been in force that long."""
    first = min((start for start, _end, _r in known.lives(document)), default=None)
    kept = known.records.get(document.id, ())
    last = max(column(kept, RecordForm.formed_on), default=None)
    begin = last or first or start_of(current, document)
    if begin is None or (begin != dt.date.min and later(begin, months) > known.today):
        return
    said = _("最近一份记录是 {}").format(last) if last else _("还没有记录")
    text = _("{}：{}，超过 {} 个月").format(_name(document), said, months) if last else f"{_name(document)}：{said}"
    yield _finding("no_record", text, document)


def _records(known: Facts, document: Row) -> Iterator[Finding]:
    spans, kept = known.lives(document), known.records.get(document.id, ())
    filled = zip(column(kept, RecordForm.formed_on), column(kept, RecordForm.version), strict=True)
    for place, (day, used) in enumerate(filled):
        right = living(spans, day) if used else None
        if not used or (right is not None and right["version"] == used):
            continue
        record = kept[place]
        if right is None:
            text = _("{}：{} 填写时（{}）表单没有有效版本").format(_record_name(record, document), used, day)
        else:
            text = _("{}：用的是 {}，{} 有效的是 {}").format(
                _record_name(record, document), used, day, right["version"]
            )
        yield Finding("old_version", text, "record_form", record["number"], record.id, RecordForm.version.name)


def _owner(known: Facts, document: Row) -> Iterator[Finding]:
    owner = known.people.get(document.of(Document.owner) or 0)
    left = owner.of(Person.left_on) if owner is not None else None
    if owner is not None and left is not None and left < known.today:
        text = _("{}：{} 已于 {} 离职").format(_name(document), owner.of(Person.name), left)
        yield _finding("owner_left", text, document, Document.owner.name)


def _untrained(known: Facts, document: Row, current: Row) -> Iterator[Finding]:
    """需培训 and no session held on this very document since it was approved."""
    if not current.of(DocumentRevision.needs_training):
        return
    since = current.of(DocumentRevision.approved_on) or current.of(DocumentRevision.effective_on) or dt.date.min
    for training in known.trainings.get(document.id, ()):
        held = training.of(Training.held_on)
        if training.of(Training.status) != "planned" and held is not None and held >= since:
            return
    text = _("{}：{} 需培训，还没有实施").format(_name(document), current["version"])
    yield _finding("untrained", text, document)


def _recall(known: Facts, document: Row, current: Row | None) -> Iterator[Finding]:
    """Copies handed out before the version now in force, or of an obsolete document, and not taken back."""
    spans = known.lives(document)
    ended = current is None and bool(spans) and spans[-1][1] is not None and spans[-1][1] <= known.today
    since = start_of(current, document) if current is not None else None
    for copy in known.copies.get(document.id, ()):
        issued = copy.of(Distribution.issued_on)
        if copy.of(Distribution.returned_on) is not None or issued is None:
            continue
        if ended or (since is not None and issued < since and len(spans) > 1):
            whom = known.department(copy.of(Distribution.department)) or known.person(copy.of(Distribution.person))
            text = _("{}：{} 号（{}，{} 发放）未回收").format(_name(document), copy["copy_number"], whom, issued)
            yield _finding("recall", text, document)


def _gaps(known: Facts, document: Row, current: Row) -> Iterator[Finding]:
    if not document.of(Document.existing):
        return
    missing = gaps(document, current)
    if document.id not in known.files:
        missing.append(_("文件（附件）"))
    if missing:
        text = _("{}：缺{}").format(_name(document), "、".join(missing))
        yield _finding("existing", text, document)


def missing_of_existing(known: Facts) -> list[Finding]:
    """既有 documents that lack what their gate asks for: accepted, but 部分."""
    found: list[Finding] = []
    for document in known.documents.values():
        current = known.current(document)
        found += _gaps(known, document, current) if current is not None else ()
    return found


def check_due(document: Row) -> dt.date | None:
    """When an external document has to be checked for a newer edition again."""
    last = document.of(Document.checked_on) or document.of(Document.received_on)
    return later(last, CHECK_MONTHS) if is_external(document) and last else None


def _name(document: Row) -> str:
    return f"{document['number']} {document.of(Document.title)}"


def _record_name(record: Row, form: Row) -> str:
    return f"{record['number']} {record.of(RecordForm.name) or form.of(Document.title)}"


def _finding(kind: str, text: str, document: Row, field: str = "") -> Finding:
    return Finding(kind, text, "document", document["number"], document.id, field)
