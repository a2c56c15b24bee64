"""总结: the four kinds over one list, each with what there is of it, and the prints (6.11)."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import ProgrammeLog
from qmsdesk.progress import Progress
from qmsdesk.registers.acceptance import PROGRAMME_LOG
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import reading, records, summary
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.split import SplitBody
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.summary.pane import LogPane
from qmsdesk.views.summary.strip import Strip
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button

SUMMARY, FILLED, BLANK = "FM-6.11", "FM-6.11.2", "blank"
_PRINTS = {SUMMARY: _("认证提升总结"), FILLED: _("满意度问卷"), BLANK: _("空白满意度问卷")}

_ABOUT = 8  # pixels by which a pane of the usual width may be wider


class SummaryPage(RegisterPage):
    """The list of the register with its four kinds above it."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        outside: Outside | None = None,
        settings: QSettings | None = None,
        *,
        preview: Preview | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, PROGRAMME_LOG, messages, jobs, outside, settings, parent, pane=LogPane)
        self._jobs, self._preview = jobs, preview
        menu = QMenu(self)
        for key, title in _PRINTS.items():
            menu.addAction(title).triggered.connect(lambda _on=False, k=key: self.print_form(k))
        self.forms = tool_button(theme, _("打印总结"), "printer-line", menu=menu)
        self.forms.setVisible(preview is not None)
        self.header.add_action(self.forms)

    def lay_out(self, settings: QSettings | None) -> SplitBody:
        """The four kinds over toolbar, filters and list."""
        writable = not self.sitting.workspace.read_only
        self.strip = Strip(self.theme, summary.parts(self.sitting.db), writable=writable)
        self.strip.begun.connect(self.begin)
        self.strip.chosen.connect(self.choose)
        self.strip.clause_opened.connect(self.clause_opened)
        self.add_row(self.strip)
        return super().lay_out(settings)

    def begin(self, kind: str) -> None:
        """Another record of a kind: a questionnaire comes with its questions, the others begin blank."""
        if not self.acts.writable() or not self.leave():
            return
        self.panel.show_deleted(False)
        if kind != summary.QUESTIONNAIRE:
            preset = {ProgrammeLog.kind: kind, ProgrammeLog.logged_on: self.sitting.clock.today()}
            self.follow.start_blank(Visit(self.sitting, PROGRAMME_LOG, None, preset))
            return
        try:
            change = summary.open_questionnaire(self.sitting)
        except UserError as error:
            self._messages.error(error)
            return
        self.made(change)
        self.show_target(change.record)
        self.body.open_pane()
        if self.pane.width() <= self.theme.px(self.breakpoint.detail) + _ABOUT:
            self.body.widen()  # the questions are sentences
        if isinstance(self.pane, LogPane):
            self.pane.open_questions()

    def choose(self, kind: str) -> None:
        """List one kind; the same one again lists all."""
        now = self.model.query.equals.get(ProgrammeLog.kind)
        if self.leave():
            equals = {} if now and tuple(now) == (kind,) else {ProgrammeLog.kind: (kind,)}
            self.panel.set_query(self.model.query.where(equals=equals))

    def print_form(self, key: str) -> None:
        """The summary, the questionnaire at the cursor (else the latest), or an empty one."""
        show, sitting, title = self._preview, self.sitting, _PRINTS[key]
        if show is None or not self.flush():
            return
        number = self._questionnaire() if key == FILLED else ""

        def render(_progress: Progress) -> Rendered:
            from qmsdesk.reports import summary_forms

            form, blank = (FILLED, True) if key == BLANK else (key, False)
            return summary_forms.render(sitting.db, form, sitting.clock.now(), number=number, blank=blank)

        self._jobs.run(_("打印{}").format(title), in_worker(sitting.db, render), lambda made: show(title, made))

    def entered(self) -> None:
        """Count again what other pages may have changed."""
        super().entered()
        self._count()

    def _apply(self, change: records.Change, *, pane_knows: bool = False) -> None:
        super()._apply(change, pane_knows=pane_knows)
        self._count()

    def _saved(self, change: records.Change) -> None:
        super()._saved(change)
        self._count()

    def _count(self) -> None:
        self.strip.show_parts(summary.parts(self.sitting.db))

    def _questionnaire(self) -> str:
        record = self.target()
        row = reading.row(self.sitting.db, ProgrammeLog, record) if isinstance(record, int) else None
        return str(row["number"]) if row is not None and row.of(ProgrammeLog.kind) == summary.QUESTIONNAIRE else ""
