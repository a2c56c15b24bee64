"""What turns when one piece of evidence of 6.8–6.11 or of GB/T 19001 is taken away; see evidence_cases_project."""

from __future__ import annotations

import datetime as dt

import peewee as pw

from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, CaseIndicator, CaseStudy, ProgrammeLog
from qmsdesk.models.actions import NonconformingOutput, Nonconformity
from qmsdesk.models.audits import Audit
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Enterprise, PartyPerson
from qmsdesk.models.resources import Calibration, SupplierEvaluation
from qmsdesk.models.results import Improvement
from qmsdesk.models.reviews import ReviewOutput
from qmsdesk.models.running import RecordForm
from qmsdesk.services.evidence.verdict import MET, MISSING, NOT_APPLICABLE, NOT_DUE, PARTIAL
from tests.services.evidence_cases_project import Case
from tests.services.evidence_removals import (
    all_files,
    both,
    each_line_field,
    everywhere,
    field,
    files,
    gone,
    kept,
    line_field,
    lines,
    not_exported,
    state,
    void,
)

_FIRM, _AUDIT, _REVIEW, _CASE, _ACCEPTED = "QY-01", "NS-2026-01", "GP-2026-01", "AL-2026-01", "YS-01"
_DESIGN = ("g_design32", "g_design33", "g_design34", "g_design35", "g_design36")


def _forms(clause: str) -> object:
    """The records on forms that carry a clause."""
    return RecordForm.form << Document.select(Document.id).where(pw.fn.INSTR(Document.clauses, f"2016/{clause}"))


IMPROVING: list[Case] = [
    ("6.8.1 audit not reported", state("audit", _AUDIT, "held"), {"audit": PARTIAL, "g_audit": PARTIAL}),
    ("6.8.1 audit only planned", state("audit", _AUDIT, "planned"),
     {"audit": MISSING, "audit_time": MISSING, "g_audit": PARTIAL}),
    ("6.8.1 no audit", gone("audit"), {"audit": MISSING, "audit_time": MISSING, "g_audit": PARTIAL}),
    ("6.8.1 audit too early", field("audit", _AUDIT, Audit.held_on, dt.date(2026, 4, 4)), {"audit_time": PARTIAL}),
    ("6.8.1 audit just in time", field("audit", _AUDIT, Audit.held_on, dt.date(2026, 4, 5)), {}),
    ("9.2.2 no programme", gone("audit_programme"), {"g_audit": PARTIAL}),
    ("9.2.2 neither programme nor audit", both(gone("audit_programme"), gone("audit")),
     {"audit": MISSING, "audit_time": MISSING, "g_audit": MISSING}),
    ("6.8.1 review not closed", state("review", _REVIEW, "held"), {"review": PARTIAL, "g_review": PARTIAL}),
    ("6.8.1 review only planned", state("review", _REVIEW, "planned"), {"review": MISSING, "g_review": MISSING}),
    ("6.8.1 no review", gone("review"), {"review": MISSING, "g_review": MISSING}),
    ("6.8.2 verified too late", field("nonconformity", "NC-2026-10", Nonconformity.verify_by, dt.date(2026, 10, 19)),
     {"actions": PARTIAL}),
    ("6.8.2 owner of a decision", line_field("review", _REVIEW, ReviewOutput.owner, None), {"actions": PARTIAL}),
    ("6.8.2 day of a decision", line_field("review", _REVIEW, ReviewOutput.due_on, None), {"actions": PARTIAL}),
    ("6.8.2 decision not done", line_field("review", _REVIEW, ReviewOutput.done_on, None), {"actions": PARTIAL}),
    ("6.8.2 decisions", lines("review", _REVIEW, ReviewOutput), {}),
    ("6.8.2 neither decisions nor cases", both(gone("nonconformity"), lines("review", _REVIEW, ReviewOutput)),
     {"actions": MISSING, "g_corrective": MISSING}),
    ("6.8.3 files of the audit", files("audit", _AUDIT), {"kept": PARTIAL}),
    ("6.8.3 files of the review", files("review", _REVIEW), {"kept": PARTIAL}),
    ("6.8.3 neither audit nor review", both(gone("audit"), gone("review")), {
        "audit": MISSING, "audit_time": MISSING, "g_audit": PARTIAL, "review": NOT_DUE, "g_review": NOT_DUE,
        "kept": NOT_DUE,
    }),
    ("10.2.2 cause", state("nonconformity", "NC-2026-10", "analysis"), {"g_corrective": PARTIAL}),
    ("10.2.2 no cases", gone("nonconformity"), {"g_corrective": MISSING}),
]  # fmt: skip

