"""The item at the cursor, field by field: judgement, evidence, and what else its judgement asks for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.audits import CHECKS
from qmsdesk.registers.spec import required
from qmsdesk.services.records import Change
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import LineEntry, Visit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import column, label, row

FIELDS = (
    AuditCheck.evidence,
    AuditCheck.grade,
    AuditCheck.reason,
    AuditCheck.clauses,
    AuditCheck.content,
    AuditCheck.department,
    AuditCheck.auditor,
    AuditCheck.method,
    AuditCheck.document,
)
_HEIGHT, _LOW = 190, 148
_STARS = required(CHECKS.fields)


class CheckEditor(QFrame):
    """Every field commits by itself. ``saved`` carries a Change, ``marked`` says that a text is refused or begun,

    ``failed`` an error that is no field's own; ``raised`` asks for 开具不符合 of the item shown.
    """

    saved = Signal(object)
    marked = Signal()
    failed = Signal(object)
    raised = Signal(int)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.entry: LineEntry | None = None
        self.setProperty("role", "subfooter")
        self.editors: dict[AnyField, Editor] = {}
        self.rows: dict[AnyField, FormRow] = {}
        self.hide()
        self.set_compact(compact=False)

    def _build(self) -> None:
        """Make the fields when there is a first item to show: the page comes up without waiting for them."""
        if self.editors:
            return
        theme = self._kit.theme
        both = column(self)
        head = row(margins=(14, 6, 12, 2))
        both.addLayout(head)
        self.title = label("", "strong", parent=self)
        head.addWidget(self.title, 1)
        self.raise_button = button(
            theme, _("开具不符合"), "add-line", small=True, on_click=self._raise, parent=self
        )  # fmt: skip
        head.addWidget(self.raise_button)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        both.addWidget(area, 1)
        body = QWidget(area)
        area.setWidget(body)
        lines = column(body, spacing=6, margins=(8, 2, 14, 8))
        for field in FIELDS:
            editor = self._kit.editor(field, body)
            editor.committed.connect(lambda f=field: self._commit(f))
            self.editors[field] = editor
            self.rows[field] = FormRow(
                theme, str(field.verbose_name), editor, required=field in _STARS, focus=editor.control, parent=body
            )
            lines.addWidget(self.rows[field])
        lines.addStretch(1)

    def set_compact(self, *, compact: bool) -> None:
        """Lower in a small window: the list needs the room."""
        self.setFixedHeight(self._kit.theme.px(_LOW if compact else _HEIGHT))

    def show_check(self, visit: Visit | None, check: Row | None, no: int, raised: str) -> None:
        """Another item, or the same one later: a field that is being typed into stays as it is."""
        same = self.entry is not None and check is not None and self.entry.row_id == check.id
        if same and self.entry is not None and self.entry.visit is visit:
            self.entry.row = check
        elif visit is None or check is None:
            if self.entry is None or not self.entry.is_draft or self.entry.visit is not visit:
                self.entry = None
        else:
            self.entry = LineEntry(visit, CHECKS, check)
            same = False
        self._show(no, raised, keep=same)

    def begin(self, visit: Visit, preset: dict[AnyField, Any]) -> None:
        """A new item: it is stored as soon as clause and content are there."""
        self.entry = LineEntry(visit, CHECKS, None)
        self.entry.values.update(preset)
        self._show(0, "", keep=False)
        self.editors[AuditCheck.clauses].control.setFocus()

    def focus_field(self, field: AnyField) -> None:
        """Put the cursor into a field."""
        if field in self.rows and self.rows[field].isVisibleTo(self):
            self.editors[field].control.setFocus()

    def judge(self, judgement: str) -> None:
        """Judge the item; the grade of what is no nonconformity any more goes with it, as one save."""
        entry = self.entry
        if entry is None or entry.is_draft or entry.value(AuditCheck.judgement) == judgement:
            return
        try:
            change = entry.put(AuditCheck.judgement, judgement)
            if judgement != "nonconforming" and entry.value(AuditCheck.grade) is not None:
                change = entry.put(AuditCheck.grade, None) or change
        except UserError as error:
            entry.forget()
            self.failed.emit(error)
            return
        if change is not None:
            self.saved.emit(change)

    def flush(self) -> bool:
        """Commit what is being typed; False when a field is red."""
        if self.entry is not None:
            for editor in self.editors.values():
                editor.commit()
        return self.entry is None or not self.entry.problems

    def unsaved(self) -> bool:
        """Something typed is not in the file."""
        return self.entry is not None and self.entry.unsaved()

    def forget(self) -> None:
        """Drop what was refused, and an item only begun."""
        if self.entry is not None:
            self.entry.forget()
            if self.entry.is_draft:
                self.entry = None
        self._show(0, "", keep=False)

    def problems(self) -> str:
        """What the status bar says."""
        return self.entry.note() if self.entry is not None and self.entry.unsaved() else ""

    def _commit(self, field: AnyField) -> None:
        entry = self.entry
        if entry is None:
            return
        change: Change | None = None
        try:
            change = entry.take(field, self.editors[field].read, self.editors[field].text())
        except UserError as error:
            self.failed.emit(error)
        self._load(field)
        if change is None:
            self.marked.emit()
        else:
            self.saved.emit(change)

    def _show(self, no: int, raised: str, *, keep: bool) -> None:
        entry = self.entry
        if entry is None:
            self.hide()
            return
        self._build()  # before it is shown: what comes later into a visible place is shown late
        self.show()
        judgement = entry.value(AuditCheck.judgement)
        self.title.setText(_("检查项 {}").format(no) if no else _("新检查项"))
        finding = judgement in {"nonconforming", "observation"} and not entry.is_draft
        self.raise_button.setVisible(finding and not raised and not entry.sitting.workspace.read_only)
        if raised:
            self.title.setText(_("检查项 {}　已开具 {}").format(no, raised))
        self.rows[AuditCheck.grade].setVisible(judgement == "nonconforming")
        self.rows[AuditCheck.reason].setVisible(judgement == "not_applicable")
        for field, editor in self.editors.items():
            if not (keep and editor.dirty()):
                self._load(field)

    def _load(self, field: AnyField) -> None:
        entry, editor = self.entry, self.editors[field]
        if entry is None:
            return
        editor.set_open(not entry.reason_closed(field))
        if field in entry.typed:
            editor.keep(entry.typed[field])
        else:
            editor.load(entry.value(field), entry.text(field))
        self.rows[field].set_error(entry.problems.get(field, ""))

    def _raise(self) -> None:
        if self.entry is not None and self.entry.row_id is not None and self.flush():
            self.raised.emit(self.entry.row_id)
