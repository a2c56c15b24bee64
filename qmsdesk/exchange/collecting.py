"""The rows of a file, and the records they name beside themselves."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.exchange import headings, wide
from qmsdesk.exchange.body import Skipped, split
from qmsdesk.exchange.grid import Grid
from qmsdesk.exchange.headings import Headed
from qmsdesk.exchange.plan import Group, PlanRow
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.sheet import Named
from qmsdesk.registers.sheet_columns import columns_of, further_lines, line_columns
from qmsdesk.registers.spec import Lines, Register


def collect(grid: Grid, headed: Headed, register: Register) -> tuple[list[PlanRow], list[Skipped]]:
    """The rows of the main sheet, then those of child rows on sheets named as in our exports; and what is no row."""
    numbers, skipped = split(headed, columns_of(register), register.sheet.example)
    if register.sheet.wide and wide.is_wide(headed):
        rows = wide.rows(headed, register.sheet.wide, numbers)
    else:
        rows = [_row(register, headed, number, None) for number in numbers]
    for lines in further_lines(register):
        title = str(lines.title)
        if title != headed.sheet.name and title in {sheet.name for sheet in grid.sheets}:
            columns = line_columns(register, lines)
            beside = headings.find(grid, columns, sheet=title)
            numbers, more = split(beside, columns, {})
            rows += [_row(register, beside, number, lines) for number in numbers]
            skipped += more
    return rows, skipped


def _row(register: Register, headed: Headed, number: int, lines: Lines | None) -> PlanRow:
    exact = set(register.sheet.as_written)
    cells = {
        h.field: wide.cell_input(h.field, headed.sheet.cell(number, h.column), h, exact=h.field in exact)
        for h in headed.heads
        if h.field is not None
    }
    return PlanRow(headed.sheet.name, number, cells, lines)


def homes(rows: Sequence[PlanRow]) -> dict[Named, int | Named]:
    """Where the named belong, by the first row that says so."""
    found: dict[Named, int | Named] = {}
    for row in rows:
        for name, home in row.homes.items():
            found.setdefault(name, home)
    return found


def named(register: Register, rows: Sequence[PlanRow], groups: Sequence[Group]) -> list[Named]:
    """What the rows to be written name but nobody knows; a place comes before who belongs there."""
    found: dict[Named, None] = {}
    places, own = homes(rows), register.model

    def add(name: Named) -> None:
        create = BY_MODEL[name.model].sheet.create
        for part in create(name.caption, places.get(name)).values() if create else ():
            if isinstance(part, Named) and part.model is not own and part not in found:
                add(part)
        found.setdefault(name)

    for group in groups:
        for values in (group.record, *(w.values for w in group.lines if w.row is None or not w.row.bad)):
            for value in values.values():
                if isinstance(value, Named) and value.model is not own:
                    add(value)
    return list(found)
