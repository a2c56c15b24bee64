"""The questionnaire on the assistance (6.11.2) in our own words, and how its answers become one score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from qmsdesk.i18n import _
from qmsdesk.standard.data import load
from qmsdesk.standard.values import rounded

RULE = _("问卷得分为各题评分的平均数，四舍五入到两位小数；没有评分的题不计入。")


@dataclass(frozen=True)
class Questionnaire:
    """``scale`` gives each score its word, the best first."""

    title: str
    scale: tuple[tuple[int, str], ...]
    questions: tuple[str, ...]

    @property
    def best(self) -> int:
        """The highest score of a question."""
        return max(score for score, _word in self.scale)

    @property
    def scale_text(self) -> str:
        """The scale in one line."""
        return _("，").join(f"{score} {word}" for score, word in self.scale)


@cache
def questionnaire() -> Questionnaire:
    """The questions that ship with the program."""
    stored = load("questionnaire.json")
    scale = tuple((int(each["score"]), str(each["label"])) for each in stored["scale"])
    return Questionnaire(str(stored["title"]), scale, tuple(map(str, stored["questions"])))


def mean(scores: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of the scores given, half-up to two decimals; None while there is none (``RULE``)."""
    given = [Fraction(score) for score in scores if score is not None]
    return Decimal(rounded(sum(given, Fraction(0)) / len(given), 2)) if given else None


def fits(score: Decimal) -> bool:
    """Whether it is a point of the scale: whole, and neither above nor below it."""
    return any(score == point for point, _word in questionnaire().scale)
