"""Plan, people and files of a review in a dialog: the form every register has."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.dialog import Dialog

_WIDTH, _HEIGHT = 640, 560


class PlanDialog(Dialog):
    """Every field commits by itself; ``changed`` is called with each Change. 关闭 leaves it."""

    def __init__(
        self, kit: Kit, messages: Messages, jobs: Jobs, review: int, changed: Callable[[object], None], parent: QWidget
    ) -> None:
        super().__init__(kit.theme, _("评审计划、参加人和附件"), "", parent, width=_WIDTH)
        self.pane = DetailPane(kit, REVIEW, messages, jobs, self, single=True)
        self.pane.setMinimumHeight(kit.theme.px(_HEIGHT))
        self.body.addWidget(self.pane, 1)
        self.pane.changed.connect(changed)
        self.pane.set_visit(Visit(kit.sitting, REVIEW, review))
        self._messages = messages
        self.leave = self.add_button(_("关闭"), "primary")
        self.leave.clicked.connect(self.accept)

    def focus_field(self, target: object) -> None:
        """Show a field of the review, or one of its people."""
        self.pane.focus_field(target)

    def accept(self) -> None:
        """Leave when nothing is red, or when it may be dropped."""
        if self._may_leave():
            super().accept()

    def reject(self) -> None:
        """Esc leaves as the button does."""
        if self._may_leave():
            super().reject()

    def _may_leave(self) -> bool:
        self.pane.flush()
        if not self.pane.unsaved():
            return True
        text = _("返回可以改正，放弃则保留原来的值。")
        if not self._messages.ask(_("放弃没有保存的内容？"), text, _("放弃"), cancel=_("返回修改")):
            return False
        self.pane.forget()
        return True
