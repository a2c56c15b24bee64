"""A child row that is followed after its record is closed."""

from __future__ import annotations

from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.spec import Lines, Values
from qmsdesk.views.register.visit import LineEntry, Visit


class FollowedEntry(LineEntry):
    """A row of which some fields stay open when its record is closed; a new one may bring values along."""

    def __init__(self, visit: Visit, spec: Lines, row: Row | None, preset: Values | None = None) -> None:
        super().__init__(visit, spec, row)
        if row is None:
            self.values.update(preset or {})

    def reason_closed(self, field: AnyField | None = None) -> str:
        """The record's reason, but for what is followed after it."""
        stored, flow = self.visit.row, self.visit.register.workflow
        if field is not None and self.row is not None and stored is not None and flow.open_when_locked(field, stored):
            return self.visit.reason_closed(field)
        return super().reason_closed(field)
