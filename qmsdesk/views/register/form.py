"""The fields of one record by section; every editor commits its own field, once, when it is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields
from qmsdesk.registers.spec import Register, Told, required
from qmsdesk.services import lateness, records
from qmsdesk.views.register.editor import Editor, plain_text
from qmsdesk.views.register.editor_relation import RelationEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.visit import LineEntry, Visit
from qmsdesk.views.widgets.form import LABEL_WIDTH, FormRow
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, label

_WIDEST_LABEL = 124


class RecordForm(QWidget):
    """Shows a visit and commits into it; the child row written beside the record is one of its sections.

    ``saved`` carries a Change, ``marked`` says that something is typed that is not in the file, ``failed`` an error
    that is not the field's own, ``wanted`` a relation field and a name that is to be made a record.
    """

    saved = Signal(object)
    marked = Signal()
    failed = Signal(object)
    wanted = Signal(object, str)

    def __init__(self, kit: Kit, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self.register = kit, register
        self._visit: Visit | None = None
        self._beside: LineEntry | None = None
        self.editors: dict[AnyField, Editor] = {}
        self.rows: dict[AnyField, FormRow] = {}
        self.told: dict[Told, QLabel] = {}
        self._told_rows: dict[Told, FormRow] = {}

    def build(self) -> None:
        """Make the rows; the form stands in its place by then."""
        lines = column(self, spacing=7, margins=(16, 12, 16, 12))
        self._warning = MessageBar(self._kit.theme, "warn", parent=self)
        lines.addWidget(self._warning)
        width, stars = self._label_width(), self._stars()
        told = {section.title: section.told for section in self.register.sections}
        for place, (title, fields) in enumerate(self._sections()):
            if place:
                heading = label(title, "strong")
                heading.setContentsMargins(0, 8, 0, 0)
                lines.addWidget(heading)
            for field in fields:
                lines.addWidget(self._row(field, width, field in stars))
            for each in told.get(title, ()):
                shown = plain_text("")
                self._told_rows[each] = FormRow(self._kit.theme, each.label, shown, label_width=width, parent=self)
                lines.addWidget(self._told_rows[each])
                self.told[each] = shown

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record; what was being typed must have been flushed before."""
        self._visit = visit
        self._beside = visit.beside() if visit else None
        self.setEnabled(visit is not None)
        for field in self.editors:
            self._show(field)
        self._show_checks()

    def refresh(self) -> None:
        """The stored record changed: show it, except in a field that is being typed into."""
        if self._visit and not (self._beside and self._beside.unsaved()):
            self._beside = self._visit.beside()
        for field, editor in self.editors.items():
            if not editor.dirty():
                self._show(field)
        self._show_checks()

    def flush(self) -> bool:
        """Commit what is being typed; False when a field is red."""
        for editor in self.editors.values():
            editor.commit()
        return not any(entry.problems for entry in self._entries())

    def unsaved(self) -> bool:
        """Something in the form is not in the file."""
        return any(entry.unsaved() for entry in self._entries())

    def unsaved_labels(self) -> list[str]:
        """The fields that are not in the file."""
        return [label for entry in self._entries() for label in entry.unsaved_labels()]

    def forget(self) -> None:
        """Drop what was refused."""
        for entry in self._entries():
            entry.forget()
        for field in self.editors:
            self._show(field)

    def focus_field(self, field: AnyField) -> None:
        """Put the cursor into a field."""
        self.editors[field].control.setFocus()

    def first_wanted(self) -> None:
        """Put the cursor where the next thing is wrong or missing, else into the first open field."""
        wrong = [f for f in self.editors if f in self._entry(f).problems] if self._visit else []
        missing = self._visit.missing() if self._visit else []
        order: Sequence[AnyField] = wrong or missing or list(self.editors)
        for field in order:
            if field in self.editors and self.editors[field].is_open():
                self.focus_field(field)
                return

    def commit(self, field: AnyField) -> None:
        """Save one field, or keep what is wrong in it."""
        if self._visit is None:
            return
        entry, editor = self._entry(field), self.editors[field]
        change: records.Change | None = None
        try:
            change = entry.take(field, editor.read, editor.text())
            if entry is self._visit and change is not None and self._beside is not None:
                change = self._beside.settle() or change
        except UserError as error:
            self.failed.emit(error)
        self._show(field)
        self._show_late()
        if change is None:
            self.marked.emit()
        else:
            self.refresh()
            self.saved.emit(change)

    def put(self, field: AnyField, value: object) -> records.Change | None:
        """Save a value that was not typed (a record just made)."""
        change = self._entry(field).put(field, value) if self._visit else None
        self.refresh()
        self._show(field)
        return change

    def _sections(self) -> Iterator[tuple[str, tuple[AnyField, ...]]]:
        spec = self.register.sheet.line
        for place, section in enumerate(self.register.sections):
            yield section.title, section.fields
            if spec is not None and not place:
                yield spec.title, tuple(f for f in spec.fields if f.name != "status")

    def _entries(self) -> list[Entry]:
        return [entry for entry in (self._visit, self._beside) if entry is not None]

    def _entry(self, field: AnyField) -> Entry:
        entry = self._visit if field.model is self.register.model else self._beside
        assert entry is not None
        return entry

    def _row(self, field: AnyField, width: int, starred: bool) -> FormRow:
        editor = self._kit.editor(field, self)
        editor.committed.connect(lambda f=field: self.commit(f))
        if isinstance(editor, RelationEditor):
            editor.wanted.connect(lambda name, f=field: self.wanted.emit(f, name))
        made = FormRow(
            self._kit.theme,
            str(field.verbose_name),
            editor,
            required=starred,
            help_text=str(field.help_text or ""),
            hint=str(field.help_text or ""),
            focus=editor.control,
            label_width=width,
            parent=self,
        )
        self.editors[field], self.rows[field] = editor, made
        return made

    def _stars(self) -> Fields:
        spec = self.register.sheet.line
        beside = required(spec.fields) if spec else ()
        return Fields((*Visit(self._kit.sitting, self.register, None).wanted(), *beside))

    def _label_width(self) -> int:
        metrics = QFontMetrics(self._kit.theme.font(13))
        widest = max(metrics.horizontalAdvance(str(f.verbose_name)) for _title, fs in self._sections() for f in fs)
        return max(LABEL_WIDTH, min(round(widest / self._kit.theme.scale) + 12, _WIDEST_LABEL))

    def _show(self, field: AnyField) -> None:
        editor = self.editors[field]
        if self._visit is None:
            editor.load(None, "")
            self.rows[field].set_error("")
            return
        entry = self._entry(field)
        editor.set_open(not entry.reason_closed(field))
        if field in entry.typed:
            editor.keep(entry.typed[field])
        else:
            editor.load(entry.value(field), entry.text(field))
        self.rows[field].set_error(entry.problems.get(field, ""))

    def _show_late(self) -> None:
        """补录说明 comes up when it is due, and stays where it was written."""
        late, visit = self.register.model.late_reason, self._visit
        shown = self.rows.get(late)
        if shown is not None:
            shown.set_hint(_("业务日期比录入日早 {} 天以上，写一句为什么现在才录").format(lateness.DAYS))
            shown.setVisible(visit is not None and (visit.late() or bool(visit.text(late))))

    def _show_checks(self) -> None:
        self._show_late()
        stored = self._visit.row if self._visit else None
        for each, shown in self.told.items():
            text = each.text(stored) if stored is not None else ""
            shown.setText(text)
            self._told_rows[each].setHidden(not text)
        problems = self._visit.checks() if self._visit else []
        self._warning.set_message("warn", "；".join(problem.text for problem in problems))
