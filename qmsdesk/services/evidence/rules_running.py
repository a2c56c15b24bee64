"""Rules for 6.7: the working group, training, documents, running."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.processes import Process
from qmsdesk.models.project import Plan, PlanDeviation
from qmsdesk.models.running import Visit
from qmsdesk.models.training import Training
from qmsdesk.services.evidence import rules_project
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import (
    MISSING,
    NONE_NEEDED,
    Missing,
    Verdict,
    absent,
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
    if leaders and not any(known.has_file(Person, row) for row in members):
        missing.append(Missing(_("没有小组成立通知或任命文件"), "person", leaders[0]["number"]))
    return weigh(missing, speak(members, Person))


def _gone(known: Facts, person: Row) -> bool:
    left = person.of(Person.left_on)
    return left is not None and left < known.today


def training(known: Facts, tier: str) -> Verdict:
    """Everybody of the tier was taught everything 6.7.2.2 asks for, and the effect was evaluated."""
    view = known.tiers[tier]
    evidence = [("training", s.number) for s in view.held]
    missing = [Missing(_gap(known, gap), "training", gap.session.number if gap.session else "") for gap in view.gaps]
    if view.state == MISSING:
        return Verdict(MISSING, tuple(missing))
    return weigh(missing, evidence)


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
            missing.append(Missing(_("{} 尚未批准").format(number), "document", number))
        elif not known.has_file(Document, row):
            missing.append(Missing(_("{} 没有附文件").format(number), "document", number))
    return weigh(missing, speak(live, Document))


def release(known: Facts) -> Verdict:
    """The requirements of running were released, with the day the system started (6.7.2.4 b)."""
    found = rules_project.meeting(known, "release")
    row = known.enterprise
    missing = list(found.missing)
    if row is not None:
        missing += lack(row, Enterprise, Enterprise.system_started_on)
    return weigh(missing, found.evidence)


def visits(known: Facts) -> Verdict:
    """What visits found has an owner, and is done where it is due (6.7.2.4 c)."""
    rows = known.of(Visit)
    if not rows:
        return absent(_("还没有巡诊记录"), "visit")
    missing = each(rows, Visit, lambda r: r.of(Visit.owner) is not None, _("{} 的发现没有责任人"), "owner")
    due, done = Visit.due_on, Visit.done_on
    missing += each(
        rows, Visit, lambda r: bool(r.of(done)) or r.of(due) is None or r.of(due) >= known.today,
        _("{} 的整改逾期未完成"), "done_on",
    )  # fmt: skip
    return weigh(missing, speak(rows, Visit))


def measurements(known: Facts) -> Verdict:
    """Every counted indicator has monthly values or a value of 提升后 (6.7.2.4 d, 9.1.1)."""
    counted = [row for row in known.indicators.indicators if row.of(Indicator.counted)]
    if not counted:
        return absent(_("还没有评价指标"), "indicator")

    def fed(row: Row) -> bool:
        typed = any(r["after"] for r in known.indicators.rounds.get(row.id, []))
        return typed or bool(known.indicators.measurements.get(row.id))

    missing = each(counted, Indicator, fed, _("{} 没有月度数据，也没有填提升后"))
    return weigh(missing, speak([row for row in counted if fed(row)], Indicator))


def deviations(known: Facts) -> Verdict:
    """Deviations, where there were any, have their adjustment (6.7.3)."""
    plans = {row.id: row for row in known.of(Plan)}
    lines = [line for line in known.of(PlanDeviation) if line.of(PlanDeviation.plan) in plans]
    if not lines:
        return NONE_NEEDED
    missing = [
        Missing(
            _("偏差“{}”还没有调整").format(line.of(PlanDeviation.deviation)), "plan",
            plans[line.of(PlanDeviation.plan)]["number"],
        )
        for line in lines if not line.of(PlanDeviation.adjustment)
    ]  # fmt: skip
    return weigh(missing, speak([plans[line.of(PlanDeviation.plan)] for line in lines], Plan))


def levels(known: Facts, *wanted: str) -> Verdict:
    """Documents of these levels are in force (4.4.2 a)."""
    rows = [row for row in known.of(Document) if row.of(Document.level) in wanted and row.id in known.effective]
    return weigh((), speak(rows, Document)) if rows else absent(_("没有有效的程序或作业文件"), "document")


def competence(known: Facts) -> Verdict:
    """Trainings whose effect was evaluated, with their sheet (7.2)."""
    held = [row for row in known.of(Training) if row["status"] in {"held", "evaluated"}]
    if not held:
        return absent(_("还没有实施过的培训"), "training")
    missing = each(held, Training, lambda r: r["status"] == "evaluated", _("“{}”还没有评价效果"))
    missing += each(held, Training, lambda r: known.has_file(Training, r), _("“{}”没有附签到或考核"))
    return weigh(missing, speak(held, Training))
