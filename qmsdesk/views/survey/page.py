"""现场调研 (6.5, annex A): the 49 items of 表A.1 of one survey, who was asked, and the opinions that come of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import Survey
from qmsdesk.registers.project import SURVEY
from qmsdesk.services import reading, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.survey_hints import Hints
from qmsdesk.services.surveying import View
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.onerecord.head import RecordHead, Words
from qmsdesk.views.onerecord.page import OneRecordPage
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.page import ChainStart
from qmsdesk.views.survey.acts import FORMS, SurveyActs
from qmsdesk.views.survey.body import ITEMS, PROFILE, SurveyBody
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button

_CLAUSES = ("6.5", _("附录 A"))
_WORDS = Words(_("历次调研"), _("新建调研"), _("复制上次的方法和访谈对象"), FORMS)
OpenRecord = Callable[[str, str], object]
ImportSheet = Callable[[int, Path], object]


class SurveyPage(OneRecordPage):
    """``open_record`` goes to the record of a register by number, ``import_sheet`` imports a file into a survey."""

    body: SurveyBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        preview: Preview | None = None,
        open_record: OpenRecord | None = None,
        import_sheet: ImportSheet | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, SURVEY, messages, jobs, _CLAUSES, parent)
        self.shown: View | None = None
        self._hints: Hints | None = None
        self._open_record, self._import_sheet = open_record, import_sheet
        self.acts = SurveyActs(self.kit, self.tried, messages, jobs, files, preview, self)
        self.chain_start = self._chain_start
        writable = not sitting.workspace.read_only
        menu = QMenu(self.header)
        menu.addAction(_("导入填好的表A.1…"), self.import_sheet).setEnabled(writable)
        menu.addAction(_("导出这次调研…"), self.export)
        self.excel = tool_button(theme, _("Excel"), "file-excel-2-line", menu=menu)
        head = RecordHead(
            theme, self.header, SURVEY, _WORDS, lambda row: str(row.of(Survey.surveyed_on)), (self.excel,),
            writable=writable,
        )  # fmt: skip
        head.copied.connect(self.open_like)
        self.start(head, self._make_body(messages))

    def rows(self) -> Sequence[Row]:
        """By the day, the last first."""
        return reading.rows(self.sitting.db, Survey, order=(Survey.surveyed_on.desc(), Survey.id.desc()))

    def latest(self) -> int | None:
        """The last survey."""
        found = surveying.latest(self.sitting.db)
        return found.id if found is not None else None

    def look(self, visit: Visit) -> None:
        """Registers and indicators may know more by now."""
        assert visit.row is not None
        self._hints = Hints(self.sitting.db, visit.row.of(Survey.surveyed_on))

    def show_body(self, visit: Visit) -> None:
        """Facts, items, people."""
        assert visit.record is not None
        assert visit.row is not None
        if self._hints is None or self._hints.day != visit.row.of(Survey.surveyed_on):
            self.look(visit)
        assert self._hints is not None
        self.shown = surveying.read(self.sitting.db, visit.record)
        self.body.show_survey(self.sitting, visit, self.shown, self._hints)

    def caption(self, visit: Visit) -> str:
        """The day."""
        return visit.text(Survey.surveyed_on)

    def tell(self) -> None:
        """How many items are surveyed, how many are weak."""
        shown = self.shown
        if shown is None:
            return
        counted = [(title, shown.count(key)) for key, title in (("weak", _("薄弱")), ("absent", _("未开展")))]
        weak = " · ".join(f"{title} {count}" for title, count in counted if count)
        self.say(_("已调研 {}/{}").format(shown.done, len(shown.items)), weak, self.problem())

    def make_new(self) -> records.Change | None:
        """A survey of today."""
        return self.acts.open_new(like=False)

    def open_new(self) -> None:
        """A new survey begins with its fields and its people."""
        before = self.target()
        super().open_new()
        if self.target() != before:
            self.body.jump("", Survey.surveyors)

    def open_like(self) -> None:
        """A new survey with the methods and the people of the last one."""
        change = self.acts.open_new(like=True) if self.leave() else None
        if change is not None:
            self.visit = Visit(self.sitting, SURVEY, change.record)
            self.made(change, look=True)
            self.body.bring(ITEMS)

    def write_opinion(self, code: str = "") -> None:
        """写诊断意见 of an item, that at the cursor by default."""
        code = code or self.body.grid.code()
        if self.shown is None or not code or not self.flush():
            return
        if self.sitting.workspace.read_only:
            self._messages.note("info", self.sitting.workspace.read_only)
            return
        found = next(each for each in self.shown.items if each.item.code == code)
        self.made(self.acts.write_opinion(self.shown, found))
        self.body.grid.table.setFocus()

    def add_people(self) -> None:
        """Several interviewees at once."""
        if self.shown is not None and self.flush():
            self.made(self.acts.add_people(self.shown))

    def set_methods(self, methods: object) -> None:
        """The methods ticked (6.5.2), one save in the visit."""
        visit = self.visit
        if visit is None:
            return
        try:
            self.made(visit.put(Survey.methods, methods))
        except UserError as error:
            self._messages.error(error)
            self.reload()

    def import_sheet(self) -> None:
        """表A.1 kept in Excel into this survey, by way of the import page."""
        record, lead = self.target(), self._import_sheet
        if isinstance(record, int) and lead is not None and self.flush():
            source = self.acts.choose_sheet()
            if source is not None:
                lead(record, source)

    def export(self) -> None:
        """This survey as a workbook."""
        if self.visit is not None and self.visit.row is not None and self.flush():
            self.acts.export(self.visit.row)

    def print_form(self, key: str) -> None:
        """表A.1 filled or blank, previewed."""
        record = self.target()
        if self.flush():
            self.acts.print_form(key, record if isinstance(record, int) else None)

    def entered(self) -> None:
        """The grid has the cursor."""
        super().entered()
        if self.body.side_of.value() == ITEMS:
            self.body.grid.table.setFocus()

    def focus_search(self) -> None:
        """Ctrl+F: look for items."""
        self.body.bring(ITEMS)
        self.body.grid.search.setFocus()
        self.body.grid.search.selectAll()

    def toggle_detail(self) -> None:
        """F4: the item beside the grid."""
        self.body.toggle_side()

    def help_topic(self) -> str:
        """Annex A over the items, the clause of the methods over the fields."""
        return "1023/6.5.2" if self.body.side_of.value() == PROFILE else "1023/A"

    def _chain_start(self) -> ChainStart | None:
        """The finding at the cursor, else the survey."""
        record, grid = self.target(), self.body.grid
        if not isinstance(record, int):
            return None
        found = grid.model.found(grid.code()) if grid.code() and self.body.side_of.value() == ITEMS else None
        line = found.line.id if found is not None and found.line is not None else 0
        return (SURVEY.key, record, "survey_finding" if line else "", line)

    def _make_body(self, messages: Messages) -> SurveyBody:
        body = SurveyBody(self.kit, messages, self)
        body.grid.saved.connect(self.made)
        body.grid.marked.connect(self.tell)
        body.grid.opinion_asked.connect(self.write_opinion)
        body.grid.chain_asked.connect(lambda _code: self.chain_asked.emit())
        body.item.taken.connect(body.grid.take_hint)
        body.item.opinion_asked.connect(self.write_opinion)
        body.item.chain_asked.connect(self.chain_asked)
        for opened in (body.item.clause_opened, body.profile.tag.opened, body.people.tag.opened):
            opened.connect(self.clause_opened)
        body.item.opened.connect(lambda key, number: self._open_record(key, number) if self._open_record else None)
        self.connect_form(body.profile.form)
        body.profile.chosen.connect(self.set_methods)
        people = body.people
        people.tab.saved.connect(self.made)
        people.tab.marked.connect(self.tell)
        people.tab.failed.connect(messages.failed)
        people.added.connect(self.add_people)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
        return body
