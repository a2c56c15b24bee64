"""A record of the summary: a questionnaire fills in its questions and computes its score, a comparison its values."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QMenu, QTabWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import ProgrammeLog
from qmsdesk.models.base import AnyField
from qmsdesk.registers.acceptance import ANSWERS
from qmsdesk.services import records, summary
from qmsdesk.services.assessment import SheetRow
from qmsdesk.standard.questionnaire import RULE, questionnaire
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.styling import label, row

_WIDTHS = (0, 56, 110)


class LogForm(RecordForm):
    """The fields, and for a comparison the button that takes the own value of an indicator over."""

    def build(self) -> None:
        """As any form."""
        super().build()
        self.menu = QMenu(self)
        self.quote = tool_button(self._kit.theme, _("引用指标的数值"), "line-chart-line", menu=self.menu)
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        line = row(margins=(84, 0, 0, 0))
        line.addWidget(self.quote)
        line.addStretch(1)
        layout.insertLayout(layout.indexOf(self.rows[ProgrammeLog.content]) + 1, line)

    def close_score(self) -> None:
        """While there are answers the score is their mean, and typing it would be in vain."""
        visit, field = self._visit, ProgrammeLog.score
        if visit is None:
            return
        counted = visit.value(ProgrammeLog.kind) == summary.QUESTIONNAIRE and bool(visit.lines(ANSWERS))
        self.editors[field].set_open(not counted and not visit.reason_closed(field))
        self.rows[field].set_hint(_("由各题的评分平均得出") if counted else str(field.help_text or ""))

    def _show(self, field: AnyField) -> None:
        super()._show(field)
        if field is ProgrammeLog.score:
            self.close_score()


class LogPane(DetailPane):
    """The score follows the answers in the same step."""

    FORM = LogForm

    def build(self) -> None:
        """As any pane, with the tools of questionnaire and comparison."""
        fresh = not self._ready
        super().build()
        if fresh:
            self._told = label("", "hint", wrap=True)
            self.tabs.lines_made.connect(self._add_tools)
            form = self.form
            assert isinstance(form, LogForm)
            form.menu.aboutToShow.connect(self._offer)

    def show_state(self) -> None:
        """The questions are there for a questionnaire only, the values for a comparison."""
        super().show_state()
        visit, form = self.visit, self.form
        assert isinstance(form, LogForm)
        kind = visit.value(ProgrammeLog.kind) if visit is not None else None
        writable = visit is not None and visit.record is not None and not visit.reason_closed()
        form.quote.setVisible(kind == summary.BENCHMARK and writable)
        form.rows[ProgrammeLog.score].setVisible(kind in (None, summary.QUESTIONNAIRE))
        form.close_score()
        answers = visit.lines(ANSWERS) if visit is not None else ()
        self._show_questions(on=kind == summary.QUESTIONNAIRE or bool(answers))
        words = _("{}。{}").format(summary.rated(answers), RULE) if answers else ""
        self._told.setText(words or _("评分：{}").format(questionnaire().scale_text))

    def fill_questions(self) -> None:
        """填入问题."""
        visit = self.visit
        if visit is None or visit.record is None or not self.flush():
            return
        try:
            change = summary.fill_questions(self._kit.sitting, visit.record, batch=visit.batch())
        except UserError as error:
            self._messages.error(error)
            return
        if change is None:
            self._messages.done(_("问题都已在问卷里"))
        else:
            self._saved_elsewhere(visit.noted(change))

    def quote(self, found: SheetRow) -> None:
        """The own value of an indicator into a comparison."""
        visit = self.visit
        if visit is None or visit.record is None or not self.flush():
            return
        try:
            change = summary.add_benchmark(self._kit.sitting, visit.record, found, batch=visit.batch())
        except UserError as error:
            self._messages.error(error)
            return
        self._saved_elsewhere(visit.noted(change))

    def open_questions(self) -> None:
        """The questions in front, the cursor on the first score."""
        tab = self.tabs.lines_tab(ANSWERS.key)
        tab.table.setFocus()
        tab.table.setCurrentIndex(tab.model.index(0, 1))

    def _saved(self, change: records.Change) -> None:
        super()._saved(self._settled(change))

    def _saved_elsewhere(self, change: records.Change) -> None:
        super()._saved_elsewhere(self._settled(change))

    def _settled(self, change: records.Change) -> records.Change:
        """The score after an answer was changed; it belongs to the same step."""
        visit, sitting = self.visit, self._kit.sitting
        last = sitting.done[-1].batch if sitting.done else 0
        if visit is None or visit.record is None or change.batch != last or visit.reason_closed():
            return change
        try:
            score = summary.settle(sitting, visit.record, batch=change.batch)
        except UserError as error:
            self._messages.error(error)
            return change
        if score is None:
            return change
        visit.noted(score)
        visit.reload()
        self.form.refresh()
        return change

    def _show_questions(self, *, on: bool) -> None:
        tabs: QTabWidget = self.tabs
        for place in range(tabs.count()):
            if tabs.tabText(place).startswith(ANSWERS.title):
                tabs.setTabVisible(place, on)

    def _offer(self) -> None:
        form = self.form
        assert isinstance(form, LogForm)
        form.menu.clear()
        rows = summary.comparable(self._kit.sitting.db)
        for found in rows:
            form.menu.addAction(found.indicator).triggered.connect(partial(self._quote, found))
        if not rows:
            form.menu.addAction(_("还没有有数值的指标")).setEnabled(False)

    def _quote(self, found: SheetRow, _checked: bool = False) -> None:
        self.quote(found)

    def _add_tools(self, tab: LinesTab) -> None:
        tab.table.set_columns(_WIDTHS)
        tab.add_note(self._told)
        tab.add_tools(button(self._kit.theme, _("填入问题"), "add-line", small=True, on_click=self.fill_questions))
