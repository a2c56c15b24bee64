"""What the rules of the evidence map look at, read once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

import peewee as pw

from qmsdesk.models.acceptance import Acceptance, ProgrammeLog
from qmsdesk.models.actions import NonconformingOutput, Nonconformity
from qmsdesk.models.audits import Audit
from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.compliance import ComplianceEvent
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.project import Application, Diagnosis, Plan, Survey, SurveyFinding
from qmsdesk.models.resources import Instrument, Supplier
from qmsdesk.models.results import Improvement
from qmsdesk.models.running import RecordForm
from qmsdesk.models.training import Training
from qmsdesk.services import assessment, calibrations, improving, reading, rounds
from qmsdesk.services import indicators as measured
from qmsdesk.services import training as trainings
from qmsdesk.services.evidence.papers import Papers

AUDIT_AFTER_MONTHS = 3  # 6.8.1 suggests three to six months of running before the audit

_ONLY: dict[type[Base], tuple[AnyField, ...]] = {
    RecordForm: (RecordForm.id, RecordForm.number, RecordForm.clauses, RecordForm.form, RecordForm.formed_on),
    Document: (Document.id, Document.number, Document.status, Document.level, Document.clauses, Document.process,
               Document.received_on, Document.department, Document.title, Document.parent),
    NonconformingOutput: (NonconformingOutput.id, NonconformingOutput.number, NonconformingOutput.product,
                          NonconformingOutput.disposal, NonconformingOutput.authorised_by),
    Nonconformity: (Nonconformity.id, Nonconformity.number, Nonconformity.status, Nonconformity.verify_by,
                    Nonconformity.due_on),
    Instrument: (Instrument.id, Instrument.number, Instrument.name, Instrument.state),
    Training: (Training.id, Training.number, Training.topic, Training.status, Training.document, Training.held_on),
    Improvement: (Improvement.id, Improvement.number, Improvement.status, Improvement.owner, Improvement.due_on,
                  Improvement.feasibility, Improvement.title),
    SurveyFinding: (SurveyFinding.id, SurveyFinding.survey, SurveyFinding.item, SurveyFinding.state),
    Supplier: (Supplier.id, Supplier.number, Supplier.name, Supplier.state),
    Person: (Person.id, Person.number, Person.name, Person.group_role, Person.left_on),
    ComplianceEvent: (ComplianceEvent.id, ComplianceEvent.number, ComplianceEvent.kind, ComplianceEvent.occurred_on),
    ProgrammeLog: (ProgrammeLog.id, ProgrammeLog.number, ProgrammeLog.kind),
}  # fmt: skip
"""What is looked at of the tables that grow long."""


class Facts(Papers):
    """The records as they stand on a day."""

    def __init__(self, db: pw.Database, today: dt.date) -> None:
        super().__init__(db, today, _ONLY)

    @cached_property
    def enterprise(self) -> Row | None:
        return reading.enterprise(self.db)

    @cached_property
    def indicators(self) -> measured.Facts:
        return measured.read(self.db, whole=False)

    @cached_property
    def assessments(self) -> Sequence[Row]:
        """The versions of 表C.1 the enterprise stands by, the latest last: a year just begun takes nothing away."""
        return rounds.judged(assessment.versions(self.db))

    @cached_property
    def sheet(self) -> assessment.Sheet:
        """The latest 表C.1, computed where there is none yet."""
        if not self.assessments:
            return assessment.compute(self.db, facts=self.indicators)
        return assessment.sheet_of(self.db, self.assessments[-1], self.indicators)

    @cached_property
    def answered(self) -> improving.Basis:
        """The evaluation that the plan of improvement answers (6.9.7), as the plan itself has it."""
        row = rounds.standing(self.db)
        latest = self.assessments[-1] if self.assessments else None
        same = row is None or (latest is not None and latest.id == row.id)
        sheet = self.sheet if row is None or same else assessment.sheet_of(self.db, row, self.indicators)
        return improving.Basis(sheet, row, None)

    @cached_property
    def blockers(self) -> Sequence[assessment.Blocker]:
        """What stands before 定稿 of the latest draft."""
        latest = self.assessments[-1] if self.assessments else None
        if latest is None or latest.of(Assessment.status) != "draft":
            return ()
        return assessment.blockers(self.db, latest, self.sheet)

    @cached_property
    def last_calibrations(self) -> dict[int, Row]:
        """The last verification of each instrument."""
        return calibrations.latest(self.db)

    @cached_property
    def training(self) -> trainings.Facts:
        return trainings.read(self.db, self.today, lines=False)

    @cached_property
    def tiers(self) -> dict[str, trainings.TierView]:
        """The coverage of each training tier."""
        return {view.tier.key: view for view in trainings.coverage(self.training)}

    def has_file(self, model: type[Record], row: Row) -> bool:
        """Whether a record has an attachment."""
        return (model.table(), row.id) in self.files

    def reached(self, point: str) -> bool:
        """Whether the project has come so far that a requirement is due; an empty name always is."""
        return not point or bool(getattr(self, f"_{point}"))

    @cached_property
    def _applied(self) -> bool:
        return any(row["status"] != "draft" for row in self.of(Application))

    @cached_property
    def _selected(self) -> bool:
        return any(row["status"] == "selected" for row in self.of(Application)) or self._surveyed

    @cached_property
    def _surveyed(self) -> bool:
        return bool(self.of(Survey)) or self._diagnosed

    @cached_property
    def _diagnosed(self) -> bool:
        return any(row["status"] != "draft" for row in self.of(Diagnosis)) or self._planned

    @cached_property
    def _planned(self) -> bool:
        approved = any(row["status"] == "approved" for row in self.of(Plan))
        return approved or self._day(Enterprise.plan_started_on) or self._running

    @cached_property
    def _running(self) -> bool:
        return self._day(Enterprise.system_started_on)

    @cached_property
    def _three_months(self) -> bool:
        started = self.enterprise.of(Enterprise.system_started_on) if self.enterprise else None
        if started is None:
            return False
        months = (self.today.year - started.year) * 12 + self.today.month - started.month
        return months - (self.today.day < started.day) >= AUDIT_AFTER_MONTHS or self._audited

    @cached_property
    def _audited(self) -> bool:
        return any(row["status"] in {"reported", "closed"} for row in self.of(Audit))

    @cached_property
    def _measured(self) -> bool:
        """An evaluation period has begun, or 表C.1 was begun."""
        month = f"{self.today.year:04}-{self.today.month:02}"
        periods = [r["evaluation"] for rounds in self.indicators.rounds.values() for r in rounds if r["evaluation"]]
        return bool(self.assessments) or any(period[:7] <= month for period in periods)

    @cached_property
    def _assessed(self) -> bool:
        return any(row.of(Assessment.status) == "final" for row in self.assessments)

    @cached_property
    def _accepted(self) -> bool:
        return any(row["status"] == "final" for row in self.of(Acceptance))

    def _day(self, f: object) -> bool:
        day = self.enterprise[f.name] if self.enterprise else None  # type: ignore[attr-defined]
        return day is not None and day <= self.today
