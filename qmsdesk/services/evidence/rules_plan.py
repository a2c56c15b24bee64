"""Rules for clause 4, 6.3.3, 6.6, 6.7.1 and 6.7.3: what is aimed at, the plan, and how it is carried out."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.models.results import Improvement
from qmsdesk.services import plans, standing
from qmsdesk.services.evidence import asked
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import (
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

_NAMED = 20  # values that are listed one by one


def relevant(known: Facts) -> Verdict:
    """Every counted indicator says which clause of GB/T 19001 it belongs to (4: 与质量管理体系认证相关性强)."""
    rows = _counted(known)
    if not rows:
        return absent(_("还没有评价指标"), "indicator")
    missing = each(rows, Indicator, _belongs, _("“{}”没有对应的体系条款"), Indicator.clauses.name)
    return weigh(missing, speak([row for row in rows if _belongs(row)], Indicator))


def _belongs(row: Row) -> bool:
    return any(not clause.startswith("1023/") for clause in row["clauses"])


def _counted(known: Facts) -> list[Row]:
    return [row for row in known.indicators.indicators if row.of(Indicator.counted)]


def targets(known: Facts) -> Verdict:
    """Every counted indicator has where it comes from and where it is to go (6.3.3 c, 6.6.1 c)."""
    rows = _counted(known)
    if not rows:
        return absent(_("还没有成效评价指标"), "indicator")
    rounds = known.indicators.rounds
    aimed = {row.id for row in rows if any(r.of(IndicatorRound.target) for r in rounds.get(row.id, []))}
    based = {
        row.id for row in rows
        if any(r.of(IndicatorRound.before) or r.of(IndicatorRound.baseline) for r in rounds.get(row.id, []))
    }  # fmt: skip
    missing = each(rows, Indicator, lambda r: r.id in based, _("“{}”没有提升前"), IndicatorRound.before.name)
    missing += each(rows, Indicator, lambda r: r.id in aimed, _("“{}”没有提升目标"), IndicatorRound.target.name)
    return weigh(missing, speak([row for row in rows if row.id in aimed], Indicator))


def traceable(known: Facts) -> Verdict:
    """Every monthly value says who reported it, from what, and who verified it (4: 真实、准确、可追溯).

    A value that the program counts from its own registers needs neither; 提升后 without months stands on its evidence.
    """
    counted, rounds = _counted(known), known.indicators.rounds
    typed = [row for row in counted if not row.of(Indicator.feed)]
    values = [(row, value) for row in typed for value in known.indicators.measurements.get(row.id, [])]
    if not values:
        told = counted and all(any(r.of(IndicatorRound.after) for r in rounds.get(row.id, [])) for row in typed)
        return NONE_NEEDED if told else absent(_("还没有月度数据"), "indicator")
    wanted = (Measurement.reporter, Measurement.source, Measurement.verifier)
    missing, good = [], []
    for row, value in values:
        lacking = "、".join(str(f.verbose_name) for f in wanted if not value.of(f))
        if lacking:
            text = _("“{}”{} 的数据缺{}").format(row.of(Indicator.name), value.of(Measurement.period), lacking)
            missing.append(Missing(text, "indicator", row["number"], "month"))
        else:
            good.append(row)
    if len(missing) > _NAMED:
        text = _("还有 {} 个月度数据缺填报人、来源或核实人").format(len(missing) - _NAMED)
        missing = [*missing[:_NAMED], Missing(text, "indicator")]
    return weigh(missing, speak(good, Indicator))


def feasible(known: Facts) -> Verdict:
    """Improvements say why they can be done and what they cost or bring (4: 技术可行性和经济效益分析)."""
    feasibility, cost, benefit = Improvement.feasibility, Improvement.cost, Improvement.benefit
    bare = known.some(Improvement, asked.empty(feasibility))
    missing = [found for row in bare for found in lack(row, Improvement, feasibility)]
    no_figures = cost.is_null() & benefit.is_null()
    missing += asked.each(known, Improvement, _("“{}”没有投入或收益"), cost.name, no_figures)
    good = asked.records(known, Improvement, ~(asked.empty(feasibility) & no_figures))
    return weigh(missing, good) if missing or good else NONE_NEEDED


def opinions(known: Facts) -> Verdict:
    """Adopted opinions have an item of a plan that stands, others a reason (6.6.1)."""
    row = standing.diagnosis(known.of(Diagnosis))
    lines = known.lines(Opinion, Opinion.diagnosis).get(row.id, []) if row is not None else []
    if row is None or not lines:
        number = row["number"] if row is not None else ""
        return absent(_("还没有诊断意见"), "diagnosis", number, at(Opinion.text) if number else "")
    planned = plans.carried(known.of(PlanItem), {row.id for row in known.of(Plan)})
    number, missing, settled = row["number"], [], 0
    for no, line in enumerate(lines, 1):
        adopted = line.of(Opinion.adopted)
        if adopted is None:
            text, place = _("意见 {} 还没有采纳情况"), at(Opinion.adopted)
        elif adopted == "adopted" and line.of(Opinion.plan_item) not in planned:
            text, place = _("意见 {} 已采纳，方案里没有对应项"), at(Opinion.plan_item)
        elif adopted == "rejected" and not line.of(Opinion.reason):
            text, place = _("意见 {} 不采纳没有理由"), at(Opinion.reason)
        else:
            settled += 1
            continue
        missing.append(Missing(text.format(no), "diagnosis", number, place))
    return weigh(missing, speak([row], Diagnosis) if settled else ())


def plan(known: Facts) -> Verdict:
    """The plan in force is approved, covers a)–h), each item with who and by when (6.6.1)."""
    row = _plan(known)
    if row is None:
        return absent(_("还没有提升方案"), "plan")
    items = known.lines(PlanItem, PlanItem.plan).get(row.id, [])
    parts = {line.of(PlanItem.part) for line in items}
    if known.lines(PlanTalk, PlanTalk.plan).get(row.id):
        parts.add("d")  # what was talked over is as good as an item
    number = row["number"]
    missing = [
        Missing(_("方案缺{}").format(title), "plan", number, at(PlanItem.part))
        for key, title in PlanItem.PART if key not in parts and key != "h"
    ]  # fmt: skip
    for line in items:
        for field in (PlanItem.owner, PlanItem.due_on):
            if line.of(field) is None:
                text = _("方案项“{}”缺{}").format(line.of(PlanItem.measure), field.verbose_name)
                missing.append(Missing(text, "plan", number, at(field)))
    if row["status"] != "approved":
        missing.append(Missing(_("方案还没有批准"), "plan", number, Plan.approved_on.name))
    return weigh(missing, speak([row], Plan))


def feedback(known: Facts) -> Verdict:
    """The enterprise was asked, and every opinion was answered (6.6.2)."""
    row = _plan(known)
    lines = known.lines(PlanFeedback, PlanFeedback.plan).get(row.id, []) if row else []
    if row is None:
        return absent(_("还没有方案征求意见的记录"), "plan")
    if not lines:
        return absent(_("还没有方案征求意见的记录"), "plan", row["number"], at(PlanFeedback.text))
    missing = [
        Missing(
            _("意见“{}”还没有采纳情况").format(line.of(PlanFeedback.text)), "plan", row["number"],
            at(PlanFeedback.adopted),
        )
        for line in lines if line.of(PlanFeedback.adopted) is None
    ]  # fmt: skip
    return weigh(missing, speak([row], Plan))


def carried_out(known: Facts) -> Verdict:
    """What the plan wanted by now is done, with what came of it (6.7.1)."""
    row = _plan(known)
    items = known.lines(PlanItem, PlanItem.plan).get(row.id, []) if row else []
    if row is None or not items:
        return absent(_("还没有方案项"), "plan", row["number"] if row else "", at(PlanItem.measure) if row else "")
    missing = []
    for line in items:
        due, done = line.of(PlanItem.due_on), line.of(PlanItem.done_on)
        if done is None and due is not None and due < known.today:
            text, place = _("方案项“{}”到期没有完成"), at(PlanItem.done_on)
        elif done is not None and not line.of(PlanItem.result):
            text, place = _("方案项“{}”没有写阶段成果"), at(PlanItem.result)
        else:
            continue
        missing.append(Missing(text.format(line.of(PlanItem.measure)), "plan", row["number"], place))
    begun = any(line.of(PlanItem.done_on) or line.of(PlanItem.result) for line in items)
    return weigh(missing, speak([row], Plan) if begun or not missing else ())


def _plan(known: Facts) -> Row | None:
    """The approved plan, else the one being worked on."""
    rows = [row for row in known.of(Plan) if row["status"] != "superseded"]
    approved = [row for row in rows if row["status"] == "approved"]
    found = approved or rows
    return found[-1] if found else None


def deviations(known: Facts) -> Verdict:
    """Deviations, where there were any, have their cause and their adjustment (6.7.3)."""
    held = {row.id: row for row in known.of(Plan)}
    lines = [line for line in known.of(PlanDeviation) if line.of(PlanDeviation.plan) in held]
    if not lines:
        return NONE_NEEDED
    missing = []
    for line in lines:
        number = held[line.of(PlanDeviation.plan)]["number"]
        for field, text in (
            (PlanDeviation.cause, _("偏差“{}”没有原因分析")), (PlanDeviation.adjustment, _("偏差“{}”还没有调整")),
        ):  # fmt: skip
            if not line.of(field):
                missing.append(Missing(text.format(line.of(PlanDeviation.deviation)), "plan", number, at(field)))
    return weigh(missing, speak([held[line.of(PlanDeviation.plan)] for line in lines], Plan))
