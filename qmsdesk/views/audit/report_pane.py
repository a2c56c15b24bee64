"""The tab 审核报告: what the audit was about and what it came to, in the fields of its register."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.registers.audits import AUDIT
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.styling import column

# The report stands first: the rest of the fields was filled when the audit was planned.
_ORDERED = replace(AUDIT, sections=(AUDIT.sections[1], AUDIT.sections[0], AUDIT.sections[2]))


class ReportPane(QWidget):
    """``saved`` carries a Change, ``marked`` says that a text is refused, ``failed`` an error of no field."""

    saved = Signal(object)
    marked = Signal()
    failed = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = column(self)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        lines.addWidget(area, 1)
        body = QWidget(area)
        area.setWidget(body)
        inside = column(body)
        self.form = RecordForm(kit, _ORDERED, body)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self.form.build()
        self._area = area
        self._visit: Visit | None = None
        self.form.saved.connect(self.saved)
        self.form.marked.connect(self.marked)
        self.form.failed.connect(self.failed)

    def show_visit(self, visit: Visit | None) -> None:
        """Another audit, or the same one later."""
        if visit is self._visit:
            self.form.refresh()
        else:
            self._visit = visit
            self.form.set_visit(visit)

    def flush(self) -> bool:
        """Commit what is being typed; False when a field is red."""
        return self.form.flush()

    def unsaved(self) -> bool:
        """A field is red."""
        return self.form.unsaved()

    def forget(self) -> None:
        """Drop what was refused."""
        self.form.forget()

    def focus_field(self, field: AnyField) -> None:
        """Put the cursor into a field and bring it into view."""
        if field in self.form.editors:
            self.form.focus_field(field)
            self._area.ensureWidgetVisible(self.form.rows[field])
