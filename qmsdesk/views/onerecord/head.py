"""The head of a page of one record: which one, its state, prints, and the act it is ready for with what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.registers.spec import Register, Verb
from qmsdesk.services import workflow
from qmsdesk.services.chain import PARTICIPANTS
from qmsdesk.services.workflow import Gate
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link, tool_button
from qmsdesk.views.widgets.header import PageHeader
from qmsdesk.views.widgets.pill import Pill


@dataclass(frozen=True)
class Words:
    """What the head calls its records: the button of all of them, 新建…, and 复制… where the last can be copied."""

    every: str
    new: str
    copy: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    """The forms of a record by their key."""
    dialog: str = _("附件、签署和历史")
    """The title of the dialog with everything every register has."""


class RecordHead(QObject):
    """``chosen`` carries the id of another record, ``printed`` the key of a form, ``lacking`` what is missing.

    ``filed`` asks for the dialog with everything every register has: files, signatures, history, 更正, 作废;
    ``traced`` for the chain.
    ``line`` names a record in the menu.
    """

    chosen = Signal(int)
    opened = Signal()
    copied = Signal()
    printed = Signal(str)
    filed = Signal()
    asked = Signal()
    lacking = Signal(str)
    traced = Signal()

    def __init__(
        self,
        theme: Theme,
        header: PageHeader,
        register: Register,
        words: Words,
        line: Callable[[Row], str],
        tools: Sequence[QWidget] = (),
        *,
        writable: bool,
    ) -> None:
        super().__init__(header)
        self.writable, self._register, self._words, self._line = writable, register, words, line
        self._rows: Sequence[Row] = ()
        self._current = 0
        self.verb: Verb | None = None
        self.missing: tuple[str, ...] = ()
        self.pill = Pill(theme, "")
        self._menu = QMenu(header)
        self._menu.aboutToShow.connect(self._fill)
        self.records = tool_button(theme, words.every, "history-line", menu=self._menu)
        prints = QMenu(header)
        for key, title in words.prints.items():
            prints.addAction(title).triggered.connect(lambda _on=False, k=key: self.printed.emit(k))
        self.print_button = tool_button(theme, _("打印"), "printer-line", menu=prints)
        self.file = tool_button(theme, _("附件与签署"), "attachment-2", icon_only=True)
        self.file.setToolTip(_("附件、签署、历史、更正和作废"))
        self.file.clicked.connect(self.filed)
        self.lack = link(theme, "", self._open_missing, icon="error-warning-line")
        self.lack.setIcon(theme.icon("error-warning-line", "bad"))
        self.act = button(theme, "", "check-line", "primary", on_click=self.asked.emit)
        chain: list[QWidget] = []
        if register.key in PARTICIPANTS:
            trace = tool_button(theme, _("追溯链（Ctrl+L）"), "node-tree", icon_only=True)
            trace.clicked.connect(self.traced)
            chain.append(trace)
        self._of_record = [*tools, self.file, *chain, *([self.print_button] if words.prints else [])]
        self.print_button.setVisible(bool(words.prints))
        for made in (self.pill, self.records, *tools, self.print_button, *chain, self.file, self.lack, self.act):
            header.add_action(made)

    @property
    def dialog_title(self) -> str:
        """The title of the dialog with files, signatures and history."""
        return self._words.dialog

    @property
    def forms(self) -> Mapping[str, str]:
        """The forms of a record by their key."""
        return self._words.prints

    def show_record(self, rows: Sequence[Row], row: Row | None, gate: tuple[Verb, Gate] | None) -> None:
        """The records there are, the one shown, and its next act with what stands before it."""
        self._rows, self._current = rows, row.id if row is not None else 0
        for made in self._of_record:
            made.setVisible(row is not None)
        self.records.setVisible(bool(rows))
        self.pill.set_state(state_word(self._register, row) if row is not None else "")
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
            act = self._menu.addAction(
                f"{row['number']}　{self._line(row)}　{state_word(self._register, row)}".rstrip()
            )
            act.setCheckable(True)
            act.setChecked(row.id == self._current)
            act.triggered.connect(lambda _on=False, r=row.id: self.chosen.emit(r))
        if self.writable:
            self._menu.addSeparator()
            self._menu.addAction(self._words.new).triggered.connect(lambda _on=False: self.opened.emit())
            if self._rows and self._words.copy:
                self._menu.addAction(self._words.copy).triggered.connect(lambda _on=False: self.copied.emit())


def state_word(register: Register, row: Row) -> str:
    """The state as shown; empty for a register without states."""
    if row["void_reason"]:
        return _("已作废")
    if row["correcting"]:
        return _("更正中")
    return str(dict(register.model.status.choices or ()).get(row["status"], ""))


def next_verb(register: Register, row: Row) -> Verb | None:
    """The act that leads on from the present state."""
    offered = [verb for verb in workflow.verbs(register, row) if not verb.danger and not verb.needs_reason]
    return offered[0] if offered else None