RESULTS: list[Case] = [
    ("6.9.3 bundle", not_exported, {"bundle": MISSING}),
    ("6.9.4 file of one", files("indicator", "ZB-008"), {"evidence": PARTIAL}),
    ("6.9.4 all files", both(all_files("indicator"), all_files("measurement")), {"evidence": MISSING}),
    ("6.9.5 not final", state("assessment", "PJ-2026-01", "draft"), {"assessment": PARTIAL}),
    ("6.9.5 none", gone("assessment"), {"assessment": MISSING}),
    ("6.9.6 opinion", field("acceptance", _ACCEPTED, Acceptance.opinion), {"acceptance": PARTIAL}),
    ("6.9.6 total", field("acceptance", _ACCEPTED, Acceptance.total, None), {"acceptance": PARTIAL}),
    ("6.9.6 grade", field("acceptance", _ACCEPTED, Acceptance.grade), {"acceptance": PARTIAL}),
    ("6.9.6 day", field("acceptance", _ACCEPTED, Acceptance.held_on, None), {"acceptance": PARTIAL}),
    ("6.9.6 draft", state("acceptance", _ACCEPTED, "draft"), {"acceptance": PARTIAL}),
    ("6.9.6 none", gone("acceptance"), {"acceptance": MISSING, "experts": NOT_DUE, "ways": NOT_DUE}),
    ("6.9.2 experts", lines("acceptance", _ACCEPTED, AcceptanceExpert), {"experts": MISSING}),
    ("6.9.2 expert of the trade", lines("acceptance", _ACCEPTED, AcceptanceExpert, at=1), {"experts": PARTIAL}),
    ("6.9.2 qualification", line_field("party", "JG-002", PartyPerson.qualification), {"experts": PARTIAL}),
    ("6.9.3 site", field("acceptance", _ACCEPTED, Acceptance.ways, ("documents",)), {"ways": PARTIAL}),
    ("6.9.3 ways", field("acceptance", _ACCEPTED, Acceptance.ways, ()), {"ways": MISSING}),
    ("6.9.7 one without project", gone("improvement", Improvement.indicator == 4), {"improvement": PARTIAL}),
    ("6.9.7 one ended before", both(
        state("improvement", "GJ-2026-02", "verified"),
        field("improvement", "GJ-2026-02", Improvement.verified_on, dt.date(2026, 10, 14)),
    ), {"improvement": PARTIAL}),
    ("6.9.7 one ended after", both(
        state("improvement", "GJ-2026-02", "verified"),
        field("improvement", "GJ-2026-02", Improvement.verified_on, dt.date(2026, 10, 15)),
    ), {}),
    ("6.9.7 owner", field("improvement", "GJ-2026-02", Improvement.owner, None), {"improvement": PARTIAL}),
    ("6.9.7 day", field("improvement", "GJ-2026-02", Improvement.due_on, None), {"improvement": PARTIAL}),
    ("6.9.7 late", field("improvement", "GJ-2026-02", Improvement.due_on, dt.date(2026, 10, 19)),
     {"improvement": PARTIAL}),
    ("6.9.7 none", gone("improvement"), {"improvement": MISSING, "feasible": NOT_APPLICABLE}),
    ("6.9.7 failed", field("acceptance", _ACCEPTED, Acceptance.grade, "不合格"), {"failed": MISSING}),
    ("6.9.7 failed and analysed", both(
        field("acceptance", _ACCEPTED, Acceptance.grade, "不合格"),
        field("nonconformity", "NC-2026-09", Nonconformity.source, "acceptance"),
    ), {"failed": MET}),
    ("6.9.7 failed without cause", both(
        field("acceptance", _ACCEPTED, Acceptance.grade, "不合格"),
        field("nonconformity", "NC-2026-09", Nonconformity.source, "acceptance"),
        field("nonconformity", "NC-2026-09", Nonconformity.cause),
    ), {"failed": PARTIAL}),
    ("6.9.9 validity", field("enterprise", _FIRM, Enterprise.certificate_until, None), {"certification": PARTIAL}),
    ("6.9.9 run out", field("enterprise", _FIRM, Enterprise.certificate_until, dt.date(2026, 10, 19)),
     {"certification": PARTIAL}),
    ("6.9.9 by whom", field("enterprise", _FIRM, Enterprise.certifier, None), {"certification": PARTIAL}),
    ("6.9.9 no certificate", both(field("enterprise", _FIRM, Enterprise.certificate),
                                  field("enterprise", _FIRM, Enterprise.certified_on, None)),
     {"certification": NOT_APPLICABLE, "surveillance": NOT_APPLICABLE}),
    ("6.9.9 next audit", field("enterprise", _FIRM, Enterprise.surveillance_on, None), {"surveillance": MISSING}),
    ("6.9.9 next audit past", field("enterprise", _FIRM, Enterprise.surveillance_on, dt.date(2026, 10, 19)),
     {"surveillance": PARTIAL}),
    ("6.10 a part", field("case_study", _CASE, CaseStudy.lesson), {"case": PARTIAL}),
    ("6.10 units", field("case_study", _CASE, CaseStudy.authors), {"case": PARTIAL}),
    ("6.10 draft", state("case_study", _CASE, "draft"), {"case": PARTIAL}),
    ("6.10.1 c) figures", lines("case_study", _CASE, CaseIndicator), {"case_figures": MISSING}),
    ("6.10 none", gone("case_study"), {"case": MISSING, "case_figures": MISSING}),
    ("6.11.1 lesson", void("programme_log", "ZJ-004"), {"lesson": MISSING}),
    ("6.11.1 benchmark", void("programme_log", "ZJ-003"), {"benchmark": MISSING}),
    ("6.11.2 score", field("programme_log", "ZJ-001", ProgrammeLog.score, None), {"questionnaire": PARTIAL}),
    ("6.11.2 none", void("programme_log", "ZJ-001"), {"questionnaire": MISSING}),
    ("6.11.3 none", void("programme_log", "ZJ-002"), {"publicity": MISSING}),
]  # fmt: skip

