"""How a piece of evidence is taken away: by the services where they allow it, else behind their back.

Each function makes an act; an act is run on a workspace whose transaction is rolled back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.running import RecordForm
from qmsdesk.models.system import Attachment, ExportLog
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Lines
from qmsdesk.services import attachments, correcting, documents, reading, records
from qmsdesk.services.sitting import Sitting

Act = Callable[[Sitting], None]


def field(register: str, number: str, f: AnyField, value: Any = "") -> Act:
    """Empty a field of a record, or write something else into it."""

    def act(sitting: Sitting) -> None:
        row = _row(sitting, register, number)
        if not _tried(sitting, register, row, lambda: records.save(sitting, BY_KEY[register], row.id, {f: value})):
            model = BY_KEY[register].model
            model.update({f: value}).where(model.id == row.id).execute(sitting.db)

    return act


def everywhere(register: str, f: AnyField, value: Any = "") -> Act:
    """The same value in all records of a register."""
    return lambda sitting: _ran(BY_KEY[register].model.update({f: value}).execute(sitting.db))


def line_field(register: str, number: str, f: AnyField, value: Any = "", *, at: int = 0) -> Act:
    """Empty a field of the child row at a place, or write something else into it."""

    def act(sitting: Sitting) -> None:
        row, spec = _row(sitting, register, number), _spec(register, f.model)
        line = reading.lines(sitting.db, spec, row.id)[at]

        def save() -> object:
            return records.save_line(sitting, BY_KEY[register], row.id, spec, line.id, {f: value})

        if not _tried(sitting, register, row, save):
            spec.model.update({f: value}).where(spec.model.id == line.id).execute(sitting.db)

    return act


def lines(register: str, number: str, model: Any, *, at: int | None = None, keep: Callable[[Row], bool] | None = None
          ) -> Act:  # fmt: skip
    """Take away the child rows of a record, or the one at a place, or all but those to keep."""

    def act(sitting: Sitting) -> None:
        row, spec = _row(sitting, register, number), _spec(register, model)
        found = reading.lines(sitting.db, spec, row.id)
        for line in found if at is None else [found[at]]:
            if keep is not None and keep(line):
                continue

            def take(line_id: int = line.id) -> object:
                return records.delete_line(sitting, BY_KEY[register], row.id, spec, line_id)

            if not _tried(sitting, register, row, take):
                sitting.db.execute_sql("PRAGMA defer_foreign_keys = ON")
                spec.model.delete().where(spec.model.id == line.id).execute(sitting.db)

    return act


def each_line_field(register: str, number: str, f: AnyField, value: Any = "") -> Act:
    """The same value in all child rows of a record."""

    def act(sitting: Sitting) -> None:
        parent = _spec(register, f.model).parent
        f.model.update({f: value}).where(parent == _row(sitting, register, number).id).execute(sitting.db)

    return act


def kept(clause: str, *, scan: bool = True) -> Act:
    """Not taken away but added: a record of today for a clause, with its scan."""

    def act(sitting: Sitting) -> None:
        form = _row(sitting, "document", "HY-QR-7.5-03")
        values = {RecordForm.clauses: (f"2016/{clause}",), RecordForm.name: clause}
        made = documents.keep_record(sitting, form.id, sitting.clock.today(), values)
        if scan:
            known = Attachment.select(Attachment.id).limit(1).scalar(sitting.db)
            attachments.attach_known(sitting, BY_KEY["record_form"], made.record, known)

    return act


def files(register: str, number: str) -> Act:
    """Take all files off a record."""

    def act(sitting: Sitting) -> None:
        row = _row(sitting, register, number)
        for file in reading.attachments(sitting.db, register, row.id):

            def take(file_id: int = file.id) -> object:
                return attachments.detach(sitting, BY_KEY[register], file_id)

            if not _tried(sitting, register, row, take):
                Attachment.delete().where(Attachment.id == file.id).execute(sitting.db)

    return act


def all_files(register: str) -> Act:
    """Take the files off all records of a register."""
    return lambda sitting: _ran(Attachment.delete().where(Attachment.register == register).execute(sitting.db))


def state(register: str, number: str, status: str) -> Act:
    """Put a record back into an earlier state, which no verb does."""

    def act(sitting: Sitting) -> None:
        row, model = _row(sitting, register, number), BY_KEY[register].model
        model.update({model.status: status}).where(model.id == row.id).execute(sitting.db)

    return act


def void(register: str, number: str) -> Act:
    """作废 a record."""

    def act(sitting: Sitting) -> None:
        row, model = _row(sitting, register, number), BY_KEY[register].model
        try:
            records.void(sitting, BY_KEY[register], row.id, "示例")
        except UserError:
            model.update({model.void_reason: "示例"}).where(model.id == row.id).execute(sitting.db)

    return act


def gone(register: str, *where: Any) -> Act:
    """All records of a register, or some, lie in the recycle bin."""

    def act(sitting: Sitting) -> None:
        model = BY_KEY[register].model
        model.update({model.deleted_at: "2026-10-20T02:00:00+00:00"}).where(model.id > 0, *where).execute(sitting.db)

    return act


def not_exported(sitting: Sitting) -> None:
    """No bundle was made."""
    ExportLog.delete().execute(sitting.db)


def both(*acts: Act) -> Act:
    """One after the other."""

    def act(sitting: Sitting) -> None:
        for each in acts:
            each(sitting)

    return act


def _ran(_count: object) -> None:
    """What was done behind the services' back says how many rows it met."""


def _row(sitting: Sitting, register: str, number: str) -> Row:
    row = reading.by_number(sitting.db, BY_KEY[register], number)
    assert row is not None, (register, number)
    return row


def _spec(register: str, model: Any) -> Lines:
    return next(spec for spec in BY_KEY[register].lines if spec.model is model)


def _tried(sitting: Sitting, register: str, row: Row, act: Callable[[], object]) -> bool:
    """Whether the services let it happen, for a locked record after it was opened by 更正."""
    try:
        act()
        return True
    except UserError:
        pass
    try:
        correcting.begin(sitting, BY_KEY[register], row.id, "示例")
        act()
        return True
    except UserError:
        return False
