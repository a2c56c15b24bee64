"""The life of documents: gates, the day a version takes effect, review, gaps, what follows for records kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.running import RecordForm
from qmsdesk.models.training import Training
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.services import attachments, documents, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff, add_revision, stored
from tests.services.document_firm import JANUARY, Firm, missing, run


@pytest.fixture
def firm(sitting: Sitting, staff: Staff, evidence: Path) -> Firm:
    return Firm(sitting, staff, evidence)


def test_a_version_approved_for_a_later_day_leaves_the_old_one_in_force_until_then(firm: Firm) -> None:
    made, later = firm.issued(), DAY + dt.timedelta(days=30)
    firm.revised(made, later)
    assert firm.states(made) == [("A/0", "in_force", later), ("A/1", "approved", None)]
    assert [firm.on(made, d) for d in (DAY, later - dt.timedelta(days=1), later)] == ["A/0", "A/0", "A/1"]
    assert documents.settle(firm.sitting) is None
    firm.sitting.clock = Clock(later)
    assert documents.settle(firm.sitting) is not None
    assert firm.states(made) == [("A/0", "obsolete", later), ("A/1", "in_force", None)]
    assert documents.settle(firm.sitting) is None
    assert firm.on(made, DAY) == "A/0"


def test_two_versions_waiting_take_effect_one_after_the_other(firm: Firm) -> None:
    made = firm.issued()
    first, second = DAY + dt.timedelta(days=10), DAY + dt.timedelta(days=20)
    firm.revised(made, first)
    firm.revised(made, second)
    assert [firm.on(made, d) for d in (DAY, first, second)] == ["A/0", "A/1", "A/2"]
    firm.sitting.clock = Clock(second + dt.timedelta(days=5))
    documents.settle(firm.sitting)
    assert [s for _v, s, _d in firm.states(made)] == ["obsolete", "obsolete", "in_force"]


def test_an_obsolete_document_has_no_version_in_force_from_that_day(firm: Firm) -> None:
    made = firm.issued()
    firm.revised(made, DAY + dt.timedelta(days=10))
    run(firm.sitting, made, "obsolete", reason="并入 QP-02")
    assert firm.on(made, DAY - dt.timedelta(days=1)) == "A/0"
    assert [firm.on(made, DAY + dt.timedelta(days=n)) for n in (0, 5, 15)] == ["", "", ""]


def test_approval_refuses_days_out_of_order(firm: Firm) -> None:
    made = firm.issued()
    with pytest.raises(Blocked, match="生效日期不早于上一版本的 2026-01-05"):
        firm.revised(made, JANUARY - dt.timedelta(days=1), approved_on=dt.date(2025, 12, 1))
    draft = firm.lines(made)[-1]
    late = {DocumentRevision.approved_on: DAY + dt.timedelta(days=1), DocumentRevision.effective_on: None}
    records.save_line(firm.sitting, DOCUMENT, made, REVISIONS, draft.id, late)
    assert missing(firm.sitting, made, "approve") == ("生效日期", "批准日期不晚于今天")


def test_two_drafts_at_once_are_refused(firm: Firm) -> None:
    made = firm.draft()
    assert missing(firm.sitting, made, "submit") == ("一个草稿版本",)
    firm.version(made, JANUARY)
    firm.version(made, JANUARY, "A/1")
    assert missing(firm.sitting, made, "submit") == ("只留一个草稿版本",)


def test_what_was_submitted_can_be_sent_back_with_a_reason(firm: Firm) -> None:
    made = firm.draft()
    firm.version(made, JANUARY)
    run(firm.sitting, made, "submit")
    assert missing(firm.sitting, made, "return") == ("原因",)
    run(firm.sitting, made, "return", reason="缺流程图")
    assert stored(firm.sitting, Document, made)["status"] == "draft"


def test_a_review_sets_the_next_day_and_says_who_and_when(firm: Firm) -> None:
    made = firm.issued()
    assert missing(firm.sitting, made, "review_passed") == ("评审周期（月）",)
    other = firm.issued("HY-QP-02", review_months=12)
    assert stored(firm.sitting, Document, other)["next_review_on"] == dt.date(2027, 1, 5)
    run(firm.sitting, other, "review_passed")
    assert stored(firm.sitting, Document, other)["next_review_on"] == dt.date(2027, 10, 15)
    last = list(history.entries(firm.sitting.db))[-1]
    assert (last.verb, last.by) == ("review_passed", "何静")


def test_external_documents_have_a_gate_of_their_own_and_are_checked_every_year(firm: Firm) -> None:
    made = firm.draft("WL-01", "external")
    add_revision(firm.sitting, made, "2016")
    attachments.attach(firm.sitting, DOCUMENT, made, firm.paper)
    assert missing(firm.sitting, made, "approve") == ("来源", "归档日期", "有效性核查日")
    told = {Document.source: "标准网", Document.received_on: JANUARY, Document.checked_on: JANUARY}
    records.save(firm.sitting, DOCUMENT, made, told)
    run(firm.sitting, made, "approve")
    assert (firm.on(made, JANUARY), firm.on(made, dt.date(2026, 1, 4))) == ("2016", "")
    run(firm.sitting, made, "review_passed")
    assert stored(firm.sitting, Document, made)["checked_on"] == DAY


def test_a_revision_can_be_given_up(firm: Firm) -> None:
    made = firm.issued()
    run(firm.sitting, made, "revise")
    with pytest.raises(Blocked, match="原因"):
        documents.withdraw(firm.sitting, made, " ")
    documents.withdraw(firm.sitting, made, "不必改")
    assert stored(firm.sitting, Document, made)["status"] == "in_force"
    assert firm.states(made) == [("A/0", "in_force", None)]
    with pytest.raises(Blocked, match="不在改版中"):
        documents.withdraw(firm.sitting, made, "再来")
    with pytest.raises(Blocked, match="不在改版中"):
        documents.withdraw(firm.sitting, firm.draft("HY-QP-02"), "还没有批准过")


def test_a_document_that_was_approved_is_never_deleted_again(firm: Firm) -> None:
    made = firm.issued()
    run(firm.sitting, made, "revise")
    with pytest.raises(Blocked, match="已不是草稿"):
        records.delete(firm.sitting, DOCUMENT, [made])
    fresh = firm.draft("HY-QP-02")
    firm.version(fresh, JANUARY)
    run(firm.sitting, fresh, "submit")
    run(firm.sitting, fresh, "return", reason="缺流程图")
    records.delete(firm.sitting, DOCUMENT, [fresh])
    assert stored(firm.sitting, Document, fresh)["deleted_at"]


def test_a_version_that_needs_training_plans_it_once(firm: Firm) -> None:
    made = firm.draft("WI-01", "instruction")
    firm.version(made, JANUARY, needs_training=True)
    attachments.attach(firm.sitting, DOCUMENT, made, firm.paper)
    run(firm.sitting, made, "approve")
    (session,) = reading.rows(firm.sitting.db, Training)
    assert session.of(Training.topic) == "《文件控制程序》A/0 宣贯"
    assert (session.of(Training.document), session.of(Training.tiers)) == (made, ("d",))
    firm.revised(made, DAY, needs_training=False)
    assert len(reading.rows(firm.sitting.db, Training)) == 1


@pytest.fixture
def existing(firm: Firm) -> int:
    with firm.sitting.batch("导入"):
        made = firm.draft(existing=True)
        add_revision(firm.sitting, made, status="in_force", effective_on=JANUARY)
        records.save(firm.sitting, DOCUMENT, made, {Document.status: "in_force"})
    return made


def test_an_existing_document_is_filled_in_later_but_not_changed(firm: Firm, existing: int) -> None:
    (line,) = firm.lines(existing)
    document = stored(firm.sitting, Document, existing)
    assert documents.gaps(document, line) == ["编制", "审核", "批准", "批准日期"]
    documents.fill_gaps(firm.sitting, line.id, {DocumentRevision.author: firm.staff.author})
    assert documents.gaps(document, firm.lines(existing)[0]) == ["审核", "批准", "批准日期"]
    with pytest.raises(Blocked, match="编制已经填好"):
        documents.fill_gaps(firm.sitting, line.id, {DocumentRevision.author: firm.staff.approver})
    with pytest.raises(records.Invalid, match="不存在"):
        documents.fill_gaps(firm.sitting, line.id, {DocumentRevision.approver: 999})
    assert not [step for step in firm.sitting.done if ("document", existing) in step.records]


def test_the_paper_of_an_existing_document_comes_later_and_then_stays(firm: Firm, existing: int) -> None:
    attachments.attach(firm.sitting, DOCUMENT, existing, firm.paper)
    (held,) = reading.attachments(firm.sitting.db, DOCUMENT.key, existing)
    with pytest.raises(Blocked, match="修改须改版"):
        attachments.detach(firm.sitting, DOCUMENT, held.id)
    assert len(reading.attachments(firm.sitting.db, DOCUMENT.key, existing)) == 1


def test_only_existing_documents_are_filled_in(firm: Firm) -> None:
    made = firm.issued()
    with pytest.raises(Blocked, match="只有既有文件"):
        documents.fill_gaps(firm.sitting, firm.lines(made)[0].id, {DocumentRevision.author: firm.staff.author})


def test_a_record_takes_its_version_its_time_and_its_clauses_from_the_form(firm: Firm) -> None:
    form = firm.issued("QR-01", "form", retention="years", retention_years=3, clauses=("2016/8.6",))
    firm.revised(form, dt.date(2026, 6, 1))
    old = documents.keep_record(firm.sitting, form, dt.date(2026, 5, 31), {}).record
    new = documents.keep_record(firm.sitting, form, dt.date(2026, 6, 1), {RecordForm.version: "A/9"}).record
    row = stored(firm.sitting, RecordForm, old)
    assert (row["version"], row["keep_until"], row["clauses"]) == ("A/0", dt.date(2029, 5, 31), ("2016/8.6",))
    assert (row["name"], row.of(RecordForm.department)) == ("文件控制程序", firm.staff.department)
    assert stored(firm.sitting, RecordForm, new)["version"] == "A/9"
    records.undo(firm.sitting)
    assert reading.row(firm.sitting.db, RecordForm, new) is None


def test_what_is_blank_in_a_new_record_follows_from_its_form(firm: Firm) -> None:
    form = firm.issued("QR-01", "form", retention="permanent")
    blank = {RecordForm.form: form, RecordForm.formed_on: DAY}
    made = stored(firm.sitting, RecordForm, records.save(firm.sitting, RECORD_FORM, None, blank).record)
    assert (made["name"], made["version"], made["keep_until"]) == ("文件控制程序", "A/0", None)
    second = stored(firm.sitting, RecordForm, records.save(firm.sitting, RECORD_FORM, None, blank).record)
    assert (second["name"], second["version"]) == ("", "A/0")  # the name of that form and day is taken


def test_a_record_is_of_a_form(firm: Firm) -> None:
    with pytest.raises(records.Invalid, match="不是表单"):
        documents.keep_record(firm.sitting, firm.issued(), DAY, {})


def test_disposal_waits_for_the_end_of_keeping_and_then_locks(firm: Firm) -> None:
    form = firm.issued("QR-01", "form", retention="years", retention_years=1)
    values = {RecordForm.late_reason: "补录"}
    young = documents.keep_record(firm.sitting, form, DAY, values).record
    old = documents.keep_record(firm.sitting, form, dt.date(2025, 5, 1), {RecordForm.version: "0", **values}).record
    assert missing(firm.sitting, old, "dispose") == ("处置", "处置日期")
    for record in (young, old):
        said = {RecordForm.disposal: "destroyed", RecordForm.disposed_on: DAY}
        records.save(firm.sitting, RECORD_FORM, record, said)
    assert missing(firm.sitting, young, "dispose") == ("保存期满（保存至 2027-10-15）",)
    run(firm.sitting, old, "dispose")
    with pytest.raises(Blocked, match="已处置"):
        records.save(firm.sitting, RECORD_FORM, old, {RecordForm.storage: "别处"})


def test_a_record_kept_for_ever_is_not_disposed_of(firm: Firm) -> None:
    form = firm.issued("QR-01", "form", retention="permanent")
    made = documents.keep_record(firm.sitting, form, DAY, {}).record
    records.save(firm.sitting, RECORD_FORM, made, {RecordForm.disposal: "archived", RecordForm.disposed_on: DAY})
    assert missing(firm.sitting, made, "dispose") == ("“保存至”的日期（永久保存的记录不处置）",)


def test_where_a_document_belongs_is_told_without_a_new_version(firm: Firm) -> None:
    made, manual = firm.issued(), firm.issued("HY-QM-01", "manual")
    told = {Document.parent: manual, Document.clauses: ("2016/7.5",), Document.review_months: 12,
            Document.retention: "years", Document.retention_years: 3}  # fmt: skip
    records.save(firm.sitting, DOCUMENT, made, told)
    run(firm.sitting, made, "review_passed")
    with pytest.raises(Blocked, match="修改须改版"):
        records.save(firm.sitting, DOCUMENT, made, {Document.department: None})
