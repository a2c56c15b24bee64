"""How a register reads and writes as a sheet: plain data and small pure functions, read by ``exchange``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from qmsdesk.models.base import AnyField, Record, Row

if TYPE_CHECKING:
    from qmsdesk.registers.spec import Lines

Values = dict[AnyField, Any]
Look = Callable[[AnyField], Row | None]
"""``look(Measurement.indicator)`` is the stored row a relation of this sheet row points at, None when there is none."""


@dataclass(frozen=True)
class Named:
    """A record that is named but not known yet; it is added with the row that names it."""

    model: type[Record]
    caption: str
    number: str = ""


@dataclass(frozen=True)
class Written:
    """A cell before anybody decided what it means: its text, and the unit its heading gave in brackets."""

    text: str
    unit: str = ""


@dataclass(frozen=True)
class Doubt:
    """Why a cell cannot be taken as it stands. A ``question`` can be answered by one of ``offers``."""

    field: AnyField
    text: str
    level: Literal["error", "question", "warning"] = "error"
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What the cells of ``Sheet.as_written`` mean beside the other values of their row."""

    values: Values = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What follows from all lines of one record: further values of the record, values and doubts per line."""

    record: Values
    lines: tuple[Values, ...]
    doubts: tuple[tuple[int, Doubt], ...] = ()


@dataclass(frozen=True)
class Wide:
    """Months across the columns: the column headings give ``across``; ``parts`` name the lines of one row.

    ``whole`` is the field of a line that has no part named.
    """

    across: AnyField
    parts: Mapping[AnyField, tuple[str, ...]]
    whole: AnyField
    heading: tuple[str, ...]


def _nothing(_values: Values, _written: Mapping[AnyField, Written], _look: Look) -> Reading:
    return Reading()


def _as_it_is(_values: Values, lines: Sequence[Values], _today: dt.date) -> Settled:
    return Settled({}, tuple({} for _ in lines))


@dataclass(frozen=True)
class Sheet:
    """How a register reads and writes as a sheet.

    ``key`` finds the record a row belongs to, ``line`` are child rows written in the same row (a document's version,
    an indicator's round), found again by ``line.natural``. ``synonyms`` are further headings per field, ``choices``
    further words per choice (one word may mean several keys). ``derive`` completes the ``derived`` fields of a row,
    ``defaults`` are what a blank means. ``as_written`` cells are read together by ``read`` and written by ``write``.
    ``settle`` looks at all lines of a record. ``create`` adds a record that is only named, ``beside`` says which field
    of the same row tells where it belongs. ``states`` puts the state of the record into the sheet; it comes in with new
    records only. ``single``: there is one record at most, whatever its key. ``near`` gives what a word that is no
    choice may have meant; it is asked, and an empty answer keeps the message from listing dozens of choices.
    """

    key: tuple[AnyField, ...]
    line: Lines | None = None
    synonyms: Mapping[AnyField, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[AnyField, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    near: Mapping[AnyField, Callable[[str], tuple[str, ...]]] = field(default_factory=dict)
    derive: Callable[[Values], Values] = lambda values: values
    defaults: Mapping[AnyField, Any] = field(default_factory=dict)
    derived: tuple[AnyField, ...] = ()
    as_written: tuple[AnyField, ...] = ()
    read: Callable[[Values, Mapping[AnyField, Written], Look], Reading] = _nothing
    write: Callable[[Row, Row | None, Look], Mapping[AnyField, str]] = lambda _record, _line, _look: {}
    settle: Callable[[Values, Sequence[Values], dt.date], Settled] = _as_it_is
    create: Callable[[str, int | Named | None], Values] | None = None
    beside: Mapping[AnyField, AnyField] = field(default_factory=dict)
    wide: Wide | None = None
    states: bool = False
    single: bool = False
    example: Mapping[AnyField, str] = field(default_factory=dict)


NONE = Sheet(key=())
