"""Rules for 6.7.2: the working group, training, documents, running."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.processes import Process
from qmsdesk.models.results import Analysis
from qmsdesk.models.running import Visit
from qmsdesk.models.training import Training
from qmsdesk.services import document_findings
from qmsdesk.services.evidence import asked, rules_project
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import (
    FILES,
    MISSING,
    Missing,
    Verdict,
    absent,
    at,
    each,
    lack,
    speak,
    weigh,
)
from qmsdesk.services.training import Gap


def group(known: Facts) -> Verdict:
    """Leader and members; a leader who is not the top manager has a letter; the appointment is on file (6.7.2.1)."""
    members = [row for row in known.of(Person) if row.of(Person.group_role) and not _gone(known, row)]
    if not members:
        return absent(_("还没有工作小组：在人员里填写小组角色"), "person")
    leaders = [row for row in members if row.of(Person.group_role) == "leader"]
    head = known.enterprise.of(Enterprise.legal_representative) if known.enterprise else ""
    missing = [] if leaders else [Missing(_("工作小组没有组长"), "person")]
    if len(members) < 2:
        missing.append(Missing(_("工作小组没有组员"), "person"))
    for leader in leaders:
        if leader.of(Person.name) != head and not leader.of(Person.authorisation):
            text = _("组长{}不是法定代表人，缺授权书").format(leader.of(Person.name))
            missing.append(Missing(text, "person", leader["number"], "authorisation"))
    named = [row for row in members if row.of(Person.group_role) != "auditor"]
    if leaders and not any(known.has_file(Person, row) for row in named):
        missing.append(Missing(_("没有小组成立通知或任命文件"), "person", leaders[0]["number"], FILES))
    return weigh(missing, speak(members, Person))


def _gone(known: Facts, person: Row) -> bool:
    left = person.of(Person.left_on)
    return left is not None and left < known.today


def training(known: Facts, tier: str) -> Verdict:
    """Everybody of the tier was taught everything 6.7.2.2 asks for, and the effect was evaluated."""
    view = known.tiers[tier]
    evidence = [("training", s.number) for s in view.held]
    missing = [
        Missing(_gap(known, gap), "person", "", "") if gap.kind == "nobody" else
        Missing(_gap(known, gap), "training", gap.session.number if gap.session else "", _FIELD.get(gap.kind, ""))
        for gap in view.gaps
    ]  # fmt: skip
    if view.state == MISSING:
        return Verdict(MISSING, tuple(missing))
    return weigh(missing, evidence)


_FIELD = {
    "evaluate": Training.conclusion.name, "overdue": Training.held_on.name, "ineffective": Training.follow_up.name,
}  # fmt: skip
"""Where a gap is mended, by its kind; people and topics want another training."""


def _gap(known: Facts, gap: Gap) -> str:
    number = gap.session.number if gap.session else ""
    if gap.kind == "people":
        names = known.training.names(gap.people)
        shown = "、".join(names[:5]) + (_("等 {} 人").format(len(names)) if len(names) > 5 else "")
        return _("{}未参加规定内容的培训").format(shown)
    if gap.kind == "topics":
        return _("还没有讲：{}").format("、".join(topic.title for topic in gap.topics))
    return {
        "nobody": _("没有人属于这个层级：在人员里填写层级"),
        "session": _("还没有实施培训"),
        "evaluate": _("{} 还没有评价效果").format(number),
        "overdue": _("{} 已过计划日期未实施").format(number),
        "ineffective": _("{} 效果无效，没有再培训").format(number),
    }[gap.kind]


def processes(known: Facts) -> Verdict:
    """Every process has its interfaces and at least one document in force (6.7.2.3 a)."""
    rows = known.of(Process)
    if not rows:
        return absent(_("还没有过程清单"), "process")
    covered = {row.of(Document.process) for row in known.of(Document) if row.id in known.effective}
    missing = each(rows, Process, lambda r: bool(r.of(Process.interfaces)), _("过程“{}”没有写接口"), "interfaces")
    missing += each(rows, Process, lambda r: r.id in covered, _("过程“{}”没有文件"))
    return weigh(missing, speak(rows, Process))


def joined(known: Facts) -> Verdict:
    """Every document in force has one department; procedures are lived, new versions taught, old ones taken back.

    6.7.2.3 c): no crossing, no gap, and paper that is not a second skin (两层皮).
    """
    rows = [row for row in known.of(Document) if row.id in known.effective and row.of(Document.level) != "external"]
    if not rows:
        return absent(_("还没有有效的文件"), "document")
    missing = each(
        rows, Document, lambda r: r.of(Document.department) is not None, _("“{}”没有责任部门"), Document.department.name
    )
    missing += [Missing(f.text, f.register, f.number, _MEND.get(f.kind, f.field)) for f in _flaws(known)]
    bad = {each_.number for each_ in missing}
    return weigh(missing, speak([row for row in rows if row["number"] not in bad], Document))


_MEND = {"recall": at(Distribution.returned_on), "owner_left": Document.owner.name}


def _flaws(known: Facts) -> list[document_findings.Finding]:
    """Procedures without a form, versions not taught, copies not taken back: each looked for where it can be."""
    used = [
        row for row in known.of(Document)
        if row.of(Document.level) in {"procedure", "form"} or row.of(Document.parent) is not None
    ]  # fmt: skip
    places = (("no_form", used), ("untrained", known.to_teach()), ("recall", known.handed_out()))
    return [found for kind, rows in places for found in _found(known, kind, rows)]


def _found(known: Facts, kind: str, rows: Iterable[Row]) -> list[document_findings.Finding]:
    return document_findings.findings(replace(known.papers, documents={row.id: row for row in rows}), kinds=(kind,))


def documents(known: Facts) -> Verdict:
    """Each of the four levels has a document in force; all live ones are approved and have their paper (6.7.2.3 b)."""
    live = [row for row in known.of(Document) if row["status"] != "obsolete"]
    if not live:
        return absent(_("还没有文件"), "document")
    missing = []
    for key, label in Document.LEVEL[:4]:
        if not any(row.of(Document.level) == key and row.id in known.effective for row in live):
            missing.append(Missing(_("没有有效的{}").format(label), "document"))
    for row in live:
        number = str(row["number"])
        if row["status"] != "in_force" and row.id not in known.effective:
            approval = at(DocumentRevision.approved_on)
            missing.append(Missing(_("{} 尚未批准").format(number), "document", number, approval))
        elif not known.has_file(Document, row):
            missing.append(Missing(_("{} 没有附文件").format(number), "document", number, FILES))
    return weigh(missing, speak(live, Document))


def release(known: Facts) -> Verdict:
    """The requirements of running were released, with the day the system started (6.7.2.4 a)."""
    found = rules_project.meeting(known, "release")
    row = known.enterprise
    missing = list(found.missing)
    if row is not None:
        missing += lack(row, Enterprise, Enterprise.system_started_on)
    return weigh(missing, found.evidence)


def tools(known: Facts) -> Verdict:
    """Tools and methods of quality management are used in practice (6.7.2.4 b)."""
    if done := asked.records(known, Analysis, Analysis.status == "done"):
        return weigh((), done)
    begun = asked.records(known, Analysis)
    if not begun:
        return absent(_("还没有统计分析"), "analysis")
    text, field = _("{} 还没有完成"), Analysis.conclusion.name
    return weigh([Missing(text.format(number), register, number, field) for register, number in begun], ())


def visits(known: Facts) -> Verdict:
    """What visits found has an advice and an owner, and is done where it is due (6.7.2.4 c)."""
    made = asked.records(known, Visit)
    if not made:
        return absent(_("还没有巡诊记录"), "visit")
    missing = asked.lack(known, Visit, _("{} 的发现没有责任人"), Visit.owner)
    missing += asked.lack(known, Visit, _("{} 没有建议"), Visit.advice)
    missing += asked.lack(known, Visit, _("{} 的整改逾期未完成"), Visit.done_on, Visit.due_on < known.today)
    return weigh(missing, made)


def measurements(known: Facts) -> Verdict:
    """Every counted indicator has monthly values or a value of 提升后 (6.7.2.4 d, 9.1.1)."""
    counted = [row for row in known.indicators.indicators if row.of(Indicator.counted)]
    if not counted:
        return absent(_("还没有评价指标"), "indicator")

    def fed(row: Row) -> bool:
        typed = any(r["after"] for r in known.indicators.rounds.get(row.id, []))
        return typed or bool(known.indicators.measurements.get(row.id))

    missing = each(counted, Indicator, fed, _("{} 没有月度数据，也没有填提升后"), "month")
    return weigh(missing, speak([row for row in counted if fed(row)], Indicator))


def levels(known: Facts, *wanted: str) -> Verdict:
    """Documents of these levels are in force (4.4.2 a)."""
    rows = [row for row in known.of(Document) if row.of(Document.level) in wanted and row.id in known.effective]
    if rows:
        return weigh((), speak(rows, Document))
    titles = dict(Document.LEVEL)
    return absent(_("没有有效的{}").format(_("或").join(str(titles[key]) for key in wanted)), "document")


def competence(known: Facts) -> Verdict:
    """Trainings whose effect was evaluated, with their sheet (7.2)."""
    these = Training.status << ("held", "evaluated")
    held = asked.records(known, Training, these)
    if not held:
        return absent(_("还没有实施过的培训"), "training")
    conclusion = Training.conclusion.name
    missing = asked.each(known, Training, _("“{}”还没有评价效果"), conclusion, Training.status == "held")
    missing += asked.each(known, Training, _("“{}”没有附签到或考核"), FILES, these, asked.bare(Training))
    return weigh(missing, held)
