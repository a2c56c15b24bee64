"""表C.1: points by category under five rules, the total and its grade (6.9.4–6.9.8). Exact inside, no floats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.categories import CATEGORIES, Category
from qmsdesk.standard.grading import DEFAULT_BANDS, MAXIMUM, POINTS, Bands
from qmsdesk.standard.rows import Result, ScoreRow, result, without_sample
from qmsdesk.standard.values import rounded

Rule = Literal["any", "all", "representative", "proportional", "per_indicator"]
Status = Literal["achieved", "not_achieved", "pending", "not_selected"]

RULE_TITLES: dict[Rule, str] = {
    "any": _("任一指标达成"), "all": _("全部指标达成"), "representative": _("代表指标达成"),
    "proportional": _("按达成比例"), "per_indicator": _("每项指标 10 分"),
}
RULE_NOTES: dict[Rule, str] = {
    "any": _("同一评价项目有几个评价指标时，任一指标达成目标即得 10 分，否则不得分（6.9.8）；满分 90 分。"),
    "all": _("同一评价项目有几个评价指标时，全部达成目标才得 10 分，否则不得分；满分 90 分。"),
    "representative": _("同一评价项目有几个评价指标时，只看代表指标，达成目标得 10 分，否则不得分；满分 90 分。"),
    "proportional": _("同一评价项目有几个评价指标时，按达成目标的指标所占比例折算 10 分；满分 90 分。"),
    "per_indicator": _("每个评价指标达成目标得 10 分，否则不得分；满分为计分指标数的 10 倍。"),
}
STATUS_TITLES: dict[Status, str] = {"achieved": _("达成"), "not_achieved": _("未达成"), "pending": _("待评"),
                                    "not_selected": _("未选取")}
DEFAULT_RULE: Rule = "any"


@dataclass(frozen=True)
class RowScore:
    """A row with its 提升结果; ``no`` is the 序号 on 表C.1, None for a row that is not counted and so not printed."""

    no: int | None
    row: ScoreRow
    result: Result
    points: int | None
    """10 or 0 under ``per_indicator``; None under the other rules, which score the category."""

    @property
    def held(self) -> bool:
        """Whether the row counts as achieved only because 保持 was declared."""
        return self.result == "achieved" and without_sample(self.row)


@dataclass(frozen=True)
class CategoryScore:
    """A category's 评价分数. Under ``proportional`` and ``per_indicator`` it is achieved only with all its points."""

    category: Category
    status: Status
    points: Fraction


@dataclass(frozen=True)
class Score:
    """表C.1 scored: every category in order, every row in category order."""

    rule: Rule
    bands: Bands
    rows: tuple[RowScore, ...]
    categories: tuple[CategoryScore, ...]
    total: Fraction
    maximum: int
    grade: str
    pending: int
    """Counted rows still 待评."""
    totals_by_rule: dict[Rule, Fraction]

    @property
    def counted(self) -> tuple[RowScore, ...]:
        """The rows that 表C.1 prints."""
        return tuple(row for row in self.rows if row.row.counted)


def score(rows: Iterable[ScoreRow], rule: str = DEFAULT_RULE, bands: Bands = DEFAULT_BANDS) -> Score:
    """Score the rows; inside a category they keep the order given. ``UserError`` for an unknown rule."""
    chosen = rule_of(rule)
    given = list(rows)
    results = [_Judged(row, result(row)) for each in CATEGORIES for row in given if row.category == each.key]
    categories = _categories(results, chosen)
    total = _total(categories)
    counted = [one for one in results if one.row.counted]
    return Score(
        chosen, bands, tuple(_numbered(results, chosen)), categories, total,
        POINTS * len(counted) if chosen == "per_indicator" else MAXIMUM,
        bands.grade(total), sum(one.result == "pending" for one in counted),
        {each: _total(_categories(results, each)) for each in RULE_TITLES},
    )


def rule_of(text: str) -> Rule:
    """The rule of a stored or typed key; ``UserError`` naming the five when it is none of them."""
    for each in RULE_TITLES:
        if each == text:
            return each
    raise UserError(_("没有“{rule}”这种计分口径。").format(rule=text),
                    _("可选：{rules}。").format(rules="、".join(RULE_TITLES)))


def rule_title(text: str) -> str:
    """The rule of a stored key in words."""
    return RULE_TITLES[rule_of(text)]


def points(number: Fraction) -> str:
    """A score or total for JSON and print: half-up to two decimals, no trailing zeros."""
    return rounded(number, 2)


@dataclass(frozen=True)
class _Judged:
    row: ScoreRow
    result: Result


def _numbered(results: Sequence[_Judged], rule: Rule) -> Iterable[RowScore]:
    number = 0
    for one in results:
        number += one.row.counted
        achieved = POINTS if one.row.counted and one.result == "achieved" else 0
        yield RowScore(number if one.row.counted else None, one.row, one.result,
                       achieved if rule == "per_indicator" else None)


def _categories(results: Sequence[_Judged], rule: Rule) -> tuple[CategoryScore, ...]:
    return tuple(CategoryScore(each, *_judge([one for one in results if one.row.category == each.key], rule))
                 for each in CATEGORIES)


def _judge(results: Sequence[_Judged], rule: Rule) -> tuple[Status, Fraction]:
    counted = [one for one in results if one.row.counted]
    if not counted:
        return "not_selected", Fraction(0)
    sampled = [one for one in counted if one.result != "no_sample"]
    if not sampled:
        return "pending", Fraction(0)
    if rule == "representative":
        sampled = [next((one for one in sampled if one.row.representative), sampled[0])]
    achieved = sum(one.result == "achieved" for one in sampled)
    full = achieved > 0 if rule == "any" else achieved == len(sampled)
    status = "achieved" if full else _short_of_full(sampled, rule)
    if rule == "proportional":
        return status, Fraction(POINTS * achieved, len(sampled))
    if rule == "per_indicator":
        return status, Fraction(POINTS * achieved)
    return status, Fraction(POINTS if full else 0)


def _short_of_full(sampled: Sequence[_Judged], rule: Rule) -> Status:
    found = {one.result for one in sampled}
    # One failure settles `all`; everywhere else an open row may still change the outcome.
    if rule == "all" and "not_achieved" in found:
        return "not_achieved"
    return "pending" if "pending" in found else "not_achieved"


def _total(categories: Iterable[CategoryScore]) -> Fraction:
    return sum((each.points for each in categories), Fraction(0))
