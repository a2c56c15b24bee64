"""The twelve inputs of a management review, each in a sentence made of the records (GB/T 19001 9.3.2).

``since`` is the day of the review before; what happened after it is 本期. An input the records say nothing about stays
empty: somebody has to write it, or why it does not apply.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.actions import NonconformingOutput, Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck
from qmsdesk.models.base import AnyField, Base, Row
from qmsdesk.models.customers import Complaint, Satisfaction, SatisfactionItem
from qmsdesk.models.indicators import Measurement
from qmsdesk.models.people import Person
from qmsdesk.models.planning import Context, Risk
from qmsdesk.models.resources import (
    Equipment,
    EquipmentEvent,
    Instrument,
    Supplier,
    SupplierEvaluation,
)
from qmsdesk.models.results import Improvement
from qmsdesk.models.reviews import Review, ReviewOutput
from qmsdesk.models.running import Visit
from qmsdesk.models.training import Training
from qmsdesk.registers.actions import found_on
from qmsdesk.registers.spec import origin
from qmsdesk.services import assessment, calibrations, nonconformity
from qmsdesk.services.feeds import weighted
from qmsdesk.services.live import Live
from qmsdesk.standard.values import rounded, with_unit

_MOST = 30  # numbers of records named as the source of one input
_TAIL = re.compile(r"(.*?)(\d{1,9})")
_NAMED = 5  # indicators named in one sentence


@dataclass(frozen=True)
class Summed:
    """An input as the records give it: the sentence, and the numbers of the records behind it."""

    summary: str = ""
    sources: tuple[str, ...] = ()

    @property
    def links(self) -> str:
        """The numbers as they are stored: neighbours as 首~末, the first ones of very many."""
        shown = _runs(self.sources)
        text = "；".join(shown[:_MOST])
        return _("{} 等 {} 条").format(text, len(self.sources)) if len(shown) > _MOST else text


def _runs(numbers: Sequence[str]) -> list[str]:
    """FX-001 to FX-004 in a row as ``FX-001~FX-004``."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _follows(runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [run[0] if len(run) == 1 else "；".join(run) if len(run) == 2 else f"{run[0]}~{run[-1]}" for run in runs]


def _follows(first: str, second: str) -> bool:
    a, b = _TAIL.fullmatch(first), _TAIL.fullmatch(second)
    return a is not None and b is not None and a[1] == b[1] and int(b[2]) == int(a[2]) + 1


_ONLY: dict[type[Base], tuple[AnyField, ...]] = {
    Complaint: (Complaint.id, Complaint.number, Complaint.status, Complaint.received_on),
    NonconformingOutput: (NonconformingOutput.id, NonconformingOutput.number, NonconformingOutput.found_on,
                          NonconformingOutput.disposal),
    Nonconformity: (Nonconformity.id, Nonconformity.number, Nonconformity.status, Nonconformity.source,
                    Nonconformity.created_at, Nonconformity.found_on, Nonconformity.factors, Nonconformity.due_on,
                    Nonconformity.verify_by),
    Instrument: (Instrument.id, Instrument.number, Instrument.state),
    Measurement: (Measurement.id, Measurement.number, Measurement.status, Measurement.period),
    Supplier: (Supplier.id, Supplier.number, Supplier.state),
    SupplierEvaluation: (SupplierEvaluation.id, SupplierEvaluation.supplier, SupplierEvaluation.evaluated_on),
    Person: (Person.id, Person.left_on),
    Training: (Training.id, Training.number, Training.held_on),
    Equipment: (Equipment.id, Equipment.number, Equipment.state),
    Risk: (Risk.id, Risk.number, Risk.due_on, Risk.done_on, Risk.effectiveness),
    Improvement: (Improvement.id, Improvement.number, Improvement.status),
}  # fmt: skip
"""What is looked at of tables that grow long."""


