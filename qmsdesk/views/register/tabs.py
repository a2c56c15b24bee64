"""The tabs of the detail pane: fields, files, child rows, history. Only the first is built before it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import history
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.files_summary import FilesSummary
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.history_tab import HistoryTab
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.signatures import SignaturesSummary
from qmsdesk.views.register.unsaved import labels_of
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.styling import column

_NARROW = 330

T = TypeVar("T", bound=QWidget)


class Typed(Protocol):
    """What everything that is typed into can do."""

    def flush(self) -> bool: ...
    def unsaved(self) -> bool: ...
    def forget(self) -> None: ...


class FrontTab(Protocol):
    """A further form with a tab of its own (``RecordTabs.add_front``)."""

    @property
    def form(self) -> RecordForm: ...
    def set_visit(self, visit: Visit | None) -> None: ...
    def refresh(self) -> None: ...


class RecordTabs(QTabWidget):
    """``saved`` comes from the forms, ``saved_elsewhere`` from files and child rows, each with a Change.

    ``lines_made`` carries the tab of child rows when it is built, so that a page can add its tools to it.
    """

    saved = Signal(object)
    saved_elsewhere = Signal(object)
    marked = Signal()
    lines_made = Signal(object)
    sign_asked = Signal()

    def __init__(
        self,
        kit: Kit,
        register: Register,
        messages: Messages,
        jobs: Jobs,
        parent: QWidget,
        form: type[RecordForm] = RecordForm,
    ) -> None:
        super().__init__(parent)
        self._kit, self.register, self._messages, self._jobs = kit, register, messages, jobs
        self._visit: Visit | None = None
        self._read: set[Later] = set()
        self._counts: dict[QWidget, int] = {}
        self._titles: dict[QWidget, str] = {}
        self._fronts: list[FrontTab] = []
        self.setDocumentMode(True)
        area = self._area = _scroll_area(self)
        self._add(area, _("基本信息"))
        # From the outside in: what is put into a place that is styled already is styled once.
        body = QWidget(area)
        area.setWidget(body)
        lines = column(body)
        self.form = form(kit, register, body)
        lines.addWidget(self.form)
        self.form.build()
        self.summary = FilesSummary(kit, body)
        self.summary.add_asked.connect(lambda: self.focus_field(_("附件")))
        self.summary.open_asked.connect(self._open_file)
        lines.addWidget(self.summary)
        self.signatures = SignaturesSummary(kit, body)
        self.signatures.sign_asked.connect(self.sign_asked)
        lines.addWidget(self.signatures)
        lines.addStretch(1)
        self.form.saved.connect(self.saved)
        self.form.marked.connect(self.marked)
        self.form.failed.connect(messages.failed)
        self._files = Later(self._make_files)
        self._lines = {spec.key: Later(partial(self._make_lines, spec)) for spec in register.lines}
        self._history = Later(partial(HistoryTab, kit))
        self._add(self._files, _("附件"))
        for spec in register.lines:
            self._add(self._lines[spec.key], spec.title)
        self._add(self._history, _("历史"))
        self.currentChanged.connect(lambda _place: self._show_tab())

    def add_front(self, tab: QWidget, title: str) -> None:
        """Put a form over some fields of the record (a ``FrontTab``) before the others and show it."""
        front: FrontTab = cast(FrontTab, tab)
        front.form.saved.connect(self.saved)
        front.form.marked.connect(self.marked)
        front.form.failed.connect(self._messages.failed)
        self._fronts.append(front)
        self._titles[tab] = title
        self.insertTab(0, tab, title)
        self.setCurrentWidget(tab)

    def show_form(self) -> None:
        """The form with the fields of the record in front."""
        self.setCurrentWidget(self._area)

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record; the one before must have been flushed."""
        self._visit = visit
        self.form.set_visit(visit)
        for front in self._fronts:
            front.set_visit(visit)
        self.read_tabs()

    def read_tabs(self) -> None:
        """The stored record changed: tabs typed into follow at once, the others when they are looked at."""
        self._read = set()
        for front in self._fronts:
            front.refresh()
        for later in self._lines.values():
            if isinstance(later.made, LinesTab):
                later.made.set_visit(self._visit)
                self._read.add(later)
        self._show_tab()

    def flush(self) -> bool:
        """Commit what is being typed in any tab; False when something is red."""
        red = [tab for tab in self._typed() if not tab.flush()]
        return not red

    def unsaved(self) -> bool:
        """Something typed in any tab is not in the file."""
        return any(tab.unsaved() for tab in self._typed())

    def unsaved_labels(self) -> list[str]:
        """The fields of any tab that are not in the file."""
        return labels_of(self._typed())

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        for tab in self._typed():
            tab.forget()

    def line_at_cursor(self) -> tuple[str, int]:
        """The key of the child rows in front and the id of the one at the cursor; "" and 0 where there is none."""
        here = self.currentWidget()
        tab = here.made if isinstance(here, Later) else None
        return (tab.spec.key, tab.row_at_cursor()) if isinstance(tab, LinesTab) and tab.row_at_cursor() else ("", 0)

    def focus_field(self, target: object) -> None:
        """Show and focus a field of the record or of its child rows; a word that is no field leads to its tab."""
        if target in self.form.editors:
            self.setCurrentWidget(self._area)
            self.form.focus_field(target)
            return
        for front in self._fronts:
            if target in front.form.editors:
                self.setCurrentWidget(cast(QWidget, front))
                front.form.focus_field(target)
                return
        for spec in self.register.lines:
            if target in spec.fields:
                self.lines_tab(spec.key).focus_field(target)
                return
        if isinstance(target, str) and _("附件") in target:
            self.attachments().add_button.setFocus()
        elif isinstance(target, str) and self.register.lines:
            self.lines_tab(self.register.lines[0].key).table.setFocus()

    def attachments(self) -> AttachmentsTab:
        """The tab of the files, brought to the front."""
        self.setCurrentWidget(self._files)
        made = self._files.get()
        assert isinstance(made, AttachmentsTab)
        return made

    def lines_tab(self, key: str) -> LinesTab:
        """The tab of one kind of child rows, brought to the front."""
        self.setCurrentWidget(self._lines[key])
        made = self._lines[key].get()
        assert isinstance(made, LinesTab)
        return made

    def history(self) -> HistoryTab:
        """The tab of the history, brought to the front."""
        self.setCurrentWidget(self._history)
        made = self._history.get()
        assert isinstance(made, HistoryTab)
        return made

    def show_counts(self) -> None:
        """How many files, rows and lines of history there are."""
        visit = self._visit
        self.summary.set_visit(visit)
        self.signatures.set_visit(visit)
        case = visit.case() if visit else None
        told = history.visits(visit.sitting.db, self.register.key, visit.record) if visit and visit.record else 0
        self._counts = {self._files: case.attachments if case else 0, self._history: told}
        for key, later in self._lines.items():
            self._counts[later] = len(case.lines[key]) if case else 0
        self._write_tabs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane has no room for the counts."""
        super().resizeEvent(event)
        self._write_tabs()

    def _write_tabs(self) -> None:
        narrow = self.width() < self._kit.theme.px(_NARROW)
        for tab, title in self._titles.items():
            count = self._counts.get(tab, 0)
            self.setTabText(self.indexOf(tab), f"{title} {count}" if count and not narrow else title)

    def _add(self, tab: QWidget, title: str) -> None:
        self._titles[tab] = title
        self.addTab(tab, title)

    def _open_file(self, attachment: int) -> None:
        tab = self.attachments()
        tab.select(attachment)
        tab.open()

    def _make_files(self) -> QWidget:
        made = AttachmentsTab(self._kit, self._messages, self._jobs)
        made.saved.connect(self.saved_elsewhere)
        return made

    def _make_lines(self, spec: Lines) -> QWidget:
        made = LinesTab(self._kit, spec)
        made.saved.connect(self.saved_elsewhere)
        made.marked.connect(self.marked)
        made.failed.connect(self._messages.failed)
        self.lines_made.emit(made)
        return made

    def _built(self, kind: type[T]) -> list[T]:
        laters = (self._files, *self._lines.values())
        return [later.made for later in laters if isinstance(later.made, kind)]

    def _typed(self) -> list[Typed]:
        fronts = [front.form for front in self._fronts]
        return [self.form, *fronts, *self._built(AttachmentsTab), *self._built(LinesTab)]

    def _show_tab(self) -> None:
        current = self.currentWidget()
        if isinstance(current, Later) and current not in self._read:
            self._read.add(current)
            tab = current.get()
            if isinstance(tab, AttachmentsTab | HistoryTab | LinesTab):
                tab.set_visit(self._visit)


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
