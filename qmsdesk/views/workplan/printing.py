"""项目进度表 and the forms of applications, meetings and visits: made in the background, previewed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QToolButton

from qmsdesk.i18n import _
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.widgets.buttons import tool_button

FORMS = {
    "application": ("FM-6.2", _("报名表")), "meeting": ("FM-6.4", _("会议记录及签到表")),
    "visit": ("QR-TS-01", _("巡诊记录 QR-TS-01")),
}  # fmt: skip
"""The form of a register: key and title."""


class Printing:
    """Makes a form and shows it."""

    def __init__(self, sitting: Sitting, jobs: Jobs, preview: Preview) -> None:
        self._sitting, self._prints = sitting, Prints(sitting, jobs, preview)

    def schedule(self, name: str) -> None:
        """项目进度表 of a round."""
        sitting = self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import project_forms

            return project_forms.render(sitting.db, project_forms.SCHEDULE.key, sitting.clock.now(), number=name)

        self._prints.show(_("项目进度表"), render)

    def record(self, key: str, title: str, record: int | None) -> None:
        """A form of a record, blank without one."""
        sitting = self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import project_forms

            when = sitting.clock.now()
            if record is None:
                return project_forms.render(sitting.db, key, when, blank=True)
            return project_forms.of_record(sitting.db, key, record, when)

        self._prints.show(title, render)

    def button(self, page: RegisterPage) -> QToolButton:
        """打印表单 for the head of a register page: of the record at the cursor, and blank."""
        key, title = FORMS[page.register.key]
        menu = QMenu(page)
        menu.addAction(title).triggered.connect(partial(self._of_page, page, key, title))
        menu.addAction(_("空白{}").format(title)).triggered.connect(lambda: self.record(key, title, None))
        return tool_button(page.theme, _("打印表单"), "printer-line", menu=menu)

    def _of_page(self, page: RegisterPage, key: str, title: str, _on: bool = False) -> None:
        record = page.target()
        if page.flush() and isinstance(record, int):
            self.record(key, title, record)
