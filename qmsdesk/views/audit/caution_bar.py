"""What an auditor from outside would ask about, in one line over the audit; and what stands where there is none yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.messages import Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.message_bar import MessageBar


class CautionBar(MessageBar):
    """The first caution, the others behind its link; nothing once the audit is closed."""

    def __init__(self, theme: Theme, messages: Messages) -> None:
        super().__init__(theme, "warn")
        self._messages = messages

    def show_audit(self, shown: Shown, *, listed: bool) -> None:
        """The cautions of an audit; ``listed`` while all audits are shown."""
        said = [caution.text for caution in shown.cautions]
        if not said or listed or shown.state == "closed":
            self.set_message("warn", "")
            return
        text = said[0] if len(said) == 1 else _("{}（另有 {} 条提醒）").format(said[0], len(said) - 1)
        details = [_("{}（{}）").format(each.text, each.clause) for each in shown.cautions]
        self.set_message("warn", text, _("查看") if len(said) > 1 else "", lambda: self._tell(details))

    def _tell(self, details: list[str]) -> None:
        self._messages.tell(_("审核前看一看"), _("这些只作提醒，不影响审核进行。"), details)


def nothing_yet(theme: Theme, ask: Callable[[str], object]) -> QWidget:
    """The page before the first audit."""
    plan = button(theme, _("新建审核方案"), "calendar-line", on_click=lambda: ask("programme"))
    first = button(theme, _("新建审核"), "add-line", on_click=lambda: ask("new"))
    text = _("体系运行 3 至 6 个月后开展第一次内部审核（6.8.1）。先编年度方案，再新建审核，检查表可按条款自动列出。")
    return EmptyState(theme, "search-eye-line", _("还没有内部审核"), text, plan, first)
