"""The case as it is typed: title, drafting units, five parts with their counts, and what is inserted under part 四."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import AnyField, Fields
from qmsdesk.registers.acceptance import PARTS as FIELDS
from qmsdesk.services import case
from qmsdesk.services.case import View, Written
from qmsdesk.standard.case_rules import PARTS, TITLE_HINT
from qmsdesk.views.case.figures_box import FiguresBox
from qmsdesk.views.case.part_editor import PartEditor
from qmsdesk.views.register.editor import TextEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import label, row

COUNT_AFTER = 150
"""Milliseconds after the last key until the lengths are counted anew."""
_TOP = (CaseStudy.title, CaseStudy.authors, CaseStudy.written_on, CaseStudy.late_reason)


class _PartRow(FormRow):
    """A part has its heading above it, so there is no label beside it."""

    def _make_label(self, _text: str, _required: bool) -> QWidget:
        self._holder = QWidget(self)
        self._holder.setFixedWidth(0)
        lines = self.layout()
        assert lines is not None
        lines.setSpacing(0)
        return self._holder


class CaseForm(EntryForm):
    """``counted`` comes when lengths may have changed, ``entered`` carries the key of the part that is typed into."""

    counted = Signal()
    entered = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        stars = (CaseStudy.title,)
        super().__init__(kit, [(field,) for field in _TOP], stars=stars, label_width=84, parent=parent)
        self.parts: dict[str, PartEditor] = {}
        self.counts: dict[str, QLabel] = {}
        self.figures = FiguresBox(kit.theme, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER)
        self._soon.timeout.connect(self.counted)
        title, authors = self.editors[CaseStudy.title], self.editors[CaseStudy.authors]
        assert isinstance(title, TextEditor)
        assert isinstance(authors, TextEditor)
        title.line.setPlaceholderText(TITLE_HINT)
        authors.line.setPlaceholderText(_("1 至 3 家，用顿号隔开"))
        lines = self.layout()
        assert isinstance(lines, QVBoxLayout)
        for part, field in zip(PARTS, FIELDS, strict=True):
            head = row(spacing=8, margins=(0, 10, 0, 0))
            head.addWidget(label(part.heading, "h3"), 1)
            self.counts[part.key] = label("", "caption")
            head.addWidget(self.counts[part.key])
            lines.addLayout(head)
            lines.addWidget(self._part(part.key, part.heading, part.hint, field))
            if field is CaseStudy.effect:
                lines.addWidget(self.figures)
        lines.addStretch(1)

    def show_view(self, view: View, *, writable: bool, late: bool) -> None:
        """What belongs to the case beside its own fields; those are shown by the entry."""
        self.figures.show_figures(view.figures, writable=writable)
        hidden = () if late or view.row.of(CaseStudy.late_reason) else (CaseStudy.late_reason,)
        self.show_only(Fields(f for f in (*_TOP, *FIELDS) if f not in Fields(hidden)))

    def written(self, planned: int) -> tuple[Written, ...]:
        """The parts as they stand in the editors, saved or not."""
        return tuple(case.written(part, self.parts[part.key].text(), planned) for part in PARTS)

    def show_counts(self, parts: tuple[Written, ...]) -> None:
        """The lengths at the right of the headings."""
        for each in parts:
            self.counts[each.part.key].setText(_("{} 字").format(f"{each.length:,}"))

    def focused(self) -> str:
        """The key of the part that has the cursor, empty when none has."""
        return next((key for key, editor in self.parts.items() if editor.box.hasFocus()), "")

    def _part(self, key: str, heading: str, hint: str, field: AnyField) -> FormRow:
        theme = self._kit.theme
        editor = PartEditor(field, theme.px)
        editor.setObjectName(field.name)
        editor.box.setPlaceholderText(hint)
        editor.committed.connect(lambda: self.commit(field))
        editor.typed.connect(self._soon.start)
        editor.entered.connect(lambda: self.entered.emit(key))
        made = _PartRow(theme, "", editor, focus=editor.control, label_width=0, parent=self)
        editor.control.setAccessibleName(heading)
        self.parts[key] = self.editors[field] = editor
        self.rows[field] = made
        return made
