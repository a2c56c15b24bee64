"""The vocabulary of register declarations: plain data and small pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qmsdesk.models.base import AnyField, Fields, Line, Record, Row
from qmsdesk.registers import sheet as sheets

Sheet = sheets.Sheet
Values = sheets.Values


@dataclass(frozen=True)
class Column:
    """A computed column: ``expression()`` is SQL over the register's own table, ``kind`` says how its value reads.

    ``pill``: its words are states and shown as such.
    """

    header: str
    kind: AnyField
    expression: Callable[[], Any]
    width: int = 90
    pill: bool = False


@dataclass(frozen=True)
class Proposal:
    """A row as it would be after a save. ``related`` reads the row a relation points at; ``holding(relation, id)``
    reads the rows whose relation is another row.
    """

    before: Row | None
    after: Row
    changed: frozenset[AnyField]
    enterprise: Row | None
    today: dt.date
    related: Callable[[AnyField], Row | None]
    holding: Callable[[AnyField, int], Sequence[Row]] = lambda _relation, _row: ()


@dataclass(frozen=True)
class Told:
    """A line under the fields of a section that is worked out from the stored record; nobody types it."""

    label: str
    text: Callable[[Row], str]


@dataclass(frozen=True)
class Section:
    """Fields that stand together in the form and in print, and what follows from them."""

    title: str
    fields: tuple[AnyField, ...]
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Child rows of a record. ``locked(row)`` gives the reason a single row is closed, empty when it is open.

    ``kept`` says why nobody adds rows by hand: a verb writes them.
    """

    key: str
    title: str
    parent: AnyField
    fields: tuple[AnyField, ...]
    locked: Callable[[Row], str] = lambda _row: ""
    natural: tuple[AnyField, ...] = ()
    guard: Callable[[Proposal], list[Problem]] = lambda _proposal: []
    kept: str = ""

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


def _nothing(_row: Row, _field: AnyField) -> Row | None:
    return None


def _none_pointing(_field: AnyField) -> Sequence[Row]:
    return ()


def _no_files(_verb: str) -> int:
    return 0


def _none_holding(_field: AnyField, _row_id: int) -> Sequence[Row]:
    return ()


@dataclass(frozen=True)
class Case:
    """A stored record with all that its gates look at; lines by ``Lines.key``.

    ``target(row, field)`` is the row a relation of this record or of one of its lines points at. ``pointing(field)``
    are the live records whose relation, or whose ``origin``, is this record: ``case.pointing(Nonconformity.origin)``.
    ``holding(DocumentRevision.document, 7)`` are the rows whose relation is another row than this record.
    ``files_since("revise")`` is how many of its files came after that verb ran last, all when it never did.
    """

    row: Row
    lines: Mapping[str, Sequence[Row]]
    attachments: int
    today: dt.date
    enterprise: Row | None = None
    target: Callable[[Row, AnyField], Row | None] = _nothing
    pointing: Callable[[AnyField], Sequence[Row]] = _none_pointing
    holding: Callable[[AnyField, int], Sequence[Row]] = _none_holding
    files_since: Callable[[str], int] = _no_files


def origin(register: str, record_id: int, line: str = "", line_id: int = 0) -> str:
    """What ``origin`` of a record says when a record, or a child row of one, raised it: ``audit:12:audit_check:7``."""
    return f"{register}:{record_id}:{line}:{line_id}" if line else f"{register}:{record_id}:"


@dataclass(frozen=True)
class Edit:
    """A further row a verb writes: ``id`` None adds one. A record so added is numbered and checked as by hand.

    ``lines`` are child rows of a record so added: their kind and values.
    """

    model: Any
    id: int | None
    values: Values
    lines: tuple[tuple[Lines, Values], ...] = ()


@dataclass(frozen=True)
class Verb:
    """An explicit act (批准, 改版, 作废…): allowed from ``sources``, leads to ``target``; empty keeps the state.

    ``required`` are the ° fields of the record; ``check`` returns the labels of whatever else is missing;
    ``waivable`` returns broken independence rules, which a reason can override. ``effect`` returns further edits.
    ``offered`` is false for records the act means nothing for (运行要求发布 of a 质量例会).
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
    offered: Callable[[Row], bool] = lambda _row: True


@dataclass(frozen=True)
class Workflow:
    """States are the choices of the model's ``status`` field; ``stays_open`` are fields and lines open when locked;
    a field of a child row there stays open in the rows there are. In the states that are ``sealed`` nothing does.

    ``guard`` refuses what no later correction could make right (分子大于分母); all other comparisons of fields are
    the register's ``check``, which never refuses a save. ``kept`` says why records are neither deleted nor voided.
    ``correctable``: a locked record can be reopened by 更正, with a reason; what has versions of its own is revised
    instead. ``files_open`` says where a locked record takes files all the same: a document that was in force before
    the program was used comes in without its paper. ``renewed_by`` is the verb that begins a new version (改版): the
    files that were there before it belong to the old one and stay.
    """

    verbs: tuple[Verb, ...] = ()
    locked: Callable[[Row], str] = lambda _row: ""
    stays_open: tuple[AnyField | Lines, ...] = ()
    sealed: tuple[str, ...] = ()
    guard: Callable[[Proposal], list[Problem]] = lambda _proposal: []
    kept: str = ""
    files_open: Callable[[Row], bool] = lambda _row: False
    renewed_by: str = ""
    correctable: bool = True

    def open_when_locked(self, part: AnyField | Lines, row: Row) -> bool:
        """Whether a field or kind of child row stays open; by identity, because ``==`` on a field makes SQL."""
        return row["status"] not in self.sealed and any(part is each for each in self.stays_open)


@dataclass(frozen=True)
class Due:
    """A date that calls for action when it comes: a field, or a ``Column`` over the register's own table.

    ``only()`` gives conditions on the records it counts for. ``lines`` when the date stands in child rows; the field
    and the conditions are then theirs. ``person`` is the field that says who has to act.
    """

    field: AnyField
    text: str
    only: Callable[[], Sequence[Any]] = lambda: ()
    lines: Lines | None = None
    person: AnyField | None = None


def _followed(section: Section, field: AnyField, by: AnyField) -> Section:
    """The section with a further field after one of its own."""
    return replace(section, fields=tuple(x for f in section.fields for x in ((f, by) if f is field else (f,))))


@dataclass(frozen=True, kw_only=True)
class Register:
    """One record type. ``clauses`` are shown beside the title; ``columns[1]`` names a record in words.

    ``happened`` is the field with the business date, by which an entry counts as late; 补录说明 then stands after it.
    ``follows`` gives what a new record leaves blank and other records tell.
    """

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
    happened: AnyField | None = None
    follows: Callable[[Proposal], Values] = lambda _proposal: {}

    def __post_init__(self) -> None:
        late = self.model.late_reason
        if self.happened is None or late in self.fields:
            return
        object.__setattr__(self, "sections", tuple(_followed(s, self.happened, late) for s in self.sections))

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
