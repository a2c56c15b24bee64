"""指标跟踪 (6.9.5, 6.7.2.4 d): pick an indicator at the left; its figures, trend and months at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.indicators import Indicator
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.spec import Register
from qmsdesk.services import indicators, monthly, reading
from qmsdesk.services.indicators import Evaluated, Facts
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.acts import IndicatorActs
from qmsdesk.views.indicators.head_card import HeadCard
from qmsdesk.views.indicators.months_card import MonthsCard
from qmsdesk.views.indicators.parts import HeaderTools, empty_state, split_body, take_turns
from qmsdesk.views.indicators.tree_card import TreeCard
from qmsdesk.views.indicators.tree_model import outcome
from qmsdesk.views.indicators.trend_card import TrendCard
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview

_CONCERNS = frozenset({"indicator", "measurement", "enterprise", "person", "setting"})
_TREE = {"wide": 340, "normal": 312, "compact": 264, "narrow": 264}


@dataclass(frozen=True)
class Target:
    """Where to go on this page: an indicator by number, then a field of its definition, or its files (``evidence``),

    the first month that is due or not verified (``month``), or the month ``period``; ``round`` is shown if named.
    """

    number: str
    field: str = ""
    period: str = ""
    round: str = ""


class IndicatorsPage(Page):
    """``changed`` carries every Change. ``preview`` shows a print, ``import_file`` opens the import of a register."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        preview: Preview | None = None,
        import_file: Callable[[Register], object] | None = None,
        open_record: Callable[[str, str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("指标跟踪"), ("6.9.5", _("附录 A")), parent=parent)
        self._sitting, self._import, self._open_record = sitting, import_file, open_record
        self._kit = Kit(theme, sitting)
        self.acts = IndicatorActs(self._kit, messages, jobs, files, preview, self)
        self._facts: Facts = indicators.read(sitting.db, whole=False)
        self._round = ""
        self._rows: list[Evaluated] = []
        self._stale = False
        self.tree = TreeCard(theme)
        self.head, self.trend = HeadCard(theme), TrendCard(theme)
        self.months = MonthsCard(self._kit, messages, jobs)
        self.tools = HeaderTools(theme, self.header, can_print=preview is not None, can_import=import_file is not None)
        self._split = split_body(self.tree, self.head, self.trend, self.months)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        open_import = (lambda: self.import_sheet(INDICATOR)) if import_file is not None else None
        self._stack.addWidget(empty_state(theme, self.new_record, open_import))
        self.set_body(self._stack)
        self.chain_start = lambda: ("indicator", self.tree.record(), "", 0) if self._shown() else None
        self._connect()
        self._show_all()

    def reload(self) -> None:
        """Read everything again and show it in place."""
        self._facts = indicators.read(self._sitting.db, whole=False)
        self._show_all()

    def _show_all(self) -> None:
        self._stale = False
        names = indicators.round_names(self._facts)
        if self._round not in names:
            self._round = indicators.current_round(self._facts)
        self._rows = indicators.evaluate(self._facts, self._round)
        self._stack.setCurrentIndex(0 if self._rows else 1)
        self.tools.set_rounds(names, self._round, filled=bool(self._rows))
        self.header.set_meta(self._round)
        self.tree.set_rows(self._rows)
        if self._shown() is None and self._rows:
            self.tree.choose(self.tree.model.rows()[0].indicator.id)
        self._show()

    def choose(self, record: int) -> None:
        """Show an indicator; stays where it is while a cell is red."""
        if not self.months.may_leave():
            kept = self.months.model.evaluated
            if kept is not None:
                self.tree.choose(kept.indicator.id)
            return
        self.tree.choose(record)
        self._show()

    def choose_round(self, name: str) -> None:
        """Show another round."""
        if self.months.may_leave():
            self._round = name
            self.reload()

    def report_month(self) -> None:
        """填报本月: the first due month of this indicator, else of the next one that has any, else this month."""
        if not self.flush():
            return
        ordered = self.tree.model.rows()
        ids = [e.indicator.id for e in ordered]
        at = ids.index(self.tree.record()) if self.tree.record() in ids else 0
        today = self._sitting.clock.today()
        for one in [*ordered[at:], *ordered[:at]]:
            due = monthly.first_due(monthly.lines(self._facts, one, today))
            if due is not None and one.row.kind in monthly.NUMERIC:
                self.choose(one.indicator.id)
                self.months.type_into(due.period)
                return
        if self.months.table.isVisible():
            self.months.type_into(monthly.month_of(today))

    def edit_definition(self, field: str = "") -> None:
        """The definition and the rounds of the indicator at hand."""
        evaluated = self._shown()
        if evaluated is not None and self.flush():
            self.acts.define(evaluated.indicator.id, self._round, field)

    def new_record(self) -> None:
        """A new indicator; it is put into the round at hand."""
        if self.flush():
            made = self.acts.define(None, self._round or indicators.first_round_name(self._sitting.clock.today()))
            if made is not None:
                self.choose(made)

    def import_sheet(self, register: Register) -> None:
        """导入 Excel into indicators or their months."""
        if self._import is not None and self.flush():
            self._import(register)

    def print_page(self) -> None:
        """打印汇总."""
        if self._rows and self.flush():
            self.acts.print_summary(self.tree.model.rows(), self._round)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self._stale:
            self.reload()

    def flush(self) -> bool:
        """Commit the cell at hand; False when it is red."""
        return self.months.flush()

    def leave(self) -> bool:
        """Asks before a refused text is given up."""
        return self.months.may_leave()

    def apply_change(self, change: object) -> None:
        """Something was saved."""
        touched = {register for register, _record in getattr(change, "records", ())} | {getattr(change, "register", "")}
        if touched & _CONCERNS:
            if self.isVisible():
                self.reload()
            else:
                self._stale = True

    def show_target(self, target: object) -> None:
        """An indicator by number, alone or with a field or month."""
        wanted = target if isinstance(target, Target) else Target(str(target))
        if wanted.round in indicators.round_names(self._facts):
            self.choose_round(wanted.round)
        found = next((e for e in self._rows if e.row.number == wanted.number), None)
        if found is None:
            return
        self.choose(found.indicator.id)
        if wanted.period:
            key = "numerator" if self.months.model.column_of("numerator") >= 0 else "value"
            self.months.table.go(wanted.period, key)
        elif wanted.field == "evidence":
            self.show_files()
        elif wanted.field == "month":
            self.months.go_open()
        elif wanted.field:
            self.edit_definition(wanted.field)

    def target(self) -> object:
        """The indicator at hand."""
        evaluated = self._shown()
        return Target(evaluated.row.number) if evaluated else None

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.tree.filter.setFocus()
        self.tree.filter.selectAll()

    def panes(self) -> list[QWidget]:
        """Tree and months."""
        return [self.tree.tree, self.months.table] if self._rows else []

    def help_topic(self) -> str:
        """The clause of this page."""
        return "1023/6.9.5"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrower tree, fewer columns."""
        super().apply_breakpoint(size)
        self._split.setSizes([self.theme.px(_TREE[size.name]), 10_000])
        self.months.set_size(size)
        self.head.set_compact(compact=size.compact, narrow=size.overlay_detail)
        self.head.trend_button.toggled.emit(self.head.trend_button.isChecked())
        self.header.set_clauses(("6.9.5", _("附录 A")) if size.name != "narrow" else ())

    def show_files(self) -> None:
        """The evidence of the indicator: of its last month with a value, else its own."""
        evaluated = self._shown()
        if evaluated is None:
            return
        last = next((line for line in self.months.model.months if line.value is not None), None)
        if last is not None:
            self.months.show_evidence(last)
        else:
            self.acts.files(evaluated)

    def _shown(self) -> Evaluated | None:
        return next((e for e in self._rows if e.indicator.id == self.tree.record()), None)

    def _show(self) -> None:
        evaluated = self._shown()
        if evaluated is None:
            self.say()
            return
        counted = [e.indicator.id for e in self.tree.model.rows() if e.row.counted]
        no = counted.index(evaluated.indicator.id) + 1 if evaluated.indicator.id in counted else None
        owner = reading.display(self._sitting.db, Indicator.owner, evaluated.indicator.of(Indicator.owner))
        self.head.show_indicator(evaluated, no, owner)
        self.trend.show_indicator(evaluated, self._facts.enterprise)
        self.months.show_indicator(self._facts, evaluated)
        self._tell()

    def _tell(self) -> None:
        wrong = self.months.model.problems()
        counted = [outcome(e) for e in self._rows if e.row.counted]
        totals = _("达成 {}，未达成 {}").format(counted.count("achieved"), counted.count("not_achieved"))
        waiting = counted.count("pending")
        self.say(
            _("月度数据 {} 行").format(len(self.months.model.months)),
            _("{}，待评 {}").format(totals, waiting) if waiting else totals,
            _("{} 个单元格有误，未保存").format(wrong) if wrong else "",
        )

    def _connect(self) -> None:
        self.tree.chosen.connect(self.choose)
        self.tree.added.connect(self.new_record)
        self.head.trend_button.toggled.connect(
            lambda on: take_turns(self.trend, self.months, on, narrow=self.breakpoint.overlay_detail)
        )
        self.head.edited.connect(self.edit_definition)
        self.head.evidence.connect(self.show_files)
        self.head.traced.connect(self.chain_asked)
        self.head.exported.connect(lambda: self.acts.export(self._shown(), self.trend))
        self.months.saved.connect(self.changed)
        self.months.marked.connect(self._tell)
        if self._open_record is not None:
            self.months.record_asked.connect(self._open_record)
        self.months.imported.connect(lambda: self.import_sheet(MEASUREMENT))
        self.acts.saved.connect(self.changed)
        self.tools.round_chosen.connect(self.choose_round)
        self.tools.printed.connect(self.print_page)
        self.tools.imported.connect(lambda: self.import_sheet(INDICATOR))
        self.tools.reported.connect(self.report_month)
