"""Rules for 6.8–6.11: audit, review, actions, evaluation, acceptance, case, summary."""

from __future__ import annotations

import peewee as pw

from qmsdesk.clock import later
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import (
    Acceptance,
    AcceptanceExpert,
    CaseIndicator,
    CaseStudy,
    ProgrammeAnswer,
    ProgrammeLog,
)
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditProgramme
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment, Indicator
from qmsdesk.models.people import Enterprise, Party, PartyPerson
from qmsdesk.models.results import Improvement
from qmsdesk.models.reviews import Review, ReviewOutput
from qmsdesk.models.system import ExportLog
from qmsdesk.services import improving, standing
from qmsdesk.services.evidence import asked
from qmsdesk.services.evidence.facts import AUDIT_AFTER_MONTHS, Facts
from qmsdesk.services.evidence.verdict import (
    FILES,
    NONE_NEEDED,
    NOT_YET,
    PARTIAL,
    Missing,
    Verdict,
    absent,
    at,
    each,
    lack,
    speak,
    weigh,
)
from qmsdesk.standard.grading import FAILED


def audit(known: Facts) -> Verdict:
    """An audit was carried out and reported (6.8.1); one that is only planned is none yet."""
    rows = known.of(Audit)
    done = [row for row in rows if row["status"] in {"reported", "closed"}]
    if not rows:
        return absent(_("还没有内部审核"), "audit")
    if not done:
        states = dict(Audit.STATUS)
        missing = [
            Missing(
                _("{}（{}）还没有出具报告").format(r["number"], states[r["status"]]), "audit", r["number"],
                Audit.conclusion.name,
            )
            for r in rows
        ]  # fmt: skip
        return weigh(missing, speak([row for row in rows if row["status"] != "planned"], Audit))
    return weigh((), speak(done, Audit))


def audit_time(known: Facts) -> Verdict:
    """An audit was held when the system had run for three months or longer (6.8.1, 建议)."""
    started = known.enterprise.of(Enterprise.system_started_on) if known.enterprise else None
    held = [row for row in known.of(Audit) if row.of(Audit.held_on) is not None and row["status"] != "planned"]
    if not held:
        return absent(_("运行 3 至 6 个月后还没有内部审核"), "audit")
    if started is None:
        return weigh([_start(known)], ())
    first = later(started, AUDIT_AFTER_MONTHS)
    good = [row for row in held if row.of(Audit.held_on) >= first]
    if good:
        return weigh((), speak(good, Audit))
    last = max(held, key=lambda row: row.of(Audit.held_on))
    text = _("{} 在运行不足 3 个月时进行，{} 后宜再审核一次").format(last["number"], first)
    return weigh([Missing(text, "audit", last["number"], Audit.held_on.name)], speak(held, Audit))


def _start(known: Facts) -> Missing:
    number = known.enterprise["number"] if known.enterprise else ""
    return Missing(_("没有填体系运行开始日"), "enterprise", number, Enterprise.system_started_on.name)


def audit_programme(known: Facts) -> Verdict:
    """The programme of a year, and the result (9.2.2 f)."""
    programmes = known.of(AuditProgramme)
    result = audit(known)
    missing = [] if programmes else [Missing(_("还没有年度审核方案"), "audit_programme")]
    return weigh([*missing, *result.missing], [*speak(programmes, AuditProgramme), *result.evidence])


def review(known: Facts) -> Verdict:
    """A review was held and closed (6.8.1, 9.3.3); one that is only planned is none yet."""
    rows = known.of(Review)
    if not rows:
        return absent(_("还没有管理评审"), "review")
    closed = [row for row in rows if row["status"] == "closed"]
    if closed:
        return weigh((), speak(closed, Review))
    day = Review.held_on.name
    missing = [Missing(_("{} 还没有关闭").format(row["number"]), "review", row["number"], day) for row in rows]
    return weigh(missing, speak([row for row in rows if row["status"] != "planned"], Review))


_NEXT = {
    "opened": Nonconformity.correction, "analysis": Nonconformity.cause, "action": Nonconformity.done_on,
    "verifying": Nonconformity.verified_on,
}  # fmt: skip
"""What a nonconformity waits for, by its state."""


