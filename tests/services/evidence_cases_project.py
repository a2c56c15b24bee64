"""What turns when one piece of evidence of 3.1–6.7 is taken away from an enterprise that has all of it.

Written down by hand: title, how it is taken away, and every requirement that turns, with its new state.
"""

from __future__ import annotations

import datetime as dt

from qmsdesk.models.acceptance import ProgrammeLog
from qmsdesk.models.compliance import ComplianceEvent, Licence
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Enterprise, Party, PartyPerson, Person
from qmsdesk.models.processes import Process
from qmsdesk.models.project import (
    Application,
    Diagnosis,
    Milestone,
    Opinion,
    PlanDeviation,
    PlanFeedback,
    PlanItem,
    PlanTalk,
    SelfCheck,
    Survey,
    SurveyFinding,
    SurveyInterview,
)
from qmsdesk.models.results import Analysis, Improvement
from qmsdesk.models.running import Meeting, MeetingAttendee, Visit
from qmsdesk.models.training import Attendance, Training
from qmsdesk.services.evidence.verdict import MISSING, NOT_APPLICABLE, NOT_DUE, PARTIAL
from tests.services.evidence_removals import (
    Act,
    all_files,
    both,
    each_line_field,
    everywhere,
    field,
    files,
    gone,
    line_field,
    lines,
    state,
    void,
)

Case = tuple[str, Act, dict[str, str]]

_FIRM, _PLAN = "QY-01", "FA-2025-01"

