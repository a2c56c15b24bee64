"""验收评价 (6.9.1–6.9.6): both scores of every category, result, experts, opinion, and what follows (6.9.7)."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance
from qmsdesk.models.people import Party
from qmsdesk.registers.acceptance import ACCEPTANCE
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import acceptance, improving, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.acceptance import paste
from qmsdesk.views.acceptance.body import AcceptanceBody
from qmsdesk.views.acceptance.planning import OpenRecord, draft_plan, first_of
from qmsdesk.views.acceptance.scores_table import ScoresTable
from qmsdesk.views.indicators.paste import cells
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.onerecord.head import RecordHead, Words
from qmsdesk.views.onerecord.page import OneRecordPage
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button

_CLAUSES = ("6.9.4",)
FORM, BLANK = "FM-6.9", "blank"
_PRINTS = {FORM: _("验收评价记录"), BLANK: _("空白验收评价记录")}
_WORDS = Words(_("历次验收"), _("新建验收评价"), prints=_PRINTS, dialog=_("验收评价：附件、签署和历史"))


class AcceptancePage(OneRecordPage):
    """The newest acceptance, or one of the others; ``open_record`` leads to the plan that was drafted."""

    body: AcceptanceBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        preview: Preview | None = None,
        open_record: OpenRecord | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, ACCEPTANCE, messages, jobs, _CLAUSES, parent)
        self._preview, self._open_record = preview, open_record
        self.shown: acceptance.View | None = None
        writable = not sitting.workspace.read_only
        self.plan_button = button(theme, _("起草改进计划"), "seedling-line", on_click=self.plan)
        self.plan_button.setEnabled(writable)
        head = RecordHead(
            theme, self.header, ACCEPTANCE, _WORDS, lambda row: str(row.of(Acceptance.held_on) or ""),
            (self.plan_button,), writable=writable,
        )  # fmt: skip
        body = AcceptanceBody(self.kit, self)
        for form in body.entry_forms():
            self.connect_form(form)
        parts: tuple[ScoresTable | LinesTab, ...] = (body.table, body.experts)
        for part in parts:
            part.saved.connect(self.made)
            part.marked.connect(self.tell)
            part.failed.connect(messages.failed)
        body.table.pasted.connect(self.paste)
        body.table.shut.connect(lambda reason: messages.note("info", reason))
        body.party.clicked.connect(lambda _on=False: self.open_party())
        body.result.filled.connect(self.fill)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
        body.blank_button.setVisible(preview is not None)
        body.blank_button.clicked.connect(lambda _on=False: self.print_form(BLANK))
        self.start(head, body)

    def latest(self) -> int | None:
        """The acceptance held last."""
        row = improving.last_acceptance(self.sitting.db)
        return row.id if row is not None else None

    def caption(self, visit: Visit) -> str:
        """Its round."""
        return visit.text(Acceptance.round)

    def show_body(self, visit: Visit) -> None:
        """Both sides."""
        assert visit.record is not None
        self.shown = acceptance.read(self.sitting.db, visit.record)
        self.body.show_acceptance(visit, self.shown)

    def tell(self) -> None:
        """Both totals, and how many categories differ."""
        view = self.shown
        if view is None or self.visit is None:
            return
        differing = sum(bool(line.difference) for line in view.lines)
        said = _("自评 {} 分 {}").format(view.sheet.total, view.sheet.grade)
        words = _("与自评不同 {} 项").format(differing) if differing else ""
        self.say(said, words, self.problem())

    def make_new(self) -> records.Change | None:
        """An acceptance of the present round."""
        return self.tried(lambda: acceptance.open_new(self.sitting))

    def fill(self) -> None:
        """填入合计和等级."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.made(self.tried(lambda: acceptance.fill(self.sitting, record)))

    def paste(self) -> None:
        """Ctrl+V: a block from Excel into scores and notes, from the cursor down; asks when something is wrong."""
        record, view = self.target(), self.shown
        block = cells(QGuiApplication.clipboard().text())
        if not isinstance(record, int) or view is None or self.visit is None or not self.flush():
            return
        if reason := self.visit.reason_closed():
            self._messages.note("info", reason)
            return
        if not block:
            self._messages.note("info", _("剪贴板里没有数据。先在 Excel 里选中单元格并复制。"))
            return
        row, fields = self.body.table.place()
        try:
            made = paste.plan(self.sitting, record, block, view.lines[row:], fields)
        except UserError as error:
            self._messages.error(error)
            return
        if not made.values:
            self._messages.tell(_("没有可以粘贴的内容"), "", made.problems)
            return
        if made.problems or made.replaced:
            said = [_("其中 {} 项替换原来的内容").format(made.replaced)] if made.replaced else []
            said += [_("{} 项有误，不写入").format(len(made.problems))] if made.problems else []
            text = _("，").join(said) + _("。一次撤销可以全部取消。")
            title, verb = _("粘贴 {} 项？").format(len(made.values)), _("粘贴")
            if not self._messages.ask(title, text, verb, danger=False, details=made.problems):
                return
        change = self.tried(lambda: paste.carry_out(self.sitting, record, view.lines, made.values))
        self.made(change)
        if change is not None:
            self._messages.done(_("已写入 {} 项").format(len(made.values)))

    def plan(self) -> None:
        """起草改进计划 from what neither evaluation reached (6.9.7)."""
        change = draft_plan(self.sitting, self._messages) if self.flush() else None
        self.made(change)
        if change is not None and self._open_record is not None:
            self._open_record("improvement", first_of(self.sitting, change))

    def open_party(self) -> None:
        """Where the experts are registered: the body that organises, else all bodies."""
        party = self.visit.value(Acceptance.organiser) if self.visit is not None else None
        row = reading.row(self.sitting.db, Party, party) if party is not None else None
        if self._open_record is not None and self.flush():
            self._open_record("party", str(row["number"]) if row is not None else "")

    def print_form(self, key: str) -> None:
        """The record of this acceptance, or the empty form."""
        sitting, visit, title = self.sitting, self.visit, _PRINTS[key]
        if not self.flush() or (visit is None and key != BLANK):
            return
        number = str(visit.row["number"]) if visit is not None and visit.row is not None else ""

        def render() -> Rendered:
            from qmsdesk.reports import acceptance_forms

            blank = key == BLANK
            return acceptance_forms.render(
                sitting.db, FORM, sitting.clock.now(), number="" if blank else number, blank=blank
            )

        Prints(sitting, self._jobs, self._preview).show(title, render)

    def entered(self) -> None:
        """The scores have the cursor."""
        super().entered()
        if self.visit is not None:
            self.body.table.setFocus()
