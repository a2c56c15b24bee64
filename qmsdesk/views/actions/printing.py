"""The forms of 不符合 and 不合格品 out of the window: made in the background, previewed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QToolButton

from qmsdesk.i18n import _
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.widgets.buttons import tool_button

NONCONFORMITY_FORMS = {"QR-10.2-01": _("纠正措施处理单 QR-10.2-01"), "QR-9.2-05": _("不符合项报告 QR-9.2-05")}
OUTPUT_FORMS = {"QR-8.7-01": _("不合格品处置单 QR-8.7-01")}


class Forms:
    """Prints the forms of the record at the cursor of a register page; ``empty`` prints them to be filled in."""

    def __init__(self, sitting: Sitting, jobs: Jobs, preview: Preview, page: RegisterPage) -> None:
        self._sitting, self._jobs, self._preview, self._page = sitting, jobs, preview, page

    def button(self, forms: dict[str, str]) -> QToolButton:
        """打印表单 with the forms, and each of them blank."""
        menu = QMenu(self._page)
        for key, title in forms.items():
            menu.addAction(title).triggered.connect(self._act(key, title, empty=False))
        menu.addSeparator()
        for key, title in forms.items():
            title = _("空白{}").format(title)
            menu.addAction(title).triggered.connect(self._act(key, title, empty=True))
        return tool_button(self._page.theme, _("打印表单"), "printer-line", menu=menu)

    def show(self, key: str, title: str, *, empty: bool = False) -> None:
        """Make a form and preview it; nothing happens without a record."""
        record, sitting = self._page.target(), self._sitting
        if not self._page.flush() or (not empty and not isinstance(record, int)):
            return

        def render() -> Rendered:
            from qmsdesk.reports import action_forms

            when = sitting.clock.now()
            if empty or not isinstance(record, int):
                return action_forms.render(sitting.db, key, when, blank=True)
            return action_forms.of_record(sitting.db, key, record, when)

        Prints(sitting, self._jobs, self._preview).show(title, render)

    def _act(self, key: str, title: str, *, empty: bool) -> Callable[[], None]:
        return lambda: self.show(key, title, empty=empty)
