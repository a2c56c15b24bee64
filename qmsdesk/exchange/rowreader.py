"""From the cells of one row to the values of one record and its child row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qmsdesk.exchange.plan import CellProblem, Level, PlanRow
from qmsdesk.exchange.snapshot import Snapshot, is_relation
from qmsdesk.exchange.values import Words, value
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.kinds import Unreadable, squeeze
from qmsdesk.registers.sheet import Named, Values, Written
from qmsdesk.registers.sheet_columns import SheetColumn
from qmsdesk.registers.spec import Register, required


class RowReader:
    """Reads rows of one register against a snapshot. ``words`` are further words for choices, by field."""

    def __init__(
        self,
        register: Register,
        columns: Sequence[SheetColumn],
        snapshot: Snapshot,
        words: Mapping[AnyField, Words],
        defaults: Values,
        serial_offset: int = 0,
    ) -> None:
        self.register = register
        self.sheet = register.sheet
        self.columns = columns
        self.snapshot = snapshot
        self.words = words
        self.defaults = defaults
        self.serial_offset = serial_offset
        # A relation that another field helps to tell apart is read after it.
        self.order = sorted((c.field for c in columns), key=lambda f: f in self.sheet.beside)
        self.as_written = frozenset(self.sheet.as_written)
        self.derived = frozenset(self.sheet.derived)
        self.needed = required(register.fields)

    def read(self, row: PlanRow) -> None:
        """Fill ``values`` and ``read_problems`` of a row from its cells."""
        row.values, row.homes, row.read_problems = {}, {}, []
        row.defaulted = frozenset()
        written: dict[AnyField, Written] = {}
        for f in self.order:
            cell = row.cells.get(f)
            if cell is None or (cell.blank and not self._is_word(f, cell.text)):
                continue
            if cell.problem:
                self._blame(row, f, cell.problem)
            elif f in self.as_written:
                written[f] = Written(cell.text, cell.unit)
            else:
                self._read_cell(row, f, cell.text)
        if row.line is None:
            self._read_together(row, written)
            row.values = self.sheet.derive(row.values)
            self._fill_defaults(row)
        self._require(row)

    def _read_cell(self, row: PlanRow, f: AnyField, text: str) -> None:
        try:
            if is_relation(f):
                home = self._home(row, f)
                found = self.snapshot.resolve(f, text, home)
                if isinstance(found, Named) and home is not None:
                    row.homes[found] = home
                row.values[f] = found
            else:
                row.values[f] = value(f, text, self.words.get(f, {}), self.serial_offset)
        except Unreadable as problem:
            if f in self.sheet.near:
                self._ask(row, f, text.strip()[:40], self.sheet.near[f](text))
            else:
                self._blame(row, f, str(problem))

    def _is_word(self, f: AnyField, text: str) -> bool:
        """Whether a sign for nothing (—) is a word of this field."""
        return bool(text.strip()) and squeeze(text) in {squeeze(word) for word in self.words.get(f, {})}

    def _ask(self, row: PlanRow, f: AnyField, text: str, offers: Sequence[str]) -> None:
        if offers:
            self._blame(row, f, _("没有“{}”，是不是“{}”？").format(text, "”“".join(offers)), "question", offers)
        else:
            self._blame(row, f, _("没有叫“{}”的{}").format(text, f.verbose_name))

    def _home(self, row: PlanRow, f: AnyField) -> int | Named | None:
        """Where a person or body named here belongs, if the row says so."""
        beside = self.sheet.beside.get(f)
        if beside is None:
            return None
        found = row.values.get(beside)
        if isinstance(found, str):  # the record itself, by its caption
            return Named(self.register.model, found)
        return found if isinstance(found, int | Named) else None

    def _read_together(self, row: PlanRow, written: Mapping[AnyField, Written]) -> None:
        if not self.sheet.as_written:
            return

        def look(f: AnyField) -> Row | None:
            return self.snapshot.row_of(f, row.values.get(f))

        reading = self.sheet.read(row.values, written, look)
        row.values = {**row.values, **reading.values}
        blamed = {p.field for p in row.read_problems}
        for doubt in reading.doubts:
            if doubt.field not in blamed:
                self._blame(row, doubt.field, doubt.text, doubt.level, doubt.offers)

    def _fill_defaults(self, row: PlanRow) -> None:
        missing = {f: v for f, v in self.defaults.items() if row.values.get(f) in (None, "") and not row.problem_of(f)}
        row.values.update(missing)
        row.defaulted = frozenset(missing)

    def _require(self, row: PlanRow) -> None:
        if row.line is None:
            lines = self.sheet.line
            fields = list(self.needed)
            if not self.register.numbering:
                fields.insert(0, self.register.model.number)
            if lines and any(row.values.get(f) is not None for f in lines.fields):
                fields += required(lines.fields)
        else:
            fields = [self.register.model.number, *required(row.line.fields)]
        blamed = {p.field for p in row.read_problems}
        for f in sorted(dict.fromkeys(fields), key=lambda f: f in self.derived):
            if f in self.derived and row.read_problems:
                continue  # what it would be derived from may be what is wrong
            if row.values.get(f) in (None, "", ()) and f not in blamed:
                self._blame(row, f, _("缺少{}").format(heading_of(row, f)))

    def _blame(self, row: PlanRow, f: AnyField, text: str, level: Level = "error", offers: Sequence[str] = ()) -> None:
        row.read_problems.append(problem(row, f, text, level, offers))


def problem(row: PlanRow, f: Any, text: str, level: Level = "error", offers: Sequence[str] = ()) -> CellProblem:
    """A problem of a row with the place and the text of the cell it is about."""
    cell = row.cells.get(f)
    heading = heading_of(row, f) if f is not None else ""
    return CellProblem(
        f, text, level, heading, cell.text if cell else "", cell.row if cell and cell.row else row.sheet_row,
        cell.column if cell else 0, tuple(offers),
    )  # fmt: skip


def heading_of(row: PlanRow, f: AnyField) -> str:
    """What the file calls a field, else its own label."""
    cell = row.cells.get(f)
    return cell.heading if cell and cell.heading else str(f.verbose_name)
