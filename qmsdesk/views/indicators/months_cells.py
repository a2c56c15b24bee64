"""What stands in the cells of the months: texts, marks and tips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.registers.kinds import to_text
from qmsdesk.services.feeds import COMPUTED
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.monthly import MonthLine, difference, reaches
from qmsdesk.views.indicators.figures import NO_VALUE, full_text, part_titles, signed, thousands, value_text
from qmsdesk.views.widgets.roles import Role

_Data = Qt.ItemDataRole
_SHORT = 6  # longer words for 分子 and 分母 stand in the tip only


class MonthColumn(NamedTuple):
    """A column of the grid; ``field`` is what is typed into it, ``width`` 0 takes what is left."""

    key: str
    width: int
    field: AnyField | None = None
    right: bool = False


PERIOD = MonthColumn("period", 84)
NUMERATOR = MonthColumn("numerator", 108, Measurement.numerator, right=True)
DENOMINATOR = MonthColumn("denominator", 108, Measurement.denominator, right=True)
VALUE = MonthColumn("value", 108, Measurement.value, right=True)
RESULT = MonthColumn("result", 84, right=True)
GAP = MonthColumn("gap", 76, right=True)
SOURCE = MonthColumn("source", 0, Measurement.source)
EVIDENCE = MonthColumn("evidence", 52, right=True)
REPORTER = MonthColumn("reporter", 76, Measurement.reporter)
STATUS = MonthColumn("status", 94)
_TAIL = (RESULT, GAP, SOURCE, EVIDENCE, REPORTER, STATUS)
PARTS = (PERIOD, NUMERATOR, DENOMINATOR, *_TAIL)
WHOLE = (PERIOD, VALUE, *_TAIL)
_TITLES = {
    "period": _("月份"),
    "numerator": _("分子"),
    "denominator": _("分母"),
    "value": _("数值"),
    "result": _("结果"),
    "gap": _("与目标差"),
    "source": _("数据来源"),
    "evidence": _("证据"),
    "reporter": _("填报"),
    "status": _("状态"),
}


class MonthCells:
    """The cells of one indicator's months; ``people`` are captions by id."""

    def __init__(self, evaluated: Evaluated, people: Mapping[int, str]) -> None:
        self.evaluated, self._people = evaluated, people

    def head(self, column: MonthColumn) -> str:
        """The title; 分子 and 分母 with the words of the formula where they are short."""
        words, title = self.words(column), _TITLES[column.key]
        return _("{words}（{title}）").format(words=words, title=title) if 0 < len(words) <= _SHORT else title

    def words(self, column: MonthColumn) -> str:
        """What the formula calls 分子 or 分母."""
        titles = part_titles(self.evaluated.indicator.of(Indicator.formula))
        return dict(zip(("numerator", "denominator"), titles, strict=True)).get(column.key, "")

    def text(self, line: MonthLine, column: MonthColumn, *, editing: bool = False, wrong: bool = False) -> str:
        """What is shown, or what an editor starts with; ``wrong`` while a text of the month is refused."""
        row, scored = line.row, self.evaluated.row
        if column.field is not None:
            value = row.of(column.field) if row else None
            if column.field is Measurement.reporter:
                return self._people.get(value or 0, "")
            if column.right and value is not None and not editing:
                return thousands(value)
            return to_text(column.field, value)
        if column.key == "period":
            return line.period
        if column.key == "result":
            return value_text(line.value, scored.unit, scored.target) or NO_VALUE
        if column.key == "gap":
            gap = difference(scored, line.value)
            return NO_VALUE if gap is None else signed(gap)
        if column.key == "evidence":
            return "" if row is None else _("查看") if line.status == COMPUTED else str(line.evidence)
        if wrong:
            return _("录入中")
        if line.status == COMPUTED:
            return _("自动计算")
        return _("待填") if line.due else to_text(Measurement.status, line.status) if row else ""

    def mark(self, line: MonthLine, column: MonthColumn, role: int) -> Any:
        """Pill, colour and tip of a cell that is in order."""
        if role == Role.PILL:
            return True if column.key == "status" else None
        if role == Role.TONE:
            return self._tone(line, column)
        if role == _Data.ToolTipRole and column.key in ("result", "gap"):
            return full_text(line.value, self.evaluated.row.unit) or None
        return None

    def _tone(self, line: MonthLine, column: MonthColumn) -> str | None:
        if column.key == "gap" and difference(self.evaluated.row, line.value) is not None:
            return "ok" if reaches(self.evaluated.row, line.value) else "warn"
        if column.key == "evidence" and (line.evidence or line.status == COMPUTED):
            return "accent"
        return "text2" if column.key in ("source", "reporter") else None
