"""The rows of a register for the list: ids in order, cells in pages of 100, one blank row while one is being filled."""

from __future__ import annotations

import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Column, Register
from qmsdesk.services import reading, shortfall
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.columns import ViewColumn
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
PAGE = 100
_PAGES = 40
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
# Made once: Python's flags are slow, and painting asks for them thousands of times.
_CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKED = _CELL | Qt.ItemFlag.ItemIsUserCheckable
_TYPED = _CELL | Qt.ItemFlag.ItemIsEditable
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_SHOWN = frozenset(
    {_Data.DisplayRole, _Data.TextAlignmentRole, Role.PILL, Role.STRUCK, Role.MUTED, Role.TONE, Role.CAPTION}
)
"""What a stored row answers; of the record being edited there is more to say."""


@dataclass(frozen=True)
class Cells:
    """One row as text; ``void`` rows are struck through, ``short`` is how many fields a draft still lacks."""

    texts: tuple[str, ...]
    void: bool
    short: int = 0
    correcting: bool = False


class RecordTable(QAbstractTableModel):
    """Column 0 holds the tick boxes, then come the columns of the register.

    ``visit`` is the record being edited: its refused texts show in their cells; a blank one is the last row.
    """

    ticked = Signal()

    def __init__(self, sitting: Sitting, query: reading.Query, columns: Sequence[ViewColumn], parent: QObject) -> None:
        super().__init__(parent)
        self._sitting, self.query, self.columns = sitting, query, list(columns)
        self.ids: array.array[int] = array.array("q")
        self.checked: set[int] = set()
        self.visit: Visit | None = None
        self._blank = False
        self._pages: OrderedDict[int, dict[int, Cells]] = OrderedDict()
        self._fresh: dict[int, Cells] = {}
        status = [place for place, column in enumerate(self.columns) if column.is_status]
        self._status = status[0] if status else -1
        shown = (place for place, c in enumerate(self.columns, 1) if c.source is self.register.model.status)
        self._state = next(shown, -1)

    @property
    def register(self) -> Register:
        return self.query.register

    def reload(self, query: reading.Query | None = None) -> None:
        """Ask for the ids again; what is on screen is read when it is painted."""
        self.beginResetModel()
        self._blank = self.visit is not None and self.visit.is_draft
        self.query = query or self.query
        self.ids = self.query.ids(self._sitting.db)
        self._pages.clear()
        self._fresh.clear()
        self.checked &= set(self.ids)
        self.endResetModel()

    def record(self, row: int) -> int | None:
        """The id in a row; None for the blank one."""
        return self.ids[row] if 0 <= row < len(self.ids) else None

    def row_of(self, record: int | None) -> int:
        """The row of an id, -1 when it is not in the list; the blank row for None."""
        if record is None:
            return len(self.ids) if self._blank else -1
        try:
            return self.ids.index(record)
        except ValueError:
            return -1

    def column_of(self, field: AnyField) -> int:
        """The column that shows a field, -1 when none does."""
        return next((place for place, c in enumerate(self.columns, 1) if c.field is field), -1)

    def field(self, column: int) -> AnyField | None:
        """What is edited in a column."""
        return self.columns[column - 1].field if column > 0 else None

    def cells(self, row: int) -> Cells:
        """The texts of a stored row."""
        record = self.ids[row]
        fresh = self._fresh.get(record)
        if fresh is not None:
            return fresh
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._read(self.ids[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(record) or Cells(("",) * len(self.columns), void=False)

    def set_visit(self, visit: Visit | None) -> None:
        """Follow another record; a blank one gets a row at the end, the one before loses it."""
        end = len(self.ids)
        if self._blank and self.visit is not visit:
            self.beginRemoveRows(_NONE, end, end)
            self._blank, self.visit = False, None
            self.endRemoveRows()
        if visit is not None and visit.is_draft and not self._blank:
            self.beginInsertRows(_NONE, end, end)
            self._blank, self.visit = True, visit
            self.endInsertRows()
        self.visit = visit

    def forget_texts(self) -> None:
        """Names in other registers changed: read all cells again when they are painted."""
        self._pages.clear()
        self._fresh.clear()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def refresh(self, records: Iterable[int]) -> None:
        """Show the stored values again, in place; new records come last, those no longer there leave."""
        wanted = set(records)
        model = self.register.model
        fresh = self._read(sorted(wanted))
        for record in wanted:
            stored = reading.row(self._sitting.db, model, record)
            there = stored is not None and (stored["deleted_at"] is not None) == self.query.deleted
            row = self.row_of(record)
            if there and row >= 0:
                self._fresh[record] = fresh[record]
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
            elif there and self._blank and self.visit is not None and self.visit.record == record:
                self._adopt(record, fresh[record])
            elif there:
                self._append(record, fresh[record])
            elif row >= 0:
                self._remove(row)

    def repaint_row(self, row: int) -> None:
        """Something of the visit changed that is not in the file."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def check_all(self, on: bool) -> None:
        """Tick or untick every row of the list."""
        self.checked = set(self.ids) if on else set()
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, 0), [_Data.CheckStateRole])
        self.ticked.emit()

    # What Qt asks.

    def rowCount(self, parent: Index = _NONE) -> int:
        """Stored rows, and the blank one."""
        return 0 if parent.isValid() else len(self.ids) + self._blank

    def columnCount(self, parent: Index = _NONE) -> int:
        """The tick box and the columns."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Data.DisplayRole:
            return self.columns[section - 1].header if section else ""
        if role == _Data.TextAlignmentRole and section and self.columns[section - 1].right:
            return _RIGHT
        if role == _Data.AccessibleTextRole and not section:
            return _("勾选")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Form fields can be edited in place; whether this record is open is asked when editing starts."""
        if index.column() == 0:
            return _TICKED
        return _TYPED if self.field(index.column()) is not None else _CELL

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts and how ``TableDelegate`` paints them."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if column == 0:
            return self._tick(row) if role == _Data.CheckStateRole else None
        # The id in the row is compared, not the row of the id: that would search all ids for every cell.
        if self.visit is not None and self.record(row) == self.visit.record and (found := self._visited(column, role)):
            return found
        if role not in _SHOWN or row >= len(self.ids):
            return None
        if role == Role.CAPTION and (column != 2 or self._state > 0):
            return None
        cells = self.cells(row)
        if cells.short and (column == self._state or role == Role.CAPTION):
            return _short(cells.short, role)
        return _stored(self.columns[column - 1], cells, column, role)

    def setData(self, index: Index, value: Any, role: int = _Data.EditRole) -> bool:
        """Tick boxes only; texts are committed through the visit."""
        record = self.record(index.row())
        if role != _Data.CheckStateRole or record is None:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.checked.add(record)
        else:
            self.checked.discard(record)
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True

    def _tick(self, row: int) -> Qt.CheckState | None:
        record = self.record(row)
        if record is None:
            return None
        return Qt.CheckState.Checked if record in self.checked else Qt.CheckState.Unchecked

    def _visited(self, column: int, role: int) -> Any:
        """What the record being edited shows that is not in the file."""
        visit = self.visit
        assert visit is not None
        view = self.columns[column - 1]
        if role == Role.ERROR:
            return visit.problems.get(view.field)
        if role == _Data.DisplayRole and view.field is not None and (visit.is_draft or view.field in visit.typed):
            return visit.text(view.field)
        if not visit.is_draft:
            return None
        note_at = self._status + 1 if self._status >= 0 else 1
        if role == Role.FIELD:
            return view.field in visit.missing() or None
        if column == note_at and self._status >= 0:
            return {_Data.DisplayRole: visit.note(), Role.PILL: "bad"}.get(role)  # type: ignore[call-overload]
        if column == note_at and role == Role.CAPTION:
            return visit.note()
        return None

    def _adopt(self, record: int, cells: Cells) -> None:
        """The blank row has become a record: it stays where it is."""
        self._blank = False
        self.ids.append(record)
        self._fresh[record] = cells
        self.repaint_row(len(self.ids) - 1)

    def _append(self, record: int, cells: Cells) -> None:
        self.beginInsertRows(_NONE, len(self.ids), len(self.ids))
        self.ids.append(record)
        self._fresh[record] = cells
        self.endInsertRows()

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(_NONE, row, row)
        self.checked.discard(self.ids[row])
        del self.ids[row]
        self._pages.clear()
        self.endRemoveRows()

    def _read(self, ids: Sequence[int]) -> dict[int, Cells]:
        sitting = self._sitting
        pages = self.query.page(sitting.db, list(ids))
        short = shortfall.of(sitting.db, self.register, pages.keys(), sitting.clock.today())
        return {
            record: Cells(
                tuple(_text(c, raw[i]) for i, c in enumerate(self.columns)), bool(raw[-1]), short.get(record, 0),
                bool(raw[-2]),
            )
            for record, raw in pages.items()
        }


def _stored(view: ViewColumn, cells: Cells, column: int, role: int) -> Any:
    """What a stored cell answers."""
    text = cells.texts[column - 1]
    if role == _Data.DisplayRole:
        if view.is_status and (cells.void or cells.correcting):
            return _("已作废") if cells.void else _("更正中")
        return text
    if role == Role.PILL:
        return view.is_pill or None
    if role == Role.STRUCK:
        return (cells.void and column == 2) or None
    if role == Role.MUTED:
        return cells.void or None
    if role == Role.TONE:
        return _tone(view, text, column, cells.void)
    return _RIGHT if role == _Data.TextAlignmentRole and view.right else None


def _short(count: int, role: int) -> Any:
    """A draft says what it lacks, where there is a state instead of it."""
    if role in {_Data.DisplayRole, Role.CAPTION}:
        return _("还差 {} 项").format(count)
    return "warn" if role == Role.PILL else None


def _text(column: ViewColumn, raw: Any) -> str:
    try:
        text = reading.cell(column.source, raw)
    except ValueError:  # a stored value that ``check`` reports; the list still opens
        return str(raw)
    return "、".join(word[:1] for word in text.split("；")) if column.letters else text


def _tone(view: ViewColumn, text: str, column: int, void: bool) -> str | None:
    if void:
        return "text3"
    if view.is_count:
        return "text" if text != "0" else "warn" if view.needs_files else "text3"
    kind = view.source.kind if isinstance(view.source, Column) else view.source
    return "text2" if column == 1 or type(kind).__name__ in {"DateField", "ClausesField", "MonthField"} else None