def actions(known: Facts) -> Verdict:
    """Nonconformities are closed or in time; decisions of the review are assigned and in time (6.8.2)."""
    missing = []
    cases = asked.records(known, Nonconformity)
    for row in known.some(Nonconformity, Nonconformity.status != "closed"):
        due = row.of(Nonconformity.verify_by) or row.of(Nonconformity.due_on)
        if due is None or due < known.today:
            said = _("{} 还没有定期限") if due is None else _("{} 逾期未关闭")
            field = (Nonconformity.due_on if due is None else _NEXT.get(row["status"], Nonconformity.due_on)).name
            missing.append(Missing(said.format(row["number"]), "nonconformity", row["number"], field))
    reviews = {row.id: row for row in known.of(Review)}
    held = {key for key, row in reviews.items() if row["status"] in {"held", "closed"}}
    outputs = [line for line in known.of(ReviewOutput) if line.of(ReviewOutput.review) in held]
    for line in outputs:
        number = reviews[line.of(ReviewOutput.review)]["number"]
        decision = line.of(ReviewOutput.decision)
        if line.of(ReviewOutput.owner) is None or line.of(ReviewOutput.due_on) is None:
            lacking = ReviewOutput.owner if line.of(ReviewOutput.owner) is None else ReviewOutput.due_on
            missing.append(Missing(_("评审决定“{}”未指派").format(decision), "review", number, at(lacking)))
        elif line.of(ReviewOutput.done_on) is None and line.of(ReviewOutput.due_on) < known.today:
            done = at(ReviewOutput.done_on)
            missing.append(Missing(_("评审决定“{}”逾期未完成").format(decision), "review", number, done))
    if not cases and not outputs:
        return absent(_("还没有纠正措施和评审决定"), "nonconformity")
    return weigh(missing, [*cases, *speak(reviews.values(), Review)])


def corrective(known: Facts) -> Verdict:
    """Nonconformities with cause, action and verification are kept (10.2.2)."""
    cases = asked.records(known, Nonconformity)
    if not cases:
        return absent(_("还没有不符合与纠正措施的记录"), "nonconformity")
    begun = Nonconformity.status << ("opened", "analysis")
    text, cause = _("{} 还没有原因分析和措施"), Nonconformity.cause.name
    return weigh(asked.each(known, Nonconformity, text, cause, begun), cases)


def kept(known: Facts) -> Verdict:
    """Audits and reviews have their papers (6.8.3)."""
    audits = [row for row in known.of(Audit) if row["status"] in {"reported", "closed"}]
    reviews = [row for row in known.of(Review) if row["status"] == "closed"]
    if not audits and not reviews:
        return absent(_("还没有内审和管理评审的记录"), "audit")
    missing = each(audits, Audit, lambda r: known.has_file(Audit, r), _("{} 没有附签到或报告"), FILES)
    missing += each(reviews, Review, lambda r: known.has_file(Review, r), _("{} 没有附签到或报告"), FILES)
    return weigh(missing, [*speak(audits, Audit), *speak(reviews, Review)])


def assessed(known: Facts) -> Verdict:
    """表C.1 is final (6.9.5)."""
    if not known.assessments:
        return absent(_("还没有自我评价（表C.1）"), "assessment")
    evidence = tuple(("assessment", str(row["number"])) for row in known.assessments)
    if not any(row.of(Assessment.status) == "final" for row in known.assessments):
        stops = tuple(Missing(b.text, b.register, b.number, b.field) for b in known.blockers)
        draft = Missing(_("表C.1 尚未定稿"), "assessment", known.assessments[-1]["number"], "assessed_on")
        return Verdict(PARTIAL, (*stops, draft), evidence)
    return weigh((), evidence)


def evidence(known: Facts) -> Verdict:
    """Every counted indicator has a file behind it (6.9.4)."""
    missing = [
        Missing(w.text.rstrip("。"), "indicator", w.number, "evidence")
        for w in known.sheet.warnings
        if w.code == "no_evidence"
    ]
    have = [("indicator", r.number) for r in known.sheet.rows if r.counted and r.evidence]
    return weigh(missing, have) if missing or have else absent(_("还没有评价指标"), "indicator")


def bundle(known: Facts) -> Verdict:
    """A bundle was exported; the log of exports lies outside the history (6.9.3)."""
    query = ExportLog.select(pw.fn.COUNT(ExportLog.id)).where(ExportLog.kind == "bundle")
    return weigh((), ()) if query.scalar(known.db) else absent(_("还没有导出过资料包"), "")


def acceptance(known: Facts) -> Verdict:
    """The acceptance with its day, result and opinion (6.9.1, 6.9.6)."""
    row = standing.acceptance(known.of(Acceptance))
    if row is None:
        return absent(_("还没有验收评价"), "acceptance")
    missing = lack(row, Acceptance, Acceptance.held_on, Acceptance.total, Acceptance.grade, Acceptance.opinion)
    if row["status"] != "final":
        missing.append(Missing(_("验收评价还没有确认"), "acceptance", row["number"], Acceptance.held_on.name))
    return weigh(missing, speak([row], Acceptance))


