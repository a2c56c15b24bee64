"""What stands before the acts on a document, and what they do (6.7.2.3, GB/T 19001 7.5.2 and 7.5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.clock import later
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.document_versions import REVISIONS, draft_of, drafts, lives, next_version, standing, start_of
from qmsdesk.registers.spec import Case, Edit, Values, Verb, origin
from qmsdesk.registers.training import ATTENDANCE

CHECK_MONTHS = 12
"""Months after which an external document has to be checked again for a newer edition (查新)."""

_INTERNAL = (
    DocumentRevision.author, DocumentRevision.reviewer, DocumentRevision.approver, DocumentRevision.approved_on,
    DocumentRevision.effective_on,
)  # fmt: skip
_EXTERNAL = (Document.source, Document.received_on, Document.checked_on)


def is_external(document: Row) -> bool:
    """Documents from outside are checked and kept, not written and approved."""
    return bool(document.of(Document.level) == "external")


def gate_fields(document: Row, revision: Row) -> list[AnyField]:
    """The ° fields of a version that are empty; those of an external document stand in the document itself."""
    if is_external(document):
        return [f for f in _EXTERNAL if not document.of(f)]
    return [f for f in _INTERNAL if not revision.of(f)]


def gap_fields(document: Row, revision: Row) -> list[AnyField]:
    """What a document that came in as 既有 still lacks of all its gates ask for, beside its file."""
    return [*(() if document.of(Document.department) else (Document.department,)), *gate_fields(document, revision)]


def _one_draft(case: Case) -> Sequence[str]:
    count = len(drafts(case.lines[REVISIONS.key]))
    return () if count == 1 else (_("一个草稿版本") if not count else _("只留一个草稿版本"),)


def _missing_for_approval(case: Case) -> Sequence[str]:
    draft = draft_of(case)
    if draft is None or _one_draft(case):
        return _one_draft(case)
    missing = [str(f.verbose_name) for f in gate_fields(case.row, draft)]
    if len(case.lines[REVISIONS.key]) > 1 and not is_external(case.row):
        missing += [str(f.verbose_name) for f in (DocumentRevision.reason, DocumentRevision.content) if not draft.of(f)]
    if not case.files_since(REVISE.key):
        again = bool(standing(case.lines[REVISIONS.key]))
        missing.append(_("新版本的文件（附件）") if again else _("文件（附件）"))
    return [*missing, *_wrong_dates(case, draft)]


def _wrong_dates(case: Case, draft: Row) -> list[str]:
    approved, effective = draft.of(DocumentRevision.approved_on), draft.of(DocumentRevision.effective_on)
    wrong = [_("批准日期不晚于今天")] if approved and approved > case.today else []
    starts = [day for r in standing(case.lines[REVISIONS.key]) if (day := r.of(DocumentRevision.effective_on))]
    if effective and starts and effective < max(starts):
        wrong.append(_("生效日期不早于上一版本的 {}").format(max(starts)))
    return wrong


def _independence(case: Case) -> Sequence[str]:
    draft = draft_of(case)
    if draft is None or is_external(case.row):
        return ()
    if draft.of(DocumentRevision.author) == draft.of(DocumentRevision.approver) is not None:
        return (_("批准人与编制人是同一人"),)
    return ()


def _approve(case: Case) -> Sequence[Edit]:
    """The draft takes its place in the row of versions; what it follows ends on the day it begins."""
    draft = draft_of(case)
    assert draft is not None  # the gate above lets no other case through
    begins = draft.of(DocumentRevision.effective_on) or case.row.of(Document.received_on) or case.today
    row = [(start_of(r, case.row) or dt.date.min, r) for r in standing(case.lines[REVISIONS.key])]
    row.sort(key=lambda begun: begun[0])
    ends = [*(start for start, _revision in row), begins][1:]
    edits = []
    for (_start, before), end in zip(row, ends, strict=True):
        over: Values = {DocumentRevision.status: "obsolete"} if end <= case.today else {}
        edits.append(Edit(DocumentRevision, before.id, {**over, DocumentRevision.obsolete_on: end}))
    state = "in_force" if begins <= case.today else "approved"
    edits.append(Edit(DocumentRevision, draft.id, {DocumentRevision.status: state}))
    months, planned = case.row.of(Document.review_months), case.row.of(Document.next_review_on)
    if months and not is_external(case.row) and (planned is None or planned <= begins):
        edits.append(Edit(Document, case.row.id, {Document.next_review_on: later(begins, months)}))
    return [*edits, *_training(case, draft, begins)]


def _training(case: Case, draft: Row, begins: dt.date) -> Sequence[Edit]:
    """需培训: a planned session for this version with the people of the document's department, unless there is one."""
    came_from = origin("document", case.row.id, REVISIONS.key, draft.id)
    planned = any(t.of(Training.origin) == came_from for t in case.pointing(Training.document))
    if not draft.of(DocumentRevision.needs_training) or planned:
        return ()
    topic = _("《{}》{} 宣贯").format(case.row.of(Document.title)[:90], draft.of(DocumentRevision.version))
    tier = "d" if case.row.of(Document.level) in {"instruction", "form"} else "c"
    values = {
        Training.topic: topic, Training.tiers: (tier,), Training.planned_on: max(begins, case.today),
        Training.document: case.row.id, Training.origin: came_from,
    }  # fmt: skip
    home = case.row.of(Document.department)
    people = case.holding(Person.department, home) if home else ()
    here = [p for p in people if not p["void_reason"] and (p.of(Person.left_on) or case.today) >= case.today]
    return (Edit(Training, None, values, tuple((ATTENDANCE, {Attendance.person: p.id}) for p in here)),)


