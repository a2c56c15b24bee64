"""The pages of 不符合与纠正 and 管理评审, made from the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def action_tabs(desk: Desk) -> tuple[Tab, ...]:
    """台账, 原因排列图, 账龄, 不合格品."""

    def listed() -> Page:
        from qmsdesk.views.actions.panel import beside_list
        from qmsdesk.views.actions.printing import NONCONFORMITY_FORMS, Forms

        page = desk.register_page("nonconformity", beside_list(desk.open_record))
        forms = Forms(desk.sitting, desk.jobs, desk.preview, page)
        page.header.add_action(forms.button(NONCONFORMITY_FORMS), page.more)
        return page

    def causes() -> Page:
        from qmsdesk.views.actions.pareto_page import ParetoPage

        return ParetoPage(desk.theme, desk.sitting)

    def ages() -> Page:
        from qmsdesk.views.actions.ageing_page import AgeingPage

        return AgeingPage(desk.theme, desk.sitting)

    def outputs() -> Page:
        from qmsdesk.views.actions.printing import OUTPUT_FORMS, Forms

        page = desk.register_page("nonconforming_output")
        forms = Forms(desk.sitting, desk.jobs, desk.preview, page)
        page.header.add_action(forms.button(OUTPUT_FORMS), page.more)
        return page

    return (
        Tab("nonconformity", _("台账"), listed),
        Tab("nonconformity_causes", _("原因排列图"), causes),
        Tab("nonconformity_ages", _("账龄"), ages),
        Tab("nonconforming_output", _("不合格品"), outputs),
    )


def review_tabs(desk: Desk) -> tuple[Tab, ...]:
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
        Tab("review_list", _("台账"), lambda: desk.register_page("review")),
    )
