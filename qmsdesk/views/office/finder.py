"""Ctrl+K over the records: number, name, clause, file name; one or two Chinese characters suffice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qmsdesk.i18n import _
from qmsdesk.models.database import Database
from qmsdesk.services import finding
from qmsdesk.views.shell.palette import Entry

_ICONS = {
    "document": "file-text-line",
    "person": "user-line",
    "indicator": "line-chart-line",
    "party": "building-line",
    "training": "book-open-line",
    "audit": "search-eye-line",
    "review": "slideshow-3-line",
    "nonconformity": "error-warning-line",
}


class Finder:
    """A provider of the command palette."""

    def __init__(self, db: Database, go: Callable[[str, str], object], open_clause: Callable[[str], object]) -> None:
        self._db, self._go, self._open_clause = db, go, open_clause

    def __call__(self, text: str) -> list[Entry]:
        words = text.strip()
        if not words:
            return []
        entries = [
            Entry(
                hit.title,
                " · ".join(part for part in (hit.register_title, hit.number, hit.note) if part),
                _ICONS.get(hit.register, "file-list-line"),
                partial(self._go, hit.register, hit.number),
            )
            for hit in finding.records(self._db, words)
        ]
        entries += [
            Entry(c.title, _("条款 {}").format(c.label), "book-open-line", partial(self._open_clause, c.key))
            for c in finding.clauses(words)
        ]
        return entries