PREPARATION: list[Case] = [
    ("3.1 code", field("enterprise", _FIRM, Enterprise.credit_code), {"profile": PARTIAL}),
    # The leader of the group is the legal representative: without him a letter is wanted.
    ("3.1 head", field("enterprise", _FIRM, Enterprise.legal_representative), {"profile": PARTIAL, "group": PARTIAL}),
    ("3.1 district", field("enterprise", _FIRM, Enterprise.district), {"profile": PARTIAL}),
    ("3.1 industry", field("enterprise", _FIRM, Enterprise.industry), {"profile": PARTIAL}),
    ("3.1 row of the size", field("enterprise", _FIRM, Enterprise.industry_row), {"profile": PARTIAL}),
    ("3.1 employees", field("enterprise", _FIRM, Enterprise.employees, None), {"profile": PARTIAL}),
    ("3.1 revenue", field("enterprise", _FIRM, Enterprise.revenue, None), {"profile": PARTIAL}),
    ("3.1 too large", both(field("enterprise", _FIRM, Enterprise.employees, 2000),
                           field("enterprise", _FIRM, Enterprise.revenue, "90000")), {"profile": PARTIAL}),
    ("3.1 code of five characters", field("enterprise", _FIRM, Enterprise.credit_code, "12345"), {"profile": PARTIAL}),
    ("3.1 employees below zero", field("enterprise", _FIRM, Enterprise.employees, -40), {"profile": PARTIAL}),
    ("3.1 revenue below zero", field("enterprise", _FIRM, Enterprise.revenue, "-1860"), {"profile": PARTIAL}),
    ("3.1 assets below zero", field("enterprise", _FIRM, Enterprise.assets, "-1"), {"profile": PARTIAL}),
    ("4 clause of an indicator", field("indicator", "ZB-006", Indicator.clauses, ()), {"relevant": PARTIAL}),
    ("4 only clauses of the local standard", field("indicator", "ZB-006", Indicator.clauses, ("1023/6.9.5",)),
     {"relevant": PARTIAL}),
    ("4 who reported", everywhere("measurement", Measurement.reporter, None), {"traceable": MISSING}),
    ("4 from what", everywhere("measurement", Measurement.source), {"traceable": MISSING}),
    ("4 who verified one", field("measurement", "SJ-2026-0093", Measurement.verifier, None),
     {"traceable": PARTIAL}),
    ("4 feasibility of one", field("improvement", "GJ-2026-04", Improvement.feasibility), {"feasible": PARTIAL}),
    ("4 cost of one", field("improvement", "GJ-2026-04", Improvement.cost, None), {"feasible": PARTIAL}),
    ("5.1 a) scan", files("licence", "ZZ-02"), {"licences": PARTIAL}),
    ("5.1 a) all scans", all_files("licence"), {"licences": PARTIAL}),
    ("5.1 a) run out", field("licence", "ZZ-02", Licence.valid_until, dt.date(2026, 10, 19)),
     {"licences": PARTIAL}),
    ("5.1 a) no licence", gone("licence"), {"licences": MISSING}),
    ("5.1 b) queries", gone("compliance_event", ComplianceEvent.kind == "query"), {"clean": MISSING}),
    ("5.1 b) last query older than a year",
     both(gone("compliance_event", ComplianceEvent.number != "HG-2026-05"),
          field("compliance_event", "HG-2026-05", ComplianceEvent.occurred_on, dt.date(2025, 10, 19))),
     {"clean": MISSING}),
    ("5.1 b) a penalty", field("compliance_event", "HG-2026-03", ComplianceEvent.kind, "penalty"), {"clean": PARTIAL}),
    ("5.1 c) one answer", line_field("enterprise", _FIRM, SelfCheck.result, None, at=3), {"willing": PARTIAL}),
    ("5.1 c) one is not met", line_field("enterprise", _FIRM, SelfCheck.result, "no", at=8), {"willing": PARTIAL}),
    ("5.1 c) no self-check", lines("enterprise", _FIRM, SelfCheck), {"willing": MISSING}),
    ("5.2 approval", field("party", "JG-001", Party.approval_number), {"qualified": PARTIAL}),
    ("5.2 qualification", line_field("party", "JG-001", PartyPerson.qualification),
     {"qualified": PARTIAL}),
    # The body is still known by its approval; only its people are gone.
    ("6.2.1 people", lines("party", "JG-001", PartyPerson), {"certifier": PARTIAL}),
    ("6.2.1 kind", field("party", "JG-001", Party.kind, "other"),
     {"certifier": MISSING, "qualified": MISSING}),
    ("6.2.2 way", field("application", "BM-2025-01", Application.way, None), {"application": PARTIAL}),
    ("6.2.2 day", field("application", "BM-2025-01", Application.applied_on, None), {"application": PARTIAL}),
    ("6.2.3 day", field("application", "BM-2025-01", Application.result_on, None), {"selection": PARTIAL}),
    ("6.2.3 notice", both(files("application", "BM-2025-01"), field("application", "BM-2025-01", Application.notice)),
     {"selection": PARTIAL}),
    ("6.2.3 not selected", state("application", "BM-2025-01", "rejected"), {"selection": PARTIAL}),
    # The survey shows that the firm was selected, so the result is due; the application itself is only allowed.
    ("6.2.2 only applied", state("application", "BM-2025-01", "applied"), {"selection": MISSING}),
    ("6.2.2 still a draft", state("application", "BM-2025-01", "draft"),
     {"application": PARTIAL, "selection": NOT_DUE}),
    ("6.2.2 void", void("application", "BM-2025-01"), {"application": NOT_APPLICABLE, "selection": NOT_DUE}),
    ("6.3 a stage", gone("milestone", Milestone.stage == "i"), {"work_plan": PARTIAL}),
    ("6.3 a day", field("milestone", "JH-016", Milestone.due_on, None), {"work_plan": PARTIAL}),
    ("6.3 the plan", gone("milestone"), {"work_plan": MISSING}),
    ("6.3.3 where from", both(line_field("indicator", "ZB-006", IndicatorRound.before),
                              line_field("indicator", "ZB-006", IndicatorRound.baseline, None)), {"targets": PARTIAL}),
    ("6.4 minutes", field("meeting", "HY-2025-01", Meeting.minutes), {"kick_off": PARTIAL}),
    ("6.4 people", lines("meeting", "HY-2025-01", MeetingAttendee), {"kick_off": PARTIAL}),
    ("6.4 kind", field("meeting", "HY-2025-01", Meeting.kind, "other"), {"kick_off": MISSING}),
]  # fmt: skip

