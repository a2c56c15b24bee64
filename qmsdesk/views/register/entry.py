"""One row being filled or changed: what was typed, what was refused, what is saved (architecture §4, the whole rule).

No widgets here: the table's cells and the form commit through the same entry, so both follow one set of rules.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Base, Fields, Row
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.registers.spec import Values
from qmsdesk.services import history, reading, records
from qmsdesk.services.sitting import Sitting


class Entry(ABC):
    """A stored row, or a blank one that is saved once its ``*`` fields are valid.

    ``problems`` and ``typed`` hold what was refused, by field: the sentence and the text that stays in the field.
    """

    def __init__(
        self,
        sitting: Sitting,
        model: type[Base],
        fields: Sequence[AnyField],
        row_id: int | None,
        preset: Mapping[AnyField, Any] | None = None,
        row: Row | None = None,
    ) -> None:
        self.sitting, self.model, self.fields = sitting, model, Fields(fields)
        self.row_id = row_id
        self.row: Row | None = row or reading.row(sitting.db, model, row_id)
        self.values: Values = dict(preset or {})
        self.problems: dict[AnyField, str] = {}
        self.typed: dict[AnyField, str] = {}
        self.touched = False
        self._conflicts: set[AnyField] = set()  # refused because of other fields; tried again with the next commit

    @property
    def is_draft(self) -> bool:
        """Not yet in the file."""
        return self.row_id is None

    def value(self, field: AnyField) -> Any:
        """The stored value, or what a blank row has got so far."""
        if self.row is not None:
            return self.row.of(field)
        return self.values.get(field, history.defaults(self.model)[field.name])

    def text(self, field: AnyField) -> str:
        """What stands in the field: the refused text, else the value."""
        return self.typed[field] if field in self.typed else self._shown(field, self.value(field))

    @abstractmethod
    def wanted(self) -> Fields:
        """The ``*`` fields."""

    @abstractmethod
    def reason_closed(self, field: AnyField | None = None) -> str:
        """Why the row, or one field of it, cannot be changed; empty when it can."""

    @abstractmethod
    def save(self, values: Values) -> records.Change:
        """Write values of this row, through the services; sets ``row_id`` of a new one."""

    def missing(self) -> Fields:
        """``*`` fields of a blank row that are empty or refused."""
        wanted = self.wanted() if self.is_draft else ()
        return Fields(f for f in wanted if f in self.problems or self.value(f) in (None, "", ()))

    def take(self, field: AnyField, read: Callable[[], Any], text: str) -> records.Change | None:
        """Commit what an editor holds: like ``put``, an unreadable text is refused."""
        try:
            value = read()
        except Unreadable as why:
            self.refuse(field, text, str(why))
            return None
        return self.put(field, value)

    def put(self, field: AnyField, value: Any) -> records.Change | None:
        """One commit is one save. None when nothing was written: refused (see ``problems``), equal, or still blank.

        Locked, read-only and failing storage raise; the text then stays in the field like a refused one.
        """
        self.problems.pop(field, None)
        self.typed.pop(field, None)
        if self.is_draft:
            return self._put_draft(field, value)
        before = self.value(field)
        if value == before and type(value) is type(before):
            return None
        try:
            change = self.save({field: value})
        except records.Invalid as invalid:
            self.refuse(field, self._shown(field, value), invalid.problems[0].text)
            return None
        except UserError as error:
            self.refuse(field, self._shown(field, value), error.text)
            raise
        self.reload()
        return None if change.what == "same" else change

    def refuse(self, field: AnyField, text: str, why: str) -> None:
        """Keep a text that cannot be saved in its field, with the sentence under it."""
        self.touched = True
        self.typed[field], self.problems[field] = text, why

    def forget(self) -> None:
        """Drop what was refused, and a blank row altogether."""
        self.problems.clear()
        self.typed.clear()
        self.values.clear()
        self.touched = False

    def unsaved(self) -> bool:
        """Something typed is not in the file: leaving has to be asked about."""
        return bool(self.problems) or (self.is_draft and self.touched)

    def unsaved_labels(self) -> list[str]:
        """What the fields are called whose text is not in the file: refused ones, and those of a blank row so far."""
        begun = self.values if self.is_draft and self.touched else {}
        held = [f for f in self.fields if f in self.problems or begun.get(f) not in (None, "", ())]
        return [str(f.verbose_name) for f in held]

    def reload(self) -> None:
        """Read the stored row again (undo, a verb, another page)."""
        self.row = reading.row(self.sitting.db, self.model, self.row_id)

    def note(self) -> str:
        """还差 n 项 for a blank row, n 项有误 for a stored one, empty when all is saved."""
        if self.is_draft:
            count = len(self.missing()) or len(self.problems)
            return _("还差 {} 项").format(count) if count else _("新记录")
        return _("{} 项有误，未保存").format(len(self.problems)) if self.problems else ""

    def _put_draft(self, field: AnyField, value: Any) -> records.Change | None:
        if value != self.value(field):
            self.touched = True
        self.values[field] = value
        for other in self._conflicts:
            self.problems.pop(other, None)
            self.typed.pop(other, None)
        self._conflicts.clear()
        if not self.touched or self.missing() or self.problems:
            return None
        try:
            change = self.save(dict(self.values))
        except records.Invalid as invalid:
            for problem in invalid.problems:
                place = problem.field if problem.field in self.fields else field
                self.refuse(place, self._shown(place, self.values.get(place)), problem.text)
                self._conflicts.add(place)
            return None
        self.values.clear()
        self.reload()
        return change

    def _shown(self, field: AnyField, value: Any) -> str:
        return reading.display(self.sitting.db, field, value)
