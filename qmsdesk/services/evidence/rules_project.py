"""Rules for 5.1–6.6: the enterprise, its application, survey, diagnosis and plan."""

from __future__ import annotations

import datetime as dt

from qmsdesk.clock import later
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.compliance import ComplianceEvent, Licence
from qmsdesk.models.people import Enterprise, Party, PartyPerson
from qmsdesk.models.project import (
    Application,
    Diagnosis,
    Milestone,
    Opinion,
    Plan,
    PlanFeedback,
    PlanItem,
    SelfCheck,
    Survey,
    SurveyFinding,
    SurveyInterview,
)
from qmsdesk.models.running import Meeting, MeetingAttendee
from qmsdesk.registers.people import size_of
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import (
    MET,
    NONE_NEEDED,
    Missing,
    Verdict,
    absent,
    each,
    lack,
    speak,
    weigh,
)
from qmsdesk.standard import enterprise_size
from qmsdesk.standard.basic_requirements import WINDOW_MONTHS
from qmsdesk.standard.stages import STAGES
from qmsdesk.standard.survey import survey_items

_BAD = ("penalty", "abnormal", "dishonest", "defaulter", "safety", "quality")


def profile(known: Facts) -> Verdict:
    """The fields by which the size and the enterprise itself are known (3.1)."""
    row = known.enterprise
    if row is None:
        return absent(_("企业档案未建立"), "enterprise")
    needed = (Enterprise.credit_code, Enterprise.legal_representative, Enterprise.district, Enterprise.industry,
              Enterprise.industry_row, *_figures(row))  # fmt: skip
    filled = [f for f in needed if row.of(f) not in (None, "")]
    missing, size = lack(row, Enterprise, *needed), size_of(row)
    if size.key and not size.is_small_or_micro:
        text = _("规模为{}，不属于本标准适用的小微企业（3.1）").format(size.title)
        missing.append(Missing(text, "enterprise", row["number"], Enterprise.industry_row.name))
    return weigh(missing, speak([row], Enterprise) if filled else ())


def _figures(row: Row) -> list[AnyField]:
    """The figures its industry is classed by; those most industries ask for while none is chosen."""
    chosen = row.of(Enterprise.industry_row)
    names = enterprise_size.industry(chosen).measures if chosen else ("employees", "revenue")
    fields = {f.name: f for f in (Enterprise.employees, Enterprise.revenue, Enterprise.assets)}
    return [fields[name] for name in names]


def licences(known: Facts) -> Verdict:
    """Every required licence is valid today and has its scan (5.1 a)."""
    rows = [row for row in known.of(Licence) if row.of(Licence.required)]
    if not rows:
        return absent(_("还没有登记法定证照"), "licence")
    until = Licence.valid_until
    expired = each(
        rows, Licence, lambda r: r.of(until) is None or r.of(until) >= known.today, _("{}已过期"), until.name
    )
    bare = each(rows, Licence, lambda r: known.has_file(Licence, r), _("{}没有附扫描件"))
    good = [row for row in rows if row.of(until) is None or row.of(until) >= known.today]
    return weigh(expired + bare, speak(good, Licence))


def clean(known: Facts) -> Verdict:
    """No penalty, listing or accident in two years, and a query of the last twelve months (5.1 b)."""
    first = _months_before(known.today, WINDOW_MONTHS)
    events = [row for row in known.of(ComplianceEvent) if row.of(ComplianceEvent.occurred_on) >= first]
    kinds = dict(ComplianceEvent.KIND)
    bad = [row for row in events if row.of(ComplianceEvent.kind) in _BAD]
    missing = [
        Missing(
            _("{} 有{}").format(row.of(ComplianceEvent.occurred_on), kinds[row.of(ComplianceEvent.kind)]),
            "compliance_event", row["number"],
        )
        for row in bad
    ]  # fmt: skip
    year = _months_before(known.today, 12)
    queries = [
        row for row in events
        if row.of(ComplianceEvent.kind) == "query" and row.of(ComplianceEvent.occurred_on) >= year
    ]  # fmt: skip
    if not queries:
        missing.append(Missing(_("近 12 个月没有信用查询记录"), "compliance_event"))
    return weigh(missing, speak(queries, ComplianceEvent))


def self_check(known: Facts) -> Verdict:
    """Every line of the self-check against 5.1 has an answer, and none is 不符合."""
    row = known.enterprise
    lines = known.lines(SelfCheck, SelfCheck.enterprise).get(row.id, []) if row else []
    if row is None or not lines:
        return absent(_("还没有做基本要求自查"), "enterprise")
    missing = []
    for line in lines:
        result = line.of(SelfCheck.result)
        if result in {None, "no"}:
            said = _("自查未填结果：{}") if result is None else _("自查不符合：{}")
            missing.append(Missing(said.format(line.of(SelfCheck.item)), "enterprise", row["number"]))
    answered = [line for line in lines if line.of(SelfCheck.result) is not None]
    return weigh(missing, speak([row], Enterprise) if answered else ())


