"""The lists of documents out of the window: on paper and as Excel, made in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.progress import Progress
from qmsdesk.reports.document_forms import CHANGE, Listing
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import documents, exportlog, history
from qmsdesk.services.documents import Facts
from qmsdesk.services.saving import write_file
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview

Make = Callable[[Facts], Listing]


class DocumentOutbound:
    """``make`` gives the list from the records as they are when the job runs."""

    def __init__(self, sitting: Sitting, messages: Messages, jobs: Jobs, files: FileChooser, preview: Preview) -> None:
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self._preview = preview
        self._known: tuple[object, Facts] | None = None

    def known(self) -> Facts:
        """What the pages look at: read once for all of them while nothing is saved and the day is the same."""
        mark = (self._sitting.clock.today(), history.head(self._sitting.db).seq)
        if self._known is None or self._known[0] != mark:
            self._known = (mark, self._facts())
        return self._known[1]

    def print_list(self, title: str, make: Make) -> None:
        """A list as PDF, previewed."""

        def render(_progress: Progress) -> Rendered:
            from qmsdesk.reports import document_forms

            return document_forms.pdf(self._sitting.db, make(self._facts()), self._sitting.clock.now())

        self._preview_of(title, render)

    def print_change(self, number: str) -> None:
        """文件更改申请单 of a document, blank without a number."""

        def render(_progress: Progress) -> Rendered:
            from qmsdesk.reports import document_forms

            when = self._sitting.clock.now()
            return document_forms.render(self._sitting.db, CHANGE.key, when, number=number, blank=not number)

        self._preview_of(CHANGE.title, render)

    def export_list(self, title: str, make: Make) -> None:
        """A list as .xlsx; asks where to."""

        def data(_progress: Progress) -> bytes:
            from qmsdesk.exchange import document_lists

            return document_lists.listing_xlsx(make(self._facts()), self._sitting.clock.now())

        self._save(title, data)

    def export_change(self, document: Row) -> None:
        """文件更改申请单 of a document as .xlsx."""

        def data(_progress: Progress) -> bytes:
            from qmsdesk.exchange import document_lists
            from qmsdesk.reports import document_forms

            clock = self._sitting.clock
            boxes = document_forms.change_of(self._sitting.db, document, clock.today())
            return document_lists.change_xlsx(boxes, clock.now())

        self._save(f"{CHANGE.title}_{document['number']}".replace("/", "-"), data)

    def _facts(self) -> Facts:
        return documents.read(self._sitting.db, self._sitting.clock.today())

    def _preview_of(self, title: str, render: Callable[[Progress], Rendered]) -> None:
        op = in_worker(self._sitting.db, render)
        self._jobs.run(_("打印{}").format(title), op, lambda made: self._preview(title, made))

    def _save(self, title: str, data: Callable[[Progress], bytes]) -> None:
        sitting = self._sitting
        day = sitting.clock.today().strftime("%Y%m%d")
        path = self._files.save(_("导出{}").format(title), paths.documents_dir() / f"{title}_{day}.xlsx", "*.xlsx")
        if path is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

        def write(progress: Progress) -> Path:
            write_file(target, data(progress))
            exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, "list", target)
            return target

        op = in_worker(sitting.db, write)
        self._jobs.run(_("导出{}").format(title), op, lambda to: self._messages.done(_("已导出到 {}").format(to)))
