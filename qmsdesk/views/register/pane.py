"""The detail pane: title, number, state, save note; tabs for fields, files, child rows, history; verbs at the foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import history, reading, records
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.create import create_target
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.history_tab import HistoryTab
from qmsdesk.views.register.history_text import local
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.verbs import VerbBar
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, set_property

T = TypeVar("T", bound=QWidget)


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
        self._kit, self.register, self._messages, self._jobs = kit, register, messages, jobs
        self.visit: Visit | None = None
        self._single, self._ready = single, False
        self.setProperty("role", "pane")

    def build(self) -> None:
        """Make the widgets, from the outside in: what is put into a place that is styled already is styled once.

        Called when there is a first record to show, so that the list comes up without waiting for the pane.
        """
        if self._ready:
            return
        self._ready = True
        kit, register, messages = self._kit, self.register, self._messages
        lines = column(self)
        lines.addLayout(self._head(self._single))
        self.bar = MessageBar(kit.theme, "neutral", parent=self)
        holder = column(margins=(16, 0, 16, 6))
        holder.addWidget(self.bar)
        lines.addLayout(holder)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        lines.addWidget(self.tabs, 1)
        area = _scroll_area(self.tabs)
        self.tabs.addTab(area, _("基本信息"))
        self.form = RecordForm(kit, register, area)
        area.setWidget(self.form)
        self.form.build()
        self._files = Later(self._make_files)
        self._lines = {spec.key: Later(partial(self._make_lines, spec)) for spec in register.lines}
        self._history = Later(partial(HistoryTab, kit))
        self.tabs.addTab(self._files, _("附件"))
        for spec in register.lines:
            self.tabs.addTab(self._lines[spec.key], spec.title)
        self.tabs.addTab(self._history, _("历史"))
        self.tabs.currentChanged.connect(lambda _place: self._show_tab())
        self.verbs = VerbBar(kit, register, messages, self.flush, self)
        lines.addWidget(self.verbs)
        self._connect()

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record; the one before must have been flushed."""
        self.visit = visit
        if visit is None and not self._ready:
            return
        self.build()
        self.form.set_visit(visit)
        self._read_tabs()
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
        self._read_tabs()
        self.show_state()

    def flush(self) -> bool:
        """Commit what is being typed anywhere in the pane; False when something is red."""
        red = self._ready and [tab for tab in self._typed() if not tab.flush()]
        return not red

    def unsaved(self) -> bool:
        """Something typed here is not in the file."""
        return self._ready and any(tab.unsaved() for tab in self._typed())

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        if not self._ready:
            return
        self.form.forget()
        for tab in self._built(LinesTab):
            tab.forget()
        self.show_state()

    def focus_field(self, target: object) -> None:
        """Show and focus a field of the record or of its child rows; a word that is no field leads to its tab."""
        if target in self.form.editors:
            self.tabs.setCurrentIndex(0)
            self.form.focus_field(target)
            return
        for spec in self.register.lines:
            if target in spec.fields:
                self.lines_tab(spec.key).focus_field(target)
                return
        if isinstance(target, str) and _("附件") in target:
            self.attachments().add_button.setFocus()
        elif self.register.lines:
            self.lines_tab(self.register.lines[0].key).table.setFocus()

    def attachments(self) -> AttachmentsTab:
        """The tab of the files, brought to the front."""
        self.tabs.setCurrentWidget(self._files)
        made = self._files.get()
        assert isinstance(made, AttachmentsTab)
        return made

    def lines_tab(self, key: str) -> LinesTab:
        """The tab of one kind of child rows, brought to the front."""
        self.tabs.setCurrentWidget(self._lines[key])
        made = self._lines[key].get()
        assert isinstance(made, LinesTab)
        return made

    def history(self) -> HistoryTab:
        """The tab of the history, brought to the front."""
        self.tabs.setCurrentWidget(self._history)
        made = self._history.get()
        assert isinstance(made, HistoryTab)
        return made

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
        case = visit.case()
        self.tabs.setTabText(1, _counted(_("附件"), case.attachments if case else 0))
        for place, spec in enumerate(self.register.lines, 2):
            self.tabs.setTabText(place, _counted(spec.title, len(visit.lines(spec))))
        told = history.visits(visit.sitting.db, self.register.key, visit.record) if visit.record else 0
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
            if single:
                made.hide()
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
        self.verbs.done.connect(self._saved_elsewhere)
        self.verbs.jump.connect(self.focus_field)
        self.verbs.refused.connect(self.form.first_wanted)

    def _make_files(self) -> QWidget:
        made = AttachmentsTab(self._kit, self._messages, self._jobs)
        made.saved.connect(self._saved_elsewhere)
        return made

    def _make_lines(self, spec: Lines) -> QWidget:
        made = LinesTab(self._kit, spec)
        made.saved.connect(self._saved_elsewhere)
        made.marked.connect(self._marked)
        made.failed.connect(self._messages.failed)
        return made

    def _built(self, kind: type[T]) -> list[T]:
        laters = (self._files, self._history, *self._lines.values())
        return [later.made for later in laters if isinstance(later.made, kind)]

    def _typed(self) -> list[Tab]:
        return [self.form, *self._built(AttachmentsTab), *self._built(LinesTab)]

    def _saved(self, change: records.Change) -> None:
        self._read_tabs()
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
        if isinstance(current, Later) and current not in self._read:
            self._read.add(current)
            tab = current.get()
            if isinstance(tab, AttachmentsTab | HistoryTab | LinesTab):
                tab.set_visit(self.visit)

    def _read_tabs(self) -> None:
        """Tabs typed into follow at once, so that nothing begun is lost sight of; the others when looked at."""
        self._read: set[Later] = set()
        for tab in self._built(LinesTab):
            tab.set_visit(self.visit)
        self._show_tab()

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


class Later(QWidget):
    """The page of a tab whose content is built when it is first looked at."""

    def __init__(self, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self._build, self._place = build, column(self)
        self.made: QWidget | None = None

    def get(self) -> QWidget:
        """The content."""
        if self.made is None:
            self.made = self._build()
            self._place.addWidget(self.made)
        return self.made


def _scroll_area(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _counted(text: str, count: int) -> str:
    return f"{text} {count}" if count else text
