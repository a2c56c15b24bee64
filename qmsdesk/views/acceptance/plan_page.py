"""改进行动: the list of the register, with the plan drafted from the evaluation and printed as one form (6.9.7)."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import improving
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.acceptance.planning import draft_plan
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button

FORM = "FM-6.9.7"


class ImprovementPage(RegisterPage):
    """The button says how many improvements wait to be drafted."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        outside: Outside | None = None,
        settings: QSettings | None = None,
        *,
        preview: Preview | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, IMPROVEMENT, messages, jobs, outside, settings, parent)
        self._jobs, self._preview = jobs, preview
        writable = not sitting.workspace.read_only
        self.plan_button = tool_button(theme, _("起草改进计划"), "seedling-line")
        self.empty_button = button(theme, _("起草改进计划"), "seedling-line")
        for made in (self.plan_button, self.empty_button):
            made.setEnabled(writable)
            made.setToolTip(_("由自我评价和验收评价里没有达成的指标起草（6.9.7）"))
            made.clicked.connect(lambda _on=False: self.plan())
        tools, empty = self.panel.tools.layout(), self.panel.empty.layout()
        assert isinstance(tools, QBoxLayout)
        assert isinstance(empty, QBoxLayout)
        tools.insertWidget(1, self.plan_button, 0, Qt.AlignmentFlag.AlignVCenter)
        empty.insertWidget(empty.count() - 1, self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        menu = QMenu(self)
        menu.addAction(_("改进、创新行动计划")).triggered.connect(lambda _on=False: self.print_plan())
        menu.addAction(_("空白改进、创新行动计划")).triggered.connect(lambda _on=False: self.print_plan(blank=True))
        forms = tool_button(theme, _("打印计划"), "printer-line", menu=menu)
        forms.setVisible(preview is not None)
        self.header.add_action(forms)

    def plan(self) -> None:
        """起草改进计划: one step, taken back by one undo."""
        if not self.leave():
            return
        change = draft_plan(self.sitting, self._messages)
        if change is not None:
            self._made(change)
            self._count()
            self.show_target(min(record for _register, record in change.records))

    def print_plan(self, *, blank: bool = False) -> None:
        """The plan as one form, previewed."""
        show, sitting, title = self._preview, self.sitting, _("改进、创新行动计划")
        if show is None or not self.flush():
            return

        def render(_progress: Progress) -> Rendered:
            from qmsdesk.reports import improvement_forms

            return improvement_forms.render(sitting.db, FORM, sitting.clock.now(), blank=blank)

        self._jobs.run(_("打印{}").format(title), in_worker(sitting.db, render), lambda made: show(title, made))

    def entered(self) -> None:
        """Say how many are waiting to be drafted."""
        super().entered()
        self._count()

    def apply_change(self, change: object) -> None:
        """Another evaluation may ask for more."""
        super().apply_change(change)
        if self.isVisible():
            self._count()

    def _count(self) -> None:
        count = len(improving.wanted(self.sitting.db))
        self.plan_button.setText(_("起草改进计划 {}").format(count) if count else _("起草改进计划"))
