"""How the columns of a register look in a list: width, side, and what a small window leaves out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import (
    ClausesField,
    DateField,
    ExactField,
    LongTextField,
    MonthField,
    MultiField,
    PeriodField,
)
from qmsdesk.registers.spec import Column, Register
from qmsdesk.services import reading

_WIDTHS: tuple[tuple[type, int], ...] = (
    (DateField, 96),
    (MonthField, 84),
    (PeriodField, 140),
    (ExactField, 80),
    (ClausesField, 84),
    (MultiField, 150),
    (LongTextField, 180),
)


@dataclass(frozen=True)
class ViewColumn:
    """One column of the list. ``width`` 0 takes what is left; a higher ``rank`` is hidden earlier in a small window."""

    source: AnyField | Column
    header: str
    width: int
    right: bool = False
    rank: int = 0
    letters: bool = False  # several choices called “a …”, “b …”: the letters are enough here
    needs_files: bool = False  # a record without a file cannot go far
    field: AnyField | None = None  # what is edited in place; None for computed columns

    @property
    def is_status(self) -> bool:
        kind = self.source.kind if isinstance(self.source, Column) else self.source
        return str(kind.name) == "status" and bool(kind.choices)

    @property
    def is_pill(self) -> bool:
        return self.is_status or (isinstance(self.source, Column) and self.source.pill)

    @property
    def is_count(self) -> bool:
        return isinstance(self.source, Column) and self.right


def shown(register: Register) -> Register:
    """The register as its list shows it: with the number of attachments as last column."""
    return replace(register, columns=(*register.columns, reading.attachment_count(register)))


def view_columns(register: Register) -> list[ViewColumn]:
    """The columns of a list; the second one, which names a record, takes the room that is left."""
    editable = set(register.fields)
    made = []
    for place, source in enumerate(register.columns):
        if isinstance(source, Column):
            last = place == len(register.columns) - 1
            right, needs = last or _is_number(source.kind), last and bool(register.workflow.verbs)
            made.append(ViewColumn(source, source.header, source.width, right=right, needs_files=needs))
        else:
            letters = isinstance(source, MultiField) and has_letters(source)
            width = 0 if place == 1 else 64 if letters else field_width(source)
            if source is register.model.number:
                width = _number_width(register.numbering)
            made.append(
                ViewColumn(
                    source,
                    str(source.verbose_name),
                    width,
                    right=_is_number(source),
                    rank=0 if place < 5 else place,
                    letters=letters,
                    field=source if source in editable else None,
                )
            )
    return made


def hidden_when_small(columns: Sequence[ViewColumn], room: int) -> set[int]:
    """The columns to leave out so that the rest fits into ``room`` pixels of the design, 150 kept for the name."""
    hidden: set[int] = set()
    by_rank = sorted((c.rank, place) for place, c in enumerate(columns) if c.rank)
    while by_rank and sum(c.width or 150 for i, c in enumerate(columns) if i not in hidden) > room:
        hidden.add(by_rank.pop()[1])
    return hidden


def has_letters(field: AnyField) -> bool:
    """The choices are called “a …”, “b …”; where there is little room the letters are enough."""
    return all(str(text)[1:2] == " " for _key, text in field.choices)


def clause_tag(clause: str) -> str:
    """``2016/7.5`` on a tag: GB/T 19001 7.5; clauses of DB3203/T 1023 stand alone."""
    catalogue, _slash, number = clause.partition("/")
    return number if catalogue == "1023" else _("GB/T 19001 {}").format(number)


def _number_width(pattern: str) -> int:
    """Room for a number of the pattern; the firm's own ones, such as HY-QR-10.2-01, follow none."""
    letters = len(pattern.format(year=2026, n=1)) if pattern else 13
    return max(92, letters * 8 + 16)  # numbers with the year are often typed where the pattern has none


def _is_number(kind: AnyField) -> bool:
    return isinstance(kind, ExactField)


def field_width(field: AnyField) -> int:
    """How wide a column of this field is, in pixels of the design."""
    if field.name == "number":
        return 80
    if field.name == "status":
        return 100
    for kind, width in _WIDTHS:
        if isinstance(field, kind):
            return width
    if field.choices and not isinstance(field, MultiField):
        longest = max(len(str(word)) for word in (field.verbose_name, *(label for _key, label in field.choices)))
        return min(max(longest * 13 + 20, 60), 180)
    return 92
