"""What is in place, what is missing and what is due, computed from the records alone.

A requirement is data plus one pure rule over ``Facts``; the dashboard, ``status`` and the bundle's list of gaps all
read this list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Assessment, Indicator
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.system import Attachment
from qmsdesk.services import assessment, indicators, reading, reminders
from qmsdesk.services.due import DueItem
from qmsdesk.standard.stages import STAGES

MET, PARTIAL, MISSING, NOT_DUE, NOT_APPLICABLE = "met", "partial", "missing", "not_due", "not_applicable"
STATE_TITLES = {
    MET: _("已满足"), PARTIAL: _("部分"), MISSING: _("缺失"), NOT_DUE: _("未到期"), NOT_APPLICABLE: _("不适用"),
}  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and the record where it can be mended."""

    text: str
    register: str = ""
    number: str = ""
    field: str = ""


@dataclass(frozen=True)
class Verdict:
    """How a requirement stands: evidence are (register, number) pairs."""

    state: str
    missing: tuple[Missing, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the rules look at, read in one short go."""

    today: dt.date
    enterprise: Row | None
    people: Sequence[Row]
    documents: Sequence[Row]
    with_files: frozenset[tuple[str, int]]
    indicators: indicators.Facts
    assessments: Sequence[Row]
    sheet: assessment.Sheet
    blockers: Sequence[assessment.Blocker]


@dataclass(frozen=True)
class Requirement:
    """An enterprise-side requirement of DB3203/T 1023—2023; ``stage`` is the letter of 6.1."""

    clause: str
    title: str
    force: str
    stage: str
    rule: Callable[[Facts], Verdict]


@dataclass(frozen=True)
class Judged:
    """A requirement with its verdict."""

    requirement: Requirement
    verdict: Verdict


def facts(db: pw.Database, today: dt.date) -> Facts:
    """Read what the rules need."""
    links = Attachment.select(Attachment.register, Attachment.record).distinct().tuples()
    known, found = indicators.read(db), assessment.versions(db)
    latest = found[-1] if found else None
    sheet = assessment.sheet_of(db, latest, known) if latest else assessment.compute(db, facts=known)
    return Facts(
        today,
        reading.enterprise(db),
        reading.rows(db, Person, Person.void_reason == ""),
        reading.rows(db, Document, Document.void_reason == ""),
        frozenset((register, record) for register, record in links.execute(db)),
        known,
        found,
        sheet,
        assessment.blockers(db, latest, sheet) if latest and latest.of(Assessment.status) == "draft" else (),
    )


def judge(known: Facts) -> list[Judged]:
    """Every requirement with its verdict, in the order of the clauses."""
    return [Judged(r, r.rule(known)) for r in REQUIREMENTS]


def _enterprise(known: Facts) -> Verdict:
    row = known.enterprise
    if row is None:
        return Verdict(MISSING, (Missing(_("企业档案未建立"), "enterprise"),))
    needed = (Enterprise.credit_code, Enterprise.legal_representative, Enterprise.district, Enterprise.employees,
              Enterprise.revenue, Enterprise.scope)  # fmt: skip
    missing = tuple(
        Missing(_("企业档案缺{}").format(f.verbose_name), "enterprise", row["number"], f.name)
        for f in needed if row.of(f) in (None, "")
    )  # fmt: skip
    return _verdict(missing, (("enterprise", row["number"]),))


def _group(known: Facts) -> Verdict:
    members = [p for p in known.people if p.of(Person.group_role)]
    leaders = [p for p in members if p.of(Person.group_role) == "leader"]
    if not members:
        return Verdict(MISSING, (Missing(_("还没有工作小组：在人员里填写小组角色"), "person"),))
    missing = () if leaders else (Missing(_("工作小组没有组长"), "person"),)
    return _verdict(missing, tuple(("person", p["number"]) for p in members))


def _documents(known: Facts) -> Verdict:
    live = [d for d in known.documents if d.of(Document.status) != "obsolete"]
    if not live:
        return Verdict(MISSING, (Missing(_("还没有文件"), "document"),))
    missing = []
    for key, label in Document.LEVEL[:4]:
        if not any(d.of(Document.level) == key and d.of(Document.status) == "in_force" for d in live):
            missing.append(Missing(_("没有有效的{}").format(label), "document"))
    for d in live:
        if d.of(Document.status) != "in_force":
            missing.append(Missing(_("{} 尚未批准").format(d["number"]), "document", d["number"]))
        elif ("document", d.id) not in known.with_files:
            missing.append(Missing(_("{} 没有附文件").format(d["number"]), "document", d["number"]))
    return _verdict(tuple(missing), tuple(("document", d["number"]) for d in live))


def _measurements(known: Facts) -> Verdict:
    counted = [i for i in known.indicators.indicators if i.of(Indicator.counted)]
    if not counted:
        return Verdict(MISSING, (Missing(_("还没有评价指标"), "indicator"),))
    missing = tuple(
        Missing(_("{} 没有月度数据，也没有填提升后").format(i.of(Indicator.name)), "indicator", i["number"])
        for i in counted
        if not known.indicators.measurements.get(i.id)
        and not any(r["after"] for r in known.indicators.rounds.get(i.id, []))
    )
    return _verdict(missing, tuple(("indicator", i["number"]) for i in counted))


def _evidence(known: Facts) -> Verdict:
    missing = tuple(
        Missing(w.text.rstrip("。"), "indicator", w.number) for w in known.sheet.warnings if w.code == "no_evidence"
    )
    have = tuple(("indicator", r.number) for r in known.sheet.rows if r.counted and r.evidence)
    if not missing and not have:
        return Verdict(MISSING, (Missing(_("还没有评价指标"), "indicator"),))
    return _verdict(missing, have)


def _assessed(known: Facts) -> Verdict:
    final = [a for a in known.assessments if a.of(Assessment.status) == "final"]
    evidence = tuple(("assessment", a["number"]) for a in known.assessments)
    if not known.assessments:
        return Verdict(MISSING, (Missing(_("还没有自我评价（表C.1）"), "assessment"),))
    stops = tuple(Missing(b.text, b.register, b.number, b.field) for b in known.blockers)
    if not final:
        draft = known.assessments[-1]
        return Verdict(PARTIAL, (*stops, Missing(_("表C.1 尚未定稿"), "assessment", draft["number"])), evidence)
    return Verdict(MET, (), evidence)


def _verdict(missing: tuple[Missing, ...], evidence: tuple[tuple[str, str], ...]) -> Verdict:
    if not missing:
        return Verdict(MET, (), evidence)
    return Verdict(PARTIAL if evidence else MISSING, missing, evidence)


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("5.1", _("企业基本要求"), "应", "a", _enterprise),
    Requirement("6.7.2.1", _("成立认证提升工作小组"), "应", "f", _group),
    Requirement("6.7.2.3 b)", _("体系制度：手册、程序、作业文件及表单"), "应", "f", _documents),
    Requirement("6.7.2.4 d)", _("运行记录和数据的收集"), "应", "f", _measurements),
    Requirement("6.9.5", _("成效评价（表C.1）"), "应", "h", _assessed),
    Requirement("6.9.5", _("评价指标的证据"), "应", "h", _evidence),
)


def due(db: pw.Database, today: dt.date, horizon: int = reminders.HORIZON) -> list[DueItem]:
    """What has to be done by a date, without what is only advised (``services.reminders``)."""
    return reminders.dated(reminders.read(db, today, horizon))


def status_json(db: pw.Database, today: dt.date) -> dict[str, object]:
    """The document of ``status --json``."""
    known = facts(db, today)
    return to_json(known, due(db, today))


def to_json(known: Facts, due_items: Sequence[DueItem]) -> dict[str, object]:
    """Requirements, stages and dates as ``status --json`` gives them."""
    judged = judge(known)
    counted = [j for j in judged if j.verdict.state not in {NOT_DUE, NOT_APPLICABLE}]
    stages = []
    for stage in STAGES:
        own = [j for j in counted if j.requirement.stage == stage.key]
        stages.append({
            "key": stage.key, "title": stage.title, "led_by": list(stage.led_by),
            "done": sum(j.verdict.state == MET for j in own), "of": len(own),
        })  # fmt: skip
    return {
        "on": known.today.isoformat(),
        "stages": stages,
        "requirements": [
            {
                "standard": assessment.STANDARD, "clause": j.requirement.clause, "title": j.requirement.title,
                "force": j.requirement.force, "state": j.verdict.state, "missing": [m.text for m in j.verdict.missing],
                "evidence": [{"register": r, "number": n} for r, n in j.verdict.evidence],
            }
            for j in judged
        ],
        "due": [
            {"register": i.register, "number": i.number, "title": i.title, "date": i.date.isoformat(),
             "overdue": i.overdue}
            for i in due_items
        ],
    }  # fmt: skip
