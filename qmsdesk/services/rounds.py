"""A surveillance year: another round beside the ones before, of which nothing changes (6.9.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.errors import Blocked, UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment, IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.services import assessment, indicators, records, workplan
from qmsdesk.services.indicators import Evaluated, Period
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import work_plan
from qmsdesk.standard.values import text

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_USUAL_MONTH = 10  # of the surveillance audit, where the certificate does not say


@dataclass(frozen=True)
class Outlook:
    """What opening a surveillance year would make, for the question before it; ``refused`` is why it cannot be."""

    year: int
    name: str
    last: str
    baseline: str
    evaluation: str
    audit_on: dt.date
    indicators: int
    tasks: int
    refused: str = ""
    hint: str = ""


def round_name(year: int) -> str:
    """What the round of a surveillance year is called."""
    return _("{} 年监督").format(year)


def final(versions: Sequence[Row], by: dt.date | None = None) -> Row | None:
    """The final 表C.1 that stands among versions in the order of ``assessment.versions``; None while none is final.

    It is the last one of the newest round that has one. ``by`` asks for that of a day: the last one by then, and
    where there was none yet, the last of the first round: a later round does not change what was said before it.
    """
    found = [row for row in versions if row.of(Assessment.status) == "final"]
    if by is not None and found:
        then = [row for row in found if (row.of(Assessment.assessed_on) or by) <= by]
        found = then or [row for row in found if row.of(Assessment.round) == found[0].of(Assessment.round)]
    return found[-1] if found else None


def judged(versions: Sequence[Row]) -> list[Row]:
    """The versions of 表C.1 of the round by which the enterprise stands, with drafts after it: all while none is final.

    A surveillance year that has only begun takes nothing away from what was reached.
    """
    last = final(versions)
    if last is None:
        return list(versions)
    return [row for row in versions if row.of(Assessment.round) == last.of(Assessment.round)]


def stands(versions: Sequence[Row]) -> Row | None:
    """The final version that stands, else the last draft."""
    return final(versions) or (versions[-1] if versions else None)


def standing(db: pw.Database, name: str = "") -> Row | None:
    """The 表C.1 that stands, of a round or of all: the final one, else the last draft; None while there is none."""
    return stands(assessment.versions(db, name))


def stood_by(db: pw.Database, facts: indicators.Facts | None = None) -> str:
    """The round whose results the enterprise stands by: the newest with a final 表C.1, else the newest there is."""
    last = final(assessment.versions(db))
    if last is not None:
        return str(last.of(Assessment.round))
    return indicators.current_round(facts or indicators.read(db, whole=False))


def results(db: pw.Database) -> assessment.Sheet:
    """表C.1 of that round computed from the present records."""
    facts = indicators.read(db, whole=False)
    return assessment.compute(db, round_name=stood_by(db, facts), facts=facts)


def outlook(db: pw.Database, today: dt.date, year: int = 0) -> Outlook:
    """What would be made for a year, by default the first one from the next surveillance audit on that is not open.

    Nothing is written.
    """
    facts = indicators.read(db)
    last = indicators.current_round(facts)
    evaluated = [each for each in indicators.evaluate(facts, last) if each.row.counted]
    if not year:
        year = _audit_day(facts.enterprise, today, 0).year
        while year < _LAST_YEAR and _is_open(db, facts, year):
            year += 1
    audit_on = _audit_day(facts.enterprise, today, year)
    refused, hint = _refusal(db, facts, last, year, evaluated)
    return Outlook(
        year, round_name(year), last, _common_period(evaluated), f"{year}-01~{year}-12", audit_on, len(evaluated),
        len(work_plan.surveillance()), refused, hint,
    )  # fmt: skip


def open_round(
    sitting: Sitting,
    year: int,
    *,
    baseline: str = "",
    evaluation: str = "",
    audit_on: dt.date | None = None,
    keep_targets: bool = False,
) -> records.Change:
    """Open the round of a surveillance year: rounds of the counted indicators, a draft of 表C.1, tasks of the plan.

    ``baseline`` and ``evaluation`` are periods (``2026-07~2026-09``); without them each indicator takes 提升前 from the
    period of its own last 提升后, and evaluated is the whole year. Targets are empty, or those of the last round.
    Tasks count from ``audit_on``. One step of undo; nothing of earlier rounds is touched. Blocked for a round there
    is, while no 表C.1 of the last one is final, and where nothing is counted; UserError for periods that make no sense.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UserError(_("“{}”不是监督年度。").format(year), _("写成 2027 的样子。"))
    name, today = round_name(year), sitting.clock.today()
    evaluation = evaluation or f"{year}-01~{year}-12"
    with sitting.batch(_("开启 {} 监督年度").format(year)) as current:
        facts = indicators.read(sitting.db)
        last = indicators.current_round(facts)
        counted = [each for each in indicators.evaluate(facts, last) if each.row.counted]
        refused, hint = _refusal(sitting.db, facts, last, year, counted)
        if refused:
            raise Blocked(refused, (), hint)
        for period in [baseline] if baseline else ["", *_periods(counted)]:
            _refuse_overlap(period, evaluation)
        for each in counted:
            values = {IndicatorRound.name: name, IndicatorRound.evaluation: evaluation, **_begun(each, baseline)}
            if keep_targets and each.round is not None:
                values[IndicatorRound.target] = each.round.of(IndicatorRound.target)
            records.save_line(sitting, INDICATOR, each.indicator.id, ROUNDS, None, values)
        assessment.draft(sitting, name)
        day = audit_on or _audit_day(facts.enterprise, today, year)
        workplan.add_tasks(sitting, work_plan.surveillance(), day, str(year))
        return records.Change(INDICATOR.key, 0, "add", current.batch, frozenset(current.records))


