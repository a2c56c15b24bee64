"""Date, 自评人 and 企业负责人 of a version, and 定稿; afterwards the lines as they were signed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.system import Signature
from qmsdesk.registers.indicators import ASSESSMENT
from qmsdesk.registers.spec import Values
from qmsdesk.services import assessment, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment.checks_card import foot_frame
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.history_text import local
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row

FIELDS = (Assessment.assessed_on, Assessment.evaluator, Assessment.head)
_NAMES = {"assessed_on": _("评价日期"), "evaluator": _("自评人"), "head": _("企业负责人")}


class AssessmentEntry(Entry):
    """The fields of a draft; the draft itself is made with the first of them."""

    def __init__(self, sitting: Sitting, shown: Shown) -> None:
        values = {Assessment.assessed_on: shown.row.of(Assessment.assessed_on)}
        super().__init__(sitting, Assessment, FIELDS, shown.row.id or None, values)
        self._round = shown.round
        self.closed = shown.closed or sitting.workspace.read_only or ("" if shown.round else _("先建评价指标"))

    def wanted(self) -> Fields:
        """Nothing: 定稿 asks for what is missing."""
        return Fields(())

    def reason_closed(self, _field: AnyField | None = None) -> str:
        """Closed once final."""
        return self.closed

    def save(self, values: Values) -> records.Change:
        """One save, together with the draft where there is none yet."""
        with self.sitting.batch(_("填写自我评价")):
            if self.row_id is None:
                self.row_id = assessment.draft(self.sitting, self._round).id
            return records.save(self.sitting, ASSESSMENT, self.row_id, values)


class SignBox(QWidget):
    """``saved`` carries a Change, ``failed`` an error, ``finalised`` asks for 定稿, ``renewed`` for a new version."""

    saved = Signal(object)
    failed = Signal(object)
    marked = Signal()
    finalised = Signal()
    renewed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.entry: AssessmentEntry | None = None
        self.editors: dict[AnyField, Editor] = {}
        self.rows: dict[AnyField, FormRow] = {}
        self._pills: dict[str, Pill] = {}
        ground = foot_frame()
        lines = column(ground, spacing=4, margins=(12, 6, 12, 8))
        for field in FIELDS:
            editor = kit.editor(field, self)
            editor.committed.connect(lambda f=field: self._commit(f))
            made = FormRow(kit.theme, _NAMES[field.name], editor, focus=editor.control)
            self.editors[field], self.rows[field] = editor, made
            line = row(spacing=6)
            line.addWidget(made, 1)
            self._pills[field.name] = Pill(kit.theme, "")
            line.addWidget(self._pills[field.name])
            lines.addLayout(line)
        self.button = button(kit.theme, _("定稿并签名"), "quill-pen-line", on_click=self._pressed)
        self._note = label("", "caption", wrap=True)
        foot = row(spacing=10, margins=(0, 2, 0, 0))
        foot.addWidget(self.button)
        foot.addWidget(self._note, 1)
        lines.addLayout(foot)
        column(self).addWidget(ground)

    def show_version(self, shown: Shown) -> None:
        """The fields of another version, or new figures of this one; what is red stays red."""
        before = self.entry
        self.entry = AssessmentEntry(self._kit.sitting, shown)
        if before is not None and before.row_id == self.entry.row_id:
            self.entry.problems, self.entry.typed = before.problems, before.typed
        for field in FIELDS:
            if not self.editors[field].dirty():
                self._show(field)
        self._final = shown.final
        self._show_signatures(shown)
        self._show_verb(shown)

    def flush(self) -> bool:
        """Commit what is being typed; False when a field is red."""
        for editor in self.editors.values():
            editor.commit()
        return self.entry is None or not self.entry.problems

    def forget(self) -> None:
        """Give up what was refused."""
        if self.entry is not None:
            self.entry.problems.clear()
            self.entry.typed.clear()
            for field in FIELDS:
                self._show(field)
        self.marked.emit()

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        for field in FIELDS:
            if field.name == name:
                self.editors[field].control.setFocus()

    def note(self) -> str:
        """What is said beside the button."""
        return self._note.text()

    def _pressed(self) -> None:
        (self.renewed if self._final else self.finalised).emit()

    def _commit(self, field: AnyField) -> None:
        entry, editor = self.entry, self.editors[field]
        if entry is None:
            return
        change = None
        try:
            change = entry.take(field, editor.read, editor.text())
        except UserError as error:
            self.failed.emit(error)
        self._show(field)
        self.marked.emit()
        if change is not None:
            self.saved.emit(change)

    def _show(self, field: AnyField) -> None:
        entry, editor = self.entry, self.editors[field]
        assert entry is not None
        editor.set_open(not entry.reason_closed(field))
        if field in entry.typed:
            editor.keep(entry.typed[field])
        else:
            editor.load(entry.value(field), entry.text(field))
        self.rows[field].set_error(entry.problems.get(field, ""))

    def _show_signatures(self, shown: Shown) -> None:
        signed = {s.of(Signature.role): s for s in shown.signatures}
        for field in FIELDS[1:]:
            pill, found = self._pills[field.name], signed.get(_NAMES[field.name])
            if found is not None:
                pill.set_state(_("已签 {}").format(local(found["at"])[:10]))
                pill.setToolTip(_("程序内确认，操作人 {}").format(found["operator"]))
            else:
                pill.set_state(_("未签") if shown.final else "")

    def _show_verb(self, shown: Shown) -> None:
        read_only = self._kit.sitting.workspace.read_only
        self.button.setText(_("另存新版本") if shown.final else _("定稿并签名"))
        self.button.setVisible(not shown.final or shown.newest)
        stops = len(shown.blockers)
        self.button.setEnabled(not read_only and (shown.final or not stops))
        if read_only:
            note = read_only
        elif shown.final:
            note = _("第 {} 版已定稿，数据固定。").format(shown.version)
        elif stops:
            note = _("还有 {} 项必改。定稿后数据固定，修改须另存新版本。").format(stops)
        else:
            note = _("定稿后数据固定，修改须另存新版本。")
        self._note.setText(note)
