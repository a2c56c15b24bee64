"""What 总结 has beside its list: the four kinds above it, each with what there is of it, and the prints (6.11)."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import ProgrammeLog
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import reading, summary
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.summary.pane import LogPane
from qmsdesk.views.summary.strip import Strip
from qmsdesk.views.widgets.buttons import tool_button

SUMMARY, FILLED, BLANK = "FM-6.11", "FM-6.11.2", "blank"
_PRINTS = {SUMMARY: _("认证提升总结"), FILLED: _("满意度问卷"), BLANK: _("空白满意度问卷")}

_ABOUT = 8  # pixels by which a pane of the usual width may be wider


class SummaryTools(QObject):
    """Puts them on the page it is given, whose pane is a ``LogPane``."""

    def __init__(self, page: RegisterPage, messages: Messages, jobs: Jobs, preview: Preview) -> None:
        super().__init__(page)
        self._page, self._messages, self._jobs, self._preview = page, messages, jobs, preview
        sitting = page.sitting
        self.strip = Strip(page.theme, summary.parts(sitting.db), writable=not sitting.workspace.read_only)
        self.strip.begun.connect(self.begin)
        self.strip.chosen.connect(self.choose)
        self.strip.clause_opened.connect(page.clause_opened)
        page.add_row(self.strip, first=True)
        menu = QMenu(page)
        for key, title in _PRINTS.items():
            menu.addAction(title).triggered.connect(lambda _on=False, k=key: self.print_form(k))
        page.header.add_action(tool_button(page.theme, _("打印总结"), "printer-line", menu=menu), page.more)
        page.came_to_front.connect(self._count)
        page.followed.connect(self._count)

    def begin(self, kind: str) -> None:
        """Another record of a kind: a questionnaire comes with its questions, the others begin blank."""
        page = self._page
        if not page.acts.writable() or not page.leave():
            return
        page.panel.show_deleted(False)
        if kind != summary.QUESTIONNAIRE:
            preset = {ProgrammeLog.kind: kind, ProgrammeLog.logged_on: page.sitting.clock.today()}
            page.follow.start_blank(Visit(page.sitting, page.register, None, preset))
            return
        try:
            change = summary.open_questionnaire(page.sitting)
        except UserError as error:
            self._messages.error(error)
            return
        page.made(change)
        page.show_target(change.record)
        page.body.open_pane()
        if page.pane.width() <= page.theme.px(page.breakpoint.detail) + _ABOUT:
            page.body.widen()  # the questions are sentences
        if isinstance(page.pane, LogPane):
            page.pane.open_questions()

    def choose(self, kind: str) -> None:
        """List one kind; the same one again lists all."""
        if self._page.leave():
            query = self._page.model.query
            listed = tuple(query.equals.get(ProgrammeLog.kind, ())) == (kind,)
            self._page.panel.set_query(query.where(equals={} if listed else {ProgrammeLog.kind: (kind,)}))

    def print_form(self, key: str) -> None:
        """The summary, the questionnaire at the cursor (else the latest), or an empty one."""
        if not self._page.flush():
            return
        sitting, title = self._page.sitting, _PRINTS[key]
        number = self._questionnaire() if key == FILLED else ""

        def render() -> Rendered:
            from qmsdesk.reports import summary_forms

            form, blank = (FILLED, True) if key == BLANK else (key, False)
            return summary_forms.render(sitting.db, form, sitting.clock.now(), number=number, blank=blank)

        Prints(sitting, self._jobs, self._preview).show(title, render)

    def _count(self) -> None:
        self.strip.show_parts(summary.parts(self._page.sitting.db))

    def _questionnaire(self) -> str:
        record = self._page.target()
        row = reading.row(self._page.sitting.db, ProgrammeLog, record) if isinstance(record, int) else None
        return str(row["number"]) if row is not None and row.of(ProgrammeLog.kind) == summary.QUESTIONNAIRE else ""
