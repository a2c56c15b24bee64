"""What the program tells the user: sentences on the page, short plates, questions; and which exception becomes what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import Blocked, Cancelled, UserError
from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import Tone
from qmsdesk.views.widgets.dialog import ConfirmDialog, Dialog
from qmsdesk.views.widgets.message_bar import MessageArea, MessageBar
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.toast import Toast

Crash = Callable[[BaseException], None]
_NAMED = 5  # fields that a question lists


def listed(names: Sequence[str]) -> str:
    """The first names of a list, and how many there are when those are not all."""
    shown = _("、").join(names[:_NAMED])
    return shown if len(names) <= _NAMED else _("{} 等 {} 项").format(shown, len(names))


class Messages:
    """Shows errors, notes, successes and questions over one window; ``area_of`` is the place on the page in front."""

    def __init__(
        self, theme: Theme, window: QWidget, area_of: Callable[[], MessageArea | None], toast: Toast, crash: Crash
    ) -> None:
        self.theme = theme
        self._window, self._area_of, self._toast, self._crash = window, area_of, toast, crash

    def note(self, tone: Tone, text: str, link: str = "", on_link: Callable[[], object] | None = None) -> None:
        """A closable sentence on the page; a dialog where there is no page."""
        area = self._area_of()
        if area is None:
            self.tell(text)
        else:
            # Without a parent it would be a window of its own for a moment, and take the keyboard away.
            area.put(MessageBar(self.theme, tone, text, link, on_link, closable=True, parent=area))

    def error(self, error: UserError, link: str = "", on_link: Callable[[], object] | None = None) -> None:
        """What can be mended: a bar over the page; a dialog for a list of what is missing or without a page."""
        if isinstance(error, Blocked) and error.missing:
            # A sentence that names all of them needs no list of the same below it.
            named = all(lack in error.text for lack in error.missing)
            self.tell(error.text, error.hint, () if named else error.missing)
        elif self._area_of() is None:
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

    def ask_drop(self, text: str = "", fields: Sequence[str] = ()) -> bool:
        """Before what is red or only begun is dropped, the ``fields`` by name; True when it may be."""
        text = text or _("返回可以改正，放弃则保留原来的值。")
        if fields:
            text = _("没有保存的是：{}。{}").format(listed(fields), text)
        return self.ask(_("放弃没有保存的内容？"), text, _("放弃"), cancel=_("返回修改"))

    def ask_reason(self, title: str, text: str, verb: str, *, label_text: str = "", danger: bool = True) -> str | None:
        """A question that wants a reason; the reason, or None when it was cancelled."""
        reason = label_text or _("原因")
        dialog = ConfirmDialog(self.theme, title, text, verb, self._window, danger=danger, reason=reason)
        return dialog.reason_text() if dialog.ask() else None
