"""The rows of a plan as a table: what will be written, with wrong and doubtful cells marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qmsdesk.exchange.importing import ImportPlan, PlanRow
from qmsdesk.exchange.plan import STATUS_TITLES, CellProblem
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import DateField, ExactField, MonthField, MultiField
from qmsdesk.registers.kinds import to_text
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PILLS = {"add": True, "update": True, "same": "neutral", "skip": True, "question": True, "error": True}
ROW_WIDTH, STATUS_WIDTH, NOTE_WIDTH = 46, 88, 170
_MEASURED, _WIDEST = 200, 158


class PreviewModel(QAbstractTableModel):
    """Columns: sheet row, the fields, 处理, 说明. Any field can be typed over; ``typed`` carries row, field, text."""

    typed = Signal(object, object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.plan: ImportPlan | None = None
        self.rows: list[PlanRow] = []
        self.fields: list[AnyField] = []
        self._filter = "all"

    def show_plan(self, plan: ImportPlan, fields: Sequence[AnyField], only: str = "all") -> None:
        """Show the rows of a state (``all`` shows every row) with these fields."""
        self.beginResetModel()
        self.plan, self.fields, self._filter = plan, list(fields), only
        self.rows = [row for row in plan.rows if only in ("all", row.status)]
        self.endResetModel()

    def refresh(self) -> None:
        """Rows were judged anew; which rows are shown stays, so that nothing jumps away while it is mended."""
        if self.rows:
            last = self.index(len(self.rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def place_of(self, row: PlanRow) -> int:
        """Where a row is shown; -1 when it is filtered out."""
        return next((i for i, each in enumerate(self.rows) if each is row), -1)

    def column_of(self, f: AnyField | None) -> int:
        """The column of a field; that of the sheet row when it is not shown."""
        return next((i + 1 for i, each in enumerate(self.fields) if each is f), 0)

    def field_at(self, col: int) -> AnyField | None:
        """The field of a column."""
        return self.fields[col - 1] if 0 < col <= len(self.fields) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields) + 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        f = self.field_at(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(f, ExactField):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if f is not None:
            return str(f.verbose_name)
        return {0: _("行"), len(self.fields) + 1: _("处理")}.get(section, _("说明"))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        row = self.rows[index.row()]
        f = self.field_at(index.column())
        if f is not None and (row.line is None or any(f is each for each in row.cells)):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, col = self.rows[index.row()], index.column()
        f = self.field_at(col)
        if role == Role.MUTED:
            return row.status in {"skip", "same"}
        if f is not None:
            return self._cell(row, f, role)
        if col == 0:
            return self._place(row, role)
        if col == len(self.fields) + 1:
            if role == Qt.ItemDataRole.DisplayRole:
                return STATUS_TITLES[row.status]
            return _PILLS[row.status] if role == Role.PILL else None
        return self._note(row, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, f = self.rows[index.row()], self.field_at(index.column())
        if role != Qt.ItemDataRole.EditRole or f is None or str(value) == row.text(f):
            return False
        self.typed.emit(row, f, str(value))
        return True

    def _cell(self, row: PlanRow, f: AnyField, role: int) -> Any:
        found = row.problem_of(f)
        if role == Qt.ItemDataRole.EditRole:
            return row.text(f)
        if role == Qt.ItemDataRole.DisplayRole:
            text = row.text(f) if found else shown(row, f)
            return text or (_("（空）") if found and found.level == "error" else "")
        if role == Role.ERROR:
            return found.text if found and found.level == "error" else None
        if role == Role.WARNING:
            return found.text if found and found.level == "question" else None
        if role == Role.TONE:
            if found and found.level == "error":
                return "bad"
            return "warn" if found else "accent" if any(f is each for each in row.corrected) else None
        if role == Qt.ItemDataRole.ToolTipRole:
            raw = row.text(f)
            return _("表中写的是：{}").format(raw) if raw and raw != shown(row, f) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(f, ExactField):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _place(self, row: PlanRow, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(row.sheet_row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _("工作表“{}”第 {} 行").format(row.sheet, row.sheet_row)
        return "text2" if role == Role.TONE else None

    def _note(self, row: PlanRow, role: int) -> Any:
        worst = worst_of(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return worst.text if worst else row.note
        if role == Role.TONE:
            return {"error": "bad", "question": "warn", "warning": "warn"}[worst.level] if worst else "text2"
        if role == Qt.ItemDataRole.ToolTipRole and len(row.problems) > 1:
            return "\n".join(p.text for p in row.problems)
        return None


def worst_of(row: PlanRow) -> CellProblem | None:
    """The problem to speak of first."""
    order = {"error": 0, "question": 1, "warning": 2}
    return min(row.problems, key=lambda p: order[p.level], default=None)


def shown(row: PlanRow, f: AnyField) -> str:
    """A cell as it will be written, where reading changes its form (dates, numbers, choices); else as it stands."""
    value = row.values.get(f)
    plain = isinstance(f, MultiField) or not (f.choices or isinstance(f, DateField | MonthField | ExactField))
    if plain or value in (None, "", ()):
        return row.text(f)
    return to_text(f, value)


def width_of(f: AnyField, rows: Sequence[PlanRow]) -> int:
    """How wide a column has to be for its heading and its first rows, in pixels of the design, within bounds."""
    texts = [str(f.verbose_name), *(row.text(f) if row.problem_of(f) else shown(row, f) for row in rows[:_MEASURED])]
    widest = max(sum(13 if unicodedata.east_asian_width(c) in "WF" else 8 for c in text[:40]) for text in texts)
    return min(max(widest + 20, 56), _WIDEST)
