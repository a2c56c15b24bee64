"""The prints of a plan, previewed."""

from __future__ import annotations

from functools import partial

from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview

PLAN_FORM, FEEDBACK_FORM, CHANGE_FORM = "FM-6.6", "FM-6.6.2", "FM-6.7.3"
FORMS = {
    PLAN_FORM: _("认证提升方案 FM-6.6"), FEEDBACK_FORM: _("方案征求意见记录 FM-6.6.2"),
    CHANGE_FORM: _("方案调整记录 FM-6.7.3"),
}  # fmt: skip


def print_form(sitting: Sitting, jobs: Jobs, preview: Preview | None, key: str, number: str) -> None:
    """One of the forms of a version."""
    if preview is None:
        return

    def render(_progress: Progress) -> Rendered:
        from qmsdesk.reports import plan_form

        return plan_form.render(sitting.db, key, sitting.clock.now(), number=number)

    jobs.run(_("打印{}").format(FORMS[key]), in_worker(sitting.db, render), partial(preview, FORMS[key]))