class Records(Live):
    """The records as they stand on a day, with the review before."""

    def __init__(self, db: pw.Database, today: dt.date, before: Row | None) -> None:
        super().__init__(db, _ONLY)
        self.today, self.before = today, before
        self.since: dt.date | None = before.of(Review.held_on) if before else None
        self.sheet = assessment.compute(db)

    def lately(self, model: type[Base], day: AnyField) -> list[Row]:
        """What happened since the review before, up to today."""
        return self.some(model, day <= self.today, *(() if self.since is None else (day > self.since,)))


def compute(db: pw.Database, today: dt.date, before: Row | None) -> dict[str, Summed]:
    """All twelve inputs by their code, as the records stand on a day."""
    known = Records(db, today, before)
    return {code: rule(known) for code, rule in _RULES.items()}


def _decisions(known: Records) -> Summed:
    if known.before is None:
        return Summed(_("首次评审，没有以往措施"))
    rows = known.lines(ReviewOutput, ReviewOutput.review).get(known.before.id, [])
    done = sum(r.of(ReviewOutput.done_on) is not None for r in rows)
    effective = sum(r.of(ReviewOutput.effectiveness) == "effective" for r in rows)
    late = [r for r in rows if r.of(ReviewOutput.done_on) is None and _past(r.of(ReviewOutput.due_on), known.today)]
    text = _("{} 的决定 {} 项：完成 {}，验证有效 {}").format(known.before["number"], len(rows), done, effective)
    late_text = _("逾期 {}（{}）").format(len(late), "、".join(r.of(ReviewOutput.decision) for r in late[:_NAMED]))
    return Summed(_joined(text, late_text if late else ""), (known.before["number"],))


def _context(known: Records) -> Summed:
    rows = known.of(Context)
    if not rows:
        return Summed()
    reviewed = known.lately(Context, Context.reviewed_on)
    climate = sum(r.of(Context.climate) == "relevant" for r in rows)
    text = _("内外部因素和相关方 {} 项，本期评审 {} 项").format(len(rows), len(reviewed))
    return Summed(_joined(text, _("气候变化相关 {} 项").format(climate) if climate else ""), _numbers(reviewed or rows))


def _customers(known: Records) -> Summed:
    items = known.lines(SatisfactionItem, SatisfactionItem.satisfaction)
    surveys = [(r, weighted(r, items.get(r.id, []))) for r in known.lately(Satisfaction, Satisfaction.surveyed_on)]
    scored = [(r, score) for r, score in surveys if score is not None]
    complaints = known.lately(Complaint, Complaint.received_on)
    if not scored and not complaints:
        return Summed()
    parts = []
    if scored:
        row, score = max(scored, key=lambda pair: pair[0].of(Satisfaction.surveyed_on))
        parts.append(
            _("顾客满意度 {}%（{:%Y-%m}）").format(rounded(Fraction(score), 1), row.of(Satisfaction.surveyed_on))
        )
    closed = sum(r["status"] == "closed" for r in complaints)
    told = _("投诉 {} 起，已关闭 {}").format(len(complaints), closed) if complaints else _("本期没有投诉")
    return Summed(_joined(*parts, told), _numbers([*(r for r, _score in scored), *complaints]))


def _objectives(known: Records) -> Summed:
    rows = [r for r in known.sheet.rows if r.counted]
    if not rows:
        return Summed()
    count = Counter(r.result for r in rows)
    missed = [r for r in rows if r.result == "not_achieved"]
    text = _("评价指标 {} 项：达成 {}，未达成 {}，待评 {}").format(
        len(rows), count["achieved"], count["not_achieved"], count["pending"]
    )
    names = "、".join(r.indicator for r in missed[:_NAMED])
    return Summed(_joined(text, _("未达成：{}").format(names) if missed else ""), tuple(r.number for r in rows))


