"""The documents and the records kept by them as the rules look at them: they are the longest tables of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

import peewee as pw

from qmsdesk.models.base import AnyField, Base, Row
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.models.running import RecordForm
from qmsdesk.models.training import Training
from qmsdesk.services import documents
from qmsdesk.services.live import Live, by_parent

PERIOD_DAYS = 366
"""Records count that were formed within a year."""

_REVISION: tuple[AnyField, ...] = (
    DocumentRevision.id, DocumentRevision.document, DocumentRevision.status, DocumentRevision.effective_on,
    DocumentRevision.obsolete_on, DocumentRevision.approved_on, DocumentRevision.needs_training,
    DocumentRevision.version,
)  # fmt: skip

_Clauses = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _OverTime(documents.Facts):
    """``plain`` are documents with but one version, which is in force: nothing to compare."""

    plain: frozenset[int]

    def current(self, document: Row) -> Row | None:
        """The version in force today."""
        return self.versions(document)[0] if document.id in self.plain else super().current(document)


class Papers(Live):
    """Documents and kept records on a day, by what is asked of them."""

    def __init__(self, db: pw.Database, today: dt.date, only: Mapping[type[Base], tuple[AnyField, ...]]) -> None:
        super().__init__(db, only)
        self.today = today

    @cached_property
    def papers(self) -> documents.Facts:
        """The documents over time, without the records kept by them, and without processes and files.

        Of the copies there are those that were not given back.
        """
        return _OverTime(
            plain=self._plain,
            today=self.today,
            documents={row.id: row for row in self.of(Document)},
            revisions=by_parent(self.db, DocumentRevision, DocumentRevision.document, _REVISION, DocumentRevision.id),
            copies=_by(self.some(Distribution, Distribution.returned_on.is_null()), Distribution.document),
            processes={},
            departments={row.id: row for row in self.of(Department)},
            people={row.id: row for row in self.of(Person)},
            records={},
            trainings=_by(self.some(Training, Training.document.is_null(False)), Training.document),
            files=frozenset(),
        )

    @cached_property
    def effective(self) -> frozenset[int]:
        """The documents with a version in force today, also while they are being revised."""
        plain, papers = self._plain, self.papers
        return frozenset(
            row_id for row_id, row in papers.documents.items()
            if row["status"] != "obsolete" and (row_id in plain or papers.current(row) is not None)
        )  # fmt: skip

    @cached_property
    def _plain(self) -> frozenset[int]:
        """The documents with but one version, which is in force by its dates: most, and nothing more to look at."""
        of, day = DocumentRevision.document, DocumentRevision.effective_on
        begun = (DocumentRevision.status != "draft") & (day <= self.today) & DocumentRevision.obsolete_on.is_null()
        query = DocumentRevision.select(of).group_by(of)
        query = query.having(pw.fn.COUNT(DocumentRevision.id) == 1, pw.fn.MIN(begun))
        return frozenset(document for (document,) in self.db.execute(query).fetchall())

    def handed_out(self) -> list[Row]:
        """The documents of which a copy was not given back."""
        return self._documents(self.papers.copies)

    def to_teach(self) -> list[Row]:
        """The documents with a version that has to be taught."""
        return self._documents(self.having(DocumentRevision.document, DocumentRevision.needs_training))

    def _documents(self, ids: Collection[int]) -> list[Row]:
        return [row for row in self.of(Document) if row.id in ids]

    def documents_with(self, carry: Callable[[_Clauses], bool]) -> list[Row]:
        """The documents whose clauses are of some kind, in order of id."""
        return _with(self._by_clauses, carry)

    def kept(self, carry: Callable[[_Clauses], bool], forms: Collection[int]) -> list[Row]:
        """The records of the last year by some forms or with clauses of some kind, in order of id."""
        own, by_form = _with(self._kept_by_clauses, carry), self._kept_by_form
        filled = [row for form in by_form.keys() & forms for row in by_form[form]]
        return sorted({row.id: row for row in (*own, *filled)}.values(), key=attrgetter("id"))

    @cached_property
    def _by_clauses(self) -> dict[_Clauses, list[Row]]:
        return _by(self.of(Document), Document.clauses)

    @cached_property
    def _kept_by_clauses(self) -> dict[_Clauses, list[Row]]:
        return _by(self._kept, RecordForm.clauses)

    @cached_property
    def _kept_by_form(self) -> dict[int, list[Row]]:
        return _by(self._kept, RecordForm.form)

    @cached_property
    def _kept(self) -> list[Row]:
        return self.some(RecordForm, RecordForm.formed_on >= self.today - dt.timedelta(days=PERIOD_DAYS))


def _by(rows: Iterable[Row], f: AnyField) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[f.name], []).append(row)
    return found


def _with(rows: Mapping[_Clauses, list[Row]], carry: Callable[[_Clauses], bool]) -> list[Row]:
    """Few different lists of clauses are asked instead of many rows."""
    found = [row for clauses, some in rows.items() if carry(clauses) for row in some]
    return sorted(found, key=attrgetter("id"))
