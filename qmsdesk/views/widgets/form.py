"""Form rows: label, editor, hint and error belong together, for the eye and for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row, set_property

LABEL_WIDTH = 76


class FormRow(QWidget):
    """One field of a form. Sets buddy, accessible name and description, shows hint or error under the editor.

    ``focus`` is the widget the label leads to where ``editor`` is made of several.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        editor: QWidget,
        *,
        required: bool = False,
        help_text: str = "",
        hint: str = "",
        focus: QWidget | None = None,
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._hint, self._help = theme, hint, help_text
        self._label_width = label_width
        self.editor, self._focus = editor, focus or editor
        self.name = text
        line = row(self, spacing=10)
        line.addWidget(self._make_label(text, required), 0, Qt.AlignmentFlag.AlignTop)
        right = column(spacing=2)
        right.addWidget(editor)
        self._note = QWidget(self)
        note = row(self._note, spacing=5)
        self._mark = IconLabel(theme, "error-warning-line", "bad", 12)
        self._note_text = label("", "hint", wrap=True)
        note.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        note.addWidget(self._note_text, 1)
        right.addWidget(self._note)
        line.addLayout(right, 1)
        self._focus.setAccessibleName(text)
        if help_text and not self._focus.toolTip():
            self._focus.setToolTip(help_text)
        self._error = ""
        self._show()
        theme.changed.connect(self._measure)

    def set_error(self, text: str) -> None:
        """Mark the field as wrong, with a sentence; empty takes it back."""
        if text == self._error:
            return
        self._error = text
        self._show()
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self._focus, QAccessible.Event.Alert))

    def error(self) -> str:
        """The sentence shown, empty when the field is in order."""
        return self._error

    def set_hint(self, text: str) -> None:
        """A quiet line under the field."""
        self._hint = text
        self._show()

    def _make_label(self, text: str, required: bool) -> QWidget:
        holder = QWidget(self)
        line = row(holder, spacing=4)
        line.addStretch(1)
        if required:
            star = label("*", tone="bad")
            star.setAccessibleName(_("必填"))
            line.addWidget(star)
        made: QLabel = label(text, "label", wrap=False)
        made.setBuddy(self._focus)
        line.addWidget(made)
        self._holder = holder
        self._measure()
        return holder

    def _measure(self) -> None:
        self._holder.setFixedHeight(self._theme.px(28) + 2)
        if self._label_width:
            self._holder.setFixedWidth(max(self._theme.px(self._label_width), self._holder.sizeHint().width()))

    def _show(self) -> None:
        said = self._error or self._hint
        self._note_text.setText(said)
        self._note.setVisible(bool(said))
        self._mark.setVisible(bool(self._error))
        set_property(self._note_text, "role", "error" if self._error else "hint")
        set_property(self._focus, "state", "error" if self._error else "")
        self._focus.setAccessibleDescription(" ".join(part for part in (self._error, self._hint, self._help) if part))
