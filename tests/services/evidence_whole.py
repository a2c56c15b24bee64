"""The sample enterprise with everything mended that it lacks, so that each requirement that applies is 已满足."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, AcceptanceScore, CaseStudy, ProgrammeLog
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.documents import Distribution, Document
from qmsdesk.models.people import Enterprise, PartyPerson
from qmsdesk.models.project import PlanItem
from qmsdesk.models.resources import Calibration
from qmsdesk.models.results import Improvement
from qmsdesk.models.running import RecordForm
from qmsdesk.models.training import Attendance
from qmsdesk.registers.acceptance import ACCEPTANCE, EXPERTS, PROGRAMME_LOG, SCORES
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import INDICATOR
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.registers.resources import CALIBRATIONS, INSTRUMENT
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.services import attachments, documents, exportlog, reading, records, workflow
from qmsdesk.services.sitting import Sitting

TODAY = dt.date(2026, 10, 20)


def mend(sitting: Sitting, paper: Path) -> None:
    """Supply what the sample lacks; ``paper`` serves as every file."""
    _locked(sitting)
    _documents(sitting, paper)
    indicators = {row["number"]: row.id for row in reading.rows(sitting.db, INDICATOR.model)}
    for number in ("ZB-008", "ZB-009"):
        attachments.attach(sitting, INDICATOR, indicators[number], paper)
    for number in ("ZB-004", "ZB-008", "ZB-012"):
        _add(sitting, IMPROVEMENT.key, {
            Improvement.title: f"{number} 再改进（示例）", Improvement.indicator: indicators[number],
            Improvement.feasibility: "停机窗口够用", Improvement.cost: "3000", Improvement.owner: number_of(
                sitting, "person", "RY-004"), Improvement.due_on: dt.date(2026, 12, 31),
        })  # fmt: skip
    records.save_line(sitting, INSTRUMENT, number_of(sitting, "instrument", "HY-LJ-016"), CALIBRATIONS, None, {
        Calibration.done_on: TODAY, Calibration.certificate: "ZS-示例", Calibration.result: "passed",
        Calibration.valid_until: dt.date(2027, 10, 19),
    })  # fmt: skip
    records.save(sitting, ENTERPRISE, number_of(sitting, "enterprise", "QY-01"), {
        Enterprise.certifier: 1, Enterprise.certificate: "SL-QMS-0001（示例）",
        Enterprise.certified_on: dt.date(2026, 10, 16), Enterprise.certificate_until: dt.date(2029, 10, 15),
        Enterprise.surveillance_on: dt.date(2027, 10, 15),
    })  # fmt: skip
    _accept(sitting)
    for kind in dict(ProgrammeLog.KIND):
        score = {ProgrammeLog.score: Decimal(96)} if kind == "questionnaire" else {}
        _add(sitting, PROGRAMME_LOG.key, {
            ProgrammeLog.kind: kind, ProgrammeLog.logged_on: TODAY, ProgrammeLog.content: "示例", **score
        })  # fmt: skip
    exportlog.add(sitting.workspace, sitting.clock, sitting.operator, "bundle", "资料包.zip", "")


def number_of(sitting: Sitting, register: str, number: str) -> int:
    """The id of a record by its number."""
    row = reading.by_number(sitting.db, BY_KEY[register], number)
    assert row is not None, (register, number)
    return row.id


def _add(sitting: Sitting, register: str, values: dict[Any, Any]) -> int:
    return records.save(sitting, BY_KEY[register], None, values).record


def _locked(sitting: Sitting) -> None:
    """What the states of the sample lock: nothing here is about how it would be mended."""
    db = sitting.db
    PlanItem.update(done_on=TODAY).where(PlanItem.done_on.is_null()).execute(db)
    Attendance.update(made_up_on=TODAY).where(~Attendance.present).execute(db)
    Nonconformity.update(verify_by=dt.date(2026, 11, 30)).where(Nonconformity.status != "closed").execute(db)
    Distribution.update(returned_on=TODAY).where(Distribution.returned_on.is_null()).execute(db)
    CaseStudy.update(status="final").execute(db)


def _documents(sitting: Sitting, paper: Path) -> None:
    db = sitting.db
    waiting = Document.number << ("HY-WI-12", "HY-WI-13", "HY-QR-7.2-06")
    Document.update(void_reason="示例").where(waiting).execute(db)
    procedure = number_of(sitting, DOCUMENT.key, "HY-QP-13")
    Document.update(parent=procedure).where(Document.number == "HY-QR-8.6-03").execute(db)
    form = number_of(sitting, DOCUMENT.key, "HY-QR-7.5-03")
    kept = documents.keep_record(sitting, form, TODAY, {RecordForm.clauses: ("2016/8.5.3",)})
    attachments.attach(sitting, RECORD_FORM, kept.record, paper)


def _accept(sitting: Sitting) -> None:
    made = _add(sitting, ACCEPTANCE.key, {
        Acceptance.held_on: TODAY, Acceptance.organiser: 2, Acceptance.ways: ("documents", "site"),
        Acceptance.total: Decimal(60), Acceptance.grade: "优秀", Acceptance.opinion: "同意通过（示例）",
    })  # fmt: skip
    categories = [key for key, _title in AcceptanceScore.category.choices][:6]
    for category in categories:
        values = {AcceptanceScore.category: category, AcceptanceScore.score: Decimal(10)}
        records.save_line(sitting, ACCEPTANCE, made, SCORES, None, values)
    for person in reading.rows(sitting.db, PartyPerson, PartyPerson.party == 2):
        records.save_line(sitting, ACCEPTANCE, made, EXPERTS, None, {AcceptanceExpert.expert: person.id})
    (verb,) = ACCEPTANCE.workflow.verbs
    workflow.run(sitting, ACCEPTANCE, made, verb)
