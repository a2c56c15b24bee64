"""表C.1 as a table: one row per counted indicator, the total last."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import IndicatorRound
from qmsdesk.services import graded
from qmsdesk.services.assessment import SheetRow
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment import cells
from qmsdesk.views.assessment.cells import COLUMNS
from qmsdesk.views.assessment.round_entry import RoundEntry
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_FIELDS = {"target": IndicatorRound.target, "after": IndicatorRound.after, "judged": IndicatorRound.judged}
_GAPS = {"target": _("提升目标未填"), "after": _("提升后未填"), "judged": _("未判定达成与否")}


class SheetModel(QAbstractTableModel):
    """``saved`` carries a Change, ``failed`` an error, ``marked`` says that a text was refused or mended.

    ``reason_wanted`` carries an entry and a field whose refused text needs a reason (改基线原因).
    """

    saved = Signal(object)
    failed = Signal(object)
    marked = Signal()
    reason_wanted = Signal(object, object)

    def __init__(self, sitting: Sitting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.shown: Shown | None = None
        self.rows: list[SheetRow] = []
        self._entries: dict[str, RoundEntry] = {}

    def show(self, shown: Shown) -> None:
        """Show a version; in place where it has the same rows as before."""
        rows = cells.counted_rows(shown.sheet)
        before = self.shown
        kept = before is not None and before.row.id == shown.row.id and before.round == shown.round
        kept = kept and [r.number for r in rows] == [r.number for r in self.rows]
        if not kept:
            self.beginResetModel()
            self._entries.clear()
        self.shown, self.rows = shown, rows
        for number, entry in list(self._entries.items()):
            evaluated = shown.evaluated.get(number)
            if evaluated is None or evaluated.round is None:
                del self._entries[number]
            else:
                entry.evaluated = evaluated
                entry.reload()
        if kept:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))
        else:
            self.endResetModel()

    def row_of(self, number: str) -> int:
        """The row of an indicator, -1 when it is not counted."""
        return next((place for place, r in enumerate(self.rows) if r.number == number), -1)

    def groups(self) -> list[tuple[int, int]]:
        """First row and number of rows of each category."""
        found, at = [], 0
        for _key, group in groupby(self.rows, lambda r: r.category):
            count = len(list(group))
            found.append((at, count))
            at += count
        return found

    def entry(self, row: int) -> RoundEntry | None:
        """The editing of a row; None for the total and for rows of a frozen version that no longer exist."""
        if self.shown is None or not 0 <= row < len(self.rows):
            return None
        number = self.rows[row].number
        if number not in self._entries:
            evaluated = self.shown.evaluated.get(number)
            if evaluated is None or evaluated.round is None:
                return None
            self._entries[number] = RoundEntry(self._sitting, evaluated)
        entry = self._entries[number]
        entry.closed = self.shown.closed or self._sitting.workspace.read_only
        return entry

    def take(self, entry: RoundEntry, field: AnyField, text: str, read: Callable[[], Any]) -> None:
        """Commit a cell: one save, or it stays red with the sentence as its tip and in the status bar."""
        self._write(entry, lambda: entry.take_text(field, text, read))
        if entry.needs_reason(field):
            self.reason_wanted.emit(entry, field)

    def take_reason(self, entry: RoundEntry, field: AnyField, reason: str) -> None:
        """Save a refused text with its reason."""
        if field in entry.typed:
            self._write(entry, lambda: entry.with_reason(field, reason))

    def _write(self, entry: RoundEntry, act: Callable[[], Change | None]) -> None:
        change = None
        try:
            change = act()
        except UserError as error:
            self.failed.emit(error)
        place = self.row_of(entry.evaluated.row.number)
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
        self.marked.emit()
        if change is not None:
            self.saved.emit(change)

    def forget(self) -> None:
        """Give up what was refused."""
        for entry in self._entries.values():
            entry.problems.clear()
            entry.typed.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(COLUMNS) - 1))
        self.marked.emit()

    def problems(self) -> list[str]:
        """The sentences of the red cells."""
        return [text for entry in self._entries.values() for text in entry.problems.values()]

    # QAbstractTableModel

    def rowCount(self, parent: Index = _NONE) -> int:
        """Counted rows and the total."""
        return 0 if parent.isValid() or not self.rows else len(self.rows) + 1

    def columnCount(self, parent: Index = _NONE) -> int:
        """The columns of the paper form, and 证据."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """The titles of the standard."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == _Data.DisplayRole:
            return COLUMNS[section].title
        return _RIGHT if role == _Data.TextAlignmentRole and COLUMNS[section].right else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Open cells can be typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field, entry = COLUMNS[index.column()].field, self.entry(index.row())
        if field is not None and entry is not None and not entry.reason_closed(field):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """A cell; what was refused, what is missing, else what the sheet says."""
        if not index.isValid() or self.shown is None:
            return None
        column = COLUMNS[index.column()]
        if role == _Data.TextAlignmentRole:
            return _RIGHT if column.right else None
        if index.row() == len(self.rows):
            return self._total(column.key, role)
        row = self.rows[index.row()]
        entry = self._entries.get(row.number)
        field = column.field
        if entry is not None and field is not None and field in entry.problems:
            if role == _Data.DisplayRole:
                return entry.typed[field]
            return entry.problems[field] if role == Role.ERROR else None
        gap = cells.missing(row)
        if gap and field is _FIELDS[gap] and gap != "judged" and not self.shown.final:
            if role == _Data.DisplayRole:
                return _("填写")
            return _GAPS[gap] if role == Role.ERROR else None
        return cells.cell(self.shown.sheet, row, column, role)

    def _total(self, key: str, role: int) -> Any:
        assert self.shown is not None
        sheet = self.shown.sheet
        if role == Role.GROUP:
            return True
        if role == Role.TONE:
            return "text2" if key == "indicator" else None
        if role != _Data.DisplayRole:
            return None
        if key == "category":
            return _("合计评分")
        if key == "score":
            return graded.figures(sheet, final=self.shown.final)[0]
        if key == "evidence":
            return str(sum(r.evidence for r in self.rows))
        return self.tally() if key == "indicator" else ""

    def tally(self) -> str:
        """How many rows are 达成, 未达成, 待评, 无样本."""
        results = [r.result for r in self.rows]
        said = [
            _("{} 项：达成 {}，未达成 {}").format(
                len(results), results.count("achieved"), results.count("not_achieved")
            )
        ]
        said += [_("待评 {}").format(results.count("pending"))] if "pending" in results else []
        said += [_("无样本 {}").format(results.count("no_sample"))] if "no_sample" in results else []
        return _("，").join(said)
