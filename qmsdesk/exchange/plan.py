"""What an import will do, row by row, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qmsdesk.exchange.grid import letter
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import is_blank
from qmsdesk.registers.sheet import Named, Values
from qmsdesk.registers.spec import Lines

Status = Literal["add", "update", "same", "skip", "question", "error"]
Level = Literal["error", "question", "warning"]
OnDuplicate = Literal["stop", "skip", "update"]

STATUS_TITLES: dict[Status, str] = {
    "add": _("新增"),
    "update": _("更新"),
    "same": _("相同"),
    "skip": _("跳过"),
    "question": _("请确认"),
    "error": _("有误"),
}
LEVEL_TITLES: dict[Level, str] = {"error": _("错误"), "question": _("待确认"), "warning": _("提醒")}


@dataclass(frozen=True)
class CellInput:
    """The text for one field of a row, with the place it was found at, its heading and the unit that gave."""

    text: str
    row: int = 0
    column: int = 0
    unit: str = ""
    problem: str = ""
    heading: str = ""

    @property
    def blank(self) -> bool:
        return not self.problem and is_blank(self.text)


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a row, where, and the text found there. ``offers`` answer a question."""

    field: AnyField | None
    text: str
    level: Level = "error"
    heading: str = ""
    found: str = ""
    row: int = 0
    column: int = 0
    offers: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The cell as in the file, C5; empty when the sheet has no such column."""
        return f"{letter(self.column)}{self.row}" if self.column and self.row else ""


@dataclass
class PlanRow:
    """One row of the file. ``line`` is set on a sheet of child rows. ``cells`` are what was found or corrected to."""

    sheet: str
    sheet_row: int
    cells: dict[AnyField, CellInput]
    line: Lines | None = None
    values: Values = field(default_factory=dict)
    homes: dict[Named, int | Named] = field(default_factory=dict)
    defaulted: frozenset[AnyField] = frozenset()
    read_problems: list[CellProblem] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    status: Status = "add"
    note: str = ""
    left_out: bool = False
    duplicate: bool = False
    corrected: set[AnyField] = field(default_factory=set)

    @property
    def bad(self) -> bool:
        return self.status in {"error", "question"}

    def text(self, f: AnyField) -> str:
        """The text now standing for a field."""
        cell = self.cells.get(f)
        return cell.text if cell else ""

    def problem_of(self, f: AnyField) -> CellProblem | None:
        return next((p for p in self.problems if p.field is f), None)


@dataclass(frozen=True)
class PlanColumn:
    """A column of the file for the mapping: ``how`` as in ``headings.Head``."""

    column: int
    letter: str
    heading: str
    example: str
    field: AnyField | None
    how: str


@dataclass
class LineWrite:
    """A child row to be written, and the row of the file it comes from."""

    row: PlanRow | None
    lines: Lines
    line_id: int | None
    values: Values


@dataclass
class Group:
    """All that is written for one record: its own values, its child rows, and what follows from them."""

    target: int | None
    rows: list[PlanRow] = field(default_factory=list)
    record: Values = field(default_factory=dict)
    lines: list[LineWrite] = field(default_factory=list)
    finish: Values = field(default_factory=dict)