SURVEY_AND_PLAN: list[Case] = [
    ("6.5.2 methods", field("survey", "DY-2025-01", Survey.methods, ()), {"survey_methods": MISSING}),
    ("6.5.3 surveyors", field("survey", "DY-2025-01", Survey.surveyors), {"survey_people": PARTIAL}),
    ("6.5.4 top managers", lines("survey", "DY-2025-01", SurveyInterview, keep=lambda r: r["level"] != "top"),
     {"survey_people": PARTIAL}),
    ("6.5.4 level", line_field("survey", "DY-2025-01", SurveyInterview.level, "other"), {}),
    ("6.5.6 one item", line_field("survey", "DY-2025-01", SurveyFinding.state, None, at=17),
     {"survey_items": PARTIAL}),
    ("6.5.6 no item", lines("survey", "DY-2025-01", SurveyFinding), {"survey_items": MISSING}),
    ("6.5 no survey", gone("survey"),
     {"survey_people": MISSING, "survey_methods": MISSING, "survey_items": MISSING}),
    ("6.5.8 files", files("diagnosis", "ZD-2025-01"), {"diagnosis": PARTIAL}),
    ("6.5.8 signed", state("diagnosis", "ZD-2025-01", "confirmed"), {"diagnosis": PARTIAL}),
    ("6.5.8 diagnosers", field("diagnosis", "ZD-2025-01", Diagnosis.diagnosers), {"diagnosis": PARTIAL}),
    ("6.5.8 representative", field("diagnosis", "ZD-2025-01", Diagnosis.representative), {"diagnosis": PARTIAL}),
    ("6.5.8 opinions", lines("diagnosis", "ZD-2025-01", Opinion), {"diagnosis": PARTIAL, "opinions": MISSING}),
    ("6.5.8 void", void("diagnosis", "ZD-2025-01"), {"diagnosis": MISSING, "opinions": MISSING}),
    ("6.6.1 adopted or not", line_field("diagnosis", "ZD-2025-01", Opinion.adopted, None), {"opinions": PARTIAL}),
    ("6.6.1 item of an opinion", line_field("diagnosis", "ZD-2025-01", Opinion.plan_item, None),
     {"opinions": PARTIAL}),
    ("6.6.1 rejected without reason", line_field("diagnosis", "ZD-2025-01", Opinion.adopted, "rejected"),
     {"opinions": PARTIAL}),
    ("6.6.1 owner", line_field("plan", _PLAN, PlanItem.owner, None), {"plan": PARTIAL}),
    ("6.6.1 day", line_field("plan", _PLAN, PlanItem.due_on, None), {"plan": PARTIAL}),
    ("6.6.1 part e)", lines("plan", _PLAN, PlanItem, keep=lambda r: r["part"] != "e"), {"plan": PARTIAL}),
    ("6.6.1 d) is talked over instead", line_field("plan", _PLAN, PlanItem.part, "a", at=4), {}),
    ("6.6.1 d) neither item nor talk", both(line_field("plan", _PLAN, PlanItem.part, "a", at=4),
                                            lines("plan", _PLAN, PlanTalk)), {"plan": PARTIAL}),
    ("6.6.1 approved", state("plan", _PLAN, "consulting"), {"plan": PARTIAL}),
    ("6.6.1 void", void("plan", _PLAN),
     {"plan": MISSING, "feedback": MISSING, "carried_out": MISSING, "deviations": NOT_APPLICABLE,
      "opinions": MISSING}),
    ("6.6.2 no opinion", lines("plan", _PLAN, PlanFeedback), {"feedback": MISSING}),
    ("6.6.2 not answered", line_field("plan", _PLAN, PlanFeedback.adopted, None), {"feedback": PARTIAL}),
    ("6.7.1 not done", line_field("plan", _PLAN, PlanItem.done_on, None), {"carried_out": PARTIAL}),
    ("6.7.1 no result", line_field("plan", _PLAN, PlanItem.result), {"carried_out": PARTIAL}),
    ("6.7.1 no item", both(each_line_field("diagnosis", "ZD-2025-01", Opinion.plan_item, None),
                           lines("plan", _PLAN, PlanItem)),
     {"carried_out": MISSING, "plan": PARTIAL, "opinions": MISSING}),
    ("6.7.3 adjustment", line_field("plan", _PLAN, PlanDeviation.adjustment), {"deviations": PARTIAL}),
    ("6.7.3 cause", line_field("plan", _PLAN, PlanDeviation.cause), {"deviations": PARTIAL}),
    ("6.7.3 no deviation", lines("plan", _PLAN, PlanDeviation), {"deviations": NOT_APPLICABLE}),
]  # fmt: skip

