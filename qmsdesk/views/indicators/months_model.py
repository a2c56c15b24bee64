"""The months of one indicator as a grid: 分子, 分母 or 数值 typed in place, result and difference computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Person
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.registers.kinds import from_text
from qmsdesk.services import reading
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.monthly import MonthLine
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.months_cells import PARTS, MonthCells, MonthColumn
from qmsdesk.views.indicators.typed import month_value
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class MonthsModel(QAbstractTableModel):
    """``saved`` carries a Change, ``failed`` an error that is not the cell's own, ``marked`` says a text was refused.

    Under a month with a refused text stands a row with the sentence (``note_of``).
    """

    saved = Signal(object)
    failed = Signal(object)
    marked = Signal()

    def __init__(self, sitting: Sitting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.evaluated: Evaluated | None = None
        self.columns: tuple[MonthColumn, ...] = PARTS
        self.months: list[MonthLine] = []
        self.visits: dict[str, Visit] = {}
        self._rows: list[tuple[MonthLine, bool]] = []
        self._people: dict[int, str] = {}
        self.cells: MonthCells | None = None

    def show(self, evaluated: Evaluated, months: Sequence[MonthLine], columns: tuple[MonthColumn, ...]) -> None:
        """Show months; in place where they are the ones shown before. What was refused stays with its month."""
        same = self.evaluated is not None and self.evaluated.indicator.id == evaluated.indicator.id
        if not same:
            self.visits.clear()
        for visit in self.visits.values():
            visit.reload()
        kept = same and self.columns == columns and [m.period for m in self.months] == [m.period for m in months]
        if not kept:
            self.beginResetModel()
        self.evaluated, self.months, self.columns = evaluated, list(months), columns
        self._people = reading.captions(self._sitting.db, Person)
        self.cells = MonthCells(evaluated, self._people)
        if kept:
            self._lay()
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(columns) - 1))
        else:
            self._rows = self._wanted()
            self.endResetModel()

    def month(self, row: int) -> MonthLine | None:
        """The month of a row, None for a sentence."""
        return self._rows[row][0] if 0 <= row < len(self._rows) and not self._rows[row][1] else None

    def note_of(self, row: int) -> str:
        """The sentence in a row, empty for a month."""
        if not 0 <= row < len(self._rows) or not self._rows[row][1]:
            return ""
        problems = self.visits[self._rows[row][0].period].problems
        return _("{}。按 Esc 取消修改。").format("；".join(dict.fromkeys(problems.values())).rstrip("。"))

    def row_of(self, period: str) -> int:
        """The row of a month, -1 when it is not shown."""
        return next((r for r, (line, note) in enumerate(self._rows) if line.period == period and not note), -1)

    def column_of(self, key: str) -> int:
        """The place of a column by its key or field name, -1 when it is not shown."""
        return next((place for place, c in enumerate(self.columns) if c.key == key), -1)

    def visit(self, line: MonthLine) -> Visit:
        """The editing of one month; a blank one is proposed with reporter and source."""
        visit = self.visits.get(line.period)
        if visit is None:
            assert self.evaluated is not None
            indicator = self.evaluated.indicator
            preset = {
                Measurement.indicator: indicator.id,
                Measurement.period: line.period,
                Measurement.reporter: self.reporter(),
                Measurement.source: indicator.of(Indicator.source),
            }
            visit = Visit(self._sitting, MEASUREMENT, line.row.id if line.row else None, None if line.row else preset)
            self.visits[line.period] = visit
        return visit

    def closed(self, line: MonthLine) -> str:
        """Why a month cannot be changed, empty when it can."""
        if self.evaluated is not None and self.evaluated.indicator.of(Indicator.feed):
            return _("这个指标按台账自动计算，不用填报；点“证据”列查看来源记录")
        if line.row is None:
            return self._sitting.workspace.read_only
        return self.visit(line).reason_closed()

    def forget(self, period: str) -> None:
        """Drop what was refused in a month."""
        if self.visits.pop(period, None) is not None:
            self._lay()
            self._repaint(period)
            self.marked.emit()

    def problems(self) -> int:
        """How many cells hold a text that is not saved."""
        return sum(len(v.problems) for v in self.visits.values())

    # QAbstractTableModel

    def rowCount(self, parent: Index = _NONE) -> int:
        """Months and sentences."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """As many as are shown for this kind of indicator."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Titles; 分子 and 分母 with the words of the formula where they are short."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _Data.TextAlignmentRole:
            return _RIGHT if column.right else None
        if self.cells is None or role not in (_Data.DisplayRole, _Data.ToolTipRole):
            return None
        return self.cells.head(column) if role == _Data.DisplayRole else self.cells.words(column) or None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Open cells of open months can be typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        line = self.month(index.row())
        if line is None:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()].field is not None and not self.closed(line):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts and marks of a cell."""
        if not index.isValid():
            return None
        line = self.month(index.row())
        if line is None:
            return self.note_of(index.row()) if role == _Data.DisplayRole and index.column() == 0 else None
        column = self.columns[index.column()]
        if role == _Data.TextAlignmentRole:
            return _RIGHT if column.right else None
        visit = self.visits.get(line.period)
        field = column.field
        if field is not None and visit is not None and field in visit.problems:
            if role in (_Data.DisplayRole, _Data.EditRole):
                return visit.typed[field]
            return visit.problems[field] if role == Role.ERROR else None
        assert self.cells is not None
        wrong = visit is not None and bool(visit.problems)
        if role in (_Data.DisplayRole, _Data.EditRole):
            return self.cells.text(line, column, editing=role == _Data.EditRole, wrong=wrong)
        if role == Role.FIELD:
            return wrong and field is not None and column.right
        if role == _Data.ToolTipRole and field is not None:
            return self.closed(line) or None
        return self.cells.mark(line, column, role)

    def setData(self, index: Index, value: Any, role: int = _Data.EditRole) -> bool:
        """Commit a text: one save, or the cell stays red with the sentence under its month."""
        line = self.month(index.row())
        field = self.columns[index.column()].field
        if role != _Data.EditRole or line is None or field is None or self.closed(line):
            return False
        text = str(value)
        visit = self.visit(line)
        assert self.cells is not None
        stored = self.cells.text(line, self.columns[index.column()], editing=True)
        if field not in visit.problems and text == stored:
            return True
        self.take(visit, field, lambda: self.read(field, partial(from_text, field, text), text), text)
        return field not in visit.problems

    def read(self, field: AnyField, otherwise: Callable[[], Any], text: str) -> Any:
        """What a text means in a column; 数值 is understood as in an imported sheet. Unreadable when nothing."""
        assert self.evaluated is not None
        return month_value(self.evaluated.indicator, text) if field is Measurement.value else otherwise()

    def take(self, visit: Visit, field: AnyField, read: Callable[[], Any], text: str) -> None:
        """Commit what an editor holds; what was refused beside it is tried again (分子 over the old 分母)."""
        changes = [self._try(visit, field, read, text)]
        if field not in visit.problems:
            for other, kept in list(visit.typed.items()):
                again = partial(self.read, other, partial(from_text, other, kept), kept)
                changes.append(self._try(visit, other, again, kept))
        self._lay()
        self._repaint(str(visit.value(Measurement.period)))
        self.marked.emit()
        for change in changes:
            if change is not None:
                self.saved.emit(change)

    def _try(self, visit: Visit, field: AnyField, read: Callable[[], Any], text: str) -> Change | None:
        try:
            return visit.take(field, read, text)
        except UserError as error:
            self.failed.emit(error)
            return None

    def reporter(self) -> int | None:
        assert self.evaluated is not None
        operator = next((i for i, name in self._people.items() if name == self._sitting.operator), None)
        return operator or self.evaluated.indicator.of(Indicator.owner)

    def _wanted(self) -> list[tuple[MonthLine, bool]]:
        rows: list[tuple[MonthLine, bool]] = []
        for line in self.months:
            rows.append((line, False))
            visit = self.visits.get(line.period)
            if visit is not None and visit.problems:
                rows.append((line, True))
        return rows

    def _lay(self) -> None:
        """Put the sentences where they belong, without moving anything else."""
        wanted = self._wanted()
        keys = [(line.period, note) for line, note in wanted]
        for place in reversed(range(len(self._rows))):
            line, note = self._rows[place]
            if note and (line.period, True) not in keys:
                self.beginRemoveRows(_NONE, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(wanted):
            if row[1] and (place >= len(self._rows) or not self._rows[place][1]):
                self.beginInsertRows(_NONE, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
        self._rows = wanted

    def _repaint(self, period: str) -> None:
        row = self.row_of(period)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
