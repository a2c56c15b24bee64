"""How the page is put into the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.views.shell.page import Page

if TYPE_CHECKING:
    from qmsdesk.views.office.outbound import Outbound
    from qmsdesk.views.office.pages import Desk


def page(desk: Desk, outbound: Outbound) -> Page:
    """总结."""
    from qmsdesk.views.register.outside import Outside
    from qmsdesk.views.summary.page import SummaryPage

    outside = Outside(desk.import_file, outbound.export, outbound.print_list, outbound.print_record)
    made = SummaryPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, outside, desk.settings, preview=desk.preview
    )
    made.changed.connect(desk.changed)
    return made
