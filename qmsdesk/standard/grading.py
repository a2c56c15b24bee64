"""表1 (points of a category) and 表2 (grades by total), with bounds that may be adjusted (6.9.6, C.3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.categories import CATEGORIES
from qmsdesk.standard.values import exact, plain

POINTS = 10
TABLE_1: dict[str, int] = {item.key: POINTS for item in CATEGORIES}
MAXIMUM = sum(TABLE_1.values())

EXCELLENT, GOOD, PASSED, FAILED = _("优秀"), _("良好"), _("合格"), _("不合格")
GRADES = (EXCELLENT, GOOD, PASSED, FAILED)


@dataclass(frozen=True)
class Bands:
    """The lowest total of 优秀, 良好 and 合格; as lower bounds they close the gaps 表2 leaves open (20–30, 0–10)."""

    excellent: Decimal = Decimal(60)
    good: Decimal = Decimal(30)
    passed: Decimal = Decimal(10)

    def __post_init__(self) -> None:
        if not 0 < exact(self.passed) < exact(self.good) < exact(self.excellent) <= MAXIMUM:
            raise UserError(_("等级界限要从高到低，且在 0 到 {maximum} 分之间。").format(maximum=MAXIMUM),
                            _("例如 优秀 60、良好 30、合格 10。"))

    @property
    def adjusted(self) -> bool:
        """Whether the bounds differ from 表2; screens and prints say so."""
        return self != DEFAULT_BANDS

    def grade(self, total: Fraction) -> str:
        """The grade of an exact total."""
        return next((grade for grade, bound in self._bounds() if total >= Fraction(bound)), FAILED)

    def texts(self) -> dict[str, str]:
        """The bounds by grade as decimal strings, highest first."""
        return {grade: plain(bound) for grade, bound in self._bounds()}

    def _bounds(self) -> tuple[tuple[str, Decimal], ...]:
        return (EXCELLENT, self.excellent), (GOOD, self.good), (PASSED, self.passed)


DEFAULT_BANDS = Bands()
