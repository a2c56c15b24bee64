"""企业档案: the page of the one enterprise, with its two forms to print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.eligibility import Caution
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.enterprise.pane import EnterprisePane
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.single import SinglePage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button

FORMS = {"FM-3.1": _("企业基本信息表"), "FM-5.1": _("参加条件自查表")}


class EnterprisePage(SinglePage):
    """``open_record`` leads to a record of another register: register, number, field."""

    PANE = EnterprisePane

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        preview: Preview | None = None,
        open_record: Callable[[str, str, str], object] = lambda *_where: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, ENTERPRISE, messages, jobs, parent)
        self._jobs, self._preview, self._open = jobs, preview, open_record
        assert isinstance(self.pane, EnterprisePane)
        self.pane.asked.connect(self.see_to)
        menu = QMenu(self)
        for key, title in FORMS.items():
            menu.addAction(title).triggered.connect(partial(self._print, key))
        menu.addSeparator()
        for key, title in FORMS.items():
            menu.addAction(_("空白{}").format(title)).triggered.connect(partial(self._print, key, blank=True))
        self.print_button = tool_button(theme, _("打印表单"), "printer-line", menu=menu)
        self.print_button.setVisible(preview is not None)
        self.header.add_action(self.print_button)

    def see_to(self, caution: Caution) -> None:
        """Go where a caution can be mended."""
        if caution.register != ENTERPRISE.key:
            self._open(caution.register, caution.number, caution.field)
        elif isinstance(self.pane, EnterprisePane):
            self.pane.show_caution(caution)

    def print_page(self) -> None:
        """Ctrl+P: 企业基本信息表."""
        self.print_form("FM-3.1")

    def print_form(self, key: str, *, blank: bool = False) -> None:
        """Make a form in the background and preview it."""
        sitting, title = self.sitting, FORMS[key]
        if not self.flush():
            return

        def render() -> Rendered:
            from qmsdesk.reports import enterprise_forms

            return enterprise_forms.render(sitting.db, key, sitting.clock.now(), blank=blank)

        Prints(sitting, self._jobs, self._preview).show(title, render)

    def _print(self, key: str, _checked: bool = False, *, blank: bool = False) -> None:
        self.print_form(key, blank=blank)
