"""The one road in: what is refused, numbered, locked, undone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdesk.errors import Blocked, ReadOnly, Refused
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.spec import required
from qmsdesk.services import checking, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, add_document, add_revision, stored


def test_a_record_is_numbered_stamped_and_in_history(sitting: Sitting) -> None:
    change = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"})
    row = stored(sitting, Department, change.record)
    assert (row["number"], row["created_by"], row["created_at"][:10]) == ("BM-01", "何静", "2026-10-15")
    entry = list(history.entries(sitting.db))[-1]
    assert (entry.verb, entry.register, entry.record, entry.by) == ("add", "department", change.record, "何静")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({Person.name: ""}, "请填写姓名"),
        ({Person.name: "甲"}, "请填写部门"),
        ({Person.name: "甲" * 41}, "最多 40 个字"),
        ({Person.name: "甲", Person.department: 99}, "指向的记录不存在"),
        ({Person.name: "甲", Person.group_role: "boss"}, "没有“boss”这一项"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_nothing_written(sitting: Sitting, values: dict, words: str) -> None:
    before = history.head(sitting.db)
    with pytest.raises(records.Invalid, match=words):
        records.save(sitting, PERSON, None, values)
    assert history.head(sitting.db) == before
    assert reading.Query(PERSON).count(sitting.db) == 0


def test_numbers_are_never_used_twice(sitting: Sitting) -> None:
    first = records.save(sitting, DEPARTMENT, None, {Department.name: "一部"}).record
    records.undo(sitting)
    second = records.save(sitting, DEPARTMENT, None, {Department.name: "二部"}).record
    row = stored(sitting, Department, second)
    assert row["number"] == "BM-02"
    assert second != first


@pytest.mark.parametrize("same", ["hy-qp-01", "ＨＹ－ＱＰ－０１", " HY-QP-01 "])
def test_numbers_are_unique_over_width_case_and_the_recycle_bin(sitting: Sitting, same: str) -> None:
    document = add_document(sitting)
    records.delete(sitting, DOCUMENT, [document])
    with pytest.raises(records.Invalid, match="已被“文件控制程序”使用（在回收站里）"):
        add_document(sitting, same)


def test_a_document_needs_the_number_the_firm_gives_it(sitting: Sitting) -> None:
    with pytest.raises(records.Invalid, match="请填写编号"):
        records.save(sitting, DOCUMENT, None, {Document.title: "手册", Document.level: "manual"})


def test_natural_keys_are_unique_among_live_records(sitting: Sitting, staff: Staff) -> None:
    again = {Person.name: "示例甲", Person.department: staff.department}
    with pytest.raises(records.Invalid, match="已有相同姓名、部门的记录（RY-001）"):
        records.save(sitting, PERSON, None, again)
    records.delete(sitting, PERSON, [staff.author])
    records.save(sitting, PERSON, None, again)
    with pytest.raises(records.Invalid, match="已有相同"):
        records.restore(sitting, PERSON, staff.author)


def test_saves_of_one_visit_are_one_step_of_undo(sitting: Sitting, staff: Staff) -> None:
    first = records.save(sitting, PERSON, staff.author, {Person.post: "检验员"})
    records.save(sitting, PERSON, staff.author, {Person.is_key: True}, batch=first.batch)
    records.undo(sitting)
    row = stored(sitting, Person, staff.author)
    assert (row["post"], row["is_key"]) == ("", False)
    records.redo(sitting)
    row = stored(sitting, Person, staff.author)
    assert (row["post"], row["is_key"]) == ("检验员", True)
    assert checking.check(sitting.workspace).findings == ()


def test_an_edit_that_changes_nothing_writes_nothing(sitting: Sitting, staff: Staff) -> None:
    head = history.head(sitting.db)
    assert records.save(sitting, PERSON, staff.author, {Person.name: "示例甲"}).what == "same"
    assert history.head(sitting.db) == head


def test_undo_of_a_batch_takes_back_all_of_it(sitting: Sitting) -> None:
    with sitting.batch("导入"):
        for name in ("一部", "二部", "三部"):
            records.save(sitting, DEPARTMENT, None, {Department.name: name})
    assert reading.Query(DEPARTMENT).count(sitting.db) == 3
    assert [step.label for step in sitting.done] == ["导入"]
    records.undo(sitting)
    assert reading.Query(DEPARTMENT).count(sitting.db) == 0


def test_a_failing_batch_leaves_nothing(sitting: Sitting) -> None:
    head = history.head(sitting.db)

    def twice() -> None:
        with sitting.batch("导入"):
            records.save(sitting, DEPARTMENT, None, {Department.name: "一部"})
            records.save(sitting, DEPARTMENT, None, {Department.name: "一部"})

    with pytest.raises(records.Invalid):
        twice()
    assert history.head(sitting.db) == head
    assert sitting.done == []


def test_undo_refuses_a_record_that_was_changed_meanwhile(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, PERSON, staff.author, {Person.post: "检验员"})
    other = Sitting(sitting.workspace, "别人", sitting.clock)
    records.save(other, PERSON, staff.author, {Person.post: "工艺员"})
    with pytest.raises(history.Changed, match="在此期间已被改动"):
        records.undo(sitting)
    row = stored(sitting, Person, staff.author)
    assert row["post"] == "工艺员"


def test_referenced_records_are_voided_not_deleted(sitting: Sitting, staff: Staff) -> None:
    with pytest.raises(Blocked, match="被 2 条记录引用") as blocked:
        records.delete(sitting, DEPARTMENT, [staff.department])
    assert blocked.value.missing == ("RY-001", "RY-002")
    with pytest.raises(Blocked, match="须写明原因"):
        records.void(sitting, DEPARTMENT, staff.department, "  ")
    records.void(sitting, DEPARTMENT, staff.department, "部门撤销")
    with pytest.raises(Blocked, match="已作废：部门撤销"):
        records.save(sitting, DEPARTMENT, staff.department, {Department.name: "品质部"})
    offered = [i for i, _text in reading.offers(sitting.db, Person.department, sitting.clock.today())]
    assert staff.department not in offered
    kept = reading.offers(sitting.db, Person.department, sitting.clock.today(), staff.department)
    assert staff.department in [i for i, _text in kept]


def test_a_void_record_gives_its_key_free(sitting: Sitting, staff: Staff) -> None:
    records.void(sitting, PERSON, staff.author, "登记错误")
    again = {Person.name: "示例甲", Person.department: staff.department}
    assert records.save(sitting, PERSON, None, again).record != staff.author


def test_who_left_is_not_offered_but_stays(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, PERSON, staff.author, {Person.left_on: dt.date(2026, 10, 1)})
    offered = [i for i, _text in reading.offers(sitting.db, Document.owner, sitting.clock.today())]
    assert offered == [staff.approver]


def test_a_line_is_saved_refused_and_taken_out(sitting: Sitting) -> None:
    document = add_document(sitting)
    line = add_revision(sitting, document)
    with pytest.raises(records.Invalid, match="已有相同版本"):
        add_revision(sitting, document)
    records.delete_line(sitting, DOCUMENT, document, REVISIONS, line)
    assert reading.lines(sitting.db, REVISIONS, document) == []
    records.undo(sitting)
    assert [r.of(DocumentRevision.version) for r in reading.lines(sitting.db, REVISIONS, document)] == ["A/0"]


def test_the_numerator_may_not_exceed_the_denominator_unless_allowed(sitting: Sitting) -> None:
    indicator = records.save(
        sitting, INDICATOR, None, {Indicator.category: "purchasing", Indicator.name: "合格率", Indicator.unit: "%"}
    ).record
    month = {
        Measurement.indicator: indicator, Measurement.period: "2026-09",
        Measurement.numerator: Decimal(189), Measurement.denominator: Decimal(178),
    }  # fmt: skip
    with pytest.raises(records.Invalid, match="分子 189 大于分母 178"):
        records.save(sitting, MEASUREMENT, None, month)
    records.save(sitting, INDICATOR, indicator, {Indicator.above_one: True})
    records.save(sitting, MEASUREMENT, None, month)


def test_a_read_only_workspace_refuses_and_says_who_holds_it(sitting: Sitting) -> None:
    with workspaces.open_workspace(sitting.workspace.folder, sitting.clock) as second:
        assert "正在使用这个企业" in second.read_only
        other = Sitting(second, "别人", sitting.clock)
        with pytest.raises(ReadOnly, match="正在使用这个企业"):
            records.save(other, DEPARTMENT, None, {Department.name: "质量部"})
        assert reading.enterprise(second.db) is not None


def test_a_record_that_is_gone_is_said_to_be_gone(sitting: Sitting) -> None:
    with pytest.raises(Refused, match="已不存在"):
        records.save(sitting, DEPARTMENT, 77, {Department.name: "质量部"})


@pytest.mark.parametrize("register", ALL, ids=lambda r: r.key)
def test_no_form_asks_for_more_than_three_things_at_first(register: object) -> None:
    assert len(required(register.fields)) <= 3  # type: ignore[attr-defined]
    for spec in register.lines:  # type: ignore[attr-defined]
        assert len(required(spec.fields)) <= 3


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=st.lists(words, min_size=1, max_size=6))
def test_any_edits_undone_in_turn_give_back_the_record(sitting: Sitting, posts: list[str]) -> None:
    sitting.done.clear()
    name = f"部门{history.head(sitting.db).seq}"
    department = records.save(sitting, DEPARTMENT, None, {Department.name: name}).record
    start = stored(sitting, Department, department)
    steps = sum(records.save(sitting, DEPARTMENT, department, {Department.duties: p}).what != "same" for p in posts)
    for _step in range(steps):
        records.undo(sitting)
    after = stored(sitting, Department, department)
    assert start["duties"] == after["duties"]
    assert checking.check(sitting.workspace).findings == ()
