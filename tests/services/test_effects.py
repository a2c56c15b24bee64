"""What a verb does beside its own record: others tell of it in their own histories, and cannot be undone past it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qmsdesk.models.base import Row
from qmsdesk.models.documents import Distribution, Document
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers import catalogue
from qmsdesk.registers.documents import COPIES, DOCUMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.spec import Case, Edit, Register, Verb, Workflow
from qmsdesk.services import checking, history, narrative, reading, records, signing, workflow
from qmsdesk.services.sitting import Sitting
from tests.life import PRESENT, SESSION
from tests.services.conftest import DAY, Staff, add_document, stored


def acting(*edits: Edit, target: str = "held") -> Register:
    """The register with one verb that makes these edits."""

    def effect(_case: Case) -> tuple[Edit, ...]:
        return edits

    return replace(SESSION, workflow=Workflow(verbs=(Verb("act", "通知", ("planned",), target, effect=effect),)))


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue.BY_KEY, SESSION.key, SESSION)


@pytest.fixture
def session(sitting: Sitting) -> int:
    return records.save(sitting, SESSION, None, {Training.topic: "换模", Training.tiers: ("d",)}).record


def run(sitting: Sitting, register: Register, session: int) -> records.Change:
    return workflow.run(sitting, register, session, register.workflow.verbs[0], reason="新版")


def touched(sitting: Sitting) -> set[tuple[str, int]]:
    return {record for step in sitting.done for record in step.records}


def test_an_edited_record_tells_of_the_verb_in_its_own_history(sitting: Sitting, staff: Staff, session: int) -> None:
    records.save(sitting, DEPARTMENT, staff.department, {Department.duties: "检验"})
    signing.sign(sitting, DEPARTMENT, staff.department, "批准", "何静")
    register = acting(Edit(Department, staff.department, {Department.duties: "检验与放行"}))
    change = run(sitting, register, session)
    assert change.records == {(SESSION.key, session), ("department", staff.department)}
    told = narrative.of_record(sitting.db, DEPARTMENT, staff.department)[-1]
    assert told.text == "修改（原因：培训场次 CC-001 通知；新版） 职责：检验 → 检验与放行；已失效：否 → 是"
    assert stored(sitting, Department, staff.department)["changed_by"] == "何静"
    assert ("department", staff.department) not in touched(sitting)
    own = [e for e in history.entries(sitting.db, register=SESSION.key, record=session) if e.verb == "act"]
    assert [image[0] for e in own for image in e.rows] == ["training"]
    assert checking.check(sitting.workspace).findings == ()


def test_child_rows_of_another_record_belong_to_its_history(sitting: Sitting, staff: Staff, session: int) -> None:
    made = add_document(sitting)
    copy = records.save_line(sitting, DOCUMENT, made, COPIES, None, {Distribution.copy_number: "01"})[1]
    register = acting(
        Edit(Distribution, copy, {Distribution.returned_on: DAY}),
        Edit(Distribution, None, {Distribution.document: made, Distribution.copy_number: "02"}),
        Edit(Attendance, None, {Attendance.training: session, Attendance.person: staff.author}),
    )
    run(sitting, register, session)
    assert [r.of(Distribution.returned_on) for r in reading.lines(sitting.db, COPIES, made)] == [DAY, None]
    last = list(history.entries(sitting.db, register="document", record=made))[-1]
    assert [image[0] for image in last.rows] == ["distribution", "distribution"]
    assert len(reading.lines(sitting.db, PRESENT, session)) == 1
    assert touched(sitting) & {("document", made), (SESSION.key, session)} == set()
    assert checking.check(sitting.workspace).findings == ()


def test_what_it_raises_is_numbered_and_what_it_leaves_alone_is_not_told(
    sitting: Sitting, staff: Staff, session: int
) -> None:
    before: Row = stored(sitting, Person, staff.author)
    register = acting(
        Edit(Department, None, {Department.name: "培训部"}),
        Edit(Person, staff.author, {Person.name: "示例甲"}),
        target="",
    )
    run(sitting, register, session)
    raised = reading.find(sitting.db, Department, {Department.name: "培训部"})
    assert raised is not None
    assert raised["number"] == "BM-02"
    assert stored(sitting, Person, staff.author) == before
    assert [t.verb for t in narrative.of_record(sitting.db, PERSON, staff.author)] == ["新建"]


def test_an_effect_that_is_refused_takes_everything_back(sitting: Sitting, staff: Staff, session: int) -> None:
    made = add_document(sitting)
    register = acting(
        Edit(Document, made, {Document.title: "别的"}), Edit(Department, None, {Department.name: "质量部"})
    )
    with pytest.raises(records.Invalid, match="已有相同部门名称的记录"):
        run(sitting, register, session)
    assert stored(sitting, Document, made)["title"] == "文件控制程序"
    assert stored(sitting, Training, session)["status"] == "planned"
