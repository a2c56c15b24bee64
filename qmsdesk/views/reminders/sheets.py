"""The sheets that go out and come back: asking, the work in the background, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qmsdesk import paths
from qmsdesk.errors import UserError
from qmsdesk.exchange.fill_in_plan import FillPlan
from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.services import issuing
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.theme.apply import Theme


class Sheets:
    """``changed`` gets the change an import makes."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        changed: Callable[[object], None],
    ) -> None:
        self._theme, self._sitting, self._messages = theme, sitting, messages
        self._jobs, self._files, self._changed = jobs, files, changed

    def issue(self, parent: QWidget) -> None:
        """下发填报表: ask for whom and where to, write in the background."""
        from qmsdesk.exchange import fill_in, fill_in_work
        from qmsdesk.views.reminders.issue_dialog import IssueDialog

        sitting = self._sitting
        if self._refuse_read_only():
            return
        found = fill_in_work.read(sitting.db, sitting.clock.today())
        if not found.people:
            rest = _("另有 {} 行没有责任人，先给指标和措施指定责任人。").format(found.nobody) if found.nobody else ""
            self._messages.note("info", _("没有要填的月份和措施。{}").format(rest))
            return
        last = {person: day.isoformat() for person, (_no, day) in issuing.latest(sitting.db).items()}
        people = IssueDialog(self._theme, found, last, parent).ask()
        folder = self._files.folder(_("填报表存到"), paths.documents_dir()) if people else None
        if folder is None:
            return

        def done(issued: fill_in.Issued) -> None:
            text = _("已下发 {} 份填报表，共 {} 行，在 {}")
            self._messages.done(text.format(len(issued.files), issued.rows, folder))

        def op(progress: Progress) -> fill_in.Issued:
            return fill_in.issue(sitting, folder, people, progress)

        self._jobs.run(_("下发填报表"), in_worker(sitting.db, op), done)

    def collect(self, parent: QWidget, path: Path | None = None) -> None:
        """导入填报表: choose a file, read it in the background, show what it would do."""
        from qmsdesk.exchange import fill_in_read

        sitting = self._sitting
        if self._refuse_read_only():
            return
        chosen = path or self._files.open(_("选择交回的填报表"), paths.documents_dir(), "*.xlsx")
        if chosen is None:
            return

        def op(progress: Progress) -> FillPlan:
            return fill_in_read.read(sitting, chosen, progress=progress)

        title = _("读取“{}”").format(chosen.name)
        self._jobs.run(title, in_worker(sitting.db, op), lambda plan: self._show(plan, parent))

    def _show(self, plan: FillPlan, parent: QWidget) -> None:
        from qmsdesk.exchange import fill_in_apply
        from qmsdesk.views.reminders.collect_dialog import CollectDialog

        if not CollectDialog(self._theme, plan, parent).ask():
            return
        sitting = self._sitting

        def op(progress: Progress) -> Change:
            return fill_in_apply.apply(sitting, plan, progress)

        def done(change: Change) -> None:
            self._changed(change)
            self._messages.done(_("已导入{}的填报表，写入 {} 行").format(plan.ledger.name, len(plan.ready)))

        self._jobs.run(_("导入填报表"), in_worker(sitting.db, op), done)

    def _refuse_read_only(self) -> bool:
        try:
            self._sitting.workspace.require_writable()
        except UserError as error:
            self._messages.error(error)
            return True
        return False