def experts(known: Facts) -> Verdict:
    """Assessors and experts of the trade took part in the acceptance, and are qualified (6.9.2)."""
    row = standing.acceptance(known.of(Acceptance))
    if row is None:
        return NOT_YET
    people = {person.id: person for person in known.of(PartyPerson)}
    lines = known.lines(AcceptanceExpert, AcceptanceExpert.acceptance).get(row.id, [])
    found = [people[line.of(AcceptanceExpert.expert)] for line in lines if line.of(AcceptanceExpert.expert) in people]
    titles = dict(PartyPerson.KIND)
    kinds = {kind for person in found for kind in person.of(PartyPerson.kinds)}
    missing = [
        Missing(_("验收专家里没有{}").format(titles[kind]), "acceptance", row["number"], at(AcceptanceExpert.expert))
        for kind in ("reviewer", "expert") if kind not in kinds
    ]  # fmt: skip
    numbers = {party.id: party["number"] for party in known.of(Party)}
    missing += [
        Missing(
            _("{}没有写资格").format(person.of(PartyPerson.name)), "party",
            numbers.get(person.of(PartyPerson.party), ""), at(PartyPerson.qualification),
        )
        for person in found if not person.of(PartyPerson.qualification)
    ]  # fmt: skip
    return weigh(missing, speak([row], Acceptance) if found else ())


def ways(known: Facts) -> Verdict:
    """The acceptance looked at documents and at the site (6.9.3, 宜)."""
    row = standing.acceptance(known.of(Acceptance))
    if row is None:
        return NOT_YET
    missing = [
        Missing(_("验收没有{}").format(title), "acceptance", row["number"], Acceptance.ways.name)
        for key, title in Acceptance.WAY if key not in row.of(Acceptance.ways)
    ]  # fmt: skip
    return weigh(missing, speak([row], Acceptance) if row.of(Acceptance.ways) else ())


def failed(known: Facts) -> Verdict:
    """After 不合格 the problems are analysed: a nonconformity from the acceptance, with its cause (6.9.7)."""
    held = standing.acceptance([row for row in known.of(Acceptance) if row["status"] == "final"])
    if held is None or held.of(Acceptance.grade) != FAILED:
        return NONE_NEEDED
    cases = known.some(Nonconformity, Nonconformity.source == "acceptance")
    if not cases:
        return absent(_("评价等级不合格，还没有来源为验收评价的问题分析"), "nonconformity")
    missing = [found for row in cases for found in lack(row, Nonconformity, Nonconformity.cause, Nonconformity.action)]
    return weigh(missing, speak(cases, Nonconformity))


def improvement(known: Facts) -> Verdict:
    """Every indicator that was not reached has an improvement with owner and day (6.9.7)."""
    found = asked.records(known, Improvement)
    names = {row.id: row.of(Indicator.name) for row in known.indicators.indicators}
    missing = [
        Missing(_("未达成的“{}”没有改进项目").format(names.get(each.indicator, each.title)), "improvement")
        for each in improving.wanted(known.db, known.answered)
        if each.indicator is not None
    ]
    for row in known.some(Improvement, Improvement.status != "verified"):
        missing += lack(row, Improvement, Improvement.owner, Improvement.due_on)
        day = row.of(Improvement.due_on)
        if row["status"] in {"planned", "running"} and day is not None and day < known.today:
            text = _("“{}”逾期没有完成").format(row.of(Improvement.title))
            missing.append(Missing(text, "improvement", row["number"], Improvement.done_on.name))
    return weigh(missing, found) if found or missing else absent(_("还没有改进、创新行动计划"), "improvement")


def case(known: Facts) -> Verdict:
    """A good case with its five parts, final (6.10, annex D)."""
    row = standing.case(known.of(CaseStudy))
    if row is None:
        return absent(_("还没有优良案例"), "case_study")
    parts = (CaseStudy.profile, CaseStudy.problem, CaseStudy.practice, CaseStudy.effect, CaseStudy.lesson)
    missing = lack(row, CaseStudy, *parts, CaseStudy.authors)
    if row["status"] != "final":
        missing.append(Missing(_("案例还没有定稿"), "case_study", row["number"], CaseStudy.written_on.name))
    return weigh(missing, speak([row], CaseStudy))


def case_figures(known: Facts) -> Verdict:
    """A good case shows what was reached in figures (6.10.1 c)."""
    row = standing.case(known.of(CaseStudy))
    if row is None:
        return absent(_("还没有优良案例"), "case_study")
    if known.lines(CaseIndicator, CaseIndicator.case).get(row.id):
        return weigh((), speak([row], CaseStudy))
    text = _("案例没有引用指标的前后数据")
    return absent(text, "case_study", row["number"], CaseStudy.effect.name)


def log(known: Facts, kind: str) -> Verdict:
    """An entry of that kind in the summary (6.11)."""
    rows: list[Row] = [row for row in known.of(ProgrammeLog) if row.of(ProgrammeLog.kind) == kind]
    title = dict(ProgrammeLog.KIND)[kind]
    if kind == "questionnaire":
        answers = known.lines(ProgrammeAnswer, ProgrammeAnswer.log)
        scored = [row for row in rows if row.of(ProgrammeLog.score) is not None or answers.get(row.id)]
        bare = each(rows, ProgrammeLog, lambda r: r in scored, _("问卷 {} 没有评分"), ProgrammeLog.score.name)
        if rows and not scored:
            return weigh(bare, speak(rows, ProgrammeLog))
    return weigh((), speak(rows, ProgrammeLog)) if rows else absent(_("还没有{}").format(title), "programme_log")
