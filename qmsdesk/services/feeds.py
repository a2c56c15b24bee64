"""Indicators computed from the registers: for each month the records that count, so that every figure can be opened.

A feed stands for an item of 表A.1 whose register the program owns. Its value of a month is a pure function of the
records; what has not happened by ``until`` is not counted, so that the same records always give the same figures.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity, NonconformityRound
from qmsdesk.models.base import Record, Row
from qmsdesk.models.compliance import ComplianceEvent, Licence
from qmsdesk.models.customers import Complaint, Satisfaction, SatisfactionItem
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Person
from qmsdesk.models.planning import Context, Risk
from qmsdesk.models.resources import Calibration, Instrument
from qmsdesk.models.results import Achievement, Analysis, Improvement
from qmsdesk.registers import customers
from qmsdesk.registers.document_versions import in_force
from qmsdesk.services import calibrations
from qmsdesk.services.live import Live
from qmsdesk.standard import survey


@dataclass(frozen=True)
class Part:
    """A record that contributes to a month: ``counts`` tells whether it is in the 分子, all of them make the 分母.

    ``value`` is what it adds where the figure is no count (a survey's score).
    """

    register: str
    record: int
    title: str
    counts: bool = True
    value: Decimal | None = None


@dataclass(frozen=True)
class Feed:
    """How an item of 表A.1 is computed."""

    code: str
    formula: str
    parts: Callable[[Source, Month], Sequence[Part]]

    @property
    def kind(self) -> str:
        """ratio, count or value."""
        return survey.COMPUTED[self.code]


@dataclass(frozen=True)
class Month:
    """A calendar month, as far as it has passed."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def reached(self, day: dt.date | None) -> bool:
        """Whether the day had come by the end of the month."""
        return day is not None and day <= self.last


@dataclass(frozen=True)
class Figure:
    """The value of a month with the records behind it: 分子 and 分母 of a ratio, else ``value``."""

    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    parts: tuple[Part, ...]


class Source(Live):
    """The rows that feeds look at."""

    @cached_property
    def scores(self) -> dict[int, Decimal]:
        """Weighted satisfaction per survey in percent: Σ(权重 × 平均得分) ÷ Σ权重 ÷ 满分 × 100, exactly."""
        items = self.lines(SatisfactionItem, SatisfactionItem.satisfaction)
        found = {}
        for each in self.of(Satisfaction):
            score = weighted(each, items.get(each.id, []))
            if score is not None:
                found[each.id] = score
        return found


def weighted(survey: Row, items: Sequence[Row]) -> Decimal | None:
    """The satisfaction of a survey in percent; None without items, weights or a full score."""
    full = survey.of(Satisfaction.full_score)
    if not full or not any(item.of(SatisfactionItem.weight) for item in items):
        return None
    with localcontext(prec=40):
        score: Decimal = (customers.weighted(items) * 100 / full).normalize()
        return score


def _part(model: type[Record], row: Row, counts: bool = True, value: Decimal | None = None) -> Part:
    return Part(model.table(), row.id, str(row.of(model.caption()) or row["number"]), counts, value)


def _licences(source: Source, month: Month) -> list[Part]:
    return [
        _part(Licence, row, row.of(Licence.valid_until) is None or row.of(Licence.valid_until) >= month.last)
        for row in source.of(Licence)
        if row.of(Licence.required) and (row.of(Licence.issued_on) is None or month.reached(row.of(Licence.issued_on)))
    ]


def _events(*kinds: str) -> Callable[[Source, Month], list[Part]]:
    def parts(source: Source, month: Month) -> list[Part]:
        return [
            _part(ComplianceEvent, row)
            for row in source.of(ComplianceEvent)
            if row.of(ComplianceEvent.kind) in kinds and month.holds(row.of(ComplianceEvent.occurred_on))
        ]

    return parts


def _risks(source: Source, month: Month) -> list[Part]:
    return [
        _part(Risk, row, row.of(Risk.effectiveness) == "effective" and month.reached(row.of(Risk.reviewed_on)))
        for row in source.of(Risk)
        if row.of(Risk.safety) and month.reached(row.of(Risk.identified_on))
    ]


def _contexts(source: Source, month: Month) -> list[Part]:
    return [_part(Context, row) for row in source.of(Context) if month.holds(row.of(Context.reviewed_on))]


def _staff(source: Source, month: Month) -> list[Part]:
    """Key people there at the beginning of the month or joining in it; who left in the month counts."""
    there = [
        row
        for row in source.of(Person)
        if row.of(Person.is_key)
        and (row.of(Person.joined_on) is None or month.reached(row.of(Person.joined_on)))
        and (row.of(Person.left_on) is None or row.of(Person.left_on) >= month.first)
    ]
    return [_part(Person, row, month.holds(row.of(Person.left_on))) for row in there]


def _calibrations(source: Source, month: Month) -> list[Part]:
    """Verifications due in the month; an instrument in use whose last one ended in it was not verified in time."""
    instruments = {row.id: row for row in source.of(Instrument)}
    done = [
        _part(Instrument, instruments[row.of(Calibration.instrument)], row.of(Calibration.done_on) <= due)
        for row in source.of(Calibration)
        if month.holds(due := row.of(Calibration.due_on)) and row.of(Calibration.instrument) in instruments
    ]
    last = calibrations.last(source.of(Calibration))
    missed = [
        _part(Instrument, row, False)
        for row in instruments.values()
        if calibrations.asked(row) and row.id in last and month.holds(last[row.id].of(Calibration.valid_until))
    ]
    return [*done, *missed]


def _documents(source: Source, month: Month) -> list[Part]:
    """Documents in force at the end of the month, also while they are revised; what was withdrawn is asked no more."""
    revisions = source.lines(DocumentRevision, DocumentRevision.document)
    parts = []
    for row in source.of(Document):
        asked = row.of(Document.level) in {"procedure", "instruction"}
        if asked and in_force(revisions.get(row.id, ()), month.last, row) is not None:
            review = row.of(Document.next_review_on)
            parts.append(_part(Document, row, review is None or review >= month.last))
    return parts


def _improvements(source: Source, month: Month) -> list[Part]:
    return [
        _part(Improvement, row)
        for row in source.of(Improvement)
        if row.of(Improvement.category) == "design"
        and row.of(Improvement.effectiveness) == "effective"
        and month.holds(row.of(Improvement.verified_on))
    ]


def _actions(*sources: str) -> Callable[[Source, Month], list[Part]]:
    """Nonconformities due in the month; those done by their date and verified effective count.

    A round that was judged not effective stays due in its own month, whatever date the next one has.
    """

    def parts(source: Source, month: Month) -> list[Part]:
        wanted = [r for r in source.of(Nonconformity) if not sources or r.of(Nonconformity.source) in sources]
        rounds = source.lines(NonconformityRound, NonconformityRound.nonconformity)
        failed = [
            _part(Nonconformity, row, False)
            for row in wanted
            for each in rounds.get(row.id, ())
            if month.holds(each.of(NonconformityRound.due_on))
        ]
        return failed + [
            _part(
                Nonconformity,
                row,
                row.of(Nonconformity.done_on) is not None
                and row.of(Nonconformity.done_on) <= row.of(Nonconformity.due_on)
                and row.of(Nonconformity.effectiveness) == "effective",
            )
            for row in wanted
            if month.holds(row.of(Nonconformity.due_on))
        ]

    return parts


def _surveys(source: Source, month: Month) -> list[Part]:
    """In order of their day: the last one gives the value of the month."""
    return [
        _part(Satisfaction, row, value=source.scores[row.id])
        for row in sorted(source.of(Satisfaction), key=lambda r: r.of(Satisfaction.surveyed_on))
        if month.holds(row.of(Satisfaction.surveyed_on)) and row.id in source.scores
    ]


def _major(source: Source, month: Month) -> list[Part]:
    return [
        _part(Complaint, row)
        for row in source.of(Complaint)
        if row.of(Complaint.major) and month.holds(row.of(Complaint.received_on))
    ]


def _handled(source: Source, month: Month) -> list[Part]:
    return [
        _part(Complaint, row, row.of(Complaint.confirmed) in {"satisfied", "accepted"})
        for row in source.of(Complaint)
        if month.holds(row.of(Complaint.done_on))
    ]


def _fixed(source: Source, month: Month) -> list[Part]:
    return [
        _part(Improvement, row, row.of(Improvement.document) is not None)
        for row in source.of(Improvement)
        if month.holds(row.of(Improvement.verified_on))
    ]


def _analyses(source: Source, month: Month) -> list[Part]:
    return [
        _part(Analysis, row)
        for row in source.of(Analysis)
        if row.of(Analysis.status) == "done" and month.holds(row.of(Analysis.done_on))
    ]


def _achievements(*kinds: str, levels: tuple[str, ...] = ()) -> Callable[[Source, Month], list[Part]]:
    """Those granted by the end of the month and still in force: a state, not what came in the month."""

    def parts(source: Source, month: Month) -> list[Part]:
        return [
            _part(Achievement, row)
            for row in source.of(Achievement)
            if row.of(Achievement.kind) in kinds
            and (not levels or row.of(Achievement.level) in levels)
            and month.reached(row.of(Achievement.granted_on))
            and (row.of(Achievement.valid_until) is None or row.of(Achievement.valid_until) >= month.last)
        ]

    return parts


_CITY = ("national", "industry", "province", "city")

FEEDS: tuple[Feed, ...] = (
    Feed("1.1", _("有效期内的法定证照数 ÷ 法定证照数（月末）"), _licences),
    Feed("1.2", _("当月行政处罚件数"), _events("penalty")),
    Feed("1.3", _("当月列入异常、失信名单和被执行的记录数"), _events("abnormal", "dishonest", "defaulter")),
    Feed("2.1", _("措施已评价有效的安全特性风险数 ÷ 已识别数（月末）"), _risks),
    Feed("2.3", _("当月完成评审的内外部因素和相关方数"), _contexts),
    Feed("3.1", _("当月离职骨干人数 ÷ 当月在册骨干人数"), _staff),
    Feed("3.3", _("当月应检器具中按期检定的次数 ÷ 应检次数"), _calibrations),
    Feed("3.5", _("评审未逾期的程序和作业文件数 ÷ 有效的程序和作业文件数（月末）"), _documents),
    Feed("4.3", _("当月验证有效的设计、工艺、材料优化项数"), _improvements),
    Feed("5.3", _("当月到期的供方问题中按期完成且验证有效的 ÷ 到期数"), _actions("supplier")),
    Feed("6.9", _("当月到期的不符合中按期完成且验证有效的 ÷ 到期数"), _actions()),
    Feed("7.1", _("当月调查的加权满意度：Σ（权重 × 平均得分）÷ 满分"), _surveys),
    Feed("7.2", _("当月重大顾客投诉件数"), _major),
    Feed("7.3", _("当月处理完的投诉中顾客满意或接受的 ÷ 处理完的投诉"), _handled),
    Feed("8.1", _("当月验证的改进中已固化为文件的 ÷ 验证的改进"), _fixed),
    Feed("8.3", _("当月完成的统计分析次数"), _analyses),
    Feed("8.5", _("月末有效的发明和实用新型专利数"), _achievements("invention", "utility")),
    Feed("8.6", _("月末参与的标准数"), _achievements("standard")),
    Feed(
        "8.7", _("月末的市级及以上质量奖和科技奖数"),
        _achievements("quality_award", "science_award", levels=_CITY),
    ),
)  # fmt: skip
BY_CODE = {feed.code: feed for feed in FEEDS}
COMPUTED = "computed"
_BLANK = {f.name: f.default for f in Measurement.fields()}
STATES = frozenset({"1.1", "2.1", "3.5", "8.5", "8.6", "8.7"})
"""Feeds that give a state at the end of the month: a period takes its latest month, not the sum."""


def figure(feed: Feed, source: Source, period: str, until: dt.date) -> Figure:
    """The value of a month ``YYYY-MM`` and the records behind it, as far as the month has passed by ``until``."""
    first = dt.date.fromisoformat(f"{period}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    parts = tuple(feed.parts(source, Month(first, min(last, until))))
    counted = Decimal(sum(part.counts for part in parts))
    if feed.kind == "ratio":
        return Figure(period, counted, Decimal(len(parts)), None, parts)
    if feed.kind == "count":
        return Figure(period, None, None, counted, parts)
    values = [part.value for part in parts if part.value is not None]
    return Figure(period, None, None, values[-1] if values else None, parts)


def figures(db: pw.Database, code: str, periods: Sequence[str], until: dt.date) -> list[Figure]:
    """The months of a feed in order, those that have begun by ``until``."""
    source, feed = Source(db), BY_CODE[code]
    return [figure(feed, source, p, until) for p in sorted(periods) if p <= until.isoformat()[:7]]


def computed(
    db: pw.Database, indicators: Sequence[Row], first: Mapping[int, str], until: dt.date
) -> dict[int, list[Row]]:
    """The months of computed indicators as measurements that nobody typed: state ``computed``, a negative id.

    ``first`` is the first month wanted of each indicator.
    """
    source, found, n = Source(db), {}, 0
    for indicator in indicators:
        feed = BY_CODE.get(indicator.of(Indicator.feed) or "")
        if feed is None:
            continue
        rows = []
        for period in months(first.get(indicator.id, until.isoformat()[:7]), until.isoformat()[:7]):
            n -= 1
            made = figure(feed, source, period, until)
            named = {
                "id": n, "status": COMPUTED, "indicator": indicator.id, "period": period, "source": feed.formula,
                "numerator": made.numerator, "denominator": made.denominator, "value": made.value,
            }  # fmt: skip
            rows.append(Row({**_BLANK, **named}))
        found[indicator.id] = rows
    return found


def months(first: str, last: str) -> list[str]:
    """Calendar months ``YYYY-MM`` from–to, both included."""
    at, end = (int(p[:4]) * 12 + int(p[5:]) - 1 for p in (first, last))
    return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(at, end + 1)]
