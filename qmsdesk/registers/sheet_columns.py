"""The columns of a register's sheet: one description for templates, exports, imports and ``registers --json``."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Lines, Register, required


@dataclass(frozen=True)
class SheetColumn:
    """One column. ``line`` is the kind of child row its values belong to, None for the record itself."""

    field: AnyField
    heading: str
    synonyms: tuple[str, ...]
    required: bool
    line: Lines | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of a choice field, 是/否 for a yes-no field, in order."""
        if self.field.choices:
            return tuple(str(label) for _key, label in self.field.choices)
        return (_("是"), _("否")) if self.field.field_type == "BOOL" else ()


def columns_of(register: Register) -> tuple[SheetColumn, ...]:
    """The main sheet: the number, the record's fields, and those of the child row written beside them."""
    number, sheet = register.model.number, register.sheet
    own = {f.name for f in register.fields}
    fields = register.sheet_fields if number.name in own else (number, *register.sheet_fields)
    # What tells records apart stands in the sheet though nobody types it into the form (the version of a round).
    known = {f.name for f in fields}
    fields = (*fields, *(f for f in sheet.key if f.name not in known))
    if sheet.states:
        fields = (*fields, register.model.status)
    beside = set(sheet.line.fields) if sheet.line else set()
    needed = set(required(fields)) - set(sheet.derived) - set(sheet.defaults)
    if not register.numbering:
        needed.add(number)
    return tuple(
        SheetColumn(
            f, str(f.verbose_name), sheet.synonyms.get(f, ()), f in needed and f not in beside,
            sheet.line if f in beside else None,
        )
        for f in fields
    )  # fmt: skip


def line_columns(register: Register, lines: Lines) -> tuple[SheetColumn, ...]:
    """The sheet of child rows: the number of the record they belong to, then their own fields."""
    number = register.model.number
    needed = set(required(lines.fields))
    own = tuple(
        SheetColumn(f, str(f.verbose_name), register.sheet.synonyms.get(f, ()), f in needed, lines)
        for f in lines.fields
    )
    return (SheetColumn(number, str(number.verbose_name), (), True), *own)


def further_lines(register: Register) -> tuple[Lines, ...]:
    """The child rows that do not stand beside their record and so have a sheet of their own."""
    return tuple(lines for lines in register.lines if lines is not register.sheet.line)
