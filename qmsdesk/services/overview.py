"""What 总览 shows and prints: stages, requirements, score, indicators, the day of acceptance, the first steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Assessment, Indicator
from qmsdesk.models.people import Person
from qmsdesk.models.project import Milestone
from qmsdesk.models.system import ExportLog
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import history, indicators, monthly, readiness
from qmsdesk.services.assessment import Sheet
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.readiness import MET, MISSING, NOT_APPLICABLE, NOT_DUE, PARTIAL, Facts, Judged, Progress
from qmsdesk.standard.rows import Result, gap, result
from qmsdesk.standard.values import Ratio, Value, magnitude, rounded, with_unit

CARDS = 4
"""Indicators that stand on the page."""
BUNDLE = "bundle"
"""The register of a place that is no register: the page 导出资料包."""

ORDER = (MISSING, PARTIAL, MET, NOT_DUE, NOT_APPLICABLE)
"""States in the order of the list: what is missing first."""
FOLDED = frozenset({NOT_DUE, NOT_APPLICABLE})
"""What is outside the count and folded away."""

_RUN = 2  # values that make a line
_NAMED = 3  # records that are named as evidence


@dataclass(frozen=True)
class Place:
    """A record, or a register where the number is empty, and a field of it; ``round`` is the one to show it in."""

    register: str
    number: str = ""
    field: str = ""
    round: str = ""


@dataclass(frozen=True)
class Appointment:
    """The day on which the acceptance is meant to be, or was, and the record that says so (6.9.1)."""

    day: dt.date
    place: Place
    held: bool


@dataclass(frozen=True)
class Card:
    """An indicator at a glance; ``points`` are its values over time, as far as they are numbers."""

    evaluated: Evaluated
    result: Result
    points: tuple[Decimal, ...]
    target: Decimal | None

    @property
    def short_of(self) -> str:
        """How far 提升后 is from the target, in its unit (percent points for %); empty where it is reached."""
        row = self.evaluated.row
        if self.result != "not_achieved" or not row.numeric:
            return ""
        distance = gap(row, row.after)
        return next((text for places in range(2, 7) if (text := rounded(distance, places)) != "0"), "")


@dataclass(frozen=True)
class Step:
    """Something to begin with, and whether it is done."""

    title: str
    text: str
    place: Place
    done: bool


@dataclass(frozen=True)
class Overview:
    """The whole page on a day."""

    today: dt.date
    judged: tuple[Judged, ...]
    stages: tuple[Progress, ...]
    current: str
    """The letter of the stage in hand, by the work plan, else the first with something open; empty when nothing is."""
    acceptance: Appointment | None
    sheet: Sheet
    """表C.1 by which the enterprise stands: a round that has only begun takes nothing away (6.9.9)."""
    evaluation: Place
    """Where that 表C.1 is."""
    final: bool
    """Whether it is 定稿."""
    cards: tuple[Card, ...]
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """Requirements met."""
        return sum(stage.done for stage in self.stages)

    @property
    def of(self) -> int:
        """Requirements that are due and apply."""
        return sum(stage.of for stage in self.stages)

    def counts(self) -> dict[Result, int]:
        """The counted indicators by their result."""
        found: dict[Result, int] = {}
        for row in self.sheet.rows:
            if row.counted:
                found[row.result] = found.get(row.result, 0) + 1  # type: ignore[index, call-overload]
        return found

    @property
    def begun(self) -> bool:
        """Whether there are indicators to show instead of first steps."""
        return bool(self.cards)


def read(db: pw.Database, today: dt.date) -> Overview:
    """Everything from the records; nothing is stored."""
    known = readiness.facts(db, today)
    judged = tuple(readiness.judge(known))
    stages = tuple(readiness.stages(judged))
    latest = known.assessments[-1] if known.assessments else None
    return Overview(
        today=today,
        judged=judged,
        stages=stages,
        current=_current(known, stages),
        acceptance=_acceptance(known),
        sheet=known.sheet,
        evaluation=Place("assessment", latest["number"] if latest is not None else "", round=known.sheet.round),
        final=latest is not None and latest.of(Assessment.status) == "final",
        cards=_cards(known),
        steps=_steps(known, judged),
    )


def mark(db: pw.Database, today: dt.date) -> tuple[object, ...]:
    """What stays the same as long as the page does: nothing was saved or exported, and it is the same day."""
    exports = ExportLog.select(pw.fn.COUNT(ExportLog.id)).scalar(db)
    return (today, history.head(db).seq, exports)


def percent(done: int, of: int) -> int:
    """Rounded down, so that 100 means all; 0 where nothing is due."""
    return done * 100 // of if of else 0


def ordered(judged: Iterable[Judged]) -> list[Judged]:
    """What is missing first, inside a state in the order of the clauses."""
    return sorted(judged, key=lambda each: ORDER.index(each.verdict.state))


def within(judged: Iterable[Judged], standard: str = "", stage: str = "") -> list[Judged]:
    """Those of a standard and of a stage; an empty key takes all."""
    return [
        each for each in judged
        if standard in ("", each.requirement.standard) and stage in ("", each.requirement.stage)
    ]  # fmt: skip


def explain(each: Judged) -> str:
    """What is missing, or the evidence, or what has to exist."""
    missing, evidence = each.verdict.missing, each.verdict.evidence
    if missing and each.verdict.state != NOT_APPLICABLE:
        if len(missing) == 1:
            return missing[0].text
        return _("{} 等 {} 处").format(missing[0].text, len(missing))
    if not evidence or each.verdict.state == NOT_APPLICABLE:
        return each.requirement.must
    named = "、".join(number for _register, number in evidence[:_NAMED])
    words = f"{title_of(evidence[0][0])} {named}"
    return words if len(evidence) <= _NAMED else _("{} 等 {} 条").format(words, len(evidence))


def place_of(each: Judged) -> Place:
    """Where to mend what is missing first, or where the first evidence stands."""
    verdict, where = each.verdict, each.requirement.where or BUNDLE
    if verdict.missing:
        first = verdict.missing[0]
        return Place(first.register or where, first.number, first.field)
    if verdict.evidence:
        return Place(*verdict.evidence[0])
    return Place(where)


def title_of(register: str) -> str:
    """The title of a register, or of the page that stands for one."""
    found = BY_KEY.get(register)
    return found.title if found else _("导出资料包")


def value_text(value: Value, unit: str) -> str:
    """A value for print: numbers to two decimals with their unit, words as they are."""
    if isinstance(value, Decimal) or (isinstance(value, Ratio) and not value.no_sample):
        return with_unit(Decimal(rounded(magnitude(value, unit), 2)), unit)
    return with_unit(value, unit)


def _current(known: Facts, stages: Sequence[Progress]) -> str:
    """The first stage with a task of the work plan that has begun and is not done, else with a requirement open."""
    unfinished = [each.stage.key for each in stages if each.done < each.of or not each.of]
    begun = {
        row.of(Milestone.stage) for row in known.of(Milestone)
        if row.of(Milestone.done_on) is None
        and (row.of(Milestone.started_on) or row.of(Milestone.planned_on) or dt.date.max) <= known.today
    }  # fmt: skip
    planned = [key for key in unfinished if key in begun]
    open_ones = [each.stage.key for each in stages if each.done < each.of]
    return next(iter([*planned, *open_ones]), "")


def _acceptance(known: Facts) -> Appointment | None:
    """The latest acceptance with a day, else the last open task of stage h) that the authority leads."""
    dated = [row for row in known.of(Acceptance) if row.of(Acceptance.held_on)]
    if dated:
        row = dated[-1]
        place = Place("acceptance", row["number"], Acceptance.held_on.name)
        return Appointment(row.of(Acceptance.held_on), place, row.of(Acceptance.status) == "final")
    tasks = [row for row in known.of(Milestone) if row.of(Milestone.stage) == "h" and _day(row)]
    chosen = [row for row in tasks if row.of(Milestone.led_by) == "authority"] or tasks
    if not chosen:
        return None
    last = max(chosen, key=lambda row: _day(row) or dt.date.min)
    day = _day(last)
    assert day is not None
    place = Place("milestone", last["number"], Milestone.due_on.name)
    return Appointment(day, place, last.of(Milestone.done_on) is not None)


def _day(row: Row) -> dt.date | None:
    day: dt.date | None = row.of(Milestone.done_on) or row.of(Milestone.due_on) or row.of(Milestone.planned_on)
    return day


def _cards(known: Facts) -> tuple[Card, ...]:
    """The counted indicators that say most: those with a run before those without, representative ones first."""
    facts, round_name = known.indicators, known.sheet.round
    if round_name not in indicators.round_names(facts):  # it was renamed after its final version
        round_name = indicators.current_round(facts)
    made = [_card(each) for each in indicators.evaluate(facts, round_name) if each.row.counted]
    made.sort(key=_rank)
    return tuple(made[:CARDS])


def _rank(card: Card) -> tuple[bool, bool]:
    return len(set(card.points)) < _RUN, not card.evaluated.indicator.of(Indicator.representative)


def _card(evaluated: Evaluated) -> Card:
    row = evaluated.row
    values = (_number(spot.value, row.unit) for spot in monthly.series(evaluated, "month"))
    points = tuple(value for value in values if value is not None)
    return Card(evaluated, result(row), points, _number(row.target, row.unit))


def _number(value: Value, unit: str) -> Decimal | None:
    if isinstance(value, Decimal) or (isinstance(value, Ratio) and not value.no_sample):
        return Decimal(rounded(magnitude(value, unit), 6))
    return None


def _steps(known: Facts, judged: Sequence[Judged]) -> tuple[Step, ...]:
    met = {each.requirement.key for each in judged if each.verdict.state == MET}
    return (
        Step(_("填写企业档案"), _("代码、从业人员和营业收入决定划型（3.1）"), Place("enterprise"), "profile" in met),
        Step(_("录入部门和人员"), _("逐条录入，或导入花名册"), Place("person"), bool(known.of(Person))),
        Step(_("登记法定证照"), _("营业执照等，附扫描件（5.1 a）"), Place("licence"), "licences" in met),
        Step(_("完成基本要求自查"), _("逐条对照 5.1"), Place("enterprise"), "willing" in met),
        Step(_("登记已有的文件"), _("整个文件夹可以一次导入（6.7.2.3）"), Place("document"), bool(known.of(Document))),
        Step(_("选取评价指标"), _("写明提升前和目标（6.9.5）"), Place("indicator"), bool(known.indicators.indicators)),
    )  # fmt: skip
