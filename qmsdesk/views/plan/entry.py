"""How 提升方案 is put into the window: the version at hand, and all versions as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def tabs(desk: Desk) -> tuple[Tab, ...]:
    """方案 and 台账."""
    return (
        Tab("plan", _("方案"), lambda: page(desk)),
        Tab("plan_list", _("台账"), lambda: desk.register_page("plan")),
    )


def page(desk: Desk) -> Page:
    """The version at hand."""
    from qmsdesk.views.plan.page import PlanPage

    made = PlanPage(desk.theme, desk.sitting, desk.messages, desk.jobs, preview=desk.preview)
    made.changed.connect(desk.changed)
    return made
