"""The good case (6.10, annex D): read with its lengths, inserted figures and what 6.10.1 asks of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseIndicator, CaseStudy
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Assessment, Indicator
from qmsdesk.registers.acceptance import CASE_INDICATORS, CASE_STUDY, case_length
from qmsdesk.services import assessment, reading, records, rounds, settings, standing
from qmsdesk.services.assessment import Sheet, SheetRow
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import case_rules
from qmsdesk.standard.case_rules import PARTS, Fit
from qmsdesk.standard.values import rounded, with_unit

PLANNED_KEY = "case.planned"
State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True)
class Written:
    """A part of the case as it stands, with its length and what is suggested for it."""

    part: case_rules.Part
    text: str
    length: int
    suggested: int

    @property
    def fit(self) -> Fit:
        """Whether it keeps to the band around the suggestion."""
        return case_rules.fit(self.length, self.suggested)

    def words(self) -> str:
        """合适, or by how many characters it is off the suggestion."""
        off = abs(self.length - self.suggested)
        return {
            "empty": _("未写"), "short": _("偏短 {} 字"), "fits": _("合适"), "long": _("偏长 {} 字")
        }[self.fit].format(off)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """An indicator of 表C.1 in the case; ``line`` is its child row. ``before`` to ``after`` read with their units."""

    line: int
    form: str
    indicator: int
    row: SheetRow
    before: str
    target: str
    after: str

    @property
    def drawable(self) -> bool:
        """All three are numbers, so that bars can be drawn."""
        return all(_number(text) is not None for text in (self.row.before, self.row.target, self.row.after))


@dataclass(frozen=True)
class Check:
    """One thing that 6.10.1 asks, or that numbers and parts have to agree in; ``part`` is where to mend it."""

    state: State
    text: str
    part: str = ""


@dataclass(frozen=True)
class View:
    """A case with all that its page, its print and its document show."""

    row: Row
    parts: tuple[Written, ...]
    total: int
    planned: int
    units: tuple[str, ...]
    figures: tuple[Figure, ...]
    offered: tuple[Figure, ...]
    checks: tuple[Check, ...]


def latest(db: pw.Database) -> Row | None:
    """The case a page opens with: the one that stands."""
    return published(db)


def published(db: pw.Database) -> Row | None:
    """The case that goes out: the last final one, else the last there is."""
    return standing.case(reading.rows(db, CaseStudy, CaseStudy.void_reason == ""))


def read(db: pw.Database, record: int) -> View:
    """A case as stored; Refused when it is gone."""
    row = reading.row(db, CaseStudy, record)
    if row is None:
        raise Refused(_("这个案例已不存在。"), _("刷新后再试。"))
    planned = planned_length(db)
    parts = tuple(written(part, row[part.key], planned) for part in PARTS)
    ids = {r["number"]: r.id for r in reading.rows(db, Indicator)}
    rows = {ids[r.number]: r for r in sheet_for(db, row).rows if r.number in ids}
    figures = tuple(
        _figure(rows[line.of(CaseIndicator.indicator)], line.of(CaseIndicator.indicator), line)
        for line in reading.lines(db, CASE_INDICATORS, record)
        if line.of(CaseIndicator.indicator) in rows
    )
    offered = tuple(_figure(found, indicator, None) for indicator, found in rows.items() if found.before or found.after)
    shown = sorted(offered, key=lambda f: f.row.result != "achieved")
    checks = tuple(_checks(parts, figures, offered))
    named = case_rules.units(row.of(CaseStudy.authors))
    return View(row, parts, case_length(row), planned, named, figures, tuple(shown), checks)


def written(part: case_rules.Part, text: str, planned: int) -> Written:
    """A part with its length."""
    return Written(part, text, case_rules.count(text), case_rules.suggested(part, planned))


def sheet_for(db: pw.Database, row: Row) -> Sheet:
    """表C.1 that a case quotes: the one that stood on the day the case was written, else as computed now.

    A later round does not change what an earlier case says.
    """
    day: dt.date | None = row.of(CaseStudy.written_on)
    final = rounds.final(assessment.versions(db), day)
    if final is None or _before(final, day):
        return rounds.results(db)
    return assessment.sheet_of(db, final)


def _before(final: Row, day: dt.date | None) -> bool:
    """Whether a case was written before 表C.1 became final."""
    assessed = final.of(Assessment.assessed_on)
    return day is not None and assessed is not None and assessed > day


def planned_length(db: pw.Database) -> int:
    """How long the case is meant to be; the shares of the parts are shares of it."""
    stored = settings.get(db, PLANNED_KEY, case_rules.LIMIT)
    return stored if isinstance(stored, int) and 0 < stored <= case_rules.LIMIT else case_rules.LIMIT


def plan_length(sitting: Sitting, planned: int) -> records.Change:
    """Set the planned length of the case."""
    with sitting.batch(_("调整计划篇幅")) as batch:
        settings.put(sitting, PLANNED_KEY, planned, _("调整计划篇幅"))
        what = "set" if batch.records else "same"
        return records.Change(settings.REGISTER, 0, what, batch.batch, frozenset(batch.records))


def insert(sitting: Sitting, record: int, indicator: int, form: str) -> records.Change:
    """Insert the comparison of an indicator as ``table`` or ``chart``; Invalid when it stands there already."""
    values = {CaseIndicator.indicator: indicator, CaseIndicator.form: form}
    with sitting.batch(_("插入指标对比")):
        return records.save_line(sitting, CASE_STUDY, record, CASE_INDICATORS, None, values)[0]


def remove(sitting: Sitting, record: int, line: int) -> records.Change:
    """Take an inserted comparison out; undo brings it back."""
    return records.delete_line(sitting, CASE_STUDY, record, CASE_INDICATORS, line)


def shown(value: str, unit: str) -> str:
    """A value of 表C.1 as it reads in a case: two decimals with its unit, words as they are."""
    number = _number(value)
    return value or "—" if number is None else with_unit(Decimal(rounded(number, 2)), unit)


def _figure(row: SheetRow, indicator: int, line: Row | None) -> Figure:
    form = line.of(CaseIndicator.form) if line is not None else ""
    texts = (shown(text, row.unit) for text in (row.before, row.target, row.after))
    return Figure(line.id if line is not None else 0, form, indicator, row, *texts)


def _number(text: str) -> Fraction | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


# 6.10.1 and annex D, as far as a program can tell.


def _checks(parts: Sequence[Written], figures: Sequence[Figure], known: Sequence[Figure]) -> Iterator[Check]:
    by_key = {each.part.key: each for each in parts}
    problem, practice, effect = (by_key[key].text for key in ("problem", "practice", "effect"))
    experience = practice + by_key["lesson"].text
    applied = any(word in experience for word in ("19001", _("质量管理体系")))
    yield Check(
        "ok" if applied else "warn",
        _("6.10.1 a) 写了应用 GB/T 19001 的做法和经验") if applied
        else _("6.10.1 a) 三、五部分没有提到 GB/T 19001 或质量管理体系"),
        "practice",
    )  # fmt: skip
    yield _solved(problem, effect, figures, known)
    told = bool(figures) or any(char.isdigit() for char in effect)
    yield Check(
        "ok" if told else "bad",
        _("6.10.1 c) 成效有量化的指标") if told else _("6.10.1 c) 成效没有具体的量化指标，也没有插入指标对比"),
        "effect",
    )
    yield from _figures_agree(effect, known)
    yield from _shares(parts)


def _solved(problem: str, effect: str, figures: Sequence[Figure], known: Sequence[Figure]) -> Check:
    """b): every indicator that the problems name has its result told, in words or as an inserted figure."""
    if not problem or not effect:
        return Check("bad", _("6.10.1 b) 痛点问题和解决情况还没写全"), "effect" if problem else "problem")
    inserted = {f.row.number for f in figures}
    open_ = [
        f.row.indicator
        for f in known
        if f.row.indicator in problem and f.row.indicator not in effect and f.row.number not in inserted
    ]
    if open_:
        return Check("warn", _("6.10.1 b) 第二部分的“{}”未说明提升后结果").format("、".join(open_)), "effect")
    return Check("ok", _("6.10.1 b) 写了痛点问题和解决情况"), "effect")


def _figures_agree(effect: str, known: Sequence[Figure]) -> Iterator[Check]:
    """Of every indicator that d) names, the figure after stands there as in 表C.1, however it is rounded."""
    numbers = list(_numbers(effect))
    named = [(f, number) for f in known if f.row.indicator in effect and (number := _number(f.row.after)) is not None]
    wrong = [f.row.indicator for f, after in named if not any(rounded(after, p) == text for text, p in numbers)]
    if wrong:
        yield Check("warn", _("“{}”的提升后数据与表C.1不一致或没有写").format("、".join(wrong)), "effect")
    elif named:
        yield Check("ok", _("文中 {} 项指标的数据与表C.1一致").format(len(named)), "effect")


def _numbers(text: str) -> Iterator[tuple[str, int]]:
    """The numbers in a text without trailing zeros, each with the places it was written to."""
    word = ""
    for char in text + " ":
        if char in "0123456789.":
            word += char
            continue
        number = _number(word.strip(".")) if word else None
        if number is not None:
            places = len(word.strip(".").partition(".")[2])
            yield rounded(number, places), places
        word = ""


def _shares(parts: Sequence[Written]) -> Iterator[Check]:
    off = [f"{each.part.letter}) {each.words()}" for each in parts if each.fit in {"short", "long"}]
    if off:
        first = next(each.part.key for each in parts if each.fit in {"short", "long"})
        yield Check("warn", _("篇幅：{}").format("；".join(off)), first)


def part_field(key: str) -> AnyField:
    """The field of a part."""
    return getattr(CaseStudy, key)
