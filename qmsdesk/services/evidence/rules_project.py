"""Rules for 3.1–6.5 and 6.9.9: the enterprise, its application, survey and diagnosis, its certificate."""

from __future__ import annotations

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
    SelfCheck,
    Survey,
    SurveyFinding,
    SurveyInterview,
)
from qmsdesk.models.running import Meeting, MeetingAttendee
from qmsdesk.registers.people import size_of, wrong_in
from qmsdesk.services import standing
from qmsdesk.services.evidence import asked
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import (
    FILES,
    NONE_NEEDED,
    Missing,
    Verdict,
    absent,
    at,
    each,
    lack,
    speak,
    weigh,
)
from qmsdesk.standard import enterprise_size
from qmsdesk.standard.basic_requirements import window_start
from qmsdesk.standard.stages import STAGES
from qmsdesk.standard.survey import survey_items

_BAD = ("penalty", "abnormal", "dishonest", "defaulter", "safety", "quality")


def profile(known: Facts) -> Verdict:
    """The fields by which the size and the enterprise itself are known, without figures that cannot be (3.1)."""
    row = known.enterprise
    if row is None:
        return absent(_("企业档案未建立"), "enterprise")
    needed = (Enterprise.credit_code, Enterprise.legal_representative, Enterprise.district, Enterprise.industry,
              Enterprise.industry_row, *_figures(row))  # fmt: skip
    filled = [f for f in needed if row.of(f) not in (None, "")]
    missing, size = lack(row, Enterprise, *needed), size_of(row)
    missing += [
        Missing(wrong.text, "enterprise", row["number"], wrong.field.name if wrong.field is not None else "")
        for wrong in wrong_in(row)
    ]
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
    bare = each(rows, Licence, lambda r: known.has_file(Licence, r), _("{}没有附扫描件"), FILES)
    good = [row for row in rows if row.of(until) is None or row.of(until) >= known.today]
    return weigh(expired + bare, speak(good, Licence))


def clean(known: Facts) -> Verdict:
    """No penalty, listing or accident in two years, and a query of the last twelve months (5.1 b).

    The two years are those before the application, and again those before today (6.9: looked at once more).
    """
    applied = [day for row in known.of(Application) if (day := row.of(Application.applied_on)) is not None]
    windows = [(window_start(day), day) for day in {known.today, *([max(applied)] if applied else [])}]
    day_of, kind_of = ComplianceEvent.occurred_on, ComplianceEvent.kind
    kinds, rows = dict(ComplianceEvent.KIND), known.of(ComplianceEvent)
    bad = [
        row for row in rows
        if row.of(kind_of) in _BAD and any(first <= row.of(day_of) <= last for first, last in windows)
    ]  # fmt: skip
    missing = [
        Missing(
            _("{} 有{}").format(row.of(day_of), kinds[row.of(kind_of)]), "compliance_event", row["number"], kind_of.name
        )
        for row in bad
    ]  # fmt: skip
    year = later(known.today, -12)
    queries = [row for row in rows if row.of(kind_of) == "query" and row.of(day_of) >= year]
    if not queries:
        missing.append(Missing(_("近 12 个月没有信用查询记录"), "compliance_event"))
    return weigh(missing, speak(queries, ComplianceEvent))


def self_check(known: Facts) -> Verdict:
    """Every line of the self-check against 5.1 has an answer, and none is 不符合."""
    row = known.enterprise
    lines = known.lines(SelfCheck, SelfCheck.enterprise).get(row.id, []) if row else []
    if row is None or not lines:
        number = row["number"] if row else ""
        return absent(_("还没有做基本要求自查"), "enterprise", number, at(SelfCheck.item))
    missing = []
    for line in lines:
        result = line.of(SelfCheck.result)
        if result in {None, "no"}:
            said = _("自查未填结果：{}") if result is None else _("自查不符合：{}")
            text = said.format(line.of(SelfCheck.item))
            missing.append(Missing(text, "enterprise", row["number"], at(SelfCheck.result)))
    answered = [line for line in lines if line.of(SelfCheck.result) is not None]
    return weigh(missing, speak([row], Enterprise) if answered else ())


