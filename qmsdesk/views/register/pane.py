"""The detail pane: title, number, state, save note; tabs for fields, files, child rows, history; verbs at the foot."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.create import create_target
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.history_tab import HistoryTab
from qmsdesk.views.register.history_text import count_of as stories_of
from qmsdesk.views.register.history_text import local
from qmsdesk.views.register.lines import LinesTab, count_of
from qmsdesk.views.register.verbs import VerbBar
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, set_property


class Tab(Protocol):
    """What every tab that is typed into can do."""

    def flush(self) -> bool: ...
    def unsaved(self) -> bool: ...


class DetailPane(QFrame):
    """Shows one visit. ``changed`` carries what was saved here, ``marked`` that something is red or begun."""

    changed = Signal(object)
    marked = Signal()
    close_asked = Signal()
    widen_asked = Signal()

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
        self._kit, self.register, self._messages = kit, register, messages
        self.visit: Visit | None = None
        self.setProperty("role", "pane")
        lines = column(self)
        lines.addLayout(self._head(single))
        self.bar = MessageBar(kit.theme, "neutral")
        holder = column(margins=(16, 0, 16, 6))
        holder.addWidget(self.bar)
        lines.addLayout(holder)
        self.form = RecordForm(kit, register)
        self.attachments = AttachmentsTab(kit, messages, jobs)
        self.lines = {spec.key: LinesTab(kit, spec) for spec in register.lines}
        self.history = HistoryTab(kit)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(_scrolled(self.form), _("基本信息"))
        self.tabs.addTab(self.attachments, _("附件"))
        for tab in self.lines.values():
            self.tabs.addTab(tab, tab.spec.title)
        self.tabs.addTab(self.history, _("历史"))
        self.tabs.currentChanged.connect(lambda _place: self._show_tab())
        lines.addWidget(self.tabs, 1)
        self.verbs = VerbBar(kit, register, messages, self.flush)
        lines.addWidget(self.verbs)
        self._connect()
        self.set_visit(None)

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record; the one before must have been flushed."""
        self.visit = visit
        self.form.set_visit(visit)
        for tab in self.lines.values():
            tab.set_visit(visit)
        self._shown: set[QWidget] = set()
        self._show_tab()
        self.show_state()

    def refresh(self) -> None:
        """The stored record changed: show it in place."""
        if self.visit is None:
            return
        self.visit.reload()
        if self.visit.record is not None and self.visit.row is None:
            self.set_visit(None)
            return
        self.form.refresh()
        for tab in self.lines.values():
            tab.refresh()
        self._shown.clear()
        self._show_tab()
        self.show_state()

    def flush(self) -> bool:
        """Commit what is being typed anywhere in the pane; False when something is red."""
        red = [tab for tab in self._typed() if not tab.flush()]
        return not red

    def unsaved(self) -> bool:
        """Something typed here is not in the file."""
        return any(tab.unsaved() for tab in self._typed())

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        self.form.forget()
        for tab in self.lines.values():
            tab.forget()
        self.show_state()

    def focus_field(self, target: object) -> None:
        """Show and focus a field of the record or of its child rows; a word that is no field leads to its tab."""
        if target in self.form.editors:
            self.tabs.setCurrentIndex(0)
            self.form.focus_field(target)
            return
        for tab in self.lines.values():
            if target in tab.spec.fields:
                self.tabs.setCurrentWidget(tab)
                tab.focus_field(target)
                return
        if isinstance(target, str) and _("附件") in target:
            self.tabs.setCurrentWidget(self.attachments)
            self.attachments.add_button.setFocus()
            return
        for tab in self.lines.values():
            self.tabs.setCurrentWidget(tab)
            tab.table.setFocus()
            return

    def show_state(self) -> None:
        """Head, counts and verbs."""
        visit = self.visit
        self.setEnabled(visit is not None)
        if visit is None:
            self._title.setText("")
            self._number.setText("")
            self._note.setText("")
            self._pill.set_state("")
            self.bar.set_message("neutral", "")
            self.verbs.set_visit(None)
            return
        model = self.register.model
        caption = visit.text(model.caption())
        self._title.setText(caption or _("新建{}").format(self.register.title))
        self._title.setToolTip(caption)
        self._number.setText(visit.row["number"] if visit.row is not None else "")
        self._pill.set_state(self._state(visit))
        self._show_note(visit)
        reason = visit.reason_closed() if visit.row is not None else ""
        self.bar.set_message("neutral", reason)
        self.tabs.setTabText(1, _counted(_("附件"), len(self._files(visit))))
        for tab in self.lines.values():
            self.tabs.setTabText(self.tabs.indexOf(tab), _counted(tab.spec.title, count_of(visit, tab.spec)))
        told = stories_of(visit.sitting, self.register, visit.record) if visit.record else 0
        self.tabs.setTabText(self.tabs.count() - 1, _counted(_("历史"), told))
        self.verbs.set_visit(visit)

    # Building and wiring.

    def _head(self, single: bool) -> QVBoxLayout:
        theme = self._kit.theme
        self._title = label("", "h2")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._number = label("", "caption")
        self._pill = Pill(theme, "")
        self._note = label("", "caption")
        self._note.setAccessibleName(_("保存状态"))
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        widen = tool_button(theme, _("加宽或还原"), "layout-column-line", "ghost", small=True, icon_only=True)
        widen.clicked.connect(self.widen_asked)
        close = tool_button(theme, _("收起详情（F4）"), "close-line", "ghost", small=True, icon_only=True)
        close.clicked.connect(self.close_asked)
        first = row(spacing=4)
        first.addWidget(self._title, 1)
        for made in (widen, close):
            first.addWidget(made)
            made.setHidden(single)
        second = row()
        for part in (self._number, self._pill):
            second.addWidget(part)
        second.addWidget(self._note, 1)
        head = column(spacing=2, margins=(16, 8, 12, 4))
        head.addLayout(first)
        head.addLayout(second)
        return head

    def _connect(self) -> None:
        self.form.saved.connect(self._saved)
        self.form.marked.connect(self._marked)
        self.form.failed.connect(self._messages.failed)
        self.form.wanted.connect(self._create)
        self.attachments.saved.connect(self._saved_elsewhere)
        for tab in self.lines.values():
            tab.saved.connect(self._saved_elsewhere)
            tab.marked.connect(self._marked)
            tab.failed.connect(self._messages.failed)
        self.verbs.done.connect(self._saved_elsewhere)
        self.verbs.jump.connect(self.focus_field)
        self.verbs.refused.connect(self.form.first_wanted)

    def _typed(self) -> list[Tab]:
        return [self.form, self.attachments, *self.lines.values()]

    def _saved(self, change: records.Change) -> None:
        for tab in self.lines.values():
            tab.refresh()
        self._shown.clear()
        self._show_tab()
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
        editor = self.form.editors[field]
        editor.load(made.record, name)
        try:
            change = self.form.put(field, made.record)
        except UserError as error:
            self._messages.error(error)
            return
        if change is not None:
            self._saved(change)

    def _show_tab(self) -> None:
        """Files and history are read when they are looked at."""
        current = self.tabs.currentWidget()
        if current in self._shown or not isinstance(current, AttachmentsTab | HistoryTab):
            return
        current.set_visit(self.visit)
        self._shown.add(current)

    def _files(self, visit: Visit) -> list[object]:
        return list(reading.attachments(visit.sitting.db, self.register.key, visit.record)) if visit.record else []

    def _state(self, visit: Visit) -> str:
        if visit.row is None:
            return ""
        if visit.row["void_reason"]:
            return _("已作废")
        status = self.register.model.status
        return reading.display(visit.sitting.db, status, visit.row["status"]) if status.choices else ""

    def _show_note(self, visit: Visit) -> None:
        note = visit.note()
        text = note or _("已自动保存 {}").format(local(visit.row["changed_at"])[-5:] if visit.row else "")
        self._note.setText(text)
        set_property(self._note, "tone", "bad" if note else "")


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _counted(text: str, count: int) -> str:
    return f"{text} {count}" if count else text
