"""A page that is typed into and saves by itself: leaving it, what others save, and what it saves for others."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services import records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.create import create_target
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.register.unsaved import labels_of
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme

Tried = Callable[[Callable[[], records.Change | None]], records.Change | None]
"""``SavingPage.tried``, for what acts on behalf of a page."""


class Typed(Protocol):
    """Something of the body that is typed into: an ``EntryForm``, a table of child rows."""

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""

    def unsaved(self) -> bool:
        """Something typed here is not in the file."""

    def forget(self) -> None:
        """Drop what was refused or only begun."""


class SavingPage(Page):
    """``changed`` carries every Change."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        title: str,
        messages: Messages,
        jobs: Jobs,
        clauses: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, clauses, parent=parent)
        self.sitting, self.kit = sitting, Kit(theme, sitting)
        self._messages, self._jobs = messages, jobs
        self._own: object = None
        self.stale = False  # something was saved while the page was out of sight

    @abstractmethod
    def forms(self) -> Sequence[Typed]:
        """Everything that is typed into."""

    @abstractmethod
    def reload(self, *, look: bool = False) -> None:
        """Read what is shown again; ``look`` also compares what is dear to compare."""

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        red = [form for form in self.forms() if not form.flush()]
        return not red

    def problem(self) -> str:
        """What the status bar says of text that is not in the file."""
        return _("有内容没有保存") if any(form.unsaved() for form in self.forms()) else ""

    def leave(self) -> bool:
        """Ask about what is red or only begun."""
        self.flush()
        if not self.problem():
            return True
        if not self._messages.ask_drop(fields=labels_of(self.forms())):
            return False
        for form in self.forms():
            form.forget()
        self.reload()
        return True

    def apply_change(self, change: object) -> None:
        """Something was saved elsewhere."""
        if change is self._own:
            return
        if self.isVisible():
            self.reload(look=True)
        else:
            self.stale = True

    def made(self, change: records.Change | None, *, look: bool = False) -> None:
        """Something was saved here: show it, and tell the other pages."""
        if change is None:
            return
        self.reload(look=look)
        self._own = change
        self.changed.emit(change)
        self._own = None

    def tried(self, act: Callable[[], records.Change | None]) -> records.Change | None:
        """One step through the services; what a user can mend is told, nothing is raised."""
        try:
            return act()
        except UserError as error:
            self._messages.error(error)
            return None

    def tell(self) -> None:
        """What the status bar says of what is shown."""
        self.say("", "", self.problem())

    def connect_form(self, form: EntryForm) -> None:
        """What is saved, refused or wanted in a form."""
        form.saved.connect(self.made)
        form.marked.connect(self.tell)
        form.failed.connect(self._messages.failed)
        form.wanted.connect(partial(self._create, form))

    def make_target(self, field: AnyField, name: str) -> records.Change | None:
        """Make the record that a relation is to point at."""
        change = create_target(self.kit, self._messages, field, name, self)
        if change is not None:
            self.changed.emit(change)
        return change

    def _create(self, form: EntryForm, field: AnyField, name: str) -> None:
        change = self.make_target(field, name)
        if change is not None:
            form.put(field, change.record)
            self.made(change, look=True)
