"""A fresh workspace on a fixed day, and the few records most tests stand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.base import Base, Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import founding, reading, records
from qmsdesk.services.sitting import Sitting

DAY = dt.date(2026, 10, 15)


@pytest.fixture
def clock() -> Clock:
    return Clock(DAY)


@pytest.fixture
def sitting(tmp_path: Path, clock: Clock) -> Iterator[Sitting]:
    with workspaces.create(tmp_path / "firm", clock) as workspace:
        made = Sitting(workspace, "何静", clock)
        founding.found(made, "徐州示例机械有限公司")
        made.done.clear()
        yield made


@dataclass(frozen=True)
class Staff:
    """Ids of a department and of two people in it."""

    department: int
    author: int
    approver: int


@pytest.fixture
def staff(sitting: Sitting) -> Staff:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    people = [
        records.save(sitting, PERSON, None, {Person.name: name, Person.department: department}).record
        for name in ("示例甲", "示例乙")
    ]
    return Staff(department, *people)


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(b"%PDF-1.4 sample")
    return file


def add_document(sitting: Sitting, number: str = "HY-QP-01", title: str = "文件控制程序") -> int:
    values = {Document.number: number, Document.title: title, Document.level: "procedure"}
    return records.save(sitting, DOCUMENT, None, values).record


def add_revision(sitting: Sitting, document: int, version: str = "A/0", **values: object) -> int:
    named = {getattr(DocumentRevision, name): value for name, value in values.items()}
    return records.save_line(
        sitting, DOCUMENT, document, REVISIONS, None, {DocumentRevision.version: version, **named}
    )[1]


def stored(sitting: Sitting, model: type[Base], row_id: int) -> Row:
    """The row as it lies in the file."""
    found = reading.row(sitting.db, model, row_id)
    assert found is not None
    return found
