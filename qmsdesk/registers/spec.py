"""The vocabulary of register declarations: plain data and small pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.models.base import AnyField, Fields, Line, Record, Row
from qmsdesk.registers import sheet as sheets

Sheet = sheets.Sheet
Values = sheets.Values


@dataclass(frozen=True)
class Column:
    """A computed column: ``expression()`` is SQL over the register's own table, ``kind`` says how its value reads."""

    header: str
    kind: AnyField
    expression: Callable[[], Any]
    width: int = 90


@dataclass(frozen=True)
class Proposal:
    """A row as it would be after a save, for rules that refuse it; ``related`` reads the row a relation points at."""

    before: Row | None
    after: Row
    changed: frozenset[AnyField]
    enterprise: Row | None
    today: dt.date
    related: Callable[[AnyField], Row | None]


@dataclass(frozen=True)
class Section:
    """Fields that stand together in the form and in print."""

    title: str
    fields: tuple[AnyField, ...]


@dataclass(frozen=True)
class Lines:
    """Child rows of a record. ``locked(row)`` gives the reason a single row is closed, empty when it is open."""

    key: str
    title: str
    parent: AnyField
    fields: tuple[AnyField, ...]
    locked: Callable[[Row], str] = lambda _row: ""
    natural: tuple[AnyField, ...] = ()
    guard: Callable[[Proposal], list[Problem]] = lambda _proposal: []

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", Fields(self.fields))

    @property
    def model(self) -> type[Line]:
        return self.parent.model  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Problem:
    """Something wrong with a record; ``field`` is where to mend it, when there is one place."""

    text: str
    field: AnyField | None = None


@dataclass(frozen=True)
class Case:
    """A stored record with all that its gates look at; lines by ``Lines.key``."""

    row: Row
    lines: Mapping[str, Sequence[Row]]
    attachments: int
    today: dt.date
    enterprise: Row | None = None


@dataclass(frozen=True)
class Edit:
    """A further row a verb writes: ``id`` None adds one."""

    model: Any
    id: int | None
    values: Values


@dataclass(frozen=True)
class Verb:
    """An explicit act (批准, 改版, 作废…): allowed from ``sources``, leads to ``target``; empty keeps the state.

    ``required`` are the ° fields of the record; ``check`` returns the labels of whatever else is missing;
    ``waivable`` returns broken independence rules, which a reason can override. ``effect`` returns further edits.
    """

    key: str
    label: str
    sources: tuple[str, ...]
    target: str = ""
    required: tuple[AnyField, ...] = ()
    check: Callable[[Case], Sequence[str]] = lambda _case: ()
    waivable: Callable[[Case], Sequence[str]] = lambda _case: ()
    effect: Callable[[Case], Sequence[Edit]] = lambda _case: ()
    needs_reason: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Workflow:
    """States are the choices of the model's ``status`` field; ``stays_open`` are fields and lines open when locked.

    ``guard`` refuses what no later correction could make right (分子大于分母); all other comparisons of fields are
    the register's ``check``, which never refuses a save. ``kept`` says why records are neither deleted nor voided.
    ``files_open`` says where a locked record takes files all the same: a document that was in force before the program
    was used comes in without its paper.
    """

    verbs: tuple[Verb, ...] = ()
    locked: Callable[[Row], str] = lambda _row: ""
    stays_open: tuple[AnyField | Lines, ...] = ()
    guard: Callable[[Proposal], list[Problem]] = lambda _proposal: []
    kept: str = ""
    files_open: Callable[[Row], bool] = lambda _row: False

    def open_when_locked(self, part: AnyField | Lines) -> bool:
        """Whether a field or kind of child row stays open; by identity, because ``==`` on a field makes SQL."""
        return any(part is each for each in self.stays_open)


@dataclass(frozen=True)
class Due:
    """A date field that calls for action when it comes; ``only()`` gives conditions on the records it counts for."""

    field: AnyField
    text: str
    only: Callable[[], Sequence[Any]] = lambda: ()


@dataclass(frozen=True, kw_only=True)
class Register:
    """One record type. ``clauses`` are shown beside the title; ``columns[1]`` names a record in words."""

    key: str
    title: str
    model: type[Record]
    clauses: tuple[str, ...]
    numbering: str
    columns: tuple[AnyField | Column, ...]
    sections: tuple[Section, ...]
    search: tuple[AnyField, ...]
    filters: tuple[AnyField, ...] = ()
    order_by: tuple[AnyField, ...] = ()
    lines: tuple[Lines, ...] = ()
    workflow: Workflow = Workflow()
    sheet: Sheet = sheets.NONE
    due: tuple[Due, ...] = ()
    check: Callable[[Case], list[Problem]] = lambda _case: []

    @property
    def fields(self) -> Fields:
        """The fields of the form, in order."""
        return Fields(f for section in self.sections for f in section.fields)

    @property
    def sheet_fields(self) -> tuple[AnyField, ...]:
        """The columns of the sheet: the record's fields, then those of the child row written beside them."""
        beside = self.sheet.line.fields if self.sheet.line else ()
        own = tuple(f for f in self.fields if f.name not in {"remark", "clauses"})
        tail = tuple(f for f in self.fields if f.name in {"remark", "clauses"})
        return own + beside + tail

    def lines_of(self, key: str) -> Lines:
        return next(lines for lines in self.lines if lines.key == key)


def required(fields: Sequence[AnyField]) -> Fields:
    """The ``*`` fields: neither null nor with a default."""
    return Fields(f for f in fields if not f.null and f.default is None)
