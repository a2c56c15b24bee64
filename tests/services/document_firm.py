"""Documents for tests: drafted, given a version, issued, revised."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from qmsdesk.errors import Blocked
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.services import attachments, documents, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, add_document, add_revision

JANUARY = dt.date(2026, 1, 5)


def run(sitting: Sitting, record: int, key: str, **more: str) -> records.Change:
    register = RECORD_FORM if key == "dispose" else DOCUMENT
    return workflow.run(sitting, register, record, next(v for v in register.workflow.verbs if v.key == key), **more)


def missing(sitting: Sitting, record: int, key: str) -> tuple[str, ...]:
    with pytest.raises(Blocked) as blocked:
        run(sitting, record, key)
    return tuple(blocked.value.missing)


@dataclass
class Firm:
    """What the tests add documents with."""

    sitting: Sitting
    staff: Staff
    paper: Path

    def draft(self, number: str = "HY-QP-01", level: str = "procedure", **values: object) -> int:
        made = add_document(self.sitting, number)
        named = {getattr(Document, k): v for k, v in values.items()}
        records.save(
            self.sitting, DOCUMENT, made,
            {Document.level: level, Document.department: self.staff.department, **named},
        )  # fmt: skip
        return made

    def version(self, document: int, effective: dt.date, version: str = "A/0", **values: object) -> int:
        signed = {"author": self.staff.author, "reviewer": self.staff.approver, "approver": self.staff.approver}
        given = {**signed, "approved_on": JANUARY, "effective_on": effective, **values}
        return add_revision(self.sitting, document, version, **given)

    def issued(self, number: str = "HY-QP-01", level: str = "procedure", **values: object) -> int:
        made = self.draft(number, level, **values)
        self.version(made, JANUARY)
        attachments.attach(self.sitting, DOCUMENT, made, self.paper)
        run(self.sitting, made, "approve")
        return made

    def revised(self, document: int, effective: dt.date, **values: object) -> None:
        run(self.sitting, document, "revise")
        draft = reading.lines(self.sitting.db, REVISIONS, document)[-1]
        given = {"approved_on": JANUARY, "effective_on": effective, "reason": "复审", "content": "4.2", **values}
        named = {getattr(DocumentRevision, k): v for k, v in given.items()}
        records.save_line(self.sitting, DOCUMENT, document, REVISIONS, draft.id, named)
        paper = self.paper.with_name(f"{document} {draft['version']}.pdf".replace("/", ""))
        paper.write_bytes(b"%PDF-1.4 " + paper.name.encode())
        attachments.attach(self.sitting, DOCUMENT, document, paper)
        run(self.sitting, document, "approve")

    def states(self, document: int) -> list[tuple[str, str, dt.date | None]]:
        return [(r["version"], r["status"], r["obsolete_on"]) for r in self.lines(document)]

    def lines(self, document: int) -> list[Row]:
        return reading.lines(self.sitting.db, REVISIONS, document)

    def on(self, document: int, day: dt.date) -> str:
        found = documents.in_force_on(self.sitting.db, document, day)
        return found["version"] if found else ""
