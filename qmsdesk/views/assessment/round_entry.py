"""One row of 表C.1 being typed: 提升前, 提升目标, 提升后 and 判定 of an indicator's round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import IndicatorRound
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.services import records
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.typed import round_value
from qmsdesk.views.register.visit import LineEntry, Visit

TYPED = (IndicatorRound.before, IndicatorRound.target, IndicatorRound.after)


class RoundEntry(LineEntry):
    """Closed where the months make the value; ``closed`` is the reason while the whole sheet is (已定稿)."""

    def __init__(self, sitting: Sitting, evaluated: Evaluated, closed: str = "") -> None:
        assert evaluated.round is not None
        super().__init__(Visit(sitting, INDICATOR, evaluated.indicator.id), ROUNDS, evaluated.round)
        self.evaluated, self.closed = evaluated, closed

    def reason_closed(self, field: AnyField | None = None) -> str:
        """Why a cell cannot be typed into."""
        reason = self.closed or super().reason_closed(field)
        if reason or field is None:
            return reason
        covered = (field is IndicatorRound.before and self.evaluated.before.covered) or (
            field is IndicatorRound.after and self.evaluated.after.covered
        )
        if covered:
            return _("由月度数据汇总，在指标跟踪里改")
        if field is IndicatorRound.judged and self.evaluated.row.kind != "qualitative":
            return _("按提升目标自动判定")
        return ""

    def take_text(self, field: AnyField, text: str, read: Callable[[], Any]) -> records.Change | None:
        """Commit what an editor holds; values are understood as in an imported sheet."""
        if any(field is one for one in TYPED):
            return self.take(field, lambda: round_value(self.evaluated.indicator, field, text), text)
        return self.take(field, read, text)

    def needs_reason(self, field: AnyField) -> bool:
        """The baseline is locked since 方案实施: the change was refused for want of a reason."""
        wanted = _("改基线原因")
        return field is IndicatorRound.before and wanted in self.problems.get(field, "")

    def with_reason(self, field: AnyField, reason: str) -> records.Change | None:
        """Save a refused 提升前 together with its reason, which is printed as a footnote."""
        text = self.typed[field]
        value = round_value(self.evaluated.indicator, field, text)
        change = self.save({field: value, IndicatorRound.change_reason: reason})
        self.problems.pop(field, None)
        self.typed.pop(field, None)
        self.reload()
        return None if change.what == "same" else change
