"""The columns of the grid of 表A.1, and the editing of one finding."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.project import SurveyFinding
from qmsdesk.registers.project import FINDINGS
from qmsdesk.services import surveying
from qmsdesk.views.register.visit import LineEntry, Visit
from qmsdesk.views.theme.tokens import Tone

FIELDS: tuple[AnyField, ...] = (
    SurveyFinding.state, SurveyFinding.value, SurveyFinding.evidence, SurveyFinding.note,
)  # fmt: skip
"""What is typed, in the order of the columns."""
STATES: tuple[str, ...] = tuple(key for key, _title in SurveyFinding.STATE)
"""The states behind the keys 1 to 5."""
TONES: dict[str, Tone] = {"good": "ok", "fair": "neutral", "weak": "warn", "absent": "bad", "not_applicable": "neutral"}


@dataclass(frozen=True)
class GridColumn:
    """A column; ``width`` 0 takes what is left over."""

    key: str
    title: str
    width: int
    field: AnyField | None = None


COLUMNS: tuple[GridColumn, ...] = (
    GridColumn("code", _("序号"), 48),
    GridColumn("item", _("调研内容"), 0),
    GridColumn("state", _("现状"), 92, SurveyFinding.state),
    GridColumn("value", _("现状值"), 128, SurveyFinding.value),
    GridColumn("evidence", _("依据"), 150, SurveyFinding.evidence),
    GridColumn("note", _("说明"), 0, SurveyFinding.note),
    GridColumn("opinions", _("意见"), 48),
)
PLACE = {column.key: place for place, column in enumerate(COLUMNS)}


class FindingEntry(LineEntry):
    """The finding of an item; a row of its own comes with the first value."""

    def __init__(self, visit: Visit, code: str, row: Row | None) -> None:
        super().__init__(visit, FINDINGS, row)
        self.code = code
        self._begin()

    def show(self, row: Row | None) -> None:
        """The finding as stored now; what was refused or only begun stays."""
        if (row.id if row is not None else None) != self.row_id:
            self.row_id = row.id if row is not None else None
            self.values.clear()
            self.touched = bool(self.problems)
        self.row = row
        self._begin()

    def forget(self) -> None:
        """Drop what was refused; the item stays."""
        super().forget()
        self._begin()

    def _begin(self) -> None:
        if self.is_draft:
            self.values.update(surveying.blank(self.code))
