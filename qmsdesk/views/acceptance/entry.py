"""How the pages are put into the window: 验收评价 with its 台账 beside 自我评价, and 改进行动."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.assessment.page import AssessmentPage
    from qmsdesk.views.office.pages import Desk


def tabs(desk: Desk) -> tuple[Tab, ...]:
    """The acceptance at hand, and all of them as a list."""
    return (
        Tab("acceptance", _("验收评价"), lambda: acceptance(desk)),
        Tab("acceptance_list", _("验收台账"), lambda: desk.register_page("acceptance")),
    )


def acceptance(desk: Desk) -> Page:
    """验收评价."""
    from qmsdesk.views.acceptance.page import AcceptancePage

    page = AcceptancePage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, preview=desk.preview, open_record=desk.open_record
    )
    page.changed.connect(desk.changed)
    return page


def improvements(desk: Desk) -> Page:
    """改进行动."""
    from qmsdesk.views.acceptance.plan_tools import ImprovementTools

    page = desk.register_page("improvement")
    ImprovementTools(page, desk.messages, desk.jobs, desk.preview)
    return page


def with_plan(desk: Desk, page: AssessmentPage) -> AssessmentPage:
    """自我评价 offers the plan under its versions, and right after 定稿 where something was not reached (6.9.7)."""
    from qmsdesk.services import improving
    from qmsdesk.views.acceptance.planning import draft_plan, first_of

    def plan() -> None:
        change = draft_plan(desk.sitting, desk.messages) if page.leave() else None
        if change is not None:
            desk.changed(change)
            desk.open_record("improvement", first_of(desk.sitting, change))

    def told(change: object) -> None:
        finished = (getattr(change, "register", ""), getattr(change, "what", "")) == ("assessment", "finalise")
        count = len(improving.wanted(desk.sitting.db)) if finished else 0
        if count:
            text = _("有 {} 项没有达成，评价后应有改进、创新行动计划（6.9.7）。").format(count)
            desk.messages.note("info", text, _("起草改进计划"), plan)

    versions = page.tools.versions
    versions.aboutToShow.connect(lambda: versions.addAction(_("起草改进计划"), plan))
    page.changed.connect(told)
    return page
