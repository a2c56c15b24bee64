"""The versions of a document: which one is being drafted, which one was in force on a day (GB/T 19001 7.5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.spec import Case, Lines


def _revision_locked(row: Row) -> str:
    return "" if row.of(DocumentRevision.status) == "draft" else _("这个版本已批准，修改须改版")


REVISIONS = Lines(
    "document_revision",
    _("修订"),
    DocumentRevision.document,
    (
        DocumentRevision.version,
        DocumentRevision.status,
        DocumentRevision.author,
        DocumentRevision.reviewer,
        DocumentRevision.approver,
        DocumentRevision.approved_on,
        DocumentRevision.effective_on,
        DocumentRevision.obsolete_on,
        DocumentRevision.reason,
        DocumentRevision.content,
        DocumentRevision.needs_training,
    ),
    locked=_revision_locked,
    natural=(DocumentRevision.version,),
)


def drafts(revisions: Iterable[Row]) -> list[Row]:
    """The versions being worked on."""
    return [r for r in revisions if r.of(DocumentRevision.status) == "draft"]


def draft_of(case: Case) -> Row | None:
    """The version being worked on, if there is one."""
    return next(iter(drafts(case.lines[REVISIONS.key])), None)


def standing(revisions: Iterable[Row]) -> list[Row]:
    """The versions that were approved and not withdrawn: in force now, or from a day to come."""
    return [r for r in revisions if r.of(DocumentRevision.status) in {"in_force", "approved"}]


def next_version(version: str) -> str:
    """A/0 → A/1, A0 → A1, 1.0 → 1.1; anything else gets -1 appended, to be edited."""
    head = version.rstrip("0123456789")
    digits = version[len(head) :]
    return f"{head}{int(digits) + 1}" if digits else f"{version}-1"


def start_of(revision: Row, document: Row | None = None) -> dt.date | None:
    """The first day of a version: its 生效日期, for an external document else the day it was received.

    What was in force before the program was used and has no date counts from the beginning of time; None for what
    never took effect.
    """
    status, day = revision.of(DocumentRevision.status), revision.of(DocumentRevision.effective_on)
    if status == "draft":
        return None
    if day is None and document is not None and document.of(Document.level) == "external":
        day = document.of(Document.received_on)
    if day is None and status != "obsolete":
        return dt.date.min
    return day  # type: ignore[no-any-return]


def lives(revisions: Sequence[Row], document: Row | None = None) -> list[tuple[dt.date, dt.date | None, Row]]:
    """Versions with their first day and the day they ended, in order of time.

    A version ends on the day the next one takes effect, the last one on its 作废日期. One that was replaced or
    withdrawn before its day never lived.
    """
    begun = []
    for place, revision in enumerate(revisions):
        start, end = start_of(revision, document), revision.of(DocumentRevision.obsolete_on)
        if start is not None and (end is None or start < end):
            begun.append((start, place, revision))
    begun.sort(key=lambda life: life[:2])
    if not begun:
        return []
    ends = [*(start for start, _place, _revision in begun[1:]), begun[-1][2].of(DocumentRevision.obsolete_on)]
    return [(start, end, r) for (start, _place, r), end in zip(begun, ends, strict=True)]


Life = tuple[dt.date, dt.date | None, Row]


def in_force(revisions: Sequence[Row], day: dt.date, document: Row | None = None) -> Row | None:
    """The one version in force on a day, by the dates alone; None before the first and after the last."""
    return living(lives(revisions, document), day)


def living(spans: Sequence[Life], day: dt.date) -> Row | None:
    """Of the lives of a document's versions the one that covers a day."""
    for start, end, revision in reversed(spans):
        if start <= day:
            return revision if end is None or day < end else None
    return None
