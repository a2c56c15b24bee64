"""What the buttons of the survey page do, each one step through the services; the page tells errors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from qmsdesk import paths
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import Diagnosis, SurveyInterview
from qmsdesk.progress import Progress
from qmsdesk.registers.project import SURVEY
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog, reading, records, surveying
from qmsdesk.services.saving import safe_name
from qmsdesk.services.surveying import Found, View
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.onerecord.saving import Tried
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.survey.dialogs import OpinionDialog, PeopleDialog

FORM, BLANK = "A1", "blank:A1"
FORMS = {FORM: _("表A.1 现场调研工作内容"), BLANK: _("表A.1 空白表")}
_SHEETS = _("表格 (*.xlsx *.csv);;所有文件 (*)")


class SurveyActs:
    """Every act gives the Change it made, or None."""

    def __init__(
        self, kit: Kit, tried: Tried, messages: Messages, jobs: Jobs, files: FileChooser, preview: Preview | None,
        page: QWidget,
    ) -> None:  # fmt: skip
        self._kit, self._sitting, self._page = kit, kit.sitting, page
        self._tried = tried
        self._messages, self._jobs, self._files = messages, jobs, files
        self._prints = Prints(kit.sitting, jobs, preview)

    def open_new(self, *, like: bool) -> records.Change | None:
        """A survey of today; ``like`` takes methods and people of the last one over."""
        last = surveying.latest(self._sitting.db) if like else None
        return self._tried(lambda: surveying.open_survey(self._sitting, like=last.id if last is not None else None))

    def add_people(self, view: View) -> records.Change | None:
        """Several interviewees at once."""
        taken = {line.of(SurveyInterview.person) for line in view.interviews}
        dialog = PeopleDialog(self._kit.theme, self._sitting, taken, self._page.window())
        if not dialog.exec():
            return None
        return self._tried(lambda: surveying.add_people(self._sitting, view.row.id, dialog.chosen()))

    def write_opinion(self, view: View, found: Found) -> records.Change | None:
        """写诊断意见 of an item, into the draft diagnosis."""
        sitting, made = self._sitting, []
        draft = surveying.draft_of(sitting.db, view.row.id)
        where = _("写进 {} 的草稿，采纳情况以后在“质量诊断”里填。")
        text = where.format(draft["number"]) if draft is not None else _("还没有诊断草稿：先新建一份，意见写在里面。")

        def save(words: str) -> str:
            try:
                made.append(surveying.write_opinion(sitting, view.row.id, found.item.code, words))
            except UserError as error:
                return error.text
            return ""

        title = _("{} {} 的诊断意见").format(found.item.code, found.item.label)
        proposed = surveying.proposed_opinion(found)
        if not OpinionDialog(self._kit.theme, title, text, proposed, save, self._page.window()).exec() or not made:
            return None
        change, diagnosis = made[0]
        row = reading.row(sitting.db, Diagnosis, diagnosis)
        if row is not None:
            self._messages.done(_("已写进 {}").format(row["number"]))
        return change

    def print_form(self, key: str, record: int | None) -> None:
        """表A.1 of a survey, or blank, previewed."""
        sitting = self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import survey_form

            now = sitting.clock.now()
            if record is None or key == BLANK:
                return survey_form.render(sitting.db, FORM, now, blank=True)
            return survey_form.of_record(sitting.db, record, now)

        self._prints.show(FORMS[key], render)

    def choose_sheet(self) -> Path | None:
        """表A.1 kept in Excel; it is checked and mended on the import page."""
        return self._files.open(_("选择填好的表A.1"), paths.documents_dir(), _SHEETS)

    def export(self, row: Row) -> None:
        """The survey with items and people as a workbook that imports again."""
        sitting, name = self._sitting, safe_name(_("现场调研_{}.xlsx").format(row["number"]))
        path = self._files.save(_("导出 Excel"), paths.documents_dir() / name, "*.xlsx")
        if path is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

        def write(progress: Progress) -> None:
            from qmsdesk.exchange import exporting

            exporting.export(sitting.db, SURVEY, target, [row.id], progress=progress)
            exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, "list", target)

        done = _("已导出到 {}").format(target)
        self._jobs.run(_("导出 Excel"), in_worker(sitting.db, write), lambda _none: self._messages.done(done))
