"""A process that saves without end and acknowledges each save on its stdout, to be killed at any moment.

Usage: ``python -m tests.faults.child WORKSPACE``. It prints ``ready``, then for every save that has returned the
number and hash of the entry at the end of the history.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import attachments, history, reading, records
from qmsdesk.services.sitting import Sitting

CLOCK = Clock(dt.date(2026, 10, 15))


def saves(sitting: Sitting, scratch: Path) -> Iterator[object]:
    """One save after the other, of every kind a sitting makes; never ends."""
    department = reading.rows(sitting.db, Department)[0].id
    while True:
        turn = history.head(sitting.db).seq
        person = records.save(sitting, PERSON, None, {Person.name: f"示例{turn}", Person.department: department}).record
        yield person
        yield records.save(sitting, PERSON, person, {Person.post: "检验员" * 12, Person.is_key: True})
        yield records.save(sitting, DEPARTMENT, department, {Department.duties: f"第 {turn} 次修改" * 40})
        title = {Document.number: f"HY-WI-{turn}", Document.title: "作业指导书", Document.level: "instruction"}
        document = records.save(sitting, DOCUMENT, None, title).record
        yield document
        yield records.save_line(sitting, DOCUMENT, document, REVISIONS, None, {DocumentRevision.version: "A/0"})
        file = scratch / f"{turn}.txt"
        file.write_text(f"示例记录 {turn}\n" * 2000, "utf-8")
        yield attachments.attach(sitting, DOCUMENT, document, file)
        yield records.undo(sitting)
        with sitting.batch("导入"):
            for place in range(20):
                records.save(sitting, PERSON, None, {Person.name: f"示例{turn}-{place}", Person.department: department})
        yield department


def main(folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory(dir=folder.parent) as scratch,
        workspaces.open_workspace(folder, CLOCK) as workspace,
    ):
        workspace.require_writable()
        sitting = Sitting(workspace, "何静", CLOCK)
        print("ready", flush=True)
        for _save in saves(sitting, Path(scratch)):
            head = history.head(sitting.db)
            print(head.seq, head.hash, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
