"""What 改进行动 has beside its list: the plan drafted from the evaluation, and printed as one form (6.9.7)."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from qmsdesk.i18n import _
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import improving
from qmsdesk.views.acceptance.planning import draft_plan
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.widgets.buttons import button, tool_button

FORM = "FM-6.9.7"


class ImprovementTools(QObject):
    """Puts them on the page it is given. The button says how many improvements wait to be drafted."""

    def __init__(self, page: RegisterPage, messages: Messages, jobs: Jobs, preview: Preview) -> None:
        super().__init__(page)
        self._page, self._messages, self._jobs, self._preview = page, messages, jobs, preview
        self.plan_button = tool_button(page.theme, _("起草改进计划"), "seedling-line")
        self.empty_button = button(page.theme, _("起草改进计划"), "seedling-line")
        for made in (self.plan_button, self.empty_button):
            made.setEnabled(not page.sitting.workspace.read_only)
            made.setToolTip(_("由自我评价和验收评价里没有达成的指标起草（6.9.7）"))
            made.clicked.connect(lambda _on=False: self.plan())
        page.panel.tools.add(self.plan_button, after=page.panel.new_button)
        page.panel.empty.add(self.empty_button)
        menu = QMenu(page)
        menu.addAction(_("改进、创新行动计划")).triggered.connect(lambda _on=False: self.print_plan())
        menu.addAction(_("空白改进、创新行动计划")).triggered.connect(lambda _on=False: self.print_plan(blank=True))
        page.header.add_action(tool_button(page.theme, _("打印计划"), "printer-line", menu=menu), page.more)
        page.came_to_front.connect(self._count)
        page.followed.connect(self._followed)

    def plan(self) -> None:
        """起草改进计划: one step, taken back by one undo."""
        if not self._page.leave():
            return
        change = draft_plan(self._page.sitting, self._messages)
        if change is not None:
            self._page.made(change)
            self._page.show_target(min(record for _register, record in change.records))

    def print_plan(self, *, blank: bool = False) -> None:
        """The plan as one form, previewed."""
        if not self._page.flush():
            return
        sitting, title = self._page.sitting, _("改进、创新行动计划")

        def render() -> Rendered:
            from qmsdesk.reports import improvement_forms

            return improvement_forms.render(sitting.db, FORM, sitting.clock.now(), blank=blank)

        Prints(sitting, self._jobs, self._preview).show(title, render)

    def _followed(self, _change: object) -> None:
        """Another evaluation may ask for more; out of sight it is counted when the page comes to the front."""
        if self._page.isVisible():
            self._count()

    def _count(self) -> None:
        count = len(improving.wanted(self._page.sitting.db))
        self.plan_button.setText(_("起草改进计划 {}").format(count) if count else _("起草改进计划"))
