"""One visit to a record, and to the child rows edited during it: their saves are one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qmsdesk.models.base import AnyField, Fields, Row
from qmsdesk.registers.spec import Case, Lines, Problem, Register, Values, required
from qmsdesk.services import attachments, lateness, numbering, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.entry import Entry


class Visit(Entry):
    """A record of a register; ``record`` is None while it is blank."""

    def __init__(
        self, sitting: Sitting, register: Register, record: int | None, preset: Mapping[AnyField, Any] | None = None
    ) -> None:
        super().__init__(sitting, register.model, register.fields, record, preset)
        self.register = register
        self._batch = 0
        self._case: Case | None = None
        self._numbered = bool(numbering.pattern(sitting.db, register))

    @property
    def record(self) -> int | None:
        """The id, None while the record is blank."""
        return self.row_id

    def wanted(self) -> Fields:
        """The ``*`` fields; the number belongs to them where the firm writes its own."""
        fields = required(self.register.fields)
        number = self.register.model.number
        return fields if self._numbered or number not in self.register.fields else Fields((number, *fields))

    def reason_closed(self, field: AnyField | None = None, lines: Lines | None = None) -> str:
        """Why the record, or one part of it, cannot be changed; empty when it can."""
        if self.sitting.workspace.read_only:
            return self.sitting.workspace.read_only
        if lines is not None and lines.kept:
            return lines.kept
        if self.row is None:
            return ""
        reason = records.locked(self.register, self.row)
        shut = self.row["void_reason"] or self.row["deleted_at"]
        part = lines if lines is not None else field
        stays = part is not None and not shut and self.register.workflow.open_when_locked(part, self.row)
        return "" if stays else reason

    def line_closed(self, spec: Lines, line: Row) -> str:
        """Why a child row is closed by itself, empty when it is open."""
        return records.line_locked(spec, self.row, line) if self.row is not None else spec.locked(line)

    def late(self) -> bool:
        """The business date, as it stands, lies so long before the entry that a 补录说明 is due."""
        happened = self.register.happened
        row = self.row if self.row is not None or happened is None else Row({happened.name: self.value(happened)})
        return row is not None and lateness.due(self.register, row, self.sitting.clock.today())

    def files_closed(self) -> str:
        """Why no file can be added, empty when it can."""
        if self.sitting.workspace.read_only or self.row is None:
            return self.sitting.workspace.read_only
        return attachments.closed(self.register, self.row)

    def removable(self, file: Row) -> bool:
        """Whether a file can be taken off: not where only adding is allowed."""
        if self.row is None or self.files_closed():
            return False
        return not attachments.kept(self.sitting.db, self.register, self.row, file.id)

    def save(self, values: Values) -> records.Change:
        """One save; it continues the batch of this visit."""
        change = records.save(self.sitting, self.register, self.record, values, batch=self.batch())
        self.row_id = change.record
        return self.noted(change)

    def batch(self) -> int:
        """The batch that the next save of this visit continues: only while it is the last step of the sitting."""
        last = self.sitting.done[-1].batch if self.sitting.done else 0
        return self._batch if self._batch and self._batch == last else 0

    def noted(self, change: records.Change) -> records.Change:
        """Remember the batch of what was written during this visit."""
        self._case = None
        if change.what != "same":
            self._batch = change.batch
        return change

    def reload(self) -> None:
        """Read the stored record again, and what belongs to it."""
        super().reload()
        self._case = None

    def case(self) -> Case | None:
        """The stored record with its child rows and the number of its files, read once; None while it is blank."""
        if self._case is None and self.record is not None and self.row is not None:
            today = self.sitting.clock.today()
            self._case = reading.case(self.sitting.db, self.register, self.record, today)
        return self._case

    def lines(self, spec: Lines) -> Sequence[Row]:
        """The stored child rows of one kind."""
        case = self.case()
        return case.lines[spec.key] if case else ()

    def checks(self) -> list[Problem]:
        """Fields compared with each other: shown at once, refusing nothing."""
        case = self.case()
        return self.register.check(case) if case else []

    def beside(self) -> LineEntry | None:
        """The child row that is written beside the record (a document's version): the open one, else the last."""
        spec = self.register.sheet.line
        if spec is None:
            return None
        rows = self.lines(spec)
        shown = next((r for r in reversed(rows) if not self.line_closed(spec, r)), rows[-1] if rows else None)
        return LineEntry(self, spec, shown)


class LineEntry(Entry):
    """A child row of the visited record; it waits until the record exists."""

    def __init__(self, visit: Visit, spec: Lines, row: Row | None) -> None:
        super().__init__(visit.sitting, spec.model, spec.fields, row.id if row else None, row=row)
        self.visit, self.spec = visit, spec

    def wanted(self) -> Fields:
        """The ``*`` fields."""
        return required(self.spec.fields)

    def reason_closed(self, field: AnyField | None = None) -> str:
        """The record's reason, or the row's own. A state is never typed: verbs set it."""
        reason = self.visit.reason_closed(lines=self.spec)
        if not reason and self.row is not None:
            reason = self.visit.line_closed(self.spec, self.row)
        return reason or (str(field.verbose_name) if field is not None and field.name == "status" else "")

    def put(self, field: AnyField, value: Any) -> records.Change | None:
        """As for records; while the record is blank the values are kept for later."""
        if self.visit.record is None:
            self.problems.pop(field, None)
            self.typed.pop(field, None)
            self.touched = self.touched or value != self.value(field)
            self.values[field] = value
            return None
        return super().put(field, value)

    def settle(self) -> records.Change | None:
        """The record exists now: save what was typed before it did."""
        if self.visit.record is None or not self.touched or self.missing():
            return None
        field = self.wanted()[0] if self.wanted() else self.fields[0]
        return self._put_draft(field, self.value(field))

    def save(self, values: Values) -> records.Change:
        """One save of this row, in the batch of the visit."""
        assert self.visit.record is not None
        change, self.row_id = records.save_line(
            self.sitting,
            self.visit.register,
            self.visit.record,
            self.spec,
            self.row_id,
            values,
            batch=self.visit.batch(),
        )
        return self.visit.noted(change)