def application(known: Facts) -> Verdict:
    """Applied, with way and day (6.2.2)."""
    rows = known.of(Application)
    if not rows:
        return absent(_("还没有报名"), "application")
    row = rows[-1]
    missing = lack(row, Application, Application.way, Application.applied_on)
    if row["status"] == "draft":
        missing.append(Missing(_("报名还是草稿"), "application", row["number"]))
    return weigh(missing, speak([row], Application))


def selection(known: Facts) -> Verdict:
    """Selected, with the notice (6.2.3)."""
    rows = [row for row in known.of(Application) if row["status"] in {"selected", "rejected"}]
    if not rows:
        return absent(_("还没有登记遴选结果"), "application")
    row = rows[-1]
    missing = lack(row, Application, Application.result_on)
    if row["status"] == "rejected":
        missing.append(Missing(_("本次未入选"), "application", row["number"]))
    if not row.of(Application.notice) and not known.has_file(Application, row):
        missing.append(Missing(_("没有遴选通知"), "application", row["number"], "notice"))
    return weigh(missing, speak([row], Application))


def certifier(known: Facts) -> Verdict:
    """The certification body that helps, with its people (6.2.1, 5.2)."""
    rows = [row for row in known.of(Party) if row.of(Party.kind) == "certifier"]
    if not rows:
        return absent(_("外部机构里还没有认证机构"), "party")
    people = known.lines(PartyPerson, PartyPerson.party)
    return weigh(each(rows, Party, lambda r: bool(people.get(r.id)), _("{}还没有登记人员")), speak(rows, Party))


def milestones(known: Facts) -> Verdict:
    """Each of the ten stages has a task with a day by which it is to be done (6.3)."""
    rows = known.of(Milestone)
    if not rows:
        return absent(_("还没有工作计划"), "milestone")
    planned = {row.of(Milestone.stage) for row in rows if row.of(Milestone.due_on)}
    missing = [
        Missing(_("工作计划缺{}) {}").format(s.key, s.title), "milestone") for s in STAGES if s.key not in planned
    ]
    return weigh(missing, speak(rows, Milestone))


def meeting(known: Facts, kind: str) -> Verdict:
    """A meeting of that kind with minutes and people (6.4, 6.7.2.4 a)."""
    rows = [row for row in known.of(Meeting) if row.of(Meeting.kind) == kind]
    title = dict(Meeting.KIND)[kind]
    if not rows:
        return absent(_("还没有{}的记录").format(title), "meeting")
    people = known.lines(MeetingAttendee, MeetingAttendee.meeting)
    missing = each(rows, Meeting, lambda r: bool(r.of(Meeting.minutes)), _("{}没有纪要"), "minutes")
    missing += each(rows, Meeting, lambda r: bool(people.get(r.id)), _("{}没有参加人"))
    return weigh(missing, speak(rows, Meeting))


def survey_people(known: Facts) -> Verdict:
    """Who surveyed, and who was asked: top managers, heads and others (6.5.1, 6.5.3, 6.5.4)."""
    rows = known.of(Survey)
    if not rows:
        return absent(_("还没有现场调研"), "survey")
    row = rows[-1]
    levels = {line.of(SurveyInterview.level) for line in _lines_of(known, row)}
    missing = lack(row, Survey, Survey.surveyors)
    missing += [
        Missing(_("没有访谈{}").format(title), "survey", row["number"])
        for key, title in SurveyInterview.LEVEL if key not in levels
    ]  # fmt: skip
    return weigh(missing, speak([row], Survey))


def _lines_of(known: Facts, row: Row) -> list[Row]:
    return known.lines(SurveyInterview, SurveyInterview.survey).get(row.id, [])


def survey_methods(known: Facts) -> Verdict:
    """At least one of the methods of 6.5.2."""
    rows = known.of(Survey)
    return (
        weigh(lack(rows[-1], Survey, Survey.methods), speak(rows[-1:], Survey))
        if rows
        else absent(_("还没有现场调研"), "survey")
    )


def survey_items_found(known: Facts) -> Verdict:
    """All 49 items of 表A.1 have a state (6.5.6, annex A)."""
    rows = known.of(Survey)
    if not rows:
        return absent(_("还没有现场调研"), "survey")
    row = rows[-1]
    found = known.lines(SurveyFinding, SurveyFinding.survey).get(row.id, [])
    done = {line.of(SurveyFinding.item) for line in found if line.of(SurveyFinding.state)}
    left = [each.code for each in survey_items() if each.code not in done]
    text = _("未调研 {} 项：{}").format(len(left), "、".join(left[:8]) + (_("等") if len(left) > 8 else ""))
    return weigh([Missing(text, "survey", row["number"])] if left else [], speak([row], Survey) if done else ())


