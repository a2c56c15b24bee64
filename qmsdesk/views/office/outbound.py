"""What a register page sends out: exports and prints of exactly what is seen."""

from __future__ import annotations

from pathlib import Path

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.registers.spec import Register
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog
from qmsdesk.services.saving import write_file
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.outside import Listing


class Outbound:
    """Exports listings to files and shows prints before they are printed."""

    def __init__(self, sitting: Sitting, messages: Messages, jobs: Jobs, files: FileChooser, preview: Preview) -> None:
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self.preview = preview

    def export(self, listing: Listing, kind: str) -> None:
        """Ask where to, then write in the background."""
        day = self._sitting.clock.today().strftime("%Y%m%d")
        proposed = paths.documents_dir() / f"{listing.register.title}_{day}.{kind}"
        path = self._files.save(_("导出{}").format(listing.register.title), proposed, f"*.{kind}")
        if path is None:
            return
        target = path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")
        self._jobs.run(
            _("导出{}").format(listing.register.title),
            in_worker(self._sitting.db, lambda progress: self._write(listing, target, progress)),
            lambda count: self._messages.done(_("已导出 {} 条到 {}").format(count, target)),
        )

    def print_list(self, listing: Listing) -> None:
        """The list as PDF, previewed."""
        self._jobs.run(
            _("打印{}").format(listing.register.title),
            in_worker(self._sitting.db, lambda progress: self._pdf(listing, progress)),
            lambda rendered: self.preview(listing.register.title, rendered),
        )

    def print_record(self, register: Register, record: int) -> None:
        """One record with its child rows, files and history as PDF, previewed."""

        def render() -> Rendered:
            from qmsdesk.reports import from_records

            return from_records.record_pdf(self._sitting.db, register, record, self._sitting.clock.now())

        Prints(self._sitting, self._jobs, self.preview).show(register.title, render)

    def _write(self, listing: Listing, path: Path, progress: Progress) -> int:
        ids = listing.ids(self._sitting)
        if path.suffix.lower() == ".pdf":
            write_file(path, self._pdf(listing, progress).data)
        else:
            from qmsdesk.exchange import exporting

            exporting.export(self._sitting.db, listing.register, path, ids, progress=progress)
        exportlog.add_file(self._sitting.workspace, self._sitting.clock, self._sitting.operator, "list", path)
        return len(ids)

    def _pdf(self, listing: Listing, progress: Progress) -> Rendered:
        from qmsdesk.reports import from_records

        rows = list(listing.rows(self._sitting))
        return from_records.list_pdf(
            self._sitting.db, listing.register, [column.source for column in listing.columns], rows,
            self._sitting.clock.now(), filter_text=listing.filter_text, progress=progress,
        )  # fmt: skip
