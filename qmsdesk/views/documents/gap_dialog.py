"""补齐: what a document that was in force before the program still lacks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.documents import Document
from qmsdesk.registers.document_gates import gap_fields
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.registers.spec import Values
from qmsdesk.services import documents, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import label


class GapDialog(Dialog):
    """One field for each gap; what is not known yet stays blank. ``change`` is what was saved."""

    def __init__(
        self, theme: Theme, sitting: Sitting, document: Row, revision: Row, parent: QWidget | None = None
    ) -> None:
        name = f"{document['number']} {document.of(Document.title)}"
        text = _("现行版本 {} 是使用本程序以前生效的。只能填空着的；填好后再改要改版。").format(revision["version"])
        super().__init__(theme, _("补齐“{}”").format(name), text, parent)
        self._sitting, self._revision = sitting, revision
        self.change: records.Change | None = None
        kit = Kit(theme, sitting)
        self.editors: dict[AnyField, Editor] = {}
        self._rows: dict[AnyField, FormRow] = {}
        for f in gap_fields(document, revision):
            self.editors[f] = kit.editor(f)
            self.editors[f].load(None, "")
            self._rows[f] = FormRow(theme, str(f.verbose_name), self.editors[f])
            self.body.addWidget(self._rows[f])
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.fill_button = self.add_button(_("补齐"), "primary")
        self.fill_button.clicked.connect(self.accept)

    def accept(self) -> None:
        """Save what was filled in; anything unreadable or refused is said and nothing is saved."""
        values: Values = {}
        for f, editor in self.editors.items():
            try:
                value = editor.read()
            except Unreadable as wrong:
                self._rows[f].set_error(str(wrong))
                return
            self._rows[f].set_error("")
            if value not in (None, ""):
                values[f] = value
        try:
            self.change = documents.fill_gaps(self._sitting, self._revision.id, values) if values else None
        except UserError as error:
            self.problem.setText(f"{error.text}{error.hint}")
            self.problem.show()
            return
        super().accept()