def diagnosis(known: Facts) -> Verdict:
    """The report confirmed and signed by both sides, with the scan (6.5.8, 表B.1)."""
    rows = known.of(Diagnosis)
    if not rows:
        return absent(_("还没有质量诊断"), "diagnosis")
    row = rows[-1]
    missing = []
    if not known.lines(Opinion, Opinion.diagnosis).get(row.id):
        missing.append(Missing(_("没有诊断意见"), "diagnosis", row["number"]))
    if row["status"] != "signed":
        missing.append(Missing(_("表B.1 还没有双方签署"), "diagnosis", row["number"]))
    if not known.has_file(Diagnosis, row):
        missing.append(Missing(_("没有诊断报告或签字盖章扫描件"), "diagnosis", row["number"]))
    return weigh(missing, speak([row], Diagnosis))


def opinions(known: Facts) -> Verdict:
    """Adopted opinions have an item of the plan, others a reason (6.6.1)."""
    rows = known.of(Diagnosis)
    lines = known.lines(Opinion, Opinion.diagnosis).get(rows[-1].id, []) if rows else []
    if not lines:
        return absent(_("还没有诊断意见"), "diagnosis")
    number, missing, settled = rows[-1]["number"], [], 0
    for no, line in enumerate(lines, 1):
        adopted = line.of(Opinion.adopted)
        if adopted is None:
            missing.append(Missing(_("意见 {} 还没有采纳情况").format(no), "diagnosis", number))
        elif adopted == "adopted" and line.of(Opinion.plan_item) is None:
            missing.append(Missing(_("意见 {} 已采纳，方案里没有对应项").format(no), "diagnosis", number))
        elif adopted == "rejected" and not line.of(Opinion.reason):
            missing.append(Missing(_("意见 {} 不采纳没有理由").format(no), "diagnosis", number))
        else:
            settled += 1
    return weigh(missing, speak(rows[-1:], Diagnosis) if settled else ())


def plan(known: Facts) -> Verdict:
    """The plan in force is approved, covers a)–h), each item with who and by when (6.6.1)."""
    row = _plan(known)
    if row is None:
        return absent(_("还没有提升方案"), "plan")
    items = known.lines(PlanItem, PlanItem.plan).get(row.id, [])
    parts = {line.of(PlanItem.part) for line in items}
    number, missing = row["number"], []
    missing += [
        Missing(_("方案缺{}").format(t), "plan", number) for k, t in PlanItem.PART if k not in parts and k != "h"
    ]
    for line in items:
        if line.of(PlanItem.owner) is None or line.of(PlanItem.due_on) is None:
            missing.append(Missing(_("方案项“{}”缺责任人或期限").format(line.of(PlanItem.measure)), "plan", number))
    if row["status"] != "approved":
        missing.append(Missing(_("方案还没有批准"), "plan", number))
    return weigh(missing, speak([row], Plan))


def feedback(known: Facts) -> Verdict:
    """The enterprise was asked, and every opinion was answered (6.6.2)."""
    row = _plan(known)
    lines = known.lines(PlanFeedback, PlanFeedback.plan).get(row.id, []) if row else []
    if row is None or not lines:
        return absent(_("还没有方案征求意见的记录"), "plan")
    missing = [
        Missing(_("意见“{}”还没有采纳情况").format(line.of(PlanFeedback.text)), "plan", row["number"])
        for line in lines if line.of(PlanFeedback.adopted) is None
    ]  # fmt: skip
    return weigh(missing, speak([row], Plan))


def _plan(known: Facts) -> Row | None:
    """The approved plan, else the one being worked on."""
    rows = [row for row in known.of(Plan) if row["status"] != "superseded"]
    approved = [row for row in rows if row["status"] == "approved"]
    found = approved or rows
    return found[-1] if found else None


def certification(known: Facts) -> Verdict:
    """A certificate, where there is one, has its number and dates (6.9.9; 可)."""
    row = known.enterprise
    if row is None or not (row.of(Enterprise.certificate) or row.of(Enterprise.certified_on)):
        return NONE_NEEDED
    needed = (Enterprise.certifier, Enterprise.certificate, Enterprise.certified_on, Enterprise.certificate_until)
    missing = lack(row, Enterprise, *needed)
    return (
        Verdict(MET, (), tuple(speak([row], Enterprise))) if not missing else weigh(missing, speak([row], Enterprise))
    )


def _months_before(day: dt.date, months: int) -> dt.date:
    return later(day.replace(day=min(day.day, 28)), -months)
