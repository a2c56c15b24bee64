"""A page of one record at a time: reading it again, leaving it, its next act, and what is missing for it.

A page of its own gives the head and the body, and overrides what is its own.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records, workflow
from qmsdesk.services.chain import PARTICIPANTS
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.onerecord.dialog import RecordDialog
from qmsdesk.views.onerecord.head import RecordHead, next_verb
from qmsdesk.views.onerecord.saving import SavingPage, Typed
from qmsdesk.views.register.verb_run import run_verb
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.theme.apply import Theme


class RecordBody(QStackedWidget):
    """What stands under the head: a record at place 0, the empty state at place 1."""

    @abstractmethod
    def forms(self) -> Sequence[Typed]:
        """Everything that is typed into."""

    @abstractmethod
    def jump(self, label: str, field: AnyField | None) -> bool:
        """To what a gate names; False when it does not stand in this body: the dialog of the record has it."""

    def show_empty(self) -> None:
        """There is no record."""
        self.setCurrentIndex(1)

    def set_size(self, size: Breakpoint) -> None:
        """Another class of window."""


class OneRecordPage(SavingPage):
    """Call ``start(head, body)`` at the end of the constructor."""

    head: RecordHead
    body: RecordBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        register: Register,
        messages: Messages,
        jobs: Jobs,
        clauses: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, register.title, messages, jobs, clauses, parent)
        self.register, self._clauses = register, clauses
        if register.key in PARTICIPANTS:
            self.chain_start = lambda: (
                (register.key, self.visit.record, "", 0) if self.visit and self.visit.record else None
            )
        self.visit: Visit | None = None

    def forms(self) -> Sequence[Typed]:
        """What is typed into stands in the body."""
        return self.body.forms()

    def start(self, head: RecordHead, body: RecordBody) -> None:
        """Put head and body in and show the newest record."""
        self.head, self.body = head, body
        self.set_body(body)
        head.chosen.connect(self.show_target)
        head.opened.connect(self.open_new)
        head.printed.connect(self.print_form)
        head.filed.connect(self.open_dialog)
        head.asked.connect(self.act)
        head.lacking.connect(self.jump)
        head.traced.connect(self.chain_asked)
        self.show_latest()

    # What a page of its own may say differently.

    def rows(self) -> Sequence[Row]:
        """The records of the menu, the newest first."""
        return reading.rows(self.sitting.db, self.register.model, order=(self.register.model.id.desc(),))

    def latest(self) -> int | None:
        """The record the page opens with."""
        live = [row for row in self.rows() if not row["void_reason"]]
        return live[0].id if live else None

    def look(self, visit: Visit) -> None:
        """Another record is shown, or others may have changed what it stands on: compare what is dear to compare."""

    @abstractmethod
    def show_body(self, visit: Visit) -> None:
        """Show the record, or the same one after something was saved; what is being typed stays.

        What it lacks for its next act stands in ``head.missing``.
        """

    def caption(self, visit: Visit) -> str:
        """What stands beside the number in the header."""
        return visit.text(self.register.model.caption())

    def make_new(self) -> records.Change | None:
        """A new record; None when it was refused or given up."""
        return None

    def print_form(self, key: str) -> None:
        """One of the forms of the record, previewed."""

    # What the head and the window call.

    def show_record(self, record: int | None) -> None:
        """Show a record; None where there is none."""
        self.visit = Visit(self.sitting, self.register, record) if record is not None else None
        self.reload(look=True)

    def show_latest(self) -> None:
        """Show the newest record there is."""
        self.show_record(self.latest())

    def reload(self, *, look: bool = False) -> None:
        """Read the record again."""
        self.stale = False
        visit, rows = self.visit, self.rows()
        if visit is not None:
            visit.reload()
        if visit is None or visit.record is None or visit.row is None or visit.row["deleted_at"] is not None:
            self.visit = None
            latest = self.latest() if visit is not None else None
            if latest is not None:
                self.show_record(latest)
                return
            self.head.show_record(rows, None, None)
            self.header.set_meta("")
            self.body.show_empty()
            self.say()
            return
        verb, case = next_verb(self.register, visit.row), visit.case()
        gate = (verb, workflow.gate_of(case, self.register, verb)) if verb is not None and case is not None else None
        self.head.show_record(rows, visit.row, gate)
        self.header.set_meta("　".join(filter(None, dict.fromkeys((str(visit.row["number"]), self.caption(visit))))))
        if look:
            self.look(visit)
        self.show_body(visit)
        self.tell()

    def open_new(self) -> None:
        """Make another record."""
        change = self.make_new() if self.leave() else None
        if change is not None:
            self.visit = Visit(self.sitting, self.register, change.record)
            self.made(change, look=True)

    def act(self) -> None:
        """The act the record is ready for."""
        visit, verb = self.visit, self.head.verb
        if visit is not None and verb is not None and self.flush():
            self.made(self.tried(lambda: run_verb(self._messages, visit, verb)), look=True)

    def jump(self, label: str, field: AnyField | None = None) -> None:
        """To the place of something that is missing, or to a field."""
        if self.visit is None or not self.flush():
            return
        case, verb = self.visit.case(), self.head.verb
        if field is None and case is not None and verb is not None:
            field = workflow.gate_of(case, self.register, verb).fields.get(label)
        if field is None:
            field = next((f for f in self.register.fields if str(f.verbose_name) == label), None)
        if not self.body.jump(label, field):
            self.open_dialog(field if field is not None else label)

    def open_dialog(self, target: object = None) -> None:
        """Files, signatures, history and all fields, in a dialog."""
        visit = self.visit
        if visit is None or visit.record is None or not self.flush():
            return
        dialog = RecordDialog(
            self.kit, self.register, visit.record, self.head.dialog_title, self._messages, self._jobs,
            self.changed.emit, self,
        )  # fmt: skip
        if target is not None:
            dialog.focus_field(target)
        dialog.exec()
        self.reload(look=True)

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self.visit is None:
            self.show_latest()
        elif self.stale:
            self.reload(look=True)
        self.body.setFocus()

    def show_target(self, target: object) -> None:
        """A record by id, or (id, field) of it; a word stands for what has no field (附件)."""
        record, field = target if isinstance(target, tuple) else (target, None)
        if isinstance(record, int) and self.leave():
            self.show_record(record)
            if field is not None:
                self.jump(*((field,) if isinstance(field, str) else (str(field.verbose_name), field)))

    def target(self) -> object:
        """The record shown."""
        return self.visit.record if self.visit is not None else None

    def new_record(self) -> None:
        """Ctrl+N."""
        if self.head.writable:
            self.open_new()

    def print_page(self) -> None:
        """Ctrl+P: the first form."""
        first = next(iter(self.head.forms), None)
        if first is not None and self.visit is not None:
            self.print_form(first)

    def help_topic(self) -> str:
        """The first clause of the register."""
        return self.register.clauses[0] if self.register.clauses else ""

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrow window has no room for the tags of the clauses."""
        super().apply_breakpoint(size)
        self.body.set_size(size)
        self.header.set_clauses(self._clauses if not size.compact else ())
