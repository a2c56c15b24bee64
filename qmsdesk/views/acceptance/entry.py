"""How the pages are put into the window: 验收评价 with its 台账 beside 自我评价, and 改进行动."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.office.outbound import Outbound
    from qmsdesk.views.office.pages import Desk


def tabs(desk: Desk, register_page: Callable[[str], Page]) -> tuple[Tab, ...]:
    """The acceptance at hand, and all of them as a list."""
    return (
        Tab("acceptance", _("验收评价"), lambda: acceptance(desk)),
        Tab("acceptance_list", _("验收台账"), lambda: register_page("acceptance")),
    )


def acceptance(desk: Desk) -> Page:
    """验收评价."""
    from qmsdesk.views.acceptance.page import AcceptancePage

    page = AcceptancePage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, preview=desk.preview, open_record=desk.open_record
    )
    page.changed.connect(desk.changed)
    return page


def improvements(desk: Desk, outbound: Outbound) -> Page:
    """改进行动."""
    from qmsdesk.views.acceptance.plan_page import ImprovementPage
    from qmsdesk.views.register.outside import Outside

    outside = Outside(desk.import_file, outbound.export, outbound.print_list, outbound.print_record)
    page = ImprovementPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, outside, desk.settings, preview=desk.preview
    )
    page.changed.connect(desk.changed)
    return page
