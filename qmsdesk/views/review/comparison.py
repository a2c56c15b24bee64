"""Which inputs of a review have moved on since its snapshot, found out in the worker: it reads most of the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from qmsdesk.errors import Cancelled
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.services import history, review
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.work import in_worker

_Mark = tuple[int, int, dt.date]


class Comparison:
    """``codes`` are the inputs of the review looked at whose records say something else by now.

    ``moved`` is called when they are others than before.
    """

    def __init__(self, sitting: Sitting, jobs: Jobs, moved: Callable[[], object]) -> None:
        self._sitting, self._jobs, self._moved = sitting, jobs, moved
        self._row: Row | None = None
        self._asked: _Mark | None = None  # what the codes stand for, or will when the worker has come back
        self._busy = False
        self.codes: frozenset[str] = frozenset()

    def look(self, row: Row) -> None:
        """Compare, unless nothing was saved and no other day began since the last time."""
        if self._row is None or self._row.id != row.id:
            self.codes = frozenset()
        self._row = row
        if self._busy:
            return  # what came meanwhile is seen when the worker comes back
        db, mark = self._sitting.db, self._mark(row)
        if mark == self._asked:
            return
        self._asked, self._busy = mark, True
        op = in_worker(db, lambda _progress: review.changed_codes(db, row, mark[2]))
        self._jobs.run(_("比对快照"), op, self._compared, self._not_compared, quiet=True)

    def _mark(self, row: Row) -> _Mark:
        return row.id, history.head(self._sitting.db).seq, self._sitting.clock.today()

    def _compared(self, codes: frozenset[str]) -> None:
        self._busy = False
        if self._row is None or self._mark(self._row) != self._asked:
            if self._row is not None:
                self.look(self._row)
            return
        if codes != self.codes:
            self.codes = codes
            self._moved()

    def _not_compared(self, error: BaseException) -> None:
        self._busy, self._asked = False, None
        if not isinstance(error, Cancelled):
            raise error