def application(known: Facts) -> Verdict:
    """Applied, with way and day (6.2.2)."""
    row = standing.application(known.of(Application))
    if row is None:
        return absent(_("还没有报名"), "application")
    missing = lack(row, Application, Application.way, Application.applied_on)
    if row["status"] == "draft":
        missing.append(Missing(_("报名还是草稿"), "application", row["number"], Application.way.name))
    return weigh(missing, speak([row], Application))


def selection(known: Facts) -> Verdict:
    """Selected, with the notice (6.2.3)."""
    rows = known.of(Application)
    row = standing.application([row for row in rows if row["status"] in {"selected", "rejected"}])
    if row is None:
        applied = standing.application(rows)
        number = applied["number"] if applied is not None else ""
        return absent(_("还没有登记遴选结果"), "application", number, Application.result_on.name)
    missing = lack(row, Application, Application.result_on)
    if row["status"] == "rejected":
        missing.append(Missing(_("本次未入选"), "application", row["number"], Application.notice.name))
    if not row.of(Application.notice) and not known.has_file(Application, row):
        missing.append(Missing(_("没有遴选通知"), "application", row["number"], Application.notice.name))
    return weigh(missing, speak([row], Application))


def certifier(known: Facts) -> Verdict:
    """The certification body that helps, with its people (6.2.1)."""
    rows = [row for row in known.of(Party) if row.of(Party.kind) == "certifier"]
    if not rows:
        return absent(_("外部机构里还没有认证机构"), "party")
    people = known.lines(PartyPerson, PartyPerson.party)
    bare = each(rows, Party, lambda r: bool(people.get(r.id)), _("{}还没有登记人员"), at(PartyPerson.name))
    return weigh(bare, speak(rows, Party))


def qualified(known: Facts) -> Verdict:
    """The certification body is approved and its people are qualified (5.2)."""
    rows = [row for row in known.of(Party) if row.of(Party.kind) == "certifier"]
    if not rows:
        return absent(_("外部机构里还没有认证机构"), "party")
    people = known.lines(PartyPerson, PartyPerson.party)
    missing = [found for row in rows for found in lack(row, Party, Party.approval_number)]
    missing += [
        Missing(
            _("{}没有写资格").format(person.of(PartyPerson.name)), "party", row["number"], at(PartyPerson.qualification)
        )
        for row in rows for person in people.get(row.id, []) if not person.of(PartyPerson.qualification)
    ]  # fmt: skip
    named = [row for row in rows if row.of(Party.approval_number) or people.get(row.id)]
    return weigh(missing, speak(named, Party))


def milestones(known: Facts) -> Verdict:
    """Each of the ten stages has a task with a day by which it is to be done (6.3)."""
    rows = [row for row in known.of(Milestone) if not row.of(Milestone.round)]
    if not rows:
        return absent(_("还没有工作计划"), "milestone")
    planned = {row.of(Milestone.stage) for row in rows if row.of(Milestone.due_on)}
    undated = {row.of(Milestone.stage): row["number"] for row in rows if not row.of(Milestone.due_on)}
    missing = []
    for stage in STAGES:
        if stage.key not in planned:
            text, number = _("工作计划缺{}) {}").format(stage.key, stage.title), undated.get(stage.key, "")
            missing.append(Missing(text, "milestone", number, Milestone.due_on.name if number else ""))
    return weigh(missing, speak(rows, Milestone))


def meeting(known: Facts, kind: str) -> Verdict:
    """A meeting of that kind with minutes and people (6.4, 6.7.2.4 a)."""
    these = Meeting.kind == kind
    held = asked.records(known, Meeting, these)
    if not held:
        return absent(_("还没有{}的记录").format(dict(Meeting.KIND)[kind]), "meeting")
    alone = Meeting.id.not_in(MeetingAttendee.select(MeetingAttendee.meeting))
    missing = asked.lack(known, Meeting, _("{}没有纪要"), Meeting.minutes, these)
    missing += asked.each(known, Meeting, _("{}没有参加人"), at(MeetingAttendee.person), these, alone)
    return weigh(missing, held)


