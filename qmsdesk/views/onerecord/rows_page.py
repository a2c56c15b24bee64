"""A page of one record whose child rows stand in panes: they are saved, removed and moved in one way."""

from __future__ import annotations

from functools import partial

from qmsdesk.registers.spec import Lines
from qmsdesk.services import ordering, records
from qmsdesk.views.onerecord.page import OneRecordPage
from qmsdesk.views.onerecord.rows_pane import RowsPane


class RowsPage(OneRecordPage):
    """Connect every pane with ``connect_pane`` before ``start``."""

    def connect_pane(self, spec: Lines, pane: RowsPane) -> None:
        """The form of a pane, and what it asks to do with a row."""
        self.connect_form(pane.form)
        pane.removed.connect(partial(self.remove, spec, pane))
        pane.moved.connect(partial(self.move_line, spec))

    def remove(self, spec: Lines, pane: RowsPane, line: int) -> None:
        """Take a row out; undo brings it back. One only begun is dropped."""
        record = self.target()
        if not isinstance(record, int):
            return
        change: records.Change | None = None
        if line:
            change = self.tried(lambda: records.delete_line(self.sitting, self.register, record, spec, line))
        if not line or change is not None:
            pane.form.forget()
            pane.form.show_entry(None)
            self.reload()
        self.made(change)

    def move_line(self, spec: Lines, line: int, by: int) -> None:
        """Another place for a row."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.made(self.tried(lambda: ordering.move(self.sitting, self.register, record, spec, line, by)))

    def take_back(self, change: records.Change) -> None:
        """Undo what was just done here, unless something else was done since."""
        last = self.sitting.done[-1].batch if self.sitting.done else 0
        if last == change.batch:
            self.made(self.tried(lambda: records.undo(self.sitting)), look=True)
