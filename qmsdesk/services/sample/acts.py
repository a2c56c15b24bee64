"""What happens in the sample's year: acts with their own time and person, and the desk they are done at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee as pw

from qmsdesk.clock import CHINA, Clock
from qmsdesk.i18n import _
from qmsdesk.models.base import Base, Record
from qmsdesk.models.fields import ClausesField, DateField, ExactField, MultiField
from qmsdesk.models.workspace import Workspace
from qmsdesk.registers.spec import Lines, Register, Values
from qmsdesk.services import attachments, reading, records, workflow
from qmsdesk.services.sample.papers import Papers
from qmsdesk.services.sitting import Sitting

Raw = Mapping[str, Any]
"""A row of the data files: field name to text, flag or number."""


@dataclass(frozen=True)
class Moment(Clock):
    """A clock that stands at one minute of the sample's year, in China's time."""

    at: dt.datetime = dt.datetime(2025, 9, 8, tzinfo=CHINA)

    def today(self) -> dt.date:
        return self.at.date()

    def now(self) -> dt.datetime:
        return self.at.astimezone(dt.UTC)


@dataclass(frozen=True)
class Act:
    """One thing somebody does: acts of the same minute and person are one step of history."""

    at: dt.datetime
    by: str
    do: Callable[[Desk], None]


def moment(text: str) -> dt.datetime:
    """``2025-09-08 09:20`` in China's time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


class Desk:
    """Writes the sample's rows through the services; names in the data become the ids they mean."""

    def __init__(self, workspace: Workspace, papers: Papers) -> None:
        self._workspace = workspace
        self._papers = papers
        self._ids: dict[tuple[type[Base], str], int] = {}
        self._sitting = Sitting(workspace, "", Moment())

    @property
    def today(self) -> dt.date:
        return self._sitting.clock.today()

    @property
    def sitting(self) -> Sitting:
        return self._sitting

    def run(self, acts: Sequence[Act]) -> None:
        """Do what one person does in one minute, as one step."""
        first = acts[0]
        self._sitting = Sitting(self._workspace, first.by, Moment(at=first.at))
        with self._sitting.batch(_("示例数据")):
            for act in acts:
                act.do(self)

    def id_of(self, model: type[Base], name: str) -> int:
        """The id of the record of that number or caption."""
        key = (model, name)
        if key not in self._ids:
            f = model.caption()
            found = reading.find(self._sitting.db, model, {f: name})
            if found is None and issubclass(model, Record):
                found = reading.find(self._sitting.db, model, {model.number: name})
            if found is None:
                raise LookupError(f"sample: no {model.table()} called {name}")
            self._ids[key] = found.id
        return self._ids[key]

    def add(self, register: Register, raw: Raw) -> int:
        """Add a record; returns its id."""
        return records.save(self._sitting, register, None, self._values(register.model, raw)).record

    def edit(self, register: Register, record: int, raw: Raw, reason: str = "") -> None:
        records.save(self._sitting, register, record, self._values(register.model, raw), reason=reason)

    def line(
        self, register: Register, record: int, spec: Lines, raw: Raw, line: int | None = None, reason: str = ""
    ) -> None:
        """Add a child row, or edit it when ``line`` is given."""
        values = self._values(spec.model, raw)
        records.save_line(self._sitting, register, record, spec, line, values, reason=reason)

    def verb(self, register: Register, record: int, key: str, reason: str = "") -> None:
        """批准, 核实, 锁定…: through its gate, as everybody."""
        verb = next(v for v in register.workflow.verbs if v.key == key)
        workflow.run(self._sitting, register, record, verb, reason=reason)

    def attach(
        self, register: Register, record: int, name: str, lines: Sequence[str], *, title: str = "", kind: str = "file"
    ) -> None:
        """Make a small file (the ending says of which sort) dated today and attach it."""
        path = self._papers.make(name, lines, self._sitting.clock.now(), photo=kind == "photo")
        attachments.attach(self._sitting, register, record, path, title=title, evidence_on=self.today, kind=kind)

    def _values(self, model: type[Base], raw: Raw) -> Values:
        fields = {f.name: f for f in model.fields()}
        return {fields[name]: self._value(fields[name], value) for name, value in raw.items()}

    def _value(self, f: Any, raw: Any) -> Any:
        if raw is None or (raw == "" and f.null):
            return None
        if isinstance(f, pw.ForeignKeyField):
            return self.id_of(f.rel_model, raw)
        if isinstance(f, DateField):
            return dt.date.fromisoformat(raw)
        if isinstance(f, ExactField):
            return Decimal(raw)
        if isinstance(f, MultiField | ClausesField):
            return tuple(raw.split())
        return raw


def table(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows written as lists under one list of ``fields``, as dicts."""
    return [dict(zip(data["fields"], row, strict=True)) for row in data["rows"]]
