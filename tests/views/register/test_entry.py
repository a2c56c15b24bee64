"""The autosave rule, point by point, without a widget."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.errors import Blocked, ReadOnly
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import COPIES, DOCUMENT, REVISIONS
from qmsdesk.registers.kinds import from_text
from qmsdesk.services import history, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.visit import LineEntry, Visit
from tests.views.register.conftest import CLOCK, Filled, add


def typed(visit: Visit, field: object, text: str) -> records.Change | None:
    return visit.take(field, lambda: from_text(field, text), text)


def test_a_record_is_added_when_its_stars_are_valid_and_only_then_numbered(sitting: Sitting) -> None:
    visit = Visit(sitting, BY_KEY["person"], None)
    assert [f.name for f in visit.missing()] == ["name", "department"]
    assert visit.note() == "还差 2 项"
    assert typed(visit, Person.name, "邵伟") is None
    assert visit.note() == "还差 1 项"
    assert reading.Query(BY_KEY["person"]).count(sitting.db) == 0
    department = add(sitting, "department", {Department.name: "生产部"})
    change = visit.put(Person.department, department)
    assert change is not None
    assert visit.row is not None
    assert visit.row["number"] == "RY-001"
    assert not visit.unsaved()


def test_an_abandoned_blank_record_uses_no_number(sitting: Sitting) -> None:
    department = add(sitting, "department", {Department.name: "生产部"})
    abandoned = Visit(sitting, BY_KEY["person"], None)
    typed(abandoned, Person.name, "谁")
    assert abandoned.unsaved()
    abandoned.forget()
    assert not abandoned.unsaved()
    made = add(sitting, "person", {Person.name: "邵伟", Person.department: department})
    row = reading.row(sitting.db, Person, made)
    assert row is not None
    assert row["number"] == "RY-001"


def test_a_number_the_firm_writes_itself_is_a_star(filled: Filled) -> None:
    visit = Visit(filled.sitting, DOCUMENT, None)
    assert [f.name for f in visit.missing()] == ["number", "title", "level"]


def test_one_commit_is_one_save_and_one_visit_is_one_step(filled: Filled) -> None:
    sitting = filled.sitting
    visit = Visit(sitting, DOCUMENT, filled.documents["WI-07"])
    before = history.head(sitting.db).seq
    assert typed(visit, Document.title, "冲压换模作业指导书（新）") is not None
    assert typed(visit, Document.storage, "车间") is not None
    assert history.head(sitting.db).seq == before + 2
    assert len(sitting.done) == 1
    records.undo(sitting)
    visit.reload()
    assert (visit.value(Document.title), visit.value(Document.storage)) == ("冲压换模作业指导书", "")


def test_a_visit_does_not_continue_a_step_that_is_no_longer_the_last(filled: Filled) -> None:
    sitting = filled.sitting
    visit = Visit(sitting, DOCUMENT, filled.documents["WI-07"])
    typed(visit, Document.storage, "一")
    records.save(sitting, DOCUMENT, filled.documents["WI-09"], {Document.storage: "别处"})
    typed(visit, Document.storage, "二")
    assert len(sitting.done) == 3
    records.undo(sitting)
    visit.reload()
    assert visit.value(Document.storage) == "一"
    typed(visit, Document.storage, "三")
    records.undo(sitting)
    records.undo(sitting)
    records.undo(sitting)
    visit.reload()
    assert visit.value(Document.storage) == ""


def test_an_equal_value_writes_nothing(filled: Filled) -> None:
    visit = Visit(filled.sitting, DOCUMENT, filled.documents["WI-07"])
    before = history.head(filled.sitting.db).seq
    assert typed(visit, Document.title, "冲压换模作业指导书") is None
    assert history.head(filled.sitting.db).seq == before


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (Document.next_review_on, "2025.13.1", "日期不存在：2025.13.1"),
        (Document.review_months, "一年", "“一年”不是数字"),
        (Document.title, "长" * 121, "太长：最多 120 个字，现在 121 个"),
        (Document.title, "", "请填写文件名称"),
        (Document.number, "qm－01", "编号“qm－01”已被“质量手册”使用"),
    ],
)
def test_what_is_refused_stays_in_its_field_and_out_of_the_file(
    filled: Filled, field: object, text: str, sentence: str
) -> None:
    visit = Visit(filled.sitting, DOCUMENT, filled.documents["WI-07"])
    before = history.head(filled.sitting.db).seq
    assert typed(visit, field, text) is None
    assert visit.problems == {field: sentence}
    assert visit.text(field) == text
    assert visit.unsaved()
    assert visit.note() == "1 项有误，未保存"
    assert history.head(filled.sitting.db).seq == before


def test_refused_text_is_taken_back_by_a_valid_one(filled: Filled) -> None:
    visit = Visit(filled.sitting, DOCUMENT, filled.documents["WI-07"])
    typed(visit, Document.next_review_on, "明年")
    assert typed(visit, Document.next_review_on, "2026年6月1日") is not None
    assert not visit.problems
    assert visit.value(Document.next_review_on) == dt.date(2026, 6, 1)


def test_a_natural_key_in_use_is_tried_again_when_another_field_changes(filled: Filled) -> None:
    visit = Visit(filled.sitting, BY_KEY["person"], None)
    typed(visit, Person.name, "邵伟")
    assert visit.put(Person.department, filled.quality) is None
    assert list(visit.problems) == [Person.department]
    assert visit.put(Person.department, filled.production) is not None


def test_a_name_that_frees_the_key_saves_the_blank_record(filled: Filled) -> None:
    visit = Visit(filled.sitting, BY_KEY["person"], None)
    typed(visit, Person.name, "邵伟")
    visit.put(Person.department, filled.quality)
    assert typed(visit, Person.name, "邵小伟") is not None


def test_comparing_fields_never_refuses_a_save(filled: Filled) -> None:
    visit = Visit(filled.sitting, BY_KEY["person"], filled.people["邵伟"])
    typed(visit, Person.joined_on, "2025-01-01")
    assert typed(visit, Person.left_on, "2024-01-01") is not None
    assert [p.text for p in visit.checks()] == ["离职日期早于入职日期"]


def test_child_rows_wait_for_the_record_and_are_saved_with_it(filled: Filled) -> None:
    visit = Visit(filled.sitting, DOCUMENT, None)
    beside = visit.beside()
    assert beside is not None
    assert beside.put(DocumentRevision.version, "A/0") is None
    assert beside.settle() is None
    typed(visit, Document.number, "WI-20")
    typed(visit, Document.title, "新文件")
    assert visit.put(Document.level, "instruction") is not None
    assert beside.settle() is not None
    assert [r["version"] for r in reading.lines(filled.sitting.db, REVISIONS, visit.record or 0)] == ["A/0"]
    assert len(filled.sitting.done) == 1


def test_a_child_row_is_added_when_its_stars_are_valid(filled: Filled) -> None:
    visit = Visit(filled.sitting, DOCUMENT, filled.documents["WI-07"])
    line = LineEntry(visit, COPIES, None)
    assert line.put(Distribution.department, filled.production) is None
    assert line.note() == "还差 1 项"
    assert line.put(Distribution.copy_number, "01") is not None
    again = LineEntry(visit, COPIES, None)
    again.put(Distribution.copy_number, "01")
    assert again.problems[Distribution.copy_number].startswith("已有相同")


def in_force(filled: Filled) -> Visit:
    sitting, record = filled.sitting, filled.documents["QP-05"]
    person = filled.people
    records.save_line(
        sitting,
        DOCUMENT,
        record,
        REVISIONS,
        None,
        {
            DocumentRevision.version: "A/0",
            DocumentRevision.author: person["邵伟"],
            DocumentRevision.reviewer: person["韩志远"],
            DocumentRevision.approver: person["韩志远"],
            DocumentRevision.approved_on: dt.date(2025, 5, 20),
            DocumentRevision.effective_on: dt.date(2025, 6, 1),
        },
    )
    file = Path(sitting.workspace.folder) / "正文.docx"
    file.write_bytes(b"text")
    from qmsdesk.services import attachments

    attachments.attach(sitting, DOCUMENT, record, file)
    approve = next(v for v in DOCUMENT.workflow.verbs if v.key == "approve")
    workflow.run(sitting, DOCUMENT, record, approve)
    return Visit(sitting, DOCUMENT, record)


def test_a_locked_record_is_closed_except_for_what_stays_open(filled: Filled) -> None:
    visit = in_force(filled)
    assert visit.reason_closed(Document.title) == "文件已批准生效，修改须改版"
    assert visit.reason_closed(lines=REVISIONS)
    assert not visit.reason_closed(Document.storage)
    assert not visit.reason_closed(lines=COPIES)
    assert typed(visit, Document.storage, "档案室") is not None
    with pytest.raises(Blocked):
        typed(visit, Document.title, "改名")
    assert visit.text(Document.title) == "改名"
    assert visit.row is not None
    assert visit.row["title"] == "设备与工装控制程序"


def test_a_state_is_never_typed(filled: Filled) -> None:
    visit = Visit(filled.sitting, DOCUMENT, filled.documents["WI-07"])
    beside = visit.beside()
    assert beside is not None
    assert beside.reason_closed(DocumentRevision.status)
    assert not beside.reason_closed(DocumentRevision.reason)


def test_read_only_closes_everything(filled: Filled) -> None:
    folder = filled.sitting.workspace.folder
    with open_workspace(folder, CLOCK, write=False) as workspace:
        visit = Visit(Sitting(workspace, "", CLOCK), DOCUMENT, filled.documents["WI-07"])
        assert visit.reason_closed(Document.storage) == workspace.read_only
        with pytest.raises(ReadOnly):
            typed(visit, Document.storage, "车间")
        assert visit.text(Document.storage) == "车间"
