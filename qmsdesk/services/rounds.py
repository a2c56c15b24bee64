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


def judged(versions: Sequence[Row]) -> list[Row]:
    """The versions of 表C.1 by which the enterprise stands: of the newest round with a final one, else all.

    A surveillance year that has only begun takes nothing away from what was reached.
    """
    begun: dict[str, int] = {}
    for row in sorted(versions, key=lambda row: row.id):
        begun.setdefault(row.of(Assessment.round), row.id)
    final = {row.of(Assessment.round) for row in versions if row.of(Assessment.status) == "final"}
    if not final:
        return list(versions)
    newest = max(final, key=lambda name: begun[name])
    return [row for row in versions if row.of(Assessment.round) == newest]


def outlook(db: pw.Database, today: dt.date, year: int = 0) -> Outlook:
    """What would be made for a year, by default that of the next surveillance audit; nothing is written."""
    facts = indicators.read(db)
    last = indicators.current_round(facts)
    evaluated = [each for each in indicators.evaluate(facts, last) if each.row.counted]
    audit_on = _audit_day(facts.enterprise, today, year)
    year = year or audit_on.year
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

    ``baseline`` and ``evaluation`` are periods (``2026-07~2026-09``); without them 提升前 is taken from the period of
    the last 提升后, and evaluated is the whole year. Targets are empty, or those of the last round. Tasks count from
    ``audit_on``. One step of undo; nothing of earlier rounds is touched. Blocked for a round there is, while no
    表C.1 of the last one is final, and where nothing is counted; UserError for periods that make no sense.
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
        _refuse_overlap(baseline or _common_period(counted), evaluation)
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
    periods = [e.round.of(IndicatorRound.evaluation) for e in evaluated if e.round is not None]
    known = [period for period in periods if period]
    return str(max(known, key=known.count)) if known else ""


def _refusal(
    db: pw.Database, facts: indicators.Facts, last: str, year: int, counted: list[Evaluated]
) -> tuple[str, str]:
    name = round_name(year)
    planned = str(year) in workplan.rounds(db)
    if name in indicators.round_names(facts) or planned or assessment.versions(db, name):
        return _("{} 监督年度已经开启。").format(year), _("在工作计划、指标跟踪和自我评价里选这一轮。")
    if not counted:
        return _("上一轮还没有计分的评价指标。"), _("先在指标跟踪里填写首轮指标。")
    if not any(row.of(Assessment.status) == "final" for row in assessment.versions(db, last)):
        return _("“{}”的表C.1 还没有定稿。").format(last), _("先在自我评价里定稿，提升后才能作新一轮的提升前。")
    return "", ""


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
