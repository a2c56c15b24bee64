"""Every gate shows that it blocks and that it opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Enterprise
from qmsdesk.models.system import Signature
from qmsdesk.registers.documents import COPIES, DOCUMENT, REVISIONS, next_version
from qmsdesk.registers.indicators import ASSESSMENT, INDICATOR, MEASUREMENT, ROUNDS
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.registers.spec import Register, Verb
from qmsdesk.reports import from_records
from qmsdesk.services import assessment, attachments, documents, history, monthly, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, add_document, add_revision, stored

DAY = dt.date(2026, 1, 5)


def verb(register: Register, key: str) -> Verb:
    return next(v for v in register.workflow.verbs if v.key == key)


@pytest.fixture
def document(sitting: Sitting, staff: Staff, evidence: Path) -> int:
    made = add_document(sitting)
    records.save(sitting, DOCUMENT, made, {Document.department: staff.department})
    signed = {"author": staff.author, "reviewer": staff.approver, "approver": staff.approver}
    add_revision(sitting, made, **signed, approved_on=DAY, effective_on=DAY)
    attachments.attach(sitting, DOCUMENT, made, evidence)
    return made


def test_approval_lists_all_that_is_missing(sitting: Sitting) -> None:
    made = add_document(sitting)
    add_revision(sitting, made)
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, DOCUMENT, made, verb(DOCUMENT, "approve"))
    assert blocked.value.missing == ("责任部门", "编制", "审核", "批准", "批准日期", "生效日期", "文件（附件）")
    row = stored(sitting, Document, made)
    assert row["status"] == "draft"


def test_approval_puts_the_version_in_force_and_locks(sitting: Sitting, document: int) -> None:
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))
    row = stored(sitting, Document, document)
    assert row["status"] == "in_force"
    line = reading.lines(sitting.db, REVISIONS, document)[0]
    assert line.of(DocumentRevision.status) == "in_force"
    for act in (
        lambda: records.save(sitting, DOCUMENT, document, {Document.title: "别的"}),
        lambda: records.save_line(sitting, DOCUMENT, document, REVISIONS, line.id, {DocumentRevision.reason: "改"}),
        lambda: records.delete_line(sitting, DOCUMENT, document, REVISIONS, line.id),
        lambda: attachments.detach(sitting, DOCUMENT, reading.attachments(sitting.db, "document", document)[0].id),
        lambda: records.delete(sitting, DOCUMENT, [document]),
    ):
        with pytest.raises(Blocked, match=r"已批准|不再|草稿"):
            act()
    records.save(sitting, DOCUMENT, document, {Document.storage: "1 号柜"})
    records.save_line(sitting, DOCUMENT, document, COPIES, None, {Distribution.copy_number: "01"})


def test_approval_is_no_step_of_undo_and_ends_the_steps_before_it(sitting: Sitting, document: int) -> None:
    assert sitting.done
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))
    touched = {record for step in sitting.done for record in step.records}
    assert ("document", document) not in touched


def test_author_and_approver_must_differ_unless_waived_with_a_reason(
    sitting: Sitting, staff: Staff, evidence: Path
) -> None:
    made = add_document(sitting)
    records.save(sitting, DOCUMENT, made, {Document.department: staff.department})
    signed = {"author": staff.author, "reviewer": staff.approver, "approver": staff.author}
    add_revision(sitting, made, **signed, approved_on=DAY, effective_on=DAY)
    attachments.attach(sitting, DOCUMENT, made, evidence)
    with pytest.raises(Blocked, match="批准人与编制人是同一人"):
        workflow.run(sitting, DOCUMENT, made, verb(DOCUMENT, "approve"))
    workflow.run(sitting, DOCUMENT, made, verb(DOCUMENT, "approve"), waiver="全厂 6 人")
    assert list(history.entries(sitting.db))[-1].why == "人员有限：全厂 6 人"


def test_revising_keeps_the_old_version_until_the_new_one_is_approved(
    sitting: Sitting, document: int, tmp_path: Path
) -> None:
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "revise"))
    old, new = reading.lines(sitting.db, REVISIONS, document)
    assert (old["status"], new["status"], new["version"]) == ("in_force", "draft", "A/1")
    effective = {DocumentRevision.approved_on: dt.date(2026, 6, 1), DocumentRevision.effective_on: dt.date(2026, 6, 8)}
    records.save_line(sitting, DOCUMENT, document, REVISIONS, new.id, effective)
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))
    assert blocked.value.missing == ("更改原因", "更改内容", "新版本的文件（附件）")
    reason = {DocumentRevision.reason: "NC-03 纠正措施", DocumentRevision.content: "4.3 增加首件复验"}
    records.save_line(sitting, DOCUMENT, document, REVISIONS, new.id, reason)
    (kept,) = reading.attachments(sitting.db, "document", document)
    with pytest.raises(Blocked, match="改版以前的版本"):
        attachments.detach(sitting, DOCUMENT, kept.id)
    paper = tmp_path / "新版本.pdf"
    paper.write_bytes(b"%PDF-1.4 A/1")
    attachments.attach(sitting, DOCUMENT, document, paper)
    attachments.detach(sitting, DOCUMENT, reading.attachments(sitting.db, "document", document)[-1].id)
    attachments.attach(sitting, DOCUMENT, document, paper)
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))
    old, new = reading.lines(sitting.db, REVISIONS, document)
    assert (old["status"], old["obsolete_on"], new["status"]) == ("obsolete", dt.date(2026, 6, 8), "in_force")


def test_a_document_from_before_the_program_takes_its_paper_later(
    sitting: Sitting, document: int, tmp_path: Path
) -> None:
    records.save(sitting, DOCUMENT, document, {Document.existing: True})
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))
    paper = tmp_path / "原件.pdf"
    paper.write_bytes(b"%PDF-1.4 paper")
    attachments.attach(sitting, DOCUMENT, document, paper)
    assert len(reading.attachments(sitting.db, "document", document)) == 2
    records.undo(sitting)
    assert len(reading.attachments(sitting.db, "document", document)) == 1
    records.redo(sitting)
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "obsolete"), reason="并入 QP-02")
    paper.write_bytes(b"%PDF-1.4 other")
    with pytest.raises(Blocked, match="已作废"):
        attachments.attach(sitting, DOCUMENT, document, paper)


def test_nobody_is_signed_for_by_somebody_else(sitting: Sitting, staff: Staff, indicator: int) -> None:
    add_months(sitting, indicator, AFTER)
    draft = assessment.draft(sitting, "第一轮")
    records.save(sitting, ASSESSMENT, draft.id, {Assessment.evaluator: staff.author, Assessment.head: staff.approver})
    sitting.operator = "示例甲"
    assessment.finalise(sitting, draft.id)
    signed = reading.rows(sitting.db, Signature, Signature.record == draft.id)
    assert [(s["role"], s["name"]) for s in signed] == [("自评人", "示例甲")]


def test_making_obsolete_needs_a_reason(sitting: Sitting, document: int) -> None:
    with pytest.raises(Blocked, match="原因"):
        workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "obsolete"))
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "obsolete"), reason="并入 QP-02")
    with pytest.raises(Blocked, match="已作废"):
        records.save(sitting, DOCUMENT, document, {Document.title: "别的"})
    with pytest.raises(Blocked, match="现在的状态不能批准"):
        workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"))


@pytest.mark.parametrize(("old", "new"), [("A/0", "A/1"), ("A9", "A10"), ("1.0", "1.1"), ("B", "B-1")])
def test_the_next_version(old: str, new: str) -> None:
    assert next_version(old) == new


@pytest.fixture
def indicator(sitting: Sitting) -> int:
    values = {Indicator.category: "purchasing", Indicator.name: "采购产品合格率", Indicator.unit: "%"}
    made = records.save(sitting, INDICATOR, None, values).record
    line = {
        IndicatorRound.name: "第一轮", IndicatorRound.baseline: "2025-10~2025-12",
        IndicatorRound.evaluation: "2026-07~2026-09", IndicatorRound.before: "94.1", IndicatorRound.target: "97",
    }  # fmt: skip
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, line)
    return made


def add_months(sitting: Sitting, indicator: int, months: dict[str, tuple[int, int]], **more: object) -> list[int]:
    named = {getattr(Measurement, k): v for k, v in more.items()}
    return [
        records.save(sitting, MEASUREMENT, None, {
            Measurement.indicator: indicator, Measurement.period: period, Measurement.numerator: Decimal(n),
            Measurement.denominator: Decimal(d), **named,
        }).record
        for period, (n, d) in months.items()
    ]  # fmt: skip


AFTER = {"2026-07": (39, 40), "2026-08": (40, 41), "2026-09": (41, 42)}


def test_verifying_needs_a_value_a_verifier_and_somebody_else(sitting: Sitting, staff: Staff, indicator: int) -> None:
    empty = records.save(
        sitting, MEASUREMENT, None, {Measurement.indicator: indicator, Measurement.period: "2026-06"}
    ).record
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, MEASUREMENT, empty, verb(MEASUREMENT, "verify"))
    assert blocked.value.missing == ("核实人", "核实日期", "分子、分母或数值")
    (month,) = add_months(sitting, indicator, {"2026-07": (39, 40)}, reporter=staff.author, verifier=staff.author,
                          verified_on=dt.date(2026, 8, 6))  # fmt: skip
    with pytest.raises(Blocked, match="核实人与填报人是同一人"):
        workflow.run(sitting, MEASUREMENT, month, verb(MEASUREMENT, "verify"))
    workflow.run(sitting, MEASUREMENT, month, verb(MEASUREMENT, "verify"), waiver="人员有限")
    workflow.run(sitting, MEASUREMENT, month, verb(MEASUREMENT, "lock"))
    with pytest.raises(Blocked, match="已锁定"):
        records.save(sitting, MEASUREMENT, month, {Measurement.numerator: Decimal(38)})


def test_the_baseline_is_locked_once_the_plan_has_started(sitting: Sitting, indicator: int) -> None:
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    records.save(sitting, ENTERPRISE, enterprise.id, {Enterprise.plan_started_on: dt.date(2025, 11, 12)})
    line = reading.lines(sitting.db, ROUNDS, indicator)[0]
    with pytest.raises(records.Invalid, match="方案已实施，修改“提升前”须先填写改基线原因"):
        records.save_line(sitting, INDICATOR, indicator, ROUNDS, line.id, {IndicatorRound.before: "90"})
    values = {IndicatorRound.before: "90", IndicatorRound.change_reason: "原数据漏计返工批"}
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, line.id, values)
    codes = {w.code for w in assessment.compute(sitting.db).warnings}
    assert "baseline_changed" in codes


def test_finalising_blocks_until_everything_is_there_and_then_freezes(
    sitting: Sitting, staff: Staff, indicator: int
) -> None:
    draft = assessment.draft(sitting, "第一轮")
    with pytest.raises(Blocked) as blocked:
        assessment.finalise(sitting, draft.id)
    assert blocked.value.missing == ("序号 1 采购产品合格率：提升后未填", "未填评价人")
    add_months(sitting, indicator, AFTER)
    records.save(sitting, ASSESSMENT, draft.id, {Assessment.evaluator: staff.author, Assessment.head: staff.approver})
    assessment.finalise(sitting, draft.id)
    frozen = reading.row(sitting.db, Assessment, draft.id)
    assert frozen is not None
    assert (frozen["status"], frozen["total"], frozen["grade"]) == ("final", Decimal(10), "合格")
    with pytest.raises(Blocked, match="已定稿"):
        records.save(sitting, ASSESSMENT, draft.id, {Assessment.rule: "all"})
    with pytest.raises(Blocked, match="已定稿"):
        assessment.finalise(sitting, draft.id)
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, reading.lines(sitting.db, ROUNDS, indicator)[0].id,
                      {IndicatorRound.target: "99"})  # fmt: skip
    assert assessment.sheet_of(sitting.db, frozen).total == "10"
    newer = assessment.draft(sitting, "第一轮")
    assert newer["version"] == 2
    differences = assessment.compare(assessment.sheet_of(sitting.db, frozen), assessment.sheet_of(sitting.db, newer))
    assert ("提升目标", "97", "99") in [(d.label, d.old, d.new) for d in differences]
    assert ("合计评分", "10", "0") in [(d.label, d.old, d.new) for d in differences]


def test_finalising_blocks_without_any_counted_row(sitting: Sitting, staff: Staff) -> None:
    draft = assessment.draft(sitting, "第一轮")
    records.save(sitting, ASSESSMENT, draft.id, {Assessment.evaluator: staff.author})
    with pytest.raises(Blocked, match="没有计分的评价指标"):
        assessment.finalise(sitting, draft.id)


def test_finalising_blocks_a_qualitative_row_without_criterion_and_judge(sitting: Sitting, staff: Staff) -> None:
    values = {Indicator.category: "distinctive", Indicator.name: "技艺传承", Indicator.kind: "qualitative"}
    made = records.save(sitting, INDICATOR, None, values).record
    line = {IndicatorRound.name: "第一轮", IndicatorRound.target: "成文", IndicatorRound.after: "已成文",
            IndicatorRound.judged: "achieved"}  # fmt: skip
    records.save_line(sitting, INDICATOR, made, ROUNDS, None, line)
    draft = assessment.draft(sitting, "第一轮")
    records.save(sitting, ASSESSMENT, draft.id, {Assessment.evaluator: staff.author})
    with pytest.raises(Blocked, match="缺判定准则或判定人"):
        assessment.finalise(sitting, draft.id)
    records.save(sitting, INDICATOR, made, {Indicator.criterion: "有书面诀窍", Indicator.judge: staff.approver})
    assessment.finalise(sitting, draft.id)


def test_the_scale_changes_only_with_a_reason(sitting: Sitting, indicator: int) -> None:
    bands = assessment.Bands(Decimal(70), Decimal(30), Decimal(10))
    with pytest.raises(Blocked, match="须写明原因"):
        assessment.set_scale(sitting, "all", bands, "")
    assessment.set_scale(sitting, "all", bands, "市局通知")
    sheet = assessment.compute(sitting.db)
    assert (sheet.rule, sheet.bands["优秀"], sheet.adjusted) == ("all", "70", True)
    assert assessment.scale_reason(sitting.db) == "市局通知"


def test_a_typed_value_that_differs_from_the_months_is_told(sitting: Sitting, indicator: int) -> None:
    line = reading.lines(sitting.db, ROUNDS, indicator)[0]
    add_months(sitting, indicator, AFTER)
    for typed, told in (("97.6", False), ("97.5", False), ("97.2", True)):
        records.save_line(sitting, INDICATOR, indicator, ROUNDS, line.id, {IndicatorRound.after: typed})
        codes = {w.code for w in assessment.compute(sitting.db).warnings}
        assert ("typed_differs" in codes) is told


def test_attaching_refuses_what_is_no_evidence(sitting: Sitting, document: int, tmp_path: Path, evidence: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()
    with pytest.raises(Refused, match="是空文件"):
        attachments.attach(sitting, DOCUMENT, document, empty)
    with pytest.raises(Refused, match="已经是这条记录的附件"):
        attachments.attach(sitting, DOCUMENT, document, evidence)
    assert len(reading.attachments(sitting.db, "document", document)) == 1


def test_the_round_of_a_deleted_or_void_indicator_is_no_round(sitting: Sitting, indicator: int) -> None:
    for name, act in (("删除", lambda made: records.delete(sitting, INDICATOR, [made])),
                      ("作废", lambda made: records.void(sitting, INDICATOR, made, "登记错误"))):  # fmt: skip
        values = {Indicator.category: "purchasing", Indicator.name: name, Indicator.unit: "%"}
        made = records.save(sitting, INDICATOR, None, values).record
        records.save_line(sitting, INDICATOR, made, ROUNDS, None, {IndicatorRound.name: f"第二轮{name}"})
        assert assessment.compute(sitting.db).round == f"第二轮{name}"
        act(made)
        assert assessment.compute(sitting.db).round == "第一轮"


def test_days_are_those_of_china(sitting: Sitting, staff: Staff, indicator: int) -> None:
    """A target changed on 30 June at 17:00 UTC was changed on 1 July, in the evaluation period."""
    line = reading.lines(sitting.db, ROUNDS, indicator)[0]
    sitting.clock = Instant(at=dt.datetime(2026, 6, 30, 17, tzinfo=dt.UTC))
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, line.id, {IndicatorRound.target: "98"})
    (told,) = [w.text for w in assessment.compute(sitting.db).warnings if w.code == "target_changed_late"]
    assert "2026-07-01" in told
    add_months(sitting, indicator, AFTER)
    draft = assessment.draft(sitting, "第一轮")
    records.save(sitting, ASSESSMENT, draft.id, {Assessment.evaluator: staff.author})
    sitting.operator = "示例甲"
    assessment.finalise(sitting, draft.id)
    row = stored(sitting, Assessment, draft.id)
    printed = from_records.assessment_sheet(sitting.db, assessment.sheet_of(sitting.db, row), row)
    assert printed.finalised == "第 1 版，2026-07-01 定稿。"
    assert printed.signatures[0].date == "2026-07-01"


@dataclass(frozen=True)
class Instant(Clock):
    """A clock that stands."""

    at: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.at


@pytest.mark.parametrize("verb_of", [
    lambda sitting: monthly.verify(sitting, [], 1, DAY), lambda sitting: monthly.lock(sitting, [])
])  # fmt: skip
def test_verifying_and_locking_no_month_does_nothing(sitting: Sitting, verb_of: Callable[[Sitting], object]) -> None:
    head = history.head(sitting.db)
    assert verb_of(sitting).what == "same"  # type: ignore[attr-defined]
    assert history.head(sitting.db) == head


@pytest.mark.parametrize(
    ("value", "target", "unit", "shown"),
    [("97.625", "", "%", "97.63%"), ("2.0406", "2", "%", "2.04%"), ("97.004", "97", "%", "97.004%"),
     ("97", "97", "%", "97%"),
     ("1234567890123456789012345678901234.567", "", "", "1234567890123456789012345678901234.57"),
     ("是", "", "", "是"), ("NaN", "", "", "NaN"), ("0.0000001", "0", "kg", "0 kg"), ("18~26", "", "℃", "18~26")],
)  # fmt: skip
def test_values_are_printed_for_eyes_and_never_look_like_their_target(
    value: str, target: str, unit: str, shown: str
) -> None:
    assert from_records.shown(value, target, unit) == shown


def test_a_state_is_never_typed(sitting: Sitting, document: int, indicator: int) -> None:
    (month,) = add_months(sitting, indicator, {"2026-07": (39, 40)})
    draft = assessment.draft(sitting, "第一轮")
    line = reading.lines(sitting.db, REVISIONS, document)[0].id
    past_the_gates: tuple[Callable[[], object], ...] = (
        lambda: records.save(sitting, DOCUMENT, document, {Document.status: "in_force"}),
        lambda: records.save(sitting, MEASUREMENT, month, {Measurement.status: "locked"}),
        lambda: records.save(sitting, ASSESSMENT, draft.id, {Assessment.status: "final"}),
        lambda: records.save_line(sitting, DOCUMENT, document, REVISIONS, line, {DocumentRevision.status: "in_force"}),
        lambda: add_revision(sitting, document, "A/1", status="in_force", effective_on=DAY),
        lambda: add_revision(sitting, document, "A/1", status=None),
    )
    for act in past_the_gates:
        with pytest.raises(Blocked, match="状态不能直接改"):
            act()
    assert documents.in_force_on(sitting.db, document, DAY) is None
    assert records.save(sitting, DOCUMENT, document, {Document.status: "draft"}).what == "same"
    assert add_revision(sitting, document, "A/1", status="draft")


def test_what_comes_in_new_may_bring_its_state_along(sitting: Sitting) -> None:
    with sitting.batch("导入"):
        made = add_document(sitting)
        add_revision(sitting, made, status="in_force", effective_on=DAY)
        records.save(sitting, DOCUMENT, made, {Document.status: "in_force", Document.existing: True})
    assert stored(sitting, Document, made)["status"] == "in_force"
    other = add_document(sitting, "HY-QP-02")
    with sitting.batch("导入"), pytest.raises(Blocked, match="状态不能直接改"):
        records.save(sitting, DOCUMENT, other, {Document.status: "in_force"})


def test_a_waiver_is_kept_only_where_one_was_needed(sitting: Sitting, document: int) -> None:
    workflow.run(sitting, DOCUMENT, document, verb(DOCUMENT, "approve"), waiver="人员有限")
    assert list(history.entries(sitting.db))[-1].why == ""