def _indicators(known: Records, *categories: str) -> tuple[str, tuple[str, ...]]:
    """The latest values of the indicators of some categories, in words, with their numbers."""
    rows = [r for r in known.sheet.rows if r.category in categories and r.after]
    words = {"achieved": _("达成"), "not_achieved": _("未达成")}
    told = []
    for row in rows[:_NAMED]:
        value = _value(row.after, row.unit)
        result = words.get(row.result, "")
        told.append(f"{row.indicator} {value}（{result}）" if result else f"{row.indicator} {value}")
    return "、".join(told), tuple(r.number for r in rows)


def _processes(known: Records) -> Summed:
    text, numbers = _indicators(known, "realization", "product_improvement")
    outputs = known.lately(NonconformingOutput, NonconformingOutput.found_on)
    if not text and not outputs:
        return Summed()
    disposed = sum(r.of(NonconformingOutput.disposal) is not None for r in outputs)
    told = _("不合格品 {} 批，已处置 {}").format(len(outputs), disposed) if outputs else ""
    return Summed(_joined(text, told), (*numbers, *_numbers(outputs)))


def _nonconformities(known: Records) -> Summed:
    rows, left = _found(known), [r for r in known.of(Nonconformity) if _left(r, known)]
    left_text = _("以前遗留未关闭 {} 项").format(len(left)) if left else ""
    if not rows:
        return Summed(left_text, _numbers(left))
    counts = nonconformity.tally(known.db, known.today, rows)
    text = _("不符合 {} 项：关闭 {}，进行中 {}").format(counts.total, counts.closed, counts.open)
    factors = Counter(f for r in rows for f in r.of(Nonconformity.factors))
    first = dict(Nonconformity.factors.choices)[factors.most_common(1)[0][0]] if factors else ""
    late = _("逾期 {}").format(counts.late) if counts.late else ""
    main = _("主要原因：{}").format(first) if first else ""
    return Summed(_joined(text, late, main, left_text), _numbers([*left, *rows]))


def _found(known: Records) -> list[Row]:
    """The nonconformities found since the review before; without a date the day of entry counts."""
    since = known.since or dt.date.min
    return [r for r in known.of(Nonconformity) if since < found_on(r) <= known.today]


def _left(row: Row, known: Records) -> bool:
    """Whether a nonconformity was found before this period and is still open."""
    return known.since is not None and found_on(row) <= known.since and row["status"] != "closed"


def _measurements(known: Records) -> Summed:
    tools = [r for r in known.of(Instrument) if calibrations.asked(r)]
    last = calibrations.latest(known.db)
    new = (Measurement.period > f"{known.since:%Y-%m}",) if known.since else ()
    months = Counter(r["status"] for r in known.some(Measurement, *new))
    verified, total = months["verified"] + months["locked"], months.total()
    expired = [r for r in tools if not calibrations.holds(last.get(r.id), known.today)]
    parts = [
        _("在用计量器具 {} 件，有效期内 {} 件").format(len(tools), len(tools) - len(expired)) if tools else "",
        _("月度数据 {} 条，已核实 {}").format(total, verified) if total else "",
    ]
    return Summed(_joined(*parts), _numbers(expired or tools))


def _audits(known: Records) -> Summed:
    rows = known.lately(Audit, Audit.held_on)
    if not rows:
        return Summed()
    told = []
    for row in rows:
        own = known.some(Nonconformity, Nonconformity.origin.startswith(origin("audit", row.id)))
        graded = sum(f.of(Nonconformity.grade) == "observation" for f in own)
        checks = known.some(AuditCheck, AuditCheck.audit == row.id, AuditCheck.judgement == "observation")
        seen = max(graded, len(checks))
        closed = sum(f["status"] == "closed" for f in own)
        text = _("{}（{:%Y-%m-%d}）不符合 {}、观察项 {}，已关闭 {}")
        told.append(text.format(row["number"], row.of(Audit.held_on), len(own) - graded, seen, closed))
    outside = [r for r in _found(known) if r["source"] == "external"]
    told.append(_("外部审核不符合 {} 项").format(len(outside)) if outside else "")
    return Summed(_joined(*told), _numbers(rows))


