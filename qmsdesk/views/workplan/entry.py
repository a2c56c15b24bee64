"""How the pages are put into the window: 计划, 台账 and 报名与遴选; meetings and visits with their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.assessment.page import AssessmentPage
    from qmsdesk.views.office.pages import Desk
    from qmsdesk.views.register.page import RegisterPage


def tabs(desk: Desk) -> tuple[Tab, ...]:
    """The plan by stages, its register, the applications."""
    return (
        Tab("milestone", _("工作计划"), lambda: plan(desk)),
        Tab("milestone_list", _("台账"), lambda: desk.register_page("milestone")),
        Tab("application", _("报名与遴选"), lambda: with_form(desk, desk.register_page("application"))),
    )


def running_tabs(desk: Desk) -> tuple[Tab, ...]:
    """Meetings and visits."""
    return (
        Tab("meeting", _("会议"), lambda: meetings(desk, desk.register_page("meeting"))),
        Tab("visit", _("帮扶巡诊"), lambda: with_form(desk, desk.register_page("visit"))),
    )


def plan(desk: Desk) -> Page:
    """工作计划."""
    from qmsdesk.registers.project import MILESTONE
    from qmsdesk.views.workplan.page import WorkPlanPage
    from qmsdesk.views.workplan.printing import Printing

    page = WorkPlanPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, printing=Printing(desk.sitting, desk.jobs, desk.preview),
        open_record=desk.open_record, import_file=lambda: desk.import_file(MILESTONE),
    )  # fmt: skip
    page.changed.connect(desk.changed)
    return page


def with_form(desk: Desk, page: RegisterPage) -> Page:
    """A register page with 打印表单 in its head."""
    from qmsdesk.views.workplan.printing import Printing

    page.header.add_action(Printing(desk.sitting, desk.jobs, desk.preview).button(page), page.more)
    return page


def meetings(desk: Desk, page: RegisterPage) -> Page:
    """会议: releasing the requirements of running says what it did to the enterprise."""
    from qmsdesk.services import workplan

    def told(change: object) -> None:
        if getattr(change, "what", "") == "release":
            day = workplan.started_on(desk.sitting.db)
            desk.messages.note(
                "ok", _("运行要求已发布，体系运行开始日定为 {}").format(day), _("查看企业档案"),
                lambda: desk.open_record("enterprise", "", "system_started_on"),
            )  # fmt: skip

    page.changed.connect(told)
    return with_form(desk, page)


def with_year(desk: Desk, page: AssessmentPage) -> AssessmentPage:
    """自我评价 offers a surveillance year under its versions and rounds."""
    versions = page.tools.versions

    def ask() -> None:
        from qmsdesk.views.register.editors import Kit
        from qmsdesk.views.workplan.acts import PlanActs

        acts = PlanActs(Kit(desk.theme, desk.sitting), desk.messages, desk.open_record, page)
        change = acts.open_year() if page.leave() and acts.writable() else None
        if change is not None:
            desk.changed(change)

    versions.aboutToShow.connect(lambda: versions.addAction(_("开启监督年度…"), ask))
    return page
