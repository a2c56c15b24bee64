"""The head of the page: state, menus, and the one step that comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit
from qmsdesk.registers.audits import AUDIT, CLOSE, HOLD, REPORT
from qmsdesk.registers.kinds import to_text
from qmsdesk.reports import audit_forms
from qmsdesk.services import correcting, records
from qmsdesk.services.audit_facts import Facts
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.header import PageHeader
from qmsdesk.views.widgets.pill import Pill

WHOLE = "set"
_NEXT = {
    "planned": (HOLD.label, "play-circle-line"),
    "held": (REPORT.label, "file-list-3-line"),
    "reported": (CLOSE.label, "check-line"),
}


class HeaderTools(QObject):
    """``went_on`` is the primary button; ``printed`` carries the key of a form, ``asked`` that of another act."""

    went_on = Signal()
    printed = Signal(str)
    asked = Signal(str)

    def __init__(self, theme: Theme, header: PageHeader) -> None:
        super().__init__(header)
        self.pill = Pill(theme, "")
        self._more, self._forms = QMenu(header), QMenu(header)
        self.print_button = tool_button(theme, _("打印整套表单"), "printer-line", menu=self._forms)
        self.more_button = tool_button(theme, _("更多"), "more-line", menu=self._more)
        self.new_button = button(theme, _("新建审核"), "add-line", "primary", on_click=lambda: self.asked.emit("new"))
        self.next_button = button(theme, "", "", "primary", on_click=self.went_on.emit)
        self._theme, self._header = theme, header
        for made in (self.pill, self.print_button, self.more_button, self.new_button, self.next_button):
            header.add_action(made)
        self._add(self._forms, _("整套表单"), self.printed, WHOLE)
        self._forms.addSeparator()
        for key, title in audit_forms.titles():
            self._add(self._forms, f"{title} {key}", self.printed, key)
        self._forms.addSeparator()
        for form in audit_forms.BLANK:
            self._add(self._forms, _("空白{} {}").format(form.title, form.key), self.printed, f"blank:{form.key}")

    def show_audit(self, shown: Shown, *, listed: bool, writable: bool) -> None:
        """What can be done now; ``listed`` while all audits are shown instead of one."""
        facts = shown.facts
        gone = bool(facts and facts.audit["void_reason"])
        self._name(None if listed else facts)
        one = facts is not None and not listed
        correcting_now = bool(one and facts is not None and facts.audit["correcting"])
        self.pill.set_state(_word(shown, correcting_now=correcting_now) if one else "")
        text, icon = _NEXT.get(shown.state, ("", ""))
        if correcting_now:
            text, icon = _("完成更正"), "check-line"
        self.next_button.setText(text)
        if icon:
            self.next_button.setIcon(self._theme.icon(icon, "on_fill"))
        self.next_button.setVisible(bool(one and text and writable and not gone))
        self.new_button.setVisible(writable and not one)
        self.print_button.setVisible(one)
        self._fill(shown, one=one, writable=writable)
        self.more_button.setVisible(bool(self._more.actions()))

    def menu(self) -> QMenu:
        """What 更多 offers now."""
        return self._more

    def forms(self) -> QMenu:
        """What can be printed."""
        return self._forms

    def _name(self, facts: Facts | None) -> None:
        """Which audit this is, under whom and when."""
        if facts is None:
            self._header.set_title(AUDIT.title)
            self._header.set_meta("")
            return
        self._header.set_title(f"{facts.audit['number']} {facts.audit.of(Audit.title)}".strip(), AUDIT.title)
        leader, until = facts.person(facts.audit.of(Audit.leader)), facts.audit.of(Audit.held_until)
        days = f"{facts.day:%m-%d}"
        if until and until != facts.day:
            days = _("{} 至 {}").format(days, f"{until:%m-%d}")
        times = facts.audit["corrections"]
        parts = (_("组长 {}").format(leader) if leader else "", days, _("更正 {} 次").format(times) if times else "")
        self._header.set_meta("　".join(part for part in parts if part))

    def _fill(self, shown: Shown, *, one: bool, writable: bool) -> None:
        self._more.clear()
        facts = shown.facts
        if one and facts is not None:
            self._add(self._more, _("所有审核"), self.asked, "list")
            self._add(self._more, _("编辑审核…"), self.asked, "edit")
            self._add(self._more, _("条款与部门覆盖…"), self.asked, "coverage")
            self._add(self._more, _("导出 Excel…"), self.asked, "export")
            if writable:
                self._add(self._more, _("审核安排…"), self.asked, "arrange")
                if not records.locked(AUDIT, facts.audit):
                    self._more.addSeparator()
                    self._add(self._more, _("生成检查表…"), self.asked, "fill")
                    self._add(self._more, _("导入检查表…"), self.asked, "import")
                if correcting.offered(AUDIT, facts.audit):
                    self._more.addSeparator()
                    self._add(self._more, _("更正…"), self.asked, "correct")
                if facts.audit["correcting"]:
                    self._add(self._more, _("放弃更正"), self.asked, "abandon")
                if shown.state == "planned" and not facts.audit["void_reason"]:
                    self._more.addSeparator()
                    self._add(self._more, _("删除审核"), self.asked, "delete")
        if writable:
            self._more.addSeparator()
            if one:
                self._add(self._more, _("新建审核…"), self.asked, "new")
            if facts is not None:
                self._add(self._more, _("复制上次审核…"), self.asked, "copy")
            self._add(self._more, _("年度审核方案…"), self.asked, "programme")

    def _add(self, menu: QMenu, text: str, signal: object, key: str) -> None:
        menu.addAction(text).triggered.connect(lambda _on=False: signal.emit(key))  # type: ignore[attr-defined]


def _word(shown: Shown, *, correcting_now: bool) -> str:
    if shown.facts is not None and shown.facts.audit["void_reason"]:
        return _("已作废")
    if correcting_now:
        return _("更正中")
    if shown.state == "reported" and shown.open_findings:
        return _("跟踪整改")
    return to_text(Audit.status, shown.state)
