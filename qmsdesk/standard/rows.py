"""One counted indicator of 表C.1 and whether it reached its target (6.9.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.categories import category
from qmsdesk.standard.values import Interval, Ratio, Value, exact, magnitude, text

Result = Literal["achieved", "not_achieved", "pending", "no_sample"]

KIND_TITLES = {"ratio": _("比率"), "value": _("数值"), "count": _("计数"), "yesno": _("是否"), "qualitative": _("定性")}
DIRECTION_TITLES = {"higher": _("越大越好"), "lower": _("越小越好"), "range": _("区间"), "none": ""}
RESULT_TITLES: dict[Result, str] = {"achieved": _("达成"), "not_achieved": _("未达成"), "pending": _("待评"),
                                    "no_sample": _("无样本")}
FACTS = ("target_changed_late", "baseline_changed", "after_before_start", "unverified", "typed_differs")
"""The warning codes that only the records can tell."""


@dataclass(frozen=True)
class ScoreRow:
    """What scoring knows of an indicator in one round; ``UserError`` where a value does not fit its kind."""

    number: str
    category: str
    indicator: str
    unit: str = ""
    kind: str = "ratio"
    direction: str = "higher"
    before: Value = None
    target: Value = None
    after: Value = None
    counted: bool = True
    representative: bool = False
    judged: bool | None = None
    """A person's verdict on a qualitative row; None while there is none."""
    no_sample: bool = False
    """Declared 无样本 where ``after`` is empty; a ratio with a zero denominator says so itself."""
    held: bool = False
    """A row without sample declared 保持; counts as achieved, but only with ``held_reason``."""
    held_reason: str = ""
    evidence: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    """Those of ``FACTS`` that hold, each with a detail for the sentence (may be empty)."""

    def __post_init__(self) -> None:
        category(self.category)
        if self.kind not in KIND_TITLES or self.direction not in DIRECTION_TITLES:
            raise ValueError(f"no such kind or direction: {self.kind}, {self.direction}")
        _check(self, _("提升前"), self.before, self._types())
        _check(self, _("提升后"), self.after, self._types())
        ranged = self.numeric and self.direction == "range"
        _check(self, _("提升目标"), self.target, (Interval,) if ranged else self._types())
        if self.numeric and self.direction == "none":
            raise UserError(_("“{name}”没有选方向。").format(name=self.indicator),
                            _("越大越好、越小越好或区间，三者选一。"))
        if not set(self.facts) <= set(FACTS):
            raise ValueError(f"no such facts: {set(self.facts) - set(FACTS)}")

    def _types(self) -> tuple[type, ...]:
        return (Decimal, Ratio) if self.numeric else (bool,) if self.kind == "yesno" else (str,)

    @property
    def numeric(self) -> bool:
        """Whether values are numbers and compare by direction."""
        return self.kind in ("ratio", "value", "count")


def result(row: ScoreRow) -> Result:
    """Whether 提升后 reaches 提升目标; equality does. What is missing is pending (待评), never a failure."""
    if absent(row.target):
        return "pending"
    if without_sample(row):
        return "achieved" if row.held and row.held_reason.strip() else "no_sample"
    if absent(row.after):
        return "pending"
    if row.kind == "qualitative":
        return "pending" if row.judged is None else "achieved" if row.judged else "not_achieved"
    return "achieved" if meets(row, row.after) else "not_achieved"


def without_sample(row: ScoreRow) -> bool:
    """Whether the evaluation period held nothing to measure."""
    if isinstance(row.after, Ratio):
        return row.after.no_sample
    return row.no_sample and absent(row.after)


def absent(value: Value) -> bool:
    """Whether there is no value to judge by: none, blank words, or a ratio without sample."""
    return value is None or (isinstance(value, str) and not value.strip()) \
        or (isinstance(value, Ratio) and value.no_sample)


def meets(row: ScoreRow, value: Value) -> bool:
    """Whether this value, before or after, reaches the row's target; neither may be absent or words."""
    return value == row.target if row.kind == "yesno" else gap(row, value) <= 0


def gap(row: ScoreRow, value: Value) -> Fraction:
    """How far a number misses the target, in its unit (percent points for %); 0 meets it, less is better still."""
    have = _magnitude(value, row.unit)
    if isinstance(row.target, Interval):
        return max(Fraction(row.target.low) - have, have - Fraction(row.target.high), Fraction(0))
    want = _magnitude(row.target, row.unit)
    return want - have if row.direction == "higher" else have - want


def _magnitude(value: Value, unit: str) -> Fraction:
    if not isinstance(value, Decimal | Ratio):
        raise TypeError(f"{value!r} is no number")
    return magnitude(value, unit)


_HINTS = {
    "ratio": _("填数，或由月度分子、分母汇总；区间目标写成 18~26。"),
    "value": _("填数；区间目标写成 18~26。"),
    "count": _("填数；区间目标写成 18~26。"),
    "yesno": _("填“是”或“否”。"),
    "qualitative": _("填文字说明。"),
}


def _check(row: ScoreRow, label: str, value: Value, types: tuple[type, ...]) -> None:
    if isinstance(value, Decimal):
        exact(value)
    if value is not None and not isinstance(value, types):
        found = text(value, row.unit) if isinstance(value, Decimal | Ratio | Interval | bool) else value
        sentence = _("“{name}”的{label}“{value}”与数据类型不符。")
        raise UserError(sentence.format(name=row.indicator, label=label, value=found), _HINTS[row.kind])
