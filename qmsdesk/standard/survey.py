"""The 49 items of 表A.1 (现场调研工作内容, annex A) and what an indicator taken from one looks like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.clauses import base
from qmsdesk.standard.data import load

COMPUTED = {
    "1.1": "ratio", "1.2": "count", "1.3": "count", "2.1": "ratio", "2.3": "count", "3.1": "ratio", "3.3": "ratio",
    "3.5": "ratio", "4.3": "count", "5.3": "ratio", "6.9": "ratio", "7.1": "value", "7.2": "count", "7.3": "ratio",
    "8.1": "ratio", "8.3": "count", "8.5": "count", "8.6": "count", "8.7": "count",
}  # fmt: skip
"""Items whose figures follow from registers the program owns, and the kind of figure."""


@dataclass(frozen=True)
class SurveyItem:
    """One line of 表A.1; beyond ``code``, ``category`` and ``title`` it proposes an indicator that users may change."""

    code: str
    """Category and place, as ``6.5``."""
    category: str
    title: str
    """The words of 表A.1."""
    label: str
    """A short name fit for 评价指标."""
    title_en: str
    kind: str
    unit: str
    direction: str
    frequency: str
    """month, quarter, half, year or event."""
    formula: str
    registers: tuple[str, ...]
    """Keys of the registers that know; none where the value comes in as monthly 分子/分母 or is typed."""
    auto: bool
    """Whether those registers suffice to compute it."""
    source: str
    clause_refs: tuple[str, ...]
    """GB/T 19001—2016 with the letter of the list where there is one, as ``5.1.2 a)``."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The same as clause numbers of the catalogue."""
        return tuple(base(ref) for ref in self.clause_refs)


@cache
def survey_items() -> tuple[SurveyItem, ...]:
    """All items in the order of 表A.1."""
    return tuple(_read(row) for row in load("survey_items.json")["items"])


@cache
def survey_notes() -> tuple[str, ...]:
    """注1 (what counts as dishonest or unlawful) and 注2 (主导产品)."""
    return tuple(load("survey_items.json")["notes"])


def item(code: str) -> SurveyItem:
    """The item of a code; ``UserError`` when there is none."""
    found = next((each for each in survey_items() if each.code == code), None)
    if found is None:
        raise UserError(_("表A.1 没有条目“{code}”。").format(code=code), _("条目号写成 6.5 的样子。"))
    return found


def items_of(category: str) -> tuple[SurveyItem, ...]:
    """The items of one category."""
    return tuple(each for each in survey_items() if each.category == category)


def _read(row: dict[str, Any]) -> SurveyItem:
    row = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return SurveyItem(clause_refs=row.pop("clauses"), **row)