RUNNING: list[Case] = [
    ("6.7.2.1 appointment", files("person", "RY-001"), {"group": PARTIAL}),
    ("6.7.2.1 leader", field("person", "RY-001", Person.group_role, "member"), {"group": PARTIAL}),
    ("6.7.2.1 another leads without a letter", field("person", "RY-003", Person.group_role, "leader"),
     {"group": PARTIAL}),
    ("6.7.2.1 nobody", everywhere("person", Person.group_role, None), {"group": MISSING}),
    ("6.7.2.2 a) one missed", both(lines("training", "PX-2025-01", Attendance, at=0),
                                   lines("training", "PX-2026-07", Attendance, at=0)), {"training_a": PARTIAL}),
    ("6.7.2.2 a) subject", field("training", "PX-2025-01", Training.subjects, ()), {}),
    ("6.7.2.2 b) subject", field("training", "PX-2026-03", Training.subjects, ()), {"training_b": PARTIAL}),
    ("6.7.2.2 b) not evaluated", state("training", "PX-2025-02", "held"),
     {"training_b": PARTIAL, "g_competence": PARTIAL}),
    ("6.7.2.2 b) void", void("training", "PX-2025-02"), {"training_b": PARTIAL}),
    ("6.7.2.2 b) none", gone("training", Training.number << ("PX-2025-02", "PX-2026-03")), {"training_b": MISSING}),
    ("6.7.2.2 c) subject", field("training", "PX-2026-06", Training.subjects, ()), {"training_c": PARTIAL}),
    ("6.7.2.2 c) authors", field("training", "PX-2025-04", Training.subjects, ()), {"training_c": PARTIAL}),
    ("6.7.2.2 d) void", void("training", "PX-2026-08"), {"training_d": PARTIAL}),
    ("6.7.2.2 nobody trained", gone("training"), {
        "training_a": MISSING, "training_b": MISSING, "training_c": MISSING, "training_d": MISSING,
        "g_competence": MISSING,
    }),
    ("7.2 sheet", files("training", "PX-2026-06"), {"g_competence": PARTIAL}),
    ("7.2 all sheets", all_files("training"), {"g_competence": PARTIAL}),
    ("6.7.2.3 a) interface", field("process", "GC-09", Process.interfaces), {"processes": PARTIAL}),
    ("6.7.2.3 a) document", both(field("document", "HY-WI-08", Document.process, None)), {"processes": PARTIAL}),
    ("6.7.2.3 a) list", gone("process"), {"processes": MISSING}),
    ("6.7.2.3 b) file", files("document", "HY-QP-04"), {"documents": PARTIAL}),
    ("6.7.2.3 b) draft", both(
        state("document", "HY-WI-07", "draft"), lines("document", "HY-WI-07", DocumentRevision),
    ), {"documents": PARTIAL, "processes": PARTIAL}),
    ("6.7.2.3 b) no manual", gone("document", Document.level == "manual"), {"documents": PARTIAL}),
    ("6.7.2.3 b) no instruction", gone("document", Document.level == "instruction"),
     {"documents": PARTIAL, "g_instructions": MISSING, "processes": PARTIAL}),
    ("6.7.2.3 b) neither procedure nor instruction", gone("document", Document.level << ("procedure", "instruction")),
     {"documents": PARTIAL, "g_instructions": MISSING, "g_support": MISSING, "processes": PARTIAL}),
    ("6.7.2.3 c) department", field("document", "HY-QP-04", Document.department, None), {"joined": PARTIAL}),
    ("6.7.2.3 c) form of a procedure", field("document", "HY-QR-8.6-03", Document.parent, None), {"joined": PARTIAL}),
    ("6.7.2.3 c) old copy", line_field("document", "HY-WI-05", Distribution.returned_on, None), {"joined": PARTIAL}),
    ("6.7.2.4 a) promotion minutes", field("meeting", "HY-2026-01", Meeting.minutes), {"promotion": PARTIAL}),
    ("6.7.2.4 a) promotion people", lines("meeting", "HY-2026-01", MeetingAttendee), {"promotion": PARTIAL}),
    ("6.7.2.4 a) promotion void", void("meeting", "HY-2026-01"), {"promotion": MISSING}),
    ("6.7.2.4 a) release minutes", field("meeting", "HY-2026-02", Meeting.minutes), {"release": PARTIAL}),
    ("6.7.2.4 a) release void", void("meeting", "HY-2026-02"), {"release": MISSING}),
    ("6.7.2.4 a) start", field("enterprise", _FIRM, Enterprise.system_started_on, None),
     {"release": PARTIAL, "audit_time": NOT_DUE}),
    ("6.7.2.4 b) all analyses are drafts", everywhere("analysis", Analysis.status, "draft"), {"tools": MISSING}),
    ("6.7.2.4 b) no analysis", gone("analysis"), {"tools": MISSING}),
    ("6.7.2.4 c) owner", field("visit", "XZ-2026-03", Visit.owner, None), {"visits": PARTIAL}),
    ("6.7.2.4 c) advice", field("visit", "XZ-2026-03", Visit.advice), {"visits": PARTIAL}),
    ("6.7.2.4 c) late", field("visit", "XZ-2026-03", Visit.done_on, None), {"visits": PARTIAL}),
    ("6.7.2.4 c) no visit", gone("visit"), {"visits": MISSING}),
    ("6.7.2.4 d) one without values", both(
        line_field("indicator", "ZB-006", IndicatorRound.after),
        gone("measurement", Measurement.indicator == 6),
    ), {"data": PARTIAL, "g_monitoring": PARTIAL, "evidence": PARTIAL}),
    ("6.11.1 kind", field("programme_log", "ZJ-004", ProgrammeLog.kind, "publicity"), {"lesson": MISSING}),
]  # fmt: skip

CASES = [*PREPARATION, *SURVEY_AND_PLAN, *RUNNING]
