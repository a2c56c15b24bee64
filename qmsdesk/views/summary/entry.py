"""How the page is put into the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.views.shell.page import Page

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def page(desk: Desk) -> Page:
    """总结."""
    from qmsdesk.views.summary.pane import LogPane
    from qmsdesk.views.summary.tools import SummaryTools

    made = desk.register_page("programme_log", LogPane)
    SummaryTools(made, desk.messages, desk.jobs, desk.preview)
    return made
