"""The pages of 不符合与纠正 and 管理评审, made from the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.office.outbound import Outbound
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def action_tabs(desk: Desk, outbound: Outbound, register_page: Callable[[str], Page]) -> tuple[Tab, ...]:
    """台账, 原因排列图, 账龄, 不合格品."""

    def listed() -> Page:
        from qmsdesk.registers.actions import NONCONFORMITY
        from qmsdesk.views.actions.panel import beside_list
        from qmsdesk.views.actions.printing import NONCONFORMITY_FORMS, Forms
        from qmsdesk.views.register.outside import Outside
        from qmsdesk.views.register.page import RegisterPage

        outside = Outside(desk.import_file, outbound.export, outbound.print_list, outbound.print_record)
        page = RegisterPage(
            desk.theme, desk.sitting, NONCONFORMITY, desk.messages, desk.jobs, outside, desk.settings,
            pane=beside_list(desk.open_record),
        )  # fmt: skip
        page.header.add_action(Forms(desk.sitting, desk.jobs, desk.preview, page).button(NONCONFORMITY_FORMS))
        page.changed.connect(desk.changed)
        return page

    def causes() -> Page:
        from qmsdesk.views.actions.pareto_page import ParetoPage

        return ParetoPage(desk.theme, desk.sitting)

    def ages() -> Page:
        from qmsdesk.views.actions.ageing_page import AgeingPage

        return AgeingPage(desk.theme, desk.sitting)

    def outputs() -> Page:
        from qmsdesk.views.actions.printing import OUTPUT_FORMS, Forms
        from qmsdesk.views.register.page import RegisterPage

        page = register_page("nonconforming_output")
        if isinstance(page, RegisterPage):
            page.header.add_action(Forms(desk.sitting, desk.jobs, desk.preview, page).button(OUTPUT_FORMS))
        return page

    return (
        Tab("nonconformity", _("台账"), listed),
        Tab("nonconformity_causes", _("原因排列图"), causes),
        Tab("nonconformity_ages", _("账龄"), ages),
        Tab("nonconforming_output", _("不合格品"), outputs),
    )


def review_tabs(desk: Desk, register_page: Callable[[str], Page]) -> tuple[Tab, ...]:
    """The review at hand, and all reviews as a list."""

    def at_hand() -> Page:
        from qmsdesk.views.review.page import ReviewPage

        page = ReviewPage(
            desk.theme, desk.sitting, desk.messages, desk.jobs, preview=desk.preview, open_record=desk.open_record
        )
        page.changed.connect(desk.changed)
        return page

    return (
        Tab("review", _("评审"), at_hand),
        Tab("review_list", _("台账"), lambda: register_page("review")),
    )
