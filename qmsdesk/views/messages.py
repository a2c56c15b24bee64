"""What the program tells the user: sentences on the page, short plates, questions; and which exception becomes what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qmsdesk.errors import Blocked, Cancelled, UserError
from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import Tone
from qmsdesk.views.widgets.dialog import ConfirmDialog, Dialog
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, label
from qmsdesk.views.widgets.toast import Toast

Crash = Callable[[BaseException], None]


class MessageArea(QWidget):
    """Where message bars of the page stand, the newest on top; takes no room while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: QVBoxLayout = column(self, spacing=8, margins=(20, 12, 20, 0))
        self.hide()

    def put(self, bar: MessageBar) -> None:
        """Show a bar; the same sentence is not shown twice."""
        for old in self.bars():
            if old.text() == bar.text():
                self._remove(old)
        self._lines.insertWidget(0, bar)
        bar.closed.connect(lambda: self._remove(bar))
        bar.show()
        self.show()

    def bars(self) -> list[MessageBar]:
        """The bars shown, newest first."""
        items = [self._lines.itemAt(place) for place in range(self._lines.count())]
        return [bar for item in items if item is not None and isinstance(bar := item.widget(), MessageBar)]

    def clear(self) -> None:
        """Take all away: another page came."""
        for bar in self.bars():
            self._remove(bar)

    def _remove(self, bar: MessageBar) -> None:
        self._lines.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(self._lines.count() > 0)


class Messages:
    """Shows errors, notes, successes and questions over one window."""

    def __init__(self, theme: Theme, window: QWidget, area: MessageArea, toast: Toast, crash: Crash) -> None:
        self.theme = theme
        self._window, self._area, self._toast, self._crash = window, area, toast, crash

    def note(self, tone: Tone, text: str, link: str = "", on_link: Callable[[], object] | None = None) -> MessageBar:
        """A closable sentence over the page."""
        bar = MessageBar(self.theme, tone, text, link, on_link, closable=True)
        self._area.put(bar)
        return bar

    def error(self, error: UserError, link: str = "", on_link: Callable[[], object] | None = None) -> None:
        """What can be mended: a bar over the page; a dialog for a list of what is missing or without a page."""
        if isinstance(error, Blocked) and error.missing:
            self.tell(error.text, error.hint, error.missing)
        elif (home := self._area.parentWidget()) is None or not home.isVisible():
            self.tell(error.text, error.hint)
        else:
            self.note("bad", f"{error.text}{error.hint}", link, on_link)

    def failed(self, error: BaseException) -> None:
        """Any exception of an operation: for the user to mend, cancelled (nothing to say), or a crash."""
        if isinstance(error, UserError):
            self.error(error)
        elif not isinstance(error, Cancelled):
            self._crash(error)

    def done(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """A success, on the plate at the bottom for ten seconds; ``undo`` takes it back."""
        self._toast.say(text, undo)

    def tell(self, title: str, text: str = "", details: Sequence[str] = ()) -> None:
        """A dialog with one button: what cannot be overlooked."""
        dialog = Dialog(self.theme, title, text, self._window)
        for line in details[:20]:
            dialog.body.addWidget(label(f"· {line}", "label", wrap=True))
        if len(details) > 20:
            dialog.body.addWidget(label(_("……共 {count} 项").format(count=len(details)), "caption"))
        close = dialog.add_button(_("关闭"), "primary")
        close.clicked.connect(dialog.accept)
        close.setDefault(True)
        close.setFocus()
        dialog.exec()

    def ask(
        self, title: str, text: str, verb: str, *, danger: bool = True, details: Sequence[str] = (), cancel: str = ""
    ) -> bool:
        """A question before something destructive; ``verb`` names what happens. True when it is to happen."""
        return ConfirmDialog(
            self.theme, title, text, verb, self._window, danger=danger, details=details, cancel=cancel
        ).ask()

    def ask_reason(self, title: str, text: str, verb: str, *, label_text: str = "", danger: bool = True) -> str | None:
        """A question that wants a reason; the reason, or None when it was cancelled."""
        reason = label_text or _("原因")
        dialog = ConfirmDialog(self.theme, title, text, verb, self._window, danger=danger, reason=reason)
        return dialog.reason_text() if dialog.ask() else None
