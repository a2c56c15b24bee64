"""The grid of 表A.1 with its filters and its acts: set a state, paste, fill down, clear, take what is known."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QMenu, QStackedWidget, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.project import SurveyFinding
from qmsdesk.registers.spec import Values
from qmsdesk.services import records, surveying
from qmsdesk.services.survey_hints import Hint, Hints
from qmsdesk.services.surveying import View
from qmsdesk.standard.survey import survey_notes
from qmsdesk.views.indicators.paste import cells
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.panel import SearchField
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.survey.grid_cells import FIELDS, PLACE
from qmsdesk.views.survey.grid_model import FILTERS, GridModel
from qmsdesk.views.survey.grid_table import GridTable
from qmsdesk.views.survey.paste import plan
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Chip
from qmsdesk.views.widgets.styling import column, label, row, rule

_CHIPS = {"all": _("全部"), "open": _("未调研"), "weak": _("薄弱与未开展"), "opinion": _("有诊断意见")}
_NOTHING = {
    "open": _("49 项都调研过了"), "weak": _("没有薄弱或未开展的条目"), "opinion": _("还没有诊断意见"),
}  # fmt: skip
_SHOWN_PROBLEMS = 12


class GridCard(Card):
    """``saved`` carries a Change, ``marked`` that a text was refused, ``moved`` the item at the cursor.

    ``opinion_asked`` and ``chain_asked`` carry an item.
    """

    saved = Signal(object)
    marked = Signal()
    moved = Signal(str)
    opinion_asked = Signal(str)
    chain_asked = Signal(str)

    def __init__(self, kit: Kit, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, parent=parent)
        self._kit, self._messages = kit, messages
        self._visit: Visit | None = None
        self._hints: Hints | None = None
        self.model = GridModel(self)
        self.table = GridTable(kit, self.model)
        tools = QWidget(self)
        line = row(tools, spacing=6, margins=(12, 6, 12, 6))
        self.chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        for key, title in _CHIPS.items():
            chip = self.chips[key] = Chip(kit.theme, title, 0)
            chip.clicked.connect(self._choose)
            self._group.addButton(chip)
            line.addWidget(chip)
        self.chips["all"].setChecked(True)
        line.addStretch(1)
        self.search = SearchField()
        self.search.setProperty("small", True)
        self.search.setPlaceholderText(_("查找条目、依据、说明"))
        self.search.setAccessibleName(_("查找条目"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(kit.theme.px(220))
        self.search.addAction(kit.theme.icon("search-line", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        line.addWidget(self.search, 1)
        self.add(tools)
        self.add(rule())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.empty = EmptyState(kit.theme, "survey-line", "")
        self.stack.addWidget(self.empty)
        self.add(self.stack, 1)
        self.add(rule())
        self.notes = label("　".join(survey_notes()), "hint", wrap=True)
        holder = QWidget(self)
        column(holder, margins=(12, 6, 12, 6)).addWidget(self.notes)
        self.add(holder)
        self._connect()

    def show_survey(self, visit: Visit, view: View, hints: Hints) -> None:
        """The items of a survey; cursor, filter and what is red stay where it is the same one."""
        if visit is not self._visit:
            self.chips["all"].setChecked(True)
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self.model.set_filter("all", "")
        self._visit, self._hints = visit, hints
        self.model.show(visit, view, hints)
        for key, shows in FILTERS.items():
            self.chips[key].set_count(sum(map(shows, view.items)))
        self._show_empty()

    def code(self) -> str:
        """The item at the cursor."""
        return self.table.code()

    def hint(self, code: str) -> Hint | None:
        """What the program knows of an item."""
        return self._hints.of(code) if self._hints is not None else None

    def go(self, code: str = "", key: str = "state") -> None:
        """To an item, else to the first one that is not surveyed; what hides it is taken away."""
        wanted = code or next((c for c in surveying.PLACE if not self._state(c)), next(iter(surveying.PLACE)))
        if self.model.row_of(wanted) < 0:
            self.search.clear()
            self.chips["all"].setChecked(True)
            self._choose()
        self.table.go(wanted, key)

    def flush(self) -> bool:
        """Commit what is being typed; False when a cell is red."""
        return self.table.flush()

    def unsaved(self) -> bool:
        """A cell is red."""
        return bool(self.model.problems())

    def forget(self) -> None:
        """Drop what was refused."""
        self.model.forget()

    def judge(self, state: str) -> None:
        """Say of the selected items how they stand; empty takes it back."""
        codes = self.table.chosen()
        if not self._open() or not codes:
            return
        self._write({code: {SurveyFinding.state: state or None} for code in codes}, _("修改调研内容"), join=True)

    def take_hint(self) -> None:
        """取用: what the program knows of the item at the cursor, into 现状值."""
        code = self.code()
        hint = self.hint(code) if code and self._open() else None
        if hint is None:
            if code and not self.model.closed():
                self._messages.note("info", _("{} 没有台账或指标的数可取。").format(code))
            return
        self._write({code: {SurveyFinding.value: hint.text}}, _("取用现状值"), join=True)

    def clear_cells(self) -> None:
        """Delete: empty the selected cells."""
        fields = self.table.chosen_fields()
        if self._open() and fields:
            values: Values = {f: None if f is SurveyFinding.state else "" for f in fields}
            self._write(dict.fromkeys(self.table.chosen(), values), _("清空单元格"), join=True)

    def fill_down(self) -> None:
        """Ctrl+D: the top cells of the selection, or those above it, into the items below."""
        codes, fields = self.table.chosen(), self.table.chosen_fields()
        if not self._open() or not codes or not fields:
            return
        if len(codes) == 1:
            shown = self.model.codes()
            codes = [*shown[: shown.index(codes[0])][-1:], *codes]
        top = self.model.entry(codes[0])
        if len(codes) < 2 or top is None:
            return
        values: Values = {f: top.value(f) for f in fields}
        self._write(dict.fromkeys(codes[1:], values), _("向下填充"))

    def paste(self) -> None:
        """Cells of the clipboard onto the items; asks before anything is replaced or left out."""
        if not self._open():
            return
        try:
            block = cells(QGuiApplication.clipboard().text())
        except csv.Error:
            block = []
        if not block:
            self._messages.note("info", _("剪贴板里没有表格数据。先在 Excel 里选中单元格并复制。"))
            return
        shown, code = self.model.codes(), self.code()
        below = shown[shown.index(code) :] if code in shown else shown
        at = max(self.table.currentIndex().column(), PLACE["state"])
        found = {each: item for each in surveying.PLACE if (item := self.model.found(each)) is not None}
        made = plan(block, below, FIELDS[at - PLACE["state"] :], found)
        if not made.values:
            self._messages.tell(_("没有可以粘贴的内容"), "", made.problems[:_SHOWN_PROBLEMS])
            return
        if made.problems or made.replaced:
            said = [_("其中 {} 项替换原来的内容").format(made.replaced)] if made.replaced else []
            said += [_("{} 行有误，不写入").format(len(made.problems))] if made.problems else []
            text = _("，").join(said) + _("。一次撤销可以全部取消。")
            title, verb = _("粘贴 {} 项？").format(len(made.values)), _("粘贴")
            details = made.problems[:_SHOWN_PROBLEMS]
            if not self._messages.ask(title, text, verb, danger=False, details=details):
                return
        if self._write(made.values, _("粘贴调研内容")):
            self._messages.done(_("已写入 {} 项").format(len(made.values)))

    def menu(self) -> QMenu:
        """The states with their keys, then what else can be done with the item."""
        made = QMenu(self.table)
        on, code = not self.model.closed(), self.code()
        alt = "" if self.table.plain_figures() else "Alt+"
        for number, (key, title) in enumerate(SurveyFinding.STATE, 1):
            act = made.addAction(f"{title}\t{alt}{number}")
            act.setEnabled(on)
            act.triggered.connect(lambda _on=False, k=key: self.judge(k))
        hint = self.hint(code) if code else None
        made.addSeparator()
        if hint is not None:
            act = made.addAction(_("取用 {}\tCtrl+Enter").format(hint.text))
            act.setEnabled(on)
            act.triggered.connect(self.take_hint)
        made.addAction(_("写诊断意见…")).triggered.connect(partial(self.opinion_asked.emit, code))
        made.addAction(_("追溯链\tCtrl+L")).triggered.connect(partial(self.chain_asked.emit, code))
        made.aboutToHide.connect(made.deleteLater)
        return made

    def _state(self, code: str) -> str:
        found = self.model.found(code)
        return found.state if found is not None else ""

    def _open(self) -> bool:
        """Nothing is red, and the findings may be changed; says why not."""
        if not self.table.flush():
            self._messages.note("warn", _("先改正标红的内容，或按 Esc 放弃。"))
            return False
        if reason := self.model.closed():
            self._messages.note("info", reason)
        return not self.model.closed() and self._visit is not None

    def _write(self, values: Mapping[str, Values], title: str, *, join: bool = False) -> bool:
        visit = self._visit
        assert visit is not None
        assert visit.record is not None
        batch = visit.batch() if join else 0
        try:
            change = surveying.put(self._kit.sitting, visit.record, values, title, batch=batch)
        except records.Invalid as invalid:
            self._messages.note("bad", _("没有写入：{}。").format(invalid.problems[0].text.rstrip("。")))
            return False
        except UserError as error:
            self._messages.error(error)
            return False
        if change is None:
            return False
        if join:
            visit.noted(change)
        self.saved.emit(change)
        return True

    def _choose(self) -> None:
        """Another filter or other words; what is being typed is committed first."""
        self.table.flush()
        key = next((key for key, chip in self.chips.items() if chip.isChecked()), "all")
        self.model.set_filter(key, self.search.text())
        self._show_empty()

    def _show_empty(self) -> None:
        key = next((key for key, chip in self.chips.items() if chip.isChecked()), "all")
        words = self.search.text().strip()
        self.empty.set_text(_("没有找到“{}”").format(words[:20]) if words else _NOTHING.get(key, ""))
        self.stack.setCurrentIndex(0 if self.model.rows else 1)

    def _menu(self, place: QPoint) -> None:
        if self.code():
            self.menu().popup(self.table.viewport().mapToGlobal(place))

    def _connect(self) -> None:
        table, model, messages = self.table, self.model, self._messages
        model.saved.connect(self.saved)
        model.marked.connect(self.marked)
        model.failed.connect(messages.failed)
        table.judged.connect(self.judge)
        table.taken.connect(self.take_hint)
        table.pasted.connect(self.paste)
        table.filled.connect(self.fill_down)
        table.cleared.connect(self.clear_cells)
        table.moved.connect(self.moved)
        table.shut.connect(lambda reason: messages.note("info", reason))
        table.context_requested.connect(self._menu)
        self.search.textChanged.connect(lambda _text: self._choose())
        self.search.left.connect(table.setFocus)