def survey_people(known: Facts) -> Verdict:
    """Who surveyed, and who was asked: top managers, heads and others (6.5.1, 6.5.3, 6.5.4)."""
    row = _survey(known)
    if row is None:
        return absent(_("还没有现场调研"), "survey")
    levels = {line.of(SurveyInterview.level) for line in _lines_of(known, row)}
    missing = lack(row, Survey, Survey.surveyors)
    missing += [
        Missing(_("没有访谈{}").format(title), "survey", row["number"], at(SurveyInterview.level))
        for key, title in SurveyInterview.LEVEL if key not in levels
    ]  # fmt: skip
    return weigh(missing, speak([row], Survey))


def _survey(known: Facts) -> Row | None:
    return standing.survey(known.of(Survey), known.lines(SurveyFinding, SurveyFinding.survey))


def _lines_of(known: Facts, row: Row) -> list[Row]:
    return known.lines(SurveyInterview, SurveyInterview.survey).get(row.id, [])


def survey_methods(known: Facts) -> Verdict:
    """At least one of the methods of 6.5.2."""
    row = _survey(known)
    if row is None:
        return absent(_("还没有现场调研"), "survey")
    missing = lack(row, Survey, Survey.methods)
    return weigh(missing, () if missing else speak([row], Survey))


def survey_items_found(known: Facts) -> Verdict:
    """All 49 items of 表A.1 have a state (6.5.6, annex A)."""
    row = _survey(known)
    if row is None:
        return absent(_("还没有现场调研"), "survey")
    found = known.lines(SurveyFinding, SurveyFinding.survey).get(row.id, [])
    done = {line.of(SurveyFinding.item) for line in found if line.of(SurveyFinding.state)}
    left = [each.code for each in survey_items() if each.code not in done]
    text = _("未调研 {} 项：{}").format(len(left), "、".join(left[:8]) + (_("等") if len(left) > 8 else ""))
    missing = [Missing(text, "survey", row["number"], at(SurveyFinding.state))] if left else []
    return weigh(missing, speak([row], Survey) if done else ())


def diagnosis(known: Facts) -> Verdict:
    """The report confirmed and signed by both sides, with the scan (6.5.8, 表B.1)."""
    row = standing.diagnosis(known.of(Diagnosis))
    if row is None:
        return absent(_("还没有质量诊断"), "diagnosis")
    missing = lack(row, Diagnosis, Diagnosis.diagnosers, Diagnosis.representative)
    if not known.lines(Opinion, Opinion.diagnosis).get(row.id):
        missing.append(Missing(_("没有诊断意见"), "diagnosis", row["number"], at(Opinion.text)))
    if not known.has_file(Diagnosis, row):
        missing.append(Missing(_("没有诊断报告或签字盖章扫描件"), "diagnosis", row["number"], FILES))
    if row["status"] != "signed":
        day = Diagnosis.confirmed_on.name
        missing.append(Missing(_("表B.1 还没有双方签署"), "diagnosis", row["number"], day))
    return weigh(missing, speak([row], Diagnosis))


def certification(known: Facts) -> Verdict:
    """A certificate, where there is one, has its number and dates and has not run out (6.9.9; 可)."""
    row = known.enterprise
    if row is None or not _certified(row):
        return NONE_NEEDED
    until = Enterprise.certificate_until
    missing = lack(row, Enterprise, Enterprise.certifier, Enterprise.certificate, Enterprise.certified_on, until)
    if row.of(until) is not None and row.of(until) < known.today:
        missing.append(Missing(_("证书已过期"), "enterprise", row["number"], until.name))
    return weigh(missing, speak([row], Enterprise))


def surveillance(known: Facts) -> Verdict:
    """Whoever holds a certificate knows the day of the next surveillance audit, and it is not past (6.9.9)."""
    row = known.enterprise
    if row is None or not _certified(row):
        return NONE_NEEDED
    day = row.of(Enterprise.surveillance_on)
    missing = lack(row, Enterprise, Enterprise.surveillance_on)
    if day is not None and day < known.today:
        text = _("监督审核日期 {} 已过，还没有登记下一次").format(day)
        missing.append(Missing(text, "enterprise", row["number"], Enterprise.surveillance_on.name))
    return weigh(missing, speak([row], Enterprise) if day is not None else ())


def _certified(row: Row) -> bool:
    return bool(row.of(Enterprise.certificate) or row.of(Enterprise.certified_on))
