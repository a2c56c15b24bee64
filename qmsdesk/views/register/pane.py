"""The detail pane: title, number, state and save note over the tabs, the verbs at the foot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register
from qmsdesk.services import lateness, reading, records
from qmsdesk.services.chain import PARTICIPANTS
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.create import create_target
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.history_text import local
from qmsdesk.views.register.signatures import ask_signature
from qmsdesk.views.register.tabs import RecordTabs
from qmsdesk.views.register.verbs import VerbBar
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.tokens import Tone
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, set_property


class PaneHead(QWidget):
    """Which record this is and whether it is saved."""

    close_asked = Signal()
    widen_asked = Signal()
    chain_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget, *, single: bool, chained: bool = False) -> None:
        super().__init__(parent)
        theme = kit.theme
        self.title = label("", "h2")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.number = label("", "caption")
        self.pill = Pill(theme, "", parent=self)
        self.note = label("", "caption")
        self.note.setAccessibleName(_("保存状态"))
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first = row(spacing=4)
        first.addWidget(self.title, 1)
        if chained:
            chain = tool_button(theme, _("追溯链（Ctrl+L）"), "node-tree", "ghost", small=True, icon_only=True)
            chain.clicked.connect(self.chain_asked)
            first.addWidget(chain)
        if not single:
            widen = tool_button(theme, _("加宽或还原"), "layout-column-line", "ghost", small=True, icon_only=True)
            widen.clicked.connect(self.widen_asked)
            close = tool_button(theme, _("收起详情（F4）"), "close-line", "ghost", small=True, icon_only=True)
            close.clicked.connect(self.close_asked)
            first.addWidget(widen)
            first.addWidget(close)
        second = row()
        second.addWidget(self.number)
        second.addWidget(self.pill)
        second.addWidget(self.note, 1)
        lines = column(self, spacing=2, margins=(16, 8, 12, 4))
        lines.addLayout(first)
        lines.addLayout(second)

    def show_visit(self, visit: Visit | None) -> None:
        """The record as it is now."""
        if visit is None:
            for text in (self.title, self.number, self.note):
                text.setText("")
            self.pill.set_state("")
            return
        register = visit.register
        caption = visit.text(register.model.caption())
        self.title.setText(caption or _("新记录"))
        self.title.setToolTip(caption)
        self.number.setText(visit.row["number"] if visit.row is not None else "")
        self.pill.set_state(*_state(visit))
        note = visit.note()
        self.note.setText(note or _("已自动保存 {}").format(_when(visit)))
        set_property(self.note, "tone", "bad" if note else "")


class DetailPane(QFrame):
    """Shows one visit. ``changed`` carries what was saved here, ``marked`` that something is red or begun.

    A pane of its own names its kind of ``FORM``.
    """

    FORM: type[RecordForm] = RecordForm
    changed = Signal(object)
    marked = Signal()
    close_asked = Signal()
    widen_asked = Signal()
    chain_asked = Signal()

    def __init__(
        self,
        kit: Kit,
        register: Register,
        messages: Messages,
        jobs: Jobs,
        parent: QWidget | None = None,
        *,
        single: bool = False,
    ) -> None:
        super().__init__(parent)
        self._kit, self.register, self._messages, self._jobs = kit, register, messages, jobs
        self.visit: Visit | None = None
        self._single, self._ready = single, False
        self.setProperty("role", "pane")

    @property
    def form(self) -> RecordForm:
        """The fields; only after a first record was shown."""
        return self.tabs.form

    def build(self) -> None:
        """Make the widgets, when there is a first record to show: the list comes up without waiting for the pane."""
        if self._ready:
            return
        self._ready = True
        kit, register, messages = self._kit, self.register, self._messages
        lines = column(self)
        chained = register.key in PARTICIPANTS and not self._single
        self.head = PaneHead(kit, self, single=self._single, chained=chained)
        self.head.chain_asked.connect(self.chain_asked)
        self.head.close_asked.connect(self.close_asked)
        self.head.widen_asked.connect(self.widen_asked)
        lines.addWidget(self.head)
        self.bar = MessageBar(kit.theme, "neutral", parent=self)
        holder = column(margins=(16, 0, 16, 6))
        holder.addWidget(self.bar)
        lines.addLayout(holder)
        self.tabs = RecordTabs(kit, register, messages, self._jobs, self, self.FORM)
        lines.addWidget(self.tabs, 1)
        self.verbs = VerbBar(kit, register, messages, self.flush, self)
        lines.addWidget(self.verbs)
        self.tabs.saved.connect(self._saved)
        self.tabs.saved_elsewhere.connect(self._saved_elsewhere)
        self.tabs.marked.connect(self._marked)
        self.tabs.sign_asked.connect(self.sign)
        self.tabs.form.wanted.connect(self._create)
        self.verbs.done.connect(self._saved_elsewhere)
        self.verbs.jump.connect(self.focus_field)
        self.verbs.refused.connect(self.tabs.form.first_wanted)

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record; the one before must have been flushed."""
        self.visit = visit
        if visit is None and not self._ready:
            return
        self.build()
        self.tabs.set_visit(visit)
        self.show_state()

    def refresh(self) -> None:
        """The stored record changed: show it in place."""
        if self.visit is None:
            return
        self.visit.reload()
        if self.visit.record is not None and self.visit.row is None:
            self.set_visit(None)
            return
        self.tabs.form.refresh()
        self.tabs.read_tabs()
        self.show_state()

    def flush(self) -> bool:
        """Commit what is being typed anywhere in the pane; False when something is red."""
        return not self._ready or self.tabs.flush()

    def unsaved(self) -> bool:
        """Something typed here is not in the file."""
        return self._ready and self.tabs.unsaved()

    def unsaved_labels(self) -> list[str]:
        """The fields that are not in the file."""
        return self.tabs.unsaved_labels() if self._ready else []

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        if self._ready:
            self.tabs.forget()
            self.show_state()

    def focus_field(self, target: object) -> None:
        """Show and focus a field, or what a word among the missing things stands for."""
        self.tabs.focus_field(target)

    def show_state(self) -> None:
        """Head, counts and verbs."""
        visit = self.visit
        self.setEnabled(visit is not None)
        self.head.show_visit(visit)
        self._show_bar(visit)
        self.tabs.show_counts()
        self.verbs.set_visit(visit)

    def line_at_cursor(self) -> tuple[str, int]:
        """The key of the child rows in front and the id of the one at the cursor; "" and 0 where there is none."""
        return self.tabs.line_at_cursor() if self._ready else ("", 0)

    def sign(self) -> None:
        """签署 the record."""
        visit = self.visit
        if visit is None or visit.record is None:
            return
        if not self.flush():
            self.tabs.form.first_wanted()
            return
        change = ask_signature(self._kit, self._messages, visit, self)
        if change is not None:
            self._saved_elsewhere(change)

    def _show_bar(self, visit: Visit | None) -> None:
        """Why the record is closed, or that it was reopened."""
        stored = visit.row if visit is not None else None
        closed = visit.reason_closed() if visit is not None and stored is not None else ""
        if stored is not None and stored["correcting"] and not closed:
            text = _("正在更正：{}。改完后按“完成更正”，记录重新锁定。")
            self.bar.set_message("warn", text.format(stored["correcting"]))
        else:
            self.bar.set_message("neutral", closed)

    def _saved(self, change: records.Change) -> None:
        self.tabs.read_tabs()
        self.show_state()
        self.changed.emit(change)

    def _saved_elsewhere(self, change: records.Change) -> None:
        self.refresh()
        self.changed.emit(change)

    def _marked(self) -> None:
        self.show_state()
        self.marked.emit()

    def _create(self, field: AnyField, name: str) -> None:
        made = create_target(self._kit, self._messages, field, name, self)
        if made is None:
            return
        self.changed.emit(made)
        try:
            change = self.form.put(field, made.record)
        except UserError as error:
            self._messages.error(error)
            return
        if change is not None:
            self._saved(change)


def _when(visit: Visit) -> str:
    """When the record was saved last: the time when it was today, the day otherwise; 历史 tells both."""
    if visit.row is None:
        return ""
    moment, now = local(visit.row["changed_at"]), local(visit.sitting.clock.now().isoformat())
    if moment[:10] == now[:10]:
        return moment[11:]
    return moment[5:10] if moment[:4] == now[:4] else moment[:10]


def _state(visit: Visit) -> tuple[str, Tone | None]:
    """The word of the pill, and its tone where the word alone does not give one."""
    if visit.row is None:
        return "", None
    if visit.row["void_reason"]:
        return _("已作废"), None
    if visit.row["correcting"]:
        return _("更正中"), "warn"
    status = visit.register.model.status
    word = reading.display(visit.sitting.db, status, visit.row["status"]) if status.choices else ""
    if word:
        return word, None
    late = lateness.missing(visit.register, visit.row, visit.sitting.clock.today())
    return (_("还差 {} 项").format(1), "warn") if late else ("", None)
