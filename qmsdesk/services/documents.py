"""Documents over time: which version was in force on a day, what follows when a day comes (GB/T 19001 7.5).

Reading is nine statements however many documents there are; the rules over what was read are pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import peewee as pw

from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.models.processes import Process
from qmsdesk.models.running import RecordForm
from qmsdesk.models.system import Attachment
from qmsdesk.models.training import Training
from qmsdesk.registers.document_gates import gap_fields
from qmsdesk.registers.document_versions import Life, drafts, in_force, lives, living, standing
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.registers.spec import Values
from qmsdesk.services import history, reading, records, validity
from qmsdesk.services.live import by_parent, sparse
from qmsdesk.services.sitting import Sitting

_KEPT: tuple[AnyField, ...] = (
    RecordForm.id, RecordForm.number, RecordForm.form, RecordForm.version, RecordForm.formed_on, RecordForm.name,
    RecordForm.department,
)  # fmt: skip

_NOT_LISTED = frozenset({
    "number_key", "remark", "late_reason", "created_at", "created_by", "changed_at", "changed_by", "correcting",
    "corrections", "happened_on",
})  # fmt: skip
_DOCUMENT: tuple[AnyField, ...] = tuple(f for f in Document.fields() if f.name not in _NOT_LISTED)


@dataclass(frozen=True)
class Facts:
    """What the lists and findings look at, read in one short go; void and deleted records are left out.

    ``revisions``, ``copies`` and ``records`` go by the id of the document; the latter have number, form, version, day,
    name and department only.
    ``people`` and ``departments`` hold all, so that old documents can name them. ``files`` are documents with a file.
    """

    today: dt.date
    documents: Mapping[int, Row]
    revisions: Mapping[int, Sequence[Row]]
    copies: Mapping[int, Sequence[Row]]
    processes: Mapping[int, Row]
    departments: Mapping[int, Row]
    people: Mapping[int, Row]
    records: Mapping[int, Sequence[Row]]
    trainings: Mapping[int, Sequence[Row]]
    files: frozenset[int]

    def versions(self, document: Row) -> Sequence[Row]:
        """All versions of a document, in order."""
        return self.revisions.get(document.id, ())

    @cached_property
    def _lives(self) -> dict[int, Sequence[Life]]:
        return {}

    def lives(self, document: Row) -> Sequence[Life]:
        """The versions of a document with their first day and the day they ended; computed once."""
        if document.id not in self._lives:
            self._lives[document.id] = lives(self.versions(document), document)
        return self._lives[document.id]

    def version_on(self, document: Row, day: dt.date) -> Row | None:
        """The version of a document in force on a day."""
        return living(self.lives(document), day)

    def current(self, document: Row) -> Row | None:
        """The version in force today."""
        return self.version_on(document, self.today)

    def latest(self, document: Row) -> Row | None:
        """The version in force, before the first one the one that is coming, after the last one the last."""
        found = self.versions(document)
        others = standing(found) or drafts(found) or found
        return self.current(document) or (others[-1] if others else None)

    def person(self, person_id: int | None) -> str:
        """A name, empty for nobody."""
        return _called(self.people, person_id, "name")

    def department(self, department_id: int | None) -> str:
        return _called(self.departments, department_id, "name")

    def process(self, process_id: int | None) -> str:
        return _called(self.processes, process_id, "name")


def _called(rows: Mapping[int, Row], row_id: int | None, name: str) -> str:
    row = rows.get(row_id) if row_id is not None else None
    return str(row[name]) if row is not None else ""


@dataclass(frozen=True)
class Standing:
    """A document with the version in force on a day, since when, and until when (None: no end known)."""

    document: Row
    revision: Row
    since: dt.date
    until: dt.date | None


def read(db: pw.Database, today: dt.date) -> Facts:
    """Read what lists, matrix and findings need."""
    documents = reading.rows(
        db, Document, Document.void_reason == "", order=(Document.number, Document.id), only=_DOCUMENT,
        kind=sparse(db, Document),
    )  # fmt: skip
    with_file = Attachment.select(Attachment.record).where(Attachment.register == DOCUMENT.key).distinct().tuples()
    held = reading.rows(db, Training, Training.void_reason == "", Training.document.is_null(False))
    return Facts(
        today,
        {d.id: d for d in documents},
        _grouped(_lines(db, DocumentRevision), DocumentRevision.document.name),
        _grouped(_lines(db, Distribution), Distribution.document.name),
        {p.id: p for p in reading.rows(db, Process, Process.void_reason == "", order=(Process.number, Process.id))},
        _by_id(reading.rows(db, Department)),
        _by_id(reading.rows(db, Person)),
        by_parent(db, RecordForm, RecordForm.form, _KEPT, RecordForm.formed_on, RecordForm.id),
        _grouped(held, Training.document.name),
        frozenset(record for (record,) in with_file.execute(db)),
    )


def _lines(db: pw.Database, model: type[DocumentRevision] | type[Distribution]) -> list[Row]:
    return reading.rows(db, model, order=(model.position, model.id))


def _by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row.id: row for row in rows}


def _grouped(rows: Iterable[Row], name: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def in_force_on(db: pw.Database, document_id: int, day: dt.date) -> Row | None:
    """The version of a document that was in force on a day; None when none was, or the document is void."""
    document = reading.row(db, Document, document_id)
    if document is None or document["void_reason"] or document["deleted_at"]:
        return None
    found = reading.rows(
        db, DocumentRevision, DocumentRevision.document == document_id,
        order=(DocumentRevision.position, DocumentRevision.id),
    )  # fmt: skip
    return in_force(found, day, document)


def standing_on(known: Facts, day: dt.date) -> list[Standing]:
    """Every document that had a version in force on a day, in the order of numbers."""
    found = []
    for document in known.documents.values():
        for start, end, revision in known.lives(document):
            if start <= day and (end is None or day < end):
                found.append(Standing(document, revision, start, end))
    return found


def settle(sitting: Sitting) -> records.Change | None:
    """Let approved versions whose day has come take their place; the old ones step down. None when none has.

    Dates alone decide what is in force; this only brings the states that are shown in line with them.
    """
    today, change = sitting.clock.today(), None
    waiting = reading.rows(
        sitting.db, DocumentRevision, DocumentRevision.status == "approved", DocumentRevision.effective_on <= today
    )
    if not waiting or sitting.workspace.read_only:
        return None
    with sitting.batch(_("版本生效"), final=True):
        for document_id in dict.fromkeys(r.of(DocumentRevision.document) for r in waiting):
            change = _settle_one(sitting, document_id, today) or change
    return change


def _settle_one(sitting: Sitting, document_id: int, today: dt.date) -> records.Change | None:
    document = reading.row(sitting.db, Document, document_id)
    if document is None or document["void_reason"] or document["deleted_at"]:
        return None
    images = []
    for start, end, revision in lives(reading.lines(sitting.db, DOCUMENT.lines[0], document_id), document):
        state = "obsolete" if end is not None and end <= today else "in_force" if start <= today else "approved"
        if (image := _state(sitting, revision, state)) is not None:
            images.append(image)
    if not images:
        return None
    why = _("到了生效日期")
    return records.write(sitting, DOCUMENT, images, "edit", record=document_id, reason=why, content=False)


def _state(sitting: Sitting, revision: Row, state: str) -> history.Image | None:
    return history.edited(sitting.db, DocumentRevision, revision.id, {DocumentRevision.status.name: state})


def withdraw(sitting: Sitting, document_id: int, reason: str) -> records.Change:
    """取消改版: give the draft up; the version in force stays so. Blocked where nothing is in force beside a draft."""
    if not reason.strip():
        raise Blocked(_("取消改版须写明原因。"), (_("原因"),))
    with sitting.batch(_("取消改版"), final=True):
        document = reading.row(sitting.db, Document, document_id)
        found = reading.lines(sitting.db, DOCUMENT.lines[0], document_id)
        open_drafts = drafts(found)
        if document is None or not standing(found) or document.of(Document.status) not in {"draft", "review"}:
            raise Blocked(_("这份文件不在改版中，没有可取消的改版。"))
        if stop := records.locked(DOCUMENT, document):
            raise Blocked(_("不能取消改版：{}。").format(stop))
        images = [history.removed(sitting.db, DocumentRevision, r.id) for r in open_drafts]
        back = history.edited(sitting.db, Document, document_id, {Document.status.name: "in_force"})
        images += [back] if back else []
        return records.write(sitting, DOCUMENT, images, "edit", record=document_id, reason=reason, content=False)


def gaps(document: Row, revision: Row) -> list[str]:
    """The labels a 既有 document still lacks beside its file; it is accepted with them and counts as 部分."""
    return [str(f.verbose_name) for f in gap_fields(document, revision)]


def fill_gaps(sitting: Sitting, revision_id: int, values: Values) -> records.Change:
    """补齐 what is not known yet of a version that was in force before the program; what is there stays.

    Not a step of undo, since it writes under the lock of the document. Blocked for other documents and for fields that
    are filled; Invalid for values that cannot be.
    """
    with sitting.batch(_("补齐既有文件"), final=True):
        revision = reading.row(sitting.db, DocumentRevision, revision_id)
        owner = revision.of(DocumentRevision.document) if revision else None
        document = reading.row(sitting.db, Document, owner)
        if revision is None or document is None:
            raise Refused(_("这个版本已不存在。"), _("刷新后再试。"))
        shut = document["void_reason"] or document["deleted_at"] or document.of(Document.status) != "in_force"
        if shut or not document.of(Document.existing) or revision.of(DocumentRevision.status) == "draft":
            raise Blocked(_("只有既有文件的有效版本可以补齐。"), (), _("别的文件改版后再填。"))
        allowed = gap_fields(document, revision)
        filled = [f for f in values if not any(f is each for each in allowed)]
        if filled:
            names = "、".join(str(f.verbose_name) for f in filled)
            raise Blocked(_("{}已经填好，不能改。").format(names), (), _("要改的，改版后再填。"))
        problems = validity.problems(sitting.db, (), revision, values)
        if problems:
            raise records.Invalid(problems)
        images = []
        for model, row in ((DocumentRevision, revision), (Document, document)):
            own = {f.name: v for f, v in values.items() if f.model is model}
            if own and (image := history.edited(sitting.db, model, row.id, own)) is not None:
                images.append(image)
        if not images:
            return records.Change(DOCUMENT.key, document.id, "same", 0)
        return records.write(sitting, DOCUMENT, images, "edit", record=document.id, content=False)


def keep_record(sitting: Sitting, form_id: int, formed_on: dt.date, values: Values) -> records.Change:
    """Add a record that is kept, with what follows from its form."""
    with sitting.batch(_("登记记录")):
        return records.save(
            sitting, RECORD_FORM, None, {RecordForm.form: form_id, RecordForm.formed_on: formed_on, **values}
        )


def revising(db: pw.Database, document: Row) -> bool:
    """Whether a document that was approved before is being revised, so that the revision can be given up."""
    if document.of(Document.status) not in {"draft", "review"} or document["void_reason"] or document["deleted_at"]:
        return False
    return bool(standing(reading.rows(db, DocumentRevision, DocumentRevision.document == document.id)))


def attached_files(db: pw.Database) -> dict[str, str]:
    """The numbers of live documents by the hashes of their files."""
    query = (
        Attachment.select(Attachment.sha256, Document.number)
        .join(Document, on=(Attachment.record == Document.id))
        .where(Attachment.register == DOCUMENT.key, Document.deleted_at.is_null(), Document.void_reason == "")
        .tuples()
    )
    return {str(sha256): str(number) for sha256, number in query.execute(db)}
