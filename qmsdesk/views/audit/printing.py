"""The forms of an audit out of the window: made in the background, previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.reports import audit_forms
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.audit.tools import WHOLE
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview


class AuditPrints:
    """``show`` takes the key of a form, ``set`` for all, ``blank:`` before a key for an empty one."""

    def __init__(self, sitting: Sitting, messages: Messages, jobs: Jobs, preview: Preview) -> None:
        self._sitting, self._messages, self._jobs, self._preview = sitting, messages, jobs, preview

    def show(self, key: str, shown: Shown) -> None:
        """Make the form and look at it."""
        blank, form_key = key.startswith("blank:"), key.removeprefix("blank:")
        audit, programme = (shown.facts.audit if shown.facts else None), shown.programme
        if not blank and (audit is None if form_key != audit_forms.PROGRAMME.key else programme is None):
            missing = _("还没有年度审核方案。") if form_key == audit_forms.PROGRAMME.key else _("还没有内部审核。")
            self._messages.error(UserError(missing, _("先新建，再打印。")))
            return
        title = _("内部审核整套表单") if form_key == WHOLE else audit_forms.BY_KEY[form_key].title
        sitting = self._sitting

        def render() -> Rendered:
            when = sitting.clock.now()
            if blank:
                return audit_forms.render(sitting.db, form_key, when, blank=True)
            if form_key == audit_forms.PROGRAMME.key and programme is not None:
                return audit_forms.programme(sitting.db, programme, when)
            assert audit is not None
            if form_key == WHOLE:
                return audit_forms.whole_set(sitting.db, audit, when)
            return audit_forms.one(sitting.db, audit_forms.BY_KEY[form_key], audit, when)

        Prints(sitting, self._jobs, self._preview).show(title, render)
