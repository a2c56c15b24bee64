"""A few fields of a record or of a child row as a small form that commits field by field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields
from qmsdesk.services import records
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editor_relation import RelationEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.widgets.form import LABEL_WIDTH, FormRow
from qmsdesk.views.widgets.styling import column, row


class EntryForm(QWidget):
    """``rows`` are fields side by side. ``saved`` carries a Change, ``marked`` that something typed is not in the file.

    ``failed`` is an error that is not the field's own, ``wanted`` a relation and a name to make a record of.
    """

    saved = Signal(object)
    marked = Signal()
    failed = Signal(object)
    wanted = Signal(object, str)

    def __init__(
        self,
        kit: Kit,
        rows: Sequence[Sequence[AnyField]],
        *,
        stars: Sequence[AnyField] = (),
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kit, self._stars, self._label_width = kit, Fields(stars), label_width
        self.entry: Entry | None = None
        self.editors: dict[AnyField, Editor] = {}
        self.rows: dict[AnyField, FormRow] = {}
        lines = column(self, spacing=7)
        for fields in rows:
            if len(fields) == 1:
                lines.addWidget(self._row(fields[0]))
                continue
            line = row(spacing=12)
            for field in fields:
                line.addWidget(self._row(field), 1)
            lines.addLayout(line)

    def show_entry(self, entry: Entry | None) -> None:
        """Show another row; what was being typed must have been flushed before."""
        self.entry = entry
        self.setEnabled(entry is not None)
        for field in self.editors:
            self._show(field)

    def refresh(self) -> None:
        """Something was saved: show it, except in a field that is being typed into."""
        if self.entry is not None:
            self.entry.reload()
        for field, editor in self.editors.items():
            if not editor.dirty():
                self._show(field)

    def show_only(self, fields: Sequence[AnyField]) -> None:
        """The fields in sight."""
        shown = Fields(fields)
        for field, line in self.rows.items():
            line.setVisible(field in shown)

    def flush(self) -> bool:
        """Commit what is being typed; False when a field is red."""
        for editor in self.editors.values():
            editor.commit()
        return self.entry is None or not self.entry.problems

    def unsaved(self) -> bool:
        """Something typed here is not in the file."""
        return self.entry is not None and self.entry.unsaved()

    def show_missing(self) -> AnyField | None:
        """Mark what a row only begun waits for, and give the first field that is to be filled or mended."""
        entry = self.entry
        if entry is None:
            return None
        missing = [field for field in self.editors if field in entry.missing() and field not in entry.problems]
        for field in missing:
            self.rows[field].set_error(_("这一行还没有保存：先填这一项，或删除这一行"))
        return next((field for field in self.editors if field in entry.problems or field in missing), None)

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        if self.entry is not None:
            self.entry.forget()
            for field in self.editors:
                self._show(field)

    def focus_field(self, field: AnyField) -> None:
        """Put the cursor into a field."""
        self.editors[field].control.setFocus()

    def commit(self, field: AnyField) -> None:
        """Save one field, or keep what is wrong in it."""
        entry, editor = self.entry, self.editors[field]
        if entry is None:
            return
        change: records.Change | None = None
        try:
            change = entry.take(field, editor.read, editor.text())
        except UserError as error:
            self.failed.emit(error)
        self._show(field)
        if change is None:
            self.marked.emit()
        else:
            self.refresh()
            self.saved.emit(change)

    def put(self, field: AnyField, value: object) -> None:
        """Save a value that was not typed (a record just made)."""
        if self.entry is None:
            return
        try:
            change = self.entry.put(field, value)
        except UserError as error:
            self.failed.emit(error)
            return
        self._show(field)
        if change is not None:
            self.saved.emit(change)

    def _row(self, field: AnyField) -> FormRow:
        editor = self._kit.editor(field, self)
        editor.committed.connect(lambda f=field: self.commit(f))
        if isinstance(editor, RelationEditor):
            editor.wanted.connect(lambda name, f=field: self.wanted.emit(f, name))
        made = FormRow(
            self._kit.theme,
            str(field.verbose_name),
            editor,
            required=field in self._stars,
            help_text=str(field.help_text or ""),
            focus=editor.control,
            label_width=self._label_width,
            parent=self,
        )
        self.editors[field], self.rows[field] = editor, made
        return made

    def _show(self, field: AnyField) -> None:
        editor, entry = self.editors[field], self.entry
        if entry is None:
            editor.load(None, "")
            self.rows[field].set_error("")
            return
        editor.set_open(not entry.reason_closed(field))
        if field in entry.typed:
            editor.keep(entry.typed[field])
        else:
            editor.load(entry.value(field), entry.text(field))
        self.rows[field].set_error(entry.problems.get(field, ""))
