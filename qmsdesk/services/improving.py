"""改进、创新行动计划 drafted from what the evaluation did not reach (6.9.7): one step, taken back by one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import peewee as pw

from qmsdesk.clock import later
from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance, AcceptanceScore
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Assessment, Indicator
from qmsdesk.models.results import Improvement
from qmsdesk.registers.acceptance import SCORES
from qmsdesk.registers.kinds import one_line
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.registers.spec import Values, origin
from qmsdesk.services import assessment, reading, records, rounds, standing
from qmsdesk.services.assessment import Sheet, SheetRow
from qmsdesk.services.case import shown
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.categories import CATEGORIES, category
from qmsdesk.standard.grading import FAILED
from qmsdesk.standard.rows import KIND_TITLES, ScoreRow, gap
from qmsdesk.standard.values import plain, rounded, value_of

MONTHS, MONTHS_FAILED = 3, 1
"""The suggested time for an action; an evaluation that ends 不合格 asks for it sooner (6.9.7)."""

_KIND_OF = {
    "compliance": "management", "strategy": "management", "resources": "management", "product_improvement": "product",
    "purchasing": "process", "realization": "process", "customers": "service", "innovation": "design",
    "distinctive": "product",
}  # fmt: skip
_UNITS = {"%": _("个百分点"), "％": _("个百分点"), "‰": _("个千分点")}
_ASKS = (_("建议"), _("应"), _("须"), _("需"), _("加强"), _("完善"), _("改进"), _("整改"), _("不足"), _("问题"))
"""Words by which an opinion of the experts asks for something; 同意通过验收 alone asks for nothing."""
_EXACT = frozenset({"ratio", "value", "count"})


@dataclass(frozen=True)
class Basis:
    """The evaluation that a plan answers: 表C.1 (``row`` None while none is stored) and the last acceptance."""

    sheet: Sheet
    row: Row | None
    acceptance: Row | None

    @property
    def words(self) -> str:
        """Which 表C.1 it is, for screen and print."""
        if self.row is None:
            return _("当前数据（表C.1 尚未保存）")
        final = self.row.of(Assessment.status) == "final"
        said = _("{} 第 {} 版（已定稿）") if final else _("{} 第 {} 版（未定稿）")
        return said.format(self.row.of(Assessment.name), self.row.of(Assessment.version))

    @property
    def failed(self) -> bool:
        """Whether either evaluation ends 不合格, which 6.9.7 asks special care for."""
        accepted = self.acceptance.of(Acceptance.grade) if self.acceptance is not None else ""
        counted = any(r.counted and r.result != "pending" for r in self.sheet.rows)
        return accepted == FAILED or (counted and self.sheet.grade == FAILED)


@dataclass(frozen=True)
class Suggestion:
    """An improvement that is not there yet; ``indicator`` None for one about a whole category or an opinion."""

    title: str
    kind: str | None
    indicator: int | None
    reason: str
    origin: str

    def values(self, due_on: dt.date) -> Values:
        """What the draft holds beside its title."""
        return {
            Improvement.category: self.kind,
            Improvement.indicator: self.indicator,
            Improvement.due_on: due_on,
            Improvement.origin: self.origin,
            Improvement.remark: self.reason,
        }


def basis(db: pw.Database) -> Basis:
    """The 表C.1 that stands, else as it is now, and the acceptance that stands."""
    row = rounds.standing(db)
    sheet = assessment.sheet_of(db, row) if row is not None else assessment.compute(db)
    return Basis(sheet, row, last_acceptance(db))


def last_acceptance(db: pw.Database) -> Row | None:
    """The acceptance that stands: a draft without a day does not hide one that was held."""
    return standing.acceptance(reading.rows(db, Acceptance, Acceptance.void_reason == ""))


def wanted(db: pw.Database, found: Basis | None = None) -> list[Suggestion]:
    """What the evaluation asks for and no improvement answers yet."""
    found = found or basis(db)
    taken = _stored(db, Improvement.origin)
    all_ = [*_rows(db, found), *_categories(found), *_accepted(db, found)]
    return [each for each in all_ if each.origin not in taken]


def due_on(found: Basis, today: dt.date) -> dt.date:
    """The day a draft suggests."""
    return later(today, MONTHS_FAILED if found.failed else MONTHS)


def draft(sitting: Sitting) -> tuple[records.Change, int]:
    """Draft an improvement for everything that was not reached; one batch. Refused where there is nothing to draft."""
    with sitting.batch(_("起草改进、创新行动计划")) as batch:
        found = basis(sitting.db)
        suggested = wanted(sitting.db, found)
        if not suggested:
            raise Refused(_("没有要起草的改进项目。"), nothing(found))
        day = due_on(found, sitting.clock.today())
        titles = {row.of(Improvement.title) for row in reading.rows(sitting.db, Improvement)}
        for each in suggested:
            title = _untaken(each.title, titles)
            titles.add(title)
            change = records.save(sitting, IMPROVEMENT, None, {**each.values(day), Improvement.title: title})
        change = records.Change(IMPROVEMENT.key, change.record, "add", batch.batch, frozenset(batch.records))
    return change, len(suggested)


def _untaken(title: str, titles: Collection[str]) -> str:
    """A title nobody has: two improvements of one name could not be told apart (a year later the gap is the same)."""
    longest = Improvement.title.max_length
    tries = (title[:longest], *(title[: longest - 6] + _("（第{}次）").format(n) for n in range(2, 100)))
    return next(each for each in tries if each not in titles)


def nothing(found: Basis) -> str:
    """Why there is nothing to draft, in words."""
    short = [r for r in found.sheet.rows if r.counted and r.result == "not_achieved"]
    if not any(r.counted for r in found.sheet.rows):
        return _("表C.1 里还没有计分的评价指标。")
    if short:
        return _("{} 项未达成的指标都已有改进项目。").format(len(short))
    pending = sum(r.counted and r.result == "pending" for r in found.sheet.rows)
    if pending:
        return _("{}里没有未达成的指标，还有 {} 项待评。").format(found.words, pending)
    return _("{}里没有未达成的指标，验收评价也没有要改进的项目。").format(found.words)


def gap_words(row: SheetRow) -> str:
    """How far a row missed its target: 差 1.4 个百分点; for words and 是否 what was wanted and what is."""
    if row.kind not in _EXACT or row.kind not in KIND_TITLES:
        return _("目标“{}”，提升后“{}”").format(row.target, row.after)
    missed = gap(
        ScoreRow(row.number, row.category, row.indicator, row.unit, row.kind, row.direction,
                 target=value_of(row.target, row.kind)),
        value_of(row.after, row.kind),
    )  # fmt: skip
    said = {"lower": _("超出 {}"), "range": _("偏离区间 {}")}.get(row.direction, _("差 {}"))
    unit = _UNITS.get(row.unit, row.unit)
    return said.format(f"{_figure(missed)} {unit}".strip())


def _figure(number: Fraction) -> str:
    """Two decimals, more while they would read as no gap at all."""
    for places in (2, 4, 6):
        if (text := rounded(number, places)) != "0":
            return text
    return _("不到 0.000001")


def _rows(db: pw.Database, found: Basis) -> Iterator[Suggestion]:
    """One for each counted row 未达成 whose indicator nobody works on."""
    ids = {row["number"]: row.id for row in reading.rows(db, Indicator)}
    since = found.row.of(Assessment.assessed_on) if found.row is not None else None
    busy = _stored(db, Improvement.indicator, *_answers(since))
    for row in found.sheet.rows:
        indicator = ids.get(row.number)
        if row.counted and row.result == "not_achieved" and indicator is not None and indicator not in busy:
            words = gap_words(row)
            after, target = shown(row.after, row.unit), shown(row.target, row.unit)
            told = _("{}：提升后 {}，提升目标 {}，{}。").format(found.words, after, target, words)
            came_from = origin("assessment", found.row.id, "indicator", indicator) if found.row is not None \
                else origin("indicator", indicator)  # fmt: skip
            yield Suggestion(_title(row, words), _KIND_OF[row.category], indicator, _care(found, told), came_from)


def _title(row: SheetRow, words: str) -> str:
    """What has to be done about a row, with how far it is."""
    does = {"higher": _("提高{}（{}）"), "lower": _("降低{}（{}）")}.get(row.direction if row.kind in _EXACT else "")
    return (does or _("改进{}（{}）")).format(one_line(row.indicator), words)


def _answers(since: dt.date | None) -> tuple[Any, ...]:
    """The condition that an improvement answers an evaluation: it is still open, or it ended after that."""
    if since is None:
        return ()
    ended = pw.fn.COALESCE(Improvement.verified_on, Improvement.done_on)
    return ((Improvement.status != "verified") | (ended >= since),)


def _stored(db: pw.Database, f: AnyField, *where: Any) -> frozenset[Any]:
    """What the live improvements have in a column; rows are made of none, for the evidence map asks this too."""
    query = Improvement.select(f).distinct()
    query = query.where(Improvement.void_reason == "", Improvement.deleted_at.is_null(), *where)
    return frozenset(value for (value,) in db.execute(query).fetchall())


def _categories(found: Basis) -> Iterator[Suggestion]:
    """Graded 不合格, every selected category that gave nothing is worked on, even without a row 未达成."""
    if not found.failed:
        return
    short = {r.category for r in found.sheet.rows if r.counted and r.result == "not_achieved"}
    for place, each in enumerate(CATEGORIES, 1):
        status = next((c.status for c in found.sheet.categories if c.key == each.key), "not_selected")
        if status in {"pending", "not_achieved"} and each.key not in short:
            told = _("{}：“{}”没有达成的指标。").format(found.words, each.title)
            came_from = origin("assessment", found.row.id if found.row is not None else 0, "category", place)
            yield Suggestion(_("{}：补齐数据并改进").format(each.title), _KIND_OF[each.key], None, _care(found, told),
                             came_from)  # fmt: skip


def _accepted(db: pw.Database, found: Basis) -> Iterator[Suggestion]:
    """Categories to which the experts gave less than the enterprise, and an opinion that asks for something."""
    row = found.acceptance
    if row is None:
        return
    own = {c.key: Decimal(c.score) for c in found.sheet.categories}
    for line in reading.lines(db, SCORES, row.id):
        key, given = line.of(AcceptanceScore.category), line.of(AcceptanceScore.score)
        if given is not None and key in own and Decimal(given) < own[key]:
            title = _("{}：验收 {} 分，自评 {} 分").format(category(key).title, plain(Decimal(given)), plain(own[key]))
            note = one_line(line.of(AcceptanceScore.note))
            told = _("验收评价 {}：{}").format(row["number"], note or _("专家没有写明原因"))
            yield Suggestion(title, _KIND_OF[key], None, _care(found, told), origin("acceptance", row.id, SCORES.key,
                             line.id))  # fmt: skip
    opinion = one_line(row.of(Acceptance.opinion))
    if opinion and (found.failed or any(word in opinion for word in _ASKS)):
        told = _("验收评价 {} 的意见：{}").format(row["number"], opinion)
        yield Suggestion(_("落实验收意见：{}").format(opinion), None, None, _care(found, told),
                         origin("acceptance", row.id))  # fmt: skip


def _care(found: Basis, told: str) -> str:
    return told + (_("评价不合格，须重点改进（6.9.7）。") if found.failed else "")


def of_indicator(found: Basis, number: str) -> SheetRow | None:
    """The row of 表C.1 that an improvement works on."""
    return next((r for r in found.sheet.rows if r.number == number), None)


def drafted_from(db: pw.Database, row: Row) -> str:
    """What raised an improvement, in words; empty for one that was entered by hand."""
    key, _colon, rest = str(row.of(Improvement.origin) or "").partition(":")
    model = {"assessment": Assessment, "acceptance": Acceptance, "indicator": Indicator}.get(key)
    number = rest.split(":")[0]
    source = reading.row(db, model, int(number)) if model is not None and number.isdecimal() else None
    titles = {"assessment": _("自我评价"), "acceptance": _("验收评价"), "indicator": _("评价指标")}
    return f"{titles[key]} {source['number']}" if source is not None else ""


def summary(found: Basis) -> str:
    """Total and grade of both evaluations, for the head of the plan."""
    told = _("{}：合计 {} 分，{}").format(found.words, found.sheet.total, found.sheet.grade)
    row = found.acceptance
    if row is None or row.of(Acceptance.total) is None:
        return told
    accepted = _("验收评价：{}，合计 {} 分，{}").format(
        row["number"], plain(row.of(Acceptance.total)), row.of(Acceptance.grade) or _("未评级")
    )
    return _("{}；{}").format(told, accepted)


__all__ = [
    "MONTHS", "MONTHS_FAILED", "Basis", "Suggestion", "basis", "draft", "drafted_from", "due_on", "gap_words",
    "last_acceptance", "nothing", "of_indicator", "summary", "wanted",
]  # fmt: skip
