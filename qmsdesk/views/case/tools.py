"""The head of the case page: which case, its state, exports, and 定稿 with what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import Row
from qmsdesk.registers.spec import Verb
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link, tool_button
from qmsdesk.views.widgets.header import PageHeader
from qmsdesk.views.widgets.pill import Pill

WORD, PDF = "docx", "pdf"


class CaseTools(QObject):
    """``chosen`` carries the id of another case, ``exported`` docx or pdf, ``lacking`` a label of what is missing."""

    chosen = Signal(int)
    opened = Signal()
    exported = Signal(str)
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
        self.cases = tool_button(theme, _("全部案例"), "history-line", menu=self._menu)
        self.word = button(theme, _("导出 Word"), "file-word-2-line", on_click=lambda: self.exported.emit(WORD))
        self.pdf = button(theme, _("PDF"), "printer-line", on_click=lambda: self.exported.emit(PDF))
        self.lack = link(theme, "", self._open_missing, icon="error-warning-line")
        self.lack.setIcon(theme.icon("error-warning-line", "bad"))
        self.act = button(theme, _("定稿"), "check-line", "primary", on_click=self.asked.emit)
        for made in (self.pill, self.cases, self.word, self.pdf, self.lack, self.act):
            header.add_action(made)

    def show_case(self, rows: Sequence[Row], row: Row | None, verb: Verb | None, missing: Sequence[str]) -> None:
        """The cases there are, the one shown, and its next act with what stands before it."""
        self._rows, self._current = rows, row.id if row is not None else 0
        self.verb, self.missing = verb, tuple(missing)
        self.cases.setVisible(row is not None)
        self.word.setVisible(row is not None)
        self.pdf.setVisible(row is not None)
        self.pill.set_state(state_word(row) if row is not None else "")
        self.act.setVisible(verb is not None and self.writable)
        self.act.setEnabled(not missing)
        self.lack.setVisible(verb is not None and bool(missing) and self.writable)
        self.lack.setText(_("还差 {} 项").format(len(missing)))
        reason = _("定稿还差：{}").format("、".join(missing)) if missing else ""
        self.act.setToolTip(reason)
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
            act = self._menu.addAction(f"{row['number']}　{row.of(CaseStudy.title)[:20]}　{state_word(row)}")
            act.setCheckable(True)
            act.setChecked(row.id == self._current)
            act.triggered.connect(lambda _on=False, r=row.id: self.chosen.emit(r))
        if self.writable:
            self._menu.addSeparator()
            self._menu.addAction(_("新建案例")).triggered.connect(lambda _on=False: self.opened.emit())


def state_word(row: Row) -> str:
    """The state as shown."""
    if row["void_reason"]:
        return _("已作废")
    if row["correcting"]:
        return _("更正中")
    return str(dict(CaseStudy.STATUS).get(row["status"], ""))