SYSTEM: list[Case] = [
    ("4.3 scope", field("enterprise", _FIRM, Enterprise.scope), {"g_scope": MISSING}),
    ("4.3 no reason", field("enterprise", _FIRM, Enterprise.not_applicable, "8.3"),
     {"g_scope": PARTIAL, **dict.fromkeys(_DESIGN, MISSING)}),
    ("5.2.2", field("enterprise", _FIRM, Enterprise.policy), {"g_policy": MISSING}),
    ("6.2.1 target", line_field("indicator", "ZB-006", IndicatorRound.target),
     {"g_objectives": PARTIAL, "targets": PARTIAL}),
    ("6.2.1 owner", field("indicator", "ZB-006", Indicator.owner, None), {"g_objectives": PARTIAL}),
    ("6.2.1 no indicator counts", everywhere("indicator", Indicator.counted, False), {
        "g_objectives": MISSING, "targets": MISSING, "relevant": MISSING, "traceable": MISSING,
        "data": MISSING, "g_monitoring": MISSING, "evidence": MISSING,
    }),
    ("7.1.5.1 never verified", lines("instrument", "HY-LJ-001", Calibration),
     {"g_resources": PARTIAL, "g_calibration": PARTIAL}),
    ("7.1.5.2 certificates", each_line_field("instrument", "HY-LJ-001", Calibration.certificate),
     {"g_calibration": PARTIAL}),
    ("7.1.5.2 run out", each_line_field("instrument", "HY-LJ-001", Calibration.valid_until, dt.date(2026, 10, 19)),
     {"g_calibration": PARTIAL}),
    ("7.1.5.2 failed", each_line_field("instrument", "HY-LJ-001", Calibration.result, "failed"),
     {"g_calibration": PARTIAL}),
    ("7.1.5 no instrument", gone("instrument"), {"g_resources": MISSING, "g_calibration": MISSING}),
    ("7.1.5 no instrument, with reason", both(
        gone("instrument"),
        field("enterprise", _FIRM, Enterprise.not_applicable, "8.3 不做设计\n7.1.5 不用测量（示例）"),
    ), {"g_resources": NOT_APPLICABLE, "g_calibration": NOT_APPLICABLE}),
    ("8.1 scans", both(files("record_form", "JL-2026-067"), files("record_form", "JL-2026-089")),
     {"g_conf": PARTIAL, "g_conformity": PARTIAL}),
    ("8.1 records", gone("record_form", _forms("8.5.1")), {"g_conf": MISSING, "g_conformity": MISSING}),
    ("8.2.3 scan", files("record_form", "JL-2026-066"), {"g_contract": PARTIAL}),
    ("8.2.3 records older than a year", everywhere("record_form", RecordForm.formed_on, dt.date(2025, 10, 18)), {
        "g_conf": MISSING, "g_conformity": MISSING, "g_contract": MISSING, "g_trace": MISSING, "g_release": MISSING,
        "g_property": MISSING, "g_changes": NOT_APPLICABLE,
    }),
    ("8.2.3 records", gone("record_form", _forms("8.2.3")), {"g_contract": MISSING}),
    ("8.3 applies", field("enterprise", _FIRM, Enterprise.not_applicable), dict.fromkeys(_DESIGN, MISSING)),
    ("8.3 one record for all", both(field("enterprise", _FIRM, Enterprise.not_applicable), kept("8.3")),
     dict.fromkeys(_DESIGN, MET)),
    ("8.3.2 alone", both(field("enterprise", _FIRM, Enterprise.not_applicable), kept("8.3.2")),
     {**dict.fromkeys(_DESIGN, MISSING), "g_design32": MET}),
    ("8.3.3 alone", both(field("enterprise", _FIRM, Enterprise.not_applicable), kept("8.3.3")),
     {**dict.fromkeys(_DESIGN, MISSING), "g_design33": MET}),
    ("8.3.4 without scan", both(field("enterprise", _FIRM, Enterprise.not_applicable), kept("8.3.4", scan=False)),
     {**dict.fromkeys(_DESIGN, MISSING), "g_design34": PARTIAL}),
    ("8.3.5 and 8.3.6", both(field("enterprise", _FIRM, Enterprise.not_applicable), kept("8.3.5"), kept("8.3.6")),
     {**dict.fromkeys(_DESIGN, MISSING), "g_design35": MET, "g_design36": MET}),
    ("8.3 does not excuse another clause", field("enterprise", _FIRM, Enterprise.not_applicable, "8.3.3 不做（示例）"),
     {"g_design32": MISSING, "g_design34": MISSING, "g_design35": MISSING, "g_design36": MISSING}),
    ("8.4.1 never evaluated", lines("supplier", "GF-001", SupplierEvaluation), {"g_suppliers": PARTIAL}),
    ("8.4.1 evaluated too long ago",
     each_line_field("supplier", "GF-001", SupplierEvaluation.evaluated_on, dt.date(2025, 10, 18)),
     {"g_suppliers": PARTIAL}),
    ("8.4.1 no supplier", gone("supplier"), {"g_suppliers": MISSING}),
    ("8.5.2 scan", files("record_form", "JL-2026-068"), {"g_trace": PARTIAL}),
    ("8.5.2 records", gone("record_form", _forms("8.5.2")), {"g_trace": MISSING}),
    ("8.5.3 scan", files("record_form", "JL-2026-099"), {"g_property": PARTIAL}),
    ("8.5.3 record, and no form for it", void("record_form", "JL-2026-099"), {"g_property": MISSING}),
    ("8.5.6 scan", files("record_form", "JL-2026-090"), {"g_changes": PARTIAL}),
    # There is a form in force for it; a year without a change is no lack.
    ("8.5.6 record", void("record_form", "JL-2026-090"), {"g_changes": NOT_APPLICABLE}),
    ("8.6 scans", all_files("record_form"), {
        "g_conf": PARTIAL, "g_conformity": PARTIAL, "g_contract": PARTIAL, "g_trace": PARTIAL, "g_property": PARTIAL,
        "g_changes": PARTIAL, "g_release": PARTIAL,
    }),
    ("8.6 records", gone("record_form", _forms("8.6")), {"g_release": MISSING}),
    ("8.7.2 disposal", field("nonconforming_output", "BHG-2026-002", NonconformingOutput.disposal, None),
     {"g_outputs": PARTIAL}),
    ("8.7.2 authorised", field("nonconforming_output", "BHG-2026-002", NonconformingOutput.authorised_by, None),
     {"g_outputs": PARTIAL}),
    ("8.7.2 none", gone("nonconforming_output"), {"g_outputs": MISSING}),
]  # fmt: skip

CASES = [*IMPROVING, *RESULTS, *SYSTEM]
