"""The monthly data of one indicator: the grid with its acts (粘贴, 核实, 锁定, 证据)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.registers.spec import Values
from qmsdesk.services import feeds, indicators, monthly, records
from qmsdesk.services.indicators import Evaluated, Facts
from qmsdesk.services.monthly import MonthLine
from qmsdesk.services.records import Change, Invalid
from qmsdesk.views.indicators.contributors import ContributorsDialog
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.indicators.evidence import EvidenceDialog
from qmsdesk.views.indicators.months_cells import PARTS, WHOLE
from qmsdesk.views.indicators.months_model import MonthsModel
from qmsdesk.views.indicators.months_table import MonthsTable
from qmsdesk.views.indicators.paste import Plan, cells, plan
from qmsdesk.views.indicators.paste_dialog import PasteDialog
from qmsdesk.views.indicators.verify_dialog import VerifyDialog
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Segmented

_EARLIER = 12


class MonthsCard(Card):
    """``saved`` carries a Change, ``marked`` says that a text was refused or mended, ``imported`` asks for import.

    ``record_asked`` carries register and number of a record behind a computed month.
    """

    saved = Signal(object)
    marked = Signal()
    imported = Signal()
    record_asked = Signal(str, str)

    def __init__(self, kit: Kit, messages: Messages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("月度数据"), " ", parent=parent)
        self._kit, self._messages, self._jobs = kit, messages, jobs
        self._facts: Facts | None = None
        self._earlier = 0
        self.model = MonthsModel(kit.sitting, self)
        self.table = MonthsTable(kit, self.model)
        theme = kit.theme
        self.way = Segmented([("parts", _("分子/分母")), ("whole", _("数值"))])
        self.verify_button = button(theme, _("核实"), "shield-check-line", small=True, on_click=self.verify)
        self.lock_button = button(theme, _("锁定"), "lock-line", small=True, on_click=self.lock)
        self.paste_button = button(theme, _("粘贴"), "clipboard-line", small=True, on_click=self.paste)
        self.import_button = button(theme, _("导入 Excel"), "file-excel-2-line", small=True)
        self.import_button.clicked.connect(self.imported)
        self.more = tool_button(theme, _("显示更早的月份"), "history-line", small=True, icon_only=True)
        self.more.clicked.connect(self._show_earlier)
        for made in (self.way, self.verify_button, self.lock_button, self.paste_button, self.import_button, self.more):
            self.add_head(made)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        text = _("提升前、提升目标、提升后和判定在“编辑定义”的轮次里填写，证据附在指标上。")
        self._stack.addWidget(EmptyState(theme, "draft-line", _("这类指标没有月度数据"), text))
        self.add(self._stack, 1)
        self.way.chosen.connect(lambda _key: self._redraw())
        self.model.saved.connect(self.saved)
        self.model.failed.connect(messages.failed)
        self.model.marked.connect(self.marked)
        self.table.evidence_asked.connect(self.show_evidence)
        # After the drop has ended: a dialog inside it would hold up the program the files come from.
        self.table.files_dropped.connect(self.show_evidence, Qt.ConnectionType.QueuedConnection)
        self.table.pasted.connect(self.paste)
        self.table.shut.connect(lambda reason: messages.note("info", reason))
        self.table.filled.connect(self.fill_down)
        self.table.context_requested.connect(self._menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_ignored: self._enable())

    def show_indicator(self, facts: Facts, evaluated: Evaluated) -> None:
        """The months of an indicator; the same one keeps cursor and column choice."""
        before = self.model.evaluated
        if before is None or before.indicator.id != evaluated.indicator.id:
            self._earlier = 0
            whole = evaluated.row.kind != "ratio" or _only_values(evaluated)
            self.way.set_value("whole" if whole else "parts")
        self.way.setVisible(evaluated.row.kind == "ratio")
        self._stack.setCurrentIndex(0 if evaluated.row.kind in monthly.NUMERIC else 1)
        self._facts = facts
        self._show(evaluated)

    def flush(self) -> bool:
        """Commit what is being typed; False when a cell is red."""
        return self.table.flush()

    def go_open(self) -> None:
        """To the oldest month of 提升后取值期 that lacks its value or is not verified, else to the newest one."""
        evaluated = self.model.evaluated
        window = evaluated.evaluation if evaluated is not None else None
        within = [line for line in self.model.months if window is None or window.holds(line.period)]
        waiting = [line for line in within if line.value is None or line.status == "entered"]
        place = min(waiting or self.model.months[:1], key=lambda line: line.period, default=None)
        if place is not None:
            key = "numerator" if self.model.column_of("numerator") >= 0 else "value"
            self.table.go(place.period, key)

    def type_into(self, period: str) -> None:
        """Open the first number of a month."""
        key = "numerator" if self.model.column_of("numerator") >= 0 else "value"
        self.table.go(period, key, edit=True)

    def may_leave(self) -> bool:
        """Commit; asks before a refused text is given up."""
        if self.flush():
            return True
        text = _("有误的内容没有保存，放弃后恢复原来的数。")
        if not self._messages.ask(_("放弃有误的内容？"), text, _("放弃"), cancel=_("返回修改")):
            return False
        for period in list(self.model.visits):
            self.model.forget(period)
        return True

    def set_size(self, size: Breakpoint) -> None:
        """A small window does without 填报 and, when narrow, without 数据来源."""
        hidden = {"narrow": ("reporter", "source"), "compact": ("reporter",)}.get(size.name, ())
        self.table.hide_keys(hidden)
        self.import_button.setVisible(size.name in ("wide", "normal"))

    def paste(self) -> None:
        """Cells of the clipboard into the months, after a look at what they would do."""
        if not self._open():
            return
        evaluated = self.model.evaluated
        assert evaluated is not None
        try:
            block = cells(QGuiApplication.clipboard().text())
        except csv.Error:
            block = []
        if not block:
            self._messages.note("info", _("剪贴板里没有表格数据。先在 Excel 里选中单元格并复制。"))
            return
        line = self.table.month() or (self.model.months[0] if self.model.months else None)
        start = line.period if line else ""
        today = self._kit.sitting.clock.today()
        fields = self._fields_from_cursor()

        def planned(reverse: bool) -> Plan:
            return plan(block, self.model.months, start, fields, evaluated.indicator, today, reverse=reverse)

        dialog = PasteDialog(self._kit.theme, planned, self.window())
        if dialog.exec():
            self._write(dialog.plan.good, _("粘贴月度数据"))

    def fill_down(self) -> None:
        """Ctrl+D: the top cells of the selection, or the cells above it, into the months below."""
        if not self._open():
            return
        model = self.model
        rows = [r for r in self.table.selected_rows() if model.month(r) is not None]
        columns = sorted({i.column() for i in self.table.selectedIndexes()})
        if len(rows) == 1:
            above = [r for r in range(rows[0]) if model.month(r) is not None]
            rows = [*above[-1:], *rows]
        months = [line for r in rows if (line := model.month(r)) is not None]
        fields = [f for c in columns if (f := model.columns[c].field) is not None]
        if len(months) < 2 or months[0].row is None or not fields:
            return
        values = {f: months[0].row.of(f) for f in fields}
        closed = [line.period for line in months[1:] if model.closed(line)]
        if closed:
            self._messages.note("warn", _("{} 已锁定，没有填。").format("、".join(closed)))
        self._write({line.period: values for line in months[1:] if line.period not in closed}, _("向下填充"))

    def verify(self) -> None:
        """核实 the selected months."""
        months = self._in_state("entered")
        if not months or not self._open():
            return
        dialog = VerifyDialog(self._kit, months, self.window())
        if dialog.exec():
            ids = [line.row.id for line in months if line.row]
            self._do(
                lambda: monthly.verify(self._kit.sitting, ids, dialog.verifier, dialog.day, dialog.waiver),
                _("已核实 {} 个月").format(len(months)),
            )

    def lock(self) -> None:
        """锁定 the selected months that are verified."""
        months = self._in_state("verified")
        if not months or not self._open():
            return
        names = "、".join(line.period for line in months)
        text = _("锁定后数据固定，不再修改：{}").format(names)
        if self._messages.ask(_("锁定 {} 个月的数据？").format(len(months)), text, _("锁定"), danger=False):
            ids = [line.row.id for line in months if line.row]
            done = _("已锁定 {} 个月").format(len(months))
            self._do(lambda: monthly.lock(self._kit.sitting, ids), done)

    def show_evidence(self, line: MonthLine, files: Sequence[Path] = ()) -> None:
        """The files of a month; ``files`` are added to them."""
        if line.status == feeds.COMPUTED:
            self._show_contributors(line)
            return
        if line.row is None:
            self._messages.note("info", _("先填 {} 的数据，再添加证据。").format(line.period))
            return
        assert self.model.evaluated is not None
        title = _("{name} {period} 的证据").format(name=self.model.evaluated.row.indicator, period=line.period)
        dialog = EvidenceDialog(self._kit, self._messages, self._jobs, MEASUREMENT, line.row.id, title, self.window())
        dialog.saved.connect(self.saved)
        dialog.files.add(files)
        dialog.exec()

    def open_record(self, line: MonthLine) -> None:
        """The record of a month with its history, signatures and 更正."""
        if line.row is None or not self.flush():
            return
        dialog = RecordDialog(self._kit, self._messages, self._jobs, MEASUREMENT, line.row.id, self.window())
        dialog.saved.connect(self.saved)
        dialog.exec()

    def _show_contributors(self, line: MonthLine) -> None:
        assert self.model.evaluated is not None
        sitting, indicator = self._kit.sitting, self.model.evaluated.indicator
        (month,) = feeds.figures(sitting.db, indicator.of(Indicator.feed), [line.period], indicators.until(sitting.db))
        ContributorsDialog(self._kit, indicator, month, self.record_asked.emit, self.window()).exec()

    def _show(self, evaluated: Evaluated) -> None:
        assert self._facts is not None
        today = self._kit.sitting.clock.today()
        months = monthly.lines(self._facts, evaluated, today, earlier=self._earlier)
        parts = self.way.value() == "parts"
        told = _("可从 Excel 直接粘贴到“分子、分母”两列") if parts else _("可从 Excel 直接粘贴到“数值”列")
        if evaluated.indicator.of(Indicator.feed):
            told = _("按台账自动计算，点“证据”列查看来源记录")
        self.set_title(_("月度数据"), told)
        self.model.show(evaluated, months, PARTS if parts else WHOLE)
        self._enable()

    def _redraw(self) -> None:
        if self.model.evaluated is not None and self.flush():
            self._show(self.model.evaluated)

    def _show_earlier(self) -> None:
        self._earlier += _EARLIER
        self._redraw()

    def _fields_from_cursor(self) -> list[object]:
        numbers = [c for c in self.model.columns if c.field is not None and c.right]
        at = self.table.currentIndex().column()
        right = [c.field for place, c in enumerate(self.model.columns) if c in numbers and place >= at]
        return right or [c.field for c in numbers]

    def _write(self, months: dict[str, Values], label: str) -> None:
        evaluated = self.model.evaluated
        if not months or evaluated is None:
            return
        new: Values = {
            Measurement.reporter: self.model.reporter(),
            Measurement.source: evaluated.indicator.of(Indicator.source),
        }
        done = _("已写入 {} 个月").format(len(months))
        self._do(lambda: monthly.put(self._kit.sitting, evaluated.indicator, months, new, label), done)

    def _take_back(self, batch: int) -> None:
        """撤销 on the plate, as long as nothing was saved since."""
        sitting = self._kit.sitting
        if sitting.done and sitting.done[-1].batch == batch and self.flush():
            change = records.undo(sitting)
            if change is not None:
                self.saved.emit(change)

    def _do(self, act: Callable[[], Change], done: str) -> None:
        try:
            change = act()
        except Invalid as invalid:
            self._messages.note("bad", _("没有写入：{}。").format(invalid.problems[0].text))
        except UserError as error:
            self._messages.error(error)
        else:
            self.saved.emit(change)
            last = self._kit.sitting.done[-1].batch if self._kit.sitting.done else 0
            undo = partial(self._take_back, change.batch) if change.batch == last else None
            self._messages.done(done, undo)

    def _open(self) -> bool:
        """What is being typed is committed, the workspace can be written."""
        try:
            self._kit.sitting.workspace.require_writable()
        except UserError as error:
            self._messages.error(error)
            return False
        return self.flush()

    def _in_state(self, state: str) -> list[MonthLine]:
        return [line for line in self.table.chosen_months() if line.status == state and line.value is not None]

    def _enable(self) -> None:
        fed = self.model.evaluated is not None and bool(self.model.evaluated.indicator.of(Indicator.feed))
        writable = not self._kit.sitting.workspace.read_only and not fed
        self.verify_button.setEnabled(writable and bool(self._in_state("entered")))
        self.lock_button.setEnabled(writable and bool(self._in_state("verified")))
        self.paste_button.setEnabled(writable)

    def _menu(self, place: QPoint) -> None:
        line = self.table.month()
        if line is None:
            return
        menu = QMenu(self.table)
        for text, act, on in (
            (_("粘贴"), self.paste, self.paste_button.isEnabled()),
            (_("向下填充"), self.fill_down, self.paste_button.isEnabled()),
            (_("证据…"), lambda: self.show_evidence(line), line.row is not None),
            (_("记录、签署、更正…"), lambda: self.open_record(line), line.row is not None),
            (_("核实"), self.verify, self.verify_button.isEnabled()),
            (_("锁定"), self.lock, self.lock_button.isEnabled()),
        ):
            action = menu.addAction(text)
            action.setEnabled(on)
            action.triggered.connect(lambda _on=False, a=act: a())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(place))


def _only_values(evaluated: Evaluated) -> bool:
    entered = [m for m in evaluated.months if m.of(Measurement.value) is not None]
    return bool(entered) and all(m.of(Measurement.numerator) is None for m in evaluated.months)
