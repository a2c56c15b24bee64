"""How the page is put into the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.views.shell.page import Page

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def page(desk: Desk) -> Page:
    """总结."""
    from qmsdesk.views.summary.page import SummaryPage

    made = SummaryPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.outside, desk.settings, preview=desk.preview
    )
    made.changed.connect(desk.changed)
    return made
