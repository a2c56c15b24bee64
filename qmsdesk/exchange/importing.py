"""Plan an import: read a file, say what each row would do, let the user mend it in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qmsdesk.exchange import grid as grids
from qmsdesk.exchange import headings
from qmsdesk.exchange.applying import ImportResult, apply
from qmsdesk.exchange.bare import Bare
from qmsdesk.exchange.body import Skipped
from qmsdesk.exchange.collecting import collect, named
from qmsdesk.exchange.grid import Grid
from qmsdesk.exchange.headings import Headed
from qmsdesk.exchange.judging import Judge
from qmsdesk.exchange.plan import (
    CellInput,
    CellProblem,
    Group,
    OnDuplicate,
    PlanColumn,
    PlanRow,
    Status,
)
from qmsdesk.exchange.rowreader import RowReader
from qmsdesk.exchange.snapshot import Snapshot
from qmsdesk.exchange.values import Words, understood
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.kinds import is_blank
from qmsdesk.registers.sheet import Values
from qmsdesk.registers.sheet_columns import columns_of, further_lines, line_columns
from qmsdesk.registers.spec import Register
from qmsdesk.services.sitting import Sitting

__all__ = ["CellProblem", "ImportPlan", "ImportResult", "PlanColumn", "PlanRow", "apply", "read_plan"]


def read_plan(
    sitting: Sitting,
    register: Register,
    path: Path,
    *,
    sheet: str | None = None,
    head_row: int = 0,
    mapping: Mapping[str, str] | None = None,
    on_duplicate: OnDuplicate = "stop",
    defaults: Values | None = None,
    progress: Progress = silent,
) -> ImportPlan:
    """Read a file and plan its import; nothing is written.

    ``mapping`` places headings (or column letters) at labels, ``defaults`` say what a blank field means beside the
    register's own. Raises UserError for a file that is no table or has no heading row.
    """
    progress(_("读取文件"), 0, 1)
    grid = grids.read(path)
    columns = columns_of(register)
    headed = headings.find(grid, columns, wide=register.sheet.wide, sheet=sheet, row=head_row, mapping=mapping)
    plan = ImportPlan(register, grid, headed, on_duplicate, {**register.sheet.defaults, **(defaults or {})}, progress)
    plan.refresh(sitting, progress)
    return plan


class ImportPlan:
    """The rows of a file and what becomes of each. Every change is judged anew at once; ``apply`` writes it."""

    def __init__(
        self,
        register: Register,
        grid: Grid,
        headed: Headed,
        on_duplicate: OnDuplicate,
        defaults: Values,
        progress: Progress = silent,
    ) -> None:
        self.register = register
        self.grid = grid
        self.headed = headed
        self.sheet_columns = columns_of(register)
        self.on_duplicate: OnDuplicate = on_duplicate
        self.defaults = defaults
        self.words: dict[AnyField, dict[str, tuple[str, ...]]] = {
            f: dict(words) for f, words in register.sheet.choices.items()
        }
        self.rows: list[PlanRow] = []
        self.skipped_lines: list[Skipped] = []
        self.groups: list[Group] = []
        self._snapshot: Snapshot | None = None
        self._bare: Bare | None = None
        self.rows, self.skipped_lines = collect(grid, headed, register)
        progress(_("读取文件"), 1, 1)

    # What there is to see

    @property
    def file(self) -> str:
        return self.grid.name

    @property
    def sheet(self) -> str:
        return self.headed.sheet.name

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as it was when the rows were compared with it."""
        assert self._snapshot is not None
        return self._snapshot

    @property
    def sheets(self) -> list[str]:
        return [s.name for s in self.grid.sheets]

    @property
    def unknown_headings(self) -> tuple[str, ...]:
        return self.headed.unknown

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns the sheet does not have."""
        return self.headed.missing

    @property
    def other_sheets(self) -> list[str]:
        """Sheets with the same headings that are not read; each needs an import of its own."""
        own = {str(lines.title) for lines in further_lines(self.register)}  # read together with the main sheet
        found = headings.also_complete(self.grid, self.sheet_columns, self.headed, self.register.sheet.wide)
        return [name for name in found if name not in own]

    @property
    def mapping(self) -> dict[str, str]:
        """What the user placed by hand, to be kept and given to ``read_plan`` with the next file of this kind."""
        labels = {c.field: c.heading for c in self.sheet_columns}
        by_hand = [h for h in self.headed.heads if h.how in {"manual", "ignored"}]
        return {h.text or h.letter: labels.get(h.field, "") for h in by_hand}

    @property
    def columns(self) -> list[PlanColumn]:
        """The columns of the file with an example each, for the mapping."""
        body = {row.sheet_row for row in self.rows if row.line is None}
        out = []
        for h in self.headed.heads:
            cells = (self.headed.sheet.cell(r, h.column) for r in sorted(body))
            example = next((c.text.strip() for c in cells if not c.blank), "")
            out.append(PlanColumn(h.column, h.letter, h.text, example, h.field, h.how))
        return out

    @property
    def fields(self) -> list[AnyField]:
        """The fields that the rows hold something for, in the order of the sheet; for the preview."""
        held = {f for row in self.rows if row.line is None for f, cell in row.cells.items() if not cell.blank}
        return [c.field for c in self.sheet_columns if c.field in held or c.required]

    def counts(self) -> Counter[Status]:
        return Counter(row.status for row in self.rows)

    @property
    def bad(self) -> list[PlanRow]:
        """Rows with an error or an open question, in the order of the file."""
        return [row for row in self.rows if row.bad]

    @property
    def warnings(self) -> list[tuple[PlanRow, CellProblem]]:
        return [(row, p) for row in self.rows for p in row.problems if p.level == "warning"]

    @property
    def also_created(self) -> list[tuple[Register, str]]:
        """Departments and people that come in because a row names them."""
        found = named(self.register, self.rows, self.groups)
        new = (n for n in found if n.number or not self.snapshot.holds(n))  # the place of the unplaced may be there
        return [(BY_MODEL[name.model], name.caption) for name in new]

    def value_words(self, f: AnyField) -> list[tuple[str, tuple[str, ...]]]:
        """The words the file uses for a choice field and the keys each means, empty when it is not understood."""
        words = dict.fromkeys(row.text(f).strip() for row in self.rows if not is_blank(row.text(f)))
        return [(word, understood(f, word, self.words.get(f, {}))) for word in words]

    # What the user can do

    def correct(self, row: PlanRow, f: AnyField, text: str) -> None:
        """Put another text for a field of a row; it is read as if it stood in the file."""
        old = row.cells.get(f)
        row.cells[f] = replace(old, text=text, problem="") if old else CellInput(text)
        row.corrected.add(f)
        row.left_out = False
        self._read([row])

    def answer(self, row: PlanRow, f: AnyField, offer: str) -> None:
        """Settle a question by one of the problem's ``offers``."""
        self.correct(row, f, offer)

    def leave_out(self, row: PlanRow, left_out: bool = True) -> None:
        """Do not import this row; it counts as skipped."""
        row.left_out = left_out
        self._judge()

    def remap(self, column: int, f: AnyField | None) -> None:
        """Put a column of the file at another field, or leave it out; corrections of rows are kept."""
        self.headed = headings.rename(self.headed, self.sheet_columns, column, f)
        kept = {(r.sheet, r.sheet_row): r for r in self.rows if r.corrected or r.left_out}
        self.rows, self.skipped_lines = collect(self.grid, self.headed, self.register)
        for row in self.rows:
            if old := kept.get((row.sheet, row.sheet_row)):
                row.cells.update({g: old.cells[g] for g in old.corrected})
                row.corrected, row.left_out = old.corrected, old.left_out
        self._read(self.rows)

    def map_choice(self, f: AnyField, word: str, keys: Sequence[str]) -> None:
        """Say what a word of the file means for a choice field."""
        self.words.setdefault(f, {})[word] = tuple(keys)
        self._read(self.rows)

    def set_duplicates(self, on_duplicate: OnDuplicate) -> None:
        self.on_duplicate = on_duplicate
        self._judge()

    # How it is worked out

    def refresh(self, sitting: Sitting, progress: Progress = silent) -> None:
        """Compare with the workspace as it is now."""
        self._snapshot = Snapshot(sitting.db, self.register, sitting.clock.today())
        self._bare = Bare(sitting.db, self.register, self._snapshot)
        self._read(self.rows, progress)

    def _read(self, rows: Sequence[PlanRow], progress: Progress = silent) -> None:
        assert self._snapshot is not None
        words: Mapping[AnyField, Words] = self.words
        reader = RowReader(
            self.register, self.sheet_columns, self._snapshot, words, self.defaults, self.grid.serial_offset
        )
        readers = {
            lines.key: RowReader(
                self.register, line_columns(self.register, lines), self._snapshot, words, {}, self.grid.serial_offset
            )
            for lines in further_lines(self.register)
        }
        for done, row in enumerate(rows):
            if done % 500 == 0:
                progress(_("核对"), done, len(rows))
            (readers[row.line.key] if row.line else reader).read(row)
        self._judge()

    def _judge(self) -> None:
        assert self._bare is not None
        self.groups = Judge(self.register, self.snapshot, self.on_duplicate, self._bare).judge(self.rows)
