"""What leaves the page: the list as a workbook, as a calendar, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.models.people import Enterprise
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog, issuing, reading, reminders
from qmsdesk.services.due import DueItem
from qmsdesk.services.saving import write_file
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview

TITLE = _("到期与提醒")
KINDS = {"xlsx": _("Excel 工作簿 (.xlsx)"), "ics": _("日历 (.ics)")}


class ReminderOutbound:
    """Exports and prints exactly the items that are shown; a calendar leaves out what is only advised."""

    def __init__(self, sitting: Sitting, messages: Messages, jobs: Jobs, files: FileChooser, preview: Preview) -> None:
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self._preview = preview

    def export(self, items: Sequence[DueItem], kind: str) -> None:
        """Ask where to, then write in the background."""
        day = self._sitting.clock.today().strftime("%Y%m%d")
        path = self._files.save(_("导出{}").format(TITLE), paths.documents_dir() / f"{TITLE}_{day}.{kind}", f"*.{kind}")
        if path is None:
            return
        target = path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")
        self._jobs.run(
            _("导出{}").format(TITLE),
            in_worker(self._sitting.db, lambda _progress: self._write(items, target)),
            lambda count: self._messages.done(_("已导出 {} 条到 {}").format(count, target)),
        )

    def print_list(self, items: Sequence[DueItem], filter_text: str) -> None:
        """The list as PDF, previewed."""

        def render() -> Rendered:
            from qmsdesk.exchange import reminder_list

            clock = self._sitting.clock
            return reminder_list.pdf(self._sitting.db, items, clock.today(), clock.now(), filter_text)

        Prints(self._sitting, self._jobs, self._preview).show(TITLE, render)

    def _write(self, items: Sequence[DueItem], path: Path) -> int:
        from qmsdesk.exchange import ics, reminder_list

        sitting, clock = self._sitting, self._sitting.clock
        if path.suffix.lower() == ".ics":
            items = reminders.dated(items)
            enterprise = reading.enterprise(sitting.db)
            name = str(enterprise.of(Enterprise.name)) if enterprise else ""
            data = ics.render(items, name, issuing.enterprise_mark(sitting.db), clock.now(), clock.today())
        else:
            data = reminder_list.workbook(items, clock.today(), clock.now())
        write_file(path, data)
        exportlog.add_file(sitting.workspace, clock, sitting.operator, "list", path)
        return len(items)
