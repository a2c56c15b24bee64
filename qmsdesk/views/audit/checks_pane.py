"""The first tab of the middle card: counts, the tree, the item at the cursor under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.registers.audits import AUDIT, CHECKS
from qmsdesk.registers.kinds import display_clause
from qmsdesk.services import records
from qmsdesk.services.audit_facts import Facts
from qmsdesk.views.audit.check_editor import CheckEditor
from qmsdesk.views.audit.checks_model import ChecksModel
from qmsdesk.views.audit.checks_tree import ChecksTree
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.styling import column, label, row

_WORDS = (
    ("conforming", _("符合"), "ok"),
    ("nonconforming", _("不符合"), "bad"),
    ("observation", _("观察项"), "accent"),
    ("not_applicable", _("不适用"), ""),
)
_ACTS = (
    ("1", "conforming", _("符合")),
    ("2", "nonconforming", _("不符合")),
    ("3", "observation", _("观察")),
    ("4", "not_applicable", _("不适用")),
    ("0", "open", _("未评")),
)


class ChecksPane(QWidget):
    """``saved`` carries a Change, ``marked`` says that something is red or begun, ``moved`` the item at the cursor.

    ``raised`` asks for 开具不符合 of an item, ``filled`` for 生成检查表, ``imported`` for a file.
    """

    saved = Signal(object)
    marked = Signal()
    moved = Signal(int)
    raised = Signal(int)
    filled = Signal()
    imported = Signal()

    def __init__(self, kit: Kit, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._messages = kit, messages
        self._facts: Facts | None = None
        self._visit: Visit | None = None
        theme = kit.theme
        self.model = ChecksModel(self)
        lines = column(self)
        tools = QWidget(self)
        lines.addWidget(tools)
        line = row(tools, spacing=14, margins=(14, 4, 12, 4))
        self._progress = label("", "label", parent=tools)
        line.addWidget(self._progress)
        self._counts = {key: label("", "label", tone=tone, parent=tools) for key, _text, tone in _WORDS}
        for each in self._counts.values():
            line.addWidget(each)
        line.addStretch(1)
        self.add_button = button(theme, _("添加"), "add-line", small=True, on_click=self.begin, parent=tools)
        line.addWidget(self.add_button)
        self._stack = QStackedWidget(self)
        lines.addWidget(self._stack, 1)
        self.tree = ChecksTree(theme, self.model, self._stack)
        self._stack.addWidget(self.tree)
        self.fill_button = button(theme, _("生成检查表"), "magic-line", "", on_click=self.filled.emit)
        self.import_button = button(theme, _("导入 Excel"), "file-excel-2-line", on_click=self.imported.emit)
        text = _("按条款和部门职责、按有效文件自动列出，再逐项增减；也可以导入已有的检查表（9.2.2）。")
        empty = EmptyState(
            theme, "list-check-2", _("检查表还没有内容"), text, self.import_button, self.fill_button, parent=self._stack
        )  # fmt: skip
        self._stack.addWidget(empty)
        self.editor = CheckEditor(kit, self)
        lines.addWidget(self.editor)
        self._connect(messages)

    def show_audit(self, shown: Shown, visit: Visit | None, by: str) -> None:
        """Another audit, or the same one later; cursor, folding and what is being typed stay."""
        if visit is not self._visit:
            self.tree.forget_folding()
            self.editor.entry = None
        self._facts, self._visit = shown.facts, visit
        self.model.show(shown.facts, by)
        filled = bool(shown.facts and shown.facts.checks)
        writable = visit is not None and not visit.reason_closed(lines=CHECKS)
        self._stack.setCurrentIndex(0 if filled else 1)
        for made in (self.add_button, self.fill_button, self.import_button):
            made.setVisible(writable)
        tally = shown.tally
        self._progress.setText(_("已查 {}/{}").format(tally.judged, tally.total))
        for key, text, _tone in _WORDS:
            count = tally.by.get(key, 0)
            self._counts[key].setText(f"{text} {count}{self._which(key) if count else ''}")
            self._counts[key].setVisible(bool(count))
        self._follow()

    def choose(self, check: int) -> bool:
        """Put the cursor on an item."""
        found = self.flush() and self.tree.choose(check)
        self._follow()
        return found

    def begin(self) -> None:
        """A new item, proposed for the department and the clause at the cursor."""
        visit = self._visit
        if visit is None or not self.flush():
            return
        if reason := visit.reason_closed(lines=CHECKS):
            self._messages.note("info", reason)
            return
        here = self.model.check(self.tree.currentIndex())
        preset = {f: here.of(f) for f in (AuditCheck.department, AuditCheck.auditor)} if here is not None else {}
        self.editor.begin(visit, preset)

    def judge(self, judgement: str) -> None:
        """Judge the item at the cursor; says why where it is closed."""
        if not self.flush() or self._visit is None:
            return
        if reason := self._visit.reason_closed(lines=CHECKS):
            self._messages.note("info", reason)
        else:
            self.editor.judge(judgement)

    def remove(self) -> None:
        """Take the item at the cursor out; undo brings it back."""
        visit, check = self._visit, self.tree.record()
        if visit is None or visit.record is None or not check:
            return
        below = self.model.check(self.tree.indexBelow(self.tree.currentIndex()))
        try:
            change = records.delete_line(self._kit.sitting, AUDIT, visit.record, CHECKS, check, batch=visit.batch())
        except UserError as error:
            self._messages.error(error)
            return
        visit.noted(change)
        self.editor.entry = None
        self.saved.emit(change)
        if below is not None:
            self.choose(below.id)

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        return self.editor.flush()

    def unsaved(self) -> bool:
        """A field is red, or an item only begun."""
        return self.editor.unsaved()

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        self.editor.forget()
        self._follow()

    def problems(self) -> str:
        """What the status bar says."""
        return self.editor.problems()

    def set_compact(self, *, compact: bool) -> None:
        """Less room for the item, more for the list."""
        self.editor.set_compact(compact=compact)

    def menu(self) -> QMenu:
        """The judgements with their keys, then what else can be done with the item."""
        made = QMenu(self.tree)
        here = self.model.check(self.tree.currentIndex())
        acts: list[tuple[str, Callable[[], object], bool]] = []
        open_now = self._visit is not None and not self._visit.reason_closed(lines=CHECKS)
        for key, judgement, text in _ACTS:
            acts.append((f"{text}\t{key}", lambda j=judgement: self.judge(j), open_now))  # type: ignore[misc]
        for text, act, on in acts:
            self._add(made, text, act, on=on)
        made.addSeparator()
        found = here is not None and here.of(AuditCheck.judgement) in {"nonconforming", "observation"}
        unraised = here is not None and self._facts is not None and self._facts.finding_of(here.id) is None
        check = here.id if here is not None else 0
        self._add(made, _("开具不符合"), lambda: self.raised.emit(check), on=found and unraised)
        self._add(made, _("客观证据…\tEnter"), self._to_evidence, on=here is not None)
        self._add(made, _("删除检查项\tDelete"), self.remove, on=here is not None and open_now)
        made.aboutToHide.connect(made.deleteLater)
        return made

    def _add(self, menu: QMenu, text: str, act: Callable[[], object], *, on: bool) -> None:
        action = menu.addAction(text)
        action.setEnabled(on)
        action.triggered.connect(lambda _on=False: act())

    def _which(self, key: str) -> str:
        """Clauses that do not apply are named where they are few."""
        if key != "not_applicable" or self._facts is None:
            return ""
        gone = [c for c in self._facts.checks if c.of(AuditCheck.judgement) == key]
        words = [display_clause(word) for c in gone for word in c.of(AuditCheck.clauses)]
        return _("（{}）").format("、".join(words)) if 0 < len(words) <= 3 else ""

    def _chosen(self, check: int) -> None:
        if not self.editor.flush() and self.editor.entry is not None and self.editor.entry.row_id:
            self.tree.choose(self.editor.entry.row_id)  # a red field is not left behind
            return
        self._follow()
        self.moved.emit(check)

    def _follow(self) -> None:
        check = self._at_cursor()
        number = self.model.number(self.tree.currentIndex()) if check is not None else 0
        raised = self._facts.finding_of(check.id) if check is not None and self._facts else None
        self.editor.show_check(self._visit, check, number, str(raised["number"]) if raised else "")

    def _at_cursor(self) -> Row | None:
        draft = self.editor.entry
        if draft is not None and draft.is_draft and draft.touched:
            return None
        return self.model.check(self.tree.currentIndex())

    def _saved(self, change: object) -> None:
        entry = self.editor.entry
        new = entry.row_id if entry is not None else None
        self.saved.emit(change)
        if new is not None and self.tree.record() != new:
            self.choose(new)

    def _to_evidence(self) -> None:
        here = self.model.check(self.tree.currentIndex())
        gone = here is not None and here.of(AuditCheck.judgement) == "not_applicable"
        self.editor.focus_field(AuditCheck.reason if gone else AuditCheck.evidence)

    def _menu(self, place: QPoint) -> None:
        self.menu().popup(self.tree.viewport().mapToGlobal(place))

    def _connect(self, messages: Messages) -> None:
        self.tree.chosen.connect(self._chosen)
        self.tree.judged.connect(self.judge)
        self.tree.evidence_asked.connect(self._to_evidence)
        self.tree.removed.connect(self.remove)
        self.tree.menu_asked.connect(self._menu)
        self.editor.saved.connect(self._saved)
        self.editor.marked.connect(self.marked)
        self.editor.failed.connect(messages.failed)
        self.editor.raised.connect(self.raised)
