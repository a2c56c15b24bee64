"""新建… out of a relation: the new row with its ``*`` fields, without leaving the record at hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.services import records
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow


def create_target(
    kit: Kit, messages: Messages, relation: AnyField, name: str, parent: QWidget
) -> records.Change | None:
    """Make the row a relation is to point at; asks for what else it needs. None when nothing was made."""
    register = BY_MODEL.get(relation.rel_model)
    if register is None:
        return None
    visit = Visit(kit.sitting, register, None)
    caption = register.model.caption()
    try:
        if (change := visit.put(caption, name)) is not None:
            return change
        return CreateDialog(kit, visit, parent).ask()
    except UserError as error:
        messages.error(error)
        return None


class CreateDialog(Dialog):
    """The ``*`` fields of a new record; it is saved as soon as the last one is valid and the button is pressed."""

    def __init__(self, kit: Kit, visit: Visit, parent: QWidget | None = None) -> None:
        title = _("新建{}").format(visit.register.title)
        super().__init__(kit.theme, title, _("填好下面几项就可以保存，其余以后再补。"), parent)
        self._visit = visit
        self._change: records.Change | None = None
        self._editors: dict[AnyField, Editor] = {}
        self._rows: dict[AnyField, FormRow] = {}
        for field in visit.wanted():
            editor = kit.editor(field, self)
            row = FormRow(kit.theme, str(field.verbose_name), editor, required=True, focus=editor.control)
            self._editors[field], self._rows[field] = editor, row
            self.body.addWidget(row)
        self._show()
        self.add_button(_("取消")).clicked.connect(self.reject)
        save = self.add_button(title, "primary")
        save.clicked.connect(self.accept)
        save.setDefault(True)
        first = next((f for f in self._editors if f in visit.missing()), visit.wanted()[0])
        self._editors[first].control.setFocus()

    def ask(self) -> records.Change | None:
        """Show it and wait; the change when the record was made."""
        self.exec()
        return self._change

    def accept(self) -> None:
        """Save, or say what is missing under its field."""
        for field, editor in self._editors.items():
            if editor.dirty() or field in self._visit.problems:
                change = self._visit.take(field, editor.read, editor.text())
                if change is not None:
                    self._change = change
                    super().accept()
                    return
        for field in self._visit.missing():
            self._visit.problems.setdefault(field, _("请填写{}").format(field.verbose_name))
        self._show()

    def _show(self) -> None:
        for field, editor in self._editors.items():
            if field in self._visit.typed:
                editor.keep(self._visit.typed[field])
            else:
                editor.load(self._visit.value(field), self._visit.text(field))
            self._rows[field].set_error(self._visit.problems.get(field, ""))