def _revise(case: Case) -> Sequence[Edit]:
    lines = case.lines[REVISIONS.key]
    latest = lines[-1]
    values = {
        DocumentRevision.document: case.row.id,
        DocumentRevision.version: next_version(latest.of(DocumentRevision.version)),
        DocumentRevision.author: latest.of(DocumentRevision.author),
        DocumentRevision.reviewer: latest.of(DocumentRevision.reviewer),
        DocumentRevision.approver: latest.of(DocumentRevision.approver),
        DocumentRevision.position: len(lines),
    }
    return (Edit(DocumentRevision, None, values),)


def _obsolete(case: Case) -> Sequence[Edit]:
    """Every version ends today; one that had not begun yet never will."""
    edits = []
    for _start, end, revision in lives(case.lines[REVISIONS.key], case.row):
        if end is None or end > case.today:
            edits.append(Edit(DocumentRevision, revision.id, {DocumentRevision.obsolete_on: case.today}))
    closing = [Edit(DocumentRevision, r.id, {DocumentRevision.status: "obsolete"})
               for r in standing(case.lines[REVISIONS.key])]  # fmt: skip
    return _joined([*edits, *closing])


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    """One edit per row."""
    values: dict[int, Values] = {}
    for edit in edits:
        assert edit.id is not None
        values[edit.id] = {**values.get(edit.id, {}), **edit.values}
    return [Edit(DocumentRevision, row_id, each) for row_id, each in values.items()]


def _missing_for_review(case: Case) -> Sequence[str]:
    external = is_external(case.row)
    return () if external or case.row.of(Document.review_months) else (str(Document.review_months.verbose_name),)


def _reviewed(case: Case) -> Sequence[Edit]:
    """复审: still fit; for an external document it is the check for a newer edition."""
    values: Values = {}
    if is_external(case.row):
        values[Document.checked_on] = case.today
    if months := case.row.of(Document.review_months):
        values[Document.next_review_on] = later(case.today, months)
    return (Edit(Document, case.row.id, values),)


SUBMIT = Verb("submit", _("提交审核"), ("draft",), "review", required=(Document.department,), check=_one_draft)
RETURN = Verb("return", _("退回修改"), ("review",), "draft", needs_reason=True)
APPROVE = Verb(
    "approve", _("批准"), ("draft", "review"), "in_force", required=(Document.department,),
    check=_missing_for_approval, waivable=_independence, effect=_approve,
)  # fmt: skip
REVIEW = Verb("review_passed", _("评审通过"), ("in_force",), check=_missing_for_review, effect=_reviewed)
REVISE = Verb("revise", _("改版"), ("in_force",), "draft", effect=_revise)
OBSOLETE = Verb(
    "obsolete", _("作废"), ("draft", "review", "in_force"), "obsolete", effect=_obsolete, needs_reason=True,
    danger=True,
)  # fmt: skip
VERBS = (SUBMIT, RETURN, APPROVE, REVIEW, REVISE, OBSOLETE)
