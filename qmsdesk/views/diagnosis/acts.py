"""What the buttons of the diagnosis page do, each one step through the services."""

from __future__ import annotations

from pathlib import Path

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.progress import Progress
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog
from qmsdesk.services.saving import safe_name, write_file
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview

B1, BLANK, WORD = "B1", "B1-blank", "B1-word"
FORMS = {B1: _("表B.1 企业质量诊断意见确认表"), BLANK: _("表B.1 空白表"), WORD: _("表B.1 导出 Word")}


class DiagnosisActs:
    """Prints and the Word document."""

    def __init__(
        self, sitting: Sitting, messages: Messages, jobs: Jobs, files: FileChooser | None, preview: Preview | None
    ) -> None:
        self._sitting, self._messages, self._jobs = sitting, messages, jobs
        self._files, self._prints = files, Prints(sitting, jobs, preview)

    def print_form(self, key: str, number: str) -> None:
        """表B.1 of a report, or blank, previewed."""
        sitting = self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import diagnosis_form

            blank = key == BLANK
            return diagnosis_form.render(
                sitting.db, B1, sitting.clock.now(), number="" if blank else number, blank=blank
            )

        self._prints.show(FORMS[key], render)

    def save_word(self, row: Row) -> None:
        """表B.1 as a Word document, to be worked over and signed."""
        if self._files is None:
            return
        sitting, name = self._sitting, safe_name(f"{row['number']} {FORMS[B1]}.docx")
        target = self._files.save(_("导出 Word"), paths.documents_dir() / name, "*.docx")
        if target is None:
            return
        path: Path = target if target.suffix.lower() == ".docx" else target.with_name(f"{target.name}.docx")

        def write(_progress: Progress) -> None:
            from qmsdesk.exchange.diagnosis_docx import diagnosis_docx
            from qmsdesk.reports import diagnosis_form

            write_file(path, diagnosis_docx(diagnosis_form.sheet(sitting.db, row), sitting.clock.now()))
            exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, "form", path)

        self._jobs.run(
            _("导出 Word"),
            in_worker(sitting.db, write),
            lambda _none: self._messages.done(_("已导出到 {}").format(path)),
        )
