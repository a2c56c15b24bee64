"""两层皮, 缺失 and 交叉: each finding with a case that has it and one that has not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.models.processes import Process
from qmsdesk.models.running import RecordForm
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import COPIES, DOCUMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.processes import PROCESS
from qmsdesk.services import attachments, document_findings, document_matrix, documents, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff
from tests.services.document_firm import JANUARY, Firm, run


@pytest.fixture
def firm(sitting: Sitting, staff: Staff, evidence: Path) -> Firm:
    return Firm(sitting, staff, evidence)


def of_kind(firm: Firm, kind: str, months: int = 6) -> list[str]:
    known = documents.read(firm.sitting.db, firm.sitting.clock.today())
    return [f.text for f in document_findings.findings(known, months) if f.kind == kind]


def flaws(firm: Firm, kind: str, excluded: str = "") -> list[str]:
    known = documents.read(firm.sitting.db, firm.sitting.clock.today())
    return [f.text for f in document_matrix.flaws(known, excluded) if f.kind == kind]


def test_a_procedure_needs_a_form_in_force_under_it(firm: Firm) -> None:
    procedure = firm.issued()
    form = firm.draft("QR-01", "form", parent=procedure)
    assert of_kind(firm, "no_form") == ["HY-QP-01 文件控制程序：没有在用的表单，执行了没有痕迹"]
    firm.version(form, JANUARY)
    attachments.attach(firm.sitting, DOCUMENT, form, firm.paper)
    run(firm.sitting, form, "approve")
    assert of_kind(firm, "no_form") == []


def test_a_form_may_stand_under_the_instruction_or_in_the_process(firm: Firm) -> None:
    process = process_of(firm)
    one, two = firm.issued(), firm.issued("HY-QP-02", process=process)
    instruction = firm.issued("HY-WI-01", "instruction", parent=one)
    assert len(of_kind(firm, "no_form")) == 2
    firm.issued("QR-01", "form", parent=instruction)
    firm.issued("QR-02", "form", process=process)
    assert of_kind(firm, "no_form") == [], two


def test_a_form_without_a_record_for_months_is_told(firm: Firm) -> None:
    form = firm.issued("QR-01", "form")
    assert of_kind(firm, "no_record") == ["QR-01 文件控制程序：还没有记录"]
    assert of_kind(firm, "no_record", months=12) == []
    documents.keep_record(firm.sitting, form, dt.date(2026, 3, 1), {})
    assert of_kind(firm, "no_record") == ["QR-01 文件控制程序：最近一份记录是 2026-03-01，超过 6 个月"]
    documents.keep_record(firm.sitting, form, dt.date(2026, 10, 1), {})
    assert of_kind(firm, "no_record") == []


def test_a_record_on_a_version_that_was_not_in_force_is_told(firm: Firm) -> None:
    form = firm.issued("QR-01", "form")
    firm.revised(form, dt.date(2026, 6, 1))
    change = documents.keep_record(firm.sitting, form, dt.date(2026, 5, 31), {RecordForm.version: "A/0"})
    documents.keep_record(firm.sitting, form, dt.date(2026, 6, 1), {})
    assert of_kind(firm, "old_version") == []
    change = documents.keep_record(firm.sitting, form, dt.date(2026, 7, 1), {RecordForm.version: "A/0"})
    known = documents.read(firm.sitting.db, DAY)
    (told,) = [f for f in document_findings.findings(known) if f.kind == "old_version"]
    assert told.text.endswith("文件控制程序：用的是 A/0，2026-07-01 有效的是 A/1")
    assert (told.register, told.record, told.field) == ("record_form", change.record, "version")


def test_a_record_from_before_the_form_is_told(firm: Firm) -> None:
    form = firm.issued("QR-01", "form")
    documents.keep_record(firm.sitting, form, dt.date(2025, 12, 1), {RecordForm.version: "A/0"})
    assert of_kind(firm, "old_version")[0].endswith("A/0 填写时（2025-12-01）表单没有有效版本")


def test_an_owner_who_left_is_told(firm: Firm) -> None:
    firm.issued(owner=firm.staff.author)
    assert of_kind(firm, "owner_left") == []
    records.save(firm.sitting, PERSON, firm.staff.author, {Person.left_on: dt.date(2026, 9, 30)})
    assert of_kind(firm, "owner_left") == ["HY-QP-01 文件控制程序：示例甲 已于 2026-09-30 离职"]


def test_a_version_that_needs_training_waits_for_it(firm: Firm) -> None:
    made = firm.draft()
    firm.version(made, JANUARY, needs_training=True)
    attachments.attach(firm.sitting, DOCUMENT, made, firm.paper)
    run(firm.sitting, made, "approve")
    assert of_kind(firm, "untrained") == ["HY-QP-01 文件控制程序：A/0 需培训，还没有实施"]
    (session,) = reading.rows(firm.sitting.db, Training)
    register = BY_KEY["training"]
    records.save(
        firm.sitting, register, session.id, {Training.held_on: dt.date(2026, 10, 10), Training.trainer: "何静"}
    )
    attendance = register.lines_of("attendance")
    line = reading.lines(firm.sitting.db, attendance, session.id)[0]  # planned with the people of the department
    records.save_line(firm.sitting, register, session.id, attendance, line.id, {Attendance.present: True})
    hold = next(v for v in register.workflow.verbs if v.target == "held")
    required = {f: firm_value(f) for f in hold.required if f is not Training.held_on}
    records.save(firm.sitting, register, session.id, required)
    workflow.run(firm.sitting, register, session.id, hold)
    assert of_kind(firm, "untrained") == []


def firm_value(f: object) -> object:
    from decimal import Decimal

    return Decimal(2) if type(f).__name__ == "ExactField" else "会议室"


def test_copies_of_an_old_version_are_to_be_taken_back(firm: Firm) -> None:
    made = firm.issued()
    for number, day, back in (("01", JANUARY, None), ("02", JANUARY, dt.date(2026, 6, 2)), ("03", None, None)):
        values = {Distribution.copy_number: number, Distribution.issued_on: day, Distribution.returned_on: back,
                  Distribution.department: firm.staff.department}  # fmt: skip
        records.save_line(firm.sitting, DOCUMENT, made, COPIES, None, values)
    assert of_kind(firm, "recall") == []
    firm.revised(made, dt.date(2026, 6, 1))
    assert of_kind(firm, "recall") == ["HY-QP-01 文件控制程序：01 号（质量部，2026-01-05 发放）未回收"]
    run(firm.sitting, made, "obsolete", reason="并入")
    assert of_kind(firm, "recall") == ["HY-QP-01 文件控制程序：01 号（质量部，2026-01-05 发放）未回收"]


def test_existing_documents_are_accepted_with_their_gaps(firm: Firm) -> None:
    with firm.sitting.batch("导入"):
        made = firm.draft(existing=True)
        firm.version(made, JANUARY, reviewer=None, status="in_force")
        records.save(firm.sitting, DOCUMENT, made, {Document.status: "in_force"})
    assert of_kind(firm, "existing") == ["HY-QP-01 文件控制程序：缺审核、文件（附件）"]
    line = firm.lines(made)[0]
    documents.fill_gaps(firm.sitting, line.id, {DocumentRevision.reviewer: firm.staff.approver})
    attachments.attach(firm.sitting, DOCUMENT, made, firm.paper)
    assert of_kind(firm, "existing") == []


def test_the_months_are_a_setting(firm: Firm) -> None:
    assert document_findings.quiet_months(firm.sitting.db) == 6
    document_findings.set_quiet_months(firm.sitting, 3)
    assert document_findings.quiet_months(firm.sitting.db) == 3
    with pytest.raises(UserError, match="1 到 60"):
        document_findings.set_quiet_months(firm.sitting, 0)


def process_of(firm: Firm, name: str = "文件管理", **values: object) -> int:
    named = {getattr(Process, k): v for k, v in values.items()}
    return records.save(
        firm.sitting, PROCESS, None,
        {Process.name: name, Process.department: firm.staff.department, Process.owner: firm.staff.author, **named},
    ).record  # fmt: skip


def test_a_process_without_document_or_owner_is_missing(firm: Firm) -> None:
    process = process_of(firm, owner=None)
    named = ["过程“文件管理”没有文件", "过程“文件管理”没有负责人"]
    assert [text for text in flaws(firm, "missing") if text.startswith("过程“")] == named
    records.save(firm.sitting, PROCESS, process, {Process.owner: firm.staff.author})
    firm.draft(process=process)
    assert [text for text in flaws(firm, "missing") if text.startswith("过程“")] == []


def test_a_clause_without_document_is_missing_unless_it_does_not_apply(firm: Firm) -> None:
    def clauses(excluded: str = "") -> set[str]:
        return {text.split()[1] for text in flaws(firm, "missing", excluded) if text.startswith("条款")}

    assert {"4.1", "7.5.3.1", "8.3.1", "10.3"} <= clauses()
    firm.draft(clauses=("2016/7.5", "2016/8.5.1a)", "1023/6.9.5"))
    assert not {"7.5.1", "7.5.3.2", "8.5.1"} & clauses()
    assert {"4.1", "8.5.2", "6.3"} <= clauses()
    assert "8.3.4" not in clauses("8.3 产品和服务的设计和开发不适用：来图加工")
    firm.draft("HY-QM-01", "manual", clauses=("2016/4~10",))
    assert clauses() == set()


def test_two_procedures_and_two_departments_cross(firm: Firm) -> None:
    works = records.save(firm.sitting, DEPARTMENT, None, {Department.name: "生产部"}).record
    process = process_of(firm)
    firm.draft(process=process, clauses=("2016/7.5",))
    assert flaws(firm, "crossing") == []
    firm.draft("HY-QP-02", process=process, clauses=("2016/7.5",), department=works)
    assert flaws(firm, "crossing") == [
        "过程“文件管理”有 2 份程序：HY-QP-01 文件控制程序、HY-QP-02 文件控制程序",
        "过程“文件管理”由多个部门归口：质量部、生产部",
        "条款 7.5 由多个部门归口：HY-QP-01（质量部）、HY-QP-02（生产部）",
    ]


def test_the_matrix_counts_documents_by_process_and_level(firm: Firm) -> None:
    process = process_of(firm, clauses=("2016/7.5",))
    firm.draft(process=process)
    firm.draft("QR-01", "form")
    gone = firm.issued("QR-02", "form")
    run(firm.sitting, gone, "obsolete", reason="不用了")
    first, rest = document_matrix.lines(documents.read(firm.sitting.db, DAY))
    assert (first.department, first.owner, first.clauses) == ("质量部", "示例甲", ("2016/7.5",))
    assert [d["number"] for d in first.documents["procedure"]] == ["HY-QP-01"]
    assert rest.process is None
    assert [d["number"] for d in rest.documents["form"]] == ["QR-01"]


def test_reading_takes_few_statements(firm: Firm) -> None:
    for n in range(5):
        firm.issued(f"HY-QP-{n}")
    counted: list[str] = []
    firm.sitting.db.connection().set_trace_callback(counted.append)
    documents.read(firm.sitting.db, DAY)
    firm.sitting.db.connection().set_trace_callback(None)
    assert len(counted) <= 10
