"""The prints of a plan, previewed."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.prints import Prints

PLAN_FORM, FEEDBACK_FORM, CHANGE_FORM = "FM-6.6", "FM-6.6.2", "FM-6.7.3"
FORMS = {
    PLAN_FORM: _("认证提升方案 FM-6.6"), FEEDBACK_FORM: _("方案征求意见记录 FM-6.6.2"),
    CHANGE_FORM: _("方案调整记录 FM-6.7.3"),
}  # fmt: skip


def print_form(sitting: Sitting, prints: Prints, key: str, number: str) -> None:
    """One of the forms of a version."""

    def render() -> Rendered:
        from qmsdesk.reports import plan_form

        return plan_form.render(sitting.db, key, sitting.clock.now(), number=number)

    prints.show(FORMS[key], render)