def _suppliers(known: Records) -> Summed:
    rows = [r for r in known.of(Supplier) if r.of(Supplier.state) in {"approved", "suspended"}]
    lately = {r.of(SupplierEvaluation.supplier)
              for r in known.lately(SupplierEvaluation, SupplierEvaluation.evaluated_on)}  # fmt: skip
    told = _("合格供方 {} 家，本期评价 {} 家").format(len(rows), sum(r.id in lately for r in rows)) if rows else ""
    text, numbers = _indicators(known, "purchasing")
    return Summed(_joined(told, text), (*_numbers(rows), *numbers))


def _resources(known: Records) -> Summed:
    people = [r for r in known.of(Person) if not _past(r.of(Person.left_on), known.today)]
    held = known.lately(Training, Training.held_on)
    machines = [r for r in known.of(Equipment) if r.of(Equipment.state) in {"in_use", "repair"}]
    coming = known.having(EquipmentEvent.equipment, EquipmentEvent.next_on >= known.today)
    past = known.having(EquipmentEvent.equipment, EquipmentEvent.next_on < known.today)
    behind = past - coming
    late = [r for r in machines if r.id in behind]
    reviews = {r.id for r in known.of(Review)}
    wanted = [
        r for r in known.of(ReviewOutput)
        if r.of(ReviewOutput.kind) == "resource" and r.of(ReviewOutput.done_on) is None
        and r.of(ReviewOutput.review) in reviews and known.before is not None
        and r.of(ReviewOutput.review) == known.before.id
    ]  # fmt: skip
    if not (people or held or machines):
        return Summed()
    overdue = _("，保养逾期 {}").format(len(late)) if late else ""
    parts = [
        _("人员 {} 人，本期培训 {} 次").format(len(people), len(held)),
        _("设备 {} 台{}").format(len(machines), overdue) if machines else "",
        _("未完成的资源决定 {} 项").format(len(wanted)) if wanted else "",
    ]
    return Summed(_joined(*parts), _numbers([*held, *late]))


def _risks(known: Records) -> Summed:
    rows = known.of(Risk)
    if not rows:
        return Summed()
    done = sum(r.of(Risk.done_on) is not None for r in rows)
    effective = sum(r.of(Risk.effectiveness) == "effective" for r in rows)
    late = sum(r.of(Risk.done_on) is None and _past(r.of(Risk.due_on), known.today) for r in rows)
    text = _("风险和机遇 {} 项：措施完成 {}，有效 {}").format(len(rows), done, effective)
    return Summed(_joined(text, _("逾期 {}").format(late) if late else ""), _numbers(rows))


def _improvements(known: Records) -> Summed:
    rows, visits = known.of(Improvement), [r for r in known.lately(Visit, Visit.visited_on) if r.of(Visit.advice)]
    if not rows and not visits:
        return Summed()
    done = sum(r["status"] in {"done", "verified"} for r in rows)
    taken = sum(r.of(Visit.done_on) is not None for r in visits)
    parts = [
        _("改进项目 {} 项，完成 {}").format(len(rows), done) if rows else "",
        _("巡诊建议 {} 条，已落实 {}").format(len(visits), taken) if visits else "",
    ]
    return Summed(_joined(*parts), _numbers([*rows, *visits]))


_RULES: dict[str, Callable[[Records], Summed]] = {
    "a": _decisions,
    "b": _context,
    "c1": _customers,
    "c2": _objectives,
    "c3": _processes,
    "c4": _nonconformities,
    "c5": _measurements,
    "c6": _audits,
    "c7": _suppliers,
    "d": _resources,
    "e": _risks,
    "f": _improvements,
}


def _joined(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _numbers(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["number"]) for row in rows if row.get("number")))


def _past(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and day < today


def _value(text: str, unit: str) -> str:
    """A number to two places with its unit; words stand alone."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return with_unit(Decimal(rounded(Fraction(number), 2)), unit) if number.is_finite() else text
