"""The files behind one month, or behind the indicator itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.services.records import Change
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.dialog import Dialog


class EvidenceDialog(Dialog):
    """The attachments of a record; ``saved`` carries every Change."""

    saved = Signal(object)

    def __init__(
        self,
        kit: Kit,
        messages: Messages,
        jobs: Jobs,
        register: Register,
        record: int,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kit.theme, title, "", parent, width=520)
        self._visit = Visit(kit.sitting, register, record)
        self.files = AttachmentsTab(kit, messages, jobs, self)
        self.files.setMinimumHeight(kit.theme.px(420))
        self.files.set_visit(self._visit)
        self.files.saved.connect(self._saved)
        self.body.addWidget(self.files, 1)
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)

    def accept(self) -> None:
        """Not while a field is red."""
        if self.files.flush():
            super().accept()

    def reject(self) -> None:
        """Escape drops what is refused."""
        self.files.flush()
        super().reject()

    def _saved(self, change: Change) -> None:
        self._visit.reload()
        self.files.set_visit(self._visit)
        self.saved.emit(change)