def _begun(each: Evaluated, baseline: str) -> dict[pw.Field, object]:
    """提升前 is the last 提升后: by the months of its period where they made it, else as it was typed or measured."""
    line = each.round
    period = baseline or (line.of(IndicatorRound.evaluation) if line is not None else None)
    before = line.of(IndicatorRound.after) if line is not None else ""
    if not before and baseline:
        before = text(each.after.value, each.row.unit)  # the months of another period may not cover it
    found: dict[pw.Field, object] = {IndicatorRound.before: before}
    if period:
        found[IndicatorRound.baseline] = period
    if line is not None and line.of(IndicatorRound.aggregate):
        found[IndicatorRound.aggregate] = line.of(IndicatorRound.aggregate)
    return found


def _common_period(evaluated: list[Evaluated]) -> str:
    """The period most 提升后 values are taken from."""
    known = _periods(evaluated)
    return max(known, key=known.count) if known else ""


def _periods(evaluated: list[Evaluated]) -> list[str]:
    periods = (e.round.of(IndicatorRound.evaluation) for e in evaluated if e.round is not None)
    return [str(period) for period in periods if period]


def _refusal(
    db: pw.Database, facts: indicators.Facts, last: str, year: int, counted: list[Evaluated]
) -> tuple[str, str]:
    if _is_open(db, facts, year):
        return _("{} 监督年度已经开启。").format(year), _("在工作计划、指标跟踪和自我评价里选这一轮。")
    if not counted:
        return _("上一轮还没有计分的评价指标。"), _("先在指标跟踪里填写首轮指标。")
    if not any(row.of(Assessment.status) == "final" for row in assessment.versions(db, last)):
        return _("“{}”的表C.1 还没有定稿。").format(last), _("先在自我评价里定稿，提升后才能作新一轮的提升前。")
    return "", ""


def _is_open(db: pw.Database, facts: indicators.Facts, year: int) -> bool:
    name = round_name(year)
    planned = str(year) in workplan.rounds(db)
    return name in indicators.round_names(facts) or planned or bool(assessment.versions(db, name))


def _refuse_overlap(baseline: str, evaluation: str) -> None:
    """What is evaluated comes after what it is compared with."""
    first, second = Period.parse(baseline), Period.parse(evaluation)
    if second is None or second.first > second.last:
        raise UserError(_("评价期“{}”不对。").format(evaluation), _("写成 2027-01~2027-12 的样子。"))
    if first is not None and (first.first > first.last or first.last >= second.first):
        raise UserError(_("评价期须在基线期 {} 之后。").format(baseline), _("改评价期或基线期。"))


def _audit_day(enterprise: Row | None, today: dt.date, year: int) -> dt.date:
    """The next surveillance audit: as the enterprise says, else a year after the certificate, else in October."""
    said = enterprise.of(Enterprise.surveillance_on) if enterprise is not None else None
    if said is not None and year in {0, said.year}:
        return said  # type: ignore[no-any-return]
    year = year or today.year + 1
    since = said or (enterprise.of(Enterprise.certified_on) if enterprise is not None else None)
    if since is not None and (since.year < year or said is not None):
        return since.replace(year=year, day=min(since.day, 28))  # type: ignore[no-any-return]
    return dt.date(year, _USUAL_MONTH, 15)
