"""记录清单: the records kept; what follows from the form is filled in as soon as a record exists."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSettings

from qmsdesk.errors import UserError
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.services import documents, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.theme.apply import Theme

_COMING = frozenset({"add", "import", "paste"})


class RecordsPage(RegisterPage):
    """Version of the day, 保存至, clauses and department come from the form, in the same step as the record."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        outside: Outside,
        settings: QSettings | None,
    ) -> None:
        super().__init__(theme, sitting, RECORD_FORM, messages, jobs, outside, settings)

    def apply_change(self, change: object) -> None:
        """An import elsewhere may have left versions blank."""
        super().apply_change(change)
        if isinstance(change, records.Change) and change is not self._own and change.what == "import":
            self._complete(change)

    def entered(self) -> None:
        """Records that came in by other ways while this page was not there."""
        super().entered()
        self._finish(None, 0)

    def _tell(self, change: records.Change) -> None:
        super()._tell(change)
        if change.what in _COMING:
            self._complete(change)

    def _complete(self, change: records.Change) -> None:
        mine = {record for key, record in change.records if key == RECORD_FORM.key}
        if mine:
            self._finish(mine, change.batch)

    def _finish(self, ids: Iterable[int] | None, batch: int) -> None:
        try:
            more = documents.complete_records(self.sitting, ids, batch=batch)
        except UserError as error:
            self._messages.error(error)
            return
        if more is not None:
            self._made(more)
