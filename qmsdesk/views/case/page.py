"""优良案例 (6.10, annex D): the five parts with their lengths, figures of 表C.1, and what stands before 定稿."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.registers.acceptance import CASE_STUDY
from qmsdesk.services import case, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.case.acts import CaseActs
from qmsdesk.views.case.body import CaseBody
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.onerecord.head import RecordHead, Words
from qmsdesk.views.onerecord.page import OneRecordPage
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button

_CLAUSES = ("6.10", _("附录 D"))
_WORDS = Words(_("全部案例"), _("新建案例"))


class CasePage(OneRecordPage):
    """The newest case, or one of the others."""

    body: CaseBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        preview: Preview | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, CASE_STUDY, messages, jobs, _CLAUSES, parent)
        self.acts = CaseActs(sitting, self.tried, messages, jobs, files, preview)
        self.word = button(theme, _("导出 Word"), "file-word-2-line", on_click=self.save_word)
        self.pdf = button(theme, _("PDF"), "printer-line", on_click=self.print_page)
        head = RecordHead(
            theme, self.header, CASE_STUDY, _WORDS, lambda row: str(row.of(CaseStudy.title))[:20],
            (self.word, self.pdf), writable=not sitting.workspace.read_only,
        )  # fmt: skip
        body = CaseBody(self.kit, self)
        body.form.saved.connect(self.made)
        for signal in (body.form.marked, body.form.counted, body.form.entered):
            signal.connect(lambda *_what: self.tell())
        body.form.failed.connect(messages.failed)
        body.form.figures.removed.connect(self.remove)
        body.side.inserted.connect(self.insert)
        body.side.wanted.connect(self.jump)
        body.lengths.planned.connect(self.plan)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
        self.start(head, body)

    def latest(self) -> int | None:
        """The newest case there is."""
        found = case.latest(self.sitting.db)
        return found.id if found is not None else None

    def show_body(self, visit: Visit) -> None:
        """The text with its lengths."""
        assert visit.record is not None
        self.body.show_case(visit, case.read(self.sitting.db, visit.record), self.head.missing)

    def tell(self) -> None:
        """The lengths of the whole and of the part at the cursor."""
        parts, key = self.body.parts(), self.body.form.focused()
        part = next((each for each in parts if each.part.key == key), None)
        inside = _("本部分 {} 字").format(part.length) if part is not None else ""
        self.say(_("全文 {} 字").format(sum(each.length for each in parts)), inside, self.problem())

    def make_new(self) -> records.Change | None:
        """Draft another case from the records; one undo takes it back."""
        return self.acts.open_new()

    def insert(self, indicator: int, form: str) -> None:
        """插入指标对比."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.made(self.acts.insert(record, indicator, form))

    def remove(self, line: int) -> None:
        """Take a comparison out; undo brings it back."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.made(self.acts.remove(record, line))

    def plan(self, planned: int) -> None:
        """调整计划篇幅."""
        if self.flush():
            self.made(self.acts.plan(planned))

    def save_word(self) -> None:
        """The case as a Word document."""
        if self.visit is not None and self.visit.row is not None and self.flush():
            self.acts.save_word(self.visit.row)

    def print_page(self) -> None:
        """Ctrl+P: the case as PDF."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.acts.show_pdf(record)

    def help_topic(self) -> str:
        """Annex D."""
        return "1023/D"
