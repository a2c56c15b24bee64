"""The definition of an indicator and its rounds in a dialog: the same fields, files and history as in a register."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.dialog import Dialog


class RecordDialog(Dialog):
    """A record that is typed into and saves itself; ``saved`` carries every Change."""

    saved = Signal(object)

    def __init__(
        self,
        kit: Kit,
        messages: Messages,
        jobs: Jobs,
        register: Register,
        record: int | None,
        parent: QWidget | None = None,
        *,
        preset: dict[AnyField, object] | None = None,
    ) -> None:
        title = _("编辑{}").format(register.title) if record else _("新建{}").format(register.title)
        super().__init__(kit.theme, title, "", parent, width=680)
        self._messages = messages
        self.visit = Visit(kit.sitting, register, record, preset)
        self.pane = DetailPane(kit, register, messages, jobs, single=True)
        self.pane.setMinimumHeight(kit.theme.px(500))
        self.pane.set_visit(self.visit)
        self.pane.changed.connect(self.saved)
        self.body.setContentsMargins(0, 0, 0, 0)
        if (heading := self.body.itemAt(0)) is not None and (words := heading.widget()) is not None:
            words.hide()  # the pane names the record itself
        self.body.addWidget(self.pane, 1)
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)

    def focus_field(self, field: object) -> None:
        """Put the cursor into a field of the record or of its rounds."""
        self.pane.focus_field(field)

    def record(self) -> int | None:
        """The record, None while it is blank."""
        return self.visit.record

    def accept(self) -> None:
        """Asks before something refused or only begun is given up."""
        if self._may_close():
            super().accept()

    def reject(self) -> None:
        """Escape asks too."""
        if self._may_close():
            super().reject()

    def _may_close(self) -> bool:
        self.pane.flush()
        if not self.pane.unsaved():
            return True
        return self._messages.ask_drop(_("有误或没有填完的内容不会保存。"))
