"""The undo stack: one step a visit, last first, never past what was approved, never half."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, StorageError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import attachments, checking, history, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff, add_document, add_revision, stored


def department(sitting: Sitting, name: str) -> int:
    return records.save(sitting, DEPARTMENT, None, {Department.name: name}).record


def duties(sitting: Sitting, record: int, text: str, batch: int = 0) -> int:
    return records.save(sitting, DEPARTMENT, record, {Department.duties: text}, batch=batch).batch


def test_a_visit_taken_up_again_after_another_step_is_a_step_of_its_own(sitting: Sitting) -> None:
    first, second = department(sitting, "一部"), department(sitting, "二部")
    visit = duties(sitting, first, "检验")
    duties(sitting, second, "采购")
    assert duties(sitting, first, "检验与放行", visit) != visit
    told = []
    while records.undo(sitting):
        told.append([stored(sitting, Department, r)["duties"] for r in (first, second)] if len(told) < 3 else None)
    assert told[:3] == [["检验", "采购"], ["检验", ""], ["", ""]]
    assert len(told) == 5
    assert checking.check(sitting.workspace).findings == ()


def test_a_visit_that_writes_nothing_leaves_the_stacks_alone(sitting: Sitting) -> None:
    record = department(sitting, "一部")
    visit = duties(sitting, record, "检验")
    records.undo(sitting)
    before = (list(sitting.done), list(sitting.undone))
    assert records.save(sitting, DEPARTMENT, record, {Department.duties: ""}, batch=visit).what == "same"
    assert (sitting.done, sitting.undone) == before
    records.redo(sitting)
    assert stored(sitting, Department, record)["duties"] == "检验"


def test_a_new_edit_ends_what_could_be_done_again(sitting: Sitting) -> None:
    record = department(sitting, "一部")
    duties(sitting, record, "检验")
    records.undo(sitting)
    duties(sitting, record, "采购")
    assert records.redo(sitting) is None


def approved(sitting: Sitting, staff: Staff, evidence: Path) -> int:
    made = add_document(sitting)
    records.save(sitting, DOCUMENT, made, {Document.department: staff.department})
    signed = {"author": staff.author, "reviewer": staff.approver, "approver": staff.approver}
    add_revision(sitting, made, **signed, approved_on=DAY, effective_on=DAY)
    attachments.attach(sitting, DOCUMENT, made, evidence)
    verb = next(v for v in DOCUMENT.workflow.verbs if v.key == "approve")
    workflow.run(sitting, DOCUMENT, made, verb)
    return made


def test_what_stays_open_under_a_lock_can_be_undone(sitting: Sitting, staff: Staff, evidence: Path) -> None:
    made = approved(sitting, staff, evidence)
    records.save(sitting, DOCUMENT, made, {Document.storage: "1 号柜"})
    records.undo(sitting)
    assert stored(sitting, Document, made)["storage"] == ""
    records.redo(sitting)
    assert stored(sitting, Document, made)["storage"] == "1 号柜"


def test_edits_before_an_approval_stay_even_when_the_visit_goes_on(
    sitting: Sitting, staff: Staff, evidence: Path
) -> None:
    made = approved(sitting, staff, evidence)
    visit = next(e.batch for e in history.entries(sitting.db, register="document", record=made) if e.verb == "edit")
    records.save(sitting, DOCUMENT, made, {Document.storage: "1 号柜"}, batch=visit)
    records.undo(sitting)
    row = stored(sitting, Document, made)
    assert (row["storage"], row.of(Document.department)) == ("", staff.department)


def test_what_others_point_at_or_took_is_refused_in_words(sitting: Sitting) -> None:
    home = department(sitting, "一部")
    person = records.save(sitting, PERSON, None, {Person.name: "示例丙", Person.department: home}).record
    records.void(sitting, PERSON, person, "登记错误")
    with pytest.raises(history.Changed, match="别的记录指向这条记录"):
        records.undo(sitting)
    records.delete(sitting, DEPARTMENT, [department(sitting, "二部")])
    other = Sitting(sitting.workspace, "别人", sitting.clock)
    department(other, "二部")
    with pytest.raises(history.Changed, match="已被别的记录使用"):
        records.undo(sitting)
    assert checking.check(sitting.workspace).findings == ()


def test_attaching_and_taking_off_are_undone_and_done_again(sitting: Sitting, evidence: Path) -> None:
    made = add_document(sitting)

    def files() -> int:
        return len(reading.attachments(sitting.db, "document", made))

    attachments.attach(sitting, DOCUMENT, made, evidence)
    attachments.detach(sitting, DOCUMENT, reading.attachments(sitting.db, "document", made)[0].id)
    counts = []
    for act in (records.undo, records.undo, records.redo, records.redo, records.undo):
        act(sitting)
        counts.append(files())
    assert counts == [1, 0, 1, 0, 1]
    assert checking.check(sitting.workspace).findings == ()


def test_a_commit_that_fails_leaves_records_and_stacks_as_they_were(sitting: Sitting) -> None:
    record = department(sitting, "一部")
    duties(sitting, record, "检验")
    before = (list(sitting.done), list(sitting.undone), history.head(sitting.db))
    sitting.db.execute_sql("PRAGMA busy_timeout=1")
    acts: list[Callable[[], object]] = [lambda: duties(sitting, record, "采购"), lambda: records.undo(sitting)]
    with (
        closing(sqlite3.connect(sitting.workspace.folder / workspaces.FILE)) as reader,
        closing(reader.execute("SELECT * FROM history")) as cursor,
    ):
        cursor.fetchone()
        for act in acts:
            with pytest.raises(StorageError, match="正被别的程序占用"):
                act()
            assert (sitting.done, sitting.undone, history.head(sitting.db)) == before
    duties(sitting, record, "采购")


def test_a_refused_save_inside_a_batch_takes_back_itself_alone(sitting: Sitting, staff: Staff) -> None:
    with sitting.batch("导入"):
        department(sitting, "一部")
        with pytest.raises(records.Invalid):
            records.save(sitting, PERSON, None, {Person.department: staff.department})
        kept = records.save(sitting, PERSON, None, {Person.name: "示例丙", Person.department: staff.department})
    assert stored(sitting, Person, kept.record)["number"] == "RY-003"
    entries = list(history.entries(sitting.db, batch=kept.batch))
    assert [e.register for e in entries] == ["department", "person"]
    assert [step.batch for step in sitting.done][-1] == entries[0].seq
    records.undo(sitting)
    assert reading.find(sitting.db, Department, {Department.name: "一部"}) is None


def test_child_rows_belong_to_their_record(sitting: Sitting) -> None:
    one, two = add_document(sitting, "HY-QP-01"), add_document(sitting, "HY-QP-02")
    line = add_revision(sitting, one)
    change = {DocumentRevision.reason: "改"}
    with pytest.raises(records.Refused, match="这一行已不存在"):
        records.save_line(sitting, DOCUMENT, two, REVISIONS, line, change)
    with pytest.raises(records.Refused, match="这一行已不存在"):
        records.delete_line(sitting, DOCUMENT, two, REVISIONS, line)
    records.delete_line(sitting, DOCUMENT, one, REVISIONS, line)
    with pytest.raises(records.Refused, match="这一行已不存在"):
        records.save_line(sitting, DOCUMENT, one, REVISIONS, line, change)
    assert reading.lines(sitting.db, REVISIONS, one) == []


def test_voiding_is_no_step_of_undo(sitting: Sitting, staff: Staff) -> None:
    records.void(sitting, PERSON, staff.author, "登记错误")
    assert all(("person", staff.author) not in step.records for step in sitting.done)
    with pytest.raises(Blocked, match="已作废"):
        records.save(sitting, PERSON, staff.author, {Person.post: "检验员"})


def test_who_saves_while_a_job_writes_is_told_what_is_going_on(sitting: Sitting) -> None:
    window = Sitting(sitting.workspace, "何静", sitting.clock, patience=0.01)
    writing, done = threading.Event(), threading.Event()

    def job() -> None:
        with window.db.connection_context(), window.batch("导入人员"):
            department(window, "一部")
            writing.set()
            done.wait()

    worker = threading.Thread(target=job)
    worker.start()
    try:
        assert writing.wait(10)
        with pytest.raises(StorageError, match="正在“导入人员”，这一步没有保存"):
            department(window, "二部")
        assert reading.find(window.db, Department, {Department.name: "一部"}) is None
    finally:
        done.set()
        worker.join()
    department(window, "二部")
    assert [step.label for step in window.done] == ["导入人员", "新建"]


def test_a_clock_that_goes_back_harms_nothing(sitting: Sitting) -> None:
    sitting.clock = Clock(DAY)
    record = department(sitting, "一部")
    sitting.clock = Clock(DAY.replace(year=2020))
    duties(sitting, record, "检验")
    records.undo(sitting)
    assert [entry.at[:4] for entry in history.entries(sitting.db)][-3:] == ["2026", "2020", "2020"]
    assert checking.check(sitting.workspace).findings == ()
