"""What the buttons of the case page do, each one step through the services; the page tells errors."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import Row
from qmsdesk.progress import Progress
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import case, case_draft, exportlog, records
from qmsdesk.services.saving import safe_name, write_file
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.onerecord.saving import Tried
from qmsdesk.views.preview import Preview


class CaseActs:
    """Every act gives the Change it made, or None when it was refused."""

    def __init__(
        self,
        sitting: Sitting,
        tried: Tried,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        preview: Preview | None,
    ) -> None:
        self._sitting, self._tried, self._messages, self._jobs = sitting, tried, messages, jobs
        self._files, self._prints = files, Prints(sitting, jobs, preview)

    def open_new(self) -> records.Change | None:
        """A case drafted from the records; one undo takes it back."""
        return self._tried(partial(case_draft.draft, self._sitting))

    def plan(self, planned: int) -> records.Change | None:
        """Another length to plan for."""
        return self._tried(partial(case.plan_length, self._sitting, planned))

    def insert(self, record: int, indicator: int, form: str) -> records.Change | None:
        """The comparison of an indicator into part 四."""
        return self._tried(partial(case.insert, self._sitting, record, indicator, form))

    def remove(self, record: int, line: int) -> records.Change | None:
        """Take a comparison out."""
        return self._tried(partial(case.remove, self._sitting, record, line))

    def show_pdf(self, record: int) -> None:
        """The case as PDF, previewed."""
        sitting = self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import case_forms

            return case_forms.pdf(case_forms.paper(sitting.db, record), sitting.clock.now())

        self._prints.show(_("优良案例"), render, _("生成优良案例"))

    def save_word(self, row: Row) -> None:
        """The case as a Word document, where the user wants it."""
        sitting, name = self._sitting, safe_name(f"{row['number']} {row.of(CaseStudy.title)}.docx")
        target = self._files.save(_("导出 Word"), paths.documents_dir() / name, "*.docx")
        if target is None:
            return
        path: Path = target if target.suffix.lower() == ".docx" else target.with_name(f"{target.name}.docx")

        def write(_progress: Progress) -> None:
            from qmsdesk.exchange.case_docx import case_docx
            from qmsdesk.reports import case_forms

            write_file(path, case_docx(case_forms.paper(sitting.db, row.id), sitting.clock.now()))
            exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, "form", path)

        self._jobs.run(
            _("导出 Word"),
            in_worker(sitting.db, write),
            lambda _none: self._messages.done(_("已导出到 {}").format(path)),
        )
