"""The head of the review page: which review, its state, prints, and the act it is ready for with what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.reviews import Review
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.registers.spec import Verb
from qmsdesk.services import workflow
from qmsdesk.services.workflow import Gate
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link, tool_button
from qmsdesk.views.widgets.header import PageHeader
from qmsdesk.views.widgets.pill import Pill

FORMS = {
    "QR-9.3-01": _("管理评审计划 QR-9.3-01"),
    "QR-9.3-02": _("管理评审输入材料 QR-9.3-02"),
    "QR-9.3-03": _("管理评审会议签到表 QR-9.3-03"),
    "QR-9.3-04": _("管理评审报告 QR-9.3-04"),
    "QR-9.3-05": _("管理评审决议跟踪表 QR-9.3-05"),
}


class ReviewTools(QObject):
    """``chosen`` carries the id of another review, ``lacking`` a label of what is missing."""

    chosen = Signal(int)
    opened = Signal()
    copied = Signal()
    printed = Signal(str)
    asked = Signal()
    lacking = Signal(str)

    def __init__(self, theme: Theme, header: PageHeader, *, writable: bool) -> None:
        super().__init__(header)
        self.writable = writable
        self._rows: Sequence[Row] = ()
        self._current = 0
        self.verb: Verb | None = None
        self.missing: tuple[str, ...] = ()
        self.pill = Pill(theme, "")
        self._menu = QMenu(header)
        self._menu.aboutToShow.connect(self._fill)
        self.reviews = tool_button(theme, _("历次评审"), "history-line", menu=self._menu)
        prints = QMenu(header)
        for key, title in FORMS.items():
            prints.addAction(title).triggered.connect(lambda _on=False, k=key: self.printed.emit(k))
        self.print_button = tool_button(theme, _("打印"), "printer-line", menu=prints)
        self.lack = link(theme, "", self._open_missing, icon="error-warning-line")
        self.lack.setIcon(theme.icon("error-warning-line", "bad"))
        self.act = button(theme, _("关闭评审"), "lock-line", "primary", on_click=self.asked.emit)
        for made in (self.pill, self.reviews, self.print_button, self.lack, self.act):
            header.add_action(made)

    def show_review(self, rows: Sequence[Row], row: Row | None, gate: tuple[Verb, Gate] | None) -> None:
        """The reviews there are, the one shown, and its next act with what stands before it."""
        self._rows, self._current = rows, row.id if row is not None else 0
        self.print_button.setVisible(row is not None)
        self.pill.set_state(state_word(row) if row is not None else "")
        self.verb = gate[0] if gate else None
        self.missing = gate[1].missing if gate else ()
        self.act.setVisible(self.verb is not None and self.writable)
        self.lack.setVisible(bool(self.missing) and self.writable)
        if self.verb is not None:
            self.act.setText(self.verb.label)
            self.act.setEnabled(not self.missing)
            reason = _("{verb}还差：{labels}").format(verb=self.verb.label, labels="、".join(self.missing))
            self.act.setToolTip(reason if self.missing else "")
            self.lack.setText(_("还差 {} 项").format(len(self.missing)))
            self.lack.setToolTip(reason)

    def missing_menu(self) -> QMenu:
        """What is missing; each leads to its place."""
        made = QMenu(self.lack)
        for text in self.missing:
            made.addAction(text).triggered.connect(lambda _on=False, t=text: self.lacking.emit(t))
        made.aboutToHide.connect(made.deleteLater)
        return made

    def _open_missing(self) -> None:
        self.missing_menu().popup(self.lack.mapToGlobal(self.lack.rect().bottomLeft()))

    def _fill(self) -> None:
        self._menu.clear()
        for row in self._rows:
            day = row.of(Review.held_on) or row.of(Review.planned_on)
            act = self._menu.addAction(f"{row['number']}　{day}　{state_word(row)}")
            act.setCheckable(True)
            act.setChecked(row.id == self._current)
            act.triggered.connect(lambda _on=False, r=row.id: self.chosen.emit(r))
        if self.writable:
            self._menu.addSeparator()
            self._menu.addAction(_("新建评审")).triggered.connect(lambda _on=False: self.opened.emit())
            if self._rows:
                self._menu.addAction(_("复制上次评审")).triggered.connect(lambda _on=False: self.copied.emit())


def state_word(row: Row) -> str:
    """The state as shown."""
    if row["void_reason"]:
        return _("已作废")
    if row["correcting"]:
        return _("更正中")
    return str(dict(Review.STATUS).get(row["status"], ""))


def next_verb(row: Row) -> Verb | None:
    """The act that leads on from the present state."""
    offered = [verb for verb in workflow.verbs(REVIEW, row) if not verb.danger]
    return offered[0] if offered else None
