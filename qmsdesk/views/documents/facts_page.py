"""The base of pages that show what follows from all documents: read again when something was saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qmsdesk.i18n import _
from qmsdesk.services import records
from qmsdesk.services.document_findings import Finding
from qmsdesk.services.document_matrix import Flaw
from qmsdesk.services.documents import Facts
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme

OpenRecord = Callable[[str, str, str], object]
"""``open_record(register, number, field)`` goes to a record."""

_TOUCHING = frozenset({"document", "record_form", "process", "department", "person", "training", "enterprise"})


class FactsPage(Page):
    """A subclass shows ``known`` in ``refresh``."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        outbound: DocumentOutbound,
        open_record: OpenRecord,
        title: str,
        clauses: Sequence[str],
    ) -> None:
        super().__init__(theme, title, clauses)
        self.sitting, self.outbound, self.open_record = sitting, outbound, open_record
        self._stale = False
        self.known: Facts = outbound.known()

    def reload(self) -> None:
        """Read the records again and show what follows."""
        self._stale = False
        self.known = self.outbound.known()
        self.refresh()

    def refresh(self) -> None:
        """Show what was read."""

    def entered(self) -> None:
        """Catch up with what was saved elsewhere, and with the day."""
        super().entered()
        if self._stale or self.known.today != self.sitting.clock.today():
            self.reload()

    def apply_change(self, change: object) -> None:
        """Read again at once when in sight, else when the page is entered."""
        touched = {key for key, _record in change.records} if isinstance(change, records.Change) else set()
        named = change.register if isinstance(change, records.Change) else ""
        if touched and not touched & _TOUCHING and named not in _TOUCHING:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def help_topic(self) -> str:
        """体系制度."""
        return "1023/6.7.2.3"

    def jump(self, target: object) -> None:
        """Go to (register, number, field), or to where a finding is mended."""
        if isinstance(target, Finding | Flaw):
            target = (target.register, target.number, target.field)
        if isinstance(target, tuple):
            self.open_record(*target)


GO = _("去处理")
