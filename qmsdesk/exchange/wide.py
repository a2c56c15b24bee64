"""Sheets with the months across the columns, 分子 and 分母 in two lines: one row per name and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qmsdesk.exchange.grid import Cell
from qmsdesk.exchange.headings import Head, Headed, normal
from qmsdesk.exchange.months import series
from qmsdesk.exchange.plan import CellInput, PlanRow
from qmsdesk.exchange.values import cell_text
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import Unreadable, is_blank
from qmsdesk.registers.sheet import Wide


@dataclass
class _Block:
    """The lines of one name: which line holds which part, and the cells beside that go with every month."""

    first: int
    shared: dict[AnyField, CellInput]
    parts: dict[AnyField, int] = field(default_factory=dict)
    unknown: str = ""


def is_wide(headed: Headed) -> bool:
    return any(h.how == "month" for h in headed.heads)


def rows(headed: Headed, wide: Wide, numbers: Sequence[int]) -> list[PlanRow]:
    """The rows of a wide sheet by name, then month; months in which nothing is entered give none.

    ``UserError`` when a month heading cannot be placed in its year.
    """
    months = [h for h in headed.heads if h.how == "month"]
    titles = [c.text for line in headed.sheet.rows[: headed.row - 1] for c in line if not c.blank]
    periods = series([h.text for h in months], [headed.sheet.name, *titles])
    found: list[PlanRow] = []
    for block in _blocks(headed, wide, numbers):
        for head, period in zip(months, periods, strict=True):
            cells = {part: headed.sheet.cell(row, head.column) for part, row in block.parts.items()}
            if all(c.blank or (is_blank(c.text) and not c.problem) for c in cells.values()):
                continue
            inputs = dict(block.shared)
            inputs[wide.across] = CellInput(period, headed.row, head.column, heading=head.text)
            inputs.update({part: cell_input(part, cell, head) for part, cell in cells.items()})
            if block.unknown:
                cell = cells[wide.whole]
                why = _("看不懂“{}”是分子、分母还是数值").format(block.unknown)
                inputs[wide.whole] = CellInput(cell.text, cell.row, cell.column, problem=why, heading=head.text)
            found.append(PlanRow(headed.sheet.name, block.first, inputs))
    return found


def cell_input(f: AnyField, cell: Cell, head: Head, *, exact: bool = False) -> CellInput:
    """A cell as the input for a field; ``exact`` takes a number's value even where its format pads it."""
    text, problem = cell.text, cell.problem
    try:
        text = cell.text if exact else cell_text(f, cell)
    except Unreadable as error:
        problem = str(error)
    return CellInput(text, cell.row, cell.column, head.unit, problem, head.text)


def _blocks(headed: Headed, wide: Wide, numbers: Sequence[int]) -> list[_Block]:
    words = {normal(word): part for part, names in wide.parts.items() for word in names}
    part_column = next((h.column for h in headed.heads if h.how == "part"), 0)
    named = [h for h in headed.heads if h.field is not None and h.field not in set(wide.parts)]
    blocks: list[_Block] = []
    for number in numbers:
        cells = [(h, headed.sheet.cell(number, h.column)) for h in named]
        shared = {h.field: cell_input(h.field, cell, h) for h, cell in cells if not cell.blank}
        word = headed.sheet.cell(number, part_column).text.strip() if part_column else ""
        part = words.get(normal(word), wide.whole)
        last = blocks[-1] if blocks else None
        # The second line of a name repeats it, is merged with it, or leaves it blank.
        if last is not None and part not in last.parts and _same_name(last.shared, shared):
            last.parts[part] = number
            last.shared = {**shared, **last.shared}
        else:
            last = _Block(number, shared, {part: number})
            blocks.append(last)
        if word and normal(word) not in words:
            last.unknown = word
    return blocks


def _same_name(first: dict[AnyField, CellInput], second: dict[AnyField, CellInput]) -> bool:
    return all(first[f].text == cell.text for f, cell in second.items() if f in first)
