"""How the chain of a record is opened from any page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def show(desk: Desk, register: str, record: int, line_key: str = "", line: int = 0) -> None:
    """Show the chain of a record, or of a child row of it; comes back at once, the dialog stays."""
    desk.messages.note("info", "")
