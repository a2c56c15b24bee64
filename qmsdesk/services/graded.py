"""What a 表C.1 says of its grade: none before a counted indicator is judged."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.services.assessment import Sheet

PENDING = _("待评")
NO_TOTAL = "—"
_JUDGED = frozenset({"achieved", "not_achieved"})


def judged(sheet: Sheet) -> bool:
    """Whether a counted row is judged: until then 0 points are no 不合格."""
    return any(row.counted and row.result in _JUDGED for row in sheet.rows)


def figures(sheet: Sheet, *, final: bool = False) -> tuple[str, str]:
    """Total and grade as they are shown; — and 待评 while nothing is judged. A ``final`` version says what it said."""
    return (sheet.total, sheet.grade) if final or judged(sheet) else (NO_TOTAL, PENDING)
