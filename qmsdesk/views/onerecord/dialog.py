"""What every register has for a record, in a dialog over a page that shows it in its own way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.dialog import Dialog

_WIDTH, _HEIGHT = 640, 560


class RecordDialog(Dialog):
    """Every field commits by itself; ``changed`` is called with each Change. 关闭 leaves it."""

    def __init__(
        self,
        kit: Kit,
        register: Register,
        record: int,
        title: str,
        messages: Messages,
        jobs: Jobs,
        changed: Callable[[object], None],
        parent: QWidget,
    ) -> None:
        super().__init__(kit.theme, title, "", parent, width=_WIDTH)
        self.pane = DetailPane(kit, register, messages, jobs, self, single=True)
        self.pane.setMinimumHeight(kit.theme.px(_HEIGHT))
        self.body.addWidget(self.pane, 1)
        self.pane.changed.connect(changed)
        self.pane.set_visit(Visit(kit.sitting, register, record))
        self._messages = messages
        self.leave = self.add_button(_("关闭"), "primary")
        self.leave.clicked.connect(self.accept)

    def focus_field(self, target: object) -> None:
        """Show a field of the record, or one of its child rows."""
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
        if not self._messages.ask_drop(fields=self.pane.unsaved_labels()):
            return False
        self.pane.forget()
        return True
