"""The page of a register that holds one record: its form alone, without a list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.columns import clause_tag
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import row

_WIDEST = 620


class SinglePage(Page):
    """The record is made when its ``*`` fields are valid, like any other. ``changed`` carries every Change.

    A page of its own names its kind of ``PANE``.
    """

    PANE: type[DetailPane] = DetailPane
    renewable = True
    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        register: Register,
        messages: Messages,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, register.title, [clause_tag(c) for c in register.clauses], parent=parent)
        self.sitting, self.register, self._messages = sitting, register, messages
        self._own: records.Change | None = None
        body = QWidget()
        line = row(body, spacing=0)
        self.pane = self.PANE(Kit(theme, sitting), register, messages, jobs, body, single=True)
        self.pane.setMaximumWidth(theme.px(_WIDEST))
        line.addWidget(self.pane, 1)
        line.addStretch(0)
        self.set_body(body, padded=False)
        self.pane.changed.connect(self._tell)
        self.pane.marked.connect(self._say)

    def entered(self) -> None:
        """Show the record there is now."""
        visit = self.pane.visit
        if visit is None or (visit.is_draft and not visit.touched):
            stored = reading.rows(self.sitting.db, self.register.model)
            self.pane.set_visit(Visit(self.sitting, self.register, stored[0].id if stored else None))
        else:
            self.pane.refresh()
        self.pane.form.first_wanted()

    def flush(self) -> bool:
        """Commit what is being typed; False when a field stays red."""
        return self.pane.flush()

    def leave(self) -> bool:
        """Ask about what is red or only begun."""
        self.flush()
        if not self.pane.unsaved():
            return True
        if not self._messages.ask_drop(fields=self.pane.unsaved_labels()):
            self.pane.form.first_wanted()
            return False
        self.pane.forget()
        return True

    def apply_change(self, change: object) -> None:
        """Refresh in place; a record made elsewhere (import) is taken up."""
        if not isinstance(change, records.Change) or change is self._own or self.pane.visit is None:
            return
        if self.pane.visit.is_draft or self.pane.visit.row is None:
            self.pane.visit = None
            self.entered()
        else:
            self.pane.refresh()

    def show_target(self, target: object) -> None:
        """(id, field) or an id: focus the field."""
        if isinstance(target, tuple) and target[1] is not None:
            self.pane.focus_field(target[1])

    def help_topic(self) -> str:
        """The first clause of the register."""
        return self.register.clauses[0] if self.register.clauses else ""

    def _tell(self, change: records.Change) -> None:
        self._say()
        self._own = change
        self.changed.emit(change)
        self._own = None

    def _say(self) -> None:
        visit = self.pane.visit
        problem = visit.note() if visit and visit.unsaved() else ""
        self.say("", "", problem or (_("有内容没有保存") if self.pane.unsaved() else ""))
