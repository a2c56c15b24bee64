"""The one shape of dialog: a question as title, the consequences as text, the focus on 取消, or on the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import Kind, button
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import column, frame, label, row


class Dialog(QDialog):
    """Title, room for a body, and a footer of buttons; subclasses fill ``body`` and call ``add_button``."""

    def __init__(
        self, theme: Theme, title: str, text: str = "", parent: QWidget | None = None, *, width: int = 440
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.setFixedWidth(theme.px(width))
        ground = frame("dialogbody", self)
        self.body: QVBoxLayout = column(ground, spacing=8, margins=(20, 16, 20, 16))
        heading = label(title, "h2", wrap=True)
        self.body.addWidget(heading)
        self.text = label(text, "label", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setVisible(bool(text))
        self.body.addWidget(self.text)
        foot = frame("dialogfoot", self)
        self._foot = row(foot, margins=(20, 9, 20, 9))
        self._foot.addStretch(1)
        lines = column(self)
        lines.addWidget(ground, 1)
        lines.addWidget(foot)

    def add_button(self, text: str, kind: Kind = "", icon: str = "") -> QPushButton:
        """Append a button to the footer; connect its ``clicked``."""
        made = button(self.theme, text, icon, kind)
        made.setAutoDefault(True)  # Enter presses the button that has the focus
        self._foot.addWidget(made)
        return made

    def add_left(self, widget: QWidget) -> None:
        """Put something at the left of the footer."""
        self._foot.insertWidget(0, widget)


class ConfirmDialog(Dialog):
    """Asks before something that cannot simply be undone; ``verb`` is what the button does (作废), never 确定.

    With ``reason`` a reason must be written, read it from ``reason_text``. ``details`` are listed under the text.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        verb: str,
        parent: QWidget | None = None,
        *,
        danger: bool = True,
        reason: str = "",
        details: Sequence[str] = (),
        cancel: str = "",
    ) -> None:
        super().__init__(theme, title, text, parent)
        if details:
            shown = label("\n".join(f"· {line}" for line in details[:12]), "label", wrap=True)
            self.body.addWidget(shown)
        if len(details) > 12:
            self.body.addWidget(label(_("……共 {count} 项").format(count=len(details)), "caption"))
        self._reason: QLineEdit | None = None
        if reason:
            self._reason = QLineEdit(self)
            self._reason.setMaxLength(200)
            self._reason_row = FormRow(theme, reason, self._reason, required=True)
            self._reason.textChanged.connect(self._reason_changed)
            self.body.addWidget(self._reason_row)
        self.cancel_button = self.add_button(cancel or _("取消"))
        self.cancel_button.clicked.connect(self.reject)
        self.verb_button = self.add_button(verb, "dangerfill" if danger else "primary")
        self.verb_button.clicked.connect(self.accept)
        self.verb_button.setEnabled(not reason)
        (self.verb_button if reason else self.cancel_button).setDefault(True)  # no reason, no way on: Enter is safe
        (self._reason or self.cancel_button).setFocus()

    def reason_text(self) -> str:
        """The reason written, without spaces around it."""
        return self._reason.text().strip() if self._reason else ""

    def ask(self) -> bool:
        """Show it and wait; true when the verb was chosen."""
        return self.exec() == int(QDialog.DialogCode.Accepted)

    def accept(self) -> None:
        """Only with a reason where one is asked for."""
        if self._reason is not None and not self.reason_text():
            self._reason_row.set_error(_("写明原因后才能继续"))
            self._reason.setFocus()
            return
        super().accept()

    def _reason_changed(self) -> None:
        self.verb_button.setEnabled(bool(self.reason_text()))
        self._reason_row.set_error("")
